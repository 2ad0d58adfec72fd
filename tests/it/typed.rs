//! Amounts typed into prose: which sentences are told of, and which say another number.

use std::fmt::Write as _;

use leader_site::diag::{Diagnostics, to_json};

use crate::fixture::{Site, check, site};
use crate::project::file;

/// A site in three languages with the rules that tests have, and a page in each with these paragraphs.
pub fn with_rules(pages: &[(&str, String)]) -> Site {
    let site = site(
        "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: plain\nlanguages:\n  - {code: fi, name: Suomi}\n  - {code: sv, name: Svenska}\n  - {code: en, name: English}\ndefault_language: fi\n\
         -- content/sv/index.md --\n---\ntitle: Hem\n---\n\
         -- content/en/index.md --\n---\ntitle: Home\n---\n\
         -- themes/plain/texts/sv.yaml --\nnav:\n  home: Hem\n\
         -- themes/plain/texts/en.yaml --\nnav:\n  home: Home\n",
    );
    for name in crate::project::RULE_FILES {
        // The values stay as they are, whatever an editor changes.
        let folder = if name == "parameters" { "tests/sites/rules" } else { "content/rules" };
        site.write(&format!("content/rules/{name}.yaml"), file(&format!("{folder}/{name}.yaml")));
    }
    for language in ["fi", "sv", "en"] {
        let path = format!("content/rules/texts/{language}.yaml");
        site.write(&path, file(&path));
    }
    for (language, text) in pages {
        site.write(&format!("content/{language}/sivu.md"), format!("---\ntitle: Sivu\n---\n{text}"));
    }
    site
}

#[test]
fn a_value_of_the_rules_is_known_by_the_words_around_it() {
    let table: serde_json::Value =
        serde_json::from_str(&file("tests/reading/typed-values.json")).expect("a table");
    let mut pages = Vec::new();
    let mut expected = Vec::new();
    for language in ["fi", "sv", "en"] {
        let mut text = String::new();
        let mut line = 4;
        for (kind, is_told) in [("told", true), ("silent", false)] {
            let sentences = table[language][kind].as_array().expect("sentences");
            for sentence in sentences.iter().filter_map(|sentence| sentence.as_str()) {
                // A row stands in a table.
                let head = if sentence.starts_with('|') { "| a | b |\n|---|---|\n" } else { "" };
                let _ = write!(text, "{head}{sentence}\n\n");
                line += head.matches('\n').count();
                expected.push((language, line, sentence.to_owned(), is_told));
                line += 2;
            }
        }
        pages.push((language, text));
    }
    assert!(expected.len() >= 60, "only {} sentences", expected.len());
    let site = with_rules(&pages);
    let mut diags = Diagnostics::new();
    let _ = check(&site.project, &mut diags);
    let told = to_json(&diags, leader_site::diag::Tongue::English);
    let messages = told.as_array().expect("messages");
    let elsewhere = messages.iter().filter(|one| one["code"] != "typed-value" && one["severity"] == "error");
    let elsewhere: Vec<String> = elsewhere.map(ToString::to_string).collect();
    assert!(elsewhere.is_empty(), "{}", elsewhere.join("\n"));
    let mut wrong = Vec::new();
    for (language, line, sentence, is_told) in expected {
        let path = format!("content/{language}/sivu.md");
        let found = messages
            .iter()
            .any(|one| one["code"] == "typed-value" && one["file"] == path.as_str() && one["line"] == line);
        if found != is_told {
            wrong.push(format!(
                "{language}, should {}: {sentence}",
                if is_told { "speak" } else { "be silent" }
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
