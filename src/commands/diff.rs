//! `diff`: two sets of rules, or one on two days.

use leader_site::cli::Diff;
use leader_site::diag::Diagnostics;
use leader_site::sheet::Speaker;
use leader_site::{Answer, Compared};

use super::{DIFFERENT, DONE, MISTAKES, Shell, today};

/// Tells what is different.
pub fn run(arguments: &Diff, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    let (old, new) = match arguments.folders.as_slice() {
        [] => (&arguments.site, &arguments.site),
        [old] => (old, &arguments.site),
        [old, new, ..] => (old, new),
    };
    let named = !arguments.folders.is_empty();
    // One set of rules is compared with what it is today, two with each other on one day.
    let (from, to) = match (arguments.from, arguments.to) {
        (Some(from), Some(to)) => (from, to),
        (None, Some(to)) if named => (to, to),
        (Some(from), None) if named => (from, from),
        (from, to) => (from.unwrap_or_else(today), to.unwrap_or_else(today)),
    };
    let old = Compared { folder: old, named, day: from };
    let new = Compared { folder: new, named, day: to };
    let compared = leader_site::diff(&old, &new, shell.lang.as_deref(), &mut diags);
    shell.show(&diags);
    let Ok(comparison) = compared else { return MISTAKES };
    let (sheet, json) = (comparison.sheet(&Speaker::default()), comparison.json());
    shell.answer(&Answer { sheet, json, mistakes_elsewhere: false }, arguments.json);
    match () {
        () if comparison.is_broken() => MISTAKES,
        () if arguments.exit_code && !comparison.is_empty() => DIFFERENT,
        () => DONE,
    }
}
