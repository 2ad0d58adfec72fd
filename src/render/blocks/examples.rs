//! Worked examples: what was told, and how the result comes about.

use serde_json::{Value as Json, json};

use super::RuleReferences;
use super::link::link;
use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::evaluate::{Evaluation, Standing};
use crate::model::plan::{Plan, PlanInputKind};
use crate::model::rules::Example;
use crate::model::show::{self, Cents};
use crate::render::html::escaped;

impl RuleReferences<'_> {
    pub(super) fn examples(&self) -> Json {
        let published = self.rules.examples.iter().filter(|example| example.publish);
        let examples: Vec<Json> = published.filter_map(|example| self.example(&example.id.value)).collect();
        json!({"examples": examples})
    }

    /// One published example, calculated by the rules of its day.
    pub(super) fn example(&self, id: &str) -> Option<Json> {
        let example = self.rules.examples.iter().find(|example| example.id.value == id && example.publish)?;
        let of_day = self.compiled.of_example(self.rules, example)?;
        // Evaluated with its words: they change no result.
        let given = example.told_in(self.texts);
        let evaluation = of_day.plan.evaluate(&given);
        Some(self.example_data(example, &given, of_day.version(), &evaluation))
    }

    fn example_data(
        &self,
        example: &Example,
        given: &Budget,
        version: &str,
        evaluation: &Evaluation<'_>,
    ) -> Json {
        let id = &example.id.value;
        let plan = evaluation.plan;
        let html =
            |key: &str| escaped(&show::text(&self.locale, self.texts, self.texts.get(key), evaluation));
        let fields: Vec<Json> = show::told(&self.locale, self.texts, plan, given)
            .into_iter()
            .map(|(label, value)| json!({"label": label, "value": value}))
            .collect();
        let rows: Vec<Json> = cost_rows(plan, given)
            .iter()
            .filter_map(|row| {
                let Entry::Typed(Datum::Case(category)) = cell(row, "category") else { return None };
                let Entry::Typed(Datum::Number(amount)) = cell(row, "amount") else { return None };
                let what = match cell(row, "what") {
                    Entry::Typed(Datum::Text(what)) => Some(what.clone()),
                    _ => None,
                };
                Some(json!({
                    "category": self.words(&format!("cost_category.{category}.name")),
                    "amount": self.amount(*amount, Cents::Always),
                    "what": what,
                }))
            })
            .collect();
        let receipt: Vec<Json> = plan
            .receipt
            .iter()
            .filter(|line| line.when.is_none_or(|when| evaluation.values[when].bool() == Some(true)))
            .filter(|line| evaluation.values[line.value].as_known().is_some())
            .map(|line| {
                let value = &evaluation.values[line.value];
                let text = show::value(&self.locale, self.texts, value, plan.kinds[line.value], "");
                let rule = self.rules.receipt.iter().find(|known| known.id.value == line.id);
                json!({
                    "id": line.id,
                    "url": rule.and_then(|rule| self.line_url(&rule.value.value)),
                    "label": html(&format!("receipt.{}.label", line.id)),
                    "detail": html(&format!("receipt.{}.detail", line.id)),
                    "amount": {"text": text},
                })
            })
            .collect();
        let failing =
            plan.conditions.iter().filter(|condition| evaluation.standing(condition.node) == Standing::Fails);
        let conditions: Vec<Json> = failing
            .map(|condition| {
                json!({
                    "id": condition.id,
                    "level": condition.level.id(),
                    "title": html(&format!("condition.{}.title", condition.id)),
                    "text": html(&format!("condition.{}.fails", condition.id)),
                })
            })
            .collect();
        let limit = evaluation.limited_by("support");
        let calculator = self.calculator_url();
        json!({
            "id": id,
            "title": self.words(&format!("example.{id}.title")),
            "story": html(&format!("example.{id}.story")),
            "given": fields,
            "rows": rows,
            "receipt": receipt,
            "sentence": limit.map(|limit| html(&format!("limit.{limit}"))),
            "conditions": conditions,
            "fundable": evaluation.fundable(),
            "as_of": self.locale.date_long(example.as_of),
            "link": calculator.map(|url| format!("{url}#{}", link(plan, Some(version), given))),
        })
    }

    /// The page with the calculator.
    pub(super) fn calculator_url(&self) -> Option<String> {
        self.url_of("laskuri/index").or_else(|| self.url_of("laskuri"))
    }
}

fn cost_rows<'b>(plan: &Plan, budget: &'b Budget) -> &'b [crate::model::budget::Row] {
    let rows = plan.inputs.iter().find(|input| matches!(input.kind, PlanInputKind::Rows { .. }));
    rows.map_or(&[], |input| budget.rows(&input.id))
}
