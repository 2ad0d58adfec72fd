//! The documents: a spreadsheet program must come to what the plan comes to, to the cent.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use leader_site::compile::sample::{Random, Style, budget};
use leader_site::model::budget::{Budget, Datum, Entry, cell};
use leader_site::model::evaluate::{Evaluation, Plain, Value};
use leader_site::model::locale::Locale;
use leader_site::papers::formulas::{Code, serial};
use leader_site::papers::rows::rows;
use leader_site::papers::script::unpacked;
use leader_site::papers::source::Source;
use leader_site::papers::workbook::Form;
use leader_site::papers::{self, Paper};
use rust_decimal::Decimal;

use crate::project::{self, Rules};

/// Workbooks with random budgets, each recalculated by LibreOffice.
const WORKBOOKS: usize = 300;
/// Fewer rows than people get: a random budget has six at most.
const ROOM: u32 = 7;

/// All sheets, each as a file, numbers with all their digits.
const EVERY_SHEET: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1";

/// Has LibreOffice read files and write them in another form, in one run.
fn convert(folder: &Path, files: &[String], form: &str) {
    let program = std::env::var("SOFFICE").unwrap_or_else(|_| "soffice".to_owned());
    let output = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", "--norestore", "--convert-to", form, "--outdir"])
        .arg(folder)
        .args(files.iter().map(|file| folder.join(file)))
        .output()
        .expect("LibreOffice recalculates workbooks; tests/run installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The cells of a sheet, as LibreOffice wrote them.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    for letter in text.chars() {
        let row = rows.last_mut().expect("there is a row");
        match letter {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            letter => row.last_mut().expect("there is a cell").push(letter),
        }
    }
    rows
}

/// The number that a code stands for: itself, or what its cell holds.
fn number(code: &Code, cells: &[Vec<String>]) -> i128 {
    let address = match code {
        Code::Whole(number) => return *number,
        Code::Formula(address) => address.trim_matches(['(', ')']),
    };
    let (cell, factor) = address.split_once('*').unwrap_or((address, "1"));
    let (_, cell) = cell.split_once('!').unwrap_or_else(|| panic!("{address} is no cell"));
    let mut parts = cell.trim_start_matches('$').split('$');
    let (Some(column), Some(row)) = (parts.next(), parts.next()) else { panic!("{address} is no cell") };
    let column = usize::from(column.as_bytes()[0] - b'A');
    let row: usize = row.parse().expect("a row");
    let text = &cells[row - 1][column];
    let number: i128 = text.parse().unwrap_or_else(|_| panic!("{address} holds {text:?}"));
    number * factor.parse::<i128>().expect("a factor")
}

/// State and value as a workbook has them.
fn expected(evaluation: &Evaluation<'_>, node: usize, scale: u32) -> (i128, i128) {
    match &evaluation.values[node] {
        Value::Known(known) => (
            0,
            match &known.datum {
                Plain::Number(number) => {
                    let mut number = *number;
                    number.rescale(scale);
                    number.mantissa()
                }
                Plain::Bool(value) => i128::from(*value),
                Plain::Date(date) => serial(*date),
                Plain::Case(case) => panic!("{case} is no result"),
            },
        ),
        Value::Missing(_) => (1, 0),
        Value::NotApplicable => (2, 0),
        Value::Invalid(_) => (3, 0),
    }
}

fn source<'s>(site: &'s Rules, locale: &'s Locale) -> Source<'s> {
    Source::new(&site.book, &site.compiled.plan, "fi", locale).expect("the rules speak Finnish")
}

fn all_rows(budget: &Budget) -> Decimal {
    let amounts = budget.rows.values().flatten().filter_map(|row| match cell(row, "amount") {
        Entry::Typed(Datum::Number(number)) => Some(*number),
        _ => None,
    });
    amounts.sum()
}

#[test]
fn a_spreadsheet_program_comes_to_the_same() {
    let site = project::rules();
    let plan = &site.compiled.plan;
    let locale = Locale::new("fi").expect("Finnish is known");
    let source = source(&site, &locale);
    let folder = tempfile::tempdir().expect("a folder");
    let mut random = Random::new(20_261_122);
    let types: Vec<&String> = plan.funding.keys().collect();
    let mut cases: Vec<(String, Budget, Form)> = Vec::new();
    // The worked examples as they are, then random budgets, some of them with gaps and mistakes.
    for example in &site.book.examples {
        let evaluation = plan.evaluate(&example.given);
        let funding = evaluation.named("funding_type").and_then(Value::case).expect("an example has a type");
        let form = Form::new(&source, funding, &example.given, ROOM);
        cases.push((example.id.value.clone(), example.given.clone(), form));
    }
    for index in 0..WORKBOOKS {
        let style = if index % 3 == 0 { Style::Broken } else { Style::Complete };
        let funding = types[index % types.len()];
        let mut told = budget(plan, &mut random, style);
        told.set("funding_type", Datum::Case(funding.clone()));
        // Who applies and what for is not asked in a form.
        for input in plan.inputs.iter().filter(|input| input.optional && !plan.cases(&input.id).is_empty()) {
            told.fields.remove(&input.id);
        }
        // Most budgets are of a size that people have.
        if index % 4 != 0 {
            for row in told.rows.values_mut().flatten() {
                if let Some(Entry::Typed(Datum::Number(amount))) = row.get_mut("amount") {
                    *amount = (*amount % Decimal::from(30_000)).round_dp(2);
                }
            }
        }
        let form = Form::new(&source, funding, &told, ROOM);
        cases.push((format!("random{index}"), told, form));
    }
    let mut files = Vec::new();
    for (name, _, form) in &cases {
        files.push(format!("{name}.xlsx"));
        let bytes = form.xlsx().expect("a workbook");
        fs::write(folder.path().join(format!("{name}.xlsx")), bytes).expect("a file");
    }
    // LibreOffice does not take any number at once.
    for files in files.chunks(100) {
        convert(folder.path(), files, EVERY_SHEET);
    }

    let mut states: BTreeMap<i128, usize> = BTreeMap::new();
    let mut too_large = 0;
    let mut compared = 0;
    for (name, told, form) in &cases {
        let evaluation = plan.evaluate(told);
        let steps = cells(&folder.path().join(format!("{name}-{}.csv", form.steps)));
        if all_rows(told) > form.rows_most {
            too_large += 1;
            let support = form.results.iter().find(|found| Some(&found.node) == plan.names.get("support"));
            let state = number(&support.expect("there is support").state, &steps);
            assert_eq!(state, 3, "{name}: too large for whole numbers, and not refused");
            continue;
        }
        for found in &form.results {
            let wanted = expected(&evaluation, found.node, found.scale);
            let state = number(&found.state, &steps);
            let is = (state, if state == 0 { number(&found.value, &steps) } else { 0 });
            *states.entry(state).or_default() += 1;
            compared += 1;
            assert_eq!(
                is,
                wanted,
                "{name}: step {} {:?} of {}",
                found.node,
                plan.nodes[found.node],
                leader_site::outcome::budget_json(plan, told)
            );
        }
    }
    // The comparison is worth something only if all kinds of results were among them.
    assert!(compared > 25 * WORKBOOKS / 2 && too_large > 0, "{compared} {too_large}");
    for state in 0..4 {
        assert!(states.get(&state).is_some_and(|count| *count > 100), "{states:?}");
    }
}

#[test]
fn the_same_form_is_always_the_same_file() {
    let site = project::rules();
    let locale = Locale::new("fi").expect("Finnish is known");
    let [first, second] = [0, 1].map(|_| papers::forms(&source(&site, &locale)));
    assert_eq!(first.len(), 4);
    for (a, b) in first.iter().zip(&second) {
        assert!(a.xlsx == b.xlsx && a.script == b.script, "{}", a.path);
        // Every part is text; each is named in the list of types, or has an ending that is.
        let parts = unpacked(&a.xlsx).expect("a sound file");
        let types = &parts["[Content_Types].xml"];
        for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
            let ending = name.rsplit('.').next().unwrap_or_default();
            let is_told = types.contains(&format!("PartName=\"/{name}\"")) || ending == "rels";
            assert!(is_told, "{name} is of no type");
        }
        // No result is kept: whoever opens the form, calculates.
        let sheets = parts.iter().filter(|(name, _)| name.contains("/sheet"));
        for (name, sheet) in sheets {
            for formula in sheet.split("<f>").skip(1) {
                assert!(
                    formula.split("</f>").nth(1).is_some_and(|rest| rest.starts_with("<v></v>")),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn formulas_stay_within_what_programs_take() {
    let site = project::rules();
    let locale = Locale::new("fi").expect("Finnish is known");
    for form in papers::forms(&source(&site, &locale)) {
        let parts = unpacked(&form.xlsx).expect("a sound file");
        for sheet in parts.iter().filter(|(name, _)| name.contains("/sheet")).map(|(_, sheet)| sheet) {
            for formula in sheet.split("<f>").skip(1).filter_map(|rest| rest.split("</f>").next()) {
                assert!(formula.len() < 8_000, "{formula}");
                assert!(
                    formula.split('"').all(|text| text.chars().count() <= 255 || text.contains('$')),
                    "{formula}"
                );
                // Money is never rounded as a fraction, but once where it is typed.
                for rounded in formula.split("ROUND(").skip(1) {
                    let argument = rounded.split(',').next().unwrap_or_default();
                    assert!(argument.ends_with("*100") || argument.ends_with("*10000"), "{formula}");
                }
            }
        }
    }
}

#[test]
fn rows_for_copying() {
    let site = project::rules();
    let locale = Locale::new("fi").expect("Finnish is known");
    let source = source(&site, &locale);
    let example =
        site.book.examples.iter().find(|example| example.id.value == "training_flat").expect("it is there");
    let mut given = example.given.clone();
    given.rows.get_mut("costs").expect("rows")[0]
        .insert("what".into(), Entry::Typed(Datum::Text("=1+1;\"x\"".into())));
    insta::assert_snapshot!(rows(&source, &given).replace('\u{feff}', "BOM ").replace("\r\n", "\n"));
}

#[test]
fn a_page_for_printing() {
    let site = project::rules();
    let locale = Locale::new("fi").expect("Finnish is known");
    let source = source(&site, &locale);
    let example = site
        .book
        .examples
        .iter()
        .find(|example| example.id.value == "campfire_shelter")
        .expect("it is there");
    let page = papers::make(Paper::Page, &source, "fi", &example.given).expect("a page");
    insta::assert_snapshot!(String::from_utf8(page).expect("text"));
}

#[test]
fn documents_of_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let budget = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let rows = "costs: [{category: services, amount: 4 200 €}]\n";
    let whole = budget("whole.yaml", &format!("funding_type: small_development\n{rows}"));
    let bare = budget("bare.yaml", rows);
    for (file, document, code, said) in [
        (&whole, "arvio.xlsx", 0, "arvio.xlsx written"),
        (&whole, "arvio.CSV", 0, "arvio.CSV written"),
        (&whole, "arvio.html", 0, "arvio.html written"),
        (&bare, "ilman.csv", 0, "ilman.csv written"),
        (&bare, "ilman.xlsx", 1, "error[document-without-type]: `"),
        (&whole, "arvio.pdf", 2, "expected a file that ends in .xlsx, .csv or .html"),
        (&whole, "ei/ole/arvio.csv", 3, "its folder is not there"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_leader-site"))
            .args([
                "calculate",
                "--lang",
                "en",
                "--date",
                "2026-11-21",
                "--site",
                env!("CARGO_MANIFEST_DIR"),
                "--document",
            ])
            .arg(folder.path().join(document))
            .arg(file)
            .output()
            .expect("the program runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(code) && told.contains(said), "{document}: {told}");
        assert_eq!(folder.path().join(document).exists(), code == 0, "{document}");
    }
}
