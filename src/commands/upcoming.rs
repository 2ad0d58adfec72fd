//! `upcoming`: what is ahead, by day.

use leader_site::cli::Upcoming;
use leader_site::diag::Diagnostics;

use super::{DONE, MISTAKES, Shell, of_rules};

/// Lists what appears, goes or changes.
pub fn run(arguments: &Upcoming, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let project = of_rules(&arguments.site, arguments.date);
    let answer = leader_site::upcoming(&project, arguments.months, shell.lang.as_deref(), &mut diags);
    shell.show(&diags);
    if let Ok(answer) = &answer {
        shell.answer(answer, arguments.json);
    }
    if answer.is_err() || diags.has_errors() { MISTAKES } else { DONE }
}
