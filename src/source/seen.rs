//! What a run has looked at, stamped so that a later run can tell whether it has changed.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::regular;

/// All files and folders that a run has looked at.
#[derive(Debug, Default)]
pub struct Seen {
    entries: Mutex<Vec<SeenEntry>>,
}

/// A file or folder as it was when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenEntry {
    pub path: PathBuf,
    /// `None` if nothing was there.
    pub stamp: Option<Stamp>,
    /// A hash of the content, where the stamp alone cannot tell.
    pub hash: Option<Hash>,
}

/// Whether what is at a path now is what had this stamp, and this content where the stamp alone cannot
/// tell.
pub fn is_still(path: &Path, stamp: Option<Stamp>, hash: Option<Hash>) -> bool {
    if Stamp::at(path) != stamp {
        return false;
    }
    let Some(hash) = hash else { return true };
    match names_in(path) {
        Some(names) => hash_of_names(&names) == hash,
        None => regular::read(path).is_some_and(|content| hash_of(&content) == hash),
    }
}

/// The names in a folder; `None` if it is none.
pub fn names_in(path: &Path) -> Option<Vec<String>> {
    let names = std::fs::read_dir(path).ok()?.flatten();
    names.map(|entry| entry.file_name().into_string().ok()).collect()
}

/// The first half of a BLAKE3 hash.
pub type Hash = [u8; 16];

/// The hash of a content.
pub fn hash_of(content: &[u8]) -> Hash {
    short(&blake3::hash(content))
}

/// The part of a hash that is kept.
pub fn short(hash: &blake3::Hash) -> Hash {
    let mut short = [0; 16];
    short.copy_from_slice(&hash.as_bytes()[..16]);
    short
}

/// What the file system says of a file or folder, without looking into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    pub length: u64,
    /// When the content was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything about the file was changed. Unlike `modified` it cannot be set back.
    pub changed: i64,
    pub inode: u64,
}

/// The clock of a file system goes in steps of up to 10 ms. A file that is changed twice within one
/// step has the same stamp after both, so a stamp this young does not tell enough.
pub const YOUNG: Duration = Duration::from_millis(20);

impl Stamp {
    pub fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let nanoseconds =
                |seconds: i64, rest: i64| seconds.wrapping_mul(1_000_000_000).wrapping_add(rest);
            Self {
                length: metadata.len(),
                modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
                changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
                inode: metadata.ino(),
            }
        }
        #[cfg(not(unix))]
        {
            let modified = metadata.modified().map_or(0, nanoseconds_of);
            Self { length: metadata.len(), modified, changed: modified, inode: 0 }
        }
    }

    /// The stamp of what is at this path now.
    pub fn at(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|metadata| Self::of(&metadata))
    }

    /// Whether a change right after this stamp could leave it as it is.
    pub fn is_young(&self) -> bool {
        self.is_young_at(nanoseconds_of(SystemTime::now()))
    }

    /// The same, at a moment in nanoseconds since 1970.
    pub fn is_young_at(&self, moment: i64) -> bool {
        let young = i64::try_from(YOUNG.as_nanos()).unwrap_or(i64::MAX);
        self.changed.max(self.modified) >= moment.saturating_sub(young)
    }
}

fn nanoseconds_of(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

impl Seen {
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a file with the stamp that it had before it was read, and what it held.
    pub fn read(&self, path: &Path, stamp: Stamp, content: &[u8]) {
        let hash = stamp.is_young().then(|| hash_of(content));
        self.push(path, Some(stamp), hash);
    }

    /// Notes a folder with the stamp that it had before it was listed, and the names in it.
    pub fn listed(&self, path: &Path, stamp: Stamp, names: &[String]) {
        let hash = stamp.is_young().then(|| hash_of_names(names));
        self.push(path, Some(stamp), hash);
    }

    /// Notes a file that is there, and is not read. Gives back its stamp.
    pub fn there(&self, path: &Path) -> Option<Stamp> {
        let stamp = Stamp::at(path);
        let young = stamp.is_some_and(|stamp| stamp.is_young());
        let hash = if young { regular::read(path).map(|content| hash_of(&content)) } else { None };
        self.push(path, stamp, hash);
        stamp
    }

    /// Notes that nothing was there.
    pub fn missing(&self, path: &Path) {
        self.push(path, None, None);
    }

    /// Whether what is at a path now is what was seen there; `None` if nobody has looked.
    pub fn is_same(&self, path: &Path) -> Option<bool> {
        let entries = self.entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // The last look counts.
        let last = entries.iter().rev().find(|entry| entry.path == path);
        last.map(|entry| is_still(path, entry.stamp, entry.hash))
    }

    fn push(&self, path: &Path, stamp: Option<Stamp>, hash: Option<Hash>) {
        let mut entries = self.entries.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        entries.push(SeenEntry { path: path.to_owned(), stamp, hash });
    }

    /// All that was seen, by path.
    pub fn into_entries(self) -> Vec<SeenEntry> {
        let mut entries = self.entries.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

/// A hash of the names in a folder, in any order.
fn hash_of_names(names: &[String]) -> Hash {
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    hash_of(sorted.join("/").as_bytes())
}
