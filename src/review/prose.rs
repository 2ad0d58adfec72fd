//! The running text of a page, with the places of its words in the file.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::sentences;
use crate::model::page::Page;
use crate::render::markdown::OPTIONS;

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub runs: Vec<Run>,
    pub links: Vec<Link>,
    /// Addresses of pictures, with their bytes in the file.
    pub pictures: Vec<(String, Range<usize>)>,
    /// What `{{ … }}` in the text name.
    pub names: Vec<String>,
}

/// One piece of text that is read in one go.
#[derive(Debug)]
pub(super) struct Run {
    pub kind: Kind,
    pub text: String,
    /// Bytes of `text` that are a link or code, and no plain words.
    marked: Vec<Range<usize>>,
    /// Where in `text` each piece begins, and its bytes in the file.
    pieces: Vec<(usize, Range<usize>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Item,
    Heading,
    /// A cell of a table, code, a picture, or a block of the rules: nothing that is read in sentences.
    Other,
}

#[derive(Debug)]
pub(super) struct Link {
    pub url: String,
    pub text: String,
    /// All of it, in the file.
    pub range: Range<usize>,
    /// Written as nothing but the address.
    pub is_bare: bool,
    /// Shows a picture, which has words of its own.
    pub has_picture: bool,
}

/// Reads the Markdown of a page.
pub(super) fn read(page: &Page) -> Prose {
    let offset = page.source.body;
    let markdown = &page.source.file.text[offset..];
    let mut prose = Prose::default();
    let mut kinds = vec![Kind::Paragraph];
    let mut run = Run::new(Kind::Paragraph);
    let mut link: Option<Link> = None;
    let mut in_picture = false;
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        let range = range.start + offset..range.end + offset;
        match event {
            Event::Text(_) | Event::Code(_) if in_picture => {}
            Event::Text(text) => {
                if let Some(link) = &mut link {
                    link.text.push_str(&text);
                    run.push_marked(&text, range);
                } else {
                    run.push(&text, range);
                }
            }
            Event::Code(text) => {
                if let Some(link) = &mut link {
                    link.text.push_str(&text);
                }
                run.push_marked(&text, range);
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(link) = &mut link {
                    link.text.push(' ');
                }
                run.push(" ", range);
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                link = Some(Link {
                    url: dest_url.into_string(),
                    text: String::new(),
                    range,
                    is_bare: matches!(link_type, LinkType::Autolink),
                    has_picture: false,
                });
            }
            Event::End(TagEnd::Link) => prose.links.extend(link.take()),
            Event::Start(Tag::Image { dest_url, .. }) => {
                in_picture = true;
                if let Some(link) = &mut link {
                    link.has_picture = true;
                }
                prose.pictures.push((dest_url.into_string(), range.clone()));
                prose.runs.push(Run::new(Kind::Other));
            }
            Event::End(TagEnd::Image) => in_picture = false,
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::Paragraph | Tag::DefinitionListDefinition | Tag::BlockQuote(_) => {
                        *kinds.last().unwrap_or(&Kind::Paragraph)
                    }
                    Tag::Item => Kind::Item,
                    Tag::Heading { .. } => Kind::Heading,
                    Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::DefinitionListTitle => {
                        Kind::Other
                    }
                    Tag::TableHead | Tag::TableRow | Tag::TableCell => Kind::Other,
                    Tag::List(_) | Tag::DefinitionList | Tag::FootnoteDefinition(_) => Kind::Paragraph,
                    // Within running text.
                    _ => continue,
                };
                prose.take(&mut run, kind);
                kinds.push(kind);
            }
            Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::MetadataBlock(_),
            ) => {}
            Event::End(_) => {
                kinds.pop();
                prose.take(&mut run, *kinds.last().unwrap_or(&Kind::Paragraph));
            }
            _ => {}
        }
    }
    prose.take(&mut run, Kind::Paragraph);
    prose
}

impl Prose {
    /// Ends a run and begins another.
    fn take(&mut self, run: &mut Run, next: Kind) {
        let mut done = std::mem::replace(run, Run::new(next));
        if done.text.trim().is_empty() {
            return;
        }
        let names = references(&done.text);
        // A reference alone on its line places a block.
        let trimmed = done.text.trim();
        if let [(range, _)] = names.as_slice()
            && done.text[range.clone()] == *trimmed
        {
            done.kind = Kind::Other;
        }
        self.names.extend(names.into_iter().map(|(_, name)| name));
        self.runs.push(done);
    }

    /// The first sentence of the text that says something.
    pub fn opening(&self) -> String {
        let mut first = None;
        for run in self.runs.iter().filter(|run| run.kind == Kind::Paragraph).take(2) {
            for range in sentences::sentences(&run.masked()) {
                let sentence = run.text[range].trim();
                let is_calm = sentence.contains(char::is_lowercase);
                if is_calm && sentence.chars().count() >= 40 {
                    return sentence.to_owned();
                }
                if is_calm && first.is_none() {
                    first = Some(sentence.to_owned());
                }
            }
        }
        first.unwrap_or_default()
    }

    /// Where the address of a link is written: in it, or in a list of addresses elsewhere in the file.
    pub fn place_of_address(&self, page: &Page, link: &Link) -> Range<usize> {
        let text = &page.source.file.text;
        let within = text.get(link.range.clone()).unwrap_or_default();
        if let Some(at) = within.rfind(&link.url) {
            let start = link.range.start + at;
            return start..start + link.url.len();
        }
        let defined = format!(": {}", link.url);
        match text[page.source.body..].find(&defined) {
            Some(at) => {
                let start = page.source.body + at + 2;
                start..start + link.url.len()
            }
            None => link.range.clone(),
        }
    }
}

impl Run {
    fn new(kind: Kind) -> Self {
        Self { kind, text: String::new(), marked: Vec::new(), pieces: Vec::new() }
    }

    fn push_marked(&mut self, text: &str, range: Range<usize>) {
        let start = self.text.len();
        self.push(text, range);
        self.marked.push(start..self.text.len());
    }

    /// The first address of the web that stands there as plain words.
    pub fn plain_address(&self) -> Option<Range<usize>> {
        let starts = ["https://", "http://", "www."].iter().filter_map(|start| {
            let mut found = self.text.match_indices(start).map(|(at, _)| at);
            found.find(|at| {
                let before = self.text[..*at].chars().next_back();
                let is_start =
                    before.is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '/' | '.'));
                is_start && !self.marked.iter().any(|marked| marked.contains(at))
            })
        });
        let start = starts.min()?;
        let rest = &self.text[start..];
        let end = rest.find(|sign: char| sign.is_whitespace() || matches!(sign, ')' | ']' | '”' | '"' | '>'));
        let address = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';', ':', '!', '?']);
        (address.matches('.').count() > 0).then_some(start..start + address.len())
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        self.pieces.push((self.text.len(), range));
        self.text.push_str(text);
    }

    /// The text with letters in the place of references, which stand for a word each.
    pub fn masked(&self) -> String {
        let mut masked = self.text.clone();
        for (range, _) in references(&self.text) {
            let letters = "x".repeat(range.len());
            masked.replace_range(range, &letters);
        }
        masked
    }

    /// Bytes of the file for bytes of the text.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |wanted: usize, is_end: bool| {
            let after = self.pieces.partition_point(|(start, _)| match is_end {
                true => *start < wanted,
                false => *start <= wanted,
            });
            let (start, source) = &self.pieces[after.saturating_sub(1)];
            // An entity or a curled quote is not as long as it is written.
            (source.start + wanted.saturating_sub(*start)).min(source.end)
        };
        if self.pieces.is_empty() {
            return 0..0;
        }
        let start = at(range.start, false);
        start..at(range.end, true).max(start)
    }
}

/// Each `{{ name }}` in a text.
fn references(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(reference) = crate::render::references::find(text, at) {
        found.push((reference.range.clone(), text[reference.name].to_owned()));
        at = reference.range.end;
    }
    found
}
