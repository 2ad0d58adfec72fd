//! The `calculate` command: budgets in, results out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use crate::alternatives::{self, Question};
use crate::check::budget;
use crate::check::yaml::Document;
use crate::compile::{self, Compiled};
use crate::diag::{self, Diagnostics, Reported, Tongue};
use crate::model::budget::Budget;
use crate::model::locale::Locale;
use crate::model::rules::RuleBook;
use crate::outcome;
use crate::papers::{self, NotMade, Paper};
use crate::source::SourceFile;

/// Calculates budgets by one set of rules; the plan of each day is compiled once.
#[derive(Debug)]
pub struct Calculator<'r> {
    rules: &'r RuleBook,
    /// The day whose rules are meant where a budget says nothing else.
    date: Date,
    language: String,
    locale: Locale,
    /// The language of messages in the place of results.
    tongue: Tongue,
    plans: BTreeMap<Date, Compiled>,
    extras: Extras,
}

/// How the results of budgets are told.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// The language of results; `None`: that of the site.
    pub language: Option<&'w str>,
    /// The language of messages in the place of results.
    pub tongue: Tongue,
    pub json: bool,
    pub extras: Extras,
    /// Documents to make; their endings tell of which kind.
    pub documents: &'w [PathBuf],
}

/// What can be told besides the result of a budget.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extras {
    /// The same rows under every funding type and cost model.
    pub compare: bool,
    /// A question that is answered backwards.
    pub solve: Option<Question>,
    /// The row whose cost it is about, counted from 0; the last one if none is named.
    pub row: Option<usize>,
}

impl<'r> Calculator<'r> {
    pub fn new(rules: &'r RuleBook, date: Date, language: &str, locale: Locale, tongue: Tongue) -> Self {
        Self {
            rules,
            date,
            language: language.to_owned(),
            locale,
            tongue,
            plans: BTreeMap::new(),
            extras: Extras::default(),
        }
    }

    /// Compiles the rules of the day, so that their mistakes are told before any budget is read.
    pub fn ready(&mut self, diags: &mut Diagnostics) -> Result<(), Reported> {
        self.compiled(self.date, diags).map(|_| ())
    }

    /// What is to be told besides the result.
    pub fn also(mut self, extras: Extras) -> Self {
        self.extras = extras;
        self
    }

    /// The result of a budget file, for programs.
    pub fn json(&mut self, file: &Arc<SourceFile>, diags: &mut Diagnostics) -> Result<Json, Reported> {
        let (budget, day) = self.read(file, diags)?;
        let extras = self.extras;
        let plan = &self.compiled(day, diags)?.plan;
        let mut result = outcome::json(&plan.evaluate(&budget), &budget);
        let ways = alternatives::ways(plan, &budget);
        if !ways.is_empty() {
            result["ways_out"] = alternatives::ways_json(&ways);
        }
        if extras.compare {
            result["alternatives"] = alternatives::json(&alternatives::alternatives(plan, &budget));
        }
        if let Some(question) = extras.solve {
            let answer = alternatives::answer(plan, &budget, question, extras.row);
            result["solved"] = answer.as_ref().map_or(Json::Null, alternatives::answer_json);
        }
        Ok(result)
    }

    /// The receipt of a budget file, in words.
    pub fn words(&mut self, file: &Arc<SourceFile>, diags: &mut Diagnostics) -> Result<String, Reported> {
        let (budget, day) = self.read(file, diags)?;
        self.compiled(day, diags)?;
        let plan = &self.plans[&day].plan;
        let texts = &self.rules.texts[&self.language];
        let words = outcome::words(&self.language);
        // Whoever is told that it does not do hears first what would.
        let ways = alternatives::ways(plan, &budget);
        let mut told = alternatives::ways_words(&ways, texts, &self.locale, &self.language);
        if !told.is_empty() {
            told.push('\n');
        }
        told += &outcome::receipt(&plan.evaluate(&budget), &budget, texts, &self.locale, words);
        if self.extras.compare {
            let all = alternatives::alternatives(plan, &budget);
            told.push('\n');
            told.push_str(&alternatives::table(&all, texts, &self.locale, &self.language));
        }
        if let Some(question) = self.extras.solve {
            let answer = alternatives::answer(plan, &budget, question, self.extras.row);
            told.push('\n');
            told.push_str(&alternatives::sentence(question, answer.as_ref(), &self.locale, &self.language));
        }
        Ok(told)
    }

    /// A budget file as a document of the kind that the ending of its name tells.
    pub fn document(
        &mut self,
        file: &Arc<SourceFile>,
        path: &Path,
        diags: &mut Diagnostics,
    ) -> Result<Vec<u8>, Reported> {
        let (budget, day) = self.read(file, diags)?;
        self.compiled(day, diags)?;
        let plan = &self.plans[&day].plan;
        let language = &self.language;
        let (Some(paper), Some(source)) =
            (Paper::of(path), papers::source::Source::new(self.rules, plan, language, &self.locale))
        else {
            return Err(diags.no_document(&path.display().to_string()));
        };
        papers::make(paper, &source, language, &budget).map_err(|why| match why {
            NotMade::NoFundingType => diags.document_without_type(&file.path),
            NotMade::TooLarge(why) => diags.document_too_large(&file.path, &why),
        })
    }

    /// The result of one line of a `.jsonl` file; what cannot be read gives `{"error": …}`.
    pub fn line(&mut self, name: &str, number: usize, line: &str) -> Json {
        let mut diags = Diagnostics::new();
        let file = SourceFile::new(format!("{name}:{number}.json"), line);
        match self.json(&file, &mut diags) {
            Ok(result) => result,
            Err(_) => error(number, &diags, self.tongue),
        }
    }

    fn read(&mut self, file: &Arc<SourceFile>, diags: &mut Diagnostics) -> Result<(Budget, Date), Reported> {
        let document = if file.path.ends_with(".json") {
            Document::parse_json(file, 0..file.text.len(), diags)?
        } else {
            Document::parse_budget(file, diags)?
        };
        let root = document.root();
        // The day decides the rules, the rules decide what can be read.
        let day = match root.open_map(&diag::Words::new("a budget", "budjetin"), diags)?.get("as_of") {
            Some(cursor) => cursor.date(diags)?,
            None => self.date,
        };
        let inputs = self.compiled(day, diags)?.plan.inputs.clone();
        let read = budget::budget(&root, &inputs, &["as_of"], diags)?;
        Ok((read.budget, read.as_of.unwrap_or(day)))
    }

    fn compiled(&mut self, day: Date, diags: &mut Diagnostics) -> Result<&Compiled, Reported> {
        if !self.plans.contains_key(&day) {
            let compiled = compile::plan(self.rules, day, diags)?;
            self.plans.insert(day, compiled);
        }
        Ok(&self.plans[&day])
    }
}

/// What stands in the place of a result that there is not.
fn error(line: usize, diags: &Diagnostics, tongue: Tongue) -> Json {
    let messages = diag::to_json(diags, tongue);
    let first = &messages[0];
    let mut error = json!({"line": line, "code": first["code"], "message": first["message"]});
    if let Some(field) = field(first["message"].as_str().unwrap_or_default()) {
        error["field"] = json!(field);
    }
    if !first["help"].is_null() {
        error["help"] = first["help"].clone();
    }
    if messages.as_array().is_some_and(|messages| messages.len() > 1) {
        error["messages"] = messages
            .as_array()
            .map(|messages| messages.iter().map(|message| message["message"].clone()).collect())
            .unwrap_or_default();
    }
    json!({"error": error})
}

/// The field that a message begins with: "`costs[0].amount`: …".
fn field(message: &str) -> Option<&str> {
    let (field, rest) = message.strip_prefix('`')?.split_once('`')?;
    rest.starts_with(':').then_some(field)
}
