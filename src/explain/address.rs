//! What there is to tell of an address or a file of the site: where it comes from.

use serde_json::{Value as Json, json};

use crate::diag::{Words, say};
use crate::model::slug::slug;
use crate::origin::{Origin, Part};
use crate::sheet::{Cell, Sheet};
use crate::source::{Place, SourceFile};

/// So many addresses of one file are listed; more would hide the rest.
const MOST: usize = 12;

/// `content/fi/index.md:3`.
fn written(part: &Part) -> String {
    match part.at() {
        Some((line, _)) => format!("{}:{line}", part.file()),
        None => part.file().to_owned(),
    }
}

/// Where what stands at an address comes from. `shows`: what the page names in double braces; `heading`: the
/// place of the heading that the address leads to.
pub fn sheet(origin: &Origin, shows: &[String], heading: Option<&Place>) -> Sheet {
    let mut sheet = Sheet::new();
    sheet.heading(Words::same(origin.address.clone()));
    let mut row = |label: Words, value: Words| sheet.row([Cell::new(label), Cell::new(value)]);
    row(Words::new("Is", "On"), origin.what.words());
    if let Some(title) = &origin.title {
        row(Words::new("Title", "Otsikko"), Words::same(title.clone()));
    }
    for part in &origin.parts {
        row(part.role.words(), Words::same(written(part)));
    }
    if let Some(place) = heading
        && let Some((line, _)) = place.line_column()
    {
        row(Words::new("Heading", "Väliotsikko"), Words::same(format!("{}:{line}", place.file.path)));
    }
    if !shows.is_empty() {
        row(Words::new("Shows", "Näyttää"), Words::same(shows.join(", ")));
    }
    if !origin.aliases.is_empty() {
        let label = match origin.what {
            crate::origin::What::Redirect => Words::new("Leads to", "Vie tänne"),
            _ => Words::new("Also at", "Myös osoitteissa"),
        };
        row(label, Words::same(origin.aliases.join(", ")));
    }
    if let Some(made) = &origin.made {
        let name = format!("{}.{}", made.of.id(), made.id);
        let more =
            say!("`leader-site explain {name}` tells more", "`leader-site explain {name}` kertoo lisää");
        row(Words::new("More", "Lisää"), more);
    }
    sheet
}

pub fn json(origin: &Origin, shows: &[String], heading: Option<&Place>) -> Json {
    let parts = origin.parts.iter().map(|part| {
        let at = part.at();
        json!({
            "role": part.role.id(),
            "file": part.file(),
            "line": at.map(|(line, _)| line),
        })
    });
    let heading = heading.and_then(|place| Some((place.file.path.as_str(), place.line_column()?.0)));
    json!({
        "address": origin.address,
        "kind": origin.what.id(),
        "language": origin.language,
        "title": origin.title,
        "id": origin.made.as_ref().map(|made| made.id.as_str()),
        "file": origin.parts.first().map(Part::file),
        "line": origin.parts.first().and_then(Part::at).map(|(line, _)| line),
        "sources": parts.collect::<Vec<_>>(),
        "heading": heading.map(|(file, line)| json!({"file": file, "line": line})),
        "shows": shows,
        "aliases": origin.aliases,
    })
}

/// What has something of a file in it.
pub fn sheet_of_file(file: &str, of: &[&Origin]) -> Sheet {
    let mut sheet = Sheet::new();
    sheet.heading(Words::same(file.to_owned()));
    for origin in of.iter().take(MOST) {
        let title = origin.title.clone().unwrap_or_default();
        sheet.row([Cell::from(origin.address.clone()), Cell::from(title)]);
    }
    if of.is_empty() {
        sheet.note(Words::new("it has a part in the whole site", "se vaikuttaa koko sivustoon"));
    }
    if let Some(more) = of.len().checked_sub(MOST).filter(|more| *more > 0) {
        sheet.note(say!("and {more} more", "ja {more} muuta"));
    }
    sheet
}

pub fn json_of_file(file: &str, of: &[&Origin]) -> Json {
    let addresses: Vec<&str> = of.iter().map(|origin| origin.address.as_str()).collect();
    json!({"kind": "source", "file": file, "addresses": addresses})
}

/// The place of the heading of a page with this anchor.
pub fn heading(file: &std::sync::Arc<SourceFile>, body: usize, anchor: &str) -> Option<Place> {
    let mut start = body;
    for line in file.text.get(body..)?.split_inclusive('\n') {
        let text = line.trim_end().trim_start_matches('#');
        if line.starts_with('#') {
            let (text, id) = match text.trim_end_matches('}').rsplit_once("{#") {
                Some((text, id)) => (text, id.to_owned()),
                None => (text, slug(text)),
            };
            if id == anchor && !text.trim().is_empty() {
                return Some(Place::bytes(file, start..start + line.trim_end().len()));
            }
        }
        start += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_by_their_anchors() {
        let file = SourceFile::new("a.md", "---\n---\n# Älä\nTeksti\n## Näin haet?\n### Muu {#oma}\n");
        let line = |anchor| heading(&file, 8, anchor)?.line_column().map(|(line, _)| line);
        assert_eq!(line("nain-haet"), Some(5));
        assert_eq!(line("oma"), Some(6));
        assert_eq!(line("muu"), None);
    }
}
