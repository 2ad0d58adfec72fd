//! What `check` tells beyond the mistakes that stop a build: links to other sites, pages that nobody
//! finds, texts that are hard to read, pictures too large for the web, sources that nobody has looked
//! at for long, and what is there for nothing.
//!
//! It looks at a site without mistakes and at its finished pages. All that it tells is a warning. A
//! build never comes here, and never asks the network.

mod files;
mod finished;
mod links;
mod pages;
mod prose;
mod reading;
mod ready;
mod robots;
mod rules;
mod sentences;
pub mod standing;
mod theme;
mod translations;
pub mod web;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Diagnostics;
use crate::model::address::external;
use crate::model::rules::RuleBook;
use crate::model::site::{Lead, Site};
use crate::model::theme::Theme;
use crate::render::references::References;
use crate::source::{Place, Project, SourceFile};

pub use finished::Finished;
pub use web::{Asking, Limits};

/// A site without mistakes, with all that it is made of.
#[expect(missing_debug_implementations, reason = "references have no form to show")]
#[derive(Clone, Copy)]
pub struct Whole<'w> {
    pub project: &'w Project,
    /// `content/site.yaml`
    pub settings: &'w Arc<SourceFile>,
    pub site: &'w Site,
    pub theme: &'w Theme,
    pub rules: Option<&'w RuleBook>,
    /// What texts refer to, for each language.
    pub references: &'w [&'w dyn References],
}

/// What is looked at besides the site itself.
#[expect(missing_debug_implementations, reason = "progress has no form to show")]
#[derive(Default)]
pub struct Looks<'l> {
    /// How other sites are asked whether links to them work; `None` leaves them alone.
    pub web: Option<Asking<'l>>,
}

/// What a text holds that matters to the site as a whole.
#[derive(Debug, Default)]
struct Kept {
    /// Addresses of other sites, with their places.
    addresses: Vec<(String, Place)>,
    /// Pictures, by their number among the files of the site.
    pictures: Vec<(usize, Place)>,
    /// What its `{{ … }}` name.
    names: Vec<String>,
    /// Its first sentence.
    opening: String,
}

/// Looks at a site and tells what could be better.
pub fn review(whole: &Whole<'_>, finished: &Finished, looks: &Looks<'_>, diags: &mut Diagnostics) {
    let net = finished.net(whole.site);
    let read: Vec<(Kept, Diagnostics)> =
        whole.site.pages.par_iter().with_min_len(16).map(|page| read(whole.site, page)).collect();
    let mut kept = Vec::with_capacity(read.len());
    for (of_page, messages) in read {
        kept.push(of_page);
        diags.absorb(messages);
    }
    let titles = crate::render::titles(whole.site, whole.references);

    pages::empty(whole.site, diags);
    pages::lost(whole.site, &net, diags);
    pages::titles(whole.site, &titles, &kept, diags);
    translations::translations(whole, &titles, diags);
    files::files(whole, &net, &kept, diags);
    rules::rules(whole, &kept, diags);
    theme::theme(whole, &net, diags);
    ready::ready(whole, diags);
    links::links(whole, &net, &kept, looks.web.as_ref(), diags);
}

/// Reads the text of one page.
fn read(site: &Site, page: &crate::model::page::Page) -> (Kept, Diagnostics) {
    let prose = prose::read(page);
    let mut diags = Diagnostics::new();
    reading::page(site, page, &prose, &mut diags);
    let place = |range: &std::ops::Range<usize>| Place::bytes(&page.source.file, range.clone());
    let mut kept = Kept { opening: prose.opening(), names: prose.names.clone(), ..Kept::default() };
    for link in &prose.links {
        // As it stands in the finished page.
        if let Some(url) = external(&link.url).filter(|url| links::is_web(url)) {
            kept.addresses.push((url, place(&prose.place_of_address(page, link))));
        }
    }
    let language = &site.languages[page.language].code;
    for (url, range) in &prose.pictures {
        if let Some((Lead::File(file), _)) = site.lead(language, &page.path, url) {
            kept.pictures.push((file, place(range)));
        }
    }
    (kept, diags)
}
