//! Reads formulas: names, `+ - *`, comparisons, `and or not in`, `min max sum`, and nothing else.

use std::ops::Range;

use crate::diag::{Diagnostics, Reported, Words};
use crate::model::formula::{Comparison, Expr, ExprKind, Filter, FilterTerm, Formula};
use crate::model::quantity::Quantity;
use crate::source::{Place, Spanned};

/// Reads a formula from its text.
pub fn formula(text: &Spanned<String>, diags: &mut Diagnostics) -> Result<Formula, Reported> {
    let tokens = tokens(&text.value, &text.place, diags)?;
    let mut parser =
        Parser { text: &text.value, place: &text.place, tokens, at: 0, depth: 0, operations: 0, diags };
    let expr = parser.expression(0)?;
    if let Some(token) = parser.peek() {
        let token = token.clone();
        return Err(parser.expected(
            &Words::new("the end of the formula, or an operator", "kaavan loppu tai laskutoimitus"),
            &token,
        ));
    }
    Ok(Formula { text: text.value.clone(), expr, place: text.place.clone() })
}

/// Reads the words after `where`.
pub fn filter(text: &Spanned<String>, diags: &mut Diagnostics) -> Result<Filter, Reported> {
    let tokens = tokens(&text.value, &text.place, diags)?;
    let mut parser =
        Parser { text: &text.value, place: &text.place, tokens, at: 0, depth: 0, operations: 0, diags };
    let filter = parser.filter()?;
    match parser.peek().cloned() {
        Some(token) => Err(parser.expected(&Words::new("`and`, or the end", "`and` tai loppu"), &token)),
        None => Ok(filter),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Word(String),
    Number(String),
    Symbol(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
struct Token {
    kind: Kind,
    range: Range<usize>,
}

const SYMBOLS: [&str; 17] =
    ["<=", ">=", "!=", "==", "<", ">", "=", "+", "-", "*", "/", "(", ")", "[", "]", ",", "."];

fn tokens(text: &str, place: &Place, diags: &mut Diagnostics) -> Result<Vec<Token>, Reported> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        } else if c.is_alphabetic() || c == '_' {
            let length = rest
                .char_indices()
                .find(|(_, c)| !(c.is_alphanumeric() || *c == '_'))
                .map_or(rest.len(), |(end, _)| end);
            (Kind::Word(rest[..length].to_owned()), length)
        } else if c.is_ascii_digit() {
            let length = number_length(rest);
            (Kind::Number(rest[..length].to_owned()), length)
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            let kind = if *symbol == "==" { "=" } else { symbol };
            (Kind::Symbol(kind), symbol.len())
        } else {
            return Err(diags.formula_character(&place.within(at..at + c.len_utf8()), c));
        };
        tokens.push(Token { kind, range: at..at + length });
        at += length;
    }
    Ok(tokens)
}

/// A number with its unit: `1`, `0 €`, `8 000 €`, `90 %`.
fn number_length(rest: &str) -> usize {
    let number = rest
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '.' | ',')))
        .map_or(rest.len(), |(end, _)| end);
    let unit = ["€/h", "€", "%", "EUR/h", "EUR"].iter().find(|unit| rest[number..].starts_with(**unit));
    let hours = rest[number..].starts_with('h')
        && !rest[number + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    match unit {
        Some(unit) => number + unit.len(),
        None if hours => number + 1,
        None => rest[..number].trim_end_matches([' ', '\u{a0}', ',', '.']).len(),
    }
}

/// Deeper than any formula that a person writes; keeps the reader's own stack small.
const DEEPEST: usize = 64;

/// More than any formula that a person writes. A chain such as `a + b + c` is as deep as it is long for
/// everything that walks the formula later, so that its length is bounded as brackets are.
const MOST_OPERATIONS: usize = 200;

struct Parser<'t> {
    text: &'t str,
    place: &'t Place,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// How many operators, and commas between arguments, were read.
    operations: usize,
    diags: &'t mut Diagnostics,
}

impl Parser<'_> {
    /// Counts an operation of the formula, the one that stands here.
    fn count(&mut self, range: &Range<usize>) -> Result<(), Reported> {
        self.operations += 1;
        if self.operations <= MOST_OPERATIONS {
            return Ok(());
        }
        Err(self.diags.formula_too_long(&self.place.within(range.clone()), MOST_OPERATIONS))
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn is_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek(), Some(Token { kind: Kind::Symbol(found), .. }) if *found == symbol)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token { kind: Kind::Word(found), .. }) if found == word)
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += usize::from(found);
        found
    }

    fn expected(&mut self, what: &Words, found: &Token) -> Reported {
        let written = self.text[found.range.clone()].to_owned();
        self.diags.formula_syntax(&self.place.within(found.range.clone()), what, &written)
    }

    fn ended(&mut self, what: &Words) -> Reported {
        let end = self.text.len();
        self.diags.formula_syntax(&self.place.within(end.saturating_sub(1)..end), what, "")
    }

    fn expect_symbol(&mut self, symbol: &'static str) -> Result<(), Reported> {
        if self.take_symbol(symbol) {
            return Ok(());
        }
        let what = Words::same(format!("`{symbol}`"));
        Err(match self.peek().cloned() {
            Some(token) => self.expected(&what, &token),
            None => self.ended(&what),
        })
    }

    fn expect_word(&mut self, what: &Words) -> Result<(String, Range<usize>), Reported> {
        match self.next() {
            Some(Token { kind: Kind::Word(word), range }) => Ok((word, range)),
            Some(token) => Err(self.expected(what, &token)),
            None => Err(self.ended(what)),
        }
    }

    /// What binds at least as tightly as `least`: or 1, and 2, not 3, comparison 4, sum 5, product 6.
    fn expression(&mut self, least: u8) -> Result<Expr, Reported> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let range = self.peek().map_or(self.text.len()..self.text.len(), |token| token.range.clone());
            return Err(self.diags.formula_too_deep(&self.place.within(range)));
        }
        let mut left = self.first()?;
        while let Some(token) = self.peek().cloned() {
            let (binding, operator) = match &token.kind {
                Kind::Word(word) => match word.as_str() {
                    "or" => (1, "or"),
                    "and" => (2, "and"),
                    "in" => (4, "in"),
                    "not" => (4, "not in"),
                    _ => break,
                },
                Kind::Symbol(symbol) => match *symbol {
                    "<" | "<=" | ">" | ">=" | "=" | "!=" => (4, *symbol),
                    "+" | "-" => (5, *symbol),
                    "*" => (6, *symbol),
                    "/" => return Err(self.diags.bare_division(&self.place.within(token.range))),
                    _ => break,
                },
                Kind::Number(_) => break,
            };
            if binding < least {
                break;
            }
            self.at += 1;
            self.count(&token.range)?;
            left = self.operator(left, operator, binding)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operator(&mut self, left: Expr, operator: &str, binding: u8) -> Result<Expr, Reported> {
        let start = left.range.start;
        if matches!(operator, "in" | "not in") {
            let negated = operator == "not in";
            if negated && !self.take_word("in") {
                let token = self.peek().cloned();
                return Err(match token {
                    Some(token) => self.expected(&Words::same("`in`"), &token),
                    None => self.ended(&Words::same("`in`")),
                });
            }
            let cases = self.cases()?;
            let range = start..self.end();
            return Ok(Expr { kind: ExprKind::In { value: Box::new(left), cases, negated }, range });
        }
        let right = Box::new(self.expression(binding + 1)?);
        let left = Box::new(left);
        let range = start..right.range.end;
        let kind = match operator {
            "or" => ExprKind::Or(left, right),
            "and" => ExprKind::And(left, right),
            "+" => ExprKind::Add(left, right),
            "-" => ExprKind::Sub(left, right),
            "*" => ExprKind::Mul(left, right),
            "<" => ExprKind::Compare(Comparison::Lt, left, right),
            "<=" => ExprKind::Compare(Comparison::Le, left, right),
            ">" => ExprKind::Compare(Comparison::Gt, left, right),
            ">=" => ExprKind::Compare(Comparison::Ge, left, right),
            "!=" => ExprKind::Compare(Comparison::Ne, left, right),
            _ => ExprKind::Compare(Comparison::Eq, left, right),
        };
        Ok(Expr { kind, range })
    }

    /// Where the last token that was taken ends.
    fn end(&self) -> usize {
        self.tokens.get(self.at.saturating_sub(1)).map_or(self.text.len(), |token| token.range.end)
    }

    fn first(&mut self) -> Result<Expr, Reported> {
        let Some(token) = self.next() else { return Err(self.ended(&Words::new("a name", "nimi"))) };
        match &token.kind {
            Kind::Number(number) => self.literal(number, &token),
            Kind::Symbol("(") => {
                let inner = self.expression(0)?;
                self.expect_symbol(")")?;
                Ok(Expr { kind: inner.kind, range: token.range.start..self.end() })
            }
            Kind::Symbol(_) => Err(self.expected(&Words::new("a name", "nimi"), &token)),
            Kind::Word(word) => match word.as_str() {
                "not" => {
                    self.count(&token.range)?;
                    let inner = self.expression(3)?;
                    let range = token.range.start..inner.range.end;
                    Ok(Expr { kind: ExprKind::Not(Box::new(inner)), range })
                }
                "and" | "or" | "in" | "where" => Err(self.expected(&Words::new("a name", "nimi"), &token)),
                "sum" if self.is_symbol("(") => self.sum(&token),
                _ if self.is_symbol("(") => self.call(word.clone(), &token),
                _ if self.take_symbol(".") => {
                    let (property, range) =
                        self.expect_word(&Words::new("a name after the point", "nimi pisteen jälkeen"))?;
                    let kind = ExprKind::Property { choice: word.clone(), property };
                    Ok(Expr { kind, range: token.range.start..range.end })
                }
                _ => Ok(Expr { kind: ExprKind::Name(word.clone()), range: token.range.clone() }),
            },
        }
    }

    fn literal(&mut self, number: &str, token: &Token) -> Result<Expr, Reported> {
        let (value, unit) = match Quantity::parse(number) {
            Ok(quantity) => (quantity.value, Some(quantity)),
            Err(_) => match number.parse() {
                Ok(value) => (value, None),
                Err(_) => {
                    return Err(self
                        .diags
                        .number_in_formula(&self.place.within(token.range.clone()), number));
                }
            },
        };
        let one = value == rust_decimal::Decimal::ONE;
        if !one && !value.is_zero() {
            return Err(self.diags.number_in_formula(&self.place.within(token.range.clone()), number));
        }
        Ok(Expr { kind: ExprKind::Literal { one, unit }, range: token.range.clone() })
    }

    fn call(&mut self, function: String, token: &Token) -> Result<Expr, Reported> {
        self.expect_symbol("(")?;
        let mut arguments = vec![self.expression(0)?];
        while self.take_symbol(",") {
            self.count(&(self.end() - 1..self.end()))?;
            arguments.push(self.expression(0)?);
        }
        self.expect_symbol(")")?;
        Ok(Expr { kind: ExprKind::Call { function, arguments }, range: token.range.start..self.end() })
    }

    fn sum(&mut self, token: &Token) -> Result<Expr, Reported> {
        self.expect_symbol("(")?;
        let (rows, _) =
            self.expect_word(&Words::new("the name of a cost list", "kustannusluettelon nimi"))?;
        self.expect_symbol(".")?;
        let (column, _) = self.expect_word(&Words::new("the name of a column", "sarakkeen nimi"))?;
        let filter = if self.take_word("where") { self.filter()? } else { Filter::default() };
        self.expect_symbol(")")?;
        Ok(Expr { kind: ExprKind::Sum { rows, column, filter }, range: token.range.start..self.end() })
    }

    fn filter(&mut self) -> Result<Filter, Reported> {
        let mut terms = Vec::new();
        loop {
            let (word, range) = self.expect_word(&Words::new(
                "`counted`, `flat_base`, `purchase` or `category`",
                "`counted`, `flat_base`, `purchase` tai `category`",
            ))?;
            let term = match word.as_str() {
                "counted" => FilterTerm::Counted,
                "flat_base" => FilterTerm::FlatBase,
                "purchase" => FilterTerm::Purchase,
                "category" => self.category_term()?,
                _ => {
                    let known = ["counted", "flat_base", "purchase", "category"];
                    return Err(self.diags.unknown_filter(&self.place.within(range), &word, &known));
                }
            };
            terms.push((term, range.start..self.end()));
            if !self.take_word("and") {
                return Ok(Filter { terms });
            }
        }
    }

    fn category_term(&mut self) -> Result<FilterTerm, Reported> {
        if self.take_symbol("=") {
            let (case, _) = self.expect_word(&Words::new("a cost category", "kustannuslaji"))?;
            return Ok(FilterTerm::Category { cases: vec![case], negated: false });
        }
        let negated = self.take_word("not");
        if !self.take_word("in") {
            return Err(match self.peek().cloned() {
                Some(token) => {
                    self.expected(&Words::new("`=`, `in` or `not in`", "`=`, `in` tai `not in`"), &token)
                }
                None => self.ended(&Words::new("`=`, `in` or `not in`", "`=`, `in` tai `not in`")),
            });
        }
        let cases = self.cases()?.into_iter().map(|(case, _)| case).collect();
        Ok(FilterTerm::Category { cases, negated })
    }

    fn cases(&mut self) -> Result<Vec<(String, Range<usize>)>, Reported> {
        self.expect_symbol("[")?;
        let mut cases = vec![self.expect_word(&Words::new("a name", "nimi"))?];
        while self.take_symbol(",") {
            cases.push(self.expect_word(&Words::new("a name", "nimi"))?);
        }
        self.expect_symbol("]")?;
        Ok(cases)
    }
}
