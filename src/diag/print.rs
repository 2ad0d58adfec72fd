//! Messages as a person reads them in a terminal, and as a program reads them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity, Tongue, Words, say};
use crate::source::characters::{is_hidden, shown as printable};
use crate::source::{Place, SourceFile};

/// How messages look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// With colours; the stream strips them where they are not wanted.
    Coloured,
    Plain,
}

impl Diagnostics {
    /// All messages, as text in each language.
    pub fn in_words(&self, look: Look) -> Words {
        let [en, fi] = [Tongue::English, Tongue::Finnish].map(|tongue| self.render(look, tongue).into());
        Words { en, fi }
    }

    /// All messages, as text.
    pub fn render(&self, look: Look, tongue: Tongue) -> String {
        let mut text = String::new();
        // How many messages of each file were left out.
        let mut left_out: BTreeMap<&str, usize> = BTreeMap::new();
        let mut shown_of: BTreeMap<&str, usize> = BTreeMap::new();
        for message in self.sorted() {
            if let Some((place, _)) = &message.place {
                let shown = shown_of.entry(&place.file.path).or_default();
                *shown += 1;
                if *shown > MOST_OF_FILE {
                    *left_out.entry(&place.file.path).or_default() += 1;
                    continue;
                }
            }
            text.push_str(&render(message, look, tongue));
            text.push_str("\n\n");
        }
        for (path, count) in left_out {
            let path = shown(path);
            let words = say!(
                "`{path}` has {count} more: mend those above, and run this again; `check --json` lists them all",
                "tiedostossa `{path}` on lisäksi {count}: korjaa edelliset ja aja tämä uudelleen; `check --json` luettelee kaikki"
            );
            text.push_str(words.told_in(tongue));
            text.push_str("\n\n");
        }
        text
    }
}

/// A word of a message that is longer is shown by its beginning and its end, in bytes.
const LONG_WORD: usize = 400;
const SHOWN_OF_WORD: usize = 120;
/// The same of a whole sentence.
const LONG_SENTENCE: usize = 6_000;
const SHOWN_OF_SENTENCE: usize = 2_000;

/// Words of a message as they can be shown: without characters that nobody sees, and no longer than anybody
/// reads, whatever an author's file quotes into them.
fn shown(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    let has_long_word =
        text.len() > LONG_WORD && text.split(char::is_whitespace).any(|word| word.len() > LONG_WORD);
    if !has_long_word && text.len() <= LONG_SENTENCE {
        return text;
    }
    let words = text.split_inclusive(char::is_whitespace);
    let short: String = words.map(|word| middle_out(word, LONG_WORD, SHOWN_OF_WORD)).collect();
    middle_out(&short, LONG_SENTENCE, SHOWN_OF_SENTENCE).into_owned().into()
}

/// A text that is too long, with `…` for its middle.
fn middle_out(text: &str, most: usize, beside: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return text.into();
    }
    let (start, end) = (text.floor_char_boundary(beside), text.ceil_char_boundary(text.len() - beside));
    format!("{}…{}", &text[..start], &text[end..]).into()
}

/// Of one file as many messages are shown as anybody reads at once.
const MOST_OF_FILE: usize = 100;

fn render(message: &Diagnostic, look: Look, tongue: Tongue) -> String {
    let english = tongue == Tongue::English;
    let level = match message.severity {
        Severity::Error if english => Level::ERROR,
        Severity::Error => Level::ERROR.with_name("virhe"),
        Severity::Warning if english => Level::WARNING,
        Severity::Warning => Level::WARNING.with_name("varoitus"),
    };
    let note = if english { Level::NOTE } else { Level::NOTE.with_name("huomaa") };
    let help = if english { Level::HELP } else { Level::HELP.with_name("ohje") };
    let told = |words: &'_ Words| shown(words.told_in(tongue)).into_owned();
    let mut group = Group::with_title(level.primary_title(told(&message.title)).id(message.code));
    if let Some((place, label)) = &message.place {
        group = add(group, place, told(label), AnnotationKind::Primary);
    }
    for (place, label) in message.related.iter().take(MOST_RELATED) {
        group = add(group, place, told(label), AnnotationKind::Context);
    }
    let more = message.related.len().saturating_sub(MOST_RELATED);
    if more > 0 {
        let words = say!("and in {more} more places", "ja lisäksi {more} muussa kohdassa");
        group = group.element(note.clone().message(told(&words)));
    }
    for words in &message.notes {
        group = group.element(note.clone().message(told(words)));
    }
    if let Some(words) = &message.help {
        group = group.element(help.message(told(words)));
    }
    let renderer = match look {
        Look::Coloured => Renderer::styled(),
        Look::Plain => Renderer::plain(),
    };
    let text = without_empty_origins(renderer.render(&[group]));
    // Whatever a file holds: nothing that a terminal would act on comes out but the colours.
    let is_ours = |letter: char| letter == '\u{1b}' && look == Look::Coloured;
    if text.chars().any(|letter| is_hidden(letter) && !is_ours(letter)) {
        return text
            .chars()
            .map(|letter| if is_hidden(letter) && !is_ours(letter) { '\u{fffd}' } else { letter })
            .collect();
    }
    text
}

/// Without the lines that name no file: an excerpt of a long line stands below the name that is written
/// by itself, and would be taken for one of another file.
fn without_empty_origins(text: String) -> String {
    if !text.contains(":::") {
        return text;
    }
    let is_empty = |line: &str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    text.split('\n').filter(|line| !is_empty(line)).collect::<Vec<_>>().join("\n")
}

/// Of a mistake that is made in very many places, as many are shown as anybody looks at.
const MOST_RELATED: usize = 50;

/// A longer line is shown only around the place that is meant.
const LONG_LINE: usize = 2_000;

/// How much of a long line is shown: of the place itself, and to either side of it.
const SHOWN_OF_PLACE: usize = 120;
const SHOWN_BESIDE: usize = 60;

fn add<'m>(group: Group<'m>, place: &'m Place, label: String, kind: AnnotationKind) -> Group<'m> {
    let file = &*place.file;
    let path = shown(&file.path);
    let Some(range) = place.range() else { return group.element(Origin::path(path)) };
    let annotated = |range: Range<usize>| {
        let annotation = kind.span(range);
        if label.is_empty() { annotation } else { annotation.label(label.clone()) }
    };
    // The lines that are meant and one to either side: a file may be long, and have many mistakes.
    let first = file.line_of(range.start);
    let last = file.line_of(range.end.max(range.start));
    let (above, below) = (first.saturating_sub(1), last + 1);
    let lines = file.line(above).start..file.line(below).end;
    let is_long = (above..=below).any(|line| file.line(line).len() > LONG_LINE);
    if !is_long {
        let inside = range.start - lines.start..range.end - lines.start;
        let snippet = Snippet::source(&file.text[lines]).line_start(above + 1).path(path);
        return group.element(snippet.annotation(annotated(inside)));
    }
    let (excerpt, inside) = excerpt(file, first, range);
    let mut origin = Origin::path(path);
    if let Some((line, column)) = place.line_column() {
        origin = origin.line(line).char_column(column);
    }
    group
        .element(origin)
        .element(Snippet::source(excerpt).line_start(first + 1).annotation(annotated(inside)))
}

/// The part of a long line around a place, and the place in it.
fn excerpt(file: &SourceFile, line: usize, range: Range<usize>) -> (Cow<'_, str>, Range<usize>) {
    let whole = file.line(line);
    let written = file.text[whole.clone()].trim_end_matches(['\n', '\r']);
    let start = (range.start - whole.start).min(written.len());
    let end = (range.end.saturating_sub(whole.start)).clamp(start, written.len());
    let behind = |at: usize, count: usize| {
        written[at..].char_indices().nth(count).map_or(written.len(), |(length, _)| at + length)
    };
    let end = end.min(behind(start, SHOWN_OF_PLACE));
    let from = written[..start].char_indices().rev().nth(SHOWN_BESIDE - 1).map_or(0, |(at, _)| at);
    let to = behind(end, SHOWN_BESIDE);
    let (left, right) = (if from > 0 { "… " } else { "" }, if to < written.len() { " …" } else { "" });
    let shift = |at: usize| at - from + left.len();
    (format!("{left}{}{right}", &written[from..to]).into(), shift(start)..shift(end))
}

/// A cure for programs. Places are bytes of the file, without a byte order mark.
fn fix(fix: &super::Fix) -> serde_json::Value {
    let edits = fix
        .edits
        .iter()
        .map(|edit| serde_json::json!({"start": edit.place.start, "end": edit.place.end, "text": edit.text}));
    serde_json::json!({
        "file": fix.file.path,
        "certain": fix.is_certain,
        "edits": edits.collect::<Vec<_>>(),
    })
}

/// The messages for programs: a list of objects, in the order in which they are printed.
pub fn to_json(diagnostics: &Diagnostics, tongue: Tongue) -> serde_json::Value {
    let words = |words: &Words| shown(words.told_in(tongue)).into_owned();
    diagnostics
        .sorted()
        .into_iter()
        .map(|message| {
            let place = message.place.as_ref();
            let at = place.and_then(|(place, _)| place.line_column());
            serde_json::json!({
                "severity": message.severity.id(),
                "code": message.code,
                "message": words(&message.title),
                "file": place.map(|(place, _)| shown(&place.file.path)),
                "line": at.map(|(line, _)| line),
                "column": at.map(|(_, column)| column),
                "label": place.map(|(_, label)| words(label)).filter(|label| !label.is_empty()),
                "notes": message.notes.iter().map(words).collect::<Vec<_>>(),
                "help": message.help.as_ref().map(words),
                "fix": message.fix.as_ref().map(fix),
            })
        })
        .collect()
}
