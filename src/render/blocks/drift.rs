//! Finds amounts and percentages typed into prose that are values of the rules: they would stay
//! behind when the rule changes.
//!
//! Equal numbers mean different things: an association turns 15, volunteers must be 15. So a number is a
//! value of the rules only where the words around it are those of the value: the words by which the rules
//! name it and say why there is such a value, in any of their forms.

use std::ops::Range;

use rust_decimal::Decimal;

use super::amounts::{Amount, amounts};
use crate::model::quantity::Unit;
use crate::model::rules::RuleBook;
use crate::model::texts::RuleTexts;
use crate::render::references::TypedValue;

/// The values to look for, with the references to write instead.
#[derive(Debug)]
pub(super) struct Drift {
    values: Vec<Value>,
}

#[derive(Debug)]
struct Value {
    unit: Unit,
    amounts: Vec<Decimal>,
    /// `param.small_total_max`
    reference: String,
    /// The words of its name, and whether each alone says what is meant.
    name: Vec<(String, bool)>,
    /// The words that say why there is such a value.
    reason: Vec<String>,
}

impl Drift {
    pub(super) fn new(rules: &RuleBook, texts: &RuleTexts) -> Self {
        let values = rules.parameters.iter().map(|parameter| {
            let id = &parameter.id.value;
            let name = words(&texts.words(&format!("parameter.{id}")));
            let reason = words(&texts.words(&format!("parameter_reason.{id}")));
            Value {
                unit: parameter.unit,
                amounts: parameter.values.iter().map(|dated| dated.value.value.normalize()).collect(),
                reference: format!("param.{id}"),
                name: name.into_iter().map(|word| (word.clone(), !is_weak(&word))).collect(),
                reason: reason.into_iter().filter(|word| !is_weak(word)).collect(),
            }
        });
        Self { values: values.collect() }
    }

    /// The typed values. `beside` are words that belong to the text, such as those of the same row of
    /// a table.
    pub(super) fn find(&self, text: &str, beside: &str) -> Vec<TypedValue> {
        let mut found = Vec::new();
        for Amount { range, unit, value, is_plain } in amounts(text) {
            let mut meant: Vec<&Value> = self
                .values
                .iter()
                .filter(|known| known.unit == unit && known.amounts.contains(&value))
                .collect();
            if meant.is_empty() {
                continue;
            }
            let around = words(&format!("{} {beside}", around(text, &range)));
            let best = meant.iter().map(|value| value.weight(&around)).max().unwrap_or(0);
            meant.retain(|value| value.weight(&around) == best);
            if best >= ENOUGH {
                let references = meant.into_iter().map(|value| value.reference.clone()).collect();
                found.push(TypedValue { range, references, is_plain });
            }
        }
        found
    }
}

/// So much says what is meant: one word of the name, or two that say little by themselves.
const ENOUGH: usize = 2;

impl Value {
    fn weight(&self, around: &[String]) -> usize {
        let is_there = |word: &str| around.iter().any(|other| is_same(word, other));
        let named: usize = self
            .name
            .iter()
            .filter(|(word, _)| is_there(word))
            .map(|(_, says_it)| if *says_it { 2 } else { 1 })
            .sum();
        let reasons = self.reason.iter().filter(|word| is_there(word)).count();
        named + reasons.min(2)
    }
}

/// The sentence around a place, and the one before it where that is short.
fn around<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let ends = |at: usize, sign: char| {
        let behind = &text[at + sign.len_utf8()..];
        let mut letters = behind.trim_start_matches(['”', '"', '’', ')']).chars();
        letters.next().is_none_or(char::is_whitespace)
            && behind
                .trim_start()
                .chars()
                .next()
                .is_none_or(|next| !next.is_lowercase() && !next.is_ascii_digit())
    };
    let mut starts: Vec<usize> = text[..range.start]
        .char_indices()
        .filter(|(at, sign)| matches!(sign, '.' | '!' | '?') && ends(*at, *sign))
        .map(|(at, sign)| at + sign.len_utf8())
        .collect();
    let end = text[range.end..]
        .char_indices()
        .find(|(at, sign)| matches!(sign, '.' | '!' | '?') && ends(range.end + at, *sign))
        .map_or(text.len(), |(at, _)| range.end + at);
    let start = starts.pop().unwrap_or(0);
    let is_short = text[start..end].split_whitespace().count() < 6;
    let start = if is_short { starts.pop().unwrap_or(0) } else { start };
    &text[start..end]
}

/// The words of a text that say something, in small letters.
fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphabetic())
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > 3 && !STOP.contains(&word.as_str()))
        .map(|word| if is_support(&word) { "tuki".to_owned() } else { word })
        .collect()
}

/// `tuki`, `tukea`, `tuen`, `tuettu`: forms that share three letters only; and words that begin or end
/// with it.
fn is_support(word: &str) -> bool {
    ["tuki", "tuke", "tuen", "tueks", "tuell", "tuest", "tuett", "tueta"]
        .iter()
        .any(|form| word.starts_with(form))
        || ["tuki", "tuen", "tukea", "tuesta", "tukeen"].iter().any(|form| word.ends_with(form))
}

/// Whether two words are forms of one, or one is a part of the other.
fn is_same(key: &str, word: &str) -> bool {
    let (one, other) = (key.chars().count(), word.chars().count());
    let (short, long) = (one.min(other), one.max(other));
    let shared = key.chars().zip(word.chars()).take_while(|(one, other)| one == other).count();
    let stem = |word: &str, length: usize| word.chars().take(length.saturating_sub(3)).collect::<String>();
    key == word
        || shared >= 6
        || shared >= 5 && shared + 4 >= short
        || shared >= 4 && shared + 2 >= short && long - short <= 4
        || other >= 7 && key.contains(&stem(word, other))
        || one >= 7 && word.contains(&stem(key, one))
}

/// Words that name many values: they say what is meant only together. By how they begin, and how many
/// letters may follow.
const WEAK: &[(&str, usize)] = &[
    ("hanke", 6),
    ("hankkee", 8),
    ("arvo", 5),
    ("kesto", 4),
    ("kestä", 5),
    ("osuu", 6),
    ("osuus", 3),
    ("osa", 4),
    ("suuri", 5),
    ("suure", 5),
    ("suurin", 4),
    ("pieni", 6),
    ("piene", 7),
    ("pient", 4),
    ("hinta", 6),
    ("hinna", 5),
    ("tekij", 7),
    ("maksa", 5),
    ("maksu", 5),
    ("tunti", 5),
    ("tunni", 5),
    ("tunte", 5),
    ("prosent", 8),
    ("vuosi", 4),
    ("vuode", 4),
    ("vuotta", 2),
    ("euro", 4),
    ("laske", 6),
    ("lisä", 4),
    ("myönn", 8),
    ("myönt", 6),
    ("hake", 5),
    ("haet", 5),
    ("jonka", 0),
    ("aika", 4),
    ("määrä", 5),
    ("kokonais", 3),
    ("yhteen", 6),
    ("julki", 5),
    ("projekt", 4),
    ("liten", 0),
    ("litet", 0),
    ("lilla", 0),
    ("små", 6),
    ("högst", 2),
    ("lägst", 2),
    ("minst", 2),
    ("värde", 4),
    ("andel", 4),
    ("pris", 5),
    ("tillägg", 4),
    ("gäller", 0),
    ("krav", 3),
    ("läng", 3),
    ("ålder", 3),
    ("bevilj", 4),
    ("total", 2),
    ("timme", 3),
    ("project", 2),
    ("small", 3),
    ("maximum", 0),
    ("minimum", 0),
    ("value", 2),
    ("share", 2),
    ("price", 2),
    ("hour", 2),
    ("work", 4),
    ("length", 1),
    ("granted", 0),
    ("cost", 2),
    ("rate", 2),
];

fn is_weak(word: &str) -> bool {
    WEAK.iter()
        .any(|(start, more)| word.strip_prefix(start).is_some_and(|rest| rest.chars().count() <= *more))
}

/// Words that say nothing of what is meant.
const STOP: &[&str] = &[
    "joka",
    "jonka",
    "jota",
    "jolla",
    "johon",
    "jotka",
    "joten",
    "jotta",
    "koska",
    "kuin",
    "myös",
    "muut",
    "muuta",
    "muista",
    "muu",
    "tämä",
    "tämän",
    "tätä",
    "tässä",
    "tällä",
    "nämä",
    "niiden",
    "siinä",
    "siitä",
    "sitä",
    "sille",
    "sille",
    "vaikka",
    "olla",
    "ovat",
    "olisi",
    "oltava",
    "olleet",
    "voi",
    "voivat",
    "kaikki",
    "kaikille",
    "kaikkien",
    "sama",
    "saman",
    "samaa",
    "enintään",
    "vähintään",
    "verran",
    "mukaan",
    "mukana",
    "luettuna",
    "kohti",
    "noin",
    "aivan",
    "yksi",
    "yhden",
    "ensin",
    "sekä",
    "taikka",
    "eikä",
    "mutta",
    "heti",
    "siksi",
    "yhtä",
    "sopii",
    "kanssa",
    "ennen",
    "jälkeen",
    "saakka",
    "asti",
    "alle",
    "yli",
    "inte",
    "eller",
    "också",
    "samma",
    "alla",
    "detta",
    "denna",
    "dessa",
    "över",
    "under",
    "från",
    "till",
    "efter",
    "vars",
    "vilka",
    "vilken",
    "skulle",
    "kunna",
    "måste",
    "annat",
    "andra",
    "finns",
    "mycket",
    "länge",
    "ingår",
    "räknas",
    "igen",
    "sina",
    "sitt",
    "that",
    "this",
    "these",
    "those",
    "must",
    "with",
    "from",
    "when",
    "what",
    "which",
    "whose",
    "same",
    "other",
    "another",
    "least",
    "most",
    "more",
    "than",
    "they",
    "their",
    "there",
    "here",
    "also",
    "much",
    "many",
    "been",
    "were",
    "will",
    "have",
    "shown",
];

#[cfg(test)]
mod tests {
    use super::{is_same, is_support, is_weak};

    #[test]
    fn forms_of_a_word() {
        for (key, word) in [
            ("pienhankkeen", "pienhanke"),
            ("pienhankkeen", "pienhankkeiden"),
            ("talkootunnin", "talkootyöstä"),
            ("talkootunnin", "talkoissa"),
            ("kokonaiskustannukset", "kustannukset"),
            ("palkoista", "palkat"),
            ("totalkostnader", "totalkostnaderna"),
            ("talkotimme", "talkotimmar"),
        ] {
            assert!(is_same(key, word), "{key} {word}");
        }
        for (key, word) in [("palkoista", "palkinto"), ("pienhankkeen", "pieni"), ("maapohjan", "maanantai")]
        {
            assert!(!is_same(key, word), "{key} {word}");
        }
        assert!(is_support("tuettu") && is_support("hanketuen") && !is_support("tulos"));
        assert!(
            is_weak("hankkeen") && is_weak("pieni") && !is_weak("pienhanke") && !is_weak("kehittämishanke")
        );
    }
}
