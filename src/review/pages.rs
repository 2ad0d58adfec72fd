//! Pages that nobody finds, and the titles and descriptions by which search engines show them.

use std::collections::BTreeMap;

use super::Kept;
use super::finished::Net;
use super::sentences::first_words;
use crate::diag::Diagnostics;
use crate::model::page::{Kind, Page, PageId};
use crate::model::site::Site;

/// Search results show about this many characters of a title.
const TITLE_MOST: usize = 65;
/// Search results show about this many characters of a description.
const DESCRIPTION_MOST: usize = 160;
/// Less says hardly more than the title.
const DESCRIPTION_LEAST: usize = 40;

/// Pages with a title and nothing below it. What a template of their own shows is no text of theirs.
pub(super) fn empty(site: &Site, diags: &mut Diagnostics) {
    // A page that searches pass over may be there for its old addresses alone.
    let is_read = |page: &&Page| page.made.is_none() && page.template.is_none() && page.indexed;
    for page in site.pages.iter().filter(is_read) {
        let text = &page.source.file.text[page.source.body..];
        if matches!(page.kind, Kind::Page | Kind::Article) && text.trim().is_empty() {
            diags.empty_page(&page.source.place_of(&page.title));
        }
    }
}

/// Pages that cannot be reached from a front page.
pub(super) fn lost(site: &Site, net: &Net, diags: &mut Diagnostics) {
    let mut reached = vec![false; site.pages.len()];
    let mut next: Vec<PageId> = site.homes.clone();
    while let Some(page) = next.pop() {
        if !std::mem::replace(&mut reached[page], true) {
            next.extend(net.pages[page].iter().copied().filter(|page| !reached[*page]));
        }
    }
    // The pages of a lost section come back with it.
    let mut under: BTreeMap<PageId, usize> = BTreeMap::new();
    for page in (0..site.pages.len()).filter(|page| !reached[*page]) {
        let mut top = page;
        while let Some(above) = site.pages[top].section.filter(|above| !reached[*above]) {
            top = above;
        }
        *under.entry(top).or_default() += usize::from(top != page);
    }
    for (id, under) in under {
        let mut messages = Diagnostics::new();
        let page = &site.pages[id];
        let language = &site.languages[page.language].code;
        let section = page.section.map(|section| &site.pages[section]);
        let from = section.map_or("index.md", |section| section.path.as_str());
        let folder = from.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        // As the link would be written there.
        let link = page.path.strip_prefix(&folder).map_or_else(|| format!("/{}", page.path), str::to_owned);
        let place = page.source.place_of(&page.title);
        let beside = format!("content/{language}/{from}");
        messages.lost_page(&place, &page.title.value, &link, &beside, &page.path, under);
        diags.absorb(messages);
    }
}

/// Titles and descriptions that are missing, too long, too short, or those of two pages.
pub(super) fn titles(site: &Site, texts: &[(String, String)], kept: &[Kept], diags: &mut Diagnostics) {
    let mut titles: BTreeMap<(usize, String), PageId> = BTreeMap::new();
    let mut descriptions: BTreeMap<(usize, String), PageId> = BTreeMap::new();
    for (id, (page, (title, description))) in site.pages.iter().zip(texts).enumerate() {
        // Their words are those of the rules, written for many places.
        if page.made.is_some() {
            continue;
        }
        // Those of each page by themselves: what is new is not compared with ten thousand others.
        let mut messages = Diagnostics::new();
        let at_title = page.source.place_of(&page.title);
        let length = title.chars().count();
        if length > TITLE_MOST {
            messages.long_title(&at_title, length, TITLE_MOST, &cut(title, TITLE_MOST));
        }
        let same = |title: &str| (page.language, title.trim().to_lowercase());
        if let Some(first) = titles.get(&same(title)) {
            let first = &site.pages[*first];
            messages.same_title(&at_title, &first.source.place_of(&first.title), title);
        } else {
            titles.insert(same(title), id);
        }
        if description.trim().is_empty() {
            // Search engines are not told of it, and no list shows a description of it.
            if page.indexed {
                messages.no_description(&at_title, &suggested(&kept[id].opening));
            }
            diags.absorb(messages);
            continue;
        }
        let at = page.source.place_of(&page.description);
        let length = description.chars().count();
        if length > DESCRIPTION_MOST {
            messages.long_description(&at, length, DESCRIPTION_MOST, &cut(description, DESCRIPTION_MOST));
        } else if length < DESCRIPTION_LEAST && page.kind != Kind::Article {
            messages.short_description(&at, length, &suggested(&kept[id].opening));
        }
        if let Some(first) = descriptions.get(&same(description)) {
            let first = &site.pages[*first];
            messages.same_description(&at, &first.source.place_of(&first.description), title);
        } else {
            descriptions.insert(same(description), id);
        }
        diags.absorb(messages);
    }
}

/// The text as a search result shows it.
fn cut(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{} …", text[..end].trim_end_matches([' ', ',', '–', ';', ':']))
}

/// A description made from the first sentence of the text.
fn suggested(opening: &str) -> String {
    let plain = opening.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "”");
    match plain.chars().count() {
        0..=DESCRIPTION_MOST => plain,
        _ => first_words(&plain, 14),
    }
}
