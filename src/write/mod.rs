//! Finished files onto the disk: beside the old output first, then swapped in as a whole.
//!
//! A build that fails or is killed leaves the old output as it was. A file that did not change keeps
//! its time stamps, so that what copies the site to a server need not copy it again. What others have put
//! into the output stays there.

pub mod file;
mod foreign;
mod in_place;
mod lock;
mod manifest;
mod place;
mod rights;
mod swap;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirBuilder, File, FileTimes};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::diag::output as told;
use crate::diag::{Words, why_not_written_to};
use crate::model::output::{Content, Sink, SinkError};
use crate::source::{Hash, Stamp, hash_of, short};

pub use in_place::InPlace;
pub use manifest::MANIFEST;
pub use place::real_path;

use lock::Lock;
use manifest::Manifest;
use rights::{Rights, copy_attributes};
use verify::{Identity, hash_of_file};

/// The rights of a staging folder: what is being made is nobody else's concern. With a sign that folders
/// made by hand do not have.
#[cfg(unix)]
const STAGING_MODE: u32 = 0o1700;

/// Why an output could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// The folder holds something that must not be overwritten.
    Refused { folder: PathBuf, reason: Words },
    /// The disk would not take it.
    Disk { path: PathBuf, reason: io::ErrorKind },
    /// The disk has no room left: for data, or for the names of more files.
    Full { path: PathBuf, is_out_of_files: bool },
    /// Files that we did not write are where the site now has something.
    InTheWay { folder: PathBuf, paths: Vec<String> },
    /// What was written was changed by somebody else before it was published.
    Changed { path: PathBuf, change: Change },
    /// Another build may be writing into the output just now.
    Busy { folder: PathBuf, staging: PathBuf },
    /// Neither the new output nor the old one could be put into its place.
    Stranded { target: PathBuf, old: PathBuf, new: PathBuf },
    /// The new output is in its place, and a foreign file of the old one could not be moved into it.
    NotBrought { target: PathBuf, lies_in: PathBuf, path: PathBuf, reason: io::ErrorKind },
}

/// What has become of a file that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Gone,
    /// It holds something else.
    Other,
    /// It was not written by us.
    Added,
}

impl WriteError {
    /// The message to the person who wanted the output.
    pub fn words(&self) -> Words {
        match self {
            Self::Refused { folder, reason } => told::refused(folder, reason),
            Self::Disk { path, reason } => told::not_written(path, &why_not_written_to(path, *reason)),
            Self::Full { path, is_out_of_files } => told::full(path, *is_out_of_files),
            Self::InTheWay { folder, paths } => told::in_the_way(folder, paths),
            Self::Changed { path, change } => told::changed(path, *change),
            Self::Busy { folder, staging } => told::busy(folder, staging),
            Self::Stranded { target, old, new } => told::stranded(target, old, new),
            Self::NotBrought { target, lies_in, path, reason } => {
                told::not_brought(target, lies_in, path, &why_not_written_to(&target.join(path), *reason))
            }
        }
    }
}

fn disk(path: &Path, error: &io::Error) -> WriteError {
    match error.kind() {
        io::ErrorKind::StorageFull => {
            WriteError::Full { path: path.to_owned(), is_out_of_files: is_out_of_files(path) }
        }
        reason => WriteError::Disk { path: path.to_owned(), reason },
    }
}

/// Whether a disk that is full has room, but for no more files.
#[cfg(unix)]
fn is_out_of_files(path: &Path) -> bool {
    let there = path.ancestors().find(|path| path.exists());
    there
        .and_then(|path| rustix::fs::statvfs(path).ok())
        .is_some_and(|disk| disk.f_files > 0 && disk.f_favail == 0 && disk.f_bavail > 0)
}

#[cfg(not(unix))]
fn is_out_of_files(_: &Path) -> bool {
    false
}

/// An output that is being written. It replaces the old one when it is [committed](Self::commit), and
/// vanishes when it is dropped before.
#[derive(Debug)]
pub struct Staging {
    /// The folder of the site, where things are kept for later runs, and the names of those that were asked for.
    root: PathBuf,
    asked: Mutex<BTreeSet<String>>,
    /// The output folder, and the one that it lies in.
    target: PathBuf,
    parent: PathBuf,
    made: Made,
    /// Whether there is an old output.
    has_old: bool,
    rights: Rights,
    in_place: Option<InPlace>,
    files: Mutex<Vec<Put>>,
    /// A file of the sources that could not be read when it was to be copied.
    unread: Mutex<Option<(PathBuf, io::ErrorKind)>>,
}

/// A staging folder. It is removed when it is dropped, unless it holds the last copy of something.
#[derive(Debug)]
struct Made {
    /// Holds `lock` while we live, and the new output in `site`.
    folder: PathBuf,
    site: PathBuf,
    folder_identity: Identity,
    site_identity: Identity,
    stays: bool,
    /// Held until the end: a folder whose lock is free belongs to nobody any more.
    _lock: Lock,
}

/// A file in the staging folder.
#[derive(Debug, Clone)]
struct Put {
    written: Written,
    /// As it was left.
    stamp: Stamp,
    /// Whether it is the old file.
    is_kept: bool,
}

/// A file of a new output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Its path in the output folder.
    pub path: String,
    pub hash: Hash,
    /// `None` if the stamp that it was written with is not the one that it has in its place.
    pub stamp: Option<Stamp>,
}

/// A new output in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What is in it, by path; the manifest is last.
    pub files: Vec<Written>,
    /// When the last file of it was written, in nanoseconds since 1970 by the clock of the disk.
    pub last_change: i64,
    /// Why it was not swapped as a whole.
    pub in_place: Option<InPlace>,
}

/// What stands behind a file that could not be put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The source could not be read.
    Unread(PathBuf, io::ErrorKind),
    /// The output could not be written.
    Unwritten(WriteError),
}

impl Staging {
    /// Makes a staging folder for the output folder `target`, which may be there or not. `sources` is
    /// the folder of the site. What an earlier build has left undone is done first.
    pub fn open(target: &Path, sources: &Path) -> Result<Self, WriteError> {
        let (target, parent) = place::resolved(target, sources)?;
        fs::create_dir_all(&parent).map_err(|error| disk(&parent, &error))?;
        {
            let _turn = swap::turn(&parent);
            swap::recover(&target, &parent)?;
        }
        let has_old = place::check_old(&target)?.is_some();
        let in_place = if has_old { in_place::why(&target) } else { None };
        let opened = match in_place {
            Some(why) => Self::open_within(&target, why),
            None => match Self::open_beside(&target, &parent, has_old) {
                Err(NoRoom::InPlace(why)) => Self::open_within(&target, why),
                opened => opened,
            },
        };
        let (made, rights, in_place) = opened.map_err(|reason| match reason {
            NoRoom::Error(error) => error,
            NoRoom::InPlace(_) => disk(&target, &io::ErrorKind::PermissionDenied.into()),
        })?;
        let (files, unread) = (Mutex::default(), Mutex::default());
        let root = sources.to_owned();
        Ok(Self {
            root,
            asked: Mutex::default(),
            target,
            parent,
            made,
            has_old,
            rights,
            in_place,
            files,
            unread,
        })
    }

    /// The names of what was asked for among the things that are kept for later runs.
    pub fn asked(&self) -> BTreeSet<String> {
        lock(&self.asked).clone()
    }

    /// A staging folder beside the output, to be swapped.
    fn open_beside(target: &Path, parent: &Path, has_old: bool) -> Result<Opened, NoRoom> {
        let process = std::process::id();
        let name = parent.join(format!("{}{process}", swap::start_of_name(target)));
        let mut made = Made::new(&name).or_else(|(path, error)| {
            // Left by a process that had our number, on another machine perhaps.
            if error.kind() == io::ErrorKind::AlreadyExists {
                (2..100_u32)
                    .map(|number| Made::new(&with_number(&name, number)))
                    .find(|made| !matches!(made, Err((_, error)) if error.kind() == io::ErrorKind::AlreadyExists))
                    .unwrap_or(Err((path, error)))
            } else {
                Err((path, error))
            }
        });
        if let Err((_, error)) = &made
            && has_old
            && needs_no_parent(error)
        {
            return Err(NoRoom::InPlace(InPlace::Parent));
        }
        let found = match &mut made {
            Err((path, error)) => return Err(NoRoom::Error(disk(path, error))),
            // A new output has the rights that any new folder has here.
            Ok(made) if !has_old => fs::symlink_metadata(&made.site),
            Ok(made) => {
                copy_attributes(target, &made.site);
                fs::metadata(target)
            }
        };
        let rights = Rights::of(&found.map_err(|error| NoRoom::Error(disk(target, &error)))?);
        match made {
            Ok(made) if !has_old || rights.give_folder(&made.site).is_ok() => Ok((made, rights, None)),
            Ok(_) => Err(NoRoom::InPlace(InPlace::Owner)),
            Err((path, error)) => Err(NoRoom::Error(disk(&path, &error))),
        }
    }

    /// A staging folder within the output, from which files are moved one by one.
    fn open_within(target: &Path, why: InPlace) -> Result<Opened, NoRoom> {
        let name = target.join(in_place::STAGING);
        let made = Made::new(&name).map_err(|(path, error)| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                WriteError::Busy { folder: target.to_owned(), staging: name.clone() }
            }
            _ => disk(&path, &error),
        });
        let made = made.map_err(NoRoom::Error)?;
        let found = fs::metadata(target).map_err(|error| NoRoom::Error(disk(target, &error)))?;
        Ok((made, Rights::of(&found), Some(why)))
    }

    /// Puts the new output in the place of the old one, after it was compared with what was put into it.
    pub fn commit(mut self) -> Result<Published, WriteError> {
        let mut by_path = BTreeMap::new();
        for put in std::mem::take(&mut *lock(&self.files)) {
            by_path.insert(put.written.path.clone(), put);
        }
        let mut list: Vec<Put> = by_path.into_values().collect();
        let new = Manifest::of_written(list.iter().map(|put| &put.written));
        let last = self
            .write(MANIFEST, Content::Bytes(new.text().as_bytes()))
            .map_err(|error| disk(&self.target.join(MANIFEST), &error))?;
        list.push(last);
        self.check_folder()?;
        verify::verify(&self.made.site, &list)
            .map_err(|(path, change)| WriteError::Changed { path: self.target.join(path), change })?;
        let last_change = Stamp::at(&self.made.site).map_or(0, |stamp| stamp.modified);

        let _turn = swap::turn(&self.parent);
        let old = place::check_old(&self.target)?;
        let found = match &old {
            None => Vec::new(),
            Some(ours) => self.foreign(ours, &new)?,
        };
        let was_swapped = match self.in_place {
            Some(_) => false,
            None => self.swap(&found, &list)?,
        };
        if !was_swapped {
            self.publish(&new, &list)?;
        }
        let written = |put: Put| Written {
            // A kept file loses its second name, and a moved one is renamed: both change its stamp.
            stamp: (was_swapped && !put.is_kept).then_some(put.stamp),
            ..put.written
        };
        let files = list.into_iter().map(written).collect();
        Ok(Published { files, last_change, in_place: self.in_place })
    }

    /// What stands behind an error of [`put`](Sink::put).
    pub fn fault(&self, error: WriteError) -> Fault {
        if let Some((path, reason)) = lock(&self.unread).take() {
            return Fault::Unread(path, reason);
        }
        Fault::Unwritten(match (self.check_folder(), error) {
            (Err(changed), _) => changed,
            (Ok(()), WriteError::Disk { path, reason: io::ErrorKind::StorageFull }) => {
                WriteError::Full { path, is_out_of_files: is_out_of_files(&self.made.folder) }
            }
            (Ok(()), error) => error,
        })
    }

    /// Whether the staging folder is the one that we have made.
    fn check_folder(&self) -> Result<(), WriteError> {
        let Made { folder, site, folder_identity, site_identity, .. } = &self.made;
        if folder_identity.is(folder) && site_identity.is(site) {
            Ok(())
        } else {
            Err(WriteError::Changed { path: folder.clone(), change: Change::Gone })
        }
    }

    /// What goes along into the new output. Refused if it is where the site has something else.
    fn foreign(&self, ours: &Manifest, new: &Manifest) -> Result<Vec<foreign::Foreign>, WriteError> {
        let mut found =
            foreign::foreign(&self.target, ours, new).map_err(|error| disk(&self.target, &error))?;
        // What holds just the same is ours from now on.
        found.retain(|thing| {
            let is_same = |hash: &str| {
                let path = self.target.join(&thing.path);
                fs::symlink_metadata(&path).is_ok_and(|found| found.is_file())
                    && hash_of_file(&path).is_ok_and(|now| manifest::hex(&now) == hash)
            };
            let path = thing.path.to_str().unwrap_or_default();
            !new.hash_of(path).is_some_and(is_same)
        });
        let paths = foreign::in_the_way(&found, new);
        if paths.is_empty() {
            return Ok(found);
        }
        let paths = paths.iter().map(|path| path.display().to_string()).collect();
        Err(WriteError::InTheWay { folder: self.target.clone(), paths })
    }

    /// Swaps the new output in; not, if this output can only be built in place.
    fn swap(&mut self, found: &[foreign::Foreign], list: &[Put]) -> Result<bool, WriteError> {
        let (target, folder, site) = (&self.target, &self.made.folder, &self.made.site);
        foreign::link(found, target, site).map_err(|error| disk(target, &error))?;
        let mark = folder.join(swap::SWAPPING);
        let mut written = file::replace(&mark, self.made.site_identity.text().as_bytes());
        if written.is_ok() {
            written = verify::sync(site, list);
        }
        written.map_err(|error| disk(folder, &error))?;
        match swap::swap(site, target, folder) {
            Ok(old) => {
                if let Some(old) = old {
                    // Until all is brought over the old output is not cleared away.
                    self.made.stays = true;
                    swap::bring(&old, target, foreign::When::Now)?;
                }
                self.made.stays = !swap::mark_done(folder, swap::SWAPPING);
                let _ = sync_folder(&self.parent);
                Ok(true)
            }
            Err(swap::NotSwapped::Untouched(error)) => match why_not_swapped(&error) {
                Some(why) if self.has_old => {
                    self.in_place = Some(why);
                    Ok(false)
                }
                _ => Err(disk(target, &error)),
            },
            Err(swap::NotSwapped::Stranded(old)) => {
                self.made.stays = true;
                Err(WriteError::Stranded { target: target.clone(), old, new: site.clone() })
            }
        }
    }

    /// Moves the files of the new output into their places, one by one.
    fn publish(&mut self, new: &Manifest, list: &[Put]) -> Result<(), WriteError> {
        let folder = &self.made.folder;
        verify::sync(&self.made.site, list).map_err(|error| disk(folder, &error))?;
        // From here on the next run ends what this one does not.
        self.made.stays = true;
        in_place::publish(folder, &self.target, new).map_err(|(path, error)| disk(&path, &error))?;
        // Where it cannot be marked, what is done is done once more at worst.
        swap::mark_done(folder, in_place::PUBLISHING);
        self.made.stays = false;
        Ok(())
    }

    fn write(&self, path: &str, content: Content<'_>) -> io::Result<Put> {
        let new = self.made.site.join(path);
        if let Some(folder) = new.parent() {
            self.make_folder(folder)?;
        }
        let (hash, is_kept) = match content {
            Content::Bytes(bytes) => {
                let same = self.has_old && holds(&self.target.join(path), bytes);
                let is_kept = same && self.keep(path, &new);
                if !is_kept {
                    self.new_file(&new)?.write_all(bytes)?;
                }
                (hash_of(bytes), is_kept)
            }
            Content::File(source) => self.copy(source, path, &new)?,
            // Nobody puts into a staging folder what is to be made later.
            Content::Photo(..) => return Err(io::ErrorKind::Unsupported.into()),
        };
        let found = fs::symlink_metadata(&new)?;
        Ok(Put {
            written: Written { path: path.to_owned(), hash, stamp: None },
            stamp: Stamp::of(&found),
            is_kept,
        })
    }

    /// Copies a file of the sources, unless the old output has the same.
    fn copy(&self, source: &Path, path: &str, new: &Path) -> io::Result<(Hash, bool)> {
        let unread = |error: io::Error| {
            let kind = error.kind();
            lock(&self.unread).get_or_insert((source.to_owned(), kind));
            error
        };
        let mut file = File::open(source).map_err(unread)?;
        let length = file.metadata().map_err(unread)?.len();
        let old = self.target.join(path);
        let may_be_same =
            self.has_old && fs::symlink_metadata(&old).is_ok_and(|old| old.is_file() && old.len() == length);
        if may_be_same {
            let hash = hash_of_file(source).map_err(unread)?;
            if hash_of_file(&old).is_ok_and(|old| old == hash) && self.keep(path, new) {
                return Ok((hash, true));
            }
        }
        // What is listed is what was written, though the source may change meanwhile.
        let mut copy = self.new_file(new)?;
        let mut hasher = blake3::Hasher::new();
        let mut part = vec![0; 128 * 1024];
        loop {
            let length = match file.read(&mut part) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unread(error)),
            };
            hasher.update(&part[..length]);
            copy.write_all(&part[..length])?;
        }
        Ok((short(&hasher.finalize()), false))
    }

    /// A new file with the rights that it has in this output.
    fn new_file(&self, path: &Path) -> io::Result<File> {
        let create = || File::options().write(true).create_new(true).open(path);
        // What is there may be the old file: it is replaced, never written into.
        let file = match create() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                fs::remove_file(path)?;
                create()?
            }
            file => file?,
        };
        self.rights.give_file(&file)?;
        Ok(file)
    }

    /// Makes a folder of the new output and those above it, but never the staging folder itself.
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        if folder == self.made.site {
            return Ok(());
        }
        match fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some(above) = folder.parent() {
                    self.make_folder(above)?;
                }
                match fs::create_dir(folder) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
                    made => made?,
                }
            }
            made => made?,
        }
        // Where the group may not be given the mode still is what a web server needs.
        let _ = self.rights.give_folder(folder);
        Ok(())
    }

    /// Takes the old file over as it is, time stamps and all.
    fn keep(&self, path: &str, new: &Path) -> bool {
        let old = self.target.join(path);
        let Ok(found) = fs::symlink_metadata(&old) else { return false };
        if !found.is_file() {
            return false;
        }
        let is_linked = self.rights.suits_file(&found) && fs::hard_link(&old, new).is_ok();
        is_linked || self.copy_with_times(&old, new).is_ok()
    }

    /// For file systems that know no second name for a file, and for files with other rights.
    fn copy_with_times(&self, old: &Path, new: &Path) -> io::Result<()> {
        let mut from = File::open(old)?;
        let modified = from.metadata()?.modified()?;
        let mut to = self.new_file(new)?;
        io::copy(&mut from, &mut to)?;
        to.set_times(FileTimes::new().set_modified(modified))
    }
}

/// A staging folder, the rights of what goes into it, and why it lies within the output if it does.
type Opened = (Made, Rights, Option<InPlace>);

/// Why no staging folder could be made.
enum NoRoom {
    /// The output has to be built in place.
    InPlace(InPlace),
    Error(WriteError),
}

/// Whether an error only means that nothing can be made beside the output.
fn needs_no_parent(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | InvalidFilename)
}

/// Why a swap may have failed that cannot be done here at all.
fn why_not_swapped(error: &io::Error) -> Option<InPlace> {
    match error.kind() {
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Some(InPlace::MountPoint),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Some(InPlace::Parent),
        _ => None,
    }
}

fn with_number(name: &Path, number: u32) -> PathBuf {
    let mut name = name.as_os_str().to_owned();
    name.push(format!("-{number}"));
    name.into()
}

impl Made {
    /// Makes a staging folder of this name; none may be there. Leaves nothing behind if it fails.
    fn new(folder: &Path) -> Result<Self, (PathBuf, io::Error)> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, STAGING_MODE);
        let failed = |error| (folder.to_owned(), error);
        let mut tries = 3;
        let lock = loop {
            builder.create(folder).map_err(failed)?;
            match Lock::take(folder) {
                Ok(lock) => break lock,
                // Another build took it for one that was left, before the lock was in it.
                Err(error) if error.kind() == io::ErrorKind::NotFound && tries > 0 => tries -= 1,
                Err(error) => {
                    remove_new(folder);
                    return Err(failed(error));
                }
            }
        };
        let site = folder.join("site");
        let made = fs::create_dir(&site).and_then(|()| Ok((Identity::of(folder)?, Identity::of(&site)?)));
        match made {
            Ok((folder_identity, site_identity)) => Ok(Self {
                folder: folder.to_owned(),
                site,
                folder_identity,
                site_identity,
                stays: false,
                _lock: lock,
            }),
            Err(error) => {
                remove_new(folder);
                Err(failed(error))
            }
        }
    }
}

/// Removes a staging folder that we could not make whole.
fn remove_new(folder: &Path) {
    for name in [lock::NEW_LOCK, lock::LOCK] {
        let _ = fs::remove_file(folder.join(name));
    }
    let _ = fs::remove_dir(folder.join("site"));
    let _ = fs::remove_dir(folder);
}

impl Sink for Staging {
    fn put(&self, path: &str, content: Content<'_>) -> Result<(), SinkError> {
        match self.write(path, content) {
            Ok(put) => {
                lock(&self.files).push(put);
                Ok(())
            }
            Err(error) => Err(SinkError { path: path.to_owned(), reason: error.kind() }),
        }
    }

    fn is_public(&self) -> bool {
        true
    }

    fn kept(&self, name: &str) -> Option<Vec<u8>> {
        lock(&self.asked).insert(name.to_owned());
        crate::last_build::kept(&self.root, name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        let _ = crate::last_build::keep(&self.root, name, bytes);
    }

    fn before(&self, path: &str) -> Option<Vec<u8>> {
        if !self.has_old {
            return None;
        }
        fs::read(self.target.join(path)).ok()
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // Whatever is there by now under our name: only what we have made is removed.
        if !self.stays && self.folder_identity.is(&self.folder) {
            swap::clear(&self.folder);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Sees to it that names in a folder are on the disk itself.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Whether a file holds just these bytes. A link is not followed.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let is_candidate =
        fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
    if !is_candidate {
        return false;
    }
    let Ok(mut file) = File::open(path) else { return false };
    let mut old = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut old).is_ok() && old == bytes
}

/// What an output folder holds, by path, as its manifest says.
pub fn listed(target: &Path) -> Option<BTreeMap<String, String>> {
    Manifest::of(target).ok()?.map(Manifest::into_files)
}
