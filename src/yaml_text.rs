//! Text as a value in YAML that a person will read and edit.

use crate::check::yaml::is_word_of_yaml;

/// The text as one YAML value: as it is where that is surely read as the same text, else in quotes.
pub fn quoted(text: &str) -> String {
    let plain = text.starts_with(char::is_alphabetic)
        && !text.ends_with(char::is_whitespace)
        // Signs with a meaning in YAML, some of them only in lists.
        && text.chars().all(|c| c.is_alphanumeric() || " .-–_()/&+€%§@!?'’”".contains(c))
        && !is_word_of_yaml(text);
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // What YAML takes for the end of a line, or does not take at all.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::quoted;

    #[test]
    fn names_stay_readable() {
        for (text, expected) in [
            ("Leader Öst rf", "Leader Öst rf"),
            ("Leader \"Itä\": uusi", "\"Leader \\\"Itä\\\": uusi\""),
            ("no", "\"no\""),
            ("8 000 €", "\"8 000 €\""),
            ("- lista", "\"- lista\""),
            ("", "\"\""),
            ("a #b", "\"a #b\""),
            ("a, b", "\"a, b\""),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }

    proptest! {
        #[test]
        fn yaml_reads_the_same_text(text in "\\PC{0,20}|[ -~\n\t\u{1}\u{85}\u{2028}]{0,20}") {
            let read: Vec<String> = serde_yaml::from_str(&format!("[{}]", quoted(&text)))
                .map_err(|error| TestCaseError::fail(format!("{text:?}: {error}")))?;
            prop_assert_eq!(read, vec![text]);
        }
    }
}
