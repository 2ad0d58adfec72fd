//! What is attached to the application, and when.

use super::{each, optional_formula, optional_text, required_text};
use crate::check::formula;
use crate::check::shape::rules as shape;
use crate::check::yaml::Cursor;
use crate::diag::{Diagnostics, Reported, Words};
use crate::model::formula::Filter;
use crate::model::rules::{ChecklistItem, Need};

pub(super) fn checklist(root: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Vec<ChecklistItem>, Reported> {
    Ok(each(root, &Words::new("the checklist", "liitteiden luettelon"), diags, |id, cursor, diags| {
        let map = cursor.shape(&shape::ATTACHMENT, diags)?;
        let when = optional_formula(&map, "when", diags);
        let rows = optional_text(&map, "for_each", diags);
        let filter = optional_text(&map, "where", diags)
            .and_then(|text| text.map(|text| formula::filter(&text, diags)).transpose());
        let group = optional_text(&map, "group", diags);
        let source = required_text(&map, "source", diags);
        let (when, rows, filter) = (when?, rows?, filter?);
        let need = match (rows, when) {
            (Some(rows), Some(when)) => {
                Need::ForEach { rows, filter: filter.unwrap_or_else(Filter::default), when }
            }
            (Some(_), None) => {
                return Err(diags.missing_key(
                    &id.place,
                    &Words::new("an attachment for rows", "rivikohtaisen liitteen"),
                    "when",
                    "amount >= quote_threshold",
                ));
            }
            (None, Some(when)) => Need::When(when),
            (None, None) => Need::Always,
        };
        Ok(ChecklistItem { id, need, group: group?, source: source? })
    }))
}
