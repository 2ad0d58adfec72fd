//! The calculator's script and the program run the same plan: here they run it side by side.

use std::collections::BTreeMap;

use leader_site::compile::sample::{Random, Style, budget};
use leader_site::model::evaluate::{Evaluation, Plain, Value};
use leader_site::model::plan::Plan;
use leader_site::model::quantity::fixed;
use leader_site::outcome::budget_json;
use serde_json::{Value as Json, json};

use crate::project;
use crate::script::Script;

/// Complete budgets, and budgets with missing and unreadable fields.
const BUDGETS: usize = 100_000;
const BATCH: usize = 500;
/// Budgets of which every single step is compared.
const EVERY_STEP: usize = 5_000;

/// What the program found, in the form of the driver.
fn in_rust(evaluation: &Evaluation<'_>, nodes: &[usize]) -> Json {
    let plan = evaluation.plan;
    let values: Vec<Json> = nodes
        .iter()
        .map(|&node| value_json(evaluation, &evaluation.values[node], plan.scales[node]))
        .collect();
    json!({"values": values, "fundable": evaluation.fundable(), "missing": evaluation.missing()})
}

fn value_json(evaluation: &Evaluation<'_>, value: &Value, scale: Option<u32>) -> Json {
    match value {
        Value::Known(known) => {
            let written = match &known.datum {
                Plain::Number(number) => fixed(*number, scale.unwrap_or(0)),
                Plain::Bool(value) => value.to_string(),
                Plain::Case(case) => case.clone(),
                Plain::Date(date) => date.to_string(),
            };
            json!({
                "s": "known", "v": written,
                "a": evaluation.input_names(known.assumed), "o": evaluation.reason_names(known.open),
                "w": known.winner, "rows": known.rows,
            })
        }
        Value::Missing(set) => json!({"s": "missing", "n": evaluation.input_names(*set)}),
        Value::NotApplicable => json!({"s": "na", "n": []}),
        Value::Invalid(set) => json!({"s": "invalid", "n": evaluation.input_names(*set)}),
    }
}

/// The steps that anything of a result is read from.
fn results_of(plan: &Plan) -> Vec<usize> {
    let mut nodes: Vec<usize> = plan.names.values().copied().collect();
    nodes.extend(plan.conditions.iter().map(|condition| condition.node));
    nodes.extend(plan.notes.iter().chain(&plan.checklist).map(|item| item.node));
    nodes.extend(plan.receipt.iter().flat_map(|line| line.when.into_iter().chain([line.value])));
    nodes.extend(plan.asks.values());
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

#[test]
fn script_and_program_agree_on_random_budgets() {
    let site = project::rules();
    let plan = &site.compiled.plan;
    let plan_json = plan.to_json();
    let mut script = Script::new("evaluate.mjs");
    let mut random = Random::new(20_261_121);
    let (every, results): (Vec<usize>, Vec<usize>) = ((0..plan.nodes.len()).collect(), results_of(plan));
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    for batch in 0..BUDGETS / BATCH {
        let style = if batch % 2 == 0 { Style::Complete } else { Style::Broken };
        // Every step of the first budgets, then whatever a result shows.
        let nodes = if batch * BATCH < EVERY_STEP { &every } else { &results };
        let budgets: Vec<_> = (0..BATCH).map(|_| budget(plan, &mut random, style)).collect();
        let told: Vec<Json> = budgets.iter().map(|budget| budget_json(plan, budget)).collect();
        let found = script.ask(&json!({"plan": plan_json, "budgets": told, "nodes": nodes}));
        let found = found.as_array().expect("a result for each").clone();
        assert_eq!(found.len(), budgets.len());
        for ((budget, told), found) in budgets.iter().zip(&told).zip(found) {
            let evaluation = plan.evaluate(budget);
            let expected = in_rust(&evaluation, nodes);
            *states.entry(evaluation.named("support").map_or("none", Value::state)).or_default() += 1;
            if found != expected {
                let differs = |at: &usize| found["values"][*at] != expected["values"][*at];
                let at = (0..nodes.len()).find(differs).map(|at| {
                    let op = &plan.nodes[nodes[at]];
                    format!(
                        "node {} {op:?}\nscript  {}\nprogram {}",
                        nodes[at], found["values"][at], expected["values"][at]
                    )
                });
                let whole = |json: &Json| format!("{} {}", json["fundable"], json["missing"]);
                panic!("budget {told}\n{at:?}\nscript  {}\nprogram {}", whole(&found), whole(&expected));
            }
        }
    }
    // The comparison is worth something only if all kinds of budgets were among them.
    for state in ["known", "missing", "invalid"] {
        assert!(states.get(state).is_some_and(|count| *count > BUDGETS / 50), "{states:?}");
    }
}
