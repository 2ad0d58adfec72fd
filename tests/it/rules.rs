//! What an editor is told of a mistake in the rules, and what the rules promise for every budget.

use leader_site::compile::sample::{self, Random, Style};
use leader_site::model::budget::{Budget, Datum, Entry, cell};
use leader_site::model::evaluate::{Evaluation, Plain, Standing, Value};
use leader_site::model::plan::Plan;
use rust_decimal::Decimal;

use crate::project::{self, messages_after};

/// A mistake: its name, and what is changed in which file.
type Mistake = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const SMALL_MAX: &str =
    "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 8 000 €}";

const MISTAKES: &[Mistake] = &[
    // 1. The shape of the files.
    (
        "unknown_key",
        &[("funding", "    parts: true\n  small_investment", "    part: true\n  small_investment")],
    ),
    (
        "wrong_kind",
        &[(
            "funding",
            "costs: [salaries, travel, services, rents, other]\n    cost_models",
            "costs: salaries\n    cost_models",
        )],
    ),
    ("tab", &[("parameters", SMALL_MAX, "small_total_max:\n\tsource: joensuu")]),
    ("key_twice", &[("sources", "joensuu_small:\n", "joensuu:\n")]),
    ("missing_key", &[("funding", "    counts: all\n", "")]),
    ("not_true_or_false", &[("funding", "volunteer_work: false", "volunteer_work: no")]),
    (
        "value_without_unit",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 8 000}",
        )],
    ),
    ("rate_as_fraction", &[("parameters", "value: 90 %}", "value: \"0,9\"}")]),
    (
        "ambiguous_amount",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 8.000 €}",
        )],
    ),
    (
        "date_as_spoken",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 1.3.2026, value: 8 000 €}",
        )],
    ),
    // 2. Names.
    ("unknown_name", &[("calculation", "formula: total - support", "formula: total - suport")]),
    (
        "unknown_case",
        &[(
            "calculation",
            "permanence: {when: funding_type = investment,",
            "permanence: {when: funding_type = invesment,",
        )],
    ),
    (
        "unknown_category",
        &[(
            "funding",
            "flat: {rate: flat_40_rate, of: [salaries]}",
            "flat: {rate: flat_40_rate, of: [salary]}",
        )],
    ),
    ("unknown_filter", &[("checklist", "where: counted and purchase", "where: counted and bought")]),
    (
        "unknown_limit",
        &[("calculation", "limited(support, public_ceiling)", "limited(support, public_roof)")],
    ),
    (
        "name_twice",
        &[("calculation", "  land_limit:\n    formula: building", "  travel:\n    formula: building")],
    ),
    // 3. Cycles.
    (
        "cycle",
        &[(
            "calculation",
            "formula: paid_costs + flat_part + in_kind",
            "formula: paid_costs + flat_part + own_in_kind",
        )],
    ),
    // 4. Units.
    (
        "money_plus_hours",
        &[(
            "calculation",
            "formula: paid_costs + flat_part + in_kind",
            "formula: paid_costs + flat_part + volunteer_hours",
        )],
    ),
    ("money_times_money", &[("calculation", "formula: rate * total", "formula: total * total")]),
    (
        "compared_with_another_unit",
        &[("calculation", "must: total <= small_total_max", "must: total <= small_development_rate")],
    ),
    ("condition_that_is_none", &[("calculation", "must: own_share > 0 €", "must: own_share")]),
    (
        "unit_changes_over_time",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, until: 2023-12-31, value: 8 000 €}\n    - {from: 2024-01-01, value: 90 %}",
        )],
    ),
    // 5. Decimals, size, money below zero.
    (
        "finer_than_a_cent",
        &[(
            "calculation",
            "    formula: rate * total\n    round: {to: 0.01 €, mode: half_up, source: assumption}\n",
            "    formula: rate * total\n",
        )],
    ),
    (
        "too_large",
        &[
            (
                "calculation",
                "amount: {kind: money, max: 20 000 000 €}",
                "amount: {kind: money, max: 1 000 000 000 000 €}",
            ),
            (
                "calculation",
                "    formula: rate * total\n",
                "    formula: rate * (land_share_max * (land_share_max * (land_share_max * (land_share_max * (land_share_max * total)))))\n",
            ),
            ("parameters", "value: 10 %}", "value: 10.55 %}"),
        ],
    ),
    (
        "money_below_zero",
        &[(
            "calculation",
            "value: max(0 €, public_support_max - other_public)",
            "value: public_support_max - other_public",
        )],
    ),
    // 6. Division.
    (
        "bare_division",
        &[(
            "calculation",
            "    formula: building * land_share_max\n",
            "    formula: building / land_share_max\n",
        )],
    ),
    (
        "division_without_rounding",
        &[(
            "calculation",
            "    divide_by: 1 - land_share_max\n    round: {to: 0.01 €, mode: down, source: assumption}\n",
            "    divide_by: 1 - land_share_max\n",
        )],
    ),
    (
        "divisor_may_be_zero",
        &[(
            "calculation",
            "    divide_by: 1 - land_share_max\n",
            "    divide_by: support_rate_max - support_rate\n",
        )],
    ),
    // 7. Every case, and every amount, once.
    ("case_missing", &[("calculation", "      investment: support_rate\n", "")]),
    (
        "nobody_takes_the_limit",
        &[("calculation", "must: total <= small_total_max", "must: total < small_total_max")],
    ),
    (
        "both_take_the_limit",
        &[("calculation", "must: total > small_total_max", "must: total >= small_total_max")],
    ),
    // 8. Something can be funded.
    ("never_fundable", &[("parameters", "value: 1 000 €}", "value: 9 000 €}")]),
    // 9. Time.
    (
        "values_overlap",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 8 000 €}\n    - {from: 2027-01-01, value: 9 000 €}",
        )],
    ),
    (
        "values_leave_a_gap",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, until: 2026-11-30, value: 8 000 €}\n    - {from: 2027-01-01, value: 9 000 €}",
        )],
    ),
    (
        "no_value_today",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2027-01-01, value: 8 000 €}",
        )],
    ),
    (
        "ends_before_it_begins",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, until: 2022-01-01, value: 8 000 €}",
        )],
    ),
    (
        "expires_soon",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, until: 2026-12-31, value: 8 000 €}",
        )],
    ),
    // 10. Sources.
    (
        "no_source",
        &[("parameters", SMALL_MAX, "small_total_max:\n  values:\n    - {from: 2023-01-01, value: 8 000 €}")],
    ),
    (
        "unknown_source",
        &[(
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensu\n  values:\n    - {from: 2023-01-01, value: 8 000 €}",
        )],
    ),
    (
        "source_without_date",
        &[(
            "sources",
            "joensuu:\n  url: https://joensuunseudunleader.fi/hanketuki\n  checked: 2026-11-21",
            "joensuu:\n  url: https://joensuunseudunleader.fi/hanketuki",
        )],
    ),
    // 11. Texts.
    ("text_missing", &[("texts/fi", "  small_total_max: Pienhankkeen kokonaiskustannukset enintään\n", "")]),
    (
        "text_nobody_asks_for",
        &[("texts/fi", "  small_total_max: Pienhankkeen", "  small_total_maks: Pienhankkeen")],
    ),
    (
        "text_shows_unknown_value",
        &[(
            "texts/fi",
            "  public_ceiling: Tukea rajaa julkisen tuen enimmäismäärä {public_support_max}",
            "  public_ceiling: Tukea rajaa julkisen tuen enimmäismäärä {public_suport_max}",
        )],
    ),
    (
        "number_in_text",
        &[(
            "texts/fi",
            "    description: Pienimuotoista kehittämistä, kun kokonaiskustannukset ovat enintään {small_total_max}.",
            "    description: Pienimuotoista kehittämistä, kun kokonaiskustannukset ovat enintään 8 000 €.",
        )],
    ),
    // 13. Numbers have names. (12, amounts typed into prose, is about pages.)
    ("number_in_formula", &[("calculation", "formula: rate * total", "formula: 90 % * total")]),
    ("formula_breaks_off", &[("calculation", "formula: rate * total", "formula: rate *")]),
    // Examples and laws.
    (
        "example_differs",
        &[(
            "examples",
            "    total: 7 000 €\n    support: 6 000 €",
            "    total: 7 000 €\n    support: 6 300 €",
        )],
    ),
    (
        "rule_changes_an_example",
        &[(
            "parameters",
            "volunteer_hour:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 20 €/h}",
            "volunteer_hour:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 21 €/h}",
        )],
    ),
    ("law_broken", &[("examples", "  - own_cash >= 0 €", "  - own_cash > 0 €")]),
];

#[test]
fn every_mistake_in_the_rules_is_told() {
    for (name, changes) in MISTAKES {
        insta::assert_snapshot!(*name, messages_after(changes));
    }
}

#[test]
fn all_mistakes_of_a_run_are_told_together() {
    let messages = messages_after(&[
        (
            "parameters",
            SMALL_MAX,
            "small_total_max:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 8 000}",
        ),
        ("funding", "volunteer_work: false", "volunteer_work: no"),
        ("sources", "checked: 2026-11-21\n\njoensuu_small", "checked: eilen\n\njoensuu_small"),
    ]);
    for file in ["parameters.yaml:", "funding.yaml:", "sources.yaml:"] {
        assert!(messages.contains(file), "{file} is missing in\n{messages}");
    }
}

// What any correct calculation of the support keeps to.

fn number(evaluation: &Evaluation<'_>, name: &str) -> Decimal {
    evaluation.named(name).and_then(Value::number).unwrap_or_default()
}

fn support(plan: &Plan, budget: &Budget) -> Option<Decimal> {
    plan.evaluate(budget).named("support").and_then(Value::number)
}

/// Complete budgets, the same in every run.
fn budgets(plan: &Plan, seed: u64) -> impl Iterator<Item = Budget> {
    let mut random = Random::new(seed);
    (0..20_000).map(move |_| sample::budget(plan, &mut random, Style::Complete))
}

fn cents(count: i64) -> Decimal {
    Decimal::new(count, 2)
}

#[test]
fn costs_are_financed_to_the_cent() {
    let rules = project::rules();
    for budget in budgets(&rules.compiled.plan, 1) {
        let evaluation = rules.compiled.plan.evaluate(&budget);
        let value = |name| number(&evaluation, name);
        // Where other public money cannot be given, there is none.
        let other = evaluation.named("other_support").and_then(Value::number).unwrap_or_default();
        let financed = value("support") + other + value("own_in_kind") + value("own_cash");
        assert_eq!(value("total"), financed - value("over_financed"), "{budget:?}");
        // And what is paid: all that was typed.
        let typed: Decimal = budget
            .rows("costs")
            .iter()
            .filter_map(|row| match cell(row, "amount") {
                Entry::Typed(Datum::Number(amount)) => Some(*amount),
                _ => None,
            })
            .sum();
        assert_eq!(value("cash_needed"), typed, "{budget:?}");
        let purse = value("own_cash") + value("uncounted") - value("flat_left");
        assert_eq!(typed, value("support") + other + purse - value("over_financed"), "{budget:?}");
        assert_eq!(value("own_money"), purse.max(Decimal::ZERO), "{budget:?}");
        for name in [
            "support",
            "own_in_kind",
            "own_cash",
            "own_share",
            "flat_part",
            "paid_costs",
            "uncounted",
            "flat_left",
            "own_money",
            "over_financed",
        ] {
            assert!(value(name) >= Decimal::ZERO, "{name}: {budget:?}");
        }
    }
}

#[test]
fn support_stays_below_each_of_its_limits() {
    let rules = project::rules();
    for budget in budgets(&rules.compiled.plan, 2) {
        let evaluation = rules.compiled.plan.evaluate(&budget);
        let value = |name| number(&evaluation, name);
        assert!(value("support") <= value("total") - value("in_kind"), "{budget:?}");
        // Rounding to cents adds less than a cent.
        assert!(value("support") < value("rate") * value("total") + cents(1), "{budget:?}");
        if matches!(
            evaluation.named("funding_type").and_then(Value::case),
            Some("development" | "investment")
        ) {
            assert!(value("support") <= value("public_support_max"), "{budget:?}");
        }
    }
}

#[test]
fn more_volunteer_hours_never_lower_the_support_and_beyond_a_point_never_raise_it() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    for mut budget in budgets(plan, 3).take(4_000) {
        let mut before: Option<(Decimal, bool)> = None;
        for hours in [0, 1, 10, 50, 200, 1_000, 20_000, 100_000] {
            budget.set("volunteer_hours", Datum::Number(Decimal::from(hours)));
            let evaluation = plan.evaluate(&budget);
            let now = number(&evaluation, "support");
            let idle = evaluation.condition("useful_hours") == Some(Standing::Fails);
            if let Some((earlier, was_idle)) = before {
                assert!(now >= earlier, "{budget:?}");
                assert!(!was_idle || now == earlier, "{budget:?}");
            }
            before = Some((now, idle));
        }
    }
}

#[test]
fn one_cent_more_of_a_counted_cost_never_lowers_the_support() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    let mut raised = 0;
    for mut budget in budgets(plan, 4) {
        let before = support(plan, &budget);
        let Some(row) = budget.rows.get_mut("costs").and_then(|rows| rows.first_mut()) else { continue };
        let Entry::Typed(Datum::Number(amount)) = cell(row, "amount") else { continue };
        let more = *amount + cents(1);
        if more > Decimal::from(20_000_000) {
            continue;
        }
        row.insert("amount".to_owned(), Entry::Typed(Datum::Number(more)));
        let after = support(plan, &budget);
        assert!(after >= before, "{before:?} {after:?} {budget:?}");
        raised += usize::from(after > before);
    }
    assert!(raised > 1_000, "the support rose {raised} times only");
}

#[test]
fn a_flat_rate_is_counted_from_its_base_alone() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    for mut budget in budgets(plan, 5).take(5_000) {
        budget.set("funding_type", Datum::Case("development".to_owned()));
        budget.set("cost_model", Datum::Case("flat_19".to_owned()));
        let evaluation = plan.evaluate(&budget);
        let base = number(&evaluation, "salaries") + number(&evaluation, "services");
        let flat = number(&evaluation, "flat_part");
        assert!(flat - base * Decimal::new(19, 2) <= Decimal::new(5, 3), "{budget:?}");
        let before = support(plan, &budget);
        budget.add_row("costs", "travel", Decimal::from(1_000));
        assert_eq!(before, support(plan, &budget), "{budget:?}");
    }
}

#[test]
fn eligible_land_stays_within_its_share_of_the_property() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    let mut random = Random::new(6);
    for _ in 0..20_000 {
        let mut budget = Budget::default();
        budget.set("funding_type", Datum::Case("investment".to_owned()));
        let building = cents(i64::try_from(random.below(30_000_000)).unwrap_or(0));
        budget.add_row("costs", "building", building);
        budget.add_row("costs", "land", cents(i64::try_from(random.below(5_000_000)).unwrap_or(0)));
        let evaluation = plan.evaluate(&budget);
        let land = number(&evaluation, "eligible_land");
        assert!(land * Decimal::TEN <= building + land, "{land} of {building}");
    }
    // The figures that the rule was settled on: 5 555.56 would be more than a tenth.
    let mut budget = Budget::default();
    budget.set("funding_type", Datum::Case("investment".to_owned()));
    budget.add_row("costs", "building", Decimal::from(50_000));
    budget.add_row("costs", "land", Decimal::from(6_000));
    assert_eq!(number(&plan.evaluate(&budget), "eligible_land"), Decimal::new(555_555, 2));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    for budget in budgets(plan, 7).take(5_000) {
        let mut turned = budget.clone();
        if let Some(rows) = turned.rows.get_mut("costs") {
            rows.reverse();
        }
        let (one, other) = (plan.evaluate(&budget), plan.evaluate(&turned));
        for name in plan.names.keys() {
            assert_eq!(one.named(name), other.named(name), "{name}: {budget:?}");
        }
    }
}

#[test]
fn the_parts_of_a_small_project_add_up_to_its_support() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    let mut divided = 0;
    for budget in budgets(plan, 8).take(5_000) {
        let evaluation = plan.evaluate(&budget);
        let parts = leader_site::outcome::parts(&evaluation, &budget);
        if parts.is_empty() {
            continue;
        }
        let sum: Decimal = parts.iter().map(|part| part.support).sum();
        assert_eq!(sum, number(&evaluation, "support"), "{budget:?}");
        assert!(parts.iter().all(|part| part.support >= Decimal::ZERO), "{parts:?}");
        divided += 1;
    }
    assert!(divided > 500, "{divided} budgets were divided");
}

#[test]
fn exactly_the_limit_is_a_small_project_and_a_cent_more_is_not() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    for (funding, total, small, full) in [
        ("small_development", "8000.00", Standing::Holds, Standing::NotApplicable),
        ("small_development", "8000.01", Standing::Fails, Standing::NotApplicable),
        ("development", "8000.00", Standing::NotApplicable, Standing::Fails),
        ("development", "8000.01", Standing::NotApplicable, Standing::Holds),
        ("small_development", "1111.11", Standing::Holds, Standing::NotApplicable),
    ] {
        let mut budget = Budget::default();
        budget.set("funding_type", Datum::Case(funding.to_owned()));
        budget.add_row("costs", "services", total.parse().expect("an amount"));
        let evaluation = plan.evaluate(&budget);
        let found = (evaluation.condition("small_size"), evaluation.condition("full_size"));
        assert_eq!(found, (Some(small), Some(full)), "{funding} {total}");
    }
}

#[test]
fn the_least_grant_is_tested_on_the_rounded_support() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    for (funding, total, standing) in [
        ("small_development", "1111.10", Standing::Fails),
        ("small_development", "1111.11", Standing::Holds),
        ("small_investment", "1333.32", Standing::Fails),
        ("small_investment", "1333.33", Standing::Holds),
    ] {
        let mut budget = Budget::default();
        budget.set("funding_type", Datum::Case(funding.to_owned()));
        budget.add_row("costs", "services", total.parse().expect("an amount"));
        assert_eq!(plan.evaluate(&budget).condition("least_grant"), Some(standing), "{funding} {total}");
    }
}

#[test]
fn the_permanence_duty_ends_years_after_the_last_payment() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    for (paid, until) in [("2027-03-31", "2032-03-31"), ("2028-02-29", "2033-02-28")] {
        let mut budget = Budget::default();
        budget.set("funding_type", Datum::Case("investment".to_owned()));
        budget.set("last_payment", Datum::Date(paid.parse().expect("a day")));
        let evaluation = plan.evaluate(&budget);
        let found =
            evaluation.named("permanence_until").and_then(Value::as_known).map(|known| known.datum.clone());
        assert_eq!(found, Some(Plain::Date(until.parse().expect("a day"))));
    }
}
