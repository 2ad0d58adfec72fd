//! What stands in the way of publishing a new site, besides what a build tells: addresses of examples, and
//! comments that ask for something.

use std::sync::Arc;

use super::Whole;
use crate::diag::Diagnostics;
use crate::model::host::{self, Reach};
use crate::source::{Place, SourceFile};

/// What comments of new sites begin with.
const MARKS: [&str; 3] = ["TÄYDENNÄ", "FYLL I", "FILL IN"];

pub(super) fn ready(whole: &Whole<'_>, diags: &mut Diagnostics) {
    let settings = whole.settings;
    comments(settings, diags);
    // A site that nobody is asked to contact is a trial, and one that shows how sites look says so.
    let contact = &whole.site.contact;
    if whole.site.is_demonstration || contact.email.is_empty() && contact.phone.is_empty() {
        return;
    }
    let base = whole.site.base.absolute("/");
    if host::reach(&base) != Some(Reach::Everybody) {
        tell_example(settings, "base_url:", &base, diags);
    }
    let email = &contact.email;
    if host::reach(&format!("mailto:{email}")) == Some(Reach::Example) {
        tell_example(settings, "email:", email, diags);
    }
}

/// Points at the value of a key, if it stands on the line of the key.
fn tell_example(file: &Arc<SourceFile>, key: &str, value: &str, diags: &mut Diagnostics) {
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let written = line.trim();
        // A map between braces has its keys on one line.
        let is_key = !written.starts_with('#') && written.contains(key);
        let bare = value.trim_end_matches('/');
        if let Some(start) = line.find(bare).filter(|_| is_key) {
            let length =
                line[start..].find([' ', ',', '}', '"', '\'', '\r', '\n']).unwrap_or(line.len() - start);
            let place = Place::bytes(file, at + start..at + start + length);
            diags.still_an_example(&place, &line[start..start + length]);
            return;
        }
        at += line.len();
    }
}

/// Comments with a mark of their own at their beginning: `# TÄYDENNÄ: osoite`.
fn comments(file: &Arc<SourceFile>, diags: &mut Diagnostics) {
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        let inner = line.trim_start().strip_prefix('#').map(str::trim_start);
        if let Some(mark) = inner.and_then(|inner| MARKS.into_iter().find(|mark| inner.starts_with(mark))) {
            let start = at + line.find(mark).unwrap_or(0);
            diags.comment_to_fill_in(&Place::bytes(file, start..start + mark.len()), mark);
        }
        at += line.len();
    }
}
