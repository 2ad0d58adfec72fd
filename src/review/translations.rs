//! Sites in several languages: what is not translated, and what was translated before its original
//! changed.

use jiff::civil::Date;

use super::Whole;
use crate::diag::Diagnostics;
use crate::model::page::{Kind, Page};
use crate::source::Place;

/// Pages are told one by one up to here; more are told as one.
const ONE_BY_ONE: usize = 5;
/// Words this few can be the same in two languages.
const FEW_LETTERS: usize = 12;

pub(super) fn translations(whole: &Whole<'_>, titles: &[(String, String)], diags: &mut Diagnostics) {
    let site = whole.site;
    let pages =
        |language: usize| site.pages.iter().enumerate().filter(move |(_, page)| page.language == language);
    let in_language = |page: &Page, language: usize| -> Option<usize> {
        page.translations.iter().copied().find(|other| site.pages[*other].language == language)
    };
    let original = &site.languages[0];
    for (number, language) in site.languages.iter().enumerate().skip(1) {
        // News come and go in one language.
        // Those made from the rules come with the page that asks for them.
        let wanted = pages(0).filter(|(_, page)| page.kind != Kind::Article && page.made.is_none());
        let wanted: Vec<_> = wanted.collect();
        let missing: Vec<usize> = wanted
            .iter()
            .filter(|(_, page)| in_language(page, number).is_none())
            .map(|(id, _)| *id)
            .collect();
        if missing.len() <= ONE_BY_ONE {
            for id in &missing {
                let page = &site.pages[*id];
                let place = page.source.place_of(&page.title);
                diags.no_translation(&place, &titles[*id].0, &language.code, &page.path);
            }
        } else {
            let place = place_of_language(whole, &language.code);
            let names: Vec<&str> = missing.iter().take(ONE_BY_ONE).map(|id| titles[*id].0.as_str()).collect();
            diags.no_translations(&place, &language.code, missing.len(), wanted.len(), &names);
        }
        for (_, page) in pages(number).filter(|(_, page)| page.made.is_none()) {
            let place = page.source.place_of(&page.title);
            let Some(other) = in_language(page, 0) else {
                if page.kind != Kind::Article {
                    diags.no_original(&place, &page.title.value, &original.code, &page.path);
                }
                continue;
            };
            let other = &site.pages[other];
            let at_original = other.source.place_of(&other.title);
            if is_copied(page, other) {
                diags.copied_page(&place, &at_original, &original.code);
            } else if let Some(changed) = changed_since(page, other) {
                diags.older_translation(&place, &at_original, changed, page.changed());
            }
        }
        copied_texts(whole, number, diags);
    }
}

/// Whether a text has words enough to be told from its translation. Names in braces are none.
fn is_sentence(text: &str) -> bool {
    let mut in_braces = false;
    let plain: String = text
        .chars()
        .filter(|sign| {
            in_braces = (in_braces || *sign == '{') && *sign != '}';
            !in_braces && *sign != '}'
        })
        .collect();
    let words = plain.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words > 1 && plain.chars().filter(|letter| letter.is_alphabetic()).count() >= FEW_LETTERS
}

/// Whether a page still has the text of its original.
pub(super) fn is_copied(page: &Page, original: &Page) -> bool {
    let body = |page: &Page| page.source.file.text[page.source.body..].trim().to_owned();
    let text = body(page);
    text.len() > 100 && text == body(original)
}

/// The day on which the original changed, if that was after the translation did.
pub(super) fn changed_since(page: &Page, original: &Page) -> Option<Date> {
    original.changed().filter(|_| original.updated.is_some() && original.changed() > page.changed())
}

/// Words of the theme and of the rules that are the same in both languages.
fn copied_texts(whole: &Whole<'_>, number: usize, diags: &mut Diagnostics) {
    let original = &whole.site.languages[0].code;
    diags.copied_texts(&copied_theme_texts(whole, number).1, original);
    diags.copied_texts(&copied_rule_texts(whole, number).1, original);
}

/// The keys of such words of the theme, and their places.
pub(super) fn copied_theme_texts<'w>(whole: &Whole<'w>, number: usize) -> (Vec<String>, Vec<&'w Place>) {
    let theme = whole.theme;
    let mut copied = Vec::new();
    for (group, keys) in &theme.texts[number] {
        for (key, text) in keys {
            let first = theme.texts[0].get(group).and_then(|keys| keys.get(key));
            let place = theme.text_places[number].get(&(group.clone(), key.clone()));
            if text.forms().any(is_sentence) && first == Some(text) {
                copied.extend(place.map(|place| (format!("{group}.{key}"), place)));
            }
        }
    }
    copied.into_iter().unzip()
}

/// The same of the rules.
pub(super) fn copied_rule_texts<'w>(whole: &Whole<'w>, number: usize) -> (Vec<String>, Vec<&'w Place>) {
    let texts =
        |number: usize| whole.rules.and_then(|book| book.texts.get(&whole.site.languages[number].code));
    let (Some(first), Some(texts)) = (texts(0), texts(number)) else { return Default::default() };
    let copied = texts.entries.iter().filter(|(key, worded)| {
        let first = first.entries.get(*key);
        let same = first.is_some_and(|first| first.written.value == worded.written.value);
        same && is_sentence(&worded.written.value)
    });
    copied.map(|(key, worded)| (key.clone(), &worded.written.place)).unzip()
}

/// Where the settings name a language.
fn place_of_language(whole: &Whole<'_>, code: &str) -> Place {
    let text = &whole.settings.text;
    match text.find(&format!("code: {code}")) {
        Some(at) => Place::bytes(whole.settings, at..at + "code: ".len() + code.len()),
        None => Place::file(whole.settings),
    }
}
