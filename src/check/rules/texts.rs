//! The words of the rules: every id has its texts in every language, and shows only known values.

use std::collections::BTreeMap;

use super::RuleSources;
use crate::check::shape::{Shape, rules as shape};
use crate::check::yaml::{Cursor, Document, Node};
use crate::diag::{Diagnostics, Words, say};
use crate::model::rules::{InputKind, RuleBook};
use crate::model::site::Site;
use crate::model::texts::{RuleTexts, Step, Text, Worded, links, placeholders};
use crate::source::{Place, Spanned};

pub(super) fn texts(
    sources: &RuleSources,
    languages: &[String],
    rules: &RuleBook,
    diags: &mut Diagnostics,
) -> BTreeMap<String, RuleTexts> {
    let wanted = Wanted::of(rules);
    let values = shown_values(rules);
    let mut all = BTreeMap::new();
    for language in languages {
        let Some(file) = sources.texts.get(language) else {
            let _ = diags.missing_rule_texts(language);
            continue;
        };
        let Ok(document) = Document::parse_file(file, diags) else { continue };
        let mut texts =
            RuleTexts { place: Place::file(file), entries: BTreeMap::new(), steps: BTreeMap::new() };
        let mut groups = BTreeMap::new();
        read(&document.root(), "", &wanted, &mut texts, &mut groups, diags);
        for (key, worded) in &texts.entries {
            check_text(key, worded, &values, diags);
        }
        for step in texts.steps.values().flatten() {
            check_text("steps", &step.title, &values, diags);
            check_text("steps", &step.text, &values, diags);
        }
        missing(&wanted, &texts, &groups, language, diags);
        all.insert(language.clone(), texts);
    }
    all
}

/// Tells what a language lacks. What lacks all of its texts is told once.
fn missing(
    wanted: &Wanted,
    texts: &RuleTexts,
    groups: &BTreeMap<String, Place>,
    language: &str,
    diags: &mut Diagnostics,
) {
    // By the first part of the key that is not there: the rest of the keys.
    let mut lacking: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in wanted.required.iter().filter(|key| !texts.entries.contains_key(*key)) {
        let id = key.split('.').nth(1).unwrap_or_default();
        if diags.is_broken(id) {
            continue;
        }
        let ends = key.match_indices('.').map(|(at, _)| at).skip(1).chain([key.len()]);
        let gone = ends.map(|end| &key[..end]).find(|part| !groups.contains_key(*part)).unwrap_or(key);
        let rest = key[gone.len()..].trim_start_matches('.').split('.').next().unwrap_or_default();
        lacking.entry(gone).or_default().push(rest);
    }
    for (gone, mut fields) in lacking {
        fields.dedup();
        // As near as there is something: the group that it belongs to.
        let above = gone.rsplit_once('.').map_or("", |(above, _)| above);
        let place = groups.get(above).unwrap_or(&texts.place);
        let _ = match fields.as_slice() {
            [""] => diags.missing_text(place, gone, language),
            fields => diags.missing_texts(place, gone, fields, language),
        };
    }
}

/// The texts that the rule data asks for.
struct Wanted {
    required: Vec<String>,
    optional: Vec<String>,
}

impl Wanted {
    fn of(rules: &RuleBook) -> Self {
        let mut required = vec!["set.name".to_owned()];
        let mut optional = Vec::new();
        let mut add = |group: &str, id: &str, fields: &[&str]| {
            if fields.is_empty() {
                required.push(format!("{group}.{id}"));
            }
            required.extend(fields.iter().map(|field| format!("{group}.{id}.{field}")));
        };
        let fields = |shape: &Shape| -> Vec<&str> {
            shape.keys.iter().filter(|key| key.required).map(|key| key.name).collect()
        };
        for one in &rules.parameters {
            add("parameter", &one.id.value, &[]);
            optional.push(format!("parameter_reason.{}", one.id.value));
        }
        for one in &rules.funding_types {
            add("funding_type", &one.id.value, &fields(&shape::FUNDING_TYPE_TEXTS));
            optional.push(format!("funding_type.{}.fits", one.id.value));
        }
        for one in &rules.cost_models {
            add("cost_model", &one.id.value, &fields(&shape::COST_MODEL_TEXTS));
        }
        for assumption in rules.assumptions() {
            add("assumption", &assumption.value, &fields(&shape::ASSUMPTION_TEXTS));
        }
        for one in &rules.choices {
            for case in &one.cases {
                add(&format!("choice.{}", one.id.value), &case.value, &fields(&shape::CASE_TEXTS));
            }
        }
        for one in &rules.categories {
            add("cost_category", &one.id.value, &fields(&shape::COST_CATEGORY_TEXTS));
        }
        for one in &rules.inputs {
            add("input", &one.id.value, &fields(&shape::INPUT_TEXTS));
            if let InputKind::Rows { columns, .. } = &one.kind {
                for column in columns {
                    add("input", &one.id.value, &[&column.id.value]);
                }
            }
            if let Some(reason) = &one.open {
                add("open", &reason.value, &[]);
            }
        }
        for one in &rules.rules {
            add("rule", &one.id.value, &fields(&shape::RULE_TEXTS));
            optional.push(format!("rule.{}.words", one.id.value));
            for limit in &one.at_most {
                add("limit", &limit.id.value, &[]);
            }
        }
        for one in &rules.receipt {
            add("receipt", &one.id.value, &fields(&shape::RECEIPT_TEXTS));
        }
        for one in &rules.conditions {
            add("condition", &one.id.value, &fields(&shape::CONDITION_TEXTS));
            for (from, _) in &one.suggest {
                add("condition", &one.id.value, &[&format!("suggest.{}", from.value)]);
            }
        }
        for one in &rules.notes {
            add("note", &one.id.value, &[]);
        }
        for one in &rules.checklist {
            add("checklist", &one.id.value, &fields(&shape::CHECKLIST_TEXTS));
            if let Some(group) = &one.group {
                add("checklist_group", &group.value, &[]);
            }
        }
        for one in &rules.sources {
            add("source", &one.id.value, &[]);
        }
        for one in &rules.examples {
            let id = &one.id.value;
            let rows = one.row_words().into_iter().map(|words| format!("rows.{words}"));
            let texts = ["title", "story"].map(str::to_owned).into_iter().chain(rows);
            let texts = texts.map(|text| format!("example.{id}.{text}"));
            if one.publish { required.extend(texts) } else { optional.extend(texts) }
        }
        required.sort();
        required.dedup();
        Self { required, optional }
    }

    fn knows(&self, key: &str) -> bool {
        self.required.iter().chain(&self.optional).any(|known| known == key)
    }

    /// Whether some text lies below this key.
    fn leads_on(&self, key: &str) -> bool {
        let start = format!("{key}.");
        self.required.iter().chain(&self.optional).any(|known| known.starts_with(&start))
    }

    /// What could have been meant in the place of a wrong key.
    fn beside(&self, parent: &str) -> Vec<String> {
        let start = if parent.is_empty() { String::new() } else { format!("{parent}.") };
        let mut names: Vec<String> = self
            .required
            .iter()
            .chain(&self.optional)
            .filter_map(|known| known.strip_prefix(&start))
            .filter_map(|rest| rest.split('.').next())
            .map(str::to_owned)
            .collect();
        if parent.is_empty() {
            names.push("steps".to_owned());
        }
        names.sort();
        names.dedup();
        names
    }
}

/// Reads the texts below `key`. `groups` gets the place of each group, by its key.
fn read(
    cursor: &Cursor<'_>,
    key: &str,
    wanted: &Wanted,
    texts: &mut RuleTexts,
    groups: &mut BTreeMap<String, Place>,
    diags: &mut Diagnostics,
) {
    let Ok(map) = cursor.open_map(&Words::new("the texts", "tekstien"), diags) else { return };
    for (name, value) in map.entries() {
        // A key without a value counts as not written; that it is missing is told below.
        if value.is_null() {
            continue;
        }
        if key.is_empty() && name.value == "steps" {
            steps(&value, texts, diags);
            continue;
        }
        let full = if key.is_empty() { name.value.clone() } else { format!("{key}.{}", name.value) };
        if matches!(value.node(), Node::Map(_)) && wanted.leads_on(&full) {
            groups.insert(full.clone(), name.place);
            read(&value, &full, wanted, texts, groups, diags);
        } else if wanted.knows(&full) {
            if let Ok(text) = value.text(diags) {
                texts.entries.insert(full, worded(text));
            }
        } else if !belongs_to_broken(&full, diags) {
            let known = wanted.beside(key);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let _ = if key.is_empty() {
                // A group of nothing but things that could not be read.
                let of_broken = |(id, _): &(String, Node)| diags.is_broken(id);
                if matches!(value.node(), Node::Map(things) if things.iter().all(of_broken)) {
                    continue;
                }
                diags.unknown_key(&name, &Words::new("the file of texts", "tekstien"), &known)
            } else if matches!(value.node(), Node::Map(_)) || !key.contains('.') {
                diags.text_of_nothing(&name, &full, &known)
            } else {
                diags.unknown_key(&name, &say!("`{key}`", "ryhmän `{key}`"), &known)
            };
        }
    }
}

/// Whether a text belongs to something that is there, though it could not be read.
fn belongs_to_broken(key: &str, diags: &Diagnostics) -> bool {
    let mut parts = key.split('.');
    let (group, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    // Their ids are written within other things, which may be the broken ones.
    let written_within = matches!(group, "assumption" | "open" | "limit" | "checklist_group");
    diags.is_broken(id) || (written_within && diags.any_broken())
}

fn steps(cursor: &Cursor<'_>, texts: &mut RuleTexts, diags: &mut Diagnostics) {
    let Ok(map) = cursor.open_map(&Words::new("the steps", "vaiheiden"), diags) else { return };
    for (name, value) in map.entries() {
        let Ok(items) = value.list(diags) else { continue };
        let mut steps = Vec::new();
        for item in items {
            let Ok(map) = item.shape(&shape::STEP, diags) else { continue };
            let title = map.must("title", diags).and_then(|cursor| cursor.text(diags));
            let text = map.must("text", diags).and_then(|cursor| cursor.text(diags));
            if let (Ok(title), Ok(text)) = (title, text) {
                steps.push(Step { title: worded(title), text: worded(text) });
            }
        }
        texts.steps.insert(name.value, steps);
    }
}

fn worded(written: Spanned<String>) -> Worded {
    Worded { text: Text::parse(&written.value), written }
}

/// The names whose values a text may show.
fn shown_values(rules: &RuleBook) -> Vec<&str> {
    let parameters = rules.parameters.iter().map(|one| one.id.value.as_str());
    let names = rules.rules.iter().map(|one| one.id.value.as_str());
    let inputs = rules.inputs.iter().filter(|one| !matches!(one.kind, InputKind::Rows { .. }));
    let inputs = inputs.map(|one| one.id.value.as_str());
    let categories = rules.categories.iter().map(|one| one.id.value.as_str());
    parameters.chain(names).chain(inputs).chain(categories).collect()
}

fn check_text(key: &str, worded: &Worded, values: &[&str], diags: &mut Diagnostics) {
    let written = &worded.written;
    for (range, name) in placeholders(&written.value) {
        if !values.contains(&name) && !diags.is_broken(name) {
            let _ = diags.unknown_placeholder(&written.place.within(range), name, values);
        }
    }
    // An amount in a text would stay behind when the rule changes. Names of sources may have numbers.
    if !key.starts_with("source.") {
        let mut words = written.value.clone();
        for (range, _) in placeholders(&written.value) {
            words.replace_range(range.clone(), &" ".repeat(range.len()));
        }
        // What stands in a link is the name of a place, such as that of a form.
        for link in links(&written.value) {
            words.replace_range(link.whole.clone(), &" ".repeat(link.whole.len()));
        }
        if let Some(at) = words.find(|c: char| c.is_ascii_digit()) {
            let number = words[at..].find(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}')));
            let end = number.map_or(words.len(), |length| at + length);
            let end = at + words[at..end].trim_end().len();
            let _ = diags.digits_in_text(&written.place.within(at..end), &words[at..end]);
        }
    }
}

/// Tells of links in the texts of the rules that the settings of the site do not name.
pub fn links_are_known(rules: &RuleBook, site: &Site, diags: &mut Diagnostics) {
    for (language, texts) in &rules.texts {
        let Some(language) = site.language(language) else { continue };
        let known = &site.languages[language].links;
        let steps = texts.steps.values().flatten().flat_map(|step| [&step.title, &step.text]);
        for worded in texts.entries.values().chain(steps) {
            for link in links(&worded.written.value) {
                let id = &worded.written.value[link.id.clone()];
                if !known.contains_key(id) {
                    let place = worded.written.place.within(link.id.clone());
                    diags.unknown_link_in_rules(&place, id, known.keys().map(String::as_str));
                }
            }
        }
    }
}
