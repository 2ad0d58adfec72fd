//! Runs a plan on a budget. The calculator's script does the same, step by step.
//!
//! Every value has one of four states: known, missing (with the inputs that it waits for), not
//! applicable, or invalid (with the inputs that cannot be read).

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::budget::{Budget, Datum, Entry, cell};
use super::formula::Comparison;
use super::plan::{NodeId, Op, Plan, PlanColumn, PlanCondition, PlanInputKind};
use super::rules::{Level, RoundMode};

/// A set of inputs or of reasons, as bits in the order of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Set(u64);

impl Set {
    fn of(index: usize) -> Self {
        // The compiler refuses plans with more inputs than bits.
        Self(1 << (index & 63))
    }

    fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn contains(self, index: usize) -> bool {
        self.0 & (1 << (index & 63)) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..64).filter(move |index| self.contains(*index))
    }
}

/// The value of one step.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Known(Known),
    /// Waits for these inputs.
    Missing(Set),
    NotApplicable,
    /// These inputs cannot be read.
    Invalid(Set),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub datum: Plain,
    /// Inputs whose default was used.
    pub assumed: Set,
    /// Reasons why somebody has still to decide, by their index in [`Evaluation::reasons`].
    pub open: Set,
    /// The limit that won, where the value was cut.
    pub winner: Option<String>,
    /// The rows that were meant, from 0.
    pub rows: Vec<usize>,
}

/// A value without state.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    Number(Decimal),
    Bool(bool),
    Case(String),
    Date(Date),
}

impl Known {
    fn plain(datum: Plain) -> Self {
        Self { datum, assumed: Set::default(), open: Set::default(), winner: None, rows: Vec::new() }
    }

    fn with_flags(mut self, flags: Flags) -> Self {
        self.assumed = self.assumed.union(flags.assumed);
        self.open = self.open.union(flags.open);
        self
    }

    fn flags(&self) -> Flags {
        Flags { assumed: self.assumed, open: self.open }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    assumed: Set,
    open: Set,
}

impl Flags {
    fn union(self, other: Self) -> Self {
        Self { assumed: self.assumed.union(other.assumed), open: self.open.union(other.open) }
    }
}

impl Value {
    fn known(datum: Plain, flags: Flags) -> Self {
        Value::Known(Known::plain(datum).with_flags(flags))
    }

    pub fn as_known(&self) -> Option<&Known> {
        match self {
            Value::Known(known) => Some(known),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<Decimal> {
        match self.as_known()?.datum {
            Plain::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn bool(&self) -> Option<bool> {
        match self.as_known()?.datum {
            Plain::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub fn case(&self) -> Option<&str> {
        match &self.as_known()?.datum {
            Plain::Case(case) => Some(case),
            _ => None,
        }
    }

    /// Stable name of the state.
    pub fn state(&self) -> &'static str {
        match self {
            Value::Known(_) => "known",
            Value::Missing(_) => "missing",
            Value::NotApplicable => "not_applicable",
            Value::Invalid(_) => "invalid",
        }
    }
}

/// All values of one run.
#[derive(Debug, Clone)]
pub struct Evaluation<'p> {
    pub plan: &'p Plan,
    pub values: Vec<Value>,
    /// Why somebody has still to decide.
    pub reasons: Vec<String>,
}

/// How a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Holds,
    Fails,
    /// Depends on what is not told yet, or cannot be read.
    Unknown,
    NotApplicable,
}

impl Standing {
    pub fn id(self) -> &'static str {
        match self {
            Standing::Holds => "holds",
            Standing::Fails => "fails",
            Standing::Unknown => "unknown",
            Standing::NotApplicable => "not_applicable",
        }
    }

    fn of(value: &Value) -> Self {
        match value {
            Value::Known(_) if value.bool() == Some(true) => Standing::Holds,
            Value::Known(_) => Standing::Fails,
            Value::Missing(_) | Value::Invalid(_) => Standing::Unknown,
            Value::NotApplicable => Standing::NotApplicable,
        }
    }
}

/// What a result says of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Yes,
    /// It can be funded, but a condition warns.
    Look,
    No,
    Unknown,
}

impl Verdict {
    /// Its stable name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Yes => "yes",
            Verdict::Look => "look",
            Verdict::No => "no",
            Verdict::Unknown => "unknown",
        }
    }
}

impl Plan {
    /// Runs the plan.
    pub fn evaluate(&self, budget: &Budget) -> Evaluation<'_> {
        let mut reasons: Vec<String> = self
            .nodes
            .iter()
            .filter_map(|op| match op {
                Op::Open(_, reason) => Some(reason.clone()),
                _ => None,
            })
            .collect();
        reasons.sort();
        reasons.dedup();
        let mut run =
            Run { plan: self, budget, reasons: &reasons, values: Vec::with_capacity(self.nodes.len()) };
        for (node, op) in self.nodes.iter().enumerate() {
            let value = run.step(node, op);
            run.values.push(value);
        }
        let values = run.values;
        Evaluation { plan: self, values, reasons }
    }
}

impl Evaluation<'_> {
    /// The value of a named rule, input or parameter.
    pub fn named(&self, name: &str) -> Option<&Value> {
        self.plan.names.get(name).map(|&node| &self.values[node])
    }

    pub fn standing(&self, node: NodeId) -> Standing {
        Standing::of(&self.values[node])
    }

    pub fn condition(&self, id: &str) -> Option<Standing> {
        let condition = self.plan.conditions.iter().find(|condition| condition.id == id)?;
        Some(self.standing(condition.node))
    }

    /// Whether every blocking condition holds; `None` while that is not known. What waits for an answer
    /// that the result does without keeps nothing open.
    pub fn fundable(&self) -> Option<bool> {
        let mut fundable = Some(true);
        for condition in self.plan.conditions.iter().filter(|condition| condition.level == Level::Blocks) {
            match self.standing(condition.node) {
                Standing::Fails => return Some(false),
                Standing::Unknown if self.does_without(condition.node) => {}
                Standing::Unknown => fundable = None,
                Standing::Holds | Standing::NotApplicable => {}
            }
        }
        fundable
    }

    /// What the result says of the whole: a project that can be funded may have something to look at first.
    pub fn verdict(&self) -> Verdict {
        let fails = |condition: &&PlanCondition| self.standing(condition.node) == Standing::Fails;
        let mut warning = self.plan.conditions.iter().filter(|condition| condition.level == Level::Warns);
        match self.fundable() {
            Some(false) => Verdict::No,
            // Conditions may hold already while the result still lacks something.
            None => Verdict::Unknown,
            Some(true) if !self.missing().is_empty() => Verdict::Unknown,
            Some(true) if warning.any(|condition| fails(&condition)) => Verdict::Look,
            Some(true) => Verdict::Yes,
        }
    }

    /// Whether a line of the receipt is shown; what has no line of its own is.
    pub fn is_told(&self, id: &str) -> bool {
        let line = self.plan.receipt.iter().find(|line| line.id == id);
        let when = line.and_then(|line| line.when);
        when.is_none_or(|when| self.values[when].bool() == Some(true))
    }

    /// Whether a step lacks optional inputs alone.
    fn does_without(&self, node: NodeId) -> bool {
        match &self.values[node] {
            Value::Missing(inputs) | Value::Invalid(inputs) => {
                inputs.iter().all(|index| self.plan.inputs.get(index).is_some_and(|input| input.optional))
            }
            _ => false,
        }
    }

    /// The inputs that the outputs and blocking conditions still wait for, in the order of the page.
    pub fn missing(&self) -> Vec<&str> {
        let outputs = self.plan.outputs.iter().filter_map(|name| self.named(name));
        let blocks = self.plan.conditions.iter().filter(|condition| condition.level == Level::Blocks);
        let waiting = outputs.chain(blocks.map(|condition| &self.values[condition.node])).fold(
            Set::default(),
            |set, value| match value {
                Value::Missing(inputs) => set.union(*inputs),
                _ => set,
            },
        );
        let inputs = self.plan.inputs.iter().enumerate();
        inputs
            .filter(|(index, input)| waiting.contains(*index) && !input.optional)
            .map(|(_, input)| input.id.as_str())
            .collect()
    }

    pub fn input_names(&self, set: Set) -> Vec<&str> {
        set.iter().filter_map(|index| self.plan.inputs.get(index)).map(|input| input.id.as_str()).collect()
    }

    pub fn reason_names(&self, set: Set) -> Vec<&str> {
        set.iter().filter_map(|index| self.reasons.get(index)).map(String::as_str).collect()
    }

    /// The limit that cut this value, if one did.
    pub fn limited_by(&self, name: &str) -> Option<&str> {
        self.named(name)?.as_known()?.winner.as_deref()
    }
}

struct Run<'r> {
    plan: &'r Plan,
    budget: &'r Budget,
    reasons: &'r [String],
    values: Vec<Value>,
}

/// Operands sorted by state: what stands above decides.
struct Sorted<'v> {
    invalid: Set,
    missing: Set,
    not_applicable: usize,
    known: Vec<&'v Known>,
}

/// A row with an amount: its index, its category (`None` if blank) and the number.
type Amount<'b> = (usize, Option<&'b str>, Decimal);

impl Run<'_> {
    fn sort(&self, nodes: impl IntoIterator<Item = NodeId>) -> Sorted<'_> {
        let mut sorted =
            Sorted { invalid: Set::default(), missing: Set::default(), not_applicable: 0, known: Vec::new() };
        for node in nodes {
            match &self.values[node] {
                Value::Known(known) => sorted.known.push(known),
                Value::Missing(set) => sorted.missing = sorted.missing.union(*set),
                Value::NotApplicable => sorted.not_applicable += 1,
                Value::Invalid(set) => sorted.invalid = sorted.invalid.union(*set),
            }
        }
        sorted
    }

    /// Both operands known, or the value that the others' states give.
    fn both(&self, a: NodeId, b: NodeId) -> Result<(&Known, &Known, Flags), Value> {
        let sorted = self.sort([a, b]);
        if !sorted.invalid.is_empty() {
            return Err(Value::Invalid(sorted.invalid));
        }
        if sorted.not_applicable > 0 {
            return Err(Value::NotApplicable);
        }
        match sorted.known.as_slice() {
            [a, b] => Ok((a, b, a.flags().union(b.flags()))),
            _ => Err(Value::Missing(sorted.missing)),
        }
    }

    fn step(&self, node: NodeId, op: &Op) -> Value {
        match op {
            Op::Number(value) | Op::Parameter(_, value) => {
                Value::known(Plain::Number(*value), Flags::default())
            }
            Op::Bool(value) => Value::known(Plain::Bool(*value), Flags::default()),
            Op::Case(case) => Value::known(Plain::Case(case.clone()), Flags::default()),
            Op::Input(id) => self.input(id),
            Op::Sum { rows, column, of } => self.sum(rows, column, of.as_deref()),
            Op::Hit { rows, column, compare, with, of } => {
                self.hit(rows, column, *compare, *with, of.as_deref())
            }
            Op::Add(nodes) => self.sum_of(nodes.iter().map(|&node| (node, false))),
            Op::Sub(a, b) => self.sum_of([(*a, false), (*b, true)]),
            Op::Mul(a, b) => self.product(*a, *b),
            Op::DivRound(a, b, decimals, mode) => match self.both(*a, *b) {
                Err(value) => value,
                Ok((a, b, flags)) => {
                    let quotient = divide(number(a), number(b), *decimals, *mode);
                    Value::known(Plain::Number(quotient), flags)
                }
            },
            Op::Round(a, decimals, mode) => self.map(*a, |known| {
                known.datum = Plain::Number(round(number(known), *decimals, *mode));
            }),
            Op::Pick(by, cases) => {
                self.choose(*by, cases.iter().map(|(_, arm)| *arm), |chosen| match &chosen.datum {
                    Plain::Case(case) => cases.iter().find(|(name, _)| name == case).map(|(_, arm)| *arm),
                    _ => None,
                })
            }
            Op::If(c, a, b) => self.choose(*c, [*a, *b], |chosen| match chosen.datum {
                Plain::Bool(true) => Some(*a),
                _ => Some(*b),
            }),
            Op::Min(arms) => self.best(arms, Ordering::Less),
            Op::Max(arms) => self.best(arms, Ordering::Greater),
            Op::Compare(comparison, a, b) => match self.both(*a, *b) {
                Err(value) => value,
                Ok((a, b, flags)) => {
                    let holds = match (&a.datum, &b.datum) {
                        (Plain::Number(a), Plain::Number(b)) => comparison.holds(a.cmp(b)),
                        (Plain::Date(a), Plain::Date(b)) => comparison.holds(a.cmp(b)),
                        (a, b) => (a == b) == (*comparison == Comparison::Eq),
                    };
                    Value::known(Plain::Bool(holds), flags)
                }
            },
            Op::IsIn(value, cases) => self.map(*value, |known| {
                let within = matches!(&known.datum, Plain::Case(case) if cases.contains(case));
                *known = Known::plain(Plain::Bool(within)).with_flags(known.flags());
            }),
            Op::And(nodes) => self.logic(nodes, false),
            Op::Or(nodes) => self.logic(nodes, true),
            Op::Not(a) => self.map(*a, |known| {
                // The rows that made it true are not those that make the contrary true.
                let not = Plain::Bool(known.datum == Plain::Bool(false));
                *known = Known::plain(not).with_flags(known.flags());
            }),
            Op::Limited(limit, label) => self.map(*limit, |known| {
                let limited = known.winner.as_deref() == Some(label);
                *known = Known::plain(Plain::Bool(limited)).with_flags(known.flags());
            }),
            Op::Applicable(c, x) => match &self.values[*c] {
                Value::Known(known) if known.datum == Plain::Bool(true) => match self.values[*x].clone() {
                    Value::Known(value) => Value::Known(value.with_flags(known.flags())),
                    other => other,
                },
                Value::Known(_) | Value::NotApplicable => Value::NotApplicable,
                Value::Missing(set) => Value::Missing(*set),
                Value::Invalid(set) => Value::Invalid(*set),
            },
            Op::Open(x, reason) => {
                let index = self.reasons.iter().position(|known| known == reason).unwrap_or(0);
                self.map(*x, |known| known.open = known.open.union(Set::of(index)))
            }
            Op::YearsAfter(date, years) => match self.both(*date, *years) {
                Err(value) => value,
                Ok((date, years, flags)) => match (&date.datum, years_of(years)) {
                    (Plain::Date(date), Some(years)) => match years_after(*date, years) {
                        Some(later) => Value::known(Plain::Date(later), flags),
                        None => Value::NotApplicable,
                    },
                    _ => Value::NotApplicable,
                },
            },
        }
        .checked(self.plan.scales[node])
    }

    /// The known value changed; any other state passed on.
    fn map(&self, node: NodeId, change: impl FnOnce(&mut Known)) -> Value {
        let mut value = self.values[node].clone();
        if let Value::Known(known) = &mut value {
            change(known);
        }
        value
    }

    fn input(&self, id: &str) -> Value {
        let Some(index) = self.plan.input_index(id) else { return Value::NotApplicable };
        let input = &self.plan.inputs[index];
        let set = Set::of(index);
        let typed = |plain| Value::known(plain, Flags::default());
        let assumed = |plain| Value::known(plain, Flags { assumed: set, open: Set::default() });
        match (self.budget.field(id), &input.kind) {
            (Entry::Typed(Datum::Number(value)), PlanInputKind::Number { scale, max, .. })
                if fits(*value, *scale, *max) =>
            {
                typed(Plain::Number(*value))
            }
            (Entry::Typed(Datum::Bool(value)), PlanInputKind::Bool) => typed(Plain::Bool(*value)),
            (Entry::Typed(Datum::Date(date)), PlanInputKind::Date) => typed(Plain::Date(*date)),
            (Entry::Typed(Datum::Case(case)), PlanInputKind::Choice { of, .. }) if of.contains(case) => {
                typed(Plain::Case(case.clone()))
            }
            (Entry::Blank, PlanInputKind::Number { default: Some(default), .. }) => {
                assumed(Plain::Number(*default))
            }
            (Entry::Blank, PlanInputKind::Choice { default: Some(default), .. }) => {
                assumed(Plain::Case(default.clone()))
            }
            (Entry::Blank, _) => Value::Missing(set),
            _ => Value::Invalid(set),
        }
    }

    /// The rows with an amount, or the state of the list.
    fn rows(&self, id: &str, column: &str) -> Result<Vec<Amount<'_>>, Value> {
        let Some(index) = self.plan.input_index(id) else { return Err(Value::NotApplicable) };
        let PlanInputKind::Rows { columns, .. } = &self.plan.inputs[index].kind else {
            return Err(Value::NotApplicable);
        };
        let spec = |name: &str| columns.iter().find(|(id, _)| id == name).map(|(_, column)| column);
        let set = Set::of(index);
        let mut rows = Vec::new();
        for (at, row) in self.budget.rows(id).iter().enumerate() {
            let amount = match (cell(row, column), spec(column)) {
                (Entry::Blank, _) => continue,
                (Entry::Typed(Datum::Number(value)), Some(PlanColumn::Number { scale, max, .. }))
                    if fits(*value, *scale, *max) =>
                {
                    *value
                }
                _ => return Err(Value::Invalid(set)),
            };
            let category = match (cell(row, "category"), spec("category")) {
                (Entry::Blank, _) => None,
                (Entry::Typed(Datum::Case(case)), Some(PlanColumn::Choice(of))) if of.contains(case) => {
                    Some(case.as_str())
                }
                _ => return Err(Value::Invalid(set)),
            };
            rows.push((at, category, amount));
        }
        if rows.is_empty() { Err(Value::Missing(set)) } else { Ok(rows) }
    }

    /// The rows of these categories; missing while a row's category is not told.
    fn rows_of(&self, id: &str, column: &str, of: Option<&[String]>) -> Result<Vec<(usize, Decimal)>, Value> {
        let rows = self.rows(id, column)?;
        let Some(of) = of else { return Ok(rows.into_iter().map(|(at, _, value)| (at, value)).collect()) };
        if rows.iter().any(|(_, category, _)| category.is_none()) {
            return Err(Value::Missing(Set::of(self.plan.input_index(id).unwrap_or(0))));
        }
        let wanted =
            |category: Option<&str>| category.is_some_and(|category| of.iter().any(|one| one == category));
        Ok(rows
            .into_iter()
            .filter(|(_, category, _)| wanted(*category))
            .map(|(at, _, value)| (at, value))
            .collect())
    }

    fn sum(&self, rows: &str, column: &str, of: Option<&[String]>) -> Value {
        match self.rows_of(rows, column, of) {
            Ok(rows) => {
                let sum = rows.iter().map(|(_, value)| *value).sum();
                Value::known(Plain::Number(sum), Flags::default())
            }
            Err(value) => value,
        }
    }

    fn hit(
        &self,
        rows: &str,
        column: &str,
        compare: Comparison,
        with: NodeId,
        of: Option<&[String]>,
    ) -> Value {
        let found = self.rows_of(rows, column, of);
        // The same order as for other comparisons: invalid first, then not applicable, then missing.
        let with = match (&found, &self.values[with]) {
            (Err(Value::Invalid(a)), Value::Invalid(b)) => return Value::Invalid(a.union(*b)),
            (Err(Value::Missing(a)), Value::Missing(b)) => return Value::Missing(a.union(*b)),
            (Err(Value::Invalid(set)), _) => return Value::Invalid(*set),
            (_, Value::Invalid(set)) => return Value::Invalid(*set),
            (Err(Value::NotApplicable), _) | (_, Value::NotApplicable) => return Value::NotApplicable,
            (Err(Value::Missing(set)), _) => return Value::Missing(*set),
            (_, Value::Missing(set)) => return Value::Missing(*set),
            (_, Value::Known(with)) => with,
        };
        match found {
            Err(value) => value,
            Ok(rows) => {
                let limit = number(with);
                let hits: Vec<usize> = rows
                    .iter()
                    .filter(|(_, value)| compare.holds(value.cmp(&limit)))
                    .map(|(at, _)| *at)
                    .collect();
                let mut known = Known::plain(Plain::Bool(!hits.is_empty())).with_flags(with.flags());
                known.rows = hits;
                Value::Known(known)
            }
        }
    }

    /// A sum; what is not applicable counts as nothing. `true` beside a node: taken away.
    fn sum_of(&self, terms: impl IntoIterator<Item = (NodeId, bool)> + Clone) -> Value {
        let sorted = self.sort(terms.clone().into_iter().map(|(node, _)| node));
        if !sorted.invalid.is_empty() {
            return Value::Invalid(sorted.invalid);
        }
        if sorted.known.is_empty() && sorted.missing.is_empty() {
            return Value::NotApplicable;
        }
        if !sorted.missing.is_empty() {
            return Value::Missing(sorted.missing);
        }
        let mut sum = Decimal::ZERO;
        let mut flags = Flags::default();
        for (node, negative) in terms {
            if let Value::Known(known) = &self.values[node] {
                let value = number(known);
                // The compiler has shown that no sum of inputs within their bounds overflows.
                sum = sum.checked_add(if negative { -value } else { value }).unwrap_or(Decimal::MAX);
                flags = flags.union(known.flags());
            }
        }
        Value::known(Plain::Number(sum), flags)
    }

    fn product(&self, a: NodeId, b: NodeId) -> Value {
        let sorted = self.sort([a, b]);
        if !sorted.invalid.is_empty() {
            return Value::Invalid(sorted.invalid);
        }
        if sorted.not_applicable > 0 {
            return Value::NotApplicable;
        }
        let zeros: Vec<&&Known> = sorted.known.iter().filter(|known| number(known).is_zero()).collect();
        if !zeros.is_empty() {
            let flags = zeros.iter().fold(Flags::default(), |flags, known| flags.union(known.flags()));
            return Value::known(Plain::Number(Decimal::ZERO), flags);
        }
        match sorted.known.as_slice() {
            [a, b] => {
                let product = number(a).checked_mul(number(b)).unwrap_or(Decimal::MAX);
                Value::known(Plain::Number(product), a.flags().union(b.flags()))
            }
            _ => Value::Missing(sorted.missing),
        }
    }

    fn choose(
        &self,
        by: NodeId,
        arms: impl IntoIterator<Item = NodeId>,
        arm_of: impl FnOnce(&Known) -> Option<NodeId>,
    ) -> Value {
        match &self.values[by] {
            Value::Known(chosen) => match arm_of(chosen).map(|arm| self.values[arm].clone()) {
                Some(Value::Known(value)) => Value::Known(value.with_flags(chosen.flags())),
                Some(other) => other,
                None => Value::NotApplicable,
            },
            Value::Missing(set) => {
                // Where every way leads to the same value, the choice can wait.
                let sorted = self.sort(arms);
                let all_known =
                    sorted.invalid.is_empty() && sorted.missing.is_empty() && sorted.not_applicable == 0;
                match sorted.known.split_first() {
                    Some((first, rest))
                        if all_known && rest.iter().all(|known| known.datum == first.datum) =>
                    {
                        let flags =
                            rest.iter().fold(first.flags(), |flags, known| flags.union(known.flags()));
                        Value::Known((*first).clone().with_flags(flags))
                    }
                    _ => Value::Missing(*set),
                }
            }
            Value::NotApplicable => Value::NotApplicable,
            Value::Invalid(set) => Value::Invalid(*set),
        }
    }

    fn best(&self, arms: &[(NodeId, Option<String>)], wanted: Ordering) -> Value {
        let sorted = self.sort(arms.iter().map(|(node, _)| *node));
        if !sorted.invalid.is_empty() {
            return Value::Invalid(sorted.invalid);
        }
        if !sorted.missing.is_empty() {
            return Value::Missing(sorted.missing);
        }
        let mut best: Option<(Decimal, &Option<String>)> = None;
        let mut flags = Flags::default();
        for (node, label) in arms {
            let Value::Known(known) = &self.values[*node] else { continue };
            flags = flags.union(known.flags());
            let value = number(known);
            if best.is_none_or(|(so_far, _)| value.cmp(&so_far) == wanted) {
                best = Some((value, label));
            }
        }
        match best {
            Some((value, label)) => {
                let mut known = Known::plain(Plain::Number(value)).with_flags(flags);
                known.winner = label.clone();
                Value::Known(known)
            }
            None => Value::NotApplicable,
        }
    }

    /// `decisive`: the value that settles it, false for `and`, true for `or`.
    fn logic(&self, nodes: &[NodeId], decisive: bool) -> Value {
        let sorted = self.sort(nodes.iter().copied());
        if !sorted.invalid.is_empty() {
            return Value::Invalid(sorted.invalid);
        }
        let union = |known: &mut dyn Iterator<Item = &&Known>| {
            known.fold(Flags::default(), |flags, known| flags.union(known.flags()))
        };
        let deciding = |known: &&&Known| known.datum == Plain::Bool(decisive);
        if sorted.known.iter().any(|known| deciding(&known)) {
            let flags = union(&mut sorted.known.iter().filter(deciding));
            return Value::known(Plain::Bool(decisive), flags);
        }
        if !sorted.missing.is_empty() {
            return Value::Missing(sorted.missing);
        }
        if sorted.known.is_empty() {
            return Value::NotApplicable;
        }
        Value::known(Plain::Bool(!decisive), union(&mut sorted.known.iter()))
    }
}

impl Value {
    /// Shows every number with the decimals of its step, so that equal values are equal texts.
    fn checked(self, scale: Option<u32>) -> Self {
        match (self, scale) {
            (Value::Known(mut known), Some(scale)) => {
                if let Plain::Number(value) = &mut known.datum {
                    value.rescale(scale);
                    // Nothing taken from nothing is nothing: decimals know a zero below zero, people do not.
                    if value.is_zero() {
                        value.set_sign_positive(true);
                    }
                }
                Value::Known(known)
            }
            (value, _) => value,
        }
    }
}

fn number(known: &Known) -> Decimal {
    match known.datum {
        Plain::Number(value) => value,
        // The compiler puts numbers only where numbers belong.
        _ => Decimal::ZERO,
    }
}

fn years_of(known: &Known) -> Option<i16> {
    number(known).trunc().to_string().parse().ok()
}

/// Within what the plan was proved for: not negative, not too large, not too fine.
fn fits(value: Decimal, scale: u32, max: Decimal) -> bool {
    !value.is_sign_negative() && value <= max && value.normalize().scale() <= scale
}

/// Rounds to 10^-decimals.
pub fn round(value: Decimal, decimals: i32, mode: RoundMode) -> Decimal {
    let strategy = match mode {
        RoundMode::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        RoundMode::HalfEven => RoundingStrategy::MidpointNearestEven,
        RoundMode::Down => RoundingStrategy::ToZero,
        RoundMode::Up => RoundingStrategy::AwayFromZero,
    };
    match u32::try_from(decimals) {
        Ok(decimals) => value.round_dp_with_strategy(decimals, strategy),
        Err(_) => {
            let tens = Decimal::from(10_u64.pow(decimals.unsigned_abs().min(18)));
            let scaled = (value / tens).round_dp_with_strategy(0, strategy);
            scaled * tens
        }
    }
}

/// Divides and rounds at once, exactly: the quotient's endless decimals are never cut first.
pub fn divide(a: Decimal, b: Decimal, decimals: i32, mode: RoundMode) -> Decimal {
    if b.is_zero() {
        // The compiler refuses divisors that can be zero.
        return Decimal::ZERO;
    }
    let negative = a.is_sign_negative() != b.is_sign_negative() && !a.is_zero();
    // Both as whole numbers with one common scale, then whole-number division decides the rounding.
    let scale = a.scale().max(b.scale());
    let whole = |value: Decimal| {
        let mut value = value.abs();
        value.rescale(scale);
        value.mantissa().unsigned_abs()
    };
    let (mut top, mut bottom) = (whole(a), whole(b));
    let shift = 10_u128.pow(decimals.unsigned_abs().min(18));
    if decimals >= 0 {
        top = top.saturating_mul(shift);
    } else {
        bottom = bottom.saturating_mul(shift);
    }
    let (quotient, rest) = (top / bottom, top % bottom);
    let twice = rest.saturating_mul(2).cmp(&bottom);
    let up = match mode {
        RoundMode::Down => false,
        RoundMode::Up => rest > 0,
        RoundMode::HalfUp => twice.is_ge(),
        RoundMode::HalfEven => twice.is_gt() || (twice.is_eq() && quotient % 2 == 1),
    };
    let quotient = i128::try_from(quotient + u128::from(up)).unwrap_or(i128::MAX);
    let signed = if negative { -quotient } else { quotient };
    let result =
        Decimal::try_from_i128_with_scale(signed, decimals.max(0).unsigned_abs()).unwrap_or(Decimal::MAX);
    if decimals < 0 { result * Decimal::from(shift as u64) } else { result }
}

/// The same day some years later; 28 February where there is no 29th.
fn years_after(date: Date, years: i16) -> Option<Date> {
    let year = date.year().checked_add(years)?;
    let day = if date.month() == 2 && date.day() == 29 && !leap(year) { 28 } else { date.day() };
    Date::new(year, date.month(), day).ok()
}

fn leap(year: i16) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}
