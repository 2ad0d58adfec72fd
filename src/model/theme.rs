//! What a theme is: templates, words, settings and static files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{Place, SourceFile};

#[derive(Debug)]
pub struct Theme {
    pub name: String,
    /// The settings with the site's choices in them, for each language of the site.
    pub settings: Vec<Vec<(String, Setting)>>,
    pub templates: Vec<Template>,
    /// The words of each language of the site: group, key, text.
    pub texts: Vec<BTreeMap<String, BTreeMap<String, ThemeText>>>,
    /// Where each of them is written, by group and key.
    pub text_places: Vec<BTreeMap<(String, String), Place>>,
    pub statics: Vec<StaticFile>,
}

impl Theme {
    /// Whether it, or the site itself, has a template of this name.
    pub fn has_template(&self, name: &str) -> bool {
        self.templates.iter().any(|template| template.name == name)
    }
}

/// A text of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThemeText {
    Words(String),
    /// A text that is shown with a number: by their names in CLDR, all forms that its language has behind
    /// numbers. [`COUNT`] stands where the number goes.
    Counted(BTreeMap<&'static str, String>),
}

/// Where the number stands in a text that is shown with one.
pub const COUNT: &str = "{count}";

impl ThemeText {
    /// The words, in each of their forms.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        let (words, forms) = match self {
            Self::Words(words) => (Some(words), None),
            Self::Counted(forms) => (None, Some(forms.values())),
        };
        words.into_iter().chain(forms.into_iter().flatten()).map(String::as_str)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    Text(String),
    Number(i64),
    Flag(bool),
    List(Vec<Setting>),
    Group(Vec<(String, Setting)>),
}

/// A template.
#[derive(Debug)]
pub struct Template {
    /// Its path in `templates/`, by which other templates call it.
    pub name: String,
    pub file: Arc<SourceFile>,
    /// Whether it is the site's own, which goes before the theme's of the same name.
    pub of_site: bool,
}

/// A file of `static/`.
#[derive(Debug)]
pub struct StaticFile {
    /// Its path in there, under which templates ask for it; without the `.tera` of a template.
    pub name: String,
    /// Path from the site folder, for messages.
    pub path: String,
    pub content: StaticContent,
}

#[derive(Debug)]
pub enum StaticContent {
    /// A template that gives the file.
    Template(Arc<SourceFile>),
    /// Text that can name other static files.
    Text(Arc<SourceFile>),
    Bytes(Vec<u8>),
}
