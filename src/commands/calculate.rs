//! `calculate`: budgets in, results out.

use std::io::Write;

use leader_site::calculate::Extras;
use leader_site::cli::Calculate;
use leader_site::diag::Diagnostics;
use leader_site::source::Project;

use super::{DONE, MISTAKES, Shell, today};

/// Calculates the budgets of a file.
pub fn run(arguments: &Calculate, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let project = Project {
        root: arguments.site.clone(),
        date: arguments.date.unwrap_or_else(today),
        base_url: None,
        drafts: false,
    };
    let told = leader_site::calculate(
        &project,
        &arguments.file,
        shell.lang.as_deref(),
        shell.tongue,
        arguments.json,
        Extras { compare: arguments.compare, solve: arguments.solve },
        &mut |text| {
            // A closed pipe is no reason to fail.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
        },
        &mut diags,
    );
    shell.show(&diags);
    if told.is_ok() { DONE } else { MISTAKES }
}
