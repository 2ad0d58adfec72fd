//! Finds the bytes of a YAML node from its path. Used only when a message is printed.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::Part;

/// The places of all nodes of a document.
#[derive(Debug)]
pub(super) struct Located {
    nodes: Vec<Node>,
    /// The outermost one, once anything was read.
    root: Option<usize>,
}

#[derive(Debug)]
struct Node {
    /// The bytes of a scalar, or of the sign with which anything else begins.
    bytes: Range<usize>,
    /// From where it begins to the end of that line.
    first_line: Range<usize>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Where its text begins, if the file has that as it is.
    Scalar(Option<usize>),
    /// Keys with their values, as far as the document could be read.
    Map(Vec<(usize, Option<usize>)>),
    List(Vec<usize>),
    /// Written elsewhere.
    Alias,
}

impl Located {
    /// Reads a document, as far as it can be read.
    pub(super) fn new(yaml: &str) -> Self {
        let bytes = ByteIndex::new(yaml);
        let mut located = Self { nodes: Vec::new(), root: None };
        // Maps and lists that are not closed yet.
        let mut open: Vec<usize> = Vec::new();
        let mut parser = Parser::new_from_str(yaml);
        while let Some(Ok((event, span))) = parser.next_event() {
            let kind = match &event {
                Event::Scalar(text, style, ..) => Kind::Scalar(text_start(yaml, &bytes, span, text, *style)),
                Event::MappingStart(..) => Kind::Map(Vec::new()),
                Event::SequenceStart(..) => Kind::List(Vec::new()),
                Event::Alias(..) => Kind::Alias,
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                    // What comes behind the first document is told of elsewhere.
                    if open.is_empty() {
                        break;
                    }
                    continue;
                }
                Event::DocumentEnd => break,
                _ => continue,
            };
            let is_open = matches!(kind, Kind::Map(_) | Kind::List(_));
            let node = located.nodes.len();
            let start = bytes.at(span.start.index());
            located.nodes.push(Node {
                bytes: bytes.scalar(span, yaml),
                first_line: if is_open { first_line(yaml, start) } else { start..start },
                kind,
            });
            match open.last().and_then(|open| located.nodes.get_mut(*open)).map(|open| &mut open.kind) {
                Some(Kind::Map(entries)) => match entries.last_mut() {
                    Some((_, value @ None)) => *value = Some(node),
                    _ => entries.push((node, None)),
                },
                Some(Kind::List(items)) => items.push(node),
                _ => located.root = located.root.or(Some(node)),
            }
            if is_open {
                open.push(node);
            }
        }
        located
    }

    /// The bytes of the node at `path`, or of the innermost node on the way that could be found.
    pub(super) fn node(&self, path: &[u32], part: &Part) -> Option<Range<usize>> {
        let mut best = None;
        let mut current = self.nodes.get(self.root?)?;
        for (depth, &step) in path.iter().enumerate() {
            let last = depth + 1 == path.len();
            let step = usize::try_from(step).ok()?;
            match &current.kind {
                Kind::Map(entries) => {
                    let (key, value) = *entries.get(step)?;
                    let key = &self.nodes[key];
                    if last && *part == Part::Key {
                        return Some(key.bytes.clone());
                    }
                    best = Some(key.bytes.clone());
                    current = &self.nodes[value?];
                }
                Kind::List(items) => {
                    current = &self.nodes[*items.get(step)?];
                    // An item has no key: its own first line says where it is.
                    best = None;
                }
                // The path leads into something written elsewhere.
                Kind::Scalar(_) | Kind::Alias => return Some(current.bytes.clone()),
            }
        }
        let whole = current.bytes.clone();
        Some(match &current.kind {
            Kind::Scalar(text) => match (part, text) {
                (Part::Within(inner), Some(start)) => start + inner.start..start + inner.end,
                (Part::Within(_), None) => whole,
                _ if whole.is_empty() => best.unwrap_or(whole),
                _ => whole,
            },
            // A map or list: its first line says enough.
            Kind::Map(_) | Kind::List(_) => best.unwrap_or_else(|| current.first_line.clone()),
            Kind::Alias => whole,
        })
    }
}

/// Only a plain or quoted scalar on one line has its text in the file as it is.
fn text_start(yaml: &str, bytes: &ByteIndex, span: Span, text: &str, style: ScalarStyle) -> Option<usize> {
    let start = bytes.at(span.start.index()) + usize::from(!matches!(style, ScalarStyle::Plain));
    let written = yaml.get(start..(start + text.len()).min(yaml.len()));
    (written == Some(text)).then_some(start)
}

fn first_line(yaml: &str, start: usize) -> Range<usize> {
    let end = yaml[start..].find('\n').map_or(yaml.len(), |length| start + length);
    start..end
}

/// Byte offsets of characters: the parser counts characters.
struct ByteIndex {
    starts: Vec<usize>,
    end: usize,
}

impl ByteIndex {
    fn new(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(start, _)| start).collect(), end: text.len() }
    }

    fn at(&self, char_index: usize) -> usize {
        self.starts.get(char_index).copied().unwrap_or(self.end)
    }

    fn scalar(&self, span: Span, yaml: &str) -> Range<usize> {
        let start = self.at(span.start.index());
        let end = self.at(span.end.index()).max(start);
        // A plain scalar's span may run on over the line break behind it.
        start..start + yaml[start..end].trim_end().len()
    }
}
