//! What an applicant has told so far: the input of the calculation.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// One field. Blank means "not known yet".
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Entry {
    #[default]
    Blank,
    /// Something is written, but cannot be read.
    Bad,
    Typed(Datum),
}

/// A single value of any kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    Number(Decimal),
    Bool(bool),
    /// A case of a choice.
    Case(String),
    Date(Date),
    /// Words that no rule reads.
    Text(String),
}

/// A row of a cost list: values by column.
pub type Row = BTreeMap<String, Entry>;

/// What is told, by input.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Budget {
    pub fields: BTreeMap<String, Entry>,
    pub rows: BTreeMap<String, Vec<Row>>,
}

static BLANK: Entry = Entry::Blank;

impl Budget {
    pub fn field(&self, id: &str) -> &Entry {
        self.fields.get(id).unwrap_or(&BLANK)
    }

    pub fn rows(&self, id: &str) -> &[Row] {
        self.rows.get(id).map_or(&[], Vec::as_slice)
    }

    pub fn set(&mut self, id: &str, datum: Datum) {
        self.fields.insert(id.to_owned(), Entry::Typed(datum));
    }

    /// Adds a row with a category and an amount, as tests and tables need it.
    pub fn add_row(&mut self, rows: &str, category: &str, amount: Decimal) {
        let row = Row::from([
            ("category".to_owned(), Entry::Typed(Datum::Case(category.to_owned()))),
            ("amount".to_owned(), Entry::Typed(Datum::Number(amount))),
        ]);
        self.rows.entry(rows.to_owned()).or_default().push(row);
    }
}

/// The entry of a column in a row.
pub fn cell<'r>(row: &'r Row, column: &str) -> &'r Entry {
    row.get(column).unwrap_or(&BLANK)
}
