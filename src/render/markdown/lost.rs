//! What the Markdown reader leaves out without a word, found and told.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, RefDefs, Tag};

use super::Writer;

/// A list of numbers is numbered anew. What is no number but a year, say, must not be.
const LEAST_YEAR: u64 = 100;
/// A term longer than this is a sentence.
const LONGEST_TERM: usize = 80;

/// The definitions of links, such as `[name]: address`, and what the text uses of them.
pub(super) struct Definitions {
    /// Whether the page may have any.
    any: bool,
    /// Where the definitions begin that links use.
    used: Vec<usize>,
    /// What is covered by text, code and the like. A definition stands elsewhere.
    covered: Vec<Range<usize>>,
}

impl Definitions {
    pub(super) fn new(markdown: &str) -> Self {
        Self { any: markdown.contains("]:"), used: Vec::new(), covered: Vec::new() }
    }

    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>, known: &RefDefs<'_>) {
        if !self.any {
            return;
        }
        match event {
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::Table(_)
                | Tag::DefinitionListTitle,
            )
            | Event::Text(_)
            | Event::Code(_) => self.covered.push(range.clone()),
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
                if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
            {
                self.covered.push(range.clone());
                self.used.extend(known.get(id).map(|definition| definition.span.start));
            }
            _ => {}
        }
    }
}

impl Writer<'_, '_> {
    /// Tells of definitions that are not used, and of those that come second.
    pub(super) fn tell_definitions(&mut self, mut definitions: Definitions, known: &RefDefs<'_>) {
        if !definitions.any {
            return;
        }
        let markdown = &self.file.text[self.offset..];
        definitions.used.sort_unstable();
        let mut spans: Vec<(Range<usize>, &str)> =
            known.iter().map(|(name, definition)| (definition.span.clone(), name)).collect();
        spans.sort_unstable_by_key(|(span, _)| span.start);
        for (span, name) in &spans {
            let text = &markdown[span.clone()];
            // `[//]: # (…)` is a comment, known from other programs.
            let is_comment = text.split_once("]:").is_some_and(|(_, rest)| {
                rest.trim_start()
                    .strip_prefix('#')
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            });
            if !is_comment && definitions.used.binary_search(&span.start).is_err() {
                let place = self.place(span);
                self.diags.unused_definition(&place, name);
            }
        }
        // What is read as a definition and was not taken: its name is defined above.
        definitions.covered.sort_unstable_by_key(|range| range.start);
        let mut end = 0;
        for range in &mut definitions.covered {
            // The furthest end so far, so that one search finds whether a place is covered.
            end = end.max(range.end);
            range.end = end;
        }
        let mut at = 0;
        for line in markdown.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bare = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
            let name_at = start + line.len() - bare.len();
            let Some(name) = defined(bare) else { continue };
            let before = definitions.covered.partition_point(|range| range.start <= name_at);
            let is_covered = before > 0 && definitions.covered[before - 1].end > name_at;
            let nearest = spans.partition_point(|(span, _)| span.start <= name_at);
            let is_known = nearest > 0 && spans[nearest - 1].0.end > name_at;
            if !is_covered && !is_known && known.get(name).is_some() {
                let place = self.place(&(name_at..start + line.trim_end().len()));
                let first = known.get(name).map(|first| self.place(&first.span));
                let _ = self.diags.definition_twice(&place, name, first.as_ref());
            }
        }
    }

    /// Tells of cells beyond the columns of the table, and of code that `|` has cut in two.
    pub(super) fn check_row(&mut self, range: &Range<usize>) {
        let Some(table) = &self.table else { return };
        let markdown = &self.file.text[self.offset..];
        let row = &markdown[range.clone()];
        if let Some(code) = code_cut(row) {
            let place = self.place(&(range.start + code.start..range.start + code.end));
            let _ = self.diags.code_cut_by_a_bar(&place);
            return;
        }
        let end = table.end.clamp(range.start, range.end);
        let rest = &markdown[end..range.end];
        let bare = rest.trim_start_matches(|sign: char| sign == '|' || sign.is_whitespace());
        let start = range.end - bare.len();
        let bare = bare.trim_end_matches(|sign: char| sign == '|' || sign.is_whitespace());
        if !bare.is_empty() {
            let columns = table.alignments.len();
            let place = self.place(&(start..start + bare.len()));
            let _ = self.diags.cell_without_column(&place, columns);
        }
    }

    /// Words behind ``` that are no name of a language: the text has probably begun there.
    pub(super) fn check_fence(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let CodeBlockKind::Fenced(info) = kind else { return };
        let mut words = info.split([' ', ',', '\t']).filter(|word| !word.is_empty());
        let is_name = words.next().is_none_or(|name| {
            name.chars()
                .all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '+' | '#' | '-' | '_' | '.'))
        });
        if is_name && words.next().is_none() {
            return;
        }
        let markdown = &self.file.text[self.offset..];
        let line = markdown[range.clone()].lines().next().unwrap_or_default().trim_end();
        let bare = line.trim_start_matches(['`', '~', ' ']);
        let start = range.start + line.len() - bare.len();
        let place = self.place(&(start..start + bare.len()));
        self.diags.words_behind_a_fence(&place);
    }

    /// Items are numbered one after the other, whatever is written from the second on.
    pub(super) fn check_number(&mut self, range: &Range<usize>) {
        let Some(Some(expected)) = self.lists.last_mut() else { return };
        let number = *expected;
        *expected = number.saturating_add(1);
        let item = &self.file.text[self.offset..][range.clone()];
        let digits = item.len() - item.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let Ok(written) = item[..digits].parse::<u64>() else { return };
        if written != number && written >= LEAST_YEAR {
            let place = self.place(&(range.start..range.start + digits + 1));
            self.diags.number_of_item(&place, written, number);
        }
    }

    /// A line `: …` below a sentence makes a term of the sentence.
    pub(super) fn check_term(&mut self, range: &Range<usize>) {
        let term = self.file.text[self.offset..][std::mem::replace(&mut self.term, 0..0)].trim();
        let is_sentence = term.chars().count() > LONGEST_TERM || term.ends_with(['.', '!', '?', '…', ':']);
        if is_sentence && !term.is_empty() {
            let definition = &self.file.text[self.offset..][range.clone()];
            // A box of another system (`::: tip`) is told of as such.
            if definition.trim_start().starts_with(":::") {
                return;
            }
            let sign = definition.find(':').map(|at| range.start + at..range.start + at + 1);
            let place = self.place(&sign.unwrap_or_else(|| range.clone()));
            self.diags.sentence_as_a_term(&place);
        }
    }
}

/// The name in a line `[name]: address`.
fn defined(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?;
    let end = inside.find("]:")?;
    let name = &inside[..end];
    (!name.starts_with('^') && !name.contains(['[', ']']) && !name.trim().is_empty()).then_some(name)
}

/// Code in a row of a table that a `|` has cut: the backticks before and behind it stand in two cells.
fn code_cut(row: &str) -> Option<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = 0;
    let bytes = row.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'|' && (at == 0 || bytes[at - 1] != b'\\') {
            cells.push(start..at);
            start = at + 1;
        }
    }
    cells.push(start..row.len());
    let odd = |cell: &Range<usize>| row[cell.clone()].matches('`').count() % 2 == 1;
    let first = cells.iter().position(odd)?;
    let last = first + 1 + cells[first + 1..].iter().position(odd)?;
    let begin = cells[first].start + row[cells[first].clone()].rfind('`')?;
    let end = cells[last].start + row[cells[last].clone()].find('`')?;
    Some(begin..end + 1)
}

/// Where there is text beside comments: `None` if the HTML is something else than comments, an empty
/// range if it is comments alone.
pub(super) fn beside_comments(html: &str) -> Option<Range<usize>> {
    let mut at = 0;
    loop {
        let rest = &html[at..];
        let bare = rest.trim_start();
        let start = at + rest.len() - bare.len();
        if bare.is_empty() {
            return Some(0..0);
        }
        if !bare.starts_with("<!--") {
            let end = bare.find("<!--").unwrap_or(bare.len());
            let line = bare[..end].lines().next().unwrap_or_default().trim_end();
            return (at > 0).then_some(start..start + line.len());
        }
        // `<!-->` and `<!--->` are whole comments.
        let length = match bare {
            _ if bare.starts_with("<!-->") => "<!-->".len(),
            _ if bare.starts_with("<!--->") => "<!--->".len(),
            _ => bare.find("-->")? + "-->".len(),
        };
        at = start + length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_beside_comments() {
        let found = |html: &str| beside_comments(html).map(|range| html[range].to_owned());
        assert_eq!(found("<!-- a -->").as_deref(), Some(""));
        assert_eq!(found("<!-- a --> <!-- b\nc -->\n").as_deref(), Some(""));
        assert_eq!(found("<!-- a --> text <!-- b -->").as_deref(), Some("text"));
        assert_eq!(found("<!-- a -->\ntext\nmore").as_deref(), Some("text"));
        assert_eq!(found("<!-- a"), None);
        assert_eq!(found("<p>"), None);
        assert_eq!(found("<!-->"), Some(String::new()));
    }

    #[test]
    fn code_that_a_bar_cuts() {
        let found = |row: &str| code_cut(row).map(|range| row[range].to_owned());
        assert_eq!(found("| `a|b` | c |").as_deref(), Some("`a|b`"));
        assert_eq!(found("| `a\\|b` | c |"), None);
        assert_eq!(found("| `a` | `b` |"), None);
    }

    #[test]
    fn lines_that_define_links() {
        assert_eq!(defined("[a b]: /x"), Some("a b"));
        for line in ["[^a]: x", "[a] b", "[]: x", "[a][b]: x", "a"] {
            assert_eq!(defined(line), None, "{line}");
        }
    }
}
