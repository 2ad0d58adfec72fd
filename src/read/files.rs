//! Lists folders and reads text files.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Diagnostics, HiddenAs, Reported, Words, say, why_not_read};
use crate::model::address::composed;
use crate::model::merge;
use crate::source::regular::{self, NotOpened};
use crate::source::{Place, Seen, SourceFile, SpecialFile, Stamp, characters};

/// The paths of all files under `folder`, from the site folder, in order. Hidden files and what editors leave behind are passed over.
pub(super) fn list(
    root: &Path,
    folder: &str,
    skip: &(dyn Fn(&str) -> bool + Sync),
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Vec<String>, Reported> {
    let mut messages = Diagnostics::new();
    let listed = list_folder(&Walk { root, skip, seen }, folder, 0);
    let mut entries = Vec::new();
    flatten(listed, &mut entries, &mut messages);
    let failed = messages.first_error();
    diags.absorb(messages);
    match failed {
        Some(told) => Err(told),
        None => Ok(entries),
    }
}

struct Walk<'w> {
    root: &'w Path,
    skip: &'w (dyn Fn(&str) -> bool + Sync),
    seen: &'w Seen,
}

enum Listed {
    File(String),
    Folder(Vec<Listed>),
    Failed(Diagnostics),
}

/// Deeper than any site that a person keeps by hand: a link that leads round in a circle ends here.
const MOST_LEVELS: usize = 40;

fn list_folder(walk: &Walk<'_>, folder: &str, level: usize) -> Listed {
    let failed = |reason: Words| {
        let mut messages = Diagnostics::new();
        let _ = messages.unreadable(folder, &reason);
        Listed::Failed(messages)
    };
    if level > MOST_LEVELS {
        // Its name is as long as the way is deep.
        let folder = folder.split('/').take(4).collect::<Vec<_>>().join("/");
        let mut messages = Diagnostics::new();
        let reason =
            Words::new("the folders in it lead on without end", "siinä olevat kansiot jatkuvat loputtomiin");
        let _ = messages.unreadable(&folder, &reason);
        return Listed::Failed(messages);
    }
    let disk = walk.root.join(folder);
    // Before the folder is read: what is added later must show as a change.
    let stamp = Stamp::at(&disk);
    let found = match fs::read_dir(&disk).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(found) => found,
        Err(error) => return failed(why_not_read(error.kind())),
    };
    let mut inside = Vec::with_capacity(found.len());
    let mut names = Vec::with_capacity(found.len());
    for entry in found {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let name = name.to_string_lossy();
            return failed(say!(
                "the name of `{name}` holds signs that cannot be read; rename it",
                "tiedoston `{name}` nimessä on merkkejä, joita ei voi lukea; vaihda sen nimi"
            ));
        };
        names.push(name.to_owned());
        if is_left_behind(name) {
            continue;
        }
        if name.chars().any(|letter| letter.is_control() || characters::is_hidden(letter)) {
            let name = characters::shown(name).replace(['\n', '\r', '\t'], "␤");
            return failed(say!(
                "the name of `{name}` holds characters that cannot be seen; rename it",
                "tiedoston `{name}` nimessä on merkkejä, joita ei voi nähdä; vaihda sen nimi"
            ));
        }
        let path = [folder, name].join("/");
        if (walk.skip)(&path) {
            continue;
        }
        let Ok(mut kind) = entry.file_type() else { continue };
        if kind.is_symlink() {
            match fs::metadata(entry.path()) {
                Ok(target) if target.is_dir() && leads_back(&disk, &entry.path()) => {
                    let mut messages = Diagnostics::new();
                    let _ = messages.link_in_a_circle(&path);
                    return Listed::Failed(messages);
                }
                Ok(target) if is_inside(walk.root, &entry.path()) => kind = target.file_type(),
                Ok(_) => {
                    return failed(say!(
                        "`{path}` is a link that leads out of the site",
                        "`{path}` on linkki, joka johtaa sivuston ulkopuolelle"
                    ));
                }
                Err(error) => {
                    let reason = why_not_read(error.kind());
                    return failed(say!(
                        "the link `{path}` leads nowhere: {reason}",
                        "linkki `{path}` ei johda mihinkään: {reason}"; reason
                    ));
                }
            }
        }
        inside.push((path, kind));
    }
    if let Some(stamp) = stamp {
        walk.seen.listed(&disk, stamp, &names);
    }
    inside.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let listed = inside
        .into_par_iter()
        .with_min_len(if level == 0 { 1 } else { 8 })
        .map(|(path, kind)| match SpecialFile::of(kind) {
            Some(special) => {
                let mut messages = Diagnostics::new();
                let _ = messages.special_file(&path, special);
                Listed::Failed(messages)
            }
            None if kind.is_dir() => list_folder(walk, &path, level + 1),
            None => Listed::File(path),
        })
        .collect();
    Listed::Folder(listed)
}

fn flatten(listed: Listed, entries: &mut Vec<String>, messages: &mut Diagnostics) {
    match listed {
        Listed::File(path) => entries.push(path),
        Listed::Folder(inside) => {
            for listed in inside {
                flatten(listed, entries, messages);
            }
        }
        Listed::Failed(failed) => messages.absorb(failed),
    }
}

/// Hidden files, and copies that editors and systems leave beside the real ones.
pub(super) fn is_left_behind(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.starts_with('#') || name == "Thumbs.db"
}

/// The path with its last name as its folder has it: that can be written in another form of Unicode.
pub(super) fn as_on_disk(path: PathBuf) -> PathBuf {
    let Some((folder, name)) = path.parent().zip(path.file_name().and_then(|name| name.to_str())) else {
        return path;
    };
    if path.exists() || name.is_ascii() {
        return path;
    }
    let wanted = composed(name);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.find(|name| composed(name) == wanted).map_or(path.clone(), |name| folder.join(name))
}

/// Whether a link in a folder leads to that folder or to one that it lies in.
fn leads_back(folder: &Path, link: &Path) -> bool {
    match (folder.canonicalize(), link.canonicalize()) {
        (Ok(folder), Ok(target)) => folder.starts_with(target),
        _ => false,
    }
}

pub(super) fn is_inside(root: &Path, link: &Path) -> bool {
    match (root.canonicalize(), link.canonicalize()) {
        (Ok(root), Ok(target)) => target.starts_with(root),
        _ => false,
    }
}

/// The folders right under this one, by name.
pub(super) fn folders(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !is_left_behind(name))
        .collect();
    names.sort();
    names
}

/// Reads a file as it is.
pub(super) fn binary(
    root: &Path,
    path: &str,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    at_most(None, root, path, seen, diags)
}

/// Reads a file that has at most so many bytes.
fn at_most(
    most: Option<usize>,
    root: &Path,
    path: &str,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Vec<u8>, Reported> {
    let disk = root.join(path);
    match bytes(&disk, most) {
        Ok(Content::Read(bytes, stamp)) => {
            seen.read(&disk, stamp, &bytes);
            Ok(bytes)
        }
        Ok(Content::TooLarge(most)) => {
            seen.there(&disk);
            Err(diags.file_too_large(path, most))
        }
        Err(NotOpened::Special(special)) => {
            seen.missing(&disk);
            Err(diags.special_file(path, special))
        }
        Err(NotOpened::Disk(error)) => {
            seen.missing(&disk);
            Err(diags.unreadable(path, &why_not_read(error.kind())))
        }
    }
}

/// The bytes of the longest text: a page of a thousand printed pages has three million.
const MOST_TEXT: usize = 10 * 1024 * 1024;
/// The bytes of the longest YAML file. What is made of a short value takes many times its length.
pub(super) const MOST_YAML: usize = 2 * 1024 * 1024;

/// Reads a text file.
///
/// Characters that no text may hold are told of and left out, so that one run shows every mistake.
pub(super) fn text(
    root: &Path,
    path: &str,
    seen: &Seen,
    diags: &mut Diagnostics,
) -> Result<Arc<SourceFile>, Reported> {
    let most = if super::has_extension(path, &["yaml", "yml"]) { MOST_YAML } else { MOST_TEXT };
    let bytes = at_most(Some(most), root, path, seen, diags)?;
    let file = decoded(path, bytes, diags)?;
    // Scripts that were made smaller hold such characters in their patterns.
    if super::has_extension(path, &["js", "css"]) { Ok(file) } else { visible(file, diags) }
}

/// More of them are no slip: then the file is no text.
const MOST_HIDDEN: usize = 200;
/// How many places are shown besides the first.
const MOST_SHOWN: usize = 5;

/// The file without the characters that no text may hold, which are told of.
fn visible(file: Arc<SourceFile>, diags: &mut Diagnostics) -> Result<Arc<SourceFile>, Reported> {
    let mut hidden = characters::hidden(&file.text);
    let Some((at, found)) = hidden.next() else {
        drop(hidden);
        return Ok(file);
    };
    let place = |(at, letter): (usize, char)| Place::bytes(&file, at..at + letter.len_utf8());
    let more: Vec<Place> = hidden.by_ref().take(MOST_SHOWN).map(place).collect();
    let count = 1 + more.len() + hidden.count();
    let told = diags.hidden_character(&place((at, found)), found, HiddenAs::Itself, &more, count);
    if count > MOST_HIDDEN {
        return Err(told);
    }
    Ok(SourceFile::new(file.path.clone(), characters::without_hidden(&file.text)))
}

/// Bytes as the text that they should be.
pub(super) fn decoded(
    path: &str,
    bytes: Vec<u8>,
    diags: &mut Diagnostics,
) -> Result<Arc<SourceFile>, Reported> {
    if let Some(what) = document(&bytes) {
        return Err(diags.not_a_text(path, &what));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            // Windows editors put a byte order mark at the start, where it means nothing.
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            // What is wrong besides is told of the first version, on the lines that the author sees.
            if let Some((first, marks)) = merge::first_version(&text) {
                let whole = SourceFile::new(path, text);
                for mark in marks {
                    diags.merge_conflict(&Place::bytes(&whole, mark));
                }
                text = first;
            }
            Ok(SourceFile::new(path, text))
        }
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            // The message shows the line as its author knows it, in the encoding that it likely has.
            let wide = |order: fn([u8; 2]) -> u16| {
                let units: Vec<u16> =
                    bytes[2..].chunks_exact(2).map(|pair| order([pair[0], pair[1]])).collect();
                (String::from_utf16_lossy(&units), 0)
            };
            let (text, at) = match bytes {
                [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
                [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
                _ => {
                    let before = String::from_utf8_lossy(&bytes[..good]).into_owned();
                    let at = before.len();
                    (before + &bytes[good..].iter().copied().map(char::from).collect::<String>(), at)
                }
            };
            let length = text[at..].chars().next().map_or(0, char::len_utf8);
            let file = SourceFile::new(path, text);
            Err(diags.not_utf8(&Place::bytes(&file, at..at + length)))
        }
    }
}

/// What a file is that only has the name of a text: documents begin with signs of their own.
fn document(bytes: &[u8]) -> Option<Words> {
    let zip = bytes.starts_with(b"PK\x03\x04");
    let has = |name: &[u8]| bytes.windows(name.len()).take(4096).any(|window| window == name);
    Some(match () {
        () if zip && has(b"word/") => Words::new("a Word document", "Word-asiakirja"),
        () if zip && has(b"xl/") => Words::new("an Excel workbook", "Excel-työkirja"),
        () if zip && has(b"opendocument.text") => {
            Words::new("a LibreOffice document", "LibreOffice-asiakirja")
        }
        () if zip => Words::new("a packed file or a Word document", "pakattu tiedosto tai Word-asiakirja"),
        () if bytes.starts_with(b"\xd0\xcf\x11\xe0") => {
            Words::new("an old Word document", "vanha Word-asiakirja")
        }
        () if bytes.starts_with(b"{\\rtf") => {
            Words::new("a document in rich text (RTF)", "muotoiltu RTF-asiakirja")
        }
        () if bytes.starts_with(b"%PDF-") => Words::new("a PDF file", "PDF-tiedosto"),
        () if bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff") => {
            Words::new("a picture", "kuva")
        }
        () => return None,
    })
}

enum Content {
    Read(Vec<u8>, Stamp),
    /// It has more bytes than these.
    TooLarge(usize),
}

fn bytes(disk: &Path, most: Option<usize>) -> Result<Content, NotOpened> {
    let (mut file, metadata) = regular::open(disk)?;
    let length = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    if let Some(most) = most.filter(|most| length > *most) {
        return Ok(Content::TooLarge(most));
    }
    // The stamp is older than the content: a change in between shows next time.
    let stamp = Stamp::of(&metadata);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(length).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    bytes.resize(length, 0);
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    bytes.truncate(filled);
    Ok(Content::Read(bytes, stamp))
}
