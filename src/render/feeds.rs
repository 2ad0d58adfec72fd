//! Files for programs: Atom feeds, the sitemap, robots.txt.

use std::fmt::Write;

use jiff::civil::Date;

use super::html::{encode_path, escape};
use super::texts::Texts;
use crate::model::locale::finnish_time;
use crate::model::page::{Page, PageId};
use crate::model::site::{MOST_IN_SITEMAP, Site};

/// More are not read by anybody, and a feed is fetched again and again.
const MOST_ENTRIES: usize = 20;

/// The Atom feed of a section.
pub(super) fn feed(site: &Site, texts: &[Texts<'_>], section: PageId) -> String {
    let page = &site.pages[section];
    let language = &site.languages[page.language];
    let mut dated: Vec<PageId> =
        page.children.iter().copied().filter(|child| site.pages[*child].date.is_some()).collect();
    dated.sort_by_key(|child| std::cmp::Reverse(site.pages[*child].date));
    dated.truncate(MOST_ENTRIES);
    let updated = dated
        .iter()
        .filter_map(|child| site.pages[*child].changed())
        .max()
        .unwrap_or(site.date)
        .min(site.date);
    let address = absolute(site, page);

    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    xml.push_str(&language.code);
    xml.push_str("\">\n");
    element(&mut xml, "title", &format!("{} – {}", texts[section].title, language.site_name));
    element(&mut xml, "id", &format!("{address}atom.xml"));
    link(&mut xml, "self", &format!("{address}atom.xml"));
    link(&mut xml, "alternate", &address);
    element(&mut xml, "updated", &moment(updated));
    xml.push_str("<author>");
    element(&mut xml, "name", &language.site_name);
    xml.push_str("</author>\n");
    for child in dated {
        let entry = &site.pages[child];
        let address = absolute(site, entry);
        xml.push_str("<entry>\n");
        element(&mut xml, "title", &texts[child].title);
        element(&mut xml, "id", &address);
        link(&mut xml, "alternate", &address);
        if let Some(date) = entry.date {
            element(&mut xml, "published", &moment(date));
        }
        element(&mut xml, "updated", &moment(entry.changed().unwrap_or(site.date).min(site.date)));
        element(&mut xml, "summary", &texts[child].description);
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn absolute(site: &Site, page: &Page) -> String {
    site.base.absolute(&encode_path(&page.url))
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = write!(xml, "<{name}>");
    escape(text, xml);
    let _ = writeln!(xml, "</{name}>");
}

fn link(xml: &mut String, relation: &str, address: &str) {
    let _ = write!(xml, "<link rel=\"{relation}\" href=\"");
    escape(address, xml);
    xml.push_str("\"/>\n");
}

/// Midnight in Finland.
fn moment(date: Date) -> String {
    match date.to_zoned(finnish_time().clone()) {
        // Until 1921 Finland was ahead by hours, minutes and seconds, which the format of feeds does not know.
        Ok(midnight) if midnight.offset().seconds() % 60 != 0 => midnight.timestamp().to_string(),
        Ok(midnight) => midnight.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => format!("{date}T00:00:00Z"),
    }
}

/// How long one file of the map may be (sitemaps.org), in bytes.
const MOST_BYTES: usize = 50 * 1024 * 1024;

/// All pages that search engines are told of, in as many files as their limits ask for: the paths of the
/// files and what they hold. Of several the first lists the others.
pub(super) fn sitemaps(site: &Site) -> Vec<(String, String)> {
    let parts = parts(entries(site), MOST_IN_SITEMAP, MOST_BYTES - 1000);
    let mut head = String::from("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"");
    if site.languages.len() > 1 {
        head.push_str(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    let map = |entries: String| format!("{DECLARED}{head}>\n{entries}</urlset>\n");
    if parts.len() == 1 {
        return parts.into_iter().map(|entries| ("sitemap.xml".to_owned(), map(entries))).collect();
    }
    let mut index =
        format!("{DECLARED}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut maps = Vec::new();
    for (number, entries) in (1..).zip(parts) {
        let path = format!("sitemap-{number}.xml");
        index.push_str("<sitemap><loc>");
        escape(&site.base.absolute(&format!("/{path}")), &mut index);
        index.push_str("</loc></sitemap>\n");
        maps.push((path, map(entries)));
    }
    index.push_str("</sitemapindex>\n");
    maps.insert(0, ("sitemap.xml".to_owned(), index));
    maps
}

const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// The entries in parts of so many at most, and of so many bytes; at least one part.
fn parts(entries: impl Iterator<Item = String>, most: usize, most_bytes: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut count = 0;
    for entry in entries {
        let is_full = parts.last().is_some_and(|part| part.len() + entry.len() > most_bytes);
        if count == most || (is_full && count > 0) {
            parts.push(String::new());
            count = 0;
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(&entry);
        }
        count += 1;
    }
    parts
}

/// What the map says of each page.
fn entries(site: &Site) -> impl Iterator<Item = String> + '_ {
    site.pages.iter().filter(|page| page.indexed).map(|page| {
        let mut xml = String::with_capacity(256);
        xml.push_str("<url><loc>");
        escape(&absolute(site, page), &mut xml);
        xml.push_str("</loc>");
        if let Some(changed) = page.changed() {
            let _ = write!(xml, "<lastmod>{changed}</lastmod>");
        }
        let others: Vec<&Page> =
            page.translations.iter().map(|other| &site.pages[*other]).filter(|other| other.indexed).collect();
        if !others.is_empty() {
            // A page that has translations names itself among them.
            for same in std::iter::once(page).chain(others) {
                let code = &site.languages[same.language].code;
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{code}\" href=\"");
                escape(&absolute(site, same), &mut xml);
                xml.push_str("\"/>");
            }
        }
        xml.push_str("</url>\n");
        xml
    })
}

/// Everything may be read by search engines; here is the map.
pub(super) fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.base.absolute("/sitemap.xml"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{moment, parts};

    #[test]
    fn days_of_feeds_have_offsets_that_the_format_knows() {
        assert_eq!(moment(date(2026, 11, 21)), "2026-11-21T00:00:00+02:00");
        assert_eq!(moment(date(2026, 7, 1)), "2026-07-01T00:00:00+03:00");
        assert_eq!(moment(date(1917, 12, 6)), "1917-12-05T22:20:11Z");
        for year in 1800..2100 {
            let moment = moment(date(year, 6, 1));
            assert!(moment.ends_with('Z') || moment.len() == "2026-11-21T00:00:00+02:00".len(), "{moment}");
        }
    }

    #[test]
    fn a_long_map_is_cut_at_both_limits() {
        let entries = |count: usize| (0..count).map(|_| "12345".to_owned());
        assert_eq!(parts(entries(0), 3, 100), [""]);
        assert_eq!(parts(entries(3), 3, 100).len(), 1);
        assert_eq!(parts(entries(4), 3, 100), ["123451234512345", "12345"]);
        assert_eq!(parts(entries(4), 100, 12), ["1234512345", "1234512345"]);
        assert_eq!(parts(entries(2), 100, 2), ["12345", "12345"]);
    }
}
