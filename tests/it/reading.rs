//! The tables that the program and the calculator's script share: what each step of a plan means,
//! how written numbers are read, and what a link says.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use leader_site::check::budget::{self, read_amount};
use leader_site::check::yaml::Document;
use leader_site::diag::Diagnostics;
use leader_site::model::budget::{Budget, Datum, Entry, Row};
use leader_site::model::evaluate::{Evaluation, Plain, Value};
use leader_site::model::formula::Comparison;
use leader_site::model::locale::Locale;
use leader_site::model::number::{self, Problem};
use leader_site::model::plan::{Kind, Op, Plan, PlanColumn, PlanInput, PlanInputKind};
use leader_site::model::quantity::{Quantity, Unit, fixed};
use leader_site::model::rules::RoundMode;
use leader_site::model::show::{self, Cents};
use leader_site::papers::csv;
use leader_site::render::blocks::link::link;
use leader_site::source::SourceFile;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::project;

fn table(path: &str) -> Json {
    serde_json::from_str(&project::file(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json[key].as_array().unwrap_or_else(|| panic!("`{key}` is a list"))
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_else(|| panic!("{json} is a text")).to_owned()
}

fn texts(json: &Json) -> Option<Vec<String>> {
    Some(json.as_array()?.iter().map(text).collect())
}

fn decimal(json: &Json) -> Decimal {
    text(json).parse().unwrap_or_else(|_| panic!("{json} is a number"))
}

fn whole<N: TryFrom<i64>>(json: &Json) -> N {
    json.as_i64()
        .and_then(|number| N::try_from(number).ok())
        .unwrap_or_else(|| panic!("{json} is a whole number"))
}

fn unit(json: &Json) -> Unit {
    let all = [Unit::Eur, Unit::EurPerHour, Unit::Hour, Unit::Ratio, Unit::Years];
    all.into_iter().find(|unit| json == unit.id()).unwrap_or_else(|| panic!("{json} is a unit"))
}

fn mode(json: &Json) -> RoundMode {
    RoundMode::ALL
        .into_iter()
        .find(|mode| json == mode.id())
        .unwrap_or_else(|| panic!("{json} is a way of rounding"))
}

fn comparison(json: &Json) -> Comparison {
    use Comparison::{Eq, Ge, Gt, Le, Lt, Ne};
    [Lt, Le, Eq, Ne, Ge, Gt]
        .into_iter()
        .find(|one| json == one.id())
        .unwrap_or_else(|| panic!("{json} is a step"))
}

fn column(json: &Json) -> PlanColumn {
    match json["t"].as_str() {
        Some("enum") => PlanColumn::Choice(texts(&json["of"]).expect("cases")),
        Some("num") => PlanColumn::Number {
            unit: unit(&json["unit"]),
            scale: whole(&json["scale"]),
            max: decimal(&json["max"]),
            step: None,
        },
        _ => PlanColumn::Text,
    }
}

fn input(json: &Json) -> PlanInput {
    let default = |json: &Json| json.as_str().map(str::to_owned);
    let kind = match json["t"].as_str() {
        Some("enum") => PlanInputKind::Choice {
            choice: String::new(),
            of: texts(&json["of"]).expect("cases"),
            default: default(&json["def"]),
        },
        Some("num") => PlanInputKind::Number {
            unit: unit(&json["unit"]),
            scale: whole(&json["scale"]),
            max: decimal(&json["max"]),
            default: default(&json["def"]).map(|number| number.parse().expect("a number")),
            step: None,
        },
        Some("bool") => PlanInputKind::Bool,
        Some("date") => PlanInputKind::Date,
        _ => {
            let columns = json["cols"].as_object().expect("columns").iter();
            PlanInputKind::Rows {
                most: 500,
                columns: columns.map(|(id, json)| (id.clone(), column(json))).collect(),
            }
        }
    };
    PlanInput { id: text(&json["id"]), kind, optional: json["optional"] == true }
}

fn op(json: &Json, is_number: bool) -> Op {
    let node = |at: usize| whole::<usize>(&json[at]);
    let nodes = || json.as_array().expect("a step")[1..].iter().map(whole).collect();
    let labelled = || -> Vec<(usize, Option<String>)> {
        let (nodes, labels) = (json[1].as_array().expect("arms"), json[2].as_array().expect("labels"));
        nodes
            .iter()
            .zip(labels)
            .map(|(node, label)| (whole(node), label.as_str().map(str::to_owned)))
            .collect()
    };
    match json[0].as_str().expect("the kind of a step") {
        "k" => match &json[1] {
            Json::Bool(value) => Op::Bool(*value),
            number if is_number => Op::Number(decimal(number)),
            case => Op::Case(text(case)),
        },
        "param" => Op::Parameter(text(&json[1]), decimal(&json[2])),
        "in" => Op::Input(text(&json[1])),
        "sum" => Op::Sum { rows: text(&json[1]), column: text(&json[2]), of: texts(&json[4]) },
        "hit" => Op::Hit {
            rows: text(&json[1]),
            column: text(&json[2]),
            compare: comparison(&json[3]),
            with: node(4),
            of: texts(&json[6]),
        },
        "add" => Op::Add(nodes()),
        "sub" => Op::Sub(node(1), node(2)),
        "mul" => Op::Mul(node(1), node(2)),
        "divr" => Op::DivRound(node(1), node(2), whole(&json[3]), mode(&json[4])),
        "round" => Op::Round(node(1), whole(&json[2]), mode(&json[3])),
        "pick" => {
            let cases = json[2].as_object().expect("cases").iter();
            Op::Pick(node(1), cases.map(|(case, node)| (case.clone(), whole(node))).collect())
        }
        "if" => Op::If(node(1), node(2), node(3)),
        "min" => Op::Min(labelled()),
        "max" => Op::Max(labelled()),
        "isin" => Op::IsIn(node(1), texts(&json[2]).expect("cases")),
        "and" => Op::And(nodes()),
        "or" => Op::Or(nodes()),
        "not" => Op::Not(node(1)),
        "limited" => Op::Limited(node(1), text(&json[2])),
        "na" => Op::Applicable(node(1), node(2)),
        "open" => Op::Open(node(1), text(&json[2])),
        "years" => Op::YearsAfter(node(1), node(2)),
        _ => Op::Compare(comparison(&json[0]), node(1), node(2)),
    }
}

/// A plan of steps alone: what nothing is read from is left out.
fn plan(json: &Json) -> Plan {
    let scales: Vec<Option<u32>> =
        list(json, "scales").iter().map(|scale| (!scale.is_null()).then(|| whole(scale))).collect();
    let nodes: Vec<Op> =
        list(json, "nodes").iter().zip(&scales).map(|(node, scale)| op(node, scale.is_some())).collect();
    Plan {
        set: "conformance".to_owned(),
        as_of: date(2026, 1, 1),
        since: date(2026, 1, 1),
        inputs: list(json, "inputs").iter().map(input).collect(),
        kinds: vec![Kind::Bool; nodes.len()],
        nodes,
        scales,
        names: BTreeMap::new(),
        outputs: Vec::new(),
        asks: BTreeMap::new(),
        conditions: Vec::new(),
        notes: Vec::new(),
        checklist: Vec::new(),
        receipt: Vec::new(),
        funding: BTreeMap::new(),
        models: BTreeMap::new(),
        parts: None,
    }
}

fn entry(json: &Json, kind: &Json) -> Entry {
    if json.is_null() || json == "" {
        return Entry::Blank;
    }
    if json.is_object() {
        return Entry::Bad;
    }
    Entry::Typed(match kind.as_str() {
        Some("num") => Datum::Number(decimal(json)),
        Some("bool") => Datum::Bool(json.as_bool().expect("true or false")),
        Some("enum") => Datum::Case(text(json)),
        Some("date") => Datum::Date(text(json).parse().expect("a day")),
        _ => Datum::Text(text(json)),
    })
}

fn told(json: &Json, plan: &Json) -> Budget {
    let mut budget = Budget::default();
    for input in list(plan, "inputs") {
        let id = text(&input["id"]);
        if input["t"] == "rows" {
            let rows = json[&id].as_array().map_or(&[][..], Vec::as_slice).iter().map(|row| -> Row {
                let cells = row.as_object().expect("a row").iter();
                cells
                    .map(|(column, cell)| (column.clone(), entry(cell, &input["cols"][column]["t"])))
                    .collect()
            });
            budget.rows.insert(id.clone(), rows.collect());
        } else {
            budget.fields.insert(id.clone(), entry(&json[&id], &input["t"]));
        }
    }
    budget
}

/// A value as the tables write it: what is empty is left out.
fn written(evaluation: &Evaluation<'_>, node: usize) -> Json {
    match &evaluation.values[node] {
        Value::Known(known) => {
            let mut json = json!({"s": "known"});
            json["v"] = match &known.datum {
                Plain::Number(number) => json!(fixed(*number, evaluation.plan.scales[node].unwrap_or(0))),
                Plain::Bool(value) => json!(value),
                Plain::Case(case) => json!(case),
                Plain::Date(date) => json!(date.to_string()),
            };
            if !known.assumed.is_empty() {
                json["a"] = json!(evaluation.input_names(known.assumed));
            }
            if !known.open.is_empty() {
                json["o"] = json!(evaluation.reason_names(known.open));
            }
            if let Some(winner) = &known.winner {
                json["w"] = json!(winner);
            }
            if !known.rows.is_empty() {
                json["rows"] = json!(known.rows);
            }
            json
        }
        Value::Missing(set) => json!({"s": "missing", "n": evaluation.input_names(*set)}),
        Value::Invalid(set) => json!({"s": "invalid", "n": evaluation.input_names(*set)}),
        Value::NotApplicable => json!({"s": "na"}),
    }
}

#[test]
fn every_kind_of_step_means_what_the_tables_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut wrong = Vec::new();
    let mut compared = 0;
    for file in fs::read_dir(folder).expect("the folder") {
        let name = file.expect("a file").file_name().to_string_lossy().into_owned();
        for case in list(&table(&format!("tests/conformance/{name}")), "cases") {
            let plan = plan(&case["plan"]);
            let budget = told(&case["budget"], &case["plan"]);
            let evaluation = plan.evaluate(&budget);
            for (node, expected) in list(case, "expect").iter().enumerate() {
                let found = written(&evaluation, node);
                if found != *expected {
                    let step = &case["plan"]["nodes"][node];
                    wrong.push(format!(
                        "{name} {}: {step}\n  expected {expected}\n  found    {found}",
                        case["name"]
                    ));
                }
                compared += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared > 3_000, "{compared} values were compared");
}

#[test]
fn numbers_are_read_as_the_calculator_reads_them() {
    let table = table("tests/reading/numbers.json");
    let mut wrong = Vec::new();
    let mut check = |case: &Json, found: Result<Decimal, Problem>| {
        let found = match found {
            Ok(value) => fixed(value, whole(&case["scale"])),
            Err(problem) => problem.id().to_owned(),
        };
        let expected = case["value"].as_str().or(case["problem"].as_str()).expect("what it is read as");
        if found != expected {
            wrong.push(format!("{}: expected {expected}, found {found}", case["text"]));
        }
    };
    for case in list(&table, "numbers") {
        check(case, number::read(&text(&case["text"]), whole(&case["scale"]), decimal(&case["max"])));
    }
    for case in list(&table, "amounts") {
        let (scale, max) = (whole(&case["scale"]), decimal(&case["max"]));
        check(case, read_amount(&text(&case["text"]), unit(&case["unit"]), scale, max));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn values_and_days_are_written_as_the_table_says() {
    let table = table("tests/reading/shown.json");
    let mut wrong = Vec::new();
    for code in ["fi", "sv", "en"] {
        let locale = Locale::new(code).expect("a language");
        let mut check = |case: &Json, found: String| {
            if case[code] != found.as_str() {
                wrong.push(format!("{code} {case}: found {found:?}"));
            }
        };
        for case in list(&table, "values") {
            let cents = if case["cents"] == true { Cents::Always } else { Cents::WhereNeeded };
            let value = Quantity::new(decimal(&case["value"]), unit(&case["unit"]));
            check(case, show::quantity(&locale, value, cents));
        }
        for case in list(&table, "dates") {
            check(case, locale.date_long(text(&case["date"]).parse().expect("a day")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn links_say_what_the_calculator_says() {
    let rules = project::rules();
    let plan = &rules.compiled.plan;
    let mut compared = 0;
    for case in list(&table("tests/reading/links.json"), "links") {
        // A budget with something unreadable in it has no link here: no example has any.
        if case["budget"].to_string().contains("\"bad\"") {
            continue;
        }
        let mut budget_json = case["budget"].clone();
        if let Some(rate) = budget_json["support_rate"].as_str().map(str::to_owned) {
            // In files a rate is a percentage.
            let percent = rate.parse::<Decimal>().expect("a rate") * Decimal::ONE_HUNDRED;
            budget_json["support_rate"] = json!(format!("{} %", percent.normalize()));
        }
        if budget_json["support_rate"].is_null() {
            budget_json.as_object_mut().expect("a budget").remove("support_rate");
        }
        let file = SourceFile::new("link.json", budget_json.to_string());
        let mut diags = Diagnostics::new();
        let read = Document::parse_json(&file, 0..file.text.len(), &mut diags)
            .and_then(|document| budget::budget(&document.root(), &plan.inputs, &[], &mut diags));
        let Ok(read) = read else {
            panic!("{}", diags.render(leader_site::diag::Look::Plain, leader_site::diag::Tongue::English))
        };
        let expected = case["written"].as_str().or(case["link"].as_str()).expect("a link");
        assert_eq!(link(plan, None, &read.budget), expected.trim_start_matches('#'), "{}", case["name"]);
        compared += 1;
    }
    assert!(compared > 5, "{compared} links were compared");
}

#[test]
fn texts_are_no_formulas_in_rows_for_copying() {
    let table = table("tests/reading/cells.json");
    let mut wrong = Vec::new();
    for case in list(&table, "cases") {
        let (written, wanted) = (text(&case[0]), text(&case[1]));
        let found = csv::line(&[csv::Cell::Text(&written)]);
        if found.trim_end_matches("\r\n") != wanted && found != format!("{wanted}\r\n") {
            wrong.push(format!("{written:?}: {found:?}, and not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The cells that a program reads which parts them by this sign.
fn cells_of(line: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        let cell = cells.last_mut().expect("a cell");
        match sign {
            '"' if quoted && signs.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            sign if !quoted && (sign == separator || sign == '\n') => cells.push(String::new()),
            sign => cell.push(sign),
        }
    }
    cells
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 4000, ..Default::default() })]

    /// No cell begins like a formula, whatever parts the cells, and nothing of a text is lost.
    #[test]
    fn no_cell_begins_like_a_formula(written in "([-=+@＝＋－＠;,|\"' \t\r\n\u{a0}\u{200b}\u{feff}\u{2028}a1ä]|\\PC){0,12}") {
        let line = csv::line(&[csv::Cell::Number("1"), csv::Cell::Text(&written), csv::Cell::Number("4,20")]);
        let passed = |sign: char| sign == '"' || sign == '\u{a0}' || sign == '\u{200b}' || sign == '\u{feff}' || sign == '\u{2028}' || sign == ' ';
        for separator in [';', ',', '\t', '|'] {
            let split = line.split(separator).map(str::to_owned).collect::<Vec<_>>();
            for cell in split.iter().chain(&cells_of(&line, separator)) {
                let begins = cell.trim_start_matches(passed).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
                proptest::prop_assert!(!begins, "{cell:?} in {line:?}");
            }
        }
        let bare = |text: &str| text.replace('\'', "");
        proptest::prop_assert_eq!(bare(&cells_of(&line, ';')[1]), bare(&written));
    }
}
