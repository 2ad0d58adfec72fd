//! Messages as a person reads them in a terminal, and as a program reads them.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity, Tongue, Words};
use crate::source::Place;

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
        for message in self.sorted() {
            text.push_str(&render(message, look, tongue));
            text.push_str("\n\n");
        }
        text
    }
}

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
    let mut group = Group::with_title(level.primary_title(message.title.told_in(tongue)).id(message.code));
    if let Some((place, label)) = &message.place {
        group = add(group, place, label.told_in(tongue), AnnotationKind::Primary);
    }
    for (place, label) in &message.related {
        group = add(group, place, label.told_in(tongue), AnnotationKind::Context);
    }
    for words in &message.notes {
        group = group.element(note.clone().message(words.told_in(tongue)));
    }
    if let Some(words) = &message.help {
        group = group.element(help.message(words.told_in(tongue)));
    }
    let renderer = match look {
        Look::Coloured => Renderer::styled(),
        Look::Plain => Renderer::plain(),
    };
    renderer.render(&[group])
}

fn add<'m>(group: Group<'m>, place: &'m Place, label: &'m str, kind: AnnotationKind) -> Group<'m> {
    let file = &place.file;
    match place.range() {
        Some(range) => {
            let annotation = kind.span(range);
            let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
            group.element(Snippet::source(&file.text).path(&file.path).annotation(annotation))
        }
        None => group.element(annotate_snippets::Origin::path(&file.path)),
    }
}

/// A cure for programs. Places are bytes of the file, without a byte order mark.
fn fix(fix: &super::Fix) -> serde_json::Value {
    let edits = fix.edits.iter().map(|edit| {
        serde_json::json!({"start": edit.place.start, "end": edit.place.end, "text": edit.text})
    });
    serde_json::json!({
        "file": fix.file.path,
        "certain": fix.is_certain,
        "edits": edits.collect::<Vec<_>>(),
    })
}

/// The messages for programs: a list of objects, in the order in which they are printed.
pub fn to_json(diagnostics: &Diagnostics, tongue: Tongue) -> serde_json::Value {
    let words = |words: &Words| words.told_in(tongue).to_owned();
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
                "file": place.map(|(place, _)| place.file.path.as_str()),
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
