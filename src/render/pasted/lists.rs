//! Lists whose signs are not those of Markdown: `•`, `–` with a tab, `a)`.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Page;
use super::plain::{Block, Kind, Plain};
use crate::diag::Diagnostics;

/// Signs that are bullets and nothing else; those of symbol fonts come as private letters.
static SURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:([•▪▫●○◦‣⁃■□◘◾◽➢➤►▶✓✔❖\u{f020}-\u{f0ff}])[ \t\u{a0}\u{2002}-\u{200a}\u{202f}]*|([·∙\-*+])(?:[\u{a0}\u{2002}-\u{200a}\u{202f}][ \t\u{a0}]*)|([·∙])[ \t]+|([o§Øü–—])(?:[ ]*\t[ \t]*|[ ]*\u{a0}[ \u{a0}\t]*|[ ]{2,}))",
    )
    .expect("a valid pattern")
});

/// Signs that are bullets where several lines begin with them.
static LOOSE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:([–—o])[ ]+|([-*+–—])(\p{L}))").expect("a valid pattern"));

static LETTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\(?([a-zåäö])\)[ \t\u{a0}]+").expect("a valid pattern"));

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:([0-9]{1,2})([.)])(\p{L})|\(([0-9]{1,2})\)[ \t\u{a0}]+)").expect("a valid pattern")
});

/// A line of running text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// From the first sign that is no blank and no sign of a quote to the last that is no blank.
    pub range: Range<usize>,
    /// Where the line itself begins.
    pub start: usize,
}

/// The lines of a block.
pub(super) fn lines(plain: &Plain<'_>, block: &Block) -> Vec<Line> {
    let source = plain.markdown.as_bytes();
    let mut lines = Vec::new();
    let mut at = block.range.start;
    while at < block.range.end {
        let end =
            plain.markdown[at..block.range.end].find('\n').map_or(block.range.end, |length| at + length);
        let start = plain.markdown[..at].rfind('\n').map_or(0, |before| before + 1);
        let mut first = at;
        while first < end
            && (matches!(source[first], b' ' | b'\t' | b'\r')
                || at > block.range.start && source[first] == b'>')
        {
            first += 1;
        }
        let mut last = end;
        while last > first && matches!(source[last - 1], b' ' | b'\t' | b'\r') {
            last -= 1;
        }
        lines.push(Line { range: first..last, start });
        at = end + 1;
    }
    lines
}

struct Bullet {
    /// Which block it stands in.
    block: usize,
    line: Line,
    sign: String,
    /// Where the words behind it begin.
    words: usize,
}

/// Tells of lists. Gives the blocks that they stand in.
pub(super) fn look(page: &Page<'_>, diags: &mut Diagnostics) -> BTreeSet<usize> {
    let plain = &page.plain;
    let mut bullets: Vec<Bullet> = Vec::new();
    let mut taken = BTreeSet::new();
    for (number, block) in plain.blocks.iter().enumerate() {
        if !matches!(block.kind, Kind::Paragraph | Kind::Item) {
            continue;
        }
        let lines = lines(plain, block);
        if numbered(page, block, &lines, diags) {
            taken.insert(number);
        }
        let found = lines.iter().filter_map(|line| bullet(plain, number, line));
        let found: Vec<(Bullet, bool)> = found.collect();
        let loose = found.iter().filter(|(_, is_sure)| !is_sure).count();
        let has_sure = loose < found.len();
        let is_one_line = lines.len() == 1;
        // One line alone with a dash is a dash; several lines would run together whatever they are.
        let takes = |(bullet, is_sure): (Bullet, bool)| {
            let is_point = is_one_line && is_point_alone(plain, number, &bullet);
            (is_sure || loose > 1 || has_sure || is_point).then_some(bullet)
        };
        bullets.extend(found.into_iter().filter_map(takes));
    }
    taken.extend(bullets.iter().map(|bullet| bullet.block));
    let mut at = 0;
    while at < bullets.len() {
        let mut end = at + 1;
        // A paragraph that begins with another sign begins another list.
        while end < bullets.len()
            && are_beside(plain, bullets[end - 1].block, bullets[end].block)
            && (bullets[end - 1].block == bullets[end].block || bullets[end].sign == bullets[at].sign)
        {
            end += 1;
        }
        tell(page, &bullets[at..end], diags);
        at = end;
    }
    letters(page, diags);
    taken
}

fn bullet(plain: &Plain<'_>, block: usize, line: &Line) -> Option<(Bullet, bool)> {
    let text = plain.text.get(line.range.clone())?;
    let (found, is_sure) = match SURE.captures(text) {
        Some(found) => (found, true),
        None => (LOOSE.captures(text)?, false),
    };
    let whole = found.get(0)?;
    let sign = found.iter().skip(1).flatten().next()?.as_str().to_owned();
    // `-Laavu`: the letter belongs to the words.
    let letter = if is_sure { 0 } else { found.get(3).map_or(0, |letter| letter.len()) };
    let words = line.range.start + whole.end() - letter;
    Some((Bullet { block, line: line.clone(), sign, words }, is_sure))
}

/// Whether a paragraph of one line with a dash is a point of a list: one of several in a row, each too
/// short and without the end of a sentence, as what people say in an interview is not.
fn is_point_alone(plain: &Plain<'_>, number: usize, bullet: &Bullet) -> bool {
    let is_short = |block: &Block, sign: &str| {
        let text = plain.of(block).trim();
        text.starts_with(sign)
            && text.chars().count() <= 80
            && !text.contains('\n')
            && !text.ends_with(['.', '!', '?', '”', '"', '…', ','])
    };
    let Some(block) = plain.blocks.get(number) else { return false };
    let beside = [number.checked_sub(1), Some(number + 1)].into_iter().flatten().any(|other| {
        plain.blocks.get(other).is_some_and(|near| is_short(near, &bullet.sign))
            && are_beside(plain, number.min(other), number.max(other))
    });
    is_short(block, &bullet.sign) && beside
}

fn are_beside(plain: &Plain<'_>, first: usize, second: usize) -> bool {
    let (Some(one), Some(other)) = (plain.blocks.get(first), plain.blocks.get(second)) else { return false };
    first == second
        || one.depth == other.depth
            && second == first + 1
            && plain
                .markdown
                .get(one.range.end..other.range.start)
                .is_some_and(|gap| gap.chars().all(|sign| sign.is_whitespace() || sign == '>'))
}

fn tell(page: &Page<'_>, bullets: &[Bullet], diags: &mut Diagnostics) {
    let plain = &page.plain;
    let Some(first) = bullets.first() else { return };
    let mut edits = Vec::new();
    let mut signs: Vec<&str> = Vec::new();
    let mut is_certain = true;
    for bullet in bullets {
        let block = &plain.blocks[bullet.block];
        // Each further sign is a level further in, as word processors have it.
        let level = match signs.iter().position(|sign| *sign == bullet.sign) {
            Some(level) => {
                signs.truncate(level + 1);
                level
            }
            None => {
                signs.push(&bullet.sign);
                signs.len() - 1
            }
        };
        let mut words = bullet.words;
        let is_begun = block.kind == Kind::Item && bullet.line.range.start == block.range.start;
        let mark = if is_begun { "" } else { "- " };
        if words >= bullet.line.range.end {
            // The words stand on the next line.
            let next = plain.markdown[words..].find(|sign: char| !sign.is_whitespace()).map(|at| words + at);
            match next.filter(|next| *next < block.range.end) {
                Some(next) => words = next,
                None => is_certain = false,
            }
        }
        let indent = "  ".repeat(if is_begun { 0 } else { level });
        let start = if block.depth == 0 { bullet.line.start } else { bullet.line.range.start };
        edits.push(page.edit(start..words, format!("{indent}{mark}")));
        // `• Laavu • Polku` on one line.
        if block.depth == 0 && "•▪●".contains(&bullet.sign) && words < bullet.line.range.end {
            let text = &plain.text[words..bullet.line.range.end];
            for (at, _) in text.match_indices(bullet.sign.as_str()) {
                let before = text[..at].trim_end();
                let behind = text[at + bullet.sign.len()..].trim_start();
                let end = text.len() - behind.len();
                if before.len() < at && !before.is_empty() && !behind.is_empty() {
                    edits.push(page.edit(words + before.len()..words + end, format!("\n{indent}- ")));
                }
            }
        }
    }
    let words = plain.markdown[first.words..].lines().next().unwrap_or_default().trim();
    let words = words.split(&first.sign).next().unwrap_or_default().trim();
    let words = if words.is_empty() { "…" } else { words };
    let place = page.place(&(first.line.range.start..first.line.range.end));
    let fix = if is_certain { page.certain(edits) } else { None };
    let _ = diags.bullet_sign(&place, &first.sign, words, fix);
}

/// `1.Laavu` and `(1) Laavu`: numbers that begin no list.
fn numbered(page: &Page<'_>, block: &Block, lines: &[Line], diags: &mut Diagnostics) -> bool {
    let plain = &page.plain;
    let mut edits = Vec::new();
    let mut first = None;
    let mut next = None;
    for line in lines {
        let text = &plain.text[line.range.clone()];
        let Some(found) = NUMBER.captures(text) else { continue };
        let number =
            found.get(1).or_else(|| found.get(4)).and_then(|digits| digits.as_str().parse::<u32>().ok());
        let Some(number) = number else { continue };
        if next.is_some_and(|next| next != number) {
            return false;
        }
        next = Some(number + 1);
        let letter = found.get(3).map_or(0, |letter| letter.len());
        let end = line.range.start + found.get(0).map_or(0, |whole| whole.end()) - letter;
        edits.push(page.edit(line.range.start..end, format!("{number}. ")));
        if first.is_none() {
            first = Some((line.range.clone(), number, text[end - line.range.start..].to_owned()));
        }
    }
    let Some((range, number, _)) = first else { return false };
    // A list that interrupts a text begins with one.
    let begins = block.range.start == range.start || number == 1;
    if edits.len() < 2 || !begins {
        return false;
    }
    let place = page.place(&range);
    let written = place.written().unwrap_or_default().to_owned();
    let words =
        written.trim_start_matches(|sign: char| sign.is_ascii_digit() || "().\t \u{a0}".contains(sign));
    let _ = diags.number_without_space(&place, number, words, page.certain(edits));
    true
}

/// `a)`, `b)`: no list to Markdown.
fn letters(page: &Page<'_>, diags: &mut Diagnostics) {
    let plain = &page.plain;
    let mut run: Vec<(Line, char, usize)> = Vec::new();
    let finish = |run: &mut Vec<(Line, char, usize)>, diags: &mut Diagnostics| {
        let found = std::mem::take(run);
        if found.len() < 2 {
            return;
        }
        let edits = found
            .iter()
            .zip(1..)
            .map(|((line, _, end), number)| page.edit(line.range.start..*end, format!("{number}. ")));
        let (line, letter, end) = &found[0];
        let words = plain.markdown[*end..line.range.end].trim();
        diags.list_letters(&page.place(&line.range), *letter, words, page.likely(edits.collect()));
    };
    for block in &plain.blocks {
        if !matches!(block.kind, Kind::Paragraph | Kind::Item) {
            continue;
        }
        for line in lines(plain, block) {
            let text = &plain.text[line.range.clone()];
            let Some(found) = LETTER.captures(text) else { continue };
            let Some(letter) = found.get(1).and_then(|letter| letter.as_str().chars().next()) else {
                continue;
            };
            let end = line.range.start + found.get(0).map_or(0, |whole| whole.end());
            let goes_on = run.last().is_some_and(|(_, last, _)| follows(*last, letter));
            if !goes_on {
                finish(&mut run, diags);
            }
            if goes_on || letter == 'a' {
                run.push((line, letter, end));
            }
        }
    }
    finish(&mut run, diags);
}

fn follows(first: char, second: char) -> bool {
    u32::from(second) == u32::from(first) + 1
}
