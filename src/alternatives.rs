//! What else a budget could be: the same rows under each funding type and cost model, and the figures at
//! which something changes, found by halving over the same plan.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value as Json, json};

use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::evaluate::{Evaluation, Standing, Value};
use crate::model::locale::{Locale, in_language};
use crate::model::plan::{Plan, PlanColumn, PlanCondition, PlanInputKind};
use crate::model::quantity::{Quantity, Unit, fixed};
use crate::model::rules::Level;
use crate::model::show::{self, Cents};
use crate::model::texts::RuleTexts;
use crate::outcome::{self, WhyNot};

/// The outputs that comparisons look at.
const COMPARED: [&str; 10] = [
    "total",
    "flat_part",
    "support",
    "other_support",
    "own_share",
    "own_in_kind",
    "own_cash",
    "uncounted",
    "own_money",
    "cash_needed",
];

/// The same rows under one funding type and cost model.
#[derive(Debug)]
pub struct Alternative<'p> {
    pub funding_type: String,
    /// None where the funding type has no choice of cost models.
    pub cost_model: Option<String>,
    /// Whether this is what the budget says itself.
    pub is_chosen: bool,
    pub budget: Budget,
    /// With what the chosen type means of the project.
    pub evaluation: Evaluation<'p>,
}

/// The budget under every funding type and cost model of the rules, in the order of their names. What the chosen
/// type means of the project holds for the others, too: who builds is not offered what is for developing.
pub fn alternatives<'p>(plan: &'p Plan, budget: &Budget) -> Vec<Alternative<'p>> {
    let chosen = plan.evaluate(budget);
    let case = |name: &str| chosen.named(name).and_then(Value::case).map(str::to_owned);
    let (own_type, own_model) = (case("funding_type"), case("cost_model"));
    // What was chosen says what the project is: that is no matter of what pays best.
    let means = own_type.as_ref().and_then(|own| plan.funding.get(own)).map(|own| &own.means);
    let means: Vec<(&String, &String)> =
        means.into_iter().flatten().filter(|(input, _)| *budget.field(input) == Entry::Blank).collect();
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
            let mut meant = budget.clone();
            for (input, answer) in &means {
                meant.set(input, Datum::Case((*answer).clone()));
            }
            let evaluation = plan.evaluate(&meant);
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

    /// Whether it has rows that the funding type does not take.
    pub fn has_foreign_rows(&self) -> bool {
        let left_out = outcome::not_counted(&self.evaluation, &self.budget);
        left_out.iter().any(|row| row.why == WhyNot::NotForType)
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

/// The answer: a figure, and the budget with it. No answer leads to what cannot be funded.
#[derive(Debug)]
pub struct Answer<'p> {
    /// `volunteer_hours`, or the row whose amount it is, from 1.
    pub varied: Varied,
    /// What was asked for, or else the nearest to it that can be funded. None if nothing can be funded so,
    /// or if that is not known yet.
    pub found: Option<(Quantity, Budget, Evaluation<'p>)>,
    /// Whether it is what was asked for.
    pub met: bool,
    /// The blocking condition that ends the search: one step more, and it fails.
    pub end: Option<&'p str>,
    /// Whether the result lacks something, so that nothing can be answered yet.
    pub open: bool,
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

/// The money that the association has to find itself, with the costs that are not counted.
fn own_money(evaluation: &Evaluation<'_>) -> Option<Decimal> {
    evaluation.named("own_money").or_else(|| evaluation.named("own_cash"))?.number()
}

/// A figure of a budget that is moved in whole steps, as far as the budget can be funded with it.
struct Moved<'m, 'p> {
    plan: &'p Plan,
    budget: &'m Budget,
    varied: Varied,
    /// The list of costs and its column, where a row is moved.
    rows: &'p str,
    scale: u32,
    unit: Unit,
    step: Decimal,
}

/// The steps between which a budget can be funded, both included.
struct Reach<'p> {
    low: i64,
    high: i64,
    /// What fails right above.
    end: Option<&'p str>,
}

impl<'p> Moved<'_, 'p> {
    fn budget(&self, steps: i64) -> Budget {
        let mut budget = self.budget.clone();
        let datum = Datum::Number((self.step * Decimal::from(steps)).normalize());
        match self.varied {
            Varied::Hours => budget.set(HOURS, datum),
            Varied::Row(row) => {
                if let Some(row) = budget.rows.get_mut(self.rows).and_then(|rows| rows.get_mut(row)) {
                    row.insert(AMOUNT.to_owned(), Entry::Typed(datum));
                }
            }
        }
        budget
    }

    fn at(&self, steps: i64) -> Evaluation<'p> {
        self.plan.evaluate(&self.budget(steps))
    }

    fn support(&self, steps: i64) -> Option<Decimal> {
        self.at(steps).named("support")?.number()
    }

    fn own(&self, steps: i64) -> Option<Decimal> {
        own_money(&self.at(steps))
    }

    /// How many whole steps there are up to a figure.
    fn steps(&self, most: Decimal) -> Option<i64> {
        (most / self.step).trunc().to_i64()
    }

    /// Up to how far the budget can be funded. What blocks below lets go from somewhere on, or the other way
    /// round: each blocking condition changes once at most, because all sums grow with the figure.
    fn reach(&self, most: i64) -> Option<Reach<'p>> {
        let blocks = || self.plan.conditions.iter().filter(|condition| condition.level == Level::Blocks);
        let fails =
            |at: &Evaluation<'_>, condition: &PlanCondition| at.standing(condition.node) == Standing::Fails;
        let (first_of, last_of) = (self.at(0), self.at(most));
        let (below, above): (Vec<_>, Vec<_>) = blocks()
            .filter(|condition| fails(&first_of, condition) || fails(&last_of, condition))
            .partition(|condition| fails(&first_of, condition));
        let free = |of: &[&PlanCondition], steps: i64| {
            let at = self.at(steps);
            !of.iter().any(|condition| fails(&at, condition))
        };
        let low = if below.is_empty() { 0 } else { first(0, most, |steps| free(&below, steps))? };
        let high = match above.as_slice() {
            [] => most,
            _ => first(low, most, |steps| !free(&above, steps))?.checked_sub(1)?,
        };
        let is_free = |steps: i64| self.at(steps).fundable() != Some(false);
        if high < low || !is_free(low) || !is_free(high) {
            return None;
        }
        let beyond = (high < most).then(|| self.at(high + 1));
        let end = beyond.and_then(|at| above.into_iter().find(|condition| fails(&at, condition)));
        Some(Reach { low, high, end: end.map(|condition| condition.id.as_str()) })
    }

    fn found(&self, steps: i64) -> (Quantity, Budget, Evaluation<'p>) {
        let budget = self.budget(steps);
        let evaluation = self.plan.evaluate(&budget);
        let value = self.step * Decimal::from(steps);
        (Quantity::new(value.round_dp(self.scale), self.unit), budget, evaluation)
    }
}

/// The column of a list of costs that holds what they come to.
const AMOUNT: &str = "amount";

/// The hours of a budget, and the most that they can be.
fn hours<'m, 'p>(plan: &'p Plan, budget: &'m Budget) -> Option<(Moved<'m, 'p>, Decimal)> {
    match &plan.input(HOURS)?.kind {
        PlanInputKind::Number { scale, max, unit, step, .. } => {
            let step = step.unwrap_or(Decimal::new(1, *scale));
            let moved =
                Moved { plan, budget, varied: Varied::Hours, rows: "", scale: *scale, unit: *unit, step };
            Some((moved, *max))
        }
        _ => None,
    }
}

/// The cost of a row, and the most that it can be; of the last row if none is named.
fn cost<'m, 'p>(plan: &'p Plan, budget: &'m Budget, row: Option<usize>) -> Option<(Moved<'m, 'p>, Decimal)> {
    plan.inputs.iter().find_map(|input| match &input.kind {
        PlanInputKind::Rows { columns, .. } => columns.iter().find_map(|(id, column)| match column {
            PlanColumn::Number { max, scale, step, unit } if id == AMOUNT => {
                let last = budget.rows(&input.id).len().checked_sub(1)?;
                let row = row.unwrap_or(last);
                let step = step.unwrap_or(Decimal::new(1, *scale));
                let varied = Varied::Row(row);
                let moved = Moved { plan, budget, varied, rows: &input.id, scale: *scale, unit: *unit, step };
                (row <= last).then_some((moved, *max))
            }
            _ => None,
        }),
        _ => None,
    })
}

/// Answers a question about a budget; the cost that is varied is that of `row`, counted from 0, or of the
/// last one. `None` if the rules have no such input, or no such row to vary.
///
/// It halves on whole steps of the input, within what can be funded. That finds the one place where the answer
/// changes, because more hours never lower the support nor raise the own money, and more costs never lower the
/// support. Own money may fall with a cost before it rises, under a flat rate: it never falls again.
pub fn answer<'p>(
    plan: &'p Plan,
    budget: &Budget,
    question: Question,
    row: Option<usize>,
) -> Option<Answer<'p>> {
    let (moved, most) = match question {
        Question::HoursWithoutCash | Question::UsefulHours => hours(plan, budget)?,
        Question::CostsFor(_) | Question::ProjectFor(_) => cost(plan, budget, row)?,
    };
    let varied = moved.varied.clone();
    let nothing = |open| Some(Answer { varied: varied.clone(), found: None, met: false, end: None, open });
    let Some(Reach { low, high, end }) = moved.reach(moved.steps(most)?) else { return nothing(false) };
    let (Some(most_support), Some(last_own)) = (moved.support(high), moved.own(high)) else {
        return nothing(true);
    };
    let (wanted, otherwise) = match question {
        Question::HoursWithoutCash => (
            first(low, high, |steps| moved.own(steps).is_some_and(|own| own.is_zero())),
            first(low, high, |steps| moved.own(steps) == Some(last_own)),
        ),
        Question::UsefulHours => {
            let is_last =
                |steps| moved.support(steps) == Some(most_support) && moved.own(steps) == Some(last_own);
            (first(low, high, is_last), None)
        }
        Question::CostsFor(support) => (
            first(low, high, |steps| moved.support(steps).is_some_and(|found| found >= support)),
            first(low, high, |steps| moved.support(steps) == Some(most_support)),
        ),
        Question::ProjectFor(own) => {
            let least = lowest(low, high, |steps| moved.own(steps));
            let too_much = |steps| moved.own(steps).is_none_or(|found| found > own);
            // The last one that is carried is right before the first that is not.
            let carried =
                (!too_much(least)).then(|| first(least, high, too_much).map_or(high, |over| over - 1));
            (carried, Some(least))
        }
    };
    let met = wanted.is_some();
    let found = wanted.or(otherwise).map(|steps| (steps, moved.found(steps)));
    // A rule whose sums do not grow with their parts could lead astray.
    let found = found.filter(|(_, (.., evaluation))| evaluation.fundable() != Some(false));
    let end = end.filter(|_| found.as_ref().is_some_and(|(steps, _)| *steps == high));
    Some(Answer { varied, found: found.map(|(_, found)| found), met, end, open: false })
}

/// The answer for programs, with the whole result that it leads to. What was asked for stands as `value`; where it
/// cannot be had, `nearest` is what comes next to it.
pub fn answer_json(answer: &Answer<'_>) -> Json {
    let varied = match answer.varied {
        Varied::Hours => json!({"input": HOURS}),
        Varied::Row(row) => json!({"row": row + 1}),
    };
    let mut told = json!({"varied": varied, "value": null});
    if let Some((value, budget, evaluation)) = &answer.found {
        let found = json!({"value": value.canonical(), "unit": value.unit.id(), "result": outcome::json(evaluation, budget)});
        if answer.met {
            for (key, value) in found.as_object().into_iter().flatten() {
                told[key.as_str()] = value.clone();
            }
        } else {
            told["nearest"] = found;
        }
        if let Some(end) = answer.end {
            told["more_is_blocked_by"] = json!(end);
        }
    }
    told
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

/// The first step at which a figure is lowest; it must fall, if at all, before it rises.
fn lowest(low: i64, high: i64, figure: impl Fn(i64) -> Option<Decimal>) -> i64 {
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if figure(middle + 1) < figure(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

/// A change with which a budget that is blocked can be funded.
#[derive(Debug)]
pub struct Way<'p> {
    pub change: Change,
    pub budget: Budget,
    pub evaluation: Evaluation<'p>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// So many volunteer hours instead.
    Hours(Quantity),
    /// So much in a row instead, counted from 0.
    Row(usize, Quantity),
    /// Another funding type, with one of its cost models.
    Type(String, Option<String>),
}

/// The ways out of a budget that is blocked, best first: fewer hours, a smaller cost, another funding type. Each
/// is one change, and can be funded with figures that are known. None while nothing blocks.
pub fn ways<'p>(plan: &'p Plan, budget: &Budget) -> Vec<Way<'p>> {
    if plan.evaluate(budget).fundable() != Some(false) {
        return Vec::new();
    }
    let smaller = |moved: Moved<'_, 'p>, now: Decimal| {
        let reach = moved.reach(moved.steps(now)?)?;
        let (value, budget, evaluation) = moved.found(reach.high);
        let is_way = value.value < now && !(value.value.is_zero() && matches!(moved.varied, Varied::Row(_)));
        let change = match moved.varied {
            Varied::Hours => Change::Hours(value),
            Varied::Row(row) => Change::Row(row, value),
        };
        let is_way = is_way && is_sure(&evaluation);
        is_way.then_some(Way { change, budget, evaluation })
    };
    let told = |entry: &Entry| match entry {
        Entry::Typed(Datum::Number(number)) if *number > Decimal::ZERO => Some(*number),
        _ => None,
    };
    let fewer = || smaller(hours(plan, budget)?.0, told(budget.field(HOURS))?);
    let mut ways: Vec<Way<'p>> = fewer().into_iter().collect();
    // Of the costs the largest one that is enough by itself.
    let rows = plan.inputs.iter().find(|input| matches!(input.kind, PlanInputKind::Rows { .. }));
    let rows = rows.map_or(&[][..], |input| budget.rows(&input.id));
    let mut amounts: Vec<(usize, Decimal)> =
        rows.iter().enumerate().filter_map(|(row, cells)| Some((row, told(cell(cells, AMOUNT))?))).collect();
    amounts.sort_by(|(_, one), (_, other)| other.cmp(one));
    ways.extend(amounts.into_iter().find_map(|(row, now)| smaller(cost(plan, budget, Some(row))?.0, now)));
    for other in alternatives(plan, budget) {
        let is_new = |way: &Way<'_>| !matches!(&way.change, Change::Type(id, _) if *id == other.funding_type);
        let fits = !other.is_chosen && is_sure(&other.evaluation) && !other.has_foreign_rows();
        if fits && ways.iter().all(is_new) {
            let change = Change::Type(other.funding_type, other.cost_model);
            ways.push(Way { change, budget: other.budget, evaluation: other.evaluation });
        }
    }
    ways
}

fn is_sure(evaluation: &Evaluation<'_>) -> bool {
    let support = evaluation.named("support").and_then(Value::number);
    evaluation.fundable() == Some(true) && support.is_some_and(|support| support > Decimal::ZERO)
}

/// The ways out for programs.
pub fn ways_json(ways: &[Way<'_>]) -> Json {
    ways.iter()
        .map(|way| {
            let change = match &way.change {
                Change::Hours(value) => json!({"input": HOURS, "value": value.canonical()}),
                Change::Row(row, value) => json!({"row": row + 1, "value": value.canonical()}),
                Change::Type(id, model) => json!({"funding_type": id, "cost_model": model}),
            };
            let figure = |figure: Option<Decimal>| figure.map(|figure| fixed(figure, 2));
            json!({
                "change": change,
                "support": figure(way.evaluation.named("support").and_then(Value::number)),
                "own_money": figure(own_money(&way.evaluation)),
            })
        })
        .collect()
}

// In words ------------------------------------------------------------------------------------------

/// Words in a language; `{}` is where a figure stands.
struct Words {
    alternatives: &'static str,
    chosen: &'static str,
    answer: &'static str,
    /// Hours, support.
    no_cash: &'static str,
    /// Hours, support, own money.
    no_cash_end: &'static str,
    /// Own money, hours.
    no_cash_least: &'static str,
    useful: &'static str,
    useful_end: &'static str,
    useless: &'static str,
    /// Support, row, cost, own money.
    costs: &'static str,
    /// Support, row, cost, own money.
    costs_most: &'static str,
    /// Own money, row, cost, support.
    project: &'static str,
    /// Own money, row, cost, support.
    project_least: &'static str,
    /// Nothing that could be varied makes it fundable.
    never: &'static str,
    open: &'static str,
    blocked: &'static str,
    nothing_to_vary: &'static str,
    ways: &'static str,
    /// Hours, support, own money.
    way_hours: &'static str,
    /// Row, cost, support, own money.
    way_row: &'static str,
    /// Funding type, support, own money.
    way_type: &'static str,
    own_money: &'static str,
}

fn words(language: &str) -> &'static Words {
    in_language(language, [&FINNISH, &SWEDISH, &ENGLISH])
}

const FINNISH: Words = Words {
    alternatives: "Vaihtoehdot samoilla tiedoilla",
    chosen: "valittu",
    answer: "Vastaus",
    no_cash: "Omaa rahaa ei tarvita, kun talkootunteja on vähintään {}. Tuki on silloin {}.",
    no_cash_end: "Omaa rahaa tarvitaan. Eniten tunteja, jotka mahtuvat: {}; silloin tuki on {} ja oma raha {}.",
    no_cash_least: "Omaa rahaa tarvitaan vähintään {}. Niin vähän sitä tarvitaan, kun talkootunteja on vähintään {}.",
    useful: "Kun talkootunteja on {}, lisätunnit eivät enää muuta tukea eivätkä omaa rahaa.",
    useful_end: "Lisätunneista on hyötyä, kunnes tunteja on {}. Enempää tähän tukeen ei mahdu.",
    useless: "Talkootunnit eivät muuta tukea eivätkä omaa rahaa tässä hankkeessa.",
    costs: "Tuki on vähintään {}, kun rivin {} kustannus on vähintään {}. Oma raha on silloin {}.",
    costs_most: "Tuki ei nouse näin suureksi. Suurin tuki, joka mahtuu, on {}, kun rivin {} kustannus on {}. Oma raha on silloin {}.",
    project: "Oma raha {} riittää, kun rivin {} kustannus on enintään {}. Tuki on silloin {}.",
    project_least: "Tämä ei riitä. Omaa rahaa tarvitaan vähintään {}, kun rivin {} kustannus on {}. Tuki on silloin {}.",
    never: "Hanke ei mahdu tähän tukeen, vaikka tämä luku muuttuisi.",
    open: "Vastaus saadaan, kun laskelmasta ei puutu tietoja.",
    blocked: "ei käy",
    nothing_to_vary: "Budjetissa ei ole sitä, mitä kysymys koskee.",
    ways: "Näin hanke mahtuu",
    way_hours: "Vähennä talkootunnit: {}. Silloin tuki on {} ja oma raha {}.",
    way_row: "Pienennä rivin {} kustannus: {}. Silloin tuki on {} ja oma raha {}.",
    way_type: "Hae tukea toisella hanketyypillä: {}. Silloin tuki on {} ja oma raha {}.",
    own_money: "oma raha",
};

const SWEDISH: Words = Words {
    alternatives: "Alternativ med samma uppgifter",
    chosen: "valt",
    answer: "Svar",
    no_cash: "Inga egna pengar behövs när talkotimmarna är minst {}. Stödet är då {}.",
    no_cash_end: "Egna pengar behövs. Flest timmar som ryms: {}; då är stödet {} och de egna pengarna {}.",
    no_cash_least: "Egna pengar behövs, minst {}. Så lite behövs när talkotimmarna är minst {}.",
    useful: "När talkotimmarna är {} ändrar fler timmar varken stödet eller de egna pengarna.",
    useful_end: "Fler timmar är till nytta tills de är {}. Fler ryms inte i det här stödet.",
    useless: "Talkotimmarna ändrar varken stödet eller de egna pengarna i det här projektet.",
    costs: "Stödet är minst {} när kostnaden på rad {} är minst {}. De egna pengarna är då {}.",
    costs_most: "Stödet blir inte så stort. Det största stöd som ryms är {} när kostnaden på rad {} är {}. De egna pengarna är då {}.",
    project: "De egna pengarna {} räcker när kostnaden på rad {} är högst {}. Stödet är då {}.",
    project_least: "Det här räcker inte. Minst {} egna pengar behövs när kostnaden på rad {} är {}. Stödet är då {}.",
    never: "Projektet ryms inte i det här stödet fast talet ändras.",
    open: "Svaret fås när inga uppgifter saknas i kalkylen.",
    blocked: "går inte",
    nothing_to_vary: "Budgeten har inte det som frågan gäller.",
    ways: "Så ryms projektet",
    way_hours: "Minska talkotimmarna: {}. Då är stödet {} och de egna pengarna {}.",
    way_row: "Minska kostnaden på rad {}: {}. Då är stödet {} och de egna pengarna {}.",
    way_type: "Sök stöd med en annan projekttyp: {}. Då är stödet {} och de egna pengarna {}.",
    own_money: "egna pengar",
};

const ENGLISH: Words = Words {
    alternatives: "Alternatives with the same figures",
    chosen: "chosen",
    answer: "Answer",
    no_cash: "No own money is needed from {} of voluntary work on. The support is then {}.",
    no_cash_end: "Own money is needed. The most hours that fit: {}; the support is then {} and the own money {}.",
    no_cash_least: "Own money is needed, at least {}. So little is needed from {} of voluntary work on.",
    useful: "From {} of voluntary work on, more hours change neither the support nor the own money.",
    useful_end: "More hours help up to {}. No more fit into this funding.",
    useless: "Voluntary work changes neither the support nor the own money in this project.",
    costs: "The support is at least {} when the cost in row {} is at least {}. The own money is then {}.",
    costs_most: "The support does not become that large. The largest support that fits is {}, with the cost in row {} at {}. The own money is then {}.",
    project: "Own money of {} is enough while the cost in row {} is at most {}. The support is then {}.",
    project_least: "This is not enough. At least {} of own money is needed, when the cost in row {} is {}. The support is then {}.",
    never: "The project does not fit into this funding, even if this figure changes.",
    open: "There is an answer once nothing is missing from the calculation.",
    blocked: "not possible",
    nothing_to_vary: "The budget does not have what the question is about.",
    ways: "How the project fits",
    way_hours: "Reduce the volunteer hours: {}. The support is then {} and the own money {}.",
    way_row: "Reduce the cost in row {}: {}. The support is then {} and the own money {}.",
    way_type: "Apply with another funding type: {}. The support is then {} and the own money {}.",
    own_money: "own money",
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

/// A funding type and one of its cost models by name.
fn named_option(
    type_and_model: (&str, Option<&str>),
    texts: &RuleTexts,
    locale: &Locale,
    evaluation: &Evaluation<'_>,
) -> String {
    let text = |key: &str| show::text(locale, texts, texts.get(key), evaluation);
    let (funding_type, model) = type_and_model;
    let name = text(&format!("funding_type.{funding_type}.name"));
    let has_choice = evaluation.plan.funding.get(funding_type).is_some_and(|one| one.cost_models.len() > 1);
    match model.filter(|_| has_choice) {
        Some(model) => format!("{name}, {}", text(&format!("cost_model.{model}.name"))),
        None => name,
    }
}

/// The alternatives as a table. What cannot be funded shows no figures, but why.
pub fn table(alternatives: &[Alternative<'_>], texts: &RuleTexts, locale: &Locale, language: &str) -> String {
    let words = words(language);
    let amount = |value: Decimal| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::Always);
    let mut page = outcome::Page::default();
    page.heading(words.alternatives);
    for one in alternatives {
        let option = (one.funding_type.as_str(), one.cost_model.as_deref());
        let label = named_option(option, texts, locale, &one.evaluation);
        let mut details = Vec::new();
        if one.is_chosen {
            details.push(words.chosen.to_owned());
        }
        let blocked = one.blocked_by();
        let mut support = "–".to_owned();
        if let Some(first) = blocked.first() {
            let title = texts.get(&format!("condition.{first}.title"));
            details.push(format!("{}: {}", words.blocked, show::text(locale, texts, title, &one.evaluation)));
        } else if let (Some(found), Some(own)) = (one.amount("support"), own_money(&one.evaluation)) {
            support = amount(found);
            details.push(format!("{} {}", words.own_money, amount(own)));
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
    let Some((value, _, evaluation)) = &answer.found else {
        page.line(if answer.open { words.open } else { words.never });
        return page.into_text();
    };
    let found = show::quantity(locale, *value, Cents::WhereNeeded);
    let support = eur(evaluation.named("support").and_then(Value::number).unwrap_or_default());
    let own = eur(own_money(evaluation).unwrap_or_default());
    let row = match answer.varied {
        Varied::Row(row) => (row + 1).to_string(),
        Varied::Hours => String::new(),
    };
    page.line(&match (question, answer.met, answer.end) {
        (Question::HoursWithoutCash, true, _) => filled(words.no_cash, &[found, support]),
        (Question::HoursWithoutCash, false, Some(_)) => filled(words.no_cash_end, &[found, support, own]),
        (Question::HoursWithoutCash, false, None) => filled(words.no_cash_least, &[own, found]),
        (Question::UsefulHours, ..) if value.value.is_zero() => words.useless.to_owned(),
        (Question::UsefulHours, _, Some(_)) => filled(words.useful_end, &[found]),
        (Question::UsefulHours, _, None) => filled(words.useful, &[found]),
        (Question::CostsFor(wanted), true, _) => filled(words.costs, &[eur(wanted), row, found, own]),
        (Question::CostsFor(_), false, _) => filled(words.costs_most, &[support, row, found, own]),
        (Question::ProjectFor(wanted), true, _) => filled(words.project, &[eur(wanted), row, found, support]),
        (Question::ProjectFor(_), false, _) => filled(words.project_least, &[own, row, found, support]),
    });
    page.into_text()
}

/// The ways out in words, one a line; no text if there are none.
pub fn ways_words(ways: &[Way<'_>], texts: &RuleTexts, locale: &Locale, language: &str) -> String {
    let words = words(language);
    if ways.is_empty() {
        return String::new();
    }
    let eur = |value: Decimal| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::WhereNeeded);
    let quantity = |value: &Quantity| show::quantity(locale, *value, Cents::WhereNeeded);
    let mut page = outcome::Page::default();
    page.heading(words.ways);
    for way in ways {
        let support = eur(way.evaluation.named("support").and_then(Value::number).unwrap_or_default());
        let own = eur(own_money(&way.evaluation).unwrap_or_default());
        page.line(&match &way.change {
            Change::Hours(value) => filled(words.way_hours, &[quantity(value), support, own]),
            Change::Row(row, value) => {
                filled(words.way_row, &[(row + 1).to_string(), quantity(value), support, own])
            }
            Change::Type(id, model) => {
                let option = named_option((id, model.as_deref()), texts, locale, &way.evaluation);
                filled(words.way_type, &[option, support, own])
            }
        });
    }
    page.into_text()
}
