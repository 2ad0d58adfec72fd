//! A page for each rule and each value: what it is, why, from where, and what it has to do with.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{RuleReferences, name_of};
use crate::compile::Compiled;
use crate::explain::things::Kind;
use crate::explain::uses::{self, Use, User};
use crate::explain::{Rules, Shows};
use crate::model::budget::Budget;
use crate::model::locale::Locale;
use crate::model::page::{Made, MadeOf, Making};
use crate::model::quantity::Quantity;
use crate::model::rules::{Parameter, Rule, RuleBook};
use crate::model::show::{self, Cents};
use crate::model::texts::Segment;
use crate::render::html::escaped;

/// The pages that the rules can give in one language; nothing without texts in it.
pub fn makings(book: &RuleBook, compiled: &Compiled, language: &str, locale: &Locale) -> Vec<Making> {
    let Some(texts) = book.texts.get(language) else { return Vec::new() };
    let empty = compiled.plan.evaluate(&Budget::default());
    let words = |key: &str| {
        show::fixed_text(locale, texts.get(key), &empty, str::to_owned, |name| name_of(texts, name))
    };
    let making = |of, id: &str, title: String, description: String| Making {
        made: Made { of, id: id.to_owned() },
        title,
        description,
    };
    let rules = book.rules.iter().map(|rule| {
        let id = rule.id.value.as_str();
        let title = words(&format!("rule.{id}.name"));
        let mut told = ["reason", "formula"].iter().map(|field| words(&format!("rule.{id}.{field}")));
        let description = told.find(|text| !text.is_empty()).unwrap_or_default();
        making(MadeOf::Rule, id, title, description)
    });
    let parameters = book.parameters.iter().map(|parameter| {
        let id = parameter.id.value.as_str();
        let title = words(&format!("parameter.{id}"));
        let reason = words(&format!("parameter_reason.{id}"));
        let value = parameter.at(compiled.plan.as_of);
        let value = value.map(|dated| show::quantity(locale, dated.value, Cents::WhereNeeded));
        let source = words(&format!("source.{}", parameter.source.value));
        let description = match value {
            _ if !reason.is_empty() => reason,
            Some(value) => format!("{title}: {value} ({source})."),
            None => format!("{title} ({source})."),
        };
        making(MadeOf::Parameter, id, title, description)
    });
    rules.chain(parameters).collect()
}

/// What all made pages of a language ask for, worked out once.
#[derive(Debug)]
pub(super) struct Behind<'r> {
    uses: Vec<Use>,
    shows: Shows<'r>,
    runs: Vec<Run>,
}

/// A published example, calculated.
#[derive(Debug)]
struct Run {
    id: String,
    title: String,
    /// The values that take part in its result, as they are written.
    values: BTreeMap<String, String>,
}

impl<'r> RuleReferences<'r> {
    fn behind(&self) -> &Behind<'r> {
        self.behind.get_or_init(|| {
            let Self { rules: book, compiled, texts, .. } = *self;
            let published = book.examples.iter().filter(|example| example.publish);
            let run = |example: &crate::model::rules::Example| {
                let of_day = compiled.of_example(book, example)?;
                let plan = &of_day.plan;
                let evaluation = plan.evaluate(&example.given);
                let values = uses::taking_part(&evaluation).into_iter().filter_map(|name| {
                    let shown = match book.parameter(&name) {
                        Some(parameter) => self.quantity(parameter.at(plan.as_of)?.value),
                        None => {
                            let node = *plan.names.get(&name)?;
                            let value = &evaluation.values[node];
                            // What comes to nothing there shows nothing of the rule.
                            if value.number().is_some_and(|number| number.is_zero()) {
                                return None;
                            }
                            show::value(&self.locale, texts, value, plan.kinds[node], "")
                        }
                    };
                    (!shown.is_empty()).then_some((name, shown))
                });
                let id = example.id.value.clone();
                Some(Run { title: self.words(&format!("example.{id}.title")), id, values: values.collect() })
            };
            Behind {
                uses: uses::uses(book),
                shows: Shows::new(Rules { book, compiled, texts }),
                runs: published.filter_map(run).collect(),
            }
        })
    }

    fn quantity(&self, quantity: Quantity) -> String {
        show::quantity(&self.locale, quantity, Cents::WhereNeeded)
    }

    pub(super) fn showing_made<'n>(&self, made: &Made, names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
        let shows = &self.behind().shows;
        names.iter().copied().filter(|name| shows.shows(name, kind_of(made.of), &made.id)).collect()
    }

    /// Everything that the page of a rule or value tells, but for the pages that show it.
    pub(super) fn made_data(&self, made: &Made, at: &dyn Fn(&str) -> Option<String>) -> Option<Json> {
        let id = made.id.as_str();
        let mut data = match made.of {
            MadeOf::Rule => self.made_rule(self.rules.rule(id)?),
            MadeOf::Parameter => self.made_parameter(self.rules.parameter(id)?),
        };
        data["id"] = json!(id);
        self.users(id, &mut data);
        let examples = self.behind().runs.iter().filter_map(|run| {
            let value = run.values.get(id)?;
            let page = at("examples").or_else(|| at(&format!("example.{}", run.id)));
            let url = page.map(|page| format!("{page}#example-{}", run.id));
            Some(json!({"title": run.title, "value": value, "url": url}))
        });
        let examples: Vec<Json> = examples.collect();
        // A value that is the same in all of them need not be said again.
        let is_same = |example: &Json| example["value"] == data["value"];
        data["examples_alike"] = json!(examples.iter().all(is_same));
        data["examples"] = json!(examples);
        Some(data)
    }

    fn made_rule(&self, rule: &Rule) -> Json {
        let id = rule.id.value.as_str();
        let text = self.texts.get(&format!("rule.{id}.formula"));
        let has_values = text.segments.iter().any(|segment| matches!(segment, Segment::Value(_)));
        let round = rule.round.as_ref().map(|round| {
            let mut json = super::tables::rounding(round);
            json["source"] = self.source(&round.source.value);
            json
        });
        let limits: Vec<Json> = rule
            .at_most
            .iter()
            .map(|limit| {
                let text = self.html(&format!("limit.{}", limit.id.value));
                json!({"text": text, "source": self.source(&limit.source.value)})
            })
            .collect();
        let (needs, asks) = self.needs(rule);
        json!({
            "value": show::fixed_value(&self.locale, &self.empty, id),
            "words": self.html(&format!("rule.{id}.words")),
            "formula": self.linked(&format!("rule.{id}.formula")),
            "has_values": has_values,
            "round": round,
            "source": self.source(&rule.source.value),
            "assumption": rule.assumption.as_ref().map(|one| self.assumption(&one.value)),
            "limits": limits,
            "needs": needs,
            "asks": asks,
        })
    }

    fn made_parameter(&self, parameter: &Parameter) -> Json {
        let day = self.compiled.plan.as_of;
        let current = parameter.at(day);
        json!({
            "value": current.map(|dated| self.quantity(dated.value)),
            "values": self.dated(parameter),
            "source": self.source(&parameter.source.value),
        })
    }

    /// What a rule is calculated from: other rules and values, and what the applicant tells.
    fn needs(&self, rule: &Rule) -> (Vec<Json>, Vec<String>) {
        let own = |user: &User| match user {
            User::Thing(Kind::Rule, id) => *id == rule.id.value,
            User::Thing(Kind::Limit, id) => rule.at_most.iter().any(|limit| limit.id.value == *id),
            _ => false,
        };
        let mine = self.behind().uses.iter().filter(|one| own(&one.by));
        let names: BTreeSet<&str> = mine.flat_map(Use::names).filter(|name| *name != rule.id.value).collect();
        let rules = self.rules.rules.iter().map(|one| (MadeOf::Rule, &one.id.value));
        let parameters = self.rules.parameters.iter().map(|one| (MadeOf::Parameter, &one.id.value));
        let needs = rules.chain(parameters).filter(|(_, id)| names.contains(id.as_str()));
        let inputs = self.rules.inputs.iter().filter(|one| names.contains(one.id.value.as_str()));
        let inputs = inputs.map(|one| self.words(&format!("input.{}.label", one.id.value)));
        let categories = self.rules.categories.iter().filter(|one| names.contains(one.id.value.as_str()));
        let categories = categories.map(|one| self.words(&format!("cost_category.{}.name", one.id.value)));
        (needs.map(|(of, id)| self.thing(of, id)).collect(), inputs.chain(categories).collect())
    }

    /// A rule or value as others point to it.
    fn thing(&self, of: MadeOf, id: &str) -> Json {
        let (name, value) = match of {
            MadeOf::Rule => (format!("rule.{id}.name"), show::fixed_value(&self.locale, &self.empty, id)),
            MadeOf::Parameter => {
                let parameter = self.rules.parameter(id);
                let current = parameter.and_then(|parameter| parameter.at(self.compiled.plan.as_of));
                (format!("parameter.{id}"), current.map(|dated| self.quantity(dated.value)))
            }
        };
        json!({"name": self.words(&name), "url": self.made_url(of, id), "value": value})
    }

    /// The page made from a thing, if there is one.
    pub(super) fn made_url(&self, of: MadeOf, id: &str) -> Option<String> {
        (self.addresses.of_made)(&Made { of, id: id.to_owned() })
    }

    /// What uses a rule or value, each in its own list.
    fn users(&self, id: &str, data: &mut Json) {
        let book = self.rules;
        let uses = &self.behind().uses;
        let users: BTreeSet<&User> = uses::of(uses, id).into_iter().map(|one| &one.by).collect();
        let has = |kind: Kind, id: &str| users.contains(&User::Thing(kind, id.to_owned()));
        let used = |rule: &&Rule| {
            let limits = || rule.at_most.iter().any(|limit| has(Kind::Limit, &limit.id.value));
            rule.id.value != id && (has(Kind::Rule, &rule.id.value) || limits())
        };
        let direct: Vec<&Rule> = book.rules.iter().filter(used).collect();
        let through = uses::through(uses, id);
        let further = book.outputs.iter().map(|name| name.value.as_str()).filter(|name| {
            let is_direct = direct.iter().any(|rule| rule.id.value == **name);
            *name != id && !is_direct && through.contains(&User::Thing(Kind::Rule, (*name).to_owned()))
        });
        data["further"] = further.map(|id| self.thing(MadeOf::Rule, id)).collect();
        data["used_by"] = direct.iter().map(|rule| self.thing(MadeOf::Rule, &rule.id.value)).collect();
        let conditions = book.conditions.iter().filter(|one| has(Kind::Condition, &one.id.value));
        data["conditions"] = conditions
            .map(|one| {
                let title = self.words(&format!("condition.{}.title", one.id.value));
                json!({"title": title, "level": one.level.id(), "source": self.source(&one.source.value)})
            })
            .collect();
        let named = |kind: Kind, ids: &mut dyn Iterator<Item = &str>| -> Json {
            ids.filter(|id| has(kind, id)).map(|id| json!(self.words(&kind.name_key(id)))).collect()
        };
        data["attachments"] =
            named(Kind::Checklist, &mut book.checklist.iter().map(|one| one.id.value.as_str()));
        data["models"] =
            named(Kind::CostModel, &mut book.cost_models.iter().map(|one| one.id.value.as_str()));
        data["fields"] = named(Kind::Input, &mut book.inputs.iter().map(|one| one.id.value.as_str()));
    }

    /// A text as HTML, each value in it a link to the page that tells of it.
    fn linked(&self, key: &str) -> String {
        let mut html = String::new();
        for segment in &self.texts.get(key).segments {
            let name = match segment {
                Segment::Words(words) | Segment::Link { words, .. } => {
                    html.push_str(&escaped(words));
                    continue;
                }
                Segment::Value(name) => name,
            };
            self.note_shown(name);
            let of = if self.rules.parameter(name).is_some() { MadeOf::Parameter } else { MadeOf::Rule };
            let shown = show::fixed_value(&self.locale, &self.empty, name);
            let shown = escaped(&shown.unwrap_or_else(|| name_of(self.texts, name)));
            match self.made_url(of, name) {
                Some(url) => html.push_str(&format!("<a href=\"{}\">{shown}</a>", escaped(&url))),
                None => html.push_str(&shown),
            }
        }
        html
    }
}

/// What the rules call it.
pub fn kind_of(of: MadeOf) -> Kind {
    match of {
        MadeOf::Rule => Kind::Rule,
        MadeOf::Parameter => Kind::Parameter,
    }
}
