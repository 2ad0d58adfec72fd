//! Pictures and other files: too large for the web, of a kind that browsers do not show, or there for
//! nothing.

use super::finished::Net;
use super::{Kept, Whole};
use crate::diag::Diagnostics;
use crate::model::theme::StaticContent;
use crate::picture::NOT_SHOWN;
use crate::source::{Place, SourceFile};

/// A photograph that fills a page takes 200 to 300 kB.
const PICTURE_BYTES: u64 = 500_000;
/// Drawings are small; a large one has a photograph in it, or details that nobody sees.
const DRAWING_BYTES: u64 = 200_000;
/// Twice what a page is wide on the finest screens.
const PICTURE_SIDE: u32 = 3000;
const DOCUMENT_BYTES: u64 = 5_000_000;
const OTHER_BYTES: u64 = 20_000_000;

const SHOWN: [&str; 6] = ["jpg", "jpeg", "png", "gif", "webp", "avif"];
const DOCUMENTS: [&str; 11] =
    ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf"];

fn extension(path: &str) -> String {
    path.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase())
}

/// Looks at the files beside the pages and at the pictures of the theme.
pub(super) fn files(whole: &Whole<'_>, net: &Net, kept: &[Kept], diags: &mut Diagnostics) {
    let mut shown_at: Vec<Option<&Place>> = vec![None; whole.site.files.len()];
    for (file, place) in kept.iter().flat_map(|kept| &kept.pictures) {
        shown_at[*file].get_or_insert(place);
    }
    for (id, file) in whole.site.files.iter().enumerate() {
        let extension = extension(&file.path);
        let extension = extension.as_str();
        let is_picture = SHOWN.contains(&extension) || NOT_SHOWN.contains(&extension) || extension == "svg";
        let is_document = DOCUMENTS.contains(&extension);
        let itself = Place::file(&SourceFile::new(file.path.clone(), ""));
        let named = || net.texts.iter().any(|text| text.contains(&file.url));
        // What no page uses is not published, which every build tells.
        if !net.files[id] && !named() {
            continue;
        }
        let place = shown_at[id].unwrap_or(&itself);
        // That browsers do not show it is told by every build.
        let shown = if NOT_SHOWN.contains(&extension) { "" } else { extension };
        // A photo is published in sizes, however large it is itself.
        if file.photo().is_none() {
            picture(place, &file.path, shown, file.length, file.dimensions(), diags);
        }
        let most = if is_document { DOCUMENT_BYTES } else { OTHER_BYTES };
        if !is_picture && file.length > most {
            diags.huge_file(&itself, &file.path, file.length, extension == "pdf");
        }
    }
    for file in &whole.theme.statics {
        if let StaticContent::Bytes(bytes) = &file.content {
            let place = Place::file(&SourceFile::new(file.path.clone(), ""));
            picture(&place, &file.path, &extension(&file.path), bytes.len() as u64, None, diags);
        }
    }
}

fn picture(
    place: &Place,
    path: &str,
    extension: &str,
    bytes: u64,
    size: Option<(u32, u32)>,
    diags: &mut Diagnostics,
) {
    if NOT_SHOWN.contains(&extension) {
        diags.picture_not_shown(place, path, extension);
    } else if extension == "svg" && bytes > DRAWING_BYTES {
        diags.heavy_drawing(place, path, bytes);
    } else if SHOWN.contains(&extension) {
        let wide = size.is_some_and(|(width, height)| width.max(height) > PICTURE_SIDE);
        if bytes > PICTURE_BYTES || wide {
            diags.heavy_picture(place, path, bytes, size);
        }
    }
}
