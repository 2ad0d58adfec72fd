//! Where an output may be: never over something else.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{MANIFEST, Manifest};
use super::{WriteError, disk};
use crate::diag::output as told;
use crate::diag::{Words, say};

/// The output folder without links and dots, and the folder that it lies in.
pub(super) fn resolved(target: &Path, sources: &Path) -> Result<(PathBuf, PathBuf), WriteError> {
    if let Some(link) = link_to_nowhere(target) {
        return Err(refused(&link, told::leads_nowhere()));
    }
    let target = real_path(target).map_err(|error| disk(target, &error))?;
    refuse_sources(&target, sources)?;
    match target.parent() {
        Some(parent) => Ok((target.clone(), parent.to_owned())),
        None => Err(refused(&target, Words::new("it is the root of the disk", "se on levyn juuri"))),
    }
}

/// A link in the path to an output that leads to something that is not there.
fn link_to_nowhere(target: &Path) -> Option<PathBuf> {
    let link = target.ancestors().find(|path| fs::symlink_metadata(path).is_ok())?;
    let is_link = fs::symlink_metadata(link).is_ok_and(|found| found.is_symlink());
    let leads_nowhere =
        || matches!(fs::metadata(link), Err(error) if error.kind() == io::ErrorKind::NotFound);
    (is_link && leads_nowhere()).then(|| link.to_owned())
}

fn refused(folder: &Path, reason: Words) -> WriteError {
    WriteError::Refused { folder: folder.to_owned(), reason }
}

/// The path without links and dots, of which the last parts need not exist.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    let mut path = std::path::absolute(path)?;
    let mut missing = Vec::new();
    loop {
        match path.canonicalize() {
            Ok(real) => {
                return Ok(missing.iter().rev().fold(real, |real, name| real.join(name)));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let (Some(name), Some(parent)) = (path.file_name(), path.parent()) else { return Err(error) };
                missing.push(name.to_owned());
                path = parent.to_owned();
            }
            Err(error) => return Err(error),
        }
    }
}

fn refuse_sources(target: &Path, sources: &Path) -> Result<(), WriteError> {
    let sources = sources.canonicalize().map_err(|error| disk(sources, &error))?;
    if sources.starts_with(target) {
        return Err(refused(
            target,
            Words::new("the sources of the site lie in it", "sivuston lähdetiedostot ovat siinä"),
        ));
    }
    for folder in ["content", "themes", "templates", "static"] {
        if target.starts_with(sources.join(folder)) {
            return Err(refused(
                target,
                say!(
                    "it lies among the sources, in `{folder}`",
                    "se on lähdetiedostojen joukossa kansiossa `{folder}`"
                ),
            ));
        }
    }
    if let Some(home) = std::env::home_dir()
        && home.canonicalize().is_ok_and(|home| home.starts_with(target))
    {
        return Err(refused(target, Words::new("your home folder lies in it", "kotikansiosi on siinä")));
    }
    Ok(())
}

/// The files of ours in an output, if there is one. Refused is a folder that holds anything else but what
/// has a hidden name, such as `.git`: that goes along.
pub(super) fn check_old(target: &Path) -> Result<Option<Manifest>, WriteError> {
    match fs::metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk(target, &error)),
        Ok(found) if !found.is_dir() => {
            return Err(refused(target, Words::new("it is a file", "se on tiedosto")));
        }
        Ok(_) => {}
    }
    match Manifest::of(target) {
        Ok(Some(manifest)) => return Ok(Some(manifest)),
        Ok(None) => {}
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(refused(target, told::damaged(MANIFEST)));
        }
        Err(error) => return Err(disk(&target.join(MANIFEST), &error)),
    }
    for entry in fs::read_dir(target).map_err(|error| disk(target, &error))? {
        let name = entry.map_err(|error| disk(target, &error))?.file_name();
        if !name.as_encoded_bytes().starts_with(b".") {
            return Err(refused(
                target,
                Words::new(
                    "it holds files that this program did not write; name an empty or a new folder with `--out`",
                    "siinä on tiedostoja, joita tämä ohjelma ei ole kirjoittanut; anna tyhjä tai uusi kansio valitsimella `--out`",
                ),
            ));
        }
    }
    Ok(Some(Manifest::default()))
}
