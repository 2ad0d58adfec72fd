//! Comparing funding types and cost models, and answering questions backwards, exact to the cent.

use leader_site::alternatives::{Answer, Question, Varied, alternatives, answer, json, sentence, table};
use leader_site::compile::sample::{Random, Style, budget as random_budget};
use leader_site::model::budget::{Budget, Datum, Entry};
use leader_site::model::evaluate::Value;
use leader_site::model::locale::Locale;
use leader_site::model::plan::Plan;
use rust_decimal::Decimal;

use leader_site::compile;
use leader_site::diag::Diagnostics;
use leader_site::model::plan::Op;
use leader_site::model::quantity::fixed;
use leader_site::outcome::{self, budget_json};
use serde_json::{Value as Json, json as object};

use crate::project::{self, Rules, rules};
use crate::script::Script;

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a number")
}

/// Two rows of paid work and some volunteer hours.
fn event(hours: &str) -> Budget {
    let mut budget = Budget::default();
    budget.set("funding_type", Datum::Case("small_development".to_owned()));
    budget.set("volunteer_hours", Datum::Number(decimal(hours)));
    budget.add_row("costs", "services", decimal("4200.00"));
    budget.add_row("costs", "other", decimal("1800.00"));
    budget
}

fn found(answer: Option<Answer<'_>>) -> Option<String> {
    answer?.found.map(|(value, ..)| value.canonical())
}

/// By hand: of 6 000 € paid, 90 % of (6 000 € + hours × 20 €) covers all from 33.34 h on.
#[test]
fn questions_answered_by_hand() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let table: [(Question, &str, Option<&str>); 8] = [
        (Question::HoursWithoutCash, "20", Some("33.34")),
        (Question::HoursWithoutCash, "0", Some("33.34")),
        (Question::UsefulHours, "20", Some("33.34")),
        (Question::CostsFor(decimal("6000.00")), "20", Some("2066.67")),
        (Question::CostsFor(decimal("0.00")), "20", Some("0.00")),
        (Question::ProjectFor(decimal("250.00")), "20", Some("1900.05")),
        (Question::ProjectFor(decimal("0.00")), "0", None),
        (Question::CostsFor(decimal("900000000.00")), "20", None),
    ];
    for (question, hours, expected) in table {
        assert_eq!(
            found(answer(plan, &event(hours), question, None)).as_deref(),
            expected,
            "{question:?} with {hours} h"
        );
    }
    // Nothing to vary.
    let mut empty = event("20");
    empty.rows.clear();
    assert!(answer(plan, &empty, Question::CostsFor(decimal("1.00")), None).is_none());
}

/// The figures of a budget in which one step of what was varied is taken away or added.
fn at(plan: &Plan, budget: &Budget, varied: &Varied, value: Decimal) -> Option<(Decimal, Decimal)> {
    let mut budget = budget.clone();
    match varied {
        Varied::Hours => budget.set("volunteer_hours", Datum::Number(value)),
        Varied::Row(row) => {
            let row = budget.rows.get_mut("costs")?.get_mut(*row)?;
            row.insert("amount".to_owned(), Entry::Typed(Datum::Number(value)));
        }
    }
    let evaluation = plan.evaluate(&budget);
    Some((evaluation.named("support")?.number()?, evaluation.named("own_cash")?.number()?))
}

#[test]
fn answers_are_the_first_figure_for_which_it_is_true() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let mut random = Random::new(7);
    let step = decimal("0.01");
    let mut answered = 0;
    for number in 0..400 {
        let budget = random_budget(plan, &mut random, Style::Complete);
        let own = plan.evaluate(&budget);
        let figure = |name: &str| own.named(name).and_then(Value::number).unwrap_or_default();
        let wanted = figure("support") + decimal("100.00");
        let cash = figure("own_cash") + decimal("50.00");
        for question in [
            Question::HoursWithoutCash,
            Question::UsefulHours,
            Question::CostsFor(wanted),
            Question::ProjectFor(cash),
        ] {
            let Some(Answer { varied, found: Some((value, with, evaluation)) }) =
                answer(plan, &budget, question, None)
            else {
                continue;
            };
            answered += 1;
            let value = value.value;
            let here = at(plan, &budget, &varied, value);
            // The budget that is given back is the one that the answer is about.
            let given = plan.evaluate(&with);
            let pair = |one: &leader_site::model::evaluate::Evaluation<'_>| {
                Some((one.named("support")?.number()?, one.named("own_cash")?.number()?))
            };
            assert_eq!((pair(&given), pair(&evaluation)), (here, here), "{number}: {question:?}");
            let before = (value >= step).then(|| at(plan, &budget, &varied, value - step)).flatten();
            let after = at(plan, &budget, &varied, value + step);
            match question {
                Question::HoursWithoutCash => {
                    assert!(here.is_some_and(|(_, cash)| cash.is_zero()), "{number}: {here:?}");
                    assert!(before.is_none_or(|(_, cash)| !cash.is_zero()), "{number}: {before:?}");
                }
                Question::UsefulHours => {
                    assert_ne!(before, here, "{number}");
                    // More hours than can be typed are no question.
                    let most = decimal("100000.00").min(value + Decimal::ONE_THOUSAND);
                    assert_eq!(at(plan, &budget, &varied, most), here, "{number}");
                }
                Question::CostsFor(support) => {
                    assert!(here.is_some_and(|(found, _)| found >= support), "{number}: {here:?}");
                    assert!(before.is_none_or(|(found, _)| found < support), "{number}: {before:?}");
                }
                Question::ProjectFor(own) => {
                    assert!(here.is_some_and(|(_, cash)| cash <= own), "{number}: {here:?}");
                    // At the most that an amount can be there is no cent more.
                    assert!(
                        after.is_none_or(|(_, cash)| cash > own || value > decimal("1000000")),
                        "{number}: {after:?}"
                    );
                }
            }
        }
    }
    assert!(answered > 600, "only {answered} questions had an answer");
}

#[test]
fn every_alternative_is_what_its_own_budget_gives() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let mut random = Random::new(11);
    for number in 0..200 {
        let budget = random_budget(plan, &mut random, Style::Complete);
        let all = alternatives(plan, &budget);
        let expected: usize = plan.funding.values().map(|one| one.cost_models.len().max(1)).sum();
        assert_eq!(all.len(), expected);
        assert!(all.iter().filter(|one| one.is_chosen).count() <= 1, "{number}");
        for one in &all {
            assert_eq!(one.budget.rows, budget.rows, "{number}: the rows stay as they are typed");
            if one.is_chosen {
                let own = plan.evaluate(&budget);
                assert_eq!(one.amount("support"), own.named("support").and_then(Value::number), "{number}");
            }
            assert_eq!(one.blocked_by().is_empty(), one.evaluation.fundable() != Some(false), "{number}");
        }
        let told = json(&all);
        let chosen = told.as_array().into_iter().flatten().find(|one| one["chosen"] == true);
        if let Some(chosen) = chosen {
            let differences = chosen["difference"].as_object().expect("a map");
            assert!(differences.values().all(|value| value == "0.00"), "{number}: {chosen}");
        }
    }
}

#[test]
fn what_is_told() {
    let Rules { book, compiled } = rules();
    let locale = Locale::new("fi").expect("Finnish");
    let budget = event("20");
    let mut told = table(&alternatives(&compiled.plan, &budget), &book.texts["fi"], &locale, "fi");
    for question in [
        Question::HoursWithoutCash,
        Question::UsefulHours,
        Question::CostsFor(decimal("6000.00")),
        Question::CostsFor(decimal("900000000.00")),
        Question::ProjectFor(decimal("250.00")),
        Question::ProjectFor(decimal("0.00")),
    ] {
        let answer = answer(&compiled.plan, &budget, question, None);
        for language in ["fi", "sv", "en"] {
            let locale = Locale::new(language).expect("a language");
            told.push_str(&sentence(question, answer.as_ref(), &locale, language));
        }
    }
    insta::assert_snapshot!(told);
}

/// What the page shows of an alternative.
const AMOUNTS: [&str; 7] =
    ["total", "flat_part", "support", "own_share", "own_in_kind", "own_cash", "cash_needed"];

fn amounts(plan: &Plan, evaluation: &leader_site::model::evaluate::Evaluation<'_>) -> Json {
    let of = |name: &str| {
        let scale = plan.scales[plan.names[name]].unwrap_or(0);
        evaluation.named(name).and_then(Value::number).map(|number| fixed(number, scale))
    };
    AMOUNTS
        .iter()
        .map(|name| ((*name).to_owned(), object!(of(name))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn the_page_compares_and_answers_as_the_program_does() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let mut script = Script::new("evaluate.mjs");
    let mut random = Random::new(19);
    let style = |number: usize| if number.is_multiple_of(4) { Style::Broken } else { Style::Complete };
    let budgets: Vec<Budget> = (0..160)
        .map(|number| {
            let mut budget = random_budget(plan, &mut random, style(number));
            let rows = budget.rows.get_mut("costs").into_iter().flatten();
            for (row, part) in rows.zip([" A", "B", "", "A", "C "].into_iter().cycle()) {
                row.insert("part".to_owned(), Entry::Typed(Datum::Text(part.to_owned())));
            }
            budget
        })
        .collect();
    let asked: Vec<Vec<(Question, &str, i64, usize)>> = budgets
        .iter()
        .enumerate()
        .map(|(number, budget)| {
            let last = budget.rows("costs").len().saturating_sub(1);
            let cents = i64::try_from(number).expect("few") * 12_345 + 1;
            let wanted = Decimal::new(cents, 2);
            vec![
                (Question::HoursWithoutCash, "no_cash", 0, last),
                (Question::UsefulHours, "useful_hours", 0, last),
                (Question::CostsFor(wanted), "costs_for", cents, last),
                (Question::ProjectFor(wanted), "project_for", cents, 0),
            ]
        })
        .collect();
    let questions: Vec<Json> = asked
        .iter()
        .map(|asked| {
            asked
                .iter()
                .map(|(_, name, cents, row)| object!({"question": name, "amount": cents.to_string(), "row": row}))
                .collect()
        })
        .collect();
    let told: Vec<Json> = budgets.iter().map(|budget| budget_json(plan, budget)).collect();
    let found = script.ask(&object!({
        "plan": plan.to_json(), "budgets": told, "questions": questions, "amounts": AMOUNTS,
    }));
    let (mut answered, mut divided) = (0, 0);
    for (number, (budget, asked)) in budgets.iter().zip(&asked).enumerate() {
        let expected: Vec<Json> = alternatives(plan, budget)
            .iter()
            .map(|one| {
                object!({
                    "type": one.funding_type, "model": one.cost_model, "chosen": one.is_chosen,
                    "fundable": one.evaluation.fundable(), "blocked": one.blocked_by(),
                    "amounts": amounts(plan, &one.evaluation),
                })
            })
            .collect();
        assert_eq!(found[number]["alternatives"], object!(expected), "{number}: {}", told[number]);
        let parts: Vec<Json> = outcome::parts(&plan.evaluate(budget), budget)
            .iter()
            .map(|part| object!([part.name, fixed(part.costs, 2), fixed(part.support, 2)]))
            .collect();
        divided += usize::from(!parts.is_empty());
        assert_eq!(found[number]["parts"], object!(parts), "{number}: {}", told[number]);
        for (at, (question, .., row)) in asked.iter().enumerate() {
            let of_row = (!budget.rows("costs").is_empty()).then_some(*row);
            let expected = answer(plan, budget, *question, of_row).and_then(|answer| answer.found).map(
                |(value, _, evaluation)| {
                    answered += 1;
                    object!({"value": fixed(value.value, 2), "amounts": amounts(plan, &evaluation)})
                },
            );
            assert_eq!(
                found[number]["answers"][at],
                object!(expected),
                "{number}: {question:?} {}",
                told[number]
            );
        }
    }
    script.end();
    assert!(answered > 250, "only {answered} questions had an answer");
    assert!(divided > 10, "only {divided} budgets had parts");
}

/// A link of other rules is shown with the steps of now and the values of then: that has to be the plan of
/// then.
#[test]
fn the_plan_of_another_day_differs_in_its_values_alone() {
    let old = project::rules();
    let new = project::rules_with("parameters", |text| {
        let changed = text.replace(
            "- {from: 2023-01-01, value: 8 000 €}",
            "- {from: 2023-01-01, until: 2025-12-31, value: 7 000 €}\n    - {from: 2026-01-01, value: 8 000 €}",
        );
        assert_ne!(changed, text);
        changed
    });
    let day = |text: &str| text.parse().expect("a day");
    let mut diags = Diagnostics::new();
    let then = compile::plan(&new.book, day("2025-06-01"), &mut diags).expect("whole rules").plan;
    let now = compile::plan(&new.book, day("2026-06-01"), &mut diags).expect("whole rules").plan;
    assert_eq!((then.since, now.since), (day("2023-01-01"), day("2026-01-01")));
    assert_ne!(then.version(), now.version());
    // A day says nothing of the rules, and a value that was the same before is the same.
    let later = compile::plan(&new.book, day("2026-06-02"), &mut diags).expect("whole rules").plan;
    assert_eq!(now.version(), later.version());
    assert_eq!(now.to_json()["nodes"], old.compiled.plan.to_json()["nodes"]);

    let values: std::collections::BTreeMap<&str, Decimal> = then
        .nodes
        .iter()
        .filter_map(|op| match op {
            Op::Parameter(id, value) => Some((id.as_str(), *value)),
            _ => None,
        })
        .collect();
    let swapped: Vec<Op> = now
        .nodes
        .iter()
        .map(|op| match op {
            Op::Parameter(id, _) => Op::Parameter(id.clone(), values[id.as_str()]),
            other => other.clone(),
        })
        .collect();
    assert_eq!(swapped, then.nodes);
    assert_eq!(now.scales, then.scales);
}
