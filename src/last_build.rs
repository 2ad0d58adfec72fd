//! What the last build saw and made, so that the next one can tell that nothing has changed.
//!
//! Nothing hangs on it: if it is missing, unreadable or of another program, the site is built.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::diag::Words;
use crate::model::output::Totals;
use crate::source::{Hash, Project, SeenEntry, Stamp, hash_of, is_still, regular};
use crate::write::{Published, file, real_path};

/// Where it is kept, in the folder of the site.
const FOLDER: &str = ".leader-site";

/// What a build gave, besides the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub totals: Totals,
    /// The warnings, as they were shown.
    pub warnings: Words,
}

/// What the last build of this site gave, if another one now would give the same.
pub fn still_holds(project: &Project, out: &Path) -> Option<Outcome> {
    let bytes = kept(&project.root, "last-build")?;
    let (content, seal) = bytes.split_at_checked(bytes.len().checked_sub(16)?)?;
    if hash_of(content) != seal {
        return None;
    }
    let mut reader = Reader { bytes: content };
    if reader.text()? != request(project, out)? {
        return None;
    }
    let totals = Totals {
        pages: usize::try_from(reader.number()?).ok()?,
        files: usize::try_from(reader.number()?).ok()?,
        bytes: reader.number()?,
    };
    let warnings = Words { en: reader.text()?.to_owned().into(), fi: reader.text()?.to_owned().into() };
    let sources = reader.entries()?;
    let outputs = reader.entries()?;
    let out = real_path(out).ok()?;
    let same = |folder: &Path, entry: &Entry<'_>| is_still(&folder.join(entry.path), entry.stamp, entry.hash);
    // An output that is gone or new shows at once, before thousands of files are looked at.
    if !outputs.last().is_some_and(|manifest| same(&out, manifest)) {
        return None;
    }
    let holds = sources.par_iter().with_min_len(256).all(|entry| same(&project.root, entry))
        // What others have added there stays whatever a build does.
        && outputs.par_iter().with_min_len(256).all(|entry| same(&out, entry));
    holds.then_some(Outcome { totals, warnings })
}

/// Keeps what this build saw and made. That it cannot be kept is no mistake.
pub fn remember(
    project: &Project,
    out: &Path,
    seen: Vec<SeenEntry>,
    published: &Published,
    outcome: &Outcome,
) {
    let _ = try_to_remember(project, out, seen, published, outcome);
}

fn try_to_remember(
    project: &Project,
    out: &Path,
    seen: Vec<SeenEntry>,
    published: &Published,
    outcome: &Outcome,
) -> Option<()> {
    let out_folder = real_path(out).ok()?;
    let Published { files: written, last_change, .. } = published;
    let mut bytes = Vec::with_capacity((seen.len() + written.len()) * 112);
    put_text(&mut bytes, &request(project, out)?);
    put_number(&mut bytes, outcome.totals.pages as u64);
    put_number(&mut bytes, outcome.totals.files as u64);
    put_number(&mut bytes, outcome.totals.bytes);
    put_text(&mut bytes, &outcome.warnings.en);
    put_text(&mut bytes, &outcome.warnings.fi);

    put_number(&mut bytes, seen.len() as u64);
    for entry in &seen {
        let path = entry.path.strip_prefix(&project.root).ok()?.to_str()?;
        put_entry(&mut bytes, path, entry.stamp, entry.hash);
    }
    let stamps: Vec<Stamp> = written
        .par_iter()
        .with_min_len(256)
        .map(|file| file.stamp.or_else(|| Stamp::at(&out_folder.join(&file.path))))
        .collect::<Option<_>>()?;
    put_number(&mut bytes, written.len() as u64);
    for (file, stamp) in written.iter().zip(stamps) {
        // Nobody else could reach a new file before the swap; an old one was there all the time.
        let young = if file.stamp.is_some() { stamp.is_young_at(*last_change) } else { stamp.is_young() };
        let hash = young.then_some(file.hash);
        put_entry(&mut bytes, &file.path, Some(stamp), hash);
    }
    let seal = hash_of(&bytes);
    bytes.extend_from_slice(&seal);
    keep(&project.root, "last-build", &bytes).ok()
}

/// Keeps something for later runs, in the folder of the site. What reads it finds the old or the
/// new, never a part.
pub(crate) fn keep(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let folder = root.join(FOLDER);
    match fs::symlink_metadata(&folder) {
        Ok(found) if found.is_dir() => file::clear_aside(&folder),
        // A link may lead anywhere.
        Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
        Err(_) => {
            fs::create_dir(&folder)?;
            file::replace(&folder.join(".gitignore"), b"*\n")?;
        }
    }
    let place = folder.join(name);
    // Writing to a pipe would wait for a reader that never comes.
    if fs::symlink_metadata(&place).is_ok_and(|found| !found.is_file()) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    file::replace(&place, bytes)
}

/// What an earlier run kept.
pub(crate) fn kept(root: &Path, name: &str) -> Option<Vec<u8>> {
    regular::read(&root.join(FOLDER).join(name))
}

/// Removes what earlier runs kept under names that begin so, but for these.
pub(crate) fn forget(root: &Path, begin: &str, but: &BTreeSet<String>) {
    file::forget(&root.join(FOLDER), |name| name.starts_with(begin) && !but.contains(name));
}

/// What was asked for, and by which program: of this everything in the output follows.
fn request(project: &Project, out: &Path) -> Option<String> {
    let program = Stamp::at(&std::env::current_exe().ok()?)?;
    let root = project.root.canonicalize().ok()?;
    let out = real_path(out).ok()?;
    let Project { date, base_url, drafts, .. } = project;
    Some(format!("3 {} {program:?} {root:?} {out:?} {date} {base_url:?} {drafts}", env!("CARGO_PKG_VERSION")))
}

/// A file or folder, as the last build saw or left it.
struct Entry<'e> {
    path: &'e str,
    stamp: Option<Stamp>,
    hash: Option<Hash>,
}

// The form on the disk -----------------------------------------------------------------------------

fn put_number(bytes: &mut Vec<u8>, number: u64) {
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

fn put_entry(bytes: &mut Vec<u8>, path: &str, stamp: Option<Stamp>, hash: Option<Hash>) {
    put_text(bytes, path);
    bytes.push(u8::from(stamp.is_some()) | u8::from(hash.is_some()) << 1);
    if let Some(stamp) = stamp {
        put_number(bytes, stamp.length);
        bytes.extend_from_slice(&stamp.modified.to_le_bytes());
        bytes.extend_from_slice(&stamp.changed.to_le_bytes());
        put_number(bytes, stamp.inode);
    }
    if let Some(hash) = hash {
        bytes.extend_from_slice(&hash);
    }
}

struct Reader<'r> {
    bytes: &'r [u8],
}

impl<'r> Reader<'r> {
    fn take(&mut self, count: usize) -> Option<&'r [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn moment(&mut self) -> Option<i64> {
        Some(i64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<&'r str> {
        let length = usize::try_from(self.number()?).ok()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn entries(&mut self) -> Option<Vec<Entry<'r>>> {
        let count = usize::try_from(self.number()?).ok()?;
        (0..count).map(|_| self.entry()).collect()
    }

    fn entry(&mut self) -> Option<Entry<'r>> {
        let path = self.text()?;
        let parts = self.take(1)?[0];
        let stamp = if parts & 1 == 0 {
            None
        } else {
            Some(Stamp {
                length: self.number()?,
                modified: self.moment()?,
                changed: self.moment()?,
                inode: self.number()?,
            })
        };
        let hash = if parts & 2 == 0 { None } else { Some(self.take(16)?.try_into().ok()?) };
        Some(Entry { path, stamp, hash })
    }
}
