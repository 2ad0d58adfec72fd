//! What the template engine reports, as mistakes that we have words for.

use std::ops::Range;

use tera::ErrorKind;

use super::guard;
use crate::diag::{TemplatePart, TemplateSlip, ValueKind, Words, say};

/// The names that templates can use, for telling which one was meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'k> {
    pub templates: &'k [String],
    /// The blocks of all templates.
    pub blocks: &'k [String],
}

/// What the engine knows by itself.
const FILTERS: [&str; 37] = [
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
];
/// What this program adds.
const OWN_FILTERS: [&str; 1] = ["counted"];
const TESTS: [&str; 17] = [
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "none",
    "iterable",
    "defined",
    "undefined",
    "odd",
    "even",
    "divisible_by",
    "starting_with",
    "ending_with",
    "containing",
];
const FUNCTIONS: [&str; 3] = ["range", "super", "throw"];
const OF_LOOP: [&str; 5] = ["index", "index0", "first", "last", "length"];

/// An error without a place of its own.
pub(super) fn of_kind(kind: &ErrorKind, known: Known<'_>) -> TemplateSlip {
    match kind {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            of_message(report.message(), "", known)
        }
        ErrorKind::TemplateNotFound(name) => unknown(TemplatePart::Template, name, known),
        ErrorKind::ComponentNotFound(name) => unknown(TemplatePart::Component, name, known),
        ErrorKind::InvalidArgument { expected_type, actual_type } => {
            TemplateSlip::Kind { found: value_kind(actual_type), expected: value_kind(expected_type) }
        }
        ErrorKind::MissingArgument { arg_name } => TemplateSlip::MissingArgument(arg_name.clone()),
        ErrorKind::OutOfRangeArgument { .. } => TemplateSlip::Number,
        ErrorKind::Msg(message) => of_message(message, "", known),
        _ => TemplateSlip::Other,
    }
}

/// A message of the engine; `written` is what the template has at its place.
///
/// The engine gives most of its mistakes as sentences only. A sentence that is not known here, as
/// after an update, falls to the last arm: the place is shown all the same.
pub(super) fn of_message(message: &str, written: &str, known: Known<'_>) -> TemplateSlip {
    let message = message.trim();
    let first = message.lines().next().unwrap_or_default();
    let quoted: Vec<&str> = first.split('`').skip(1).step_by(2).collect();
    let name = || quoted.first().copied().unwrap_or_default().to_owned();
    let second = || quoted.get(1).copied().unwrap_or_default().to_owned();
    let starts = |start: &str| first.starts_with(start);
    let has = |part: &str| first.contains(part);
    match () {
        () if has(guard::TOO_MANY_STEPS) => TemplateSlip::Endless,
        () if has(guard::TOO_LARGE) => TemplateSlip::TooLarge,
        () if has("is not defined") && (starts("Variable `") || starts("Field `")) => {
            let known = message.split_once(": ").map_or("", |(_, known)| known);
            let known = known.split(", ").filter(|known| !known.is_empty()).map(str::to_owned).collect();
            TemplateSlip::NoName { name: name(), known }
        }
        () if has("is undefined") || has("undefined value") || has("variable that is undefined") => {
            TemplateSlip::NoValue
        }
        () if starts("Unknown filter") || (starts("Filter `") && has("not registered")) => {
            unknown(TemplatePart::Filter, &name(), known)
        }
        () if starts("Unknown test") => unknown(TemplatePart::Test, &name(), known),
        () if starts("Unknown function") => unknown(TemplatePart::Function, &name(), known),
        () if starts("Unknown component") => unknown(TemplatePart::Component, &name(), known),
        () if starts("Unknown template") => unknown(TemplatePart::Template, &name(), known),
        () if starts("Template '") && has("not found") => {
            unknown(TemplatePart::Template, first.split('\'').nth(1).unwrap_or_default(), known)
        }
        () if has("is not defined in any parent template") => unknown(TemplatePart::Block, &name(), known),
        () if has("invalid field of `loop`") => {
            let name = first
                .split_once("`loop`: ")
                .map_or("", |(_, rest)| rest.split('.').next().unwrap_or_default());
            unknown(TemplatePart::OfLoop, name, known)
        }
        () if starts("Unknown tag") => TemplateSlip::UnknownTag(written.trim().to_owned()),
        () if starts("Unexpected end of input") => TemplateSlip::EndsEarly,
        () if starts("String opened with") => TemplateSlip::OpenText(name().chars().next().unwrap_or('"')),
        () if starts("unexpected end of string") => TemplateSlip::OpenText('"'),
        () if starts("Closing comment tag") => TemplateSlip::OpenComment,
        () if starts("unexpected end of raw block") => TemplateSlip::OpenRaw,
        () if starts("Unexpected character") || starts("unexpected escape character") => {
            TemplateSlip::Character
        }
        () if starts("Invalid float") || starts("Invalid Integer") => TemplateSlip::Number,
        () if has("in the opening tag, found") => TemplateSlip::WrongEnd { begun: name(), ended: second() },
        () if starts("Closing tag '") => {
            let names: Vec<&str> = first.split('\'').collect();
            let at = |index: usize| names.get(index).copied().unwrap_or_default().to_owned();
            TemplateSlip::WrongEnd { ended: at(1), begun: at(3) }
        }
        () if starts("Unclosed component '") => {
            let name = first.split('\'').nth(1).unwrap_or_default();
            TemplateSlip::Unclosed { tag: format!("{{% <{name}> %}}"), end: format!("{{% </{name}> %}}") }
        }
        () if starts("`extends` needs") || starts("`extends` cannot") => TemplateSlip::ExtendsNotFirst,
        () if starts("Template is already extending") => TemplateSlip::ExtendsTwice(name()),
        () if starts("Template already contains a block") => TemplateSlip::BlockTwice(name()),
        () if starts("Template already contains a component")
            || starts("Component `") && has("defined in both") =>
        {
            TemplateSlip::ComponentTwice(name())
        }
        () if starts("Blocks cannot be written inside") || starts("Component definitions cannot") => {
            TemplateSlip::NestedBlock
        }
        () if starts("This content would be ignored") => TemplateSlip::Ignored,
        () if starts("super() called") || has("use super() in the top level block") => TemplateSlip::NoSuper,
        () if has("can only be used in a for loop") => TemplateSlip::OutsideLoop(
            first.split(' ').next().unwrap_or_default().trim_matches('`').to_owned(),
        ),
        () if has("cannot be used inside a") && starts("`") => TemplateSlip::OutsideLoop(name()),
        () if has("is a reserved keyword") => {
            TemplateSlip::Reserved(first.split(' ').next().unwrap_or_default().trim_matches('`').to_owned())
        }
        () if has("is defined more than once") => TemplateSlip::ArgumentTwice(name()),
        () if has("too complex")
            || has("too deep")
            || has("nested brackets")
            || has("Maximum render recursion")
            || has("can have a maximum of") =>
        {
            TemplateSlip::TooDeep
        }
        () if starts("Missing keyword argument") => TemplateSlip::MissingArgument(name()),
        () if starts("Invalid type for the value") => {
            TemplateSlip::Kind { expected: value_kind(&name()), found: value_kind(&second()) }
        }
        () if starts("Iteration not possible") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::ListOrGroup }
        }
        () if starts("Key/value iteration") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Group }
        }
        () if starts("Spread operator requires a map") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Group }
        }
        () if starts("Spread operator requires an array") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::List }
        }
        () if starts("Math operations")
            || has("can only be used on a number")
            || starts("pluralize filter requires") =>
        {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Number }
        }
        () if starts("`+` requires") => {
            let kinds = [1, 2].map(|index| value_kind(quoted.get(index).copied().unwrap_or_default()));
            let found = kinds.into_iter().find(|kind| *kind != ValueKind::Number).unwrap_or(ValueKind::Other);
            TemplateSlip::Kind { found, expected: ValueKind::Number }
        }
        () if starts("Slice ") && has("must be an integer") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Number }
        }
        () if has("has no length") || has("is not a container") => {
            TemplateSlip::Kind { found: ValueKind::Other, expected: ValueKind::ListOrGroup }
        }
        () if starts("Cannot compare") || starts("Cannot sort") => {
            TemplateSlip::NotComparable(value_kind(&name()), value_kind(&second()))
        }
        () if has("divide by 0") || has("division by zero") => TemplateSlip::DivisionByZero,
        () if has("cannot be converted to")
            || has("out of range")
            || starts("Function `range`")
            || has("overflow") =>
        {
            TemplateSlip::Number
        }
        () if has("out of bounds")
            || starts("Map does not have a key")
            || has("does not have an attribute") =>
        {
            TemplateSlip::NoPlace
        }
        () if written.starts_with("throw") => TemplateSlip::Thrown(first.to_owned()),
        () if starts("`in` cannot be used on") => {
            TemplateSlip::Kind { found: value_kind(&second()), expected: ValueKind::ListOrGroup }
        }
        () if has("Slicing can only") || has("cannot be reversed") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::List }
        }
        () if starts("Only numbers can") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Number }
        }
        () if has("index must be an integer") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Number }
        }
        () if starts("Map keys must be") || starts("Not a valid key") => {
            TemplateSlip::Kind { found: value_kind(&name()), expected: ValueKind::Text }
        }
        () if starts("Slicing step") || starts("Unable to perform") || starts("Cannot negate") => {
            TemplateSlip::Number
        }
        () if starts("Found ")
            || starts("Expected ")
            || starts("Invalid syntax")
            || starts("`not`")
            || starts("`-`") =>
        {
            let found = written.split_whitespace().next().map(str::to_owned);
            TemplateSlip::Expected { found, expected: expected(first) }
        }
        () => TemplateSlip::Other,
    }
}

/// What the engine says it waited for, in words.
fn expected(message: &str) -> Words {
    let rest = ["but expected ", "but was expecting ", "expecting an "]
        .iter()
        .find_map(|mark| message.split_once(mark))
        .map_or("", |(_, rest)| rest.trim_end_matches('.'));
    match () {
        () if rest.starts_with('`') && rest.matches('`').count() == 2 => Words::same(rest),
        () if !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_punctuation()) => {
            Words::same(format!("`{rest}`"))
        }
        () if rest.starts_with("identifier") || rest.contains("ident") && !rest.contains("one of") => {
            Words::new("a name", "nimi")
        }
        () if rest == "string" => Words::new("a text in quotes", "teksti lainausmerkeissä"),
        () if rest.starts_with("`elif`") => say!("`elif`, `else` or `endif`", "`elif`, `else` tai `endif`"),
        () if rest.starts_with('=') || rest.starts_with("`=`") => {
            Words::new("`=` and a value", "`=` ja arvo")
        }
        () if rest.contains("one of") || rest.is_empty() => {
            Words::new("a name, a number or a text in quotes", "nimi, luku tai teksti lainausmerkeissä")
        }
        () => match rest.split('`').nth(1) {
            Some(sign) => Words::same(format!("`{sign}`")),
            None => Words::new("something else", "jotakin muuta"),
        },
    }
}

fn unknown(what: TemplatePart, name: &str, known: Known<'_>) -> TemplateSlip {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let known = match what {
        TemplatePart::Filter => owned(&[FILTERS.as_slice(), &OWN_FILTERS].concat()),
        TemplatePart::Test => owned(&TESTS),
        TemplatePart::Function => owned(&FUNCTIONS),
        TemplatePart::OfLoop => owned(&OF_LOOP),
        TemplatePart::Template => known.templates.to_vec(),
        TemplatePart::Block => known.blocks.iter().filter(|block| *block != name).cloned().collect(),
        TemplatePart::Component => Vec::new(),
    };
    TemplateSlip::Unknown { what, name: name.to_owned(), known }
}

fn value_kind(name: &str) -> ValueKind {
    match name.trim_start_matches('&') {
        "undefined" | "none" => ValueKind::Nothing,
        "string" | "String" | "str" | "Cow<str>" => ValueKind::Text,
        "bool" | "Bool" => ValueKind::YesNo,
        "array" | "Array" => ValueKind::List,
        "map/struct" | "Map" | "map" => ValueKind::Group,
        "Number" | "number" | "integer" | "float" => ValueKind::Number,
        kind if kind.starts_with("Vec<") => ValueKind::List,
        kind if kind.starts_with(['u', 'i', 'f']) && kind[1..].bytes().all(|byte| byte.is_ascii_digit()) => {
            ValueKind::Number
        }
        kind if kind == "usize" || kind == "isize" => ValueKind::Number,
        _ => ValueKind::Other,
    }
}

/// The innermost tag that nothing closes, with where it stands, in a template that ends too early.
pub(super) fn unclosed(text: &str) -> Option<(Range<usize>, TemplateSlip)> {
    const PAIRS: [(&str, &str); 6] = [
        ("if", "endif"),
        ("for", "endfor"),
        ("block", "endblock"),
        ("filter", "endfilter"),
        ("component", "endcomponent"),
        ("raw", "endraw"),
    ];
    let mut open: Vec<(Range<usize>, &str)> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{%") {
        let start = at + found;
        let end = start + text[start..].find("%}")? + 2;
        let inside = text[start + 2..end - 2].trim_matches(['-', '+', ' ', '\t', '\n', '\r']);
        let word = inside
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .next()
            .unwrap_or_default();
        if let Some((_, end_word)) = PAIRS.iter().find(|(begin, _)| *begin == word) {
            open.push((start..end, end_word));
        } else if open.last().is_some_and(|(_, end_word)| *end_word == word) {
            open.pop();
        }
        at = end;
    }
    let (range, end) = open.pop()?;
    let tag = text[range.clone()].to_owned();
    Some((range, TemplateSlip::Unclosed { tag, end: format!("{{% {end} %}}") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_still_has_what_we_say_it_has() {
        let mut engine = tera::Tera::new();
        for filter in FILTERS {
            let called = engine.add_raw_template("a", &format!("{{{{ 1 | {filter}(a=1) }}}}"));
            assert!(called.is_ok(), "{filter}");
        }
        for test in TESTS {
            assert!(engine.add_raw_template("a", &format!("{{{{ 1 is {test} }}}}")).is_ok(), "{test}");
        }
    }
}
