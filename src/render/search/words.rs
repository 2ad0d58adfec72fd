//! Words as the search knows them. `themes/*/static/find.js` cuts texts into words in the same way.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Tells of each word of a text, in small letters.
///
/// A word is a run of letters and digits; digits in groups of three, as amounts are written, are one.
pub(super) fn each_word(text: &str, mut found: impl FnMut(String)) {
    let mut at = 0;
    while let Some(range) = next_word(text, at) {
        at = range.end;
        let word = &text[range];
        let is_grouped = word.contains(is_group_sign);
        let word = if is_grouped { word.replace(is_group_sign, "") } else { word.to_lowercase() };
        found(word);
    }
}

/// What stands between groups of digits, in any of the languages.
fn is_group_sign(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | ',' | '.')
}

fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(char::is_alphanumeric)?;
    let rest = &text[start..];
    let length = grouped_digits(rest)
        .unwrap_or_else(|| rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len()));
    Some(start..start + length)
}

/// The length of `8 000` at the head of the text.
fn grouped_digits(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    if !(1..=3).contains(&first) {
        return None;
    }
    let mut length = first;
    loop {
        let rest = &text[length..];
        let Some(blank) = rest.chars().next().filter(|letter| is_group_sign(*letter)) else { break };
        let behind = &rest[blank.len_utf8()..];
        if digits(behind) != 3 {
            break;
        }
        length += blank.len_utf8() + 3;
    }
    (length > first).then_some(length)
}

/// The word without marks above and below its letters: words are sorted by that, so that `kylatalo`
/// lies beside `kylätalo`.
pub(super) fn folded(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(word);
    decomposed.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::{each_word, folded};

    fn words(text: &str) -> String {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word));
        words.join("|")
    }

    #[test]
    fn words_of_a_text() {
        assert_eq!(words("Leader-ryhmä, y-tunnus: 90 %!"), "leader|ryhmä|y|tunnus|90");
        assert_eq!(words("8\u{a0}000 € ja 1 234 567 €, 2026 200"), "8000|ja|1234567|2026|200");
        assert_eq!(words("€8,000, 1.234 €, 287,50 €, 1.1.2026"), "8000|1234|287|50|1|1|2026");
        assert_eq!(words("12 34 5678"), "12|34|5678");
        assert_eq!(words(" … "), "");
    }

    #[test]
    fn marks_are_folded_away() {
        assert_eq!(folded("kylätalo"), "kylatalo");
        assert_eq!(folded("ÅÖé"), "AOe");
    }
}
