//! Which slip of the keyboard makes a text unreadable: looked for in the text itself, for what the
//! reader says is about its own work.

use std::ops::Range;

use crate::diag::{JsonSlip, YamlSlip};

/// The likeliest slip in YAML that cannot be read from byte `at` on, and where it is.
///
/// `reason` is what the reader says.
pub(super) fn in_yaml(text: &str, at: usize, reason: &str) -> (Range<usize>, YamlSlip) {
    let here = line_at(text, at);
    // The reader often notices only on the next line, or at the end of the text.
    let mut lines = vec![here.clone()];
    let mut start = here.start;
    while start > 0 && lines.len() < 4 {
        let above = line_at(text, start - 1);
        start = above.start;
        let line = &text[above.clone()];
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            lines.push(above);
        }
    }
    // The line itself and the one above it come before those further up, signs that are always wrong
    // before those that only may be.
    let nearest = &lines[..lines.len().min(2)];
    for line in nearest {
        if let Some(found) = wrong_space(text, line) {
            return found;
        }
    }
    if reason.contains("quoted scalar") || reason.contains("did not find expected") {
        let all = lines_of(text, ..here.end);
        if let Some(found) = all.iter().rev().find_map(|line| quotes(text, line)) {
            return found;
        }
    }
    for find in [no_comma, no_space, curly, list_dash, sign, second_colon] {
        if let Some(found) = nearest.iter().find_map(|line| find(text, line)) {
            return found;
        }
    }
    if let Some(found) = nearest.iter().find_map(|line| no_colon(text, line)) {
        return found;
    }
    let in_brackets = ["',' or ']'", "',' or '}'", "flow"].iter().any(|part| reason.contains(part));
    if in_brackets && let Some(found) = open_bracket(text, here.end) {
        return found;
    }
    if let Some(found) = indent(text, &lines) {
        return found;
    }
    if reason.contains("escape")
        && let Some(found) = backslash(text, &here)
    {
        return found;
    }
    if let Some(found) = list_beside_key(text, &here) {
        return found;
    }
    if let Some(sign) = text[at..].chars().next().filter(|sign| matches!(sign, ']' | '}')) {
        return (at..at + 1, YamlSlip::StrayBracket(sign));
    }
    let slip = match () {
        () if reason.contains("more than one document") || reason.contains("document start") => {
            let row = lines_of(text, ..)
                .into_iter()
                .find(|line| line.start > 0 && text[line.clone()].trim() == "---");
            if let Some(row) = row {
                return (row, YamlSlip::SecondDocument);
            }
            YamlSlip::Other
        }
        () if reason.contains("control characters") => YamlSlip::ControlCharacter,
        () if reason.contains("limit exceeded") => YamlSlip::TooDeep,
        () => YamlSlip::Other,
    };
    let end = at + text[at..].chars().next().filter(|sign| *sign != '\n').map_or(0, char::len_utf8);
    (at..end.max(at), slip)
}

/// The line around a byte, without what ends it.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    start..start + text[start..end].trim_end_matches('\r').len()
}

fn lines_of(text: &str, within: impl std::ops::RangeBounds<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !within.contains(&at) {
            break;
        }
        lines.push(at..at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
    }
    lines
}

/// A line in its parts: what stands before the key (indent, `- `), the key, and its value.
struct Parts<'t> {
    before: &'t str,
    key: &'t str,
    value: &'t str,
    /// Where the value begins in the text.
    value_at: usize,
}

fn parts<'t>(text: &'t str, line: &Range<usize>) -> Option<Parts<'t>> {
    let written = &text[line.clone()];
    let colon = written.find(": ")?;
    let before = written.len() - written.trim_start_matches([' ', '-']).len();
    let key = written.get(before..colon)?;
    let value = written[colon + 1..].trim_start();
    let value_at = line.start + written.len() - value.len();
    is_key(key).then(|| Parts { before: &written[..before], key, value: value.trim_end(), value_at })
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'))
}

type Found = Option<(Range<usize>, YamlSlip)>;

fn wrong_space(text: &str, line: &Range<usize>) -> Found {
    let written = &text[line.clone()];
    let indent = written.len() - written.trim_start().len();
    for (offset, letter) in written[..indent].char_indices() {
        let range = line.start + offset..line.start + offset + letter.len_utf8();
        match letter {
            '\t' => return Some((range, YamlSlip::Tab)),
            letter if !letter.is_ascii() => return Some((range, YamlSlip::OddSpace)),
            _ => {}
        }
    }
    // Behind a colon or a hyphen, too, a space has to be a plain one.
    for mark in [':', '-'] {
        for (offset, _) in written.match_indices(mark) {
            let Some(letter) = written[offset + 1..].chars().next() else { continue };
            let range = line.start + offset + 1..line.start + offset + 1 + letter.len_utf8();
            let ends_key = mark == ':' && is_key(written[..offset].trim_start_matches([' ', '-']));
            let begins_item = mark == '-' && written[..offset].trim().is_empty();
            if !(ends_key || begins_item) {
                continue;
            }
            match letter {
                '\t' => return Some((range, YamlSlip::Tab)),
                '\u{a0}' | '\u{202f}' | '\u{2007}' => return Some((range, YamlSlip::OddSpace)),
                _ => {}
            }
        }
    }
    None
}

/// A quote without its end, or text behind it.
fn quotes(text: &str, line: &Range<usize>) -> Found {
    let Parts { before, key, value, value_at } = parts(text, line)?;
    let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    let range = value_at..value_at + value.len();
    let rest = &value[1..];
    let Some(end) = rest.find(quote) else {
        return Some((range, YamlSlip::OpenQuote(format!("{before}{key}: {value}{quote}"))));
    };
    let behind = rest[end + 1..].trim_start();
    if behind.is_empty() || behind.starts_with('#') || (quote == '\'' && behind.starts_with('\'')) {
        return None;
    }
    Some((range, YamlSlip::TextBehindQuote(format!("{before}{key}: {}", quoted(value)))))
}

/// `{from: 2023-01-01 value: 8 000 €}`
fn no_comma(text: &str, line: &Range<usize>) -> Found {
    let written = &text[line.clone()];
    let open = written.find('{')?;
    let mut quote = None;
    let mut colon_since_comma = false;
    for (at, letter) in written.char_indices().skip_while(|(at, _)| *at <= open) {
        match (quote, letter) {
            (Some(end), letter) if end == letter => {
                quote = None;
            }
            (None, '"' | '\'') if written[..at].ends_with([' ', ':', '{', ',', '[']) => quote = Some(letter),
            (None, ',' | '{' | '[' | '}' | ']') => colon_since_comma = false,
            (None, ':') if written[at + 1..].starts_with(' ') => {
                if colon_since_comma {
                    let before = &written[..at];
                    let start = before.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
                    let key = &before[start..];
                    let is_plain =
                        is_key(key) && key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
                    return is_plain
                        .then(|| (line.start + start..line.start + at, YamlSlip::NoComma(key.to_owned())));
                }
                colon_since_comma = true;
            }
            _ => {}
        }
    }
    None
}

/// `title:Pienhanke`
fn no_space(text: &str, line: &Range<usize>) -> Found {
    let written = &text[line.clone()];
    if written.contains(": ") {
        return None;
    }
    let (key, value) = written.split_once(':')?;
    let bare = key.trim_start_matches([' ', '-']);
    if value.is_empty()
        || value.starts_with([' ', '/'])
        || !is_key(bare)
        || bare.bytes().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let at = line.start + key.len();
    Some((at..at + 1, YamlSlip::NoSpaceBehindColon(format!("{}: {}", key.trim_start(), value.trim_end()))))
}

/// `title: ”Tuki: yleinen”`
fn curly(text: &str, line: &Range<usize>) -> Found {
    let Parts { before, key, value, value_at } = parts(text, line)?;
    let inside = value.strip_prefix(is_curly)?;
    let inside = inside.strip_suffix(is_curly).unwrap_or(inside);
    let meant = format!("{}{key}: {}", before.trim_start(), quoted(inside));
    Some((value_at..value_at + value.len(), YamlSlip::CurlyQuotes(meant)))
}

/// The quotes of word processors.
pub fn is_curly(letter: char) -> bool {
    matches!(letter, '”' | '“' | '„' | '«' | '»')
}

/// `– /vanha/` and `-/vanha/`
pub(super) fn list_dash(text: &str, line: &Range<usize>) -> Found {
    let written = &text[line.clone()];
    let bare = written.trim_start();
    let sign = bare.chars().next()?;
    let rest = &bare[sign.len_utf8()..];
    let is_dash = matches!(sign, '–' | '—' | '−' | '•' | '·') || (sign == '*' && rest.starts_with(' '));
    let no_space = sign == '-' && rest.starts_with(|next: char| next == '/' || next.is_alphabetic());
    if !is_dash && !no_space {
        return None;
    }
    let at = line.start + written.len() - bare.len();
    let meant = format!("- {}", rest.lines().next().unwrap_or_default().trim());
    let slip = if no_space { YamlSlip::NoSpaceBehindHyphen(meant) } else { YamlSlip::ListDash(meant) };
    Some((at..at + sign.len_utf8(), slip))
}

/// A value that begins with a sign that means something to YAML.
fn sign(text: &str, line: &Range<usize>) -> Found {
    let Parts { before, key, value, value_at } = parts(text, line)?;
    let first = value.chars().next()?;
    // `[Uutinen] Avustus` is a list and more.
    let behind = match first {
        '[' => value.split_once(']').map_or("", |(_, behind)| behind),
        '{' => value.rsplit_once('}').map_or("", |(_, behind)| behind),
        _ => "",
    };
    let behind = behind.trim_start();
    let is_special = matches!(first, '@' | '`' | '%' | '*' | '&' | '!')
        || value.starts_with("{{")
        || !(behind.is_empty() || behind.starts_with(['#', ',', ']', '}']));
    if !is_special {
        return None;
    }
    let meant = format!("{}{key}: {}", before.trim_start(), quoted(value));
    Some((value_at..value_at + first.len_utf8(), YamlSlip::SignAtStart(first, meant)))
}

/// `title: Tuki: yleinen`
fn second_colon(text: &str, line: &Range<usize>) -> Found {
    let Parts { before, key, value, value_at } = parts(text, line)?;
    if value.starts_with(['"', '\'', '[', '{', '|', '>']) {
        return None;
    }
    let colon = value.find(": ").or_else(|| value.strip_suffix(':').map(str::len))?;
    let meant = format!("{}{key}: {}", before.trim_start(), quoted(value));
    Some((value_at + colon..value_at + colon + 1, YamlSlip::SecondColon(meant)))
}

/// A text in the quotes that it needs.
fn quoted(text: &str) -> String {
    if text.contains('"') { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// `title Pienhanke`
fn no_colon(text: &str, line: &Range<usize>) -> Found {
    let written = text[line.clone()].trim_end();
    let bare = written.trim_start();
    if bare.is_empty() || bare.contains(':') || bare.starts_with(['#', '-', '"', '\'', '[', '{', ']', '}']) {
        return None;
    }
    // An indented line may go on with the text above it.
    let word = bare.split([' ', '=', ';']).next().unwrap_or_default();
    if (bare.len() != written.len() && !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        || !is_key(word)
    {
        return None;
    }
    let rest = bare[word.len()..].trim_start_matches([' ', '=', ';']);
    let meant = format!("{word}: {}", if rest.is_empty() { "…" } else { rest });
    Some((
        line.end - text[line.clone()].trim_start().len()..line.start + written.len(),
        YamlSlip::NoColon(meant),
    ))
}

/// `title: "C:\kansio"`
fn backslash(text: &str, line: &Range<usize>) -> Found {
    let Parts { before, key, value, value_at } = parts(text, line)?;
    let at = value.find('\\')?;
    let inside = value.strip_prefix('"')?.strip_suffix('"')?;
    let meant = format!("{}{key}: '{}'", before.trim_start(), inside.replace('\'', "''"));
    Some((value_at + at..value_at + at + 1, YamlSlip::Backslash(meant)))
}

/// `aliases: - /vanha/`
fn list_beside_key(text: &str, line: &Range<usize>) -> Found {
    let Parts { value, value_at, .. } = parts(text, line)?;
    let first = value.strip_prefix("- ")?;
    Some((value_at..value_at + 1, YamlSlip::ListBesideKey(format!("  - {}", first.trim()))))
}

/// The last bracket before `end` that is still open there.
fn open_bracket(text: &str, end: usize) -> Found {
    let mut open = Vec::new();
    let mut quote = None;
    for (at, letter) in text[..end].char_indices() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '[') => open.push((at, ']')),
            (None, '{') => open.push((at, '}')),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
    }
    let (at, sign) = open.pop()?;
    Some((at..at + 1, YamlSlip::OpenBracket(sign)))
}

/// A line that looks right by itself, but stands elsewhere than the line above it.
fn indent(text: &str, lines: &[Range<usize>]) -> Found {
    // The first line sets where the others begin.
    if let [first] = lines
        && text[first.clone()].starts_with(' ')
        && !text[first.clone()].trim().is_empty()
    {
        let written = &text[first.clone()];
        let depth = written.len() - written.trim_start().len();
        return Some((first.start..first.start + depth, YamlSlip::Indent(written.trim().to_owned())));
    }
    let [here, above, others @ ..] = lines else { return None };
    let depth = |line: &Range<usize>| {
        let written = &text[line.clone()];
        written.len() - written.trim_start_matches(' ').len()
    };
    let written = text[here.clone()].trim();
    if written.is_empty() || depth(here) == depth(above) {
        return None;
    }
    // A key stands under the key of the line above, behind its hyphen; among the lines above the one
    // that begins nearest is the one that it belongs to.
    let starts_item = |line: &Range<usize>| text[line.clone()].trim_start().starts_with("- ");
    let is_item = written.starts_with("- ");
    let columns = [above].into_iter().chain(others).filter_map(|line| match (is_item, starts_item(line)) {
        (true, false) => None,
        (false, true) => Some(depth(line) + 2),
        _ => Some(depth(line)),
    });
    let now = depth(here);
    let columns: Vec<usize> = columns.filter(|column| *column != now).collect();
    let column =
        columns.iter().copied().min_by_key(|column| column.abs_diff(now)).unwrap_or_else(|| depth(above));
    let meant = format!("{}{written}", " ".repeat(column));
    Some((here.start..here.start + depth(here).max(1), YamlSlip::Indent(meant)))
}

/// The likeliest slip in JSON that cannot be read from byte `at` on.
pub(super) fn in_json(text: &str, at: usize, error: &serde_json::Error) -> JsonSlip {
    if error.is_eof() {
        return JsonSlip::Ends;
    }
    let before = text[..at].trim_end();
    let here = text[at..].trim_start().chars().next();
    let said = error.to_string();
    match here {
        _ if said.starts_with("recursion limit") => JsonSlip::TooDeep,
        _ if said.starts_with("trailing characters") => JsonSlip::MoreBehind,
        Some(']' | '}') if before.ends_with(',') => JsonSlip::CommaBeforeEnd,
        _ if said.starts_with("trailing comma") => JsonSlip::CommaBeforeEnd,
        Some('\'') => JsonSlip::Quotes,
        Some(letter) if is_curly(letter) => JsonSlip::Quotes,
        Some(letter)
            if said.contains("number") || (letter.is_ascii_digit() && before.ends_with([',', '0'])) =>
        {
            JsonSlip::Number
        }
        Some(letter) if letter.is_alphabetic() => JsonSlip::NoQuotes,
        _ if said.starts_with("expected `\"`") => JsonSlip::Quotes,
        _ if said.starts_with("expected `,`") => JsonSlip::NoComma,
        _ if said.starts_with("expected `:`") => JsonSlip::NoColon,
        _ => JsonSlip::Other,
    }
}
