//! What happens to answers that cannot be written: no command calls half of one a success.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::fixture::{Site, site};

const WARNED: &str = "-- content/fi/sivu.md --\n---\ntitle: Sivu\n---\n[tästä](/)\n";

fn program(folder: &Site, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leader-site"));
    command.args(arguments).current_dir(&folder.project.root).stdin(Stdio::null());
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"] {
        command.env_remove(name);
    }
    command
}

/// A site with this repository's rules and some budgets.
fn with_rules() -> Site {
    let folder = site(WARNED);
    for (name, text) in crate::project::rule_texts() {
        folder.write(&format!("content/rules/{name}.yaml"), text);
    }
    let budget = "{\"funding_type\": \"small_development\"}\n";
    folder.write("good.yaml", "funding_type: small_development\n");
    folder.write("many.jsonl", budget.repeat(40));
    folder
}

/// Every command that answers on standard output.
const ANSWERS: [&[&str]; 22] = [
    &["calculate", "good.yaml"],
    &["calculate", "good.yaml", "--json"],
    &["calculate", "good.yaml", "--compare"],
    &["calculate", "many.jsonl"],
    &["calculate", "many.jsonl", "--json"],
    &["fits"],
    &["fits", "--json"],
    &["explain"],
    &["explain", "small_total_max", "--json"],
    &["diff", "--from", "2026-12-31", "--to", "2027-01-01"],
    &["diff", "--from", "2026-12-31", "--to", "2027-01-01", "--json"],
    &["upcoming"],
    &["upcoming", "--json"],
    &["check", "--offline", "--json"],
    &["check", "--translations"],
    &["schema"],
    &["schema", "page"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
    &["help", "check"],
    &["--version"],
];

fn told(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_answer_that_cannot_be_written_is_a_failure() {
    let folder = with_rules();
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        eprintln!("skipped: this system has no /dev/full");
        return;
    };
    let mut wrong = Vec::new();
    for arguments in ANSWERS {
        let whole = program(&folder, arguments).output().expect("the program runs");
        assert!(!whole.stdout.is_empty(), "{arguments:?} answers on standard output");
        let mut command = program(&folder, arguments);
        let output = command.stdout(full.try_clone().expect("a file")).output().expect("the program runs");
        let (code, stderr) = told(&output);
        if code != Some(3) || !stderr.contains("the disk is full") || stderr.contains("panicked") {
            wrong.push(format!("{arguments:?}: {code:?} {stderr}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    let mut command = program(&folder, &["fits", "--lang", "fi"]);
    let (_, stderr) = told(&command.stdout(full).output().expect("the program runs"));
    assert!(stderr.contains("levy on täynnä"), "{stderr}");
}

#[test]
fn a_reader_that_has_read_enough_is_told_nothing() {
    let folder = with_rules();
    let mut wrong = Vec::new();
    for arguments in ANSWERS {
        let whole = program(&folder, arguments).output().expect("the program runs");
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = program(&folder, arguments).stdout(writer).output().expect("the program runs");
        if told(&output) != told(&whole) {
            wrong.push(format!("{arguments:?}: {:?}, and not {:?}", told(&output), told(&whole)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Messages that nobody can read end no run in another way.
#[test]
fn messages_that_cannot_be_written_change_nothing() {
    let folder = with_rules();
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    for (arguments, expected) in [
        (["build", "--out", "out"].as_slice(), 0),
        (&["build", "--out", "out"], 0),
        (&["check", "--offline"], 0),
        (&["check", "--offline", "--strict"], 1),
        (&["calculate", "missing.yaml"], 1),
        (&["chekc"], 2),
    ] {
        let mut command = program(&folder, arguments);
        let output = command.stderr(full.try_clone().expect("a file")).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(expected), "{arguments:?}");
    }
}

/// A disk of a few kilobytes, taken away with the value.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Only the owner of the machine can make one.
    fn new(folder: &Path, size: &str) -> Option<Self> {
        fs::create_dir_all(folder).ok()?;
        let mut mount = Command::new("mount");
        let options = format!("size={size}");
        mount.args(["-t", "tmpfs", "-o", options.as_str(), "tmpfs"]).arg(folder).stderr(Stdio::null());
        mount.status().ok()?.success().then(|| Self(folder.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Results are cut off by a disk that becomes full among them; programs must not take them for whole.
#[test]
fn a_disk_that_becomes_full_among_results() {
    let folder = with_rules();
    let Some(disk) = SmallDisk::new(&folder.path("small"), "64k") else {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    };
    for arguments in [["calculate", "many.jsonl", "--json"].as_slice(), &["calculate", "many.jsonl"]] {
        let file = disk.0.join("results");
        let mut command = program(&folder, arguments);
        let output = command.stdout(File::create(&file).expect("a file")).output().expect("the program runs");
        let (code, stderr) = told(&output);
        assert!(code == Some(3) && stderr.contains("is not whole"), "{arguments:?}: {code:?} {stderr}");
        assert!(fs::metadata(&file).is_ok_and(|file| file.len() > 0));
    }
}

/// Whatever is printed past the one place that looks at errors is lost in silence.
#[test]
fn nothing_is_printed_elsewhere() {
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => files(&path, found),
                false => found.push(path),
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&src, &mut found);
    let is_code = |path: &&PathBuf| {
        path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("commands/output.rs")
            && !path.ends_with("build.rs")
    };
    let mut wrong = Vec::new();
    // `terminal_size_of` asks the stream how wide it is, and writes nothing.
    let marks =
        ["print!(", "println!(", "stdout().", "stdout(),", "stderr().lock", "get_matches()", "error.exit()"];
    for path in found.iter().filter(is_code) {
        let text = fs::read_to_string(path).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            let harmless = line.contains("try_get_matches()")
                || line.contains("terminal_size_of")
                || line.contains("is_terminal()");
            if !harmless && marks.iter().any(|mark| line.contains(mark)) {
                wrong.push(format!("{}:{}: {line}", path.display(), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
