//! Budgets to try the rules on: at every threshold, and at random from a seed.

use rust_decimal::Decimal;

use crate::model::budget::{Budget, Datum, Entry, Row};
use crate::model::plan::{Op, Plan, PlanColumn, PlanInputKind};

/// A small generator of random numbers, the same on every machine (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound.max(1)
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }
}

/// How whole the budgets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Everything that a result needs is told and readable.
    Complete,
    /// Fields are missing or cannot be read.
    Broken,
}

/// A random budget for a plan.
pub fn budget(plan: &Plan, random: &mut Random, style: Style) -> Budget {
    let mut budget = Budget::default();
    let thresholds = thresholds(plan);
    for input in &plan.inputs {
        let entry = match &input.kind {
            PlanInputKind::Choice { of, .. } => choice(of, random),
            PlanInputKind::Number { scale, max, .. } => {
                Datum::Number(number(*scale, *max, &thresholds, random))
            }
            PlanInputKind::Bool => Datum::Bool(random.chance(2)),
            PlanInputKind::Date => {
                let year = i16::try_from(2024 + random.below(8)).unwrap_or(2024);
                let (month, day) = if random.chance(8) {
                    (2, 29)
                } else {
                    (1 + random.below(12) as i8, 1 + random.below(28) as i8)
                };
                match jiff::civil::Date::new(year, month, day) {
                    Ok(date) => Datum::Date(date),
                    Err(_) => continue,
                }
            }
            PlanInputKind::Rows { columns, .. } => {
                let count = match style {
                    Style::Complete => 1 + random.below(6),
                    Style::Broken => random.below(6),
                };
                let rows = (0..count).map(|_| row(columns, &thresholds, random, style)).collect();
                budget.rows.insert(input.id.clone(), rows);
                continue;
            }
        };
        let entry = match style {
            Style::Complete => Entry::Typed(entry),
            Style::Broken => spoiled(entry, random),
        };
        budget.fields.insert(input.id.clone(), entry);
    }
    budget
}

fn row(columns: &[(String, PlanColumn)], thresholds: &[Decimal], random: &mut Random, style: Style) -> Row {
    let mut row = Row::new();
    for (id, column) in columns {
        let datum = match column {
            PlanColumn::Choice(of) => choice(of, random),
            PlanColumn::Number { scale, max, .. } => Datum::Number(number(*scale, *max, thresholds, random)),
            PlanColumn::Text => Datum::Text(format!("{}", random.below(3))),
        };
        let entry = match style {
            Style::Complete => Entry::Typed(datum),
            Style::Broken => spoiled(datum, random),
        };
        row.insert(id.clone(), entry);
    }
    row
}

fn choice(of: &[String], random: &mut Random) -> Datum {
    let index = usize::try_from(random.below(of.len() as u64)).unwrap_or(0);
    Datum::Case(of.get(index).cloned().unwrap_or_default())
}

fn spoiled(datum: Datum, random: &mut Random) -> Entry {
    match random.below(12) {
        0 | 1 => Entry::Blank,
        2 => Entry::Bad,
        _ => Entry::Typed(datum),
    }
}

/// Often near a threshold, often round, sometimes as large as can be, otherwise anything.
fn number(scale: u32, max: Decimal, thresholds: &[Decimal], random: &mut Random) -> Decimal {
    let step = Decimal::new(1, scale);
    let value = match random.below(10) {
        0 => Decimal::ZERO,
        1 | 2 if !thresholds.is_empty() => {
            let index = usize::try_from(random.below(thresholds.len() as u64)).unwrap_or(0);
            thresholds[index] + step * (Decimal::from(random.below(3)) - Decimal::ONE)
        }
        3 => max - step * Decimal::from(random.below(2)),
        4 | 5 => Decimal::from(random.below(200)) * Decimal::from(50),
        6 => Decimal::new(i64::try_from(random.below(100_000)).unwrap_or(0), scale),
        _ => Decimal::new(i64::try_from(random.below(2_000_000)).unwrap_or(0), scale),
    };
    // Rates live between 0 and 1, where the amounts above are all too large.
    let value = if max <= Decimal::ONE {
        Decimal::new(i64::try_from(random.below(101)).unwrap_or(0), 2) * max
    } else {
        value
    };
    value.clamp(Decimal::ZERO, max).round_dp(scale).normalize()
}

/// The values that the plan compares with: its parameters.
pub fn thresholds(plan: &Plan) -> Vec<Decimal> {
    let mut values: Vec<Decimal> = plan
        .nodes
        .iter()
        .filter_map(|op| match op {
            Op::Parameter(_, value) => Some(*value),
            _ => None,
        })
        .collect();
    values.sort();
    values.dedup();
    values
}
