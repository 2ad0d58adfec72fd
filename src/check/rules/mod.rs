//! Rule files into a [`RuleBook`]: each value by itself, and every name against what it may name.

mod calculation;
mod checklist;
mod examples;
mod funding;
mod parameters;
mod renamed;
mod texts;

pub use texts::links_are_known;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::formula;
use crate::check::yaml::{Cursor, Document, Map};
use crate::diag::{Diagnostics, Reported, Words, quantity_words};
use crate::model::formula::Formula;
use crate::model::quantity::{NotAQuantity, Quantity, Unit};
use crate::model::rules::RuleBook;
use crate::source::{SourceFile, Spanned};

/// The files of `content/rules/`.
#[derive(Debug, Clone, Default)]
pub struct RuleSources {
    /// By name, without the ending: `parameters`, `funding`, …
    pub files: BTreeMap<String, Arc<SourceFile>>,
    /// Texts by language code.
    pub texts: BTreeMap<String, Arc<SourceFile>>,
    /// The pages of the site, where they are at hand: they are looked into for a name that is gone.
    pub pages: Vec<Arc<SourceFile>>,
}

impl RuleSources {
    /// Sorts files by what they are: `content/rules/texts/fi.yaml` has the texts in Finnish.
    pub fn sorted(files: Vec<Arc<SourceFile>>) -> Self {
        Self::sorted_in("content/rules/", files)
    }

    /// Sorts the files of another folder, whose path ends with `/`.
    pub fn sorted_in(folder: &str, files: Vec<Arc<SourceFile>>) -> Self {
        let mut sources = Self::default();
        for file in files {
            let name = file.path.strip_prefix(folder).unwrap_or(&file.path);
            let name = name.rsplit_once('.').map_or(name, |(name, _)| name).to_owned();
            match name.strip_prefix("texts/") {
                Some(language) => sources.texts.insert(language.to_owned(), file.clone()),
                None => sources.files.insert(name, file.clone()),
            };
        }
        sources
    }
}

/// The files that a set of rules consists of.
const FILES: [&str; 6] = ["sources", "parameters", "funding", "calculation", "checklist", "examples"];

/// Checks the rule files of a site with these languages.
pub fn rules(
    sources: &RuleSources,
    languages: &[String],
    diags: &mut Diagnostics,
) -> Result<RuleBook, Reported> {
    for (name, file) in &sources.files {
        if !FILES.contains(&name.as_str()) {
            let _ = diags.unknown_rule_file(file, name, &FILES);
        }
    }
    let mut documents = BTreeMap::new();
    let mut broken = None;
    for name in FILES {
        match sources.files.get(name) {
            None => broken = Some(diags.missing_rule_file(name)),
            Some(file) => match Document::parse_file(file, diags) {
                Ok(document) => {
                    documents.insert(name, document);
                }
                Err(reported) => broken = Some(reported),
            },
        }
    }
    if let Some(reported) = broken {
        return Err(reported);
    }
    let root = |name: &str| documents[name].root();

    let known_sources = parameters::sources(&root("sources"), diags);
    let parameters = parameters::parameters(&root("parameters"), diags);
    let funding = funding::funding(&root("funding"), diags);
    let calculation = calculation::calculation(&root("calculation"), diags);
    let checklist = checklist::checklist(&root("checklist"), diags);
    let funding = funding?;
    let calculation = calculation?;
    let mut rules = RuleBook {
        set: funding.set,
        sources: known_sources,
        parameters,
        funding_types: funding.funding_types,
        cost_models: funding.cost_models,
        categories: funding.categories,
        choices: funding.choices,
        inputs: calculation.inputs,
        rules: calculation.rules,
        outputs: calculation.outputs,
        receipt: calculation.receipt,
        conditions: calculation.conditions,
        notes: calculation.notes,
        checklist: checklist?,
        parts: calculation.parts,
        examples: Vec::new(),
        laws: Vec::new(),
        texts: BTreeMap::new(),
    };
    renamed::renamed(sources, &rules, diags);
    names_are_known(&rules, diags);
    // Examples and texts are read against the ids of the rules.
    let (examples, laws) = examples::examples(&root("examples"), &rules, diags);
    rules.examples = examples;
    rules.laws = laws;
    rules.texts = texts::texts(sources, languages, &rules, diags);
    match diags.first_error() {
        Some(reported) => Err(reported),
        None => Ok(rules),
    }
}

const COST_CATEGORY: Words = Words::new("cost category", "kustannuslaji");
const COST_MODEL: Words = Words::new("cost model", "kustannusmalli");
const PARAMETER: Words = Words::new("parameter", "sääntöjen arvo");
const CHOICE: Words = Words::new("choice", "valinta");
const FUNDING_TYPE: Words = Words::new("funding type", "rahoitustyyppi");
const QUESTION: Words = Words::new("question", "kysymys");
const SOURCE: Words = Words::new("source", "lähde");

/// Every name that leads from one rule file to another.
fn names_are_known(rules: &RuleBook, diags: &mut Diagnostics) {
    let sources: Vec<&str> = rules.sources.iter().map(|source| source.id.value.as_str()).collect();
    let categories: Vec<&str> = rules.categories.iter().map(|category| category.id.value.as_str()).collect();
    let models: Vec<&str> = rules.cost_models.iter().map(|model| model.id.value.as_str()).collect();
    let types: Vec<&str> = rules.funding_types.iter().map(|funding| funding.id.value.as_str()).collect();
    let parameters: Vec<&str> = rules.parameters.iter().map(|one| one.id.value.as_str()).collect();
    let questions: Vec<&str> = rules.questions().map(|(input, _)| input.id.value.as_str()).collect();
    let mut check = |name: &Spanned<String>, what: &Words, known: &[&str]| {
        if !known.contains(&name.value.as_str()) && !diags.is_broken(&name.value) {
            let _ = diags.not_one_of(name, what, known.iter().copied());
        }
    };
    for funding in &rules.funding_types {
        funding.costs.iter().for_each(|name| check(name, &COST_CATEGORY, &categories));
        funding.cost_models.iter().for_each(|name| check(name, &COST_MODEL, &models));
        funding.means.iter().for_each(|(input, _)| check(input, &QUESTION, &questions));
    }
    for model in &rules.cost_models {
        model.counts.iter().flatten().for_each(|name| check(name, &COST_CATEGORY, &categories));
        if let Some(flat) = &model.flat {
            check(&flat.rate, &PARAMETER, &parameters);
            flat.of.iter().for_each(|name| check(name, &COST_CATEGORY, &categories));
        }
    }
    let own = rules.choices.iter().map(|choice| choice.id.value.as_str());
    let choices: Vec<&str> = funding::BUILT_IN.into_iter().chain(own).collect();
    let mut wrong_defaults = Vec::new();
    for (input, case) in rules.funding_types.iter().flat_map(|funding| &funding.means) {
        let asked = rules.questions().find(|(question, _)| question.id.value == input.value);
        if let Some((_, choice)) = asked
            && !choice.cases.iter().any(|known| known.value == case.value)
        {
            wrong_defaults.push((input, case, choice.cases.iter().map(|case| case.value.as_str()).collect()));
        }
    }
    for input in &rules.inputs {
        use crate::model::rules::{ColumnKind, InputKind, Max};
        match &input.kind {
            InputKind::Choice { of, default } => {
                check(of, &CHOICE, &choices);
                if let (Some(default), Some(cases)) = (default, rules.cases(&of.value))
                    && !cases.contains(&default.value.as_str())
                {
                    wrong_defaults.push((of, default, cases));
                }
            }
            InputKind::Number { max: Max::Parameter(name), .. } => check(name, &PARAMETER, &parameters),
            InputKind::Rows { columns, .. } => {
                for column in columns {
                    if let ColumnKind::Choice { of } = &column.kind {
                        check(of, &CHOICE, &choices);
                    }
                }
            }
            InputKind::Number { .. } | InputKind::YesNo | InputKind::Date => {}
        }
    }
    for condition in &rules.conditions {
        for (from, to) in &condition.suggest {
            check(from, &FUNDING_TYPE, &types);
            check(to, &FUNDING_TYPE, &types);
        }
    }
    let with_assumption: Vec<&str> = sources.iter().copied().chain(["assumption"]).collect();
    let rule_sources = rules.rules.iter().map(|rule| &rule.source);
    let limit_sources = rules.rules.iter().flat_map(|rule| &rule.at_most).map(|limit| &limit.source);
    let others = rules
        .conditions
        .iter()
        .map(|one| &one.source)
        .chain(rules.notes.iter().map(|one| &one.source))
        .chain(rules.checklist.iter().map(|one| &one.source))
        .chain(rules.cost_models.iter().map(|one| &one.source))
        .chain(rules.parameters.iter().map(|one| &one.source))
        .chain(rules.choices.iter().map(|one| &one.source))
        .chain(rules.parts.iter().map(|one| &one.source));
    rule_sources.chain(limit_sources).chain(others).for_each(|name| check(name, &SOURCE, &sources));
    let roundings = rules.rules.iter().filter_map(|rule| rule.round.as_ref());
    let roundings = roundings.chain(rules.parts.iter().map(|parts| &parts.round));
    roundings.for_each(|rounding| check(&rounding.source, &SOURCE, &with_assumption));
    for (of, default, cases) in wrong_defaults {
        let cases: Vec<String> = cases.into_iter().map(str::to_owned).collect();
        let _ = diags.unknown_case(&of.value, default, &cases);
    }
}

/// An id: what JSON, links and formulas call a thing. Whether it can be one.
pub(super) fn id(key: &Spanned<String>, diags: &mut Diagnostics) -> bool {
    let well = key.value.starts_with(|c: char| c.is_ascii_lowercase())
        && key.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !well {
        let _ = diags.not_an_id(key);
    }
    well
}

/// The entries of a map by id, each read by `read`; those that are wrong are left out and reported.
fn each<'d, T>(
    cursor: &Cursor<'d>,
    owner: &Words,
    diags: &mut Diagnostics,
    mut read: impl FnMut(Spanned<String>, &Cursor<'d>, &mut Diagnostics) -> Result<T, Reported>,
) -> Vec<T> {
    let Ok(map) = cursor.open_map(owner, diags) else { return Vec::new() };
    let mut all = Vec::new();
    for (key, value) in map.entries() {
        let well = id(&key, diags);
        let name = key.value.clone();
        match read(key, &value, diags) {
            Ok(one) if well => all.push(one),
            // Nothing else can be called so: what would be missing for it is not told once more.
            Ok(_) | Err(_) => diags.mark_broken(&name),
        }
    }
    all
}

/// An optional formula under a key.
fn optional_formula(map: &Map<'_>, key: &str, diags: &mut Diagnostics) -> Result<Option<Formula>, Reported> {
    map.get(key).map(|cursor| read_formula(&cursor, diags)).transpose()
}

fn read_formula(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Formula, Reported> {
    let text = cursor.text(diags)?;
    formula::formula(&text, diags)
}

fn required_text(map: &Map<'_>, key: &str, diags: &mut Diagnostics) -> Result<Spanned<String>, Reported> {
    map.must(key, diags)?.text(diags)
}

fn optional_text(
    map: &Map<'_>,
    key: &str,
    diags: &mut Diagnostics,
) -> Result<Option<Spanned<String>>, Reported> {
    map.get(key).map(|cursor| cursor.text(diags)).transpose()
}

fn optional_bool(map: &Map<'_>, key: &str, diags: &mut Diagnostics) -> Result<Option<bool>, Reported> {
    map.get(key).map(|cursor| cursor.bool(diags)).transpose()
}

/// A value with its unit.
fn quantity(cursor: &Cursor<'_>, example: &str, diags: &mut Diagnostics) -> Result<Quantity, Reported> {
    let text = cursor.text(diags)?;
    Quantity::parse(&text.value)
        .map_err(|why| diags.not_a_quantity(&text, &quantity_words(why), &meant(&text.value, why, example)))
}

/// A value of a name whose values have this unit.
fn quantity_of(cursor: &Cursor<'_>, unit: Unit, diags: &mut Diagnostics) -> Result<Quantity, Reported> {
    let text = cursor.text(diags)?;
    Quantity::parse(&text.value).map_err(|why| {
        let number = crate::model::number::read(&text.value, 6, rust_decimal::Decimal::from(1_000_000_000));
        let meant = match (why, number) {
            // `90` among percentages; `0.9` is one, too.
            (NotAQuantity::NoUnit, Ok(part)) if unit == Unit::Ratio && part > rust_decimal::Decimal::ONE => {
                Quantity::new(part / rust_decimal::Decimal::ONE_HUNDRED, unit).to_string()
            }
            (NotAQuantity::NoUnit, Ok(amount))
                if unit != Unit::Eur && amount > rust_decimal::Decimal::ONE =>
            {
                Quantity::new(amount, unit).to_string()
            }
            _ => meant(&text.value, why, unit.example()),
        };
        diags.not_a_quantity(&text, &quantity_words(why), &meant)
    })
}

/// A value as it was most likely meant: their own number says more than any example.
fn meant(written: &str, why: NotAQuantity, example: &str) -> String {
    let number = crate::model::number::read(written, 6, rust_decimal::Decimal::from(1_000_000_000));
    match (why, number) {
        (NotAQuantity::NoUnit, Ok(part)) if part <= rust_decimal::Decimal::ONE => {
            return Quantity::new(part, Unit::Ratio).to_string();
        }
        (NotAQuantity::NoUnit, Ok(amount)) => return Quantity::new(amount, Unit::Eur).to_string(),
        _ => {}
    }
    // "noin 8 000 euroa" and "8.000 €" have the value in them.
    let bare = written.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let grouped = bare.replace(['.', ','], " ");
    if let Some(found) = [bare, &grouped].into_iter().find_map(|text| Quantity::parse(text).ok()) {
        return found.to_string();
    }
    match written {
        written if written.contains('%') => Unit::Ratio.example(),
        written if written.contains("/h") || written.contains("/t") => Unit::EurPerHour.example(),
        _ => example,
    }
    .to_owned()
}

/// One of a few words.
fn one_of<T: Copy>(
    cursor: &Cursor<'_>,
    what: &Words,
    known: &[(&str, T)],
    diags: &mut Diagnostics,
) -> Result<T, Reported> {
    let text = cursor.text(diags)?;
    match known.iter().find(|(name, _)| *name == text.value) {
        Some((_, value)) => Ok(*value),
        None => Err(diags.not_one_of(&text, what, known.iter().map(|(name, _)| *name))),
    }
}
