//! What is pasted or typed into a page from a word processor, a spreadsheet, a mail or another system, and is
//! no Markdown of this site: readers would see its signs.
//!
//! Each page is taken apart once ([`plain`]); each kind then looks at its running text. What certainly
//! was meant comes with the edits that write it so. A backslash before a sign, or code around it,
//! says that the sign is meant as it is.

mod characters;
mod contacts;
mod foreign;
mod lists;
mod marks;
mod plain;
mod tables;

use std::collections::BTreeMap;
use std::ops::Range;

use self::plain::Plain;
use crate::diag::{Diagnostics, Edit, Fix};
use crate::model::locale::Tongue;
use crate::model::page::PageSource;
use crate::render::references::{self, References, TypedValue};
use crate::source::Place;

/// A page, and who is told of it.
struct Page<'p> {
    source: &'p PageSource,
    plain: Plain<'p>,
    tongue: Tongue,
}

impl Page<'_> {
    /// The first line of a range of the Markdown.
    fn place(&self, range: &Range<usize>) -> Place {
        let written = self.plain.markdown.get(range.clone()).unwrap_or_default();
        let line = written.lines().next().unwrap_or_default().trim_end();
        let start = range.start + self.source.body;
        Place::bytes(&self.source.file, start..start + line.len())
    }

    fn edit(&self, range: Range<usize>, text: impl Into<String>) -> Edit {
        let place = range.start + self.source.body..range.end + self.source.body;
        Edit { place, text: text.into() }
    }

    fn certain(&self, edits: Vec<Edit>) -> Option<Fix> {
        (!edits.is_empty()).then(|| Fix::certain(&self.source.file, edits))
    }

    fn likely(&self, edits: Vec<Edit>) -> Option<Fix> {
        (!edits.is_empty()).then(|| Fix::likely(&self.source.file, edits))
    }
}

/// Tells of all that was pasted.
pub(super) fn look(
    source: &PageSource,
    tongue: Tongue,
    references: &dyn References,
    diags: &mut Diagnostics,
) {
    let plain = Plain::read(&source.file.text[source.body..]);
    let page = Page { source, plain, tongue };
    // What is a list or a table is not looked at for anything else in its lines.
    let mut taken = lists::look(&page, diags);
    taken.extend(tables::look(&page, &taken, diags));
    marks::look(&page, diags);
    foreign::look(&page, diags);
    characters::look(&page, diags);
    contacts::look(&page, diags);
    typed(&page, references, diags);
}

/// Amounts of the rules that are typed into the text. All of a paragraph says what an amount is, and in a
/// table its row.
fn typed(page: &Page<'_>, references: &dyn References, diags: &mut Diagnostics) {
    let blocks = &page.plain.blocks;
    let mut rows: BTreeMap<usize, String> = BTreeMap::new();
    for block in blocks {
        if let Some(row) = block.row {
            let words = rows.entry(row).or_default();
            words.push_str(&block.words);
            words.push(' ');
        }
    }
    let range_of = |range: Range<usize>| range.start + page.source.body..range.end + page.source.body;
    for (words, _, range) in &page.plain.pictures {
        for typed in references.typed_values(words, "") {
            let place = |_| Place::bytes(&page.source.file, range_of(range.clone()));
            // The words of a picture have no places of their own.
            references::tell_typed(words, TypedValue { is_plain: false, ..typed }, &place, diags);
        }
    }
    for block in blocks.iter().filter(|block| block.words.bytes().any(|byte| byte.is_ascii_digit())) {
        let beside = block.row.and_then(|row| rows.get(&row)).map_or("", String::as_str);
        for typed in references.typed_values(&block.words, beside) {
            let place = |range| Place::bytes(&page.source.file, range_of(block.source(&range)));
            references::tell_typed(&block.words, typed, &place, diags);
        }
    }
}
