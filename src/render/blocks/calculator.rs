//! The calculator's page: the plan, and every word that the script may show.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::RuleReferences;
use crate::diag::Diagnostics;
use crate::model::budget::{Datum, Entry};
use crate::model::page::MadeOf;
use crate::model::plan::{Op, PlanInputKind};
use crate::model::quantity::{Unit, fixed};
use crate::render::html::data_block;

impl RuleReferences<'_> {
    pub(super) fn calculator(&self) -> Json {
        let plan = &self.compiled.plan;
        let separators = self.locale.separators();
        let mut plan_json = plan.to_json();
        plan_json["vectors"] = Json::Array(self.vectors());
        let shown = self.shown_names();
        if let Some(names) = plan_json["names"].as_object_mut() {
            names.retain(|name, _| shown.contains(name.as_str()));
        }
        let questions: BTreeSet<&str> =
            self.rules.questions().map(|(input, _)| input.id.value.as_str()).collect();
        // Answers come with a link and are not asked here, so that any text will do.
        for input in plan_json["inputs"].as_array_mut().into_iter().flatten() {
            if let Some(id) = input["id"].as_str().filter(|id| questions.contains(id)) {
                *input = json!({"id": id, "t": "text", "optional": true});
            }
        }
        // The words about them are in a module of their own, for the few links that bring answers.
        let of_answers = |id: &str| {
            let condition = plan.conditions.iter().find(|condition| condition.id == id);
            condition.is_some_and(|one| !plan.inputs_of(one.node).is_disjoint(&questions))
        };
        let by_type = |id: &str| {
            let condition = plan.conditions.iter().find(|condition| condition.id == id);
            condition.is_some_and(|one| plan.inputs_of(one.node).contains("funding_type"))
        };
        let plan_text = data_block(&plan_json);
        let funding_types: Vec<Json> = self
            .rules
            .funding_types
            .iter()
            .map(|funding| {
                let id = &funding.id.value;
                json!({
                    "id": id,
                    "name": self.html(&format!("funding_type.{id}.name")),
                    "official": self.html(&format!("funding_type.{id}.official")),
                    "description": self.html(&format!("funding_type.{id}.description")),
                    "choice": self.html(&format!("funding_type.{id}.choice")),
                    "fits": self.html(&format!("funding_type.{id}.fits")),
                    "url": self.page_url(id),
                })
            })
            .collect();
        let cost_models: Vec<Json> = self
            .rules
            .cost_models
            .iter()
            .map(|model| {
                let id = &model.id.value;
                json!({
                    "id": id,
                    "name": self.html(&format!("cost_model.{id}.name")),
                    "description": self.html(&format!("cost_model.{id}.description")),
                })
            })
            .collect();
        let categories: Vec<Json> = self
            .rules
            .categories
            .iter()
            .map(|category| {
                let id = &category.id.value;
                json!({
                    "id": id,
                    "name": self.words(&format!("cost_category.{id}.name")),
                    "hint": self.html(&format!("cost_category.{id}.hint")),
                })
            })
            .collect();
        let by_id = |ids: &mut dyn Iterator<Item = &str>, make: &dyn Fn(&str) -> Json| -> Vec<Json> {
            ids.map(|id| {
                let mut one = make(id);
                one["id"] = json!(id);
                one
            })
            .collect()
        };
        let (answer_conditions, conditions): (Vec<Json>, Vec<Json>) = self
            .rules
            .conditions
            .iter()
            .map(|condition| {
                let id = &condition.id.value;
                let suggest: Map<String, Json> = condition
                    .suggest
                    .iter()
                    .map(|(from, _)| {
                        let text = self.words(&format!("condition.{id}.suggest.{}", from.value));
                        (from.value.clone(), json!(text))
                    })
                    .collect();
                json!({
                    "id": id,
                    "level": condition.level.id(),
                    "title": self.html(&format!("condition.{id}.title")),
                    "fails": self.slots(&format!("condition.{id}.fails")),
                    "suggest": suggest,
                    "by_type": by_type(id),
                })
            })
            .partition(|one| of_answers(one["id"].as_str().unwrap_or_default()));
        let checklist: Vec<Json> = self
            .rules
            .checklist
            .iter()
            .map(|item| {
                let id = &item.id.value;
                let group = item.group.as_ref().map(|group| group.value.as_str());
                json!({
                    "id": id,
                    "name": self.html(&format!("checklist.{id}.name")),
                    "when": self.html(&format!("checklist.{id}.when")),
                    "hint": self.html(&format!("checklist.{id}.hint")),
                    "group": group.unwrap_or(""),
                    "group_title": group.map(|group| self.words(&format!("checklist_group.{group}"))),
                })
            })
            .collect();
        let limits = self.rules.rules.iter().flat_map(|rule| &rule.at_most);
        let receipt: Vec<Json> = self
            .rules
            .receipt
            .iter()
            .map(|line| {
                let id = &line.id.value;
                json!({
                    "id": id,
                    "label": self.html(&format!("receipt.{id}.label")),
                    "detail": self.slots(&format!("receipt.{id}.detail")),
                    "url": self.line_url(&line.value.value),
                })
            })
            .collect();
        let open = self.rules.inputs.iter().filter_map(|input| input.open.as_ref());
        json!({
            "plan": plan_text,
            "funding_types": funding_types,
            "cost_models": cost_models,
            "categories": categories,
            "inputs": self.inputs(),
            "outputs": by_id(&mut plan.outputs.iter().map(String::as_str), &|id| {
                json!({"name": self.html(&format!("rule.{id}.name"))})
            }),
            "receipt": receipt,
            "limits": by_id(&mut limits.map(|limit| limit.id.value.as_str()), &|id| {
                json!({"text": self.slots(&format!("limit.{id}"))})
            }),
            "conditions": conditions,
            "answer_conditions": answer_conditions,
            "questions": questions,
            "notes": by_id(&mut self.rules.notes.iter().map(|note| note.id.value.as_str()), &|id| {
                json!({"text": self.slots(&format!("note.{id}"))})
            }),
            "checklist": checklist,
            "open": by_id(&mut open.map(|reason| reason.value.as_str()), &|id| {
                json!({"text": self.html(&format!("open.{id}"))})
            }),
            "rules_url": self.url_of("laskuri/saannot").unwrap_or_default(),
            "examples_url": self.url_of("laskuri/esimerkit"),
            "totals": self.rules.funding_types.iter().filter_map(|one| self.totals(&one.id.value)).collect::<Vec<_>>(),
            "versions": data_block(&self.versions()),
            "parameters": self.rules.parameters.iter().map(|parameter| {
                let id = &parameter.id.value;
                json!({"id": id, "name": self.html(&format!("parameter.{id}"))})
            }).collect::<Vec<_>>(),
            "format": {
                "group": separators.group,
                "decimal": separators.decimal,
                "minus": separators.minus,
                // What the browser asks for dates by.
                "locale": self.locale.tongue().tag(),
                "units": self.unit_patterns(),
            },
            "papers": self.paper_words(),
            "as_of": plan.as_of.to_string(),
            "as_of_text": self.locale.date_short(plan.as_of),
        })
    }

    /// Where a line of the receipt is explained: the page of its rule, or its place among all rules.
    pub(super) fn line_url(&self, rule: &str) -> Option<String> {
        let among_all = || Some(format!("{}#rule-{rule}", self.url_of("laskuri/saannot")?));
        self.made_url(MadeOf::Rule, rule).or_else(among_all)
    }

    /// How numbers are written with their units, by the unit, or by unit and form where it has forms.
    fn unit_patterns(&self) -> Json {
        let mut patterns = serde_json::Map::new();
        for unit in [Unit::Eur, Unit::EurPerHour, Unit::Hour, Unit::Ratio] {
            let name = unit.id().replace('/', "_per_");
            patterns.insert(name, json!(self.locale.pattern(unit, "other")));
        }
        for form in self.locale.tongue().plural_forms() {
            patterns.insert(format!("years_{form}"), json!(self.locale.pattern(Unit::Years, form)));
        }
        Json::Object(patterns)
    }

    /// The words of the documents that the script makes, the same as those of the command line.
    fn paper_words(&self) -> Json {
        let plan = &self.compiled.plan;
        let words = crate::papers::words::words(&self.language);
        let sums = crate::papers::rows::SUMS.into_iter().filter(|name| plan.names.contains_key(*name));
        let sums: Vec<Json> =
            sums.map(|name| json!({"id": name, "name": self.words(&format!("rule.{name}.name"))})).collect();
        let files: BTreeMap<_, _> = self
            .papers()
            .iter()
            .flat_map(|source| {
                self.rules.funding_types.iter().map(|one| {
                    let path = crate::papers::form_path(source, &one.id.value);
                    (one.id.value.clone(), path.rsplit('/').next().unwrap_or_default().to_owned())
                })
            })
            .collect();
        json!({
            "form": words.form, "costs": words.costs, "costs_title": words.costs_title,
            "work_title": words.work_title, "financing_title": words.financing_title,
            "result": words.result, "attachments": words.attachments, "estimate": words.estimate,
            "version": words.version, "rules_version": plan.version(),
            "applicant": words.applicant, "project": words.project, "number": words.number,
            "note": words.note, "counted": words.counted, "not_for_type": words.not_for_type,
            "covered": words.covered, "no_category": words.no_category, "amount": words.amount,
            "work_kind": words.work_kind, "workers": words.workers, "answer": words.answer,
            "value": words.value, "hint": words.hint, "total": words.total, "income_side": words.income_side,
            "line": words.line, "purse": words.purse, "calculation": words.calculation, "attachment": words.attachment,
            "is_needed": words.is_needed, "needed_yes": words.needed_yes, "needed_maybe": words.needed_maybe,
            "files": files, "done": words.done, "signature": words.signature, "place_and_day": words.place_and_day,
            "name_in_print": words.name_in_print, "sums": sums,
        })
    }

    /// The names whose values the page shows or asks for; the script has no use for the others.
    fn shown_names(&self) -> BTreeSet<&str> {
        let plan = &self.compiled.plan;
        let answers: BTreeSet<&str> =
            self.rules.questions().map(|(input, _)| input.id.value.as_str()).collect();
        let inputs = plan.inputs.iter().map(|input| input.id.as_str()).filter(|id| !answers.contains(id));
        let outputs = plan.outputs.iter().map(String::as_str);
        let receipt = self.rules.receipt.iter().map(|line| line.value.value.as_str());
        let in_texts = self.texts.entries.values().flat_map(|worded| worded.text.names());
        let in_texts = in_texts.filter(|name| self.rules.parameter(name).is_none());
        inputs.chain(outputs).chain(receipt).chain(in_texts).collect()
    }

    fn inputs(&self) -> Json {
        let mut inputs = Map::new();
        for input in &self.compiled.plan.inputs {
            let id = &input.id;
            let kind = match &input.kind {
                PlanInputKind::Choice { .. } => "choice",
                PlanInputKind::Number { unit: Unit::Hour, .. } => "hours",
                PlanInputKind::Number { unit: Unit::Ratio, .. } => "percent",
                PlanInputKind::Number { .. } => "money",
                PlanInputKind::Bool => "yes_no",
                PlanInputKind::Date => "date",
                PlanInputKind::Rows { .. } => "rows",
            };
            let mut data = json!({
                "kind": kind,
                "label": self.html(&format!("input.{id}.label")),
                "hint": self.html(&format!("input.{id}.hint")),
                "optional": input.optional,
            });
            if let PlanInputKind::Rows { columns, .. } = &input.kind {
                for (column, _) in columns {
                    data[column.as_str()] = json!(self.html(&format!("input.{id}.{column}")));
                }
            }
            inputs.insert(id.clone(), data);
        }
        Json::Object(inputs)
    }

    /// The values of the rules at each time they have had: what has changed since a link was made.
    fn versions(&self) -> Json {
        let today = &self.compiled.plan;
        let days = self.rules.days_of_change().into_iter().filter(|day| *day <= today.as_of);
        let mut versions = Map::new();
        for day in days {
            // Of a day on which the rules were not whole yet there are no links.
            let Ok(of_day) = self.compiled.on(self.rules, day, &mut Diagnostics::new()) else { continue };
            let plan = &of_day.plan;
            let values: Map<String, Json> = plan
                .nodes
                .iter()
                .zip(&plan.scales)
                .filter_map(|(op, scale)| match op {
                    Op::Parameter(id, value) => Some((id.clone(), json!(fixed(*value, scale.unwrap_or(0))))),
                    _ => None,
                })
                .collect();
            versions.insert(
                of_day.version().to_owned(),
                json!({"since": plan.since.to_string(), "values": values}),
            );
        }
        let units: Map<String, Json> = self
            .rules
            .parameters
            .iter()
            .map(|parameter| (parameter.id.value.clone(), json!(parameter.unit.id())))
            .collect();
        json!({"units": units, "versions": versions})
    }

    /// A few budgets with their results, for the script to try itself on before it shows anything.
    fn vectors(&self) -> Vec<Json> {
        let plan = &self.compiled.plan;
        self.rules
            .examples
            .iter()
            .take(VECTORS)
            .map(|example| {
                // No rule reads words; they would only weigh.
                let mut given = example.given.clone();
                for row in given.rows.values_mut().flatten() {
                    row.retain(|_, entry| !matches!(entry, Entry::Typed(Datum::Text(_))));
                }
                let evaluation = plan.evaluate(&given);
                let expect: Map<String, Json> = plan
                    .outputs
                    .iter()
                    .map(|name| {
                        let value = evaluation.named(name).and_then(|value| value.number());
                        let scale = plan.names.get(name).and_then(|&node| plan.scales[node]).unwrap_or(0);
                        (name.clone(), json!(value.map(|value| fixed(value, scale))))
                    })
                    .collect();
                json!({"budget": crate::outcome::budget_json(plan, &given), "expect": expect})
            })
            .collect()
    }
}

/// Enough to notice an evaluator that cannot calculate; each costs some bytes of the page.
const VECTORS: usize = 2;
