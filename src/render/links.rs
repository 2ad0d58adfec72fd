//! Whether every address in a finished page leads somewhere.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ahash::AHashSet;

use super::html::decoded;
use super::scan::{Found, scan, scan_fast};
use crate::model::address::percent_decoded;
use crate::model::page::PageId;
use crate::model::site::{BaseUrl, Owner, Site};

/// Everything that is published, as links see it.
pub(super) struct Published<'s> {
    pub site: &'s Site,
    /// Static files of the theme, by their path in the output folder.
    pub assets: &'s AHashSet<Vec<u8>>,
    /// Whether the templates write all attributes in their usual form.
    pub usual: bool,
}

/// What a finished page has, and what it wants of others.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The ids of the page, each between two line breaks.
    pub ids: String,
    /// Those that stand there more than once, in order.
    pub twice: Vec<String>,
    pub broken: Vec<Broken>,
    /// Links to anchors of other pages.
    pub to_anchors: Vec<ToAnchor>,
    /// The files beside the pages that it shows or links to, with the address of each as it is written.
    pub files: Vec<(usize, String)>,
    /// The files whose photos it shows in sizes of their own.
    pub sizes: BTreeSet<usize>,
}

/// An address that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    /// As it stands in the page, without entities.
    pub url: String,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Nothing is published there.
    NothingThere,
    /// It lacks the `/` at its end.
    NoSlash,
    /// It does not begin with the path under which the site is published.
    OutsideBase,
    /// No such anchor on that page.
    NoAnchor,
    /// A scheme that browsers do not open as a page.
    Scheme,
}

#[derive(Debug)]
pub(super) struct ToAnchor {
    pub url: String,
    pub page: PageId,
    pub anchor: String,
}

/// Whether a page has this id.
pub(super) fn has_id(ids: &str, id: &str) -> bool {
    ids.match_indices(id).any(|(at, _)| ids[..at].ends_with('\n') && ids[at + id.len()..].starts_with('\n'))
}

enum Leads {
    Somewhere,
    /// To an anchor of the page itself.
    Here(String),
    ToPage(PageId, String),
    ToFile(usize),
    ToSize(usize),
    Nowhere(Why),
}

impl Published<'_> {
    /// Looks at every address of the page that is published at `url`.
    pub(super) fn check(&self, html: &[u8], url: &str) -> Links {
        if self.usual {
            let links = self.check_with(html, |found| scan_fast(html, found), url);
            if links.broken.is_empty() && links.twice.is_empty() {
                return links;
            }
        }
        // What seems broken may stand in a comment: only the full scan can tell.
        self.check_with(html, |found| scan(html, found), url)
    }

    fn check_with<'h>(
        &self,
        html: &'h [u8],
        scan: impl FnOnce(&mut dyn FnMut(Found<'h>)),
        url: &str,
    ) -> Links {
        let mut links = Links::default();
        let mut ids: Vec<&[u8]> = Vec::with_capacity(32);
        let mut here: Vec<(&str, String)> = Vec::new();
        let base = self.site.base.path.as_bytes();
        let origin = self.site.base.origin.as_bytes();
        let mut files: BTreeMap<usize, &[u8]> = BTreeMap::new();
        scan(&mut |found| match found {
            Found::Anchor(id) => ids.push(id),
            // `check` looks at these: what a script adds is not there yet.
            Found::Names(..) => {}
            Found::Address(written) => {
                // Nearly all addresses are those of pages and static files, written as they are.
                if let Some(inside) = written.strip_prefix(base)
                    && inside.first() == Some(&b'/')
                {
                    match self.site.addresses.linked(&inside[1..]) {
                        Some(Owner::File(file)) => {
                            files.entry(file).or_insert(written);
                            return;
                        }
                        Some(Owner::Size(file)) => {
                            links.sizes.insert(file);
                            return;
                        }
                        Some(_) => return,
                        None if self.assets.contains(&inside[1..]) => return,
                        None => {}
                    }
                }
                let written = std::str::from_utf8(written).unwrap_or_default();
                match self.leads(written, url) {
                    Leads::Somewhere => {}
                    Leads::ToFile(file) => {
                        files.entry(file).or_insert(written.as_bytes());
                    }
                    Leads::ToSize(file) => {
                        links.sizes.insert(file);
                    }
                    Leads::Here(anchor) => here.push((written, anchor)),
                    Leads::ToPage(page, anchor) => {
                        let url = decoded(written).into_owned();
                        links.to_anchors.push(ToAnchor { url, page, anchor });
                    }
                    Leads::Nowhere(why) => {
                        links.broken.push(Broken { url: decoded(written).into_owned(), why });
                    }
                }
            }
            Found::Named(written) => {
                let inside = written.strip_prefix(base).filter(|inside| inside.first() == Some(&b'/'));
                // Nearly all of them are links, which have been looked at.
                let is_known = inside.is_some_and(|inside| {
                    let owner = self.site.addresses.linked(&inside[1..]);
                    matches!(owner, Some(owner) if !matches!(owner, Owner::File(_)))
                        || self.assets.contains(&inside[1..])
                });
                let is_ours = inside.is_some() || (!origin.is_empty() && written.starts_with(origin));
                if is_ours
                    && !is_known
                    && let Some(file) = self.file_at(written, url)
                {
                    files.entry(file).or_insert(written);
                }
            }
        });
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        // What a style within the page shows.
        for at in memchr::memmem::find_iter(html, b"url(") {
            let rest = &html[at + "url(".len()..];
            let end = memchr::memchr(b')', rest).unwrap_or(rest.len()).min(2000);
            let written = rest[..end].trim_ascii();
            let bare = |byte: &u8| !matches!(byte, b'"' | b'\'');
            let start = written.iter().position(bare).unwrap_or(written.len());
            let end = written.iter().rposition(bare).map_or(start, |at| at + 1);
            if let Some(file) = self.file_at(&written[start.min(end)..end], url) {
                files.entry(file).or_insert(b"");
            }
        }
        let text = |written: &[u8]| String::from_utf8_lossy(written).into_owned();
        links.files = files.into_iter().map(|(file, written)| (file, text(written))).collect();
        for (written, anchor) in here {
            if sorted.binary_search(&anchor.as_bytes()).is_err() {
                let url = decoded(written).into_owned();
                links.broken.push(Broken { url, why: Why::NoAnchor });
            }
        }
        let equal = sorted.windows(2).filter(|pair| pair[0] == pair[1]);
        links.twice = equal.map(|pair| String::from_utf8_lossy(pair[0]).into_owned()).collect();
        links.twice.dedup();
        links.ids.reserve(ids.iter().map(|id| id.len() + 1).sum::<usize>() + 1);
        links.ids.push('\n');
        for id in ids {
            links.ids.push_str(std::str::from_utf8(id).unwrap_or_default());
            links.ids.push('\n');
        }
        links
    }

    /// The file beside the pages at an address.
    fn file_at(&self, written: &[u8], from: &str) -> Option<usize> {
        let written = std::str::from_utf8(written).ok()?;
        match address(&self.site.base, written, from) {
            Address::Inside(path, _) => match self.site.addresses.at(&path) {
                Some(Owner::File(file)) => Some(file),
                _ => None,
            },
            _ => None,
        }
    }

    fn leads(&self, written: &str, from: &str) -> Leads {
        let (absolute, anchor) = match address(&self.site.base, written, from) {
            Address::Here(anchor) => return here(&anchor),
            Address::Elsewhere(_) => return Leads::Somewhere,
            Address::Unopened => return Leads::Nowhere(Why::Scheme),
            Address::OutsideBase => return Leads::Nowhere(Why::OutsideBase),
            Address::Inside(path, anchor) => (path, anchor),
        };
        match self.site.addresses.at(&absolute) {
            Some(Owner::Page(_)) if anchor.is_empty() => Leads::Somewhere,
            Some(Owner::Page(page)) => {
                if self.site.pages[page].url == from {
                    here(&anchor)
                } else {
                    Leads::ToPage(page, percent_decoded(&anchor).into_owned())
                }
            }
            Some(Owner::File(file)) => Leads::ToFile(file),
            Some(Owner::Size(file)) => Leads::ToSize(file),
            Some(_) => Leads::Somewhere,
            None if self.assets.contains(&absolute.as_bytes()[1..]) => Leads::Somewhere,
            None if !absolute.ends_with('/') && self.site.addresses.at(&format!("{absolute}/")).is_some() => {
                Leads::Nowhere(Why::NoSlash)
            }
            None => Leads::Nowhere(Why::NothingThere),
        }
    }
}

/// What an address in a page means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// An anchor of the page itself.
    Here(String),
    /// A path of this site, decoded and without its base, and an anchor there.
    Inside(String, String),
    /// Not of this site; the address itself.
    Elsewhere(String),
    /// A path of the same server that does not belong to the site.
    OutsideBase,
    /// A scheme that browsers do not open as a page.
    Unopened,
}

/// What an address means that is written in the page at `from`.
pub(crate) fn address(base: &BaseUrl, written: &str, from: &str) -> Address {
    let url = decoded(written.trim());
    // Browsers take both for a slash, before the query.
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let url: Cow<'_, str> =
        if url[..end].contains('\\') { (url[..end].replace('\\', "/") + &url[end..]).into() } else { url };
    if let Some(anchor) = url.strip_prefix('#') {
        return Address::Here(anchor.to_owned());
    }
    let begin = url.get(..base.origin.len()).filter(|begin| begin.eq_ignore_ascii_case(&base.origin));
    let local = match begin.and_then(|begin| url.get(begin.len()..)) {
        // `https://example.org.evil.fi` begins alike.
        Some(path) if !base.origin.is_empty() && (path.is_empty() || path.starts_with('/')) => {
            if !path.starts_with(base.path.as_str()) {
                return Address::Elsewhere(url.into_owned());
            }
            path
        }
        _ => {
            if url.starts_with("//") {
                return Address::Elsewhere(url.into_owned());
            }
            if let Some((scheme, _)) = url.split_once(':')
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
            {
                return match scheme.to_ascii_lowercase().as_str() {
                    "https" | "http" | "mailto" | "tel" | "data" => Address::Elsewhere(url.into_owned()),
                    _ => Address::Unopened,
                };
            }
            &url
        }
    };
    let (path, anchor) = local.split_once('#').unwrap_or((local, ""));
    // `#t=investment&h=40` is no place on the page but a state of it, for the page's script.
    let anchor = if anchor.contains('=') { "" } else { anchor };
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let absolute: Cow<'_, str> = if path.is_empty() {
        from.into()
    } else if path.starts_with('/') {
        let Some(inside) = path.strip_prefix(base.path.as_str()) else {
            return Address::OutsideBase;
        };
        match inside {
            "" => "/".into(),
            inside if inside.starts_with('/') => inside.into(),
            _ => return Address::OutsideBase,
        }
    } else {
        match joined(from, path) {
            Some(joined) => joined.into(),
            None => return Address::OutsideBase,
        }
    };
    Address::Inside(percent_decoded(&absolute).into_owned(), anchor.to_owned())
}

fn here(anchor: &str) -> Leads {
    match anchor {
        // Both mean the top of the page in every browser.
        "" | "top" => Leads::Somewhere,
        anchor => Leads::Here(percent_decoded(anchor).into_owned()),
    }
}

/// A path as seen from a page.
fn joined(from: &str, path: &str) -> Option<String> {
    let folder = &from[..from.rfind('/')? + 1];
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut ends_in_folder = false;
    for part in path.split('/') {
        ends_in_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let joined = parts.join("/");
    Some(if ends_in_folder && !joined.is_empty() { format!("/{joined}/") } else { format!("/{joined}") })
}

#[cfg(test)]
mod tests {
    use super::{has_id, joined};

    #[test]
    fn ids_are_found_whole() {
        let ids = "\nhaku\nhakuaika\n";
        assert!(has_id(ids, "haku") && has_id(ids, "hakuaika"));
        assert!(!has_id(ids, "aika") && !has_id(ids, "hak") && !has_id(ids, "haku\nhakuaik"));
    }

    #[test]
    fn paths_from_pages() {
        assert_eq!(joined("/a/b/", "c.svg").as_deref(), Some("/a/b/c.svg"));
        assert_eq!(joined("/a/b/", "../c/").as_deref(), Some("/a/c/"));
        assert_eq!(joined("/a/", ".").as_deref(), Some("/a/"));
        assert_eq!(joined("/a/", "..").as_deref(), Some("/"));
        assert_eq!(joined("/404.html", "x").as_deref(), Some("/x"));
        assert_eq!(joined("/", "../x"), None);
    }
}
