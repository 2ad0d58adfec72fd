//! How far a site is translated: for each language what is there, missing or out of date, among pages,
//! menus, words of the rules and words of the theme.

use serde_json::{Value as Json, json};

use super::{Whole, translations};
use crate::diag::{Words, say};
use crate::model::page::{Kind, Page};
use crate::model::site::{MenuItem, Target};
use crate::sheet::{Cell, Sheet};

/// What is translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Page,
    News,
    Menu,
    RuleText,
    ThemeText,
}

impl What {
    const ALL: [Self; 5] = [Self::Page, Self::News, Self::Menu, Self::RuleText, Self::ThemeText];

    fn id(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::News => "news",
            Self::Menu => "menu",
            Self::RuleText => "rule-text",
            Self::ThemeText => "theme-text",
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Page => Words::new("pages", "sivut"),
            Self::News => Words::new("news", "uutiset"),
            Self::Menu => Words::new("menu entries", "valikon rivit"),
            Self::RuleText => Words::new("texts of the rules", "sääntöjen tekstit"),
            Self::ThemeText => Words::new("texts of the theme", "teeman tekstit"),
        }
    }
}

/// What is the matter with a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    Missing,
    /// Its original has changed since.
    Older,
    /// It is still in the language of the original.
    Copied,
}

impl Matter {
    const ALL: [Self; 3] = [Self::Missing, Self::Older, Self::Copied];

    fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Older => "older",
            Self::Copied => "not-translated",
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Missing => Words::new("missing", "puuttuu"),
            Self::Older => Words::new("older", "vanhempi"),
            Self::Copied => Words::new("not translated", "kääntämättä"),
        }
    }
}

/// Something that is missing or out of date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub what: What,
    pub matter: Matter,
    /// The file of the original, or the key of the text.
    pub original: String,
    /// The file of the translation, where there is one.
    pub translation: Option<String>,
}

/// One language beside the first.
#[derive(Debug)]
pub struct OfLanguage {
    pub code: String,
    /// How many there are in the first language.
    pub all: Vec<(What, usize)>,
    pub items: Vec<Item>,
}

/// How far a site is translated.
#[derive(Debug, Default)]
pub struct Standing {
    /// The language of the originals.
    pub original: String,
    pub languages: Vec<OfLanguage>,
}

/// Compares each language with the first one.
pub fn standing(whole: &Whole<'_>) -> Standing {
    let site = whole.site;
    let original = &site.languages[0];
    let what = |page: &Page| if page.kind == Kind::Article { What::News } else { What::Page };
    // Pages made from the rules are there in each language that the rules have.
    let first_pages = || site.pages.iter().filter(|page| page.language == 0 && page.made.is_none());
    let languages = site.languages.iter().enumerate().skip(1).map(|(number, language)| {
        let mut items = Vec::new();
        for page in first_pages() {
            let other = page.translations.iter().map(|other| &site.pages[*other]);
            let other = other.into_iter().find(|other| other.language == number);
            let matter = match other {
                None => Matter::Missing,
                Some(other) if translations::is_copied(other, page) => Matter::Copied,
                Some(other) if translations::changed_since(other, page).is_some() => Matter::Older,
                Some(_) => continue,
            };
            items.push(Item {
                what: what(page),
                matter,
                original: page.source.file.path.clone(),
                translation: other.map(|other| other.source.file.path.clone()),
            });
        }
        let menus =
            [(&original.menu.main, &language.menu.main), (&original.menu.footer, &language.menu.footer)];
        let mut entries = 0;
        for (first, menu) in menus {
            let mut there = Vec::new();
            pages_of(menu, &mut there);
            let mut wanted = Vec::new();
            pages_of(first, &mut wanted);
            entries += wanted.len();
            for page in wanted.into_iter().map(|page| &site.pages[page]) {
                let other = page.translations.iter().find(|other| site.pages[**other].language == number);
                if other.is_none_or(|other| !there.contains(other)) {
                    items.push(Item {
                        what: What::Menu,
                        matter: Matter::Missing,
                        original: page.source.file.path.clone(),
                        translation: other.map(|other| site.pages[*other].source.file.path.clone()),
                    });
                }
            }
        }
        let copied = |what, keys: Vec<String>| {
            keys.into_iter().map(move |original| Item {
                what,
                matter: Matter::Copied,
                original,
                translation: None,
            })
        };
        items.extend(copied(What::RuleText, translations::copied_rule_texts(whole, number).0));
        items.extend(copied(What::ThemeText, translations::copied_theme_texts(whole, number).0));
        items.sort();
        let texts = whole.rules.and_then(|book| book.texts.get(&original.code));
        let all = What::ALL.map(|kind| {
            let count = match kind {
                What::Page | What::News => first_pages().filter(|page| what(page) == kind).count(),
                What::Menu => entries,
                What::RuleText => texts.map_or(0, |texts| texts.entries.len()),
                What::ThemeText => whole.theme.texts[0].values().map(std::collections::BTreeMap::len).sum(),
            };
            (kind, count)
        });
        OfLanguage { code: language.code.clone(), all: all.to_vec(), items }
    });
    Standing { original: original.code.clone(), languages: languages.collect() }
}

/// The pages that a menu leads to, those under its entries included.
fn pages_of(menu: &[MenuItem], pages: &mut Vec<usize>) {
    for item in menu {
        if let Target::Page(page) = item.target {
            pages.push(page);
        }
        pages_of(&item.children, pages);
    }
}

impl OfLanguage {
    fn count(&self, what: What, matter: Matter) -> usize {
        self.items.iter().filter(|item| (item.what, item.matter) == (what, matter)).count()
    }

    /// `sv: 1 of 18 pages missing, 2 older`; nothing if all is there.
    fn summary(&self) -> Option<Words> {
        let mut said = Words::default();
        for (what, all) in &self.all {
            let mut matters = Words::default();
            for matter in Matter::ALL {
                let (count, matter) = (self.count(*what, matter), matter.words());
                if count > 0 {
                    matters = joined(&matters, ", ", &say!("{count} {matter}", "{count} {matter}"; matter));
                }
            }
            if !matters.is_empty() {
                let what = what.words();
                let line = say!("{what} ({all}): {matters}", "{what} ({all}): {matters}"; what, matters);
                said = joined(&said, "; ", &line);
            }
        }
        let code = &self.code;
        (!said.is_empty()).then(|| say!("{code}: {said}", "{code}: {said}"; said))
    }
}

fn joined(before: &Words, between: &str, more: &Words) -> Words {
    let join = |before: &str, more: &str| match before {
        "" => more.to_owned(),
        _ => format!("{before}{between}{more}"),
    };
    Words { en: join(&before.en, &more.en).into(), fi: join(&before.fi, &more.fi).into() }
}

impl Standing {
    /// A line for each language in which something is missing or out of date.
    pub fn summary(&self) -> Vec<Words> {
        self.languages.iter().filter_map(OfLanguage::summary).collect()
    }

    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        let original = &self.original;
        if self.languages.is_empty() {
            sheet.line(say!(
                "The site is in one language, `{original}`.",
                "Sivusto on yhdellä kielellä, `{original}`."
            ));
        }
        for language in &self.languages {
            let code = &language.code;
            sheet.heading(say!(
                "`{code}`, translated from `{original}`",
                "`{code}`, käännetty kielestä `{original}`"
            ));
            sheet.row([
                "".into(),
                Cell::number(Words::new("all", "kaikki")),
                Cell::number(Matter::Missing.words()),
                Cell::number(Matter::Older.words()),
                Cell::number(Matter::Copied.words()),
            ]);
            for (what, all) in &language.all {
                let number = |number: usize| Cell::number(Words::same(number.to_string()));
                let count = |matter| number(language.count(*what, matter));
                sheet.row([
                    what.words().into(),
                    number(*all),
                    count(Matter::Missing),
                    count(Matter::Older),
                    count(Matter::Copied),
                ]);
            }
            if !language.items.is_empty() {
                sheet.gap();
            }
            for item in &language.items {
                sheet.row([
                    item.what.words().into(),
                    item.matter.words().into(),
                    item.original.clone().into(),
                    item.translation.clone().unwrap_or_default().into(),
                ]);
            }
        }
        sheet
    }

    pub fn json(&self) -> Json {
        let languages = self.languages.iter().map(|language| {
            let counts = language.all.iter().map(|(what, all)| {
                let mut counts = json!({"all": all});
                for matter in Matter::ALL {
                    counts[matter.id()] = json!(language.count(*what, matter));
                }
                (what.id().to_owned(), counts)
            });
            let items = language.items.iter().map(|item| {
                json!({
                    "what": item.what.id(),
                    "matter": item.matter.id(),
                    "original": item.original,
                    "translation": item.translation,
                })
            });
            json!({
                "language": language.code,
                "counts": counts.collect::<serde_json::Map<_, _>>(),
                "items": items.collect::<Vec<_>>(),
            })
        });
        json!({"original": self.original, "languages": languages.collect::<Vec<_>>()})
    }
}
