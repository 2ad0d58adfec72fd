//! The text of a finished page, section by section, as it is searched and shown in results.

use serde::Serialize;

/// A heading with what stands below it, up to the next one.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Section(
    /// The anchor of the heading; empty for what comes before the first one.
    pub String,
    /// The heading.
    pub String,
    /// The text; each paragraph, row or point is a line.
    pub String,
);

/// What starts a line of its own.
const LINES: [&str; 20] = [
    "p",
    "li",
    "tr",
    "dt",
    "dd",
    "div",
    "section",
    "caption",
    "table",
    "ul",
    "ol",
    "dl",
    "h1",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "legend",
    "label",
    "br",
];

/// What is no text for a reader of results: codes, answers to choose from, buttons.
const PASSED_OVER: [&str; 6] = ["template", "script", "style", "button", "option", "svg"];

/// Reads the text out of HTML that the program made itself.
pub(in crate::render) fn sections(html: &str) -> Vec<Section> {
    let mut reader = Reader { sections: vec![Section::default()], in_heading: false, gap: false };
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        reader.text(&rest[..at]);
        let tag = &rest[at + 1..];
        let end = end_of_tag(tag);
        let (inside, behind) = (&tag[..end], tag.get(end + 1..).unwrap_or_default());
        rest = behind;
        let closes = inside.starts_with('/');
        let bare = inside.trim_start_matches('/');
        let length = bare.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(bare.len());
        let name = &bare[..length];
        if !closes && PASSED_OVER.contains(&name) {
            rest = after_element(rest, name);
            continue;
        }
        match name {
            "h2" | "h3" => reader.heading(closes, &bare[length..]),
            "td" | "th" => reader.line(),
            _ if LINES.contains(&name) => reader.line(),
            _ => {}
        }
    }
    reader.text(rest);
    let mut sections = reader.sections;
    for section in &mut sections {
        for text in [&mut section.1, &mut section.2] {
            text.truncate(text.trim_end().len());
        }
    }
    sections.retain(|section| !section.1.is_empty() || !section.2.is_empty());
    sections
}

/// The sections with no more text than so many bytes: of each its beginning, as far as it goes.
pub(super) fn within(sections: &[Section], most: usize) -> Vec<Section> {
    let bytes: usize = sections.iter().map(|section| section.1.len() + section.2.len()).sum();
    let cut = |section: &Section| {
        let mut end = if bytes > most { section.2.len() * most / bytes } else { section.2.len() };
        while !section.2.is_char_boundary(end) {
            end -= 1;
        }
        let text = &section.2[..end];
        // A word is not cut in two.
        let whole = if end < section.2.len() { text.rfind(char::is_whitespace).unwrap_or(0) } else { end };
        Section(section.0.clone(), section.1.clone(), text[..whole].to_owned())
    };
    sections.iter().map(cut).collect()
}

struct Reader {
    sections: Vec<Section>,
    in_heading: bool,
    /// Whether a blank is due before the next word.
    gap: bool,
}

impl Reader {
    fn heading(&mut self, closes: bool, attributes: &str) {
        if closes {
            self.in_heading = false;
        } else {
            let id = attributes.split_once(" id=\"").and_then(|(_, id)| Some(id.split_once('"')?.0));
            self.sections.push(Section(id.unwrap_or_default().to_owned(), String::new(), String::new()));
            self.in_heading = true;
        }
        self.gap = false;
    }

    fn target(&mut self) -> &mut String {
        let in_heading = self.in_heading;
        // There is one from the beginning.
        let last = self.sections.len() - 1;
        let section = &mut self.sections[last];
        if in_heading { &mut section.1 } else { &mut section.2 }
    }

    /// Ends the line.
    fn line(&mut self) {
        self.gap = false;
        let in_heading = self.in_heading;
        let target = self.target();
        if !target.is_empty() && !target.ends_with(['\n', ' ']) {
            target.push(if in_heading { ' ' } else { '\n' });
        }
    }

    fn text(&mut self, html: &str) {
        let mut rest = html;
        while let Some(letter) = rest.chars().next() {
            let (letter, length) = if letter == '&' { entity(rest) } else { (letter, letter.len_utf8()) };
            rest = &rest[length..];
            match letter {
                ' ' | '\n' | '\t' | '\r' => self.gap = true,
                // Only shows where a word may break.
                '\u{ad}' => {}
                letter => {
                    let gap = std::mem::take(&mut self.gap);
                    let target = self.target();
                    if gap && !target.is_empty() && !target.ends_with(['\n', ' ']) {
                        target.push(' ');
                    }
                    target.push(letter);
                }
            }
        }
    }
}

/// Where a tag ends: attributes may hold `>`.
fn end_of_tag(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return at,
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// What follows the end of an element that has just begun; elements of one name can lie in each other.
fn after_element<'h>(html: &'h str, name: &str) -> &'h str {
    let mut open = 1;
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let tag = &rest[at + 1..];
        let end = end_of_tag(tag);
        let inside = &tag[..end];
        let is = |tag: &str| {
            let behind = tag.strip_prefix(name);
            behind.is_some_and(|behind| !behind.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
        };
        rest = tag.get(end + 1..).unwrap_or_default();
        if inside.strip_prefix('/').is_some_and(is) {
            open -= 1;
            if open == 0 {
                return rest;
            }
        } else if is(inside) && !inside.ends_with('/') {
            open += 1;
        }
    }
    ""
}

/// The sign at the head of the text, which begins with `&`, and how many bytes stand for it.
fn entity(text: &str) -> (char, usize) {
    let end = text.as_bytes().iter().take(12).position(|byte| *byte == b';');
    let Some(end) = end else { return ('&', 1) };
    let letter = match &text[1..end] {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        "shy" => Some('\u{ad}'),
        number => {
            let hex = number.strip_prefix("#x").or_else(|| number.strip_prefix("#X"));
            let code = match hex {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.strip_prefix('#').and_then(|digits| digits.parse().ok()),
            };
            code.and_then(char::from_u32)
        }
    };
    letter.map_or(('&', 1), |letter| (letter, end + 1))
}

#[cfg(test)]
mod tests {
    use super::{Section, sections, within};

    fn shown(html: &str) -> String {
        let sections = sections(html);
        sections
            .iter()
            .map(|one| format!("#{} {}: {}", one.0, one.1, one.2.replace('\n', " / ")))
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn sections_of_a_page() {
        assert_eq!(
            shown(
                "<p>Tukea\n haetaan.</p><h2 id=\"a\">Kuka <em>voi</em> hakea?</h2><ul><li>yhdistys</li><li>kunta</li></ul><h3 id=\"b\">Raha</h3>"
            ),
            "# : Tukea haetaan.; #a Kuka voi hakea?: yhdistys / kunta; #b Raha: "
        );
        assert_eq!(shown("<p>talkoo&shy;työ &amp; muu&#xE4;</p>"), "# : talkootyö & muuä");
        assert_eq!(shown("<table><tr><th>a</th><td>b</td></tr></table>"), "# : a / b");
    }

    #[test]
    fn what_nobody_reads_is_left_out() {
        let html = "<template><p>x<template>y</template>z</p></template><p title=\"a>b\">tuki<script>1<2</script></p><button>Poista</button>";
        assert_eq!(shown(html), "# : tuki");
        assert_eq!(shown(""), "");
    }

    #[test]
    fn of_a_long_page_each_section_keeps_its_beginning() {
        let section = |text: &str| Section("a".to_owned(), "Tuki".to_owned(), text.to_owned());
        let all = [section("yksi kaksi kolme neljä"), section("äää ää")];
        assert_eq!(within(&all, 200), all);
        let texts = |most| within(&all, most).into_iter().map(|one| one.2).collect::<Vec<_>>();
        assert_eq!(texts(24), ["yksi kaksi", ""]);
        assert_eq!(texts(36), ["yksi kaksi kolme", "äää"]);
    }

    #[test]
    fn broken_html_ends() {
        for html in
            ["<", "<p", "<p title=\"", "<template>", "&", "&amp", "&#xZZ;", "<template></temp", "a<", "&ä;"]
        {
            sections(html);
        }
    }
}
