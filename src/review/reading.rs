//! What makes a text hard to read: told of a page a few at a time, the worst first, so that it helps.

use std::ops::Range;

use super::prose::{Kind, Link, Prose, Run};
use super::sentences::{first_words, sentences, words};
use crate::diag::Diagnostics;
use crate::model::locale::Tongue;
use crate::model::page::Page;
use crate::model::site::{Lead, Site};
use crate::source::Place;

/// How many findings a page gets; more are counted.
const MOST: usize = 3;

/// Limits in words. Finnish has no articles and few prepositions: its words carry more.
struct Limits {
    sentence: usize,
    paragraph: usize,
    without_heading: usize,
}

impl Limits {
    fn of(tongue: Tongue) -> Self {
        match tongue {
            Tongue::Finnish => Self { sentence: 26, paragraph: 80, without_heading: 300 },
            Tongue::Swedish | Tongue::English => Self { sentence: 32, paragraph: 110, without_heading: 400 },
        }
    }
}

/// Words of links that say nothing about where they lead, read by themselves.
const EMPTY: &[&str] = &[
    "tästä",
    "tässä",
    "täältä",
    "täällä",
    "tänne",
    "lue lisää",
    "lisää",
    "lisätietoa",
    "lisätietoja",
    "linkki",
    "linkistä",
    "tästä linkistä",
    "tämän linkin kautta",
    "klikkaa",
    "klikkaa tästä",
    "klikkaa tätä",
    "klikkaa linkkiä",
    "paina tästä",
    "katso",
    "katso tästä",
    "katso lisää",
    "avaa",
    "avaa linkki",
    "lataa",
    "lataa tästä",
    "sivu",
    "sivulta",
    "tämä sivu",
    "verkkosivu",
    "verkkosivut",
    "nettisivut",
    "jatka",
    "här",
    "läs mer",
    "läs mera",
    "mer",
    "mera",
    "mer info",
    "länk",
    "länken",
    "klicka här",
    "klicka",
    "här finns mer",
    "sida",
    "sidan",
    "here",
    "click here",
    "click",
    "read more",
    "more",
    "more info",
    "learn more",
    "link",
    "this link",
    "this page",
    "page",
    "this",
    "see here",
    "download",
];

/// Words in capitals that follow one another, before they count as shouting.
const CAPITALS: usize = 4;

enum Finding<'p> {
    Sentence { run: &'p Run, range: Range<usize>, words: usize },
    Paragraph { run: &'p Run, words: usize },
    Wall { runs: Vec<&'p Run>, words: usize },
    EmptyLink(&'p Link),
    BareLink(&'p Link),
    PlainAddress { run: &'p Run, range: Range<usize> },
    Capitals { run: &'p Run, range: Range<usize> },
}

/// Looks at the text of a page.
pub(super) fn page(site: &Site, page: &Page, prose: &Prose, diags: &mut Diagnostics) {
    let limits = Limits::of(site.languages[page.language].locale.tongue());
    // By weight: a thousand is just too much.
    let mut findings: Vec<(usize, Finding<'_>)> = Vec::new();
    let mut note = |weight: usize, finding| findings.push((weight, finding));
    let mut since_heading: Vec<&Run> = Vec::new();
    for run in &prose.runs {
        match run.kind {
            Kind::Heading | Kind::Other => wall(&mut since_heading, &limits, &mut note),
            Kind::Paragraph | Kind::Item => since_heading.push(run),
        }
        if let Some(range) = run.plain_address() {
            note(1400, Finding::PlainAddress { run, range });
        }
        if run.kind == Kind::Other {
            continue;
        }
        let masked = run.masked();
        if let Some(range) = capitals(&masked) {
            note(1200, Finding::Capitals { run, range });
        }
        if run.kind == Kind::Heading {
            continue;
        }
        for range in sentences(&masked) {
            let words = words(&masked[range.clone()]);
            if words > limits.sentence {
                note(words * 1000 / limits.sentence, Finding::Sentence { run, range, words });
            }
        }
        let words = words(&masked);
        if words > limits.paragraph {
            note(words * 1000 / limits.paragraph, Finding::Paragraph { run, words });
        }
    }
    wall(&mut since_heading, &limits, &mut note);
    for link in &prose.links {
        if link.has_picture || !link.url.contains(['/', '.', '#']) || link.url.starts_with("mailto:") {
            continue;
        }
        // An e-mail address that shows is what a reader writes down.
        if link.url.contains('@') && !link.url.contains('/') {
            continue;
        }
        if is_bare(link) {
            note(1300, Finding::BareLink(link));
        } else if is_empty(&link.text) {
            note(1500, Finding::EmptyLink(link));
        }
    }
    // The worst first; among equals the first on the page.
    findings.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let more = findings.len().saturating_sub(MOST);
    findings.truncate(MOST);
    let last = findings.len();
    for (number, (_, finding)) in findings.into_iter().enumerate() {
        let more = if number + 1 == last { more } else { 0 };
        tell(site, page, finding, &limits, more, diags);
    }
}

/// Notes a text that goes on for long without a heading, a table or a picture.
fn wall<'p>(runs: &mut Vec<&'p Run>, limits: &Limits, note: &mut impl FnMut(usize, Finding<'p>)) {
    let words = runs.iter().map(|run| words(&run.text)).sum();
    let runs = std::mem::take(runs);
    if words > limits.without_heading && runs.len() > 1 {
        note(words * 1000 / limits.without_heading, Finding::Wall { runs, words });
    }
}

fn tell(site: &Site, page: &Page, found: Finding<'_>, limits: &Limits, more: usize, diags: &mut Diagnostics) {
    let place = |range: Range<usize>| Place::bytes(&page.source.file, range);
    match found {
        Finding::Sentence { run, range, words } => {
            let cut = cut_of(&run.text, &range).map(|at| first_words(&run.text[at..range.end], 4));
            let shown = start_of(&run.text, &range);
            diags.long_sentence(&place(run.source(shown)), words, limits.sentence, cut.as_deref(), more);
        }
        Finding::Paragraph { run, words } => {
            let all = sentences(&run.masked());
            let middle = run.text.len() / 2;
            let cut = all.iter().skip(1).min_by_key(|sentence| sentence.start.abs_diff(middle));
            let cut = cut.map(|sentence| first_words(&run.text[sentence.clone()], 4));
            let shown = start_of(&run.text, &(0..run.text.len()));
            diags.long_paragraph(&place(run.source(shown)), words, limits.paragraph, cut.as_deref(), more);
        }
        Finding::Wall { runs, words } => {
            let mut half = 0;
            let middle = runs.iter().skip(1).filter(|run| run.kind == Kind::Paragraph).find(|run| {
                half += self::words(&run.text);
                half * 2 >= words
            });
            let middle = middle.unwrap_or(&runs[runs.len() / 2]);
            let shown = start_of(&middle.text, &(0..middle.text.len()));
            let before = first_words(&middle.text, 4);
            diags.few_headings(&place(middle.source(shown)), words, &before, more);
        }
        Finding::EmptyLink(link) => {
            let title = title_behind(site, page, link);
            diags.empty_link_words(&place(link.range.clone()), &link.text, &link.url, title, more);
        }
        Finding::BareLink(link) => {
            let title = title_behind(site, page, link);
            diags.bare_link(&place(link.range.clone()), &link.url, title, more);
        }
        Finding::PlainAddress { run, range } => {
            let written = &run.text[range.clone()];
            let url =
                if written.starts_with("www.") { format!("https://{written}") } else { written.to_owned() };
            diags.plain_address(&place(run.source(range)), &url, more);
        }
        Finding::Capitals { run, range } => {
            let calm = calm(&run.text[range.clone()]);
            diags.many_capitals(&place(run.source(range)), &calm, more);
        }
    }
}

/// The first words of a sentence: a mark under all of it would be longer than a line.
fn start_of(text: &str, range: &Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let end = written
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace())
        .nth(5)
        .map_or(written.trim_end().len(), |(at, _)| at);
    range.start..range.start + end
}

/// Where a long sentence is best cut in two: near its middle, where a clause begins.
fn cut_of(text: &str, range: &Range<usize>) -> Option<usize> {
    /// What can stand by itself goes before what hangs on another clause.
    const MARKS: [&[&str]; 3] = [
        &[
            "; ",
            " – ",
            ", ja ",
            ", mutta ",
            ", joten ",
            ", sillä ",
            ", kunhan ",
            ", vaikka ",
            ", och ",
            ", men ",
            ", så ",
            ", and ",
            ", but ",
            ", so ",
        ],
        &[", jos ", ", kun ", ", joka ", ", jotka ", ", om ", ", när ", ", if ", ", when "],
        &[", ", " ja ", " sekä ", " och ", " and "],
    ];
    let sentence = &text[range.clone()];
    let middle = sentence.len() / 2;
    let nearest = |marks: &[&str]| {
        let starts = marks.iter().flat_map(|mark| {
            sentence.match_indices(mark).map(|(at, _)| at + mark.find(' ').map_or(0, |blank| blank + 1))
        });
        // A cut near an end leaves the rest as long as it was.
        starts
            .filter(|at| at.abs_diff(middle) * 10 <= sentence.len() * 4)
            .min_by_key(|at| at.abs_diff(middle))
    };
    MARKS.iter().find_map(|marks| nearest(marks)).map(|at| range.start + at)
}

fn is_bare(link: &Link) -> bool {
    let text = link.text.trim();
    link.is_bare
        || text == link.url
        || ["http://", "https://", "www."].iter().any(|start| text.starts_with(start))
}

fn is_empty(text: &str) -> bool {
    let plain = text.trim().trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    EMPTY.contains(&plain.as_str())
}

/// The title of the page that a link leads to, if it is one of this site.
fn title_behind<'s>(site: &'s Site, page: &Page, link: &Link) -> Option<&'s str> {
    match site.lead(&site.languages[page.language].code, &page.path, &link.url)? {
        (Lead::Page(page), _) => Some(site.pages[page].title.value.as_str()),
        _ => None,
    }
}

/// The first run of words in capitals. Short forms between commas are none.
fn capitals(text: &str) -> Option<Range<usize>> {
    let mut found: Option<(Range<usize>, usize, usize)> = None;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += word.len();
        let word = word.trim_end();
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        let loud = letters >= 2 && !word.contains(char::is_lowercase) && !word.contains(['_', '/', '=']);
        if letters == 0 && found.is_some() {
            continue;
        }
        if !loud {
            if let Some((range, _, _)) = found.take_if(|(_, words, letters)| is_loud(*words, *letters)) {
                return Some(range);
            }
            found = None;
            continue;
        }
        let run = found.get_or_insert((start..start, 0, 0));
        run.0.end = start + word.len();
        run.1 += 1;
        run.2 += letters;
        if word.ends_with(',')
            && let Some((range, _, _)) = found.take().filter(|(_, words, letters)| is_loud(*words, *letters))
        {
            return Some(range);
        }
    }
    found.filter(|(_, words, letters)| is_loud(*words, *letters)).map(|(range, ..)| range)
}

fn is_loud(words: usize, letters: usize) -> bool {
    words >= CAPITALS && letters >= CAPITALS * 4
}

/// Words in capitals as they read in small letters.
fn calm(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{capitals, cut_of, is_empty};

    #[test]
    fn shouting_is_told_from_short_forms() {
        let loud = |text: &str| capitals(text).map(|range| text[range].to_owned());
        assert_eq!(
            loud("Nyt: HAKU PÄÄTTYY JO TÄNÄÄN! Ehdi mukaan.").as_deref(),
            Some("HAKU PÄÄTTYY JO TÄNÄÄN!")
        );
        assert_eq!(loud("EU, ELY, YEL, TYEL ja ALV"), None);
        assert_eq!(loud("MAASEUTURAHASTO EAKR"), None);
        assert_eq!(loud("Tuki on 50 %."), None);
    }

    #[test]
    fn long_sentences_are_cut_where_a_clause_begins() {
        let text =
            "Hakija voi hakea tukea vain kerran vuodessa, mutta päätös tehdään aina yhdessä muiden kanssa.";
        let cut = cut_of(text, &(0..text.len())).expect("a cut");
        assert!(text[cut..].starts_with("mutta"));
        assert_eq!(cut_of("Sana.", &(0..5)), None);
    }

    #[test]
    fn links_that_say_nothing() {
        assert!(is_empty("Tästä") && is_empty("Lue lisää »") && is_empty(" click  here. "));
        assert!(!is_empty("Pienhankkeen hakeminen") && !is_empty(""));
    }
}
