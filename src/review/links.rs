//! Links to other sites: where they stand, and what came of asking.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::finished::Net;
use super::web::{self, Answer, Asking, Why};
use super::{Kept, Whole};
use crate::diag::Diagnostics;
use crate::source::{Place, SourceFile};

/// Whether an address is one of the web.
pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

pub(super) fn links(
    whole: &Whole<'_>,
    net: &Net,
    kept: &[Kept],
    asking: Option<&Asking<'_>>,
    diags: &mut Diagnostics,
) {
    let Some(asking) = asking else { return };
    let places = places(whole, net, kept);
    // `#place` belongs to the reader: the server knows the page alone.
    let bare = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    // Addresses that lead to the machine of whoever looks, or to its network, are a mistake of their own.
    let urls: BTreeSet<String> =
        places.keys().map(|url| bare(url)).filter(|url| web::is_public(url)).collect();
    let urls: Vec<String> = urls.into_iter().collect();
    let site = whole.site.base.absolute("/");
    let web::Answers { answers, no_network } = web::ask(asking, &whole.project.root, &site, &urls);
    if no_network {
        diags.no_network(urls.len() - answers.len());
    }
    let mut unsure: BTreeMap<(String, Why), Vec<(&str, &Found)>> = BTreeMap::new();
    for (url, found) in &places {
        match answers.get(&bare(url)) {
            Some(Answer::Gone(status)) => diags.dead_link(url, Some(*status), &found.places, &found.page),
            Some(Answer::NoServer) => diags.dead_link(url, None, &found.places, &found.page),
            Some(Answer::Moved(to)) => {
                // The place on the page goes with it.
                let place = url.split_once('#').filter(|_| !to.contains('#'));
                let to = place.map_or_else(|| to.clone(), |(_, place)| format!("{to}#{place}"));
                let is_lost = web::is_front_page(&to) && !web::is_front_page(url);
                diags.moved_link(url, &to, is_lost, &found.places, &found.page);
            }
            Some(Answer::Unsure(why)) => {
                let server = web::server_of(url);
                unsure.entry((server, *why)).or_default().push((url, found));
            }
            Some(Answer::Fine) | None => {}
        }
    }
    for ((server, why), links) in unsure {
        let urls: Vec<&str> = links.iter().map(|(url, _)| *url).collect();
        let places: Vec<Place> = links.iter().flat_map(|(_, found)| found.places.first()).cloned().collect();
        diags.unchecked_links(&server, why, &urls, &places);
    }
}

/// Where an address stands.
struct Found {
    /// In the files that authors write. An address can come out of a template in pieces.
    places: Vec<Place>,
    /// A finished page that has it.
    page: String,
}

/// Every address of another site, with its places.
fn places(whole: &Whole<'_>, net: &Net, kept: &[Kept]) -> BTreeMap<String, Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for (url, page) in net.elsewhere.iter().filter(|(url, _)| is_web(url)) {
        found.insert(url.clone(), Found { places: Vec::new(), page: page.clone() });
    }
    for (url, place) in kept.iter().flat_map(|kept| &kept.addresses) {
        // What is not in the finished pages is an address of the site itself.
        if let Some(found) = found.get_mut(url) {
            found.places.push(place.clone());
        }
    }
    if let Some(book) = whole.rules {
        for source in book.sources.iter().filter(|source| is_web(&source.url)) {
            let place = place_in(&source.id.place.file, &source.url);
            let place = place.unwrap_or_else(|| source.id.place.clone());
            let place = [place];
            match found.get_mut(&source.url) {
                Some(found) => found.places.extend(place),
                // On no page, and a source all the same.
                None => {
                    found.insert(source.url.clone(), Found { places: place.into(), page: String::new() });
                }
            }
        }
    }
    let theme = whole.theme;
    let words = theme.text_places.iter().filter_map(|places| places.values().next()).map(|place| &place.file);
    let files: Vec<&Arc<SourceFile>> = [whole.settings]
        .into_iter()
        .chain(theme.templates.iter().map(|template| &template.file))
        .chain(words)
        .collect();
    for (url, found) in found.iter_mut().filter(|(_, found)| found.places.is_empty()) {
        found.places.extend(files.iter().find_map(|file| place_in(file, url)));
    }
    found
}

/// Where a file has this address, and not one that only begins like it.
fn place_in(file: &Arc<SourceFile>, url: &str) -> Option<Place> {
    let ends = |behind: &str| {
        let next = behind.chars().next();
        next.is_none_or(|next| {
            next.is_whitespace() || matches!(next, '"' | '\'' | '<' | '>' | ')' | ',' | '}' | ']')
        })
    };
    let found = file.text.match_indices(url).find(|(at, _)| ends(&file.text[at + url.len()..]));
    found.map(|(at, _)| Place::bytes(file, at..at + url.len()))
}
