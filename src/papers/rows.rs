//! The rows of a cost estimate for copying into another program, as CSV.
//!
//! As spreadsheet programs in Finland take it by a double click: UTF-8 with a mark at its start,
//! semicolons, decimal commas. papers.js writes the same bytes; a test compares them.

use super::source::Source;
use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::plan::PlanInputKind;
use crate::model::quantity::fixed;
use crate::outcome::{WhyNot, not_counted};

/// What follows the rows, where it is known.
pub const SUMS: [&str; 7] =
    ["paid_costs", "flat_part", "in_kind", "total", "support", "own_in_kind", "own_cash"];

/// The rows with their notes, then the sums.
pub fn rows(source: &Source<'_>, budget: &Budget) -> String {
    let Source { plan, words, .. } = source;
    let evaluation = plan.evaluate(budget);
    let left_out = not_counted(&evaluation, budget);
    let Some(input) = plan.inputs.iter().find(|input| matches!(input.kind, PlanInputKind::Rows { .. }))
    else {
        return String::new();
    };
    let label = |column: &str| source.text(&format!("input.{}.{column}", input.id));
    let mut csv = "\u{feff}".to_owned();
    line(
        &mut csv,
        &[words.number, &label("category"), &label("what"), &label("part"), words.amount, words.note],
    );
    for (index, row) in budget.rows(&input.id).iter().enumerate() {
        let own = |column: &str| match cell(row, column) {
            Entry::Typed(Datum::Text(text)) => text.clone(),
            Entry::Typed(Datum::Case(case)) => source.category_name(case),
            Entry::Typed(Datum::Number(number)) => fixed(*number, 2).replace('.', ","),
            _ => String::new(),
        };
        let [category, what, part, amount] = ["category", "what", "part", "amount"].map(own);
        if [&category, &what, &part, &amount].iter().all(|text| text.is_empty()) {
            continue;
        }
        let note = match left_out.iter().find(|left| left.row == index).map(|left| left.why) {
            Some(WhyNot::NotForType) => words.not_for_type,
            Some(WhyNot::CoveredByFlatRate) => words.covered,
            None if category.is_empty() => words.no_category,
            None => words.counted,
        };
        let number = (index + 1).to_string();
        line(&mut csv, &[&number, &category, &guarded(&what), &guarded(&part), &amount, note]);
    }
    for name in SUMS {
        let Some(value) = evaluation.named(name).and_then(|value| value.number()) else { continue };
        let name = source.text(&format!("rule.{name}.name"));
        line(&mut csv, &["", &name, "", "", &fixed(value, 2).replace('.', ","), ""]);
    }
    csv
}

/// What begins like a formula would be one in a spreadsheet, and could do what its writer wants.
fn guarded(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

fn line(csv: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| match cell.contains([';', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => (*cell).to_owned(),
        })
        .collect();
    csv.push_str(&cells.join(";"));
    csv.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::{guarded, line};

    #[test]
    fn cells_are_no_formulas_and_stay_cells() {
        let mut csv = String::new();
        line(&mut csv, &["a;b", "say \"no\"", &guarded("=1+1"), &guarded("@x"), &guarded("a=b")]);
        assert_eq!(csv, "\"a;b\";\"say \"\"no\"\"\";'=1+1;'@x;a=b\r\n");
    }
}
