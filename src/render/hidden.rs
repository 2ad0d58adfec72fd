//! Characters that no text may hold, where Markdown has other ways to write them: entities, and the
//! percents of addresses.

use pulldown_cmark::{Event, Tag};

use crate::diag::{Diagnostics, HiddenAs};
use crate::model::address::percent_decoded;
use crate::source::{Place, characters};

/// Tells of such a character in a piece of Markdown.
pub(super) fn look(event: &Event<'_>, place: &dyn Fn() -> Place, diags: &mut Diagnostics) {
    let mut tell = |text: &str| {
        let found = characters::hidden(text).next();
        if let Some((_, found)) = found {
            let _ = diags.hidden_character(&place(), found, HiddenAs::Code, &[], 1);
        }
        found.is_some()
    };
    match event {
        Event::Text(text) => {
            tell(text);
        }
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
            let is_told = tell(dest_url) || tell(title);
            if !is_told && dest_url.contains('%') {
                tell(&percent_decoded(dest_url));
            }
        }
        _ => {}
    }
}
