//! The new output into the place of the old one, and what is left to do after a run that was killed.
//!
//! A file in the staging folder says how far a run has come:
//!
//! ```text
//! (none)       the new output is being made: the old one is in its place, untouched
//! swapping     whole and on the disk; the swap goes on, or foreign files are still to be brought over
//! publishing   whole and on the disk; the output is changed in place, file by file
//! done         only clearing away is left
//! ```

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::foreign::{When, exchange, remove, settle};
use super::lock::{LOCK, Owner, owner_of};
#[cfg(unix)]
use super::lock::{NEW_LOCK, is_unfinished};
use super::manifest::Manifest;
use super::verify::Identity;
use super::{WriteError, disk, in_place};

pub(super) const SWAPPING: &str = "swapping";
pub(super) const DONE: &str = "done";

/// Why there was no swap.
#[derive(Debug)]
pub(super) enum NotSwapped {
    /// The old output is in its place.
    Untouched(io::Error),
    /// The old output could not be put back: it lies here.
    Stranded(PathBuf),
}

/// Puts `site` where `target` is. Gives the place where the old output is now.
pub(super) fn swap(site: &Path, target: &Path, staging: &Path) -> Result<Option<PathBuf>, NotSwapped> {
    if matches!(fs::symlink_metadata(target), Err(error) if error.kind() == io::ErrorKind::NotFound) {
        return fs::rename(site, target).map(|()| None).map_err(NotSwapped::Untouched);
    }
    if exchange(site, target).is_ok() {
        return Ok(Some(site.to_owned()));
    }
    // Two steps where the file system knows no exchange. What ends in between is mended by the next run.
    let old = staging.join("old");
    fs::rename(target, &old).map_err(NotSwapped::Untouched)?;
    match fs::rename(site, target) {
        Ok(()) => Ok(Some(old)),
        Err(error) => match fs::rename(&old, target) {
            Ok(()) => Err(NotSwapped::Untouched(error)),
            Err(_) => Err(NotSwapped::Stranded(old)),
        },
    }
}

/// How long a build waits for another one that puts its output into the same place just now.
const PATIENCE: Duration = Duration::from_secs(10);

/// Waits until no other build changes outputs in this folder. On a disk without locks there is nothing
/// to wait for.
pub(super) fn turn(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Some(file),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            // Somebody else holds it for ends of their own.
            Err(_) => return None,
        }
    }
}

// Staging folders ----------------------------------------------------------------------------------

/// What staging folders of an output are called, without the number.
pub(super) fn start_of_name(target: &Path) -> String {
    format!(".{}.leader-site-", target.file_name().unwrap_or_default().to_string_lossy())
}

/// Whether the rest of a name is that of a staging folder: the number of a process, and which of its.
fn is_number(rest: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    rest.split_once('-').map_or(is_digits(rest), |(process, number)| is_digits(process) && is_digits(number))
}

/// Ends what earlier builds of this output have begun, and clears away what they left. A folder is
/// theirs only if it holds their lock.
pub(super) fn recover(target: &Path, parent: &Path) -> Result<(), WriteError> {
    let within = target.join(in_place::STAGING);
    match owner_of(&within) {
        Owner::Gone(_lock) => end(&within, target)?,
        Owner::NotOurs => remove_if_empty(&within),
        Owner::MayLive => return Err(WriteError::Busy { folder: target.to_owned(), staging: within }),
    }
    let start = start_of_name(target);
    let Ok(beside) = fs::read_dir(parent) else { return Ok(()) };
    let mut found: Vec<PathBuf> = beside
        .flatten()
        .filter(|entry| {
            entry.file_name().to_str().and_then(|name| name.strip_prefix(&start)).is_some_and(is_number)
        })
        .map(|entry| entry.path())
        .collect();
    found.sort_unstable();
    for staging in found {
        match owner_of(&staging) {
            Owner::Gone(_lock) => end(&staging, target)?,
            Owner::NotOurs => {
                give_back(&staging, target);
                remove_if_empty(&staging);
            }
            Owner::MayLive => {}
        }
    }
    Ok(())
}

/// An old output of ours that lies where nothing else is goes back into its place.
fn give_back(staging: &Path, target: &Path) {
    let old = staging.join("old");
    let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    if is_folder(staging)
        && is_folder(&old)
        && Manifest::of(&old).is_ok_and(|manifest| manifest.is_some())
        && fs::symlink_metadata(target).is_err()
        && fs::rename(old, target).is_ok()
    {
        // Stays if anything else is in it.
        let _ = fs::remove_dir(staging);
    }
}

/// Removes a folder that a run has just made, or has just emptied, when it was killed: there is nothing
/// in it but a lock that was not finished. Only we make folders with these rights.
fn remove_if_empty(staging: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let is_made = |found: &fs::Metadata| {
            found.is_dir() && found.permissions().mode() & 0o1777 == super::STAGING_MODE
        };
        if !fs::symlink_metadata(staging).is_ok_and(|found| is_made(&found)) {
            return;
        }
        let Ok(inside) = fs::read_dir(staging) else { return };
        if inside.flatten().all(|entry| entry.file_name() == NEW_LOCK)
            && is_unfinished(&staging.join(NEW_LOCK))
        {
            let _ = fs::remove_file(staging.join(NEW_LOCK));
            let _ = fs::remove_dir(staging);
        }
    }
    #[cfg(not(unix))]
    let _ = staging;
}

/// Ends what a run has begun whose staging folder this is, and clears the folder away.
fn end(staging: &Path, target: &Path) -> Result<(), WriteError> {
    let is_there = |name: &str| fs::symlink_metadata(staging.join(name)).is_ok();
    if is_there(DONE) {
        clear(staging);
        return Ok(());
    }
    if is_there(in_place::PUBLISHING) {
        in_place::finish(staging, target).map_err(|(path, error)| disk(&path, &error))?;
        mark_done(staging, in_place::PUBLISHING);
        clear(staging);
        return Ok(());
    }
    let (site, old) = (staging.join("site"), staging.join("old"));
    let has_target = fs::symlink_metadata(target).is_ok();
    if is_there("old") {
        if !has_target {
            fs::rename(&old, target).map_err(|_| WriteError::Stranded {
                target: target.to_owned(),
                old,
                new: site,
            })?;
        } else if is_there(SWAPPING) && is_there("site") {
            // Somebody has put something else into the place of the output since.
            return Err(WriteError::Stranded { target: target.to_owned(), old, new: site });
        } else if is_there(SWAPPING) {
            bring(&old, target, When::Later)?;
        }
    } else if is_there(SWAPPING) && has_target && is_there("site") {
        let made = fs::read_to_string(staging.join(SWAPPING)).unwrap_or_default();
        // What lies there is the old output, unless it is still the folder that was made there.
        let is_swapped = Identity::of(&site).is_ok_and(|now| now.text() != made);
        if is_swapped && !made.is_empty() {
            bring(&site, target, When::Later)?;
        }
    }
    if is_there(SWAPPING) {
        mark_done(staging, SWAPPING);
    }
    clear(staging);
    Ok(())
}

/// Brings the foreign files of an old output over into the new one.
pub(super) fn bring(old: &Path, target: &Path, when: When) -> Result<(), WriteError> {
    settle(old, target, when).map_err(|(path, error)| WriteError::NotBrought {
        target: target.to_owned(),
        lies_in: old.to_owned(),
        path,
        reason: error.kind(),
    })
}

/// From here on a run that finds the folder only clears it away. Says whether it could be marked.
pub(super) fn mark_done(staging: &Path, mark: &str) -> bool {
    fs::rename(staging.join(mark), staging.join(DONE)).is_ok()
}

/// Removes a staging folder. The lock goes last: as long as anything is there, the folder is known.
pub(super) fn clear(staging: &Path) {
    let Ok(entries) = fs::read_dir(staging) else { return };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    // What a run has come to is known until there is nothing more to be done about it.
    names.sort_by_key(|name| name == DONE || name == SWAPPING);
    for name in names.iter().filter(|name| *name != LOCK) {
        let path = staging.join(name);
        // An old output has thousands of files: removed on all cores.
        if fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir()) {
            let inside: Vec<PathBuf> = fs::read_dir(&path)
                .map(|inside| inside.flatten().map(|entry| entry.path()).collect())
                .unwrap_or_default();
            inside.into_par_iter().with_min_len(4).for_each(|path| {
                let _ = remove(&path);
            });
        }
        let _ = remove(&path);
    }
    // With anything still in it the folder has to stay ours.
    let is_empty =
        fs::read_dir(staging).is_ok_and(|left| left.flatten().all(|entry| entry.file_name() == LOCK));
    if is_empty {
        let _ = fs::remove_file(staging.join(LOCK));
        let _ = fs::remove_dir(staging);
    }
}
