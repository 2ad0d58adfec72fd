//! Files for programs: Atom feeds, the sitemap, robots.txt.

use std::fmt::Write;

use jiff::civil::Date;

use super::html::{encode_path, escape};
use super::texts::Texts;
use crate::model::locale::finnish_time;
use crate::model::page::{Page, PageId};
use crate::model::site::Site;

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
        Ok(midnight) => midnight.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => format!("{date}T00:00:00Z"),
    }
}

/// All pages that search engines are told of.
pub(super) fn sitemap(site: &Site) -> String {
    let mut xml = String::with_capacity(site.pages.len() * 128 + 256);
    xml.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"");
    if site.languages.len() > 1 {
        xml.push_str(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
    }
    xml.push_str(">\n");
    for page in site.pages.iter().filter(|page| page.indexed) {
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
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Everything may be read by search engines; here is the map.
pub(super) fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.base.absolute("/sitemap.xml"))
}
