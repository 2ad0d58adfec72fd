//! The page that tells which funding fits: the questions, what each answer means by itself, and the
//! part of the plan that tells what they mean together.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::RuleReferences;
use crate::finder::{Answers, Finder, Fit, Verdict};
use crate::model::budget::Datum;
use crate::model::plan::PlanInputKind;
use crate::model::quantity::Unit;
use crate::model::show;
use crate::outcome::budget_json;
use crate::render::html::data_block;

impl RuleReferences<'_> {
    pub(super) fn finder(&self) -> Json {
        let plan = &self.compiled.plan;
        let finder = Finder::new(self.rules, plan);
        let conditions: Vec<Json> = finder
            .conditions
            .iter()
            .map(|condition| {
                let id = &condition.id;
                json!({
                    "id": id,
                    "level": condition.level.id(),
                    "fails": self.slots(&format!("condition.{id}.fails")),
                })
            })
            .collect();
        let mut data = self.funding_types();
        if let Some(types) = data["types"].as_array_mut() {
            for one in types {
                let id = one["id"].as_str().unwrap_or_default().to_owned();
                one["description"] = json!(self.html(&format!("funding_type.{id}.description")));
            }
        }
        let calculator = self.calculator_url();
        let questions: Vec<Json> = self
            .rules
            .questions()
            .map(|(input, choice)| {
                let id = &input.id.value;
                let cases: Vec<Json> = choice
                    .cases
                    .iter()
                    .map(|case| self.answer(&finder, id, &choice.id.value, &case.value))
                    .collect();
                json!({
                    "id": id,
                    "label": self.html(&format!("input.{id}.label")),
                    "hint": self.html(&format!("input.{id}.hint")),
                    // Answers of a word or two can stand side by side.
                    "short": choice.cases.iter().all(|case| {
                        let key = format!("{}.name", show::case_key(&choice.id.value, &case.value));
                        self.words(&key).chars().count() <= SHORT
                    }),
                    "cases": cases,
                })
            })
            .collect();
        let size = self.rules.cost_rows().and_then(|(rows, _)| match &plan.input(rows)?.kind {
            PlanInputKind::Rows { columns, .. } => {
                columns.iter().find(|(id, _)| id == "amount").map(|_| rows)
            }
            _ => None,
        });
        let separators = self.locale.separators();
        json!({
            "types": data["types"],
            "conditions": conditions,
            "questions": questions,
            "rows": size,
            "calculator_url": calculator,
            "plan": self.finder_plan(&finder),
            "format": {
                "group": separators.group,
                "decimal": separators.decimal,
                "money": self.locale.pattern(Unit::Eur, "other"),
            },
            "as_of_text": self.locale.date_short(plan.as_of),
        })
    }

    /// An answer with the funding types that it fits by itself.
    fn answer(&self, finder: &Finder<'_>, question: &str, choice: &str, case: &str) -> Json {
        let mut answers = Answers::default();
        answers.told.set(question, Datum::Case(case.to_owned()));
        let fits = finder.fits(&answers);
        let of = |verdict: Verdict| -> Vec<String> {
            let found = fits.iter().filter(|fit| fit.verdict == verdict);
            found.map(|fit| self.words(&format!("funding_type.{}.name", fit.funding))).collect()
        };
        let mut reasons: Vec<&str> = Vec::new();
        for condition in fits.iter().flat_map(|fit: &Fit<'_>| fit.reasons.iter().chain(&fit.notes)) {
            if !reasons.contains(&condition.id.as_str()) {
                reasons.push(&condition.id);
            }
        }
        let key = show::case_key(choice, case);
        let (yes, ask) = (of(Verdict::Fits), of(Verdict::Ask));
        json!({
            "id": case,
            "name": self.html(&format!("{key}.name")),
            "hint": self.html(&format!("{key}.hint")),
            "all": yes.len() == fits.len(),
            "none": yes.is_empty() && ask.is_empty(),
            "fits": yes,
            "ask": ask,
            "reasons": reasons.iter().map(|id| self.html(&format!("condition.{id}.fails"))).collect::<Vec<_>>(),
        })
    }

    /// The conditions with what they need, and a project of each type to try them on.
    fn finder_plan(&self, finder: &Finder<'_>) -> String {
        let plan = &self.compiled.plan;
        let conditions: BTreeSet<&str> =
            finder.conditions.iter().map(|condition| condition.id.as_str()).collect();
        let texts = conditions.iter().map(|id| self.texts.get(&format!("condition.{id}.fails")));
        let names: BTreeSet<&str> = texts.flat_map(|text| text.names()).collect();
        let names = names.into_iter().filter(|name| self.rules.parameter(name).is_none()).collect();
        let pruned = plan.pruned(&names, &conditions);
        let mut json = pruned.to_json();
        if let Some(json) = json.as_object_mut() {
            // Links say by which rules they were made; these are not the whole ones.
            json.retain(|name, part| {
                let is_empty = part.is_null() || *part == json!([]) || *part == json!({});
                !is_empty && !matches!(name.as_str(), "hash" | "version")
            });
        }
        let one_cost = Answers { size: Some(rust_decimal::Decimal::ONE), ..Answers::default() };
        let projects: Map<String, Json> = self
            .rules
            .funding_types
            .iter()
            .map(|funding| &funding.id.value)
            .map(|id| (id.clone(), budget_json(&pruned, &finder.project(id, &one_cost))))
            .collect();
        json["projects"] = Json::Object(projects);
        data_block(&json)
    }
}

/// Letters of an answer that is short.
const SHORT: usize = 24;
