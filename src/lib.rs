//! Static site generator for Leader associations: pages and an exact budget calculator from one set
//! of rules.

pub mod calculate;
pub mod check;
pub mod compile;
pub mod diag;
pub mod model;
pub mod outcome;
pub mod source;
