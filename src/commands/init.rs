//! `init`: a site for another association.

use std::io::IsTerminal;

use dialoguer::{Input, Select};
use leader_site::cli::{Init, Language};
use leader_site::diag::{Words, say, why_not_written_to};
use leader_site::model::reachable::{is_email, meant_email};
use leader_site::starter::{self, Association, NO_BASE_URL, NO_EMAIL, Refused};

use super::{DONE, NOT_UNDERSTOOD, NOT_WRITTEN, Shell, today};

/// Writes a complete small site into a new folder.
pub fn run(arguments: &Init, shell: &Shell) -> u8 {
    // Nobody answers in a script, nor where the questions go into a file.
    let can_ask = !arguments.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let association = match association(arguments, can_ask, shell) {
        Ok(association) => association,
        Err(words) => {
            shell.say(&say!("error: {words}", "virhe: {words}"; words));
            return NOT_UNDERSTOOD;
        }
    };
    let files = starter::files(&association, today());
    let folder = arguments.folder.display();
    match starter::write(&arguments.folder, &files) {
        Ok(()) => {
            let count = files.len();
            shell.say(&say!(
                "{folder}: a site of {count} files.\nSee it with `leader-site serve --site {folder}`, and read {folder}/README.md: it says what to change first.",
                "{folder}: sivusto, jossa on {count} tiedostoa.\nKatso sitä komennolla `leader-site serve --site {folder}` ja lue {folder}/README.md: siinä kerrotaan, mitä muutat ensin."
            ));
            DONE
        }
        Err(refused) => {
            shell.say(&match refused {
                Refused::NotEmpty => say!(
                    "error: `{folder}` is not empty, and is left as it is: name a new folder",
                    "virhe: kansio `{folder}` ei ole tyhjä, eikä sitä muutettu: anna uuden kansion nimi"
                ),
                Refused::NotAFolder => say!(
                    "error: `{folder}` is a file: name a new folder",
                    "virhe: `{folder}` on tiedosto: anna uuden kansion nimi"
                ),
                Refused::Disk(path, error) => {
                    let why = why_not_written_to(&path, error.kind());
                    let path = path.display();
                    say!(
                        "error: `{path}` cannot be written: {why}. No site was made",
                        "virhe: kohteeseen `{path}` ei voi kirjoittaa: {why}. Sivustoa ei tehty"; why
                    )
                }
            });
            NOT_WRITTEN
        }
    }
}

/// What was given, what is asked for, and what can be left for later.
fn association(arguments: &Init, can_ask: bool, shell: &Shell) -> Result<Association, Words> {
    let language = language(can_ask, shell)?;
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None if can_ask => ask(&Words::new("Name of the association", "Yhdistyksen nimi"), "", shell)?,
        None => String::new(),
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(say!(
            "the name of the association is missing: add `--name \"Esimerkin Leader ry\"`",
            "yhdistyksen nimi puuttuu: lisää `--name \"Esimerkin Leader ry\"`"
        ));
    }
    let mut municipalities = arguments.municipality.clone();
    if municipalities.is_empty() && can_ask {
        let question = Words::new(
            "Municipalities of the area, with commas between",
            "Toiminta-alueen kunnat pilkuilla erotettuina",
        );
        municipalities = ask(&question, "", shell)?.split(',').map(str::to_owned).collect();
    }
    let municipalities: Vec<String> = municipalities
        .iter()
        .flat_map(|names| starter::names_in(names))
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .collect();
    if municipalities.is_empty() {
        return Err(say!(
            "the municipalities are missing: add `--municipality Kontiolahti,Liperi`",
            "kunnat puuttuvat: lisää `--municipality Kontiolahti,Liperi`"
        ));
    }
    let email = match &arguments.email {
        Some(email) => email.clone(),
        None if can_ask => {
            ask(&Words::new("E-mail address of the office", "Toimiston sähköpostiosoite"), NO_EMAIL, shell)?
        }
        None => NO_EMAIL.to_owned(),
    };
    let email = email.trim().to_owned();
    if !is_email(&email) {
        let meant = meant_email(&email).unwrap_or_else(|| NO_EMAIL.to_owned());
        return Err(say!(
            "`{email}` is not an e-mail address: write it as people type it, such as `--email {meant}`",
            "`{email}` ei ole sähköpostiosoite: kirjoita se niin kuin se kirjoitetaan, esimerkiksi `--email {meant}`"
        ));
    }
    Ok(Association {
        municipalities: starter::sorted(municipalities, &language),
        name,
        language,
        email,
        base_url: arguments.base_url.clone().unwrap_or_else(|| NO_BASE_URL.to_owned()),
    })
}

fn language(can_ask: bool, shell: &Shell) -> Result<String, Words> {
    let languages = starter::languages();
    match shell.lang.as_deref() {
        Some(code) if languages.contains(&code) => Ok(code.to_owned()),
        Some(code) => {
            let known = languages.join(", ");
            Err(say!(
                "a site cannot begin in `{code}`: choose `--lang` from {known}",
                "sivustoa ei voi aloittaa kielellä `{code}`: valitse kohtaan `--lang` jokin näistä: {known}"
            ))
        }
        None if can_ask && languages.len() > 1 => {
            let question = Words::new("Language of the site", "Sivuston kieli");
            let chosen = Select::new()
                .with_prompt(question.told_in(shell.tongue))
                .items(languages.iter().map(|code| named(code)))
                .default(0)
                .interact()
                .map_err(|error| not_asked(&error))?;
            Ok(languages[chosen].to_owned())
        }
        // The language of the person, where it is not that of most computers alone.
        None if shell.language == Language::Swedish && languages.contains(&"sv") => Ok("sv".to_owned()),
        // Most associations write in Finnish.
        None => Ok(languages.first().copied().unwrap_or("fi").to_owned()),
    }
}

/// A language by its own name, as those who speak it look for it.
fn named(code: &str) -> &str {
    match code {
        "fi" => "suomi",
        "sv" => "svenska",
        "en" => "English",
        other => other,
    }
}

fn ask(question: &Words, usual: &str, shell: &Shell) -> Result<String, Words> {
    let mut input = Input::<String>::new().with_prompt(question.told_in(shell.tongue));
    if !usual.is_empty() {
        input = input.default(usual.to_owned());
    }
    input.interact_text().map_err(|error| not_asked(&error))
}

/// The terminal went away, or the person did.
fn not_asked(_: &dialoguer::Error) -> Words {
    Words::new(
        "the questions were not answered: give the answers as options, see `leader-site init --help`",
        "kysymyksiin ei vastattu: anna vastaukset valintoina, katso `leader-site init --help`",
    )
}
