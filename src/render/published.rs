//! Which files beside the pages are published: those that a finished page, a style or a script uses. A
//! picture goes out without what it tells about where and with what it was taken.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Report;
use crate::diag::Diagnostics;
use crate::model::output::{Content, Sink, SinkError};
use crate::model::site::{Site, SiteFile};
use crate::picture::{self, Kind, Slip};
use crate::source::{Place, SourceFile, regular};

/// The files that are published, by their numbers: those of the pages, and those that other texts name.
pub(super) fn used(site: &Site, reports: &[Report], texts: &[String]) -> BTreeSet<usize> {
    let mut used: BTreeSet<usize> =
        reports.iter().flat_map(|report| &report.files).map(|(file, _)| *file).collect();
    let is_named = |file: &SiteFile| {
        let address = site.base.path_to(&file.url);
        let encoded = site.base.path_to(&super::html::encode_path(&file.url));
        texts.iter().any(|text| text.contains(&address) || text.contains(&encoded))
    };
    let named = site.files.iter().enumerate().filter(|(id, file)| !used.contains(id) && is_named(file));
    let named: Vec<usize> = named.map(|(id, _)| id).collect();
    used.extend(named);
    used
}

/// Puts the files where they belong. Gives back how many bytes went out beside those that the sink was given.
pub(super) fn publish(site: &Site, used: &BTreeSet<usize>, sink: &dyn Sink) -> Result<u64, SinkError> {
    let put = |id: &usize| {
        let file = &site.files[*id];
        let path = &file.url[1..];
        if !matches!(file.picture, Some(Ok(picture)) if picture.tells_more) {
            sink.put(path, Content::File(&file.disk))?;
            return Ok(file.length);
        }
        let gone = || SinkError { path: path.to_owned(), reason: std::io::ErrorKind::NotFound };
        let read = regular::read(&file.disk).ok_or_else(gone)?;
        // Nothing to take out: it was changed since it was looked at, and is clean now.
        let cleaned = picture::cleaned(&read);
        sink.put(path, Content::Bytes(cleaned.as_deref().unwrap_or(&read)))?;
        Ok(0)
    };
    let used: Vec<&usize> = used.iter().collect();
    let copied: u64 = used.into_par_iter().map(put).sum::<Result<u64, SinkError>>()?;
    let mut as_they_are = 0;
    for copy in &site.copies {
        sink.put(&copy.to, Content::File(&copy.disk))?;
        as_they_are += copy.length;
    }
    Ok(copied + as_they_are)
}

/// Tells of files that are used and cannot be: pictures that browsers could not show, pages of other
/// programs.
pub(super) fn tell_of_used(site: &Site, reports: &[Report], used: &BTreeSet<usize>, diags: &mut Diagnostics) {
    let mut places: BTreeMap<usize, Vec<&Place>> = BTreeMap::new();
    for (file, place) in reports.iter().flat_map(|report| &report.files) {
        let known = places.entry(*file).or_default();
        if let Some(place) = place.as_ref().filter(|place| !known.contains(place)) {
            known.push(place);
        }
    }
    for id in used {
        let file = &site.files[*id];
        let itself = Place::file(&SourceFile::new(file.path.clone(), ""));
        let places = places.get(id).filter(|places| !places.is_empty());
        let places = places.map_or_else(|| vec![&itself], Clone::clone);
        for place in places {
            if let Some(meant) = page_name(&file.path) {
                let _ = diags.link_to_file_like_page(place, &file.path, &meant);
            } else if is_html(&file.path) {
                let _ = diags.link_to_html(place, &file.path);
            }
            let ending =
                file.path.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_lowercase());
            if picture::NOT_SHOWN.contains(&ending.as_str()) {
                diags.picture_not_shown(place, &file.path, &ending);
            }
            match file.picture {
                // Text in place of a picture is refused wherever it lies.
                Some(Err(Slip::Other(Kind::Html | Kind::Svg))) => {}
                // So are drawings that cannot be read.
                Some(Err(slip)) if slip != Slip::Empty && Kind::named(&file.path) == Some(Kind::Svg) => {}
                // Logos of the settings have been told of there.
                Some(Err(slip)) if !is_logo(site, *id) => {
                    let _ = diags.picture_with_slip(place, &file.path, slip);
                }
                Some(Ok(picture)) if Kind::named(&file.path) != Some(picture.kind) => {
                    diags.picture_named_otherwise(place, &file.path, picture.kind);
                }
                _ => {}
            }
        }
    }
}

fn is_logo(site: &Site, file: usize) -> bool {
    site.publicity.as_ref().is_some_and(|publicity| publicity.logos.iter().any(|logo| logo.file == file))
}

/// Tells of files that nobody publishes. What a page that is held back names waits for that page.
pub(super) fn tell_of_unused(site: &Site, used: &BTreeSet<usize>, diags: &mut Diagnostics) {
    // A link with a mistake may mean one of them, and of two files of one name only one is found.
    if ["broken-link", "no-picture", "dead-link", "no-logo", "same-name-twice"]
        .iter()
        .any(|code| diags.has(code))
    {
        return;
    }
    let is_copied = |path: &str| site.copies.iter().any(|copy| copy.from == path);
    let mut unused: Vec<(&str, u64)> = Vec::new();
    for (id, file) in site.files.iter().enumerate() {
        if used.contains(&id) || site.held_back.contains(&id) || is_copied(&file.path) {
            continue;
        }
        if let Some(meant) = page_name(&file.path) {
            let is_taken = meant
                .strip_prefix("content/")
                .is_some_and(|page| site.by_path.contains_key(page) || site.hidden.contains_key(page));
            diags.file_like_page(&file.path, &meant, is_taken);
        } else if is_html(&file.path) {
            diags.file_of_html(&file.path);
        } else {
            unused.push((&file.path, file.length));
        }
    }
    for path in site.out_of_reach.iter().filter(|path| path.starts_with("content/") && !is_copied(path)) {
        let name = &path["content/".len()..];
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        // `README.md` and the like are for those who keep the site, in a name of their own.
        let is_for_editors = !stem.chars().any(char::is_lowercase);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        match ending.as_str() {
            // Pages among them are told of where they are read.
            "md" | "yaml" | "yml" => {}
            _ if is_for_editors => {}
            _ => unused.push((path, 0)),
        }
    }
    unused.sort_unstable();
    diags.unused_files(&unused);
}

/// The name that a page has to have which some program gave another ending: `uusi.md` for `uusi.md.txt`.
fn page_name(path: &str) -> Option<String> {
    const ENDINGS: [&str; 9] =
        [".md.txt", ".md.docx", ".md.rtf", ".md.odt", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdx"];
    let lower = path.to_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(*ending))?;
    let stem = path.get(..path.len() - ending.len())?;
    let name = stem.rsplit('/').next().unwrap_or_default();
    // `~$…` and the like are left by programs, not written by anybody.
    (!name.is_empty() && !name.starts_with('~')).then(|| format!("{stem}.md"))
}

/// Pages of other programs: they have neither frame nor policy nor checks of the site.
fn is_html(path: &str) -> bool {
    const ENDINGS: [&str; 10] =
        [".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".hta", ".mhtml"];
    let lower = path.to_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::{is_html, page_name};

    #[test]
    fn names_like_those_of_pages() {
        for (path, meant) in [
            ("content/fi/uusi.md.txt", Some("content/fi/uusi.md")),
            ("content/fi/Uusi.MD.TXT", Some("content/fi/Uusi.md")),
            ("content/fi/a.markdown", Some("content/fi/a.md")),
            ("content/fi/uusi.md.bak", None),
            ("content/fi/~$uusi.md.docx", None),
            ("content/fi/.md.txt", None),
            ("content/fi/muistio.txt", None),
        ] {
            assert_eq!(page_name(path).as_deref(), meant, "{path}");
        }
        assert!(is_html("a/Sivu.HTM") && is_html("a/b.html") && !is_html("a/html.pdf"));
    }
}
