//! Sources into checked values: front matter, settings, rules, texts. Reports every mistake.

pub mod budget;
pub mod formula;
pub mod rules;
pub mod yaml;
