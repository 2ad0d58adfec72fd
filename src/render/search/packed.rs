//! Words and lists of pages in few bytes. `unpacked` of `themes/*/static/find.js` reads them.

use std::collections::BTreeMap;

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
pub(super) const IN_SAME: &str = "&";
pub(super) const IN_NEXT: &str = "& ";

/// Words, and what is told of each.
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
        self.words.add(word);
        list(&mut self.lists);
    }

    /// With the pairs of letters for which a sign stands.
    pub fn json(&self) -> Json {
        let (words, pairs) = paired(&self.words.text);
        json!([words, self.lists, pairs])
    }

    /// With the number of the file that has the first list, and how many stand before it there.
    pub fn json_after(&self, (file, lists): (usize, usize)) -> Json {
        json!([self.words.text, self.lists, file, lists])
    }
}

/// Signs that stand for two letters or signs: no word has them.
const SIGNS: &str = "!#$%&'()*+,-./:;<=>?@[]^_{|}~";

/// How often a pair must be there for a sign of its own.
const LEAST_PAIRS: usize = 8;

/// The text with a sign in place of each of its commonest pairs of letters, and those pairs. A pair may
/// have signs of earlier ones.
fn paired(text: &str) -> (String, String) {
    let mut text: Vec<char> = text.chars().collect();
    let mut pairs = String::new();
    // The capital letters part the words, and JavaScript counts some letters as two.
    let is_apart = |letter: char| letter.is_ascii_uppercase() || letter.len_utf16() > 1;
    for sign in SIGNS.chars() {
        let mut counts: BTreeMap<(char, char), usize> = BTreeMap::new();
        for pair in text.windows(2).filter(|pair| !pair.iter().any(|letter| is_apart(*letter))) {
            *counts.entry((pair[0], pair[1])).or_default() += 1;
        }
        let best = counts.into_iter().max_by_key(|(pair, count)| (*count, std::cmp::Reverse(*pair)));
        let Some((pair, _)) = best.filter(|(_, count)| *count >= LEAST_PAIRS) else { break };
        pairs.extend([pair.0, pair.1]);
        let mut shorter = Vec::with_capacity(text.len());
        let mut letters = text.into_iter().peekable();
        while let Some(letter) = letters.next() {
            let is_pair = letter == pair.0 && letters.next_if_eq(&pair.1).is_some();
            shorter.push(if is_pair { sign } else { letter });
        }
        text = shorter;
    }
    (text.into_iter().collect(), pairs)
}

/// What stands before the pages where a word is something, the commonest first.
const MARKS: [(u8, Option<char>); 7] = [
    (place::TEXT, None),
    (place::PART, Some(' ')),
    (place::OFTEN, Some('!')),
    (place::DESCRIPTION, Some('#')),
    (place::HEADING, Some('$')),
    (place::TITLE, Some('%')),
    (place::NAME, Some('\'')),
];

/// Writes pages with what a word is there, each as the number of those between it and the one before.
pub(super) fn push_list(pages: &[(u32, u8)], text: &mut String) {
    let mut left = pages.len();
    for (place, mark) in MARKS {
        let mut next = 0;
        for (page, _) in pages.iter().filter(|(_, found)| *found == place) {
            if next == 0 {
                text.extend(mark);
            }
            left -= 1;
            push_number(page - next, left == 0, text);
            next = page + 1;
        }
    }
}

/// Writes a number. Its last sign says whether the list ends there, too, so that nothing need stand
/// between lists. Together with the marks these are all signs that a text in a script has as they are.
pub(super) fn push_number(number: u32, is_last: bool, text: &mut String) {
    const MORE: &[u8; 26] = b"()*+,-./0123456789:;<=>?@A";
    const ENDS: &[u8; 30] = b"BCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`";
    const LAST: &[u8; 30] = b"abcdefghijklmnopqrstuvwxyz{|}~";
    let mut rest = number / 30;
    let mut before = Vec::new();
    while rest > 0 {
        before.push(char::from(MORE[rest as usize % MORE.len()]));
        rest /= 26;
    }
    text.extend(before.into_iter().rev());
    let ends = if is_last { LAST } else { ENDS };
    text.push(char::from(ends[number as usize % ends.len()]));
}

#[cfg(test)]
mod tests {
    use super::{Packed, paired, push_list, push_number};
    use crate::render::search::place;

    fn written(write: impl FnOnce(&mut String)) -> String {
        let mut text = String::new();
        write(&mut text);
        text
    }

    #[test]
    fn numbers_are_short() {
        let numbers = |is_last| {
            [0, 28, 29, 30, 779, 780, 809, 810]
                .map(|number| written(|text| push_number(number, is_last, text)))
        };
        assert_eq!(numbers(true), ["a", "}", "~", ")a", "A~", ")(a", ")(~", "))a"]);
        assert_eq!(numbers(false), ["B", "_", "`", ")B", "A`", ")(B", ")(`", "))B"]);
    }

    #[test]
    fn pages_stand_by_what_a_word_is_there() {
        let pages =
            [(0, place::TEXT), (3, place::TITLE), (4, place::TEXT), (5, place::TITLE), (40, place::PART)];
        assert_eq!(written(|text| push_list(&pages, text)), "BE )L%Eb");
    }

    #[test]
    fn words_share_their_beginnings() {
        let mut packed = Packed::default();
        for (word, list) in [("haku", "a"), ("hakua", "b"), ("\u{1d400}", "c"), ("tuki", "d")] {
            packed.add(word, |text| text.push_str(list));
        }
        assert_eq!(packed.json().to_string(), "[\"AhakuEaA\u{1d400}Atuki\",\"abcd\",\"\"]");
    }

    #[test]
    fn a_sign_stands_for_a_common_pair() {
        let text = "AtaltaFssaFsta".repeat(4);
        let (short, pairs) = paired(&text);
        assert_eq!((short.as_str(), pairs.as_str()), ("A!l!FssaFs!".repeat(4).as_str(), "ta"));
        assert_eq!(paired("AtaAtaAta"), ("AtaAtaAta".to_owned(), String::new()));
        let (short, pairs) = paired(&"Atukea".repeat(9));
        assert_eq!((short.as_str(), pairs.as_str()), ("A%".repeat(9).as_str(), "eak!tu$#"));
    }
}
