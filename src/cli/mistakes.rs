//! What is said where the arguments end the run: help that was asked for, or what is wrong with them and how
//! to write it. The parser tells what it met; the words are our own, in the language of the person.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Style};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Command, FromArgMatches};

use super::language::{Language, Said};
use super::slips::Slip;
use super::{Cli, command};
use crate::Question;
use crate::diag::nearest;

/// A run that the arguments end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// What is said, with colours.
    pub text: String,
    /// 0 where it was asked for; 2 where the arguments are not understood.
    pub code: u8,
}

/// What holds where the arguments say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Usual {
    /// The folder of the site.
    pub site: PathBuf,
    /// What opens files, as `--editor` takes it.
    pub editor: Option<OsString>,
}

impl Usual {
    fn put_into(&self, command: Command) -> Command {
        command.mut_subcommands(|command| {
            command.mut_args(|arg| match (arg.get_id().as_str(), &self.editor) {
                ("site", _) => arg.default_value(self.site.clone().into_os_string()),
                ("editor", Some(editor)) => arg.default_value(editor.clone()),
                _ => arg,
            })
        })
    }
}

/// Reads the arguments; the first is the name of the program.
pub fn parse(
    arguments: &[OsString],
    questions: &[Question],
    language: Language,
    usual: &Usual,
) -> Result<(Cli, ArgMatches), Ended> {
    let mut command = usual.put_into(command(questions, language));
    let read = command.try_get_matches_from_mut(arguments.iter().cloned());
    let matches = match read {
        Ok(matches) => matches,
        Err(error) => return Err(ended(&error, &command, arguments, language)),
    };
    if let Some(("help", asked)) = matches.subcommand() {
        let names = asked.get_many::<String>("command").into_iter().flatten();
        return Err(help(&command, names, language));
    }
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => Ok((cli, matches)),
        Err(error) => Err(ended(&error, &command, arguments, language)),
    }
}

/// The help of the program, or of the command with these names.
fn help<'n>(command: &Command, names: impl Iterator<Item = &'n String>, language: Language) -> Ended {
    let mut of = command.clone();
    for name in names {
        let Some(below) = of.find_subcommand(name).cloned() else {
            let (title, help) = no_command(name, &of, language);
            return Wrong { title, help }.ended(&of, language);
        };
        of = below;
    }
    Ended { text: of.render_long_help().ansi().to_string(), code: 0 }
}

/// What is wrong, and what to do.
struct Wrong {
    title: String,
    help: String,
}

impl Wrong {
    fn ended(&self, command: &Command, language: Language) -> Ended {
        let red = AnsiColor::Red.on_default().bold();
        let blue = AnsiColor::BrightCyan.on_default().bold();
        let bold = Style::new().bold();
        let word = |en, fi, sv| Said::new(en, fi, sv).told_in(language);
        let (error, how) = (word("error", "virhe", "fel"), word("help", "ohje", "hjälp"));
        let (usage, more) = (word("Usage", "Käyttö", "Användning"), word("More", "Lisää", "Mer"));
        let mut text = format!("{red}{error}{red:#}{bold}: {}{bold:#}\n", self.title);
        if !self.help.is_empty() {
            let _ = writeln!(text, "{blue}{how}{blue:#}: {}", self.help);
        }
        let of = command.get_overridden_usage().map(ToString::to_string).unwrap_or_default();
        let written = of.split(" [").next().unwrap_or_default();
        let _ = write!(text, "\n{usage}: {of}\n{more}: {written} --help\n");
        Ended { text, code: 2 }
    }
}

fn ended(error: &clap::Error, command: &Command, arguments: &[OsString], language: Language) -> Ended {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Ended { text: error.render().ansi().to_string(), code: 0 };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return Ended { text: error.render().ansi().to_string(), code: 2 };
        }
        _ => {}
    }
    let words: Vec<String> = arguments.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let of = of_words(command, &words);
    let (title, help) = wrong(error, command, of, &words, language);
    Wrong { title, help }.ended(of, language)
}

/// The command that the words name.
fn of_words<'c>(command: &'c Command, words: &[String]) -> &'c Command {
    let named = words.iter().enumerate().skip(1).filter(|(at, _)| words[at - 1] != "--lang");
    let named = named.map(|(_, word)| word.as_str()).find(|word| !word.starts_with('-'));
    named.and_then(|name| command.find_subcommand(name)).unwrap_or(command)
}

/// Everything that was told of an error, as texts.
fn told(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// What is wrong, and what to do.
fn wrong(
    error: &clap::Error,
    program: &Command,
    command: &Command,
    words: &[String],
    language: Language,
) -> (String, String) {
    let one = |kind| told(error, kind).into_iter().next().unwrap_or_default();
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    let say = |en, fi, sv, values: &[(&str, &str)]| Said::new(en, fi, sv).with(language, values);
    let of_argument: &[(&str, &str)] = &[("argument", &argument), ("value", &value)];
    match error.kind() {
        ErrorKind::InvalidSubcommand => no_command(&one(ContextKind::InvalidSubcommand), command, language),
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            no_option(&argument, program, command, language)
        }
        ErrorKind::UnknownArgument => {
            let title = say(
                "`{argument}` is one word too many",
                "sana `{argument}` on liikaa",
                "ordet `{argument}` är för mycket",
                of_argument,
            );
            let at = words.iter().position(|word| *word == argument);
            let before =
                at.and_then(|at| words.get(at.checked_sub(1)?)).filter(|word| !word.starts_with('-'));
            let help = match before {
                Some(before) if before != command.get_name() => say(
                    "put a name with spaces between quotation marks: `\"{before} {argument}\"`",
                    "laita nimi, jossa on välilyöntejä, lainausmerkkeihin: `\"{before} {argument}\"`",
                    "skriv ett namn med mellanslag inom citattecken: `\"{before} {argument}\"`",
                    &[("before", before), ("argument", &argument)],
                ),
                _ => say("leave it out", "jätä se pois", "lämna bort det", &[]),
            };
            (title, help)
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            let title = say(
                "`{argument}` lacks its value",
                "valitsimelta `{argument}` puuttuu arvo",
                "`{argument}` saknar värde",
                of_argument,
            );
            let known = told(error, ContextKind::ValidValue);
            let help = match known.as_slice() {
                [] => say(
                    "write `{argument}`, with your own in place of the capital letters",
                    "kirjoita `{argument}` ja isojen kirjainten tilalle oma tietosi",
                    "skriv `{argument}` med ditt eget i stället för de stora bokstäverna",
                    of_argument,
                ),
                known => one_of(known, language),
            };
            (title, help)
        }
        ErrorKind::InvalidValue => {
            let known = told(error, ContextKind::ValidValue);
            let near = told(error, ContextKind::SuggestedValue).into_iter().next();
            let near = near.or_else(|| nearest(&value, known.iter().map(String::as_str)).map(str::to_owned));
            let help = match near {
                Some(near) => {
                    format!("{} {}", did_you_mean(&near, language), sentence(&one_of(&known, language)))
                }
                None => one_of(&known, language),
            };
            (not_taken(of_argument, language), help)
        }
        ErrorKind::ValueValidation => {
            let slip = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Slip>());
            let help = slip.map_or_else(
                || {
                    let argument: &[(&str, &str)] = &[("argument", &argument)];
                    say(
                        "write it as {argument} says",
                        "kirjoita se niin kuin {argument} kertoo",
                        "skriv det så som {argument} säger",
                        argument,
                    )
                },
                |slip| slip.help(language),
            );
            (not_taken(of_argument, language), help)
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = told(error, ContextKind::InvalidArg).join(" ");
            let title = say(
                "`{missing}` is missing",
                "`{missing}` puuttuu",
                "`{missing}` saknas",
                &[("missing", &missing)],
            );
            let name = missing.split(' ').next().filter(|name| name.starts_with("--"));
            let example = EXAMPLES.iter().find(|(of, _)| *of == name.unwrap_or(command.get_name()));
            let example = example.map_or(missing.as_str(), |(_, example)| *example);
            let help = say(
                "add it, for example: `{example}`",
                "lisää se, esimerkiksi: `{example}`",
                "lägg till det, till exempel: `{example}`",
                &[("example", example)],
            );
            (title, help)
        }
        ErrorKind::ArgumentConflict => {
            let other = told(error, ContextKind::PriorArg).join(", ");
            if other.is_empty() || other == argument {
                let title = say(
                    "`{argument}` is given twice",
                    "`{argument}` on annettu kahdesti",
                    "`{argument}` ges två gånger",
                    of_argument,
                );
                (title, say("leave one of them out", "jätä toinen pois", "lämna bort den ena", &[]))
            } else {
                let both: &[(&str, &str)] = &[("argument", &argument), ("other", &other)];
                let title = say(
                    "`{argument}` and `{other}` cannot be given together",
                    "valitsimia `{argument}` ja `{other}` ei voi antaa yhdessä",
                    "`{argument}` och `{other}` kan inte ges tillsammans",
                    both,
                );
                (title, say("leave one of them out", "jätä toinen pois", "lämna bort den ena", &[]))
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            let title = if value.is_empty() {
                say(
                    "`{argument}` has a wrong number of values",
                    "valitsimella `{argument}` on väärä määrä arvoja",
                    "`{argument}` har fel antal värden",
                    of_argument,
                )
            } else {
                say(
                    "`{argument}` does not take `{value}`",
                    "`{argument}` ei ota arvoa `{value}`",
                    "`{argument}` tar inte värdet `{value}`",
                    of_argument,
                )
            };
            let help = match argument.contains('<') || argument.contains('[') {
                true => say("leave one out", "jätä yksi pois", "lämna bort ett", &[]),
                false => say(
                    "write just `{argument}`",
                    "kirjoita pelkkä `{argument}`",
                    "skriv bara `{argument}`",
                    of_argument,
                ),
            };
            (title, help)
        }
        ErrorKind::InvalidUtf8 => (
            say(
                "a word of the command is not text",
                "jokin komennon sana ei ole tekstiä",
                "ett ord i kommandot är inte text",
                &[],
            ),
            say(
                "write it with letters that can be read, or rename the file",
                "kirjoita se luettavilla kirjaimilla tai nimeä tiedosto uudelleen",
                "skriv det med läsbara bokstäver, eller byt namn på filen",
                &[],
            ),
        ),
        _ => (
            say("the command is not understood", "komentoa ei ymmärretä", "kommandot förstås inte", &[]),
            String::new(),
        ),
    }
}

fn not_taken(of_argument: &[(&str, &str)], language: Language) -> String {
    Said::new(
        "`{value}` will not do for `{argument}`",
        "`{value}` ei kelpaa kohtaan `{argument}`",
        "`{value}` duger inte för `{argument}`",
    )
    .with(language, of_argument)
}

fn did_you_mean(near: &str, language: Language) -> String {
    Said::new("did you mean `{near}`?", "tarkoititko `{near}`?", "menade du `{near}`?")
        .with(language, &[("near", near)])
}

fn one_of(known: &[String], language: Language) -> String {
    let known = known.join(", ");
    Said::new(
        "write one of these: {known}",
        "kirjoita jokin näistä: {known}",
        "skriv någon av dessa: {known}",
    )
    .with(language, &[("known", &known)])
}

/// With a capital letter, behind another sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn no_command(name: &str, command: &Command, language: Language) -> (String, String) {
    let values: &[(&str, &str)] = &[("name", name)];
    let title = Said::new(
        "there is no command `{name}`",
        "komentoa `{name}` ei ole",
        "kommandot `{name}` finns inte",
    )
    .with(language, values);
    let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let wanted = name.to_lowercase();
    let translated =
        IN_OTHER_WORDS.iter().find(|(_, words)| words.contains(&wanted.as_str())).map(|(name, _)| *name);
    let near = translated.or_else(|| nearest(&wanted, known.iter().copied()));
    let known = known.join(", ");
    let help = match near {
        Some(near) => did_you_mean(near, language),
        None => Said::new("the commands are: {known}", "komennot ovat: {known}", "kommandona är: {known}")
            .with(language, &[("known", &known)]),
    };
    (title, help)
}

/// What cannot be left out, as somebody would write it: by the option, or else by the command.
const EXAMPLES: [(&str, &str); 6] = [
    ("--to", "--to 2027-01-01"),
    ("--solve", "--solve hours"),
    ("new", "leader-site new rahoitus/uusi-sivu"),
    ("init", "leader-site init oma-sivusto"),
    ("calculate", "leader-site calculate budjetti.yaml"),
    ("completions", "leader-site completions bash"),
];

/// What people call the commands in their own languages.
const IN_OTHER_WORDS: [(&str, &[&str]); 13] = [
    ("build", &["rakenna", "koosta", "julkaise", "publish", "bygg", "bygga", "publicera"]),
    ("serve", &["näytä", "katso", "esikatsele", "esikatselu", "preview", "watch", "visa", "förhandsvisa"]),
    ("check", &["tarkista", "tarkasta", "tarkistus", "lint", "test", "kontrollera", "granska"]),
    ("calculate", &["laske", "laskuri", "räkna", "beräkna", "calc"]),
    ("fits", &["sopii", "sopiiko", "passar"]),
    ("explain", &["selitä", "selita", "förklara", "why", "miksi"]),
    ("diff", &["vertaa", "jämför", "compare"]),
    ("upcoming", &["tulossa", "tulevat", "kommande"]),
    ("new", &["uusi", "ny", "nytt", "lisää", "add", "create"]),
    ("init", &["aloita", "perusta", "börja", "start"]),
    ("schema", &["skeema", "skeemat", "schemat"]),
    ("man", &["käsikirja", "manuaali", "manual"]),
    ("help", &["ohje", "ohjeet", "apua", "hjälp"]),
];

fn no_option(argument: &str, program: &Command, command: &Command, language: Language) -> (String, String) {
    let title = Said::new(
        "there is no option `{argument}`",
        "valitsinta `{argument}` ei ole",
        "flaggan `{argument}` finns inte",
    )
    .with(language, &[("argument", argument)]);
    let bare = argument.split('=').next().unwrap_or(argument);
    let has = |command: &Command| {
        bare.strip_prefix("--")
            .is_some_and(|name| command.get_arguments().any(|arg| arg.get_long() == Some(name)))
    };
    let longs: Vec<String> =
        command.get_arguments().filter_map(|arg| arg.get_long()).map(|name| format!("--{name}")).collect();
    let others: Vec<&str> =
        program.get_subcommands().filter(|other| has(other)).map(Command::get_name).collect();
    let help = match others.as_slice() {
        _ if let Some(near) = nearest(bare, longs.iter().map(String::as_str)) => did_you_mean(near, language),
        [] => {
            let known = longs.join(", ");
            Said::new("the options are: {known}", "valitsimet ovat: {known}", "flaggorna är: {known}")
                .with(language, &[("known", &known)])
        }
        [other] => {
            let values: &[(&str, &str)] = &[("other", other), ("argument", bare)];
            Said::new(
                "it belongs to another command, and stands behind its name: `leader-site {other} {argument}`",
                "se kuuluu toiselle komennolle ja kirjoitetaan sen nimen perään: `leader-site {other} {argument}`",
                "den hör till ett annat kommando och skrivs efter dess namn: `leader-site {other} {argument}`",
            )
            .with(language, values)
        }
        others => {
            let others = others.join(", ");
            let values: &[(&str, &str)] = &[("others", &others), ("argument", bare)];
            Said::new(
                "write `{argument}` behind the name of a command that has it: {others}",
                "kirjoita `{argument}` sellaisen komennon nimen perään, jolla se on: {others}",
                "skriv `{argument}` efter namnet på ett kommando som har den: {others}",
            )
            .with(language, values)
        }
    };
    (title, help)
}
