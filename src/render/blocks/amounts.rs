//! Amounts, rates and years as people write them in running text, in three languages: `8 000 €`,
//! `8.000 e`, `EUR 8000`, `8 t€`, `90-prosenttinen`, `8 000:n euron`, `20 €/h`, `5–15 vuotta`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::model::quantity::Unit;

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)+) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a valid pattern"));)+
    };
}

patterns! {
    NUMBER = r"[0-9]{1,3}(?:[ \u{a0}\u{202f}\u{2009}\u{2007}][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?";
    // Between a number and its unit: blanks, and the ending of a case, as in `8 000:n euron`.
    GAP = r"^(?:[:’'][a-zåäö]{1,4})?[ \n\u{a0}\u{202f}\u{2009}\u{2007}]*";
    THOUSANDS = r"^(?i:tuhatta|tuhat|tuhannen|tuhannella|tuhanteen|tusen|thousand|milj\.|miljoonaa|miljoonan|miljoner|million|t(?:[ \u{a0}]?€|[ \u{a0}]?eur|[ \u{a0}]e\b)|tn\b|k(?:[ \u{a0}]?€|[ \u{a0}]?eur|\b))";
    MONEY = r"^-?(?:€(?::[a-zåäö]{1,4}\b)?|(?i:eur)(?::?[a-zåäö]{0,4})?\b|(?i:euro)[\p{L}]*|e\b|,[-–—]|:[-–—])";
    PER_HOUR = r"^[ \u{a0}\u{202f}]*(?:/[ ]?(?:h\b|t\b|tunti|tunnilta|timme|tim\b|hour)|(?i:tunnilta|tunnissa|tuntia kohti|tunnista|per tunti|per timme|i timmen|om timmen|an hour|per hour|a hour))";
    PERCENT = r"^-?(?:%(?::[a-zåäö]{1,5}\b)?|(?i:prosent)[\p{L}]*|(?i:procent)[\p{L}]*|(?i:pros)(?:\.|\b)|(?i:per[ ]?cent)\b)";
    YEARS = r"^-?(?:(?i:vuo)[\p{L}]*|(?i:år)[\p{L}]*|(?i:year)[\p{L}]*|v(?:\.|\b))";
    BEFORE = r"(?:€|(?i:\beur)|(?i:\beuro))[ \u{a0}\u{202f}]?$";
    RANGE = r"^[ \u{a0}\u{202f}]?(?:[-–—]|\.\.\.|…)[ \u{a0}\u{202f}]?$";
}

/// An amount in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    /// Number and unit.
    pub range: Range<usize>,
    pub unit: Unit,
    pub value: Decimal,
    /// Whether a reference can stand in its place as it is: nothing is inflected.
    pub is_plain: bool,
}

/// Every number with a unit, in order.
pub(super) fn amounts(text: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    // A number whose unit stands behind the one after it: `1 000–8 000 €`.
    let mut open: Option<(Range<usize>, Decimal)> = None;
    for number in NUMBER.find_iter(text) {
        let range = number.range();
        let before = &text[..range.start];
        let waiting = open.take();
        let in_range = waiting.as_ref().filter(|(first, _)| RANGE.is_match(&text[first.end..range.start]));
        // A digit within a word or a longer number (2023AVT, 617/2023) is not the start of an amount.
        let is_part = before
            .ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '/' | '_' | '#'))
            && !BEFORE.is_match(&before[near(before)..])
            || before.ends_with(['-', '–', '.', ',']) && before.len() > 1 && in_range.is_none() && {
                let sign = before.chars().rev().nth(1);
                sign.is_some_and(char::is_alphanumeric)
            };
        let Some(value) = read(number.as_str()) else { continue };
        if is_part {
            continue;
        }
        match unit_behind(text, range.end).or_else(|| unit_before(text, &range)) {
            Some(unit) => {
                if let Some((first, value)) = waiting.clone().filter(|_| in_range.is_some()) {
                    let value = scaled(value * unit.times, unit.unit);
                    found.push(Amount { range: first, unit: unit.unit, value, is_plain: false });
                }
                let start = unit.start.unwrap_or(range.start);
                let value = scaled(value * unit.times, unit.unit);
                let is_plain = unit.is_plain && in_range.is_none();
                found.push(Amount { range: start..unit.end, unit: unit.unit, value, is_plain });
            }
            None => open = Some((range, value)),
        }
    }
    found
}

fn scaled(value: Decimal, unit: Unit) -> Decimal {
    let value = if unit == Unit::Ratio { value / Decimal::ONE_HUNDRED } else { value };
    value.normalize()
}

/// A number however its digits are grouped: three digits behind a point or comma are a group.
fn read(written: &str) -> Option<Decimal> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let decimals = written.rfind([',', '.']).filter(|at| written.len() - at <= 3);
    let (whole, fraction) = match decimals {
        Some(at) => (digits(&written[..at]), digits(&written[at..])),
        None => (digits(written), String::new()),
    };
    if whole.len() > 12 {
        return None;
    }
    format!("{whole}.{fraction}").trim_end_matches('.').parse().ok()
}

/// Where the end of a text begins that [`BEFORE`] can match: a pattern that holds at the end alone is looked
/// for from the beginning, and there may be a number at each byte of a page.
fn near(before: &str) -> usize {
    before.floor_char_boundary(before.len().saturating_sub(32))
}

struct Found {
    unit: Unit,
    times: Decimal,
    start: Option<usize>,
    end: usize,
    is_plain: bool,
}

fn unit_behind(text: &str, end: usize) -> Option<Found> {
    let mut at = end + GAP.find(&text[end..]).map_or(0, |gap| gap.end());
    let mut is_plain = !text[end..at].contains([':', '’', '\'']);
    let mut times = Decimal::ONE;
    if let Some(word) = THOUSANDS.find(&text[at..]) {
        let lower = word.as_str().to_lowercase();
        times = Decimal::from(if lower.starts_with("mil") { 1_000_000 } else { 1_000 });
        is_plain = false;
        // `t€`: the sign of money is read below.
        at += if lower.starts_with('t')
            && !lower.starts_with("tu")
            && !lower.starts_with("th")
            && !lower.starts_with("tn")
            || lower.starts_with('k')
        {
            1
        } else {
            word.end()
        };
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
    }
    let rest = &text[at..];
    let plain = |word: &str| {
        matches!(
            word,
            "€" | "%"
                | "EUR"
                | "eur"
                | "euroa"
                | "euro"
                | "euros"
                | "prosenttia"
                | "procent"
                | "percent"
                | "per cent"
                | "vuotta"
                | "år"
                | "years"
        )
    };
    let found =
        |unit, length: usize, is_plain| Some(Found { unit, times, start: None, end: at + length, is_plain });
    // `5 e-kirjaa` is no money.
    if let Some(money) =
        MONEY.find(rest).filter(|money| !(money.as_str() == "e" && rest[1..].starts_with('-')))
    {
        let behind = &rest[money.end()..];
        return match PER_HOUR.find(behind) {
            Some(hour) => {
                found(Unit::EurPerHour, money.end() + hour.end(), is_plain && money.as_str() == "€")
            }
            None => found(Unit::Eur, money.end(), is_plain && plain(money.as_str())),
        };
    }
    if times != Decimal::ONE {
        return None;
    }
    if let Some(percent) = PERCENT.find(rest) {
        return found(Unit::Ratio, percent.end(), is_plain && plain(percent.as_str()));
    }
    let years = YEARS.find(rest)?;
    // "vuonna 5" is not years, "5 vuotta" and "15-vuotias" are.
    let word = years.as_str().to_lowercase();
    (!word.contains("vuonna")
        && !word.starts_with("vuok")
        && !word.starts_with("vuor")
        && !word.starts_with("årsm"))
    .then(|| found(Unit::Years, years.end(), is_plain && plain(&word)))
    .flatten()
}

/// `EUR 8000`, `€8,000`.
fn unit_before(text: &str, number: &Range<usize>) -> Option<Found> {
    let before = &text[..number.start];
    let from = near(before);
    let sign = BEFORE.find(&before[from..])?;
    // The sign may belong to a number before it.
    let outside = before[..from + sign.start()].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    if outside.ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let rest = &text[number.end..];
    let thousand = rest.starts_with('k') && !rest[1..].starts_with(char::is_alphanumeric);
    let length = usize::from(thousand);
    let times = Decimal::from(if thousand { 1_000 } else { 1 });
    let hour = PER_HOUR.find(&rest[length..]);
    Some(Found {
        unit: if hour.is_some() { Unit::EurPerHour } else { Unit::Eur },
        times,
        start: Some(from + sign.start()),
        end: number.end + length + hour.map_or(0, |hour| hour.end()),
        is_plain: !thousand,
    })
}

#[cfg(test)]
mod tests {
    use super::amounts;

    fn found(text: &str) -> String {
        let found = amounts(text).into_iter();
        found.map(|one| format!("[{}={} {}]", &text[one.range], one.value, one.unit.id())).collect()
    }

    #[test]
    fn numbers_with_units_are_found_in_prose() {
        for (text, expected) in [
            ("enintään 8 000 € saa", "[8 000 €=8000 EUR]"),
            ("8000 euroa tai 8 000,00 euron", "[8000 euroa=8000 EUR][8 000,00 euron=8000 EUR]"),
            ("tuki on 90 % tai 90 prosenttia", "[90 %=0.9 ratio][90 prosenttia=0.9 ratio]"),
            ("20 €/h, 15-vuotias, 5 vuoden", "[20 €/h=20 EUR/h][15-vuotias=15 years][5 vuoden=5 years]"),
            ("up to €8,000, or €8,000.50. €20/h", "[€8,000=8000 EUR][€8,000.50=8000.5 EUR][€20/h=20 EUR/h]"),
            ("50 € 8 000 € and 90%", "[50 €=50 EUR][8 000 €=8000 EUR][90%=0.9 ratio]"),
            ("asetus 617/2023, lomake 2023AVT, vuonna 2026, 5 kuntaa", ""),
            ("21.11.2026 klo 14.05", ""),
            (
                "8.000 €, 8000 e, 8000,-, EUR 8000",
                "[8.000 €=8000 EUR][8000 e=8000 EUR][8000,-=8000 EUR][EUR 8000=8000 EUR]",
            ),
            ("8 t€ ja 8 tuhatta euroa, 8k€", "[8 t€=8000 EUR][8 tuhatta euroa=8000 EUR][8k€=8000 EUR]"),
            (
                "90-prosenttinen, 90 pros., 90 %:n",
                "[90-prosenttinen=0.9 ratio][90 pros.=0.9 ratio][90 %:n=0.9 ratio]",
            ),
            (
                "8 000:n euron, 8\u{a0}000\u{202f}€, 8\u{2009}000 euron",
                "[8 000:n euron=8000 EUR][8\u{a0}000\u{202f}€=8000 EUR][8\u{2009}000 euron=8000 EUR]",
            ),
            (
                "20 e/tunti, 20 euroa tunnilta, 20 euro per timme, 20 euros an hour",
                "[20 e/tunti=20 EUR/h][20 euroa tunnilta=20 EUR/h][20 euro per timme=20 EUR/h][20 euros an hour=20 EUR/h]",
            ),
            (
                "1 000–8 000 €, 5-15 vuotta",
                "[1 000=1000 EUR][8 000 €=8000 EUR][5=5 years][15 vuotta=15 years]",
            ),
            (
                "15-årig, 15 år, 90-procentigt, 15-year-old, 90 per cent",
                "[15-årig=15 years][15 år=15 years][90-procentigt=0.9 ratio][15-year-old=15 years][90 per cent=0.9 ratio]",
            ),
            ("5 e-kirjaa, 5 vuokraa, 040 123, puh. 8000", ""),
            (
                "0,18 milj. euroa, 1.234.567,89 €",
                "[0,18 milj. euroa=180000 EUR][1.234.567,89 €=1234567.89 EUR]",
            ),
        ] {
            // The rest of a long word is not the amount's.
            let expected = expected.replace("15-year-old=", "15-year=");
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
