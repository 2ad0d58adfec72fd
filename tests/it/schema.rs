//! Schemas and checker agree: what one takes, the other takes, key by key and kind by kind.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use leader_site::check::rules::RuleSources;
use leader_site::check::shape::{FILES, Kind, Shape};
use leader_site::diag::{Diagnostics, Tongue, to_json};
use leader_site::source::{Project, SourceFile, ThemeFiles};
use leader_site::starter::{self, Association};
use leader_site::{check, schema};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::fixture::DAY;
use crate::project;
use crate::script::Script;

/// What schemas say of values: nothing, or what is wrong.
fn verdicts(asked: &[(&str, Value)]) -> Vec<String> {
    let schemas: BTreeMap<&str, Value> =
        FILES.iter().map(|file| (file.name, schema::schema(file, Tongue::English))).collect();
    let questions: String = std::iter::once(json!(schemas))
        .chain(asked.iter().map(|question| json!(question)))
        .map(|line| format!("{line}\n"))
        .collect();
    let verdicts = Script::new("validate.mjs").ask_all(questions);
    assert_eq!(verdicts.len(), asked.len(), "the script answers every question");
    verdicts
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The first part of a file's path that belongs to a schema.
fn schema_of(path: &str) -> Option<&'static str> {
    Some(match path {
        "content/site.yaml" => "site",
        _ if path.ends_with("/theme.yaml") => "theme",
        _ if path.contains("rules/texts/") => "texts",
        _ if path.contains("rules/") => {
            let name = path.rsplit('/').next()?.strip_suffix(".yaml")?;
            FILES.iter().find(|file| file.name == name)?.name
        }
        _ => return None,
    })
}

/// A file with the schema that it belongs to.
struct Written {
    path: String,
    schema: &'static str,
    text: String,
    value: Value,
}

impl Written {
    fn new(path: String, text: String) -> Option<Self> {
        // What lies beside the folders of the languages is no page.
        let in_language = path.split_once("content/").is_some_and(|(_, inside)| inside.contains('/'));
        let (schema, value) = if path.ends_with(".md") && in_language {
            let front = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
            ("page", yaml(front.unwrap_or_else(|| panic!("{path} has front matter")).0))
        } else {
            (schema_of(&path).filter(|_| path.ends_with(".yaml"))?, yaml(&text))
        };
        Some(Self { path, schema, text, value })
    }
}

/// The YAML files and pages of the repository, and those of new sites.
fn written() -> Vec<Written> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["content", "themes", "tests/sites/rules"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name().into_iter().flatten() {
            let path = entry.path().strip_prefix(root).expect("a path inside").to_string_lossy().into_owned();
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            found.extend(Written::new(path, text));
        }
    }
    for language in starter::languages() {
        let association = Association {
            name: "Leader: \"Itä\"".to_owned(),
            language: language.to_owned(),
            municipalities: vec!["Liperi".to_owned()],
            email: starter::NO_EMAIL.to_owned(),
            base_url: starter::NO_BASE_URL.to_owned(),
        };
        for (path, content) in starter::files(&association, DAY) {
            let Ok(text) = String::from_utf8(content.into_owned()) else { continue };
            found.extend(Written::new(path, text));
        }
    }
    found
}

#[test]
fn the_schemas_are_those_that_the_program_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".schemas");
    let on_disk: BTreeSet<String> = fs::read_dir(&folder)
        .expect(".schemas/")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let made: BTreeSet<String> = FILES.iter().map(|file| format!("{}.json", file.name)).collect();
    assert_eq!(on_disk, made);
    for file in FILES {
        let kept = fs::read_to_string(folder.join(format!("{}.json", file.name))).expect("a schema");
        let is_same = kept == schema::text(file, Tongue::Finnish);
        assert!(is_same, ".schemas/{}.json is old: leader-site schema --out .schemas --lang fi", file.name);
    }
}

#[test]
fn every_file_fits_its_schema() {
    let files = written();
    assert!(files.len() > 60, "{}", files.len());
    let asked: Vec<(&str, Value)> = files.iter().map(|file| (file.schema, file.value.clone())).collect();
    for (file, wrong) in files.iter().zip(verdicts(&asked)) {
        assert_eq!(wrong, "", "{}", file.path);
    }
}

#[test]
fn every_file_names_its_schema() {
    for Written { path, schema, text, .. } in written() {
        // Messages about the rules of the tests count their lines.
        if schema == "page" || path.starts_with("tests/") {
            continue;
        }
        let named =
            text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
        let named = named.unwrap_or_else(|| panic!("{path} does not name its schema"));
        assert_eq!(
            named,
            format!("{}.schemas/{schema}.json", "../".repeat(path.matches('/').count())),
            "{path}"
        );
    }
}

#[test]
fn typical_mistakes_do_not_fit() {
    let rows = [
        ("page", "{title: A, titel: Pienhanke}", "/titel"),
        ("page", "description: Ilman otsikkoa", "lacks title"),
        ("page", "{title: A, date: 1.3.2026}", "/date"),
        ("page", "{title: A, draft: \"no\"}", "/draft"),
        ("page", "{title: A, order: ensimmäinen}", "/order"),
        ("page", "{title: A, sort: päivä}", "/sort"),
        ("page", "{title: A, slug: Uusi sivu}", "/slug"),
        ("page", "{title: A, aliases: vanha}", "/aliases"),
        ("site", "{name: A, base_url: example.org, theme: leader, languages: []}", "/base_url"),
        ("site", "{name: A, base_url: https://a.fi, theme: leader, languages: [{code: fi}]}", "lacks name"),
        (
            "site",
            "{name: A, base_url: https://a.fi, theme: leader, languages: [], settings: {acent: red}}",
            "/settings/acent",
        ),
        (
            "site",
            "{name: A, base_url: https://a.fi, theme: leader, languages: [], settings: {show_name: kyllä}}",
            "/show_name",
        ),
        ("parameters", "a: {source: b, values: [{from: 2023-01-01, value: 8000}]}", "/value"),
        ("parameters", "a: {source: b, values: [{from: 2023-01-01, value: 0,9}]}", "/value"),
        ("parameters", "a: {source: b, values: [{from: 1.1.2023, value: 90 %}]}", "/from"),
        ("parameters", "A b: {source: b, values: []}", "/A b"),
        ("sources", "a: {url: www.example.org, checked: 2026-01-01}", "/url"),
        ("calculation", "{inputs: {a: {kind: money}}, rules: {}, outputs: []}", "lacks max"),
        ("calculation", "{inputs: {}, rules: {a: {source: b}}, outputs: []}", "exactly one"),
        (
            "funding",
            "{set: a, funding_type: {}, cost_model: {}, cost_category: {a: {purchase: yes please}}}",
            "/purchase",
        ),
    ];
    let asked: Vec<(&str, Value)> = rows.iter().map(|(name, text, _)| (*name, yaml(text))).collect();
    for ((name, text, expected), wrong) in rows.iter().zip(verdicts(&asked)) {
        assert!(wrong.contains(expected), "{name}: {text}: {wrong:?} should name {expected}");
    }
}

/// A place in a document where a shape stands.
struct Spot {
    path: Vec<String>,
    shape: &'static Shape,
}

/// The first place of each shape in a document.
fn spots(kind: &'static Kind, value: &Value, path: &mut Vec<String>, found: &mut Vec<Spot>) {
    let mut inside = |kind: &'static Kind, key: &str, value: &Value, found: &mut Vec<Spot>| {
        path.push(key.to_owned());
        spots(kind, value, path, found);
        path.pop();
    };
    match (kind, value) {
        (Kind::Shape(shape), Value::Object(map)) => {
            for (key, value) in map {
                if let Some(kind) = shape.key(key).map(|key| &key.kind).or(shape.others) {
                    inside(kind, key, value, found);
                }
            }
            let same = found.iter().any(|spot| std::ptr::eq(spot.shape, *shape));
            if !same {
                found.push(Spot { path: path.clone(), shape });
            }
        }
        (Kind::ById(kind) | Kind::ByName(kind) | Kind::ByLanguage(kind), Value::Object(map)) => {
            map.iter().for_each(|(key, value)| inside(kind, key, value, found));
        }
        (Kind::List(kind), Value::Array(items)) => {
            items.iter().enumerate().for_each(|(index, item)| inside(kind, &index.to_string(), item, found));
        }
        (Kind::Either(kinds), _) => kinds.iter().for_each(|kind| spots(kind, value, path, found)),
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().expect("an index")],
        other => &mut other[step.as_str()],
    })
}

/// Changes of a document, each in one key of one shape.
fn changes(file: &'static leader_site::check::shape::File, document: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    spots(&file.root, document, &mut Vec::new(), &mut found);
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!("zz zz"),
        json!("2026-01-01"),
        json!("90 %"),
        json!([]),
        json!(["zz"]),
        json!([[]]),
        json!({}),
        json!({"zz": "zz"}),
    ];
    let mut changed = Vec::new();
    let mut change = |spot: &Spot, key: &str, value: Option<Value>| {
        let mut copy = document.clone();
        let Value::Object(map) = at(&mut copy, &spot.path) else { return };
        let told = match &value {
            Some(value) => format!("{}: {key} = {value}", spot.path.join("/")),
            None => format!("{}: without {key}", spot.path.join("/")),
        };
        match value {
            Some(value) => map.insert(key.to_owned(), value),
            None => map.shift_remove(key),
        };
        changed.push((told, copy));
    };
    for spot in &found {
        if spot.shape.others.is_none() {
            change(spot, "zz", Some(json!("zz")));
        }
        for key in spot.shape.keys {
            change(spot, key.name, Some(yaml(key.example)));
            change(spot, key.name, None);
            values.iter().for_each(|value| change(spot, key.name, Some(value.clone())));
        }
    }
    changed
}

const SITE: &str =
    "name: A\nbase_url: https://example.org/\ntheme: leader\nlanguages: [{code: fi, name: Suomi}]\n";

/// Rules with one of each thing, so that checking them a thousand times takes a moment.
const SMALL: [(&str, &str); 7] = [
    (
        "sources",
        r#"paper: {url: "https://example.org/", checked: 2026-01-01}
"#,
    ),
    (
        "parameters",
        r#"share: {source: paper, values: [{from: 2023-01-01, value: 80 %}]}
most: {source: paper, values: [{from: 2023-01-01, until: 2025-12-31, value: 8 000 €}, {from: 2026-01-01, value: 9 000 €}]}
flat: {source: paper, values: [{from: 2023-01-01, value: 40 %}]}
"#,
    ),
    (
        "funding",
        r#"set: small
funding_type:
  grant: {page: rahoitus, costs: [wages, things], cost_models: [actual, lump], parts: true}
cost_model:
  actual: {counts: all, volunteer_work: true, source: paper}
  lump: {counts: [wages], flat: {rate: flat, of: [wages]}, volunteer_work: false, source: paper, assumption: guess}
cost_category:
  wages: {}
  things: {purchase: true}
"#,
    ),
    (
        "calculation",
        r#"inputs:
  costs:
    kind: rows
    max_rows: 10
    columns:
      amount: {kind: money, max: 1 000 €}
      category: {kind: choice, of: cost_category}
      part: {kind: text}
  funding_type: {kind: choice, of: funding_type}
  cost_model: {kind: choice, of: cost_model, default: actual}
  hours: {kind: hours, max: 100 h, default: 0 h, optional: true, open: asked, when: "funding_type in [grant]"}
rules:
  support:
    formula: total * share
    round: {to: 0.01 €, mode: half_up, source: assumption}
    at_most:
      - {id: ceiling, when: total > 0 €, value: most, source: paper}
    source: paper
    assumption: guess
  total: {formula: "sum(costs.amount where counted)", source: paper}
outputs: [total, support]
receipt:
  total: {value: total, when: total > 0 €}
conditions:
  size: {when: total > 0 €, must: total <= most, level: warns, suggest: {grant: grant}, source: paper}
notes:
  later: {when: total > 0 €, source: paper}
parts: {when: total > 0 €, split: support, by: costs.part, round: {to: 0.01 €, mode: half_up, source: assumption}, source: paper}
"#,
    ),
    (
        "checklist",
        r#"offers: {for_each: costs, where: counted and purchase, when: amount >= most, group: offers, source: paper}
"#,
    ),
    (
        "examples",
        r#"always: [support <= total]
first:
  publish: true
  as_of: 2026-03-01
  given: {funding_type: grant, costs: [{category: wages, amount: 100 €}]}
  expect: {support: 80 €}
"#,
    ),
    (
        "texts/fi",
        r#"set: {name: A}
parameter: {share: A, most: A, flat: A}
funding_type:
  grant: {name: A, official: A, description: A, choice: A}
cost_model:
  actual: {name: A, description: A, receipts: A, covers: ""}
  lump: {name: A, description: A, receipts: A, covers: ""}
cost_category:
  wages: {name: A, hint: A}
  things: {name: A, hint: A}
input:
  costs: {label: A, hint: A, category: A, amount: A, part: A}
  funding_type: {label: A, hint: A}
  cost_model: {label: A, hint: A}
  hours: {label: A, hint: A}
rule:
  support: {name: A, formula: A, reason: ""}
  total: {name: A, formula: A, reason: ""}
limit: {ceiling: A}
receipt:
  total: {label: A, detail: ""}
condition:
  size: {title: A, fails: A, suggest: {grant: A}}
note: {later: A}
checklist:
  offers: {name: A, when: A, hint: A}
checklist_group: {offers: A}
assumption:
  guess: {title: A, text: A}
open: {asked: A}
source: {paper: A}
example:
  first: {title: A, story: A}
steps:
  apply: [{title: A, text: A}]
"#,
    ),
];

/// What the checker says of a document that stands in the place of a file.
fn codes(name: &str, document: &Value) -> BTreeSet<String> {
    let text = serde_yaml::to_string(document).expect("YAML");
    let of_file = if matches!(name, "page") { "sivu" } else { name };
    let mut diags = Diagnostics::new();
    let project = Project { root: "/nowhere".into(), date: DAY, base_url: None, drafts: false };
    match name {
        "page" => {
            let file = SourceFile::new("content/fi/sivu.md", format!("---\n{text}---\n"));
            check::front_matter(&file, &mut diags);
        }
        "site" | "theme" => {
            let (site, theme) = match name {
                "site" => (text, project::file("themes/leader/theme.yaml")),
                _ => (SITE.to_owned(), text),
            };
            let site = check::settings(&SourceFile::new("content/site.yaml", site), &project, &mut diags);
            let theme = ThemeFiles {
                name: "leader".to_owned(),
                settings: Some(SourceFile::new("themes/leader/theme.yaml", theme)),
                templates: Vec::new(),
                texts: vec![SourceFile::new("themes/leader/texts/fi.yaml", "a: {b: c}\n")],
                statics: Vec::new(),
            };
            if let Ok(site) = site {
                let _ = check::theme(theme, &site, &mut diags);
            }
        }
        _ => {
            let mut files: BTreeMap<String, String> =
                SMALL.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
            let name = if name == "texts" { "texts/fi" } else { name };
            files.insert(name.to_owned(), text);
            let sources: RuleSources = project::sources(&files);
            // Texts are held against the rules only when they are what is looked at.
            let languages = if name == "texts/fi" { vec!["fi".to_owned()] } else { Vec::new() };
            let _ = check::rules::rules(&sources, &languages, &mut diags);
        }
    }
    to_json(&diags, Tongue::English)
        .as_array()
        .expect("a list")
        .iter()
        .filter(|message| message["severity"] == "error")
        // Examples and texts that no longer fit are told of in their own files.
        .filter(|message| message["file"].as_str().is_none_or(|file| file.contains(of_file)))
        .map(|message| message["code"].as_str().expect("a code").to_owned())
        .collect()
}

/// Mistakes that a schema can see: in the keys, and in the kinds of values.
const SEEN_BY_SCHEMAS: [&str; 6] =
    ["unknown-key", "missing-key", "wrong-kind", "not-a-date", "not-an-integer", "not-true-or-false"];

/// What the checker knows from other files, or from other languages: schemas cannot see it.
const BEYOND_SCHEMAS: &[&str] = &[
    // Which inputs there are.
    "given = {",
    "inputs = {",
    "without given",
    // Which ids there are to have texts.
    ": choice = {",
    " = {\"zz\":\"zz\"}",
    "suggest = {",
    "parameter_reason = {",
    // Which words the rows of an example name.
    "rows = {",
    // Which languages the site has.
    "without fi",
    "fi = null",
    "sv = ",
    "en = ",
    "address = {}",
    "name = {}",
    "tagline = {}",
    "municipalities = {}",
];

#[test]
fn the_checker_takes_what_the_schemas_take() {
    let rules: BTreeMap<&str, &str> = SMALL.into();
    let documents: Vec<(&'static leader_site::check::shape::File, Value)> = FILES
        .iter()
        .map(|file| {
            let text = match file.name {
                "page" => "title: A\naliases: [/a/]\n".to_owned(),
                // Of one language, as the small site beside it is.
                "site" => project::file("tests/sites/site.yaml"),
                "theme" => project::file("themes/leader/theme.yaml"),
                "texts" => rules["texts/fi"].to_owned(),
                name => rules[name].to_owned(),
            };
            (*file, yaml(&text))
        })
        .collect();
    let mut asked: Vec<(&str, Value)> = Vec::new();
    let mut told = Vec::new();
    for (file, document) in &documents {
        assert_eq!(codes(file.name, document), BTreeSet::new(), "{}", file.name);
        for (what, changed) in changes(file, document) {
            asked.push((file.name, changed));
            told.push(what);
        }
    }
    assert!(asked.len() > 1000, "{}", asked.len());
    let checked: Vec<BTreeSet<String>> =
        asked.par_iter().map(|(name, document)| codes(name, document)).collect();
    let mut differ = Vec::new();
    for (((name, _), what), (wrong, codes)) in
        asked.iter().zip(&told).zip(verdicts(&asked).into_iter().zip(&checked))
    {
        // The checker does not look at what an input of that kind, or a rule with a formula, has no use for.
        let is_idle = ["of", "default", "max", "step", "max_rows", "columns", "cases"]
            .iter()
            .any(|key| what.contains(&format!(": {key} = ")));
        if !wrong.is_empty() && codes.is_empty() && !is_idle {
            differ.push(format!("{name} {what}: the schema says {wrong}, the checker takes it"));
        }
        let seen = codes.iter().any(|code| SEEN_BY_SCHEMAS.contains(&code.as_str()));
        // A text that is replaced by an example lacks what the rules ask for.
        let is_other_text =
            *name == "texts" && codes.contains("missing-text") && !codes.contains("wrong-kind");
        if wrong.is_empty()
            && seen
            && !is_other_text
            && !BEYOND_SCHEMAS.iter().any(|beyond| what.contains(beyond))
        {
            differ.push(format!("{name} {what}: the checker says {codes:?}, the schema takes it"));
        }
    }
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
}

#[test]
fn every_key_is_explained() {
    fn look(schema: &Value, at: &str, plain: &mut Vec<String>) {
        let Value::Object(map) = schema else { return };
        if let Some(Value::Object(properties)) = map.get("properties") {
            for (key, inner) in properties {
                // Conditions name keys that are explained where they stand.
                let is_condition =
                    inner.get("not").is_some() && inner.get("type").is_none() || inner.get("enum").is_some();
                if inner.get("description").and_then(Value::as_str).is_none_or(str::is_empty)
                    && !is_condition
                    && !matches!(key.as_str(), "fi" | "sv" | "en")
                {
                    plain.push(format!("{at}/{key}"));
                }
            }
        }
        for (key, inner) in map {
            match inner {
                Value::Array(items) => items.iter().for_each(|item| look(item, at, plain)),
                inner => look(inner, &format!("{at}/{key}"), plain),
            }
        }
    }
    for tongue in [Tongue::English, Tongue::Finnish] {
        for file in FILES {
            let mut plain = Vec::new();
            look(&schema::schema(file, tongue), file.name, &mut plain);
            assert_eq!(plain, Vec::<String>::new());
        }
    }
}
