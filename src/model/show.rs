//! Values as people read them, in their language: `8 000 €` or `€8,000`, `90 %` or `90%`.

use rust_decimal::Decimal;

use super::budget::{Budget, Datum, Entry};
use super::evaluate::{Evaluation, Plain, Value};
use super::locale::Locale;
use super::plan::{Kind, Plan, PlanInputKind};
use super::quantity::{Quantity, Unit};
use super::texts::{RuleTexts, Text};

/// How finely money is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cents {
    /// In running text: cents only where there are some.
    WhereNeeded,
    /// In results and tables of sums.
    Always,
}

/// A value with its unit: `8 000 €`, `€8,000`, `90 %`, `20 €/h`, `5 vuotta`.
pub fn quantity(locale: &Locale, quantity: Quantity, cents: Cents) -> String {
    let unit = quantity.unit;
    let value = match unit {
        Unit::Ratio => quantity.value * Decimal::ONE_HUNDRED,
        _ => quantity.value,
    };
    let value = value.normalize();
    let is_money = matches!(unit, Unit::Eur | Unit::EurPerHour);
    let in_cents = is_money && (!value.fract().is_zero() || (unit == Unit::Eur && cents == Cents::Always));
    locale.with_unit(&value, if in_cents { 2 } else { 0 }, unit)
}

/// The value of a step in words; `unknown` where it is not known.
pub fn value(locale: &Locale, texts: &RuleTexts, value: &Value, kind: Kind, unknown: &str) -> String {
    let Some(known) = value.as_known() else { return unknown.to_owned() };
    match (&known.datum, kind) {
        (Plain::Number(number), Kind::Number(unit)) => {
            quantity(locale, Quantity::new(*number, unit), Cents::Always)
        }
        (Plain::Number(number), _) => locale.decimal(number, 0),
        (Plain::Date(date), _) => locale.date_long(*date),
        (Plain::Case(case), _) => case_name(texts, case),
        (Plain::Bool(value), _) => value.to_string(),
    }
}

/// The choices that every set of rules has; their cases have their names under them.
const CHOICES: [&str; 3] = ["funding_type", "cost_model", "cost_category"];

/// The key of the texts of a case.
pub fn case_key(choice: &str, case: &str) -> String {
    if CHOICES.contains(&choice) { format!("{choice}.{case}") } else { format!("choice.{choice}.{case}") }
}

/// The name of a funding type, cost model or category.
pub fn case_name(texts: &RuleTexts, case: &str) -> String {
    CHOICES
        .iter()
        .map(|choice| texts.words(&format!("{choice}.{case}.name")))
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| case.to_owned())
}

/// A text with the values of one evaluation.
pub fn text(locale: &Locale, texts: &RuleTexts, text: &Text, evaluation: &Evaluation<'_>) -> String {
    text.fill(|name| {
        let plan = evaluation.plan;
        match plan.names.get(name) {
            Some(&node) => {
                let found = &evaluation.values[node];
                // What does not apply adds nothing: in a sum that is shown it is a zero.
                let unknown = match plan.kinds[node] {
                    Kind::Number(unit) => {
                        quantity(locale, Quantity::new(Decimal::ZERO, unit), Cents::WhereNeeded)
                    }
                    _ => "–".to_owned(),
                };
                let is_parameter = matches!(plan.nodes[node], super::plan::Op::Parameter(..));
                match (found.number(), plan.kinds[node]) {
                    (Some(number), Kind::Number(unit)) if is_parameter => {
                        quantity(locale, Quantity::new(number, unit), Cents::WhereNeeded)
                    }
                    _ => value(locale, texts, found, plan.kinds[node], &unknown),
                }
            }
            None => format!("{{{name}}}"),
        }
    })
}

/// A text with the values that depend on nothing told: parameters and what follows from them alone.
/// `other` says what stands for the rest.
pub fn fixed_text(
    locale: &Locale,
    text: &Text,
    empty: &Evaluation<'_>,
    words: impl Fn(&str) -> String,
    other: impl Fn(&str) -> String,
) -> String {
    let mut filled = String::new();
    for segment in &text.segments {
        match segment {
            super::texts::Segment::Words(plain) | super::texts::Segment::Link { words: plain, .. } => {
                filled.push_str(&words(plain));
            }
            super::texts::Segment::Value(name) => match fixed_value(locale, empty, name) {
                Some(shown) => filled.push_str(&words(&shown)),
                None => filled.push_str(&other(name)),
            },
        }
    }
    filled
}

/// The value of a name that depends on nothing told.
pub fn fixed_value(locale: &Locale, empty: &Evaluation<'_>, name: &str) -> Option<String> {
    let plan = empty.plan;
    let node = *plan.names.get(name)?;
    let known = empty.values[node].as_known()?;
    // A default is not a fixed value: the applicant may tell another.
    if !known.assumed.is_empty() || plan.input(name).is_some() {
        return None;
    }
    match (known.datum.clone(), plan.kinds[node]) {
        (Plain::Number(number), Kind::Number(unit)) => {
            Some(quantity(locale, Quantity::new(number, unit), Cents::WhereNeeded))
        }
        _ => None,
    }
}

/// What was told, field by field, as label and value; rows are left to the caller.
pub fn told(locale: &Locale, texts: &RuleTexts, plan: &Plan, budget: &Budget) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for input in &plan.inputs {
        let Entry::Typed(datum) = budget.field(&input.id) else { continue };
        let shown = match (datum, &input.kind) {
            (Datum::Number(number), PlanInputKind::Number { unit, .. }) => {
                quantity(locale, Quantity::new(*number, *unit), Cents::WhereNeeded)
            }
            (Datum::Case(case), PlanInputKind::Choice { choice, .. }) => {
                case_name_shown(locale, texts, plan, choice, case)
            }
            (Datum::Date(date), _) => locale.date_long(*date),
            _ => continue,
        };
        lines.push((texts.words(&format!("input.{}.label", input.id)), shown));
    }
    lines
}

/// The name of a case, with the parameters in it.
pub fn case_name_shown(locale: &Locale, texts: &RuleTexts, plan: &Plan, choice: &str, case: &str) -> String {
    let empty = plan.evaluate(&Budget::default());
    let name = texts.get(&format!("{}.name", case_key(choice, case)));
    if name.is_empty() {
        return case.to_owned();
    }
    fixed_text(locale, name, &empty, str::to_owned, |name| name.to_owned())
}
