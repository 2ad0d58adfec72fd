//! Footnotes: their numbers in the text, and the notes at its end.

use super::{Rendered, Writer};
use crate::model::locale::Tongue;

impl Writer<'_, '_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        let position = self.notes.used.iter().position(|(used, _)| used == name);
        let number = position.unwrap_or(self.notes.used.len()) + 1;
        let times = match position {
            Some(position) => {
                self.notes.used[position].1 += 1;
                self.notes.used[position].1
            }
            None => {
                self.notes.used.push((name.to_owned(), 1));
                1
            }
        };
        let id = if times == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{times}") };
        self.push(&format!(
            "<sup id=\"{id}\"><a href=\"#fn-{number}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    pub(super) fn finish(mut self) -> Rendered {
        self.write_text();
        let notes = std::mem::take(&mut self.notes);
        for (name, _, range) in &notes.written {
            if !notes.used.iter().any(|(used, _)| used == name) {
                let place = self.place(range);
                let _ = self.diags.unused_footnote(&place, name);
            }
        }
        if notes.used.is_empty() {
            return self.rendered;
        }
        let (label, back) = match self.surroundings.locale.tongue() {
            Tongue::Finnish => ("Alaviitteet", "Takaisin tekstiin"),
            Tongue::Swedish => ("Fotnoter", "Tillbaka till texten"),
            Tongue::English => ("Footnotes", "Back to the text"),
        };
        self.push(&format!(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{label}\">\n<ol>\n"
        ));
        for (index, (name, _)) in notes.used.iter().enumerate() {
            let number = index + 1;
            let note = notes.written.iter().find(|(written, ..)| written == name);
            let note = note.map_or("", |(_, note, _)| note.trim_end());
            let link =
                format!(" <a href=\"#fnref-{number}\" role=\"doc-backlink\" aria-label=\"{back}\">↩</a>");
            self.push(&format!("<li id=\"fn-{number}\">"));
            match note.strip_suffix("</p>") {
                Some(open) => {
                    self.push(open);
                    self.push(&link);
                    self.push("</p>");
                }
                None => {
                    self.push(note);
                    self.push(&link);
                }
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
        self.rendered
    }
}
