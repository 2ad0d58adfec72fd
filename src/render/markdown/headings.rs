//! Headings, and the anchors by which links lead to them.

use std::ops::Range;

use super::super::html::escape;
use super::{Heading, OpenHeading, Writer};
use crate::model::slug::slug;

impl Writer<'_, '_> {
    pub(super) fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let place = self.place(range);
        if level == 1 && self.offset == 0 {
            // The front matter is missing, which has been told: this is its title.
            self.level = 1;
            return;
        }
        if level == 1 {
            let _ = self.diags.first_level_heading(&place);
            // As if it stood one lower, so that those below it are not told of too.
            self.level = 2;
            return;
        }
        if level > self.level + 1 {
            let _ = self.diags.skipped_heading_level(&place, self.level, level);
        }
        self.level = level;
    }

    pub(super) fn end_heading(&mut self, range: &Range<usize>) {
        let Some(OpenHeading { level, start, mut title }) = self.heading.take() else { return };
        let mut chosen = None;
        let trimmed = title.trim_end();
        if trimmed.ends_with('}')
            && let Some(open) = trimmed.rfind("{#")
        {
            let id = trimmed[open + 2..trimmed.len() - 1].to_owned();
            // The same letters end the HTML, where none of them is written otherwise.
            if let Some(end) = self.rendered.html.rfind("{#") {
                self.rendered.html.truncate(end);
            }
            title.truncate(open);
            chosen = Some(id);
        }
        let title = title.trim().to_owned();
        let kept = self.rendered.html.trim_end().len();
        self.rendered.html.truncate(kept.max(start));
        if title.is_empty() {
            let place = self.place(range);
            let _ = self.diags.empty_heading(&place);
        }
        let id = match chosen {
            Some(id) => {
                let place = self.place(range);
                if !is_anchor(&id) {
                    let _ = self.diags.not_an_anchor(&place, &id);
                } else if self.ids.contains(&id) {
                    let _ = self.diags.anchor_twice(&place, &id);
                }
                id
            }
            None => self.free_id(&title),
        };
        self.ids.push(id.clone());
        let digit = char::from(b'0' + level);
        let mut open = String::with_capacity(id.len() + 10);
        open.push_str("<h");
        open.push(digit);
        open.push_str(" id=\"");
        escape(&id, &mut open);
        open.push_str("\">");
        self.rendered.html.insert_str(start, &open);
        self.push("</h");
        self.rendered.html.push(digit);
        self.push(">\n");
        self.last_heading.clone_from(&title);
        let heading = Heading { id, title, children: Vec::new() };
        match (level, self.rendered.contents.last_mut()) {
            (2, _) => self.rendered.contents.push(heading),
            (3, Some(above)) => above.children.push(heading),
            _ => {}
        }
    }

    /// An id from the words of a heading that no other heading has.
    pub(super) fn free_id(&self, title: &str) -> String {
        let mut id = slug(title);
        if id.is_empty() {
            id.push_str("osio");
        }
        if !self.ids.contains(&id) {
            return id;
        }
        (2..).map(|number| format!("{id}-{number}")).find(|id| !self.ids.contains(id)).expect("numbers go on")
    }
}

fn is_anchor(id: &str) -> bool {
    !id.is_empty()
        && id.bytes().all(|byte| {
            matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.') || byte.is_ascii_uppercase()
        })
}
