//! The anchors of a page: each is there once.

use std::collections::BTreeSet;
use std::ops::Range;

use ahash::{AHashMap, AHashSet};

use crate::model::slug::anchor;

/// Gives out anchors.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: AHashSet<String>,
    /// The number to try next behind words that were met before: as many equal headings as there may
    /// be, none is compared with all of them.
    next: AHashMap<String, usize>,
}

impl Ids {
    /// `taken` are those that the page has besides its headings.
    pub(super) fn new(taken: &BTreeSet<String>) -> Self {
        Self { taken: taken.iter().cloned().collect(), next: AHashMap::new() }
    }

    /// Takes an anchor that an author has chosen. `false` if it is there already.
    pub(super) fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// An anchor for words, which nothing else on the page has.
    pub(super) fn free(&mut self, words: &str) -> String {
        let mut id = anchor(words);
        if id.is_empty() {
            // A heading of signs alone has a number, and no word of any language.
            id.push_str("h-1");
        }
        if self.taken.insert(id.clone()) {
            return id;
        }
        let bare = if id == "h-1" { "h".to_owned() } else { id };
        let number = self.next.entry(bare.clone()).or_insert(2);
        loop {
            let id = format!("{bare}-{number}");
            *number += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The anchor of a heading.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) struct HeadingId {
    pub id: String,
    /// Whether its author wrote it, as `{#id}`.
    pub is_chosen: bool,
    /// Where the heading stands in the file.
    pub range: Range<usize>,
}

/// Whether an author may choose this anchor: letters of any script as anchors have them, digits, `-_.`
pub(super) fn is_anchor(id: &str) -> bool {
    !id.is_empty()
        && id.chars().all(|sign| match sign {
            '-' | '_' | '.' => true,
            sign if sign.is_ascii() => sign.is_ascii_alphanumeric(),
            sign => anchor(sign.encode_utf8(&mut [0; 4])).chars().eq([sign]),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_get_numbers() {
        let mut ids = Ids::new(&BTreeSet::from(["menu".to_owned(), "tuki-2".to_owned()]));
        let free: Vec<String> = ["Menu", "Tuki", "Tuki", "Tuki 3", "Tuki", "🎉", "!", "?", "H 1"]
            .iter()
            .map(|words| ids.free(words))
            .collect();
        assert_eq!(free.join(" "), "menu-2 tuki tuki-3 tuki-3-2 tuki-4 h-1 h-2 h-3 h-4");
        assert!(!ids.take("menu") && ids.take("oma"));
    }

    #[test]
    fn many_equal_headings_take_little_time() {
        let mut ids = Ids::default();
        let last = (0..200_000).map(|_| ids.free("Tuki")).last();
        assert_eq!(last.as_deref(), Some("tuki-200000"));
    }

    #[test]
    fn anchors_that_authors_may_choose() {
        for id in ["oma", "Oma_2.b", "заголовок", "見出し"] {
            assert!(is_anchor(id), "{id}");
        }
        for id in ["", "ä", "a b", "a\"b", "Заголовок", "a#", "\u{202e}"] {
            assert!(!is_anchor(id), "{id}");
        }
    }
}
