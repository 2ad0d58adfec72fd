//! The rules as a whole: thresholds that leave nothing out and nothing twice, and projects that can be
//! funded at all.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::diag::{Diagnostics, Reported, say};
use crate::model::budget::{Budget, Datum};
use crate::model::evaluate::Standing;
use crate::model::formula::ExprKind;
use crate::model::plan::{Plan, PlanColumn, PlanInputKind};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::{Condition, FundingType, Level, RuleBook};

/// The projects of one funding type that its conditions allow, with paid costs alone and the largest
/// rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feasible {
    /// The least total cost, to the cent. `None`: any.
    pub total_min: Option<Decimal>,
    pub total_max: Option<Decimal>,
    pub support_min: Option<Decimal>,
    /// The largest support of any project.
    pub support_max: Decimal,
    /// The applicant tells the rate, so that the support is the most possible.
    pub rate_is_asked: bool,
}

/// By funding type.
pub type Ranges = BTreeMap<String, Feasible>;

pub(super) fn check(rules: &RuleBook, plan: &Plan, diags: &mut Diagnostics) -> Result<Ranges, Reported> {
    let mut ranges = Ranges::new();
    let mut wrong = thresholds(rules, plan, diags);
    for funding in &rules.funding_types {
        match feasible(rules, plan, funding, diags) {
            Ok(Some(range)) => {
                ranges.insert(funding.id.value.clone(), range);
            }
            Ok(None) => {}
            Err(reported) => wrong = Err(reported),
        }
    }
    wrong.map(|()| ranges)
}

/// A project of one paid cost, with the largest rate where one is asked.
pub(crate) fn simple_project(rules: &RuleBook, plan: &Plan, funding: &str, total: Decimal) -> Option<Budget> {
    let (rows, _) = rules.cost_rows()?;
    let kind = rules.funding_type(funding)?;
    // Limits on single categories, such as that on land, are not what is looked at here.
    let limited: Vec<&str> = plan.names.keys().map(String::as_str).filter(|name| *name == "land").collect();
    let category = kind.costs.iter().find(|cost| !limited.contains(&cost.value.as_str()))?;
    let mut budget = Budget::default();
    budget.set("funding_type", Datum::Case(funding.to_owned()));
    for input in &plan.inputs {
        if let PlanInputKind::Number { unit: Unit::Ratio, max, .. } = &input.kind {
            budget.set(&input.id, Datum::Number(*max));
        }
    }
    budget.add_row(rows, &category.value, total);
    Some(budget)
}

const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Conditions that send a project to one another: at the limit exactly one of them holds.
fn thresholds(rules: &RuleBook, plan: &Plan, diags: &mut Diagnostics) -> Result<(), Reported> {
    let mut result = Ok(());
    let blocking: Vec<&Condition> =
        rules.conditions.iter().filter(|condition| condition.level == Level::Blocks).collect();
    for (index, condition) in blocking.iter().enumerate() {
        let Some(limit) = limit_of(plan, condition) else { continue };
        for (from, to) in &condition.suggest {
            let back = blocking.iter().enumerate().find(|(_, other)| {
                other.suggest.iter().any(|(start, end)| start.value == to.value && end.value == from.value)
            });
            let Some((other_index, other)) = back else { continue };
            // Each pair once.
            if other_index <= index {
                continue;
            }
            for total in [limit - CENT, limit, limit + CENT] {
                let holds = |funding: &str, id: &str| {
                    let budget = simple_project(rules, plan, funding, total)?;
                    plan.evaluate(&budget).condition(id).map(|standing| standing == Standing::Holds)
                };
                let pair = (holds(&from.value, &condition.id.value), holds(&to.value, &other.id.value));
                let value = Quantity::new(total, Unit::Eur).to_string();
                let (place, related) = (&condition.must.place, &other.must.place);
                match pair {
                    (Some(false), Some(false)) => result = Err(diags.threshold_gap(place, related, &value)),
                    (Some(true), Some(true)) => result = Err(diags.threshold_overlap(place, related, &value)),
                    _ => {}
                }
            }
        }
    }
    result
}

/// The value that a condition compares with, if it is known without a budget.
fn limit_of(plan: &Plan, condition: &Condition) -> Option<Decimal> {
    let ExprKind::Compare(_, left, right) = &condition.must.expr.kind else { return None };
    let empty = Budget::default();
    let evaluation = plan.evaluate(&empty);
    [right, left].into_iter().find_map(|side| match &side.kind {
        ExprKind::Name(name) => evaluation.named(name)?.number(),
        _ => None,
    })
}

fn feasible(
    rules: &RuleBook,
    plan: &Plan,
    funding: &FundingType,
    diags: &mut Diagnostics,
) -> Result<Option<Feasible>, Reported> {
    let id = &funding.id.value;
    let Some(most) = most_amount(rules, plan) else { return Ok(None) };
    if simple_project(rules, plan, id, most).is_none() {
        return Ok(None);
    }
    let (mut least_total, mut most_total) = (CENT, most);
    let mut reasons = Vec::new();
    let mut never = false;
    for condition in plan.conditions.iter().filter(|condition| condition.level == Level::Blocks) {
        let holds = |total: Decimal| {
            simple_project(rules, plan, id, total).is_some_and(|budget| {
                plan.evaluate(&budget).condition(&condition.id) != Some(Standing::Fails)
            })
        };
        let name = &condition.id;
        match (holds(CENT), holds(most)) {
            (true, true) => {}
            (false, false) => {
                never = true;
                reasons
                    .push(say!("`{name}` fails for every total", "`{name}` ei täyty millään kustannuksilla"));
            }
            (true, false) => {
                let last = last_same(CENT, most, holds);
                most_total = most_total.min(last);
                reasons.push(say!(
                    "`{name}` holds up to {last} €",
                    "`{name}` täyttyy, kun kustannukset ovat enintään {last} €"
                ));
            }
            (false, true) => {
                let first = last_same(CENT, most, |total| !holds(total)) + CENT;
                least_total = least_total.max(first);
                reasons.push(say!(
                    "`{name}` holds from {first} €",
                    "`{name}` täyttyy, kun kustannukset ovat vähintään {first} €"
                ));
            }
        }
    }
    if never || least_total > most_total {
        let joined =
            reasons.into_iter().reduce(|all, reason| say!("{all}; {reason}", "{all}; {reason}"; all, reason));
        return Err(diags.never_fundable(&funding.id, joined.unwrap_or_default()));
    }
    let support = |total: Decimal| {
        let budget = simple_project(rules, plan, id, total)?;
        plan.evaluate(&budget).named("support")?.number()
    };
    let asked = plan.inputs.iter().any(|input| {
        let rate = matches!(input.kind, PlanInputKind::Number { unit: Unit::Ratio, .. });
        rate && plan.asks.get(&input.id).is_none_or(|&node| {
            let budget = simple_project(rules, plan, id, least_total).unwrap_or_default();
            plan.evaluate(&budget).values[node].bool() == Some(true)
        })
    });
    Ok(Some(Feasible {
        total_min: (least_total > CENT).then_some(least_total),
        total_max: (most_total < most).then_some(most_total),
        support_min: support(least_total).filter(|_| !asked && least_total > CENT),
        support_max: support(most_total).unwrap_or_default(),
        rate_is_asked: asked,
    }))
}

/// The largest amount of one row.
fn most_amount(rules: &RuleBook, plan: &Plan) -> Option<Decimal> {
    let (rows, _) = rules.cost_rows()?;
    match &plan.input(rows)?.kind {
        PlanInputKind::Rows { columns, .. } => columns.iter().find_map(|(id, column)| match column {
            PlanColumn::Number { max, .. } if id == "amount" => Some(*max),
            _ => None,
        }),
        _ => None,
    }
}

/// The last cent for which a test gives the same as for the first, by halving.
fn last_same(first: Decimal, last: Decimal, holds: impl Fn(Decimal) -> bool) -> Decimal {
    let cents =
        |value: Decimal| i64::try_from((value * Decimal::ONE_HUNDRED).trunc().mantissa()).unwrap_or(i64::MAX);
    let (mut low, mut high) = (cents(first), cents(last));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(Decimal::new(middle, 2)) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Decimal::new(low, 2)
}
