//! Tables and lists made from the rules.

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::RuleReferences;
use crate::compile::sample;
use crate::model::budget::{Budget, Datum};
use crate::model::page::MadeOf;
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::{Need, Parameter, RoundMode, Rounding};
use crate::model::show::{self, Cents};

impl RuleReferences<'_> {
    /// The funding types side by side, with the projects that each can fund.
    pub(super) fn funding_types(&self) -> Json {
        let plan = &self.compiled.plan;
        let cent = Decimal::new(1, 2);
        let thresholds = sample::thresholds(plan);
        let types: Vec<Json> = self
            .rules
            .funding_types
            .iter()
            .filter_map(|funding| {
                let id = &funding.id.value;
                let range = self.compiled.ranges.get(id)?;
                let rate = self.rate(id);
                // "Over 8 000 €" says more than "from 8 000,01 €".
                let over = range.total_min.map(|least| least - cent).filter(|below| thresholds.contains(below));
                let total_min = over.or(range.total_min);
                Some(json!({
                    "id": id,
                    "name": self.words(&format!("funding_type.{id}.name")),
                    "official": self.words(&format!("funding_type.{id}.official")),
                    "description": self.words(&format!("funding_type.{id}.description")),
                    "url": self.page_url(id),
                    "rate_text": show::quantity(&self.locale, Quantity::new(rate, Unit::Ratio), Cents::WhereNeeded),
                    "rate_is_max": range.rate_is_asked,
                    "total_min": total_min.map(|value| self.amount(value, Cents::WhereNeeded)),
                    "total_min_exclusive": over.is_some(),
                    "total_max": range.total_max.map(|value| self.amount(value, Cents::WhereNeeded)),
                    "support_min": range.support_min.map(|value| self.amount(value, Cents::WhereNeeded)),
                    "support_max": self.amount(range.support_max, Cents::WhereNeeded),
                }))
            })
            .collect();
        json!({"types": types})
    }

    /// The rate of a funding type, the largest where the applicant tells it.
    fn rate(&self, funding: &str) -> Decimal {
        let budget = self.project(funding, Decimal::ONE_HUNDRED);
        let evaluation = self.compiled.plan.evaluate(&budget);
        evaluation.named("rate").and_then(|value| value.number()).unwrap_or_default()
    }

    /// A project with one paid cost and the largest rate.
    pub(super) fn project(&self, funding: &str, total: Decimal) -> Budget {
        crate::compile::simple_project(self.rules, &self.compiled.plan, funding, total).unwrap_or_default()
    }

    /// The costs that a funding type takes.
    pub(super) fn costs(&self, id: &str) -> Option<Json> {
        let funding = self.rules.funding_type(id)?;
        let categories: Vec<Json> = funding
            .costs
            .iter()
            .map(|cost| {
                let id = &cost.value;
                json!({
                    "id": id,
                    "name": self.words(&format!("cost_category.{id}.name")),
                    "hint": self.html(&format!("cost_category.{id}.hint")),
                })
            })
            .collect();
        let name = self.words(&format!("funding_type.{id}.name"));
        Some(json!({"type": {"id": id, "name": name}, "categories": categories}))
    }

    pub(super) fn cost_models(&self) -> Json {
        let models: Vec<Json> = self
            .rules
            .cost_models
            .iter()
            .map(|model| {
                let id = &model.id.value;
                let text = |field: &str| self.html(&format!("cost_model.{id}.{field}"));
                let rate = model.flat.as_ref().and_then(|flat| self.rules.parameter(&flat.rate.value));
                let rate = rate.and_then(|parameter| parameter.at(self.compiled.plan.as_of));
                let base = model.flat.iter().flat_map(|flat| &flat.of);
                let base: Vec<String> = base
                    .map(|category| {
                        self.words(&format!("cost_category.{}.name", category.value)).to_lowercase()
                    })
                    .collect();
                json!({
                    "id": id,
                    "name": self.words(&format!("cost_model.{id}.name")),
                    "description": text("description"),
                    "receipts": text("receipts"),
                    "covers": text("covers"),
                    "rate": rate.map(|dated| json!({
                        "value": dated.value.canonical(),
                        "text": show::quantity(&self.locale, dated.value, Cents::WhereNeeded),
                    })),
                    "base": base,
                    "volunteer_work": model.volunteer_work,
                })
            })
            .collect();
        json!({"models": models})
    }

    /// The attachments by group; those that a funding type can never need are left out for it.
    pub(super) fn checklist(&self, funding: Option<&str>) -> Json {
        let plan = &self.compiled.plan;
        let mut groups: Vec<Json> = Vec::new();
        for item in &self.rules.checklist {
            if let Some(funding) = funding {
                let mut budget = Budget::default();
                budget.set("funding_type", Datum::Case(funding.to_owned()));
                let evaluation = plan.evaluate(&budget);
                let node =
                    plan.checklist.iter().find(|known| known.id == item.id.value).map(|known| known.node);
                let value = node.map(|node| &evaluation.values[node]);
                let never = value.is_some_and(|value| {
                    // Known with nothing told but the type: no other answer changes it.
                    let assumed = value.as_known().is_some_and(|known| !known.assumed.is_empty());
                    value.state() == "not_applicable" || (value.bool() == Some(false) && !assumed)
                });
                if never {
                    continue;
                }
            }
            let id = &item.id.value;
            let group = item.group.as_ref().map(|group| group.value.as_str());
            let entry = json!({
                "id": id,
                "name": self.words(&format!("checklist.{id}.name")),
                "when": self.html(&format!("checklist.{id}.when")),
                "hint": self.html(&format!("checklist.{id}.hint")),
                "always": matches!(item.need, Need::Always),
            });
            let place = groups.iter().position(|known| known["id"].as_str() == group);
            match place {
                Some(place) => {
                    if let Some(items) = groups[place]["items"].as_array_mut() {
                        items.push(entry);
                    }
                }
                None => {
                    let title = group.map(|group| self.words(&format!("checklist_group.{group}")));
                    groups.push(json!({"id": group, "title": title, "items": [entry]}));
                }
            }
        }
        json!({"groups": groups})
    }

    pub(super) fn steps(&self, id: &str) -> Option<Json> {
        let steps: Vec<Json> = self
            .texts
            .steps
            .get(id)?
            .iter()
            .map(|step| {
                let name = |name: &str| super::escaped(&self.name_of(name));
                let title =
                    show::fixed_text(&self.locale, &step.title.text, &self.empty, str::to_owned, |name| {
                        self.name_of(name)
                    });
                json!({"title": title, "text": self.filled(&step.text.text, name)})
            })
            .collect();
        Some(json!({"steps": steps}))
    }

    /// Typical totals of a funding type with what they give, paid costs alone.
    pub(super) fn totals(&self, id: &str) -> Option<Json> {
        let range = self.compiled.ranges.get(id)?;
        let plan = &self.compiled.plan;
        let rows: Vec<Json> = totals_between(range.total_min, range.total_max)
            .into_iter()
            .filter_map(|total| {
                let evaluation = plan.evaluate(&self.project(id, total));
                let value = |name: &str| evaluation.named(name).and_then(|value| value.number());
                let limit = evaluation.limited_by("support");
                Some(json!({
                    "total": self.amount(value("total")?, Cents::Always),
                    "support": self.amount(value("support")?, Cents::Always),
                    "own_share": self.amount(value("own_share")?, Cents::Always),
                    "limited_by_text": limit.map(|limit| self.html(&format!("limit.{limit}"))),
                }))
            })
            .collect();
        let name = self.words(&format!("funding_type.{id}.name"));
        Some(json!({"type": {"id": id, "name": name, "rate_is_asked": range.rate_is_asked}, "rows": rows}))
    }

    pub(super) fn rules(&self) -> Json {
        let rules: Vec<Json> = self
            .rules
            .rules
            .iter()
            .map(|rule| {
                let id = &rule.id.value;
                let assumption =
                    rule.assumption.as_ref().map(|assumption| self.assumption(&assumption.value));
                json!({
                    "id": id,
                    "anchor": format!("rule-{id}"),
                    "url": self.made_url(MadeOf::Rule, id),
                    "name": self.words(&format!("rule.{id}.name")),
                    "formula": self.html(&format!("rule.{id}.formula")),
                    "reason": self.html(&format!("rule.{id}.reason")),
                    "round": rule.round.as_ref().map(rounding),
                    "source": self.source(&rule.source.value),
                    "assumption": assumption,
                })
            })
            .collect();
        json!({"rules": rules, "assumptions": self.assumptions()})
    }

    pub(super) fn assumption(&self, id: &str) -> Json {
        json!({
            "id": id,
            "title": self.words(&format!("assumption.{id}.title")),
            "text": self.html(&format!("assumption.{id}.text")),
        })
    }

    /// Everything that the rules assume, once.
    pub(super) fn assumptions(&self) -> Vec<Json> {
        let mut ids: Vec<&str> = Vec::new();
        for assumption in self.rules.assumptions() {
            if !ids.contains(&assumption.value.as_str()) {
                ids.push(&assumption.value);
            }
        }
        ids.into_iter().map(|id| self.assumption(id)).collect()
    }

    pub(super) fn parameters(&self) -> Json {
        let parameters: Vec<Json> = self
            .rules
            .parameters
            .iter()
            .map(|parameter| {
                let id = &parameter.id.value;
                json!({
                    "id": id,
                    "anchor": format!("param-{id}"),
                    "url": self.made_url(MadeOf::Parameter, id),
                    "name": self.words(&format!("parameter.{id}")),
                    "values": self.dated(parameter),
                    "source": self.source(&parameter.source.value),
                })
            })
            .collect();
        json!({"parameters": parameters})
    }

    /// The values of a parameter over time, that of the day marked.
    pub(super) fn dated(&self, parameter: &Parameter) -> Vec<Json> {
        let current = parameter.at(self.compiled.plan.as_of);
        let values = parameter.values.iter().map(|dated| {
            json!({
                "from": self.locale.date_long(dated.from),
                "until": dated.until.map(|until| self.locale.date_long(until)),
                "text": show::quantity(&self.locale, dated.value, Cents::WhereNeeded),
                "current": current.is_some_and(|current| current.from == dated.from),
            })
        });
        values.collect()
    }

    pub(super) fn sources(&self) -> Json {
        let sources: Vec<Json> =
            self.rules.sources.iter().map(|source| self.source(&source.id.value)).collect();
        json!({"sources": sources})
    }
}

/// How a rule rounds, for the theme to put into words.
pub(super) fn rounding(rounding: &Rounding) -> Json {
    let mode = match rounding.mode {
        RoundMode::HalfUp => "half_up",
        RoundMode::HalfEven => "half_even",
        RoundMode::Down => "down",
        RoundMode::Up => "up",
    };
    json!({"mode": mode, "decimals": rounding.decimals, "assumed": rounding.source.value == "assumption"})
}

/// Round totals within bounds, with the bounds themselves.
fn totals_between(least: Option<Decimal>, most: Option<Decimal>) -> Vec<Decimal> {
    const ROUND: [i64; 14] = [
        1_500, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 10_000, 20_000, 50_000, 100_000, 150_000, 200_000,
        250_000,
    ];
    let within =
        |total: &Decimal| least.is_none_or(|least| *total > least) && most.is_none_or(|most| *total < most);
    let mut totals: Vec<Decimal> = least.into_iter().collect();
    totals.extend(ROUND.iter().map(|total| Decimal::from(*total)).filter(within));
    totals.extend(most);
    totals
}
