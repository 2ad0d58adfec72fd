//! How long one evaluation of the repository's plan takes, in the program and in the calculator's
//! script, and how both compare with adding up the same amounts.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use jiff::civil::date;
use leader_site::check::rules::{self, RuleSources};
use leader_site::compile::{self, sample};
use leader_site::diag::{Diagnostics, Look};
use leader_site::model::budget::Budget;
use leader_site::outcome::budget_json;
use leader_site::source::SourceFile;
use rust_decimal::Decimal;
use serde_json::json;

const BUDGETS: usize = 1_000;
const ROUNDS: usize = 7;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = RuleSources::default();
    let read = |name: &str| {
        let path = format!("content/rules/{name}.yaml");
        let text = std::fs::read_to_string(root.join(&path)).expect("the rules are there");
        SourceFile::new(path, text)
    };
    for name in ["sources", "parameters", "funding", "calculation", "checklist", "examples"] {
        sources.files.insert(name.to_owned(), read(name));
    }
    sources.texts.insert("fi".to_owned(), read("texts/fi"));
    let mut diags = Diagnostics::new();
    let day = date(2026, 11, 21);
    let start = Instant::now();
    let compiled = rules::rules(&sources, &["fi".to_owned()], &mut diags)
        .and_then(|book| Ok((compile::plan(&book, day, &mut diags)?, book)));
    let Ok((compiled, book)) = compiled else {
        panic!("{}", diags.render(Look::Plain, leader_site::diag::Tongue::English))
    };
    let compiling = start.elapsed();
    let start = Instant::now();
    let proved = compile::prove(&book, &compiled, &mut diags);
    assert!(proved.is_ok(), "{}", diags.render(Look::Plain, leader_site::diag::Tongue::English));
    let proving = start.elapsed();

    let plan = &compiled.plan;
    let mut random = sample::Random::new(7);
    let budgets: Vec<Budget> =
        (0..BUDGETS).map(|_| sample::budget(plan, &mut random, sample::Style::Complete)).collect();

    let in_program = best(|| {
        for budget in &budgets {
            black_box(plan.evaluate(black_box(budget)));
        }
    });
    // The same number of exact additions as the plan has steps: what cannot be saved.
    let additions = best(|| {
        for _ in &budgets {
            let mut sum = Decimal::ZERO;
            for step in 0..plan.nodes.len() {
                sum += black_box(Decimal::new(i64::try_from(step).unwrap_or(0), 2));
            }
            black_box(sum);
        }
    });
    let of_one = |time: Duration| time.as_secs_f64() * 1e6 / BUDGETS as f64;
    println!(
        "plan: {} steps; read and compiled in {compiling:.1?}, proved in {proving:.1?}",
        plan.nodes.len()
    );
    println!("one evaluation in the program   {:8.2} µs", of_one(in_program));
    println!("as many exact additions         {:8.2} µs", of_one(additions));
    println!("ratio                           {:8.1}", in_program.as_secs_f64() / additions.as_secs_f64());

    let told: Vec<_> = budgets.iter().map(|budget| budget_json(plan, budget)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data.json");
    std::fs::write(&data, json!({"plan": plan.to_json(), "budgets": told}).to_string()).expect("a file");
    let node = std::env::var_os("NODE").unwrap_or_else(|| "node".into());
    let script = Command::new(node).arg(root.join("tests/benches/plan.mjs")).arg(&data).output();
    match script {
        Ok(output) if output.status.success() => {
            let micros: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a time");
            println!("one evaluation in the script    {micros:8.2} µs");
            println!("ratio to the program            {:8.1}", micros / of_one(in_program));
        }
        Ok(output) => println!("the script failed: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => println!("the script was not measured: Node.js does not start ({error})"),
    }
}

/// The shortest of several rounds: noise only adds.
fn best(mut round: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        round();
        start.elapsed()
    };
    (0..ROUNDS).map(time).min().unwrap_or_default()
}
