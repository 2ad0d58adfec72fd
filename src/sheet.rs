//! Answers laid out for a terminal: headings, columns that stand under one another, and long texts
//! folded where there is an edge to fold them at.

use jiff::civil::Date;

use crate::diag::{Look, Tongue, Words, say};
use crate::model::locale::Locale;
use crate::model::quantity::{Quantity, Unit};
use crate::model::show::{self, Cents};

/// An answer in parts, in every language that the program speaks.
#[derive(Debug, Default)]
pub struct Sheet {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Heading(Words),
    Line(Words),
    /// Rows whose cells stand under one another.
    Table(Vec<Row>),
    /// What has its own layout.
    Whole(String),
    Gap,
}

#[derive(Debug)]
enum Row {
    Cells(Vec<Cell>),
    /// More about the row above, across all columns.
    Note(Words),
}

/// One field of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    words: Words,
    to_the_right: bool,
}

impl Cell {
    pub fn new(words: Words) -> Self {
        Self { words, to_the_right: false }
    }

    /// A number, whose end stands under the ends of the others.
    pub fn number(words: Words) -> Self {
        Self { words, to_the_right: true }
    }
}

impl From<Words> for Cell {
    fn from(words: Words) -> Self {
        Self::new(words)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(Words::same(text))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::new(Words::same(text))
    }
}

const INDENT: usize = 2;
const GAP: usize = 2;
/// A last column with less room than this starts on a line of its own.
const LEAST_ROOM: usize = 24;
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

impl Sheet {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn heading(&mut self, words: Words) {
        self.parts.push(Part::Heading(words));
    }

    /// Room before what belongs to no heading.
    pub fn gap(&mut self) {
        self.parts.push(Part::Gap);
    }

    pub fn line(&mut self, words: Words) {
        self.parts.push(Part::Line(words));
    }

    /// Another sheet below this one.
    pub fn append(&mut self, other: Sheet) {
        self.parts.extend(other.parts);
    }

    /// A text that brings its own layout, in the language that it is written in.
    pub fn whole(&mut self, text: String) {
        self.parts.push(Part::Whole(text));
    }

    /// A row; rows that follow one another make one table.
    pub fn row<const N: usize>(&mut self, cells: [Cell; N]) {
        let cells = Vec::from(cells);
        match self.parts.last_mut() {
            Some(Part::Table(rows)) => rows.push(Row::Cells(cells)),
            _ => self.parts.push(Part::Table(vec![Row::Cells(cells)])),
        }
    }

    /// More about the row or line above.
    pub fn note(&mut self, words: Words) {
        match self.parts.last_mut() {
            Some(Part::Table(rows)) => rows.push(Row::Note(words)),
            _ => self.parts.push(Part::Table(vec![Row::Note(words)])),
        }
    }

    /// The text in a language; without a width nothing is folded, as programs that search like it.
    pub fn render(&self, tongue: Tongue, width: Option<usize>, look: Look) -> String {
        let mut text = String::new();
        let strong = |words: &str| match look {
            Look::Coloured => format!("{BOLD}{words}{PLAIN}\n"),
            Look::Plain => format!("{words}\n"),
        };
        for part in &self.parts {
            match part {
                Part::Heading(words) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    let folded = fold(words.told_in(tongue), 0, width);
                    text.push_str(&strong(&folded));
                }
                Part::Line(words) => {
                    indent(&mut text, INDENT);
                    text.push_str(&fold(words.told_in(tongue), INDENT, width));
                    text.push('\n');
                }
                Part::Gap => text.push('\n'),
                Part::Table(rows) => table(rows, tongue, width, &mut text),
                Part::Whole(whole) => {
                    text.push('\n');
                    text.push_str(whole.trim_end());
                    text.push('\n');
                }
            }
        }
        text
    }
}

fn table(rows: &[Row], tongue: Tongue, width: Option<usize>, text: &mut String) {
    let cells = || rows.iter().filter_map(|row| if let Row::Cells(cells) = row { Some(cells) } else { None });
    let columns = cells().map(Vec::len).max().unwrap_or(0);
    let width_of = |cell: &Cell| cell.words.told_in(tongue).chars().count();
    let widths: Vec<usize> = (0..columns)
        .map(|column| cells().filter_map(|row| row.get(column)).map(width_of).max().unwrap_or(0))
        .collect();
    // A column in which nothing stands takes no room.
    let last = widths.iter().rposition(|width| *width > 0).unwrap_or(0);
    for row in rows {
        let row = match row {
            Row::Cells(cells) => cells,
            Row::Note(words) => {
                indent(text, 2 * INDENT);
                text.push_str(&fold(words.told_in(tongue), 2 * INDENT, width));
                text.push('\n');
                continue;
            }
        };
        indent(text, INDENT);
        let mut at = INDENT;
        for (column, cell) in row.iter().enumerate().take(last + 1) {
            let words = cell.words.told_in(tongue);
            let own = width_of(cell);
            if column == last && !cell.to_the_right {
                if width.is_some_and(|width| width < at + LEAST_ROOM && at > 4 * INDENT) && own > LEAST_ROOM {
                    trim_end(text);
                    text.push('\n');
                    at = 3 * INDENT;
                    indent(text, at);
                }
                text.push_str(&fold(words, at, width));
                continue;
            }
            let room = widths[column];
            if room == 0 {
                continue;
            }
            let spare = room - own;
            if cell.to_the_right {
                indent(text, spare);
            }
            text.push_str(words);
            if !cell.to_the_right {
                indent(text, spare);
            }
            indent(text, GAP);
            at += room + GAP;
        }
        trim_end(text);
        text.push('\n');
    }
}

fn indent(text: &mut String, by: usize) {
    text.extend(std::iter::repeat_n(' ', by));
}

fn trim_end(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
}

/// Folds a text that begins at column `at`; what follows stands under its beginning. Never within a
/// number: a space that does not break stays whole.
fn fold(text: &str, at: usize, width: Option<usize>) -> String {
    let Some(room) = width.map(|width| width.saturating_sub(at).max(LEAST_ROOM)) else {
        return text.to_owned();
    };
    let mut folded = String::with_capacity(text.len());
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            if column + 1 + length > room {
                folded.push('\n');
                indent(&mut folded, at);
                column = 0;
            } else {
                folded.push(' ');
                column += 1;
            }
        }
        folded.push_str(word);
        column += length;
    }
    folded
}

/// Says values and days in every language of the program.
#[derive(Debug)]
pub struct Speaker {
    en: Locale,
    fi: Locale,
}

impl Default for Speaker {
    fn default() -> Self {
        let locale = |tongue: Tongue| Locale::new(tongue.code()).expect("a language of the program");
        Self { en: locale(Tongue::English), fi: locale(Tongue::Finnish) }
    }
}

impl Speaker {
    pub fn quantity(&self, quantity: Quantity) -> Words {
        let [en, fi] =
            [&self.en, &self.fi].map(|locale| show::quantity(locale, quantity, Cents::WhereNeeded));
        match quantity.unit {
            Unit::Years if en == "1" => Words::new("1 year", "1 vuosi"),
            Unit::Years => Words { en: format!("{en} years").into(), fi: format!("{fi} vuotta").into() },
            _ => Words { en: en.into(), fi: fi.into() },
        }
    }

    pub fn day(&self, day: Date) -> Words {
        Words { en: self.en.date_long(day).into(), fi: self.fi.date_long(day).into() }
    }
}

/// `3 pages`, `1 page`: the words for one and for more of them.
pub fn count(number: usize, one: Words, more: Words) -> Words {
    let what = if number == 1 { one } else { more };
    say!("{number} {what}", "{number} {what}"; what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_one_another_and_fold_at_the_edge() {
        let mut sheet = Sheet::new();
        sheet.heading(Words::new("Values", "Arvot"));
        sheet.row([
            "first".into(),
            Cell::number(Words::same("1 €")),
            "a text that is too long for a line".into(),
        ]);
        sheet.row(["second one".into(), Cell::number(Words::same("10 €")), "".into()]);
        insta::assert_snapshot!(sheet.render(Tongue::English, None, Look::Plain), @r"
        Values
          first        1 €  a text that is too long for a line
          second one  10 €
        ");
        insta::assert_snapshot!(sheet.render(Tongue::Finnish, Some(46), Look::Plain), @r"
        Arvot
          first        1 €  a text that is too long
                            for a line
          second one  10 €
        ");
        insta::assert_snapshot!(sheet.render(Tongue::English, Some(30), Look::Plain), @r"
        Values
          first        1 €
              a text that is too long
              for a line
          second one  10 €
        ");
    }
}
