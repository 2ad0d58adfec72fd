//! Finds the bytes of a YAML node from its path. Used only when a message is printed.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::Part;

/// The bytes of the node at `path`, or of the innermost node on the way that could be found.
pub(super) fn node(yaml: &str, path: &[u32], part: &Part) -> Option<Range<usize>> {
    let bytes = ByteIndex::new(yaml);
    let mut events = Events { parser: Parser::new_from_str(yaml) };
    let mut best = None;
    // The stream and document events come before the root node.
    let mut current = loop {
        match events.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            event => break event,
        }
    };
    for (depth, &step) in path.iter().enumerate() {
        let last = depth + 1 == path.len();
        match &current.0 {
            Event::MappingStart(..) => {
                for _ in 0..step {
                    events.skip_next()?;
                    events.skip_next()?;
                }
                let key = events.next()?;
                let key_bytes = bytes.scalar(&key, yaml);
                if last && *part == Part::Key {
                    return Some(key_bytes);
                }
                best = Some(key_bytes);
                events.skip_rest(&key.0)?;
                current = events.next()?;
            }
            Event::SequenceStart(..) => {
                for _ in 0..step {
                    events.skip_next()?;
                }
                current = events.next()?;
                // An item has no key: its own first line says where it is.
                best = None;
            }
            // An alias or a scalar: the path leads into something written elsewhere.
            _ => return Some(bytes.scalar(&current, yaml)),
        }
    }
    let found = match &current.0 {
        Event::Scalar(text, style, ..) => {
            let whole = bytes.scalar(&current, yaml);
            match part {
                // Only a plain or quoted scalar on one line has its text in the file as it is.
                Part::Within(inner) => {
                    let quote = usize::from(!matches!(style, ScalarStyle::Plain));
                    let start = whole.start + quote;
                    let written = yaml.get(start..(start + text.len()).min(yaml.len()));
                    if written == Some(text.as_ref()) {
                        start + inner.start..start + inner.end
                    } else {
                        whole
                    }
                }
                _ if whole.is_empty() => best.unwrap_or(whole),
                _ => whole,
            }
        }
        // A map or list: its first line says enough.
        Event::MappingStart(..) | Event::SequenceStart(..) => {
            best.unwrap_or_else(|| first_line(yaml, bytes.at(current.1.start.index())))
        }
        _ => bytes.scalar(&current, yaml),
    };
    Some(found)
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

    fn scalar(&self, (_, span): &(Event<'_>, Span), yaml: &str) -> Range<usize> {
        let start = self.at(span.start.index());
        let end = self.at(span.end.index()).max(start);
        // A plain scalar's span may run on over the line break behind it.
        start..start + yaml[start..end].trim_end().len()
    }
}

struct Events<'y> {
    parser: Parser<'y, saphyr_parser::StrInput<'y>>,
}

impl<'y> Events<'y> {
    fn next(&mut self) -> Option<(Event<'y>, Span)> {
        self.parser.next_event()?.ok()
    }

    /// Passes over one whole node.
    fn skip_next(&mut self) -> Option<()> {
        let (event, _) = self.next()?;
        self.skip_rest(&event)
    }

    /// Passes over what is left of the node that `opened` began.
    fn skip_rest(&mut self, opened: &Event<'_>) -> Option<()> {
        let mut depth = match opened {
            Event::MappingStart(..) | Event::SequenceStart(..) => 1,
            _ => return Some(()),
        };
        while depth > 0 {
            match self.next()?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                _ => {}
            }
        }
        Some(())
    }
}
