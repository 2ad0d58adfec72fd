//! `explain`: one thing of the rules in words.

use leader_site::cli::Explain;
use leader_site::diag::{Diagnostics, Words};

use super::{DONE, MISTAKES, Shell, of_rules};

/// Explains a thing, or lists what there is.
pub fn run(arguments: &Explain, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let project = of_rules(&arguments.site, arguments.date);
    let answer = leader_site::explain(&project, arguments.id.as_deref(), shell.lang.as_deref(), &mut diags);
    shell.show(&diags);
    let Ok(answer) = answer else { return MISTAKES };
    shell.answer(&answer, arguments.json);
    if answer.mistakes_elsewhere {
        shell.say(&Words::new(
            "The site has mistakes elsewhere: `leader-site check` tells them.",
            "Sivustossa on muualla virheitä: `leader-site check` kertoo ne.",
        ));
    }
    DONE
}
