//! The commands and arguments with their help in a language, headings and all; and the manual made of it.

use std::io;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use super::help::{HELP, VALUES};
use super::language::{Language, Said};

const USAGE: Said = Said::new("Usage", "Käyttö", "Användning");
const COMMANDS: Said = Said::new("Commands", "Komennot", "Kommandon");
const ARGUMENTS: Said = Said::new("Arguments", "Mitä annetaan", "Argument");
const OPTIONS: Said = Said::new("Options", "Valitsimet", "Flaggor");
const DEFAULT: Said = Said::new("default", "oletus", "förval");
const POSSIBLE: Said = Said::new("one of", "jokin näistä", "någon av");

/// The command and all under it, described in a language.
pub(super) fn described(command: Command, language: Language) -> Command {
    let command = with_help(command);
    let name = command.get_name().to_owned();
    one(command, &name, language)
}

/// The command with the ways to its help and its version, in English still: what the library would add by
/// itself can be put into no other language.
fn with_help(command: Command) -> Command {
    let help = Command::new("help")
        .about("Show the help of the program or of a command")
        .arg(Arg::new("command").value_name("COMMAND").num_args(0..).help("The command whose help to show"));
    fn flags(command: Command) -> Command {
        let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command
            .disable_help_flag(true)
            .disable_version_flag(true)
            .arg(help.help("Show this help: `--help` says more than `-h`"))
            .arg(version.help("Show the version of the program"))
            .mut_subcommands(flags)
    }
    flags(command.disable_help_subcommand(true).subcommand(help))
}

/// A command that is written so: `leader-site build`.
fn one(command: Command, written: &str, language: Language) -> Command {
    let mut command =
        command.mut_args(|arg| argument(arg, language)).subcommand_help_heading(COMMANDS.told_in(language));
    let texts = [command.get_about(), command.get_long_about(), command.get_after_help()];
    let [about, long_about, after_help] = texts.map(|text| text.map(|text| paragraphs(text, language)));
    command = command.about(about.unwrap_or_default());
    if let Some(long_about) = long_about {
        command = command.long_about(long_about);
    }
    if let Some(after_help) = after_help {
        command = command.after_help(after_help);
    }
    let usage = usage(&command, written, language);
    let styles = command.get_styles().clone();
    let (heading, of) = (styles.get_usage(), USAGE.told_in(language));
    command
        .override_usage(usage)
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{heading}{of}:{heading:#} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .mut_subcommands(|below| {
            let written = format!("{written} {}", below.get_name());
            one(below, &written, language)
        })
}

/// How a command is written, with what it takes.
fn usage(command: &Command, written: &str, language: Language) -> String {
    let mut usage = format!("{written} [{}]", value("OPTIONS", language));
    for arg in command.get_positionals() {
        let (before, after) = if arg.is_required_set() { ("<", ">") } else { ("[", "]") };
        for name in arg.get_value_names().unwrap_or_default() {
            usage = format!("{usage} {before}{name}{after}");
        }
    }
    if command.has_subcommands() {
        usage = format!("{usage} <{}>", value("COMMAND", language));
    }
    usage
}

fn argument(arg: Arg, language: Language) -> Arg {
    let help = arg.get_help().map(|text| paragraphs(text, language)).unwrap_or_default();
    let long_help = arg.get_long_help().map(|text| paragraphs(text, language));
    let known: Vec<String> = match arg.is_hide_possible_values_set() {
        true => Vec::new(),
        false => arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
    };
    let usual: Vec<String> = match arg.get_id().as_str() {
        // Its words tell which folder that is.
        "site" => Vec::new(),
        _ => arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect(),
    };
    let names: Vec<String> =
        arg.get_value_names().unwrap_or_default().iter().map(|name| value(name, language)).collect();
    let also = also(&known, &usual, language);
    let mut arg = headed(arg, language).help(format!("{help}{also}"));
    if let Some(long_help) = long_help {
        arg = arg.long_help(format!("{long_help}{also}"));
    }
    if names.is_empty() { arg } else { arg.value_names(names) }
}

/// The argument under a heading in the language, and without what clap would add in English.
fn headed(arg: Arg, language: Language) -> Arg {
    let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
    let takes_values = arg.get_action().takes_values();
    arg.help_heading(heading.told_in(language))
        .hide_possible_values(takes_values)
        .hide_default_value(takes_values)
}

/// What can be given, and what holds if nothing is.
fn also(known: &[String], usual: &[String], language: Language) -> String {
    let list = |said: Said, values: &[String]| match values {
        [] => String::new(),
        values => format!(" [{}: {}]", said.told_in(language), values.join(", ")),
    };
    // `true` and `false` are not written by anybody.
    let usual = if usual == ["false"] { &[] } else { usual };
    let known = if known == ["true", "false"] { &[] } else { known };
    format!("{}{}", list(POSSIBLE, known), list(DEFAULT, usual))
}

/// The option for a question of the rules, whose words those have.
pub(super) fn question(option: Arg, label: &str, answers: &[String], language: Language) -> Arg {
    let also = also(answers, &[], language);
    headed(option, language).value_name(value("ANSWER", language)).help(format!("{label}{also}"))
}

/// What stands for a value, in the language.
fn value(name: &str, language: Language) -> String {
    let known = VALUES.iter().find(|said| said.en == name);
    known.map_or_else(|| name.to_owned(), |said| said.told_in(language).to_owned())
}

/// A text of the help, paragraph by paragraph.
fn paragraphs(text: &StyledStr, language: Language) -> String {
    let text = text.to_string();
    let told = text.split("\n\n").map(|paragraph| match said(paragraph) {
        Some(said) => said.told_in(language),
        None => paragraph,
    });
    told.collect::<Vec<_>>().join("\n\n")
}

/// A paragraph in all languages. Clap takes the full stop from the first of some texts.
fn said(paragraph: &str) -> Option<&'static Said> {
    let bare = paragraph.trim_end_matches('.');
    HELP.iter().find(|said| said.en == paragraph || said.en.trim_end_matches('.') == bare)
}

/// The completions for a shell.
pub fn completions(shell: Shell, mut command: Command, language: Language) -> Vec<u8> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    if shell != Shell::Zsh || language == Language::English {
        return script;
    }
    // This shell shows what kind of words it offers: `'leader-site commands' commands`.
    let kind = format!(" {}' commands ", COMMANDS.told_in(language).to_lowercase());
    String::from_utf8_lossy(&script).replace(" commands' commands ", &kind).into_bytes()
}

/// The manual: a page for the program and, with `all`, one for each command; each with the name of its file.
pub fn manual(mut command: Command, language: Language, all: bool) -> io::Result<Vec<(String, Vec<u8>)>> {
    command.build();
    let below = command.get_subcommands().filter(|below| all && below.get_name() != "help").cloned();
    let below: Vec<Command> = below.collect();
    let mut pages = Vec::new();
    for command in std::iter::once(command).chain(below) {
        let man = Man::new(command.clone());
        pages.push((man.get_filename(), page(&man, &command, language)?));
    }
    Ok(pages)
}

fn page(man: &Man, command: &Command, language: Language) -> io::Result<Vec<u8>> {
    let heading = |en, fi, sv| Said::new(en, fi, sv).told_in(language);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    let mut section = |heading: &str, text: Vec<u8>, as_written: bool| {
        let text = String::from_utf8_lossy(&text).into_owned();
        // What stands before the first heading stands at the top of the page already.
        let Some(body) = text.find(".SH ").and_then(|at| text[at..].split_once('\n')).map(|(_, body)| body)
        else {
            return;
        };
        let body = if as_written { format!(".nf\n{body}.fi\n") } else { body.to_owned() };
        page.extend_from_slice(format!(".SH {heading}\n{body}").as_bytes());
    };
    let mut text = Vec::new();
    man.render_name_section(&mut text)?;
    section(heading("NAME", "NIMI", "NAMN"), std::mem::take(&mut text), false);
    man.render_synopsis_section(&mut text)?;
    section(heading("SYNOPSIS", "KÄYTTÖ", "ANVÄNDNING"), std::mem::take(&mut text), false);
    man.render_description_section(&mut text)?;
    section(heading("DESCRIPTION", "KUVAUS", "BESKRIVNING"), std::mem::take(&mut text), false);
    // These have headings of their own already.
    man.render_options_section(&mut text)?;
    let options = String::from_utf8_lossy(&text).into_owned();
    let mut rest = options.split(".SH ");
    rest.next();
    for part in rest {
        let (heading, _) = part.split_once('\n').unwrap_or((part, ""));
        section(heading, format!(".SH {part}").into_bytes(), false);
    }
    text.clear();
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
        section(heading("COMMANDS", "KOMENNOT", "KOMMANDON"), std::mem::take(&mut text), false);
    }
    if command.get_after_help().is_some() {
        man.render_extra_section(&mut text)?;
        section(heading("EXAMPLES", "ESIMERKKEJÄ", "EXEMPEL"), std::mem::take(&mut text), true);
    }
    if command.get_version().is_some() {
        man.render_version_section(&mut text)?;
        section("VERSION", std::mem::take(&mut text), false);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::{Cli, command};

    fn each(command: &Command, look: &mut dyn FnMut(&Command)) {
        look(command);
        for below in command.get_subcommands() {
            each(below, look);
        }
    }

    /// Every paragraph and every name of a value, as the arguments have them in English.
    fn english() -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut texts, mut values) = (BTreeSet::new(), BTreeSet::new());
        let mut look = |command: &Command| {
            let of_command = [command.get_about(), command.get_long_about(), command.get_after_help()];
            let of_args = command.get_arguments().flat_map(|arg| [arg.get_help(), arg.get_long_help()]);
            for text in of_command.into_iter().chain(of_args).flatten() {
                texts.extend(text.to_string().split("\n\n").map(str::to_owned));
            }
            let takes = command.get_arguments().filter(|arg| arg.get_action().takes_values());
            let names = takes.flat_map(|arg| arg.get_value_names().unwrap_or_default());
            values.extend(names.map(|name| name.to_string()));
        };
        each(&with_help(Cli::command()), &mut look);
        (texts, values)
    }

    #[test]
    fn every_word_of_the_help_is_told_in_every_language() {
        let (texts, values) = english();
        assert!(texts.len() > 80, "{}", texts.len());
        let missing: Vec<&String> =
            texts.iter().filter(|text| !text.is_empty() && said(text).is_none()).collect();
        assert!(missing.is_empty(), "no translation of {missing:#?}");
        let used = |said: &Said| {
            texts.iter().any(|text| text.trim_end_matches('.') == said.en.trim_end_matches('.'))
        };
        let unused: Vec<&str> = HELP.iter().filter(|said| !used(said)).map(|said| said.en).collect();
        assert!(unused.is_empty(), "no argument says {unused:#?}");
        for name in &values {
            assert!(VALUES.iter().any(|said| said.en == name), "no translation of {name}");
        }
    }

    #[test]
    fn the_languages_say_the_same() {
        // Commands, options and files are called the same in every language.
        let fixed = |text: &str| -> Vec<String> {
            let words = text.split(|c: char| c.is_whitespace() || "()[],;:\"".contains(c));
            let words = words.map(|word| word.trim_matches(|c: char| ".`".contains(c)));
            let mut words: Vec<String> = words
                .filter(|word| {
                    (word.starts_with("--") && !word.starts_with("---"))
                        || word.starts_with("content/") && !word.contains("sivu")
                })
                .map(str::to_owned)
                .collect();
            words.sort();
            words.dedup();
            words
        };
        let ours = |text: &str| text.matches("leader-site").count();
        for said in HELP {
            for other in [said.fi, said.sv] {
                assert_eq!(ours(said.en), ours(other), "{other}");
                if !said.en.contains("content/fi/sivu.md") {
                    assert_eq!(fixed(said.en), fixed(other), "{other}");
                }
            }
        }
    }

    /// Words that make a sentence English, none of which is a word of the other languages or of a command.
    const ENGLISH: [&str; 26] = [
        "the",
        "of",
        "and",
        "with",
        "that",
        "which",
        "this",
        "is",
        "are",
        "was",
        "from",
        "will",
        "can",
        "not",
        "by",
        "Usage",
        "Options",
        "Commands",
        "Arguments",
        "Print",
        "usage",
        "default",
        "possible",
        "values",
        "more",
        "see",
    ];

    #[test]
    fn no_help_and_no_manual_is_english_where_another_language_was_asked_for() {
        for language in [Language::Finnish, Language::Swedish] {
            let mut all = Vec::new();
            let mut command = command(&[], language);
            command.build();
            let mut look = |command: &Command| {
                let mut command = command.clone();
                all.push(command.render_help().to_string());
                all.push(command.render_long_help().to_string());
            };
            each(&command, &mut look);
            let pages = manual(command, language, true).expect("it is written into memory");
            let shells = [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh];
            for shell in shells {
                let script = completions(shell, crate::cli::command(&[], language), language);
                // Scripts are code; what they show stands between quotation marks.
                let script = String::from_utf8(script).expect("text");
                assert!(!script.contains(" commands' commands "), "{script}");
                assert!(!script.contains("Show the site"), "{script}");
            }
            all.extend(pages.into_iter().map(|(_, page)| String::from_utf8(page).expect("text")));
            for text in all {
                let words = text
                    .split(|c: char| !c.is_alphanumeric() && !"_-".contains(c))
                    .filter(|word| ENGLISH.contains(word));
                assert_eq!(words.collect::<Vec<_>>(), Vec::<&str>::new(), "{text}");
            }
        }
    }

    #[test]
    fn the_parser_takes_the_same_whatever_the_language() {
        let options = |language| {
            let mut all = Vec::new();
            let mut look = |command: &Command| {
                let names =
                    command.get_arguments().map(|arg| format!("{} {:?}", arg.get_id(), arg.get_long()));
                all.push(format!("{} {:?}", command.get_name(), names.collect::<Vec<_>>()));
            };
            each(&command(&[], language), &mut look);
            all
        };
        assert_eq!(options(Language::English), options(Language::Finnish));
        assert_eq!(options(Language::English), options(Language::Swedish));
        command(&[], Language::Finnish).debug_assert();
        let _ = Cli::command();
    }
}
