//! Comparing funding types and cost models, and answering questions backwards, exact to the cent.

use leader_site::alternatives::{Answer, Question, Varied, alternatives, answer, json, sentence, table};
use leader_site::compile::sample::{Random, Style, budget as random_budget};
use leader_site::model::budget::{Budget, Datum, Entry};
use leader_site::model::evaluate::Value;
use leader_site::model::locale::Locale;
use leader_site::model::plan::Plan;
use rust_decimal::Decimal;

use crate::project::{Rules, rules};

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
            found(answer(plan, &event(hours), question)).as_deref(),
            expected,
            "{question:?} with {hours} h"
        );
    }
    // Nothing to vary.
    let mut empty = event("20");
    empty.rows.clear();
    assert!(answer(plan, &empty, Question::CostsFor(decimal("1.00"))).is_none());
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
                answer(plan, &budget, question)
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
        let answer = answer(&compiled.plan, &budget, question);
        for language in ["fi", "sv", "en"] {
            let locale = Locale::new(language).expect("a language");
            told.push_str(&sentence(question, answer.as_ref(), &locale, language));
        }
    }
    insta::assert_snapshot!(told);
}
