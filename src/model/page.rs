//! What a page is: its front matter, checked, and its place in the site.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::source::{Part, Place, SourceFile, Spanned};

/// Number of a page in [`crate::model::site::Site::pages`].
pub type PageId = usize;

/// One page that is published.
#[derive(Debug)]
pub struct Page {
    pub source: PageSource,
    /// Number of its language.
    pub language: usize,
    /// Where it stands in the folder of its language: `rahoitus/pienhanke.md`.
    pub path: String,
    /// Its address without the base: `/rahoitus/pienhanke/`.
    pub url: String,
    pub kind: Kind,
    pub title: Text,
    pub description: Text,
    /// Short name for menus and breadcrumbs, if another than the title.
    pub menu_title: Option<Text>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub order: Option<i64>,
    pub template: Option<Spanned<String>>,
    /// Old addresses that lead here, until they have become redirects.
    pub aliases: Vec<Spanned<String>>,
    /// Pairs the page with its translations.
    pub key: String,
    /// Whether to show a table of contents; `None`: when it has enough headings.
    pub toc: Option<bool>,
    /// Whether its headings are questions, and what stands below them the answers.
    pub questions: bool,
    /// Whether search engines are told of it.
    pub indexed: bool,
    /// Whether it is also published as one file that needs no other.
    pub one_file: bool,
    /// The section that it belongs to; none for a front page.
    pub section: Option<PageId>,
    /// How a section shows its pages.
    pub listing: Listing,
    /// The pages of a section, in the order in which they are shown.
    pub children: Vec<PageId>,
    /// The same page in other languages, in the order of the languages.
    pub translations: Vec<PageId>,
    /// By their numbers, the notices in the languages that do not have it.
    pub notices: Vec<usize>,
    /// The picture that stands for the page: in lists, beside links to it, at its head.
    pub picture: Option<PagePicture>,
    /// What the page is made from, if no author wrote it.
    pub made: Option<Made>,
    /// Whether its author keeps it back: it is there only where drafts are shown.
    pub draft: bool,
}

/// A picture that stands for a page.
#[derive(Debug, Clone)]
pub struct PagePicture {
    /// Its number among the files of the site.
    pub file: usize,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Where the front matter names it.
    pub place: Place,
}

/// What a page is made from that no author wrote: one thing of the rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Made {
    pub of: MadeOf,
    pub id: String,
}

/// The things of the rules that can have a page each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MadeOf {
    Rule,
    Parameter,
}

impl MadeOf {
    /// All of them, as `pages_of` names them.
    pub const NAMES: [&'static str; 2] = ["rules", "parameters"];

    pub fn named(name: &str) -> Option<Self> {
        match name {
            "rules" => Some(Self::Rule),
            "parameters" => Some(Self::Parameter),
            _ => None,
        }
    }

    /// One of it, in keys.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Parameter => "parameter",
        }
    }

    /// The template of its pages.
    pub fn template(self) -> &'static str {
        match self {
            Self::Rule => "rule.html",
            Self::Parameter => "parameter.html",
        }
    }
}

/// A page that can be made, in one language: who wants it is said by `pages_of` in some page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Making {
    pub made: Made,
    pub title: String,
    pub description: String,
}

/// The file of a page, and where its parts are.
#[derive(Debug, Clone)]
pub struct PageSource {
    pub file: Arc<SourceFile>,
    /// Bytes of the front matter, without the lines around it.
    pub front: Range<usize>,
    /// First byte of the Markdown.
    pub body: usize,
}

impl PageSource {
    /// Where a text of the front matter stands.
    pub fn place_of(&self, text: &Text) -> Place {
        Place::yaml(&self.file, self.front.clone(), &[text.entry], Part::Value)
    }
}

/// A text of the front matter. It can hold references until it is rendered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    pub value: String,
    /// Which entry of the front matter it is: enough to find its place when a message needs it.
    pub entry: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The front page of a language.
    Home,
    /// A page with pages under it.
    Section,
    Page,
    /// A page with a date: news.
    Article,
}

/// How a section shows its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub sort: Sort,
    /// Whether the author chose the order.
    pub sort_is_chosen: bool,
    /// Whether the list stands under the text at all.
    pub shown: bool,
    /// Whether its dated pages are also published as an Atom feed.
    pub feed: bool,
    /// How many pages one part of the list holds; `None`: all in one.
    pub per_page: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// By `order`, then by title.
    Order,
    /// Newest first.
    Date,
    Title,
}

impl Page {
    /// The name of the page where there is little room.
    pub fn short_title(&self) -> &Text {
        self.menu_title.as_ref().unwrap_or(&self.title)
    }

    /// The file that the page is written to.
    pub fn output(&self) -> String {
        format!("{}index.html", &self.url[1..])
    }

    /// The one file that holds the page with all that it needs: `laskuri/laskuri.html`.
    pub fn one_file_output(&self) -> Option<String> {
        let folder = &self.url[1..];
        let name = folder.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty());
        self.one_file.then(|| format!("{folder}{}.html", name.unwrap_or("index")))
    }

    /// Into how many parts the list of a section is cut; at least one.
    pub fn parts(&self) -> usize {
        match self.listing.per_page {
            Some(per_page) if self.listing.shown => self.children.len().div_ceil(per_page).max(1),
            _ => 1,
        }
    }

    /// The day of the last change that its author told of.
    pub fn changed(&self) -> Option<Date> {
        self.updated.max(self.date)
    }
}
