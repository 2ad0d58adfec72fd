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
//! replaces a text that stands there once (`\n` is a line break). With `base: choices` it is those rules with
//! what the row `tests/sites/choices.txt` changes in them.
//!
//! The messages are in the file `.said` of the same name. `INSTA_UPDATE=always` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use leader_site::check::yaml::Document;
use leader_site::diag::{Diagnostics, Look, Tongue, why_not_read, why_not_written};
use leader_site::source::SourceFile;
use rayon::prelude::*;

use crate::fixture::{Site, check, site};

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
    " tera ",
    "Tera",
    "identifier",
    "map/struct",
    "token",
    "libyaml",
];

/// The wordings that a message has; what it quotes of the author's own does not count.
pub fn wordings_in(message: &str) -> impl Iterator<Item = &'static str> + use<> {
    let own: String = message
        .lines()
        .filter(|line| line.split_once('|').is_none_or(|(number, _)| number.trim().parse::<u32>().is_err()))
        // The stable name in brackets is for programs.
        .map(|line| line.split_once("]: ").map_or(line, |(_, title)| title))
        .flat_map(|line| line.split('`').step_by(2).chain(["\n"]))
        .collect();
    WORDINGS.into_iter().filter(move |word| own.contains(word))
}

pub fn rows() -> Vec<PathBuf> {
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
    let _ = check(&site.project, &mut diags);
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

pub fn row_site(text: &str) -> Site {
    let mut files: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
    let mut edits = Vec::new();
    let mut base = None;
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
                None if line.starts_with("base: ") => base = line.trim().strip_prefix("base: "),
                None => assert!(line.trim().is_empty(), "`{line}` stands before the first file"),
            },
        }
    }
    let site = match base {
        None => site(""),
        Some("rules") => {
            let site = site("");
            for (name, text) in crate::project::rule_texts() {
                site.write(&format!("content/rules/{name}.yaml"), text);
            }
            site
        }
        Some(row) => row_site(&crate::project::file(&format!("tests/sites/{row}.txt"))),
    };
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

/// Text with one thing wrong in it: a sign taken out, put in, or moved, always in the same way.
fn broken(text: &str, seed: u64) -> String {
    const SIGNS: [&str; 22] = [
        ":", "\"", "'", "[", "]", "{", "}", "%}", "}}", "{%", "-", "\t", "\u{a0}", "#", "|", "*", "&", "!",
        ",", "\n", "<", "é",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).expect("a small number")).expect("a small number")
    };
    let letters: Vec<char> = text.chars().collect();
    let at = next(letters.len());
    let before: String = letters[..at].iter().collect();
    let behind: String = letters[at..].iter().collect();
    match next(3) {
        0 => format!("{before}{}{behind}", SIGNS[next(SIGNS.len())]),
        1 => format!("{before}{}", behind.chars().skip(1 + next(6)).collect::<String>()),
        _ => format!("{before}{}{behind}", behind.chars().take(next(12)).collect::<String>()),
    }
}

/// The messages in both languages, without what they quote.
fn both(diags: &Diagnostics) -> String {
    [Tongue::English, Tongue::Finnish].map(|tongue| diags.render(Look::Plain, tongue)).join("\n")
}

/// Whatever is broken in YAML and JSON, the message is our own.
#[test]
fn no_broken_yaml_speaks_of_what_is_behind() {
    let mut texts: Vec<String> = crate::project::rule_texts().into_values().collect();
    texts.push(crate::project::file("content/site.yaml"));
    texts.push(
        "title: Pienhanke\ndescription: Tukea kylille\naliases:\n  - /vanha/\n  - /toinen/\n".to_owned(),
    );
    let json = "{\"funding_type\": \"development\", \"costs\": [{\"category\": \"other\", \"amount\": \"1 800,00\"}], \"volunteer_hours\": 50}";
    let by_hand = [
        "a: b: c",
        "\ta: b",
        "- a\nb: c",
        "a: [b",
        "a: {b",
        "a: \"b",
        "a: 'b",
        "a: *b",
        "a: &b",
        "a: !b c",
        "a: @b",
        "a: `b",
        "a: %b",
        "%YAML 9\n---\na: b",
        "---\na: b\n---\nc: d",
        "a: |\n\tb",
        "? a",
        "? [a]\n: b",
        "{{a}}: b",
        "a: {{ b }}",
        "a: \"\\q\"",
        "a: >9\n b",
        "a\nb: c",
        "a: b\n c: d",
        "  a: b\nc: d",
        "a: b\u{0}",
        "[a, b",
        "]",
        "}",
        "a: - b",
        "<<: a\nb: c",
        "a: !!int x",
        "a: 99999999999999999999999",
        "a: .inf",
        "a: 0x",
        "\u{feff}a: b",
        "a: \"\u{d7ff}",
    ];
    let mut wrong = Vec::new();
    let mut look = |name: String, text: String, as_json: bool| {
        let mut diags = Diagnostics::new();
        let file = SourceFile::new("content/site.yaml", text);
        let range = 0..file.text.len();
        let read = if as_json {
            Document::parse_json(&file, range, &mut diags)
        } else {
            Document::parse(&file, range, &mut diags)
        };
        if read.is_err() {
            let said = both(&diags);
            wrong.extend(wordings_in(&said).map(|word| format!("{name}: {word}\n{said}")));
        }
    };
    for (number, text) in by_hand.into_iter().enumerate() {
        look(format!("yaml {number}"), text.to_owned(), false);
    }
    for seed in 0..200 {
        let third = (0_u64..).zip(&texts).filter(|(number, _)| (seed + number).is_multiple_of(3));
        for (number, text) in third {
            look(format!("yaml {number}, seed {seed}"), broken(text, seed), false);
        }
        look(format!("json, seed {seed}"), broken(json, seed), true);
    }
    for text in [
        "",
        "{",
        "[1,]",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 0,9}",
        "{\"a\": 012}",
        "{} {}",
        "{\"a\" 1}",
        "nul",
        "\"\u{1}\"",
    ] {
        look(format!("json {text}"), text.to_owned(), true);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Whatever is broken in a template, the message is our own.
#[test]
fn no_broken_template_speaks_of_what_is_behind() {
    let usual = "{% extends \"page.html\" %}\n{# Artikkeli #}\n{% block main %}\n<h1>{{ page.title | upper }}</h1>\n\
        {% if page.date is defined and page.date %}<p>{{ page.date.text | default(value=\"\") }}</p>{% endif %}\n\
        {% for item in page.toc %}{{ loop.index + 1 }}: {{ item.title ~ \", \" }}{% else %}-{% endfor %}\n\
        {% set count = page.toc | length %}{{ count * 2 }}{{ super() }}\n{% endblock main %}\n";
    let by_hand = [
        "{{ page.toc[9] }}",
        "{{ page.title / 2 }}",
        "{{ 1 / 0 }}",
        "{{ 1 % 0 }}",
        "{{ page.title < 1 }}",
        "{{ page | length }}",
        "{{ 5 | length }}",
        "{{ page.title | int }}",
        "{{ page.title | float }}",
        "{{ page.title | abs }}",
        "{{ page.title | round }}",
        "{{ page.title | first }}",
        "{{ page.title | nth(n=1) }}",
        "{{ page.title | nth }}",
        "{{ page | sort }}",
        "{{ page.toc | sort(attribute=\"x\") }}",
        "{{ page.title | replace(from=1, to=2) }}",
        "{{ page.title | truncate(length=\"a\") }}",
        "{{ range(end=\"a\") }}",
        "{{ range(start=5, end=1) }}",
        "{{ range(end=99999999999) }}",
        "{{ throw(message=\"Ei näin\") }}",
        "{{ page.title is divisible_by(2) }}",
        "{{ 5 is containing(1) }}",
        "{{ \"a\" is odd }}",
        "{{ 1 in 2 }}",
        "{{ -page.title }}",
        "{{ page.title[\"a\"] }}",
        "{{ page.title[0:\"b\"] }}",
        "{{ nothing.at.all }}",
        "{{ page.nothing.at }}",
        "{{ loop.index }}",
        "{{ loop.indx }}",
        "{% for a in 5 %}{% endfor %}",
        "{% for a, b in page.toc %}{% endfor %}",
        "{% break %}",
        "{% set if = 1 %}",
        "{% include page.title %}",
        "{% include \"a.html\" %}",
        "{% macro a() %}{% endmacro %}",
        "{% import \"a\" as b %}",
        "{{ a::b() }}",
        "{% raw %}",
        "{# a",
        "{{ \"a }}",
        "{{ 'a",
        "{{ 1.2.3 }}",
        "{{ 99999999999999999999 }}",
        "{{ ö }}",
        "{{ a b }}",
        "{{ | upper }}",
        "{{ page.title | }}",
        "{{ page. }}",
        "{{ page..title }}",
        "{% block a %}{% block a %}{% endblock %}{% endblock %}",
        "{% block a %}{% endblock %}{% block a %}{% endblock %}",
        "{% if 1 %}{% block a %}{% endblock %}{% endif %}",
        "{{ super() }}",
        "{% elif %}",
        "{% endfor %}",
        "{% if %}{% endif %}",
        "{% for in a %}{% endfor %}",
        "{% for a of b %}{% endfor %}",
        "{% filter %}a{% endfilter %}",
        "{{ [1, 2 }}",
        "{{ {\"a\": 1 }}",
        "{{ (1 + 2 }}",
        "{{ not }}",
        "{{ 1 not 2 }}",
        "{{ a ? b : c }}",
        "{{ a && b }}",
        "{{ a = 1 }}",
        "{{ \"a\" + \"b\" }}",
        "{{ page.title | upper(a=1) }}",
        "{{ page.title | default }}",
        "{{ a(b) }}",
        "{{ page.title | get(key=\"a\") }}",
        "{{ page | get(key=\"a\") }}",
        "{{ page.title | split }}",
        "{{ page | join(sep=1) }}",
        "a {% extends \"page.html\" %}",
        "{% extends page %}",
        "{% extends \"article.html\" %}",
        "{{ <a /> }}",
        "{% <a> %}",
        "{% component a( %}",
    ];
    let mut templates: Vec<(String, String)> =
        by_hand.into_iter().map(|text| (text.to_owned(), text.to_owned())).collect();
    templates.extend((0..120).map(|seed| (format!("seed {seed}"), broken(usual, seed))));
    let wrong: Vec<String> = templates
        .into_par_iter()
        .flat_map_iter(|(name, text)| {
            let site = site(&format!(
                "-- content/fi/uutinen.md --\n---\ntitle: Uutinen\ndate: 2026-03-01\n---\n## A\n\n## B\n\n## C\n-- themes/plain/templates/article.html --\n{text}\n"
            ));
            let mut diags = Diagnostics::new();
            let _ = check(&site.project, &mut diags);
            let said = both(&diags);
            wordings_in(&said).map(move |word| format!("{name}: {word}\n{said}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What the system says is told in our own words.
#[test]
fn no_refusal_of_the_disk_speaks_of_what_is_behind() {
    for number in 1..134 {
        let kind = std::io::Error::from_raw_os_error(number).kind();
        for words in [why_not_read(kind), why_not_written(kind)] {
            assert!(!words.en.is_empty() && !words.fi.is_empty());
            assert_eq!(wordings_in(&format!("{}\n{}", words.en, words.fi)).next(), None, "{words:?}");
        }
    }
}
