//! The words of the rules in one language, keyed by the ids of the rule data.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::{Place, Spanned};

/// A text with places for values: `"{rate} × {total}"`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    pub segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Segment {
    Words(String),
    /// The value of a rule, input or parameter.
    Value(String),
}

impl Text {
    /// Splits at `{name}`. A brace without a name inside stays a brace.
    pub fn parse(text: &str) -> Self {
        let mut segments = Vec::new();
        let mut rest = 0;
        for (range, name) in placeholders(text) {
            if rest < range.start {
                segments.push(Segment::Words(text[rest..range.start].to_owned()));
            }
            segments.push(Segment::Value(name.to_owned()));
            rest = range.end;
        }
        if rest < text.len() {
            segments.push(Segment::Words(text[rest..].to_owned()));
        }
        Self { segments }
    }

    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The names of the values that it shows.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Value(name) => Some(name.as_str()),
            Segment::Words(_) => None,
        })
    }

    /// The text with every value put in.
    pub fn fill(&self, mut value: impl FnMut(&str) -> String) -> String {
        self.segments
            .iter()
            .map(|segment| match segment {
                Segment::Words(words) => words.clone(),
                Segment::Value(name) => value(name),
            })
            .collect()
    }
}

/// Every `{name}` in a text, with its bytes.
pub fn placeholders(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.match_indices('{').filter_map(move |(start, _)| {
        let length = text[start..].find('}')?;
        let name = &text[start + 1..start + length];
        let named = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        named.then_some((start..start + length + 1, name))
    })
}

/// A text in the file, with its place.
#[derive(Debug, Clone)]
pub struct Worded {
    pub text: Text,
    pub written: Spanned<String>,
}

/// All words of the rules in one language.
#[derive(Debug)]
pub struct RuleTexts {
    pub place: Place,
    /// `group.id` or `group.id.field` to text: `parameter.small_total_max`, `rule.support.name`.
    pub entries: BTreeMap<String, Worded>,
    /// Steps of applying, by the name of their list.
    pub steps: BTreeMap<String, Vec<Step>>,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub title: Worded,
    pub text: Worded,
}

impl RuleTexts {
    /// The text with this key. The checker has seen to it that every id has its texts.
    pub fn get(&self, key: &str) -> &Text {
        static NONE: Text = Text { segments: Vec::new() };
        self.entries.get(key).map_or(&NONE, |worded| &worded.text)
    }

    /// A text that shows no values, as plain words.
    pub fn words(&self, key: &str) -> String {
        self.get(key).fill(|name| format!("{{{name}}}"))
    }
}
