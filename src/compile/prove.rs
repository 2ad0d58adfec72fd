//! Examples and laws: the rules give what their author expects, and always keep what they promise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::Date;
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{Compiled, OfDay, sample, whole};
use crate::diag::{Diagnostics, Reported};
use crate::model::budget::{Budget, Datum, Entry};
use crate::model::evaluate::{Evaluation, Plain, Standing, Value};
use crate::model::plan::{Kind, Plan};
use crate::model::quantity::{Quantity, fixed};
use crate::model::rules::{Example, Expectation, RuleBook};

/// Budgets that every law is tried on, besides the examples and the thresholds.
const RANDOM_BUDGETS: u64 = 2_000;

/// Runs every example, and every law on the examples, at the thresholds and on random budgets.
pub fn prove(rules: &RuleBook, compiled: &Compiled, diags: &mut Diagnostics) -> Result<(), Reported> {
    let mut plans: BTreeMap<Date, Result<OfDay<'_>, Reported>> = BTreeMap::new();
    let mut result = Ok(());
    let mut broken = BTreeSet::new();
    for example in &rules.examples {
        let of_day = plans.entry(example.as_of).or_insert_with(|| compiled.on(rules, example.as_of, diags));
        match of_day {
            Ok(of_day) => {
                if let Err(reported) = expected(of_day, example, diags) {
                    result = Err(reported);
                }
                let given = std::slice::from_ref(&example.given);
                if let Err(reported) = laws(of_day, given, &mut broken, diags) {
                    result = Err(reported);
                }
            }
            Err(reported) => result = Err(*reported),
        }
    }
    let mut random = sample::Random::new(1);
    let cent = Decimal::new(1, 2);
    let edges = rules.funding_types.iter().flat_map(|funding| {
        let around = sample::thresholds(&compiled.plan).into_iter();
        let around = around.flat_map(|value| [value - cent, value, value + cent]);
        around.filter_map(|total| whole::simple_project(rules, &compiled.plan, &funding.id.value, total))
    });
    let randoms =
        (0..RANDOM_BUDGETS).map(|_| sample::budget(&compiled.plan, &mut random, sample::Style::Complete));
    let budgets: Vec<Budget> = edges.collect::<Vec<_>>().into_iter().chain(randoms).collect();
    laws(compiled, &budgets, &mut broken, diags).and(result)
}

/// What the rules give in place of what an example expects, by the name of the expectation.
pub fn differences(plan: &Plan, example: &Example) -> Vec<(String, String)> {
    let evaluation = plan.evaluate(&example.given);
    let mut unheard = Diagnostics::new();
    let found = example.expect.iter().filter_map(|expectation| {
        let found = difference(&evaluation, expectation, &mut unheard).ok()??;
        Some((expectation.name.value.clone(), found))
    });
    found.collect()
}

/// `broken`: the laws that were told already; one budget that breaks a law is enough.
fn laws(
    compiled: &Compiled,
    budgets: &[Budget],
    broken: &mut BTreeSet<String>,
    diags: &mut Diagnostics,
) -> Result<(), Reported> {
    if compiled.laws.is_empty() {
        return Ok(());
    }
    let fails = |budget: &&Budget| {
        let evaluation = compiled.proof.evaluate(budget);
        compiled.laws.iter().any(|(node, _)| evaluation.standing(*node) == Standing::Fails)
    };
    // In the order of the budgets, whichever thread is first.
    let failing: Vec<&Budget> = budgets.par_iter().with_min_len(64).filter(fails).collect();
    let mut result = Ok(());
    for budget in failing {
        let evaluation = compiled.proof.evaluate(budget);
        for (node, law) in &compiled.laws {
            if evaluation.standing(*node) == Standing::Fails && broken.insert(law.text.clone()) {
                let (told, receipt) = (budget_words(budget), receipt(&evaluation));
                result = Err(diags.law_broken(&law.place, &law.text, &told, &receipt));
            }
        }
    }
    result
}

fn expected(compiled: &Compiled, example: &Example, diags: &mut Diagnostics) -> Result<(), Reported> {
    let evaluation = compiled.plan.evaluate(&example.given);
    let mut result = Ok(());
    let mut differences = Vec::new();
    for expectation in &example.expect {
        match difference(&evaluation, expectation, diags) {
            Ok(Some(found)) => differences.push((expectation, found)),
            Ok(None) => {}
            Err(reported) => result = Err(reported),
        }
    }
    if !differences.is_empty() {
        result = Err(diags.example_differs(&example.id.value, &differences, &receipt(&evaluation)));
    }
    result
}

/// What was calculated, where it is not what was expected.
fn difference(
    evaluation: &Evaluation<'_>,
    expectation: &Expectation,
    diags: &mut Diagnostics,
) -> Result<Option<String>, Reported> {
    let name = &expectation.name.value;
    let wanted = expectation.value.value.as_str();
    let plan = evaluation.plan;
    let found = if name == "fundable" {
        Some(evaluation.fundable().map_or("unknown".to_owned(), |fundable| fundable.to_string()))
    } else if let Some(rule) = name.strip_suffix(".limited_by") {
        plan.names.contains_key(rule).then(|| evaluation.limited_by(rule).unwrap_or("none").to_owned())
    } else if let Some(id) = name.strip_prefix("condition.") {
        evaluation.condition(id).map(|standing| standing.id().to_owned())
    } else if let Some(id) = name.strip_prefix("checklist.") {
        let item = plan.checklist.iter().find(|item| item.id == id);
        item.map(|item| match evaluation.values[item.node].bool() {
            Some(needed) => needed.to_string(),
            None => evaluation.values[item.node].state().to_owned(),
        })
    } else {
        plan.names.get(name).map(|&node| written(&evaluation.values[node], plan.kinds[node]))
    };
    let Some(found) = found else {
        let known: Vec<&str> = plan.names.keys().map(String::as_str).chain(["fundable"]).collect();
        return Err(diags.unknown_expectation(&expectation.name, &known));
    };
    let same = match (plan.names.get(name).map(|&node| plan.kinds[node]), Quantity::parse(wanted)) {
        // 6 000 € and 6000,00 € are the same amount.
        (Some(Kind::Number(_)), Ok(wanted)) => Quantity::parse(&found)
            .is_ok_and(|found| found.unit == wanted.unit && found.value == wanted.value),
        _ => found == wanted,
    };
    Ok((!same).then_some(found))
}

/// A value as it is written in YAML, or its state.
fn written(value: &Value, kind: Kind) -> String {
    match (value, kind) {
        (Value::Known(known), Kind::Number(unit)) => match known.datum {
            Plain::Number(number) => {
                let written = Quantity::new(number, unit).to_string();
                // 22 855.5 € is 22 855.50 €.
                match written.strip_suffix(" €").and_then(|amount| amount.rsplit_once('.')) {
                    Some((whole, cents)) if cents.len() == 1 => format!("{whole}.{cents}0 €"),
                    _ => written,
                }
            }
            _ => String::new(),
        },
        (Value::Known(known), _) => match &known.datum {
            Plain::Bool(value) => value.to_string(),
            Plain::Case(case) => case.clone(),
            Plain::Date(date) => date.to_string(),
            Plain::Number(number) => number.to_string(),
        },
        (other, _) => other.state().to_owned(),
    }
}

/// The lines of the receipt that apply, by their ids: for those who write the rules.
fn receipt(evaluation: &Evaluation<'_>) -> String {
    let plan: &Plan = evaluation.plan;
    let mut text = String::new();
    for line in &plan.receipt {
        let shown = line.when.is_none_or(|when| evaluation.values[when].bool() == Some(true));
        if shown {
            let value = written(&evaluation.values[line.value], plan.kinds[line.value]);
            let _ = writeln!(text, "  {:<20} {value:>16}", line.id);
        }
    }
    text.trim_end().to_owned()
}

fn budget_words(budget: &Budget) -> String {
    let entry = |entry: &Entry| match entry {
        Entry::Blank => "blank".to_owned(),
        Entry::Bad => "unreadable".to_owned(),
        Entry::Typed(Datum::Number(number)) => fixed(*number, 2),
        Entry::Typed(Datum::Bool(value)) => value.to_string(),
        Entry::Typed(Datum::Case(text) | Datum::Text(text)) => text.clone(),
        Entry::Typed(Datum::Date(date)) => date.to_string(),
    };
    let mut text = String::new();
    for (id, value) in &budget.fields {
        let _ = writeln!(text, "  {id}: {}", entry(value));
    }
    for (id, rows) in &budget.rows {
        for row in rows {
            let cells: Vec<String> =
                row.iter().map(|(id, value)| format!("{id}: {}", entry(value))).collect();
            let _ = writeln!(text, "  {id}: {{{}}}", cells.join(", "));
        }
    }
    text.trim_end().to_owned()
}
