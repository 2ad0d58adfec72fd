//! What the rules put into pages: values in running text, and blocks with tables, lists and the
//! calculator. The data is made here, the words come from the rules, the looks from the theme.

mod amounts;
mod calculator;
mod drift;
mod examples;
mod finder;
pub mod link;
mod made;
mod tables;

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock};

use serde_json::{Value as Json, json};

use crate::compile::Compiled;
use crate::diag::{Diagnostics, Words};
use crate::model::budget::Budget;
use crate::model::evaluate::Evaluation;
use crate::model::locale::Locale;
use crate::model::page::Made;
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::RuleBook;
use crate::model::show::{self, Cents};
use crate::model::texts::{RuleTexts, Segment, Text};
use crate::papers::{self, source::Source};
use crate::render::html::{escaped, link as link_to};
use crate::render::references::{Block, Inline, MadeFile, References, TypedValue, UnknownName};

use rust_decimal::Decimal;

pub use made::{kind_of, makings};

/// The rules in one language, as texts refer to them.
pub struct RuleReferences<'r> {
    rules: &'r RuleBook,
    compiled: &'r Compiled,
    texts: &'r RuleTexts,
    language: String,
    locale: Locale,
    addresses: Addresses<'r>,
    /// The plan run on nothing: what is known then depends on nothing told.
    empty: Evaluation<'r>,
    drift: drift::Drift,
    /// Parameters that some page shows.
    shown: Mutex<BTreeSet<String>>,
    /// What only pages made from the rules ask for.
    behind: OnceLock<made::Behind<'r>>,
}

/// Where the pages of the site are, in one language.
#[expect(missing_debug_implementations, reason = "functions have no form to show")]
#[derive(Clone, Copy)]
pub struct Addresses<'r> {
    /// The address of a page named by its path, such as `rahoitus/pienhanke`.
    pub of: &'r (dyn Fn(&str) -> Option<String> + Sync),
    /// The address of the page made from a rule or value.
    pub of_made: &'r (dyn Fn(&Made) -> Option<String> + Sync),
    /// The address of a place elsewhere that the settings name.
    pub of_link: &'r (dyn Fn(&str) -> Option<String> + Sync),
}

impl std::fmt::Debug for RuleReferences<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RuleReferences").field("set", &self.rules.set.value).finish_non_exhaustive()
    }
}

/// The names of blocks, as written without what follows a point.
pub const BLOCKS: [&str; 16] = [
    "funding_types",
    "costs",
    "cost_models",
    "checklist",
    "example",
    "example_short",
    "examples",
    "steps",
    "totals",
    "rules",
    "assumptions",
    "parameters",
    "sources",
    "forms",
    "calculator",
    "finder",
];

impl<'r> RuleReferences<'r> {
    /// `None` if the rules have no texts in the language.
    pub fn new(
        rules: &'r RuleBook,
        compiled: &'r Compiled,
        language: &str,
        locale: &Locale,
        addresses: Addresses<'r>,
    ) -> Option<Self> {
        let texts = rules.texts.get(language)?;
        Some(Self {
            rules,
            compiled,
            texts,
            language: language.to_owned(),
            locale: locale.clone(),
            addresses,
            empty: compiled.plan.evaluate(&Budget::default()),
            drift: drift::Drift::new(rules, texts),
            shown: Mutex::new(BTreeSet::new()),
            behind: OnceLock::new(),
        })
    }

    /// The parameters that pages have shown so far.
    pub fn shown_parameters(&self) -> BTreeSet<String> {
        self.shown.lock().map(|shown| shown.clone()).unwrap_or_default()
    }

    fn known_names(&self) -> Vec<String> {
        let parameters = self.rules.parameters.iter().map(|one| format!("param.{}", one.id.value));
        let rules = self
            .rules
            .rules
            .iter()
            .filter(|rule| show::fixed_value(&self.locale, &self.empty, &rule.id.value).is_some());
        let rules = rules.map(|rule| format!("rule.{}", rule.id.value));
        let ranges = self.compiled.ranges.keys().flat_map(|id| {
            ["total_min", "total_max", "support_min", "support_max"]
                .map(|bound| format!("range.{id}.{bound}"))
        });
        parameters.chain(rules).chain(ranges).collect()
    }

    fn unknown<T>(&self, known: Vec<String>) -> Result<T, UnknownName> {
        Err(UnknownName { known })
    }

    fn value(&self, quantity: Quantity, attributes: &str) -> Inline {
        let text = show::quantity(&self.locale, quantity, Cents::WhereNeeded);
        let html = format!("<data value=\"{}\"{attributes}>{}</data>", quantity.canonical(), escaped(&text));
        Inline { text, html }
    }

    /// An amount for a template: the exact value and how it is written.
    fn amount(&self, value: Decimal, cents: Cents) -> Json {
        let quantity = Quantity::new(value, Unit::Eur);
        json!({"value": quantity.canonical(), "text": show::quantity(&self.locale, quantity, cents)})
    }

    /// A text as HTML, with the values that are the same for everybody; the others by their names.
    fn html(&self, key: &str) -> String {
        self.filled(self.texts.get(key), |name| escaped(&self.name_of(name)))
    }

    /// A text as plain words, for labels that the theme escapes.
    fn words(&self, key: &str) -> String {
        show::fixed_text(&self.locale, self.texts.get(key), &self.empty, str::to_owned, |name| {
            self.name_of(name)
        })
    }

    /// A text as HTML with a gap for each value that the calculator's script fills in.
    fn slots(&self, key: &str) -> String {
        self.filled(self.texts.get(key), |name| format!("<span data-slot=\"{name}\"></span>"))
    }

    fn filled(&self, text: &Text, other: impl Fn(&str) -> String) -> String {
        for segment in &text.segments {
            if let Segment::Value(name) = segment {
                self.note_shown(name);
            }
        }
        let shown = text.segments.iter().map(|segment| {
            if let Segment::Link { words, id } = segment
                && let Some(url) = (self.addresses.of_link)(id)
            {
                return link_to(&url, words);
            }
            let text = Text { segments: vec![segment.clone()] };
            show::fixed_text(&self.locale, &text, &self.empty, escaped, &other)
        });
        shown.collect()
    }

    fn note_shown(&self, parameter: &str) {
        if let Ok(mut shown) = self.shown.lock() {
            shown.insert(parameter.to_owned());
        }
    }

    /// What a value is called, in the middle of a sentence.
    fn name_of(&self, name: &str) -> String {
        name_of(self.texts, name)
    }

    fn url_of(&self, path: &str) -> Option<String> {
        (self.addresses.of)(path)
    }

    fn source(&self, id: &str) -> Json {
        match self.rules.source(id) {
            Some(source) => json!({
                "id": id,
                "name": self.words(&format!("source.{id}")),
                "url": source.url,
                "checked": {"iso": source.checked.to_string(), "text": self.locale.date_long(source.checked)},
            }),
            None => Json::Null,
        }
    }

    /// What documents are made of.
    fn papers(&self) -> Option<Source<'_>> {
        Source::new(self.rules, &self.compiled.plan, &self.language, &self.locale)
    }

    /// The empty forms that are published.
    fn forms(&self) -> Json {
        let forms = self.papers().map(|source| {
            let forms = self.rules.funding_types.iter().map(|one| {
                let id = &one.id.value;
                json!({
                    "id": id,
                    "name": self.html(&format!("funding_type.{id}.name")),
                    "official": self.html(&format!("funding_type.{id}.official")),
                    "path": papers::form_path(&source, id),
                })
            });
            forms.collect::<Vec<_>>()
        });
        json!({"forms": forms.unwrap_or_default()})
    }

    fn page_url(&self, funding: &str) -> Option<String> {
        let page = self.rules.funding_type(funding)?.page.as_ref()?;
        self.url_of(&page.value)
    }

    /// The data of a block, or the names that could have been meant.
    fn data(&self, name: &str, argument: Option<&str>) -> Result<Json, UnknownName> {
        let types = || self.rules.funding_types.iter().map(|one| one.id.value.clone());
        match (name, argument) {
            ("funding_types", None) => Ok(self.funding_types()),
            ("costs", Some(id)) => self.costs(id).ok_or(UnknownName { known: with(name, types()) }),
            ("cost_models", None) => Ok(self.cost_models()),
            ("checklist", None) => Ok(self.checklist(None)),
            ("checklist", Some(id)) if self.rules.funding_type(id).is_some() => Ok(self.checklist(Some(id))),
            ("example" | "example_short", Some(id)) => {
                let published = self.rules.examples.iter().filter(|example| example.publish);
                let known = with(name, published.map(|example| example.id.value.clone()));
                self.example(id).ok_or(UnknownName { known })
            }
            ("examples", None) => Ok(self.examples()),
            ("steps", Some(id)) => {
                self.steps(id).ok_or(UnknownName { known: with(name, self.texts.steps.keys().cloned()) })
            }
            ("totals", Some(id)) => self.totals(id).ok_or(UnknownName { known: with(name, types()) }),
            ("rules", None) => Ok(self.rules()),
            ("assumptions", None) => Ok(json!({"assumptions": self.assumptions()})),
            ("parameters", None) => Ok(self.parameters()),
            ("sources", None) => Ok(self.sources()),
            ("forms", None) => Ok(self.forms()),
            ("calculator", None) => Ok(self.calculator()),
            ("finder", None) => Ok(self.finder()),
            ("costs" | "checklist" | "totals", _) => self.unknown(with(name, types())),
            ("example" | "example_short" | "steps", None) => self.unknown(vec![format!("{name}.…")]),
            _ => self.unknown(BLOCKS.iter().map(|block| (*block).to_owned()).collect()),
        }
    }
}

/// Warns of parameters that no formula uses and no page shows.
pub fn unused(rules: &RuleBook, shown: &BTreeSet<String>, diags: &mut Diagnostics) {
    let used = crate::compile::used_names(rules);
    for parameter in &rules.parameters {
        let id = &parameter.id;
        if !used.contains(&id.value) && !shown.contains(&id.value) {
            diags.unused(&Words::new("value", "sääntöjen arvo"), id);
        }
    }
    for input in &rules.inputs {
        let id = &input.id;
        let is_list = matches!(input.kind, crate::model::rules::InputKind::Rows { .. });
        if !is_list && !used.contains(&id.value) {
            diags.unused(&Words::new("input", "lähtötieto"), id);
        }
    }
    for choice in &rules.choices {
        let is_asked = rules.inputs.iter().any(|input| input.choices().any(|of| of == choice.id.value));
        if !is_asked {
            diags.unused_choice(&choice.id);
        }
    }
    for rule in &rules.rules {
        let in_texts = || {
            let texts = rules.texts.values().flat_map(|texts| texts.entries.values());
            texts.flat_map(|worded| worded.text.names()).any(|name| name == rule.id.value)
        };
        if !used.contains(&rule.id.value) && !in_texts() {
            diags.unused(&Words::new("rule", "sääntö"), &rule.id);
        }
    }
}

/// What a value is called, in the middle of a sentence.
fn name_of(texts: &RuleTexts, name: &str) -> String {
    [format!("rule.{name}.name"), format!("input.{name}.label"), format!("parameter.{name}")]
        .iter()
        .map(|key| texts.words(key))
        .find(|words| !words.is_empty())
        .map_or_else(|| name.to_owned(), |words| words.to_lowercase())
}

fn with(name: &str, arguments: impl Iterator<Item = String>) -> Vec<String> {
    arguments.map(|argument| format!("{name}.{argument}")).collect()
}

impl References for RuleReferences<'_> {
    fn inline(&self, path: &str) -> Result<Inline, UnknownName> {
        let mut parts = path.split('.');
        let found = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some("param"), Some(id), None, None) => self.rules.parameter(id).and_then(|parameter| {
                self.note_shown(id);
                let dated = parameter.at(self.compiled.plan.as_of)?;
                let source = &parameter.source.value;
                Some(self.value(dated.value, &format!(" data-param=\"{id}\" data-source=\"{source}\"")))
            }),
            (Some("rule"), Some(id), None, None) => {
                let node = self.compiled.plan.names.get(id).copied();
                node.filter(|_| show::fixed_value(&self.locale, &self.empty, id).is_some()).and_then(|node| {
                    let crate::model::plan::Kind::Number(unit) = self.compiled.plan.kinds[node] else {
                        return None;
                    };
                    let value = self.empty.values[node].number()?;
                    Some(self.value(Quantity::new(value, unit), &format!(" data-rule=\"{id}\"")))
                })
            }
            (Some("range"), Some(id), Some(bound), None) => self.compiled.ranges.get(id).and_then(|range| {
                let value = match bound {
                    "total_min" => range.total_min?,
                    "total_max" => range.total_max?,
                    "support_min" => range.support_min?,
                    "support_max" => range.support_max,
                    _ => return None,
                };
                Some(self.value(Quantity::new(value, Unit::Eur), ""))
            }),
            _ => None,
        };
        found.ok_or_else(|| UnknownName { known: self.known_names() })
    }

    fn block(&self, path: &str) -> Result<Option<Block>, UnknownName> {
        let (name, argument) = match path.split_once('.') {
            Some((name, argument)) => (name, Some(argument)),
            None => (path, None),
        };
        if !BLOCKS.contains(&name) {
            // A single word is nothing but a block: the nearest one is told.
            return match argument {
                None => Err(UnknownName { known: BLOCKS.iter().map(|block| (*block).to_owned()).collect() }),
                Some(_) => Ok(None),
            };
        }
        let data = self.data(name, argument)?;
        Ok(Some(Block {
            template: format!("blocks/{name}.html"),
            data: tera::Value::from_serializable(&data),
            scripts: matches!(name, "calculator" | "finder"),
        }))
    }

    fn typed_values(&self, text: &str, beside: &str) -> Vec<TypedValue> {
        self.drift.find(text, beside)
    }

    fn files(&self) -> Vec<MadeFile> {
        let Some(source) = self.papers() else { return Vec::new() };
        let forms = papers::forms(&source).into_iter();
        forms
            .map(|form| MadeFile {
                path: form.path,
                bytes: form.xlsx,
                script: Some((format!("form-{}", form.funding), form.script)),
            })
            .collect()
    }

    fn made(&self, made: &Made, at: &dyn Fn(&str) -> Option<String>) -> Option<Json> {
        self.made_data(made, at)
    }

    fn showing<'n>(&self, made: &Made, names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
        self.showing_made(made, names)
    }
}
