//! What must not be published, found in a piece of text: braces of the templates, marks to fill in, addresses
//! that readers cannot reach, letters that were misread.

use std::ops::Range;

use super::pieces::Kind;
use crate::model::host::{self, Reach};
use crate::model::{letters, merge};

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unfit {
    /// `{{`, `{%`, `{#` or what ends them.
    Braces,
    /// A mark for the editor: `TÄYDENNÄ`.
    Mark,
    /// An address that only one machine or network reaches, or nobody.
    Address(Reach),
    /// A line that a merge of two versions has left.
    Conflict,
    /// Letters read in the wrong encoding, and what they were.
    Misread(String),
    /// The sign that stands for a letter which was lost.
    Lost,
}

/// Something that must not be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub unfit: Unfit,
    /// Where it stands in the piece.
    pub range: Range<usize>,
    /// As it is written there.
    pub written: String,
}

impl Hit {
    /// What it has in common with the same thing in its source, whatever typography and escapes have made of it.
    pub fn key(&self) -> String {
        match self.unfit {
            Unfit::Braces => {
                let keeps =
                    |letter: &char| letter.is_alphanumeric() || matches!(letter, '{' | '}' | '%' | '#');
                self.written.chars().filter(keeps).collect()
            }
            Unfit::Mark => self.written.to_lowercase().split_whitespace().collect(),
            _ => {
                let written = self.written.strip_prefix("mailto:").unwrap_or(&self.written);
                let decoded = crate::model::address::percent_decoded(written);
                decoded.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
            }
        }
    }
}

/// What the site is published as decides which addresses are right.
#[derive(Debug, Clone, Default)]
pub(super) struct Home {
    /// `https://example.org`
    pub origin: String,
    /// Whether everybody reaches it: while it is an example, its contents may be examples, too.
    pub is_real: bool,
    /// Whether it is for those on one machine or network, who reach what is there as well.
    pub is_near: Option<Reach>,
}

impl Home {
    /// Whether an address that is reached so must not stand on a page.
    pub fn keeps_out(&self, reach: Reach) -> bool {
        match reach {
            Reach::Everybody => false,
            Reach::Example => self.is_real,
            Reach::Machine | Reach::Network => self.is_near.is_none_or(|near| reach < near),
        }
    }
}

/// All that must not be published in a piece.
pub(super) fn find(text: &str, kind: Kind, home: &Home) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut add = |unfit, range: Range<usize>| {
        let written = text[range.clone()].to_owned();
        hits.push(Hit { unfit, range, written });
    };
    if !matches!(kind, Kind::Code | Kind::Script) {
        if kind != Kind::Address {
            braces(text, &mut add);
        }
        marks(text, kind == (Kind::Text { bold: true }), &mut add);
    }
    match kind {
        Kind::Address => whole_address(text, home, &mut add),
        Kind::Code => {}
        _ => addresses(text, kind == Kind::Script, home, &mut add),
    }
    if matches!(kind, Kind::Text { .. }) {
        conflicts(text, &mut add);
    }
    misread(text, &mut add);
    hits
}

/// The longest name that is shown whole.
const LONGEST: usize = 120;

fn braces(text: &str, add: &mut dyn FnMut(Unfit, Range<usize>)) {
    const PAIRS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}', '%', '#']) {
        let start = at + found;
        let rest = &text[start..];
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| rest.starts_with(open)) {
            let line = rest.find('\n').unwrap_or(rest.len());
            let whole = rest[..line].find(close).map(|length| length + close.len());
            let length = match whole.filter(|length| *length <= LONGEST) {
                Some(length) => length,
                None => {
                    // Up to the end of the first word.
                    let inside = rest[2..line].trim_start();
                    let blank = line - 2 - inside.len();
                    let word = inside.find(char::is_whitespace).unwrap_or(inside.len());
                    2 + if word == 0 { 0 } else { blank + word }
                }
            };
            // A third brace belongs to it as well.
            let more = rest[length..].bytes().take_while(|byte| *byte == b'}').count();
            add(Unfit::Braces, start..start + length + more);
            at = start + length + more;
        } else if let Some((_, close)) = PAIRS.iter().find(|(_, close)| rest.starts_with(close)) {
            add(Unfit::Braces, start..start + close.len());
            at = start + close.len();
        } else {
            at = start + 1;
        }
    }
}

/// Marks as new sites and patterns have them, in capitals; the first has its letters composed or not.
const MARKS: [&[&str]; 5] =
    [&["TÄYDENNÄ"], &["TA\u{308}YDENNA\u{308}"], &["FYLL", "I"], &["FILL", "IN"], &["TODO"]];

fn marks(text: &str, bold: bool, add: &mut dyn FnMut(Unfit, Range<usize>)) {
    for words in MARKS {
        let mut at = 0;
        while let Some(found) = text[at..].find(words[0]) {
            let start = at + found;
            at = start + words[0].len();
            let mut end = at;
            let is_whole = words[1..].iter().all(|word| {
                let rest = text[end..].trim_start();
                let blank = text.len() - end - rest.len();
                let follows = blank > 0 && rest.starts_with(word);
                if follows {
                    end += blank + word.len();
                }
                follows
            });
            if is_whole && stands_alone(text, &(start..end)) {
                add(Unfit::Mark, start..end);
            }
        }
    }
    let trimmed = text.trim();
    if bold && ["Täydennä:", "täydennä:", "Fyll i:", "fyll i:", "Fill in:", "fill in:"].contains(&trimmed)
    {
        let start = text.len() - text.trim_start().len();
        add(Unfit::Mark, start..start + trimmed.len());
    }
    let lower = text.to_ascii_lowercase();
    for (start, found) in lower.match_indices("lorem ipsum") {
        add(Unfit::Mark, start..start + found.len());
    }
}

/// Whether no letter or digit stands on either side.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    !joins(text[..range.start].chars().next_back()) && !joins(text[range.end..].chars().next())
}

/// Whether an address that is reached so may stand on a page.
fn unfit(reach: Option<Reach>, home: &Home) -> Option<Unfit> {
    reach.filter(|reach| home.keeps_out(*reach)).map(Unfit::Address)
}

/// Whether an address is one of the site itself.
fn is_own(address: &str, home: &Home) -> bool {
    !home.origin.is_empty()
        && address
            .strip_prefix(home.origin.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
}

fn whole_address(text: &str, home: &Home, add: &mut dyn FnMut(Unfit, Range<usize>)) {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    if trimmed.contains("{{")
        || trimmed.contains("{%")
        || trimmed.contains("%7B%7B")
        || trimmed.contains("%7B%25")
    {
        add(Unfit::Braces, start..start + trimmed.len());
    } else if is_own(trimmed, home) {
        // What a link to share the page carries is an address of the site as well.
    } else if let Some(unfit) = unfit(host::reach(trimmed), home) {
        add(unfit, start..start + trimmed.len());
    }
}

/// Addresses within a text, with their scheme or without.
fn addresses(text: &str, with_scheme_only: bool, home: &Home, add: &mut dyn FnMut(Unfit, Range<usize>)) {
    let mut told: Vec<Range<usize>> = Vec::new();
    for range in with_scheme(text) {
        let address = &text[range.clone()];
        if !is_own(address, home)
            && let Some(unfit) = unfit(host::reach(address), home)
        {
            add(unfit, range.clone());
        }
        told.push(range);
    }
    if with_scheme_only {
        return;
    }
    for (at, word) in words(text) {
        let range = at..at + word.len();
        if told.iter().any(|known| known.start < range.end && range.start < known.end) {
            continue;
        }
        if let Some(unfit) = bare(word).filter(|reach| home.keeps_out(*reach)) {
            add(Unfit::Address(unfit), range);
        }
    }
}

/// Where addresses with a scheme stand: `http://127.0.0.1:4711/`, `file:///C:/a.docx`.
pub(super) fn with_scheme(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (colon, _) in text.match_indices("://") {
        let is_scheme = |letter: &u8| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'-' | b'.');
        let length = text.as_bytes()[..colon].iter().rev().take_while(|byte| is_scheme(byte)).count();
        let start = colon - length;
        if length == 0 || found.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let rest = &text[colon + 3..];
        // Brackets are part of an address only around the host.
        let host = if rest.starts_with('[') { rest.find(']').map_or(0, |at| at + 1) } else { 0 };
        let ends = |letter: char| letter.is_whitespace() || "<>\"'`()[]{}|\\”“’»«".contains(letter);
        let end = rest[host..].find(ends).map_or(rest.len(), |length| host + length);
        let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '…', '*']);
        if !address.is_empty() {
            found.push(start..colon + 3 + address.len());
        }
    }
    found
}

/// The words of a text that could be a host.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let splits = |letter: char| letter.is_whitespace() || "<>\"'`(){}|\\,;”“’»«*!".contains(letter);
    text.split(splits).filter(|word| word.contains(['.', ':']) || *word == "localhost").map(|word| {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let trimmed = word.trim_end_matches(['.', ':', '?', '…']);
        (at, trimmed)
    })
}

/// Who reaches a word that is an address without its scheme; `None` for a word that is none.
fn bare(word: &str) -> Option<Reach> {
    let is_mail = word.contains('@');
    let address = word.rsplit('@').next().unwrap_or(word);
    let inner = address.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    if let Some((address, _)) = inner {
        let reach = host::of_ip(address.parse().ok()?);
        return (reach != Reach::Everybody).then_some(reach);
    }
    let end = address.find(['/', ':', '?', '#']).unwrap_or(address.len());
    let (host, behind) = address.split_at(end);
    let is_led_on = behind.len() > 1 && !behind.starts_with("::");
    let is_host =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    if !is_host || (!host.contains('.') && !host.eq_ignore_ascii_case("localhost")) {
        return None;
    }
    let reach = host::of_name(host);
    let lower = host.to_ascii_lowercase();
    let is_said = match reach {
        Reach::Everybody => false,
        Reach::Machine => true,
        Reach::Network if host.parse::<std::net::Ipv4Addr>().is_ok() => {
            // `10.1.2.3` may number a part of a document.
            is_led_on || lower.starts_with("192.168.") || lower.starts_with("169.254.")
        }
        Reach::Network => is_mail || is_led_on || lower.ends_with(".local"),
        Reach::Example => {
            let names = ["example.org", "example.com", "example.net"];
            is_mail
                || is_led_on
                || lower.starts_with("www.")
                || names.iter().any(|name| lower.ends_with(name))
        }
    };
    is_said.then_some(reach)
}

fn conflicts(text: &str, add: &mut dyn FnMut(Unfit, Range<usize>)) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end();
        if ['<', '=', '>', '|'].into_iter().any(|sign| merge::is_mark(written, sign)) {
            add(Unfit::Conflict, at..at + written.len());
        }
        at += line.len();
    }
}

fn misread(text: &str, add: &mut dyn FnMut(Unfit, Range<usize>)) {
    if text.is_ascii() {
        return;
    }
    let mut words: Vec<(Range<usize>, Vec<(Range<usize>, String)>)> = Vec::new();
    for (range, letters) in letters::misread(text) {
        let word = word_around(text, &range);
        match words.last_mut() {
            Some((last, parts)) if last.end >= word.end => parts.push((range, letters)),
            _ => words.push((word, vec![(range, letters)])),
        }
    }
    for (word, parts) in words {
        let mut meant = String::new();
        let mut at = word.start;
        for (range, letters) in parts {
            meant.push_str(text.get(at..range.start).unwrap_or_default());
            meant.push_str(&letters);
            at = range.end;
        }
        meant.push_str(text.get(at..word.end).unwrap_or_default());
        add(Unfit::Misread(meant), word);
    }
    let mut told = 0;
    for (at, sign) in text.match_indices('\u{fffd}') {
        if at >= told {
            let word = word_around(text, &(at..at + sign.len()));
            told = word.end;
            add(Unfit::Lost, word);
        }
    }
}

/// The word that a place stands in.
fn word_around(text: &str, range: &Range<usize>) -> Range<usize> {
    let ends = |letter: char| letter.is_whitespace() || "<>\"(),;:!?".contains(letter);
    let start = text[..range.start]
        .rfind(ends)
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[range.end..].find(ends).map_or(text.len(), |length| range.end + length);
    start..end
}

#[cfg(test)]
mod tests {
    use super::{Home, Unfit, find};
    use crate::model::host::Reach;
    use crate::render::sweep::pieces::Kind;

    const TEXT: Kind = Kind::Text { bold: false };

    fn hits(text: &str, kind: Kind, is_real: bool) -> Vec<String> {
        let home = Home { origin: "https://leader.fi".into(), is_real, is_near: None };
        find(text, kind, &home).into_iter().map(|hit| hit.written).collect()
    }

    #[test]
    fn what_must_not_be_published() {
        for (text, written) in [
            ("Raja on {{ pienhankkeen raja }}.", "{{ pienhankkeen raja }}"),
            ("{{ 8000 }}", "{{ 8000 }}"),
            ("{% if x %}", "{% if x %}"),
            ("alku {{ ja loppu", "{{ ja"),
            ("loppu }} jäi", "}}"),
            ("Otsikko {#tunnus}", "{#tunnus}"),
            ("TÄYDENNÄ: nimi", "TÄYDENNÄ"),
            ("(FILL IN)", "FILL IN"),
            ("FYLL\u{a0}I: namn", "FYLL\u{a0}I"),
            ("lue http://127.0.0.1:4711/a/.", "http://127.0.0.1:4711/a/"),
            ("katso localhost:4711/a", "localhost:4711/a"),
            ("lue [::1]:80 nyt", "[::1]:80"),
            ("(192.168.1.5)", "192.168.1.5"),
            ("palvelin.local, ja", "palvelin.local"),
            ("file:///C:/a.docx", "file:///C:/a.docx"),
            ("http://intra/ohje", "http://intra/ohje"),
            ("=======", "======="),
            ("<<<<<<< HEAD", "<<<<<<< HEAD"),
            ("näkyy HyrrÃ¤ssÃ¤, niin", "HyrrÃ¤ssÃ¤"),
            ("hyv\u{fffd}\u{fffd}", "hyv\u{fffd}\u{fffd}"),
            ("toimisto@example.org", "toimisto@example.org"),
            ("www.example.com/a", "www.example.com/a"),
        ] {
            assert!(
                hits(text, TEXT, true).contains(&written.to_owned()),
                "{text}: {:?}",
                hits(text, TEXT, true)
            );
        }
        assert_eq!(hits("Täydennä:", Kind::Text { bold: true }, false), ["Täydennä:"]);
        assert_eq!(hits("//localhost/a", Kind::Address, false), ["//localhost/a"]);
        assert_eq!(hits("mailto:a@example.org", Kind::Address, true), ["mailto:a@example.org"]);
    }

    #[test]
    fn what_may_be_published() {
        for text in [
            "Täydennä lomake huolellisesti. Täydennä: nimi ja osoite.",
            "Fill in the form. Fyll i blanketten.",
            "FILL INSIDE, TÄYDENNÄMME, KÄYTÄ",
            "{total} ja { ja }, 50 % # ja 100 %.",
            "kohta 10.1.2.3 ja versio 1.2.3.4, klo 12.30, 127.5 €",
            "paikallinen.fi, localhostissa, local ja Oy. Localia",
            "https://leader.fi/a, https://leader.fi",
            "http://www.finlex.fi/fi/laki/ajantasa/2023/20230617",
            "== otsikko ==, ======== ja >>",
            "esimerkki.test, kuva.example",
        ] {
            assert_eq!(hits(text, TEXT, true), Vec::<String>::new(), "{text}");
        }
        assert_eq!(hits("toimisto@example.org", TEXT, false), Vec::<String>::new());
        assert_eq!(hits("{{ x }} http://localhost", Kind::Code, true), Vec::<String>::new());
    }

    #[test]
    fn what_letters_were() {
        let hit = &find("HyrrÃ¤ssÃ¤ on", TEXT, &Home::default())[0];
        assert_eq!(hit.unfit, Unfit::Misread("Hyrrässä".into()));
        let hit = &find("http://[::1]:80/a", TEXT, &Home::default())[0];
        assert_eq!(hit.unfit, Unfit::Address(Reach::Machine));
    }
}
