//! Letters that were saved in one encoding and read in another: `HyrrÃ¤ssÃ¤`.

use std::ops::Range;

/// Pieces of a text that are letters read in the wrong encoding: where they stand, and what they were.
pub fn misread(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found: Vec<(Range<usize>, String)> = Vec::new();
    let mut at = 0;
    while let Some((start, first)) = text[at..].char_indices().find(|(_, letter)| is_first(*letter)) {
        let start = at + start;
        match read_again(&text[start..]) {
            Some((length, letter)) => {
                match found.last_mut() {
                    // Letters in a row are one piece.
                    Some((range, letters)) if range.end == start => {
                        range.end += length;
                        letters.push(letter);
                    }
                    _ => found.push((start..start + length, letter.to_string())),
                }
                at = start + length;
            }
            None => at = start + first.len_utf8(),
        }
    }
    found
}

/// Whether a letter can be the first byte of another.
fn is_first(letter: char) -> bool {
    matches!(letter, 'Â' | 'Ã' | 'Å' | 'â' | 'ï' | '├' | '√')
}

/// The letter whose bytes the text begins with, each read as a letter of its own, and how many bytes of
/// the text they take.
fn read_again(text: &str) -> Option<(usize, char)> {
    let mut letters = text.chars();
    let first = letters.next()?;
    let second = letters.next()?;
    let two = first.len_utf8() + second.len_utf8();
    // The pages of DOS and of old Macs, as far as Finnish and Swedish need them.
    let other = match (first, second) {
        ('├', 'ñ') | ('√', '§') => Some('ä'),
        ('├', 'Â' | '╢') | ('√', '∂') => Some('ö'),
        ('├', 'Ñ') | ('√', '•') => Some('å'),
        ('├', 'ä') | ('√', 'Ñ') => Some('Ä'),
        ('├', 'û') | ('√', 'ñ') => Some('Ö'),
        ('├', 'à') | ('√', 'Ö') => Some('Å'),
        _ => None,
    };
    if let Some(letter) = other {
        return Some((two, letter));
    }
    let (first, second) = (windows_byte(first)?, windows_byte(second)?);
    if first < 0xe0 {
        let letter = char::from_u32((u32::from(first) & 0x1f) << 6 | u32::from(continued(second)?))?;
        // Å stands before a closing quote or a dash in good Swedish.
        let is_meant = match first {
            0xc2 => letter >= '\u{a0}',
            0xc3 => true,
            _ => matches!(letter, 'š' | 'ž' | 'Ž'),
        };
        return is_meant.then_some((two, letter));
    }
    let third = letters.next()?;
    let three = two + third.len_utf8();
    let (second, third) = (continued(second)?, continued(windows_byte(third)?)?);
    let letter = char::from_u32((u32::from(first) & 0xf) << 12 | u32::from(second) << 6 | u32::from(third))?;
    matches!(letter, '\u{2010}'..='\u{20bf}' | '\u{2122}' | '\u{2190}'..='\u{22ff}' | '\u{feff}')
        .then_some((three, letter))
}

/// The six bits of a byte that goes on with a letter.
fn continued(byte: u8) -> Option<u8> {
    (0x80..=0xbf).contains(&byte).then_some(byte & 0x3f)
}

/// The byte that Windows-1252 has for a letter; where it has none, that of Latin-1.
fn windows_byte(letter: char) -> Option<u8> {
    const HIGH: [(char, u8); 27] = [
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8a),
        ('‹', 0x8b),
        ('Œ', 0x8c),
        ('Ž', 0x8e),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9a),
        ('›', 0x9b),
        ('œ', 0x9c),
        ('ž', 0x9e),
        ('Ÿ', 0x9f),
    ];
    let of_table = HIGH.iter().find(|(known, _)| *known == letter).map(|(_, byte)| *byte);
    of_table.or_else(|| u8::try_from(u32::from(letter)).ok().filter(|byte| *byte >= 0x80))
}

#[cfg(test)]
mod tests {
    use super::misread;

    /// UTF-8 read as Windows-1252, with Latin-1 where that has no letter.
    fn misread_as_windows(text: &str) -> String {
        text.bytes()
            .map(|byte| {
                let of_windows = (0_u32..0x2200)
                    .filter_map(char::from_u32)
                    .find(|letter| u32::from(*letter) > 0xff && super::windows_byte(*letter) == Some(byte));
                of_windows.unwrap_or(char::from(byte))
            })
            .collect()
    }

    #[test]
    fn every_usual_letter_is_found_again() {
        for letter in "åäöÅÄÖéèüÜ§°«»’”“–…€™šžæøßñ×½\u{a0}".chars() {
            let once = misread_as_windows(&letter.to_string());
            let found = misread(&once);
            assert_eq!(found, [(0..once.len(), letter.to_string())], "{letter} as {once}");
        }
        assert_eq!(misread("HyrrÃ¤ssÃ¤").len(), 2);
        assert_eq!(misread("tÃ¤Ã¤llÃ¤")[0].1, "ää");
        assert_eq!(misread("pÃ\u{84}\u{c3}\u{a4}")[0].1, "Ää");
    }

    #[test]
    fn good_text_is_left_alone() {
        for good in [
            "Tämä on hyvää suomea – ja “lainaus”, ’toinen’…",
            "”Å”, Å–Ö, Ä”, ö…, é’, å• ä™",
            "”Hyvä”–\u{a0}ja ”Å”",
            "Åland, Ångström, Å\u{a0}i, Château, naïve, NAÏVE",
            "√2 ja √ 3, ├── haara, 5 × 5 €",
            "São Paulo, Âge",
        ] {
            assert_eq!(misread(good), [], "{good}");
        }
    }
}
