//! The arguments of the program, as types.

mod described;
mod help;
mod language;
mod mistakes;
pub mod slips;

use std::ffi::OsStr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, ArgMatches, Args, CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::Question;
use crate::alternatives::Question as Solved;
use crate::check::shape::FILES;
use crate::finder::is_option;
use crate::serve::Editor;
pub use described::{completions, manual};
pub use language::{Language, Said, system_locales};
pub use mistakes::{Ended, Usual, parse};

/// Makes the website of a Leader association: its pages, and a budget calculator that follows the
/// same rules.
#[derive(Debug, Parser)]
#[command(
    name = "leader-site",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "To have Tab fill in commands and options: leader-site completions --help\n\
                  To read the manual with man: leader-site man --help"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// The language: fi, sv or en. Help and results speak all three, messages about content Finnish and
    /// English [default: that of the system]
    #[arg(long, value_name = "CODE", global = true, value_parser = slips::language)]
    pub lang: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site into a folder that a web server can publish
    ///
    /// Reads content/ and themes/ in the folder of the site. The old output is replaced only when
    /// the new one is whole; if anything is wrong, every mistake is shown and the old output stays.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Show the site in a browser while it is being written
    ///
    /// Builds the site into memory and shows it at an address of this computer that nobody else can
    /// reach. After each save the open page shows the change by itself; what is typed into the
    /// calculator and the place on the page stay. A mistake is told on the page and here, and the page
    /// keeps its last good version until the mistake is mended. Nothing is written to the disk.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Look for mistakes without writing anything
    ///
    /// Checks everything that `build` checks: front matter, texts, links, pictures, templates, rules. If
    /// all of that is right, it also tells what could be better: links to other sites that no longer
    /// work, pages that nobody finds, descriptions, sentences that are hard to read, pictures too large
    /// for the web, old sources, missing translations, and parts that nothing uses.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Calculate the support for a budget
    ///
    /// Reads a budget in YAML and tells the result: each step with its numbers, what limits the
    /// support, which conditions fail and what to do instead, and the attachments that are needed.
    /// A file that ends in .jsonl has one budget a line; each gives one result a line, in order.
    #[command(after_help = CALCULATE_EXAMPLES)]
    Calculate(Calculate),
    /// Find out which funding fits
    ///
    /// Takes answers to the questions that the rules ask, such as who applies and what for, and roughly what
    /// it costs. Tells for each funding type whether it fits, why it does not, or that it is best to ask the
    /// office. What is left out is not known yet; the answer then shows what can be told. The same conditions
    /// decide as in `calculate`.
    #[command(after_help = FITS_EXAMPLES)]
    Fits(Fits),
    /// Explain a value, rule, condition or example, or tell which file a page comes from
    ///
    /// Of a part of the rules: its values over time, its source, its formula, where it is used, in which
    /// examples it takes part, and which pages show it. Of an address or a file of the site: the files it is
    /// made from, with their lines, and the other addresses that lead there. Without WHAT: lists everything
    /// in the rules.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Compare the rules on two days, or two sets of rules, and see what changes
    ///
    /// Tells which values change and from when, whether another authority decides, which rules, conditions
    /// and texts come, go or are written otherwise, what that does to every published example, and which
    /// projects can be funded before and after.
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
    /// See what appears, expires or changes in the months ahead
    ///
    /// Lists by day the pages that appear or go, the values that change or end, the change of the
    /// authority, and the sources that nobody has read for a year; then the drafts, which have no day.
    #[command(after_help = UPCOMING_EXAMPLES)]
    Upcoming(Upcoming),
    /// Make a page or a news item, its front matter filled in
    ///
    /// In a folder whose pages go by date it is a news item of today. A path that ends in `/` makes the
    /// page of a folder. The page is a draft until the line `draft: true` is taken away.
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Begin a site for another association
    ///
    /// Writes a complete small site with a calculator into a new folder: pages to fill in, the theme
    /// and the rules. What is not given as an option is asked for on a terminal. `--lang` chooses the
    /// language of the site, too.
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Give JSON Schemas, with which editors complete keys and explain them
    ///
    /// Without NAME and --out: tells which schemas there are. What a schema says of a key is in
    /// Finnish, or in English with `--lang en`.
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(Schema),
    /// Give completions for a shell: pressing Tab fills in commands and options
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Give the manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man(Manual),
}

const BUILD_EXAMPLES: &str = "\
Examples:
  leader-site build
  leader-site build --out /srv/www/leader --base-url https://example.org/leader/
  leader-site build --date 2027-01-01 --drafts     what the site will be like on New Year's Day

Ends with 0 if all is well, 1 if the content has mistakes, 2 if the command is not understood,
3 if the output could not be written.";

const SERVE_EXAMPLES: &str = "\
Examples:
  leader-site serve --open
  leader-site serve --drafts --date 2027-01-01     with drafts, as on New Year's Day
  leader-site serve --port 8080

Ctrl-C ends it.";

const CHECK_EXAMPLES: &str = "\
Examples:
  leader-site check
  leader-site check --offline --strict       before a build that nobody watches
  leader-site check --json > messages.json
  leader-site check --fix --dry-run          what could be written right by itself

Other sites are asked politely: one question at a time to each, with pauses. Their answers are kept
in .leader-site/ for a week, so that the next run is quick.

Ends with 0 if there are no mistakes (warnings are allowed, unless --strict is given), 1 if there are,
2 if the command is not understood.";
const NEW_EXAMPLES: &str = "\
Examples:
  leader-site new rahoitus/uusi-tuki
  leader-site new ajankohtaista/syyshaku --title \"Syksyn haku on auki\"
  leader-site new tapahtumat/               the page of a new folder

A pattern of your own goes before that of the program: patterns/page.md, patterns/news.md or
patterns/section.md in the site or its theme, or with a language: patterns/news.sv.md.

Ends with 0 if the page was made, 1 if content/site.yaml has mistakes, 2 if there is such a page
already or the path is not understood, 3 if the file could not be written.";

const INIT_EXAMPLES: &str = "\
Examples:
  leader-site init oma-sivusto
  leader-site init sivut --lang sv --name \"Leader Öst rf\" --municipality Larsmo,Pedersöre --yes

Ends with 0 if the site was written, 2 if something is missing, 3 if the folder is not empty or
could not be written.";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  leader-site schema                       which schemas there are
  leader-site schema parameters            one of them
  leader-site schema --out .schemas         all of them, as files

The first line of a YAML file leads editors to its schema:
  # yaml-language-server: $schema=../../.schemas/parameters.json";

const COMPLETIONS_EXAMPLES: &str = "\
To install:
  bash   leader-site completions bash > ~/.local/share/bash-completion/completions/leader-site
  zsh    leader-site completions zsh > \"${fpath[1]}/_leader-site\"
  fish   leader-site completions fish > ~/.config/fish/completions/leader-site.fish

In the folder of a site they know the questions and answers of its rules, for `fits`.";

const MAN_EXAMPLES: &str = "\
To install:
  leader-site man --out ~/.local/share/man/man1
Then `man leader-site` shows it, and `man leader-site-build` that of a command.";

const CALCULATE_EXAMPLES: &str = "\
A budget:
  funding_type: small_development      development, investment, small_development, small_investment
  costs:
    - {category: services, amount: 4 200 €, what: Pelimannit}
    - {category: other, amount: \"1 800,00\"}
  volunteer_hours: 50 h
Other fields: cost_model, support_rate, machine_hours, other_public, as_of and more; a field that is
left out is not known yet, and the result says what it still needs.

Examples:
  leader-site calculate budget.yaml
  leader-site calculate --json budget.yaml
  leader-site calculate budgets.jsonl > results.jsonl
  leader-site calculate --compare --solve hours budget.yaml
  leader-site calculate --document arvio.xlsx --document arvio.html --lang fi budget.yaml

Ends with 0 if the budget could be calculated, 1 if it or the rules have mistakes, 2 if the command
is not understood, 3 if a document could not be written. In a .jsonl file a line that cannot be read
gives {\"error\": …} in its place.";

const FITS_EXAMPLES: &str = "\
Examples:
  leader-site fits                              the questions, with the answers that there are
  leader-site fits --answer applicant=association --answer purpose=building --size 12000
  leader-site fits --applicant municipality --purpose training --json

Each question of the rules is an option of its own, too: --help shows those of the rules in this folder,
or in that of --site. The answers and what follows from them are rule data: `choice` in
content/rules/funding.yaml, and the first conditions in content/rules/calculation.yaml. To see one:
leader-site explain applicant

Ends with 0 whether or not anything fits, 1 if there is no such question or answer or the rules have
mistakes, 2 if the command is not understood.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  leader-site explain                        everything that there is, by its id
  leader-site explain small_total_max        a value: from when, who uses it, which pages show it
  leader-site explain support --lang fi      a rule, in Finnish
  leader-site explain example.ski_track      the kind in front, where several things have one id
  leader-site explain \"Talkootunnin arvo\"    by its name, in any language of the site
  leader-site explain /rahoitus/             which file this page comes from
  leader-site explain volunteer_hour --date 2027-01-01

Ends with 0 if there was something to explain, 1 if nothing has that name or the rules have mistakes,
2 if the command is not understood. Mistakes on pages do not matter here.";

const DIFF_EXAMPLES: &str = "\
Examples:
  leader-site diff --to 2027-01-01                       what changes by New Year's Day
  leader-site diff --from 2026-01-01 --to 2027-01-01
  leader-site diff ../published                          a copy of the site with the one here
  leader-site diff old/content/rules new/content/rules   two sets of rules, both today
  leader-site diff old new --from 2026-06-01 --to 2027-01-01

Ends with 0 whether or not anything changes, with --exit-code 4 if something does; 1 if the rules have
mistakes, 2 if the command is not understood.";

const UPCOMING_EXAMPLES: &str = "\
Examples:
  leader-site upcoming
  leader-site upcoming --months 12
  leader-site upcoming --date 2026-12-01 --months 1      December, as seen on its first day
  leader-site upcoming --json

Ends with 0, with 1 if settings, rules or the lines between `---` have mistakes, with 2 if the command
is not understood.";

/// Which site, as it is on which day.
#[derive(Debug, Args)]
pub struct Which {
    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// The day that decides what is published and which values are in force [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub date: Option<Date>,

    /// Show pages with `draft: true` too
    #[arg(long)]
    pub drafts: bool,

    /// Where the site will be published, if elsewhere than content/site.yaml says
    #[arg(long, value_name = "URL", value_parser = slips::base_url)]
    pub base_url: Option<String>,
}

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub which: Which,

    /// The folder to write: a new one, or one that this program wrote. What others put there stays
    /// [default: public/ in the site]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub which: Which,

    /// The port to serve at; if it is taken, the next one that is free
    #[arg(long, value_name = "N", default_value_t = crate::serve::PORT, value_parser = slips::port)]
    pub port: u16,

    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,

    /// What opens a file that the preview names: vscode, vscodium, none, or an address with {file}, {line} and
    /// {column} in it
    #[arg(long, value_name = "EDITOR", default_value = "vscode", value_parser = slips::editor)]
    pub editor: Editor,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub which: Which,

    /// Leave links to other sites alone: do not ask the network
    #[arg(long)]
    pub offline: bool,

    /// Take warnings for mistakes: end with 1 if there are any. Links that could not be checked do
    /// not count
    #[arg(long)]
    pub strict: bool,

    /// Show every warning, also where there are many of one kind
    #[arg(long)]
    pub all: bool,

    /// Write right what was certainly meant, such as bullets of a word processor, and show what was
    /// changed; then check
    #[arg(long, conflicts_with = "translations")]
    pub fix: bool,

    /// With --fix: only show what would be changed
    #[arg(long, requires = "fix")]
    pub dry_run: bool,

    /// Show in a table what is missing or out of date in each language, and nothing else
    #[arg(long)]
    pub translations: bool,

    /// Give the messages, or the table, as JSON, for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct New {
    /// The page: `rahoitus/uusi-sivu`, `ajankohtaista/Syksyn haku on auki` or `content/fi/sivu.md`
    #[arg(value_name = "PATH")]
    pub path: String,

    /// Its title [default: made of the name]
    #[arg(long, value_name = "TITLE")]
    pub title: Option<String>,

    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// The date of a news item [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub date: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Init {
    /// The folder of the new site: a new or an empty one
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// The name of the association
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,

    /// A municipality of its area; can be repeated, or several with commas between
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub municipality: Vec<String>,

    /// The e-mail address of its office [default: one to fill in]
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,

    /// Where the site will be published [default: `https://example.org/`]
    #[arg(long, value_name = "URL", value_parser = slips::base_url)]
    pub base_url: Option<String>,

    /// Ask nothing: what is left out gets its default
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// Which one: page, site, theme, parameters, funding, calculation and so on
    #[arg(value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(FILES.map(|file| file.name)))]
    pub name: Option<String>,

    /// The folder to write NAME.json to; without NAME all of them
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct Manual {
    /// The folder to write a page for the program and one for each command to
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Calculate {
    /// The budget: a .yaml or .json file, or .jsonl with one budget a line; `-` reads YAML from
    /// standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Give the result as JSON, for programs
    #[arg(long)]
    pub json: bool,

    /// Compare all funding types and cost models with the same rows
    #[arg(long)]
    pub compare: bool,

    /// Answer a question backwards: `hours` (how many volunteer hours until no own money is needed),
    /// `useful-hours` (from which more bring nothing), `costs=6000` (what a row must cost for that
    /// support), `project=2500` (what it may cost with that own money)
    #[arg(long, value_name = "QUESTION", value_parser = slips::question)]
    pub solve: Option<Solved>,

    /// Write the cost estimate, volunteer work and financing plan as a document to attach: FILE.xlsx with
    /// live formulas, FILE.csv with the rows for copying, FILE.html for printing; can be repeated
    #[arg(long, value_name = "FILE", value_parser = slips::document)]
    pub document: Vec<PathBuf>,

    /// The row whose cost the question is about, counted from 1 [default: the last one]
    #[arg(long, value_name = "NUMBER", requires = "solve", value_parser = slips::row)]
    pub row: Option<NonZeroUsize>,

    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// The day whose rules are meant, where the budget has no `as_of` [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub date: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Fits {
    /// The answer to a question of the rules by its id or its name, such as `applicant=association`; can be
    /// repeated
    #[arg(long, value_name = "QUESTION=ANSWER", value_parser = AnswerParser::default(), hide_possible_values = true)]
    pub answer: Vec<(String, String)>,

    /// Roughly what all of it costs, in euros
    #[arg(long, value_name = "AMOUNT", value_parser = slips::size)]
    pub size: Option<Decimal>,

    /// Give the answer as JSON, for programs
    #[arg(long)]
    pub json: bool,

    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// The day whose rules are meant [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub date: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// What to explain: the id or the name of a value, rule, limit, condition, example, funding type, cost
    /// model, cost category, input, attachment, note, assumption or source; an address of the site or of the
    /// preview; or a file
    #[arg(value_name = "WHAT")]
    pub id: Option<String>,

    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// The day whose values are in force [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub date: Option<Date>,

    /// Give the answer as JSON, for programs
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// Folders to compare: of a site, or of rules; with one, that and the site are compared
    #[arg(value_names = ["OLD", "NEW"], num_args = 0..=2)]
    pub folders: Vec<PathBuf>,

    /// The day before the change [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub from: Option<Date>,

    /// The day after it [default: the same day]
    #[arg(
        long,
        value_name = "YYYY-MM-DD",
        value_parser = slips::date,
        required_unless_present_any = ["from", "folders"]
    )]
    pub to: Option<Date>,

    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// Give the answer as JSON, for programs
    #[arg(long)]
    pub json: bool,

    /// End with 4 if something is different
    #[arg(long)]
    pub exit_code: bool,
}

#[derive(Debug, Args)]
pub struct Upcoming {
    /// How many months ahead to look
    #[arg(long, value_name = "N", default_value_t = 6, value_parser = slips::months)]
    pub months: u32,

    /// The day to look ahead from [default: today in Finland]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = slips::date)]
    pub date: Option<Date>,

    /// The folder of the site [default: the one you are in, or the nearest one above it that holds a site]
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,

    /// Give the answer as JSON, for programs
    #[arg(long)]
    pub json: bool,
}

/// The arguments of the program, described in a language. `fits` has an option for each of these questions.
pub fn command(questions: &[Question], language: Language) -> clap::Command {
    let known: Vec<String> = questions
        .iter()
        .flat_map(|question| question.answers.iter().map(move |answer| format!("{}={answer}", question.id)))
        .collect();
    let command = described::described(Cli::command(), language);
    command.mut_subcommand("fits", |fits| {
        let fits = fits.mut_arg("answer", |answer| answer.value_parser(AnswerParser { known }));
        questions.iter().filter(|question| is_option(&question.id)).fold(fits, |fits, question| {
            let option = Arg::new(question.id.clone())
                .long(question.id.clone())
                .value_parser(Suggested { known: question.answers.clone() })
                // In the order of the page, before those that every command has.
                .display_order(0);
            fits.arg(described::question(option, &question.label, &question.answers, language))
        })
    })
}

/// The answers that were given by the options of [`command`], in the order of the questions.
pub fn answers_by_option(matches: &ArgMatches, questions: &[Question]) -> Vec<(String, String)> {
    let Some(("fits", fits)) = matches.subcommand() else { return Vec::new() };
    let options = questions.iter().filter(|question| is_option(&question.id));
    options
        .filter_map(|question| Some((question.id.clone(), fits.get_one::<String>(&question.id)?.clone())))
        .collect()
}

/// Takes any text; the known ones are shown and completed. What is wrong with others is told in the
/// language of the person, once the rules are read.
#[derive(Debug, Clone)]
struct Suggested {
    known: Vec<String>,
}

impl TypedValueParser for Suggested {
    type Value = String;

    fn parse_ref(
        &self,
        _: &clap::Command,
        _: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        Ok(value.to_string_lossy().into_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.known.iter().map(PossibleValue::new)))
    }
}

/// Reads `applicant=association`; the known ones are completed.
#[derive(Debug, Clone, Default)]
struct AnswerParser {
    known: Vec<String>,
}

impl TypedValueParser for AnswerParser {
    type Value = (String, String);

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        slips::answer.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.known.iter().map(PossibleValue::new)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Arg, Cli, CommandFactory, is_option};

    #[test]
    fn no_question_takes_the_name_of_another_option() {
        let mut all = Cli::command();
        all.build();
        let fits = all.find_subcommand("fits").expect("there is the command");
        let taken: Vec<&str> =
            fits.get_arguments().filter_map(Arg::get_long).filter(|name| is_option(name)).collect();
        assert!(taken.is_empty(), "{taken:?}");
    }
}
