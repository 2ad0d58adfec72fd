//! The site as templates see it.

use tera::{Map, Value};

use super::html::encode_path;
use super::markdown::Heading;
use super::photo::Shown;
use super::search;
use super::share::Picture;
use super::templates::map;
use super::texts::Texts;
use crate::model::page::{Kind, Page, PageId};
use crate::model::site::{Language, MenuItem, Notice, Site, Target};
use crate::model::theme::{Setting, Theme, ThemeText};

/// How many pieces of news a front page shows.
const NEWS_ON_FRONT_PAGE: usize = 3;

/// About how many pages the plain list of all pages has: on a very large site each section gives its first.
const MOST_IN_LIST: usize = 1000;

/// Values that several pages share. A clone of a value is a count, not a copy.
pub(super) struct Values<'s> {
    pub(super) site: &'s Site,
    pub(super) texts: &'s [Texts<'s>],
    /// The way to the pages of each section; nothing for other pages.
    crumbs: Vec<Option<Value>>,
    /// The place of each page among its siblings.
    positions: Vec<usize>,
    /// The menus of each language.
    menus: Vec<Menus>,
    /// Whether the theme has a page for what is not translated.
    has_notices: bool,
    empty: Value,
}

impl<'s> Values<'s> {
    pub(super) fn new(site: &'s Site, texts: &'s [Texts<'s>], has_notices: bool) -> Self {
        let mut positions = vec![0; site.pages.len()];
        let mut crumbs: Vec<Option<Value>> = vec![None; site.pages.len()];
        for (id, page) in site.pages.iter().enumerate() {
            for (position, child) in page.children.iter().enumerate() {
                positions[*child] = position;
            }
            if !page.children.is_empty() {
                let mut way = Vec::new();
                let mut at = Some(id);
                while let Some(section) = at {
                    way.push(map([
                        ("title", text(&texts[section].short_title)),
                        ("url", url(site, &site.pages[section].url)),
                    ]));
                    at = site.pages[section].section;
                }
                way.reverse();
                crumbs[id] = Some(Value::from(way));
            }
        }
        let menus = site
            .languages
            .iter()
            .map(|language| Menus {
                main: Menu::new(site, texts, &language.menu.main),
                footer: Menu::new(site, texts, &language.menu.footer),
            })
            .collect();
        Self { site, texts, crumbs, positions, menus, has_notices, empty: Value::from(Vec::<Value>::new()) }
    }

    pub(super) fn has_notices(&self) -> bool {
        self.has_notices
    }

    /// What all pages of a language share.
    pub(super) fn shared(
        &self,
        language: usize,
        theme: &Theme,
        settings: &Value,
        assets: &Value,
    ) -> Vec<(&'static str, Value)> {
        let site = self.site;
        let here = &site.languages[language];
        let words: Map = theme.texts[language]
            .iter()
            .map(|(group, texts)| {
                let texts: Map = texts
                    .iter()
                    .map(|(key, words)| {
                        let words = match words {
                            ThemeText::Words(words) => text(words),
                            ThemeText::Counted(forms) => {
                                let forms = forms.iter().map(|(form, words)| ((*form).into(), text(words)));
                                Value::from(forms.collect::<Map>())
                            }
                        };
                        (key.clone().into(), words)
                    })
                    .collect();
                (group.clone().into(), Value::from(texts))
            })
            .collect();
        let languages: Vec<Value> = site
            .languages
            .iter()
            .zip(&site.homes)
            .map(|(language, home)| {
                map([
                    ("lang", text(&language.code)),
                    ("name", text(&language.name)),
                    ("url", site.pages.get(*home).map_or(Value::none(), |home| url(site, &home.url))),
                ])
            })
            .collect();
        let whole = site.pages.iter().find(|page| page.language == language && page.one_file);
        let elsewhere = whole.and_then(|page| Some((page, page.one_file_output()?))).map(|(page, output)| {
            let file = format!("/{output}");
            map([
                ("url", url(site, &page.url)),
                ("canonical", Value::from(site.base.absolute(&encode_path(&page.url)))),
                ("file", url(site, &file)),
                ("script", Value::from(site.base.absolute("/assets/fixed/embed.js"))),
            ])
        });
        // The pages that the front page leads to, by the template that only they have.
        let made_by = |name: &str| {
            let found = site.pages.iter().find(|page| {
                page.language == language
                    && page.template.as_ref().is_some_and(|template| template.value == name)
            });
            found.map_or(Value::none(), |page| url(site, &page.url))
        };
        let questions = site.pages.iter().find(|page| page.language == language && page.questions);
        let search = site.search_page(language).map(|search| &site.pages[search].url);
        vec![
            ("site", self.of_site(language)),
            ("search_url", search.map_or(Value::none(), |search| url(site, search))),
            (
                "search_index",
                search::index_url(site, language).map_or(Value::none(), |index| url(site, &index)),
            ),
            ("theme", settings.clone()),
            ("asset", assets.clone()),
            ("lang", text(&here.code)),
            ("t", Value::from(words)),
            ("languages", Value::from(languages)),
            ("elsewhere", elsewhere.unwrap_or_else(Value::none)),
            ("calculator_url", made_by("calculator")),
            ("finder_url", made_by("finder")),
            ("questions_url", questions.map_or(Value::none(), |page| url(site, &page.url))),
        ]
    }

    fn of_site(&self, language: usize) -> Value {
        let site = self.site;
        let here = &site.languages[language];
        let authority: Map =
            here.authority.iter().map(|(form, name)| (form.clone().into(), text(name))).collect();
        let social: Vec<Value> = site
            .social
            .iter()
            .map(|account| map([("name", text(&account.name)), ("url", text(&account.url))]))
            .collect();
        let municipalities: Vec<Value> = here.municipalities.iter().map(|name| text(name)).collect();
        let feed = site.pages.iter().find(|page| page.language == language && page.listing.feed);
        map([
            ("name", text(&here.site_name)),
            ("tagline", text(&here.tagline)),
            ("base_path", text(&site.base.path)),
            ("home_url", url(site, &format!("{}/", here.prefix))),
            ("url", Value::from(site.base.absolute(&format!("{}/", here.prefix)))),
            ("email", text(&site.contact.email)),
            ("phone", text(&site.contact.phone)),
            ("dialled", text(&site.contact.dialled)),
            ("address", text(&here.address)),
            ("social", Value::from(social)),
            ("publicity", self.publicity(language)),
            ("municipalities", Value::from(municipalities)),
            ("authority", if here.authority.is_empty() { Value::none() } else { Value::from(authority) }),
            ("feed_url", feed.map_or(Value::none(), |page| url(site, &format!("{}atom.xml", page.url)))),
        ])
    }

    /// What is said of EU money. Logos keep their shape; the theme gives them their height.
    fn publicity(&self, language: usize) -> Value {
        let site = self.site;
        let Some(publicity) = &site.publicity else { return Value::none() };
        let logos = publicity.logos.iter().map(|logo| {
            let file = &site.files[logo.file];
            let (width, height) =
                file.dimensions().map_or((Value::none(), Value::none()), |(width, height)| {
                    (Value::from(width), Value::from(height))
                });
            map([
                ("url", url(site, &file.url)),
                ("alt", text(&logo.alt[language])),
                ("width", width),
                ("height", height),
            ])
        });
        map([
            ("mark", text(&publicity.mark)),
            ("authority", Value::from(publicity.authority)),
            ("logos", Value::from(logos.collect::<Vec<_>>())),
        ])
    }

    /// The menus as they stand on a page: with the entry marked that leads to it, or to its section.
    pub(super) fn menus(&self, page: &Page) -> Value {
        let Menus { main, footer } = &self.menus[page.language];
        map([("main", main.on(&page.url)), ("footer", footer.on(&page.url))])
    }

    /// The menus as they stand on a page that none of them leads to.
    pub(super) fn menus_without_page(&self, language: usize) -> Value {
        let Menus { main, footer } = &self.menus[language];
        map([("main", main.unmarked.clone()), ("footer", footer.unmarked.clone())])
    }

    /// `page`, as a template sees it. A further part of a list has an address of its own.
    pub(super) fn page(&self, id: PageId, part: usize, template: &str, text_of_page: &PageText<'_>) -> Value {
        let site = self.site;
        let page = &site.pages[id];
        let texts = &self.texts[id];
        let language = &site.languages[page.language];
        let address = part_url(page, part);
        let kind = match page.kind {
            Kind::Home => "home",
            Kind::Section => "section",
            Kind::Page => "page",
            Kind::Article => "article",
        };
        let section = page.section.map_or(Value::none(), |section| {
            map([("title", text(&self.texts[section].title)), ("url", url(site, &site.pages[section].url))])
        });
        let translations = if page.translations.is_empty() {
            self.empty.clone()
        } else {
            Value::from(page.translations.iter().map(|other| self.translation(*other)).collect::<Vec<_>>())
        };
        map([
            ("title", text(&texts.title)),
            ("menu_title", text(&texts.short_title)),
            ("description", text(&texts.description)),
            ("url", url(site, &address)),
            ("canonical", Value::from(site.base.absolute(&encode_path(&address)))),
            ("lang", text(&language.code)),
            ("date", date(page.date, language)),
            ("updated", date(page.updated, language)),
            ("content", Value::safe_string(text_of_page.html)),
            ("toc", self.contents(text_of_page.contents)),
            ("breadcrumbs", self.way_to(page)),
            ("translations", translations),
            ("untranslated", self.untranslated(page)),
            ("kind", Value::from(kind)),
            ("picture", self.picture(page)),
            ("section", section),
            ("template", text(template)),
            ("indexed", Value::from(page.indexed)),
            ("has_calculator", Value::from(text_of_page.scripts)),
        ])
    }

    /// The notices in the languages that do not have the page.
    fn untranslated(&self, page: &Page) -> Value {
        if page.notices.is_empty() || !self.has_notices {
            return self.empty.clone();
        }
        let notice = |number: &usize| {
            let notice = &self.site.notices[*number];
            let language = &self.site.languages[notice.language];
            map([
                ("lang", text(&language.code)),
                ("name", text(&language.name)),
                ("url", url(self.site, &notice.url)),
            ])
        };
        Value::from(page.notices.iter().map(notice).collect::<Vec<_>>())
    }

    /// `page` for a notice: its `translations` are the page in the languages that have it.
    pub(super) fn notice(&self, notice: &Notice) -> Value {
        let site = self.site;
        let page = &site.pages[notice.page];
        let mut others = vec![self.translation(notice.page)];
        others.extend(page.translations.iter().map(|other| self.translation(*other)));
        let others_lack =
            page.notices.iter().filter(|number| site.notices[**number].language != notice.language);
        let lacking = others_lack.map(|number| {
            let other = &site.notices[*number];
            let language = &site.languages[other.language];
            map([
                ("lang", text(&language.code)),
                ("name", text(&language.name)),
                ("url", url(site, &other.url)),
            ])
        });
        // The nearest part of the site that this language has.
        let mut section = page.section;
        let nearest = loop {
            let Some(id) = section else { break None };
            let here = |other: &&PageId| site.pages[**other].language == notice.language;
            if let Some(found) = site.pages[id].translations.iter().find(here) {
                break Some(*found);
            }
            section = site.pages[id].section;
        };
        let section = nearest.filter(|id| site.pages[*id].kind != Kind::Home).map_or(Value::none(), |id| {
            map([("title", text(&self.texts[id].title)), ("url", url(site, &site.pages[id].url))])
        });
        bare_page(
            site,
            &site.languages[notice.language],
            &notice.url,
            "untranslated",
            [
                ("translations", Value::from(others)),
                ("untranslated", Value::from(lacking.collect::<Vec<_>>())),
                ("section", section),
            ],
        )
    }

    fn translation(&self, id: PageId) -> Value {
        let page = &self.site.pages[id];
        let language = &self.site.languages[page.language];
        map([
            ("lang", text(&language.code)),
            ("name", text(&language.name)),
            ("title", text(&self.texts[id].title)),
            ("url", url(self.site, &page.url)),
            ("canonical", Value::from(self.site.base.absolute(&encode_path(&page.url)))),
        ])
    }

    fn way_to(&self, page: &Page) -> Value {
        let way = page.section.and_then(|section| self.crumbs[section].as_ref());
        way.unwrap_or(&self.empty).clone()
    }

    fn contents(&self, headings: &[Heading]) -> Value {
        if headings.is_empty() {
            return self.empty.clone();
        }
        let entries: Vec<Value> = headings
            .iter()
            .map(|heading| {
                map([
                    ("id", text(&heading.id)),
                    ("title", text(&heading.title)),
                    ("children", self.contents(&heading.children)),
                ])
            })
            .collect();
        Value::from(entries)
    }

    /// The pages that a part of a section's list shows.
    pub(super) fn list(&self, section: PageId, part: usize) -> Value {
        let page = &self.site.pages[section];
        if !page.listing.shown {
            return self.empty.clone();
        }
        let per_page = page.listing.per_page.unwrap_or(usize::MAX);
        let start = per_page.saturating_mul(part - 1).min(page.children.len());
        let end = start.saturating_add(per_page).min(page.children.len());
        Value::from(page.children[start..end].iter().map(|child| self.card(*child)).collect::<Vec<_>>())
    }

    /// The newest news of a language.
    pub(super) fn news(&self, language: usize) -> Value {
        let mut dated: Vec<PageId> = (0..self.site.pages.len())
            .filter(|id| {
                let page = &self.site.pages[*id];
                page.language == language && page.kind == Kind::Article
            })
            .collect();
        dated.sort_by_key(|id| (std::cmp::Reverse(self.site.pages[*id].date), *id));
        dated.truncate(NEWS_ON_FRONT_PAGE);
        Value::from(dated.into_iter().map(|id| self.card(id)).collect::<Vec<_>>())
    }

    /// The name of a page and where it is, for data that is put together elsewhere.
    pub(super) fn named(&self, id: PageId) -> serde_json::Value {
        let address = self.site.base.path_to(&encode_path(&self.site.pages[id].url));
        serde_json::json!({"title": &*self.texts[id].title, "url": address})
    }

    /// A page as lists show it.
    fn card(&self, id: PageId) -> Value {
        let page = &self.site.pages[id];
        let texts = &self.texts[id];
        map([
            ("title", text(&texts.title)),
            ("url", url(self.site, &page.url)),
            ("description", text(&texts.description)),
            ("date", date(page.date, &self.site.languages[page.language])),
            ("picture", self.picture(page)),
        ])
    }

    /// The picture that stands for a page.
    fn picture(&self, page: &Page) -> Value {
        let Some(picture) = &page.picture else { return Value::none() };
        let shown = Shown::new(self.site, &self.site.files[picture.file]);
        let side = |side: Option<u32>| side.map_or(Value::none(), Value::from);
        map([
            ("src", Value::from(shown.src)),
            ("srcset", Value::from(shown.srcset)),
            ("alt", text(&picture.alt)),
            ("width", side(shown.dimensions.map(|(width, _)| width))),
            ("height", side(shown.dimensions.map(|(_, height)| height))),
        ])
    }

    /// All pages of a language, as the plain list of the search page shows them: the front page and those
    /// right below it, each with all that lie below them.
    pub(super) fn all_pages(&self, language: usize) -> Value {
        let Some(home) = self.site.homes.get(language).filter(|home| **home < self.site.pages.len()) else {
            return self.empty.clone();
        };
        let below: Vec<PageId> = self.listed(*home).collect();
        let most = (MOST_IN_LIST / below.len().max(1)).max(3);
        let groups = below.into_iter().map(|page| {
            let mut pages = Vec::new();
            self.add_below(page, &mut pages);
            let left_out = pages.len() - pages.len().min(most);
            pages.truncate(most);
            self.group(page, pages, left_out)
        });
        Value::from(std::iter::once(self.group(*home, Vec::new(), 0)).chain(groups).collect::<Vec<_>>())
    }

    /// What is left out of a long group stands in the list of the section itself.
    fn group(&self, id: PageId, pages: Vec<PageId>, left_out: usize) -> Value {
        let link = |id: PageId| {
            [("title", text(&self.texts[id].short_title)), ("url", url(self.site, &self.site.pages[id].url))]
        };
        let [title, address] = link(id);
        let pages = Value::from(pages.into_iter().map(|page| map(link(page))).collect::<Vec<_>>());
        map([title, address, ("pages", pages), ("left_out", Value::from(left_out))])
    }

    fn add_below(&self, id: PageId, pages: &mut Vec<PageId>) {
        for page in self.listed(id) {
            pages.push(page);
            self.add_below(page, pages);
        }
    }

    /// The pages right below one that search engines are told of.
    fn listed(&self, id: PageId) -> impl Iterator<Item = PageId> {
        self.site.pages[id].children.iter().copied().filter(|page| self.site.pages[*page].indexed)
    }

    /// Where a part of a list stands among the others; nothing if there is but one.
    pub(super) fn pager(&self, section: PageId, part: usize) -> Value {
        let page = &self.site.pages[section];
        let parts = page.parts();
        if parts < 2 {
            return Value::none();
        }
        let to = |part: usize| url(self.site, &part_url(page, part));
        map([
            ("number", Value::from(part)),
            ("total", Value::from(parts)),
            ("prev", if part > 1 { to(part - 1) } else { Value::none() }),
            ("next", if part < parts { to(part + 1) } else { Value::none() }),
        ])
    }

    /// The news before and after a piece of news, in time.
    pub(super) fn neighbours(&self, id: PageId) -> (Value, Value) {
        let page = &self.site.pages[id];
        let Some(section) = page.section else { return (Value::none(), Value::none()) };
        let siblings = &self.site.pages[section].children;
        let at = self.positions[id];
        let link = |neighbour: Option<&PageId>| match neighbour {
            Some(id) if self.site.pages[*id].kind == Kind::Article => map([
                ("title", text(&self.texts[*id].title)),
                ("url", url(self.site, &self.site.pages[*id].url)),
            ]),
            _ => Value::none(),
        };
        // Newest first: what comes later in the list is older.
        let older = link(siblings.get(at + 1));
        let newer = link(at.checked_sub(1).and_then(|before| siblings.get(before)));
        (older, newer)
    }
}

/// The menus of a language.
struct Menus {
    main: Menu,
    footer: Menu,
}

/// A menu, ready to be shown on any page.
struct Menu {
    entries: Vec<Entry>,
    /// The menu on a page that it does not lead to. Nearly all entries of nearly all pages are so.
    unmarked: Value,
}

struct Entry {
    title: Value,
    address: Value,
    /// Address of the page that it leads to, without the base; empty for other sites.
    url: String,
    is_home: bool,
    children: Menu,
    unmarked: Value,
}

impl Menu {
    fn new(site: &Site, texts: &[Texts<'_>], items: &[MenuItem]) -> Self {
        let entries: Vec<Entry> = items.iter().map(|item| Entry::new(site, texts, item)).collect();
        let unmarked = Value::from(entries.iter().map(|entry| entry.unmarked.clone()).collect::<Vec<_>>());
        Self { entries, unmarked }
    }

    fn on(&self, page: &str) -> Value {
        if !self.entries.iter().any(|entry| entry.leads_to_or_above(page)) {
            return self.unmarked.clone();
        }
        Value::from(self.entries.iter().map(|entry| entry.on(page)).collect::<Vec<_>>())
    }
}

impl Entry {
    fn new(site: &Site, texts: &[Texts<'_>], item: &MenuItem) -> Self {
        let (title, address, page) = match &item.target {
            Target::Page(page) => {
                let page_url = &site.pages[*page].url;
                (text(&texts[*page].short_title), url(site, page_url), page_url.clone())
            }
            Target::Url(address) => (text(address), text(address), String::new()),
        };
        let title = item.title.as_ref().map_or(title, |title| text(title));
        let children = Menu::new(site, texts, &item.children);
        Self {
            unmarked: entry(&title, &address, Value::none(), children.unmarked.clone()),
            is_home: matches!(&item.target, Target::Page(page) if site.pages[*page].kind == Kind::Home),
            url: page,
            title,
            address,
            children,
        }
    }

    fn leads_to_or_above(&self, page: &str) -> bool {
        !self.url.is_empty() && page.starts_with(&self.url) && (!self.is_home || page == self.url)
    }

    fn on(&self, page: &str) -> Value {
        let current = match self.leads_to_or_above(page) {
            false => return self.unmarked.clone(),
            true if page == self.url => "page",
            true => "true",
        };
        entry(&self.title, &self.address, Value::from(current), self.children.on(page))
    }
}

fn entry(title: &Value, address: &Value, current: Value, children: Value) -> Value {
    map([("title", title.clone()), ("url", address.clone()), ("current", current), ("children", children)])
}

/// What was made of the text of a page.
pub(super) struct PageText<'t> {
    pub html: &'t str,
    /// The headings that its table of contents shows.
    pub contents: &'t [Heading],
    /// All of them.
    pub headings: &'t [Heading],
    pub scripts: bool,
}

/// The page that is shown for an address that leads nowhere.
pub(super) fn not_found(site: &Site, language: &Language, address: &str) -> Value {
    let none = || Value::from(Vec::<Value>::new());
    let links = [("translations", none()), ("untranslated", none()), ("section", Value::none())];
    bare_page(site, language, address, "not-found", links)
}

/// A page without a text of an author.
fn bare_page(
    site: &Site,
    language: &Language,
    address: &str,
    template: &'static str,
    [translations, untranslated, section]: [(&'static str, Value); 3],
) -> Value {
    map([
        ("title", text(&language.site_name)),
        ("menu_title", text(&language.site_name)),
        ("description", Value::from("")),
        ("url", url(site, address)),
        ("canonical", Value::none()),
        ("lang", text(&language.code)),
        ("date", Value::none()),
        ("updated", Value::none()),
        ("content", Value::safe_string("")),
        ("toc", Value::from(Vec::<Value>::new())),
        ("breadcrumbs", Value::from(Vec::<Value>::new())),
        translations,
        untranslated,
        ("kind", Value::from(if template == "not-found" { "not_found" } else { "notice" })),
        section,
        ("template", Value::from(template)),
        ("indexed", Value::from(false)),
        ("has_calculator", Value::from(false)),
    ])
}

/// The address of a part of a section's list.
pub(super) fn part_url(page: &Page, part: usize) -> String {
    if part == 1 { page.url.clone() } else { format!("{}{part}/", page.url) }
}

/// The picture that other services show beside a link to a page.
pub(super) fn share(site: &Site, picture: &Picture) -> Value {
    map([
        ("url", Value::from(site.base.absolute(&picture.url))),
        ("alt", text(&picture.alt)),
        ("width", Value::from(picture.width)),
        ("height", Value::from(picture.height)),
    ])
}

/// The settings of a theme.
pub(super) fn settings(settings: &[(String, Setting)]) -> Value {
    let map: Map = settings.iter().map(|(name, value)| (name.clone().into(), setting(value))).collect();
    Value::from(map)
}

fn setting(value: &Setting) -> Value {
    match value {
        Setting::Text(words) => text(words),
        Setting::Number(number) => Value::from(*number),
        Setting::Flag(flag) => Value::from(*flag),
        Setting::List(items) => Value::from(items.iter().map(setting).collect::<Vec<_>>()),
        Setting::Group(entries) => settings(entries),
    }
}

fn text(words: &str) -> Value {
    Value::from(words)
}

fn url(site: &Site, address: &str) -> Value {
    Value::from(site.base.path_to(&encode_path(address)))
}

fn date(date: Option<jiff::civil::Date>, language: &Language) -> Value {
    match date {
        Some(date) => map([
            ("iso", Value::from(date.to_string())),
            ("text", Value::from(language.locale.date_long(date))),
        ]),
        None => Value::none(),
    }
}
