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
