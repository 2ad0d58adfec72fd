//! Sources, and dated values with their sources.

use jiff::ToSpan;
use rust_decimal::Decimal;

use super::{each, quantity_of, required_text};
use crate::check::shape::rules as shape;
use crate::check::yaml::Cursor;
use crate::diag::{Diagnostics, Reported, Words};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::{Dated, Parameter, Source};
use crate::source::Spanned;

pub(super) fn sources(root: &Cursor<'_>, diags: &mut Diagnostics) -> Vec<Source> {
    each(root, &Words::new("the list of sources", "lähteiden luettelon"), diags, |id, cursor, diags| {
        let map = cursor.shape(&shape::SOURCE_ENTRY, diags)?;
        let url = required_text(&map, "url", diags);
        let checked = map.must("checked", diags).and_then(|cursor| cursor.date(diags));
        let group = map.get("group").map(|group| group.text(diags)).transpose();
        let url = url?;
        if !url.value.starts_with("https://") && !url.value.starts_with("http://") {
            return Err(diags.not_an_address(&url));
        }
        Ok(Source { id, url: url.value, checked: checked?, group: group?.map(|group| group.value) })
    })
}

pub(super) fn parameters(root: &Cursor<'_>, diags: &mut Diagnostics) -> Vec<Parameter> {
    each(root, &Words::new("the list of values", "arvojen luettelon"), diags, |id, cursor, diags| {
        let map = cursor.shape(&shape::PARAMETER, diags)?;
        let source = required_text(&map, "source", diags);
        let values = map.must("values", diags).and_then(|cursor| values(&id, &cursor, diags));
        let (source, values) = (source?, values?);
        let Some(first) = values.first() else {
            return Err(diags.parameter_without_value(&id));
        };
        let unit = first.value.unit;
        if let Some(other) = values.iter().find(|dated| dated.value.unit != unit) {
            return Err(diags.parameter_changes_unit(&id.value, &other.place, unit, other.value.unit));
        }
        in_order(&id, &values, diags)?;
        Ok(Parameter { id, source, unit, values })
    })
}

fn values(
    id: &Spanned<String>,
    cursor: &Cursor<'_>,
    diags: &mut Diagnostics,
) -> Result<Vec<Dated>, Reported> {
    let items = cursor.list(diags)?;
    let unit = unit_of(id, &items);
    let read: Vec<Result<Dated, Reported>> = items
        .iter()
        .map(|item| {
            let map = item.shape(&shape::DATED, diags)?;
            let from = map.must("from", diags).and_then(|cursor| Ok((cursor.date(diags)?, cursor.place())));
            let until = map.get("until");
            let until_place = until.as_ref().map(Cursor::place);
            let until = until.map(|cursor| cursor.date(diags)).transpose();
            let value = map.must("value", diags).and_then(|cursor| {
                let value = quantity_of(&cursor, unit, diags)?;
                if value.unit == Unit::Ratio && value.value > Decimal::ONE {
                    // Most likely a nought or a separator too many.
                    let tens = [Decimal::TEN, Decimal::ONE_HUNDRED].map(|by| value.value / by);
                    let meant = tens.into_iter().find(|part| *part <= Decimal::ONE);
                    let meant = meant.map(|part| Quantity::new(part.normalize(), Unit::Ratio).to_string());
                    let written = value.to_string();
                    return Err(diags.rate_above_the_whole(&cursor.place(), &written, meant.as_deref()));
                }
                Ok((value, cursor.place()))
            });
            let (value, place) = value?;
            let (from, from_place) = from?;
            let dated = Dated { from, until: until?, value, place, from_place, until_place };
            if dated.until.is_some_and(|until| until < dated.from) {
                return Err(diags.ends_before_start(&id.value, &item.place()));
            }
            Ok(dated)
        })
        .collect();
    read.into_iter().collect()
}

/// The unit that the values of a name have: that of those that can be read, or what the name says.
fn unit_of(id: &Spanned<String>, items: &[Cursor<'_>]) -> Unit {
    let written = items.iter().filter_map(|item| {
        let mut unheard = Diagnostics::new();
        let map = item.shape(&shape::DATED, &mut unheard).ok()?;
        let text = map.get("value")?.text(&mut unheard).ok()?;
        Quantity::parse(&text.value).ok().map(|quantity| quantity.unit)
    });
    let named = || {
        let words: Vec<&str> = id.value.split('_').collect();
        let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
        match () {
            () if has(&["rate", "share", "percent", "percentage"]) => Unit::Ratio,
            () if has(&["hour", "hourly", "supplement"]) => Unit::EurPerHour,
            () if has(&["years", "year", "age"]) => Unit::Years,
            () => Unit::Eur,
        }
    };
    written.into_iter().next().unwrap_or_else(named)
}

/// Without overlap, without a gap; only the last may go on without an end.
fn in_order(id: &Spanned<String>, values: &[Dated], diags: &mut Diagnostics) -> Result<(), Reported> {
    let mut result = Ok(());
    for pair in values.windows(2) {
        let [before, after] = pair else { continue };
        let next_day = before.until.and_then(|until| until.checked_add(1.day()).ok());
        match next_day {
            Some(day) if after.from == day => {}
            Some(day) if after.from > day => {
                result = Err(diags.parameter_gap(&id.value, before, after));
            }
            _ => result = Err(diags.parameter_overlap(&id.value, before, after)),
        }
    }
    result
}
