//! The result of one budget: as JSON for programs, and as a receipt in words.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::evaluate::{Evaluation, Plain, Standing, Value, Verdict, divide};
use crate::model::locale::{Locale, in_language};
use crate::model::plan::{Kind, Plan, PlanInputKind};
use crate::model::quantity::{Quantity, Unit, fixed};
use crate::model::show::{self, Cents};
use crate::model::texts::RuleTexts;

/// A row that does not count, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct NotCounted {
    /// From 0.
    pub row: usize,
    pub category: String,
    pub amount: Option<Decimal>,
    pub why: WhyNot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// The funding type does not take the category.
    NotForType,
    /// The flat rate of the cost model covers it.
    CoveredByFlatRate,
}

impl WhyNot {
    pub fn id(self) -> &'static str {
        match self {
            WhyNot::NotForType => "not_for_type",
            WhyNot::CoveredByFlatRate => "covered_by_flat_rate",
        }
    }
}

/// One part of a project with its share of the support.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Empty for the rows that name no part.
    pub name: String,
    pub costs: Decimal,
    pub support: Decimal,
}

/// The rows that the result leaves out.
pub fn not_counted(evaluation: &Evaluation<'_>, budget: &Budget) -> Vec<NotCounted> {
    let plan = evaluation.plan;
    let funding = evaluation.named("funding_type").and_then(Value::case).and_then(|id| plan.funding.get(id));
    let model = evaluation.named("cost_model").and_then(Value::case).and_then(|id| plan.models.get(id));
    let Some(funding) = funding else { return Vec::new() };
    let mut left_out = Vec::new();
    for (index, row) in rows(plan, budget).iter().enumerate() {
        let Entry::Typed(Datum::Case(category)) = cell(row, "category") else { continue };
        let why = if !funding.costs.contains(category) {
            WhyNot::NotForType
        } else if model.is_some_and(|counts| counts.as_ref().is_some_and(|counts| !counts.contains(category)))
        {
            WhyNot::CoveredByFlatRate
        } else {
            continue;
        };
        let amount = match cell(row, "amount") {
            Entry::Typed(Datum::Number(amount)) => Some(*amount),
            _ => None,
        };
        left_out.push(NotCounted { row: index, category: category.clone(), amount, why });
    }
    left_out
}

fn rows<'b>(plan: &Plan, budget: &'b Budget) -> &'b [BTreeMap<String, Entry>] {
    let rows = plan.inputs.iter().find(|input| matches!(input.kind, PlanInputKind::Rows { .. }));
    rows.map_or(&[], |input| budget.rows(&input.id))
}

/// Inputs that were told although they are not asked of this project.
pub fn ignored<'p>(evaluation: &Evaluation<'p>, budget: &Budget) -> Vec<&'p str> {
    let plan = evaluation.plan;
    let inputs = plan.inputs.iter().filter(|input| matches!(budget.field(&input.id), Entry::Typed(_)));
    let unasked = inputs.filter(|input| {
        plan.asks.get(&input.id).is_some_and(|&node| evaluation.values[node].bool() == Some(false))
    });
    // The only model there is was told rightly.
    let unasked = unasked.filter(|input| match budget.field(&input.id) {
        Entry::Typed(Datum::Case(case)) => evaluation.named(&input.id).and_then(Value::case) != Some(case),
        _ => true,
    });
    unasked.map(|input| input.id.as_str()).collect()
}

/// The support divided over the parts, where the rows name parts. Every share is rounded but the
/// last, which takes the difference: the parts add up to the cent.
pub fn parts(evaluation: &Evaluation<'_>, budget: &Budget) -> Vec<Part> {
    let plan = evaluation.plan;
    let Some(spec) = &plan.parts else { return Vec::new() };
    let applies = spec.when.is_none_or(|when| evaluation.values[when].bool() == Some(true));
    let Some(support) = evaluation.values[spec.split].number().filter(|_| applies) else { return Vec::new() };
    let left_out: Vec<usize> = not_counted(evaluation, budget).iter().map(|row| row.row).collect();
    let mut names: Vec<String> = Vec::new();
    let mut costs: Vec<Decimal> = Vec::new();
    let mut named = false;
    for (index, row) in budget.rows(&spec.rows).iter().enumerate() {
        let Entry::Typed(Datum::Number(amount)) = cell(row, &spec.column) else { continue };
        if left_out.contains(&index) {
            continue;
        }
        let name = match cell(row, &spec.by) {
            Entry::Typed(Datum::Text(name)) => name.trim().to_owned(),
            _ => String::new(),
        };
        named |= !name.is_empty();
        match names.iter().position(|known| *known == name) {
            Some(at) => costs[at] += *amount,
            None => {
                names.push(name);
                costs.push(*amount);
            }
        }
    }
    let all: Decimal = costs.iter().sum();
    if !named || all.is_zero() {
        return Vec::new();
    }
    let mut left = support;
    let last = names.len() - 1;
    let shared = names.into_iter().zip(costs).enumerate();
    shared
        .map(|(index, (name, costs))| {
            let share = if index == last {
                left
            } else {
                divide(support * costs, all, spec.decimals, spec.mode).min(left)
            };
            left -= share;
            Part { name, costs, support: share }
        })
        .collect()
}

/// The result for programs.
pub fn json(evaluation: &Evaluation<'_>, budget: &Budget) -> Json {
    let plan = evaluation.plan;
    let outputs: serde_json::Map<String, Json> = plan
        .outputs
        .iter()
        .filter_map(|name| {
            let node = *plan.names.get(name)?;
            Some((name.clone(), output(evaluation, name, &evaluation.values[node], plan.kinds[node])))
        })
        .collect();
    let row_name = |row: usize| json!(row + 1);
    let mut result = json!({
        "set": plan.set,
        "as_of": plan.as_of.to_string(),
        "fundable": evaluation.fundable(),
        "verdict": evaluation.verdict().id(),
        "outputs": outputs,
        "conditions": plan.conditions.iter().map(|condition| {
            let standing = evaluation.standing(condition.node);
            let mut json = json!({"id": condition.id, "state": standing.id(), "level": condition.level.id()});
            let funding = evaluation.named("funding_type").and_then(Value::case);
            let instead = funding.and_then(|funding| condition.suggest.get(funding));
            if let (Standing::Fails, Some(instead)) = (standing, instead) {
                json["suggest"] = json!(instead);
            }
            json
        }).collect::<Vec<_>>(),
        "checklist": plan.checklist.iter().map(|item| {
            let value = &evaluation.values[item.node];
            // What does not apply is not needed.
            let needed = if *value == Value::NotApplicable { Some(false) } else { value.bool() };
            let mut json = json!({"id": item.id, "needed": needed});
            if let Some(known) = value.as_known().filter(|known| !known.rows.is_empty()) {
                json["rows"] = known.rows.iter().map(|row| row_name(*row)).collect();
            }
            json
        }).collect::<Vec<_>>(),
        "notes": plan.notes.iter().filter(|note| evaluation.values[note.node].bool() == Some(true))
            .map(|note| json!({"id": note.id})).collect::<Vec<_>>(),
        "missing": evaluation.missing(),
        "not_counted": not_counted(evaluation, budget).iter().map(|row| json!({
            "row": row_name(row.row), "category": row.category,
            "amount": row.amount.map(|amount| fixed(amount, 2)), "reason": row.why.id(),
        })).collect::<Vec<_>>(),
        "ignored": ignored(evaluation, budget),
    });
    let parts = parts(evaluation, budget);
    if !parts.is_empty() {
        let all: Decimal = parts.iter().map(|part| part.support).sum();
        result["parts"] = parts
            .iter()
            .map(|part| {
                json!({
                    "part": part.name, "costs": fixed(part.costs, 2), "support": fixed(part.support, 2),
                    "support_without": fixed(all - part.support, 2), "unit": "EUR",
                })
            })
            .collect();
    }
    result
}

fn output(evaluation: &Evaluation<'_>, name: &str, value: &Value, kind: Kind) -> Json {
    let mut json = json!({"value": Json::Null, "unit": kind.id(), "state": value.state()});
    match value {
        Value::Known(known) => {
            json["value"] = match (&known.datum, kind) {
                (Plain::Number(number), Kind::Number(unit)) => {
                    json!(Quantity::new(*number, unit).canonical())
                }
                (Plain::Number(number), _) => json!(number.to_string()),
                (Plain::Bool(value), _) => json!(value),
                (Plain::Case(case), _) => json!(case),
                (Plain::Date(date), _) => json!(date.to_string()),
            };
            if let Some(limit) = evaluation.limited_by(name) {
                json["limited_by"] = json!(limit);
            }
            if !known.assumed.is_empty() {
                json["assumed"] = json!(evaluation.input_names(known.assumed));
            }
            if !known.open.is_empty() {
                json["open"] = json!(evaluation.reason_names(known.open));
            }
        }
        Value::Missing(inputs) => json["needs"] = json!(evaluation.input_names(*inputs)),
        Value::Invalid(inputs) => json["unreadable"] = json!(evaluation.input_names(*inputs)),
        Value::NotApplicable => {}
    }
    json
}

/// Words that the receipt needs besides the texts of the rules.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    pub result: &'static str,
    pub yes: &'static str,
    pub look: &'static str,
    pub no: &'static str,
    pub unknown: &'static str,
    pub told: &'static str,
    pub rows: &'static str,
    pub receipt: &'static str,
    pub conditions: &'static str,
    pub instead: &'static str,
    pub missing: &'static str,
    pub attachments: &'static str,
    pub maybe: &'static str,
    pub row: &'static str,
    pub parts: &'static str,
    pub other_part: &'static str,
    pub not_for_type: &'static str,
    pub covered: &'static str,
    pub ignored: &'static str,
    pub estimate: &'static str,
    pub not_known: &'static str,
}

/// The receipt's words in a language.
pub fn words(language: &str) -> &'static Words {
    in_language(language, [&FINNISH, &SWEDISH, &ENGLISH])
}

const FINNISH: Words = Words {
    result: "Tulos",
    yes: "Hanke näyttää sopivan tähän tukeen.",
    look: "Hanke voi sopia tähän tukeen, mutta tarkista ensin alla olevat kohdat.",
    no: "Tätä tukea ei voi saada näin.",
    unknown: "Tuloksesta puuttuu vielä tietoja.",
    told: "Lähtötiedot",
    rows: "Kustannukset",
    receipt: "Laskelma",
    conditions: "Huomaa",
    instead: "Kokeile",
    missing: "Vielä tarvitaan",
    attachments: "Liitteet",
    maybe: "ehkä",
    row: "rivi",
    parts: "Osiot",
    other_part: "ilman osiota",
    not_for_type: "ei kuulu tähän hanketyyppiin, ei laskettu mukaan",
    covered: "sisältyy laskennalliseen osuuteen, ei laskettu erikseen",
    ignored: "Ei vaikuta tähän hankkeeseen",
    estimate: "Tämä on arvio säännöistä, jotka ovat voimassa",
    not_known: "ei tiedossa",
};

const SWEDISH: Words = Words {
    result: "Resultat",
    yes: "Projektet ser ut att passa det här stödet.",
    look: "Projektet kan passa det här stödet, men kontrollera först punkterna nedan.",
    no: "Det här stödet kan inte fås så här.",
    unknown: "Uppgifter saknas ännu för resultatet.",
    told: "Givna uppgifter",
    rows: "Kostnader",
    receipt: "Beräkning",
    conditions: "Observera",
    instead: "Pröva",
    missing: "Ännu behövs",
    attachments: "Bilagor",
    maybe: "kanske",
    row: "rad",
    parts: "Delmoment",
    other_part: "utan delmoment",
    not_for_type: "hör inte till den här projekttypen, räknades inte in",
    covered: "ingår i schablonandelen, räknades inte skilt",
    ignored: "Påverkar inte det här projektet",
    estimate: "Det här är en uppskattning enligt reglerna som gäller den",
    not_known: "inte känt",
};

const ENGLISH: Words = Words {
    result: "Result",
    yes: "The project looks suitable for this funding.",
    look: "The project may be suitable for this funding, but check the points below first.",
    no: "You cannot get this support like this.",
    unknown: "Something is still needed for the result.",
    told: "Given",
    rows: "Costs",
    receipt: "Calculation",
    conditions: "Please note",
    instead: "Try",
    missing: "Still needed",
    attachments: "Attachments",
    maybe: "perhaps",
    row: "row",
    parts: "Parts",
    other_part: "without a part",
    not_for_type: "not taken by this funding type, not counted",
    covered: "covered by the flat rate, not counted by itself",
    ignored: "Has no effect on this project",
    estimate: "This is an estimate by the rules in force on",
    not_known: "not known",
};

/// The receipt in words.
pub fn receipt(
    evaluation: &Evaluation<'_>,
    budget: &Budget,
    texts: &RuleTexts,
    locale: &Locale,
    words: &Words,
) -> String {
    let plan = evaluation.plan;
    let text = |key: &str| show::text(locale, texts, texts.get(key), evaluation);
    let amount = |value: Decimal| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::Always);
    let mut page = Page::default();

    page.heading(words.told);
    for (label, shown) in show::told(locale, texts, plan, budget) {
        page.pair(&label, &shown, "");
    }
    let left_out = not_counted(evaluation, budget);
    let rows = rows(plan, budget);
    if !rows.is_empty() {
        page.heading(words.rows);
    }
    for (index, row) in rows.iter().enumerate() {
        let category = match cell(row, "category") {
            Entry::Typed(Datum::Case(case)) => show::case_name(texts, case),
            _ => words.not_known.to_owned(),
        };
        let what = match cell(row, "what") {
            Entry::Typed(Datum::Text(what)) => format!("{category}: {what}"),
            _ => category,
        };
        let sum = match cell(row, "amount") {
            Entry::Typed(Datum::Number(value)) => amount(*value),
            _ => words.not_known.to_owned(),
        };
        let why = match left_out.iter().find(|left| left.row == index).map(|left| left.why) {
            Some(WhyNot::NotForType) => words.not_for_type,
            Some(WhyNot::CoveredByFlatRate) => words.covered,
            None => "",
        };
        page.pair(&format!("{}. {what}", index + 1), &sum, why);
    }

    page.heading(words.receipt);
    for line in &plan.receipt {
        let shown = line.when.is_none_or(|when| evaluation.values[when].bool() == Some(true));
        let value = &evaluation.values[line.value];
        if shown && *value != Value::NotApplicable {
            let label = text(&format!("receipt.{}.label", line.id));
            let known = value.as_known().is_some();
            let detail = if known { text(&format!("receipt.{}.detail", line.id)) } else { String::new() };
            page.pair(
                &label,
                &show::value(locale, texts, value, plan.kinds[line.value], words.not_known),
                &detail,
            );
        }
    }

    page.heading(words.result);
    let verdict = evaluation.verdict();
    page.line(&verdict_words(evaluation, texts, locale, words));
    if let Some(limit) = evaluation.limited_by("support") {
        page.line(&text(&format!("limit.{limit}")));
    }
    if let Some(Value::Known(known)) = evaluation.named("support") {
        for reason in evaluation.reason_names(known.open) {
            page.line(&text(&format!("open.{reason}")));
        }
    }
    for part in parts_lines(evaluation, budget, words, &amount) {
        page.line(&part);
    }

    let failing: Vec<_> = plan
        .conditions
        .iter()
        .filter(|condition| evaluation.standing(condition.node) == Standing::Fails)
        .collect();
    let notes: Vec<_> =
        plan.notes.iter().filter(|note| evaluation.values[note.node].bool() == Some(true)).collect();
    if !failing.is_empty() || (!notes.is_empty() && verdict != Verdict::No) {
        page.heading(words.conditions);
    }
    for condition in failing {
        page.line(&format!(
            "{}: {}",
            text(&format!("condition.{}.title", condition.id)),
            text(&format!("condition.{}.fails", condition.id))
        ));
        let funding = evaluation.named("funding_type").and_then(Value::case);
        if let Some(instead) = funding.and_then(|funding| condition.suggest.get(funding)) {
            page.line(&format!("→ {}: funding_type: {instead}", words.instead));
        }
    }
    // Nothing is promised of what cannot be had.
    for note in notes.iter().filter(|_| verdict != Verdict::No) {
        page.line(&text(&format!("note.{}", note.id)));
    }
    let ignored = ignored(evaluation, budget);
    if !ignored.is_empty() {
        let labels: Vec<String> =
            ignored.iter().map(|id| texts.words(&format!("input.{id}.label"))).collect();
        page.line(&format!("{}: {}", words.ignored, labels.join(", ")));
    }
    let missing = evaluation.missing();
    if !missing.is_empty() {
        page.heading(words.missing);
        for id in missing {
            page.line(&format!("- {} ({id})", texts.words(&format!("input.{id}.label"))));
        }
    }
    page.heading(words.attachments);
    for item in &plan.checklist {
        let value = &evaluation.values[item.node];
        let maybe = match value {
            Value::Known(_) if value.bool() == Some(true) => "",
            Value::Missing(_) => words.maybe,
            _ => continue,
        };
        let mut line = format!("- {}", text(&format!("checklist.{}.name", item.id)));
        if !maybe.is_empty() {
            line = format!("{line} ({maybe}: {})", text(&format!("checklist.{}.when", item.id)));
        }
        let rows = value.as_known().map_or(&[][..], |known| &known.rows);
        if !rows.is_empty() {
            let rows: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
            line = format!("{line} ({} {})", words.row, rows.join(", "));
        }
        page.line(&line);
    }
    page.heading("");
    page.line(&format!("{} {}.", words.estimate, locale.date_long(plan.as_of)));
    page.text
}

/// What the result says of the whole, by the funding type.
fn verdict_words(evaluation: &Evaluation<'_>, texts: &RuleTexts, locale: &Locale, words: &Words) -> String {
    let funding = evaluation.named("funding_type").and_then(Value::case).unwrap_or_default();
    match evaluation.verdict() {
        Verdict::Yes => match texts.get(&format!("funding_type.{funding}.fits")) {
            fits if fits.is_empty() => words.yes.to_owned(),
            fits => show::text(locale, texts, fits, evaluation),
        },
        Verdict::Look => words.look.to_owned(),
        Verdict::No => words.no.to_owned(),
        Verdict::Unknown => words.unknown.to_owned(),
    }
}

fn parts_lines(
    evaluation: &Evaluation<'_>,
    budget: &Budget,
    words: &Words,
    amount: &dyn Fn(Decimal) -> String,
) -> Vec<String> {
    let parts = parts(evaluation, budget);
    if parts.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{}:", words.parts)];
    lines.extend(parts.iter().map(|part| {
        let name = if part.name.is_empty() { words.other_part } else { &part.name };
        format!("  {name}: {}", amount(part.support))
    }));
    lines
}

/// Lines for a terminal.
#[derive(Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    pub(crate) fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        if !heading.is_empty() {
            self.text.push_str(heading);
            self.text.push('\n');
        }
    }

    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str("  ");
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A label, an amount set flush right, and what there is to say of it.
    pub(crate) fn pair(&mut self, label: &str, value: &str, detail: &str) {
        const WIDTH: usize = 61;
        // A label that is too long takes from the room before the amount.
        let written = label.chars().count() + value.chars().count();
        let gap = " ".repeat(WIDTH.saturating_sub(written).max(1));
        self.text.push_str(&format!("  {label}{gap}{value}"));
        if !detail.is_empty() {
            self.text.push_str("   ");
            self.text.push_str(detail);
        }
        self.text.push('\n');
    }
}

/// A budget as the calculator's script takes it: numbers as text, blank fields left out.
pub fn budget_json(plan: &Plan, budget: &Budget) -> Json {
    let entry = |entry: &Entry| match entry {
        Entry::Blank => None,
        Entry::Bad => Some(json!({"bad": true})),
        Entry::Typed(Datum::Number(number)) => Some(json!(number.normalize().to_string())),
        Entry::Typed(Datum::Bool(value)) => Some(json!(value)),
        Entry::Typed(Datum::Case(text) | Datum::Text(text)) => Some(json!(text)),
        Entry::Typed(Datum::Date(date)) => Some(json!(date.to_string())),
    };
    let mut json = serde_json::Map::new();
    for input in &plan.inputs {
        if let PlanInputKind::Rows { .. } = input.kind {
            let rows = budget.rows(&input.id).iter().map(|row| {
                let cells = row.iter().filter_map(|(id, value)| Some((id.clone(), entry(value)?)));
                Json::Object(cells.collect())
            });
            json.insert(input.id.clone(), rows.collect());
        } else if let Some(value) = entry(budget.field(&input.id)) {
            json.insert(input.id.clone(), value);
        }
    }
    Json::Object(json)
}
