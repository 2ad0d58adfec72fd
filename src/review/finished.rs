//! The finished site, as far as a review needs it: who links to what.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ahash::AHashMap;

use crate::model::output::{Content, Photos, Sink, SinkError};
use crate::model::page::PageId;
use crate::model::site::{Owner, Site};
use crate::render::links::{Address, address};
use crate::render::scan::{Found, scan};

/// Takes finished files and keeps their links alone.
#[derive(Debug)]
pub struct Finished {
    /// The folder of the site, where builds keep things.
    root: PathBuf,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// Nearly every page has the addresses of the menu: each is kept once, under a number.
    numbers: AHashMap<Vec<u8>, u32>,
    addresses: Vec<Vec<u8>>,
    /// The path of each page in the output, and the numbers of its addresses.
    pages: Vec<(String, Vec<u32>)>,
    /// Styles and scripts, which can name files too.
    texts: Vec<String>,
    /// Attributes and the ids that they name, on pages that have none such.
    dangling: BTreeMap<(&'static str, String), BTreeSet<String>>,
}

/// Stands between the page and the address, where it depends on the page what the address means.
const FROM: u8 = b'\0';

impl Finished {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), seen: Mutex::default() }
    }

    /// What links to what.
    pub(super) fn net(&self, site: &Site) -> Net {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // Pages come as they are done, on several threads.
        seen.pages.sort_unstable();
        let leads: Vec<Leads> = seen.addresses.iter().map(|address| leads(site, address)).collect();
        let mut net = Net {
            pages: vec![BTreeSet::new(); site.pages.len()],
            files: vec![false; site.files.len()],
            made: BTreeSet::new(),
            elsewhere: BTreeMap::new(),
            texts: std::mem::take(&mut seen.texts),
            dangling: std::mem::take(&mut seen.dangling),
        };
        for (output, numbers) in &seen.pages {
            let from = match site.addresses.at(&format!("/{output}")) {
                Some(Owner::Page(page) | Owner::Part(page)) => Some(page),
                // Redirects and pages for lost addresses lead nobody to a page.
                _ => None,
            };
            for number in numbers {
                match &leads[*number as usize] {
                    Leads::Page(page) => {
                        if let Some(from) = from.filter(|from| from != page) {
                            net.pages[from].insert(*page);
                        }
                    }
                    Leads::File(file) => net.files[*file] = true,
                    Leads::Made(path) => {
                        net.made.insert(path.clone());
                    }
                    Leads::Elsewhere(url) => {
                        net.elsewhere.entry(url.clone()).or_insert_with(|| output.clone());
                    }
                    Leads::Nowhere => {}
                }
            }
        }
        net
    }
}

impl Sink for Finished {
    fn photos(&self) -> Photos {
        Photos::TriedOut
    }

    fn kept(&self, name: &str) -> Option<Vec<u8>> {
        crate::last_build::kept(&self.root, name)
    }

    fn put(&self, path: &str, content: Content<'_>) -> Result<(), SinkError> {
        let Content::Bytes(bytes) = content else { return Ok(()) };
        if path.ends_with(".html") {
            let written = addresses(path, bytes);
            let dangling = dangling(bytes);
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let seen = &mut *seen;
            for names in dangling {
                seen.dangling.entry(names).or_default().insert(path.to_owned());
            }
            let mut numbers: Vec<u32> = written
                .into_iter()
                .map(|address| {
                    *seen.numbers.entry(address).or_insert_with_key(|address| {
                        seen.addresses.push(address.clone());
                        seen.addresses.len() as u32 - 1
                    })
                })
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            seen.pages.push((path.to_owned(), numbers));
        } else if [".css", ".js", ".json", ".webmanifest", ".svg"].iter().any(|end| path.ends_with(end)) {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.texts.push(String::from_utf8_lossy(bytes).into_owned());
        }
        Ok(())
    }
}

/// Attributes of a page, and the ids that they name and that it does not have.
fn dangling(html: &[u8]) -> BTreeSet<(&'static str, String)> {
    let mut ids: BTreeSet<&[u8]> = BTreeSet::new();
    let mut named: BTreeSet<(&'static str, &[u8])> = BTreeSet::new();
    scan(html, |found| match found {
        Found::Named(_) => {}
        Found::Anchor(id) => {
            ids.insert(id);
        }
        Found::Names(attribute, names) => {
            let names = names.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty());
            named.extend(names.map(|name| (attribute, name)));
        }
        Found::Address(_) => {}
    });
    named.retain(|(_, id)| !ids.contains(id));
    named.into_iter().map(|(attribute, id)| (attribute, String::from_utf8_lossy(id).into_owned())).collect()
}

/// The addresses in a page that lead away from it.
fn addresses(path: &str, html: &[u8]) -> Vec<Vec<u8>> {
    let mut addresses = Vec::with_capacity(64);
    scan(html, |found| {
        let written = match found {
            Found::Address(written) => written,
            // Data that a script of the page takes files from.
            Found::Named(written) if written.first() == Some(&b'/') => written,
            _ => return,
        };
        let depends = match written.first() {
            None | Some(b'#') => return,
            Some(b'/') => false,
            _ => !written.contains(&b':'),
        };
        if depends {
            addresses.push([path.as_bytes(), &[FROM], written].concat());
        } else {
            addresses.push(written.to_vec());
        }
    });
    // A picture for those who share the page: `<meta property="og:image" content="https://…">`.
    const CONTENT: &[u8] = b" content=\"http";
    for at in memchr::memmem::find_iter(html, CONTENT) {
        let start = at + CONTENT.len() - "http".len();
        if let Some(length) = memchr::memchr(b'"', &html[start..]) {
            addresses.push(html[start..start + length].to_vec());
        }
    }
    addresses
}

enum Leads {
    Page(PageId),
    File(usize),
    /// A file that the program makes, by its path in the output.
    Made(String),
    Elsewhere(String),
    Nowhere,
}

fn leads(site: &Site, written: &[u8]) -> Leads {
    let text = String::from_utf8_lossy(written);
    let (from, url) = match text.split_once(char::from(FROM)) {
        Some((page, url)) => (format!("/{page}"), url),
        None => ("/".to_owned(), text.as_ref()),
    };
    match address(&site.base, url, &from) {
        Address::Inside(path, _) => match site.addresses.at(&path) {
            Some(Owner::Page(page) | Owner::Part(page)) => Leads::Page(page),
            Some(Owner::Redirect(redirect)) => Leads::Page(site.redirects[redirect].page),
            Some(Owner::File(file) | Owner::Size(file)) => Leads::File(file),
            Some(Owner::Copy(_) | Owner::Made) | None => Leads::Made(path.trim_start_matches('/').to_owned()),
        },
        Address::Elsewhere(url) => Leads::Elsewhere(url),
        Address::Here(_) | Address::OutsideBase | Address::Unopened => Leads::Nowhere,
    }
}

/// What links to what, over the whole site.
#[derive(Debug)]
pub(super) struct Net {
    /// The pages that each page links to, itself left out.
    pub pages: Vec<BTreeSet<PageId>>,
    /// Whether a page shows or links to each file of the site.
    pub files: Vec<bool>,
    /// Paths in the output of other files that pages name.
    pub made: BTreeSet<String>,
    /// Addresses of other sites, and the path of a page that has each.
    pub elsewhere: BTreeMap<String, String>,
    /// Styles and scripts.
    pub texts: Vec<String>,
    /// Attributes and the ids that they name, with the pages that have no such id.
    pub dangling: BTreeMap<(&'static str, String), BTreeSet<String>>,
}
