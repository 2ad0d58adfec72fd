//! Footnotes: their numbers in the text, and the notes at its end.

use std::ops::Range;

use ahash::{AHashMap, AHashSet};

use super::Writer;
use crate::model::locale::Tongue;

#[derive(Default)]
pub(super) struct Notes {
    /// The number of each note by its name, in the order in which the text first refers to them.
    numbers: AHashMap<String, usize>,
    /// Notes whose signs stand where none can, which has been told.
    misplaced: AHashSet<String>,
    /// How often the text refers to each.
    uses: Vec<usize>,
    /// The notes in the order of the file.
    written: Vec<Note>,
    /// The page's HTML, while a note is written.
    open: Option<(String, String, Range<usize>)>,
}

struct Note {
    name: String,
    html: String,
    range: Range<usize>,
}

/// What sets two numbers apart that stand side by side.
const BETWEEN: &str = "<sup>, </sup>";

impl Writer<'_, '_> {
    pub(super) fn note_reference(&mut self, name: &str, range: Range<usize>) {
        // A note is a link itself: the brackets around it make none.
        let behind = self.file.text[self.offset + range.end..].lines().next().unwrap_or_default();
        let is_within = behind.find(['[', ']']).is_some_and(|at| behind[at..].starts_with("]("));
        if is_within || self.picture.is_some() || self.links.iter().any(|link| link.is_written) {
            let place = self.place(&range);
            let _ = self.diags.note_within_link(&place);
            self.notes.misplaced.insert(name.to_lowercase());
            return;
        }
        // Names are compared as the Markdown reader does.
        let next = self.notes.uses.len() + 1;
        let number = *self.notes.numbers.entry(name.to_lowercase()).or_insert(next);
        if number == next {
            self.notes.uses.push(0);
        }
        self.notes.uses[number - 1] += 1;
        let id = sign_id(number, self.notes.uses[number - 1]);
        if self.rendered.html.ends_with("</a></sup>") {
            self.push(BETWEEN);
        }
        self.push(&format!(
            "<sup id=\"{id}\"><a href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    pub(super) fn start_note(&mut self, name: &str, range: Range<usize>) {
        let page = std::mem::take(&mut self.rendered.html);
        self.notes.open = Some((name.to_lowercase(), page, range));
    }

    pub(super) fn end_note(&mut self) {
        if let Some((name, page, range)) = self.notes.open.take() {
            let html = std::mem::replace(&mut self.rendered.html, page);
            self.notes.written.push(Note { name, html, range });
        }
    }

    /// Writes the notes below the text, and tells of those that would not be shown.
    pub(super) fn write_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        let mut by_number: Vec<Option<&Note>> = vec![None; notes.uses.len()];
        let mut first: AHashMap<&str, &Note> = AHashMap::new();
        for note in &notes.written {
            let place = self.place(&note.range);
            if let Some(first) = first.get(note.name.as_str()) {
                let first = self.place(&first.range);
                let _ = self.diags.footnote_twice(&place, &note.name, &first);
                continue;
            }
            first.insert(&note.name, note);
            match notes.numbers.get(&note.name) {
                Some(number) => by_number[number - 1] = Some(note),
                None if notes.misplaced.contains(&note.name) => {}
                None => {
                    let _ = self.diags.unused_footnote(&place, &note.name);
                }
            }
        }
        if notes.uses.is_empty() {
            return;
        }
        let (label, back, place) = match self.surroundings.locale.tongue() {
            Tongue::Finnish => ("Alaviitteet", "Takaisin tekstiin, viite", "kohta"),
            Tongue::Swedish => ("Fotnoter", "Tillbaka till texten, not", "ställe"),
            Tongue::English => ("Footnotes", "Back to the text, note", "place"),
        };
        self.push(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n<ol>\n"
        ));
        for (index, uses) in notes.uses.iter().enumerate() {
            let number = index + 1;
            let note = by_number[index].map_or("", |note| note.html.trim_end());
            self.push(&format!("<li id=\"fn-{number}\">"));
            let (open, end) = match note.strip_suffix("</p>") {
                Some(open) => (open, "</p>"),
                None => (note, ""),
            };
            self.push(open);
            for time in 1..=*uses {
                let (name, shown) = match uses {
                    1 => (format!("{back} {number}"), String::new()),
                    _ => (format!("{back} {number}, {place} {time}"), format!("<sup>{time}</sup>")),
                };
                let id = sign_id(number, time);
                self.push(&format!(
                    " <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\"{name}\">↩{shown}</a>"
                ));
            }
            self.push(end);
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }
}

/// The anchor of a sign in the text, so that its note leads back to it.
fn sign_id(number: usize, time: usize) -> String {
    if time == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{time}") }
}
