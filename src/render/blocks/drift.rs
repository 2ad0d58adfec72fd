//! Finds amounts and percentages typed into prose that are values of the rules: they would stay
//! behind when the rule changes.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::model::number;
use crate::model::quantity::Unit;
use crate::model::rules::RuleBook;

/// The values to look for, with the references to write instead.
#[derive(Debug)]
pub(super) struct Drift {
    values: Vec<(Unit, Decimal, String)>,
}

impl Drift {
    pub(super) fn new(rules: &RuleBook) -> Self {
        let mut values = Vec::new();
        for parameter in &rules.parameters {
            for dated in &parameter.values {
                values.push((parameter.unit, dated.value.value, format!("param.{}", parameter.id.value)));
            }
        }
        Self { values }
    }

    /// The typed values, with the reference to write instead, without its braces.
    pub(super) fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = Vec::new();
        for (range, unit, value) in quantities(text) {
            let meant: Vec<&str> = self
                .values
                .iter()
                .filter(|(known, amount, _)| *known == unit && *amount == value)
                .map(|(_, _, reference)| reference.as_str())
                .collect();
            if !meant.is_empty() {
                let mut meant = meant;
                meant.dedup();
                found.push((range, meant.join(" }}` or `{{ ")));
            }
        }
        found
    }
}

/// Every number with a unit behind it.
fn quantities(text: &str) -> Vec<(Range<usize>, Unit, Decimal)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        // A digit within a word or a longer number (2023AVT, 617/2023) is not the start of an amount.
        let starts = bytes[at].is_ascii_digit()
            && !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '–'));
        if !starts {
            at += 1;
            continue;
        }
        if let Some((start, end, value)) = english_money(text, at) {
            let rest = &text[end..];
            let per_hour = ["/h", " an hour", " per hour"].into_iter().find(|words| rest.starts_with(words));
            let unit = if per_hour.is_some() { Unit::EurPerHour } else { Unit::Eur };
            found.push((start..end + per_hour.map_or(0, str::len), unit, value.normalize()));
            at = end;
            continue;
        }
        let end = number_end(text, at);
        let rest = &text[end..];
        let unit_start = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let gap = rest.len() - unit_start.len();
        if let Some((unit, length)) = unit_at(unit_start) {
            let written = text[at..end].trim_end_matches([' ', '\u{a0}', '\u{202f}', ',', '.']);
            if let Ok(value) = number::read(written, 2, Decimal::from(1_000_000_000)) {
                let value = if unit == Unit::Ratio { value / Decimal::ONE_HUNDRED } else { value };
                found.push((at..end + gap + length, unit, value.normalize()));
            }
        }
        at = end.max(at + 1);
    }
    found
}

/// `€8,000.50`, as English writes it: where it begins and ends, and how much it is. `at` is its first digit.
fn english_money(text: &str, at: usize) -> Option<(usize, usize, Decimal)> {
    let spaces = [' ', '\u{a0}'];
    let before = text[..at].trim_end_matches(spaces).strip_suffix('€')?;
    // The sign may belong to a number before it.
    if before.trim_end_matches(spaces).ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let start = before.len();
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = at + digits(at);
    while bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    let value = number::read(&text[at..end].replace(',', ""), 2, Decimal::from(1_000_000_000)).ok()?;
    Some((start, end, value))
}

/// The end of a number that may be grouped with spaces: `180 000`, `1 234,50`.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() && bytes[end].is_ascii_digit() {
        end += 1;
    }
    loop {
        let rest = &text[end..];
        let Some(space) =
            rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        else {
            break;
        };
        let group = &rest[space.len_utf8()..];
        let digits = group.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 3 {
            break;
        }
        end += space.len_utf8() + 3;
    }
    let rest = &text[end..];
    if rest.starts_with([',', '.']) {
        let decimals = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    end
}

/// The unit that a text begins with, and its length.
fn unit_at(text: &str) -> Option<(Unit, usize)> {
    const PER_HOUR: [&str; 6] = ["€/h", "€/t", "euroa tunnilta", "euroa/h", "euroa/tunti", "euro per timme"];
    const MONEY: [&str; 4] = ["€", "EUR", "euro", "e "];
    const PERCENT: [&str; 3] = ["%", "prosent", "procent"];
    const YEARS: [&str; 3] = ["vuo", "-vuo", "year"];
    let starts = |words: &[&str]| words.iter().find(|word| text.starts_with(**word)).map(|word| word.len());
    if let Some(length) = starts(&PER_HOUR) {
        return Some((Unit::EurPerHour, length));
    }
    // A word in any of its forms: euroa, euron, prosenttia, vuotta.
    let word = |length: usize| {
        let more =
            text[length..].chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
        length + more
    };
    if let Some(length) = starts(&MONEY) {
        return Some((Unit::Eur, word(length)));
    }
    if let Some(length) = starts(&PERCENT) {
        return Some((Unit::Ratio, word(length)));
    }
    // "vuonna 5" is not years, "5 vuotta" and "15-vuotias" are.
    let length = starts(&YEARS)?;
    let end = word(length);
    (!text[..end].contains("vuonna")).then_some((Unit::Years, end))
}

#[cfg(test)]
mod tests {
    use super::quantities;

    #[test]
    fn numbers_with_units_are_found_in_prose() {
        let found = |text: &str| -> String {
            let found = quantities(text).into_iter();
            let words =
                found.map(|(range, unit, value)| format!("[{}={} {}]", &text[range], value, unit.id()));
            words.collect()
        };
        for (text, expected) in [
            ("enintään 8 000 € saa", "[8 000 €=8000 EUR]"),
            ("8000 euroa tai 8 000,00 euron", "[8000 euroa=8000 EUR][8 000,00 euron=8000 EUR]"),
            ("tuki on 90 % tai 90 prosenttia", "[90 %=0.9 ratio][90 prosenttia=0.9 ratio]"),
            ("20 €/h, 15-vuotias, 5 vuoden", "[20 €/h=20 EUR/h][15-vuotias=15 years][5 vuoden=5 years]"),
            ("up to €8,000, or €8,000.50. €20/h", "[€8,000=8000 EUR][€8,000.50=8000.5 EUR][€20/h=20 EUR/h]"),
            ("50 € 8 000 € and 90%", "[50 €=50 EUR][8 000 €=8000 EUR][90%=0.9 ratio]"),
            ("asetus 617/2023, lomake 2023AVT, vuonna 2026, 5 kuntaa", ""),
            ("21.11.2026 klo 14.05", ""),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
