//! Names as parts of addresses.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// What a character becomes in an address.
enum Spelling {
    /// These letters.
    Letters(&'static str),
    /// Itself, in small letters.
    Plain,
    /// Nothing: the word goes on.
    Nothing,
    /// The end of a word, or a letter of another script.
    Other,
}

fn spelling(character: char) -> Spelling {
    match character {
        'a'..='z' | '0'..='9' | 'A'..='Z' => Spelling::Plain,
        'ä' | 'å' | 'à' | 'á' | 'â' | 'ã' | 'Ä' | 'Å' | 'À' | 'Á' | 'Â' | 'Ã' => {
            Spelling::Letters("a")
        }
        'ö' | 'ø' | 'ò' | 'ó' | 'ô' | 'õ' | 'Ö' | 'Ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' => {
            Spelling::Letters("o")
        }
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => Spelling::Letters("e"),
        'ü' | 'ù' | 'ú' | 'û' | 'Ü' | 'Ù' | 'Ú' | 'Û' => Spelling::Letters("u"),
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => Spelling::Letters("i"),
        'ç' | 'č' | 'Ç' | 'Č' => Spelling::Letters("c"),
        'š' | 'Š' | 'ŝ' => Spelling::Letters("s"),
        'ž' | 'Ž' => Spelling::Letters("z"),
        'ñ' | 'ŋ' | 'Ñ' | 'Ŋ' => Spelling::Letters("n"),
        'đ' | 'ð' | 'Đ' | 'Ð' => Spelling::Letters("d"),
        'ŧ' | 'Ŧ' => Spelling::Letters("t"),
        'ý' | 'Ý' => Spelling::Letters("y"),
        'æ' | 'Æ' => Spelling::Letters("ae"),
        'œ' | 'Œ' => Spelling::Letters("oe"),
        'ß' => Spelling::Letters("ss"),
        'þ' | 'Þ' => Spelling::Letters("th"),
        // An apostrophe or a soft hyphen does not part a word.
        '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}' => Spelling::Nothing,
        _ => Spelling::Other,
    }
}

/// A name as it stands in an address: small letters, digits and hyphens.
///
/// `Mitä Leader on?` gives `mita-leader-on`. What has no such spelling is left out, so the result
/// can be empty. Addresses of published pages hang on this: changing it breaks links.
pub fn slug(name: &str) -> String {
    spelled(name, |_, _| false)
}

/// Words as the name of a place on a page: as in an address, and letters of every other script as they are.
///
/// `Mitä Leader on?` gives `mita-leader-on`, `Что такое Leader?` gives `что-такое-leader`. Empty if there
/// is no letter and no digit. Links from other sites hang on this.
pub fn anchor(words: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(words);
    spelled(&composed, |character, anchor| {
        if character.is_alphanumeric() {
            // A Latin letter with a mark is that letter, as with the usual ones.
            let apart = DecomposingNormalizerBorrowed::new_nfd();
            match apart.normalize_iter(std::iter::once(character)).next() {
                Some(base) if base.is_ascii_alphanumeric() => anchor.push(base.to_ascii_lowercase()),
                _ => anchor.extend(character.to_lowercase()),
            }
            return true;
        }
        // Vowels and other signs that some scripts write above or below a letter belong to its word.
        let is_mark = CanonicalCombiningClassMapBorrowed::new().get_u8(character) != 0;
        if is_mark && !anchor.is_empty() {
            anchor.push(character);
        }
        is_mark
    })
}

/// `other` adds what has no spelling in ASCII, and says whether it belongs to a word.
fn spelled(name: &str, other: impl Fn(char, &mut String) -> bool) -> String {
    let mut slug = String::with_capacity(name.len());
    // A hyphen is owed for whatever separated the words, and paid when the next word begins.
    let mut owed = false;
    for character in name.chars() {
        let before = slug.len();
        let is_word = match spelling(character) {
            Spelling::Plain => {
                slug.push(character.to_ascii_lowercase());
                true
            }
            Spelling::Letters(letters) => {
                slug.push_str(letters);
                true
            }
            Spelling::Nothing => continue,
            Spelling::Other => other(character, &mut slug),
        };
        if !is_word {
            owed = true;
            continue;
        }
        if owed && before > 0 {
            slug.insert(before, '-');
        }
        owed = false;
    }
    slug
}

/// Whether the text can stand in an address as it is.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
        && !text.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_addresses() {
        for (name, expected) in [
            ("Mitä Leader on?", "mita-leader-on"),
            ("Ylä-Öölanti & Åland", "yla-oolanti-aland"),
            ("2026-03-01 Uusi haku", "2026-03-01-uusi-haku"),
            ("  — a -- b…", "a-b"),
            ("EU:n rahoitus", "eu-n-rahoitus"),
            ("Kylän’kin", "kylankin"),
            ("Привет", ""),
            // A letter and its dots as two characters, as some systems write file names.
            ("Ha\u{308}n", "han"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
    }

    #[test]
    fn words_become_anchors() {
        for (words, expected) in [
            ("Mitä Leader on?", "mita-leader-on"),
            ("Ha\u{308}n ja Ǎ", "han-ja-a"),
            ("Что такое Leader?", "что-такое-leader"),
            ("и\u{306}", "й"),
            ("שלום עולם", "שלום-עולם"),
            ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
            ("助成金について", "助成金について"),
            ("が か\u{3099}", "が-が"),
            ("İstanbul ja Łódź", "istanbul-ja-łodz"),
            ("🎉 — 🎉", ""),
        ] {
            assert_eq!(anchor(words), expected, "{words}");
        }
    }

    proptest::proptest! {
        /// What has an address today keeps it as its anchor, and an anchor is its own anchor.
        #[test]
        fn anchors_go_on_from_addresses(words in "[ -~äöåÄÖÅéüšžæøß’–]{0,40}", any in ".{0,40}") {
            proptest::prop_assert_eq!(anchor(&words), slug(&words));
            let once = anchor(&any);
            proptest::prop_assert_eq!(anchor(&once), once.clone());
            proptest::prop_assert!(!once.contains(char::is_whitespace));
        }
    }
}
