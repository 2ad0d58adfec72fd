//! All integration tests, in one binary.

mod alternatives;
mod answers;
mod fits;
mod fixture;
mod hostile;
mod languages;
mod made;
mod mistakes;
mod output;
mod pages;
mod papers;
mod parity;
mod program;
mod project;
mod reading;
mod review;
mod rules;
mod schema;
mod script;
mod serve;
mod table;
mod texts;
mod typing;
mod whole;
mod writes;
