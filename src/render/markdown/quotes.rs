//! Which way straight quotes are curled.
//!
//! A quote is judged by what stands beside it in the text as it is read: emphasis and links count for
//! nothing, code counts as a word. Nothing opens behind a letter or a digit, so feet, inches and
//! apostrophes come out right.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::model::locale::Tongue;

/// Curls the straight quotes in the events of one paragraph, heading or cell.
///
/// The Markdown reader has told them from quotes that are escaped, or curled by the author; which way
/// it has curled them does not count.
pub(super) fn curl(tongue: Tongue, markdown: &str, events: &mut [(Event<'_>, Range<usize>)]) {
    let is_straight = |event: &Event<'_>, range: &Range<usize>| {
        matches!(event, Event::Text(text) if matches!(text.as_ref(), "“" | "”" | "‘" | "’"))
            && matches!(&markdown[range.clone()], "\"" | "'")
    };
    if !events.iter().any(|(event, range)| is_straight(event, range)) {
        return;
    }
    let mut text = String::new();
    let mut quotes: Vec<(usize, usize)> = Vec::new();
    for (number, (event, range)) in events.iter().enumerate() {
        match event {
            event if is_straight(event, range) => {
                quotes.push((text.len(), number));
                text.push_str(&markdown[range.clone()]);
            }
            Event::Text(words) => text.push_str(words),
            Event::Code(_) => text.push('x'),
            Event::SoftBreak | Event::HardBreak | Event::TaskListMarker(_) => text.push('\n'),
            _ => {}
        }
    }
    let places: Vec<usize> = quotes.iter().map(|(at, _)| *at).collect();
    for ((_, number), sign) in quotes.iter().zip(signs(tongue, &text, &places)) {
        events[*number].0 = Event::Text(CowStr::Borrowed(sign));
    }
}

/// Whether an event belongs to running text.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(end) => {
            matches!(
                end,
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
            )
        }
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

/// The curled sign of each straight quote, by their bytes in the text.
fn signs(tongue: Tongue, text: &str, quotes: &[usize]) -> Vec<&'static str> {
    if tongue != Tongue::English {
        // The same sign on both sides, as for feet, inches and apostrophes.
        return quotes.iter().map(|at| if text[*at..].starts_with('"') { "”" } else { "’" }).collect();
    }
    // How many single quotes from each one on could close something.
    let mut closing = vec![0_usize; quotes.len() + 1];
    for (number, at) in quotes.iter().enumerate().rev() {
        let could = text[*at..].starts_with('\'')
            && text[..*at]
                .chars()
                .next_back()
                .is_some_and(|before| !before.is_whitespace() && !opens(before))
            && !text[*at + 1..].starts_with(char::is_alphanumeric);
        closing[number] = closing[number + 1] + usize::from(could);
    }
    let mut signs: Vec<&'static str> = Vec::with_capacity(quotes.len());
    // What is open, the innermost last.
    let mut open: Vec<char> = Vec::new();
    let mut open_singles = 0;
    for (number, at) in quotes.iter().enumerate() {
        let is_double = text[*at..].starts_with('"');
        let behind = &text[*at + 1..];
        // A quote right before is already known for what it is.
        let before = match signs.last() {
            Some(sign) if quotes[number - 1] + 1 == *at => sign.chars().next(),
            _ => text[..*at].chars().next_back(),
        };
        let next = behind.chars().next();
        let own = if is_double { '"' } else { '\'' };
        let is_open = open.contains(&own);
        let begins_word = behind.trim_start_matches(['"', '\'']).starts_with(is_word);
        let ends = next.is_none_or(char::is_whitespace);
        let mut opening = match before {
            Some(before) if is_word(before) => false,
            None => !ends,
            Some(before) if before.is_whitespace() || opens(before) => !ends,
            // Behind a full stop, a comma and the like.
            Some(_) => !is_open && begins_word,
        };
        if opening && !is_double {
            opening = !is_apostrophe(behind) && closing[number + 1] > open_singles;
        }
        if opening {
            open.push(own);
            open_singles += usize::from(!is_double);
            signs.push(if is_double { "“" } else { "‘" });
            continue;
        }
        // An apostrophe within a word closes nothing.
        let within = !is_double && before.is_some_and(is_word) && next.is_some_and(is_word);
        if is_open && !within {
            while let Some(last) = open.pop() {
                open_singles -= usize::from(last == '\'');
                if last == own {
                    break;
                }
            }
        }
        signs.push(if is_double { "”" } else { "’" });
    }
    signs
}

/// Letters and digits; a value of the rules, in its braces, is a word too.
fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '{' | '}')
}

/// Signs behind which something begins.
fn opens(sign: char) -> bool {
    matches!(
        sign,
        '(' | '['
            | '<'
            | '/'
            | '-'
            | '‐'
            | '‑'
            | '–'
            | '—'
            | '='
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '¿'
            | '¡'
            | '+'
            | '*'
            | '|'
            | '~'
            | '_'
    )
}

/// Whether an apostrophe stands for what is left out of the word behind it: a year, `'tis`, `rock 'n' roll`.
fn is_apostrophe(behind: &str) -> bool {
    let end = behind.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(behind.len());
    let (word, after) = behind.split_at(end);
    let word = word.to_ascii_lowercase();
    let is_quoted = after.starts_with('\'');
    let digits = word.strip_suffix('s').unwrap_or(&word);
    if digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return !is_quoted;
    }
    match word.as_str() {
        "n" => true,
        "tis" | "twas" | "twere" | "twill" | "twould" | "em" | "til" => !is_quoted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn english(typed: &str) -> String {
        let places: Vec<usize> = typed.match_indices(['"', '\'']).map(|(at, _)| at).collect();
        let mut curled = String::new();
        let mut rest = 0;
        for (at, sign) in places.iter().zip(signs(Tongue::English, typed, &places)) {
            curled.push_str(&typed[rest..*at]);
            curled.push_str(sign);
            rest = at + 1;
        }
        curled + &typed[rest..]
    }

    proptest::proptest! {
        /// No opening sign stands behind a letter or a digit, or before a space; each closes in the
        /// order in which it was opened; and no word changes.
        #[test]
        fn opening_signs_stand_where_something_opens(typed in "[a-c0-9 .,('\"/-]{0,40}") {
            let curled = english(&typed);
            let signs: Vec<char> = curled.chars().collect();
            for (at, sign) in signs.iter().enumerate().filter(|(_, sign)| matches!(sign, '“' | '‘')) {
                prop_assert!(at == 0 || !signs[at - 1].is_alphanumeric(), "{sign} at {at} in {curled}");
                prop_assert!(signs.get(at + 1).is_some_and(|next| !next.is_whitespace()), "{curled}");
            }
            let straight = curled.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
            prop_assert_eq!(straight, typed);
        }

        /// What is quoted within a quotation comes out as books have it.
        #[test]
        fn quotations_nest(words in prop::collection::vec("[a-z]{1,5}", 4)) {
            let [a, b, c, d] = &words[..] else { unreachable!("four words") };
            prop_assume!(!is_apostrophe(c));
            let typed = format!("{a} \"{b} '{c}' {d}\"");
            prop_assert_eq!(english(&typed), format!("{a} “{b} ‘{c}’ {d}”"));
        }
    }
}
