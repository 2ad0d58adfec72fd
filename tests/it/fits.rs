//! Which funding fits: every combination of answers, told alike by the program and by the script.

use std::collections::BTreeSet;

use leader_site::finder::{Answers, Finder};
use leader_site::model::budget::Datum;
use leader_site::model::evaluate::Standing;
use leader_site::model::locale::Locale;
use leader_site::model::rules::RuleBook;
use leader_site::outcome::budget_json;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::project;
use crate::script::Script;

/// Around each limit, and well away from them. Nothing: not known yet.
const SIZES: [Option<i64>; 9] = [
    None,
    Some(50_000),
    Some(111_110),
    Some(111_111),
    Some(133_332),
    Some(133_333),
    Some(800_000),
    Some(800_001),
    Some(1_200_000),
];

fn size(cents: Option<i64>) -> Option<Decimal> {
    cents.map(|cents| Decimal::new(cents, 2))
}

/// Every way to answer every question, with each left open, too.
fn all_answers(rules: &RuleBook) -> Vec<Answers> {
    let mut all = vec![Answers::default()];
    for (input, choice) in rules.questions() {
        let more = all.iter().flat_map(|answers| {
            choice.cases.iter().map(move |case| {
                let mut answers = answers.clone();
                answers.told.set(&input.id.value, Datum::Case(case.value.clone()));
                answers
            })
        });
        let more: Vec<Answers> = more.collect();
        all.extend(more);
    }
    all.iter()
        .flat_map(|answers| SIZES.map(|cents| Answers { size: size(cents), told: answers.told.clone() }))
        .collect()
}

#[test]
fn the_script_tells_the_same_for_every_combination_of_answers() {
    let project::Rules { book: rules, compiled } = project::rules();
    let finder = Finder::new(&rules, &compiled.plan);
    let ids: BTreeSet<&str> = finder.conditions.iter().map(|condition| condition.id.as_str()).collect();
    let pruned = compiled.plan.pruned(&BTreeSet::new(), &ids);
    assert!(pruned.nodes.len() < compiled.plan.nodes.len());
    let nodes: Vec<usize> = pruned.conditions.iter().map(|condition| condition.node).collect();
    let plan = pruned.to_json();
    let mut script = Script::new("evaluate.mjs");
    let mut count = 0;
    for answers in all_answers(&rules).chunks(250) {
        let mut budgets = Vec::new();
        let mut expected = Vec::new();
        for answers in answers {
            for fit in finder.fits(answers) {
                budgets.push(budget_json(&pruned, &finder.project(fit.funding, answers)));
                let standing = |id: &str| match fit.evaluation.condition(id).expect("a condition of the plan")
                {
                    Standing::Holds => json!("true"),
                    Standing::Fails => json!("false"),
                    Standing::Unknown | Standing::NotApplicable => Json::Null,
                };
                expected.push(pruned.conditions.iter().map(|one| standing(&one.id)).collect::<Vec<_>>());
            }
        }
        count += budgets.len();
        let found = script.ask(&json!({"plan": plan, "budgets": budgets, "nodes": nodes}));
        let found = found.as_array().expect("a result for each");
        assert_eq!(found.len(), budgets.len());
        for ((found, expected), budget) in found.iter().zip(&expected).zip(&budgets) {
            let values = found["values"].as_array().expect("values");
            let values: Vec<Json> = values.iter().map(|value| value["v"].clone()).collect();
            assert_eq!(&values, expected, "{budget}");
        }
    }
    script.end();
    // Ten applicants, seven purposes and seven places, each or none of them, by size and by type.
    assert_eq!(count, 11 * 8 * 8 * SIZES.len() * rules.funding_types.len());
}

/// What each answer means by itself, and each size: read by people before it is taken on.
#[test]
fn what_each_answer_means() {
    let project::Rules { book: rules, compiled } = project::rules();
    let finder = Finder::new(&rules, &compiled.plan);
    let mut table = String::new();
    let mut row = |name: &str, answers: &Answers| {
        let cells = finder.fits(answers).into_iter().map(|fit| {
            let reasons: Vec<&str> = fit.reasons.iter().map(|condition| condition.id.as_str()).collect();
            format!("{:<3} {:<40}", fit.verdict.id(), reasons.join(" "))
        });
        let line = format!("{name:<28} {}", cells.collect::<Vec<_>>().join("| "));
        table.push_str(line.trim_end());
        table.push('\n');
    };
    let types: Vec<String> =
        rules.funding_types.iter().map(|funding| format!("{:<44}", funding.id.value)).collect();
    row("nothing", &Answers::default());
    for (input, choice) in rules.questions() {
        for case in &choice.cases {
            let mut answers = Answers::default();
            answers.told.set(&input.id.value, Datum::Case(case.value.clone()));
            row(&format!("{} {}", input.id.value, case.value), &answers);
        }
    }
    for cents in SIZES.into_iter().flatten() {
        row(
            &format!("size {}", Decimal::new(cents, 2)),
            &Answers { size: size(Some(cents)), ..Answers::default() },
        );
    }
    insta::assert_snapshot!(format!("{:<28} {}\n{table}", "", types.join("| ")));
}

/// The answer for programs, and in words: some types fit, one is to be asked about, none fits.
#[test]
fn what_is_told() {
    let project::Rules { book: rules, compiled } = project::rules();
    let finder = Finder::new(&rules, &compiled.plan);
    let (texts, locale) = (&rules.texts["fi"], Locale::new("fi").expect("Finnish"));
    let mut told = String::new();
    for (applicant, purpose, place, cents) in [
        ("municipality", "building", "joensuu", Some(1_200_000)),
        ("cooperative", "equipment", "liperi", Some(300_000)),
        ("company", "business", "elsewhere", None),
    ] {
        let mut answers = Answers { size: size(cents), ..Answers::default() };
        for (question, answer) in [("applicant", applicant), ("purpose", purpose), ("municipality", place)] {
            answers.told.set(question, Datum::Case(answer.to_owned()));
        }
        told.push_str(&finder.words(&answers, &compiled.ranges, texts, &locale, "fi"));
        if applicant == "cooperative" {
            told.push_str(&format!("{:#}\n", finder.json(&answers, &compiled.ranges, texts, &locale)));
        }
        told.push_str("\n----\n\n");
    }
    insta::assert_snapshot!(told);
}
