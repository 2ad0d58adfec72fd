//! Characters that nobody sees and that no text of a site may hold: controls, turns of the direction of
//! writing, and what is no character at all.
//!
//! They make a feed unreadable to every reader, show an address as another one than it is, and hide in what
//! is copied from elsewhere. Marks that writing needs (a soft hyphen, joiners, the direction marks of
//! single letters) are let through.

use std::borrow::Cow;

/// Whether no text may hold this character.
pub fn is_hidden(letter: char) -> bool {
    match letter {
        '\t' | '\n' | '\r' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Embeddings, overrides and isolates: the words around them are shown in another order than they
        // stand in. The marks U+200E, U+200F and U+061C turn nothing.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{200b}' | '\u{feff}' => true,
        '\u{fdd0}'..='\u{fdef}' => true,
        other => u32::from(other) & 0xfffe == 0xfffe,
    }
}

/// The characters of a text that it may not hold, with the byte at which each begins.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(rest) = bytes.get(at..) {
            // Only these bytes begin such a character; nearly all text has none of them but 0xE2.
            let found = rest.iter().position(|byte| {
                matches!(byte, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f | 0xc2 | 0xe2 | 0xef | 0xf0..=0xf4)
            })?;
            let start = at + found;
            let letter = text.get(start..)?.chars().next()?;
            at = start + letter.len_utf8();
            if is_hidden(letter) {
                return Some((start, letter));
            }
        }
        None
    })
}

/// The text without the characters that it may not hold.
pub fn without_hidden(text: &str) -> Cow<'_, str> {
    if hidden(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|letter| !is_hidden(*letter)).collect())
}

/// The text as a terminal may show it: what cannot be seen is named by its number.
pub fn shown(text: &str) -> Cow<'_, str> {
    if hidden(text).next().is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_hidden(letter) {
            shown.push_str(&format!("<U+{:04X}>", u32::from(letter)));
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_is_hidden() {
        for number in 0..=0x10_ffff {
            let Some(letter) = char::from_u32(number) else { continue };
            let text = format!("ä{letter}–");
            let found: Vec<(usize, char)> = hidden(&text).collect();
            assert_eq!(
                found,
                if is_hidden(letter) { vec![(2, letter)] } else { Vec::new() },
                "U+{number:04X}"
            );
            assert_eq!(hidden(&without_hidden(&text)).count(), 0);
            assert_eq!(hidden(&shown(&text)).count(), 0);
        }
    }

    #[test]
    fn what_writing_needs_is_let_through() {
        let text = "pit\u{ad}kä\u{a0}sana – ”lainaus”\r\n\t\u{200e}\u{200f}\u{61c}\u{200c}\u{200d}👩\u{200d}🌾🏴󠁧󠁢\u{fe0f}";
        assert_eq!(hidden(text).next(), None);
    }
}
