//! What documents are made of.

use super::words::{Words, words};
use crate::model::budget::Budget;
use crate::model::locale::Locale;
use crate::model::plan::Plan;
use crate::model::rules::RuleBook;
use crate::model::show;
use crate::model::texts::RuleTexts;

/// The rules of a day in one language.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    pub rules: &'s RuleBook,
    pub plan: &'s Plan,
    pub texts: &'s RuleTexts,
    pub locale: &'s Locale,
    pub words: &'s Words,
}

impl<'s> Source<'s> {
    /// `None` if the rules have no texts in the language.
    pub fn new(rules: &'s RuleBook, plan: &'s Plan, language: &str, locale: &'s Locale) -> Option<Self> {
        Some(Self { rules, plan, texts: rules.texts.get(language)?, locale, words: words(language) })
    }

    /// A text of the rules, with the values that are the same for everybody.
    pub fn text(&self, key: &str) -> String {
        let empty = self.plan.evaluate(&Budget::default());
        show::fixed_text(self.locale, self.texts.get(key), &empty, str::to_owned, str::to_owned)
    }

    /// The name of a cost category.
    pub fn category_name(&self, category: &str) -> String {
        self.case_name("cost_category", category)
    }

    /// The name of a case of a choice.
    pub fn case_name(&self, choice: &str, case: &str) -> String {
        show::case_name_shown(self.locale, self.texts, self.plan, choice, case)
    }

    /// That it is an estimate, by the rules of which day, and their version.
    pub fn rules_line(&self) -> String {
        let Self { words, plan, locale, .. } = self;
        let rules = words.rules_of.replace("{date}", &locale.date_long(plan.as_of));
        format!("{} {rules} {}: {}.", words.estimate, words.version, plan.version())
    }
}
