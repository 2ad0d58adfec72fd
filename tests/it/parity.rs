//! The calculator's script and the program run the same plan: here they run it side by side.

use leader_site::compile::sample::{Random, Style, budget};
use leader_site::model::evaluate::{Evaluation, Plain, Value};
use leader_site::model::quantity::fixed;
use leader_site::outcome::budget_json;
use rquickjs::{CatchResultExt, Context, Function, Module, Runtime};
use serde_json::{Value as Json, json};

use crate::project;

/// Complete budgets, and budgets with missing and unreadable fields.
const BUDGETS: usize = 100_000;
const BATCH: usize = 500;

/// Runs the script on a plan and a list of budgets.
struct Script {
    context: Context,
    _runtime: Runtime,
}

const DRIVER: &str = r"
import {evaluate, result} from 'plan';
const scaled = (v, scale) => {
  if (typeof v !== 'bigint' || !scale) return String(v);
  const digits = String(v < 0n ? -v : v).padStart(scale + 1, '0');
  return (v < 0n ? '-' : '') + digits.slice(0, -scale) + '.' + digits.slice(-scale);
};
globalThis.run = (plan, budgets) => {
  plan = JSON.parse(plan);
  return JSON.stringify(JSON.parse(budgets).map(budget => {
    const values = evaluate(plan, budget);
    return {
      values: values.map((x, i) => x.s === 'known'
        ? {s: x.s, v: scaled(x.v, plan.scales[i]), a: x.a, o: x.o, w: x.w ?? null, rows: x.rows ?? []}
        : {s: x.s, n: x.n ?? []}),
      ...(plan.outputs ? result(plan, values) : {}),
    };
  }));
};
";

impl Script {
    fn new() -> Self {
        let runtime = Runtime::new().expect("a script engine");
        let context = Context::full(&runtime).expect("a context");
        let plan = project::file("themes/leader/static/plan.js");
        context.with(|ctx| {
            Module::declare(ctx.clone(), "plan", plan).catch(&ctx).expect("plan.js is a module");
            let driver = Module::evaluate(ctx.clone(), "driver", DRIVER).catch(&ctx).expect("the driver runs");
            driver.finish::<()>().catch(&ctx).expect("the driver ends");
        });
        Self { context, _runtime: runtime }
    }

    fn run(&self, plan: &str, budgets: &Json) -> Vec<Json> {
        let results: String = self.context.with(|ctx| {
            let run: Function = ctx.globals().get("run").expect("the driver's function");
            run.call((plan, budgets.to_string())).catch(&ctx).expect("the script does not throw")
        });
        serde_json::from_str(&results).expect("the driver returns JSON")
    }
}

/// What the program found, in the form of the driver.
fn in_rust(evaluation: &Evaluation<'_>) -> Json {
    let plan = evaluation.plan;
    let values: Vec<Json> = evaluation.values.iter().enumerate().map(|(node, value)| value_json(evaluation, value, plan.scales[node])).collect();
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

#[test]
fn script_and_program_agree_on_random_budgets() {
    let site = project::rules();
    let plan = &site.compiled.plan;
    let plan_json = plan.to_json().to_string();
    let script = Script::new();
    let mut random = Random::new(20_261_121);
    let (mut complete, mut missing, mut invalid) = (0, 0, 0);
    for batch in 0..BUDGETS / BATCH {
        let style = if batch % 2 == 0 { Style::Complete } else { Style::Broken };
        let budgets: Vec<_> = (0..BATCH).map(|_| budget(plan, &mut random, style)).collect();
        let json: Json = budgets.iter().map(|budget| budget_json(plan, budget)).collect();
        let found = script.run(&plan_json, &json);
        for ((budget, told), found) in budgets.iter().zip(json.as_array().expect("a list")).zip(found) {
            let evaluation = plan.evaluate(budget);
            let expected = in_rust(&evaluation);
            match evaluation.named("support").map(Value::state) {
                Some("known") => complete += 1,
                Some("missing") => missing += 1,
                _ => invalid += 1,
            }
            if found != expected {
                let node = (0..plan.nodes.len()).find(|&node| found["values"][node] != expected["values"][node]);
                let at = node.map(|node| format!("node {node} {:?}\nscript {}\nprogram {}", plan.nodes[node], found["values"][node], expected["values"][node]));
                panic!("budget {told}\n{}\nscript {} {}\nprogram {} {}", at.unwrap_or_default(), found["fundable"], found["missing"], expected["fundable"], expected["missing"]);
            }
        }
    }
    // The comparison is worth something only if all kinds of budgets were among them.
    assert!(complete > BUDGETS / 4 && missing > BUDGETS / 50 && invalid > BUDGETS / 50, "{complete} {missing} {invalid}");
}
