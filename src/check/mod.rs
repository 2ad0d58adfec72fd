//! Sources into checked values: front matter, settings, rules, texts. Reports every mistake.

pub mod yaml;
