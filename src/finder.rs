//! Which funding fits: a few answers in, and for each funding type whether it fits and why not.
//!
//! There are no rules of its own: a type fits when no condition of the calculator's plan stands against
//! it, with these answers and a project of that size.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use crate::compile::{Ranges, simple_project};
use crate::model::budget::{Budget, Datum, Entry};
use crate::model::evaluate::{Evaluation, Standing, Value};
use crate::model::locale::{Locale, in_language};
use crate::model::plan::{Plan, PlanCondition};
use crate::model::quantity::{Quantity, Unit, fixed};
use crate::model::rules::{Level, RuleBook};
use crate::model::show::{self, Cents};
use crate::model::texts::RuleTexts;
use crate::outcome::Page;

/// What people call the size of a project: its total cost, in the place of the rows that it is made of.
pub const SIZE: &str = "size";

/// Asks the rules of one day.
#[derive(Debug)]
pub struct Finder<'r> {
    rules: &'r RuleBook,
    plan: &'r Plan,
    /// Those that an answer can have to do with, in the order of the rules.
    pub conditions: Vec<&'r PlanCondition>,
}

/// What is told so far.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// The answers by question.
    pub told: Budget,
    /// Roughly what all of it costs.
    pub size: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fits,
    /// It may fit: the office knows more.
    Ask,
    No,
}

impl Verdict {
    /// Its stable name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Fits => "yes",
            Verdict::Ask => "ask",
            Verdict::No => "no",
        }
    }
}

/// How one funding type stands to the answers.
#[derive(Debug)]
pub struct Fit<'r> {
    pub funding: &'r str,
    pub verdict: Verdict,
    /// What decides: why it does not fit, or why to ask.
    pub reasons: Vec<&'r PlanCondition>,
    /// What is good to know besides.
    pub notes: Vec<&'r PlanCondition>,
    /// Questions, and [`SIZE`], that could still change it.
    pub open: Vec<&'r str>,
    pub evaluation: Evaluation<'r>,
}

impl<'r> Finder<'r> {
    pub fn new(rules: &'r RuleBook, plan: &'r Plan) -> Self {
        let questions: BTreeSet<&str> = rules.questions().map(|(input, _)| input.id.value.as_str()).collect();
        let concerns = |condition: &&PlanCondition| {
            condition.level == Level::Blocks || !plan.inputs_of(condition.node).is_disjoint(&questions)
        };
        Self { rules, plan, conditions: plan.conditions.iter().filter(concerns).collect() }
    }

    /// The project of a funding type that the answers speak of, with the largest rate.
    pub fn project(&self, funding: &str, answers: &Answers) -> Budget {
        let size = answers.size.unwrap_or(Decimal::ONE);
        let mut project = simple_project(self.rules, self.plan, funding, size).unwrap_or_default();
        if answers.size.is_none() {
            project.rows.clear();
        }
        project.set("funding_type", Datum::Case(funding.to_owned()));
        project.fields.extend(answers.told.fields.clone());
        project
    }

    /// Every funding type, in the order of the rules.
    pub fn fits(&self, answers: &Answers) -> Vec<Fit<'r>> {
        self.rules.funding_types.iter().map(|funding| self.fit(&funding.id.value, answers)).collect()
    }

    fn fit(&self, funding: &'r str, answers: &Answers) -> Fit<'r> {
        let evaluation = self.plan.evaluate(&self.project(funding, answers));
        let fails = |level: Level| -> Vec<&PlanCondition> {
            let of_level = self.conditions.iter().filter(|condition| condition.level == level);
            of_level
                .filter(|condition| evaluation.standing(condition.node) == Standing::Fails)
                .copied()
                .collect()
        };
        let (blocking, warning, notes) = (fails(Level::Blocks), fails(Level::Warns), fails(Level::Info));
        let (verdict, reasons) = match (blocking.is_empty(), warning.is_empty()) {
            (false, _) => (Verdict::No, blocking),
            (true, false) => (Verdict::Ask, warning),
            (true, true) => (Verdict::Fits, Vec::new()),
        };
        let rows = self.rules.cost_rows().map(|(id, _)| id);
        let waits = |id: &str| {
            self.conditions.iter().any(|condition| match &evaluation.values[condition.node] {
                Value::Missing(inputs) => evaluation.input_names(*inputs).contains(&id),
                _ => false,
            })
        };
        let questions =
            self.rules.questions().map(|(input, _)| (input.id.value.as_str(), input.id.value.as_str()));
        let open = questions.chain(rows.map(|rows| (rows, SIZE)));
        let open = open.filter(|(id, _)| waits(id)).map(|(_, name)| name).collect();
        Fit { funding, verdict, reasons, notes, open, evaluation }
    }

    /// What a reason says, with the numbers of the project.
    fn reason(&self, fit: &Fit<'_>, condition: &PlanCondition, texts: &RuleTexts, locale: &Locale) -> String {
        let text = texts.get(&format!("condition.{}.fails", condition.id));
        show::text(locale, texts, text, &fit.evaluation)
    }

    /// The answer for programs.
    pub fn json(&self, answers: &Answers, ranges: &Ranges, texts: &RuleTexts, locale: &Locale) -> Json {
        let fits = self.fits(answers);
        let amount = |amount: Decimal| json!(fixed(amount, 2));
        let told: serde_json::Map<String, Json> = self
            .rules
            .questions()
            .map(|(input, _)| input.id.value.as_str())
            .map(|id| (id.to_owned(), json!(case(&answers.told, id))))
            .chain([(SIZE.to_owned(), json!(answers.size.map(|size| fixed(size, 2))))])
            .collect();
        let said = |fit: &Fit<'_>, conditions: &[&PlanCondition]| -> Json {
            let said = conditions.iter();
            said.map(|one| json!({"id": one.id, "text": self.reason(fit, one, texts, locale)})).collect()
        };
        let types: Vec<Json> = fits
            .iter()
            .map(|fit| {
                let range = ranges.get(fit.funding);
                let rate = fit.evaluation.named("rate").and_then(Value::number);
                json!({
                    "id": fit.funding,
                    "name": show::text(locale, texts, texts.get(&format!("funding_type.{}.name", fit.funding)), &fit.evaluation),
                    "fits": fit.verdict.id(),
                    "rate": rate.map(|rate| Quantity::new(rate, Unit::Ratio).canonical()),
                    "rate_is_max": range.is_some_and(|range| range.rate_is_asked),
                    "total_min": range.and_then(|range| range.total_min).map(amount),
                    "total_max": range.and_then(|range| range.total_max).map(amount),
                    "reasons": said(fit, &fit.reasons),
                    "notes": said(fit, &fit.notes),
                    "open": fit.open,
                })
            })
            .collect();
        json!({
            "set": self.plan.set,
            "as_of": self.plan.as_of.to_string(),
            "answers": told,
            "funding_types": types,
        })
    }

    /// The answer in words.
    pub fn words(
        &self,
        answers: &Answers,
        ranges: &Ranges,
        texts: &RuleTexts,
        locale: &Locale,
        language: &str,
    ) -> String {
        let words = words(language);
        let fits = self.fits(answers);
        let mut page = Page::default();
        page.heading(words.told);
        for (input, choice) in self.rules.questions() {
            let label = texts.words(&format!("input.{}.label", input.id.value));
            match case(&answers.told, &input.id.value) {
                Some(case) => {
                    let name = texts.words(&format!("{}.name", show::case_key(&choice.id.value, case)));
                    page.pair(&label, &name, "");
                }
                // Whoever has not answered is shown how.
                None => {
                    let cases: Vec<&str> = choice.cases.iter().map(|case| case.value.as_str()).collect();
                    let how = how_to_answer(&input.id.value);
                    page.pair(&label, words.open, &format!("{how}{}", cases.join("|")));
                }
            }
        }
        let eur =
            |value: Decimal| show::quantity(locale, Quantity::new(value, Unit::Eur), Cents::WhereNeeded);
        match answers.size {
            Some(size) => page.pair(words.size, &eur(size), ""),
            None => page.pair(words.size, words.open, "--size 12000"),
        }
        let none = fits.iter().all(|fit| fit.verdict == Verdict::No);
        let of_all = |condition: &&PlanCondition| {
            fits.iter().all(|fit| fit.reasons.iter().any(|reason| reason.id == condition.id))
        };
        let groups = [(Verdict::Fits, words.fits), (Verdict::Ask, words.ask), (Verdict::No, words.no)];
        for (verdict, heading) in groups {
            let of_group: Vec<&Fit<'_>> = fits.iter().filter(|fit| fit.verdict == verdict).collect();
            if of_group.is_empty() {
                continue;
            }
            page.heading(if none { words.none } else { heading });
            // What stands against all of them is said once.
            if let Some((fit, reason)) = of_group
                .first()
                .filter(|_| none)
                .and_then(|fit| Some((fit, fit.reasons.iter().copied().find(of_all)?)))
            {
                page.line(&self.reason(fit, reason, texts, locale));
                continue;
            }
            for fit in of_group {
                let name = texts.get(&format!("funding_type.{}.name", fit.funding));
                let name = show::text(locale, texts, name, &fit.evaluation);
                let range = ranges.get(fit.funding);
                let rate =
                    fit.evaluation.named("rate").and_then(Value::number).filter(|_| verdict != Verdict::No);
                let rate = rate
                    .map(|rate| show::quantity(locale, Quantity::new(rate, Unit::Ratio), Cents::WhereNeeded));
                let rate = match rate {
                    Some(rate) if range.is_some_and(|range| range.rate_is_asked) => {
                        format!("{} {rate}", words.at_most)
                    }
                    Some(rate) => rate,
                    None => String::new(),
                };
                page.pair(&format!("{name} ({})", fit.funding), &rate, "");
                for condition in &fit.reasons {
                    page.line(&format!("  {}", self.reason(fit, condition, texts, locale)));
                }
            }
        }
        let mut notes: Vec<String> = fits
            .iter()
            .flat_map(|fit| fit.notes.iter().map(|condition| self.reason(fit, condition, texts, locale)))
            .collect();
        notes.dedup();
        page.heading("");
        for note in notes {
            page.line(&note);
        }
        page.line(&format!("{} {}. {}", words.rules, locale.date_long(self.plan.as_of), words.ask_office));
        page.into_text()
    }
}

/// How a question is answered on a command line, up to the answer itself: `--applicant `.
fn how_to_answer(question: &str) -> String {
    if is_option(question) { format!("--{question} ") } else { format!("--answer {question}=") }
}

/// Whether a question can have an option of its own: its name may be that of another option.
pub fn is_option(question: &str) -> bool {
    !["answer", "size", "json", "site", "date", "lang", "help", "version"].contains(&question)
}

/// The answer to a question.
fn case<'b>(told: &'b Budget, question: &str) -> Option<&'b str> {
    match told.field(question) {
        Entry::Typed(Datum::Case(case)) => Some(case),
        _ => None,
    }
}

/// Words that the answer needs besides the texts of the rules.
struct Words {
    told: &'static str,
    size: &'static str,
    open: &'static str,
    fits: &'static str,
    ask: &'static str,
    no: &'static str,
    none: &'static str,
    at_most: &'static str,
    rules: &'static str,
    ask_office: &'static str,
}

fn words(language: &str) -> &'static Words {
    in_language(language, [&FINNISH, &SWEDISH, &ENGLISH])
}

const FINNISH: Words = Words {
    told: "Vastaukset",
    size: "Paljonko hanke maksaa kaikkiaan?",
    open: "ei vastattu",
    fits: "Sopii",
    ask: "Kysy toimistolta",
    no: "Ei sovi",
    none: "Mikään ei sovi näillä vastauksilla",
    at_most: "enintään",
    rules: "Säännöt, jotka ovat voimassa",
    ask_office: "Toimisto auttaa valinnassa maksutta.",
};

const SWEDISH: Words = Words {
    told: "Svar",
    size: "Vad kostar projektet sammanlagt?",
    open: "inte besvarad",
    fits: "Passar",
    ask: "Fråga kontoret",
    no: "Passar inte",
    none: "Ingen passar med de här svaren",
    at_most: "högst",
    rules: "Reglerna som gäller den",
    ask_office: "Kontoret hjälper gratis med valet.",
};

const ENGLISH: Words = Words {
    told: "Answers",
    size: "What does the project cost in all?",
    open: "not answered",
    fits: "Fits",
    ask: "Ask the office",
    no: "Does not fit",
    none: "None fits with these answers",
    at_most: "at most",
    rules: "By the rules in force on",
    ask_office: "The office helps to choose, free of charge.",
};
