//! Arguments in, exit code out.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use leader_site::Failure;
use leader_site::cli::{Build, Calculate, Check, Cli, Command, Which};
use leader_site::diag::{Diagnostics, Look, Severity, to_json};
use leader_site::model::locale::finnish_time;
use leader_site::model::output::Totals;
use leader_site::source::Project;

/// The content has mistakes.
const MISTAKES: u8 = 1;
/// The output could not be written.
const NOT_WRITTEN: u8 = 3;

fn main() -> ExitCode {
    // Wrong arguments end here, with 2.
    let cli = Cli::parse();
    let code = match cli.command {
        Command::Build(arguments) => build(&arguments),
        Command::Check(arguments) => check(&arguments),
        Command::Calculate(arguments) => calculate(&arguments),
    };
    ExitCode::from(code)
}

fn build(arguments: &Build) -> u8 {
    let start = Instant::now();
    let project = project(&arguments.which);
    let out = arguments.out.clone().unwrap_or_else(|| project.root.join("public"));
    let mut diags = Diagnostics::new();
    let bar = Bar::new(start);
    let built = leader_site::build(&project, &out, &|done| bar.show(done), &mut diags);
    bar.clear();
    show(&diags);
    match built {
        Ok(built) => {
            let summary = summary(&built.totals, start.elapsed());
            match built.unchanged {
                Some(warnings) => anstream::eprintln!("{warnings}{summary}; nothing had changed"),
                None => anstream::eprintln!("{summary}"),
            }
            0
        }
        Err(failure) => tell(&failure, &diags),
    }
}

fn check(arguments: &Check) -> u8 {
    let project = project(&arguments.which);
    let mut diags = Diagnostics::new();
    let checked = leader_site::check(&project, &mut diags);
    if arguments.json {
        // A closed pipe is no reason to fail.
        let _ = writeln!(std::io::stdout(), "{:#}", to_json(&diags));
    } else {
        show(&diags);
    }
    match checked {
        Ok(totals) => {
            if !arguments.json {
                anstream::eprintln!("{} pages checked, nothing wrong", totals.pages);
            }
            0
        }
        Err(failure) if arguments.json => match failure {
            Failure::Mistakes => MISTAKES,
            Failure::Disk(_) => NOT_WRITTEN,
        },
        Err(failure) => tell(&failure, &diags),
    }
}

fn calculate(arguments: &Calculate) -> u8 {
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
        arguments.lang.as_deref(),
        arguments.json,
        &mut |text| {
            // A closed pipe is no reason to fail.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
        },
        &mut diags,
    );
    show(&diags);
    if told.is_ok() { 0 } else { MISTAKES }
}

/// Today where the associations are.
fn today() -> Date {
    Timestamp::now().to_zoned(finnish_time().clone()).date()
}

fn project(which: &Which) -> Project {
    Project {
        root: which.site.clone(),
        date: which.date.unwrap_or_else(today),
        base_url: which.base_url.clone(),
        drafts: which.drafts,
    }
}

/// Prints the messages; the stream takes the colours out where they are not wanted.
fn show(diags: &Diagnostics) {
    if !diags.is_empty() {
        anstream::eprint!("{}", diags.render(Look::Coloured));
    }
}

fn tell(failure: &Failure, diags: &Diagnostics) -> u8 {
    match failure {
        Failure::Mistakes => {
            let count = diags.count(Severity::Error);
            let mistakes = if count == 1 { "1 mistake".to_owned() } else { format!("{count} mistakes") };
            anstream::eprintln!("{mistakes}; nothing was written");
            MISTAKES
        }
        Failure::Disk(error) => {
            anstream::eprintln!("error: {error}");
            NOT_WRITTEN
        }
    }
}

fn summary(totals: &Totals, time: Duration) -> String {
    let size = match totals.bytes {
        bytes if bytes < 1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    };
    let time = match time.as_millis() {
        millis if millis < 1000 => format!("{millis} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    };
    format!("{} pages, {} files, {size}, {time}", totals.pages, totals.files)
}

/// A progress bar that shows only on a terminal, and only when the build takes long.
struct Bar {
    start: Instant,
    on_terminal: bool,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    const PATIENCE: Duration = Duration::from_millis(500);

    fn new(start: Instant) -> Self {
        Self { start, on_terminal: std::io::stderr().is_terminal(), bar: OnceLock::new() }
    }

    fn show(&self, done: usize) {
        // The clock is not asked for every page.
        if !self.on_terminal || done % 64 != 0 || self.start.elapsed() < Self::PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{spinner} {pos} pages").expect("a valid template");
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
