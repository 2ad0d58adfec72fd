//! The nouns: what the site, the rules and the results are made of. No files, no YAML, no HTML.

pub mod address;
pub mod budget;
pub mod colour;
pub mod evaluate;
pub mod formula;
pub mod host;
pub mod letters;
pub mod locale;
pub mod merge;
pub mod number;
pub mod output;
pub mod page;
pub mod plan;
pub mod quantity;
pub mod reachable;
pub mod rules;
pub mod show;
pub mod site;
pub mod slug;
pub mod texts;
pub mod theme;
