//! Running text: references filled in, and what was typed in a wrong way told.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::super::html::{Signs, escape, escaped};
use super::super::references;
use super::Writer;
use crate::model::address::is_external;
use crate::model::site::Phrase;

impl<'w, 'm> Writer<'w, 'm> {
    pub(super) fn write_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let mut pieces = std::mem::take(&mut self.text);
        match &pieces[..] {
            [(only, _)] => self.write_run(only, &pieces),
            several => {
                let mut whole = std::mem::take(&mut self.run);
                for (text, _) in several {
                    whole.push_str(text);
                }
                self.write_run(&whole, &pieces);
                whole.clear();
                self.run = whole;
            }
        }
        // The room is used again for the next run.
        pieces.clear();
        self.text = pieces;
    }

    /// Writes one run of text: references filled in, typed values told of.
    pub(super) fn write_run(&mut self, text: &str, pieces: &[(CowStr<'m>, Range<usize>)]) {
        let signs = Signs::of(text);
        if self.picture.is_none() && !signs.is_blank() {
            self.no_figure();
        }
        if signs.has_bracket()
            && let Some(note) = missing_note(text)
        {
            let place = self.place(&in_source(pieces, &note));
            let _ = self.diags.no_footnote(&place, &text[note]);
        }
        if text.starts_with("##") {
            self.check_heading_sign(text, pieces);
        }
        if signs.has_bracket()
            && let Some((range, meant)) = pieces_of_link(text)
        {
            let place = self.place(&in_source(pieces, &range));
            // With a backslash the signs are meant as they are.
            if place.written().is_some_and(|written| !written.contains('\\')) {
                let _ = self.diags.link_in_pieces(&place, &meant);
            }
        }
        if !signs.has_brace() {
            if signs.is_plain()
                && self.phrases().is_empty()
                && self.picture.is_none()
                && self.heading.is_none()
            {
                self.push(text);
            } else {
                self.write_plain(text);
            }
            return;
        }
        for (range, name) in references::broken(text) {
            let place = self.place(&in_source(pieces, &range));
            let _ = self.diags.broken_reference(&place, &name);
        }
        let mut at = 0;
        while let Some(found) = references::find(text, at) {
            self.write_unmarked(&text[at..found.range.start]);
            let place = in_source(pieces, &found.range);
            self.inline(&text[found.name.clone()], place);
            at = found.range.end;
        }
        self.write_unmarked(&text[at..]);
    }

    /// `##Ehdot` at the start of a line is no heading.
    pub(super) fn check_heading_sign(&mut self, text: &str, pieces: &[(CowStr<'m>, Range<usize>)]) {
        let line = text.lines().next().unwrap_or_default();
        let words = line.trim_start_matches('#');
        let place = self.place(&in_source(pieces, &(0..line.len())));
        let begins_line = place.line_column().is_some_and(|(_, column)| column == 1);
        if begins_line && line.len() - words.len() <= 6 && words.starts_with(char::is_alphanumeric) {
            let signs = &line[..line.len() - words.len()];
            let _ = self.diags.heading_without_space(&place, &format!("{signs} {words}"));
        }
    }

    /// Text without its marks that a value is meant as typed.
    pub(super) fn write_unmarked(&mut self, text: &str) {
        for part in references::between_marks(text) {
            self.write_plain(part);
        }
    }

    pub(super) fn write_plain(&mut self, text: &str) {
        if let Some(picture) = &mut self.picture {
            picture.alt.push_str(text);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(text);
            heading.words.push_str(text);
        }
        let mut rest = text;
        while let Some((range, language)) = phrase_in(self.phrases(), rest) {
            escape(&rest[..range.start], self.html());
            let words = &rest[range.clone()];
            let html = format!("<span lang=\"{}\">{}</span>", escaped(language), escaped(words));
            self.push(&html);
            rest = &rest[range.end..];
        }
        escape(rest, self.html());
    }

    /// Words in other languages that the page may show.
    fn phrases(&self) -> &'w [Phrase] {
        &self.surroundings.site.languages[self.surroundings.page.language].phrases
    }

    pub(super) fn inline(&mut self, name: &str, range: Range<usize>) {
        match self.surroundings.references.inline(name) {
            Ok(inline) => {
                if let Some(picture) = &mut self.picture {
                    picture.alt.push_str(&inline.text);
                    return;
                }
                if let Some(heading) = &mut self.heading {
                    heading.title.push_str(&inline.text);
                    // A value changes by itself, and links to the heading must go on leading there.
                    heading.words.push(' ');
                    heading.names.push(name.rsplit_once('.').map_or(name, |(_, name)| name).to_owned());
                }
                // A link within a link is none: there the text alone stands.
                if self.links.iter().any(|link| link.is_written) && inline.html.contains("<a ") {
                    escape(&inline.text, self.html());
                } else {
                    self.push(&inline.html);
                }
            }
            Err(unknown) => {
                let place = self.place(&range);
                let _ = match self.surroundings.references.block(name) {
                    Ok(Some(_)) => self.diags.block_within_text(&place, name),
                    Ok(None) => self.diags.unknown_reference(&place, name, &unknown.known),
                    Err(unknown) => self.diags.unknown_reference(&place, name, &unknown.known),
                };
            }
        }
    }

    /// Writes a block. `false` if the name is one for running text.
    pub(super) fn block(&mut self, name: &str, range: Range<usize>) -> bool {
        self.write_text();
        match self.surroundings.references.block(name) {
            Ok(Some(block)) => {
                self.rendered.scripts |= block.scripts;
                let html = (self.surroundings.show_block)(&block, self.diags);
                let start = self.rendered.html.len();
                self.push(html.trim_end());
                self.push("\n");
                let place = range.start + self.offset..range.end + self.offset;
                self.rendered.blocks.push((place, start..self.rendered.html.len()));
                true
            }
            Ok(None) => false,
            Err(unknown) => {
                let place = self.place(&range);
                let _ = self.diags.unknown_reference(&place, name, &unknown.known);
                true
            }
        }
    }
}

/// The first of the phrases in a text, whole words alone, and its language.
fn phrase_in<'p>(phrases: &'p [Phrase], text: &str) -> Option<(Range<usize>, &'p str)> {
    let found = phrases.iter().filter_map(|phrase| {
        let starts = text.char_indices().map(|(at, _)| at);
        let mut starts = starts.filter(|at| !text[..*at].ends_with(char::is_alphanumeric));
        let range = starts.find_map(|at| Some(at..at + length_of(&phrase.words, &text[at..])?))?;
        Some((range, phrase.language.as_str()))
    });
    // The longer ones come first, and the first of equals is taken.
    found.min_by_key(|(range, _)| range.start)
}

/// The length of a phrase at the head of the text: with any kind of apostrophe and blank.
fn length_of(phrase: &str, text: &str) -> Option<usize> {
    let plain = |letter: char| match letter {
        '\u{2019}' => '\'',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    };
    let mut letters = text.char_indices();
    for wanted in phrase.chars() {
        let (_, letter) = letters.next()?;
        if plain(letter) != plain(wanted) {
            return None;
        }
    }
    let rest = letters.as_str();
    (!rest.starts_with(char::is_alphanumeric)).then(|| text.len() - rest.len())
}

/// Bytes of the Markdown for bytes of the text that was read from it.
fn in_source(pieces: &[(CowStr<'_>, Range<usize>)], range: &Range<usize>) -> Range<usize> {
    let mut at = 0;
    let (mut start, mut end) = (None, None);
    for (text, source) in pieces {
        // Text that is written as it reads has its bytes one by one; an entity is one piece as a whole.
        let same = text.len() == source.len();
        let inside = at..at + text.len();
        if start.is_none() && range.start < inside.end {
            start = Some(if same { source.start + (range.start - at) } else { source.start });
        }
        if range.end <= inside.end && end.is_none() {
            end = Some(if same { source.start + (range.end - at) } else { source.end });
        }
        at = inside.end;
    }
    let last = pieces.last().map_or(0, |(_, source)| source.end);
    let start = start.unwrap_or(last);
    start..end.unwrap_or(last).max(start)
}

/// A `[^name]` that was left as text: nothing below says what it means.
fn missing_note(text: &str) -> Option<Range<usize>> {
    let start = text.find("[^")?;
    let length = text[start..].find(']')?;
    (length > 2 && !text[start..start + length].contains(char::is_whitespace))
        .then_some(start..start + length + 1)
}

fn pieces_of_link(text: &str) -> Option<(Range<usize>, String)> {
    // What can only be an address or a file, and not a remark in brackets.
    let is_target = |target: &str| {
        !target.contains([' ', '(', '[', ']'])
            && (is_external(target)
                || target.starts_with("../")
                || target.starts_with("www.")
                || [".md", ".html", ".pdf", ".jpg", ".png", ".svg", ".docx", ".xlsx", ".fi"].iter().any(
                    |ending| target.split('#').next().unwrap_or_default().to_lowercase().ends_with(ending),
                ))
    };
    let label_before = |end: usize| {
        let start = text[..end].rfind('[')?;
        Some((start, &text[start + 1..end])).filter(|(_, label)| !label.contains(['\n', ']']))
    };
    if let Some(found) = text.find("](") {
        let (start, label) = label_before(found)?;
        let rest = &text[found + 2..];
        let line = rest.lines().next().unwrap_or_default();
        return match line.find(')') {
            // An address with a space in it has to stand in angle brackets.
            Some(end) if line[..end].trim().contains(' ') => {
                let is_picture = text[..start].ends_with('!');
                let (start, sign) = if is_picture { (start - 1, "!") } else { (start, "") };
                Some((start..found + 2 + end + 1, format!("{sign}[{label}](<{}>)", line[..end].trim())))
            }
            Some(_) => None,
            None => {
                let target = line.split_whitespace().next().unwrap_or_default();
                let end = found + 2 + line.find(target).unwrap_or(0) + target.len();
                let target = target.trim_end_matches(['.', ',', ';', ':']);
                is_target(target).then(|| (start..end, format!("[{label}]({target})")))
            }
        };
    }
    for (open, close, gap) in [("] (", ')', 3), (")[", ']', 2)] {
        for (found, _) in text.match_indices(open) {
            let Some(length) = text[found + gap..].find(close) else { continue };
            let target = &text[found + gap..found + gap + length];
            let label_sign = if close == ')' { '[' } else { '(' };
            let Some(start) = text[..found].rfind(label_sign) else { continue };
            let label = &text[start + 1..found];
            if is_target(target) && !label.contains('\n') {
                return Some((start..found + gap + length + 1, format!("[{label}]({target})")));
            }
        }
    }
    // `[teksti(sivu.md)`
    let start = text.find('[')?;
    let inside = &text[start + 1..];
    let middle = inside.find(['(', ']', '\n']).filter(|at| inside[*at..].starts_with('('))?;
    let length = inside[middle + 1..].find(')')?;
    let target = &inside[middle + 1..middle + 1 + length];
    is_target(target)
        .then(|| (start..start + middle + length + 3, format!("[{}]({target})", &inside[..middle])))
}
