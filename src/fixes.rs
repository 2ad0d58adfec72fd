//! `check --fix`: writes into the files of a site what their authors certainly meant, and nothing else.
//!
//! A cure comes with its message as edits of bytes. A file is written only if it still is what was read,
//! aside and then renamed, so that it is never half written; a byte order mark and the ends of its lines
//! stay as they are. What one round makes visible, such as a list within a text that was code, the next
//! one mends.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::diag::{Diagnostics, Edit, applied};
use crate::review::Looks;
use crate::source::{Project, SourceFile};
use crate::write::{WriteError, file};
use crate::{Failure, review};

/// More rounds than any mistake hides behind others.
const MOST_ROUNDS: usize = 10;

/// Lines of a file that were written otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path from the site folder.
    pub path: String,
    /// The first of the lines, as the file was before.
    pub line: usize,
    pub before: String,
    pub after: String,
}

/// Writes what was certainly meant, and tells what it changed. With `dry_run` it only tells; what shows
/// only after these changes is not seen then.
pub fn fix(project: &Project, dry_run: bool) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for _ in 0..MOST_ROUNDS {
        let mut found = Diagnostics::new();
        // Mistakes are told by the check that follows.
        let _ = review(project, &Looks::default(), &mut found);
        let mut written = false;
        for (file, edits) in chosen(&found).into_values() {
            let changed = changed(&file, &edits);
            if !dry_run {
                match write(&project.root, &file, &edits) {
                    Ok(true) => written = true,
                    // Somebody has saved it meanwhile: the next round reads it anew.
                    Ok(false) => continue,
                    Err(error) => {
                        let path = project.root.join(&file.path);
                        return Err(WriteError::Disk { path, reason: error.kind() }.into());
                    }
                }
            }
            changes.extend(changed);
        }
        if !written {
            break;
        }
    }
    Ok(changes)
}

/// The edits of each file that can be made at once. A cure is made whole or left to the next round.
fn chosen(found: &Diagnostics) -> BTreeMap<String, (Arc<SourceFile>, Vec<Edit>)> {
    let mut files: BTreeMap<String, (Arc<SourceFile>, Vec<Edit>)> = BTreeMap::new();
    // The places that are taken, by where they begin: none reaches into another.
    let mut taken: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
    for fix in found.certain_fixes() {
        let (file, edits) =
            files.entry(fix.file.path.clone()).or_insert_with(|| (fix.file.clone(), Vec::new()));
        let places = taken.entry(fix.file.path.clone()).or_default();
        let meets = |edit: &Edit| {
            let before = places.range(..=edit.place.end).next_back();
            before.is_some_and(|(_, end)| *end >= edit.place.start)
        };
        let inside = |edit: &Edit| fix.file.text.get(edit.place.clone()).is_some();
        if file.text == fix.file.text && fix.edits.iter().all(inside) && !fix.edits.iter().any(meets) {
            places.extend(fix.edits.iter().map(|edit| (edit.place.start, edit.place.end)));
            edits.extend(fix.edits.iter().cloned());
        }
    }
    for (file, edits) in files.values_mut() {
        edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
        // The lines of a file end in one way.
        if file.text.contains("\r\n") {
            for edit in edits.iter_mut() {
                edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
            }
        }
    }
    files.retain(|_, (_, edits)| !edits.is_empty());
    files
}

/// The lines that the edits touch, before and after.
fn changed(file: &SourceFile, edits: &[Edit]) -> Vec<Change> {
    let text = &file.text;
    let start_of = |at: usize| text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end_of = |at: usize| text[at..].find('\n').map_or(text.len(), |behind| at + behind + 1);
    let mut groups: Vec<(Range<usize>, Vec<Edit>)> = Vec::new();
    for edit in edits {
        let last = if edit.place.end > edit.place.start { edit.place.end - 1 } else { edit.place.end };
        let last = if text.is_char_boundary(last) { last } else { edit.place.end };
        let lines = start_of(edit.place.start)..end_of(last).max(edit.place.end);
        match groups.last_mut() {
            Some((range, inside)) if lines.start <= range.end => {
                range.end = range.end.max(lines.end);
                inside.push(edit.clone());
            }
            _ => groups.push((lines, vec![edit.clone()])),
        }
    }
    let moved = |edit: Edit, by: usize| Edit { place: edit.place.start - by..edit.place.end - by, ..edit };
    groups
        .into_iter()
        .map(|(lines, edits)| {
            let before = text[lines.clone()].to_owned();
            let edits: Vec<Edit> = edits.into_iter().map(|edit| moved(edit, lines.start)).collect();
            Change {
                path: file.path.clone(),
                line: text[..lines.start].matches('\n').count() + 1,
                after: applied(&before, &edits),
                before,
            }
        })
        .collect()
}

/// Writes a file anew, aside and then renamed. `false` if it is no longer what was read.
fn write(root: &Path, file: &SourceFile, edits: &[Edit]) -> io::Result<bool> {
    // Behind a link lies the file that is meant.
    let path = fs::canonicalize(root.join(&file.path))?;
    let bytes = fs::read(&path)?;
    let mark = "\u{feff}".as_bytes();
    let (mark, text) = match bytes.strip_prefix(mark) {
        Some(text) => (mark, text),
        None => (&[][..], &bytes[..]),
    };
    if text != file.text.as_bytes() {
        return Ok(false);
    }
    let made = applied(&file.text, edits);
    if made == file.text {
        return Ok(false);
    }
    file::replace(&path, &[mark, made.as_bytes()].concat())?;
    Ok(true)
}
