//! `fits`: a few answers in, the funding that fits out.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use leader_site::Question;
use leader_site::calculate::{Extras, Wanted};
use leader_site::cli::{Fits, Language};
use leader_site::diag::Diagnostics;

use super::{DONE, MISTAKES, Shell, of_rules};

/// Tells which funding fits. `by_option`: the answers given by the options that the rules add.
pub fn run(arguments: &Fits, by_option: Vec<(String, String)>, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let project = of_rules(&arguments.site, arguments.date);
    let wanted = Wanted {
        language: shell.lang.as_deref(),
        tongue: shell.tongue,
        json: arguments.json,
        extras: Extras::default(),
        documents: &[],
    };
    let mut told = by_option;
    told.extend(arguments.answer.iter().cloned());
    let found = leader_site::fits(&project, &told, arguments.size, &wanted, &mut diags);
    shell.show(&diags);
    match found {
        Ok(text) => {
            shell.out.print_bytes(text.as_bytes());
            DONE
        }
        Err(_) => MISTAKES,
    }
}

/// The questions of the rules in the folder that the arguments name, where a command wants to know them:
/// they have to be there before the arguments are read.
pub fn questions_here(arguments: &[OsString], usual: &Path, language: Language) -> Vec<Question> {
    let arguments = arguments.get(1..).unwrap_or_default();
    let wants = |word: &OsString| ["fits", "completions", "man"].iter().any(|command| word == command);
    if !arguments.iter().any(wants) {
        return Vec::new();
    }
    let behind = arguments.iter().position(|word| word == "--site").and_then(|at| arguments.get(at + 1));
    let within = arguments.iter().find_map(|word| word.to_str()?.strip_prefix("--site="));
    let site = behind.map(PathBuf::from).or_else(|| within.map(PathBuf::from));
    leader_site::questions(&of_rules(&site.unwrap_or_else(|| usual.to_owned()), None), language.code())
}
