//! All integration tests, in one binary.

mod fixture;
mod hostile;
mod mistakes;
mod output;
mod pages;
mod parity;
mod project;
mod reading;
mod rules;
mod texts;
mod serve;
mod whole;
