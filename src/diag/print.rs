//! Messages as a person reads them in a terminal, and as a program reads them.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::Place;

/// How messages look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// With colours; the stream strips them where they are not wanted.
    Coloured,
    Plain,
}

impl Diagnostics {
    /// All messages, as text.
    pub fn render(&self, look: Look) -> String {
        let mut text = String::new();
        for message in self.sorted() {
            text.push_str(&render(message, look));
            text.push_str("\n\n");
        }
        text
    }
}

fn render(message: &Diagnostic, look: Look) -> String {
    let level = match message.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&message.title).id(message.code));
    if let Some((place, label)) = &message.place {
        group = add(group, place, label, AnnotationKind::Primary);
    }
    for (place, label) in &message.related {
        group = add(group, place, label, AnnotationKind::Context);
    }
    for note in &message.notes {
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(help) = &message.help {
        group = group.element(Level::HELP.message(help));
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

/// The messages for programs: a list of objects, in the order in which they are printed.
pub fn to_json(diagnostics: &Diagnostics) -> serde_json::Value {
    diagnostics
        .sorted()
        .into_iter()
        .map(|message| {
            let place = message.place.as_ref();
            let at = place.and_then(|(place, _)| place.line_column());
            serde_json::json!({
                "severity": match message.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                "code": message.code,
                "message": message.title,
                "file": place.map(|(place, _)| place.file.path.as_str()),
                "line": at.map(|(line, _)| line),
                "column": at.map(|(_, column)| column),
                "label": place.map(|(_, label)| label.as_str()).filter(|label| !label.is_empty()),
                "notes": message.notes,
                "help": message.help,
            })
        })
        .collect()
}
