//! The documents: a spreadsheet program must come to what the plan comes to, to the cent.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use leader_site::compile::sample::{Random, Style, budget};
use leader_site::model::budget::{Budget, Datum};
use leader_site::model::evaluate::{Plain, Value};
use leader_site::model::locale::Locale;
use leader_site::model::plan::Plan;
use leader_site::papers::words::words;
use leader_site::papers::workbook::{Form, Source};

use crate::project;

/// Workbooks as people get them, each recalculated by LibreOffice.
const WORKBOOKS: usize = 60;

fn soffice() -> String {
    std::env::var("SOFFICE").unwrap_or_else(|_| "soffice".to_owned())
}

/// Has LibreOffice read files and write them in another form, in one run.
fn convert(folder: &Path, files: &[String], form: &str) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let output = Command::new(soffice())
        .args([&profile, "--headless", "--norestore", "--convert-to", form, "--outdir"])
        .arg(folder)
        .args(files.iter().map(|file| folder.join(file)))
        .output()
        .expect("LibreOffice recalculates workbooks; tests/run installs it");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn try_one() {
    let site = project::rules();
    let plan = &site.compiled.plan;
    let locale = Locale::new("fi").unwrap();
    let source = Source { rules: &site.book, plan, texts: &site.book.texts["fi"], locale: &locale, words: words("fi") };
    fs::create_dir_all("/tmp/papers/x").unwrap();
    for example in &site.book.examples {
        let Some(Value::Known(known)) = plan.evaluate(&example.given).named("funding_type").cloned() else { continue };
        let Plain::Case(funding) = known.datum else { continue };
        let form = Form::new(source, &funding, &example.given, 40);
        fs::write(format!("/tmp/papers/x/{}.xlsx", example.id.value), form.xlsx().unwrap()).unwrap();
    }
    for funding in plan.funding.keys() {
        let form = Form::new(source, funding, &Budget::default(), 60);
        fs::write(format!("/tmp/papers/x/{funding}.xlsx"), form.xlsx().unwrap()).unwrap();
    }
}
