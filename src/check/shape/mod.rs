//! What the files of a site may hold: each key with its kind, an example and what it is for.
//!
//! The checker takes the keys that it knows, what it calls their owner and the examples in its
//! messages from here; the JSON Schemas that editors complete keys with are made of the same.

pub mod rules;
pub mod site;

use crate::diag::Words;
use crate::model::quantity::Unit;

/// The same in English and in Finnish.
#[derive(Debug, Clone, Copy)]
pub struct Say {
    pub en: &'static str,
    pub fi: &'static str,
}

impl Say {
    pub const fn new(en: &'static str, fi: &'static str) -> Self {
        Self { en, fi }
    }

    pub const fn words(self) -> Words {
        Words::new(self.en, self.fi)
    }
}

/// A group of keys that belong together: a page's front matter, a rule, a menu entry.
#[derive(Debug)]
pub struct Shape {
    /// What messages call it: "a rule"; in Finnish in the genitive.
    pub owner: Say,
    pub keys: &'static [Key],
    pub demands: &'static [Demand],
    /// What lies under keys of the author's own choosing beside these.
    pub others: Option<&'static Kind>,
}

impl Shape {
    pub const fn new(owner: Say, keys: &'static [Key]) -> Self {
        Self { owner, keys, demands: &[], others: None }
    }

    pub const fn demanding(mut self, demands: &'static [Demand]) -> Self {
        self.demands = demands;
        self
    }

    pub const fn with_others(mut self, kind: &'static Kind) -> Self {
        self.others = Some(kind);
        self
    }

    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }
}

/// One key of a [`Shape`].
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// A value as an author writes it, in YAML.
    pub example: &'static str,
    pub about: Say,
}

impl Key {
    /// A key that may be left out.
    pub const fn may(name: &'static str, kind: Kind, example: &'static str, about: Say) -> Self {
        Self { name, kind, required: false, example, about }
    }

    /// A key that has to be there.
    pub const fn must(name: &'static str, kind: Kind, example: &'static str, about: Say) -> Self {
        Self { name, kind, required: true, example, about }
    }
}

/// Keys that depend on one another.
#[derive(Debug)]
pub enum Demand {
    /// One of these keys, and only one.
    One(&'static [&'static str]),
    /// Beside the first key the second has to be there.
    Beside(&'static str, &'static str),
    /// Where the key has one of these values, the others have to be there.
    Where(&'static str, &'static [&'static str], &'static [&'static str]),
}

/// What kind of value stands under a key.
#[derive(Debug)]
pub enum Kind {
    /// Any single value, taken as it is written.
    Text,
    /// Text that fits a pattern (a regular expression, as in JavaScript).
    Like(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    Flag,
    /// A whole number within these bounds.
    Whole(i64, i64),
    Day,
    /// A number with its unit; `None`: any unit.
    Quantity(Option<Unit>),
    /// One of these kinds.
    Either(&'static [Kind]),
    List(&'static Kind),
    Shape(&'static Shape),
    /// Ids of the author's choosing, each with a value of this kind.
    ById(&'static Kind),
    /// Any names, each with a value of this kind.
    ByName(&'static Kind),
    /// Codes of languages, each with a value of this kind.
    ByLanguage(&'static Kind),
    Anything,
}

/// A whole file.
#[derive(Debug)]
pub struct File {
    /// What its schema is called: `parameters`.
    pub name: &'static str,
    /// The files that it is for, from the folder of the site.
    pub paths: &'static str,
    pub about: Say,
    pub root: Kind,
}

/// All files that have a schema.
pub static FILES: [&File; 10] = [
    &site::PAGE_FILE,
    &site::SITE_FILE,
    &site::THEME_FILE,
    &rules::SOURCES_FILE,
    &rules::PARAMETERS_FILE,
    &rules::FUNDING_FILE,
    &rules::CALCULATION_FILE,
    &rules::CHECKLIST_FILE,
    &rules::EXAMPLES_FILE,
    &rules::TEXTS_FILE,
];
