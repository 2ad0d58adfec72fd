//! `schema`: what files may hold, for the editors of authors.

use std::fs;
use std::path::Path;

use leader_site::check::shape::{FILES, File};
use leader_site::cli::Schema;
use leader_site::diag::{Tongue, say, why_not_written_to};
use leader_site::schema;
use leader_site::write::file;

use super::{DONE, NOT_WRITTEN, Shell};

/// Prints a schema, writes all of them, or tells which there are.
pub fn run(arguments: &Schema, shell: &Shell) -> u8 {
    // Those who write pages here read Finnish, whatever language their system speaks.
    let tongue = match shell.lang.as_deref() {
        Some(code) if code.starts_with("en") => Tongue::English,
        _ => Tongue::Finnish,
    };
    let chosen: Vec<&File> = match &arguments.name {
        Some(name) => schema::named(name).into_iter().collect(),
        None => FILES.to_vec(),
    };
    match (&arguments.out, &arguments.name) {
        (Some(out), _) => write(&chosen, out, tongue, shell),
        (None, Some(_)) => {
            for file in chosen {
                shell.out.print_bytes(schema::text(file, tongue).as_bytes());
            }
            DONE
        }
        (None, None) => {
            for file in chosen {
                let about = file.about.words();
                let about = about.told_in(shell.tongue);
                shell.out.print(&format!("{:12} {:32} {about}\n", file.name, file.paths));
            }
            DONE
        }
    }
}

fn write(files: &[&File], out: &Path, tongue: Tongue, shell: &Shell) -> u8 {
    let written = fs::create_dir_all(out).and_then(|()| {
        files.iter().try_for_each(|chosen| {
            let path = out.join(format!("{}.json", chosen.name));
            file::replace(&path, schema::text(chosen, tongue).as_bytes())
        })
    });
    let folder = out.display();
    match written {
        Ok(()) => {
            let count = files.len();
            shell.say(&say!(
                "{count} schemas written to {folder}",
                "{count} skeemaa kirjoitettu kansioon {folder}"
            ));
            DONE
        }
        Err(error) => {
            let why = why_not_written_to(out, error.kind());
            shell.say(&say!("error: cannot write to {folder}: {why}", "virhe: kansioon {folder} ei voi kirjoittaa: {why}"; why));
            NOT_WRITTEN
        }
    }
}
