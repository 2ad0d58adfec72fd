//! Inputs, formulas, limits, conditions, the receipt and the parts.

use rust_decimal::Decimal;

use super::{
    each, one_of, optional_bool, optional_formula, optional_text, quantity, read_formula, required_text,
};
use crate::check::shape::rules as shape;
use crate::check::yaml::{Cursor, Map};
use crate::diag::{Diagnostics, Reported, Words, say, unit_words};
use crate::model::quantity::{Quantity, Unit};
use crate::model::rules::{
    Column, ColumnKind, Condition, Input, InputKind, Level, Limit, Max, Note, Parts, ReceiptLine, RoundMode,
    Rounding, Rule, RuleBody,
};
use crate::source::Spanned;

pub(super) struct Calculation {
    pub inputs: Vec<Input>,
    pub rules: Vec<Rule>,
    pub outputs: Vec<Spanned<String>>,
    pub receipt: Vec<ReceiptLine>,
    pub conditions: Vec<Condition>,
    pub notes: Vec<Note>,
    pub parts: Option<Parts>,
}

pub(super) fn calculation(root: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Calculation, Reported> {
    let map = root.shape(&shape::CALCULATION, diags)?;
    let inputs = map
        .must("inputs", diags)
        .map(|cursor| each(&cursor, &Words::new("the inputs", "lähtötietojen"), diags, input));
    let rules = map
        .must("rules", diags)
        .map(|cursor| each(&cursor, &Words::new("the rules", "sääntöjen"), diags, rule));
    let outputs = map.must("outputs", diags).and_then(|cursor| cursor.names(diags));
    let receipt = map
        .get("receipt")
        .map(|cursor| each(&cursor, &Words::new("the receipt", "laskelman"), diags, receipt_line));
    let conditions = map
        .get("conditions")
        .map(|cursor| each(&cursor, &Words::new("the conditions", "ehtojen"), diags, condition));
    let notes =
        map.get("notes").map(|cursor| each(&cursor, &Words::new("the notes", "huomautusten"), diags, note));
    let parts = map.get("parts").map(|cursor| parts(&cursor, diags)).transpose();
    Ok(Calculation {
        inputs: inputs?,
        rules: rules?,
        outputs: outputs?,
        receipt: receipt.unwrap_or_default(),
        conditions: conditions.unwrap_or_default(),
        notes: notes.unwrap_or_default(),
        parts: parts?,
    })
}

#[derive(Clone, Copy)]
enum Kind {
    Choice,
    Number(Unit),
    YesNo,
    Date,
    Rows,
    Text,
}

const INPUT_KINDS: [(&str, Kind); 7] = [
    ("choice", Kind::Choice),
    ("money", Kind::Number(Unit::Eur)),
    ("hours", Kind::Number(Unit::Hour)),
    ("percent", Kind::Number(Unit::Ratio)),
    ("yes_no", Kind::YesNo),
    ("date", Kind::Date),
    ("rows", Kind::Rows),
];

const COLUMN_KINDS: [(&str, Kind); 4] = [
    ("choice", Kind::Choice),
    ("money", Kind::Number(Unit::Eur)),
    ("hours", Kind::Number(Unit::Hour)),
    ("text", Kind::Text),
];

fn input(id: Spanned<String>, cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Input, Reported> {
    let map = cursor.shape(&shape::INPUT, diags)?;
    let kind = map.must("kind", diags).and_then(|cursor| {
        one_of(&cursor, &Words::new("kind of input", "lähtötiedon laji"), &INPUT_KINDS, diags)
    });
    let optional = optional_bool(&map, "optional", diags);
    let when = optional_formula(&map, "when", diags);
    let open = optional_text(&map, "open", diags);
    let kind = match kind? {
        Kind::Choice => {
            let of = required_text(&map, "of", diags);
            let default = optional_text(&map, "default", diags);
            InputKind::Choice { of: of?, default: default? }
        }
        Kind::Number(unit) => {
            let max =
                map.require("max", unit.example(), diags).and_then(|cursor| maximum(&cursor, unit, diags));
            let default = map.get("default").map(|cursor| quantity_in(&cursor, unit, diags)).transpose();
            let step = step(&map, unit, diags);
            InputKind::Number { unit, max: max?, default: default?, step }
        }
        Kind::YesNo => InputKind::YesNo,
        Kind::Date => InputKind::Date,
        Kind::Rows | Kind::Text => rows(&map, diags)?,
    };
    Ok(Input { id, kind, optional: optional?.unwrap_or(false), when: when?, open: open? })
}

/// The most rows that a list may have: sums are proved not to overflow for that many.
const MOST_ROWS: i64 = 10_000;

fn rows(map: &Map<'_>, diags: &mut Diagnostics) -> Result<InputKind, Reported> {
    let most = map.must("max_rows", diags).and_then(|cursor| cursor.integer(1, MOST_ROWS, diags));
    let columns = map.must("columns", diags).map(|cursor| {
        each(&cursor, &Words::new("the columns", "sarakkeiden"), diags, |id, cursor, diags| {
            let map = cursor.shape(&shape::COLUMN, diags)?;
            let kind = map.must("kind", diags).and_then(|cursor| {
                one_of(&cursor, &Words::new("kind of column", "sarakkeen laji"), &COLUMN_KINDS, diags)
            })?;
            let kind = match kind {
                Kind::Choice => ColumnKind::Choice { of: required_text(&map, "of", diags)? },
                Kind::Number(unit) => {
                    let max = map.require("max", unit.example(), diags);
                    let max = max.and_then(|cursor| quantity_in(&cursor, unit, diags));
                    let step = step(&map, unit, diags);
                    ColumnKind::Number { unit, max: max?, step }
                }
                _ => ColumnKind::Text,
            };
            Ok(Column { id, kind })
        })
    });
    let (most, columns) = (most?, columns?);
    Ok(InputKind::Rows { most: usize::try_from(most).unwrap_or(1), columns })
}

/// What an input is counted in: more than nothing. A mistake in it is told, and leaves the input as it is.
fn step(map: &Map<'_>, unit: Unit, diags: &mut Diagnostics) -> Option<Quantity> {
    let cursor = map.get("step")?;
    let step = quantity_in(&cursor, unit, diags).ok()?;
    if step.value > Decimal::ZERO {
        return Some(step);
    }
    let more = Words::new("a step has to be more than nothing", "askeleen on oltava enemmän kuin nolla");
    let written = cursor.text(diags).ok()?;
    let _ = diags.not_a_quantity(&written, &more, unit.example());
    None
}

/// A value with its unit, or the name of a parameter.
fn maximum(cursor: &Cursor<'_>, unit: Unit, diags: &mut Diagnostics) -> Result<Max, Reported> {
    let text = cursor.text(diags)?;
    if text.value.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Ok(Max::Parameter(text));
    }
    quantity_in(cursor, unit, diags).map(Max::Value)
}

fn quantity_in(cursor: &Cursor<'_>, unit: Unit, diags: &mut Diagnostics) -> Result<Quantity, Reported> {
    let found = quantity(cursor, unit.example(), diags)?;
    if found.unit == unit {
        return Ok(found);
    }
    let text = cursor.text(diags)?;
    let belongs = unit_words(unit);
    Err(diags.not_a_quantity(
        &text,
        &say!("{belongs} belongs here", "tähän kuuluu {belongs}"; belongs),
        unit.example(),
    ))
}

fn rule(id: Spanned<String>, cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Rule, Reported> {
    let map = cursor.shape(&shape::RULE, diags)?;
    let body = rule_body(&id, &map, diags);
    let when = optional_formula(&map, "when", diags);
    let otherwise = optional_formula(&map, "otherwise", diags);
    let divide_by = optional_formula(&map, "divide_by", diags);
    let round = map.get("round").map(|cursor| rounding(&cursor, diags)).transpose();
    let at_most = match map.get("at_most") {
        Some(cursor) => cursor.list(diags).and_then(|items| {
            let read: Vec<_> = items.iter().map(|item| limit(item, diags)).collect();
            read.into_iter().collect()
        }),
        None => Ok(Vec::new()),
    };
    let source = required_text(&map, "source", diags);
    let assumption = optional_text(&map, "assumption", diags);
    let (round, divide_by) = (round?, divide_by?);
    if divide_by.is_some() && round.is_none() {
        return Err(diags.division_without_rounding(&id));
    }
    Ok(Rule {
        id,
        body: body?,
        when: when?,
        otherwise: otherwise?,
        divide_by,
        round,
        at_most: at_most?,
        source: source?,
        assumption: assumption?,
    })
}

fn rule_body(id: &Spanned<String>, map: &Map<'_>, diags: &mut Diagnostics) -> Result<RuleBody, Reported> {
    let formula = optional_formula(map, "formula", diags)?;
    let by = optional_text(map, "by", diags)?;
    match (formula, by) {
        (Some(formula), None) => Ok(RuleBody::Formula(formula)),
        (None, Some(by)) => {
            let cases = map.must("cases", diags)?.open_map(&Words::new("the cases", "tapausten"), diags)?;
            let read: Vec<_> = cases
                .entries()
                .into_iter()
                .map(|(key, cursor)| read_formula(&cursor, diags).map(|formula| (key, formula)))
                .collect();
            let cases = read.into_iter().collect::<Result<_, _>>()?;
            Ok(RuleBody::Cases { by, cases })
        }
        (Some(_), Some(by)) => Err(diags.formula_and_cases(&by.place)),
        (None, None) => Err(map.missing("formula", &id.place, diags)),
    }
}

const MODES: [(&str, RoundMode); 4] = [
    ("half_up", RoundMode::HalfUp),
    ("half_even", RoundMode::HalfEven),
    ("down", RoundMode::Down),
    ("up", RoundMode::Up),
];

fn rounding(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Rounding, Reported> {
    let map = cursor.shape(&shape::ROUNDING, diags)?;
    let to = map.must("to", diags).and_then(|cursor| {
        let found = quantity(&cursor, "0.01 €", diags)?;
        let decimals = (-6..=6).find(|decimals: &i32| power_of_ten(*decimals) == found.value);
        let text = cursor.text(diags)?;
        decimals.ok_or_else(|| {
            diags.not_a_quantity(
                &text,
                &Words::new(
                    "rounding goes to 0.01, 0.1, 1, 10 and so on",
                    "pyöristys tehdään tarkkuuteen 0.01, 0.1, 1, 10 ja niin edelleen",
                ),
                "0.01 €",
            )
        })
    });
    let mode = map
        .must("mode", diags)
        .and_then(|cursor| one_of(&cursor, &Words::new("way of rounding", "pyöristystapa"), &MODES, diags));
    let source = required_text(&map, "source", diags);
    Ok(Rounding { decimals: to?, mode: mode?, source: source?, place: cursor.key_place() })
}

/// 10^-decimals.
fn power_of_ten(decimals: i32) -> rust_decimal::Decimal {
    let power = rust_decimal::Decimal::from(10_u64.pow(decimals.unsigned_abs()));
    if decimals >= 0 { rust_decimal::Decimal::ONE / power } else { power }
}

fn limit(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Limit, Reported> {
    let map = cursor.shape(&shape::LIMIT, diags)?;
    let id = required_text(&map, "id", diags);
    let when = optional_formula(&map, "when", diags);
    let value = map.must("value", diags).and_then(|cursor| read_formula(&cursor, diags));
    let source = required_text(&map, "source", diags);
    Ok(Limit { id: id?, when: when?, value: value?, source: source? })
}

fn receipt_line(
    id: Spanned<String>,
    cursor: &Cursor<'_>,
    diags: &mut Diagnostics,
) -> Result<ReceiptLine, Reported> {
    let map = cursor.shape(&shape::RECEIPT_LINE, diags)?;
    let value = required_text(&map, "value", diags);
    let when = optional_formula(&map, "when", diags);
    Ok(ReceiptLine { id, value: value?, when: when? })
}

fn condition(
    id: Spanned<String>,
    cursor: &Cursor<'_>,
    diags: &mut Diagnostics,
) -> Result<Condition, Reported> {
    let map = cursor.shape(&shape::CONDITION, diags)?;
    let when = optional_formula(&map, "when", diags);
    let must = map.must("must", diags).and_then(|cursor| read_formula(&cursor, diags));
    let levels = Level::ALL.map(|level| (level.id(), level));
    let level = map
        .must("level", diags)
        .and_then(|cursor| one_of(&cursor, &Words::new("level", "taso"), &levels, diags));
    let suggest = match map.get("suggest") {
        Some(cursor) => {
            cursor.open_map(&Words::new("the suggestions", "ehdotusten"), diags).and_then(|map| {
                let read: Vec<_> = map
                    .entries()
                    .into_iter()
                    .map(|(key, cursor)| cursor.text(diags).map(|to| (key, to)))
                    .collect();
                read.into_iter().collect()
            })
        }
        None => Ok(Vec::new()),
    };
    let source = required_text(&map, "source", diags);
    let assumption = optional_text(&map, "assumption", diags);
    Ok(Condition {
        id,
        when: when?,
        must: must?,
        level: level?,
        suggest: suggest?,
        source: source?,
        assumption: assumption?,
    })
}

fn note(id: Spanned<String>, cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Note, Reported> {
    let map = cursor.shape(&shape::NOTE, diags)?;
    let when = optional_formula(&map, "when", diags);
    let source = required_text(&map, "source", diags);
    Ok(Note { id, when: when?, source: source? })
}

fn parts(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Parts, Reported> {
    let map = cursor.shape(&shape::PARTS, diags)?;
    let when = optional_formula(&map, "when", diags);
    let split = required_text(&map, "split", diags);
    let by = required_text(&map, "by", diags);
    let round = map.must("round", diags);
    let round = round.and_then(|cursor| rounding(&cursor, diags));
    let source = required_text(&map, "source", diags);
    let by = by?;
    let Some((rows, column)) = by.value.split_once('.') else {
        return Err(diags.not_a_column(&by));
    };
    let part = |value: &str| Spanned { value: value.to_owned(), place: by.place.clone() };
    Ok(Parts {
        when: when?,
        split: split?,
        rows: part(rows),
        column: part(column),
        round: round?,
        source: source?,
    })
}
