//! What lies in an output and was not written by us: it goes along into each new output.
//!
//! Before the swap the new output gets each such file under a second name (a hard link), so that it is
//! in its place at every moment. After the swap the originals of whole folders are put back, with
//! whatever was written into them meanwhile. A folder that is too large for that, or whose files cannot
//! have a second name, is moved right after the swap; if the run ends in between, the next one moves it.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest};
use super::rights::{Rights, copy_attributes};

/// A file, or a folder in which nothing is ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Foreign {
    /// Its path in the output.
    pub path: PathBuf,
    pub is_folder: bool,
}

/// How many files and folders a folder may hold that gets second names.
const MOST_LINKED: usize = 1000;

/// All that is in a folder besides the files of `ours`, by path. A folder that `also` has files in is
/// looked into, though nothing in it may be ours.
pub(super) fn foreign(root: &Path, ours: &Manifest, also: &Manifest) -> io::Result<Vec<Foreign>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            // A name that is not Unicode is none of ours.
            let name = path.to_str().map(in_manifest);
            let name = name.as_deref();
            let is_folder = entry.file_type()?.is_dir();
            if is_folder {
                let is_known = |manifest: &Manifest| name.is_some_and(|name| manifest.has_folder(name));
                if is_known(ours) || is_known(also) {
                    folders.push(path);
                    continue;
                }
            } else if name.is_some_and(|name| ours.has_file(name) || name == MANIFEST) {
                continue;
            }
            found.push(Foreign { path, is_folder });
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// A path as manifests write it.
fn in_manifest(path: &str) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() }
}

/// The foreign things that are in the place of something that the new output needs.
pub(super) fn in_the_way(found: &[Foreign], new: &Manifest) -> Vec<PathBuf> {
    let is_in_the_way = |thing: &&Foreign| {
        let Some(path) = thing.path.to_str().map(in_manifest) else {
            // Only what lies above it can be.
            return thing
                .path
                .ancestors()
                .skip(1)
                .any(|above| above.to_str().is_some_and(|above| new.has_file(&in_manifest(above))));
        };
        let above = || path.match_indices('/').any(|(at, _)| new.has_file(&path[..at]));
        new.has_file(&path) || (!thing.is_folder && new.has_folder(&path)) || above()
    };
    found.iter().filter(is_in_the_way).map(|thing| thing.path.clone()).collect()
}

/// Gives each foreign file a second name in the new output, where that can be done.
pub(super) fn link(found: &[Foreign], from: &Path, to: &Path) -> io::Result<()> {
    for thing in found {
        make_folders(&thing.path, from, to)?;
        let (old, new) = (from.join(&thing.path), to.join(&thing.path));
        let mut left = MOST_LINKED;
        if link_one(&old, &new, &mut left).is_err() {
            // It is moved after the swap. What could not be made whole must not be there.
            remove(&new)?;
        }
    }
    Ok(())
}

fn link_one(old: &Path, new: &Path, left: &mut usize) -> io::Result<()> {
    *left = left.checked_sub(1).ok_or(io::ErrorKind::QuotaExceeded)?;
    let found = fs::symlink_metadata(old)?;
    if !found.is_dir() {
        return fs::hard_link(old, new);
    }
    fs::create_dir(new)?;
    for entry in fs::read_dir(old)? {
        let name = entry?.file_name();
        link_one(&old.join(&name), &new.join(&name), left)?;
    }
    like(&found, old, new);
    Ok(())
}

/// Makes the folders that a foreign thing lies in, like those that it lies in now.
fn make_folders(path: &Path, from: &Path, to: &Path) -> io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) else { return Ok(()) };
    let new = to.join(folder);
    if fs::symlink_metadata(&new).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    make_folders(folder, from, to)?;
    fs::create_dir(&new)?;
    let old = from.join(folder);
    if let Ok(found) = fs::symlink_metadata(&old) {
        like(&found, &old, &new);
    }
    Ok(())
}

/// Gives a folder the rights of another, as far as we may.
fn like(found: &Metadata, old: &Path, new: &Path) {
    copy_attributes(old, new);
    let _ = Rights::of(found).give_folder(new);
}

/// Removes a file, or a folder with all that is in it. Links are removed, not followed.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    }
}

/// When foreign things are brought from the old output into the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Right after the swap: what was changed in the old output meanwhile is what counts.
    Now,
    /// In a later run: what is in the output has been in use since.
    Later,
}

/// Brings what is foreign in the old output `from` into the new one, `to`, which is in its place
/// already. Can be done again where a run has ended in between. Gives the path that could not be
/// brought.
pub(super) fn settle(from: &Path, to: &Path, when: When) -> Result<(), (PathBuf, io::Error)> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    let manifest_of = |folder: &Path| match Manifest::of(folder) {
        Ok(manifest) => Ok(manifest.unwrap_or_default()),
        Err(error) => Err((PathBuf::from(MANIFEST), error)),
    };
    let (ours, new) = (manifest_of(from)?, manifest_of(to)?);
    for thing in foreign(from, &ours, &new).map_err(failed(Path::new("")))? {
        let is_taken_over =
            !thing.is_folder && thing.path.to_str().is_some_and(|path| new.has_file(&in_manifest(path)));
        if is_taken_over {
            // It held just what the site has there now.
            continue;
        }
        make_folders(&thing.path, from, to)
            .and_then(|()| bring(&from.join(&thing.path), &to.join(&thing.path), when))
            .map_err(failed(&thing.path))?;
    }
    Ok(())
}

fn bring(old: &Path, new: &Path, when: When) -> io::Result<()> {
    let found = fs::symlink_metadata(old)?;
    let there = match fs::symlink_metadata(new) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs::rename(old, new),
        Err(error) => return Err(error),
        Ok(there) => there,
    };
    if found.is_dir() && there.is_dir() {
        if when == When::Now {
            // With it the original is in its place, which others may have open. Without it nothing is lost.
            let _ = exchange(old, new);
        }
        return bring_missing(old, new);
    }
    let is_newer = !is_same_file(&found, &there)
        && found.modified().ok().zip(there.modified().ok()).is_some_and(|(old, new)| old > new);
    if when == When::Now && is_newer && !found.is_dir() && !there.is_dir() {
        return fs::rename(old, new);
    }
    Ok(())
}

/// Moves what one folder has and the other has not.
fn bring_missing(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (old, new) = (entry.path(), to.join(entry.file_name()));
        match fs::symlink_metadata(&new) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(old, new)?,
            Err(error) => return Err(error),
            Ok(there) if there.is_dir() && entry.file_type()?.is_dir() => bring_missing(&old, &new)?,
            Ok(_) => {}
        }
    }
    Ok(())
}

#[cfg(unix)]
pub(super) fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
pub(super) fn is_same_file(_: &Metadata, _: &Metadata) -> bool {
    false
}

/// Puts two things in each other's places in one step, where the system can.
#[cfg(target_os = "linux")]
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
