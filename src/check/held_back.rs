//! The files that the text of a page names, for pages that are not published: what a draft shows follows
//! the draft, and nothing is told of it until then.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::model::site::{Lead, Site};

/// The numbers of the files that a text names.
pub(super) fn files(site: &Site, language: &str, path: &str, text: &str) -> Vec<usize> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_DEFINITION_LIST;
    let named = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    named
        .filter_map(|url| match site.lead(language, path, &url) {
            Some((Lead::File(file), _)) => Some(file),
            _ => None,
        })
        .collect()
}
