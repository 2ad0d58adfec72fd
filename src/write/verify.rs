//! Looking at what lies on the disk before it is called an output.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::Manifest;
use super::{Change, Put};
use crate::source::{Hash, Stamp, short};

/// A folder as it was when it was made: another one of the same name is not it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
}

impl Identity {
    pub fn of(folder: &Path) -> io::Result<Self> {
        let found = fs::symlink_metadata(folder)?;
        if found.is_dir() { Ok(Self::from(&found)) } else { Err(io::ErrorKind::NotADirectory.into()) }
    }

    #[cfg(unix)]
    fn from(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device: found.dev(), inode: found.ino() }
    }

    #[cfg(not(unix))]
    fn from(_: &Metadata) -> Self {
        Self {}
    }

    pub fn is(&self, folder: &Path) -> bool {
        Self::of(folder).is_ok_and(|now| now == *self)
    }

    /// The folder as text, for a later run.
    #[cfg(unix)]
    pub fn text(&self) -> String {
        format!("{} {}\n", self.device, self.inode)
    }

    #[cfg(not(unix))]
    pub fn text(&self) -> String {
        String::new()
    }
}

/// Compares a folder with the list of what was put into it: each file is there with its content, and
/// there is nothing else.
pub(super) fn verify(site: &Path, list: &[Put]) -> Result<(), (PathBuf, Change)> {
    let names = Manifest::of_paths(list.iter().map(|put| put.written.path.as_str()));
    let mut found = BTreeSet::new();
    for entry in walkdir::WalkDir::new(site).min_depth(1).follow_links(false) {
        let Ok(entry) = entry else { return Err((site.to_owned(), Change::Gone)) };
        let path = entry.path().strip_prefix(site).unwrap_or(entry.path());
        let name = path.to_str().map(|path| path.replace(std::path::MAIN_SEPARATOR, "/"));
        let is_ours = name.as_deref().is_some_and(|name| match entry.file_type().is_dir() {
            true => names.has_folder(name),
            false => names.has_file(name),
        });
        match name {
            Some(name) if is_ours => found.insert(name),
            _ => return Err((path.to_owned(), Change::Added)),
        };
    }
    let wrong = list.par_iter().with_min_len(64).find_map_first(|put| {
        let path = &put.written.path;
        if !found.contains(path) {
            return Some((PathBuf::from(path), Change::Gone));
        }
        (!is_as_written(&site.join(path), put)).then(|| (PathBuf::from(path), Change::Other))
    });
    wrong.map_or(Ok(()), Err)
}

/// The stamp says it at once; where something has touched the file without changing it, the content does.
fn is_as_written(path: &Path, put: &Put) -> bool {
    let Ok(found) = fs::symlink_metadata(path) else { return false };
    found.is_file()
        && (Stamp::of(&found) == put.stamp || hash_of_file(path).is_ok_and(|hash| hash == put.written.hash))
}

pub(super) fn hash_of_file(path: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(short(&hasher.finalize()))
}

/// Sees to it that what was written is on the disk itself, not only in memory: after a power cut a
/// renamed file is there with what it held.
#[cfg(target_os = "linux")]
pub(super) fn sync(site: &Path, _: &[Put]) -> io::Result<()> {
    // One call for thousands of files, and for the names of those that got a second one.
    Ok(rustix::fs::syncfs(File::open(site)?)?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn sync(site: &Path, list: &[Put]) -> io::Result<()> {
    list.par_iter()
        .filter(|put| !put.is_kept)
        .try_for_each(|put| File::options().write(true).open(site.join(&put.written.path))?.sync_all())
}
