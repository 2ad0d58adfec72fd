//! One line of comma separated values, in which no text can become a formula.
//!
//! A spreadsheet takes a cell that begins like a formula for one, and a formula can do what its writer wants.
//! Where the program that opens the file parts cells by another sign than the semicolon, a cell can begin in the
//! middle of a text, and quotes around the text are no help. So wherever a cell could begin, what begins a formula
//! gets an apostrophe before it. The calculator's papers.js does the same; tests/reading/cells.json holds both to it.

/// What a line is made of.
#[derive(Debug, Clone, Copy)]
pub enum Cell<'t> {
    /// What somebody wrote. It stands in quotes.
    Text(&'t str),
    /// An amount as this program writes it, or nothing.
    Number(&'t str),
}

/// The cells as a line, with semicolons between them.
pub fn line(cells: &[Cell<'_>]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Text("") => String::new(),
            Cell::Text(text) => format!("\"{}\"", guarded(text).replace('"', "\"\"")),
            Cell::Number(number) => (*number).to_owned(),
        })
        .collect();
    cells.join(";") + "\r\n"
}

/// The text with an apostrophe before all that would begin a formula, were a cell to begin there.
pub fn guarded(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len() + 2);
    let mut is_start = true;
    let mut before = ' ';
    for sign in text.chars() {
        // Both signs of a line's end belong together.
        let ends_line = before == '\r' && sign == '\n';
        if is_start && begins_formula(sign) && !ends_line {
            guarded.push('\'');
        }
        guarded.push(sign);
        is_start = parts_cells(sign) || (is_start && is_passed_over(sign));
        before = sign;
    }
    guarded
}

/// Signs that begin a formula, in their wide and small forms, too; some programs drop the white space after which
/// one follows.
fn begins_formula(sign: char) -> bool {
    const SIGNS: &str = "=+-@＝＋－＠﹦﹢﹣﹫\t\r\n";
    SIGNS.contains(sign)
}

/// Signs by which a program may part cells or lines.
fn parts_cells(sign: char) -> bool {
    const SIGNS: &str = ";,|\t\r\n\u{b}\u{c}\u{85}\u{2028}\u{2029}";
    SIGNS.contains(sign)
}

/// Signs that programs may pass over at the start of a cell: quotes, blanks, and what nobody sees.
fn is_passed_over(sign: char) -> bool {
    matches!(sign, '\u{0}'..=' ' | '"' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{180e}'
        | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}')
}
