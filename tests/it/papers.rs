//! The documents: a spreadsheet program must come to what the plan comes to, to the cent.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use leader_site::compile::sample::{Random, Style, budget};
use leader_site::model::budget::{Budget, Datum, Entry, cell};
use leader_site::model::evaluate::{Evaluation, Plain, Standing, Value};
use leader_site::model::locale::Locale;
use leader_site::model::plan::Plan;
use leader_site::model::rules::Level;
use leader_site::papers::cells::{self, Cells};
use leader_site::papers::formulas::{only, serial};
use leader_site::papers::rows::rows;
use leader_site::papers::script::unpacked;
use leader_site::papers::source::Source;
use leader_site::papers::words::Words;
use leader_site::papers::workbook::Form;
use leader_site::papers::{self, Paper};
use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_xlsxwriter::Workbook;
use serde_json::Value as Json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::project::{self, Rules};

/// Random budgets of which LibreOffice calculates a workbook, unless `LEADER_SITE_WORKBOOKS` says how many.
const WORKBOOKS: usize = 300;
/// Fewer rows than people get: a random budget has six at most.
const ROOM: u32 = 7;
/// Budgets in one file. To open one takes LibreOffice as long as to calculate one; with many sheets it gets
/// slower again.
const TOGETHER: usize = 4;
/// LibreOffice does not take any number of files at once.
const AT_ONCE: usize = 50;

/// All sheets, each as a file, numbers with all their digits.
const EVERY_SHEET: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false,false,false,false,-1";

/// LibreOffice keeps the results that it finds in a file, unless it is told to calculate.
const CALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// Has LibreOffice read files, calculate, and write all sheets, in one run.
fn recalculate(folder: &Path, files: &[String]) {
    let profile = folder.join("profile").join("user");
    fs::create_dir_all(&profile).expect("a folder");
    fs::write(profile.join("registrymodifications.xcu"), CALCULATE).expect("a file");
    let program = std::env::var("SOFFICE").unwrap_or_else(|_| "soffice".to_owned());
    for files in files.chunks(AT_ONCE) {
        let output = Command::new(&program)
            .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
            .args(["--headless", "--norestore", "--convert-to", EVERY_SHEET, "--outdir"])
            .arg(folder)
            .args(files.iter().map(|file| folder.join(file)))
            .output()
            .expect("LibreOffice recalculates workbooks; tests/run installs it");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A workbook with a wrong result in every cell that has a formula: who shows the right ones has calculated.
fn spoiled(xlsx: &[u8]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in unpacked(xlsx).expect("a sound file") {
        let mut cells = part.split("<c ");
        let mut wrong = cells.next().unwrap_or_default().to_owned();
        for cell in cells {
            wrong.push_str("<c ");
            match (cell.split_once("<f>"), cell.split_once("</f>")) {
                (Some((tag, _)), Some((whole, rest))) => {
                    wrong.push_str(&tag.replace(" t=\"str\"", "").replace(" t=\"b\"", ""));
                    wrong.push_str(&whole[tag.len()..]);
                    wrong.push_str("</f><v>4711</v>");
                    wrong.push_str(rest.split_once("</v>").expect("a result").1);
                }
                _ => wrong.push_str(cell),
            }
        }
        file.start_file(name, SimpleFileOptions::default()).expect("a part");
        file.write_all(wrong.as_bytes()).expect("a part");
    }
    file.finish().expect("a file").into_inner()
}

/// What the formulas of a sheet come to, in the order of the file.
type Results<'f> = BTreeMap<(u32, u16), &'f cells::Value>;

/// That every formula in the file carries what it comes to.
fn assert_results(name: &str, forms: &[(String, Form)], xlsx: &[u8]) {
    let parts = unpacked(xlsx).expect("a sound file");
    let mut by_sheet: Vec<(&str, Results<'_>)> = Vec::new();
    for found in forms.iter().flat_map(|(_, form)| form.calculated()) {
        if by_sheet.last().is_none_or(|(sheet, _)| *sheet != found.sheet) {
            by_sheet.push((found.sheet, Results::new()));
        }
        let value = found.value.unwrap_or_else(|| panic!("{name}: {found:?} comes to nothing"));
        let earlier = by_sheet.last_mut().expect("a sheet").1.insert((found.row, found.column), value);
        assert!(earlier.is_none(), "{name}: two formulas at {found:?}");
    }
    let workbook = &parts["xl/workbook.xml"];
    for (sheet, values) in by_sheet {
        let names = workbook.split("<sheet name=\"").skip(1);
        let place = names.take_while(|rest| !rest.starts_with(&format!("{sheet}\""))).count() + 1;
        let part = &parts[&format!("xl/worksheets/sheet{place}.xml")];
        let cells: Vec<&str> = part.split("<c ").filter(|cell| cell.contains("<f>")).collect();
        assert_eq!(cells.len(), values.len(), "{name}: {sheet}");
        for (cell, value) in cells.iter().zip(values.values()) {
            let (tag, rest) = cell.split_once("<f>").expect("a formula");
            let result = rest.split_once("</f><v>").and_then(|(_, rest)| rest.split_once("</v>"));
            let (result, _) = result.unwrap_or_else(|| panic!("{name}: {cell} has no result"));
            let result = result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let is_right = match value {
                cells::Value::Number(number) => !tag.contains(" t=") && result.parse() == Ok(*number),
                cells::Value::Text(text) => tag.contains(" t=\"str\"") && result == *text,
                cells::Value::Truth(_) | cells::Value::Blank => false,
            };
            assert!(is_right, "{name}: {sheet}: {cell} instead of {value:?}");
        }
    }
}

/// The cells of a sheet, as LibreOffice wrote them.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let row = rows.last_mut().expect("there is a row");
        let cell = row.last_mut().expect("there is a cell");
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => row.push(String::new()),
            '\n' if !is_quoted => rows.push(vec![String::new()]),
            letter => cell.push(letter),
        }
    }
    rows
}

/// Whether a cell that LibreOffice wrote holds this value.
fn holds(cell: Option<&String>, value: &cells::Value) -> bool {
    let text = cell.map_or("", String::as_str);
    match value {
        cells::Value::Number(number) => text.parse() == Ok(*number),
        cells::Value::Truth(truth) => text == truth.to_string().to_uppercase(),
        cells::Value::Text(value) => text == value,
        cells::Value::Blank => text.is_empty(),
    }
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

/// The words of a form with numbered sheets, for forms that stand in one file.
fn numbered(words: &Words) -> Vec<&'static Words> {
    let named = |name: &str, number: usize| -> &'static str { format!("{name} {number}").leak() };
    let numbered = (1..=TOGETHER).map(|number| -> &'static Words {
        Box::leak(Box::new(Words {
            project_sheet: named(words.project_sheet, number),
            costs: named(words.costs, number),
            work: named(words.work, number),
            financing: named(words.financing, number),
            result: named(words.result, number),
            attachments: named(words.attachments, number),
            steps: named(words.steps, number),
            ..*words
        }))
    });
    numbered.collect()
}

/// The worked examples as they are, then random budgets, some of them with gaps and mistakes: name, funding
/// type and budget.
fn budgets(site: &Rules, count: usize) -> Vec<(String, String, Budget)> {
    let plan = &site.compiled.plan;
    let mut random = Random::new(20_261_122);
    let types: Vec<&String> = plan.funding.keys().collect();
    let examples = site.book.examples.iter().map(|example| {
        let evaluation = plan.evaluate(&example.given);
        let funding = evaluation.named("funding_type").and_then(Value::case).expect("an example has a type");
        (example.id.value.clone(), funding.to_owned(), example.given.clone())
    });
    let mut budgets: Vec<_> = examples.collect();
    for index in 0..count {
        let style = if index % 3 == 0 { Style::Broken } else { Style::Complete };
        let funding = types[index % types.len()];
        let mut told = budget(plan, &mut random, style);
        told.set("funding_type", Datum::Case(funding.clone()));
        // Most budgets are of a size that people have.
        if index % 4 != 0 {
            for row in told.rows.values_mut().flatten() {
                if let Some(Entry::Typed(Datum::Number(amount))) = row.get_mut("amount") {
                    *amount = (*amount % Decimal::from(30_000)).round_dp(2);
                }
            }
        }
        // Whoever applies need not be told; where it is, it decides most of the random budgets.
        if index % 2 == 0 {
            for input in
                plan.inputs.iter().filter(|input| input.optional && !plan.cases(&input.id).is_empty())
            {
                told.fields.remove(&input.id);
            }
        }
        budgets.push((format!("random{index}"), funding.clone(), told));
    }
    budgets
}

/// What was found when forms were compared with the plan.
#[derive(Default)]
struct Seen {
    states: BTreeMap<i128, usize>,
    verdicts: BTreeMap<String, usize>,
    too_large: usize,
    compared: usize,
}

/// That the formulas of a form come to what the plan comes to.
fn compare_with_plan(plan: &Plan, name: &str, told: &Budget, words: &Words, form: &Form, seen: &mut Seen) {
    let evaluation = plan.evaluate(told);
    let whole = |number: Option<f64>| number.map(|number| number as i128);
    if all_rows(told) > form.rows_most {
        seen.too_large += 1;
        let support = form.results.iter().find(|found| Some(&found.node) == plan.names.get("support"));
        let state = whole(support.expect("there is support").state);
        assert_eq!(state, Some(3), "{name}: too large for whole numbers, and not refused");
        return;
    }
    let told = || leader_site::outcome::budget_json(plan, told);
    for found in &form.results {
        let wanted = expected(&evaluation, found.node, found.scale);
        let state = whole(found.state).unwrap_or_else(|| panic!("{name}: no state of {}", found.node));
        let is = (state, if state == 0 { whole(found.value).unwrap_or(-1) } else { 0 });
        *seen.states.entry(state).or_default() += 1;
        seen.compared += 1;
        assert_eq!(is, wanted, "{name}: step {} {:?} of {}", found.node, plan.nodes[found.node], told());
    }
    let support = evaluation.named("support").and_then(Value::as_known);
    let is_warned = plan
        .conditions
        .iter()
        .any(|one| one.level == Level::Warns && evaluation.standing(one.node) == Standing::Fails);
    let verdict = match evaluation.fundable() {
        Some(false) => words.verdict_no,
        Some(true) if support.is_some() && is_warned => words.verdict_look,
        Some(true) if support.is_some() => words.verdict_yes,
        _ => words.verdict_unknown,
    };
    assert_eq!(form.verdict, verdict, "{name}: {}", told());
    *seen.verdicts.entry(form.verdict.clone()).or_default() += 1;
}

#[test]
fn a_spreadsheet_program_comes_to_the_same() {
    let site = project::rules();
    let plan = &site.compiled.plan;
    let locale = Locale::new("fi").expect("Finnish is known");
    let source = source(&site, &locale);
    let folder = tempfile::tempdir().expect("a folder");
    let count = std::env::var("LEADER_SITE_WORKBOOKS").ok().map(|count| count.parse().expect("a number"));
    let count = count.unwrap_or(WORKBOOKS);
    let mut told = budgets(&site, count);
    for funding in plan.funding.keys() {
        told.push((format!("empty_{funding}"), funding.clone(), only(funding)));
    }
    let words = numbered(source.words);
    let forms: Vec<(String, Form)> = told
        .par_iter()
        .enumerate()
        .map(|(index, (name, funding, told))| {
            let source = source.with_words(words[index % TOGETHER]);
            (name.clone(), Form::new(&source, funding, told, ROOM))
        })
        .collect();

    // The formulas come to what the plan comes to.
    let mut seen = Seen::default();
    for ((name, form), (_, _, told)) in forms.iter().zip(&told) {
        compare_with_plan(plan, name, told, source.words, form, &mut seen);
    }
    // That is worth something only if all kinds of results were among them.
    let Seen { states, verdicts, too_large, compared } = seen;
    assert!(compared > 25 * count / 2 && too_large > 0, "{compared} {too_large}");
    for state in 0..4 {
        assert!(states.get(&state).is_some_and(|count| *count > 100), "{states:?}");
    }
    assert!(verdicts.len() == 4 && verdicts.values().all(|count| *count > 10), "{verdicts:?}");

    // And LibreOffice finds in every cell what the file says.
    let files: Vec<(String, &[(String, Form)])> = forms
        .chunks(TOGETHER)
        .enumerate()
        .map(|(index, forms)| (format!("file{index}.xlsx"), forms))
        .collect();
    files.par_iter().for_each(|(file, forms)| {
        let bytes = Form::together(forms.iter().map(|(_, form)| form)).expect("a workbook");
        assert_results(file, forms, &bytes);
        fs::write(folder.path().join(file), spoiled(&bytes)).expect("a file");
    });
    let names: Vec<String> = files.iter().map(|(file, _)| file.clone()).collect();
    recalculate(folder.path(), &names);

    let mut compared = 0;
    let mut wrong = Vec::new();
    for (file, (name, form)) in
        files.iter().flat_map(|(file, forms)| forms.iter().map(move |form| (file, form)))
    {
        let mut sheets = BTreeMap::new();
        let file = file.trim_end_matches(".xlsx");
        for found in form.calculated() {
            let sheet = sheets
                .entry(found.sheet)
                .or_insert_with(|| cells(&folder.path().join(format!("{file}-{}.csv", found.sheet))));
            let cell = sheet.get(found.row as usize).and_then(|row| row.get(usize::from(found.column)));
            compared += 1;
            if !found.value.is_some_and(|value| holds(cell, value)) {
                wrong.push(format!("{name}: {found:?}, but LibreOffice {cell:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared}\n{}", wrong.len(), wrong[..wrong.len().min(10)].join("\n"));
    assert!(compared > 150 * forms.len(), "{compared}");
}

/// What formulas come to; `cells.js` is asked the same.
#[test]
fn formulas_by_themselves() {
    let table: Json = serde_json::from_str(include_str!("../reading/formulas.json")).expect("a table");
    let mut own = Cells::new(["It's"]);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("It's").expect("a name");
    for (address, content) in table["cells"].as_object().expect("cells") {
        let column = u16::from(address.as_bytes()[0] - b'A');
        let row: u32 = address[1..].parse::<u32>().expect("a row") - 1;
        let value = value_of(content);
        match &value {
            cells::Value::Number(number) => sheet.write_number(row, column, *number).expect("a cell"),
            cells::Value::Text(text) if !text.is_empty() => {
                sheet.write_string(row, column, text).expect("a cell")
            }
            _ => continue,
        };
        own.put(0, row, column, value);
    }
    let cases: Vec<(&str, cells::Value)> = table["cases"]
        .as_array()
        .expect("cases")
        .iter()
        .map(|case| (case[0].as_str().expect("a formula"), value_of(&case[1])))
        .collect();
    let mut wrong = Vec::new();
    for (row, (formula, wanted)) in (0..).zip(&cases) {
        let found = own.comes_to(0, formula).unwrap_or(cells::Value::Blank);
        // A cell that shows a blank one shows 0.
        let found = if *formula == "A9" { cells::Value::Number(0.0) } else { found };
        if found != *wanted {
            wrong.push(format!("{formula}: {found:?}"));
        }
        if *wanted != cells::Value::Blank {
            sheet.write_formula(row, 9, format!("={formula}").as_str()).expect("a formula");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = spoiled(&workbook.save_to_buffer().expect("a workbook"));
    fs::write(folder.path().join("table.xlsx"), bytes).expect("a file");
    recalculate(folder.path(), &["table.xlsx".to_owned()]);
    let rows = cells(&folder.path().join("table-It's.csv"));
    for (row, (formula, wanted)) in rows.iter().zip(&cases) {
        let found = row.get(9);
        if *wanted != cells::Value::Blank && !holds(found, wanted) {
            wrong.push(format!("{formula}: LibreOffice {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn value_of(json: &Json) -> cells::Value {
    match json {
        Json::Number(number) => cells::Value::Number(number.as_f64().expect("a number")),
        Json::String(text) => cells::Value::Text(text.clone()),
        Json::Bool(truth) => cells::Value::Truth(*truth),
        _ => cells::Value::Blank,
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
        // Every formula comes to something, and the file shows it before any program calculates.
        let sheets = parts.iter().filter(|(name, _)| name.contains("/sheet"));
        for (name, sheet) in sheets {
            for cell in sheet.split("<c ").filter(|cell| cell.contains("<f>")) {
                let (tag, rest) = cell.split_once("<f>").expect("a formula");
                let (_, result) = rest.split_once("</f><v>").expect("a result");
                let (result, _) = result.split_once("</v>").expect("a result");
                let is_number = result.parse::<f64>().is_ok_and(f64::is_finite);
                assert!(is_number != tag.contains("t=\"str\""), "{name}: {cell}");
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
        (&whole, "arvio.pdf", 2, "name a file that ends in .xlsx, .csv or .html"),
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
