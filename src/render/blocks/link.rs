//! A budget as the fragment of an address, in the form that the calculator's script reads and writes.

use rust_decimal::Decimal;

use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::plan::{Plan, PlanColumn, PlanInput, PlanInputKind};
use crate::model::quantity::Unit;

/// The short names of inputs in links. They stay what they are: links live long.
const KEYS: [(&str, &str); 15] = [
    ("funding_type", "t"),
    ("cost_model", "m"),
    ("support_rate", "r"),
    ("costs", "c"),
    ("volunteer_hours", "h"),
    ("machine_hours", "k"),
    ("other_public", "o"),
    ("last_payment", "d"),
    ("vat_liable", "v"),
    ("building_work", "b"),
    ("owns_object", "w"),
    ("needs_permits", "n"),
    ("applicant", "a"),
    ("purpose", "p"),
    ("municipality", "l"),
];

/// The columns of a row, in their order.
const COLUMNS: [&str; 4] = ["category", "amount", "what", "part"];

/// The version of the rules in a link; no input has this key.
const VERSION: &str = "z";

/// The budget as a link, without the `#`, with the version of the rules that it was made with,
/// if that is to be told.
pub fn link(plan: &Plan, version: Option<&str>, budget: &Budget) -> String {
    let mut parts = Vec::new();
    for input in &plan.inputs {
        let id = input.id.as_str();
        let key = KEYS.iter().find(|(known, _)| *known == id).map_or(id, |(_, key)| key);
        match &input.kind {
            PlanInputKind::Rows { columns, .. } => {
                for row in budget.rows(id) {
                    let cells = COLUMNS.map(|name| match columns.iter().find(|(id, _)| id == name) {
                        Some((_, column)) => encode(&written(cell(row, name), column_unit(column))),
                        None => String::new(),
                    });
                    let text = cells.join(":");
                    let text = text.trim_end_matches(':');
                    if !text.is_empty() {
                        parts.push(format!("{key}={text}"));
                    }
                }
            }
            _ => {
                let text = written(budget.field(id), input_unit(input));
                if !text.is_empty() {
                    parts.push(format!("{key}={}", encode(&text)));
                }
            }
        }
    }
    if let (false, Some(version)) = (parts.is_empty(), version) {
        parts.push(format!("{VERSION}={version}"));
    }
    parts.join("&")
}

fn input_unit(input: &PlanInput) -> Option<Unit> {
    match input.kind {
        PlanInputKind::Number { unit, .. } => Some(unit),
        _ => None,
    }
}

fn column_unit(column: &PlanColumn) -> Option<Unit> {
    match column {
        PlanColumn::Number { unit, .. } => Some(*unit),
        _ => None,
    }
}

fn written(entry: &Entry, unit: Option<Unit>) -> String {
    match entry {
        Entry::Typed(Datum::Number(number)) if unit == Some(Unit::Ratio) => {
            let percent = (*number * Decimal::ONE_HUNDRED).normalize();
            // Below one percent the bare number could be taken for a part of the whole.
            if percent < Decimal::ONE && !percent.is_zero() {
                format!("{percent}%")
            } else {
                percent.to_string()
            }
        }
        Entry::Typed(Datum::Number(number)) => number.normalize().to_string(),
        Entry::Typed(Datum::Bool(value)) => u8::from(*value).to_string(),
        Entry::Typed(Datum::Case(text) | Datum::Text(text)) => text.clone(),
        Entry::Typed(Datum::Date(date)) => date.to_string(),
        Entry::Blank | Entry::Bad => String::new(),
    }
}

/// As `encodeURIComponent` writes it.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
