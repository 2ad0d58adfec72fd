//! Which files beside the pages are published: those that a finished page, a style or a script uses. A
//! picture goes out without what it tells about where and with what it was taken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Report;
use crate::diag::Diagnostics;
use crate::model::output::{Content, Photos, Sink, SinkError};
use crate::model::site::{Site, SiteFile};
use crate::photos::{NotMade, Shelf, Sizes};
use crate::picture::{self, Kind, Slip};
use crate::source::{Place, SourceFile, regular};

/// The files that the site uses, by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// Those that are published themselves.
    pub files: BTreeSet<usize>,
    /// Photos of which sizes are published.
    pub sizes: BTreeSet<usize>,
}

impl Used {
    fn all(&self) -> BTreeSet<usize> {
        self.files.union(&self.sizes).copied().collect()
    }
}

/// The files that are published: those of the pages, and those that other texts name.
pub(super) fn used(site: &Site, reports: &[Report], texts: &[String]) -> Used {
    let of = |files: fn(&Report) -> &[(usize, Option<Place>)]| -> BTreeSet<usize> {
        reports.iter().flat_map(files).map(|(file, _)| *file).collect()
    };
    let (mut used, mut sizes) = (of(|report| &report.files), of(|report| &report.sizes));
    // Whatever the theme shows of them.
    for file in site.pages.iter().filter_map(|page| page.picture.as_ref()).map(|picture| picture.file) {
        let of_its_kind = if site.files[file].photo().is_some() { &mut sizes } else { &mut used };
        of_its_kind.insert(file);
    }
    let is_named = |file: &SiteFile| {
        let address = site.base.path_to(&file.url);
        let encoded = site.base.path_to(&super::html::encode_path(&file.url));
        texts.iter().any(|text| text.contains(&address) || text.contains(&encoded))
    };
    let named = site.files.iter().enumerate().filter(|(id, file)| !used.contains(id) && is_named(file));
    let named: Vec<usize> = named.map(|(id, _)| id).collect();
    used.extend(named);
    Used { files: used, sizes }
}

/// Puts the files where they belong. Gives back how many bytes went out beside those that the sink was given.
pub(super) fn publish(site: &Site, used: &Used, sink: &dyn Sink) -> Result<u64, SinkError> {
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
    let used: Vec<&usize> = used.files.iter().collect();
    let copied: u64 = used.into_par_iter().map(put).sum::<Result<u64, SinkError>>()?;
    let mut as_they_are = 0;
    for copy in &site.copies {
        sink.put(&copy.to, Content::File(&copy.disk))?;
        as_they_are += copy.length;
    }
    Ok(copied + as_they_are)
}

/// Where pages name each file.
fn places<'r>(site: &'r Site, reports: &'r [Report]) -> BTreeMap<usize, Vec<&'r Place>> {
    let mut places: BTreeMap<usize, Vec<&Place>> = BTreeMap::new();
    let of_pages = site.pages.iter().filter_map(|page| page.picture.as_ref());
    let of_pages = of_pages.map(|picture| (picture.file, Some(&picture.place)));
    let of_texts = reports.iter().flat_map(|report| report.files.iter().chain(&report.sizes));
    for (file, place) in of_pages.chain(of_texts.map(|(file, place)| (*file, place.as_ref()))) {
        let known = places.entry(file).or_default();
        if let Some(place) = place.filter(|place| !known.contains(place)) {
            known.push(place);
        }
    }
    places
}

/// Makes the sizes of photos and puts them where they belong. Tells of photos that cannot be decoded.
pub(super) fn publish_sizes(
    site: &Site,
    reports: &[Report],
    used: &Used,
    sink: &dyn Sink,
    diags: &mut Diagnostics,
) -> Result<(), SinkError> {
    let is_shared = |id: usize| {
        let stands_for_one =
            || site.pages.iter().any(|page| page.picture.as_ref().is_some_and(|picture| picture.file == id));
        site.share_pictures && sink.is_public() && stands_for_one()
    };
    let shelf = Kept(sink);
    let make = |id: &usize| -> Result<Option<NotMade>, SinkError> {
        let file = &site.files[*id];
        let Some(photo) = file.photo() else { return Ok(None) };
        let sizes = Sizes { disk: file.disk.clone(), photo, is_shared: is_shared(*id) };
        let variants = photo.variants(sizes.is_shared);
        match sink.photos() {
            Photos::TriedOut => return Ok(sizes.try_out(&shelf).err()),
            Photos::Later => {
                let sizes = Arc::new(sizes);
                for (number, variant) in variants.iter().enumerate() {
                    let url = photo.url(&file.url, variant);
                    sink.put(&url[1..], Content::Photo(&sizes, number))?;
                }
            }
            Photos::Made => match sizes.made(&shelf) {
                Err(slip) => return Ok(Some(slip)),
                Ok(made) => {
                    for (variant, bytes) in variants.iter().zip(&made) {
                        let url = photo.url(&file.url, variant);
                        sink.put(&url[1..], Content::Bytes(bytes))?;
                    }
                }
            },
        }
        Ok(None)
    };
    let ids: Vec<usize> = used.sizes.iter().copied().collect();
    let failed: Vec<Option<NotMade>> =
        ids.par_iter().with_max_len(1).map(make).collect::<Result<_, SinkError>>()?;
    let mut places_of = None;
    for (id, slip) in ids.into_iter().zip(failed) {
        let Some(slip) = slip else { continue };
        let file = &site.files[id];
        let itself = Place::file(&SourceFile::new(file.path.clone(), ""));
        let places = places_of.get_or_insert_with(|| places(site, reports));
        let place = places.get(&id).and_then(|places| places.first().copied()).unwrap_or(&itself);
        let _ = match slip {
            NotMade::Slip(slip) => diags.picture_with_slip(place, &file.path, slip),
            NotMade::Gone => diags.picture_changed_meanwhile(place, &file.path),
        };
    }
    Ok(())
}

/// What a sink keeps.
struct Kept<'s>(&'s dyn Sink);

impl Shelf for Kept<'_> {
    fn kept(&self, name: &str) -> Option<Vec<u8>> {
        self.0.kept(name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        self.0.keep(name, bytes);
    }
}

/// Tells of files that are used and cannot be: pictures that browsers could not show, pages of other
/// programs.
pub(super) fn tell_of_used(site: &Site, reports: &[Report], used: &Used, diags: &mut Diagnostics) {
    let places = places(site, reports);
    for id in &used.all() {
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
pub(super) fn tell_of_unused(site: &Site, used: &Used, diags: &mut Diagnostics) {
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
        if used.files.contains(&id)
            || used.sizes.contains(&id)
            || site.held_back.contains(&id)
            || is_copied(&file.path)
        {
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
