//! Numbers as people write them. The calculator page reads them by the same rules.

use rust_decimal::Decimal;

/// Why a written number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Not a number.
    Unreadable,
    /// `1.234` or `1,234`: a thousand and more, or one and a bit?
    Ambiguous,
    /// Below zero.
    Negative,
    /// Above the largest value that is taken.
    TooLarge,
    /// More decimals than the value has.
    TooPrecise,
    /// Two numbers, from one to the other: `3 000–4 000`.
    Range,
    /// A multiplication that nobody has done yet: `2 x 500`.
    Product,
}

impl Problem {
    /// Name of the mistake in messages.
    pub fn code(self) -> &'static str {
        match self {
            Problem::Unreadable => "not-a-number",
            Problem::Ambiguous => "ambiguous-number",
            Problem::Negative => "negative-number",
            Problem::TooLarge => "number-too-large",
            Problem::TooPrecise => "number-too-precise",
            Problem::Range => "range-of-numbers",
            Problem::Product => "product-of-numbers",
        }
    }

    /// Stable name, the same as in the calculator's script.
    pub fn id(self) -> &'static str {
        match self {
            Problem::Unreadable => "unreadable",
            Problem::Ambiguous => "ambiguous",
            Problem::Negative => "negative",
            Problem::TooLarge => "too_large",
            Problem::TooPrecise => "too_precise",
            Problem::Range => "range",
            Problem::Product => "product",
        }
    }
}

/// More digits than any amount has; longer ones are not worth an exact sum.
const MOST_DIGITS: usize = 20;

/// Reads a number that is written for people: `1 234,50`, `1234.5`, `1 234 €`.
///
/// `scale` is the number of decimals that the value may have, `max` the largest value. Spaces of any
/// kind group digits by three; comma and point both mark decimals. Where both stand, the last one
/// does, and the other groups. A single comma or point before exactly three digits is ambiguous,
/// unless what stands before it is 0 or longer than three digits.
pub fn read(text: &str, scale: u32, max: Decimal) -> Result<Decimal, Problem> {
    let text = text.trim_matches(is_space);
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest.trim_start_matches(is_space)),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = canonical(text)?;
    // Trailing zeros are not precision: 5,000 was refused as ambiguous before, 5,0000 is five.
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let value: Decimal = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
        .parse()
        .map_err(|_| Problem::TooLarge)?;
    if negative && !value.is_zero() {
        return Err(Problem::Negative);
    }
    if fraction.len() > scale as usize {
        return Err(Problem::TooPrecise);
    }
    if value > max {
        return Err(Problem::TooLarge);
    }
    Ok(value)
}

/// Words before a number that is not exact. What is planned seldom is, so that they change nothing.
const ABOUT: [&str; 10] = ["noin", "n.", "cirka", "circa", "ca.", "ca", "about", "approx.", "~", "\u{2248}"];

/// The number behind a word for "about", in any of the languages: `noin 3 000`, `ca 3000`, `~3000`.
pub fn without_about(text: &str) -> &str {
    let text = text.trim_matches(is_space);
    for word in ABOUT {
        let Some(start) = text.get(..word.len()) else { continue };
        let rest = text[word.len()..].trim_start_matches(is_space);
        // A letter that follows makes another word of it.
        if start.to_lowercase() == word && rest.starts_with(|c: char| c.is_ascii_digit() || "€E".contains(c))
        {
            return rest;
        }
    }
    text
}

/// Whether the text is two numbers where one is asked for, and how they stand together.
pub fn pair(text: &str) -> Option<Problem> {
    let is_number = |part: &str| {
        let part = part.trim_matches(is_space);
        part.starts_with(|c: char| c.is_ascii_digit())
            && part.chars().all(|c| c.is_ascii_digit() || is_space(c) || ".,€".contains(c))
    };
    let is_pair = |marks: &[&str], words: &[&str]| {
        marks.iter().any(|mark| {
            let mut parts = text.split(mark);
            let (Some(first), Some(second), None) = (parts.next(), parts.next(), parts.next()) else {
                return false;
            };
            let first = first.trim_end_matches(is_space);
            let first = words.iter().find_map(|word| first.strip_suffix(word)).unwrap_or(first);
            is_number(first) && is_number(second)
        })
    };
    if is_pair(&["-", "\u{2013}", "\u{2014}", "\u{2212}", "...", "\u{2026}"], &[]) {
        return Some(Problem::Range);
    }
    is_pair(&["x", "X", "*", "\u{d7}", "à", "@"], &["kpl", "st", "pcs"]).then_some(Problem::Product)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}')
}

/// The number with a point for decimals and nothing else but digits.
fn canonical(text: &str) -> Result<String, Problem> {
    let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| matches!(c, ',' | '.')).collect();
    let spaced = text.chars().any(is_space);
    let grouped_by = |group: fn(char) -> bool, whole: &str| -> Option<String> {
        let parts: Vec<&str> = whole.split(group).collect();
        let (first, rest) = parts.split_first()?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let well = digits(first)
            && (rest.is_empty() || first.len() <= 3)
            && rest.iter().all(|part| part.len() == 3 && digits(part));
        well.then(|| parts.concat())
    };
    let (whole, fraction) = match marks.as_slice() {
        [] => (grouped_by(is_space, text).ok_or(Problem::Unreadable)?, ""),
        [(at, _)] => {
            let (whole, fraction) = (&text[..*at], &text[at + 1..]);
            let whole = grouped_by(is_space, whole).ok_or(Problem::Unreadable)?;
            let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
            if digits && fraction.len() == 3 && !spaced && whole.len() <= 3 && !whole.starts_with('0') {
                return Err(Problem::Ambiguous);
            }
            (whole, fraction)
        }
        [.., (_, before), (at, last)] if before != last && !spaced => {
            // 1.234.567,89 and 1,234,567.89: the mark that comes once, at the end, marks decimals.
            let group: fn(char) -> bool = if *last == ',' { |c| c == '.' } else { |c| c == ',' };
            (grouped_by(group, &text[..*at]).ok_or(Problem::Unreadable)?, &text[at + 1..])
        }
        // 1.234.567: only groups can stand so.
        [(_, mark), ..] if !spaced => {
            let group: fn(char) -> bool = if *mark == '.' { |c| c == '.' } else { |c| c == ',' };
            (grouped_by(group, text).ok_or(Problem::Unreadable)?, "")
        }
        _ => return Err(Problem::Unreadable),
    };
    if !marks.is_empty() && !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::Unreadable);
    }
    if marks.len() == 1 && fraction.is_empty() {
        return Err(Problem::Unreadable);
    }
    if whole.len() > MOST_DIGITS || fraction.len() > MOST_DIGITS {
        return Err(Problem::TooLarge);
    }
    Ok(if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") })
}
