//! What else a budget could be: the same rows under each funding type and cost model, and the figures at
//! which something changes, found by halving over the same plan.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Json, json};

use crate::model::budget::{Budget, Datum, Entry};
use crate::model::evaluate::{Evaluation, Standing, Value};
use crate::model::locale::{Locale, in_language};
use crate::model::plan::{Plan, PlanColumn, PlanInputKind};
use crate::model::quantity::{Quantity, Unit, fixed};
use crate::model::rules::Level;
use crate::model::show::{self, Cents};
use crate::model::texts::RuleTexts;
use crate::outcome;

/// The outputs that comparisons look at.
const COMPARED: [&str; 6] = ["total", "flat_part", "support", "own_share", "own_in_kind", "own_cash"];

/// The same rows under one funding type and cost model.
#[derive(Debug)]
pub struct Alternative<'p> {
    pub funding_type: String,
    /// None where the funding type has no choice of cost models.
    pub cost_model: Option<String>,
    /// Whether this is what the budget says itself.
    pub is_chosen: bool,
    pub budget: Budget,
    pub evaluation: Evaluation<'p>,
}

/// The budget under every funding type and cost model of the rules, in the order of their names.
pub fn alternatives<'p>(plan: &'p Plan, budget: &Budget) -> Vec<Alternative<'p>> {
    let chosen = plan.evaluate(budget);
    let case = |name: &str| chosen.named(name).and_then(Value::case).map(str::to_owned);
    let (own_type, own_model) = (case("funding_type"), case("cost_model"));
    let mut all = Vec::new();
    for (funding_type, funding) in &plan.funding {
        let models: Vec<Option<&String>> = match funding.cost_models.as_slice() {
            [] => vec![None],
            models => models.iter().map(Some).collect(),
        };
        for model in models {
            let mut budget = budget.clone();
            budget.set("funding_type", Datum::Case(funding_type.clone()));
            match model {
                Some(model) => budget.set("cost_model", Datum::Case(model.clone())),
                None => drop(budget.fields.remove("cost_model")),
            }
            let is_chosen = own_type.as_ref() == Some(funding_type)
                && model.is_none_or(|model| own_model.as_ref() == Some(model));
            let evaluation = plan.evaluate(&budget);
            all.push(Alternative {
                funding_type: funding_type.clone(),
                cost_model: model.cloned(),
                is_chosen,
                budget,
                evaluation,
            });
        }
    }
    all
}

impl Alternative<'_> {
    /// Conditions that block it.
    pub fn blocked_by(&self) -> Vec<&str> {
        let conditions = self.evaluation.plan.conditions.iter();
        conditions
            .filter(|condition| condition.level == Level::Blocks)
            .filter(|condition| self.evaluation.standing(condition.node) == Standing::Fails)
            .map(|condition| condition.id.as_str())
            .collect()
    }

    pub fn amount(&self, name: &str) -> Option<Decimal> {
        self.evaluation.named(name)?.number()
    }
}

/// The alternatives for programs; `difference` is what each gives beyond the one that is chosen.
pub fn json(alternatives: &[Alternative<'_>]) -> Json {
    let chosen = alternatives.iter().find(|alternative| alternative.is_chosen);
    alternatives
        .iter()
        .map(|one| {
            let outputs: serde_json::Map<String, Json> = COMPARED
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), json!(fixed(one.amount(name)?, 2)))))
                .collect();
            let difference: serde_json::Map<String, Json> = COMPARED
                .iter()
                .filter_map(|name| {
                    let difference = one.amount(name)? - chosen?.amount(name)?;
                    Some(((*name).to_owned(), json!(fixed(difference, 2))))
                })
                .collect();
            json!({
                "funding_type": one.funding_type,
                "cost_model": one.cost_model,
                "chosen": one.is_chosen,
                "fundable": one.evaluation.fundable(),
                "blocked_by": one.blocked_by(),
                "outputs": outputs,
                "difference": difference,
                "not_counted": outcome::not_counted(&one.evaluation, &one.budget).iter().map(|row| json!({
                    "row": row.row + 1, "category": row.category, "reason": row.why.id(),
                })).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// A question that is answered backwards: the figure at which something becomes true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The fewest volunteer hours with which no own money is needed.
    HoursWithoutCash,
    /// The hours beyond which more of them change neither the support nor the own money.
    UsefulHours,
    /// The least cost in a row for which the support is at least this.
    CostsFor(Decimal),
    /// The largest cost in a row that this own money carries, with the hours of the budget.
    ProjectFor(Decimal),
}

/// The answer: a figure, and the budget with it.
#[derive(Debug)]
pub struct Answer<'p> {
    /// `volunteer_hours`, or the row whose amount it is, from 1.
    pub varied: Varied,
    /// None if no figure makes it true.
    pub found: Option<(Quantity, Budget, Evaluation<'p>)>,
}

/// What is varied until the answer is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Varied {
    Hours,
    /// The number of a row, from 0.
    Row(usize),
}

/// The input that holds the volunteer hours.
const HOURS: &str = "volunteer_hours";

/// Answers a question about a budget; the cost that is varied is that of `row`, counted from 0, or of the
/// last one. `None` if the rules have no such input, or no such row to vary.
///
/// It halves on the smallest step that can be typed: a cent, or a hundredth of an hour. That finds the one
/// place where the answer changes, because more hours never lower the support and more costs never lower
/// it either: laws that every build tries.
pub fn answer<'p>(
    plan: &'p Plan,
    budget: &Budget,
    question: Question,
    row: Option<usize>,
) -> Option<Answer<'p>> {
    match question {
        Question::HoursWithoutCash | Question::UsefulHours => {
            let PlanInputKind::Number { scale, max, unit, .. } = &plan.input(HOURS)?.kind else {
                return None;
            };
            let (scale, unit) = (*scale, *unit);
            let with = |steps: i64| {
                let mut budget = budget.clone();
                budget.set(HOURS, Datum::Number(Decimal::new(steps, scale)));
                budget
            };
            let most = steps(*max, scale)?;
            let pair = |steps: i64| {
                let evaluation = plan.evaluate(&with(steps));
                Some((evaluation.named("support")?.number()?, evaluation.named("own_cash")?.number()?))
            };
            let end = pair(most);
            let holds = |steps: i64| match question {
                Question::HoursWithoutCash => pair(steps).is_some_and(|(_, cash)| cash.is_zero()),
                _ => end.is_some() && pair(steps) == end,
            };
            let found = first(0, most, holds).map(|steps| {
                let budget = with(steps);
                let evaluation = plan.evaluate(&budget);
                (Quantity::new(Decimal::new(steps, scale), unit), budget, evaluation)
            });
            Some(Answer { varied: Varied::Hours, found })
        }
        Question::CostsFor(_) | Question::ProjectFor(_) => {
            let (rows, most, scale) = cost_rows(plan)?;
            let last = budget.rows(rows).len().checked_sub(1)?;
            let row = row.unwrap_or(last);
            if row > last {
                return None;
            }
            let with = |steps: i64| {
                let mut budget = budget.clone();
                if let Some(row) = budget.rows.get_mut(rows).and_then(|rows| rows.get_mut(row)) {
                    row.insert("amount".to_owned(), Entry::Typed(Datum::Number(Decimal::new(steps, scale))));
                }
                budget
            };
            let number = |steps: i64, name: &str| plan.evaluate(&with(steps)).named(name)?.number();
            let steps = match question {
                Question::CostsFor(support) => {
                    first(0, most, |steps| number(steps, "support").is_some_and(|found| found >= support))
                }
                Question::ProjectFor(cash) => {
                    // The last one that is carried is right before the first that is not.
                    let too_much = |steps| number(steps, "own_cash").is_none_or(|found| found > cash);
                    match first(0, most, too_much) {
                        Some(first) => first.checked_sub(1).filter(|last| *last >= 0),
                        None => Some(most),
                    }
                }
                Question::HoursWithoutCash | Question::UsefulHours => None,
            };
            let found = steps.map(|steps| {
                let budget = with(steps);
                let evaluation = plan.evaluate(&budget);
                (Quantity::new(Decimal::new(steps, scale), Unit::Eur), budget, evaluation)
            });
            Some(Answer { varied: Varied::Row(row), found })
        }
    }
}

/// The answer for programs, with the whole result that it leads to.
pub fn answer_json(answer: &Answer<'_>) -> Json {
    let varied = match answer.varied {
        Varied::Hours => json!({"input": HOURS}),
        Varied::Row(row) => json!({"row": row + 1}),
    };
    match &answer.found {
        Some((value, budget, evaluation)) => json!({
            "varied": varied,
            "value": value.canonical(),
            "unit": value.unit.id(),
            "result": outcome::json(evaluation, budget),
        }),
        None => json!({"varied": varied, "value": null}),
    }
}

/// The first step from which a test holds, by halving; it must hold from there on.
fn first(low: i64, high: i64, holds: impl Fn(i64) -> bool) -> Option<i64> {
    if holds(low) {
        return Some(low);
    }
    if !holds(high) {
        return None;
    }
    let (mut fails, mut good) = (low, high);
    while good - fails > 1 {
        let middle = fails + (good - fails) / 2;
        if holds(middle) { good = middle } else { fails = middle }
    }
    Some(good)
}

fn steps(value: Decimal, scale: u32) -> Option<i64> {
    (value * Decimal::from(10_u64.checked_pow(scale)?)).trunc().to_i64()
}

/// The list of costs: its name, the most that an amount can be, in steps, and its decimals.
fn cost_rows(plan: &Plan) -> Option<(&str, i64, u32)> {
    plan.inputs.iter().find_map(|input| match &input.kind {
        PlanInputKind::Rows { columns, .. } => columns.iter().find_map(|(id, column)| match column {
            PlanColumn::Number { max, scale, .. } if id == "amount" => {
                Some((input.id.as_str(), steps(*max, *scale)?, *scale))
            }
            _ => None,
        }),
        _ => None,
    })
}

// In words ------------------------------------------------------------------------------------------

/// Words in a language; `{}` is where a figure stands.
struct Words {
    alternatives: &'static str,
    chosen: &'static str,
    answer: &'static str,
    no_cash: &'static str,
    never_no_cash: &'static str,
    useful: &'static str,
    costs: &'static str,
    never_costs: &'static str,
    project: &'static str,
    never_project: &'static str,
    blocked: &'static str,
    nothing_to_vary: &'static str,
}

fn words(language: &str) -> &'static Words {
    in_language(language, [&FINNISH, &SWEDISH, &ENGLISH])
}

const FINNISH: Words = Words {
    alternatives: "Vaihtoehdot samoilla tiedoilla",
    chosen: "valittu",
    answer: "Vastaus",
    no_cash: "Omaa rahaa ei tarvita, kun talkootunteja on vähintään {}.",
    never_no_cash: "Talkootunnit eivät korvaa omaa rahaa kokonaan tässä hankkeessa.",
    useful: "Kun talkootunteja on {}, lisätunnit eivät enää muuta tukea eikä omaa rahaa.",
    costs: "Tuki on vähintään {}, kun rivin {} kustannus on vähintään {}.",
    never_costs: "Tuki ei nouse näin suureksi: {}.",
    project: "Oma raha {} riittää, kun rivin {} kustannus on enintään {}.",
    never_project: "Oma raha {} ei riitä tähän hankkeeseen.",
    blocked: "ei käy",
    nothing_to_vary: "Budjetissa ei ole sitä, mitä kysymys koskee.",
};

const SWEDISH: Words = Words {
    alternatives: "Alternativ med samma uppgifter",
    chosen: "valt",
    answer: "Svar",
    no_cash: "Inga egna pengar behövs när talkotimmarna är minst {}.",
    never_no_cash: "Talkotimmarna ersätter inte de egna pengarna helt i det här projektet.",
    useful: "När talkotimmarna är {} ändrar fler timmar varken stödet eller de egna pengarna.",
    costs: "Stödet är minst {} när kostnaden på rad {} är minst {}.",
    never_costs: "Stödet blir inte så stort: {}.",
    project: "De egna pengarna {} räcker när kostnaden på rad {} är högst {}.",
    never_project: "De egna pengarna {} räcker inte till det här projektet.",
    blocked: "går inte",
    nothing_to_vary: "Budgeten har inte det som frågan gäller.",
};

const ENGLISH: Words = Words {
    alternatives: "Alternatives with the same figures",
    chosen: "chosen",
    answer: "Answer",
    no_cash: "No own money is needed from {} of voluntary work on.",
    never_no_cash: "Voluntary work cannot take the place of all own money in this project.",
    useful: "From {} of voluntary work on, more hours change neither the support nor the own money.",
    costs: "The support is at least {} when the cost in row {} is at least {}.",
    never_costs: "The support does not become as large as {}.",
    project: "Own money of {} is enough while the cost in row {} is at most {}.",
    never_project: "Own money of {} is not enough for this project.",
    blocked: "not possible",
    nothing_to_vary: "The budget does not have what the question is about.",
};

fn filled(sentence: &str, figures: &[String]) -> String {
    let mut figures = figures.iter();
    let pieces: Vec<&str> = sentence.split("{}").collect();
    let mut text = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        text.push_str(piece);
        if index + 1 < pieces.len() {
            text.push_str(figures.next().map_or("", String::as_str));
        }
    }
    text
}

/// The alternatives as a table.
pub fn table(alternatives: &[Alternative<'_>], texts: &RuleTexts, locale: &Locale, language: &str) -> String {
    let words = words(language);
    let amount = |value: Decimal| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::Always);
    let mut page = outcome::Page::default();
    page.heading(words.alternatives);
    for one in alternatives {
        let text = |key: &str| show::text(locale, texts, texts.get(key), &one.evaluation);
        let mut label = text(&format!("funding_type.{}.name", one.funding_type));
        if let Some(model) = &one.cost_model {
            label = format!("{label}, {}", text(&format!("cost_model.{model}.name")));
        }
        let support = one.amount("support").map_or_else(|| "–".to_owned(), amount);
        let mut details = Vec::new();
        if one.is_chosen {
            details.push(words.chosen.to_owned());
        }
        let blocked = one.blocked_by();
        if let Some(first) = blocked.first() {
            details.push(format!("{}: {}", words.blocked, text(&format!("condition.{first}.title"))));
        } else if let Some(cash) = one.amount("own_cash") {
            details.push(format!("{} {}", text("rule.own_cash.name"), amount(cash)));
        }
        page.pair(&label, &support, &details.join(", "));
    }
    page.into_text()
}

/// The answer as a sentence.
pub fn sentence(question: Question, answer: Option<&Answer<'_>>, locale: &Locale, language: &str) -> String {
    let words = words(language);
    let eur = |value: Decimal| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::WhereNeeded);
    let mut page = outcome::Page::default();
    page.heading(words.answer);
    let Some(answer) = answer else {
        page.line(words.nothing_to_vary);
        return page.into_text();
    };
    let found = answer.found.as_ref().map(|(value, ..)| show::quantity(locale, *value, Cents::WhereNeeded));
    let row = match answer.varied {
        Varied::Row(row) => (row + 1).to_string(),
        Varied::Hours => String::new(),
    };
    page.line(&match (question, found) {
        (Question::HoursWithoutCash, Some(found)) => filled(words.no_cash, &[found]),
        (Question::HoursWithoutCash, None) => words.never_no_cash.to_owned(),
        (Question::UsefulHours, Some(found)) => filled(words.useful, &[found]),
        (Question::UsefulHours, None) => words.nothing_to_vary.to_owned(),
        (Question::CostsFor(support), Some(found)) => filled(words.costs, &[eur(support), row, found]),
        (Question::CostsFor(support), None) => filled(words.never_costs, &[eur(support)]),
        (Question::ProjectFor(cash), Some(found)) => filled(words.project, &[eur(cash), row, found]),
        (Question::ProjectFor(cash), None) => filled(words.never_project, &[eur(cash)]),
    });
    if let Some((_, _, evaluation)) = &answer.found
        && evaluation.fundable() == Some(false)
    {
        page.line(outcome::words(language).no);
    }
    page.into_text()
}
