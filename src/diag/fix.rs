//! Edits of a source file that cure a mistake: for `check --fix`, for editors, and for the tests that
//! try every cure.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{Place, SourceFile};

/// A text that goes in the place of some bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the file, without a byte order mark.
    pub place: Range<usize>,
    /// What is written there instead.
    pub text: String,
}

/// The cure of one mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub file: Arc<SourceFile>,
    /// In the order of their places; none reaches into another.
    pub edits: Vec<Edit>,
    /// Whether the meaning is certain: `check --fix` makes it then, and leaves the others to a person.
    pub is_certain: bool,
}

impl Fix {
    /// What certainly was meant.
    pub fn certain(file: &Arc<SourceFile>, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
        Self { file: file.clone(), edits, is_certain: true }
    }

    /// What the help says to write; a person decides.
    pub fn likely(file: &Arc<SourceFile>, edits: Vec<Edit>) -> Self {
        Self { is_certain: false, ..Self::certain(file, edits) }
    }

    /// Both at once, if they are of one file and equally certain.
    pub(crate) fn and(mut self, more: Self) -> Option<Self> {
        if self.file != more.file || self.is_certain != more.is_certain {
            return None;
        }
        let is_behind =
            self.edits.last().map(|edit| edit.place.end) <= more.edits.first().map(|edit| edit.place.start);
        self.edits.extend(more.edits);
        if !is_behind {
            self.edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
            self.edits.dedup();
        }
        Some(self)
    }

    /// A place written otherwise. Nothing where the place is no part of its file.
    pub fn instead(place: &Place, text: impl Into<String>) -> Option<Self> {
        let range = place.range()?;
        Some(Self::likely(&place.file, vec![Edit { place: range, text: text.into() }]))
    }
}

/// The text with the edits made. Edits that reach out of it or into one another are left out.
pub fn applied(text: &str, edits: &[Edit]) -> String {
    let mut made = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let Some(kept) = text.get(at..edit.place.start) else { continue };
        if text.get(edit.place.clone()).is_none() {
            continue;
        }
        made.push_str(kept);
        made.push_str(&edit.text);
        at = edit.place.end;
    }
    made.push_str(text.get(at..).unwrap_or_default());
    made
}

#[cfg(test)]
mod tests {
    use super::{Edit, applied};

    #[test]
    fn only_what_is_meant_changes() {
        let edit = |start, end, text: &str| Edit { place: start..end, text: text.to_owned() };
        assert_eq!(applied("a ä b", &[edit(0, 1, "x"), edit(5, 6, "yy")]), "x ä yy");
        assert_eq!(applied("a ä b", &[edit(3, 4, "x"), edit(9, 12, "y")]), "a ä b");
        assert_eq!(applied("abc", &[edit(0, 2, ""), edit(1, 3, "z"), edit(3, 3, "!")]), "c!");
    }
}
