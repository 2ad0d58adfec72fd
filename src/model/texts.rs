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
    /// Words that lead to a place elsewhere, which the settings of the site name.
    Link {
        words: String,
        id: String,
    },
}

impl Text {
    /// Splits at `{name}` and `[words](link:id)`. A brace without a name inside stays a brace.
    pub fn parse(text: &str) -> Self {
        let values = placeholders(text).map(|(range, name)| (range, Segment::Value(name.to_owned())));
        let links = links(text).map(|link| {
            let (words, id) = (text[link.words].to_owned(), text[link.id].to_owned());
            (link.whole, Segment::Link { words, id })
        });
        let mut found: Vec<(Range<usize>, Segment)> = links.chain(values).collect();
        found.sort_by_key(|(range, _)| range.start);
        let mut segments = Vec::new();
        let mut rest = 0;
        for (range, segment) in found {
            // A value among the words of a link is a part of them.
            if range.start < rest {
                continue;
            }
            if rest < range.start {
                segments.push(Segment::Words(text[rest..range.start].to_owned()));
            }
            segments.push(segment);
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
            Segment::Words(_) | Segment::Link { .. } => None,
        })
    }

    /// The text with every value put in.
    pub fn fill(&self, mut value: impl FnMut(&str) -> String) -> String {
        self.segments
            .iter()
            .map(|segment| match segment {
                Segment::Words(words) | Segment::Link { words, .. } => words.clone(),
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

/// A link in a text, by its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInText {
    /// All of `[words](link:id)`.
    pub whole: Range<usize>,
    pub words: Range<usize>,
    pub id: Range<usize>,
}

/// Every `[words](link:id)` in a text.
pub fn links(text: &str) -> impl Iterator<Item = LinkInText> {
    let middle = "](link:";
    text.match_indices(middle).filter_map(move |(at, _)| {
        let start = text[..at].rfind('[')?;
        let id = at + middle.len();
        let end = id + text[id..].find(')')?;
        Some(LinkInText { whole: start..end + 1, words: start + 1..at, id: id..end })
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

#[cfg(test)]
mod tests {
    use super::{Segment, Text};

    fn parts(text: &str) -> String {
        let parts = Text::parse(text).segments.into_iter().map(|segment| match segment {
            Segment::Words(words) => words,
            Segment::Value(name) => format!("<{name}>"),
            Segment::Link { words, id } => format!("<{words}: {id}>"),
        });
        parts.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn texts_show_values_and_lead_elsewhere() {
        assert_eq!(parts("Tuki on {rate}."), "Tuki on |<rate>|.");
        assert_eq!(parts("Lähetä [Hyrrässä](link:hyrra), {days}"), "Lähetä |<Hyrrässä: hyrra>|, |<days>");
        assert_eq!(parts("[a {b}](link:c)[d](link:e)"), "<a {b}: c>|<d: e>");
        for plain in ["[a](b)", "a](link:b)", "[a](link:b", "{A}", "{"] {
            assert_eq!(parts(plain), plain);
        }
        assert_eq!(Text::parse("[a](link:b) c").fill(|_| String::new()), "a c");
    }
}
