//! What `{{ … }}` in a text stands for: names of the site, and those that others bring.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Mutex;

use tera::{Map, Value};

use crate::diag::Diagnostics;
use crate::model::page::Made;
use crate::model::site::{NamedLink, Site};
use crate::source::Place;

/// What `{{ … }}` in a text may name. One value per language.
pub trait References: Sync {
    /// What stands in running text for `param.small_total_max` or `range.small_development.total_max`.
    fn inline(&self, path: &str) -> Result<Inline, UnknownName>;

    /// What stands alone on its line for `costs.development` or `calculator`. `Ok(None)` if the path
    /// does not begin like a block at all.
    fn block(&self, path: &str) -> Result<Option<Block>, UnknownName>;

    /// Amounts and percentages typed into the text that are values of the rules. `beside` are words that
    /// belong to it, such as those of the same row of a table.
    fn typed_values(&self, text: &str, beside: &str) -> Vec<TypedValue>;

    /// Files that are made of what is known here, besides the pages.
    fn files(&self) -> Vec<MadeFile> {
        Vec::new()
    }

    /// What the template of a page made from the rules finds under `made`. `at` is the address of the
    /// first page that has a block. Nothing if there are no such rules.
    fn made(&self, _made: &Made, _at: &dyn Fn(&str) -> Option<String>) -> Option<serde_json::Value> {
        None
    }

    /// Which of these references and blocks show the thing that a page is made from.
    fn showing<'n>(&self, _made: &Made, _names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
        BTreeSet::new()
    }

    /// Whether every block shows what it will show. While the rules have a mistake theirs do not, and
    /// a place that seems to be missing may lie in one of them.
    fn is_whole(&self) -> bool {
        true
    }
}

/// An amount typed into a text that is a value of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedValue {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What to write instead, without braces: `param.small_total_max`. Several where each can be meant.
    pub references: Vec<String>,
    /// Whether a reference can stand in its place as it is: nothing of it is inflected.
    pub is_plain: bool,
}

/// Says behind an amount that it is no value of the rules, though it looks like one. The last is the
/// oldest.
pub const MARKS: [&str; 4] = ["{ei-arvo}", "{inte-värde}", "{not-a-value}", "{nolink}"];

/// The mark that a text begins with, and whether blanks stand before it.
pub(crate) fn mark_at(text: &str) -> Option<(&'static str, usize)> {
    let blanks = text.len() - text.trim_start_matches([' ', '\u{a0}', '\n']).len();
    let mark = MARKS.into_iter().find(|mark| text[blanks..].starts_with(mark))?;
    Some((mark, blanks))
}

/// Tells of a typed value, unless a mark says that it is another number.
pub(super) fn tell_typed(
    text: &str,
    typed: TypedValue,
    place: &dyn Fn(Range<usize>) -> Place,
    diags: &mut Diagnostics,
) {
    let TypedValue { range, references, is_plain } = typed;
    let written = &text[range.clone()];
    match mark_at(&text[range.end..]) {
        Some((_, 0)) => {}
        Some((mark, blanks)) => {
            let gap = place(range.end..range.end + blanks);
            let _ = diags.blank_before_mark(
                &place(range.start..range.end + blanks + mark.len()),
                written,
                mark,
                &gap,
            );
        }
        None => {
            let _ = diags.typed_value(&place(range.clone()), written, &references, is_plain);
        }
    }
}

/// The parts of a text between its marks.
pub(super) fn between_marks(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for mark in MARKS {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    parts
}

/// A file that is made, not found.
#[derive(Debug, Clone)]
pub struct MadeFile {
    /// Its path below the root of its language.
    pub path: String,
    pub bytes: Vec<u8>,
    /// A script that goes with it, under a name by which templates know its address.
    pub script: Option<(String, String)>,
}

/// What stands in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// For titles and attributes.
    pub text: String,
    /// For the text of a page, such as `<data value="0.9">90 %</data>`.
    pub html: String,
}

/// What stands alone on its line.
#[derive(Debug, Clone)]
pub struct Block {
    /// The template that shows it, such as `blocks/costs.html`.
    pub template: String,
    /// What the template finds under `block`.
    pub data: Value,
    /// Whether it needs the theme's scripts.
    pub scripts: bool,
}

/// A name that nothing has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnknownName {
    /// The names that could have been meant.
    pub known: Vec<String>,
}

/// A site whose texts name nothing but the site.
#[derive(Debug, Clone, Copy)]
pub struct NoReferences;

impl References for NoReferences {
    fn inline(&self, _: &str) -> Result<Inline, UnknownName> {
        Err(UnknownName::default())
    }

    fn block(&self, _: &str) -> Result<Option<Block>, UnknownName> {
        Ok(None)
    }

    fn typed_values(&self, _: &str, _: &str) -> Vec<TypedValue> {
        Vec::new()
    }
}

/// Stands in where the names could not be read, which has been told: takes every name for right, so
/// that the rest of the texts can be looked at.
#[derive(Debug, Clone, Copy)]
pub struct AnyReferences;

impl References for AnyReferences {
    fn inline(&self, path: &str) -> Result<Inline, UnknownName> {
        Ok(Inline { text: path.to_owned(), html: path.to_owned() })
    }

    fn block(&self, _: &str) -> Result<Option<Block>, UnknownName> {
        Ok(None)
    }

    fn typed_values(&self, _: &str, _: &str) -> Vec<TypedValue> {
        Vec::new()
    }

    fn is_whole(&self) -> bool {
        false
    }
}

/// Takes every name for right and remembers it: what a page names, whether or not it is there.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    names: Mutex<BTreeSet<String>>,
}

impl Remembered {
    pub(super) fn into_names(self) -> BTreeSet<String> {
        self.names.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl References for Remembered {
    fn inline(&self, path: &str) -> Result<Inline, UnknownName> {
        self.names.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(path.to_owned());
        AnyReferences.inline(path)
    }

    fn block(&self, path: &str) -> Result<Option<Block>, UnknownName> {
        // What is no block is asked for as a name in running text next.
        AnyReferences.block(path)
    }

    fn typed_values(&self, _: &str, _: &str) -> Vec<TypedValue> {
        Vec::new()
    }

    fn is_whole(&self) -> bool {
        false
    }
}

/// The names of the site in one language, and those of `others`.
pub(super) struct SiteReferences<'s> {
    names: Vec<(String, String)>,
    links: &'s BTreeMap<String, NamedLink>,
    others: &'s dyn References,
}

impl<'s> SiteReferences<'s> {
    pub(super) fn new(site: &'s Site, language: usize, others: &'s dyn References) -> Self {
        let language = &site.languages[language];
        let municipalities: Vec<&str> = language.municipalities.iter().map(String::as_str).collect();
        let mut names = vec![
            ("site.name".to_owned(), language.site_name.clone()),
            ("site.tagline".to_owned(), language.tagline.clone()),
            ("site.email".to_owned(), site.contact.email.clone()),
            ("site.phone".to_owned(), site.contact.phone.clone()),
            ("site.address".to_owned(), language.address.clone()),
            ("site.municipalities".to_owned(), language.locale.list(&municipalities)),
        ];
        for (form, text) in &language.authority {
            names.push((format!("authority.{form}"), text.clone()));
        }
        // What the settings leave empty cannot be shown.
        names.retain(|(_, text)| !text.is_empty());
        Self { names, links: &language.links, others }
    }

    fn known(&self, unknown: UnknownName) -> UnknownName {
        let mut known: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
        known.extend(self.links.keys().map(|id| format!("link.{id}")));
        known.push("contact".to_owned());
        known.extend(unknown.known);
        UnknownName { known }
    }
}

impl References for SiteReferences<'_> {
    fn inline(&self, path: &str) -> Result<Inline, UnknownName> {
        if let Some((_, text)) = self.names.iter().find(|(name, _)| name == path) {
            let mut html = String::with_capacity(text.len());
            super::html::escape(text, &mut html);
            if path == "site.email" {
                html = format!("<a href=\"mailto:{html}\">{html}</a>");
            }
            return Ok(Inline { text: text.clone(), html });
        }
        if let Some(link) = path.strip_prefix("link.").and_then(|id| self.links.get(id)) {
            let html = super::html::link(&link.url, &link.name);
            return Ok(Inline { text: link.name.clone(), html });
        }
        self.others.inline(path).map_err(|unknown| self.known(unknown))
    }

    fn block(&self, path: &str) -> Result<Option<Block>, UnknownName> {
        if path == "contact" {
            let template = "blocks/contact.html".to_owned();
            return Ok(Some(Block { template, data: Value::from(Map::new()), scripts: false }));
        }
        self.others.block(path)
    }

    fn typed_values(&self, text: &str, beside: &str) -> Vec<TypedValue> {
        self.others.typed_values(text, beside)
    }

    fn files(&self) -> Vec<MadeFile> {
        self.others.files()
    }

    fn made(&self, made: &Made, at: &dyn Fn(&str) -> Option<String>) -> Option<serde_json::Value> {
        self.others.made(made, at)
    }

    fn showing<'n>(&self, made: &Made, names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
        self.others.showing(made, names)
    }

    fn is_whole(&self) -> bool {
        self.others.is_whole()
    }
}

/// A `{{ name }}` in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The whole, braces included.
    pub range: Range<usize>,
    /// The name alone.
    pub name: Range<usize>,
}

/// The first reference in the text at or after byte `from`. Braces around anything else are text.
pub(crate) fn find(text: &str, from: usize) -> Option<Found> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{{")?;
        let inside = start + 2;
        let length = text[inside..].find("}}")?;
        let end = inside + length;
        let written = &text[inside..end];
        let name = written.trim();
        if is_name(name) {
            let name_start = inside + (written.len() - written.trim_start().len());
            return Some(Found { range: start..end + 2, name: name_start..name_start + name.len() });
        }
        at = start + 1;
    }
}

/// The names of all references in a text.
pub(crate) fn names_in(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut at = 0;
    while let Some(found) = find(text, at) {
        names.insert(&text[found.name.clone()]);
        at = found.range.end;
    }
    names
}

/// Words of letters, digits, `_` and `-` with dots between; the first begins with a letter.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.split('.').all(|word| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        })
}

/// What the names of references and blocks begin with.
const GROUPS: [&str; 12] = [
    "site",
    "param",
    "rule",
    "range",
    "authority",
    "link",
    "costs",
    "checklist",
    "example",
    "example_short",
    "steps",
    "totals",
];
/// Blocks that are one word.
const BLOCKS: [&str; 9] = [
    "contact",
    "calculator",
    "funding_types",
    "cost_models",
    "checklist",
    "examples",
    "rules",
    "parameters",
    "sources",
];

/// Braces that were surely meant as a reference and are none: where they stand, and the name.
pub(super) fn broken(text: &str) -> Vec<(Range<usize>, String)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let start = at + found;
        let rest = &text[start..];
        let opening = rest.len() - rest.trim_start_matches('{').len();
        let inside = &rest[opening..];
        let length = inside.find(['{', '}', '\n']).unwrap_or(inside.len());
        let behind = &inside[length..];
        let closing = behind.len() - behind.trim_start_matches('}').len();
        at = start + opening + length;
        let mut written = inside[..length].trim();
        if opening == 2 && closing >= 2 && is_name(written) {
            continue;
        }
        let mut end = at + closing;
        if closing == 0 {
            // Nothing says where the name ends but the next space.
            let indent = inside.len() - inside.trim_start().len();
            written = inside.split_whitespace().next().unwrap_or_default();
            end = start + opening + indent + written.len();
            written = written.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        }
        if let Some(name) = meant(written) {
            all.push((start..end, name));
        }
    }
    all
}

/// The name of a reference that is written with spaces in it, or all right.
fn meant(written: &str) -> Option<String> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let name = match words.as_slice() {
        [group, rest @ ..] if GROUPS.contains(group) && !rest.is_empty() => {
            format!("{group}.{}", rest.join("_").trim_start_matches(['.', '_']))
        }
        words => words.join("_").replace("._", ".").replace("_.", "."),
    };
    let known = match name.split_once('.') {
        Some((group, _)) => GROUPS.contains(&group),
        None => BLOCKS.contains(&name.as_str()),
    };
    (known && is_name(&name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{broken, find};

    #[test]
    fn braces_that_were_meant_as_a_reference() {
        let names = |text: &str| {
            broken(text)
                .into_iter()
                .map(|(range, name)| format!("{}={name}", &text[range]))
                .collect::<Vec<_>>()
        };
        assert_eq!(names("a {{ param.a_b } c"), ["{{ param.a_b }=param.a_b"]);
        assert_eq!(
            names("{site.name}, { site.name }}"),
            ["{site.name}=site.name", "{ site.name }}=site.name"]
        );
        assert_eq!(names("{{ site name }}"), ["{{ site name }}=site.name"]);
        assert_eq!(names("{{ param.a total b }}"), ["{{ param.a total b }}=param.a_total_b"]);
        assert_eq!(names("{{ site.name, ja"), ["{{ site.name,=site.name"]);
        assert_eq!(names("{ calculator }"), ["{ calculator }=calculator"]);
        for fine in
            ["{{ site.name }}", "5 €{nolink}", "{{ x }}", "{total}", "{#a}", "{", "{{", "{{}}", "{a.b}"]
        {
            assert_eq!(names(fine), Vec::<String>::new(), "{fine}");
        }
    }

    #[test]
    fn only_names_in_double_braces_are_references() {
        let names = |text: &str| {
            let mut names = Vec::new();
            let mut at = 0;
            while let Some(found) = find(text, at) {
                names.push(text[found.name.clone()].to_owned());
                at = found.range.end;
            }
            names.join(" ")
        };
        assert_eq!(names("{{ param.a_b }} ja {{range.x.y-z}}"), "param.a_b range.x.y-z");
        assert_eq!(names("{{ 5 € }} {x} {{a b}} {{ a. }} {{}} {{ a"), "");
        assert_eq!(names("{{{ a }} }}"), "a");
    }
}
