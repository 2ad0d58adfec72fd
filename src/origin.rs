//! Which files make what stands at an address of the site: for `explain`, and for the preview, which shows it
//! on the page.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Words, say};
use crate::explain::things::Kind as Thing;
use crate::model::address::percent_decoded;
use crate::model::page::{Made, MadeOf, Page};
use crate::model::rules::RuleBook;
use crate::model::site::{BaseUrl, Hidden, Site};
use crate::model::theme::Theme;
use crate::render::template_names;
use crate::source::{Place, SourceFile};

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Page,
    /// A page that is made from the rules.
    Made(MadeOf),
    /// A further part of a section's list.
    Part,
    /// The page in one file.
    OneFile,
    /// An old or a lasting address, which leads on.
    Redirect,
    /// It says that a page is not translated.
    Notice,
    /// It stands at addresses that lead nowhere.
    NotFound,
    Feed,
    /// A file that is published as it is.
    File,
    /// A file of the theme.
    Static,
    /// Made by the program from the site as a whole.
    ByProgram,
}

impl What {
    /// Its stable name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Made(MadeOf::Rule) => "page_of_rule",
            Self::Made(MadeOf::Parameter) => "page_of_parameter",
            Self::Part => "part_of_list",
            Self::OneFile => "one_file",
            Self::Redirect => "redirect",
            Self::Notice => "untranslated",
            Self::NotFound => "not_found",
            Self::Feed => "feed",
            Self::File => "file",
            Self::Static => "static_file",
            Self::ByProgram => "by_program",
        }
    }

    pub fn words(self) -> Words {
        match self {
            Self::Page => Words::new("a page", "sivu"),
            Self::Made(MadeOf::Rule) => Words::new("a page made from a rule", "sivu, joka tehdään säännöstä"),
            Self::Made(MadeOf::Parameter) => {
                Words::new("a page made from a value of the rules", "sivu, joka tehdään sääntöjen arvosta")
            }
            Self::Part => Words::new("a further part of a list", "luettelon jatko-osa"),
            Self::OneFile => Words::new("the page in one file", "sivu yhtenä tiedostona"),
            Self::Redirect => Words::new("an address that leads on", "osoite, joka vie eteenpäin"),
            Self::Notice => {
                Words::new("it says that a page is not translated", "kertoo, että sivua ei ole käännetty")
            }
            Self::NotFound => Words::new(
                "it is shown at addresses without a page",
                "näkyy osoitteissa, joissa ei ole sivua",
            ),
            Self::Feed => Words::new("a feed of news", "uutissyöte"),
            Self::File => {
                Words::new("a file that is published as it is", "tiedosto, joka julkaistaan sellaisenaan")
            }
            Self::Static => Words::new("a file of the theme", "teeman tiedosto"),
            Self::ByProgram => {
                Words::new("made by the program from the whole site", "ohjelma tekee sen koko sivustosta")
            }
        }
    }
}

/// What a file gives to what stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The page is written there.
    Page,
    /// The rule or value that the page is made from.
    Rules,
    /// The name and the words of that.
    Texts,
    /// The page that asks for it, with `pages_of`.
    Above,
    /// The old address stands there, in `aliases`.
    Alias,
    Template,
    File,
}

impl Role {
    /// Its stable name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Rules => "rules",
            Self::Texts => "texts",
            Self::Above => "pages_of",
            Self::Alias => "alias",
            Self::Template => "template",
            Self::File => "file",
        }
    }

    pub fn words(self) -> Words {
        match self {
            Self::Page => Words::new("Page", "Sivu"),
            Self::Rules => Words::new("Rules", "Säännöt"),
            Self::Texts => Words::new("Words", "Sanat"),
            Self::Above => Words::new("Asked for by", "Sivun pyytää"),
            Self::Alias => Words::new("Old address", "Vanha osoite"),
            Self::Template => Words::new("Template", "Sivupohja"),
            Self::File => Words::new("File", "Tiedosto"),
        }
    }
}

/// A place that has a part in what stands at an address. Where the line is, is looked up when it is asked.
#[derive(Debug, Clone)]
pub struct Part {
    pub role: Role,
    pub place: Place,
}

impl Part {
    pub fn file(&self) -> &str {
        &self.place.file.path
    }

    /// Line and column, where it is not the file as a whole.
    pub fn at(&self) -> Option<(usize, usize)> {
        self.place.line_column()
    }
}

/// Where something comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    pub what: What,
    /// Its address on the site, base path included.
    pub address: String,
    /// The code of its language, if it is in one.
    pub language: Option<String>,
    pub title: Option<String>,
    /// What the page is made from.
    pub made: Option<Made>,
    /// Its number among the pages.
    pub page: Option<usize>,
    /// Other addresses that lead there.
    pub aliases: Vec<String>,
    /// The first is the one to change.
    pub parts: Vec<Part>,
}

/// Where everything of a site comes from.
#[derive(Debug, Default)]
pub struct Origins {
    base: BaseUrl,
    /// By the path in the output.
    by_output: BTreeMap<String, Origin>,
    /// Files that have a part in much of the site.
    shared: BTreeSet<String>,
    /// Why files of pages are not published.
    hidden: BTreeMap<String, Hidden>,
}

/// What is known of something that was asked for.
#[derive(Debug)]
pub enum Known<'o> {
    Origin(&'o Origin),
    /// What has a part of this file in it, by address.
    File(String, Vec<&'o Origin>),
    /// A page that is not published, by its file.
    Hidden(String, Hidden),
    /// An address of another site.
    Elsewhere(String),
    /// Nothing; these are like it.
    Nothing(Vec<String>),
}

/// Where the rules say what pages are made from.
pub type MadeFrom = BTreeMap<Made, RulePlaces>;

/// Where one thing of the rules stands.
#[derive(Debug, Clone)]
pub struct RulePlaces {
    place: Place,
    /// Its name, by language.
    names: BTreeMap<String, Place>,
}

/// Where the rules say what pages can be made from.
pub fn made_from(book: &RuleBook) -> MadeFrom {
    let rules = book.rules.iter().map(|rule| (MadeOf::Rule, Thing::Rule, &rule.id));
    let parameters = book.parameters.iter().map(|one| (MadeOf::Parameter, Thing::Parameter, &one.id));
    rules
        .chain(parameters)
        .map(|(of, kind, id)| {
            let key = kind.name_key(&id.value);
            let name =
                |texts: &crate::model::texts::RuleTexts| Some(texts.entries.get(&key)?.written.place.clone());
            let names = book.texts.iter().filter_map(|(code, texts)| Some((code.clone(), name(texts)?)));
            let places = RulePlaces { place: id.place.clone(), names: names.collect() };
            (Made { of, id: id.value.clone() }, places)
        })
        .collect()
}

/// Where everything of a site comes from.
pub fn origins(site: &Site, theme: Option<&Theme>, made_from: &MadeFrom) -> Origins {
    let templates = theme.map(|theme| template_names(site, theme)).unwrap_or_default();
    let mut by_output = BTreeMap::new();
    let address = |output: &str| {
        site.base.path_to(&format!("/{}", output.strip_suffix("index.html").unwrap_or(output)))
    };
    let mut aliases: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for redirect in &site.redirects {
        aliases.entry(redirect.page).or_default().push(address(&redirect.output));
    }
    for (id, page) in site.pages.iter().enumerate() {
        let language = &site.languages[page.language].code;
        let mut parts = parts_of(page, language, made_from);
        parts.extend(template(theme, templates.get(id).map(String::as_str)));
        let origin = |what, output: &str| Origin {
            what,
            address: address(output),
            language: Some(language.clone()),
            title: Some(page.title.value.clone()),
            made: page.made.clone(),
            page: Some(id),
            aliases: aliases.get(&id).cloned().unwrap_or_default(),
            parts: parts.clone(),
        };
        let what = page.made.as_ref().map_or(What::Page, |made| What::Made(made.of));
        by_output.insert(page.output(), origin(what, &page.output()));
        let further =
            (2..=page.parts()).map(|part| (What::Part, format!("{}{part}/index.html", &page.url[1..])));
        let feed = page.listing.feed.then(|| (What::Feed, format!("{}atom.xml", &page.url[1..])));
        let one_file = page.one_file_output().map(|output| (What::OneFile, output));
        for (what, output) in further.chain(feed).chain(one_file) {
            let origin = Origin { aliases: Vec::new(), ..origin(what, &output) };
            by_output.insert(output, origin);
        }
    }
    let bare = |what, output: &str, language: Option<usize>, parts| Origin {
        what,
        address: address(output),
        language: language.map(|language| site.languages[language].code.clone()),
        title: None,
        made: None,
        page: None,
        aliases: Vec::new(),
        parts,
    };
    for redirect in &site.redirects {
        let page = &site.pages[redirect.page];
        // A lasting address is written nowhere: the page has it by itself.
        let is_written = !redirect.written.place.is_file();
        let alias = is_written.then(|| Part { role: Role::Alias, place: redirect.written.place.clone() });
        let language = &site.languages[page.language].code;
        let parts = alias.into_iter().chain(parts_of(page, language, made_from)).collect();
        let origin = Origin {
            aliases: vec![address(&page.output())],
            title: Some(page.title.value.clone()),
            page: Some(redirect.page),
            ..bare(What::Redirect, &redirect.output, Some(page.language), parts)
        };
        by_output.insert(redirect.output.clone(), origin);
    }
    for notice in &site.notices {
        let output = format!("{}index.html", &notice.url[1..]);
        let page = &site.pages[notice.page];
        let mut parts = parts_of(page, &site.languages[page.language].code, made_from);
        parts.extend(template(theme, Some("untranslated.html")));
        let origin = bare(What::Notice, &output, Some(notice.language), parts);
        by_output.insert(
            output,
            Origin { title: Some(page.title.value.clone()), page: Some(notice.page), ..origin },
        );
    }
    for (number, language) in site.languages.iter().enumerate() {
        let output = format!("{}/404.html", language.prefix)[1..].to_owned();
        let parts = template(theme, Some("not-found.html")).into_iter().collect();
        by_output.insert(output.clone(), bare(What::NotFound, &output, Some(number), parts));
    }
    for file in &site.files {
        let output = file.url[1..].to_owned();
        let place = Place::file(&SourceFile::new(file.path.clone(), ""));
        by_output
            .insert(output.clone(), bare(What::File, &output, None, vec![Part { role: Role::File, place }]));
    }
    for output in ["sitemap.xml", "robots.txt"] {
        by_output.insert(output.to_owned(), bare(What::ByProgram, output, None, Vec::new()));
    }
    for file in theme.iter().flat_map(|theme| &theme.statics) {
        let place = Place::file(&SourceFile::new(file.path.clone(), ""));
        let output = format!("assets/{}", file.name);
        let origin = bare(What::Static, &output, None, vec![Part { role: Role::File, place }]);
        by_output.entry(output).or_insert(origin);
    }
    let mut shared: BTreeSet<String> = ["content/site.yaml".to_owned()].into();
    if let Some(theme) = theme {
        shared.extend(theme.templates.iter().map(|template| template.file.path.clone()));
        let texts = theme.text_places.iter().flat_map(BTreeMap::values);
        shared.extend(texts.map(|place| place.file.path.clone()));
    }
    let hidden = site.hidden.iter().map(|(path, hidden)| (format!("content/{path}"), *hidden)).collect();
    Origins { base: site.base.clone(), by_output, shared, hidden }
}

/// The files that a page is written in, or made from.
fn parts_of(page: &Page, language: &str, made_from: &MadeFrom) -> Vec<Part> {
    let title = page.source.place_of(&page.title);
    let Some(made) = &page.made else { return vec![Part { role: Role::Page, place: title }] };
    let mut parts = Vec::new();
    if let Some(places) = made_from.get(made) {
        parts.push(Part { role: Role::Rules, place: places.place.clone() });
        let name = places.names.get(language);
        parts.extend(name.map(|place| Part { role: Role::Texts, place: place.clone() }));
    }
    parts.push(Part { role: Role::Above, place: Place::file(&page.source.file) });
    parts
}

fn template(theme: Option<&Theme>, name: Option<&str>) -> Option<Part> {
    let (theme, name) = (theme?, name?);
    // The site's own goes before the theme's of the same name.
    let of_name = || theme.templates.iter().filter(|template| template.name == name);
    let found = of_name().find(|template| template.of_site).or_else(|| of_name().next())?;
    Some(Part { role: Role::Template, place: Place::file(&found.file) })
}

impl Origins {
    /// What makes the file at a path in the output.
    pub fn of_output(&self, output: &str) -> Option<&Origin> {
        // Files of the theme are known without what tells their content.
        self.by_output.get(output).or_else(|| self.by_output.get(&without_mark(output)))
    }

    /// What makes what a browser gets at an address of the site: its path, as browsers send it.
    pub fn at(&self, path: &str) -> Option<&Origin> {
        let inside = path.strip_prefix(self.base.path.as_str()).unwrap_or(path).trim_start_matches('/');
        let inside = percent_decoded(inside);
        let folder = if inside.is_empty() || inside.ends_with('/') { "" } else { "/" };
        self.of_output(&inside).or_else(|| self.by_output.get(&format!("{inside}{folder}index.html")))
    }

    /// What is known of an address as people have it: whole or from the root of the site, of the site itself
    /// or of its preview; or of a file, by its path from the folder of the site.
    pub fn find(&self, wanted: &str) -> Known<'_> {
        let wanted = wanted.trim();
        let path = match url::Url::parse(wanted) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => {
                let origin = url.origin().ascii_serialization();
                let is_ours = origin.eq_ignore_ascii_case(&self.base.origin);
                if !is_ours && !url.host().is_some_and(|host| is_preview(&host)) {
                    return Known::Elsewhere(origin);
                }
                url.path().to_owned()
            }
            _ => wanted.split(['?', '#']).next().unwrap_or_default().to_owned(),
        };
        if let Some(known) = self.of_file(&path) {
            return known;
        }
        match self.at(&path) {
            Some(origin) => Known::Origin(origin),
            None => self.of_file(&percent_decoded(&path)).unwrap_or_else(|| Known::Nothing(self.like(&path))),
        }
    }

    fn of_file(&self, path: &str) -> Option<Known<'_>> {
        let path = path.strip_prefix("./").unwrap_or(path);
        if let Some(hidden) = self.hidden.get(path) {
            return Some(Known::Hidden(path.to_owned(), *hidden));
        }
        // The page that is written in a file, or else all that have something of it.
        let of: Vec<&Origin> = self
            .by_output
            .values()
            .filter(|origin| !matches!(origin.what, What::Redirect | What::Part | What::OneFile | What::Feed))
            .filter(|origin| origin.parts.iter().any(|part| part.file() == path))
            .collect();
        let its_own = of.iter().find(|origin| {
            matches!(origin.what, What::Page | What::File | What::Static)
                && origin.parts.first().is_some_and(|part| part.file() == path)
        });
        match its_own {
            Some(origin) => Some(Known::Origin(origin)),
            None if of.is_empty() && !self.shared.contains(path) => None,
            None => Some(Known::File(path.to_owned(), of)),
        }
    }

    /// Addresses whose last name is like that of another.
    fn like(&self, path: &str) -> Vec<String> {
        let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let wanted = last(&percent_decoded(path)).to_lowercase();
        let addresses =
            self.by_output.values().filter(|origin| origin.page.is_some()).map(|origin| &origin.address);
        let mut near: Vec<(usize, &String)> = addresses
            .map(|address| (strsim::damerau_levenshtein(&wanted, &last(address)), address))
            .filter(|(distance, _)| *distance <= wanted.chars().count().max(3) / 3)
            .collect();
        near.sort();
        near.into_iter().take(3).map(|(_, address)| address.clone()).collect()
    }
}

/// Whether an address is that of a preview: this computer, or one in the same house.
fn is_preview(host: &url::Host<&str>) -> bool {
    match host {
        url::Host::Domain(name) => {
            *name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local")
        }
        url::Host::Ipv4(address) => address.is_loopback() || address.is_private(),
        url::Host::Ipv6(address) => address.is_loopback(),
    }
}

/// `leader.css` for `leader.1a2b3c4d.css`: names of published files tell their content.
fn without_mark(output: &str) -> String {
    let is_mark = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    match output.rsplit_once('.') {
        Some((stem, extension)) => match stem.rsplit_once('.') {
            Some((name, mark)) if is_mark(mark) => format!("{name}.{extension}"),
            _ if is_mark(extension) => stem.to_owned(),
            _ => output.to_owned(),
        },
        None => output.to_owned(),
    }
}

/// Why a page is not published.
pub fn why_hidden(hidden: Hidden) -> Words {
    match hidden {
        Hidden::Draft => Words::new("it is a draft: `draft: true`", "se on luonnos: `draft: true`"),
        Hidden::Future(day) => say!("it appears on {day}", "se ilmestyy {day}"),
        Hidden::Expired(day) => say!("it expired on {day}", "se poistui {day}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_without_what_tells_their_content() {
        assert_eq!(without_mark("assets/leader.1a2b3c4d.css"), "assets/leader.css");
        assert_eq!(without_mark("assets/fonts/a.b.1a2b3c4d.woff2"), "assets/fonts/a.b.woff2");
        assert_eq!(without_mark("assets/LICENSE.1a2b3c4d"), "assets/LICENSE");
        for same in ["leader.css", "index.html", "a.facade.tar", "readme"] {
            assert_eq!(without_mark(same), same);
        }
    }
}
