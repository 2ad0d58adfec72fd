//! `fits`: a few answers in, the funding that fits out.

use std::io::Write;

use leader_site::calculate::{Extras, Wanted};
use leader_site::cli::Fits;
use leader_site::diag::Diagnostics;

use super::{DONE, MISTAKES, Shell, of_rules};

/// Tells which funding fits.
pub fn run(arguments: &Fits, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let project = of_rules(&arguments.site, arguments.date);
    let wanted = Wanted {
        language: shell.lang.as_deref(),
        tongue: shell.tongue,
        json: arguments.json,
        extras: Extras::default(),
        documents: &[],
    };
    let answers = [
        ("applicant", &arguments.applicant),
        ("purpose", &arguments.purpose),
        ("municipality", &arguments.municipality),
    ];
    let told: Vec<(&str, &str)> =
        answers.into_iter().filter_map(|(question, answer)| Some((question, answer.as_deref()?))).collect();
    let found = leader_site::fits(&project, &told, arguments.size, &wanted, &mut diags);
    shell.show(&diags);
    match found {
        Ok(text) => {
            // A closed pipe is no reason to fail.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            DONE
        }
        Err(_) => MISTAKES,
    }
}
