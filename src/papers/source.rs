//! What documents are made of.

use super::words::{Words, words};
use crate::model::budget::{Budget, Datum, Entry, cell};
use crate::model::evaluate::Evaluation;
use crate::model::locale::Locale;
use crate::model::plan::{Plan, PlanInput};
use crate::model::rules::RuleBook;
use crate::model::show;
use crate::model::texts::RuleTexts;
use crate::outcome::{WhyNot, not_counted};
use rust_decimal::Decimal;

/// The rules of a day in one language.
#[derive(Debug, Clone)]
pub struct Source<'s> {
    pub rules: &'s RuleBook,
    pub plan: &'s Plan,
    pub texts: &'s RuleTexts,
    pub locale: &'s Locale,
    pub words: &'s Words,
    /// Nothing told: what has a value then has it for everybody.
    empty: Evaluation<'s>,
}

/// A row of costs as it stands in documents; what is blank or unreadable is empty.
#[derive(Debug)]
pub struct CostLine {
    /// From 0, as it was typed.
    pub row: usize,
    pub category: String,
    pub what: String,
    pub part: String,
    pub amount: Option<Decimal>,
    /// Why it is not counted.
    pub note: Option<&'static str>,
}

impl<'s> Source<'s> {
    /// `None` if the rules have no texts in the language.
    pub fn new(rules: &'s RuleBook, plan: &'s Plan, language: &str, locale: &'s Locale) -> Option<Self> {
        let empty = plan.evaluate(&Budget::default());
        Some(Self { rules, plan, texts: rules.texts.get(language)?, locale, words: words(language), empty })
    }

    /// The same with other words.
    pub fn with_words(&self, words: &'s Words) -> Self {
        Self { words, ..self.clone() }
    }

    /// A text of the rules, with the values that are the same for everybody.
    pub fn text(&self, key: &str) -> String {
        show::fixed_text(self.locale, self.texts.get(key), &self.empty, str::to_owned, str::to_owned)
    }

    /// The name of a cost category.
    pub fn category_name(&self, category: &str) -> String {
        self.case_name("cost_category", category)
    }

    /// The name of a case of a choice.
    pub fn case_name(&self, choice: &str, case: &str) -> String {
        show::case_name_shown(self.locale, self.texts, self.plan, choice, case)
    }

    /// The rows of costs in which something was typed.
    pub fn cost_lines(
        &self,
        input: &PlanInput,
        budget: &Budget,
        evaluation: &Evaluation<'_>,
    ) -> Vec<CostLine> {
        let left_out = not_counted(evaluation, budget);
        let rows = budget.rows(&input.id).iter().enumerate();
        rows.filter_map(|(index, row)| {
            let text = |column: &str| match cell(row, column) {
                Entry::Typed(Datum::Text(text)) => text.clone(),
                Entry::Typed(Datum::Case(case)) => self.category_name(case),
                _ => String::new(),
            };
            let amount = match cell(row, "amount") {
                Entry::Typed(Datum::Number(number)) => Some(*number),
                _ => None,
            };
            let [category, what, part] = ["category", "what", "part"].map(text);
            if amount.is_none() && [&category, &what, &part].iter().all(|text| text.is_empty()) {
                return None;
            }
            let note = match left_out.iter().find(|left| left.row == index).map(|left| left.why) {
                Some(WhyNot::NotForType) => Some(self.words.not_for_type),
                Some(WhyNot::CoveredByFlatRate) => Some(self.words.covered),
                None if category.is_empty() => Some(self.words.no_category),
                None => None,
            };
            Some(CostLine { row: index, category, what, part, amount, note })
        })
        .collect()
    }

    /// That it is an estimate, by the rules of which day, and their version.
    pub fn rules_line(&self) -> String {
        let Self { words, plan, locale, .. } = self;
        let rules = words.rules_of.replace("{date}", &locale.date_long(plan.as_of));
        format!("{} {rules} {}: {}.", words.estimate, words.version, plan.version())
    }
}
