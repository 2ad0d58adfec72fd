//! An output that cannot be swapped, such as a mount point: changed file by file.
//!
//! The new output is made whole in a folder within the old one. Then files are renamed into their
//! places, pages last, and what the site has no more is removed after them. A run that ends in between
//! is ended by the next one.

use std::collections::BTreeSet;
use std::fs::{self, FileTimes};
use std::io;
use std::path::{Path, PathBuf};

use super::file;
use super::foreign::is_same_file;
use super::manifest::{MANIFEST, Manifest};
use super::rights::Rights;
use crate::diag::Words;

/// The staging folder within an output.
pub(super) const STAGING: &str = ".leader-site-staging";

/// Says in a staging folder that its files go into their places now; holds their list.
pub(super) const PUBLISHING: &str = "publishing";

/// Why an output is built in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPlace {
    /// The folder is where a disk begins, or another folder is shown.
    MountPoint,
    /// A folder in it is.
    MountWithin,
    /// Nothing can be made or renamed in the folder that it lies in.
    Parent,
    /// A new folder could not be given to its owner.
    Owner,
}

impl InPlace {
    /// The reason, for the person who built the site.
    pub fn words(self) -> Words {
        match self {
            Self::MountPoint => Words::new("the folder is a mount point", "kansio on liitoskohta"),
            Self::MountWithin => Words::new("the folder has a mount point in it", "kansiossa on liitoskohta"),
            Self::Parent => Words::new(
                "the folder around it cannot be written",
                "sitä ympäröivään kansioon ei voi kirjoittaa",
            ),
            Self::Owner => {
                Words::new("the folder belongs to another user", "kansion omistaa toinen käyttäjä")
            }
        }
    }
}

/// Whether an output that is there can only be built in place.
pub(super) fn why(target: &Path) -> Option<InPlace> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let device = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
        if let Some(parent) = target.parent()
            && device(parent) != device(target)
        {
            return Some(InPlace::MountPoint);
        }
    }
    // The same disk can be shown in two places; only the table of mounts tells.
    let table = fs::read("/proc/self/mountinfo").unwrap_or_default();
    let mut within = None;
    for line in table.split(|byte| *byte == b'\n') {
        let Some(place) = line.split(|byte| *byte == b' ').nth(4) else { continue };
        let Some(place) = path_in_table(place) else { continue };
        if place == target {
            return Some(InPlace::MountPoint);
        }
        if place.starts_with(target) {
            within = Some(InPlace::MountWithin);
        }
    }
    within
}

/// A path of the table of mounts, in which some signs are written as octal numbers.
fn path_in_table(written: &[u8]) -> Option<PathBuf> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let [first, after @ ..] = rest {
        let number = (*first == b'\\')
            .then(|| after.get(..3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match number {
            Some(number) => {
                bytes.push(number);
                rest = &after[3..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStringExt;
        Some(std::ffi::OsString::from_vec(bytes).into())
    }
    #[cfg(not(unix))]
    String::from_utf8(bytes).ok().map(PathBuf::from)
}

/// Puts the files of a staging folder, which is whole and on the disk, into their places in the output.
pub(super) fn publish(staging: &Path, target: &Path, new: &Manifest) -> Result<(), (PathBuf, io::Error)> {
    let mark = staging.join(PUBLISHING);
    file::replace(&mark, new.text().as_bytes()).map_err(|error| (mark, error))?;
    finish(staging, target)
}

/// The same, as often as it takes: what is done already is not done again.
pub(super) fn finish(staging: &Path, target: &Path) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    let unreadable = || io::Error::from(io::ErrorKind::InvalidData);
    let mark = staging.join(PUBLISHING);
    let new =
        fs::read(&mark).and_then(|text| Manifest::parse(&text).ok_or_else(unreadable)).map_err(at(&mark))?;
    let rights = fs::metadata(target).map(|found| Rights::of(&found)).map_err(at(target))?;
    let ours = Manifest::of(target).map_err(at(&target.join(MANIFEST)))?.unwrap_or_default();
    let site = staging.join("site");

    // Whatever happens from here on, all that we put there is known to be ours.
    let both = ours.with(&new);
    if both != ours {
        write_manifest(staging, target, &both, &rights).map_err(at(&target.join(MANIFEST)))?;
    }
    let is_page = |path: &str| path.ends_with(".html") || path.ends_with(".xml");
    let (pages, others): (Vec<&str>, Vec<&str>) =
        new.files().map(|(path, _)| path).partition(|path| is_page(path));
    for path in others.into_iter().chain(pages) {
        place(path, &site, target, &both, &rights).map_err(at(&target.join(path)))?;
    }
    for (path, _) in both.files().filter(|(path, _)| !new.has_file(path)) {
        remove_ours(target, path).map_err(at(&target.join(path)))?;
    }
    remove_folders(target, &both, &new);
    write_manifest(staging, target, &new, &rights).map_err(at(&target.join(MANIFEST)))
}

/// The list of an output. One that is there already with the same files is left as it is.
fn write_manifest(staging: &Path, target: &Path, manifest: &Manifest, rights: &Rights) -> io::Result<()> {
    let (path, text) = (target.join(MANIFEST), manifest.text());
    if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    // Made in the staging folder, which is cleared away: a run that is killed leaves nothing beside it.
    let aside = staging.join("manifest");
    file::replace(&aside, text.as_bytes())?;
    rights.give_file(&fs::File::open(&aside)?)?;
    fs::rename(aside, path)
}

/// Puts one file into its place by a rename.
fn place(path: &str, site: &Path, target: &Path, ours: &Manifest, rights: &Rights) -> io::Result<()> {
    let (from, to) = (site.join(path), target.join(path));
    let new = match fs::symlink_metadata(&from) {
        Ok(new) => new,
        // It was put into its place before.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let is_there = fs::symlink_metadata(&to).is_ok_and(|found| found.is_file());
            return if is_there { Ok(()) } else { Err(error) };
        }
        Err(error) => return Err(error),
    };
    make_folders(path, target, ours, rights)?;
    match fs::symlink_metadata(&to) {
        // It has not changed.
        Ok(old) if is_same_file(&old, &new) => return Ok(()),
        Ok(old) if old.is_dir() => {
            for below in ours.below(path) {
                remove_ours(target, below)?;
            }
            remove_empty(&to)?;
        }
        _ => {}
    }
    match fs::rename(&from, &to) {
        // A folder in the output that lies on another disk.
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            file::replace(&to, &fs::read(&from)?)?;
            let file = fs::File::options().write(true).open(&to)?;
            rights.give_file(&file)?;
            file.set_times(FileTimes::new().set_modified(new.modified()?))
        }
        renamed => renamed,
    }
}

/// The folders above a file. A file of ours in the place of one of them goes away.
fn make_folders(path: &str, target: &Path, ours: &Manifest, rights: &Rights) -> io::Result<()> {
    for (at, _) in path.match_indices('/') {
        let name = &path[..at];
        let folder = target.join(name);
        match fs::symlink_metadata(&folder) {
            Ok(found) if found.is_dir() => continue,
            Ok(_) if ours.has_file(name) => fs::remove_file(&folder)?,
            Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        fs::create_dir(&folder)?;
        // Where we may not, the folder has the rights of whoever builds.
        let _ = rights.give_folder(&folder);
    }
    Ok(())
}

/// Removes a file of ours. What somebody has put in its place, or in the place of a folder above it, stays.
fn remove_ours(target: &Path, path: &str) -> io::Result<()> {
    for (at, _) in path.match_indices('/') {
        if !fs::symlink_metadata(target.join(&path[..at])).is_ok_and(|found| found.is_dir()) {
            return Ok(());
        }
    }
    let file = target.join(path);
    match fs::symlink_metadata(&file) {
        Ok(found) if !found.is_dir() => fs::remove_file(file),
        _ => Ok(()),
    }
}

/// Removes the folders that only the old output had, if nothing is in them.
fn remove_folders(target: &Path, old: &Manifest, new: &Manifest) {
    let gone: BTreeSet<&str> = old
        .files()
        .flat_map(|(path, _)| path.match_indices('/').map(|(at, _)| &path[..at]))
        .filter(|folder| !new.has_folder(folder))
        .collect();
    // Those within others come behind them in the order of names.
    for folder in gone.iter().rev() {
        let folder = target.join(folder);
        if fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir()) {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes a folder with nothing but empty folders in it.
fn remove_empty(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(folder)
}

#[cfg(test)]
mod tests {
    use super::path_in_table;
    use std::path::PathBuf;

    #[test]
    fn the_table_of_mounts_is_read_as_it_is_written() {
        for (written, path) in [
            ("/srv/www", "/srv/www"),
            (r"/srv/my\040site", "/srv/my site"),
            (r"/a\134b", r"/a\b"),
            (r"/a\9", r"/a\9"),
        ] {
            assert_eq!(path_in_table(written.as_bytes()), Some(PathBuf::from(path)));
        }
    }
}
