//! The program itself: exit codes, and what goes to which stream.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::fixture::{Site, on_disk, site};

const GOOD: &str = "-- content/fi/index.md --\n---\ntitle: Etusivu\n\
    description: Leader rahoittaa kylien ja pienten yritysten hankkeita.\n---\nHei.\n\
    -- themes/plain/templates/not-found.html --\n<html>{{ t.nav.home }}\n";
const BROKEN: &str = "-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n[rikki](ei-ole.md)\n";
const WARNED: &str = "-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n[tästä](/)\n";

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leader-site"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command on a site.
fn run(site: &Site, arguments: &[&str]) -> Output {
    let mut command = program();
    command
        .args(arguments)
        .args(["--date", "2026-11-21", "--lang", "en"])
        .arg("--site")
        .arg(&site.project.root);
    command.output().expect("the program runs")
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn exit_codes() {
    let (good, broken, warned) = (site(GOOD), site(BROKEN), site(WARNED));
    let cases: [(&Site, &[&str], i32); 11] = [
        (&good, &["build"], 0),
        (&good, &["build", "--drafts"], 0),
        (&good, &["check", "--offline"], 0),
        (&good, &["check", "--offline", "--strict"], 0),
        (&broken, &["build"], 1),
        (&broken, &["check", "--offline"], 1),
        (&warned, &["build"], 0),
        (&warned, &["check", "--offline"], 0),
        (&warned, &["check", "--offline", "--strict"], 1),
        (&good, &["check", "--ofline"], 2),
        (&good, &["chekc"], 2),
    ];
    for (site, arguments, expected) in cases {
        let (code, stdout, stderr) = told(&run(site, arguments));
        assert_eq!(code, Some(expected), "{arguments:?}: {stderr}");
        // What is told of a run is no output: others may read that.
        assert_eq!(stdout, "", "{arguments:?}");
        assert!(!stderr.is_empty() && !stderr.contains('\u{1b}'), "{arguments:?}: {stderr}");
    }
    assert!(!on_disk(&good.path("public")).is_empty());
    assert!(!broken.path("public").exists());
}

#[test]
fn output_that_cannot_be_written() {
    let site = site(GOOD);
    site.write("mine/diary.txt", "Dear diary");
    let out = site.path("mine");
    let (code, stdout, stderr) = told(&run(&site, &["build", "--out", &out.to_string_lossy()]));
    assert_eq!((code, stdout.as_str()), (Some(3), ""), "{stderr}");
    assert!(stderr.contains("mine"), "{stderr}");
}

#[test]
fn messages_for_programs() {
    for (files, expected) in [(BROKEN, 1), (WARNED, 0), (GOOD, 0)] {
        let site = site(files);
        let (code, stdout, stderr) = told(&run(&site, &["check", "--offline", "--json"]));
        assert_eq!((code, stderr.as_str()), (Some(expected), ""));
        let messages: Vec<serde_json::Value> = serde_json::from_str(&stdout).expect("a list");
        assert_eq!(messages.is_empty(), files == GOOD, "{stdout}");
        for message in messages {
            assert!(message["code"].is_string() && message["message"].is_string(), "{message}");
        }
    }
}

#[test]
fn colours_are_for_those_who_want_them() {
    let site = site(BROKEN);
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = program();
        command
            .args(["check", "--offline"])
            .arg("--site")
            .arg(&site.project.root)
            .envs(variables.iter().copied());
        told(&command.output().expect("the program runs")).2.contains('\u{1b}')
    };
    assert!(!coloured(&[]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn the_language_of_messages() {
    let site = site(BROKEN);
    let first_word = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = program();
        command.args(["check", "--offline"]).args(arguments).arg("--site").arg(&site.project.root);
        let (.., stderr) = told(&command.envs(variables.iter().copied()).output().expect("the program runs"));
        stderr.split('[').next().unwrap_or_default().to_owned()
    };
    assert_eq!(first_word(&[], &[]), "error");
    assert_eq!(first_word(&[("LANG", "fi_FI.UTF-8")], &[]), "virhe");
    assert_eq!(first_word(&[("LANG", "fi_FI.UTF-8")], &["--lang", "en"]), "error");
    assert_eq!(first_word(&[("LANG", "fi_FI.UTF-8"), ("LC_ALL", "C")], &[]), "error");
    assert_eq!(first_word(&[("LANG", "C.UTF-8"), ("LC_MESSAGES", "fi_FI")], &[]), "virhe");
    assert_eq!(first_word(&[("LANG", "en_US.UTF-8"), ("LANGUAGE", "sv:fi:en")], &[]), "virhe");
    assert_eq!(first_word(&[("LANG", "de_DE.UTF-8")], &["--lang", "fi"]), "virhe");
}

#[test]
fn a_budget_in_and_a_result_out() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = site(GOOD);
    folder.write(
        "good.yaml",
        "funding_type: small_development\ncosts: [{category: services, amount: 4 200 €}]\n",
    );
    folder.write("bad.yaml", "funding_tpe: small_development\n");
    folder.write("many.jsonl", "{\"funding_type\": \"small_development\"}\nnonsense\n");
    let calculate = |file: &str, json: bool| {
        let mut command = program();
        command.arg("calculate").arg(folder.path(file)).arg("--site").arg(own).args([
            "--date",
            "2026-11-21",
            "--lang",
            "fi",
        ]);
        if json {
            command.arg("--json");
        }
        told(&command.output().expect("the program runs"))
    };
    let (code, stdout, stderr) = calculate("good.yaml", false);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert!(stdout.contains("3\u{a0}780"), "{stdout}");
    let (code, stdout, _) = calculate("good.yaml", true);
    let result: serde_json::Value = serde_json::from_str(&stdout).expect("a result");
    assert_eq!(
        (code, result["outputs"]["support"]["value"].as_str()),
        (Some(0), Some("3780.00")),
        "{result:#}"
    );
    let (code, stdout, stderr) = calculate("bad.yaml", false);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("funding_type"), "{stderr}");
    let (code, stdout, _) = calculate("many.jsonl", false);
    assert_eq!((code, stdout.lines().count()), (Some(0), 2), "{stdout}");
}

/// The questions are those of the rules: as options of their own, in the help, for Tab, and with `--answer`.
#[test]
fn questions_are_those_of_the_rules() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fits = |site: &Path, arguments: &[&str]| {
        let mut command = program();
        command.arg("fits").args(arguments).arg("--site").arg(site).args(["--date", "2026-11-21"]);
        // Rules speak the language that was asked for, if they have it.
        command.args(["--lang", if site == own { "en" } else { "fi" }]);
        told(&command.output().expect("the program runs"))
    };
    let by_option = fits(own, &["--applicant", "municipality", "--size", "12000", "--json"]);
    let by_answer = fits(own, &["--answer", "applicant=municipality", "--size", "12000", "--json"]);
    assert_eq!(by_option, by_answer);
    let answers: serde_json::Value = serde_json::from_str(&by_answer.1).expect("an answer");
    assert_eq!(answers["answers"]["applicant"], "municipality");
    // Nothing is known yet: the command says how to tell it.
    let (code, stdout, _) = fits(own, &[]);
    assert!(code == Some(0) && stdout.contains("--applicant association|foundation|"), "{stdout}");
    for (arguments, code, expected) in [
        (
            ["--answer", "aplicant=person"],
            1,
            "did you mean `applicant`? The questions are: applicant, purpose, municipality",
        ),
        (
            ["--answer", "applicant=persn"],
            1,
            "did you mean `person`? The answers are: association, foundation,",
        ),
        (["--applicant", "boat"], 1, "the answers are: association, foundation,"),
        (["--answer", "applicant"], 2, "QUESTION=ANSWER"),
        (["--aplicant", "person"], 2, "did you mean `--applicant`?"),
        (["--answer", "applicant=rekisteröity YHDISTYS"], 0, ""),
        (["--applicant", "förening"], 0, ""),
        (["--answer", "municipality=leader"], 1, ""),
    ] {
        let (found, stdout, stderr) = fits(own, &arguments);
        assert_eq!((found, stdout.is_empty()), (Some(code), code != 0), "{arguments:?}: {stderr}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
    let (code, _, stderr) = fits(own, &["--answer", "applicant=person", "--applicant", "company"]);
    assert!(code == Some(1) && stderr.contains("answered twice"), "{stderr}");

    // Other rules, other questions: one has the name of an option, and is asked by `--answer` alone.
    let other = site(GOOD);
    for (name, text) in crate::project::rule_texts() {
        let text = match name.as_str() {
            "funding" => format!("{text}\nchoice:\n  size:\n    source: joensuu\n    cases: [small, large]\n  place:\n    source: joensuu\n    cases: [here, there]\n"),
            "calculation" => text.replace("inputs:\n", "inputs:\n  size: {kind: choice, of: size, optional: true}\n  place: {kind: choice, of: place, optional: true}\n"),
            "texts/fi" => text.replace("\ninput:\n", "\nchoice:\n  size:\n    small: {name: Pieni, hint: \"\"}\n    large: {name: Suuri, hint: \"\"}\n  place:\n    here: {name: Täällä, hint: \"\"}\n    there: {name: Muualla, hint: \"\"}\ninput:\n  size: {label: Koko?, hint: \"\"}\n  place: {label: Missä?, hint: \"\"}\n"),
            _ => text,
        };
        other.write(&format!("content/rules/{name}.yaml"), text);
    }
    let (code, stdout, stderr) =
        fits(&other.project.root, &["--answer", "size=small", "--place", "here", "--json"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let answers: serde_json::Value = serde_json::from_str(&stdout).expect("an answer");
    assert_eq!(answers["answers"]["place"], "here", "{answers:#}");
    let (_, help, _) = fits(&other.project.root, &["--help"]);
    assert!(
        help.contains("--place <VASTAUS>") && help.contains("Missä?") && help.contains("here, there"),
        "{help}"
    );
    assert!(!help.contains("--applicant <"), "{help}");
    let mut command = program();
    let completions = command.args(["completions", "bash"]).current_dir(&other.project.root);
    let (_, script, _) = told(&completions.output().expect("the program runs"));
    assert!(
        script.contains("--place") && script.contains("here there") && script.contains("size=small"),
        "{script}"
    );
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let site = site(BROKEN);
    for arguments in [["check", "--offline", "--json"].as_slice(), &["--help"], &["check", "--help"]] {
        let mut command = program();
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        if !arguments.contains(&"--help") {
            command.arg("--site").arg(&site.project.root);
        }
        let mut child = command.spawn().expect("the program runs");
        drop(child.stdout.take());
        let (code, _, stderr) = told(&child.wait_with_output().expect("the program ends"));
        assert!(code.is_some_and(|code| code <= 3) && !stderr.contains("panicked"), "{code:?} {stderr}");
    }
}

/// Runs the program in a folder, in a language of the system, and gives what it told.
fn here(folder: &Path, lang: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = program();
    command.args(arguments).current_dir(folder).env("LANGUAGE", lang);
    told(&command.output().expect("the program runs"))
}

/// Words that make a sentence English, and are words of neither of the other languages nor of a command.
const ENGLISH: [&str; 17] = [
    "the",
    "with",
    "that",
    "which",
    "this",
    "unexpected",
    "unrecognized",
    "required",
    "invalid",
    "found",
    "error",
    "tip",
    "possible",
    "Usage",
    "help:",
    "similar",
    "provided",
];

fn english_in(text: &str) -> Vec<&str> {
    text.split([' ', '\n', ',', '.', '(', ')']).filter(|word| ENGLISH.contains(word)).collect()
}

#[test]
fn arguments_that_are_not_understood_are_told_in_the_language_of_the_person() {
    let site = site(GOOD);
    let cases: [(&[&str], &str, &str); 23] = [
        (&["bild"], "tarkoititko `build`?", "menade du `build`?"),
        (&["rakenna"], "tarkoititko `build`?", "menade du `build`?"),
        (&["qqqq"], "komennot ovat: build,", "kommandona är: build,"),
        (&["help", "bild"], "tarkoititko `build`?", "menade du `build`?"),
        (&["serve", "--prot", "80"], "tarkoititko `--port`?", "menade du `--port`?"),
        (&["serve", "--port", "abc"], "kokonaisluku väliltä 0–65535", "heltal mellan 0 och 65535"),
        (&["serve", "--port", "70000"], "kokonaisluku väliltä 0–65535", "heltal mellan 0 och 65535"),
        (&["serve", "--editor", "emacs"], "kirjoita `vscode`", "skriv `vscode`"),
        (&["build", "--port", "80"], "`leader-site serve --port`", "`leader-site serve --port`"),
        (&["build", "--date", "1.1.2027"], "kirjoita `2027-01-01`", "skriv `2027-01-01`"),
        (&["build", "--date", "huomenna"], "vuosi, kuukausi, päivä: `2027-01-31`", "år, månad och dag"),
        (&["build", "--base-url", "example"], "`https://example.org/`", "`https://example.org/`"),
        (&["build", "--out"], "puuttuu arvo", "saknar värde"),
        (&["build", "nyt"], "sana `nyt` on liikaa", "för mycket"),
        (&["new"], "lisää se, esimerkiksi: `leader-site new rahoitus/uusi-sivu`", "lägg till det"),
        (&["new", "a/Syksyn", "haku"], "lainausmerkkeihin: `\"a/Syksyn haku\"`", "citattecken"),
        (&["check", "--json", "--json"], "on annettu kahdesti", "ges två gånger"),
        (&["check", "--json=kyllä"], "kirjoita pelkkä `--json`", "skriv bara `--json`"),
        (&["calculate", "x.yaml", "--row", "1"], "`--solve hours`", "`--solve hours`"),
        (&["calculate", "x.yaml", "--document", "x.doc"], ".xlsx, .csv tai .html", ".xlsx, .csv eller .html"),
        (&["completions", "tcsh"], "jokin näistä: bash,", "någon av dessa: bash,"),
        (&["diff"], "`--to 2027-01-01`", "`--to 2027-01-01`"),
        (&["upcoming", "--months", "0"], "väliltä 1–600", "mellan 1 och 600"),
    ];
    for (arguments, fi, sv) in cases {
        for (lang, expected, word) in [("fi", fi, "virhe: "), ("sv:fi", sv, "fel: ")] {
            let (code, stdout, stderr) = here(&site.project.root, lang, arguments);
            assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}: {stderr}");
            assert!(stderr.starts_with(word) && stderr.contains(expected), "{arguments:?}: {stderr}");
            // A way out stands in every one of them.
            assert!(stderr.contains(if lang == "fi" { "\nohje: " } else { "\nhjälp: " }), "{stderr}");
            assert_eq!(english_in(&stderr), Vec::<&str>::new(), "{stderr}");
        }
        // The arguments say more than the system.
        let asked: Vec<&str> = ["--lang", "fi"].into_iter().chain(arguments.iter().copied()).collect();
        assert!(here(&site.project.root, "en", &asked).2.starts_with("virhe: "));
    }
}

#[test]
fn the_language_is_known_however_it_is_said() {
    let site = site(GOOD);
    let help = |lang: &str, arguments: &[&str]| {
        let (code, stdout, stderr) = here(&site.project.root, lang, arguments);
        assert_eq!((code, stderr.as_str()), (Some(0), ""), "{arguments:?}");
        stdout
    };
    for arguments in [
        ["--lang", "fi", "--help"].as_slice(),
        &["--help", "--lang=fi"],
        &["--lang", "fi_FI.UTF-8", "-h"],
        &["--lang", "fi", "help"],
    ] {
        assert!(
            help("en", arguments).contains("Käyttö: leader-site [VALITSIMET] <KOMENTO>"),
            "{arguments:?}"
        );
    }
    assert!(help("fi", &["help", "build"]).contains("Käyttö: leader-site build"));
    assert!(help("sv_FI.UTF-8", &["build", "--help"]).contains("Användning: leader-site build [FLAGGOR]"));
    assert!(help("de:fi", &["man"]).contains(".SH KÄYTTÖ"));
    assert!(help("sv", &["completions", "fish"]).contains("Gör webbplatsen i en mapp"));
    assert!(help("de", &["--help"]).contains("Usage: "));
    // A language by its name: what is wrong is said in it.
    let (code, _, stderr) = here(&site.project.root, "en", &["--lang", "suomi", "build"]);
    assert!(code == Some(2) && stderr.starts_with("virhe: ") && stderr.contains("kirjoita `fi`"), "{stderr}");
}

#[test]
fn commands_find_the_site_that_one_is_in() {
    let site = site(GOOD);
    let inside = site.path("content/fi/rahoitus");
    std::fs::create_dir_all(&inside).expect("a folder");
    let (code, _, stderr) = here(&inside, "fi", &["build"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(site.path("public/index.html").is_file());
    let (code, _, stderr) = here(&inside, "fi", &["new", "kylatalot"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(inside.join("kylatalot.md").is_file());
    assert!(!stderr.contains("--site"), "{stderr}");
    // The site that is named is the one that is meant.
    let empty = tempfile::tempdir().expect("a folder");
    let other = empty.path().to_str().expect("a name");
    let (code, _, stderr) = here(&inside, "fi", &["check", "--offline", "--site", other]);
    assert!(code == Some(1) && stderr.contains("ei ole sivustoa"), "{stderr}");
    // Outside of a site the preview does not start.
    let (code, _, stderr) = here(empty.path(), "fi", &["serve", "--port", "0"]);
    assert!(code == Some(1) && stderr.contains("ei ole sivustoa"), "{stderr}");
}

#[test]
fn what_stands_at_an_address_is_explained() {
    let site = site(GOOD);
    site.write(
        "content/fi/sivu.md",
        "---\ntitle: Sivu\ndescription: Tästä näet, miten hakemus tehdään ja mitä siihen tarvitaan.\naliases: [/vanha/]\n---\n## Näin haet\n",
    );
    site.write(
        "content/fi/luonnos.md",
        "---\ntitle: Luonnos\ndescription: Kesken.\ndraft: true\n---\nTeksti.\n",
    );
    let explain = |wanted: &str| here(&site.project.root, "fi", &["explain", wanted, "--date", "2026-11-21"]);
    let base = explain("content/fi/sivu.md").1.lines().next().unwrap_or_default().to_owned();
    assert!(base.ends_with("/sivu/"), "{base}");
    let whole = format!("http://127.0.0.1:4400{base}?a=1#nain-haet");
    for wanted in [base.as_str(), &whole, "content/fi/sivu.md", &base.replace("sivu", "siv%75")] {
        let (code, stdout, stderr) = explain(wanted);
        assert!(code == Some(0) && stdout.contains("content/fi/sivu.md:2"), "{wanted}: {stdout}{stderr}");
        assert!(stdout.contains("/vanha/"), "{wanted}: {stdout}");
    }
    assert!(explain(&whole).1.contains("content/fi/sivu.md:6"));
    let alias = explain(&base.replace("sivu", "vanha"));
    assert!(alias.1.contains("content/fi/sivu.md:4") && alias.1.contains(&base), "{}", alias.1);
    for (wanted, expected) in [
        ("content/fi/luonnos.md", "se on luonnos"),
        ("https://muu.example/sivu/", "toisen sivuston osoite"),
        ("/sivv/", "sivu/`?"),
        ("/zzzzzzzz/", "kirjoita osoite niin kuin se on selaimessa"),
    ] {
        let (code, _, stderr) = explain(wanted);
        assert!(code == Some(1) && stderr.contains(expected), "{wanted}: {stderr}");
    }
    let (_, json, _) = here(&site.project.root, "fi", &["explain", &base, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((json[0]["file"].as_str(), json[0]["line"].as_u64()), (Some("content/fi/sivu.md"), Some(2)));
}

/// Everything that is published is explained by its address: whatever the site of this repository has.
#[test]
fn every_page_of_the_site_says_where_it_comes_from() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut looked = 0;
    for wanted in ["/", "/rahoitus/pienhanke/", "/laskuri/saannot/talkootunnin-arvo/", "/sv/", "/404.html"] {
        let (code, stdout, stderr) = here(own, "fi", &["explain", wanted, "--date", "2026-11-21", "--json"]);
        assert_eq!(code, Some(0), "{wanted}: {stderr}");
        let json: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
        for source in json[0]["sources"].as_array().into_iter().flatten() {
            let file = source["file"].as_str().expect("a file");
            assert!(own.join(file).is_file(), "{wanted}: {file}");
            looked += 1;
        }
    }
    assert!(looked > 8, "{looked}");
}

/// Sizes and times are written in one place: nowhere else does a unit stand behind a number.
#[test]
fn amounts_are_written_in_one_place() {
    fn files(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files(&path, all);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                all.push(path);
            }
        }
    }
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let own = Path::new("diag").join("amounts.rs");
    for path in all.iter().filter(|path| !path.ends_with(&own)) {
        let text = std::fs::read_to_string(path).expect("text");
        for unit in ["kB", "kt", "MB", "Mt", "GB", "ms", "s"] {
            for end in ['"', ')', ';', ',', ' '] {
                let written = format!("}} {unit}{end}");
                let line = text.lines().find(|line| line.contains(&written));
                assert_eq!(line, None, "{}", path.display());
            }
        }
    }
}
