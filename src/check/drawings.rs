//! Looks through the drawings of a site: those beside pages, and those of the theme.

use std::sync::Arc;

use rayon::prelude::*;

use super::drawing::{self, DrawingSlip, Found};
use crate::diag::Diagnostics;
use crate::read;
use crate::source::{Content, OtherFile, Place, Project, Seen, SourceFile};

/// Tells what pictures beside pages must not hold.
pub fn of_content(project: &Project, content: &Content, seen: &Seen, diags: &mut Diagnostics) {
    let files: Vec<&OtherFile> = content.folders.iter().flat_map(|folder| &folder.files).collect();
    let told: Vec<Diagnostics> = files
        .into_par_iter()
        .with_min_len(16)
        .map(|file| {
            let mut diags = Diagnostics::new();
            if drawing::is_drawing(&file.path) {
                if file.length > drawing::MOST_BYTES as u64 {
                    diags.drawing(
                        DrawingSlip::TooLarge,
                        &Place::file(&SourceFile::new(&*file.path, "")),
                        &[],
                    );
                } else if let Ok(bytes) = read::drawing(project, &file.path, seen, &mut diags) {
                    look_through(&file.path, &bytes, None, &mut diags);
                }
            } else if drawing::is_raster(&file.path) && drawing::is_markup(&read::head(&file.disk)) {
                diags.drawing(DrawingSlip::Disguised, &Place::file(&SourceFile::new(&*file.path, "")), &[]);
            }
            diags
        })
        .collect();
    for messages in told {
        diags.absorb(messages);
    }
}

/// Tells what a static file of a theme must not hold. `source` is the template that it was made from.
pub fn of_theme(
    path: &str,
    name: &str,
    bytes: &[u8],
    source: Option<&Arc<SourceFile>>,
    diags: &mut Diagnostics,
) {
    if drawing::is_drawing(name) {
        look_through(path, bytes, source, diags);
    } else if drawing::is_raster(name) && drawing::is_markup(bytes) {
        diags.drawing(DrawingSlip::Disguised, &Place::file(&SourceFile::new(path, "")), &[]);
    }
}

fn look_through(path: &str, bytes: &[u8], source: Option<&Arc<SourceFile>>, diags: &mut Diagnostics) {
    let text = match drawing::text_of(bytes) {
        Ok(text) => text,
        Err(slip) => {
            diags.drawing(slip, &Place::file(&SourceFile::new(path, "")), &[]);
            return;
        }
    };
    let mut found = drawing::slips(text);
    if found.is_empty() {
        return;
    }
    let file = SourceFile::new(path, text);
    // One message for each kind, with its places: a drawing repeats itself.
    found.sort_by_key(|(slip, range)| (*slip, range.start));
    for group in found.chunk_by(|(one, _), (other, _)| one == other) {
        let places: Vec<Place> = group.iter().map(|found| place(&file, found, source)).collect();
        if let [(slip, _), ..] = group {
            diags.drawing(*slip, &places[0], &places[1..]);
        }
    }
}

/// The place in the file that somebody writes: in a template, where it has the same words.
fn place(file: &Arc<SourceFile>, (_, range): &Found, source: Option<&Arc<SourceFile>>) -> Place {
    let Some(source) = source else { return Place::bytes(file, range.clone()) };
    let words = file.text.get(range.clone()).unwrap_or_default();
    match source.text.find(words).filter(|_| !words.is_empty()) {
        Some(at) => Place::bytes(source, at..at + words.len()),
        None => Place::file(source),
    }
}
