//! Words and lists of pages in few bytes. `unpacked` of `themes/*/static/find.js` reads them.

use serde_json::{Value as Json, json};

use super::place;

/// Words in the order of the alphabet. Each begins with a capital letter, which words do not have, that
/// says how many letters it has in common with the one before: A is none.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub text: String,
    last: String,
}

/// The most that one letter can say.
const MOST_IN_COMMON: usize = 25;

impl Words {
    pub fn add(&mut self, word: &str) {
        // Counted as JavaScript counts.
        let (mut units, mut bytes) = (0_u8, 0);
        for (letter, before) in word.chars().zip(self.last.chars()) {
            let length = letter.len_utf16();
            if letter != before || usize::from(units) + length > MOST_IN_COMMON {
                break;
            }
            units += if length == 1 { 1 } else { 2 };
            bytes += letter.len_utf8();
        }
        self.text.push(char::from(b'A' + units));
        self.text.push_str(&word[bytes..]);
        self.last.clear();
        self.last.push_str(word);
    }
}

/// The list of a word lies in the file of the list before, or begins the next one. Behind that stands
/// how many pages have the word.
pub(super) const IN_SAME: char = '*';
pub(super) const IN_NEXT: char = '>';

/// Words, and what is told of each, with blanks between.
#[derive(Debug, Default)]
pub(super) struct Packed {
    words: Words,
    lists: String,
}

impl Packed {
    pub fn length(&self) -> usize {
        self.words.text.len() + self.lists.len()
    }

    /// Adds a word; `list` writes what is told of it.
    pub fn add(&mut self, word: &str, list: impl FnOnce(&mut String)) {
        if !self.words.text.is_empty() {
            self.lists.push(' ');
        }
        self.words.add(word);
        list(&mut self.lists);
    }

    pub fn json(&self) -> Json {
        json!([self.words.text, self.lists])
    }

    /// With the number of the file that has the first list, and how many stand before it there.
    pub fn json_after(&self, (file, lists): (usize, usize)) -> Json {
        json!([self.words.text, self.lists, file, lists])
    }
}

/// What stands before the pages where a word is something, the commonest first.
const MARKS: [(u8, &str); 6] = [
    (place::TEXT, ""),
    (place::PART, "."),
    (place::OFTEN, ":"),
    (place::DESCRIPTION, ";"),
    (place::HEADING, "!"),
    (place::TITLE, "="),
];

/// Writes pages with what a word is there, each as the number of those between it and the one before.
pub(super) fn push_list(pages: &[(u32, u8)], text: &mut String) {
    for (place, mark) in MARKS {
        let mut next = 0;
        for (page, _) in pages.iter().filter(|(_, found)| *found == place) {
            if next == 0 {
                text.push_str(mark);
            }
            push_number(page - next, text);
            next = page + 1;
        }
    }
}

/// Five bits to a letter, the highest first; all letters but the last have a sixth one.
pub(super) fn push_number(number: u32, text: &mut String) {
    const DIGITS: &[u8; 64] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    let places = (32 - number.leading_zeros()).div_ceil(5).max(1);
    for place in (0..places).rev() {
        let more = if place > 0 { 32 } else { 0 };
        text.push(char::from(DIGITS[((number >> (place * 5)) as usize & 31) + more]));
    }
}

#[cfg(test)]
mod tests {
    use super::{Packed, push_list, push_number};
    use crate::render::search::place;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut text = String::new();
        write(&mut text);
        text
    }

    #[test]
    fn numbers_are_short() {
        let numbers = [0, 31, 32, 1023, 1024].map(|number| written(|text| push_number(number, text)));
        assert_eq!(numbers, ["0", "v", "x0", "_v", "xw0"]);
    }

    #[test]
    fn pages_stand_by_what_a_word_is_there() {
        let pages = [(0, place::TEXT), (3, place::TITLE), (4, place::TEXT), (5, place::TITLE), (40, place::PART)];
        assert_eq!(written(|text| push_list(&pages, text)), "03.x8=31");
    }

    #[test]
    fn words_share_their_beginnings() {
        let mut packed = Packed::default();
        for (word, list) in [("haku", "a"), ("hakua", "b"), ("\u{1d400}", "c"), ("tuki", "d")] {
            packed.add(word, |text| text.push_str(list));
        }
        assert_eq!(packed.json().to_string(), "[\"AhakuEaA\u{1d400}Atuki\",\"a b c d\"]");
    }
}
