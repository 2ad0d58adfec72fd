//! Where sentences end, in Finnish, Swedish and English.

use std::ops::Range;

/// Short forms with a point that does not end a sentence.
const WITHIN: &[&str] = &[
    // Finnish
    "esim", "mm", "ns", "nk", "ts", "klo", "puh", "ks", "vrt", "em", "ko", "lk", "milj", "mrd", "kpl", "ed",
    "os", "prof", "toim", "tj", "pj", "vt", "huom", "sis", "ml", "vs", "tri", "alk", "viim", "aik", "fil",
    "yht", "kk", "pv", "pnä", "virk", "synt", "ent", "mom", "kts", "par", "nro", // Swedish
    "bl", "kl", "ca", "resp", "nr", "tel", "st", "kap", "jfr", "fr", "inkl", "exkl", "ang", "avd",
    // English
    "mr", "mrs", "dr", "approx", "fig",
];

/// Short forms that often stand last: the next word tells.
const OFTEN_LAST: &[&str] = &["jne", "ym", "yms", "tms", "etc", "osv", "mfl", "m.m", "m.fl", "o.s.v", "a.m"];

/// The sentences of a text, as its bytes, without the blanks between them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    while let Some((at, sign)) = rest.next() {
        if !matches!(sign, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = at + sign.len_utf8();
        // Quotes and brackets that close belong to the sentence, and so do further signs.
        while let Some((next, closing)) = rest.peek().copied() {
            if !matches!(closing, '.' | '!' | '?' | '…' | '”' | '’' | '"' | '\'' | '»' | ')' | ']') {
                break;
            }
            end = next + closing.len_utf8();
            rest.next();
        }
        let behind = &text[end..];
        if !behind.starts_with(char::is_whitespace) {
            continue;
        }
        let next = behind.trim_start();
        let begins = next.chars().next().is_some_and(|first| {
            first.is_uppercase() || first.is_ascii_digit() || matches!(first, '”' | '"' | '(' | '–' | '[')
        });
        if begins && !(sign == '.' && goes_on(&text[start..at], next)) {
            push(text, start..end, &mut sentences);
            start = end;
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let written = &text[range.clone()];
    let start = range.start + (written.len() - written.trim_start().len());
    let end = range.end - (written.len() - written.trim_end().len());
    if start < end {
        sentences.push(start..end);
    }
}

/// Whether the sentence goes on behind a point, although what follows could begin one.
fn goes_on(before: &str, next: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '”', '"', '[', '’']);
    let lower = word.to_lowercase();
    let next_is_digit = next.starts_with(|first: char| first.is_ascii_digit());
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        // `1. 6. 2026`; but `klo 16. Tulokset` and `vuonna 2026. Haku` end.
        return next_is_digit && word.len() <= 2;
    }
    if OFTEN_LAST.contains(&lower.as_str()) && !next_is_digit {
        return false;
    }
    if WITHIN.contains(&lower.as_str()) {
        return true;
    }
    // `J. Virtanen`, `s. 5`, `t.ex.`, `fr.o.m.`
    let parts = word.split('.');
    let mut count = 0;
    for part in parts {
        count += 1;
        let letters = part.chars().count();
        if letters == 0 || letters > 2 || !part.chars().all(char::is_alphabetic) {
            return false;
        }
    }
    // A word of two letters is one; two parts of two letters are a short form.
    count > 1 || word.chars().count() == 1
}

/// How many words a text has.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The first words of a text, for messages.
pub(super) fn first_words(text: &str, most: usize) -> String {
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(most).collect();
    let first = first.join(" ");
    match words.next() {
        Some(_) => format!("{} …", first.trim_end_matches([',', '.', ';', ':'])),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::{sentences, words};

    #[test]
    fn sentences_end_where_readers_end_them() {
        let texts = [
            "Haku on auki.| Hae nyt!| Onko kysyttävää?",
            "Tukea saa esim. Joensuun, mm. Kontiolahden ja Liperin kylissä.| Kysy lisää.",
            "Haku päättyy 1.1.2026 klo 12.30.| Päätös tulee 1. 6. 2026.| Sen jälkeen alkaa työ.",
            "Haku päättyy 15. toukokuuta klo 16.| Tulokset kerrotaan kesällä.",
            "Kaudella 2023–2027.| Haku jatkuu.",
            "Palaveri, talkoot jne.| Muut kulut ym. menevät hakijalle.",
            "Hankkeen nimi (ks. Liite 2.) on vapaa.",
            "Hän sanoi: ”Tule mukaan!”| Minä tulin.",
            "Lue osoitteesta leader.fi.| Sieltä löytyy kaikki.",
            "J. Virtanen soitti.| Ks. s. 5.",
            "Stöd för t.ex. Kust och bl.a. Skärgård.| Sök nu.",
            "See e.g. Liperi, i.e. the town.| Ask Mr. Smith.",
            "Odota… vielä.| Nyt.",
            "Ei pistettä lopussa",
        ];
        for text in texts {
            let plain = text.replace('|', "");
            let found: Vec<&str> = sentences(&plain).into_iter().map(|range| &plain[range]).collect();
            let expected: Vec<&str> = text.split('|').map(str::trim).collect();
            assert_eq!(found, expected);
        }
        assert!(sentences("  ").is_empty());
        assert_eq!(words("Tuki – 8 000 € – maksetaan jälkikäteen."), 5);
    }
}
