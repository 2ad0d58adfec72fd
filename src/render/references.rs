//! What `{{ … }}` in a text stands for: names of the site, and those that others bring.

use std::ops::Range;

use tera::{Map, Value};

use crate::model::site::Site;

/// What `{{ … }}` in a text may name. One value per language.
pub trait References: Sync {
    /// What stands in running text for `param.small_total_max` or `range.small_development.total_max`.
    fn inline(&self, path: &str) -> Result<Inline, UnknownName>;

    /// What stands alone on its line for `costs.development` or `calculator`. `Ok(None)` if the path
    /// does not begin like a block at all.
    fn block(&self, path: &str) -> Result<Option<Block>, UnknownName>;

    /// Amounts and percentages typed into the text that are values of the rules: where they stand,
    /// and the reference to write instead.
    fn typed_values(&self, text: &str) -> Vec<(Range<usize>, String)>;

    /// Whether every block shows what it will show. While the rules have a mistake theirs do not, and
    /// a place that seems to be missing may lie in one of them.
    fn is_whole(&self) -> bool {
        true
    }
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

    fn typed_values(&self, _: &str) -> Vec<(Range<usize>, String)> {
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

    fn typed_values(&self, _: &str) -> Vec<(Range<usize>, String)> {
        Vec::new()
    }

    fn is_whole(&self) -> bool {
        false
    }
}

/// The names of the site in one language, and those of `others`.
pub(super) struct SiteReferences<'s> {
    names: Vec<(String, String)>,
    others: &'s dyn References,
}

impl<'s> SiteReferences<'s> {
    pub(super) fn new(site: &Site, language: usize, others: &'s dyn References) -> Self {
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
        Self { names, others }
    }

    fn known(&self, unknown: UnknownName) -> UnknownName {
        let mut known: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
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
        self.others.inline(path).map_err(|unknown| self.known(unknown))
    }

    fn block(&self, path: &str) -> Result<Option<Block>, UnknownName> {
        if path == "contact" {
            let template = "blocks/contact.html".to_owned();
            return Ok(Some(Block { template, data: Value::from(Map::new()), scripts: false }));
        }
        self.others.block(path)
    }

    fn typed_values(&self, text: &str) -> Vec<(Range<usize>, String)> {
        self.others.typed_values(text)
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
        let Some(length) = text[inside..].find("}}") else { return None };
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

/// Words of letters, digits, `_` and `-` with dots between; the first begins with a letter.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.split('.').all(|word| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::find;

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
