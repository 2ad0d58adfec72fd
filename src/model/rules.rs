//! The rules as their editor wrote them, checked one by one; how they hang together is the
//! compiler's business.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::budget::{Budget, Datum, Entry};
use super::formula::{Filter, Formula};
use super::plan::{PlanColumn, PlanInput, PlanInputKind};
use super::quantity::{Quantity, Unit};
use super::texts::RuleTexts;
use crate::source::{Place, Spanned};

/// All rule data of a site.
#[derive(Debug)]
pub struct RuleBook {
    /// Names the set of rules in results and links.
    pub set: Spanned<String>,
    pub sources: Vec<Source>,
    pub parameters: Vec<Parameter>,
    pub funding_types: Vec<FundingType>,
    pub cost_models: Vec<CostModel>,
    pub categories: Vec<Category>,
    /// What the questions about the applicant and the project let choose from.
    pub choices: Vec<Choice>,
    pub inputs: Vec<Input>,
    pub rules: Vec<Rule>,
    /// Names of rules and inputs, in the order of the result.
    pub outputs: Vec<Spanned<String>>,
    pub receipt: Vec<ReceiptLine>,
    pub conditions: Vec<Condition>,
    pub notes: Vec<Note>,
    pub checklist: Vec<ChecklistItem>,
    pub parts: Option<Parts>,
    pub examples: Vec<Example>,
    /// What holds for every budget.
    pub laws: Vec<Formula>,
    /// By language.
    pub texts: BTreeMap<String, RuleTexts>,
}

/// A page or document that values and rules come from.
#[derive(Debug, Clone)]
pub struct Source {
    pub id: Spanned<String>,
    pub url: String,
    /// The day on which somebody last read it.
    pub checked: Date,
    /// The group whose own decisions it tells; `None` where it holds for everybody.
    pub group: Option<String>,
}

/// A value with the times it holds.
#[derive(Debug, Clone)]
pub struct Parameter {
    pub id: Spanned<String>,
    pub source: Spanned<String>,
    pub unit: Unit,
    /// In the order of time, without overlap or gap.
    pub values: Vec<Dated>,
}

/// A value from one day to another, both included; without an end it holds until further notice.
#[derive(Debug, Clone)]
pub struct Dated {
    pub from: Date,
    pub until: Option<Date>,
    pub value: Quantity,
    pub place: Place,
    /// Where its days are written.
    pub from_place: Place,
    pub until_place: Option<Place>,
}

impl Dated {
    /// Where it is written until when it holds, or else from when.
    pub fn end_place(&self) -> &Place {
        self.until_place.as_ref().unwrap_or(&self.from_place)
    }
}

impl Parameter {
    /// The value in force on a day. There is none before the first and after the last.
    pub fn at(&self, day: Date) -> Option<&Dated> {
        self.values.iter().find(|dated| dated.from <= day && dated.until.is_none_or(|until| day <= until))
    }
}

#[derive(Debug, Clone)]
pub struct FundingType {
    pub id: Spanned<String>,
    /// The page about it, from the language folder and without the ending.
    pub page: Option<Spanned<String>>,
    /// The categories of costs that it takes.
    pub costs: Vec<Spanned<String>>,
    /// The cost models to choose from; the first is meant when nothing is chosen.
    pub cost_models: Vec<Spanned<String>>,
    /// Whether the project is applied for and paid in parts.
    pub parts: bool,
    /// By question: the answer that is meant by whoever chooses the type and has not been asked.
    pub means: Vec<(Spanned<String>, Spanned<String>)>,
}

#[derive(Debug, Clone)]
pub struct CostModel {
    pub id: Spanned<String>,
    /// The categories that are claimed by themselves; `None`: all that the funding type takes.
    pub counts: Option<Vec<Spanned<String>>>,
    pub flat: Option<FlatRate>,
    /// Whether volunteer work counts as a cost.
    pub volunteer_work: bool,
    pub source: Spanned<String>,
    pub assumption: Option<Spanned<String>>,
}

/// A part of the base that is paid without receipts.
#[derive(Debug, Clone)]
pub struct FlatRate {
    /// Name of the parameter with the rate.
    pub rate: Spanned<String>,
    /// Categories that the rate is counted from.
    pub of: Vec<Spanned<String>>,
}

#[derive(Debug, Clone)]
pub struct Category {
    pub id: Spanned<String>,
    /// Bought from outside, so that offers can be compared.
    pub purchase: bool,
}

/// A list of cases that rules can speak of and people choose from: kinds of applicants, purposes, places.
#[derive(Debug, Clone)]
pub struct Choice {
    pub id: Spanned<String>,
    pub cases: Vec<Spanned<String>>,
    pub source: Spanned<String>,
    pub assumption: Option<Spanned<String>>,
}

impl Input {
    /// The choices whose cases it takes: its own, or those of its columns.
    pub fn choices(&self) -> impl Iterator<Item = &str> {
        let (own, columns) = match &self.kind {
            InputKind::Choice { of, .. } => (Some(of), None),
            InputKind::Rows { columns, .. } => (None, Some(columns)),
            InputKind::Number { .. } | InputKind::YesNo | InputKind::Date => (None, None),
        };
        let columns = columns.into_iter().flatten().filter_map(|column| match &column.kind {
            ColumnKind::Choice { of } => Some(of),
            _ => None,
        });
        own.into_iter().chain(columns).map(|of| of.value.as_str())
    }
}

/// Something that the applicant tells.
#[derive(Debug, Clone)]
pub struct Input {
    pub id: Spanned<String>,
    pub kind: InputKind,
    /// The result does without it.
    pub optional: bool,
    /// It is asked only then.
    pub when: Option<Formula>,
    /// Somebody decides it case by case: the text that says so.
    pub open: Option<Spanned<String>>,
}

#[derive(Debug, Clone)]
pub enum InputKind {
    Choice { of: Spanned<String>, default: Option<Spanned<String>> },
    Number { unit: Unit, max: Max, default: Option<Quantity>, step: Option<Quantity> },
    YesNo,
    Date,
    Rows { most: usize, columns: Vec<Column> },
}

#[derive(Debug, Clone)]
pub enum Max {
    Value(Quantity),
    Parameter(Spanned<String>),
}

#[derive(Debug, Clone)]
pub struct Column {
    pub id: Spanned<String>,
    pub kind: ColumnKind,
}

#[derive(Debug, Clone)]
pub enum ColumnKind {
    Choice { of: Spanned<String> },
    Number { unit: Unit, max: Quantity, step: Option<Quantity> },
    Text,
}

/// One step of the calculation.
#[derive(Debug, Clone)]
pub struct Rule {
    pub id: Spanned<String>,
    pub body: RuleBody,
    pub when: Option<Formula>,
    pub otherwise: Option<Formula>,
    pub divide_by: Option<Formula>,
    pub round: Option<Rounding>,
    pub at_most: Vec<Limit>,
    pub source: Spanned<String>,
    pub assumption: Option<Spanned<String>>,
}

#[derive(Debug, Clone)]
pub enum RuleBody {
    Formula(Formula),
    /// A formula for each case of a choice.
    Cases {
        by: Spanned<String>,
        cases: Vec<(Spanned<String>, Formula)>,
    },
}

#[derive(Debug, Clone)]
pub struct Limit {
    pub id: Spanned<String>,
    pub when: Option<Formula>,
    pub value: Formula,
    pub source: Spanned<String>,
}

/// Rounding to a power of ten, written in a rule.
#[derive(Debug, Clone)]
pub struct Rounding {
    /// Decimals that stay: 2 is cents, -1 is tens.
    pub decimals: i32,
    pub mode: RoundMode,
    /// `assumption`, or a source.
    pub source: Spanned<String>,
    pub place: Place,
}

/// All relative to zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoundMode {
    HalfUp,
    HalfEven,
    Down,
    Up,
}

impl RoundMode {
    pub const ALL: [RoundMode; 4] = [RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Down, RoundMode::Up];

    pub fn id(self) -> &'static str {
        match self {
            RoundMode::HalfUp => "half_up",
            RoundMode::HalfEven => "half_even",
            RoundMode::Down => "down",
            RoundMode::Up => "up",
        }
    }
}

/// A line of the receipt.
#[derive(Debug, Clone)]
pub struct ReceiptLine {
    pub id: Spanned<String>,
    pub value: Spanned<String>,
    pub when: Option<Formula>,
}

/// Something that has to hold; it never changes a value.
#[derive(Debug, Clone)]
pub struct Condition {
    pub id: Spanned<String>,
    pub when: Option<Formula>,
    pub must: Formula,
    pub level: Level,
    /// By funding type: the one to compare with when the condition fails.
    pub suggest: Vec<(Spanned<String>, Spanned<String>)>,
    pub source: Spanned<String>,
    pub assumption: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Cannot be funded so.
    Blocks,
    /// Look again.
    Warns,
    /// Good to know.
    Info,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::Blocks, Level::Warns, Level::Info];

    pub fn id(self) -> &'static str {
        match self {
            Level::Blocks => "blocks",
            Level::Warns => "warns",
            Level::Info => "info",
        }
    }
}

/// A sentence that is told when it concerns the project.
#[derive(Debug, Clone)]
pub struct Note {
    pub id: Spanned<String>,
    pub when: Option<Formula>,
    pub source: Spanned<String>,
}

/// Something to attach to the application.
#[derive(Debug, Clone)]
pub struct ChecklistItem {
    pub id: Spanned<String>,
    pub need: Need,
    pub group: Option<Spanned<String>>,
    pub source: Spanned<String>,
}

#[derive(Debug, Clone)]
pub enum Need {
    Always,
    When(Formula),
    /// Some row of a cost list has a column that compares so.
    ForEach {
        rows: Spanned<String>,
        filter: Filter,
        when: Formula,
    },
}

/// How the support is divided over the parts of a project.
#[derive(Debug, Clone)]
pub struct Parts {
    pub when: Option<Formula>,
    /// Name of the rule that is divided.
    pub split: Spanned<String>,
    pub rows: Spanned<String>,
    pub column: Spanned<String>,
    pub round: Rounding,
    pub source: Spanned<String>,
}

/// A budget with its result: a test of the rules, and content.
#[derive(Debug, Clone)]
pub struct Example {
    pub id: Spanned<String>,
    /// Shown on pages.
    pub publish: bool,
    pub as_of: Date,
    pub given: Budget,
    pub expect: Vec<Expectation>,
}

#[derive(Debug, Clone)]
pub struct Expectation {
    /// `support`, `support.limited_by`, `fundable`, `condition.small_size`.
    pub name: Spanned<String>,
    pub value: Spanned<String>,
}

impl Example {
    /// What stands for words in its rows: the texts say it in each language.
    pub fn row_words(&self) -> BTreeSet<&str> {
        let cells = self.given.rows.values().flatten().flat_map(|row| row.values());
        cells
            .filter_map(|entry| match entry {
                Entry::Typed(Datum::Text(words)) => Some(words.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The budget with the words of a language in its rows.
    pub fn told_in(&self, texts: &RuleTexts) -> Budget {
        let mut given = self.given.clone();
        for entry in given.rows.values_mut().flatten().flat_map(|row| row.values_mut()) {
            if let Entry::Typed(Datum::Text(words)) = entry {
                let told = texts.words(&format!("example.{}.rows.{words}", self.id.value));
                if !told.is_empty() {
                    *words = told;
                }
            }
        }
        given
    }
}

impl RuleBook {
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id.value == id)
    }

    /// The days on which a value came into force, in the order of time.
    pub fn days_of_change(&self) -> Vec<Date> {
        let mut days: Vec<Date> =
            self.parameters.iter().flat_map(|parameter| &parameter.values).map(|dated| dated.from).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The day from which the youngest value in force on a day holds; that day itself if there is none.
    pub fn in_force_since(&self, day: Date) -> Date {
        let in_force = self.parameters.iter().filter_map(|parameter| parameter.at(day));
        in_force.map(|dated| dated.from).max().unwrap_or(day)
    }

    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id.value == id)
    }

    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.value == id)
    }

    pub fn input(&self, id: &str) -> Option<&Input> {
        self.inputs.iter().find(|input| input.id.value == id)
    }

    pub fn funding_type(&self, id: &str) -> Option<&FundingType> {
        self.funding_types.iter().find(|funding| funding.id.value == id)
    }

    pub fn cost_model(&self, id: &str) -> Option<&CostModel> {
        self.cost_models.iter().find(|model| model.id.value == id)
    }

    /// The cases of a choice, `None` if there is no such choice.
    pub fn cases(&self, choice: &str) -> Option<Vec<&str>> {
        Some(match choice {
            "funding_type" => self.funding_types.iter().map(|one| one.id.value.as_str()).collect(),
            "cost_model" => self.cost_models.iter().map(|one| one.id.value.as_str()).collect(),
            "cost_category" => self.categories.iter().map(|one| one.id.value.as_str()).collect(),
            _ => self.choice(choice)?.cases.iter().map(|case| case.value.as_str()).collect(),
        })
    }

    /// A list of cases that the rules themselves name.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id.value == id)
    }

    /// The questions that say which funding fits: inputs whose cases the rules list themselves.
    pub fn questions(&self) -> impl Iterator<Item = (&Input, &Choice)> {
        self.inputs.iter().filter_map(|input| match &input.kind {
            InputKind::Choice { of, .. } => Some((input, self.choice(&of.value)?)),
            _ => None,
        })
    }

    /// Where the sources leave something open, each time that the rules say so.
    pub fn assumptions(&self) -> impl Iterator<Item = &Spanned<String>> {
        let of_rules = self.rules.iter().filter_map(|one| one.assumption.as_ref());
        let of_models = self.cost_models.iter().filter_map(|one| one.assumption.as_ref());
        let of_conditions = self.conditions.iter().filter_map(|one| one.assumption.as_ref());
        let of_choices = self.choices.iter().filter_map(|one| one.assumption.as_ref());
        of_rules.chain(of_models).chain(of_conditions).chain(of_choices)
    }

    /// The inputs as the plan of a day takes them. A maximum without a value on that day is zero;
    /// the compiler reports it.
    pub fn plan_inputs(&self, day: Date) -> Vec<PlanInput> {
        let cases = |choice: &str| -> Vec<String> {
            self.cases(choice).unwrap_or_default().into_iter().map(str::to_owned).collect()
        };
        self.inputs
            .iter()
            .map(|input| {
                let kind = match &input.kind {
                    InputKind::Choice { of, default } => PlanInputKind::Choice {
                        choice: of.value.clone(),
                        of: cases(&of.value),
                        default: default.as_ref().map(|default| default.value.clone()),
                    },
                    InputKind::Number { unit, max, default, step } => PlanInputKind::Number {
                        unit: *unit,
                        scale: unit.decimals(),
                        max: match max {
                            Max::Value(quantity) => quantity.value,
                            Max::Parameter(name) => self
                                .parameter(&name.value)
                                .and_then(|parameter| parameter.at(day))
                                .map_or(Decimal::ZERO, |dated| dated.value.value),
                        },
                        default: default.map(|quantity| quantity.value),
                        step: step.map(|quantity| quantity.value),
                    },
                    InputKind::YesNo => PlanInputKind::Bool,
                    InputKind::Date => PlanInputKind::Date,
                    InputKind::Rows { most, columns } => PlanInputKind::Rows {
                        most: *most,
                        columns: columns
                            .iter()
                            .map(|column| {
                                let kind = match &column.kind {
                                    ColumnKind::Choice { of } => PlanColumn::Choice(cases(&of.value)),
                                    ColumnKind::Number { unit, max, step } => PlanColumn::Number {
                                        unit: *unit,
                                        scale: unit.decimals(),
                                        max: max.value,
                                        step: step.map(|quantity| quantity.value),
                                    },
                                    ColumnKind::Text => PlanColumn::Text,
                                };
                                (column.id.value.clone(), kind)
                            })
                            .collect(),
                    },
                };
                PlanInput { id: input.id.value.clone(), kind, optional: input.optional }
            })
            .collect()
    }

    /// The cost list of the rules: the first input with rows.
    pub fn cost_rows(&self) -> Option<(&str, &[Column])> {
        self.inputs.iter().find_map(|input| match &input.kind {
            InputKind::Rows { columns, .. } => Some((input.id.value.as_str(), columns.as_slice())),
            _ => None,
        })
    }
}
