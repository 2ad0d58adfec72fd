//! `check`: everything that can be wrong, and nothing written.

use std::io::Write;

use leader_site::Failure;
use leader_site::cli::Check;
use leader_site::diag::{Diagnostics, say, to_json};

use super::{DONE, MISTAKES, NOT_WRITTEN, Shell, project};

/// Looks for mistakes.
pub fn run(arguments: &Check, shell: &Shell) -> u8 {
    let project = project(&arguments.which);
    let mut diags = Diagnostics::new();
    let checked = leader_site::check(&project, &mut diags);
    if arguments.json {
        // A closed pipe is no reason to fail.
        let _ = writeln!(std::io::stdout(), "{:#}", to_json(&diags, shell.tongue));
    } else {
        shell.show(&diags);
    }
    match checked {
        Ok(totals) => {
            if !arguments.json {
                let pages = totals.pages;
                shell.say(&say!(
                    "{pages} pages checked, nothing wrong",
                    "{pages} sivua tarkistettu, kaikki kunnossa"
                ));
            }
            DONE
        }
        Err(failure) if arguments.json => match failure {
            Failure::Mistakes => MISTAKES,
            Failure::Disk(_) => NOT_WRITTEN,
        },
        Err(failure) => shell.fail(&failure, &diags),
    }
}
