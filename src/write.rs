//! Finished files onto the disk: beside the old output first, then swapped in as a whole.
//!
//! A build that fails or is killed leaves the old output as it was. A file that did not change keeps
//! its time stamps, so that what copies the site to a server need not copy it again.

use std::collections::BTreeMap;
use std::fs::{self, File, FileTimes};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;

use crate::diag::{Words, say, why_not_written};
use crate::model::output::{Content, Sink, SinkError};
use crate::source::{Hash, Stamp, hash_of, short};

/// The file that marks a folder as an output of this program, and lists what is in it.
pub const MANIFEST: &str = ".leader-site.json";

/// Begins the manifest: a folder without it is not ours.
const MARK: &str = "{\"made_by\":\"leader-site\"";

/// Why an output could not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// The folder holds something that must not be overwritten.
    Refused { folder: PathBuf, reason: Words },
    /// The disk would not take it.
    Disk { path: PathBuf, reason: io::ErrorKind },
}

impl WriteError {
    /// The message to the person who wanted the output.
    pub fn words(&self) -> Words {
        match self {
            Self::Refused { folder, reason } => {
                let folder = folder.display();
                say!(
                    "`{folder}` is not taken as the output folder: {reason}",
                    "`{folder}` ei käy tuloskansioksi: {reason}"; reason
                )
            }
            Self::Disk { path, reason } => {
                let (path, reason) = (path.display(), why_not_written(*reason));
                say!("`{path}` could not be written: {reason}", "`{path}` jäi kirjoittamatta: {reason}"; reason)
            }
        }
    }
}

fn disk(path: &Path, error: &io::Error) -> WriteError {
    WriteError::Disk { path: path.to_owned(), reason: error.kind() }
}

/// An output that is being written. It replaces the old one when it is [committed](Self::commit), and
/// vanishes when it is dropped before.
#[derive(Debug)]
pub struct Staging {
    /// The output folder.
    target: PathBuf,
    /// Our folder beside it. Holds `lock` while we live, and the new output in `site`.
    room: PathBuf,
    site: PathBuf,
    /// Whether there is an old output.
    has_old: bool,
    files: Mutex<Vec<Written>>,
    /// Held until the end: a room whose lock is free belongs to nobody any more.
    _lock: File,
}

/// A file of a new output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Its path in the output folder.
    pub path: String,
    pub hash: Hash,
    /// `None` if the old file was kept: its stamp is not final while the old output is there.
    pub stamp: Option<Stamp>,
}

impl Staging {
    /// Makes room beside the output folder `target`, which may be there or not. `sources` is the
    /// folder of the site.
    pub fn open(target: &Path, sources: &Path) -> Result<Self, WriteError> {
        let target = real_path(target).map_err(|error| disk(target, &error))?;
        refuse_sources(&target, sources)?;
        let parent = match target.parent() {
            Some(parent) => parent.to_owned(),
            None => {
                return Err(refused(&target, Words::new("it is the root of the disk", "se on levyn juuri")));
            }
        };
        fs::create_dir_all(&parent).map_err(|error| disk(&parent, &error))?;
        clear_rooms(&target, &parent);
        let has_old = check_old(&target)?;

        let room = room_for(&target, &parent, std::process::id());
        let made = fs::create_dir(&room).and_then(|()| fs::create_dir(room.join("site")));
        made.map_err(|error| disk(&room, &error))?;
        let lock = File::create(room.join("lock")).map_err(|error| disk(&room, &error))?;
        // Nobody else knows the room yet; on a disk without locks nobody ever clears it but us.
        let _ = lock.try_lock();
        let site = room.join("site");
        Ok(Self { target, site, room, has_old, files: Mutex::new(Vec::new()), _lock: lock })
    }

    /// Puts the new output in the place of the old one, in one step. Gives back what is in it, by
    /// path; the manifest is last.
    pub fn commit(self) -> Result<Vec<Written>, WriteError> {
        let mut files = std::mem::take(&mut *lock(&self.files));
        files.par_sort_unstable();
        let manifest = manifest(&files);
        self.put(MANIFEST, Content::Bytes(manifest.as_bytes()))
            .map_err(|error| WriteError::Disk { path: self.target.join(error.path), reason: error.reason })?;
        files.append(&mut lock(&self.files));
        swap(&self.site, &self.target, &self.room).map_err(|error| disk(&self.target, &error))?;
        // The drop that follows takes the old output away with the room.
        Ok(files)
    }

    fn write(&self, path: &str, content: Content<'_>) -> io::Result<Written> {
        let new = self.site.join(path);
        if let Some(folder) = new.parent() {
            make_folder(folder)?;
        }
        let (hash, stamp) = match content {
            Content::Bytes(bytes) => {
                let same = self.has_old && holds(&self.target.join(path), bytes);
                let stamp = if same && self.keep(path, &new) {
                    None
                } else {
                    let mut file = File::create(&new)?;
                    file.write_all(bytes)?;
                    Some(Stamp::of(&file.metadata()?))
                };
                (hash_of(bytes), stamp)
            }
            Content::File(file) => {
                let hash = hash_of_file(file)?;
                let same = self.has_old && hash_of_file(&self.target.join(path)).is_ok_and(|old| old == hash);
                if !(same && self.keep(path, &new)) {
                    fs::copy(file, &new)?;
                }
                (hash, None)
            }
        };
        Ok(Written { path: path.to_owned(), hash, stamp })
    }

    /// Takes the old file over as it is, time stamps and all.
    fn keep(&self, path: &str, new: &Path) -> bool {
        let old = self.target.join(path);
        fs::hard_link(&old, new).is_ok() || copy_with_times(&old, new).is_ok()
    }
}

impl Sink for Staging {
    fn put(&self, path: &str, content: Content<'_>) -> Result<(), SinkError> {
        match self.write(path, content) {
            Ok(written) => {
                lock(&self.files).push(written);
                Ok(())
            }
            Err(error) => Err(SinkError { path: path.to_owned(), reason: error.kind() }),
        }
    }

    fn is_public(&self) -> bool {
        true
    }

    fn before(&self, path: &str) -> Option<Vec<u8>> {
        if !self.has_old {
            return None;
        }
        fs::read(self.target.join(path)).ok()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        remove_tree(&self.room);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// For file systems that know no second name for a file.
fn copy_with_times(old: &Path, new: &Path) -> io::Result<()> {
    let metadata = fs::metadata(old)?;
    fs::copy(old, new)?;
    let times = FileTimes::new().set_modified(metadata.modified()?);
    File::options().write(true).open(new)?.set_times(times)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder),
        made => made,
    }
}

/// Whether a file holds just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Ok(mut file) = File::open(path) else { return false };
    let Ok(metadata) = file.metadata() else { return false };
    if !metadata.is_file() || metadata.len() != bytes.len() as u64 {
        return false;
    }
    let mut old = Vec::with_capacity(bytes.len());
    file.read_to_end(&mut old).is_ok() && old == bytes
}

fn hash_of_file(path: &Path) -> io::Result<Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(short(&hasher.finalize()))
}

fn manifest(files: &[Written]) -> String {
    let mut json = String::with_capacity(files.len() * 80 + 64);
    json.push_str(MARK);
    json.push_str(",\"files\":{");
    for (number, Written { path, hash, .. }) in files.iter().enumerate() {
        json.push_str(if number == 0 { "\n" } else { ",\n" });
        json.push_str(&serde_json::Value::from(path.as_str()).to_string());
        json.push_str(":\"");
        for byte in hash {
            let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
            json.push(digit(byte >> 4));
            json.push(digit(byte & 15));
        }
        json.push('"');
    }
    json.push_str("\n}}\n");
    json
}

// What must not be overwritten --------------------------------------------------------------------

fn refused(folder: &Path, reason: Words) -> WriteError {
    WriteError::Refused { folder: folder.to_owned(), reason }
}

/// The path without links and dots, of which the last parts need not exist.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    let mut path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    loop {
        match path.canonicalize() {
            Ok(real) => {
                return Ok(missing.iter().rev().fold(real, |real, name| real.join(name)));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else { return Err(error) };
                missing.push(name.to_owned());
                path = parent.to_owned();
            }
            Err(error) => return Err(error),
        }
    }
}

fn refuse_sources(target: &Path, sources: &Path) -> Result<(), WriteError> {
    let sources = sources.canonicalize().map_err(|error| disk(sources, &error))?;
    if sources.starts_with(target) {
        return Err(refused(
            target,
            Words::new("the sources of the site lie in it", "sivuston lähdetiedostot ovat siinä"),
        ));
    }
    for folder in ["content", "themes", "templates", "static"] {
        if target.starts_with(sources.join(folder)) {
            return Err(refused(
                target,
                say!(
                    "it lies among the sources, in `{folder}`",
                    "se on lähdetiedostojen joukossa kansiossa `{folder}`"
                ),
            ));
        }
    }
    if let Some(home) = std::env::home_dir()
        && home.canonicalize().is_ok_and(|home| home.starts_with(target))
    {
        return Err(refused(target, Words::new("your home folder lies in it", "kotikansiosi on siinä")));
    }
    Ok(())
}

/// Whether there is an old output; a folder with anything else in it is refused.
fn check_old(target: &Path) -> Result<bool, WriteError> {
    match fs::metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(disk(target, &error)),
        Ok(metadata) if !metadata.is_dir() => {
            return Err(refused(target, Words::new("it is a file", "se on tiedosto")));
        }
        Ok(_) => {}
    }
    let mut inside = fs::read_dir(target).map_err(|error| disk(target, &error))?;
    if inside.next().is_none() {
        return Ok(true);
    }
    let mut start = vec![0; MARK.len()];
    let marked = File::open(target.join(MANIFEST))
        .and_then(|mut file| file.read_exact(&mut start))
        .is_ok_and(|()| start == MARK.as_bytes());
    if marked {
        Ok(true)
    } else {
        Err(refused(
            target,
            Words::new(
                "it holds files that this program did not write; name an empty or a new folder with `--out`",
                "siinä on tiedostoja, joita tämä ohjelma ei ole kirjoittanut; anna tyhjä tai uusi kansio valitsimella `--out`",
            ),
        ))
    }
}

// The swap ----------------------------------------------------------------------------------------

fn room_for(target: &Path, parent: &Path, process: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    parent.join(format!(".{name}.leader-site-{process}"))
}

/// Puts `site` where `target` is, whose old content ends in the room.
fn swap(site: &Path, target: &Path, room: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(site, target);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, site, CWD, target, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // Two steps where the file system knows no exchange. What ends in between is mended by the next run.
    let old = room.join("old");
    fs::rename(target, &old)?;
    fs::rename(site, target).inspect_err(|_| {
        let _ = fs::rename(&old, target);
    })
}

/// Clears away the rooms of builds that were killed; gives an output back that was being swapped.
fn clear_rooms(target: &Path, parent: &Path) {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let start = format!(".{name}.leader-site-");
    let Ok(beside) = fs::read_dir(parent) else { return };
    for entry in beside.flatten() {
        let found = entry.file_name();
        let Some(process) = found.to_str().and_then(|found| found.strip_prefix(&start)) else { continue };
        if process.is_empty() || !process.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let room = entry.path();
        let in_use = File::open(room.join("lock"))
            .is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)));
        if in_use {
            continue;
        }
        let old = room.join("old");
        if old.exists() && !target.exists() {
            let _ = fs::rename(old, target);
        }
        remove_tree(&room);
    }
}

/// Removes a folder on all cores; an old output has thousands of files.
fn remove_tree(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let entries: Vec<_> = entries.flatten().collect();
    entries.into_par_iter().with_min_len(4).for_each(|entry| {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_tree(&entry.path());
        } else {
            let _ = fs::remove_file(entry.path());
        }
    });
    let _ = fs::remove_dir(folder);
}

/// What an output folder holds, by path, as its manifest says.
pub fn listed(target: &Path) -> Option<BTreeMap<String, String>> {
    let text = fs::read_to_string(target.join(MANIFEST)).ok()?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    let files = json.get("files")?.as_object()?;
    files.iter().map(|(path, hash)| Some((path.clone(), hash.as_str()?.to_owned()))).collect()
}
