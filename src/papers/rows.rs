//! The rows of a cost estimate for copying into another program, as CSV.
//!
//! As spreadsheet programs in Finland take it by a double click: UTF-8 with a mark at its start,
//! semicolons, decimal commas. papers.js writes the same bytes; a test compares them.

use rust_decimal::Decimal;

use super::csv::{Cell, line};
use super::source::{CostLine, Source};
use crate::model::budget::Budget;
use crate::model::evaluate::Verdict;
use crate::model::plan::PlanInputKind;
use crate::model::quantity::fixed;

/// What follows the rows, where it is known.
pub const SUMS: [&str; 12] = [
    "paid_costs",
    "flat_part",
    "in_kind",
    "total",
    "support",
    "other_support",
    "own_in_kind",
    "own_cash",
    "uncounted",
    "flat_left",
    "own_money",
    "cash_needed",
];

/// Those that are told only when the calculation has a line for them.
pub const WHEN_TOLD: [&str; 4] = ["other_support", "uncounted", "flat_left", "own_money"];

/// Those that tell of no support: what is told of a budget that cannot be funded.
pub const OF_COSTS: [&str; 5] = ["paid_costs", "flat_part", "in_kind", "total", "uncounted"];

/// The rows with their notes, then the sums.
pub fn rows(source: &Source<'_>, budget: &Budget) -> String {
    let Source { plan, words, .. } = source;
    let evaluation = plan.evaluate(budget);
    let Some(input) = plan.inputs.iter().find(|input| matches!(input.kind, PlanInputKind::Rows { .. }))
    else {
        return String::new();
    };
    let label = |column: &str| source.text(&format!("input.{}.{column}", input.id));
    let mut csv = "\u{feff}".to_owned();
    let (category, what, part) = (label("category"), label("what"), label("part"));
    csv += &line(&[words.number, &category, &what, &part, words.amount, words.note].map(Cell::Text));
    for CostLine { row, category, what, part, amount, note } in source.cost_lines(input, budget, &evaluation)
    {
        let number = (row + 1).to_string();
        let amount = amount.map(written).unwrap_or_default();
        let note = note.unwrap_or(words.counted);
        let [category, what, part, note] = [&category, &what, &part, note].map(Cell::Text);
        csv += &line(&[Cell::Number(&number), category, what, part, Cell::Number(&amount), note]);
    }
    // What cannot be had is not promised.
    let is_blocked = evaluation.verdict() == Verdict::No;
    let is_said = |name: &&str| {
        (!WHEN_TOLD.contains(name) || evaluation.is_told(name)) && (!is_blocked || OF_COSTS.contains(name))
    };
    for name in SUMS.into_iter().filter(is_said) {
        let Some(value) = evaluation.named(name).and_then(|value| value.number()) else { continue };
        let name = source.text(&format!("rule.{name}.name"));
        let [blank, name] = ["", &name].map(Cell::Text);
        csv += &line(&[blank, name, blank, blank, Cell::Number(&written(value)), blank]);
    }
    csv
}

/// An amount with its cents and a comma.
fn written(amount: Decimal) -> String {
    fixed(amount, 2).replace('.', ",")
}
