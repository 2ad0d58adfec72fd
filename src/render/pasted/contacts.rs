//! Addresses and telephone numbers in plain text: a resident on a phone cannot tap them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use super::plain::BLANK;
use crate::diag::{ContactSlip, Diagnostics, Edit};

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)+) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a valid pattern"));)+
    };
}

patterns! {
    MAIL = r"[A-Za-z0-9_.+%-]*[A-Za-z0-9_+%-]@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,24}";
    HIDDEN_MAIL = r"(?i)([a-z0-9_.+-]*[a-z0-9])\s?[(\[{<]\s?(?:at|ät|a|@|miukumauku|snabel-a)\s?[)\]}>]\s?([a-z0-9][a-z0-9-]*(?:\s?(?:\.|[(\[{]\s?(?:dot|piste|punkt|\.)\s?[)\]}])\s?[a-z0-9][a-z0-9-]*)*\s?(?:\.|[(\[{]\s?(?:dot|piste|punkt|\.)\s?[)\]}])\s?[a-z]{2,24})";
    DOT = r"(?i)\s?(?:\.|[(\[{]\s?(?:dot|piste|punkt|\.)\s?[)\]}])\s?";
    PHONE = r"(?:\+|00)[1-9][0-9]{0,2}(?:[ \u{a0}\u{202f}-]?\(0\))?(?:[ \u{a0}\u{202f}-]?[0-9]){6,12}|\(?0[1-9][0-9]{0,3}\)?(?:[ \u{a0}\u{202f}-]?[0-9]){4,9}";
    TOLD = r"(?i)(?:\b(?:puh|p|tel|tfn|tfn|gsm|mob|matkap|soita|ring|call|phone|mobile|mobil|faksi|fax|nr|numero)|puhelin\w{0,12}|numero\w{0,6}|telefon\w{0,12}|\w{0,20}vaihde|\w{0,20}växel|switchboard)\.?(?:[ \u{a0}](?:numeroon|numero|numerosta|number|nummer|nr|no))?[ \u{a0}]?:?[ \u{a0}]*$";
}

pub(super) fn look(page: &Page<'_>, diags: &mut Diagnostics) {
    let mut mails: Vec<(Range<usize>, String)> = Vec::new();
    let mut hidden: Vec<(Range<usize>, String)> = Vec::new();
    let mut phones: Vec<(Range<usize>, String)> = Vec::new();
    for block in &page.plain.blocks {
        let text = page.plain.of(block);
        let at = |range: Range<usize>| block.range.start + range.start..block.range.start + range.end;
        if text.contains('@') {
            for found in MAIL.find_iter(text) {
                let before = text[..found.start()].chars().next_back();
                let behind = text[found.end()..].chars().next();
                let is_part = before.is_some_and(|sign| sign.is_alphanumeric() || "/:@<".contains(sign))
                    || behind.is_some_and(|sign| sign.is_alphanumeric() || sign == '@' || sign == '/');
                if !is_part {
                    mails.push((at(found.range()), format!("<{}>", found.as_str())));
                }
            }
        }
        if text.contains(['(', '[', '{', '<']) {
            for found in HIDDEN_MAIL.captures_iter(text) {
                let (Some(whole), Some(name), Some(host)) = (found.get(0), found.get(1), found.get(2)) else {
                    continue;
                };
                let host = DOT.replace_all(host.as_str(), ".");
                hidden.push((at(whole.range()), format!("<{}@{host}>", name.as_str())));
            }
        }
        if text.contains(|sign: char| sign.is_ascii_digit()) {
            for found in PHONE.find_iter(text) {
                if let Some(link) = phone(text, &found.range()) {
                    phones.push((at(found.range()), link));
                }
            }
        }
    }
    for (found, slip) in
        [(mails, ContactSlip::Mail), (hidden, ContactSlip::HiddenMail), (phones, ContactSlip::Phone)]
    {
        let Some((first, meant)) = found.first() else { continue };
        let edits: Vec<Edit> =
            found.iter().map(|(range, new)| page.edit(range.clone(), new.clone())).collect();
        diags.plain_contact(&page.place(first), slip, meant, found.len() - 1, page.certain(edits));
    }
}

/// The link for what is a telephone number and nothing else.
fn phone(text: &str, range: &Range<usize>) -> Option<String> {
    let written = &text[range.clone()];
    let before = &text[..range.start];
    let behind = &text[range.end..];
    let part = |sign: char| {
        sign.is_alphanumeric()
            || matches!(sign, '/' | '-' | '–' | '.' | ',' | '+' | ':' | '_' | '#' | '=' | BLANK)
    };
    // What calls a number stands right before it: looked for from the beginning of the text for each number,
    // it would take for ever on a long page.
    let near = before.trim_end_matches([' ', '\u{a0}']);
    let is_told = TOLD.is_match(&near[near.floor_char_boundary(near.len().saturating_sub(256))..]);
    if before.chars().next_back().is_some_and(|sign| part(sign) && !(is_told && matches!(sign, '.' | ':'))) {
        return None;
    }
    // `040 123 4567.` ends a sentence; `045/2024` and `0400 123,50` go on.
    let mut next = behind.chars();
    let goes_on = match next.next() {
        Some('.' | ',' | ':') => next.next().is_some_and(char::is_alphanumeric),
        Some('-' | '–') => next.next().is_some_and(|sign| sign.is_ascii_digit()),
        Some(sign) => sign.is_alphanumeric() || matches!(sign, '/' | '_' | '%' | '=' | BLANK),
        None => false,
    };
    let rest = behind.trim_start_matches([' ', '\u{a0}']);
    if goes_on || rest.starts_with(['€', '%']) || rest.starts_with("eur") || rest.starts_with("EUR") {
        return None;
    }
    let digits: String = written.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let number = match written.starts_with('+') {
        true => format!("+{digits}"),
        false => match digits.strip_prefix("00") {
            Some(rest) => format!("+{rest}"),
            None => format!("+358{}", digits.strip_prefix('0')?),
        },
    };
    // Numbers of mobile telephones, numbers with a country, and those that are called numbers.
    let is_mobile = digits.starts_with("04") || digits.starts_with("050");
    let is_country = written.starts_with('+') || written.starts_with("00");
    let is_grouped = written.contains([' ', '-', '\u{a0}', '\u{202f}']);
    let length = digits.len();
    let is_phone = match () {
        () if is_country => (9..=15).contains(&length),
        () if is_told => (6..=11).contains(&length),
        () if is_mobile => (9..=11).contains(&length) && (is_grouped || length == 10),
        () => false,
    };
    let opens = written.starts_with('(') && !written.contains(')');
    (is_phone && !opens).then(|| format!("[{written}](tel:{number})"))
}
