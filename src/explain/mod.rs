//! The `explain` command: one thing of the rules in words, with its values over time, where it comes
//! from, where it is used, and the pages that show it.

pub mod address;
mod shown;
pub mod things;
pub mod uses;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::compile::{self, Compiled};
use crate::diag::{Words, say};
use crate::model::budget::{Datum, Entry, cell};
use crate::model::evaluate::{Standing, Value};
use crate::model::locale::Locale;
use crate::model::rules::{
    Example, Input, InputKind, Level, Max, Need, RoundMode, Rounding, Rule, RuleBody, RuleBook,
};
use crate::model::show;
use crate::outcome;
use crate::sheet::{Cell, Sheet, Speaker, count};
use crate::source::Place;
pub use shown::{Page, PageShows, Rules, Shows};
use things::{Kind, Telling, Thing, things};
use uses::{Use, User};

/// Everything that an explanation is made from.
#[derive(Debug)]
pub struct Explainer<'r> {
    book: &'r RuleBook,
    compiled: &'r Compiled,
    telling: Telling<'r>,
    language: &'r str,
    pages: &'r [Page],
    uses: Vec<Use>,
    speaker: Speaker,
}

/// One thing, explained.
#[derive(Debug)]
pub struct Explanation {
    kind: Kind,
    id: String,
    name: String,
    place: Option<(String, usize)>,
    /// Where the page made from it is on the site.
    address: Option<String>,
    facts: Vec<Fact>,
    values: Vec<DatedValue>,
    /// Who uses it, with its name and what is written there.
    used_by: Vec<(User, String, String)>,
    /// What follows through other rules, by kind.
    reaches: BTreeMap<&'static str, (Words, Vec<String>)>,
    /// Texts of the rules that show it.
    texts: Vec<String>,
    /// Examples that it takes part in, with what there is to say of each.
    examples: Vec<(String, String, Words)>,
    calculation: Option<Calculation>,
    pages: Vec<PageShows>,
}

/// Something that there is to know of a thing.
#[derive(Debug)]
struct Fact {
    /// Its stable name in JSON.
    key: &'static str,
    label: Words,
    value: Words,
    json: Json,
}

#[derive(Debug)]
struct DatedValue {
    from: Date,
    until: Option<Date>,
    value: Words,
    canonical: String,
    in_force: bool,
}

/// An example with its result.
#[derive(Debug)]
struct Calculation {
    receipt: String,
    result: Json,
    /// What its author expects; what was found, where that is something else.
    expected: Vec<(String, String, Option<String>)>,
}

impl<'r> Explainer<'r> {
    pub fn new(
        book: &'r RuleBook,
        compiled: &'r Compiled,
        language: &'r str,
        locale: &'r Locale,
        pages: &'r [Page],
    ) -> Self {
        let telling = Telling::new(&book.texts[language], locale, &compiled.plan);
        let (uses, speaker) = (uses::uses(book), Speaker::default());
        Self { book, compiled, telling, language, pages, uses, speaker }
    }

    /// The things that a name means: `total`, or `rule.total` where several kinds have it.
    pub fn find(&self, wanted: &str) -> Vec<Thing<'r>> {
        let all = things(self.book);
        let (kind, id) = match wanted.split_once('.') {
            Some((prefix, id)) => match Kind::named(prefix) {
                Some(kind) => (Some(kind), id),
                None => (None, wanted),
            },
            None => (None, wanted),
        };
        all.into_iter().filter(|one| one.id.value == id && kind.is_none_or(|kind| one.kind == kind)).collect()
    }

    /// The things that are called so in one of the languages of the rules, capital letters or not.
    pub fn named(&self, name: &str) -> Vec<Thing<'r>> {
        let wanted = name.trim().to_lowercase();
        let is_called = |one: &Thing<'_>| {
            let key = one.kind.name_key(&one.id.value);
            self.telling.name(one.kind, &one.id.value).to_lowercase() == wanted
                || self.book.texts.values().any(|texts| texts.words(&key).to_lowercase() == wanted)
        };
        things(self.book).into_iter().filter(|one| !wanted.is_empty() && is_called(one)).collect()
    }

    /// The things whose name holds a word: nobody knows every id by heart.
    pub fn called(&self, word: &str) -> Vec<Thing<'r>> {
        let word = word.to_lowercase();
        let all = things(self.book).into_iter();
        all.filter(|one| {
            let name = self.telling.name(one.kind, &one.id.value).to_lowercase();
            name.contains(&word) || one.id.value.contains(&word)
        })
        .collect()
    }

    /// Some things, or all that there are, by kind.
    pub fn list(&self, listed: &[Thing<'r>]) -> Sheet {
        let mut sheet = Sheet::new();
        for kind in Kind::ALL {
            let of_kind: Vec<&Thing<'_>> = listed.iter().filter(|one| one.kind == kind).collect();
            if of_kind.is_empty() {
                continue;
            }
            sheet.heading(kind.heading());
            for one in of_kind {
                let id = one.id.value.as_str();
                sheet.row([id.into(), self.telling.name(kind, id).into()]);
            }
        }
        sheet
    }

    pub fn list_json(&self, listed: &[Thing<'r>]) -> Json {
        listed
            .iter()
            .map(|one| {
                let id = one.id.value.as_str();
                json!({"kind": one.kind.id(), "id": id, "name": self.telling.name(one.kind, id)})
            })
            .collect()
    }

    pub fn explain(&self, thing: Thing<'r>) -> Explanation {
        let Thing { kind, id } = thing;
        let Self { book, compiled, .. } = self;
        let rules = shown::Rules { book, compiled, texts: self.telling.texts };
        let mut explanation = Explanation {
            kind,
            id: id.value.clone(),
            name: self.telling.name(kind, &id.value),
            place: place(&id.place),
            address: self.address(kind, &id.value),
            facts: Vec::new(),
            values: Vec::new(),
            used_by: self.used_by(kind, &id.value),
            reaches: self.reaches(kind, &id.value),
            texts: self.texts_with(kind, &id.value),
            examples: self.examples_with(kind, &id.value),
            calculation: None,
            pages: shown::pages(&rules, self.pages, kind, &id.value),
        };
        self.facts(&mut explanation);
        explanation
    }

    /// The page made from a thing, in the language of the texts.
    fn address(&self, kind: Kind, id: &str) -> Option<String> {
        let is_its = |page: &&Page| {
            page.language == self.language
                && page.made.as_ref().is_some_and(|(of, made)| *of == kind && made == id)
        };
        self.pages.iter().find(is_its).map(|page| page.url.clone())
    }

    // Facts ---------------------------------------------------------------------------------------

    fn facts(&self, to: &mut Explanation) {
        let book = self.book;
        let id = to.id.clone();
        match to.kind {
            Kind::Parameter => {
                if let Some(parameter) = book.parameter(&id) {
                    self.parameter(parameter, to);
                }
            }
            Kind::Rule => {
                if let Some(rule) = book.rule(&id) {
                    self.rule(rule, to);
                }
            }
            Kind::Limit => {
                let limits =
                    book.rules.iter().flat_map(|rule| rule.at_most.iter().map(move |one| (rule, one)));
                if let Some((rule, limit)) = limits.into_iter().find(|(_, limit)| limit.id.value == id) {
                    to.add("rule", Words::new("Limits", "Rajaa"), &rule.id.value);
                    to.add("formula", FORMULA, &limit.value.text);
                    to.formula("when", WHEN, limit.when.as_ref().map(|when| when.text.as_str()));
                    self.source(&limit.source.value, to);
                }
            }
            Kind::Condition => {
                if let Some(one) = book.conditions.iter().find(|one| one.id.value == id) {
                    let level = level(one.level);
                    to.add_words(
                        "level",
                        Words::new("If it fails", "Jos ei täyty"),
                        level,
                        json!(one.level.id()),
                    );
                    to.add("must", Words::new("Must hold", "Vaatimus"), &one.must.text);
                    to.formula("when", WHEN, one.when.as_ref().map(|when| when.text.as_str()));
                    self.told(to, "fails", Words::new("Then told", "Silloin kerrotaan"), "fails");
                    for (from, to_type) in &one.suggest {
                        let instead = format!("{} → {}", from.value, to_type.value);
                        to.add("suggest", Words::new("Suggests", "Ehdottaa"), &instead);
                    }
                    self.assumption(one.assumption.as_ref().map(|one| one.value.as_str()), to);
                    self.source(&one.source.value, to);
                }
            }
            Kind::Example => {
                if let Some(example) = book.examples.iter().find(|one| one.id.value == id) {
                    self.example(example, to);
                }
            }
            Kind::FundingType => {
                if let Some(funding) = book.funding_type(&id) {
                    self.told(to, "official", Words::new("Official name", "Virallinen nimi"), "official");
                    self.told(to, "description", Words::new("In words", "Sanoin"), "description");
                    self.range(&id, to);
                    to.names("costs", Words::new("Takes the costs", "Kustannuslajit"), &funding.costs);
                    to.names(
                        "cost_models",
                        Words::new("Cost models", "Kustannusmallit"),
                        &funding.cost_models,
                    );
                    to.yes_no("parts", Words::new("Paid in parts", "Maksetaan osioittain"), funding.parts);
                    if let Some(page) = &funding.page {
                        to.add("page", Words::new("Page", "Sivu"), &page.value);
                    }
                }
            }
            Kind::CostModel => {
                if let Some(model) = book.cost_model(&id) {
                    self.told(to, "description", Words::new("In words", "Sanoin"), "description");
                    self.told(to, "receipts", Words::new("Receipts", "Tositteet"), "receipts");
                    self.told(to, "covers", Words::new("Flat rate", "Prosenttiosuus"), "covers");
                    match &model.counts {
                        Some(counts) => to.names("counts", COUNTS, counts),
                        None => to.add_words("counts", COUNTS, Words::new("all", "kaikki"), json!("all")),
                    }
                    if let Some(flat) = &model.flat {
                        to.add("rate", Words::new("Rate", "Prosentti"), &flat.rate.value);
                        to.names("of", Words::new("Counted on", "Lasketaan näistä"), &flat.of);
                    }
                    let label = Words::new("Volunteer work", "Talkootyö");
                    to.yes_no("volunteer_work", label, model.volunteer_work);
                    self.source(&model.source.value, to);
                    self.assumption(model.assumption.as_ref().map(|one| one.value.as_str()), to);
                }
            }
            Kind::Category => {
                self.told(to, "hint", Words::new("In words", "Sanoin"), "hint");
                if let Some(one) = book.categories.iter().find(|one| one.id.value == id) {
                    let label = Words::new("Bought from outside", "Ostetaan ulkopuolelta");
                    to.yes_no("purchase", label, one.purchase);
                }
            }
            Kind::Input => {
                if let Some(input) = book.input(&id) {
                    self.input(input, to);
                }
            }
            Kind::Checklist => {
                if let Some(item) = book.checklist.iter().find(|one| one.id.value == id) {
                    self.told(to, "needed", Words::new("Needed", "Tarvitaan"), "when");
                    self.told(to, "hint", Words::new("In words", "Sanoin"), "hint");
                    match &item.need {
                        Need::Always => {
                            to.add_words("always", WHEN, Words::new("always", "aina"), json!(true));
                        }
                        Need::When(when) => to.add("when", WHEN, &when.text),
                        Need::ForEach { rows, when, .. } => {
                            let label = Words::new("For each row of", "Jokaisesta rivistä");
                            to.add("for_each", label, &rows.value);
                            to.add("when", WHEN, &when.text);
                        }
                    }
                    if let Some(group) = &item.group {
                        let name = self.telling.text(&format!("checklist_group.{}", group.value));
                        to.add("group", Words::new("Group", "Ryhmä"), &name);
                    }
                    self.source(&item.source.value, to);
                }
            }
            Kind::Note => {
                if let Some(note) = book.notes.iter().find(|one| one.id.value == id) {
                    match &note.when {
                        Some(when) => to.add("when", WHEN, &when.text),
                        None => to.add_words("always", WHEN, Words::new("always", "aina"), json!(true)),
                    }
                    self.source(&note.source.value, to);
                }
            }
            Kind::Assumption => self.told(to, "text", Words::new("In words", "Sanoin"), "text"),
            Kind::Source => {
                if let Some(source) = book.source(&id) {
                    to.add("url", Words::new("Address", "Osoite"), &source.url);
                    let day = self.speaker.day(source.checked);
                    let label = Words::new("Last read", "Luettu viimeksi");
                    to.add_words("checked", label, day, json!(source.checked.to_string()));
                }
            }
        }
    }

    fn parameter(&self, parameter: &crate::model::rules::Parameter, to: &mut Explanation) {
        let day = self.compiled.plan.as_of;
        let current = parameter.at(day);
        let value = match current {
            Some(dated) => self.speaker.quantity(dated.value),
            None => Words::new("none", "ei arvoa"),
        };
        let on = self.speaker.day(day);
        let label = say!("On {on}", "{on}"; on);
        to.add_words("value", label, value, json!(current.map(|dated| dated.value.canonical())));
        to.add_words("unit", Words::new("Unit", "Yksikkö"), unit(parameter.unit), json!(parameter.unit.id()));
        self.source(&parameter.source.value, to);
        to.values = parameter
            .values
            .iter()
            .map(|dated| DatedValue {
                from: dated.from,
                until: dated.until,
                value: self.speaker.quantity(dated.value),
                canonical: dated.value.canonical(),
                in_force: current.is_some_and(|current| current.from == dated.from),
            })
            .collect();
    }

    fn rule(&self, rule: &Rule, to: &mut Explanation) {
        let id = rule.id.value.as_str();
        self.told(to, "in_words", Words::new("In words", "Sanoin"), "formula");
        self.told(to, "reason", Words::new("Why", "Miksi"), "reason");
        if let Some(value) = self.telling.fixed(id) {
            let label = Words::new("The same for all", "Kaikille sama");
            to.add("value", label, &value);
        }
        match &rule.body {
            RuleBody::Formula(formula) => to.add("formula", FORMULA, &formula.text),
            RuleBody::Cases { by, cases } => {
                for (case, formula) in cases {
                    let written = format!("{} = {}: {}", by.value, case.value, formula.text);
                    to.add("cases", FORMULA, &written);
                }
            }
        }
        let text = |formula: &Option<crate::model::formula::Formula>| {
            formula.as_ref().map(|formula| formula.text.clone())
        };
        to.formula("divide_by", Words::new("Divided by", "Jakaja"), text(&rule.divide_by).as_deref());
        to.formula("when", WHEN, text(&rule.when).as_deref());
        to.formula("otherwise", Words::new("Otherwise", "Muuten"), text(&rule.otherwise).as_deref());
        for limit in &rule.at_most {
            let when = limit.when.as_ref().map(|when| format!("  ({})", when.text)).unwrap_or_default();
            let written = format!("{}: {}{when}", limit.id.value, limit.value.text);
            to.add("at_most", Words::new("At most", "Enintään"), &written);
        }
        if let Some(round) = &rule.round {
            let source = match round.source.value.as_str() {
                "assumption" => Words::new("an assumption", "oletus"),
                source => Words::same(self.telling.name(Kind::Source, source)),
            };
            let how = rounding(round);
            let words = say!("{how} ({source})", "{how} ({source})"; how, source);
            let json =
                json!({"decimals": round.decimals, "mode": round.mode.id(), "source": round.source.value});
            to.add_words("round", Words::new("Rounding", "Pyöristys"), words, json);
        }
        self.assumption(rule.assumption.as_ref().map(|one| one.value.as_str()), to);
        self.source(&rule.source.value, to);
    }

    fn input(&self, input: &Input, to: &mut Explanation) {
        self.told(to, "hint", Words::new("In words", "Sanoin"), "hint");
        let kind = match &input.kind {
            InputKind::Choice { of, .. } => {
                let of = of.value.as_str();
                say!("a choice of `{of}`", "valinta: `{of}`")
            }
            InputKind::Number { unit: of, .. } => unit(*of),
            InputKind::YesNo => Words::new("yes or no", "kyllä tai ei"),
            InputKind::Date => Words::new("a day", "päivä"),
            InputKind::Rows { columns, .. } => {
                let names: Vec<&str> = columns.iter().map(|column| column.id.value.as_str()).collect();
                let names = names.join(", ");
                say!("rows with {names}", "rivejä, joilla on {names}")
            }
        };
        let kind_id = match &input.kind {
            InputKind::Choice { .. } => "choice",
            InputKind::Number { unit, .. } => unit.id(),
            InputKind::YesNo => "yes_no",
            InputKind::Date => "date",
            InputKind::Rows { .. } => "rows",
        };
        to.add_words("input", Words::new("Is", "Mikä"), kind, json!(kind_id));
        match &input.kind {
            InputKind::Choice { of, default } => {
                if let Some(default) = default {
                    to.add("default", DEFAULT, &default.value);
                }
                if let Some(choice) = self.book.choice(&of.value) {
                    to.names("cases", Words::new("Answers", "Vastaukset"), &choice.cases);
                    self.assumption(choice.assumption.as_ref().map(|one| one.value.as_str()), to);
                    self.source(&choice.source.value, to);
                }
            }
            InputKind::Number { max, default, .. } => {
                match max {
                    Max::Value(most) => {
                        let words = self.speaker.quantity(*most);
                        to.add_words(
                            "max",
                            Words::new("At most", "Enintään"),
                            words,
                            json!(most.canonical()),
                        );
                    }
                    Max::Parameter(name) => to.add("max", Words::new("At most", "Enintään"), &name.value),
                }
                if let Some(default) = default {
                    let words = self.speaker.quantity(*default);
                    to.add_words("default", DEFAULT, words, json!(default.canonical()));
                }
            }
            _ => {}
        }
        to.yes_no("optional", Words::new("May be left out", "Voi jättää pois"), input.optional);
        to.formula(
            "when",
            Words::new("Asked when", "Kysytään, kun"),
            input.when.as_ref().map(|when| when.text.as_str()),
        );
        if let Some(reason) = &input.open {
            let text = self.telling.text(&format!("open.{}", reason.value));
            to.add("open", Words::new("Still open", "Avoinna"), &text);
        }
    }

    fn example(&self, example: &Example, to: &mut Explanation) {
        self.told(to, "story", Words::new("In words", "Sanoin"), "story");
        let day = self.speaker.day(example.as_of);
        let label = Words::new("By the rules of", "Säännöt päivältä");
        to.add_words("as_of", label, day, json!(example.as_of.to_string()));
        to.yes_no("publish", Words::new("Published", "Julkaistu"), example.publish);
        let Some(of_day) = self.compiled.of_example(self.book, example) else {
            let why = Words::new("the rules of that day have a mistake", "sen päivän säännöissä on virhe");
            to.add_words("result", Words::new("Result", "Tulos"), why, Json::Null);
            return;
        };
        let plan = &of_day.plan;
        let given = example.told_in(self.telling.texts);
        let evaluation = plan.evaluate(&given);
        let words = outcome::words(self.language);
        let Telling { texts, locale, .. } = self.telling;
        let differences: BTreeMap<String, String> = compile::differences(plan, example).into_iter().collect();
        to.calculation = Some(Calculation {
            receipt: outcome::receipt(&evaluation, &given, texts, locale, words),
            result: outcome::json(&evaluation, &given),
            expected: example
                .expect
                .iter()
                .map(|one| {
                    let name = one.name.value.clone();
                    let found = differences.get(&name).cloned();
                    (name, one.value.value.clone(), found)
                })
                .collect(),
        });
    }

    fn range(&self, id: &str, to: &mut Explanation) {
        let Some(range) = self.compiled.ranges.get(id) else { return };
        let amount = |value| {
            let quantity = crate::model::quantity::Quantity::new(value, crate::model::quantity::Unit::Eur);
            (self.speaker.quantity(quantity), json!(quantity.canonical()))
        };
        let bounds = [
            ("total_min", Words::new("Total costs from", "Kustannukset vähintään"), range.total_min),
            ("total_max", Words::new("Total costs up to", "Kustannukset enintään"), range.total_max),
            ("support_min", Words::new("Support from", "Tuki vähintään"), range.support_min),
            ("support_max", Words::new("Support up to", "Tuki enintään"), Some(range.support_max)),
        ];
        for (key, label, value) in bounds {
            if let Some(value) = value {
                let (words, json) = amount(value);
                to.add_words(key, label, words, json);
            }
        }
    }

    /// A text of the thing itself, unless it is empty.
    fn told(&self, to: &mut Explanation, key: &'static str, label: Words, field: &str) {
        let text = self.telling.text(&format!("{}.{}.{field}", to.kind.id(), to.id));
        if !text.is_empty() {
            to.add(key, label, &text);
        }
    }

    fn source(&self, id: &str, to: &mut Explanation) {
        let Some(source) = self.book.source(id) else { return };
        let name = self.telling.name(Kind::Source, id);
        let json = json!({"id": id, "name": name, "url": source.url, "checked": source.checked.to_string()});
        let day = self.speaker.day(source.checked);
        let words =
            say!("{name} (`{id}`), last read on {day}", "{name} (`{id}`), luettu viimeksi {day}"; day);
        to.add_words("source", Words::new("Source", "Lähde"), words, json);
        to.facts.push(Fact {
            key: "",
            label: Words::default(),
            value: Words::same(source.url.clone()),
            json: Json::Null,
        });
    }

    fn assumption(&self, id: Option<&str>, to: &mut Explanation) {
        let Some(id) = id else { return };
        let title = self.telling.name(Kind::Assumption, id);
        let text = self.telling.text(&format!("assumption.{id}.text"));
        let words = Words::same(format!("{title}. {text}"));
        let json = json!({"id": id, "title": title, "text": text});
        to.add_words("assumption", Words::new("Assumption", "Oletus"), words, json);
    }

    // Uses ----------------------------------------------------------------------------------------

    fn used_by(&self, kind: Kind, id: &str) -> Vec<(User, String, String)> {
        let name_of = |user: &User| match user {
            User::Thing(kind, id) if kind.has_names() => self.telling.name(*kind, id),
            User::Receipt(id) => self.telling.text(&format!("receipt.{id}.label")),
            User::Thing(..) | User::Outputs | User::Parts => String::new(),
        };
        if matches!(kind, Kind::Source | Kind::Assumption) {
            let users = self.citing(kind, id);
            return users.into_iter().map(|user| (user.clone(), name_of(&user), String::new())).collect();
        }
        if matches!(kind, Kind::Condition | Kind::Example | Kind::Checklist | Kind::Note) {
            return Vec::new();
        }
        let found = uses::of(&self.uses, id).into_iter();
        found.map(|one| (one.by.clone(), name_of(&one.by), one.written.clone())).collect()
    }

    /// What cites a source, or makes an assumption.
    fn citing(&self, kind: Kind, id: &str) -> Vec<User> {
        let book = self.book;
        let mut users = Vec::new();
        let mut add = |kind: Kind, of: &str, cites: bool| {
            if cites {
                users.push(User::Thing(kind, of.to_owned()));
            }
        };
        if kind == Kind::Assumption {
            for one in &book.rules {
                let cites = one.assumption.as_ref().is_some_and(|assumption| assumption.value == id);
                add(Kind::Rule, &one.id.value, cites);
            }
            for one in &book.cost_models {
                let cites = one.assumption.as_ref().is_some_and(|assumption| assumption.value == id);
                add(Kind::CostModel, &one.id.value, cites);
            }
            for one in &book.conditions {
                let cites = one.assumption.as_ref().is_some_and(|assumption| assumption.value == id);
                add(Kind::Condition, &one.id.value, cites);
            }
            for (input, choice) in book.questions() {
                let cites = choice.assumption.as_ref().is_some_and(|assumption| assumption.value == id);
                add(Kind::Input, &input.id.value, cites);
            }
            return users;
        }
        for one in &book.parameters {
            add(Kind::Parameter, &one.id.value, one.source.value == id);
        }
        for one in &book.rules {
            let rounds = one.round.as_ref().is_some_and(|round| round.source.value == id);
            add(Kind::Rule, &one.id.value, one.source.value == id || rounds);
            for limit in &one.at_most {
                add(Kind::Limit, &limit.id.value, limit.source.value == id);
            }
        }
        for one in &book.conditions {
            add(Kind::Condition, &one.id.value, one.source.value == id);
        }
        for one in &book.cost_models {
            add(Kind::CostModel, &one.id.value, one.source.value == id);
        }
        for one in &book.checklist {
            add(Kind::Checklist, &one.id.value, one.source.value == id);
        }
        for one in &book.notes {
            add(Kind::Note, &one.id.value, one.source.value == id);
        }
        for (input, choice) in book.questions() {
            add(Kind::Input, &input.id.value, choice.source.value == id);
        }
        users
    }

    fn reaches(&self, kind: Kind, id: &str) -> BTreeMap<&'static str, (Words, Vec<String>)> {
        let mut reached: BTreeMap<&'static str, (Words, Vec<String>)> = BTreeMap::new();
        if !matches!(kind, Kind::Parameter | Kind::Rule | Kind::Limit | Kind::Input | Kind::Category) {
            return reached;
        }
        let outputs: Vec<&str> = self.book.outputs.iter().map(|name| name.value.as_str()).collect();
        for user in uses::through(&self.uses, id) {
            let (key, words, name) = match user {
                User::Thing(Kind::Rule, id) if outputs.contains(&id.as_str()) => {
                    ("results", Words::new("results", "tulokset"), id)
                }
                User::Thing(kind, id) => match kind {
                    Kind::Rule => ("rules", Words::new("rules", "säännöt"), id),
                    Kind::Condition => ("conditions", Words::new("conditions", "ehdot"), id),
                    Kind::Checklist => ("checklist", Words::new("attachments", "liitteet"), id),
                    Kind::Note => ("notes", Words::new("notes", "huomautukset"), id),
                    Kind::Limit => ("limits", Words::new("limits", "rajat"), id),
                    Kind::Input => ("inputs", Words::new("inputs", "lähtötiedot"), id),
                    _ => continue,
                },
                User::Receipt(_) | User::Outputs | User::Parts => continue,
            };
            reached.entry(key).or_insert_with(|| (words, Vec::new())).1.push(name.clone());
        }
        reached
    }

    /// The texts of the rules that show its value.
    fn texts_with(&self, kind: Kind, id: &str) -> Vec<String> {
        if !matches!(kind, Kind::Parameter | Kind::Rule | Kind::Input | Kind::Category) {
            return Vec::new();
        }
        let texts = self.telling.texts;
        let own = format!("{}.{id}.", kind.id());
        let entries = texts
            .entries
            .iter()
            .filter(|(key, worded)| !key.starts_with(&own) && worded.text.names().any(|name| name == id));
        let steps = texts.steps.iter().filter(|(_, steps)| {
            let mut names =
                steps.iter().flat_map(|step| step.title.text.names().chain(step.text.text.names()));
            names.any(|name| name == id)
        });
        let steps = steps.map(|(list, _)| format!("steps.{list}"));
        entries.map(|(key, _)| key.clone()).chain(steps).collect()
    }

    fn examples_with(&self, kind: Kind, id: &str) -> Vec<(String, String, Words)> {
        if matches!(kind, Kind::Example | Kind::Source | Kind::Assumption) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for example in &self.book.examples {
            let Some(of_day) = self.compiled.of_example(self.book, example) else { continue };
            let evaluation = of_day.plan.evaluate(&example.given);
            if let Some(words) = self.part_in(kind, id, example, &evaluation) {
                let name = self.telling.name(Kind::Example, &example.id.value);
                found.push((example.id.value.clone(), name, words));
            }
        }
        found
    }

    /// Whether a thing takes part in an example, and what there is to say of it there.
    fn part_in(
        &self,
        kind: Kind,
        id: &str,
        example: &Example,
        evaluation: &crate::model::evaluate::Evaluation<'_>,
    ) -> Option<Words> {
        let plan = evaluation.plan;
        match kind {
            Kind::Parameter => uses::taking_part(evaluation).contains(id).then(Words::default),
            Kind::Rule => {
                let node = *plan.names.get(id).filter(|_| uses::taking_part(evaluation).contains(id))?;
                let Telling { texts, locale, .. } = self.telling;
                let value = show::value(locale, texts, &evaluation.values[node], plan.kinds[node], "");
                (!value.is_empty()).then(|| Words::same(value))
            }
            Kind::Limit => {
                let limited = plan.names.keys().any(|name| evaluation.limited_by(name) == Some(id));
                limited.then(|| Words::new("cuts the value", "rajaa arvoa"))
            }
            Kind::Condition => match evaluation.condition(id)? {
                Standing::Holds => Some(Words::new("holds", "täyttyy")),
                Standing::Fails => Some(Words::new("fails", "ei täyty")),
                Standing::Unknown => Some(Words::new("not known", "ei tiedossa")),
                Standing::NotApplicable => None,
            },
            Kind::FundingType | Kind::CostModel => {
                (evaluation.named(kind.id()).and_then(Value::case) == Some(id)).then(Words::default)
            }
            Kind::Category => {
                let (rows, _) = self.book.cost_rows()?;
                let has = example.given.rows(rows).iter().any(
                    |row| matches!(cell(row, "category"), Entry::Typed(Datum::Case(case)) if case == id),
                );
                has.then(Words::default)
            }
            Kind::Input => {
                let told = !matches!(example.given.field(id), Entry::Blank);
                (told || !example.given.rows(id).is_empty()).then(Words::default)
            }
            Kind::Checklist => {
                let item = plan.checklist.iter().find(|item| item.id == id)?;
                (evaluation.values[item.node].bool() == Some(true)).then(|| Words::new("needed", "tarvitaan"))
            }
            Kind::Note => {
                let note = plan.notes.iter().find(|note| note.id == id)?;
                (evaluation.values[note.node].bool() == Some(true)).then(|| Words::new("told", "kerrotaan"))
            }
            Kind::Example | Kind::Assumption | Kind::Source => None,
        }
    }
}

const FORMULA: Words = Words::new("Formula", "Kaava");
const WHEN: Words = Words::new("When", "Milloin");
const COUNTS: Words = Words::new("Claimed as such", "Haetaan sellaisenaan");
const DEFAULT: Words = Words::new("If not told", "Jos ei kerrota");

fn place(place: &Place) -> Option<(String, usize)> {
    let (line, _) = place.line_column()?;
    Some((place.file.path.clone(), line))
}

fn unit(unit: crate::model::quantity::Unit) -> Words {
    use crate::model::quantity::Unit;
    match unit {
        Unit::Eur => Words::new("euros", "euroa"),
        Unit::EurPerHour => Words::new("euros for an hour", "euroa tunnilta"),
        Unit::Hour => Words::new("hours", "tuntia"),
        Unit::Ratio => Words::new("per cent", "prosenttia"),
        Unit::Years => Words::new("years", "vuotta"),
    }
}

fn level(level: Level) -> Words {
    match level {
        Level::Blocks => Words::new("cannot be funded so", "hanketta ei voi rahoittaa näin"),
        Level::Warns => Words::new("a warning", "varoitus"),
        Level::Info => Words::new("good to know", "hyvä tietää"),
    }
}

fn rounding(round: &Rounding) -> Words {
    let to = match round.decimals {
        2 => Words::new("to cents", "sentteihin"),
        0 => Words::new("to euros", "euroihin"),
        decimals if decimals < 0 => {
            let zeros = "0".repeat(decimals.unsigned_abs() as usize);
            say!("to 1{zeros}", "tarkkuuteen 1{zeros}")
        }
        decimals => say!("to {decimals} decimals", "{decimals} desimaaliin"),
    };
    let mode = match round.mode {
        RoundMode::HalfUp => Words::new("the nearest, a half upwards", "lähimpään, puolikas ylöspäin"),
        RoundMode::HalfEven => Words::new("the nearest, a half to even", "lähimpään, puolikas parilliseen"),
        RoundMode::Down => Words::new("down", "alaspäin"),
        RoundMode::Up => Words::new("up", "ylöspäin"),
    };
    say!("{to}, {mode}", "{to}, {mode}"; to, mode)
}

impl Explanation {
    fn add(&mut self, key: &'static str, label: Words, value: &str) {
        self.add_words(key, label, Words::same(value), json!(value));
    }

    fn add_words(&mut self, key: &'static str, label: Words, value: Words, json: Json) {
        // A key that comes again continues the lines of the first.
        let label = if self.facts.iter().any(|fact| fact.key == key) { Words::default() } else { label };
        self.facts.push(Fact { key, label, value, json });
    }

    fn formula(&mut self, key: &'static str, label: Words, formula: Option<&str>) {
        if let Some(formula) = formula {
            self.add(key, label, formula);
        }
    }

    fn names(&mut self, key: &'static str, label: Words, names: &[crate::source::Spanned<String>]) {
        let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        self.add_words(key, label, Words::same(names.join(", ")), json!(names));
    }

    fn yes_no(&mut self, key: &'static str, label: Words, value: bool) {
        let words = if value { Words::new("yes", "kyllä") } else { Words::new("no", "ei") };
        self.add_words(key, label, words, json!(value));
    }

    /// In words.
    pub fn sheet(&self, speaker: &Speaker) -> Sheet {
        let mut sheet = Sheet::new();
        let (kind, id, name) = (self.kind.words(), &self.id, &self.name);
        if self.kind.has_names() {
            sheet.heading(say!("{id}: {name} ({kind})", "{id}: {name} ({kind})"; kind));
        } else {
            sheet.heading(say!("{id} ({kind})", "{id} ({kind})"; kind));
            sheet.row([Words::new("Told", "Kerrotaan").into(), name.clone().into()]);
        }
        for fact in &self.facts {
            sheet.row([fact.label.clone().into(), fact.value.clone().into()]);
        }
        if let Some((file, line)) = &self.place {
            let written = Words::same(format!("{file}:{line}"));
            sheet.row([Words::new("Written in", "Tiedostossa").into(), written.into()]);
        }
        if let Some(address) = &self.address {
            sheet.row([Words::new("Its page", "Oma sivu").into(), address.clone().into()]);
        }
        if !self.values.is_empty() {
            sheet.heading(Words::new("Values over time", "Arvot ajan mukaan"));
            for dated in &self.values {
                let from = speaker.day(dated.from);
                let period = match dated.until {
                    Some(until) => {
                        let until = speaker.day(until);
                        say!("{from} – {until}", "{from} – {until}"; from, until)
                    }
                    None => say!("from {from}", "{from} alkaen"; from),
                };
                let now = if dated.in_force { Words::new("in force", "voimassa") } else { Words::default() };
                sheet.row([period.into(), Cell::number(dated.value.clone()), now.into()]);
            }
        }
        if let Some(calculation) = &self.calculation {
            sheet.whole(calculation.receipt.clone());
            sheet.heading(Words::new("What is expected", "Mitä odotetaan"));
            for (name, wanted, found) in &calculation.expected {
                let note = match found {
                    Some(found) => say!("the rules give {found}", "säännöt antavat {found}"),
                    None => Words::new("holds", "pitää paikkansa"),
                };
                sheet.row([name.clone().into(), Cell::number(Words::same(wanted.clone())), note.into()]);
            }
        }
        if !self.used_by.is_empty() {
            sheet.heading(Words::new("Used by", "Missä käytetään"));
            let mut last = None;
            for (user, name, written) in &self.used_by {
                // A thing that uses it twice is named once.
                let again = last.replace(user) == Some(user);
                let (kind, id) = (user.words(), user.id());
                let who = match (again, id.is_empty()) {
                    (true, _) => Words::default(),
                    (false, true) => kind,
                    (false, false) => say!("{kind} {id}", "{kind} {id}"; kind),
                };
                let what = match (again || name.is_empty(), written.is_empty()) {
                    (true, _) => written.clone(),
                    (false, true) => name.clone(),
                    (false, false) => format!("{name}: {written}"),
                };
                sheet.row([who.into(), what.into()]);
            }
        }
        if !self.reaches.is_empty() {
            sheet.heading(Words::new("Through them it has a part in", "Niiden kautta vaikuttaa näihin"));
            for (words, names) in self.reaches.values() {
                sheet.row([words.clone().into(), names.join(", ").into()]);
            }
        }
        if !self.texts.is_empty() {
            sheet.heading(Words::new("Shown in the texts of the rules", "Sääntöjen teksteissä"));
            for key in &self.texts {
                sheet.line(Words::same(key.clone()));
            }
        }
        if !self.examples.is_empty() {
            sheet.heading(Words::new("In the examples", "Esimerkeissä"));
            for (id, name, words) in &self.examples {
                sheet.row([id.clone().into(), words.clone().into(), name.clone().into()]);
            }
        }
        self.pages_sheet(&mut sheet);
        sheet
    }

    fn pages_sheet(&self, sheet: &mut Sheet) {
        let (shows, follows): (Vec<&PageShows>, Vec<&PageShows>) =
            self.pages.iter().partition(|page| !page.shows.is_empty());
        if self.pages.is_empty() {
            sheet.heading(Words::new("No page shows it", "Sitä ei näy millään sivulla"));
            return;
        }
        if !shows.is_empty() {
            let pages = count(shows.len(), Words::new("page", "sivulla"), Words::new("pages", "sivulla"));
            sheet.heading(say!("Shown on {pages}", "Näkyy {pages}"; pages));
            for page in shows {
                sheet.row([page.file.clone().into(), page.url.clone().into()]);
                sheet.note(Words::same(page.shows.join(", ")));
            }
        }
        if !follows.is_empty() {
            let heading = Words::new(
                "Pages with results that follow from it",
                "Sivut, joiden tulokset riippuvat siitä",
            );
            sheet.heading(heading);
            for page in follows {
                sheet.row([page.file.clone().into(), page.url.clone().into()]);
                sheet.note(Words::same(page.follows.join(", ")));
            }
        }
    }

    /// For programs.
    pub fn json(&self) -> Json {
        let mut json = json!({"kind": self.kind.id(), "id": self.id, "name": self.name});
        if let Some((file, line)) = &self.place {
            json["file"] = json!(file);
            json["line"] = json!(line);
        }
        if let Some(address) = &self.address {
            json["address"] = json!(address);
        }
        for fact in self.facts.iter().filter(|fact| !fact.key.is_empty()) {
            // What can be there several times is a list from the first on.
            if matches!(fact.key, "cases" | "at_most" | "suggest") {
                match json[fact.key].as_array_mut() {
                    Some(list) => list.push(fact.json.clone()),
                    None => json[fact.key] = json!([fact.json]),
                }
            } else {
                json[fact.key] = fact.json.clone();
            }
        }
        if !self.values.is_empty() {
            let values = self.values.iter().map(|dated| {
                json!({
                    "from": dated.from.to_string(),
                    "until": dated.until.map(|until| until.to_string()),
                    "value": dated.canonical,
                    "in_force": dated.in_force,
                })
            });
            json["values"] = values.collect();
        }
        if let Some(calculation) = &self.calculation {
            json["result"] = calculation.result.clone();
            let expected = calculation.expected.iter().map(|(name, wanted, found)| {
                json!({"name": name, "expected": wanted, "found": found, "holds": found.is_none()})
            });
            json["expected"] = expected.collect();
        }
        let used = self.used_by.iter().map(|(user, name, written)| {
            json!({"kind": user.kind_id(), "id": user.id(), "name": name, "written": written})
        });
        json["used_by"] = used.collect();
        let reaches = self.reaches.iter().map(|(key, (_, names))| ((*key).to_owned(), json!(names)));
        json["reaches"] = Json::Object(reaches.collect());
        json["texts"] = json!(self.texts);
        json["examples"] = self.examples.iter().map(|(id, ..)| json!(id)).collect();
        let pages = self.pages.iter().map(
            |page| json!({"file": page.file, "url": page.url, "shows": page.shows, "follows": page.follows}),
        );
        json["pages"] = pages.collect();
        json
    }
}
