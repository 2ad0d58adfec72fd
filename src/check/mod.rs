//! Sources into checked values: front matter, settings, rules, texts. Reports every mistake.

pub mod budget;
pub mod formula;
mod page;
pub mod rules;
mod settings;
pub mod shape;
mod site;
mod theme;
pub mod yaml;

pub use settings::{Settings, settings};
pub use site::site;
pub use theme::theme;
