//! Where every value came from: source files, and places in them.
//!
//! A place is kept as the cheapest thing that can find it again (a byte range, or a path into a YAML
//! document); lines and columns are worked out only when a message is printed.

pub mod characters;
mod files;
mod locate;
pub mod regular;
mod seen;

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash as HashOf, Hasher};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

pub use files::{Content, CopiedFile, Folder, OtherFile, ThemeContent, ThemeFile, ThemeFiles};
use locate::Located;
pub use regular::SpecialFile;
pub use seen::{Hash, Seen, SeenEntry, Stamp, hash_of, is_still, names_in, short};

/// A file that was read, with the name that its author knows it by.
pub struct SourceFile {
    /// Path from the site folder, with `/` between the parts.
    pub path: String,
    /// The whole text, without a byte order mark.
    pub text: String,
    /// Where each line begins, once a message has asked.
    lines: OnceLock<Vec<usize>>,
    /// The YAML documents in it, by where they begin and end, once a message has asked.
    documents: Mutex<BTreeMap<(usize, usize), Arc<Located>>>,
}

impl SourceFile {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
            documents: Mutex::default(),
        })
    }

    /// The byte at which each line begins.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|end| end + 1))
                .collect()
        })
    }

    /// The number of the line that a byte stands in, counted from 0.
    pub fn line_of(&self, at: usize) -> usize {
        self.lines().partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// The bytes of a line, counted from 0, with what ends it; empty behind the last one.
    pub fn line(&self, line: usize) -> Range<usize> {
        let lines = self.lines();
        let start = lines.get(line).copied().unwrap_or(self.text.len());
        start..lines.get(line + 1).copied().unwrap_or(self.text.len())
    }

    /// The places of a YAML document of this file: many messages ask for places of the same one.
    fn located(&self, document: Range<usize>) -> Option<Arc<Located>> {
        let yaml = self.text.get(document.clone())?;
        let mut documents = self.documents.lock().unwrap_or_else(PoisonError::into_inner);
        let known = documents.entry((document.start, document.end));
        Some(known.or_insert_with(|| Arc::new(Located::new(yaml))).clone())
    }
}

// What was looked up in a file is no part of what it is.
impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for SourceFile {}

impl fmt::Debug for SourceFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SourceFile").field("path", &self.path).field("text", &self.text).finish()
    }
}

/// One place in a source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: Arc<SourceFile>,
    at: At,
}

// The text of its file would take long, and says no more than its path.
impl HashOf for Place {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.file.path.hash(state);
        self.at.hash(state);
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
                let found = self.file.located(*offset..*end)?.node(path, part)?;
                Some(clamp(&self.file.text, found.start + offset..found.end + offset))
            }
        }
    }

    /// Line and column of the start, both counted from 1; the column counts characters.
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let start = self.range()?.start;
        let line = self.file.line_of(start);
        let column = self.file.text[self.file.line(line).start..start].chars().count() + 1;
        Some((line + 1, column))
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
