//! `completions` and `man`: what a shell and `man` know of the program.

use std::fs;

use leader_site::Question;
use leader_site::cli::{self, Completions, Manual, command};
use leader_site::diag::{say, why_not_written};
use leader_site::write::file;

use super::{DONE, NOT_WRITTEN, Shell};

/// Prints the completions for a shell.
pub fn completions(arguments: &Completions, questions: &[Question], shell: &Shell) -> u8 {
    let script = cli::completions(arguments.shell, command(questions, shell.language), shell.language);
    shell.out.print_bytes(&script);
    DONE
}

/// Prints the manual page, or writes one for the program and one for each command.
pub fn manual(arguments: &Manual, questions: &[Question], shell: &Shell) -> u8 {
    let pages = cli::manual(command(questions, shell.language), shell.language, arguments.out.is_some());
    let written = pages.and_then(|pages| match &arguments.out {
        None => {
            for (_, page) in pages {
                shell.out.print_bytes(&page);
            }
            Ok(None)
        }
        Some(out) => {
            fs::create_dir_all(out)?;
            pages.iter().try_for_each(|(name, page)| file::replace(&out.join(name), page))?;
            Ok(Some(out))
        }
    });
    match written {
        Ok(None) => DONE,
        Ok(Some(out)) => {
            let folder = out.display();
            shell.say(&say!("manual pages written to {folder}", "ohjesivut kirjoitettu kansioon {folder}"));
            DONE
        }
        Err(error) => {
            let why = why_not_written(error.kind());
            shell.say(&say!("error: the manual cannot be written: {why}", "virhe: ohjesivuja ei voi kirjoittaa: {why}"; why));
            NOT_WRITTEN
        }
    }
}
