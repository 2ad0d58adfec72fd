//! Characters that word processors leave: letters of symbol fonts, entities escaped twice, blanks that
//! do not break, marks of comments, references that a word processor could not find.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use super::plain::{BLANK, Kind};
use crate::diag::{Diagnostics, Edit};

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)+) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a valid pattern"));)+
    };
}

patterns! {
    ENTITY = r"&amp;(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});";
    COMMENT = r"\[[A-ZÅÄÖ]{2,4}[0-9]{1,3}\]";
    LOST = r"(?:Error! (?:Reference source not found|Bookmark not defined|Hyperlink reference not valid|Not a valid[^.\n]*|No (?:text|table)[^.\n]*)|Virhe[.!] (?:Viitteen lähdettä ei löydy|Viitteen lähdettä ei löytynyt|Kirjanmerkkiä ei ole määritetty|Hyperlinkin viittaus ei kelpaa)|Fel! (?:Hittar inte referenskälla|Bokmärket är inte definierat|Ogiltig hyperlänkreferens))";
    FILLER = r"(?i)lorem\s+ipsum";
    PRIVATE = r"[\u{e000}-\u{f8ff}]+";
    LIGATURE = r"[ﬀ-ﬆ]";
    BLANKS = r"[ \u{a0}]*(?:\u{a0}[ \u{a0}]|[ ]\u{a0})[ \u{a0}]*";
    KEPT = r"\p{L}(\u{a0})\p{L}";
}

pub(super) fn look(page: &Page<'_>, diags: &mut Diagnostics) {
    let mut entities: Vec<(Range<usize>, Option<String>)> = Vec::new();
    let mut ligatures: Vec<(Range<usize>, Option<String>)> = Vec::new();
    let mut blanks: Vec<(Range<usize>, Option<String>)> = Vec::new();
    for block in &page.plain.blocks {
        let text = page.plain.of(block);
        let at = |range: Range<usize>| block.range.start + range.start..block.range.start + range.end;
        if text.contains("&amp;") {
            for found in ENTITY.captures_iter(text) {
                let (Some(whole), Some(name)) = (found.get(0), found.get(1)) else { continue };
                entities.push((at(whole.range()), character(name.as_str())));
            }
        }
        if text.contains('[') {
            for found in COMMENT.find_iter(text) {
                let behind = text[found.end()..].chars().next();
                if matches!(behind, Some('(' | '[' | ':')) {
                    continue;
                }
                let before = text[..found.start()].chars().next_back();
                // Right behind or before a word it is no source that is referred to.
                let clings =
                    before.is_some_and(char::is_alphanumeric) || behind.is_some_and(char::is_alphabetic);
                let fix = match clings {
                    true => page.certain(vec![page.edit(at(found.range()), "")]),
                    false => page.likely(vec![page.edit(at(found.range()), "")]),
                };
                diags.comment_mark(&page.place(&at(found.range())), found.as_str(), clings, fix);
            }
        }
        if let Some(found) = LOST.find(text) {
            let _ = diags.lost_cross_reference(&page.place(&at(found.range())), found.as_str());
        }
        if let Some(found) = FILLER.find(text) {
            let _ = diags.filler_text(&page.place(&at(found.range())), found.as_str());
        }
        if let Some(found) = PRIVATE.find(text) {
            let line = text[..found.start()].rsplit('\n').next().unwrap_or_default().trim();
            // At the head of a line it is a bullet, which is told.
            if !line.is_empty() || !matches!(block.kind, Kind::Paragraph | Kind::Item) {
                let _ = diags.symbol_letter(&page.place(&at(found.range())));
            }
        }
        if !text.is_ascii() {
            for found in LIGATURE.find_iter(text) {
                ligatures.push((at(found.range()), taken_apart(found.as_str())));
            }
            for found in BLANKS.find_iter(text) {
                let is_inside = !text[..found.start()].trim_end_matches(BLANK).is_empty();
                blanks
                    .push((at(found.range()), Some(if is_inside { " ".to_owned() } else { String::new() })));
            }
            let kept: Vec<Range<usize>> =
                KEPT.captures_iter(text).filter_map(|found| Some(found.get(1)?.range())).collect();
            let spaces = text.matches(' ').count();
            if kept.len() >= 4 && kept.len() * 2 > spaces {
                // Each second one is not seen by a pattern that takes the letters on both sides.
                let all = text.match_indices('\u{a0}').map(|(start, sign)| start..start + sign.len());
                let between = all.filter(|range| {
                    let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
                    is_letter(text[..range.start].chars().next_back())
                        && is_letter(text[range.end..].chars().next())
                });
                blanks.extend(between.map(|range| (at(range), Some(" ".to_owned()))));
            }
        }
    }
    let edits = |found: &[(Range<usize>, Option<String>)]| -> Vec<Edit> {
        found.iter().filter_map(|(range, new)| Some(page.edit(range.clone(), new.clone()?))).collect()
    };
    if let Some((first, meant)) = entities.first() {
        let fix = page.certain(edits(&entities));
        let _ = diags.escaped_twice(&page.place(first), meant.as_deref(), entities.len() - 1, fix);
    }
    if let Some((first, meant)) = ligatures.first() {
        let fix = page.certain(edits(&ligatures));
        diags.ligature(&page.place(first), meant.as_deref().unwrap_or("fi"), ligatures.len() - 1, fix);
    }
    if let Some((first, _)) = blanks.first() {
        let fix = page.certain(edits(&blanks));
        diags.many_no_break_spaces(&page.place(first), blanks.len() - 1, fix);
    }
}

/// The sign that an entity stands for, as it is written in Markdown.
fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        let sign = char::from_u32(code).filter(|sign| !sign.is_control())?;
        return Some(if sign == '<' { "&lt;".to_owned() } else { sign.to_string() });
    }
    let sign = match name {
        "nbsp" => "\u{a0}",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "lt" => "&lt;",
        "gt" => ">",
        "auml" => "ä",
        "ouml" => "ö",
        "aring" => "å",
        "Auml" => "Ä",
        "Ouml" => "Ö",
        "Aring" => "Å",
        "eacute" => "é",
        "uuml" => "ü",
        "euro" => "€",
        "sect" => "§",
        "deg" => "°",
        "frac12" => "½",
        "ndash" => "–",
        "mdash" => "—",
        "hellip" => "…",
        "bull" => "•",
        "middot" => "·",
        "rsquo" => "’",
        "lsquo" => "‘",
        "rdquo" => "”",
        "ldquo" => "“",
        "raquo" => "»",
        "laquo" => "«",
        "copy" => "©",
        "reg" => "®",
        "times" => "×",
        "shy" => "",
        _ => return None,
    };
    Some(sign.to_owned())
}

fn taken_apart(ligature: &str) -> Option<String> {
    let letters = match ligature {
        "ﬀ" => "ff",
        "ﬁ" => "fi",
        "ﬂ" => "fl",
        "ﬃ" => "ffi",
        "ﬄ" => "ffl",
        "ﬅ" | "ﬆ" => "st",
        _ => return None,
    };
    Some(letters.to_owned())
}
