//! Comparing funding types and cost models, and answering questions backwards, exact to the cent.

use leader_site::alternatives::{
    Answer, Change, Question, Varied, alternatives, answer, json, sentence, table, ways, ways_words,
};
use leader_site::compile::sample::{Random, Style, budget as random_budget};
use leader_site::finder::{Answers, Finder, Verdict};
use leader_site::model::budget::{Budget, Datum, Entry};
use leader_site::model::evaluate::{Evaluation, Standing, Value};
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

/// What was asked for, or what comes nearest to it, in brackets; behind it the condition that ends the search.
fn found(answer: Option<Answer<'_>>) -> Option<String> {
    let answer = answer?;
    let value = answer.found?.0.value.normalize();
    let told = if answer.met { value.to_string() } else { format!("({value})") };
    Some(format!("{told} {}", answer.end.unwrap_or_default()).trim_end().to_owned())
}

fn heat_pump(hours: &str) -> Budget {
    let mut budget = Budget::default();
    budget.set("funding_type", Datum::Case("small_investment".to_owned()));
    budget.set("volunteer_hours", Datum::Number(decimal(hours)));
    budget.add_row("costs", "equipment", decimal("6400.00"));
    budget
}

/// Worked out by hand. Of 6 000 € paid, 90 % of (6 000 € + hours × 20 €) covers all from 33.34 h on: 34 whole hours.
/// Of a heat pump, 75 % of (6 400 € + hours × 20 €) would do so at 106.67 h, but more than 80 h are no small project.
#[test]
fn questions_answered_by_hand() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let (event, pump) = (event as fn(&str) -> Budget, heat_pump as fn(&str) -> Budget);
    let table: [(Question, fn(&str) -> Budget, &str, Option<&str>); 13] = [
        (Question::HoursWithoutCash, event, "20", Some("34")),
        (Question::HoursWithoutCash, event, "0", Some("34")),
        (Question::UsefulHours, event, "20", Some("34")),
        // 90 % of (4 200 € + 400 € + 2 066.67 €) is 6 000 €.
        (Question::CostsFor(decimal("6000.00")), event, "20", Some("2067")),
        (Question::CostsFor(decimal("0.00")), event, "20", Some("0")),
        // 10 % of (4 200 € + 400 € + 1 900.05 €) less 400 € is 250 €.
        (Question::ProjectFor(decimal("250.00")), event, "20", Some("1900")),
        // Without the row 420 € would still be needed.
        (Question::ProjectFor(decimal("0.00")), event, "0", Some("(0)")),
        // 8 000 € - 4 200 € - 400 €: a larger project is no small one.
        (Question::CostsFor(decimal("900000000.00")), event, "20", Some("(3400) small_size")),
        (Question::ProjectFor(decimal("1000000.00")), event, "20", Some("3400 small_size")),
        (Question::HoursWithoutCash, pump, "30", Some("(80) small_size")),
        (Question::UsefulHours, pump, "30", Some("80 small_size")),
        // 1 000 € is the least that is granted, and never more than the money that is paid.
        (Question::CostsFor(decimal("1.00")), pump, "30", Some("1000")),
        // 8 000 € - 600 €.
        (Question::CostsFor(decimal("9000.00")), pump, "30", Some("(7400) small_size")),
    ];
    for (question, budget, hours, expected) in table {
        assert_eq!(
            found(answer(plan, &budget(hours), question, None)).as_deref(),
            expected,
            "{question:?} with {hours} h"
        );
    }
    let nearest = answer(plan, &heat_pump("30"), Question::HoursWithoutCash, None).expect("hours");
    let (_, _, evaluation) = nearest.found.expect("80 h");
    assert_eq!(figures(&evaluation), Some((decimal("6000.00"), decimal("400.00"))));
    // Nothing to vary.
    let mut empty = event("20");
    empty.rows.clear();
    assert!(answer(plan, &empty, Question::CostsFor(decimal("1.00")), None).is_none());
    // No figure makes a company an association, and without a rate nothing is known.
    let mut company = event("20");
    company.set("applicant", Datum::Case("company".to_owned()));
    let refused = answer(plan, &company, Question::HoursWithoutCash, None).expect("hours");
    assert!(refused.found.is_none() && !refused.open);
    let mut unrated = event("20");
    unrated.set("funding_type", Datum::Case("development".to_owned()));
    let waiting = answer(plan, &unrated, Question::HoursWithoutCash, None).expect("hours");
    assert!(waiting.found.is_none() && waiting.open);
}

/// Support and own money.
fn figures(evaluation: &Evaluation<'_>) -> Option<(Decimal, Decimal)> {
    let number = |name: &str| evaluation.named(name).and_then(Value::number);
    Some((number("support")?, number(if number("own_money").is_some() { "own_money" } else { "own_cash" })?))
}

/// Budgets as people make them: of any kind, mostly of a size that can be funded, some with answers of the page
/// that tells which funding fits.
fn ordinary(plan: &Plan, random: &mut Random) -> Budget {
    let mut budget = random_budget(plan, random, Style::Complete);
    if random.below(4) > 0 {
        for input in plan.inputs.iter().filter(|input| input.optional) {
            budget.fields.remove(&input.id);
        }
    }
    let whole = random.below(2) == 0;
    for row in budget.rows.get_mut("costs").into_iter().flatten() {
        let most = [900, 3_000, 9_000, 60_000, 400_000][usize::try_from(random.below(5)).expect("few")];
        let cents = i64::try_from(random.below(most * 100)).expect("few");
        let cents = if whole { cents / 5_000 * 5_000 } else { cents };
        row.insert("amount".to_owned(), Entry::Typed(Datum::Number(Decimal::new(cents, 2))));
    }
    for (hours, most) in [("volunteer_hours", 300), ("machine_hours", 40)] {
        let quarters = i64::try_from(random.below(most * 4)).expect("few");
        let quarters = if random.below(3) == 0 { 0 } else { quarters };
        budget.set(hours, Datum::Number(Decimal::new(quarters * 25, 2)));
    }
    let other = i64::try_from(random.below(20_000)).expect("few");
    budget.set("other_public", Datum::Number(Decimal::from(if random.below(3) == 0 { other } else { 0 })));
    budget
}

/// The result of a budget in which what was varied has another value.
fn at<'p>(plan: &'p Plan, budget: &Budget, varied: &Varied, value: Decimal) -> Evaluation<'p> {
    let mut budget = budget.clone();
    match varied {
        Varied::Hours => budget.set("volunteer_hours", Datum::Number(value)),
        Varied::Row(row) => {
            let row = budget.rows.get_mut("costs").and_then(|rows| rows.get_mut(*row)).expect("a row");
            row.insert("amount".to_owned(), Entry::Typed(Datum::Number(value)));
        }
    }
    plan.evaluate(&budget)
}

/// No answer leads to what cannot be funded; it is in whole hours or euros; and no other figure that can be
/// funded is a better answer, as far as thirty others and the next ones can tell.
#[test]
fn answers_are_the_best_that_can_be_funded() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let mut random = Random::new(7);
    let (mut met, mut nearest, mut ended) = (0, 0, 0);
    for number in 0..600 {
        let budget = ordinary(plan, &mut random);
        let (support, own) = figures(&plan.evaluate(&budget)).unwrap_or_default();
        for question in [
            Question::HoursWithoutCash,
            Question::UsefulHours,
            Question::CostsFor(support + decimal("100.00")),
            Question::ProjectFor(own / Decimal::TWO),
        ] {
            let Some(answer) = answer(plan, &budget, question, None) else { continue };
            let most = if answer.varied == Varied::Hours { 100_000 } else { 20_000_000 };
            let mut others: Vec<Decimal> = (0..30)
                .map(|at| {
                    let near = [200, 9_000, most][at % 3];
                    Decimal::from(random.below(near.min(most) + 1))
                })
                .collect();
            let Some((value, with, evaluation)) = &answer.found else {
                for value in others {
                    let other = at(plan, &budget, &answer.varied, value);
                    let is_answer = other.fundable() == Some(true) && figures(&other).is_some();
                    assert!(!is_answer, "{number}: {question:?} could be {value}");
                }
                continue;
            };
            let value = value.value;
            assert!(value.fract().is_zero(), "{number}: {question:?} {value}");
            assert_ne!(evaluation.fundable(), Some(false), "{number}: {question:?} {value}");
            // The budget that is given back is the one that the answer is about.
            let here = figures(evaluation).expect("known figures");
            for same in [plan.evaluate(with), at(plan, &budget, &answer.varied, value)] {
                assert_eq!(figures(&same), Some(here), "{number}: {question:?}");
            }
            met += usize::from(answer.met);
            nearest += usize::from(!answer.met);
            if let Some(end) = answer.end {
                ended += 1;
                let beyond = at(plan, &budget, &answer.varied, value + Decimal::ONE);
                assert_eq!(beyond.condition(end), Some(Standing::Fails), "{number}: {question:?}");
            }
            others.extend([value - Decimal::ONE, value + Decimal::ONE]);
            for other in others.into_iter().filter(|other| !other.is_sign_negative()) {
                let there = at(plan, &budget, &answer.varied, other);
                if there.fundable() == Some(false) || other > Decimal::from(most) {
                    continue;
                }
                let (support, own) = figures(&there).expect("known figures");
                let is_better = match question {
                    Question::HoursWithoutCash => (own, other) < (here.1, value),
                    Question::UsefulHours => {
                        (other > value && (support, own) != here) || (other < value && (support, own) == here)
                    }
                    Question::CostsFor(wanted) if answer.met => support >= wanted && other < value,
                    Question::CostsFor(_) => support > here.0,
                    Question::ProjectFor(wanted) if answer.met => own <= wanted && other > value,
                    Question::ProjectFor(_) => own < here.1,
                };
                assert!(
                    !is_better,
                    "{number}: {question:?} is {value} with {here:?}, {other} with {support} and {own}"
                );
            }
        }
    }
    assert!(met > 300 && nearest > 100 && ended > 50, "{met} {nearest} {ended}");
}

/// The ways out of budgets that are blocked, worked out by hand.
#[test]
fn ways_out_by_hand() {
    let Rules { compiled, book } = rules();
    let plan = &compiled.plan;
    let told = |budget: &Budget| -> Vec<String> {
        let ways = ways(plan, budget);
        let told = ways.iter().map(|way| {
            let (support, own) = figures(&way.evaluation).expect("known figures");
            let change = match &way.change {
                Change::Hours(hours) => format!("{} h", hours.value.normalize()),
                Change::Row(row, amount) => format!("row {}: {}", row + 1, amount.value.normalize()),
                Change::Type(id, _) => id.clone(),
            };
            format!("{change}: {support} and {own}")
        });
        told.collect()
    };
    let mut festival = Budget::default();
    festival.set("funding_type", Datum::Case("small_development".to_owned()));
    festival.set("volunteer_hours", Datum::Number(decimal("80")));
    for (category, amount) in [("services", "4200.00"), ("rents", "1500.00"), ("other", "900.00")] {
        festival.add_row("costs", category, decimal(amount));
    }
    assert_eq!(told(&festival), ["70 h: 6600.00 and 0.00", "row 1: 4000: 6400.00 and 0.00"]);
    let locale = Locale::new("fi").expect("Finnish");
    insta::assert_snapshot!(ways_words(&ways(plan, &festival), &book.texts["fi"], &locale, "fi"));
    // With a rate the full type is a way out as well: 80 % of 8 200 € is 6 560 €, and 40 € of money are left.
    festival.set("support_rate", Datum::Number(decimal("0.80")));
    assert_eq!(told(&festival)[2..], ["development: 6560.00 and 40.00"]);
    // Too small for a full project: 75 % of 7 000 € as a small one.
    let mut small = heat_pump("30");
    small.set("funding_type", Datum::Case("investment".to_owned()));
    assert_eq!(told(&small), ["small_investment: 5250.00 and 1150.00"]);
    // Nothing that could be calculated helps a company, and what is not blocked needs no way out.
    let mut company = festival.clone();
    company.set("applicant", Datum::Case("company".to_owned()));
    assert_eq!(told(&company), Vec::<String>::new());
    assert_eq!(told(&event("20")), Vec::<String>::new());
    // Who buys equipment and chose development is shown the investment.
    let mut wrong = heat_pump("30");
    wrong.set("funding_type", Datum::Case("small_development".to_owned()));
    wrong.set("purpose", Datum::Case("equipment".to_owned()));
    assert_eq!(told(&wrong), ["small_investment: 5250.00 and 1150.00"]);
}

/// Every way out can be funded, and is the one change that it says.
#[test]
fn every_way_out_can_be_funded() {
    let Rules { compiled, .. } = rules();
    let plan = &compiled.plan;
    let mut random = Random::new(23);
    let (mut blocked, mut helped) = (0, 0);
    for number in 0..2_000 {
        let budget = ordinary(plan, &mut random);
        let found = ways(plan, &budget);
        if plan.evaluate(&budget).fundable() != Some(false) {
            assert!(found.is_empty(), "{number}");
            continue;
        }
        blocked += 1;
        helped += usize::from(!found.is_empty());
        for way in found {
            assert_eq!(plan.evaluate(&way.budget).fundable(), Some(true), "{number}: {:?}", way.change);
            let mut back = way.budget.clone();
            match way.change {
                Change::Hours(_) => back.fields = budget.fields.clone(),
                Change::Row(..) => back.rows = budget.rows.clone(),
                Change::Type(..) => {
                    for id in ["funding_type", "cost_model"] {
                        match budget.fields.get(id) {
                            Some(entry) => back.fields.insert(id.to_owned(), entry.clone()),
                            None => back.fields.remove(id),
                        };
                    }
                }
            }
            assert_eq!(back, budget, "{number}");
        }
    }
    assert!(blocked > 500 && helped > 100, "{helped} of {blocked}");
}

/// A comparison offers nothing that the page of funding types would refuse for the same facts, and no other kind
/// of project than the one that was chosen.
#[test]
fn alternatives_know_what_the_finder_knows() {
    let Rules { compiled, book } = rules();
    let plan = &compiled.plan;
    let finder = Finder::new(&book, plan);
    let nature = |id: &str| id.trim_start_matches("small_").to_owned();
    // The heat pump.
    let offered: Vec<String> = alternatives(plan, &heat_pump("30"))
        .iter()
        .filter(|one| one.evaluation.fundable() != Some(false))
        .map(|one| one.funding_type.clone())
        .collect();
    assert_eq!(offered, ["small_investment"]);
    let mut random = Random::new(31);
    for number in 0..300 {
        let mut budget = ordinary(plan, &mut random);
        if number % 2 == 0 {
            budget = random_budget(plan, &mut random, Style::Complete);
        }
        let chosen =
            plan.evaluate(&budget).named("funding_type").and_then(Value::case).expect("a type").to_owned();
        let told: Budget = Budget {
            fields: budget
                .fields
                .iter()
                .filter(|(id, _)| plan.input(id).is_some_and(|one| one.optional))
                .map(|(id, entry)| (id.clone(), entry.clone()))
                .collect(),
            ..Budget::default()
        };
        let fits = finder.fits(&Answers { told, size: None });
        for one in alternatives(plan, &budget) {
            if one.evaluation.fundable() == Some(false) {
                continue;
            }
            let fit = fits.iter().find(|fit| fit.funding == one.funding_type).expect("of all types");
            assert_ne!(fit.verdict, Verdict::No, "{number}: {}", one.funding_type);
            if *budget.field("purpose") == Entry::Blank {
                assert_eq!(nature(&one.funding_type), nature(&chosen), "{number}");
            }
        }
    }
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

fn amounts(plan: &Plan, evaluation: &Evaluation<'_>) -> Json {
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
            let mut budget = match number % 4 {
                0 => random_budget(plan, &mut random, style(number)),
                _ => ordinary(plan, &mut random),
            };
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
    let (mut answered, mut divided, mut helped) = (0, 0, 0);
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
        let out: Vec<Json> = ways(plan, budget)
            .iter()
            .map(|way| {
                let change = match &way.change {
                    Change::Hours(value) => object!({"value": fixed(value.value, 2)}),
                    Change::Row(row, value) => object!({"row": row, "value": fixed(value.value, 2)}),
                    Change::Type(id, model) => object!({"type": id, "model": model}),
                };
                object!([change, amounts(plan, &way.evaluation)])
            })
            .collect();
        helped += usize::from(!out.is_empty());
        assert_eq!(found[number]["ways"], object!(out), "{number}: {}", told[number]);
        for (at, (question, .., row)) in asked.iter().enumerate() {
            let of_row = (!budget.rows("costs").is_empty()).then_some(*row);
            let expected = answer(plan, budget, *question, of_row).map(|answer| match answer.found {
                Some((value, _, evaluation)) => {
                    answered += 1;
                    object!({
                        "value": fixed(value.value, 2), "amounts": amounts(plan, &evaluation),
                        "met": answer.met, "end": answer.end,
                    })
                }
                None => object!({"open": answer.open}),
            });
            let expected = expected.unwrap_or_else(|| object!({"open": false}));
            assert_eq!(found[number]["answers"][at], expected, "{number}: {question:?} {}", told[number]);
        }
    }
    script.end();
    assert!(answered > 150, "only {answered} questions had an answer");
    assert!(divided > 10, "only {divided} budgets had parts");
    assert!(helped > 10, "only {helped} budgets had a way out");
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
