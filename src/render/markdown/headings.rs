//! Headings, and the anchors by which links lead to them.

use std::ops::Range;

use super::super::html::{escape, escaped};
use super::ids::{HeadingId, is_anchor};
use super::{Heading, OpenHeading, Writer};
use crate::model::slug::anchor;

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
        let Some(OpenHeading { level, start, mut title, mut words, names }) = self.heading.take() else {
            return;
        };
        let mut chosen = None;
        let trimmed = title.trim_end();
        if trimmed.ends_with('}')
            && let Some(open) = trimmed.rfind("{#")
        {
            let mark = escaped(&trimmed[open..]);
            chosen = Some(trimmed[open + 2..trimmed.len() - 1].to_owned());
            // What stands behind it in the HTML are ends of emphasis alone.
            if let Some(at) = self.rendered.html[start..].rfind(&mark) {
                self.rendered.html.replace_range(start + at..start + at + mark.len(), "");
            }
            title.truncate(open);
        }
        let title = title.trim().to_owned();
        let kept = self.rendered.html.trim_end().len();
        self.rendered.html.truncate(kept.max(start));
        if title.is_empty() {
            let place = self.place(range);
            let _ = self.diags.empty_heading(&place);
        }
        let is_chosen = chosen.is_some();
        let id = match chosen {
            Some(id) => {
                let place = self.place(range);
                if !is_anchor(&id) {
                    let _ = self.diags.not_an_anchor(&place, &id);
                } else if self.surroundings.taken.contains(&id) {
                    let _ = self.diags.anchor_of_the_template(&place, &id);
                } else if !self.ids.take(&id) {
                    let _ = self.diags.anchor_twice(&place, &id);
                }
                id
            }
            None => {
                if !names.is_empty() && anchor(&words).is_empty() {
                    words = names.join(" ");
                }
                let id = self.ids.free(&words);
                let shown = anchor(&title);
                if !names.is_empty() && shown != id {
                    self.rendered.former.insert(shown, id.clone());
                }
                id
            }
        };
        let range = range.start + self.offset..range.end + self.offset;
        self.rendered.ids.push(HeadingId { id: id.clone(), is_chosen, range });
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
}
