//! The repository's own site: one edit of a rule shows everywhere, or the build stops and says why.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use leader_site::diag::{Diagnostics, Look};
use leader_site::model::output::Memory;
use leader_site::source::{Project, Seen};
use tempfile::TempDir;

use crate::project::DAY;

/// A copy of the repository's site that a test may change.
struct Copy {
    folder: TempDir,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for part in ["content", "themes"] {
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &folder.path().join(part));
        }
        Self { folder }
    }

    /// Replaces a text that stands once in a file.
    fn change(&self, path: &str, old: &str, new: &str) -> &Self {
        let path = self.folder.path().join(path);
        let text = fs::read_to_string(&path).expect("the file is there");
        assert_eq!(text.matches(old).count(), 1, "`{old}` should stand once in {}", path.display());
        fs::write(&path, text.replace(old, new)).expect("the file can be written");
        self
    }

    /// The finished files by path, or what the editor is told.
    fn built(&self, day: Date) -> Result<BTreeMap<String, String>, String> {
        let project =
            Project { root: self.folder.path().to_owned(), date: day, base_url: None, drafts: false };
        let memory = Memory::new();
        let mut diags = Diagnostics::new();
        match leader_site::render(&project, &memory, &Seen::new(), &|_| {}, &mut diags) {
            Ok(_) => Ok(crate::fixture::texts(memory)),
            Err(_) => Err(diags.render(Look::Plain, leader_site::diag::Tongue::English)),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

const PARAMETERS: &str = "content/rules/parameters.yaml";
const SMALL: &str = "content/fi/rahoitus/pienhanke.md";

/// Adds a paragraph to a page.
fn with_text(text: &str) -> Copy {
    let site = Copy::new();
    let path = site.folder.path().join(SMALL);
    let page = fs::read_to_string(&path).expect("the page");
    fs::write(&path, format!("{page}\n{text}\n")).expect("the page can be written");
    site
}

/// The messages without the page before the addition, whose line numbers change with its text.
fn messages_with(text: &str) -> String {
    let messages = with_text(text).built(DAY).expect_err("the build stops");
    let line_numbers = |c: char| c.is_ascii_digit();
    let lines = messages.lines().map(|line| match line.split_once(" | ") {
        Some((number, rest)) if number.chars().all(line_numbers) && !number.is_empty() => {
            format!("N | {rest}")
        }
        _ => line.to_owned(),
    });
    let lines = lines.map(|line| match line.split_once(".md:") {
        Some((before, _)) => format!("{before}.md:N"),
        None => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn amounts_typed_into_prose_stop_the_build() {
    for (name, text) in [
        ("amount_in_prose", "Hankkeen kokonaiskustannukset ovat enintään 8 000 €."),
        ("amount_in_words_of_prose", "Tukea saa vähintään 1000 euroa ja enintään 90 prosenttia."),
        ("unknown_reference", "Raja on {{ param.small_total_maks }}."),
        ("unknown_block", "{{ costs.small_developement }}"),
    ] {
        insta::assert_snapshot!(name, messages_with(text));
    }
}

#[test]
fn what_only_looks_like_an_amount_or_a_reference_is_text() {
    for text in [
        "Bussilippu maksaa 8 000 €{nolink} vuodessa.",
        "Lomake 2023AVT, asetus 617/2023, vuosi 2026 ja 7 kuntaa.",
        "Merkintä {5 €} ja {aaltosulut} ovat tekstiä, samoin `{{ 5 € }}` ja `{{ param.olematon }}`.",
    ] {
        let built = with_text(text).built(DAY);
        assert!(built.is_ok(), "{text}\n{}", built.err().unwrap_or_default());
    }
}

#[test]
fn one_edit_of_a_value_reaches_every_page_that_shows_it() {
    let site = Copy::new();
    let before = site.built(DAY).expect("the site is sound");
    site.change(
        PARAMETERS,
        "quote_threshold:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 3 000 €}",
        "quote_threshold:\n  source: joensuu\n  values:\n    - {from: 2023-01-01, value: 4 321 €}",
    );
    let after = site.built(DAY).expect("no example depends on it");
    let shows = |files: &BTreeMap<String, String>, amount: &str| -> Vec<String> {
        let pages = files.iter().filter(|(path, text)| path.ends_with(".html") && text.contains(amount));
        pages.map(|(path, _)| path.clone()).collect()
    };
    let changed = shows(&after, "4\u{a0}321\u{a0}€");
    assert_eq!(changed, shows(&before, "3\u{a0}000\u{a0}€"));
    for page in ["hakeminen/liitteet/index.html", "laskuri/saannot/index.html", "laskuri/index.html"] {
        assert!(changed.iter().any(|path| path == page), "{page} is not among {changed:?}");
    }
    // The plan in the page of the calculator, too.
    assert!(after["laskuri/index.html"].contains("\"quote_threshold\",\"4321\""));
}

#[test]
fn a_value_that_changes_an_example_stops_the_build() {
    let site = Copy::new();
    site.change(PARAMETERS, "value: 75 %", "value: 70 %");
    let messages = site.built(DAY).expect_err("the build stops");
    assert!(messages.contains("no longer gives what it expects"), "{messages}");
    assert!(messages.contains("content/rules/examples.yaml:"), "{messages}");
}

#[test]
fn the_day_decides_who_decides() {
    let site = Copy::new();
    let (old, new) = ("Pohjois-Karjalan ELY-kesku", "Itä-Suomen elinvoimakesku");
    for (day, here, gone) in [(date(2025, 12, 31), old, new), (date(2026, 1, 1), new, old)] {
        let built = site.built(day).expect("the site is sound");
        let page = &built["hakeminen/index.html"];
        assert!(page.contains(here), "{day}");
        assert!(!page.contains(gone), "{day}");
    }
}
