//! `check`: everything that can be wrong or better, and nothing written.

use std::io::IsTerminal;
use std::sync::OnceLock;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use leader_site::cli::Check;
use leader_site::diag::{Diagnostics, Severity, Words, amounts, mistakes, say, to_json};
use leader_site::review::{Asking, Limits, Looks};
use leader_site::source::Project;
use leader_site::{Answer, Failure};

use super::{DONE, MISTAKES, NOT_WRITTEN, Shell, project};

/// So many messages of one kind are shown; more would hide the others.
const OF_ONE_KIND: usize = 12;

/// Looks for mistakes, and for what could be better.
pub fn run(arguments: &Check, shell: &Shell) -> u8 {
    let project = project(&arguments.which);
    let mut diags = Diagnostics::new();
    if arguments.translations {
        return translations(arguments, &project, shell);
    }
    if arguments.fix
        && let Err(failure) = fix(arguments, &project, shell)
    {
        return shell.fail(&failure, &diags);
    }
    let bar = Bar { on_terminal: std::io::stderr().is_terminal(), shell, bar: OnceLock::new() };
    let progress = |done, all| bar.show(done, all);
    let asking = Asking { limits: Limits::default(), now: Timestamp::now(), progress: &progress };
    let looks = Looks { web: (!arguments.offline).then_some(asking) };
    let checked = leader_site::review(&project, &looks, &mut diags);
    bar.clear();
    let mendable = diags.count_mendable();
    let told = checked.as_ref().map(|totals| summary(totals.totals.pages, &diags)).unwrap_or_default();
    if arguments.json {
        shell.out.print_bytes(format!("{:#}\n", to_json(&diags, shell.tongue)).as_bytes());
    } else {
        let left_out = if arguments.all { 0 } else { diags.keep_few(OF_ONE_KIND) };
        shell.show(&diags);
        if left_out > 0 {
            shell.say(&say!(
                "{left_out} more messages of the same kinds are not shown: see them with `--all`",
                "{left_out} samanlaista huomautusta jätettiin näyttämättä: näet ne valitsimella `--all`"
            ));
        }
    }
    match &checked {
        Ok(_) => {
            if !arguments.json {
                shell.say(&told);
                for line in checked.iter().flat_map(|checked| checked.translations.summary()) {
                    shell.say(&line);
                }
            }
            if arguments.strict && mendable > 0 { MISTAKES } else { DONE }
        }
        Err(failure) if arguments.json => match failure {
            Failure::Mistakes => MISTAKES,
            Failure::Disk(_) => NOT_WRITTEN,
        },
        Err(Failure::Mistakes) => {
            let mistakes = mistakes(diags.count(Severity::Error));
            shell.say(&say!(
                "{mistakes}; what could be better is told when there are none",
                "{mistakes}; parannusehdotukset kerrotaan, kun virheitä ei ole"; mistakes
            ));
            MISTAKES
        }
        Err(failure) => shell.fail(failure, &diags),
    }
}

/// Writes what was certainly meant, and shows each line that changed.
fn fix(arguments: &Check, project: &Project, shell: &Shell) -> Result<(), Failure> {
    let changes = leader_site::fixes::fix(project, arguments.dry_run)?;
    for change in &changes {
        shell.say(&Words::same(format!("{}:{}", change.path, change.line)));
        for line in change.before.lines() {
            shell.say(&Words::same(format!("  - {line}")));
        }
        for line in change.after.lines() {
            shell.say(&Words::same(format!("  + {line}")));
        }
    }
    let places = changes.len();
    shell.say(&match (places, arguments.dry_run) {
        (0, _) => {
            Words::new("nothing that can be written right by itself", "mitään ei voi korjata itsestään")
        }
        (1, false) => Words::new("1 place was written right", "1 kohta korjattiin"),
        (_, false) => say!("{places} places were written right", "{places} kohtaa korjattiin"),
        (1, true) => Words::new(
            "1 place would be written right; nothing was changed",
            "1 kohta korjattaisiin; mitään ei muutettu",
        ),
        (_, true) => say!(
            "{places} places would be written right; nothing was changed",
            "{places} kohtaa korjattaisiin; mitään ei muutettu"
        ),
    });
    Ok(())
}

/// Tells how far the site is translated.
fn translations(arguments: &Check, project: &Project, shell: &Shell) -> u8 {
    let mut diags = Diagnostics::new();
    match leader_site::translations(project, &mut diags) {
        Ok(standing) => {
            let (sheet, json) = (standing.sheet(), standing.json());
            shell.answer(&Answer { sheet, json, mistakes_elsewhere: false }, arguments.json);
            let lacks = standing.languages.iter().any(|language| !language.items.is_empty());
            if arguments.strict && lacks { MISTAKES } else { DONE }
        }
        Err(failure) => {
            shell.show(&diags);
            shell.fail(&failure, &diags)
        }
    }
}

fn summary(pages: usize, diags: &Diagnostics) -> Words {
    let (pages, kinds) = (amounts::count(pages), diags.kinds());
    match diags.count(Severity::Warning) {
        0 => {
            say!("{pages} pages checked, nothing wrong", "{pages} sivua tarkistettu, kaikki kunnossa"; pages)
        }
        1 => say!(
            "{pages} pages checked, no mistakes; 1 warning: {kinds}",
            "{pages} sivua tarkistettu, ei virheitä; 1 varoitus: {kinds}"; pages, kinds
        ),
        count => {
            let count = amounts::count(count);
            say!(
                "{pages} pages checked, no mistakes; {count} warnings: {kinds}",
                "{pages} sivua tarkistettu, ei virheitä; {count} varoitusta: {kinds}"; pages, count, kinds
            )
        }
    }
}

/// A progress bar for the links that are asked, on a terminal alone.
struct Bar<'s> {
    on_terminal: bool,
    shell: &'s Shell,
    bar: OnceLock<ProgressBar>,
}

impl Bar<'_> {
    fn show(&self, done: usize, all: usize) {
        if !self.on_terminal {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let words = Words::new("links to other sites", "linkkiä muualle");
            let words = words.told_in(self.shell.tongue);
            let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {words}"));
            ProgressBar::new(0).with_style(style.expect("a valid template"))
        });
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }

    fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
