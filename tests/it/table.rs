//! The table of mistakes: tiny sites in `tests/mistakes/`, and beside each what its author is told.
//!
//! A row is a text file. Its first line says what went wrong, below it are the files that matter:
//!
//! ```text
//! A title holds a colon
//! -- content/fi/pienhanke.md --
//! ---
//! title: Rahoitus: näin haet tukea
//! ---
//! ```
//!
//! `-- path as crlf --` writes the file in that way: crlf, bom, latin-1, utf-16, empty or gone. With a line
//! `base: rules` the site has the rules of `tests/sites/rules`, in which `-- path | old => new --`
//! replaces a text that stands there once (`\n` is a line break).
//!
//! The messages are in the file `.said` of the same name. `INSTA_UPDATE=always` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use leader_site::diag::{Diagnostics, Look, Tongue};
use rayon::prelude::*;

use crate::fixture::{Site, site};

/// Each row says what it is expected to say, in English and in Finnish.
#[test]
fn every_row_says_what_it_should() {
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always");
    let rows = rows();
    assert!(rows.len() >= 60, "only {} rows", rows.len());
    let differing: Vec<String> = rows
        .par_iter()
        .filter_map(|row| {
            let said = said(row);
            let file = row.with_extension("said");
            let expected = fs::read_to_string(&file).unwrap_or_default();
            if said == expected {
                return None;
            }
            if update {
                fs::write(&file, said).expect("a file beside the row");
                return None;
            }
            Some(format!("{}\n--- expected\n{expected}\n--- said\n{said}", row.display()))
        })
        .collect();
    assert!(differing.is_empty(), "{} rows differ\n\n{}", differing.len(), differing.join("\n\n"));
}

/// Every row has a message, with the file as its author sees it, and a way out.
#[test]
fn every_row_shows_a_way_out() {
    let mut poor = Vec::new();
    for file in rows() {
        let said = fs::read_to_string(file.with_extension("said")).unwrap_or_default();
        let name = file.display();
        if !said.contains("error[") && !said.contains("warning[") {
            poor.push(format!("{name}: nothing is said"));
            continue;
        }
        if !said.contains("help: ") || !said.contains("ohje: ") {
            poor.push(format!("{name}: no way out"));
        }
        if !said.contains("content/") && !said.contains("themes/") {
            poor.push(format!("{name}: no file"));
        }
    }
    assert!(poor.is_empty(), "\n{}", poor.join("\n"));
}

/// No message speaks in the words of the libraries behind it.
#[test]
fn no_row_speaks_of_what_is_behind() {
    let mut wrong = Vec::new();
    for file in rows() {
        let said = fs::read_to_string(file.with_extension("said")).unwrap_or_default();
        wrong.extend(wordings_in(&said).map(|word| format!("{}: {word}", file.display())));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Words of libraries and of the language that the program is written in.
pub const WORDINGS: [&str; 31] = [
    "mapping values",
    "block mapping",
    "block scalar",
    "simple key",
    "flow sequence",
    "flow mapping",
    "scalar",
    "invalid type",
    "expected struct",
    "EOF while",
    "os error",
    "Option",
    "None",
    "Some(",
    "Err(",
    "Ok(",
    "utf8",
    "panicked",
    "unwrap",
    "deserializ",
    "serde",
    "u32",
    "u64",
    "i128",
    "usize",
    "tera",
    "Tera",
    "identifier",
    "map/struct",
    "token",
    "libyaml",
];

/// The wordings that a message has; what it quotes of the author's own does not count.
pub fn wordings_in(message: &str) -> impl Iterator<Item = &'static str> {
    let own: String = message
        .lines()
        .filter(|line| !line.split_once('|').is_some_and(|(number, _)| number.trim().parse::<u32>().is_ok()))
        // The stable name in brackets is for programs.
        .map(|line| line.split_once("]: ").map_or(line, |(_, title)| title))
        .flat_map(|line| line.split('`').step_by(2).chain(["\n"]))
        .collect();
    WORDINGS.into_iter().filter(move |word| own.contains(word))
}

fn rows() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let mut rows: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    rows.sort();
    rows
}

/// What the author of a row is told, in both languages.
fn said(row: &Path) -> String {
    let text = fs::read_to_string(row).expect("a row");
    let site = row_site(&text);
    let mut diags = Diagnostics::new();
    let _ = leader_site::check(&site.project, &mut diags);
    let mut said = text.lines().next().unwrap_or_default().to_owned();
    for tongue in [Tongue::English, Tongue::Finnish] {
        let messages = diags.render(Look::Plain, tongue);
        // Lines of the excerpts may end in spaces, which editors take away.
        for line in messages.trim_end().lines() {
            let _ = write!(said, "\n{}", line.trim_end());
        }
        said.push('\n');
    }
    // Each language after an empty line.
    said.replacen('\n', "\n\n", 1).replacen("\nvirhe[", "\n\nvirhe[", 1).replace("\n\n\n", "\n\n")
}

fn row_site(text: &str) -> Site {
    let mut files: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
    let mut edits = Vec::new();
    let mut has_rules = false;
    let mut current: Option<String> = None;
    for line in text.split_inclusive('\n').skip(1) {
        match line.strip_prefix("-- ").and_then(|line| line.trim_end().strip_suffix(" --")) {
            Some(head) => {
                if let Some((path, edit)) = head.split_once(" | ") {
                    let (old, new) = edit.split_once(" => ").expect("`old => new`");
                    edits.push((path.to_owned(), old.replace("\\n", "\n"), new.replace("\\n", "\n")));
                    current = None;
                } else {
                    let (path, way) = match head.rsplit_once(" as ") {
                        Some((path, way)) => (path, Some(way.to_owned())),
                        None => (head, None),
                    };
                    files.insert(path.to_owned(), (String::new(), way));
                    current = Some(path.to_owned());
                }
            }
            None => match current.as_ref().and_then(|path| files.get_mut(path)) {
                Some((text, _)) => text.push_str(line),
                None if line.trim() == "base: rules" => has_rules = true,
                None => assert!(line.trim().is_empty(), "`{line}` stands before the first file"),
            },
        }
    }
    let site = site("");
    if has_rules {
        for (name, text) in crate::project::rule_texts() {
            site.write(&format!("content/rules/{name}.yaml"), text);
        }
    }
    for (path, old, new) in edits {
        let text = fs::read_to_string(site.path(&path)).expect("a file to change");
        assert_eq!(text.matches(&old).count(), 1, "`{old}` should stand once in {path}");
        site.write(&path, text.replace(&old, &new));
    }
    for (path, (text, way)) in files {
        match way.as_deref() {
            None => site.write(&path, text),
            Some("crlf") => site.write(&path, text.replace('\n', "\r\n")),
            Some("bom") => site.write(&path, format!("\u{feff}{text}")),
            Some("latin-1") => {
                let bytes: Vec<u8> =
                    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("Latin-1")).collect();
                site.write(&path, bytes);
            }
            Some("utf-16") => {
                let bytes: Vec<u8> =
                    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
                site.write(&path, bytes);
            }
            Some("empty") => site.write(&path, ""),
            Some("gone") => fs::remove_file(site.path(&path)).expect("a file to take away"),
            Some(way) => panic!("no way to write a file is called `{way}`"),
        }
    }
    site
}
