//! Rows that become no table: `|` without a line of dashes, and the tabs of a spreadsheet.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Page;
use super::lists::{Line, lines};
use super::plain::{Block, Kind};
use crate::diag::{Diagnostics, Edit};

/// Tells of rows. Gives the blocks that they stand in.
pub(super) fn look(page: &Page<'_>, taken: &BTreeSet<usize>, diags: &mut Diagnostics) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for (number, block) in page.plain.blocks.iter().enumerate() {
        if !matches!(block.kind, Kind::Paragraph | Kind::Item) || taken.contains(&number) {
            continue;
        }
        let lines = lines(&page.plain, block);
        if piped(page, block, &lines, diags) || tabbed(page, block, &lines, diags) {
            found.insert(number);
        }
    }
    found
}

/// The cells of a line, if it has any: what `|` divides, without those at its ends.
fn cells(text: &str) -> usize {
    let pipes = text.matches('|').count();
    let text = text.trim();
    match pipes {
        0 => 0,
        _ => {
            pipes + 1
                - usize::from(text.starts_with('|'))
                - usize::from(text.len() > 1 && text.ends_with('|'))
        }
    }
}

fn is_divider(text: &str) -> bool {
    text.contains(['-', '–', '—'])
        && text.chars().all(|sign| matches!(sign, '|' | '-' | '–' | '—' | ':' | '=' | '+' | ' ' | '\t'))
}

fn divider(cells: usize) -> String {
    format!("|{}", "---|".repeat(cells.max(1)))
}

/// The lines in a row that `is_row` takes, from the first of them.
fn rows(lines: &[Line], is_row: impl Fn(&Line) -> bool) -> Option<Range<usize>> {
    let start = lines.iter().position(&is_row)?;
    let count = lines[start..].iter().take_while(|line| is_row(line)).count();
    Some(start..start + count)
}

fn piped(page: &Page<'_>, block: &Block, lines: &[Line], diags: &mut Diagnostics) -> bool {
    let text = |line: &Line| &page.plain.text[line.range.clone()];
    // The lines that a table has only by its dashes count as rows, too.
    let is_row = |line: &Line| cells(text(line)) > 0 || is_divider(text(line)) && text(line).len() > 2;
    let Some(range) = rows(lines, is_row) else { return false };
    let rows = &lines[range.clone()];
    let real: Vec<&Line> = rows.iter().filter(|line| !is_divider(text(line))).collect();
    let Some(first) = real.first() else { return false };
    let wanted = cells(text(first));
    let has_divider = real.len() < rows.len();
    let is_framed = |line: &&Line| text(line).starts_with('|') && text(line).ends_with('|');
    let is_table = match real.len() {
        1 => has_divider && wanted > 0 || is_framed(first) && wanted >= 2,
        _ => real.iter().all(|line| cells(text(line)) == wanted) && wanted >= 2 || real.iter().all(is_framed),
    };
    if !is_table {
        return false;
    }
    let fits = real.iter().all(|line| cells(text(line)) <= wanted);
    let line = divider(wanted);
    let mut edits: Vec<Edit> = Vec::new();
    // Where the dashes stand under the first row, as they should, they are written anew.
    match rows.iter().position(|row| is_divider(text(row))) {
        Some(1) => {
            let old = &page.plain.markdown[rows[1].range.clone()];
            if old != line {
                edits.push(page.edit(rows[1].range.clone(), line.clone()));
            }
        }
        Some(_) => {}
        None => edits.push(page.edit(first.range.end..first.range.end, format!("\n{line}"))),
    }
    let is_known = !matches!(rows.iter().position(|row| is_divider(text(row))), Some(at) if at != 1)
        && rows.iter().filter(|row| is_divider(text(row))).count() <= 1;
    edits.extend(apart(page, lines, &range));
    let fix = (block.depth == 0 && fits && is_known && wanted > 0).then(|| page.certain(edits)).flatten();
    let _ = diags.table_without_divider(&page.place(&first.range), &line, fix);
    true
}

/// Empty lines between a table and the text beside it.
fn apart(page: &Page<'_>, lines: &[Line], rows: &Range<usize>) -> Vec<Edit> {
    let mut edits = Vec::new();
    if rows.start > 0 {
        let at = lines[rows.start].start;
        edits.push(page.edit(at..at, "\n"));
    }
    if let Some(next) = lines.get(rows.end) {
        edits.push(page.edit(next.start..next.start, "\n"));
    }
    edits
}

fn tabbed(page: &Page<'_>, block: &Block, lines: &[Line], diags: &mut Diagnostics) -> bool {
    let tabs = |line: &Line| page.plain.text[line.range.clone()].matches('\t').count();
    let Some(found) = rows(lines, |line| tabs(line) > 0) else { return false };
    let wanted = tabs(&lines[found.start]);
    let rows = &lines[found.clone()];
    if rows.len() < 2 {
        return false;
    }
    let same = rows.iter().all(|row| tabs(row) == wanted);
    let mut edits = Vec::new();
    let line = divider(wanted + 1);
    let mut shown = String::new();
    for (number, row) in rows.iter().enumerate() {
        let written = &page.plain.markdown[row.range.clone()];
        let cells: Vec<String> = written.split('\t').map(|cell| cell.trim().replace('|', "\\|")).collect();
        let mut text = format!("| {} |", cells.join(" | "));
        if number == 0 {
            shown.clone_from(&text);
            text = format!("{text}\n{line}");
        }
        edits.push(page.edit(row.range.clone(), text));
    }
    edits.extend(apart(page, lines, &found));
    let fix = if block.depth == 0 && same { page.certain(edits) } else { None };
    let _ = diags.tabbed_rows(&page.place(&rows[0].range), &shown, &line, fix);
    true
}
