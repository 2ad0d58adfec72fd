//! The running text of a page as it stands in the file, with all else blanked out byte for byte: what
//! is found in it has its place in the file at once.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::render::markdown::OPTIONS;

/// Stands for each byte that is no running text: marks, code, links, pictures, signs with a backslash.
pub(super) const BLANK: char = '\u{1}';

/// What kind of text a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    /// The text of a list item that has no empty lines.
    Item,
    Heading,
    /// A cell of a table, a note, a definition.
    Other,
}

/// A piece of text without a block within it.
#[derive(Debug)]
pub(super) struct Block {
    pub kind: Kind,
    /// In the Markdown.
    pub range: Range<usize>,
    /// How many lists and quotes it stands in.
    pub depth: usize,
    /// Nothing but one text in `**`: where it stands, with its signs.
    pub bold: Option<Range<usize>>,
    /// Its words as readers see them, those of links with them.
    pub words: String,
    /// Where in the words each piece begins, and its place in the Markdown.
    pub pieces: Vec<(usize, Range<usize>)>,
    /// The row of a table that it is a cell of.
    pub row: Option<usize>,
}

impl Block {
    /// The place in the Markdown of some of its words.
    pub(super) fn source(&self, words: &Range<usize>) -> Range<usize> {
        let at = |wanted: usize, is_end: bool| {
            let number = self.pieces.partition_point(|(start, _)| match is_end {
                true => *start < wanted,
                false => *start <= wanted,
            });
            let (start, source) = self.pieces.get(number.saturating_sub(1))?;
            let length = self.pieces.get(number).map_or(self.words.len(), |(next, _)| *next) - start;
            // An entity is not as long as it is written: it is one piece as a whole.
            Some(match (length == source.len(), is_end) {
                (true, _) => (source.start + wanted.saturating_sub(*start)).min(source.end),
                (false, true) => source.end,
                (false, false) => source.start,
            })
        };
        let start = at(words.start, false).unwrap_or(self.range.start);
        start..at(words.end, true).unwrap_or(self.range.end).max(start)
    }
}

/// Code that is set off as a block.
#[derive(Debug)]
pub(super) struct Code {
    pub range: Range<usize>,
    pub is_fenced: bool,
    pub depth: usize,
}

/// A page taken apart.
#[derive(Debug)]
pub(super) struct Plain<'m> {
    pub markdown: &'m str,
    /// As long as the Markdown.
    pub text: String,
    pub blocks: Vec<Block>,
    pub code: Vec<Code>,
    /// Levels of headings with their places.
    pub headings: Vec<(u8, Range<usize>)>,
    pub rules: Vec<Range<usize>>,
    /// The words of each picture, with the place of all of it.
    pub pictures: Vec<(String, String, Range<usize>)>,
    /// Text struck through.
    pub struck: Vec<Range<usize>>,
    /// Code within a line.
    pub spans: Vec<Range<usize>>,
}

impl<'m> Plain<'m> {
    pub(super) fn read(markdown: &'m str) -> Self {
        let mut reader = Reader {
            // Blanks and line ends are kept everywhere: lines are lines.
            bytes: markdown
                .bytes()
                .map(|byte| if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') { byte } else { BLANK as u8 })
                .collect(),
            plain: Self {
                markdown,
                text: String::new(),
                blocks: Vec::new(),
                code: Vec::new(),
                headings: Vec::new(),
                rules: Vec::new(),
                pictures: Vec::new(),
                struck: Vec::new(),
                spans: Vec::new(),
            },
            kinds: vec![Kind::Other],
            open: None,
            depth: 0,
            hidden: 0,
            in_link: false,
            rows: 0,
            in_row: false,
            picture: None,
        };
        for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
            reader.event(event, range);
        }
        reader.flush();
        let Reader { bytes, mut plain, .. } = reader;
        // Whole characters were copied, so it is text; if not, there is nothing to look at.
        plain.text = String::from_utf8(bytes).unwrap_or_else(|_| " ".repeat(markdown.len()));
        plain
    }

    /// The running text of a block.
    pub(super) fn of(&self, block: &Block) -> &str {
        &self.text[block.range.clone()]
    }
}

struct Reader<'m> {
    plain: Plain<'m>,
    bytes: Vec<u8>,
    kinds: Vec<Kind>,
    open: Option<Block>,
    depth: usize,
    /// Within how many links, pictures and blocks of code the reader is.
    hidden: usize,
    in_link: bool,
    /// How many rows of tables there were.
    rows: usize,
    in_row: bool,
    picture: Option<String>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => {
                if let Some(words) = &mut self.picture {
                    words.push_str(&text);
                } else if self.in_link || self.hidden == 0 {
                    self.extend(&range);
                    if let Some(block) = &mut self.open {
                        block.pieces.push((block.words.len(), range.clone()));
                        block.words.push_str(&text);
                    }
                }
                if self.hidden == 0 {
                    self.extend(&range);
                    self.copy(range);
                }
            }
            Event::Code(text) => {
                if let Some(words) = &mut self.picture {
                    words.push_str(&text);
                }
                self.plain.spans.push(range.clone());
                self.extend(&range);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.extend(&range);
                if let Some(block) = &mut self.open {
                    block.pieces.push((block.words.len(), range));
                    block.words.push('\n');
                }
            }
            Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => self.extend(&range),
            Event::Html(_) => {}
            Event::Rule => {
                self.flush();
                self.plain.rules.push(range);
            }
            Event::Start(tag) => self.start(&tag, range),
            Event::End(end) => self.end(end),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Link { .. } => {
                self.extend(&range);
                self.in_link = true;
                self.hidden += 1;
            }
            Tag::Image { .. } => {
                self.extend(&range);
                self.hidden += 1;
                self.picture = Some(String::new());
                let url = match tag {
                    Tag::Image { dest_url, .. } => dest_url.to_string(),
                    _ => String::new(),
                };
                self.plain.pictures.push((String::new(), url, range));
            }
            Tag::Strong => {
                let first = self.open.is_none();
                self.extend(&range);
                if first && let Some(block) = &mut self.open {
                    block.bold = Some(range);
                }
            }
            Tag::Strikethrough => {
                self.plain.struck.push(range.clone());
                self.extend(&range);
            }
            Tag::Emphasis | Tag::Superscript | Tag::Subscript => self.extend(&range),
            block => {
                self.flush();
                let kind = match block {
                    Tag::Paragraph => match self.kinds.last() {
                        Some(Kind::Other) if self.kinds.len() > 1 && self.depth == 0 => Kind::Other,
                        _ => Kind::Paragraph,
                    },
                    Tag::Item => Kind::Item,
                    Tag::Heading { level, .. } => {
                        self.plain.headings.push((*level as u8, range));
                        Kind::Heading
                    }
                    Tag::CodeBlock(kind) => {
                        let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                        self.plain.code.push(Code { range, is_fenced, depth: self.depth });
                        self.hidden += 1;
                        Kind::Other
                    }
                    _ => Kind::Other,
                };
                if matches!(block, Tag::TableHead | Tag::TableRow) {
                    self.rows += 1;
                    self.in_row = true;
                }
                if matches!(block, Tag::List(_) | Tag::BlockQuote(_)) {
                    self.depth += 1;
                }
                self.kinds.push(kind);
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Link => {
                self.in_link = false;
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::Image => {
                self.hidden = self.hidden.saturating_sub(1);
                if let (Some(words), Some(last)) = (self.picture.take(), self.plain.pictures.last_mut()) {
                    last.0 = words;
                }
            }
            TagEnd::Strong
            | TagEnd::Emphasis
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            block => {
                self.flush();
                match block {
                    TagEnd::TableHead | TagEnd::TableRow => self.in_row = false,
                    TagEnd::CodeBlock => self.hidden = self.hidden.saturating_sub(1),
                    TagEnd::List(_) | TagEnd::BlockQuote(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                self.kinds.pop();
            }
        }
    }

    /// Takes something that stands in a line into the block that is open.
    fn extend(&mut self, range: &Range<usize>) {
        match &mut self.open {
            Some(block) => {
                block.range.end = block.range.end.max(range.end);
                if block.bold.as_ref().is_some_and(|bold| range.start >= bold.end) {
                    block.bold = None;
                }
            }
            None => {
                self.open = Some(Block {
                    kind: *self.kinds.last().unwrap_or(&Kind::Other),
                    range: range.clone(),
                    depth: self.depth,
                    bold: None,
                    words: String::new(),
                    pieces: Vec::new(),
                    row: self.in_row.then_some(self.rows),
                });
            }
        }
    }

    fn flush(&mut self) {
        if let Some(block) = self.open.take() {
            self.plain.blocks.push(block);
        }
    }

    /// Copies running text; a sign behind a backslash is meant as it is.
    fn copy(&mut self, range: Range<usize>) {
        let markdown = self.plain.markdown.as_bytes();
        let escaped = range.start > 0
            && markdown.get(range.start - 1) == Some(&b'\\')
            && markdown.get(range.start).is_some_and(u8::is_ascii_punctuation);
        let start = range.start + usize::from(escaped);
        if let (Some(to), Some(from)) = (self.bytes.get_mut(start..range.end), markdown.get(start..range.end))
        {
            to.copy_from_slice(from);
        }
    }
}
