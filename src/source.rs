//! Where every value came from: source files, and places in them.
//!
//! A place is kept as the cheapest thing that can find it again (a byte range, or a path into a YAML
//! document); lines and columns are worked out only when a message is printed.

mod files;
mod locate;
mod seen;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

pub use files::{Content, Folder, OtherFile, ThemeContent, ThemeFile, ThemeFiles};
pub use seen::{Hash, Seen, SeenEntry, Stamp, hash_of, is_still, names_in, short};

/// A file that was read, with the name that its author knows it by.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path from the site folder, with `/` between the parts.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: String,
}

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }
}

/// One place in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: Arc<SourceFile>,
    at: At,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum At {
    /// The file as a whole.
    File,
    /// Bytes of the file.
    Bytes(Range<usize>),
    /// A node of a YAML document that starts at byte `offset`.
    ///
    /// `path` says at each level which entry of the map or list leads to the node; counting, not
    /// naming, finds the second of two equal keys too.
    Yaml { offset: usize, end: usize, path: Arc<[u32]>, part: Part },
}

/// Which part of a YAML entry is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Key,
    Value,
    /// Bytes within the text of a scalar value, for instance a name in a formula.
    Within(Range<usize>),
}

impl Place {
    /// The file as a whole.
    pub fn file(file: &Arc<SourceFile>) -> Self {
        Self { file: file.clone(), at: At::File }
    }

    /// Bytes of the file.
    pub fn bytes(file: &Arc<SourceFile>, range: Range<usize>) -> Self {
        Self { file: file.clone(), at: At::Bytes(range) }
    }

    /// A node of the YAML document that fills `document` (bytes of the file).
    pub fn yaml(file: &Arc<SourceFile>, document: Range<usize>, path: &[u32], part: Part) -> Self {
        let (offset, end) = (document.start, document.end);
        Self { file: file.clone(), at: At::Yaml { offset, end, path: path.into(), part } }
    }

    /// The bytes within the text of this YAML scalar.
    ///
    /// Anywhere else the place itself is the best that can be said.
    pub fn within(&self, range: Range<usize>) -> Self {
        let mut place = self.clone();
        if let At::Yaml { part, .. } = &mut place.at {
            *part = Part::Within(range);
        }
        place
    }

    /// Whether it is a file as a whole, and no line of it.
    pub fn is_file(&self) -> bool {
        self.at == At::File
    }

    /// The bytes of the place, or `None` for the file as a whole.
    pub fn range(&self) -> Option<Range<usize>> {
        match &self.at {
            At::File => None,
            At::Bytes(range) => Some(clamp(&self.file.text, range.clone())),
            At::Yaml { offset, end, path, part } => {
                let yaml = self.file.text.get(*offset..*end)?;
                let found = locate::node(yaml, path, part)?;
                Some(clamp(&self.file.text, found.start + offset..found.end + offset))
            }
        }
    }

    /// Line and column of the start, both counted from 1; the column counts characters.
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let start = self.range()?.start;
        let before = &self.file.text[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Some((line, column))
    }

    /// The text at the place, as its author wrote it.
    pub fn written(&self) -> Option<&str> {
        self.range().and_then(|range| self.file.text.get(range))
    }
}

/// A range cut to the text and to whole characters, so that slicing with it cannot fail.
fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let mut start = range.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = range.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// A value with the place that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub place: Place,
}

/// The folder of one site, and what a build of it was asked for.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// The day that decides what is in force, published and expired.
    pub date: Date,
    /// Where the site will be published, if elsewhere than its settings say.
    pub base_url: Option<String>,
    /// Whether drafts are shown.
    pub drafts: bool,
}
