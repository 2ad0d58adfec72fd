//! What the formulas of a workbook come to, so that the file shows it before any program has calculated: in
//! the protected view of Excel, in mail, on phones.
//!
//! It reads the formulas as they are written, and knows of the language of spreadsheets what [`super::formulas`]
//! and [`super::workbook`] use of it. Numbers are binary floats as in every spreadsheet; the formulas keep
//! them whole. `cells.js` does the same to what the browser fills in. tests/reading/formulas.json holds both
//! to what LibreOffice comes to.

use std::collections::{BTreeMap, HashMap};

use jiff::{Span, civil::Date};

use super::formulas::{DAY_ZERO, serial};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Blank,
    Number(f64),
    Text(String),
    Truth(bool),
}

/// A formula that has no value. None of ours should come to that, but for what `IFERROR` catches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

type Result<T> = std::result::Result<T, Failed>;

/// Programs take no formula that is nested deeper.
const DEEPEST: usize = 64;
/// How many cells may wait for one another; formulas come in the order of their use, so few do.
const LONGEST_WAY: usize = 200;

/// Sheet, row and column, counted from 0.
type At = (usize, u32, u16);

#[derive(Debug, Clone)]
enum Cell {
    Formula(String),
    /// Is being calculated: who asks for it goes in a circle.
    Waiting,
    Done(Result<Value>),
}

/// The cells of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    sheets: BTreeMap<String, usize>,
    cells: HashMap<At, Cell>,
    way: usize,
}

impl Cells {
    /// For sheets of these names.
    pub fn new<'n>(sheets: impl IntoIterator<Item = &'n str>) -> Self {
        let sheets = sheets.into_iter().enumerate().map(|(index, name)| (name.to_owned(), index)).collect();
        Self { sheets, ..Self::default() }
    }

    pub fn put(&mut self, sheet: usize, row: u32, column: u16, value: Value) {
        self.cells.insert((sheet, row, column), Cell::Done(Ok(value)));
    }

    pub fn put_formula(&mut self, sheet: usize, row: u32, column: u16, formula: &str) {
        self.cells.insert((sheet, row, column), Cell::Formula(formula.to_owned()));
    }

    /// What a cell holds or comes to.
    pub fn value(&mut self, at: At) -> Result<Value> {
        let formula = match self.cells.get_mut(&at) {
            None => return Ok(Value::Blank),
            Some(Cell::Done(value)) => return value.clone(),
            Some(Cell::Waiting) => return Err(Failed),
            Some(cell @ Cell::Formula(_)) => std::mem::replace(cell, Cell::Waiting),
        };
        let Cell::Formula(formula) = formula else { return Err(Failed) };
        self.way += 1;
        let value = if self.way > LONGEST_WAY { Err(Failed) } else { self.comes_to(at.0, &formula) };
        self.way -= 1;
        // A cell that shows another shows 0 where that is blank.
        let value = value.map(|value| if value == Value::Blank { Value::Number(0.0) } else { value });
        self.cells.insert(at, Cell::Done(value.clone()));
        value
    }

    /// What a formula on this sheet comes to.
    pub fn comes_to(&mut self, sheet: usize, formula: &str) -> Result<Value> {
        let mut parser = Parser { rest: formula, sheet, sheets: &self.sheets, depth: 0 };
        let expr = parser.comparison()?;
        if !parser.rest.is_empty() {
            return Err(Failed);
        }
        self.one(&expr)
    }

    fn one(&mut self, expr: &Expr) -> Result<Value> {
        match expr {
            Expr::Value(value) => Ok(value.clone()),
            Expr::Cells(first, last) if first == last => self.value(*first),
            Expr::Cells(..) => Err(Failed),
            Expr::Minus(of) => Ok(Value::Number(0.0 - number(&self.one(of)?)?)),
            Expr::Pair(sign, a, b) => {
                let (a, b) = (self.one(a)?, self.one(b)?);
                joined(sign, &a, &b)
            }
            Expr::Call(name, arguments) => self.called(name, arguments),
        }
    }

    /// The values of a range, or of what is calculated with ranges.
    fn many(&mut self, expr: &Expr) -> Result<Vec<Value>> {
        match expr {
            Expr::Cells((sheet, top, left), (_, bottom, right)) => {
                let mut values = Vec::new();
                for row in *top..=*bottom {
                    for column in *left..=*right {
                        values.push(self.value((*sheet, row, column))?);
                    }
                }
                Ok(values)
            }
            Expr::Pair(sign, a, b) => {
                let (a, b) = (self.many(a)?, self.many(b)?);
                let at = |list: &[Value], index: usize| match list {
                    [one] => Ok(one.clone()),
                    list => list.get(index).cloned().ok_or(Failed),
                };
                (0..a.len().max(b.len()))
                    .map(|index| joined(sign, &at(&a, index)?, &at(&b, index)?))
                    .collect()
            }
            other => Ok(vec![self.one(other)?]),
        }
    }

    fn called(&mut self, name: &str, arguments: &[Expr]) -> Result<Value> {
        match (name, arguments) {
            ("IF", [condition, yes, no]) => {
                let holds = truth(&self.one(condition)?)?;
                self.one(if holds { yes } else { no })
            }
            ("IFERROR", [tried, otherwise]) => self.one(tried).or_else(|_| self.one(otherwise)),
            ("AND" | "OR", conditions) => {
                let mut holds = Vec::new();
                for condition in conditions {
                    holds.push(truth(&self.one(condition)?)?);
                }
                let all = name == "AND";
                Ok(Value::Truth(if all { holds.iter().all(|one| *one) } else { holds.contains(&true) }))
            }
            ("NOT", [condition]) => Ok(Value::Truth(!truth(&self.one(condition)?)?)),
            ("ISNUMBER", [of]) => Ok(Value::Truth(matches!(self.one(of), Ok(Value::Number(_))))),
            ("MATCH", [wanted, list, _]) => {
                let wanted = self.one(wanted)?;
                let list = self.many(list)?;
                let place = list.iter().position(|one| *one != Value::Blank && is_equal(one, &wanted));
                place.map(|place| Value::Number(place as f64 + 1.0)).ok_or(Failed)
            }
            ("INDEX", [list, place]) => {
                let place = self.number(place)?;
                let list = self.many(list)?;
                list.get((place as usize).checked_sub(1).ok_or(Failed)?).cloned().ok_or(Failed)
            }
            ("COUNTIF", [list, wanted]) => {
                let (list, wanted) = (self.many(list)?, self.one(wanted)?);
                let count = list.iter().filter(|one| **one != Value::Blank && is_equal(one, &wanted)).count();
                Ok(Value::Number(count as f64))
            }
            ("SUMIFS", [summed, list, wanted]) => {
                let (summed, list, wanted) = (self.many(summed)?, self.many(list)?, self.one(wanted)?);
                let pairs = summed.iter().zip(&list);
                let counted = pairs.filter(|(_, one)| **one != Value::Blank && is_equal(one, &wanted));
                Ok(Value::Number(counted.map(|(value, _)| if_number(value)).sum()))
            }
            ("SUM" | "SUMPRODUCT", [list]) => Ok(Value::Number(self.many(list)?.iter().map(if_number).sum())),
            ("MIN" | "MAX", [first, rest @ ..]) => {
                let mut best = self.number(first)?;
                for other in rest {
                    let other = self.number(other)?;
                    best = if name == "MIN" { best.min(other) } else { best.max(other) };
                }
                Ok(Value::Number(best))
            }
            ("ROUND", [of, _]) => Ok(Value::Number(self.number(of)?.round())),
            ("INT", [of]) => Ok(Value::Number(self.number(of)?.floor())),
            ("ABS", [of]) => Ok(Value::Number(self.number(of)?.abs())),
            ("SIGN", [of]) => {
                let of = self.number(of)?;
                Ok(Value::Number(if of == 0.0 { 0.0 } else { of.signum() }))
            }
            ("QUOTIENT", [a, b]) => {
                let (a, b) = (self.number(a)?, self.divisor(b)?);
                Ok(Value::Number((a / b).trunc()))
            }
            ("MOD", [a, b]) => {
                let (a, b) = (self.number(a)?, self.divisor(b)?);
                Ok(Value::Number(a - b * (a / b).floor()))
            }
            ("TEXT", [of, pattern]) => {
                let (of, pattern) = (self.number(of)?, self.one(pattern)?);
                match pattern {
                    Value::Text(zeros) if zeros.bytes().all(|sign| sign == b'0') && of >= 0.0 => {
                        Ok(Value::Text(format!("{:0>width$}", of.round(), width = zeros.len())))
                    }
                    _ => Err(Failed),
                }
            }
            ("EDATE", [day, months]) => {
                let (day, months) = (self.number(day)?, self.number(months)?);
                let later = date(day)?.checked_add(span(months, Span::try_months)?).map_err(|_| Failed)?;
                Ok(Value::Number(serial(later) as f64))
            }
            ("DAY", [day]) => Ok(Value::Number(f64::from(date(self.number(day)?)?.day()))),
            ("MONTH", [day]) => Ok(Value::Number(f64::from(date(self.number(day)?)?.month()))),
            ("YEAR", [day]) => Ok(Value::Number(f64::from(date(self.number(day)?)?.year()))),
            _ => Err(Failed),
        }
    }

    fn number(&mut self, expr: &Expr) -> Result<f64> {
        number(&self.one(expr)?)
    }

    fn divisor(&mut self, expr: &Expr) -> Result<f64> {
        self.number(expr).and_then(|number| if number == 0.0 { Err(Failed) } else { Ok(number) })
    }
}

fn number(value: &Value) -> Result<f64> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Truth(truth) => Ok(f64::from(u8::from(*truth))),
        Value::Blank => Ok(0.0),
        Value::Text(_) => Err(Failed),
    }
}

fn truth(value: &Value) -> Result<bool> {
    number(value).map(|number| number != 0.0)
}

/// Sums take notice of numbers only.
fn if_number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        _ => 0.0,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) => written(*number),
        Value::Text(text) => text.clone(),
        Value::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
    }
}

/// The digits of a number; there is no minus before nothing.
pub fn written(number: f64) -> String {
    (number + 0.0).to_string()
}

/// Whether two values are the same: capitals or not, and what is blank is nothing of any kind.
fn is_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a.to_lowercase() == b.to_lowercase(),
        (Value::Text(text), Value::Blank) | (Value::Blank, Value::Text(text)) => text.is_empty(),
        (Value::Blank, other) | (other, Value::Blank) => number(other) == Ok(0.0),
        (a, b) => a == b,
    }
}

fn joined(sign: &str, a: &Value, b: &Value) -> Result<Value> {
    Ok(match sign {
        "&" => Value::Text(text(a) + &text(b)),
        "=" => Value::Truth(is_equal(a, b)),
        "<>" => Value::Truth(!is_equal(a, b)),
        _ => {
            let (a, b) = (number(a)?, number(b)?);
            match sign {
                "<" => Value::Truth(a < b),
                "<=" => Value::Truth(a <= b),
                ">" => Value::Truth(a > b),
                ">=" => Value::Truth(a >= b),
                "+" => Value::Number(a + b),
                "-" => Value::Number(a - b),
                "*" => Value::Number(a * b),
                "/" if b != 0.0 => Value::Number(a / b),
                _ => return Err(Failed),
            }
        }
    })
}

fn span(number: f64, of: impl Fn(Span, i64) -> std::result::Result<Span, jiff::Error>) -> Result<Span> {
    of(Span::new(), number as i64).map_err(|_| Failed)
}

fn date(serial: f64) -> Result<Date> {
    DAY_ZERO.checked_add(span(serial.floor(), Span::try_days)?).map_err(|_| Failed)
}

#[derive(Debug)]
enum Expr {
    Value(Value),
    Cells(At, At),
    Minus(Box<Expr>),
    Pair(&'static str, Box<Expr>, Box<Expr>),
    Call(String, Vec<Expr>),
}

/// Signs between two values, in the order of how little they bind; the longer ones first.
const SIGNS: [&[&str]; 4] = [&["<>", "<=", ">=", "=", "<", ">"], &["&"], &["+", "-"], &["*", "/"]];

struct Parser<'f> {
    rest: &'f str,
    sheet: usize,
    sheets: &'f BTreeMap<String, usize>,
    depth: usize,
}

impl<'f> Parser<'f> {
    fn eat(&mut self, sign: &str) -> bool {
        self.rest = self.rest.strip_prefix(' ').unwrap_or(self.rest);
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'f str {
        let end = self.rest.find(|letter| !belongs(letter)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn comparison(&mut self) -> Result<Expr> {
        self.depth += 1;
        let expr = if self.depth > DEEPEST { Err(Failed) } else { self.pairs(0) };
        self.depth -= 1;
        expr
    }

    fn pairs(&mut self, level: usize) -> Result<Expr> {
        let Some(signs) = SIGNS.get(level) else { return self.single() };
        let mut expr = self.pairs(level + 1)?;
        while let Some(sign) = signs.iter().find(|sign| self.eat(sign)) {
            expr = Expr::Pair(sign, Box::new(expr), Box::new(self.pairs(level + 1)?));
        }
        Ok(expr)
    }

    fn single(&mut self) -> Result<Expr> {
        if self.eat("-") {
            let of = self.single()?;
            return Ok(Expr::Minus(Box::new(of)));
        }
        if self.eat("(") {
            let expr = self.comparison()?;
            return if self.eat(")") { Ok(expr) } else { Err(Failed) };
        }
        match self.rest.chars().next() {
            Some('"') => self.quoted('"').map(|text| Expr::Value(Value::Text(text))),
            Some('0'..='9') => {
                let digits = self.take(|letter| letter.is_ascii_digit() || letter == '.');
                digits.parse().map(|number| Expr::Value(Value::Number(number))).map_err(|_| Failed)
            }
            Some('\'') => {
                let name = self.quoted('\'')?;
                let sheet = *self.sheets.get(&name).ok_or(Failed)?;
                if self.eat("!") { self.cells(sheet) } else { Err(Failed) }
            }
            Some('$') => self.cells(self.sheet),
            Some('A'..='Z') => self.named(),
            _ => Err(Failed),
        }
    }

    /// Between two such signs, of which two within mean one.
    fn quoted(&mut self, sign: char) -> Result<String> {
        let mut text = String::new();
        loop {
            self.rest = self.rest.strip_prefix(sign).ok_or(Failed)?;
            text.push_str(self.take(|letter| letter != sign));
            let after = self.rest.strip_prefix(sign).ok_or(Failed)?;
            if !after.starts_with(sign) {
                self.rest = after;
                return Ok(text);
            }
            text.push(sign);
            self.rest = after;
        }
    }

    fn named(&mut self) -> Result<Expr> {
        let before = self.rest;
        let name = self.take(|letter| letter.is_ascii_uppercase());
        match name {
            "TRUE" => return Ok(Expr::Value(Value::Truth(true))),
            "FALSE" => return Ok(Expr::Value(Value::Truth(false))),
            _ => {}
        }
        if !self.eat("(") {
            self.rest = before;
            return self.cells(self.sheet);
        }
        let mut arguments = vec![self.comparison()?];
        while self.eat(",") {
            arguments.push(self.comparison()?);
        }
        if self.eat(")") { Ok(Expr::Call(name.to_owned(), arguments)) } else { Err(Failed) }
    }

    /// A cell, or the cells from one to another.
    fn cells(&mut self, sheet: usize) -> Result<Expr> {
        let (row, column) = self.cell()?;
        let (last_row, last_column) = if self.eat(":") { self.cell()? } else { (row, column) };
        Ok(Expr::Cells((sheet, row, column), (sheet, last_row, last_column)))
    }

    fn cell(&mut self) -> Result<(u32, u16)> {
        self.eat("$");
        let letters = self.take(|letter| letter.is_ascii_uppercase());
        if !(1..=2).contains(&letters.len()) {
            return Err(Failed);
        }
        let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u16::from(letter - b'A') + 1);
        self.eat("$");
        let row: u32 = self.take(|letter| letter.is_ascii_digit()).parse().map_err(|_| Failed)?;
        Ok((row.checked_sub(1).ok_or(Failed)?, column - 1))
    }
}
