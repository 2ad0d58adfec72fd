//! What a run has looked at, stamped so that a later run can tell whether it has changed.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// All files and folders that a run has looked at.
#[derive(Debug, Default)]
pub struct Seen {
    entries: Mutex<Vec<(PathBuf, Option<Stamp>)>>,
}

/// What the file system says of a file or folder, without looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub length: u64,
    /// When the content was changed, in nanoseconds since 1970.
    pub modified: i128,
    /// When anything about the file was changed. Unlike `modified` it cannot be set back.
    pub changed: i128,
    pub inode: u64,
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let nanoseconds =
                |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
            Self {
                length: metadata.len(),
                modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
                changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
                inode: metadata.ino(),
            }
        }
        #[cfg(not(unix))]
        {
            let modified = metadata
                .modified()
                .ok()
                .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
                .map_or(0, |time| time.as_nanos() as i128);
            Self { length: metadata.len(), modified, changed: modified, inode: 0 }
        }
    }

    /// The stamp of what is at this path now.
    pub fn at(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|metadata| Self::of(&metadata))
    }
}

impl Seen {
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a file or folder with the stamp it had before it was read.
    pub fn note(&self, path: &Path, stamp: Stamp) {
        self.push(path, Some(stamp));
    }

    /// Notes a file that is there; nobody looks into it now.
    pub fn file(&self, path: &Path) {
        self.push(path, Stamp::at(path));
    }

    /// Notes that nothing was there.
    pub fn missing(&self, path: &Path) {
        self.push(path, None);
    }

    fn push(&self, path: &Path, stamp: Option<Stamp>) {
        let mut entries = self.entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        entries.push((path.to_owned(), stamp));
    }

    /// All that was seen, by path.
    pub fn into_entries(self) -> Vec<(PathBuf, Option<Stamp>)> {
        let mut entries = self.entries.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.dedup_by(|a, b| a.0 == b.0);
        entries
    }
}
