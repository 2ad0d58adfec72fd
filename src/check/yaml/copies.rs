//! What grows when YAML is read: values that are named and repeated, and lists within lists.
//!
//! A text of a few lines can stand for more than any memory holds, so that it is measured before anything
//! is made of it.

use std::ops::Range;

use saphyr_parser::{Event, Parser};

use crate::diag::YamlCopy;

/// Whether values may be named and repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// Nowhere.
    Refused,
    /// As long as the whole stays of a size that a person could have written.
    Bounded,
}

/// What is wrong with a text as a whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A name for a value, or a repetition by that name, where there may be none.
    Copy(YamlCopy, String),
    /// A repetition that makes the text too large.
    TooMany,
    TooDeep,
}

/// What a text may come to with all repetitions, in bytes; a value counts for this much more than its text.
const MOST_BYTES: usize = 16 * 1024 * 1024;
const BYTES_OF_VALUE: usize = 64;

/// Deeper than anything that rules or settings have.
const DEEPEST: usize = 64;
/// So many brackets that nothing closes are no text: readers of YAML take ages over them.
const MOST_OPEN_BRACKETS: usize = 1_000;

/// The first thing that makes the text grow too much, and where it is.
pub(super) fn check(text: &str, copies: Copies) -> Option<(Range<usize>, Fault)> {
    if !may_grow(text) {
        return None;
    }
    if let Some(at) = bracket_too_deep(text) {
        return Some((at..at + 1, Fault::TooDeep));
    }
    let mut parser = Parser::new_from_str(text);
    // The parser counts characters, in the order of the text.
    let mut place = Places { text, at: 0, characters: 0 };
    // What each name stands for, once its value has ended; and maps and lists that are open, with the
    // name of each.
    let mut sizes: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut total = 0_usize;
    while let Some(Ok((event, span))) = parser.next_event() {
        let at = place.of(span.start.index());
        let (name, size) = match &event {
            Event::Scalar(text, _, name, _) => (*name, BYTES_OF_VALUE + text.len()),
            Event::MappingStart(name, _) | Event::SequenceStart(name, _) => {
                open.push((*name, total));
                if open.len() > DEEPEST {
                    return Some((at..at + 1, Fault::TooDeep));
                }
                (*name, BYTES_OF_VALUE)
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some((name, before)) = open.pop().filter(|(name, _)| *name > 0) {
                    sizes.push((name, total.saturating_sub(before)));
                }
                continue;
            }
            Event::Alias(name) => {
                let written = name_at(text, at, '*');
                if copies == Copies::Refused {
                    return Some((written.0, Fault::Copy(YamlCopy::Alias, written.1)));
                }
                let size = sizes.iter().rev().find(|(known, _)| known == name).map_or(0, |(_, size)| *size);
                total = total.saturating_add(size);
                if total > MOST_BYTES {
                    return Some((written.0, Fault::TooMany));
                }
                continue;
            }
            _ => continue,
        };
        if name > 0 {
            if copies == Copies::Refused {
                let written = name_at(text, at, '&');
                return Some((written.0, Fault::Copy(YamlCopy::Anchor, written.1)));
            }
            if matches!(event, Event::Scalar(..)) {
                sizes.push((name, size));
            }
        }
        total = total.saturating_add(size);
    }
    None
}

/// The bracket before which a thousand others stand open, if there is one.
fn bracket_too_deep(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST_OPEN_BRACKETS
    })
}

/// Whether the text has anything that could name, repeat or nest a value: nearly none has.
fn may_grow(text: &str) -> bool {
    let mut before = b'\n';
    let mut brackets = 0;
    let mut indent = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'&' | b'*'
                if !before.is_ascii_alphanumeric()
                    && bytes.get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()) =>
            {
                return true;
            }
            b'[' | b'{' => brackets += 1,
            // Each level of a block takes a place at the start of a line at least.
            b' ' | b'-' | b'?' | b':' if before == b'\n' || indent > 0 => {
                indent += 1;
                before = b' ';
                if indent > DEEPEST {
                    return true;
                }
                continue;
            }
            _ => {}
        }
        indent = 0;
        before = *byte;
    }
    brackets > DEEPEST
}

/// The sign with its name that stands at a byte, or before it in front of a value.
fn name_at(text: &str, at: usize, sign: char) -> (Range<usize>, String) {
    let start = match text[at..].starts_with(sign) {
        true => at,
        false => text[..at].rfind(sign).unwrap_or(at),
    };
    let length: usize = text[start..]
        .chars()
        .take_while(|letter| !letter.is_whitespace() && !matches!(letter, ',' | '[' | ']' | '{' | '}'))
        .map(char::len_utf8)
        .sum();
    let written = &text[start..start + length];
    (start..start + length, written.trim_start_matches(sign).to_owned())
}

/// Turns counts of characters that only grow into bytes, in one walk.
struct Places<'t> {
    text: &'t str,
    at: usize,
    characters: usize,
}

impl Places<'_> {
    fn of(&mut self, characters: usize) -> usize {
        while self.characters < characters {
            let Some(letter) = self.text[self.at..].chars().next() else { break };
            self.at += letter.len_utf8();
            self.characters += 1;
        }
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<(&str, Fault)> {
        check(text, Copies::Refused).map(|(range, fault)| (&text[range], fault))
    }

    #[test]
    fn names_and_repetitions_are_found() {
        let anchor = |name: &str| Fault::Copy(YamlCopy::Anchor, name.to_owned());
        let alias = |name: &str| Fault::Copy(YamlCopy::Alias, name.to_owned());
        assert_eq!(refused("a: &b c\n"), Some(("&b", anchor("b"))));
        assert_eq!(refused("ä: ö\na: &b [1, 2]\n"), Some(("&b", anchor("b"))));
        assert_eq!(refused("a: &ö\n  b: c\n"), Some(("&ö", anchor("ö"))));
        assert_eq!(check("a: &b c\nd: *b\n", Copies::Bounded), None);
        assert_eq!(refused("? &b a\n: c\n"), Some(("&b", anchor("b"))));
        assert_eq!(refused("a: [&b c, *b]\n"), Some(("&b", anchor("b"))));
        // What no name is given to is an error of the reader.
        assert_eq!(refused("<<: *b\n"), None);
        let _ = alias;
    }

    #[test]
    fn text_is_let_through() {
        for text in [
            "a: Tuki & neuvonta\n",
            "a: b*c\n",
            "a: \"&b\"\n",
            "a: |\n  **b** &c\n  *d*\n",
            "a: 'x *y'\n",
            "# &a\nb: c\n",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn what_grows_is_bounded() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", before.trim_end_matches(", ")));
        }
        let (range, fault) = check(&text, Copies::Bounded).expect("too large");
        assert_eq!(fault, Fault::TooMany);
        assert_eq!(&text[range], "*a4");
        let long = format!("x: &x \"{}\"\ny: [{}]\n", "a".repeat(60_000), vec!["*x"; 40_000].join(","));
        assert_eq!(check(&long, Copies::Bounded).map(|(_, fault)| fault), Some(Fault::TooMany));
    }

    #[test]
    fn depth_is_bounded() {
        for text in [
            "[".repeat(100_000),
            "{a: ".repeat(10_000),
            "- ".repeat(10_000),
            "? ".repeat(10_000),
            (0..1_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect(),
        ] {
            let found = check(&text, Copies::Bounded).map(|(_, fault)| fault);
            assert_eq!(found, Some(Fault::TooDeep), "{}", &text[..20]);
        }
    }
}
