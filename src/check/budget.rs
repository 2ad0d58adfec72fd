//! A budget in YAML or JSON into typed values. What cannot be read is an error that names the field.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::check::yaml::{Cursor, Node};
use crate::diag::{Diagnostics, Reported, Words, say};
use crate::model::budget::{Budget, Datum, Entry, Row};
use crate::model::number::{self, Problem};
use crate::model::plan::{PlanColumn, PlanInput, PlanInputKind};
use crate::model::quantity::Unit;
use crate::model::rules::RuleBook;
use crate::model::show::case_key;

/// A budget, and the day whose rules it asks for.
#[derive(Debug, Clone, Default)]
pub struct Read {
    pub budget: Budget,
    pub as_of: Option<Date>,
}

/// Reads the fields of a budget against the inputs of the plan; `also` names further keys that are
/// let through, such as `as_of`.
pub fn budget(
    cursor: &Cursor<'_>,
    inputs: &[PlanInput],
    also: &[&str],
    diags: &mut Diagnostics,
) -> Result<Read, Reported> {
    let known: Vec<&str> = inputs.iter().map(|input| input.id.as_str()).chain(also.iter().copied()).collect();
    let map = cursor.open_map(&Words::new("a budget", "budjetin"), diags)?;
    let mut read = Read::default();
    let mut wrong = None;
    let mut note = |result: Result<(), Reported>| {
        if let Err(reported) = result {
            wrong = Some(reported);
        }
    };
    for (key, value) in map.entries() {
        if value.is_null() {
            // A key without a value is a blank field: not known yet.
            if known.contains(&key.value.as_str()) {
                continue;
            }
        }
        let Some(input) = inputs.iter().find(|input| input.id == key.value) else {
            if key.value == "as_of" && also.contains(&"as_of") {
                note(value.date(diags).map(|date| read.as_of = Some(date)));
            } else {
                note(Err(diags.unknown_key(&key, &Words::new("a budget", "budjetin"), &known)));
            }
            continue;
        };
        match &input.kind {
            PlanInputKind::Rows { most, columns } => {
                note(rows(&input.id, &value, *most, columns, diags).map(|rows| {
                    read.budget.rows.insert(input.id.clone(), rows);
                }));
            }
            kind => note(field(&input.id, &value, kind, diags).map(|entry| {
                read.budget.fields.insert(input.id.clone(), entry);
            })),
        }
    }
    match wrong {
        Some(reported) => Err(reported),
        None => Ok(read),
    }
}

/// Answers to the questions of the rules, as a command line gives them. One without words is not known yet.
pub fn answers(
    told: &[(String, String)],
    rules: &RuleBook,
    diags: &mut Diagnostics,
) -> Result<Budget, Reported> {
    let mut budget = Budget::default();
    let mut wrong = None;
    for (at, (question, answer)) in told.iter().enumerate() {
        let Some((_, choice)) = rules.questions().find(|(input, _)| input.id.value == *question) else {
            let known: Vec<&str> = rules.questions().map(|(input, _)| input.id.value.as_str()).collect();
            wrong = Some(diags.no_such_question(question, &known));
            continue;
        };
        let cases: Vec<&str> = choice.cases.iter().map(|case| case.value.as_str()).collect();
        let named = cases_named(answer, &choice.id.value, &cases, rules);
        if told[..at].iter().any(|(before, _)| before == question) {
            wrong = Some(diags.answered_twice(question));
        } else if cases.contains(&answer.as_str()) {
            budget.set(question, Datum::Case(answer.clone()));
        } else if let [only] = named.as_slice() {
            budget.set(question, Datum::Case((*only).to_owned()));
        } else if !named.is_empty() {
            wrong = Some(diags.several_answers(question, answer, &named));
        } else if !answer.is_empty() {
            wrong = Some(diags.no_such_answer(question, answer, &cases));
        }
    }
    wrong.map_or(Ok(budget), Err)
}

/// The cases of a choice that words mean in any language of the rules: those with this name, or else those
/// that have the words in their names; capital letters or not.
fn cases_named<'c>(words: &str, choice: &str, cases: &[&'c str], rules: &RuleBook) -> Vec<&'c str> {
    let wanted = words.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let names = |case: &str| -> Vec<String> {
        let key = format!("{}.name", case_key(choice, case));
        rules.texts.values().map(|texts| texts.words(&key).to_lowercase()).collect()
    };
    let with = |is_meant: &dyn Fn(&str) -> bool| -> Vec<&'c str> {
        cases.iter().copied().filter(|case| names(case).iter().any(|name| is_meant(name))).collect()
    };
    let exact = with(&|name| name == wanted);
    if !exact.is_empty() {
        return exact;
    }
    let has_word = |name: &str| {
        name.match_indices(&wanted).any(|(at, _)| {
            let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
            is_edge(name[..at].chars().next_back()) && is_edge(name[at + wanted.len()..].chars().next())
        })
    };
    with(&has_word)
}

fn field(
    name: &str,
    cursor: &Cursor<'_>,
    kind: &PlanInputKind,
    diags: &mut Diagnostics,
) -> Result<Entry, Reported> {
    if blank(cursor) {
        return Ok(Entry::Blank);
    }
    let datum = match kind {
        PlanInputKind::Choice { of, .. } => Datum::Case(case(name, cursor, of, diags)?),
        PlanInputKind::Number { unit, scale, max, .. } => {
            Datum::Number(amount(name, cursor, *unit, *scale, *max, diags)?)
        }
        PlanInputKind::Bool => Datum::Bool(cursor.bool(diags)?),
        PlanInputKind::Date => Datum::Date(cursor.date(diags)?),
        PlanInputKind::Rows { .. } => return Ok(Entry::Blank),
    };
    Ok(Entry::Typed(datum))
}

fn rows(
    name: &str,
    cursor: &Cursor<'_>,
    most: usize,
    columns: &[(String, PlanColumn)],
    diags: &mut Diagnostics,
) -> Result<Vec<Row>, Reported> {
    let items = cursor.list(diags)?;
    if items.len() > most {
        return Err(diags.too_many_rows(&cursor.key_place(), name, items.len(), most));
    }
    let known: Vec<&str> = columns.iter().map(|(id, _)| id.as_str()).collect();
    let read: Vec<Result<Row, Reported>> = items
        .iter()
        .enumerate()
        .map(|(index, item)| row(&format!("{name}[{index}]"), item, columns, &known, diags))
        .collect();
    read.into_iter().collect()
}

fn row(
    name: &str,
    cursor: &Cursor<'_>,
    columns: &[(String, PlanColumn)],
    known: &[&str],
    diags: &mut Diagnostics,
) -> Result<Row, Reported> {
    let map = cursor.map(&say!("`{name}`", "rivin `{name}`"), known, diags)?;
    // A key that nothing reads was told above; the row is wrong all the same.
    let stray = map.entries().iter().any(|(key, _)| !known.contains(&key.value.as_str()));
    let mut row = Row::new();
    let mut wrong = stray.then(|| diags.first_error()).flatten();
    for (id, column) in columns {
        let Some(cell) = map.get(id) else { continue };
        if blank(&cell) {
            continue;
        }
        let field = format!("{name}.{id}");
        let datum = match column {
            PlanColumn::Choice(of) => case(&field, &cell, of, diags).map(Datum::Case),
            PlanColumn::Number { unit, scale, max, .. } => {
                amount(&field, &cell, *unit, *scale, *max, diags).map(Datum::Number)
            }
            PlanColumn::Text => cell.text(diags).map(|text| Datum::Text(text.value)),
        };
        match datum {
            Ok(datum) => {
                row.insert(id.clone(), Entry::Typed(datum));
            }
            Err(reported) => wrong = Some(reported),
        }
    }
    match wrong {
        Some(reported) => Err(reported),
        None => Ok(row),
    }
}

fn blank(cursor: &Cursor<'_>) -> bool {
    match cursor.node() {
        Node::Null => true,
        Node::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn case(name: &str, cursor: &Cursor<'_>, of: &[String], diags: &mut Diagnostics) -> Result<String, Reported> {
    let text = cursor.text(diags)?;
    if of.contains(&text.value) {
        return Ok(text.value);
    }
    Err(diags.unknown_case(name, &text, of))
}

fn amount(
    name: &str,
    cursor: &Cursor<'_>,
    unit: Unit,
    scale: u32,
    max: Decimal,
    diags: &mut Diagnostics,
) -> Result<Decimal, Reported> {
    let text = match cursor.scalar() {
        Some(text) => cursor.spanned(text.into_owned()),
        None => cursor.text(diags)?,
    };
    read_amount(&text.value, unit, scale, max)
        .map_err(|problem| diags.not_an_amount(name, &text, unit, problem, max))
}

/// Reads an amount with or without its unit. A rate is given in percent.
pub fn read_amount(text: &str, unit: Unit, scale: u32, max: Decimal) -> Result<Decimal, Problem> {
    let about = number::without_about(text);
    if unit == Unit::Eur
        && let Some(number) = without_thousand(about)
    {
        let thousands = number::read(number, scale + 3, max / Decimal::ONE_THOUSAND)?;
        return Ok((thousands * Decimal::ONE_THOUSAND).normalize());
    }
    let (number, with_unit) = without_unit(about, unit);
    if let Some(problem) = number::pair(number) {
        return Err(problem);
    }
    // 1 500,- is a price in whole euros.
    let number = if unit == Unit::Eur { without_no_cents(number) } else { number };
    if unit == Unit::Ratio {
        let percent = number::read(number, scale.saturating_sub(2), max * Decimal::ONE_HUNDRED)?;
        // 0.8 may be 80 % or less than one percent.
        if !with_unit && percent < Decimal::ONE && !percent.is_zero() {
            return Err(Problem::Ambiguous);
        }
        return Ok((percent / Decimal::ONE_HUNDRED).normalize());
    }
    let in_front = (unit == Unit::Eur && !with_unit).then(|| without_sign_in_front(number)).flatten();
    number::read(in_front.as_deref().unwrap_or(number), scale, max).map(|value| value.normalize())
}

/// `1234.50` for `€1,234.50`, as English writes money: with the sign in front a comma parts groups, and
/// is not ambiguous. A minus may stand before the sign.
fn without_sign_in_front(text: &str) -> Option<String> {
    let bare = text.trim_start_matches(['-', '−', '–', '+']);
    // One sign of a number, not several.
    let (sign, bare) = text.split_at(text.len() - bare.len());
    let rest = bare.trim_start();
    let number = rest.strip_prefix('€').or_else(|| rest.strip_prefix("EUR"))?;
    if sign.chars().count() > 1 {
        return None;
    }
    let number = number.trim();
    let whole = number.split('.').next().unwrap_or_default().trim_start_matches(['-', '−', '–', '+']);
    let mut groups = whole.trim_start().split(',');
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && is_digits(first))
        && groups.clone().next().is_some()
        && groups.all(|group| group.len() == 3 && is_digits(group));
    let decimals = number.split_once('.').map(|(_, decimals)| decimals);
    let is_whole = decimals.is_none_or(|decimals| !decimals.is_empty() && is_digits(decimals));
    let number = if is_grouped && is_whole { number.replace(',', "") } else { number.to_owned() };
    Some(format!("{sign}{number}"))
}

/// The number of `5 t€`, `5k`, `5 tuhatta euroa`: what is told in thousands of euros.
fn without_thousand(text: &str) -> Option<&str> {
    const THOUSAND: [&str; 13] = [
        "t€",
        "k€",
        "tuhatta euroa",
        "tusen euro",
        "thousand euros",
        "tuhatta",
        "tuh.",
        "tusen",
        "thousand",
        "teur",
        "keur",
        "k",
        "K",
    ];
    let text = text.trim();
    let number = THOUSAND.iter().find_map(|word| text.strip_suffix(word))?.trim_end();
    number.ends_with(|c: char| c.is_ascii_digit()).then_some(number)
}

/// `1 500` of `1 500,-`, with any of the marks that people take for it.
fn without_no_cents(number: &str) -> &str {
    let number = number.trim_end();
    let bare = number.trim_end_matches(['-', '\u{2013}', '\u{2014}', '\u{2212}']);
    let whole = bare.strip_suffix([',', '.']).filter(|_| bare.len() < number.len());
    whole.filter(|whole| whole.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(number)
}

fn without_unit(text: &str, unit: Unit) -> (&str, bool) {
    let units: &[&str] = match unit {
        Unit::Eur => &["€", "EUR", "eur", "euroa", "euro"],
        Unit::Hour => &["h", "t", "tuntia", "hours"],
        Unit::Ratio => &["%"],
        Unit::EurPerHour | Unit::Years => &[],
    };
    let trimmed = text.trim();
    match units.iter().find_map(|unit| trimmed.strip_suffix(unit)) {
        Some(number) => (number, true),
        None => (trimmed, false),
    }
}
