//! Signs of emphasis and code that close nothing, indents that make code, headings made of bold.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Page;
use super::lists::lines;
use super::plain::{BLANK, Block, Kind, Plain};
use crate::diag::{Diagnostics, MarkSlip, applied};

pub(super) fn look(page: &Page<'_>, diags: &mut Diagnostics) {
    for block in &page.plain.blocks {
        emphasis(page, block, diags);
    }
    code(page, diags);
    bold_headings(page, diags);
}

/// No word is longer, in bytes.
const LONG_WORD: usize = 512;
/// Of a paragraph that is longer only what stands around two signs is read anew, in bytes: reading all of it
/// for each sign would take for ever.
const LONG_TEXT: usize = 4 * 1024;
/// How much is read to either side of the signs.
const AROUND: usize = 256;

/// A run of one sign.
#[derive(Debug)]
struct Run {
    range: Range<usize>,
    sign: char,
    before: Option<char>,
    after: Option<char>,
}

impl Run {
    fn length(&self) -> usize {
        self.range.len()
    }

    /// Whether words begin behind it, as behind the first sign of a pair.
    fn opens(&self) -> bool {
        self.after.is_some_and(|after| !after.is_whitespace() && after != self.sign)
            && self.before.is_none_or(|before| !before.is_alphanumeric())
    }

    /// Whether words end before it.
    fn closes(&self) -> bool {
        self.before.is_some_and(|before| !before.is_whitespace())
            && self.after.is_none_or(|after| !after.is_alphanumeric())
    }

    /// Whether nothing stands on either side: a sign by itself.
    fn stands_alone(&self) -> bool {
        self.before.is_none_or(char::is_whitespace) && self.after.is_none_or(char::is_whitespace)
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut before = None;
    for (at, sign) in text.char_indices() {
        match runs.last_mut() {
            Some(run) if run.range.end == at && run.sign == sign => run.range.end += 1,
            last => {
                if let Some(run) = last
                    && run.range.end == at
                {
                    run.after = Some(sign);
                }
                if matches!(sign, '*' | '_' | '~' | '`') {
                    runs.push(Run { range: at..at + 1, sign, before, after: None });
                }
            }
        }
        before = Some(sign);
    }
    runs
}

fn emphasis(page: &Page<'_>, block: &Block, diags: &mut Diagnostics) {
    let text = page.plain.of(block);
    if !text.contains(['*', '_', '~', '`']) {
        return;
    }
    let runs = runs(text);
    let mut used = vec![false; runs.len()];
    // The next run of the same sign and length, which is its partner: what lies between can have none.
    let mut next = vec![None; runs.len()];
    let mut last: BTreeMap<(char, usize), usize> = BTreeMap::new();
    for (number, run) in runs.iter().enumerate().rev() {
        next[number] = last.insert((run.sign, run.length()), number);
    }
    for (number, run) in runs.iter().enumerate() {
        if used[number] {
            continue;
        }
        let partner = next[number].map(|other| (other, &runs[other]));
        let is_strong = run.length() == 2 && run.sign != '`' || run.length() == 3 && run.sign == '*';
        let is_single = run.length() == 1 && matches!(run.sign, '*' | '_');
        let is_code = run.sign == '`' && run.length() <= 2;
        let sign = &text[run.range.clone()];
        let begins_line = text[..run.range.start].trim_end_matches([' ', '\t']).ends_with('\n')
            || text[..run.range.start].trim().is_empty();
        if (is_strong || is_single)
            && let Some((other, closing)) = partner
            && (run.opens() || is_strong && run.stands_alone())
            && let Some(edits) = pulled_together(page, block, text, run, closing)
        {
            used[other] = true;
            let whole = block.range.start + run.range.start..block.range.start + closing.range.end;
            let inside = text[run.range.end..closing.range.start].trim();
            let _ = diags.open_mark(&page.place(&whole), MarkSlip::Spaced, sign, inside, page.certain(edits));
            continue;
        }
        let place = page.place(&(block.range.start + run.range.start..block.range.start + run.range.end));
        let words = shortly_behind(text, run).split([BLANK, '\n']).next().unwrap_or_default();
        let words = words.split_whitespace().next().unwrap_or_default();
        let words = words.trim_end_matches(|sign: char| !sign.is_alphanumeric());
        if is_strong && run.opens() {
            let _ = diags.open_mark(&place, MarkSlip::Open, sign, words, None);
        } else if is_strong
            && run.closes()
            && run
                .before
                .is_some_and(|before| before.is_alphabetic() || matches!(before, ':' | '.' | '!' | '?'))
        {
            let before = text[..run.range.start].rsplit(char::is_whitespace).next().unwrap_or_default();
            let _ = diags.open_mark(&place, MarkSlip::NeverOpened, sign, before, None);
        } else if is_single
            && run.opens()
            && run.after.is_some_and(char::is_alphabetic)
            // `*sisältää alv:n` below a table is a note to a star elsewhere.
            && !(run.sign == '*' && begins_line)
            && !is_name(text, run)
        {
            let _ = diags.open_mark(&place, MarkSlip::OpenLight, sign, words, None);
        } else if is_code
            && run.opens()
            // In a table the sign `|` may have cut the code in two, which is told of the row.
            && !(block.row.is_some() && is_cut_by_a_bar(page, block, run))
            && run.before.is_none_or(|before| before.is_whitespace() || before == '(')
        {
            let _ = diags.open_mark(&place, MarkSlip::Code, sign, words, None);
        }
    }
}

/// Whether the same sign follows in another cell of the row.
fn is_cut_by_a_bar(page: &Page<'_>, block: &Block, run: &Run) -> bool {
    let start = block.range.start + run.range.end;
    let behind = page.plain.markdown.get(start..).unwrap_or_default();
    let line = behind.lines().next().unwrap_or_default();
    line.split_once('|').is_some_and(|(_, behind)| behind.contains('`'))
}

/// What stands behind a run, as far as a word can go: there may be a run at each byte of a page without blanks.
fn shortly_behind<'t>(text: &'t str, run: &Run) -> &'t str {
    let behind = &text[run.range.end..];
    &behind[..behind.floor_char_boundary(LONG_WORD)]
}

/// `_blank`, `_a_b`: a name as programs have them.
fn is_name(text: &str, run: &Run) -> bool {
    let word = shortly_behind(text, run).split(char::is_whitespace).next().unwrap_or_default();
    run.sign == '_' && word.trim_end_matches(['.', ',', ')']).contains(['_', '.', '/'])
}

/// The edits after which two runs of a sign hold what stands between them.
fn pulled_together(
    page: &Page<'_>,
    block: &Block,
    text: &str,
    open: &Run,
    close: &Run,
) -> Option<Vec<crate::diag::Edit>> {
    let inside = &text[open.range.end..close.range.start];
    let words = inside.trim();
    if inside.len() > 200 || words.is_empty() || inside.contains("\n\n") {
        return None;
    }
    let start = block.range.start;
    let left = inside.len() - inside.trim_start().len();
    let right = inside.len() - inside.trim_end().len();
    let mut edits = Vec::new();
    let mut local = Vec::new();
    let mut push = |range: Range<usize>, new: &str| {
        local.push(crate::diag::Edit { place: range.clone(), text: new.to_owned() });
        edits.push(page.edit(start + range.start..start + range.end, new));
    };
    if left > 0 {
        // A blank between the word before and the sign stays one.
        let gap = if open.before.is_some_and(char::is_alphanumeric) { " " } else { "" };
        if !gap.is_empty() {
            push(open.range.start..open.range.start, gap);
        }
        push(open.range.end..open.range.end + left, "");
    }
    if right > 0 {
        push(close.range.start - right..close.range.start, "");
    }
    if close.after.is_some_and(char::is_alphanumeric) {
        push(close.range.end..close.range.end, " ");
    }
    if local.is_empty() {
        return None;
    }
    // Only what then is emphasis was meant so.
    let source = page.plain.markdown.get(block.range.clone())?;
    let window = if source.len() > LONG_TEXT {
        let (from, to) = (open.range.start.saturating_sub(AROUND), close.range.end + AROUND);
        // Words at the edges stay whole, where there are words.
        let is_blank = |letter: char| letter.is_whitespace();
        let from = source.ceil_char_boundary(from);
        let from = source[from..open.range.start].find(is_blank).map_or(from, |at| from + at);
        let to = source.floor_char_boundary(to.min(source.len()));
        let to = source[close.range.end..to].rfind(is_blank).map_or(to, |at| close.range.end + at);
        from..to
    } else {
        0..source.len()
    };
    // Where the text is cut it goes on with a letter: its edge is neither the beginning of a line nor the end of a
    // word.
    let (left, right) =
        (if window.start > 0 { "a" } else { "" }, if window.end < source.len() { "a" } else { "" });
    for edit in &mut local {
        let shifted = |at: usize| at - window.start + left.len();
        edit.place = shifted(edit.place.start)..shifted(edit.place.end);
    }
    let source = format!("{left}{}{right}", &source[window]);
    let count = |plain: &Plain<'_>| runs(&plain.text).iter().filter(|run| run.sign == open.sign).count();
    let before = Plain::read(&source);
    let fixed = applied(&source, &local);
    let after = Plain::read(&fixed);
    (count(&after) + 2 <= count(&before)).then_some(edits)
}

fn code(page: &Page<'_>, diags: &mut Diagnostics) {
    let markdown = page.plain.markdown;
    for code in &page.plain.code {
        let written = &markdown[code.range.clone()];
        if code.is_fenced {
            let first = written.lines().next().unwrap_or_default().trim_start();
            let sign = first.chars().next().unwrap_or('`');
            let length = first.chars().take_while(|other| *other == sign).count();
            let is_end = |line: &str| {
                let line = line.trim_matches(['>', ' ', '\t', '\r']);
                line.chars().count() >= length && line.chars().all(|other| other == sign)
            };
            let is_closed = written.trim_end().lines().skip(1).last().is_some_and(is_end);
            if !is_closed {
                let fence = sign.to_string().repeat(length);
                let _ = diags.open_fence(&page.place(&code.range), &fence);
            }
            continue;
        }
        let start = markdown[..code.range.start].rfind('\n').map_or(0, |before| before + 1);
        let text = &markdown[start..code.range.end];
        if !is_prose(text) {
            continue;
        }
        let mut edits = Vec::new();
        let mut at = start;
        for line in text.split_inclusive('\n') {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if indent > 0 && indent < line.trim_end().len() {
                edits.push(page.edit(at..at + indent, ""));
            }
            at += line.len();
        }
        let fix = if code.depth == 0 { page.certain(edits) } else { None };
        let shown = start + (text.len() - text.trim_start().len());
        let _ = diags.indented_code(&page.place(&(shown..code.range.end)), fix);
    }
}

/// Whether a text reads as sentences, and not as what computers are told.
fn is_prose(text: &str) -> bool {
    let words =
        text.split_whitespace().filter(|word| word.chars().filter(|sign| sign.is_alphabetic()).count() > 1);
    let has_signs = text.contains(['{', '}', '<', '>', '=', ';', '|', '$', '\\', '`', '_', '~', '#', '/']);
    words.count() > 1 && !has_signs && !text.contains("--")
}

/// A paragraph that is nothing but a few bold words, with a text below it.
fn bold_headings(page: &Page<'_>, diags: &mut Diagnostics) {
    let plain = &page.plain;
    for (number, block) in plain.blocks.iter().enumerate() {
        let Some(bold) = &block.bold else { continue };
        if block.kind != Kind::Paragraph || block.depth > 0 || *bold != block.range {
            continue;
        }
        let written = &plain.markdown[bold.clone()];
        let words = written.trim_matches(['*', '_']).trim();
        let ends = words.ends_with(['.', '!', '?', ',', ';', '…']);
        let is_said = words.contains("{{") || words.contains(['€', '%']);
        if written.contains('\n') || words.chars().count() > 70 || ends || is_said || words.is_empty() {
            continue;
        }
        // Something to be the heading of stands below, and is no heading itself.
        let below = plain.blocks.get(number + 1).is_some_and(|next| {
            matches!(next.kind, Kind::Paragraph | Kind::Item | Kind::Other)
                && !lines(plain, next).is_empty()
                && next.bold.as_ref() != Some(&next.range)
        });
        if !below {
            continue;
        }
        let above = plain.headings.iter().rev().find(|(_, range)| range.start < bold.start);
        let level = above.map_or(2, |(level, _)| (level + 1).min(6));
        let heading = format!("{} {}", "#".repeat(usize::from(level)), words.trim_end_matches(':'));
        let fix = page.likely(vec![page.edit(bold.clone(), heading.clone())]);
        diags.bold_heading(&page.place(bold), &heading, fix);
    }
}
