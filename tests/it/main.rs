//! All integration tests, in one binary.

mod alternatives;
mod answers;
mod cures;
#[cfg(target_os = "linux")]
mod disk;
mod drawings;
mod files;
mod fits;
mod fixture;
#[cfg(target_os = "linux")]
mod fuzz;
mod hostile;
#[cfg(target_os = "linux")]
mod kills;
mod languages;
mod limits;
mod made;
mod markdown;
mod mistakes;
mod origin;
mod output;
mod pages;
mod papers;
mod parity;
mod photos;
mod program;
mod project;
mod published;
mod reading;
mod review;
mod rules;
mod schema;
mod script;
mod serve;
mod streams;
mod table;
mod texts;
mod typed;
mod typing;
mod whole;
mod writes;
