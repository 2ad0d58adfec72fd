//! A look at every finished file for what must never be published, whatever its words came from: a page, its front
//! matter, the settings, the rules' texts, the theme's, a template.
//!
//! What is found in a file is then looked for in the sources, so that a message points at what its author wrote.

mod pieces;
mod quick;
mod trace;
mod unfit;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use pieces::{Kind, Piece};
use unfit::{Hit, Home};

use crate::model::host::{self, Reach};
use crate::model::site::BaseUrl;
pub(super) use trace::{Sources, tell};

/// What was found so far, by the path of the file in the output.
#[derive(Debug)]
pub(super) struct Sweep {
    home: Home,
    found: Mutex<BTreeMap<String, Vec<Hit>>>,
    /// How many files have something, so that the others need no lock.
    files: AtomicUsize,
}

impl Sweep {
    pub(super) fn new(base: &BaseUrl) -> Self {
        let is_near =
            host::reach(&base.absolute("/")).filter(|reach| matches!(reach, Reach::Machine | Reach::Network));
        let home = Home { origin: base.origin.clone(), is_real: is_real(base), is_near };
        Self { home, found: Mutex::default(), files: AtomicUsize::new(0) }
    }

    /// Looks at a finished file. What was found in an earlier one at this path is forgotten.
    pub(super) fn look(&self, path: &str, bytes: &[u8]) {
        let hits = hits(path, bytes, &self.home);
        if hits.is_empty() && self.files.load(Ordering::Relaxed) == 0 {
            return;
        }
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if hits.is_empty() {
            found.remove(path);
        } else {
            found.insert(path.to_owned(), hits);
        }
        self.files.store(found.len(), Ordering::Relaxed);
    }

    fn found(&self) -> BTreeMap<String, Vec<Hit>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Whether a site with this address is for everybody, and no longer an example or a trial.
pub(crate) fn is_real(base: &BaseUrl) -> bool {
    host::reach(&base.absolute("/")) == Some(Reach::Everybody)
}

/// What must not be published in a file, each thing once.
fn hits(path: &str, bytes: &[u8], home: &Home) -> Vec<Hit> {
    let is = |ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
    let (is_html, is_script) = (
        is(&[".html", ".htm", ".xml", ".svg"]),
        is(&[".js", ".mjs", ".css", ".json", ".webmanifest", ".txt"]),
    );
    if !is_html && !is_script || !quick::is_suspect(bytes, home) {
        return Vec::new();
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut hits: Vec<Hit> = Vec::new();
    let mut add = |piece: Piece<'_>| {
        for hit in unfit::find(&piece.text, piece.kind, home) {
            if !hits.iter().any(|known| known.unfit == hit.unfit && known.written == hit.written) {
                hits.push(hit);
            }
        }
    };
    match () {
        () if is_html => pieces::of_html(text, &mut add),
        () if is(&[".json", ".webmanifest"]) => pieces::of_json(text, &mut add),
        () if is(&[".txt"]) => add(Piece { kind: Kind::Text { bold: false }, text: text.into() }),
        () => add(Piece { kind: Kind::Script, text: text.into() }),
    }
    hits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::unfit::Home;
    use super::{hits, pieces, quick, unfit};

    proptest! {
        /// The quick look passes over nothing that the close one would find.
        #[test]
        fn the_quick_look_is_enough(parts in prop::collection::vec(prop_oneof![
            Just("{{"), Just("}}"), Just("{% a %}"), Just("{#a}"), Just("TÄYDENNÄ"), Just("FILL IN"), Just("FYLL I"),
            Just("<strong>Täydennä:</strong>"), Just("<b>fill in:</b>"), Just("Ã¤"), Just("â€™"), Just("Å¾"), Just("├ñ"), Just("√§"),
            Just("\u{fffd}"), Just("http://127.0.0.1/"), Just("localhost:1"), Just("<a href=\"http://intra/\">"),
            Just("<a href=\"//localhost/\">"), Just("10.0.0.1:80"), Just("nas.local"), Just("https://example.org/"), Just("a@example.org"),
            Just("<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>"), Just("\n=======\n"), Just("https://leader.fi/"), Just("sana "), Just("<code>"),
            Just("</code>"), Just("<script type=\"application/ld+json\">{\"a\":{\"b\":\"c\"}}</script>"), Just("&amp;"), Just("lorem ipsum"),
            Just("file:///a"), Just("[::1]"), Just("a@localhost"), Just("192.168.1.1"), Just("\""), Just("https://10.0.0.1"),
        ], 0..8), real: bool) {
            let html = parts.concat();
            let home = Home { origin: "https://leader.fi".into(), is_real: real, is_near: None };
            let mut closely = Vec::new();
            pieces::of_html(&html, &mut |piece| closely.extend(unfit::find(&piece.text, piece.kind, &home)));
            if !closely.is_empty() && !quick::is_suspect(html.as_bytes(), &home) {
                return Err(TestCaseError::fail(format!("{html}: {closely:?}")));
            }
        }

        /// Whatever a file holds, looking at it ends and breaks nothing.
        #[test]
        fn any_text_can_be_looked_at(text in "[a-c<>/\"'={}%#&;:.@0-9ÃÅâ€\u{fffd}\\[\\] \n-]{0,80}") {
            let home = Home { origin: "https://leader.fi".into(), is_real: true, is_near: None };
            for path in ["a.html", "a.js", "a.json", "a.txt", "atom.xml"] {
                let _ = hits(path, text.as_bytes(), &home);
            }
        }
    }
}
