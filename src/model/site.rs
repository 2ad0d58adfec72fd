//! What a site is: its settings in force, its pages, files and addresses.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ahash::AHashMap;
use jiff::civil::Date;

use super::address;
use super::locale::Locale;
use super::page::{Made, Page, PageId};
use crate::picture::{self, Photo, Picture, Slip};
use crate::source::{Place, Spanned};

/// A checked site. Every link in it that is a number leads somewhere.
#[derive(Debug)]
pub struct Site {
    pub base: BaseUrl,
    /// The day for which the site is made.
    pub date: Date,
    pub contact: Contact,
    pub social: Vec<Social>,
    pub publicity: Option<Publicity>,
    /// Whether it only shows how a site looks, with addresses of examples.
    pub is_demonstration: bool,
    /// Whether pictures are made that other services show beside links.
    pub share_pictures: bool,
    /// The languages; the default one is first and lives at the root.
    pub languages: Vec<Language>,
    /// The pages that are published, by language and path.
    pub pages: Vec<Page>,
    /// The front page of each language.
    pub homes: Vec<PageId>,
    /// The page with the search of each language that has one.
    pub searches: Vec<Option<PageId>>,
    /// Files beside the pages. Those are published that a finished page uses.
    pub files: Vec<SiteFile>,
    /// Files that are published as they are, whether a page uses them or not.
    pub copies: Vec<Copy>,
    /// Files that pages name which are not published now: nothing is told of them.
    pub held_back: BTreeSet<usize>,
    /// Files of the site that no page can show, by their path from the site folder.
    pub out_of_reach: Vec<String>,
    pub redirects: Vec<Redirect>,
    /// What stands in a language in place of pages that it does not have.
    pub notices: Vec<Notice>,
    /// Pages by their file under `content/`: `fi/rahoitus/pienhanke.md`.
    pub by_path: AHashMap<String, PageId>,
    /// Why a page that has a file is not published.
    pub hidden: AHashMap<String, Hidden>,
    /// Files by their path under `content/`.
    pub file_by_path: AHashMap<String, usize>,
    /// The pages that are made from the rules, for each language.
    pub made: Vec<BTreeMap<Made, PageId>>,
    pub addresses: Addresses,
}

impl Site {
    /// The address of a page, base path included, from its place in the folder of its language:
    /// `rahoitus/pienhanke` or `rahoitus/index`. A translation that lies elsewhere is found by its key.
    pub fn url_of(&self, language: &str, path: &str) -> Option<String> {
        let file = format!("{}.md", address::composed(path));
        let by_key = || {
            let language = self.language(language)?;
            self.pages.iter().position(|page| page.language == language && page.key == file)
        };
        let page = self.by_path.get(&format!("{language}/{file}")).copied().or_else(by_key)?;
        Some(self.base.path_to(&self.pages[page].url))
    }

    /// What a link in the text of a page leads to, and the place there with its `#`.
    ///
    /// Names are compared as [`address::name_of`] gives them. A name that holds a `#` or a `%20` of its own
    /// is found, too.
    pub fn lead(&self, language: &str, from: &str, url: &str) -> Option<(Lead, String)> {
        let (path, anchor) = url.find('#').map_or((url, ""), |at| url.split_at(at));
        let (raw, whole) = (address::composed(path), address::name_of(url));
        let spellings = [(&*address::name_of(path), anchor), (&*raw, anchor), (&*whole, "")];
        spellings.into_iter().find_map(|(name, anchor)| {
            let file = address::resolve(language, from, name)?;
            let page = self.by_path.get(&file).copied().map(Lead::Page);
            let lead = page
                .or_else(|| self.file_by_path.get(&file).copied().map(Lead::File))
                .or_else(|| self.hidden.get(&file).copied().map(Lead::Hidden))?;
            let anchor =
                anchor.strip_prefix('#').map_or(String::new(), |at| format!("#{}", address::anchor(at)));
            Some((lead, anchor))
        })
    }

    /// The address of the page made from a thing of the rules, base path included.
    pub fn url_of_made(&self, language: &str, made: &Made) -> Option<String> {
        let page = *self.made.get(self.language(language)?)?.get(made)?;
        Some(self.base.path_to(&self.pages[page].url))
    }

    /// The address of a page made from a thing of the rules that holds whatever the thing is called: its id
    /// in the place of its name.
    pub fn lasting_url(&self, page: &Page) -> Option<String> {
        let (made, above) = (page.made.as_ref()?, self.pages.get(page.section?)?);
        Some(format!("{}{}/", above.url, made.id))
    }

    /// The page with the search of a language: the first that has its template.
    pub fn search_page(&self, language: usize) -> Option<PageId> {
        self.searches.get(language).copied().flatten()
    }

    /// The number of a language.
    pub fn language(&self, code: &str) -> Option<usize> {
        self.languages.iter().position(|language| language.code == code)
    }
}

/// Where the site is published: `https://example.org/leader/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.org`
    pub origin: String,
    /// `/leader`, or empty.
    pub path: String,
}

impl BaseUrl {
    /// Reads an address such as `https://example.org/leader/`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_begun =
            |scheme: &&str| text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
        let scheme = ["https://", "http://"].into_iter().find(is_begun)?;
        let rest = &text[scheme.len()..];
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let host_is_plain = !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        let path = path.trim_end_matches('/');
        let path_is_plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._~-".contains(&byte))
            && !path.contains("//")
            && !path.split('/').any(|part| part == ".." || part == ".");
        (host_is_plain && path_is_plain)
            .then(|| Self { origin: format!("{scheme}{}", host.to_ascii_lowercase()), path: path.to_owned() })
    }

    /// An address of the site as it stands in a page: `/leader/rahoitus/`.
    pub fn path_to(&self, url: &str) -> String {
        let mut address = String::with_capacity(self.path.len() + url.len() + 16);
        address.push_str(&self.path);
        address.push_str(url);
        address
    }

    /// An address of the site with host and all.
    pub fn absolute(&self, url: &str) -> String {
        [&self.origin, &self.path, url].concat()
    }
}

/// One language of the site, with everything that is written in it.
#[derive(Debug)]
pub struct Language {
    pub code: String,
    /// Its name in itself: `Suomi`.
    pub name: String,
    pub locale: Locale,
    /// What its addresses begin with: nothing, or `/sv`.
    pub prefix: String,
    pub site_name: String,
    pub tagline: String,
    pub address: String,
    pub municipalities: Vec<String>,
    /// Groups of words that the search takes for one another, in small letters.
    pub same_words: Vec<Vec<String>>,
    /// The authority that decides on the day of the build, in the forms that texts need.
    pub authority: BTreeMap<String, String>,
    /// Places elsewhere on the web, by the name that texts link to them with.
    pub links: BTreeMap<String, NamedLink>,
    /// Words in other languages, each with the code of its language.
    pub phrases: Vec<Phrase>,
    pub menu: Menu,
}

/// A place elsewhere on the web, as one language knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLink {
    pub name: String,
    pub url: String,
}

/// Words in another language than the page: a voice that reads them aloud has to know which one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub language: String,
    pub words: String,
}

#[derive(Debug, Default)]
pub struct Contact {
    pub email: String,
    pub phone: String,
    /// The number as a link has it: `+358401234567`.
    pub dialled: String,
}

/// What the rules on publicity ask of those who get money from the EU.
#[derive(Debug)]
pub struct Publicity {
    /// `co-funded` or `funded`.
    pub mark: String,
    /// Whether the name of the authority stands beside the mark.
    pub authority: bool,
    pub logos: Vec<Logo>,
}

/// A picture with its words in each language.
#[derive(Debug)]
pub struct Logo {
    /// Its number among the files of the site.
    pub file: usize,
    pub alt: Vec<String>,
}

/// An account elsewhere that the site points to.
#[derive(Debug)]
pub struct Social {
    pub name: String,
    pub url: String,
}

#[derive(Debug, Default)]
pub struct Menu {
    pub main: Vec<MenuItem>,
    pub footer: Vec<MenuItem>,
}

#[derive(Debug)]
pub struct MenuItem {
    pub title: Option<String>,
    pub target: Target,
    pub children: Vec<MenuItem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Page(PageId),
    /// Another site, or a file of this one.
    Url(String),
}

/// What a link in a text leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    Page(PageId),
    File(usize),
    Hidden(Hidden),
}

/// A file beside the pages.
#[derive(Debug)]
pub struct SiteFile {
    /// Its path from the site folder, as the author knows it.
    pub path: String,
    pub disk: PathBuf,
    /// How many bytes it has.
    pub length: u64,
    /// Its address without the base.
    pub url: String,
    /// For a file whose name says that it is a picture: what it is, or why it is none.
    pub picture: Option<Result<Picture, Slip>>,
}

impl SiteFile {
    /// Whether its name says that it is a picture, of whatever kind.
    pub fn may_be_picture(&self) -> bool {
        let ending = self.path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
        self.picture.is_some() || picture::NOT_SHOWN.contains(&ending.as_str())
    }

    /// For a photo that pages show in sizes of its own.
    pub fn photo(&self) -> Option<Photo> {
        self.picture?.ok()?.photo
    }

    /// Width and height in pixels as browsers show it, for pictures.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        self.picture.and_then(Result::ok).and_then(|picture| picture.size)
    }
}

/// A file that the settings say is published as it is.
#[derive(Debug)]
pub struct Copy {
    /// Its path from the site folder.
    pub from: String,
    pub disk: PathBuf,
    pub length: u64,
    /// Its path in the output folder.
    pub to: String,
    pub place: Place,
}

/// An old address that leads to a page.
#[derive(Debug)]
pub struct Redirect {
    /// The file that stands at the old address.
    pub output: String,
    pub page: PageId,
    pub written: Spanned<String>,
}

/// A page that says, in the frame of its language, that there is no translation of another.
#[derive(Debug)]
pub struct Notice {
    pub language: usize,
    /// The page that has no translation; of several in other languages, the first.
    pub page: PageId,
    /// Its address without the base.
    pub url: String,
}

/// What the language switch does on a page that a language does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Untranslated {
    /// It leads to a page that says so, in that language.
    #[default]
    Notice,
    /// It leaves the language out.
    Hidden,
}

/// Why a page is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    Draft,
    /// Its day of publishing has not come.
    Future(Date),
    /// Its day of expiry has come.
    Expired(Date),
}

/// How many addresses one file of a map of a site may have (sitemaps.org).
pub const MOST_IN_SITEMAP: usize = 50_000;

/// What the first file of a search index is called, below the search page.
pub const SEARCH_INDEX: &str = "index.js";

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Page(PageId),
    /// A further part of a section's list.
    Part(PageId),
    Redirect(usize),
    File(usize),
    /// A size of the photo in a file.
    Size(usize),
    /// A file that is published as it is.
    Copy(usize),
    /// Made by the program: feeds, sitemap, styles.
    Made,
}

/// Every file of the output, by its path in the output folder.
#[derive(Debug, Default)]
pub struct Addresses {
    /// A page stands under its folder, `rahoitus/`, as links write it.
    by_path: AHashMap<Vec<u8>, Owner>,
    /// The folders, with the first that has something in each: no file can have their path.
    folders: AHashMap<Vec<u8>, Owner>,
}

impl Addresses {
    /// Takes the path of a file for `owner`; gives back who has it already.
    pub fn claim(&mut self, output: &str, owner: Owner) -> Result<(), Owner> {
        if let Some(taken) = self.folders.get(output.as_bytes()) {
            return Err(*taken);
        }
        let folders = || output.match_indices('/').map(|(at, _)| &output.as_bytes()[..at]);
        if let Some(taken) = folders().find_map(|folder| self.by_path.get(folder)) {
            return Err(*taken);
        }
        if !self.by_path.contains_key(as_linked(output).as_bytes()) {
            for folder in folders() {
                if !self.folders.contains_key(folder) {
                    self.folders.insert(folder.to_vec(), owner);
                }
            }
        }
        match self.by_path.entry(as_linked(output).as_bytes().to_vec()) {
            Entry::Occupied(taken) => Err(*taken.get()),
            Entry::Vacant(free) => {
                free.insert(owner);
                Ok(())
            }
        }
    }

    /// What a browser gets at this address: decoded, without base, query and fragment.
    pub fn at(&self, url: &str) -> Option<Owner> {
        self.by_path.get(as_linked(url.strip_prefix('/')?).as_bytes()).copied()
    }

    /// What stands at this address, written as links are: `rahoitus/`.
    pub fn linked(&self, path: &[u8]) -> Option<Owner> {
        self.by_path.get(path).copied()
    }

    /// Makes room for many more.
    pub fn reserve(&mut self, more: usize) {
        self.by_path.reserve(more);
    }
}

/// `rahoitus/` for `rahoitus/index.html`.
fn as_linked(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}
