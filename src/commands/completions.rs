//! `completions` and `man`: what a shell and `man` know of the program.

use std::fs;
use std::io;
use std::path::Path;

use clap_mangen::Man;
use leader_site::Question;
use leader_site::cli::{Completions, Manual, command};
use leader_site::diag::{say, why_not_written};
use leader_site::write::file;

use super::{DONE, NOT_WRITTEN, Shell};

/// Prints the completions for a shell.
pub fn completions(arguments: &Completions, questions: &[Question], shell: &Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(questions), "leader-site", &mut script);
    shell.out.print_bytes(&script);
    DONE
}

/// Prints the manual page, or writes one for the program and one for each command.
pub fn manual(arguments: &Manual, questions: &[Question], shell: &Shell) -> u8 {
    let written = match &arguments.out {
        None => {
            let mut page = Vec::new();
            Man::new(command(questions)).render(&mut page).map(|()| {
                shell.out.print_bytes(&page);
                None
            })
        }
        Some(out) => pages(out, questions).map(|()| Some(out)),
    };
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

fn pages(out: &Path, questions: &[Question]) -> io::Result<()> {
    // The library writes files as they come; from its folder each goes whole into its place.
    fs::create_dir_all(out)?;
    let made = tempfile::Builder::new().prefix(".leader-site-").suffix(".new").tempdir_in(out)?;
    clap_mangen::generate_to(command(questions), made.path())?;
    for page in fs::read_dir(made.path())? {
        let page = page?;
        file::replace(&out.join(page.file_name()), &fs::read(page.path())?)?;
    }
    Ok(())
}
