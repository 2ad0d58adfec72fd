//! `build`: the site into its folder, with a bar where it takes long.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use leader_site::cli::Build;
use leader_site::diag::{Diagnostics, Tongue, Words, amounts, say};
use leader_site::model::output::Totals;

use super::output::tell;
use super::{DONE, Shell, project};

/// Builds the site into its folder.
pub fn run(arguments: &Build, shell: &Shell) -> u8 {
    let start = Instant::now();
    let project = project(&arguments.which);
    let out = arguments.out.clone().unwrap_or_else(|| project.root.join("public"));
    let mut diags = Diagnostics::new();
    let bar = Bar::new(start, shell.tongue);
    let built = leader_site::build(&project, &out, &|done| bar.show(done), &mut diags);
    bar.clear();
    shell.show(&diags);
    match built {
        Ok(built) => {
            let summary = summary(&built.totals, start.elapsed());
            match built.unchanged {
                Some(warnings) => {
                    tell(warnings.told_in(shell.tongue));
                    shell.say(&say!("{summary}; nothing had changed", "{summary}; mikään ei ollut muuttunut"; summary));
                }
                None => {
                    if let Some(why) = built.in_place {
                        let why = why.words();
                        shell.say(&say!(
                            "built in place, file by file: {why}",
                            "kirjoitettu paikalleen tiedosto kerrallaan: {why}"; why
                        ));
                    }
                    shell.say(&summary);
                }
            }
            DONE
        }
        Err(failure) => shell.fail(&failure, &diags),
    }
}

fn summary(totals: &Totals, time: Duration) -> Words {
    let (size, time) = (amounts::size(totals.bytes), amounts::time(time));
    let [pages, files] = [totals.pages, totals.files].map(amounts::count);
    say!(
        "{pages} pages, {files} files, {size}, {time}",
        "{pages} sivua, {files} tiedostoa, {size}, {time}";
        pages, files, size, time
    )
}

/// A progress bar that shows only on a terminal, and only when the build takes long.
struct Bar {
    start: Instant,
    on_terminal: bool,
    tongue: Tongue,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    const PATIENCE: Duration = Duration::from_millis(500);

    fn new(start: Instant, tongue: Tongue) -> Self {
        Self { start, on_terminal: std::io::stderr().is_terminal(), tongue, bar: OnceLock::new() }
    }

    fn show(&self, done: usize) {
        // The clock is not asked for every page.
        if !self.on_terminal || !done.is_multiple_of(64) || self.start.elapsed() < Self::PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let pages = Words::new("pages", "sivua");
            let pages = pages.told_in(self.tongue);
            let style = ProgressStyle::with_template(&format!("{{spinner}} {{pos}} {pages}"));
            let style = style.expect("a valid template");
            ProgressBar::new_spinner().with_style(style)
        });
        bar.set_position(done as u64);
    }

    fn clear(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
