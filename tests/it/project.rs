//! The repository's own files, as the tests need them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use leader_site::check::rules::{self, RuleSources};
use leader_site::compile::{self, Compiled};
use leader_site::diag::{Diagnostics, Look};
use leader_site::model::rules::RuleBook;
use leader_site::source::SourceFile;

/// The text of a file of the repository.
pub fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The day that tests look at the rules from.
pub const DAY: Date = date(2026, 11, 21);

pub struct Rules {
    pub book: RuleBook,
    pub compiled: Compiled,
}

pub const RULE_FILES: [&str; 6] =
    ["sources", "parameters", "funding", "calculation", "checklist", "examples"];

/// The rule files in a folder, by name.
fn rule_files(folder: &str) -> BTreeMap<String, String> {
    let names = RULE_FILES.into_iter().chain(["texts/fi"]);
    names.map(|name| (name.to_owned(), file(&format!("{folder}/{name}.yaml")))).collect()
}

/// Rules that stay as they are, for tests of messages: an editor's change of an amount or a word must
/// not change what a test expects.
pub fn rule_texts() -> BTreeMap<String, String> {
    rule_files("tests/sites/rules")
}

/// The same as sources for the checker.
pub fn sources(files: &BTreeMap<String, String>) -> RuleSources {
    let mut sources = RuleSources::default();
    for (name, text) in files {
        let source = SourceFile::new(format!("content/rules/{name}.yaml"), text.clone());
        match name.strip_prefix("texts/") {
            Some(language) => sources.texts.insert(language.to_owned(), source),
            None => sources.files.insert(name.clone(), source),
        };
    }
    sources
}

/// The rules of the repository, compiled; any mistake in them fails the test.
pub fn rules() -> Rules {
    rules_of(&rule_files("content/rules"))
}

/// The rules of the repository with one file changed, such as `parameters`.
pub fn rules_with(name: &str, change: impl Fn(&str) -> String) -> Rules {
    let mut files = rule_files("content/rules");
    let text = files.get_mut(name).unwrap_or_else(|| panic!("no file {name}"));
    *text = change(text);
    rules_of(&files)
}

fn rules_of(files: &BTreeMap<String, String>) -> Rules {
    let mut diags = Diagnostics::new();
    let book = rules::rules(&sources(files), &["fi".to_owned()], &mut diags);
    let compiled = book.and_then(|book| {
        let compiled = compile::plan(&book, DAY, &mut diags)?;
        compile::prove(&book, &compiled, &mut diags)?;
        Ok((book, compiled))
    });
    match compiled {
        Ok((book, compiled)) => Rules { book, compiled },
        Err(_) => panic!("{}", diags.render(Look::Plain, leader_site::diag::Tongue::English)),
    }
}

/// What the checker and the compiler say of the rules that stay, after changes: each replaces a text
/// that stands in the file once.
pub fn messages_after(changes: &[(&str, &str, &str)]) -> String {
    let mut files = rule_texts();
    for (name, old, new) in changes {
        let text = files.get_mut(*name).unwrap_or_else(|| panic!("no file {name}"));
        assert_eq!(text.matches(old).count(), 1, "`{old}` should stand once in {name}");
        *text = text.replace(old, new);
    }
    let mut diags = Diagnostics::new();
    if let Ok(book) = rules::rules(&sources(&files), &["fi".to_owned()], &mut diags) {
        if let Ok(compiled) = compile::plan(&book, DAY, &mut diags) {
            let _ = compile::prove(&book, &compiled, &mut diags);
        }
        compile::expiring(&book, DAY, &mut diags);
    }
    diags.render(Look::Plain, leader_site::diag::Tongue::English)
}
