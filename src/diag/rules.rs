//! Mistakes in the rules, their texts, examples and budgets.

use std::sync::Arc;

use super::{Diagnostic, Diagnostics, Reported};
use crate::model::number::Problem;
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::{Dated, Expectation};
use crate::source::{Place, SourceFile, Spanned};

use rust_decimal::Decimal;

impl Diagnostics {
    pub fn unknown_rule_file(&mut self, file: &Arc<SourceFile>, name: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error("unknown-file", format!("nothing reads `{}`", file.path))
                .at(&Place::file(file), "")
                .nearest(name, known.iter().copied()),
        )
    }

    pub fn missing_rule_file(&mut self, name: &str) -> Reported {
        self.push(
            Diagnostic::error("missing-file", format!("the rules lack the file `content/rules/{name}.yaml`"))
                .help("restore the file; it may be empty but for a comment"),
        )
    }

    pub fn missing_rule_texts(&mut self, language: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-file",
                format!("the rules have no texts in the language `{language}`"),
            )
            .help(format!("add `content/rules/texts/{language}.yaml`, with the keys of another language")),
        )
    }

    pub fn not_an_id(&mut self, key: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("not-an-id", format!("`{}` cannot be a name in formulas and links", key.value))
                .at(&key.place, "small letters a to z, digits and _ only")
                .help("write it like `small_total_max`"),
        )
    }

    pub fn not_an_address(&mut self, url: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("not-an-address", format!("`{}` is not a web address", url.value))
                .at(&url.place, "expected an address that begins with https://")
                .help("copy the whole address from the browser"),
        )
    }

    // Dated values.

    pub fn parameter_without_value(&mut self, id: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("no-value", format!("`{}` has no value", id.value))
                .at(&id.place, "no value")
                .help("add one below `values:`, for example `- {from: 2023-01-01, value: 8 000 €}`"),
        )
    }

    pub fn parameter_changes_unit(&mut self, id: &str, place: &Place, first: Unit, other: Unit) -> Reported {
        self.push(
            Diagnostic::error(
                "unit-changes",
                format!("`{id}` is {} first and {} later", first.words(), other.words()),
            )
            .at(place, format!("expected {}", first.words()))
            .help(format!("write it like `{}`", first.example())),
        )
    }

    pub fn ends_before_start(&mut self, id: &str, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("ends-before-start", format!("a value of `{id}` ends before it begins"))
                .at(place, "`until` lies before `from`")
                .help("`until` is the last day that the value holds"),
        )
    }

    pub fn parameter_gap(&mut self, id: &str, before: &Dated, after: &Dated) -> Reported {
        let until = before.until.map_or_else(String::new, |date| date.to_string());
        self.push(
            Diagnostic::error("date-gap", format!("`{id}` has no value for some days"))
                .at(&after.place, format!("holds from {}", after.from))
                .related(&before.place, format!("holds until {until}"))
                .help("let the next value begin the day after the one before ends"),
        )
    }

    pub fn parameter_overlap(&mut self, id: &str, before: &Dated, after: &Dated) -> Reported {
        let label = match before.until {
            Some(until) => format!("holds until {until}"),
            None => "holds without an end".to_owned(),
        };
        let eve = after.from.yesterday().map_or_else(|_| after.from.to_string(), |day| day.to_string());
        self.push(
            Diagnostic::error("date-overlap", format!("`{id}` has two values on the same day"))
                .at(&after.place, format!("holds from {}", after.from))
                .related(&before.place, label)
                .help(format!(
                    "end the value before with `until: {eve}`, and keep the values in the order of time"
                )),
        )
    }

    pub fn no_value_on(&mut self, id: &Spanned<String>, day: jiff::civil::Date, reason: &str) -> Reported {
        self.push(
            Diagnostic::error("no-value-on-day", format!("`{}` has no value on {day}", id.value))
                .at(&id.place, reason)
                .help("add a value that holds on that day; an older one is never used in its place"),
        )
    }

    pub fn expires_soon(&mut self, id: &str, dated: &Dated, until: jiff::civil::Date) {
        self.warn(
            Diagnostic::warning("expires-soon", format!("`{id}` has no value after {until}"))
                .at(&dated.place, "the last value")
                .help("add the next value, or take `until` away if this one goes on"),
        );
    }

    // Formulas.

    pub fn formula_character(&mut self, place: &Place, found: char) -> Reported {
        self.push(
            Diagnostic::error("formula-syntax", format!("`{found}` has no meaning in a formula"))
                .at(place, "cannot be read")
                .help("formulas know names, + - *, min, max, sum, comparisons, and, or, not, in"),
        )
    }

    pub fn formula_syntax(&mut self, place: &Place, expected: &str, found: &str) -> Reported {
        let title = if found.is_empty() {
            format!("the formula ends where {expected} belongs")
        } else {
            format!("`{found}` stands where {expected} belongs")
        };
        self.push(
            Diagnostic::error("formula-syntax", title)
                .at(place, format!("expected {expected}"))
                .help("formulas know names, + - *, min, max, sum, comparisons, and, or, not, in"),
        )
    }

    pub fn formula_too_deep(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("formula-too-deep", "the formula has too many brackets within brackets")
                .at(place, "too deep here")
                .help("give a part of it a rule of its own"),
        )
    }

    pub fn bare_division(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("bare-division", "a formula does not divide")
                .at(place, "division")
                .help("write the divisor as `divide_by: …` and the rounding as `round: {to: 0.01 €, mode: down, source: …}` beside the formula"),
        )
    }

    pub fn division_without_rounding(&mut self, id: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error(
                "bare-division",
                format!("`{}` divides and does not say how to round", id.value),
            )
            .at(&id.place, "`round` is missing")
            .help("add `round: {to: 0.01 €, mode: half_up, source: assumption}`"),
        )
    }

    pub fn number_in_formula(&mut self, place: &Place, number: &str) -> Reported {
        self.push(
            Diagnostic::error("number-in-formula", format!("the number {number} is written into a formula"))
                .at(place, "only 0 and 1 may stand here")
                .help("give it a name, a time and a source in parameters.yaml, and write the name here"),
        )
    }

    pub fn unknown_filter(&mut self, place: &Place, word: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error("unknown-name", format!("rows cannot be chosen by `{word}`"))
                .at(place, "unknown")
                .nearest(word, known.iter().copied()),
        )
    }

    pub fn unknown_name(&mut self, place: &Place, name: &str, known: &[&str]) -> Reported {
        let mut message = Diagnostic::error("unknown-name", format!("nothing is called `{name}`"))
            .at(place, "unknown name");
        message = match super::nearest(name, known.iter().copied()) {
            Some(near) => message.help(format!("did you mean `{near}`?")),
            None => message.help("a name is an input, a rule, a parameter or a cost category"),
        };
        self.push(message)
    }

    pub fn unknown_function(&mut self, place: &Place, name: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error("unknown-name", format!("there is no function `{name}`"))
                .at(place, "unknown function")
                .nearest(name, known.iter().copied()),
        )
    }

    pub fn wrong_arguments(&mut self, place: &Place, function: &str, expected: &str) -> Reported {
        self.push(
            Diagnostic::error("wrong-arguments", format!("`{function}` takes {expected}"))
                .at(place, format!("expected {expected}")),
        )
    }

    pub fn cycle(&mut self, place: &Place, loop_names: &[String]) -> Reported {
        self.push(
            Diagnostic::error("cycle", format!("`{}` is needed to calculate itself", loop_names[0]))
                .at(place, "leads back to its beginning")
                .note(format!("the loop: {}", loop_names.join(" → ")))
                .help("solve it on paper first: a part p of a whole that includes it is the rest × p / (1 - p), written with `divide_by`"),
        )
    }

    pub fn name_twice(&mut self, second: &Spanned<String>, first: &Place) -> Reported {
        self.push(
            Diagnostic::error("name-twice", format!("two things are called `{}`", second.value))
                .at(&second.place, "second")
                .related(first, "first")
                .help("inputs, rules, parameters and cost categories share one set of names: rename one of them"),
        )
    }

    pub fn unit_mismatch(&mut self, place: &Place, title: String, label: String, help: &str) -> Reported {
        self.push(Diagnostic::error("unit-mismatch", title).at(place, label).help(help))
    }

    pub fn formula_and_cases(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("formula-and-cases", "a rule has either a formula or cases, not both")
                .at(place, "`by` beside `formula`")
                .help("keep `formula`, or keep `by` and `cases`"),
        )
    }

    pub fn case_missing(&mut self, place: &Place, rule: &str, case: &str) -> Reported {
        self.push(
            Diagnostic::error("case-missing", format!("`{rule}` says nothing for the case `{case}`"))
                .at(place, format!("`{case}` is missing"))
                .help(format!("add a line `{case}: …`")),
        )
    }

    pub fn too_fine(&mut self, place: &Place, rule: &str, decimals: u32) -> Reported {
        self.push(
            Diagnostic::error("not-rounded", format!("`{rule}` is money with {decimals} decimals"))
                .at(place, "finer than a cent")
                .help("say how it rounds: `round: {to: 0.01 €, mode: half_up, source: …}`"),
        )
    }

    pub fn overflow(&mut self, place: &Place, rule: &str, digits: usize) -> Reported {
        self.push(
            Diagnostic::error("overflow", format!("`{rule}` can need {digits} digits; 28 are kept exactly"))
                .at(place, "too large for the largest inputs")
                .help("lower the `max` of an input, or round earlier"),
        )
    }

    pub fn may_be_negative(&mut self, place: &Place, rule: &str, lowest: Decimal) -> Reported {
        self.push(
            Diagnostic::error("negative-money", format!("`{rule}` could fall below zero (down to {lowest})"))
                .at(place, "may be negative")
                .help("keep it at zero with `max(0 €, …)`, or take away no more than there is with `min(…)`"),
        )
    }

    pub fn may_divide_by_zero(&mut self, place: &Place, rule: &str) -> Reported {
        self.push(
            Diagnostic::error("division-by-zero", format!("the divisor of `{rule}` can be zero"))
                .at(place, "not surely above zero")
                .help("divide only by something that is always above zero"),
        )
    }

    pub fn too_many_inputs(&mut self, most: usize) -> Reported {
        self.push(Diagnostic::error("too-many-inputs", format!("the rules have more than {most} inputs")))
    }

    pub fn unused(&mut self, what: &str, id: &Spanned<String>) {
        self.warn(
            Diagnostic::warning("unused", format!("no formula uses the {what} `{}`", id.value))
                .at(&id.place, "never used")
                .help("use it, or take it away"),
        );
    }

    pub fn not_a_column(&mut self, found: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("unknown-name", format!("`{}` is not a column of a cost list", found.value))
                .at(&found.place, "expected list.column")
                .help("write it like `costs.part`"),
        )
    }

    // The rules as a whole.

    pub fn threshold_gap(&mut self, place: &Place, other: &Place, value: &str) -> Reported {
        self.push(
            Diagnostic::error("threshold-gap", format!("no funding type takes a project of exactly {value}"))
                .at(place, "does not take it")
                .related(other, "nor does this")
                .help("one of the two has to include the limit: `<=` beside `>`, or `<` beside `>=`"),
        )
    }

    pub fn threshold_overlap(&mut self, place: &Place, other: &Place, value: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "threshold-overlap",
                format!("two funding types take a project of exactly {value}"),
            )
            .at(place, "takes it")
            .related(other, "so does this")
            .help("one of the two has to leave the limit out: `<=` beside `>`, or `<` beside `>=`"),
        )
    }

    pub fn never_fundable(&mut self, funding: &Spanned<String>, reason: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "never-fundable",
                format!("no project at all could be funded as `{}`", funding.value),
            )
            .at(&funding.place, "its conditions contradict one another")
            .note(reason.to_owned())
            .help("look at the conditions that block, and at the values that they compare with"),
        )
    }

    /// `differences`: each expected value that is another, with its name and what was calculated.
    pub fn example_differs(
        &mut self,
        example: &str,
        differences: &[(&Expectation, String)],
        receipt: &str,
    ) -> Reported {
        let mut message = Diagnostic::error(
            "example-differs",
            format!("the example `{example}` no longer gives what it expects"),
        );
        for (index, (expected, found)) in differences.iter().enumerate() {
            let label = format!("calculated: {found}");
            let place = &expected.value.place;
            message = if index == 0 { message.at(place, label) } else { message.related(place, label) };
        }
        self.push(
            message
                .note(format!("the calculation:\n{receipt}"))
                .help("mend the rule if the example is right, or the example if the rule has changed"),
        )
    }

    pub fn unknown_expectation(&mut self, name: &Spanned<String>, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error("unknown-name", format!("there is no result `{}`", name.value))
                .at(&name.place, "unknown result")
                .nearest(&name.value, known.iter().copied()),
        )
    }

    pub fn law_broken(&mut self, place: &Place, law: &str, budget: &str, receipt: &str) -> Reported {
        self.push(
            Diagnostic::error("law-broken", format!("`{law}` does not always hold"))
                .at(place, "broken by the budget below")
                .note(format!("the budget:\n{budget}"))
                .note(format!("the calculation:\n{receipt}"))
                .help("mend the rules, or take the law away if it was wrong"),
        )
    }

    // Texts.

    pub fn missing_text(&mut self, place: &Place, key: &str, language: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-text",
                format!("the text `{key}` is missing in the language `{language}`"),
            )
            .at(place, "")
            .help(format!("add it to the file, below `{}:`", key.split('.').next().unwrap_or(key))),
        )
    }

    pub fn unknown_placeholder(&mut self, place: &Place, name: &str, known: &[&str]) -> Reported {
        self.push(
            Diagnostic::error(
                "unknown-name",
                format!("the text shows a value `{{{name}}}` that does not exist"),
            )
            .at(place, "unknown value")
            .nearest(name, known.iter().copied()),
        )
    }

    pub fn digits_in_text(&mut self, place: &Place, digits: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "digits-in-text",
                format!("the number {digits} is written into a text of the rules"),
            )
            .at(place, "would stay behind when the rule changes")
            .help("show the value by its name in braces, such as `{small_total_max}`"),
        )
    }

    // Budgets.

    pub fn json_syntax(&mut self, place: &Place, reason: &str) -> Reported {
        self.push(
            Diagnostic::error("json-syntax", format!("this is not valid JSON: {reason}"))
                .at(place, "cannot be read"),
        )
    }

    pub fn no_such_language(&mut self, language: &str, known: &[String]) -> Reported {
        self.push(
            Diagnostic::error(
                "unknown-name",
                format!("the rules have no texts in the language `{language}`"),
            )
            .nearest(language, known.iter().map(String::as_str)),
        )
    }

    pub fn too_many_rows(&mut self, place: &Place, name: &str, found: usize, most: usize) -> Reported {
        self.push(
            Diagnostic::error("too-many-rows", format!("`{name}` has {found} rows; {most} are taken"))
                .at(place, format!("{found} rows"))
                .help("put several costs of one category together"),
        )
    }

    pub fn unknown_case(&mut self, field: &str, found: &Spanned<String>, known: &[String]) -> Reported {
        if self.is_broken(&found.value) {
            if let Some(told) = self.first_error() {
                return told;
            }
        }
        self.push(
            Diagnostic::error("unknown-name", format!("`{field}`: there is no `{}` to choose", found.value))
                .at(&found.place, "unknown")
                .nearest(&found.value, known.iter().map(String::as_str)),
        )
    }

    pub fn not_an_amount(
        &mut self,
        field: &str,
        found: &Spanned<String>,
        unit: Unit,
        problem: Problem,
        max: Decimal,
    ) -> Reported {
        let written = &found.value;
        let example = unit.example();
        let (what, help) = match problem {
            Problem::Unreadable => ("is not a number".to_owned(), format!("write it like `{example}`")),
            Problem::Ambiguous if unit == Unit::Ratio => (
                "may be a percentage or a part of one".to_owned(),
                "write the percent sign: `80 %`, or `0.8 %` if you mean less than one percent".to_owned(),
            ),
            Problem::Ambiguous => (
                "may be thousands or decimals".to_owned(),
                "group thousands with a space: `1 234`; or write two decimals: `1,23`".to_owned(),
            ),
            Problem::Negative => {
                ("is below zero".to_owned(), format!("write what is spent or done: `{example}`"))
            }
            Problem::TooLarge => {
                let most = Quantity::new(max, unit);
                ("is too large".to_owned(), format!("the most that is taken is {most}"))
            }
            Problem::TooPrecise => ("has too many decimals".to_owned(), "two decimals are taken".to_owned()),
        };
        self.push(
            Diagnostic::error(problem.code(), format!("`{field}`: `{written}` {what}"))
                .at(&found.place, what)
                .help(help),
        )
    }
}
