//! Whether a finished page is sound: every id once, and where the text is that brings one twice.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::Report;
use super::links::Links;
use super::markdown::{HeadingId, Rendered};
use crate::model::page::PageSource;
use crate::source::Place;

/// The ids that the template, the notes and the blocks of a page have, if a heading has one of them too.
pub(super) fn met(links: &Links, headings: &[HeadingId]) -> BTreeSet<String> {
    if links.twice.is_empty() || headings.is_empty() {
        return BTreeSet::new();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in links.ids.split('\n').filter(|id| !id.is_empty()) {
        *counts.entry(id).or_default() += 1;
    }
    let mut meet = false;
    for heading in headings {
        if let Some(count) = counts.get_mut(heading.id.as_str()) {
            *count -= 1;
        }
    }
    for heading in headings {
        meet |= counts.get(heading.id.as_str()).is_some_and(|others| *others > 0);
    }
    if !meet {
        return BTreeSet::new();
    }
    counts.into_iter().filter(|(_, others)| *others > 0).map(|(id, _)| id.to_owned()).collect()
}

/// Tells of ids that a page has twice: by the blocks of its text, or by its template.
pub(super) fn tell_twice(twice: Vec<String>, text: Option<(&Rendered, &PageSource)>, report: &mut Report) {
    // A block that stands there twice has many ids; one speaks for all.
    let mut told: BTreeSet<usize> = BTreeSet::new();
    for id in twice {
        let Some((rendered, source)) = text else {
            report.twice.push(id);
            continue;
        };
        // Told where the heading was read.
        if rendered.ids.iter().any(|heading| heading.is_chosen && heading.id == id) {
            continue;
        }
        let written = format!(" id=\"{id}\"");
        let mut blocks = rendered
            .blocks
            .iter()
            .filter(|(_, html)| rendered.html.get(html.clone()).is_some_and(|html| html.contains(&written)));
        match (blocks.next(), blocks.next()) {
            (Some((first, _)), Some((second, _))) => {
                if told.insert(second.start) {
                    let [first, second] =
                        [first, second].map(|range| Place::bytes(&source.file, range.clone()));
                    let _ = report.late.block_twice(&second, &first, &id);
                }
            }
            _ => report.twice.push(id),
        }
    }
}

/// Where the addresses of a finished page stand in its text, one after the other.
pub(super) struct Places<'p> {
    source: &'p PageSource,
    links: &'p [(String, Range<usize>)],
    by_address: Option<BTreeMap<&'p str, VecDeque<&'p Range<usize>>>>,
}

impl<'p> Places<'p> {
    pub(super) fn new(source: &'p PageSource, links: &'p [(String, Range<usize>)]) -> Self {
        Self { source, links, by_address: None }
    }

    /// Where the address stands for the next time; the last time once more if it stands on the page
    /// more often than in its text.
    pub(super) fn next(&mut self, url: &str) -> Option<Place> {
        let links = self.links;
        let by_address = self.by_address.get_or_insert_with(|| {
            let mut by_address: BTreeMap<&str, VecDeque<&Range<usize>>> = BTreeMap::new();
            for (url, range) in links {
                by_address.entry(url).or_default().push_back(range);
            }
            by_address
        });
        let ranges = by_address.get_mut(url)?;
        let range = if ranges.len() > 1 { ranges.pop_front() } else { ranges.front().copied() };
        range.map(|range| Place::bytes(&self.source.file, range.clone()))
    }
}
