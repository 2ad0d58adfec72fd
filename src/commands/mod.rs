//! What each command does with what the library gives: words for the terminal, and an exit code.

pub mod build;
pub mod calculate;
pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod fits;
pub mod init;
pub mod new;
pub mod output;
pub mod schema;
pub mod serve;
pub mod upcoming;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use leader_site::cli::{self, Ended, Language, Usual, Which};
use leader_site::diag::{Diagnostics, Look, Severity, Tongue, Words, mistakes, say};
use leader_site::model::locale::finnish_time;
use leader_site::read;
use leader_site::serve::EDITOR;
use leader_site::source::Project;
use leader_site::{Answer, Failure};

use output::{Printer, tell};

/// All is well.
pub const DONE: u8 = 0;
/// The content has mistakes.
pub const MISTAKES: u8 = 1;
/// The command is not understood.
pub const NOT_UNDERSTOOD: u8 = 2;
/// The output could not be written.
pub const NOT_WRITTEN: u8 = 3;
/// What was compared is not the same, and the exit code was to say so.
pub const DIFFERENT: u8 = 4;

/// How this run speaks to the person who started it.
#[derive(Debug)]
pub struct Shell {
    /// The language of messages.
    pub tongue: Tongue,
    /// The language of help, and of what is said of arguments.
    pub language: Language,
    /// The language that was asked for by name.
    pub lang: Option<String>,
    /// Where answers go.
    pub out: Printer,
}

impl Shell {
    pub fn new(lang: Option<&str>, language: Language) -> Self {
        let tongue = match lang {
            Some(code) if speaks(code) => Tongue::of(code),
            // Results and sites can be in languages that messages are not in.
            _ => cli::system_locales()
                .find(|locale| speaks(locale))
                .map_or(Tongue::English, |locale| Tongue::of(&locale)),
        };
        Self { tongue, language, lang: lang.map(str::to_owned), out: Printer::default() }
    }

    /// Says something about the run itself, apart from what was asked for.
    pub fn say(&self, words: &Words) {
        tell(&format!("{}\n", words.told_in(self.tongue)));
    }

    /// Gives the answer to what was asked: as JSON, or in words folded to the width of the terminal.
    pub fn answer(&self, answer: &Answer, json: bool) {
        if json {
            self.out.print_bytes(format!("{:#}\n", answer.json).as_bytes());
        } else {
            let width = terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0.into());
            self.out.print(&answer.sheet.render(self.tongue, width, Look::Coloured));
        }
    }

    /// Prints the messages; the stream takes the colours out where they are not wanted.
    pub fn show(&self, diags: &Diagnostics) {
        if !diags.is_empty() {
            tell(&diags.render(Look::Coloured, self.tongue));
        }
    }

    /// Tells how a run failed whose messages were shown, and gives its exit code.
    pub fn fail(&self, failure: &Failure, diags: &Diagnostics) -> u8 {
        match failure {
            Failure::Mistakes => {
                let mistakes = mistakes(diags.count(Severity::Error));
                self.say(
                    &say!("{mistakes}; nothing was written", "{mistakes}; mitään ei kirjoitettu"; mistakes),
                );
                MISTAKES
            }
            Failure::Disk(error) => {
                let error = error.words();
                self.say(&say!("error: {error}", "virhe: {error}"; error));
                NOT_WRITTEN
            }
        }
    }
}

/// What holds where the arguments say nothing: the site that the person is in, and their editor.
pub fn usual() -> Usual {
    let here = std::env::current_dir().ok();
    let site = here.and_then(|here| read::nearest_site(&here, std::env::home_dir().as_deref()));
    let editor = std::env::var_os(EDITOR).filter(|editor| !editor.is_empty());
    Usual { site: site.unwrap_or_else(|| PathBuf::from(".")), editor }
}

/// Says what the arguments have led to, and gives the exit code.
pub fn end(ended: &Ended, language: Language) -> u8 {
    if ended.code != DONE {
        tell(&ended.text);
        return ended.code;
    }
    let shell = Shell::new(Some(language.code()), language);
    shell.out.print(&ended.text);
    shell.out.finish(DONE, &shell)
}

fn speaks(code: &str) -> bool {
    let language = code.split(['-', '_', '.']).next().unwrap_or_default();
    language.eq_ignore_ascii_case(Tongue::of(code).code())
}

/// Today where the associations are.
pub fn today() -> Date {
    Timestamp::now().to_zoned(finnish_time().clone()).date()
}

pub fn project(which: &Which) -> Project {
    Project {
        root: which.site.clone(),
        date: which.date.unwrap_or_else(today),
        base_url: which.base_url.clone(),
        drafts: which.drafts,
    }
}

/// The rules of a site on a day, for questions that no draft and no address has to do with.
pub fn of_rules(site: &Path, date: Option<Date>) -> Project {
    Project { root: site.to_owned(), date: date.unwrap_or_else(today), base_url: None, drafts: false }
}
