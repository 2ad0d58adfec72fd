//! What there is to choose from: funding types, cost models, cost categories.

use super::{each, id as check_id, optional_bool, optional_text, required_text};
use crate::check::shape::rules as shape;
use crate::check::yaml::{Cursor, Node};
use crate::diag::{Diagnostics, Reported, Words};
use crate::model::rules::{Category, Choice, CostModel, FlatRate, FundingType};
use crate::source::Spanned;

pub(super) struct Funding {
    pub set: Spanned<String>,
    pub funding_types: Vec<FundingType>,
    pub cost_models: Vec<CostModel>,
    pub categories: Vec<Category>,
    pub choices: Vec<Choice>,
}

pub(super) fn funding(root: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Funding, Reported> {
    let map = root.shape(&shape::FUNDING, diags)?;
    let set = required_text(&map, "set", diags);
    if let Ok(set) = &set {
        check_id(set, diags);
    }
    let cost_models = map.must("cost_model", diags).map(|cursor| cost_models(&cursor, diags));
    let cost_models = cost_models?;
    let first_model = cost_models.first().map(|model| model.id.clone());
    let funding_types = map.must("funding_type", diags).map(|cursor| {
        each(
            &cursor,
            &Words::new("the list of funding types", "rahoitustyyppien luettelon"),
            diags,
            |id, cursor, diags| {
                let map = cursor.shape(&shape::FUNDING_TYPE, diags)?;
                let page = optional_text(&map, "page", diags);
                let costs = map.must("costs", diags).and_then(|cursor| cursor.names(diags));
                let models = map.get("cost_models").map(|cursor| cursor.names(diags)).transpose();
                let parts = optional_bool(&map, "parts", diags);
                let means = match map.get("means") {
                    Some(cursor) => means(&cursor, diags),
                    None => Ok(Vec::new()),
                };
                // A type that says nothing of cost models knows only the first one.
                let models = models?.unwrap_or_else(|| first_model.clone().into_iter().collect());
                Ok(FundingType {
                    id,
                    page: page?,
                    costs: costs?,
                    cost_models: models,
                    parts: parts?.unwrap_or(false),
                    means: means?,
                })
            },
        )
    });
    let categories = map.must("cost_category", diags).map(|cursor| {
        each(
            &cursor,
            &Words::new("the list of cost categories", "kustannuslajien luettelon"),
            diags,
            |id, cursor, diags| {
                let map = cursor.shape(&shape::COST_CATEGORY, diags)?;
                let purchase = optional_bool(&map, "purchase", diags)?.unwrap_or(false);
                Ok(Category { id, purchase })
            },
        )
    });
    let choices = map.get("choice").map(|cursor| choices(&cursor, diags));
    Ok(Funding {
        set: set?,
        funding_types: funding_types?,
        cost_models,
        categories: categories?,
        choices: choices.unwrap_or_default(),
    })
}

/// Answers by the question that they answer.
fn means(
    cursor: &Cursor<'_>,
    diags: &mut Diagnostics,
) -> Result<Vec<(Spanned<String>, Spanned<String>)>, Reported> {
    let map = cursor.open_map(&Words::new("the answers", "vastausten"), diags)?;
    let read = map.entries().into_iter().map(|(input, case)| Ok((input, case.text(diags)?)));
    read.collect()
}

/// The choices whose cases stand in a part of the file of their own.
pub(super) const BUILT_IN: [&str; 3] = ["funding_type", "cost_model", "cost_category"];

fn choices(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Vec<Choice> {
    each(cursor, &Words::new("the choices", "valintojen"), diags, |id, cursor, diags| {
        let map = cursor.shape(&shape::CHOICE, diags)?;
        let cases = map.must("cases", diags).and_then(|cursor| cursor.names(diags));
        let source = required_text(&map, "source", diags);
        let assumption = optional_text(&map, "assumption", diags);
        if BUILT_IN.contains(&id.value.as_str()) {
            return Err(diags.choice_of_the_program(&id));
        }
        let cases = cases?;
        if cases.is_empty() {
            return Err(diags.choice_without_cases(&id));
        }
        let mut wrong = None;
        for (at, case) in cases.iter().enumerate() {
            if !check_id(case, diags) {
                wrong = diags.first_error();
            }
            if let Some(first) = cases[..at].iter().find(|first| first.value == case.value) {
                wrong = Some(diags.case_twice(&id.value, case, &first.place));
            }
        }
        match wrong {
            Some(told) => Err(told),
            None => Ok(Choice { id, cases, source: source?, assumption: assumption? }),
        }
    })
}

fn cost_models(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Vec<CostModel> {
    each(
        cursor,
        &Words::new("the list of cost models", "kustannusmallien luettelon"),
        diags,
        |id, cursor, diags| {
            let map = cursor.shape(&shape::COST_MODEL, diags)?;
            let counts = map.must("counts", diags).and_then(|cursor| match cursor.node() {
                Node::Text(text) if text == "all" => Ok(None),
                _ => cursor.names(diags).map(Some),
            });
            let flat = map.get("flat").map(|cursor| flat_rate(&cursor, diags)).transpose();
            let volunteer_work = map.must("volunteer_work", diags).and_then(|cursor| cursor.bool(diags));
            let source = required_text(&map, "source", diags);
            let assumption = optional_text(&map, "assumption", diags);
            Ok(CostModel {
                id,
                counts: counts?,
                flat: flat?,
                volunteer_work: volunteer_work?,
                source: source?,
                assumption: assumption?,
            })
        },
    )
}

fn flat_rate(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<FlatRate, Reported> {
    let map = cursor.shape(&shape::FLAT_RATE, diags)?;
    let rate = required_text(&map, "rate", diags);
    let of = map.must("of", diags).and_then(|cursor| cursor.names(diags));
    Ok(FlatRate { rate: rate?, of: of? })
}
