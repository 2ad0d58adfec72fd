//! The plainest YAML, as most front matter is: one `key: value` a line.
//!
//! A full YAML reader takes as long for ten such lines as the Markdown below them takes. Whatever is
//! not surely the same to a full reader is left to it.

use super::Node;

/// The map that the text holds, or `None` if it takes a full reader to tell.
pub(super) fn map(text: &str) -> Option<Node> {
    let mut entries = Vec::with_capacity(8);
    for line in text.lines() {
        let line = line.trim_end_matches([' ', '\r']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        if !is_key(key) {
            return None;
        }
        let value = scalar(value.strip_prefix(' ')?.trim_start_matches(' '))?;
        entries.push((key.to_owned(), value));
    }
    (!entries.is_empty()).then_some(Node::Map(entries))
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        && !matches!(key, "true" | "false" | "null")
}

fn scalar(value: &str) -> Option<Node> {
    match value {
        "true" => return Some(Node::Bool(true)),
        "false" => return Some(Node::Bool(false)),
        _ => {}
    }
    let first = value.chars().next()?;
    if first == '"' {
        let inside = value[1..].strip_suffix('"')?;
        return (!inside.contains('"') && inside.chars().all(is_ordinary))
            .then(|| Node::Text(inside.to_owned()));
    }
    if first.is_ascii_digit() {
        return number_or_date(value);
    }
    // What begins with a letter and is no word of YAML's own is text.
    let may_be_word = value.len() <= 5 && is_word_of_yaml(value);
    let is_text = first.is_alphabetic()
        && value.chars().all(is_ordinary)
        && !value.contains(": ")
        && !value.ends_with(':')
        && !value.contains(" #")
        && !may_be_word;
    is_text.then(|| Node::Text(value.to_owned()))
}

fn number_or_date(value: &str) -> Option<Node> {
    let bytes = value.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        let plain = bytes.len() <= 9 && (bytes.len() == 1 || bytes[0] != b'0');
        return plain.then(|| value.parse().ok().map(Node::Integer))?;
    }
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_date.then(|| Node::Text(value.to_owned()))
}

/// Letters, digits and signs that mean nothing within a value, wherever they stand.
fn is_ordinary(letter: char) -> bool {
    letter.is_alphanumeric() || " ,.-–—!?()/:%€'\"&+;=§°²³…”’“_#{}[]|<>*@\u{a0}".contains(letter)
}

/// Words that YAML takes for something else than text.
pub(crate) fn is_word_of_yaml(value: &str) -> bool {
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_taken() {
        let text = "title: Mikä Leader on?\r\n# huomautus\n\norder: 12\ndate: 2026-11-21\ndraft: false\nslug: \"a: b\"\n";
        let expected: Node = serde_yaml::from_str(text).expect("YAML");
        assert_eq!(map(text), Some(expected));
    }

    #[test]
    fn what_is_left_to_the_full_reader() {
        for text in [
            "a: b: c",
            "a: b #c",
            "a: [b]",
            "a: 'b'",
            "a: \"b\\n\"",
            "a: |\n  b",
            "a: b\n  c",
            "a:\n  - b",
            "a: no",
            "a: 0123",
            "a: 1.5",
            "a: 2026-1-2x",
            "a: ~",
            "a: *b",
            "a: &b c",
            "a: b:",
            "a:b",
            "- a",
            "A: b",
            "a: b\tc",
            "true: b",
            "a: b\u{2028}c",
            "a: -1",
            "a: 1_000",
            "a: 12e03",
            "{a: b}",
            "a: \"b\" c",
            "",
            "a:",
        ] {
            assert_eq!(map(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_full_reader_agrees(lines in prop::collection::vec(
            ("[a-c_]{1,3}", ": ?", "[ab0-9A-Zäö :#\"'\\[{|>&*!%@`,.~\u{a0}\u{85}-]{0,12}"), 0..4
        )) {
            let text: String = lines.iter().map(|(key, colon, value)| format!("{key}{colon}{value}\n")).collect();
            if let Some(found) = map(&text) {
                let expected: Node = serde_yaml::from_str(&text).map_err(|error| {
                    TestCaseError::fail(format!("{text:?} is no YAML: {error}"))
                })?;
                prop_assert_eq!(found, expected, "{:?}", text);
            }
        }
    }
}
