//! All integration tests, in one binary.

mod alternatives;
mod answers;
#[cfg(target_os = "linux")]
mod disk;
mod drawings;
mod fits;
mod fixture;
mod hostile;
#[cfg(target_os = "linux")]
mod kills;
mod languages;
mod limits;
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
mod streams;
mod table;
mod texts;
mod typing;
mod whole;
mod writes;
