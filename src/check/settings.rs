//! `content/site.yaml` into the settings of a site.

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_locale_core::LanguageIdentifier;
use jiff::civil::Date;

use super::shape::site as shape;
use super::yaml::{Cursor, Document, Map, Node};
use crate::diag::{Diagnostics, Reported, Words, say};
use crate::model::address::{self, external};
use crate::model::locale::{Locale, Tongue};
use crate::model::reachable;
use crate::model::site::{BaseUrl, Contact, Language, Menu, NamedLink, Phrase, Social, Untranslated};
use crate::source::{Place, Project, SourceFile, Spanned};

/// The settings of a site. What hangs on its pages or its theme is still as it was written.
#[derive(Debug)]
pub struct Settings {
    pub base: BaseUrl,
    /// The name of its theme.
    pub theme: Result<Spanned<String>, Reported>,
    pub contact: Contact,
    pub social: Vec<Social>,
    pub publicity: Option<RawPublicity>,
    /// The default language first; their menus are empty.
    pub languages: Vec<Language>,
    /// The menus of each language, in the order of the languages.
    pub menus: Vec<RawMenu>,
    pub untranslated: Untranslated,
    pub share_pictures: bool,
    /// Whether it only shows how a site looks.
    pub is_demonstration: bool,
    /// Files to publish as they are: where each comes from, and where it goes.
    pub copies: Vec<(Spanned<String>, Spanned<String>)>,
    document: Document,
}

/// A [`crate::model::site::Publicity`] whose files are not looked up yet.
#[derive(Debug)]
pub struct RawPublicity {
    pub mark: String,
    pub authority: bool,
    /// The file under `content/`, and its words in each language.
    pub logos: Vec<(Spanned<String>, Vec<String>)>,
}

/// The menus of one language, before their pages are looked up.
#[derive(Debug, Default)]
pub struct RawMenu {
    pub main: Vec<RawItem>,
    pub footer: Vec<RawItem>,
}

#[derive(Debug)]
pub struct RawItem {
    /// `None` where it cannot be read; what lies below the entry is looked at all the same.
    pub target: Option<RawTarget>,
    pub title: Option<String>,
    pub children: Vec<RawItem>,
}

#[derive(Debug)]
pub enum RawTarget {
    /// The file of a page, from the folder of the language.
    Page(Spanned<String>),
    Url(Spanned<String>),
}

/// Checks the settings. `project` says for which day and address the site is made.
///
/// Only what the rest of the site cannot be looked at without is an error here. Other parts with a
/// mistake are told of and left out, so that one run shows what is wrong elsewhere, too.
pub fn settings(
    file: &Arc<SourceFile>,
    project: &Project,
    diags: &mut Diagnostics,
) -> Result<Settings, Reported> {
    let document = Document::parse_file(file, diags)?;
    let map = document.root().shape(&shape::SITE, diags)?;
    let base = base_url(&map, project, diags).unwrap_or_default();
    let theme = map.must("theme", diags).and_then(|theme| theme.text(diags));
    let contact = contact(&map, diags).unwrap_or_default();
    let social = social(&map, diags).unwrap_or_default();
    let languages = languages(&map, project.date, diags)?;
    let publicity = publicity(&map, &languages, diags).unwrap_or_default();
    let menus = menus(&map, &languages, diags);
    let untranslated = untranslated(&map, diags).unwrap_or_default();
    let share_pictures = map.get("share_pictures").is_none_or(|chosen| chosen.bool(diags).unwrap_or(true));
    let is_demonstration = map.get("demonstration").is_some_and(|chosen| chosen.bool(diags).unwrap_or(false));
    let copies = copies(&map, diags);
    Ok(Settings {
        base,
        theme,
        contact,
        social,
        publicity,
        languages,
        menus,
        untranslated,
        share_pictures,
        is_demonstration,
        copies,
        document,
    })
}

/// A time in which one authority decides.
#[derive(Debug, Clone)]
pub struct Authority {
    pub from: Date,
    pub until: Option<Date>,
    /// Its name in the site's first language.
    pub name: String,
    pub place: Place,
}

impl Authority {
    /// Whether it decides on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl Settings {
    /// Who decides at which time; a build asks only for the one of its day.
    pub fn authorities(&self) -> Vec<Authority> {
        // What is wrong with them was told when the settings were checked.
        let mut unheard = Diagnostics::new();
        let codes: Vec<&str> = self.languages.iter().map(|language| language.code.as_str()).collect();
        let mut keys = vec!["from", "until"];
        keys.extend(&codes);
        let site = self.document.root().shape(&shape::SITE, &mut unheard);
        let items = site.ok().and_then(|site| site.get("authority")?.list(&mut unheard).ok());
        let periods = items.unwrap_or_default().into_iter().filter_map(|item| {
            let period = period(&item, &keys, &codes, &mut unheard).ok()?;
            let name = period.forms.first()?.get("name")?.clone();
            Some(Authority { from: period.from.value, until: period.until, name, place: period.from.place })
        });
        periods.collect()
    }

    /// What the site sets for its theme.
    pub(super) fn theme_settings(&self, diags: &mut Diagnostics) -> Option<Cursor<'_>> {
        // Its shape was checked before; a second look reports nothing new.
        self.document.root().shape(&shape::SITE, diags).ok()?.get("settings")
    }
}

fn base_url(map: &Map<'_>, project: &Project, diags: &mut Diagnostics) -> Result<BaseUrl, Reported> {
    let written = map.must("base_url", diags)?.text(diags)?;
    let base = BaseUrl::parse(&written.value).ok_or_else(|| diags.not_a_base_url(&written));
    match &project.base_url {
        // Told from outside for this one build; what the file says has to be right all the same.
        Some(chosen) => {
            base?;
            BaseUrl::parse(chosen).ok_or_else(|| {
                diags.not_a_base_url(&Spanned { value: chosen.clone(), place: written.place.clone() })
            })
        }
        None => base,
    }
}

fn untranslated(map: &Map<'_>, diags: &mut Diagnostics) -> Result<Untranslated, Reported> {
    let Some(cursor) = map.get("untranslated") else { return Ok(Untranslated::default()) };
    let chosen = cursor.text(diags)?;
    match chosen.value.as_str() {
        "notice" => Ok(Untranslated::Notice),
        "hidden" => Ok(Untranslated::Hidden),
        _ => Err(diags.not_one_of(
            &chosen,
            &Words::new("way to treat missing pages", "puuttuvien sivujen tapa"),
            shape::UNTRANSLATED.iter().copied(),
        )),
    }
}

/// Files to publish as they are. One with a mistake is told of and left out.
fn copies(map: &Map<'_>, diags: &mut Diagnostics) -> Vec<(Spanned<String>, Spanned<String>)> {
    let listed = map.get("files").and_then(|files| files.list(diags).ok()).unwrap_or_default();
    let copy = |item: &Cursor<'_>, diags: &mut Diagnostics| {
        let copy = item.shape(&shape::COPY, diags)?;
        let mut path = |key: &'static str| {
            let mut path = copy.must(key, diags)?.text(diags)?;
            let written = path.value.strip_prefix('/').unwrap_or(&path.value);
            path.value = address::composed(written).into_owned();
            Ok(path)
        };
        let (from, to): (Result<_, Reported>, Result<Spanned<String>, Reported>) = (path("from"), path("to"));
        let (from, to) = (from?, to?);
        // On the disk a name is as its system writes it.
        let from = Spanned { value: item_path(&from), place: from.place };
        if from.value.is_empty() || from.value.split('/').any(|name| name == "..") {
            return Err(diags.copy_from_outside(&from));
        }
        if !address::is_output_path(&to.value) {
            return Err(diags.copy_to_no_file(&to, &from.value));
        }
        Ok((from, to))
    };
    listed.iter().filter_map(|item| copy(item, diags).ok()).collect()
}

/// `./static//x` as `static/x`.
fn item_path(from: &Spanned<String>) -> String {
    from.value.split('/').filter(|name| !matches!(*name, "" | ".")).collect::<Vec<_>>().join("/")
}

fn contact(map: &Map<'_>, diags: &mut Diagnostics) -> Result<Contact, Reported> {
    let Some(cursor) = map.get("contact") else { return Ok(Contact::default()) };
    let contact = cursor.shape(&shape::CONTACT, diags)?;
    let email = contact.get("email").map(|cursor| {
        let email = cursor.text(diags)?;
        let meant = reachable::meant_email(&email.value);
        if reachable::is_email(&email.value) {
            Ok(email.value)
        } else {
            Err(diags.not_an_email(&email, meant.as_deref()))
        }
    });
    let phone = contact.get("phone").map(|cursor| {
        let phone = cursor.text(diags)?;
        let dialled = reachable::telephone(&phone.value).ok_or_else(|| diags.not_a_telephone(&phone))?;
        Ok((phone.value, dialled))
    });
    let (email, phone) = (email.transpose()?.unwrap_or_default(), phone.transpose()?.unwrap_or_default());
    Ok(Contact { email, phone: phone.0, dialled: phone.1 })
}

fn social(map: &Map<'_>, diags: &mut Diagnostics) -> Result<Vec<Social>, Reported> {
    let Some(cursor) = map.get("social") else { return Ok(Vec::new()) };
    let items = cursor.list(diags)?;
    let accounts: Vec<_> = items
        .iter()
        .map(|item| {
            let account = item.shape(&shape::ACCOUNT, diags)?;
            let name = account.must("name", diags).and_then(|name| name.text(diags));
            let url = account.must("url", diags).and_then(|url| web_address(&url, diags));
            Ok(Social { name: name?.value, url: url? })
        })
        .collect();
    accounts.into_iter().collect()
}

fn publicity(
    map: &Map<'_>,
    languages: &[Language],
    diags: &mut Diagnostics,
) -> Result<Option<RawPublicity>, Reported> {
    let Some(cursor) = map.get("publicity") else { return Ok(None) };
    let publicity = cursor.shape(&shape::PUBLICITY, diags)?;
    let mark = publicity.must("mark", diags).and_then(|mark| mark.text(diags)).and_then(|mark| {
        let known = || shape::MARKS.iter().copied();
        match known().any(|one| one == mark.value) {
            true => Ok(mark.value),
            false => Err(diags.not_one_of(&mark, &Words::new("mark", "tunnus"), known())),
        }
    });
    let authority = publicity.get("authority").map_or(Ok(true), |authority| authority.bool(diags));
    let codes: Vec<&str> = languages.iter().map(|language| language.code.as_str()).collect();
    let items = publicity.get("logos").map_or(Ok(Vec::new()), |logos| logos.list(diags));
    let logos: Vec<_> = items?
        .iter()
        .map(|item| {
            let logo = item.shape(&shape::PUBLICITY_LOGO, diags)?;
            let file = logo.must("file", diags).and_then(|file| file.text(diags));
            let alt = logo
                .must("alt", diags)
                .and_then(|alt| localized(&alt, &Words::new("alt", "kuvan selityksen"), &codes, diags));
            Ok((file?, alt?))
        })
        .collect();
    let logos = logos.into_iter().collect::<Result<_, _>>();
    Ok(Some(RawPublicity { mark: mark?, authority: authority?, logos: logos? }))
}

fn languages(map: &Map<'_>, date: Date, diags: &mut Diagnostics) -> Result<Vec<Language>, Reported> {
    let listed = map.must("languages", diags)?.list(diags)?;
    let mut codes: Vec<(Spanned<String>, String, Locale)> = Vec::new();
    let mut failed = None;
    for item in &listed {
        let read = item.shape(&shape::LANGUAGE, diags).and_then(|language| {
            let code = language.must("code", diags).and_then(|code| code.text(diags));
            let name = language.must("name", diags).and_then(|name| name.text(diags));
            let (code, name) = (code?, name?);
            let locale = Locale::new(&code.value)
                .ok_or_else(|| diags.not_one_of(&code, &Words::new("language", "kieli"), Tongue::CODES))?;
            Ok((code, name.value, locale))
        });
        match read {
            Ok((code, name, locale)) => match codes.iter().find(|(other, ..)| other.value == code.value) {
                Some((first, ..)) => {
                    failed = Some(diags.duplicate_key(&code.value, &code.place, &first.place));
                }
                None => codes.push((code, name, locale)),
            },
            Err(told) => failed = Some(told),
        }
    }
    if let Some(told) = failed {
        return Err(told);
    }
    let default = match map.get("default_language") {
        Some(cursor) => {
            let written = cursor.text(diags)?;
            codes.iter().position(|(code, ..)| code.value == written.value).ok_or_else(|| {
                diags.not_one_of(
                    &written,
                    &Words::new("language", "kieli"),
                    codes.iter().map(|(code, ..)| code.value.as_str()),
                )
            })?
        }
        None => 0,
    };
    if codes.is_empty() {
        return Err(map.missing("languages", &map.place(), diags));
    }
    codes[..=default].rotate_right(1);

    let names: Vec<&str> = codes.iter().map(|(code, ..)| code.value.as_str()).collect();
    let site_names = map
        .must("name", diags)
        .and_then(|cursor| localized(&cursor, &Words::new("name", "nimen"), &names, diags));
    let taglines = optional(map.get("tagline"), &Words::new("tagline", "iskulauseen"), &names, diags);
    let address = match map.get("contact") {
        // Told of above, if it is no map.
        Some(contact) => contact.shape(&shape::CONTACT, diags).and_then(|contact| {
            optional(contact.get("address"), &Words::new("address", "osoitteen"), &names, diags)
        }),
        None => optional(None, &Words::new("address", "osoitteen"), &names, diags),
    };
    let municipalities = municipalities(map, &names, diags);
    let same_words = same_words(map, &names, diags);
    let authorities = authorities(map, &names, date, diags);
    // Without them texts can still be looked at: a link that leads nowhere is told where it stands.
    let links = links(map, &names, diags).unwrap_or_else(|_| vec![BTreeMap::new(); names.len()]);
    let phrases = phrases(map, diags).unwrap_or_default();

    let (site_names, taglines, address) = (site_names?, taglines?, address?);
    let (municipalities, authorities, same_words) = (municipalities?, authorities?, same_words?);
    let names_of: Vec<String> = names.iter().map(|code| (*code).to_owned()).collect();
    let mut languages = Vec::new();
    for (index, (code, name, locale)) in codes.into_iter().enumerate() {
        languages.push(Language {
            prefix: if index == 0 { String::new() } else { format!("/{}", code.value) },
            code: code.value,
            name,
            locale,
            site_name: site_names[index].clone(),
            tagline: taglines[index].clone(),
            address: address[index].clone(),
            municipalities: municipalities[index].clone(),
            same_words: same_words[index].clone(),
            authority: authorities[index].clone(),
            links: links[index].clone(),
            phrases: phrases.iter().filter(|phrase| phrase.language != names_of[index]).cloned().collect(),
            menu: Menu::default(),
        });
    }
    Ok(languages)
}

/// A text for each language: one for all, or a map from language to text.
fn localized(
    cursor: &Cursor<'_>,
    what: &Words,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<String>, Reported> {
    if !matches!(cursor.node(), Node::Map(_)) {
        let text = cursor.text(diags)?;
        return Ok(vec![text.value; codes.len()]);
    }
    let map = cursor.map(what, codes, diags)?;
    let texts: Vec<_> = codes
        .iter()
        .map(|code| map.require(code, "…", diags).and_then(|text| text.text(diags)).map(|text| text.value))
        .collect();
    texts.into_iter().collect()
}

fn optional(
    cursor: Option<Cursor<'_>>,
    what: &Words,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<String>, Reported> {
    match cursor {
        Some(cursor) => localized(&cursor, what, codes, diags),
        None => Ok(vec![String::new(); codes.len()]),
    }
}

fn municipalities(
    map: &Map<'_>,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<Vec<String>>, Reported> {
    let Some(cursor) = map.get("municipalities") else { return Ok(vec![Vec::new(); codes.len()]) };
    let map = cursor.map(&Words::new("municipalities", "kuntien"), codes, diags)?;
    let lists: Vec<_> = codes
        .iter()
        .map(|code| {
            let names = map.require(code, "[Kontiolahti, Liperi]", diags)?.names(diags)?;
            Ok(names.into_iter().map(|name| name.value).collect())
        })
        .collect();
    lists.into_iter().collect()
}

/// The groups of words that the search takes for one another, for each language.
fn same_words(
    map: &Map<'_>,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<Vec<Vec<String>>>, Reported> {
    let Some(cursor) = map.get("search") else { return Ok(vec![Vec::new(); codes.len()]) };
    let map = cursor.map(&Words::new("search", "haun"), codes, diags)?;
    let lists: Vec<_> = codes
        .iter()
        .map(|code| {
            let Some(groups) = map.get(code) else { return Ok(Vec::new()) };
            let groups: Vec<_> = groups.list(diags)?.iter().map(|group| word_group(group, diags)).collect();
            groups.into_iter().collect()
        })
        .collect();
    lists.into_iter().collect()
}

fn word_group(group: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Vec<String>, Reported> {
    let words = group.names(diags)?;
    if let [word] = words.as_slice() {
        return Err(diags.word_alone(word));
    }
    let mut failed = None;
    for word in words.iter().filter(|word| !word.value.chars().all(char::is_alphanumeric)) {
        failed = Some(diags.not_one_word(word));
    }
    failed.map_or_else(|| Ok(words.iter().map(|word| word.value.to_lowercase()).collect()), Err)
}

/// The places elsewhere that texts can name, for each language.
fn links(
    map: &Map<'_>,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<BTreeMap<String, NamedLink>>, Reported> {
    let mut all = vec![BTreeMap::new(); codes.len()];
    let Some(cursor) = map.get("links") else { return Ok(all) };
    for (id, place) in cursor.open_map(&Words::new("the links", "linkkien"), diags)?.entries() {
        // Whatever is wrong with one of them is told; the others hold.
        let Ok(place) = place.shape(&shape::LINK, diags) else { continue };
        let names = place
            .must("name", diags)
            .and_then(|name| localized(&name, &Words::new("name", "nimen"), codes, diags));
        let urls = place.must("url", diags).and_then(|url| web_addresses(&url, codes, diags));
        if !super::rules::id(&id, diags) {
            continue;
        }
        let (Ok(names), Ok(urls)) = (names, urls) else { continue };
        for (links, (name, url)) in all.iter_mut().zip(names.into_iter().zip(urls)) {
            links.insert(id.value.clone(), NamedLink { name, url });
        }
    }
    Ok(all)
}

/// An address for each language: one for all, or a map from language to address.
fn web_addresses(
    cursor: &Cursor<'_>,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<String>, Reported> {
    if !matches!(cursor.node(), Node::Map(_)) {
        return Ok(vec![web_address(cursor, diags)?; codes.len()]);
    }
    let map = cursor.map(&Words::new("url", "osoitteen"), codes, diags)?;
    let urls: Vec<_> = codes
        .iter()
        .map(|code| map.require(code, "https://…", diags).and_then(|url| web_address(&url, diags)))
        .collect();
    urls.into_iter().collect()
}

fn web_address(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<String, Reported> {
    let written = cursor.text(diags)?;
    let url = external(&written.value).filter(|url| reachable::is_web(url));
    url.ok_or_else(|| diags.not_a_web_address(&written))
}

/// The words in other languages that pages show.
fn phrases(map: &Map<'_>, diags: &mut Diagnostics) -> Result<Vec<Phrase>, Reported> {
    let Some(cursor) = map.get("phrases") else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for (code, words) in
        cursor.open_map(&Words::new("the phrases", "vieraskielisten ilmausten"), diags)?.entries()
    {
        if LanguageIdentifier::try_from_str(&code.value).is_err() {
            let _ = diags.not_a_language_code(&code);
            continue;
        }
        let Ok(words) = words.names(diags) else { continue };
        let of = |words: Spanned<String>| Phrase { language: code.value.clone(), words: words.value };
        all.extend(words.into_iter().map(of));
    }
    // Of two that begin alike the longer one is meant.
    all.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then_with(|| a.words.cmp(&b.words)));
    Ok(all)
}

type Forms = BTreeMap<String, String>;

/// The forms of the authority that decides on `date`, for each language.
fn authorities(
    map: &Map<'_>,
    codes: &[&str],
    date: Date,
    diags: &mut Diagnostics,
) -> Result<Vec<Forms>, Reported> {
    let Some(cursor) = map.get("authority") else { return Ok(vec![Forms::new(); codes.len()]) };
    let mut keys = vec!["from", "until"];
    keys.extend(codes);
    let periods: Vec<_> = cursor.list(diags)?.iter().map(|item| period(item, &keys, codes, diags)).collect();
    let periods: Vec<Period> = periods.into_iter().collect::<Result<_, _>>()?;

    let mut failed = None;
    for (index, period) in periods.iter().enumerate() {
        if period.until.is_some_and(|until| until < period.from.value) {
            failed = Some(diags.period_ends_before_it_starts(&period.from));
        }
        if let Some(earlier) = periods[..index].iter().find(|earlier| {
            earlier.until.is_none_or(|until| until >= period.from.value)
                && period.until.is_none_or(|until| until >= earlier.from.value)
        }) {
            failed = Some(diags.periods_overlap(&period.from, &earlier.from));
        }
        // A text that names a form must not break on the day on which the authority changes.
        for (language, first) in periods[0].forms.iter().enumerate() {
            for form in first.keys().filter(|form| !period.forms[language].contains_key(*form)) {
                let code = codes[language];
                let owner = say!("the authority's `{code}`", "viranomaisen kielen `{code}`");
                failed = Some(diags.missing_key(&period.from.place, &owner, form, &first[form]));
            }
        }
    }
    if let Some(told) = failed {
        return Err(told);
    }
    let in_force = periods
        .into_iter()
        .find(|period| period.from.value <= date && period.until.is_none_or(|until| date <= until));
    match in_force {
        Some(period) => Ok(period.forms),
        None => Err(diags.no_authority(&cursor.key_place(), date)),
    }
}

struct Period {
    from: Spanned<Date>,
    until: Option<Date>,
    forms: Vec<Forms>,
}

fn period(
    item: &Cursor<'_>,
    keys: &[&str],
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Period, Reported> {
    let period = item.map(&shape::AUTHORITY.owner.words(), keys, diags)?.of(&shape::AUTHORITY);
    let from = period.must("from", diags).and_then(|from| Ok(from.spanned(from.date(diags)?)));
    let until = period.get("until").map(|until| until.date(diags)).transpose();
    let forms: Vec<_> = codes
        .iter()
        .map(|code| {
            let forms = period.must(code, diags)?.shape(&shape::FORMS, diags)?;
            let _ = forms.must("name", diags)?;
            let texts: Vec<_> = forms
                .entries()
                .into_iter()
                .map(|(key, text)| Ok((key.value, text.text(diags)?.value)))
                .collect();
            texts.into_iter().collect::<Result<Forms, Reported>>()
        })
        .collect();
    let forms = forms.into_iter().collect::<Result<_, _>>();
    Ok(Period { from: from?, until: until?, forms: forms? })
}

fn menus(map: &Map<'_>, languages: &[Language], diags: &mut Diagnostics) -> Vec<RawMenu> {
    let codes: Vec<&str> = languages.iter().map(|language| language.code.as_str()).collect();
    let menus = map
        .get("menus")
        .and_then(|cursor| cursor.map(&Words::new("menus", "valikkojen"), &codes, diags).ok());
    codes
        .iter()
        .map(|code| {
            let menu = menus.as_ref().and_then(|menus| menus.get(code));
            let menu = menu.and_then(|menu| menu.shape(&shape::MENUS, diags).ok());
            let Some(menu) = menu else { return RawMenu::default() };
            RawMenu { main: items(menu.get("main"), diags), footer: items(menu.get("footer"), diags) }
        })
        .collect()
}

fn items(cursor: Option<Cursor<'_>>, diags: &mut Diagnostics) -> Vec<RawItem> {
    let listed = cursor.and_then(|cursor| cursor.list(diags).ok()).unwrap_or_default();
    listed.iter().filter_map(|cursor| item(cursor, diags).ok()).collect()
}

/// Whether a menu can lead to this address.
fn is_menu_address(url: &str) -> bool {
    match url.split_once(':') {
        Some(("mailto", mail)) => reachable::is_email(mail.split('?').next().unwrap_or_default()),
        Some(("tel", number)) => reachable::telephone(number).is_some(),
        _ => reachable::is_web(url),
    }
}

fn item(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<RawItem, Reported> {
    let item = cursor.shape(&shape::MENU_ENTRY, diags)?;
    let title = item.get("title").and_then(|title| title.text(diags).ok());
    let children = items(item.get("children"), diags);
    let target = match (item.get("page"), item.get("url")) {
        (Some(page), None) => page.text(diags).map(RawTarget::Page),
        (None, Some(url)) => url.text(diags).and_then(|url| match external(&url.value) {
            Some(value) if is_menu_address(&value) => Ok(RawTarget::Url(Spanned { value, place: url.place })),
            _ => Err(diags.not_an_external_address(&url)),
        }),
        (Some(_), Some(url)) => Err(diags.menu_entry_with_two_targets(&url.key_place())),
        (None, None) => Err(item.missing("page", &cursor.place(), diags)),
    };
    if matches!(target, Ok(RawTarget::Url(_))) && item.get("title").is_none() {
        let _ = diags.missing_key(
            &cursor.place(),
            &Words::new("a menu entry with `url`", "valikon rivin, jolla on `url`,"),
            "title",
            "Ruokavirasto",
        );
    }
    Ok(RawItem { target: target.ok(), title: title.map(|title| title.value), children })
}
