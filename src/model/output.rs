//! The finished files: where they go while a site is rendered, and how they lie in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::photos::Sizes;

/// Where finished files go, one by one and from several threads: a folder, or memory.
pub trait Sink: Sync {
    /// Takes one file; `path` is its path in the output folder, with `/` between the parts.
    fn put(&self, path: &str, content: Content<'_>) -> Result<(), SinkError>;

    /// Whether the files are for the public, so that what only other services show is made, too.
    fn is_public(&self) -> bool {
        false
    }

    /// What becomes of the sizes of photos, which take time to make.
    fn photos(&self) -> Photos {
        Photos::Made
    }

    /// Something that an earlier run kept for later ones.
    fn kept(&self, _name: &str) -> Option<Vec<u8>> {
        None
    }

    /// Keeps something for later runs. That it cannot be kept is no mistake.
    fn keep(&self, _name: &str, _bytes: &[u8]) {}

    /// What the output before this one had at a path. Asked for files whose names say all that they hold.
    fn before(&self, _path: &str) -> Option<Vec<u8>> {
        None
    }
}

/// What becomes of the sizes of photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Photos {
    /// They are made with the site.
    Made,
    /// Each is made when somebody asks for it.
    Later,
    /// It is looked whether they can be made.
    TriedOut,
}

/// What was published.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Pages that people read: redirects and the page for lost addresses do not count.
    pub pages: usize,
    pub files: usize,
    pub bytes: u64,
}

/// What a finished file holds.
#[derive(Debug, Clone, Copy)]
pub enum Content<'c> {
    Bytes(&'c [u8]),
    /// The same as this file on the disk.
    File(&'c Path),
    /// One of the sizes of a photo, by its number; only for sinks that want them [`Photos::Later`].
    Photo(&'c Arc<Sizes>, usize),
}

/// A finished file that could not be put where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinkError {
    pub path: String,
    pub reason: std::io::ErrorKind,
}

/// A whole site in memory.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<String, Stored>>,
}

/// A file of a site in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    Bytes(Vec<u8>),
    File(PathBuf),
    /// One of the sizes of a photo, which is made when somebody asks for it.
    Photo(Arc<Sizes>, usize),
}

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes out what has come in so far.
    pub fn take(&self) -> BTreeMap<String, Stored> {
        std::mem::take(&mut *self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// The files by path.
    pub fn into_files(self) -> BTreeMap<String, Stored> {
        self.files.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Sink for Memory {
    fn photos(&self) -> Photos {
        Photos::Later
    }

    fn put(&self, path: &str, content: Content<'_>) -> Result<(), SinkError> {
        let stored = match content {
            Content::Bytes(bytes) => Stored::Bytes(bytes.to_vec()),
            Content::File(file) => Stored::File(file.to_owned()),
            Content::Photo(sizes, number) => Stored::Photo(sizes.clone(), number),
        };
        let mut files = self.files.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.insert(path.to_owned(), stored);
        Ok(())
    }
}

/// Keeps nothing: for `check`.
#[derive(Debug)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn photos(&self) -> Photos {
        Photos::TriedOut
    }

    fn put(&self, _: &str, _: Content<'_>) -> Result<(), SinkError> {
        Ok(())
    }
}
