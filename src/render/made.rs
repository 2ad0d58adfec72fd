//! Pages that are made from the rules: which pages of the authors they point to.

use std::collections::{BTreeMap, BTreeSet};

use super::references::names_in;
use crate::model::page::PageId;
use crate::model::site::Site;

/// A page points to no more than this many others: it has to stay light on a site of thousands.
pub(super) const MOST_PAGES: usize = 12;

/// Pages by what they name in double braces.
pub(super) type Named<'s> = BTreeMap<&'s str, Vec<PageId>>;

/// What the pages of each language name. Nothing is read for a site without pages of rules.
pub(super) struct OnPages<'s>(Vec<Named<'s>>);

impl<'s> OnPages<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let mut all = vec![Named::new(); site.languages.len()];
        for (id, page) in site.pages.iter().enumerate() {
            if page.made.is_some() || site.made[page.language].is_empty() {
                continue;
            }
            for name in names_in(&page.source.file.text) {
                // Where everything stands, nothing in particular does.
                if !matches!(name, "rules" | "parameters" | "assumptions" | "sources") {
                    all[page.language].entry(name).or_default().push(id);
                }
            }
        }
        Self(all)
    }

    pub(super) fn of(&self, language: usize) -> &Named<'s> {
        &self.0[language]
    }
}

/// The pages that have one of these names, in their order.
pub(super) fn shown_on(named: &Named<'_>, names: &BTreeSet<&str>) -> Vec<PageId> {
    let pages: BTreeSet<PageId> =
        names.iter().filter_map(|name| named.get(name)).flatten().copied().collect();
    pages.into_iter().collect()
}
