//! The plan of one funding type as formulas of a spreadsheet.
//!
//! A spreadsheet knows binary floats only, and whole numbers are exact among them. So every step is a
//! whole number: money in cents, rates in ten-thousandths, whatever the scale of the step says; roundings
//! are divisions of whole numbers. Spreadsheet programs look at 15 digits when they compare and cut, so
//! nothing may come to more than [`MOST`]: from that follows how large a budget the formulas take.
//!
//! Each step has two cells, its state and its value. The states are those of the plan: 0 known, 1 missing,
//! 2 not applicable, 3 unreadable. A value that is not known is 0.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::model::budget::{Budget, Datum};
use crate::model::evaluate::{Evaluation, Plain, Value};
use crate::model::formula::Comparison;
use crate::model::locale::Locale;
use crate::model::plan::{Kind, NodeId, Op, Plan, PlanColumn, PlanInputKind};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::RoundMode;
use crate::model::show::{self, Cents};
use crate::model::texts::{RuleTexts, Segment, Text};

/// The largest number that a formula may come to.
pub const MOST: i128 = 100_000_000_000_000;

/// The longest piece of text that a formula may hold.
const LONGEST_TEXT: usize = 250;

const KNOWN: i128 = 0;
const MISSING: i128 = 1;
const NOT_APPLICABLE: i128 = 2;
const UNREADABLE: i128 = 3;

/// A cell, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub sheet: String,
    pub row: u32,
    pub column: u16,
}

impl Cell {
    pub fn new(sheet: &str, row: u32, column: u16) -> Self {
        Self { sheet: sheet.to_owned(), row, column }
    }

    /// Its address in a formula of any sheet.
    pub fn address(&self) -> String {
        format!("{}${}${}", sheet_prefix(&self.sheet), letters(self.column), self.row + 1)
    }

    /// Its address within its sheet: `B7`.
    pub fn short(&self) -> String {
        format!("{}{}", letters(self.column), self.row + 1)
    }
}

/// Cells of one column that stand one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub sheet: String,
    pub first: u32,
    pub last: u32,
    pub column: u16,
}

impl Column {
    pub fn address(&self) -> String {
        let letters = letters(self.column);
        format!("{}${letters}${}:${letters}${}", sheet_prefix(&self.sheet), self.first + 1, self.last + 1)
    }
}

fn sheet_prefix(sheet: &str) -> String {
    format!("'{}'!", sheet.replace('\'', "''"))
}

fn letters(column: u16) -> String {
    let (more, last) = (column / 26, (b'A' + (column % 26) as u8) as char);
    if more == 0 { last.to_string() } else { format!("{}{last}", letters(more - 1)) }
}

/// Where what is typed stands, and what it is read into.
#[derive(Debug, Clone)]
pub struct Places {
    /// The sheet of the steps, and the row of the first.
    pub steps: String,
    pub first_step: u32,
    pub rows: RowPlaces,
    /// The cell of an input.
    pub fields: BTreeMap<String, Cell>,
    /// Inputs that are the sum of a column: of its states, and of its values.
    pub columns: BTreeMap<String, (Column, Column)>,
    /// The names of the cases of a choice, and beside them their numbers.
    pub choices: BTreeMap<String, (Column, Column)>,
    /// The answers that mean yes and no.
    pub answers: (String, String),
}

/// The columns that the rows of costs are read into.
#[derive(Debug, Clone)]
pub struct RowPlaces {
    /// 0 nothing, 1 read, 2 without a category, 3 unreadable.
    pub state: Column,
    pub category: Column,
    pub amount: Column,
}

/// A line on the sheet of steps.
#[derive(Debug, Clone, Default)]
pub struct Line {
    pub label: String,
    /// A formula or a number.
    pub state: String,
    pub value: String,
    /// The value in words.
    pub text: Option<String>,
    /// Which limit won.
    pub winner: Option<String>,
}

/// The columns of a line.
pub const STATE: u16 = 1;
pub const VALUE: u16 = 2;
pub const TEXT: u16 = 3;
pub const WINNER: u16 = 4;

/// Part of a formula, or a number that is known before anything is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    Whole(i128),
    Formula(String),
}

impl Code {
    pub fn text(&self) -> String {
        match self {
            Code::Whole(number) => number.to_string(),
            Code::Formula(formula) => formula.clone(),
        }
    }

    /// The same with ten to this power as a factor.
    fn shifted(&self, power: u32) -> Self {
        match self {
            Code::Whole(number) => Code::Whole(number.saturating_mul(ten(power))),
            Code::Formula(formula) if power == 0 => Code::Formula(formula.clone()),
            Code::Formula(formula) => Code::Formula(format!("{formula}*{}", ten(power))),
        }
    }
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cond {
    Always(bool),
    Formula(String),
}

impl Cond {
    pub fn text(&self) -> String {
        match self {
            Cond::Always(true) => "TRUE".to_owned(),
            Cond::Always(false) => "FALSE".to_owned(),
            Cond::Formula(formula) => formula.clone(),
        }
    }
}

pub fn any(conditions: impl IntoIterator<Item = Cond>) -> Cond {
    joined("OR", true, conditions)
}

pub fn every(conditions: impl IntoIterator<Item = Cond>) -> Cond {
    joined("AND", false, conditions)
}

fn joined(name: &str, settles: bool, conditions: impl IntoIterator<Item = Cond>) -> Cond {
    let mut left = Vec::new();
    for condition in conditions {
        match condition {
            Cond::Always(value) if value == settles => return Cond::Always(settles),
            Cond::Always(_) => {}
            Cond::Formula(formula) => left.push(formula),
        }
    }
    match left.len() {
        0 => Cond::Always(!settles),
        1 => Cond::Formula(left.remove(0)),
        _ => Cond::Formula(format!("{name}({})", left.join(","))),
    }
}

pub fn choose(condition: &Cond, yes: Code, no: Code) -> Code {
    match condition {
        Cond::Always(true) => yes,
        Cond::Always(false) => no,
        Cond::Formula(_) if yes == no => yes,
        Cond::Formula(condition) => Code::Formula(format!("IF({condition},{},{})", yes.text(), no.text())),
    }
}

fn equal(a: &Code, b: &Code) -> Cond {
    match (a, b) {
        (Code::Whole(a), Code::Whole(b)) => Cond::Always(a == b),
        _ => Cond::Formula(format!("{}={}", a.text(), b.text())),
    }
}

/// What says whether a limit decided a step stands in a line of its own when it is longer, in bytes.
const LONG_ANSWER: usize = 400;

/// What a formula knows of a step.
#[derive(Debug, Clone)]
pub struct Step {
    pub state: Code,
    pub value: Code,
    pub scale: u32,
    /// The states that it can have, as bits.
    may: u8,
    low: i128,
    high: i128,
}

impl Step {
    /// Whether it has this state.
    fn is(&self, state: i128) -> Cond {
        if self.may & bit(state) == 0 {
            Cond::Always(false)
        } else if self.may == bit(state) {
            Cond::Always(true)
        } else {
            equal(&self.state, &Code::Whole(state))
        }
    }

    pub fn is_known(&self) -> Cond {
        self.is(KNOWN)
    }

    pub fn is_missing(&self) -> Cond {
        self.is(MISSING)
    }

    pub fn is_unreadable(&self) -> Cond {
        self.is(UNREADABLE)
    }

    pub fn is_not_applicable(&self) -> Cond {
        self.is(NOT_APPLICABLE)
    }

    /// Whether it is known and true.
    pub fn is_true(&self) -> Cond {
        every([self.is_known(), equal(&self.value, &Code::Whole(1))])
    }

    pub fn is_false(&self) -> Cond {
        every([self.is_known(), equal(&self.value, &Code::Whole(0))])
    }
}

fn bit(state: i128) -> u8 {
    1 << (state & 3)
}

fn ten(power: u32) -> i128 {
    10_i128.saturating_pow(power)
}

/// Text in a formula.
pub fn quoted(words: &str) -> String {
    if words.chars().count() <= LONGEST_TEXT {
        return format!("\"{}\"", words.replace('"', "\"\""));
    }
    let letters: Vec<char> = words.chars().collect();
    let pieces: Vec<String> =
        letters.chunks(LONGEST_TEXT).map(|piece| quoted(&String::from_iter(piece))).collect();
    pieces.join("&")
}

/// The state of a typed number: readable, not negative, not too large, not too fine.
pub fn number_state(cell: &str, scale: u32, max: Decimal, blank: i128) -> String {
    let whole = format!("{cell}*{}", ten(scale));
    format!(
        "IF({cell}=\"\",{blank},IF(ISNUMBER({cell}),IF(AND({cell}>=0,{cell}<={},ABS({whole}-ROUND({whole},0))<0.001),0,3),3))",
        max.normalize()
    )
}

/// Turns plan steps into lines. Lines come in the order in which they are needed.
#[derive(Debug)]
pub struct Formulas<'p> {
    plan: &'p Plan,
    /// The plan run on the funding type alone.
    typed: Evaluation<'p>,
    /// What each step waits for besides the funding type, as bits in the order of the inputs.
    needs: Vec<u64>,
    places: Places,
    cases: BTreeMap<&'p str, i128>,
    steps: BTreeMap<NodeId, Step>,
    line_of: BTreeMap<NodeId, usize>,
    winners: BTreeMap<NodeId, Vec<Option<String>>>,
    /// Which limits decided which steps, as far as was asked.
    won: BTreeMap<(NodeId, String), Cond>,
    rows: Option<RowSteps>,
    pub lines: Vec<Line>,
    /// The most cents that all rows may come to.
    rows_most: i128,
    /// The largest number that any formula can come to.
    largest: i128,
    /// Whether a step may be the last of a very long chain.
    is_deep: bool,
}

/// The rows as read.
#[derive(Debug, Clone)]
struct RowSteps {
    any: Code,
    by_category: Code,
    total: String,
    of_category: BTreeMap<String, String>,
}

/// The numbers of the cases of all choices.
pub fn case_numbers(plan: &Plan) -> BTreeMap<&str, i128> {
    let mut numbers = BTreeMap::new();
    let mut note = |case| {
        let next = numbers.len() as i128 + 1;
        numbers.entry(case).or_insert(next);
    };
    for input in &plan.inputs {
        match &input.kind {
            PlanInputKind::Choice { of, .. } => of.iter().for_each(|case| note(case.as_str())),
            PlanInputKind::Rows { columns, .. } => {
                for (_, column) in columns {
                    if let PlanColumn::Choice(of) = column {
                        of.iter().for_each(|case| note(case.as_str()));
                    }
                }
            }
            _ => {}
        }
    }
    numbers
}

/// A budget that tells the funding type and nothing else.
pub fn only(funding: &str) -> Budget {
    let mut budget = Budget::default();
    budget.set("funding_type", Datum::Case(funding.to_owned()));
    budget
}

/// A chain of steps, each using the one before, that is made in order.
const LONG_CHAIN: usize = 300;

impl<'p> Formulas<'p> {
    /// With room for the largest budget that is exact.
    pub fn new(plan: &'p Plan, funding: &str, places: &Places, wanted: &[NodeId]) -> Self {
        let mut room = 10_i128.pow(11);
        loop {
            for part in [5, 2, 1] {
                let mut trial = Self::with_room(plan, funding, places.clone(), room / 10 * part);
                for &node in wanted {
                    trial.step(node);
                }
                if trial.largest < MOST || room <= 100 {
                    return Self::with_room(plan, funding, places.clone(), room / 10 * part);
                }
            }
            room /= 10;
        }
    }

    fn with_room(plan: &'p Plan, funding: &str, places: Places, rows_most: i128) -> Self {
        let typed = plan.evaluate(&only(funding));
        let mut formulas = Self {
            plan,
            typed,
            needs: Vec::new(),
            places,
            cases: case_numbers(plan),
            steps: BTreeMap::new(),
            line_of: BTreeMap::new(),
            winners: BTreeMap::new(),
            won: BTreeMap::new(),
            rows: None,
            lines: Vec::new(),
            rows_most,
            largest: 0,
            is_deep: plan.longest_chain() > LONG_CHAIN,
        };
        for node in 0..plan.nodes.len() {
            let needs = formulas.needs_of(node);
            formulas.needs.push(needs);
        }
        formulas
    }

    /// The most that all rows may come to, in the unit of their column.
    pub fn rows_most(&self) -> Decimal {
        Decimal::from_i128_with_scale(self.rows_most, 2)
    }

    fn needs_of(&self, node: NodeId) -> u64 {
        let plan = self.plan;
        let of_input = |id: &str| plan.input_index(id).map_or(0, |index| 1_u64 << (index & 63));
        let all = |nodes: &[NodeId]| nodes.iter().fold(0, |sum, &node| sum | self.needs[node]);
        match &plan.nodes[node] {
            Op::Number(_) | Op::Bool(_) | Op::Case(_) | Op::Parameter(..) => 0,
            Op::Input(id) if id == "funding_type" => 0,
            Op::Input(id) | Op::Sum { rows: id, .. } => of_input(id),
            Op::Hit { rows, with, .. } => of_input(rows) | self.needs[*with],
            Op::Add(nodes) | Op::And(nodes) | Op::Or(nodes) => all(nodes),
            Op::Sub(a, b)
            | Op::Mul(a, b)
            | Op::DivRound(a, b, ..)
            | Op::Compare(_, a, b)
            | Op::YearsAfter(a, b) => all(&[*a, *b]),
            Op::Round(a, ..) | Op::IsIn(a, _) | Op::Not(a) | Op::Limited(a, _) | Op::Open(a, _) => {
                self.needs[*a]
            }
            Op::Min(arms) | Op::Max(arms) => arms.iter().fold(0, |sum, (node, _)| sum | self.needs[*node]),
            Op::Pick(by, arms) => match self.arm(*by, arms) {
                Some(arm) => arm.map_or(0, |arm| self.needs[arm]),
                None => arms.iter().fold(self.needs[*by], |sum, (_, node)| sum | self.needs[*node]),
            },
            Op::If(c, a, b) => match self.settled(*c) {
                Some(Some(true)) => self.needs[*a],
                Some(Some(false)) => self.needs[*b],
                Some(None) => 0,
                None => all(&[*c, *a, *b]),
            },
            Op::Applicable(c, x) => match self.settled(*c) {
                Some(Some(true)) => self.needs[*x],
                Some(_) => 0,
                None => all(&[*c, *x]),
            },
        }
    }

    /// What a condition is whatever is typed: `None` if that decides.
    fn settled(&self, node: NodeId) -> Option<Option<bool>> {
        (self.needs[node] == 0).then(|| self.typed.values[node].bool())
    }

    /// The arm of a choice that is made whatever is typed.
    fn arm(&self, by: NodeId, arms: &[(String, NodeId)]) -> Option<Option<NodeId>> {
        (self.needs[by] == 0).then(|| {
            let case = self.typed.values[by].case()?;
            arms.iter().find(|(name, _)| name == case).map(|(_, node)| *node)
        })
    }

    /// Whether a step has its value whatever is typed.
    pub fn is_fixed(&self, node: NodeId) -> bool {
        self.needs[node] == 0
    }

    /// Its value then.
    pub fn fixed(&self, node: NodeId) -> &Value {
        &self.typed.values[node]
    }

    /// The step that a name stands for.
    pub fn named(&mut self, name: &str) -> Option<Step> {
        let node = *self.plan.names.get(name)?;
        Some(self.step(node))
    }

    pub fn step(&mut self, node: NodeId) -> Step {
        if let Some(step) = self.steps.get(&node) {
            return step.clone();
        }
        // A long chain of steps is made from its first one on, so that no step has far to go.
        if self.is_deep {
            let needed = self.plan.needed([node]);
            for before in (0..node).filter(|before| needed[*before]) {
                if !self.steps.contains_key(&before) {
                    self.make(before);
                }
            }
        }
        self.make(node)
    }

    fn make(&mut self, node: NodeId) -> Step {
        let step = if self.needs[node] == 0 { self.constant(node) } else { self.made(node) };
        self.note(step.low);
        self.note(step.high);
        self.steps.insert(node, step.clone());
        step
    }

    fn note(&mut self, number: i128) {
        self.largest = self.largest.max(number.saturating_abs());
    }

    fn scale(&self, node: NodeId) -> u32 {
        self.plan.scales[node].unwrap_or(0)
    }

    fn constant(&self, node: NodeId) -> Step {
        let scale = self.scale(node);
        let (state, value) = match &self.typed.values[node] {
            Value::Known(known) => (KNOWN, self.whole(&known.datum, scale)),
            Value::Missing(_) => (MISSING, 0),
            Value::NotApplicable => (NOT_APPLICABLE, 0),
            Value::Invalid(_) => (UNREADABLE, 0),
        };
        Step {
            state: Code::Whole(state),
            value: Code::Whole(value),
            scale,
            may: bit(state),
            low: value,
            high: value,
        }
    }

    fn whole(&self, datum: &Plain, scale: u32) -> i128 {
        match datum {
            Plain::Number(number) => mantissa(*number, scale),
            Plain::Bool(value) => i128::from(*value),
            Plain::Case(case) => self.cases.get(case.as_str()).copied().unwrap_or(0),
            Plain::Date(date) => serial(*date),
        }
    }

    /// A line for this step; its state and value are then cells.
    fn line(&mut self, node: Option<NodeId>, label: &str, state: Code, value: Code) -> (Code, Code) {
        let row = self.places.first_step + self.lines.len() as u32;
        let cell = |column| Code::Formula(Cell::new(&self.places.steps, row, column).address());
        let state_text = state.text();
        let state = if matches!(state, Code::Whole(_)) { state } else { cell(STATE) };
        let value = Self::guarded(&state, value);
        self.lines.push(Line {
            label: label.to_owned(),
            state: state_text,
            value: value.text(),
            ..Line::default()
        });
        if let Some(node) = node {
            self.line_of.insert(node, self.lines.len() - 1);
        }
        let value = if matches!(value, Code::Whole(_)) { value } else { cell(VALUE) };
        (state, value)
    }

    /// A step that depends on what is typed.
    fn made(&mut self, node: NodeId) -> Step {
        let plan = self.plan;
        let scale = self.scale(node);
        // What only hands on another step needs no line.
        match &plan.nodes[node] {
            Op::Open(x, _) => return self.handed_on(node, *x, scale),
            Op::Applicable(c, x) if self.settled(*c) == Some(Some(true)) => {
                return self.handed_on(node, *x, scale);
            }
            Op::If(c, a, b) => match self.settled(*c) {
                Some(Some(true)) => return self.handed_on(node, *a, scale),
                Some(Some(false)) => return self.handed_on(node, *b, scale),
                _ => {}
            },
            Op::Pick(by, arms) => {
                if let Some(Some(arm)) = self.arm(*by, arms) {
                    return self.handed_on(node, arm, scale);
                }
            }
            _ => {}
        }
        let name = plan.names.iter().find(|(_, named)| **named == node).map(|(name, _)| name.clone());
        let mut made = self.formula(node, scale);
        if made.low == 0 && made.high == 0 {
            made.value = Code::Whole(0);
        }
        let (state, value) = self.line(Some(node), &name.unwrap_or_default(), made.state, made.value);
        if let Op::Min(arms) | Op::Max(arms) = &plan.nodes[node]
            && arms.iter().any(|(_, label)| label.is_some())
        {
            self.winner(node, arms, &value, scale);
        }
        Step { state, value, ..made }
    }

    /// Another step as it is; the two share a line, where their decimals are the same.
    fn handed_on(&mut self, node: NodeId, other: NodeId, scale: u32) -> Step {
        let step = self.rescaled(other, scale);
        if let Some(&line) = self.line_of.get(&other)
            && (self.scale(other) == scale || self.plan.scales[other].is_none())
        {
            self.line_of.insert(node, line);
            if let Some((name, _)) = self.plan.names.iter().find(|(_, named)| **named == node) {
                self.lines[line].label.clone_from(name);
            }
        }
        step
    }

    /// A step with the decimals of the one that hands it on.
    fn rescaled(&mut self, node: NodeId, scale: u32) -> Step {
        let mut step = self.step(node);
        if scale > step.scale && self.plan.scales[node].is_some() {
            let power = scale - step.scale;
            step.value = match step.value.shifted(power) {
                Code::Formula(formula) => Code::Formula(format!("({formula})")),
                whole => whole,
            };
            step.low = step.low.saturating_mul(ten(power));
            step.high = step.high.saturating_mul(ten(power));
            step.scale = scale;
        }
        step
    }

    /// The value is 0 where it is not known.
    fn guarded(state: &Code, value: Code) -> Code {
        match (state, value) {
            (Code::Whole(KNOWN), value) => value,
            (_, Code::Whole(0)) | (Code::Whole(_), _) => Code::Whole(0),
            (Code::Formula(state), value) => Code::Formula(format!("IF({state}=0,{},0)", value.text())),
        }
    }

    /// The state of what needs all of its parts.
    fn state_of_all(parts: &[Step]) -> (Code, u8) {
        let has = |state| any(parts.iter().map(|part| part.is(state)));
        let code = choose(
            &has(UNREADABLE),
            Code::Whole(UNREADABLE),
            choose(
                &has(NOT_APPLICABLE),
                Code::Whole(NOT_APPLICABLE),
                choose(&has(MISSING), Code::Whole(MISSING), Code::Whole(KNOWN)),
            ),
        );
        (code, parts.iter().fold(0, |may, part| may | part.may))
    }

    /// The state of what takes no notice of parts that do not apply.
    fn state_of_some(parts: &[Step]) -> (Code, u8) {
        let has = |state| any(parts.iter().map(|part| part.is(state)));
        let none = every(parts.iter().map(|part| part.is(NOT_APPLICABLE)));
        let mut may = parts.iter().fold(0, |may, part| may | part.may);
        if none == Cond::Always(false) {
            may &= !bit(NOT_APPLICABLE);
        }
        let code = choose(
            &has(UNREADABLE),
            Code::Whole(UNREADABLE),
            choose(
                &has(MISSING),
                Code::Whole(MISSING),
                choose(&none, Code::Whole(NOT_APPLICABLE), Code::Whole(KNOWN)),
            ),
        );
        (code, may)
    }

    fn formula(&mut self, node: NodeId, scale: u32) -> Step {
        let plan = self.plan;
        match &plan.nodes[node] {
            // These wait for nothing.
            Op::Number(_) | Op::Bool(_) | Op::Case(_) | Op::Parameter(..) => self.constant(node),
            Op::Input(id) => self.input(id, scale),
            Op::Sum { rows, of, .. } => {
                let rows = self.rows(rows);
                let (state, value) = match of {
                    None => (rows.any, rows.total),
                    Some(of) => {
                        let cells: Vec<&str> = of
                            .iter()
                            .filter_map(|case| rows.of_category.get(case))
                            .map(String::as_str)
                            .collect();
                        let sum = if cells.is_empty() { "0".to_owned() } else { cells.join("+") };
                        (rows.by_category, sum)
                    }
                };
                let may = bit(KNOWN) | bit(MISSING) | bit(UNREADABLE);
                let value = if value == "0" { Code::Whole(0) } else { Code::Formula(value) };
                let high = if value == Code::Whole(0) { 0 } else { self.rows_most };
                Step { state, value, scale, may, low: 0, high }
            }
            Op::Hit { rows, compare, with, of, column } => {
                let column_scale = self.column_scale(rows, column);
                let rows = self.rows(rows);
                let with = self.step(*with);
                let state = if of.is_some() { rows.by_category } else { rows.any };
                let may = bit(KNOWN) | bit(MISSING) | bit(UNREADABLE);
                let list = Step { state, value: Code::Whole(0), scale, may, low: 0, high: 0 };
                let (state, may) = Self::state_of_all(&[list, with.clone()]);
                let common = column_scale.max(with.scale);
                let amount = Code::Formula(self.places.rows.amount.address()).shifted(common - column_scale);
                let amount = format!(
                    "({}{}{})",
                    amount.text(),
                    sign(*compare),
                    with.value.shifted(common - with.scale).text()
                );
                let category = self.places.rows.category.address();
                let counts = match of {
                    // A row without a category counts, a row without anything does not.
                    None => vec![format!("SUMPRODUCT(({}>0)*{amount})", self.places.rows.state.address())],
                    Some(of) => of
                        .iter()
                        .filter_map(|case| self.cases.get(case.as_str()))
                        .map(|number| {
                            format!(
                                "SUMPRODUCT(({category}={number})*({}=1)*{amount})",
                                self.places.rows.state.address()
                            )
                        })
                        .collect(),
                };
                let value = match counts.is_empty() {
                    true => Code::Whole(0),
                    false => Code::Formula(format!("IF({}>0,1,0)", counts.join("+"))),
                };
                Step { state, value, scale, may, low: 0, high: 1 }
            }
            Op::Add(nodes) => {
                let parts: Vec<Step> = nodes.iter().map(|&node| self.rescaled(node, scale)).collect();
                self.sum(&parts, &[], scale)
            }
            Op::Sub(a, b) => {
                let (a, b) = (self.rescaled(*a, scale), self.rescaled(*b, scale));
                self.sum(&[a], &[b], scale)
            }
            Op::Mul(a, b) => self.product(*a, *b, scale),
            Op::DivRound(a, b, decimals, mode) => {
                let (a, b) = (self.step(*a), self.step(*b));
                let (state, may) = Self::state_of_all(&[a.clone(), b.clone()]);
                let power = i64::from(b.scale) + i64::from(*decimals) - i64::from(a.scale);
                let up = u32::try_from(power).unwrap_or(0);
                let down = u32::try_from(-power).unwrap_or(0);
                let (top, bottom) = (a.value.shifted(up), b.value.shifted(down));
                let most = a.low.abs().max(a.high.abs()).saturating_mul(ten(up));
                let divisor = b.low.abs().max(b.high.abs()).saturating_mul(ten(down));
                let is_negative = a.low < 0 || b.low < 0;
                let value = self.divided(&top, &bottom, is_negative, most, divisor, *mode);
                let least = b.low.abs().min(b.high.abs()).saturating_mul(ten(down)).max(1);
                let out = ten(u32::try_from(-*decimals).unwrap_or(0));
                let value = times(value, out);
                let high = (most / least + 1).saturating_mul(out);
                let low = if is_negative { -high } else { 0 };
                Step { state, value, scale, may, low, high }
            }
            Op::Round(a, decimals, mode) => {
                let a = self.step(*a);
                let power = i64::from(a.scale) - i64::from(*decimals);
                let Some(power) = u32::try_from(power).ok().filter(|power| *power > 0) else {
                    let up = scale.saturating_sub(a.scale);
                    let (low, high) = (a.low.saturating_mul(ten(up)), a.high.saturating_mul(ten(up)));
                    return Step { value: a.value.shifted(up), scale, low, high, ..a };
                };
                let most = a.low.abs().max(a.high.abs());
                let by = Code::Whole(ten(power));
                let value = self.divided(&a.value, &by, a.low < 0, most, ten(power), *mode);
                let out = ten(u32::try_from(-*decimals).unwrap_or(0));
                let edge = |value: i128| (value / ten(power) + value.signum()).saturating_mul(out);
                Step { value: times(value, out), scale, low: edge(a.low), high: edge(a.high), ..a }
            }
            Op::Pick(by, arms) => {
                let chosen = self.step(*by);
                let steps: Vec<(Cond, Step)> = arms
                    .iter()
                    .map(|(case, arm)| {
                        let number = self.cases.get(case.as_str()).copied().unwrap_or(0);
                        (equal(&chosen.value, &Code::Whole(number)), self.rescaled(*arm, scale))
                    })
                    .collect();
                Self::chosen(&chosen, &steps, scale)
            }
            Op::If(c, a, b) => {
                let chosen = self.step(*c);
                let yes = equal(&chosen.value, &Code::Whole(1));
                let steps = [(yes, self.rescaled(*a, scale)), (Cond::Always(true), self.rescaled(*b, scale))];
                Self::chosen(&chosen, &steps, scale)
            }
            Op::Min(arms) => self.best(arms, "MIN", scale),
            Op::Max(arms) => self.best(arms, "MAX", scale),
            Op::Compare(comparison, a, b) => {
                let (a, b) = (self.step(*a), self.step(*b));
                let (state, may) = Self::state_of_all(&[a.clone(), b.clone()]);
                let common = a.scale.max(b.scale);
                let (left, right) = (a.value.shifted(common - a.scale), b.value.shifted(common - b.scale));
                self.note(a.high.saturating_mul(ten(common - a.scale)));
                self.note(b.high.saturating_mul(ten(common - b.scale)));
                let holds = match (&left, &right) {
                    (Code::Whole(left), Code::Whole(right)) => {
                        Cond::Always(comparison.holds(left.cmp(right)))
                    }
                    _ => Cond::Formula(format!("{}{}{}", left.text(), sign(*comparison), right.text())),
                };
                self.truth(state, may, &holds)
            }
            Op::IsIn(a, cases) => {
                let a = self.step(*a);
                let numbers = cases.iter().filter_map(|case| self.cases.get(case.as_str()));
                let holds = any(numbers.map(|number| equal(&a.value, &Code::Whole(*number))));
                self.truth(a.state.clone(), a.may, &holds)
            }
            Op::And(nodes) => self.logic(nodes, false),
            Op::Or(nodes) => self.logic(nodes, true),
            Op::Not(a) => {
                let a = self.step(*a);
                let holds = equal(&a.value, &Code::Whole(0));
                self.truth(a.state.clone(), a.may, &holds)
            }
            Op::Limited(of, label) => {
                let of_step = self.step(*of);
                let holds = self.won(*of, label);
                self.truth(of_step.state, of_step.may, &holds)
            }
            Op::Applicable(c, x) => {
                let (condition, x) = (self.step(*c), self.rescaled(*x, scale));
                let state = choose(
                    &condition.is(UNREADABLE),
                    Code::Whole(UNREADABLE),
                    choose(
                        &condition.is(NOT_APPLICABLE),
                        Code::Whole(NOT_APPLICABLE),
                        choose(
                            &condition.is(MISSING),
                            Code::Whole(MISSING),
                            choose(&condition.is_true(), x.state.clone(), Code::Whole(NOT_APPLICABLE)),
                        ),
                    ),
                );
                let value = choose(&condition.is_true(), x.value, Code::Whole(0));
                let may = condition.may | x.may | bit(NOT_APPLICABLE);
                Step { state, value, scale, may, low: x.low.min(0), high: x.high.max(0) }
            }
            Op::Open(x, _) => self.step(*x),
            Op::YearsAfter(date, years) => {
                let (date, years) = (self.step(*date), self.step(*years));
                let (state, may) = Self::state_of_all(&[date.clone(), years.clone()]);
                let value = Code::Formula(format!("EDATE({},12*{})", date.value.text(), years.value.text()));
                Step { state, value, scale, may, low: 0, high: LAST_DAY * 2 }
            }
        }
    }

    fn column_scale(&self, rows: &str, column: &str) -> u32 {
        match self.plan.input(rows).map(|input| &input.kind) {
            Some(PlanInputKind::Rows { columns, .. }) => columns
                .iter()
                .find_map(|(id, kind)| match kind {
                    PlanColumn::Number { scale, .. } if id == column => Some(*scale),
                    _ => None,
                })
                .unwrap_or(2),
            _ => 2,
        }
    }

    /// A truth as 1 or 0.
    fn truth(&mut self, state: Code, may: u8, holds: &Cond) -> Step {
        let value = choose(holds, Code::Whole(1), Code::Whole(0));
        let high = i128::from(*holds != Cond::Always(false));
        Step { state, value, scale: 0, may, low: 0, high }
    }

    fn logic(&mut self, nodes: &[NodeId], decisive: bool) -> Step {
        let parts: Vec<Step> = nodes.iter().map(|&node| self.step(node)).collect();
        let settled = any(parts.iter().map(|part| if decisive { part.is_true() } else { part.is_false() }));
        let has = |state| any(parts.iter().map(|part| part.is(state)));
        let none = every(parts.iter().map(|part| part.is(NOT_APPLICABLE)));
        let undecided = choose(
            &has(MISSING),
            Code::Whole(MISSING),
            choose(&none, Code::Whole(NOT_APPLICABLE), Code::Whole(KNOWN)),
        );
        let state = choose(
            &has(UNREADABLE),
            Code::Whole(UNREADABLE),
            choose(&settled, Code::Whole(KNOWN), undecided),
        );
        let may = parts.iter().fold(bit(KNOWN), |may, part| may | part.may);
        let value = choose(&settled, Code::Whole(i128::from(decisive)), Code::Whole(i128::from(!decisive)));
        Step { state, value, scale: 0, may, low: 0, high: 1 }
    }

    fn sum(&mut self, plus: &[Step], minus: &[Step], scale: u32) -> Step {
        let parts: Vec<Step> = plus.iter().chain(minus).cloned().collect();
        let (state, may) = Self::state_of_some(&parts);
        let low =
            plus.iter().map(|part| part.low).sum::<i128>() - minus.iter().map(|part| part.high).sum::<i128>();
        let high =
            plus.iter().map(|part| part.high).sum::<i128>() - minus.iter().map(|part| part.low).sum::<i128>();
        let added: Vec<String> =
            plus.iter().filter(|part| part.value != Code::Whole(0)).map(|part| part.value.text()).collect();
        let taken = minus
            .iter()
            .filter(|part| part.value != Code::Whole(0))
            .map(|part| format!("-({})", part.value.text()));
        let mut value = if added.is_empty() { "0".to_owned() } else { added.join("+") };
        value.extend(taken);
        let value = if value == "0" { Code::Whole(0) } else { Code::Formula(value) };
        Step { state, value, scale, may, low: low.min(0), high: high.max(0) }
    }

    fn product(&mut self, a: NodeId, b: NodeId, scale: u32) -> Step {
        let parts = [self.step(a), self.step(b)];
        let has = |state| any(parts.iter().map(|part| part.is(state)));
        let zero = any(parts.iter().map(|part| every([part.is(KNOWN), equal(&part.value, &Code::Whole(0))])));
        let state = choose(
            &has(UNREADABLE),
            Code::Whole(UNREADABLE),
            choose(
                &has(NOT_APPLICABLE),
                Code::Whole(NOT_APPLICABLE),
                choose(
                    &zero,
                    Code::Whole(KNOWN),
                    choose(&has(MISSING), Code::Whole(MISSING), Code::Whole(KNOWN)),
                ),
            ),
        );
        let mut may = parts.iter().fold(0, |may, part| may | part.may);
        if zero == Cond::Always(true) {
            may = may & !bit(MISSING) | bit(KNOWN);
        }
        let [a, b] = &parts;
        let power = scale.saturating_sub(a.scale + b.scale);
        let shift = ten(power);
        let value = match (&a.value, &b.value) {
            (Code::Whole(0), _) | (_, Code::Whole(0)) => Code::Whole(0),
            (a, b) => Code::Formula(format!("{}*{}", a.text(), b.text())).shifted(power),
        };
        let corners =
            [a.low, a.high].map(|x| [b.low, b.high].map(|y| x.saturating_mul(y).saturating_mul(shift)));
        let corners = corners.concat();
        let low = corners.iter().copied().min().unwrap_or(0).min(0);
        let high = corners.iter().copied().max().unwrap_or(0).max(0);
        // What is not known is 0, and so is the product.
        Step { state, value, scale, may, low, high }
    }

    /// A quotient of whole numbers, rounded to a whole number.
    fn divided(
        &mut self,
        top: &Code,
        bottom: &Code,
        is_negative: bool,
        most: i128,
        divisor: i128,
        mode: RoundMode,
    ) -> Code {
        let (a, b) = (top.text(), bottom.text());
        let (size, by, sign) = match is_negative {
            true => (format!("ABS({a})"), format!("ABS({b})"), format!("SIGN({a})*SIGN({b})*")),
            false => (a, b, String::new()),
        };
        let twice = |text: &str, code: &Code| match code {
            Code::Whole(number) if !is_negative => number.saturating_mul(2).to_string(),
            _ => format!("(2*{text})"),
        };
        let two = twice(&by, bottom);
        let (largest, formula) = match mode {
            RoundMode::Down => (most, format!("QUOTIENT({size},{by})")),
            RoundMode::HalfUp => {
                (most.saturating_mul(2).saturating_add(divisor), format!("QUOTIENT(2*{size}+{by},{two})"))
            }
            RoundMode::Up => (most.saturating_add(divisor), format!("QUOTIENT({size}+{by}-1,{by})")),
            RoundMode::HalfEven => (
                most.saturating_mul(2),
                format!(
                    "(QUOTIENT({size},{by})+IF(OR(2*MOD({size},{by})>{by},AND(2*MOD({size},{by})={by},MOD(QUOTIENT({size},{by}),2)=1)),1,0))"
                ),
            ),
        };
        self.note(largest);
        Code::Formula(format!("{sign}{formula}"))
    }

    /// The arm whose condition holds first.
    fn chosen(by: &Step, arms: &[(Cond, Step)], scale: u32) -> Step {
        let mut state = Code::Whole(NOT_APPLICABLE);
        let mut value = Code::Whole(0);
        for (condition, arm) in arms.iter().rev() {
            state = choose(condition, arm.state.clone(), state);
            value = choose(condition, arm.value.clone(), value);
        }
        let mut may = arms.iter().fold(by.may, |may, (_, arm)| may | arm.may);
        let last_is_sure = arms.last().is_some_and(|(condition, _)| *condition == Cond::Always(true));
        if !last_is_sure {
            may |= bit(NOT_APPLICABLE);
        }
        if by.may & bit(MISSING) != 0
            && let Some(((_, first), rest)) = arms.split_first()
        {
            // Where every way leads to the same value, the choice can wait.
            let same = rest.iter().map(|(_, arm)| equal(&arm.value, &first.value));
            let known = arms.iter().map(|(_, arm)| arm.is_known());
            let settled = every(known.chain(same));
            let waiting = by.is(MISSING);
            state = choose(&waiting, choose(&settled, Code::Whole(KNOWN), Code::Whole(MISSING)), state);
            value = choose(&waiting, choose(&settled, first.value.clone(), Code::Whole(0)), value);
        }
        let lost = any([by.is(UNREADABLE), by.is(NOT_APPLICABLE)]);
        let state = choose(&lost, by.state.clone(), state);
        let value = choose(&lost, Code::Whole(0), value);
        let low = arms.iter().map(|(_, arm)| arm.low).min().unwrap_or(0).min(0);
        let high = arms.iter().map(|(_, arm)| arm.high).max().unwrap_or(0).max(0);
        Step { state, value, scale, may, low, high }
    }

    fn best(&mut self, arms: &[(NodeId, Option<String>)], function: &str, scale: u32) -> Step {
        let parts: Vec<Step> = arms.iter().map(|(node, _)| self.rescaled(*node, scale)).collect();
        let (state, may) = Self::state_of_some(&parts);
        // What does not apply cannot win.
        let never = if function == "MIN" { MOST } else { -MOST };
        let values: Vec<String> = parts
            .iter()
            .filter(|part| part.may != bit(NOT_APPLICABLE))
            .map(|part| choose(&part.is(NOT_APPLICABLE), Code::Whole(never), part.value.clone()).text())
            .collect();
        let value = match values.as_slice() {
            [one] => one.clone(),
            values => format!("{function}({})", values.join(",")),
        };
        let low = parts.iter().map(|part| part.low).min().unwrap_or(0).min(0);
        let high = match function {
            "MIN" => {
                parts.iter().filter(|part| part.may & bit(NOT_APPLICABLE) == 0).map(|part| part.high).min()
            }
            _ => parts.iter().map(|part| part.high).max(),
        };
        let high = high.or_else(|| parts.iter().map(|part| part.high).max()).unwrap_or(0).max(0);
        let value = Code::Formula(value);
        Step { state, value, scale, may, low, high }
    }

    /// Notes which limit won, as its place among the arms, from 1.
    fn winner(&mut self, node: NodeId, arms: &[(NodeId, Option<String>)], value: &Code, scale: u32) {
        let mut winner = Code::Whole(0);
        for (index, (arm, _)) in arms.iter().enumerate().rev() {
            let part = self.rescaled(*arm, scale);
            let wins = every([part.is_known(), equal(&part.value, value)]);
            winner = choose(&wins, Code::Whole(index as i128 + 1), winner);
        }
        if let Some(&line) = self.line_of.get(&node) {
            self.lines[line].winner = Some(winner.text());
        }
        self.winners.insert(node, arms.iter().map(|(_, label)| label.clone()).collect());
    }

    /// Whether this limit decided the value.
    ///
    /// Each step is asked once: cases of cases that come to the same step lead to it in more ways than there
    /// is time for. A long answer gets a line of its own, so that what asks for it twice does not write it twice.
    pub fn won(&mut self, node: NodeId, label: &str) -> Cond {
        let asked = (node, label.to_owned());
        if let Some(known) = self.won.get(&asked) {
            return known.clone();
        }
        let mut won = self.won_by(node, label);
        if let Cond::Formula(formula) = &won
            && formula.len() > LONG_ANSWER
        {
            let one = Code::Formula(format!("IF({formula},1,0)"));
            let (_, cell) = self.line(None, label, Code::Whole(KNOWN), one);
            won = equal(&cell, &Code::Whole(1));
        }
        self.won.insert(asked, won.clone());
        won
    }

    fn won_by(&mut self, node: NodeId, label: &str) -> Cond {
        let plan = self.plan;
        self.step(node);
        match &plan.nodes[node] {
            Op::Min(_) | Op::Max(_) => {
                let Some(labels) = self.winners.get(&node) else { return Cond::Always(false) };
                let Some(&line) = self.line_of.get(&node) else { return Cond::Always(false) };
                let cell =
                    Cell::new(&self.places.steps, self.places.first_step + line as u32, WINNER).address();
                let indexes = (1_i128..).zip(labels).filter(|(_, one)| one.as_deref() == Some(label));
                any(indexes.map(|(index, _)| Cond::Formula(format!("{cell}={index}"))))
            }
            Op::Open(x, _) | Op::Round(x, ..) | Op::Applicable(_, x) => self.won(*x, label),
            Op::If(c, a, b) => {
                let condition = self.step(*c).is_true();
                let (a, b) = (self.won(*a, label), self.won(*b, label));
                if a == b {
                    return a;
                }
                any([every([condition.clone(), a]), every([negated(condition), b])])
            }
            Op::Pick(by, arms) => {
                let chosen = self.step(*by);
                let arms = arms.iter().map(|(case, arm)| {
                    let number = self.cases.get(case.as_str()).copied().unwrap_or(0);
                    every([equal(&chosen.value, &Code::Whole(number)), self.won(*arm, label)])
                });
                any(arms.collect::<Vec<_>>())
            }
            _ => Cond::Always(false),
        }
    }

    fn rows(&mut self, id: &str) -> RowSteps {
        if let Some(rows) = &self.rows {
            return rows.clone();
        }
        let places = self.places.rows.clone();
        let (states, amounts, categories) =
            (places.state.address(), places.amount.address(), places.category.address());
        let count = |state: u8| format!("COUNTIF({states},{state})");
        let total = format!("SUM({amounts})");
        let (_, total) = self.line(None, "rows", Code::Whole(0), Code::Formula(total));
        let unreadable = format!("OR({}>0,{}>{})", count(3), total.text(), self.rows_most);
        let any = format!("IF({unreadable},3,IF({}+{}=0,1,0))", count(1), count(2));
        let (any, _) = self.line(None, "rows_read", Code::Formula(any), Code::Whole(0));
        let by_category = format!("IF({}=0,IF({}>0,1,0),{})", any.text(), count(2), any.text());
        let (by_category, _) =
            self.line(None, "rows_with_category", Code::Formula(by_category), Code::Whole(0));
        let mut of_category = BTreeMap::new();
        if let Some(PlanInputKind::Rows { columns, .. }) = self.plan.input(id).map(|input| &input.kind) {
            for (_, column) in columns {
                let PlanColumn::Choice(of) = column else { continue };
                for case in of {
                    let number = self.cases.get(case.as_str()).copied().unwrap_or(0);
                    let sum = Code::Formula(format!("SUMIFS({amounts},{categories},{number})"));
                    let (_, sum) = self.line(None, &format!("category.{case}"), Code::Whole(0), sum);
                    of_category.insert(case.clone(), sum.text());
                }
            }
        }
        self.note(self.rows_most);
        let rows = RowSteps { any, by_category, total: total.text(), of_category };
        self.rows = Some(rows.clone());
        rows
    }

    /// Whether a condition waits for something that the result cannot do without.
    pub fn keeps_open(&mut self, node: NodeId) -> Cond {
        let plan = self.plan;
        let step = self.step(node);
        let waits = any([step.is_missing(), step.is_unreadable()]);
        let needs = self.needs[node];
        let asked = plan.inputs.iter().enumerate().filter(|(index, _)| needs & 1 << (index & 63) != 0);
        let (optional, needed): (Vec<_>, Vec<_>) =
            asked.map(|(_, input)| input).partition(|one| one.optional);
        if optional.is_empty() {
            return waits;
        }
        let mut open = Vec::new();
        for input in needed {
            match (&input.kind, plan.names.get(&input.id)) {
                (PlanInputKind::Rows { .. }, _) => {
                    let state = self.rows(&input.id).by_category;
                    open.push(Cond::Formula(format!("{}>0", state.text())));
                }
                (_, Some(&input)) => {
                    let step = self.step(input);
                    open.extend([step.is_missing(), step.is_unreadable()]);
                }
                (_, None) => {}
            }
        }
        every([waits, any(open)])
    }

    /// All that is typed in the rows, in cents, and in a category.
    pub fn typed_rows(&mut self, rows: &str) -> (String, BTreeMap<String, String>) {
        let rows = self.rows(rows);
        (rows.total, rows.of_category)
    }

    /// The state of an input of its own.
    fn input(&mut self, id: &str, scale: u32) -> Step {
        let plan = self.plan;
        let Some(input) = plan.input(id) else { return Self::nothing(NOT_APPLICABLE, scale) };
        let blank = |has_default: bool| if has_default { KNOWN } else { MISSING };
        if let (Some((states, values)), PlanInputKind::Number { max, default, .. }) =
            (self.places.columns.get(id), &input.kind)
        {
            let (states, values) = (states.address(), values.address());
            let blank = blank(default.is_some());
            let most = mantissa(*max, scale);
            let start = default.map_or(0, |default| mantissa(default, scale));
            let state = format!(
                "IF(OR(COUNTIF({states},3)>0,SUM({values})>{most}),3,IF(COUNTIF({states},1)=0,{blank},0))"
            );
            let value = format!("IF(COUNTIF({states},1)=0,{start},SUM({values}))");
            let may = bit(KNOWN) | bit(UNREADABLE) | bit(blank);
            let state = Code::Formula(state);
            let value = Code::Formula(value);
            return Step { state, value, scale, may, low: 0, high: most };
        }
        let Some(cell) = self.places.fields.get(id).map(Cell::address) else {
            // It is not asked: as if nothing were typed.
            return match &input.kind {
                PlanInputKind::Number { default: Some(default), .. } => {
                    let value = mantissa(*default, scale);
                    let (state, may) = (Code::Whole(KNOWN), bit(KNOWN));
                    Step {
                        state,
                        value: Code::Whole(value),
                        scale,
                        may,
                        low: value.min(0),
                        high: value.max(0),
                    }
                }
                _ => Self::nothing(MISSING, scale),
            };
        };
        let may = |has_default: bool| bit(KNOWN) | bit(UNREADABLE) | bit(blank(has_default));
        match &input.kind {
            PlanInputKind::Number { max, default, .. } => {
                let state = Code::Formula(number_state(&cell, scale, *max, blank(default.is_some())));
                let start = default.map_or(0, |default| mantissa(default, scale));
                let value = format!("IF({cell}=\"\",{start},ROUND({cell}*{},0))", ten(scale));
                let may = may(default.is_some());
                let value = Code::Formula(value);
                Step { state, value, scale, may, low: 0, high: mantissa(*max, scale) }
            }
            PlanInputKind::Bool => {
                let (yes, no) = (quoted(&self.places.answers.0), quoted(&self.places.answers.1));
                let state = format!("IF({cell}=\"\",1,IF(OR({cell}={yes},{cell}={no}),0,3))");
                let value = Code::Formula(format!("IF({cell}={yes},1,0)"));
                Step { state: Code::Formula(state), value, scale, may: may(false), low: 0, high: 1 }
            }
            PlanInputKind::Date => {
                let state = format!(
                    "IF({cell}=\"\",1,IF(ISNUMBER({cell}),IF(AND({cell}>={FIRST_DAY},{cell}<={LAST_DAY},{cell}=INT({cell})),0,3),3))"
                );
                let state = Code::Formula(state);
                let value = Code::Formula(cell);
                Step { state, value, scale, may: may(false), low: 0, high: LAST_DAY }
            }
            PlanInputKind::Choice { default, .. } => {
                let Some((names, numbers)) = self.places.choices.get(id) else {
                    return Self::nothing(MISSING, scale);
                };
                let found =
                    format!("IFERROR(INDEX({},MATCH({cell},{},0)),0)", numbers.address(), names.address());
                let start = default.as_ref().and_then(|case| self.cases.get(case.as_str())).copied();
                let state = format!("IF({cell}=\"\",{},IF({found}=0,3,0))", blank(start.is_some()));
                let value = Code::Formula(format!("IF({cell}=\"\",{},{found})", start.unwrap_or(0)));
                let high = self.cases.len() as i128;
                Step { state: Code::Formula(state), value, scale, may: may(start.is_some()), low: 0, high }
            }
            PlanInputKind::Rows { .. } => Self::nothing(NOT_APPLICABLE, scale),
        }
    }

    fn nothing(state: i128, scale: u32) -> Step {
        Step { state: Code::Whole(state), value: Code::Whole(0), scale, may: bit(state), low: 0, high: 0 }
    }

    /// The value of a step for one row of hours, which are whole numbers in these cells; `None` if it
    /// needs more than them.
    pub fn of_hours(&self, node: NodeId, hours: &BTreeMap<String, String>) -> Option<(String, u32)> {
        let scale = self.scale(node);
        if self.needs[node] == 0 {
            return match &self.typed.values[node] {
                Value::Known(known) => Some((self.whole(&known.datum, scale).to_string(), scale)),
                Value::NotApplicable => Some(("0".to_owned(), scale)),
                _ => None,
            };
        }
        let part = |node: NodeId| {
            let (value, of) = self.of_hours(node, hours)?;
            Some(Code::Formula(value).shifted(scale.saturating_sub(of)).text())
        };
        match &self.plan.nodes[node] {
            Op::Input(id) => Some((hours.get(id)?.clone(), scale)),
            Op::Applicable(c, x) if self.settled(*c) == Some(Some(true)) => Some((part(*x)?, scale)),
            Op::Add(nodes) => {
                let parts: Option<Vec<String>> = nodes.iter().map(|&node| part(node)).collect();
                Some((parts?.join("+"), scale))
            }
            Op::Mul(a, b) => {
                let ((a, of_a), (b, of_b)) = (self.of_hours(*a, hours)?, self.of_hours(*b, hours)?);
                let product = Code::Formula(format!("({a})*({b})"));
                Some((product.shifted(scale.saturating_sub(of_a + of_b)).text(), scale))
            }
            _ => None,
        }
    }

    /// The first step of this unit that needs these inputs and nothing else.
    pub fn first_of(&self, unit: Unit, inputs: &[&str]) -> Option<NodeId> {
        let wanted = inputs
            .iter()
            .filter_map(|id| self.plan.input_index(id))
            .fold(0, |sum, index| sum | 1_u64 << (index & 63));
        let named: Vec<NodeId> = self.plan.names.values().copied().collect();
        (0..self.plan.nodes.len()).find(|node| {
            named.contains(node)
                && self.plan.kinds[*node] == Kind::Number(unit)
                && self.needs[*node] == wanted
        })
    }

    /// A text of the rules with its values, as a formula.
    pub fn sentence(&mut self, text: &Text, texts: &RuleTexts, locale: &Locale, unknown: &str) -> String {
        let parts: Vec<String> = text
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Words(words) | Segment::Link { words, .. } => quoted(words),
                Segment::Value(name) => self.in_words(name, texts, locale, unknown),
            })
            .collect();
        if parts.is_empty() { "\"\"".to_owned() } else { parts.join("&") }
    }

    /// Whether a text shows nothing that depends on what is typed.
    pub fn is_plain(&self, text: &Text) -> bool {
        text.names().all(|name| self.plan.names.get(name).is_none_or(|&node| self.needs[node] == 0))
    }

    /// The value of a name in words.
    pub fn in_words(&mut self, name: &str, texts: &RuleTexts, locale: &Locale, unknown: &str) -> String {
        let Some(&node) = self.plan.names.get(name) else { return quoted(&format!("{{{name}}}")) };
        if self.needs[node] == 0 {
            let text = Text { segments: vec![Segment::Value(name.to_owned())] };
            return quoted(&show::text(locale, texts, &text, &self.typed));
        }
        let step = self.step(node);
        let words = self.words_of(&step, self.plan.kinds[node], locale, unknown);
        match self.line_of.get(&node).copied() {
            Some(line) => {
                self.lines[line].text = Some(words);
                Cell::new(&self.places.steps, self.places.first_step + line as u32, TEXT).address()
            }
            None => words,
        }
    }

    fn words_of(&self, step: &Step, kind: Kind, locale: &Locale, unknown: &str) -> String {
        let value = step.value.text();
        let (known, none) = match kind {
            Kind::Number(unit) => {
                let zero = show::quantity(locale, Quantity::new(Decimal::ZERO, unit), Cents::WhereNeeded);
                (number_words(&value, step.scale, unit, locale, step.low < 0), zero)
            }
            Kind::Date => (format!("DAY({value})&\".\"&MONTH({value})&\".\"&YEAR({value})"), "–".to_owned()),
            Kind::Case | Kind::Bool => (value, "–".to_owned()),
        };
        let rest =
            choose(&step.is_not_applicable(), Code::Formula(quoted(&none)), Code::Formula(quoted(unknown)));
        choose(&step.is_known(), Code::Formula(known), rest).text()
    }
}

fn negated(condition: Cond) -> Cond {
    match condition {
        Cond::Always(value) => Cond::Always(!value),
        Cond::Formula(formula) => Cond::Formula(format!("NOT({formula})")),
    }
}

fn times(value: Code, factor: i128) -> Code {
    match (value, factor) {
        (value, 1) => value,
        (value, factor) => Code::Formula(format!("{}*{factor}", value.text())),
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Eq => "=",
        Comparison::Ne => "<>",
        Comparison::Ge => ">=",
        Comparison::Gt => ">",
    }
}

/// A whole number in the words of its unit. Patterns for decimals mean other things in other languages
/// of the spreadsheet program, so there are none.
fn number_words(value: &str, scale: u32, unit: Unit, locale: &Locale, may_be_negative: bool) -> String {
    let separators = locale.separators();
    let (group, decimal) = (quoted(&separators.group), quoted(&separators.decimal));
    // A rate is shown in percent.
    let decimals = if unit == Unit::Ratio { scale.saturating_sub(2) } else { scale };
    let value = if unit == Unit::Ratio && scale < 2 {
        format!("({value}*{})", ten(2 - scale))
    } else {
        value.to_owned()
    };
    let size = if may_be_negative { format!("ABS({value})") } else { value.clone() };
    let whole = match decimals {
        0 => size.clone(),
        _ => format!("QUOTIENT({size},{})", ten(decimals)),
    };
    let grouped = format!(
        "IF({whole}>=1000000,QUOTIENT({whole},1000000)&{group}&TEXT(MOD(QUOTIENT({whole},1000),1000),\"000\")&{group}&TEXT(MOD({whole},1000),\"000\"),\
         IF({whole}>=1000,QUOTIENT({whole},1000)&{group}&TEXT(MOD({whole},1000),\"000\"),{whole}&\"\"))"
    );
    let zeros = "0".repeat(decimals as usize);
    let rest = format!("MOD({size},{})", ten(decimals));
    let fraction = match (decimals, unit) {
        (0, Unit::Eur) => format!("&{}", quoted(&format!("{}00", separators.decimal))),
        (0, _) => String::new(),
        (_, Unit::Eur) => format!("&{decimal}&TEXT({rest},\"{zeros}\")"),
        (2, Unit::Ratio | Unit::Hour) => {
            format!(
                "&IF({rest}=0,\"\",{decimal}&IF(MOD({rest},10)=0,QUOTIENT({rest},10),TEXT({rest},\"00\")))"
            )
        }
        _ => format!("&IF({rest}=0,\"\",{decimal}&TEXT({rest},\"{zeros}\"))"),
    };
    let minus = match may_be_negative {
        true => format!("IF({value}<0,{},\"\")&", quoted(&separators.minus)),
        false => String::new(),
    };
    let (before, after) = locale.pattern(unit, "other").split_once("{n}").unwrap_or_default();
    let before = if before.is_empty() { String::new() } else { format!("{}&", quoted(before)) };
    let after = if after.is_empty() { String::new() } else { format!("&{}", quoted(after)) };
    format!("{minus}{before}{grouped}{fraction}{after}")
}

/// Days that a cell may hold, as spreadsheets count them: those of two hundred years from 2000.
const FIRST_DAY: i128 = 36_526;
const LAST_DAY: i128 = 109_574;

/// The day from which spreadsheets count.
pub const DAY_ZERO: Date = jiff::civil::date(1899, 12, 30);

/// The number of a day in a spreadsheet.
pub fn serial(date: Date) -> i128 {
    DAY_ZERO.until((jiff::Unit::Day, date)).map_or(0, |span| i128::from(span.get_days()))
}

fn mantissa(value: Decimal, scale: u32) -> i128 {
    let mut value = value;
    value.rescale(scale);
    value.mantissa()
}
