//! Names as parts of addresses.

/// A name as it stands in an address: small letters, digits and hyphens.
///
/// `Mitä Leader on?` gives `mita-leader-on`. What has no such spelling is left out, so the result
/// can be empty. Addresses of published pages hang on this: changing it breaks links.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    // A hyphen is owed for whatever separated the words, and paid when the next word begins.
    let mut owed = false;
    for character in name.chars() {
        let mut letters = [0; 4];
        let spelling = match character {
            'a'..='z' | '0'..='9' => character.encode_utf8(&mut letters),
            'A'..='Z' => character.to_ascii_lowercase().encode_utf8(&mut letters),
            'ä' | 'å' | 'à' | 'á' | 'â' | 'ã' | 'Ä' | 'Å' | 'À' | 'Á' | 'Â' | 'Ã' => "a",
            'ö' | 'ø' | 'ò' | 'ó' | 'ô' | 'õ' | 'Ö' | 'Ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' => "o",
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => "e",
            'ü' | 'ù' | 'ú' | 'û' | 'Ü' | 'Ù' | 'Ú' | 'Û' => "u",
            'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => "i",
            'ç' | 'č' | 'Ç' | 'Č' => "c",
            'š' | 'Š' | 'ŝ' => "s",
            'ž' | 'Ž' => "z",
            'ñ' | 'ŋ' | 'Ñ' | 'Ŋ' => "n",
            'đ' | 'ð' | 'Đ' | 'Ð' => "d",
            'ŧ' | 'Ŧ' => "t",
            'ý' | 'Ý' => "y",
            'æ' | 'Æ' => "ae",
            'œ' | 'Œ' => "oe",
            'ß' => "ss",
            'þ' | 'Þ' => "th",
            // An apostrophe or a soft hyphen does not part a word.
            '\'' | '’' | '\u{ad}' | '\u{300}'..='\u{36f}' => continue,
            _ => {
                owed = true;
                continue;
            }
        };
        if owed && !slug.is_empty() {
            slug.push('-');
        }
        owed = false;
        slug.push_str(spelling);
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
}
