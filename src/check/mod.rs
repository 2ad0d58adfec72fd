//! Sources into checked values: front matter, settings, rules, texts. Reports every mistake.

pub mod budget;
pub mod drawing;
pub mod drawings;
pub mod formula;
mod held_back;
mod page;
mod ready;
pub mod rules;
mod settings;
pub mod shape;
mod site;
mod theme;
pub mod yaml;

pub use page::{FrontMatter, front_matter};
pub use ready::unfinished;
pub use settings::{Authority, Settings, settings};
pub use site::{Makings, site};
pub use theme::theme;
