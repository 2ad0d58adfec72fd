//! Mistakes in the shape of YAML and in single values.

use super::{Diagnostic, Diagnostics, Reported};
use crate::source::{Place, Spanned};

impl Diagnostics {
    /// Text that YAML cannot be read from.
    pub fn yaml_syntax(&mut self, place: &Place, reason: &str) -> Reported {
        let line = place.range().map(|range| {
            let text = &place.file.text;
            let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
            let end = text[range.start..].find('\n').map_or(text.len(), |end| range.start + end);
            text[start..end].to_owned()
        });
        let line = line.unwrap_or_default();
        if reason.contains("mapping values are not allowed")
            && let Some(above) = line_without_colon_above(place)
        {
            return self.push(
                Diagnostic::error("yaml-syntax", "this is not valid YAML")
                    .at(&above, "a colon is missing on this line")
                    .help("write `name: value`"),
            );
        }
        let (what, help) = if line.contains('\t') {
            ("a tab stands here", "YAML is indented with spaces: replace the tab by spaces".to_owned())
        } else if reason.contains("mapping values are not allowed") {
            (
                "a second colon on this line, or a wrong indent",
                "put text that holds a colon in quotes, for example `title: \"Tuki: yleinen\"`".to_owned(),
            )
        } else if reason.contains("could not find expected ':'") || reason.contains("simple key") {
            ("a colon is missing here, or on the line above", "write `name: value`".to_owned())
        } else if reason.contains("did not find expected") {
            (
                "the structure breaks here",
                "check the indent of this line and the one above, and that brackets and quotes are closed"
                    .to_owned(),
            )
        } else {
            (
                "cannot be read from here on",
                "check quotes, brackets, colons and indents on this line and above".to_owned(),
            )
        };
        self.push(
            Diagnostic::error("yaml-syntax", "this is not valid YAML")
                .at(place, what)
                .note(format!("the reader says: {reason}"))
                .help(help),
        )
    }

    /// A key that nothing reads.
    pub fn unknown_key(&mut self, key: &Spanned<String>, owner: &str, known: &[&str]) -> Reported {
        // `{value: 0,9}`: what follows the comma is a key to YAML, and half of a number to its author.
        if !key.value.is_empty() && key.value.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.push(
                Diagnostic::error("comma-in-number", "a comma within { } ends the value before it")
                    .at(&key.place, "read as a key of its own")
                    .help("write a rate as a percentage, such as `90 %`, or put the value in quotes: `\"0,9 %\"`"),
            );
        }
        self.push(
            Diagnostic::error("unknown-key", format!("{owner} has no key `{}`", key.value))
                .at(&key.place, "unknown key")
                .nearest(&key.value, known.iter().copied()),
        )
    }

    /// The same key twice in one map.
    pub fn duplicate_key(&mut self, key: &str, second: &Place, first: &Place) -> Reported {
        self.push(
            Diagnostic::error("duplicate-key", format!("`{key}` is written twice"))
                .at(second, "second time")
                .related(first, "first time")
                .help("keep one of them"),
        )
    }

    /// A key that has to be there.
    pub fn missing_key(&mut self, place: &Place, owner: &str, key: &str, example: &str) -> Reported {
        self.push(
            Diagnostic::error("missing-key", format!("{owner} lacks `{key}`"))
                .at(place, format!("`{key}` is missing"))
                .help(format!("add a line such as `{key}: {example}`")),
        )
    }

    /// A value of another kind than the one that belongs here.
    pub fn wrong_kind(&mut self, place: &Place, found: &str, expected: &str, example: &str) -> Reported {
        self.push(
            Diagnostic::error("wrong-kind", format!("{found} stands where {expected} belongs"))
                .at(place, format!("expected {expected}"))
                .help(format!("write it like `{example}`")),
        )
    }

    /// `yes`, `no`, `on`, `off` and the like where true or false belongs.
    pub fn not_true_or_false(&mut self, place: &Place, written: &str) -> Reported {
        let meant = match written.to_lowercase().as_str() {
            "yes" | "on" | "y" | "kyllä" | "joo" => "true",
            "no" | "off" | "n" | "ei" => "false",
            _ => "true` or `false",
        };
        self.push(
            Diagnostic::error("not-true-or-false", format!("`{written}` is neither true nor false"))
                .at(place, "expected true or false")
                .help(format!("write `{meant}`")),
        )
    }

    /// A name that is not one of those to choose from.
    pub fn not_one_of<'a>(
        &mut self,
        found: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        self.push(
            Diagnostic::error("unknown-name", format!("there is no {what} `{}`", found.value))
                .at(&found.place, format!("unknown {what}"))
                .nearest(&found.value, known),
        )
    }

    /// A day that is not written as year-month-day, or does not exist.
    pub fn not_a_date(&mut self, found: &Spanned<String>) -> Reported {
        let parts: Vec<&str> = found.value.split(['.', '/']).map(str::trim).collect();
        let meant = match parts.as_slice() {
            [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
            _ => "2026-11-21".to_owned(),
        };
        self.push(
            Diagnostic::error("not-a-date", format!("`{}` is not a day of the calendar", found.value))
                .at(&found.place, "expected year-month-day")
                .help(format!("write it like `{meant}`")),
        )
    }

    /// A whole number that is none, or out of range.
    pub fn not_an_integer(&mut self, found: &Spanned<String>, range: &str) -> Reported {
        self.push(
            Diagnostic::error("not-a-number", format!("`{}` is not a whole number", found.value))
                .at(&found.place, format!("expected {range}"))
                .help("write digits only, for example `10`"),
        )
    }

    /// A value with its unit (`8 000 €`, `90 %`) that cannot be read.
    pub fn not_a_quantity(&mut self, found: &Spanned<String>, why: &str, example: &str) -> Reported {
        self.push(
            Diagnostic::error("not-a-value", format!("`{}` cannot be read: {why}", found.value))
                .at(&found.place, why)
                .help(format!("write it like `{example}`")),
        )
    }

    /// A file or folder that the disk would not give.
    pub fn unreadable(&mut self, path: &str, reason: &str) -> Reported {
        self.push(
            Diagnostic::error("unreadable-file", format!("`{path}` cannot be read: {reason}"))
                .help("check that the file is there and that you may read it"),
        )
    }

    /// A text file in another encoding than UTF-8.
    pub fn not_utf8(&mut self, path: &str, line: usize) -> Reported {
        self.push(
            Diagnostic::error("not-utf8", format!("`{path}` is not saved as UTF-8 (line {line})"))
                .help("save the file again with the encoding UTF-8"),
        )
    }
}

/// The line above, if it should have had a colon: the reader notices only on the next line.
fn line_without_colon_above(place: &Place) -> Option<Place> {
    let text = &place.file.text;
    let line_start = text[..place.range()?.start].rfind('\n')?;
    let above_start = text[..line_start].rfind('\n').map_or(0, |end| end + 1);
    let above = text[above_start..line_start].trim_end();
    let is_bare = !above.is_empty() && !above.contains(':') && !above.starts_with(['#', '-', ' ']);
    is_bare.then(|| Place::bytes(&place.file, above_start..above_start + above.len()))
}
