//! The words of the rules and of the theme in all languages: a site publishes some of them, and the
//! others must be as right on the day when it publishes them too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use leader_site::check::rules::{self, RuleSources};
use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::model::texts::{RuleTexts, placeholders};
use leader_site::source::SourceFile;

use crate::project::{RULE_FILES, file};

const LANGUAGES: [&str; 3] = ["en", "fi", "sv"];

fn files(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn texts() -> BTreeMap<String, RuleTexts> {
    let names = RULE_FILES.map(str::to_owned).into_iter();
    let names = names.chain(LANGUAGES.map(|code| format!("texts/{code}")));
    let read = names.map(|name| {
        let path = format!("content/rules/{name}.yaml");
        let text = file(&path);
        SourceFile::new(path, text)
    });
    let mut diags = Diagnostics::new();
    let codes = LANGUAGES.map(str::to_owned);
    let book = rules::rules(&RuleSources::sorted(read.collect()), &codes, &mut diags);
    let told = diags.render(Look::Plain, Tongue::English);
    assert!(diags.is_empty(), "{told}");
    book.expect("no mistake was told").texts
}

#[test]
fn every_language_of_the_program_is_there() {
    for folder in ["content/rules/texts", "themes/leader/texts"] {
        assert_eq!(files(folder), ["en.yaml", "fi.yaml", "sv.yaml"], "{folder}");
    }
}

/// What one language leaves empty or shows, the others do too: a translation that forgets an amount
/// would be as wrong as one that lacks a sentence.
#[test]
fn the_texts_of_the_rules_show_the_same_values_in_every_language() {
    let texts = texts();
    let mut wrong = Vec::new();
    for language in ["en", "sv"] {
        for (key, worded) in &texts["fi"].entries {
            let Some(other) = texts[language].entries.get(key) else {
                wrong.push(format!("{language}: `{key}` is missing"));
                continue;
            };
            let values = |text: &leader_site::model::texts::Text| {
                text.names().map(str::to_owned).collect::<BTreeSet<String>>()
            };
            if values(&other.text) != values(&worded.text) || other.text.is_empty() != worded.text.is_empty()
            {
                wrong.push(format!("{language}: `{key}` shows other values: {}", other.written.value));
            }
        }
        for (list, steps) in &texts["fi"].steps {
            if texts[language].steps.get(list).map(Vec::len) != Some(steps.len()) {
                wrong.push(format!("{language}: `steps.{list}` has another number of steps"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The scripts of the theme fill these places in.
#[test]
fn the_words_of_the_theme_have_the_same_places_in_every_language() {
    let places = |language: &str| -> BTreeSet<(String, String)> {
        let text = file(&format!("themes/leader/texts/{language}.yaml"));
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.filter_map(|line| line.trim().split_once(": "));
        let named = lines.flat_map(|(key, words)| {
            placeholders(words).map(|(_, name)| (key.to_owned(), name.to_owned())).collect::<Vec<_>>()
        });
        named.collect()
    };
    let finnish = places("fi");
    assert!(!finnish.is_empty());
    for language in ["en", "sv"] {
        assert_eq!(places(language), finnish, "{language}");
    }
}

/// The form of a text that goes with a number, as its language has it.
#[test]
fn texts_with_numbers() {
    let forms = |one: &str, other: &str| {
        format!("nav:\n  home: H\n  found: {{one: \"{one}\", other: \"{other}\"}}\n")
    };
    let site = format!(
        "-- content/site.yaml --\nname: L\nbase_url: https://example.org/\ntheme: plain\n\
         languages: [{{code: fi, name: Suomi}}, {{code: sv, name: Svenska}}]\n\
         -- content/sv/index.md --\n---\ntitle: Hem\n---\n\
         -- themes/plain/texts/fi.yaml --\n{}-- themes/plain/texts/sv.yaml --\n{}\
         -- themes/plain/templates/section.html --\n\
         {{% for n in [0, 1, 2, 1234] %}}{{{{ t.nav.found | counted(n=n) }}}}\n{{% endfor %}}\
         {{% for form, words in t.nav.found %}}{{{{ form }}}}: {{{{ words }}}}\n{{% endfor %}}",
        forms("yksi <sivu>", "{count} sivua"),
        forms("{count} sida", "{count} sidor"),
    );
    let files = crate::fixture::site(&site).files();
    assert_eq!(
        files["index.html"],
        "0 sivua\nyksi &lt;sivu&gt;\n2 sivua\n1\u{a0}234 sivua\none: yksi &lt;sivu&gt;\nother: {count} sivua\n"
    );
    assert_eq!(
        files["sv/index.html"],
        "0 sidor\n1 sida\n2 sidor\n1\u{a0}234 sidor\none: {count} sida\nother: {count} sidor\n"
    );
}

/// A site in three languages on the repository's theme and rules: a word that one of them lacks is
/// told, and a template that shows one finds it.
#[test]
fn a_site_in_all_languages() {
    let languages: String = LANGUAGES.map(|code| format!("  - {{code: {code}, name: {code}}}\n")).concat();
    let mut site = format!(
        "-- content/site.yaml --\nname: Leader\nbase_url: https://example.org/\ntheme: leader\n\
         languages:\n{languages}contact:\n  email: toimisto@example.org\n"
    );
    for code in LANGUAGES {
        site.push_str(&format!(
            "-- content/{code}/index.md --\n---\ntitle: Leader\n---\n\
             -- content/{code}/laskuri.md --\n---\ntitle: L\ntemplate: calculator\n---\n\
             {{{{ calculator }}}}\n\n{{{{ rules }}}}\n\n{{{{ checklist }}}}\n\n{{{{ steps.apply }}}}\n\n{{{{ examples }}}}\n"
        ));
    }
    let site = crate::fixture::site(&site);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["themes/leader", "content/rules"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).into_iter().flatten() {
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(root).expect("a path inside").to_string_lossy();
                site.write(&path, fs::read(entry.path()).expect("a file"));
            }
        }
    }
    let files = site.files();
    let shows = |path: &str, words: &str| assert!(files[path].contains(words), "{path} lacks {words}");
    shows("laskuri/index.html", "Own share");
    shows("fi/laskuri/index.html", "Omarahoitusosuus");
    shows("sv/laskuri/index.html", "Egenfinansieringsandel");
}
