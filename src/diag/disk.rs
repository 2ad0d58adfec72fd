//! Why the system would not read or write, in plain words.

use std::io::ErrorKind;

use super::Words;

/// Why a file or folder could not be read.
pub fn why_not_read(kind: ErrorKind) -> Words {
    match kind {
        ErrorKind::NotFound => Words::new("it is not there", "sitä ei ole"),
        ErrorKind::PermissionDenied => {
            Words::new("you may not read it", "sinulla ei ole oikeutta lukea sitä")
        }
        ErrorKind::IsADirectory => Words::new("it is a folder", "se on kansio"),
        ErrorKind::NotADirectory => Words::new("it is not a folder", "se ei ole kansio"),
        ErrorKind::InvalidFilename => Words::new("its name is too long", "sen nimi on liian pitkä"),
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            Words::new("the disk in the network does not answer", "verkkolevy ei vastaa")
        }
        ErrorKind::StaleNetworkFileHandle => {
            Words::new("it went away while it was read", "se katosi kesken lukemisen")
        }
        ErrorKind::InvalidInput => {
            Words::new("it is no file, but a pipe or a device", "se ei ole tiedosto vaan putki tai laite")
        }
        ErrorKind::OutOfMemory => Words::new("it is too large for the memory", "se ei mahdu muistiin"),
        _ => Words::new("the disk does not give it", "levy ei anna sitä"),
    }
}

/// Why a file or folder could not be written.
pub fn why_not_written(kind: ErrorKind) -> Words {
    match kind {
        ErrorKind::NotFound => Words::new("its folder is not there", "sen kansiota ei ole"),
        ErrorKind::PermissionDenied => {
            Words::new("you may not write there", "sinulla ei ole oikeutta kirjoittaa sinne")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Words::new("the disk is full", "levy on täynnä"),
        ErrorKind::ReadOnlyFilesystem => Words::new("the disk can only be read", "levyä voi vain lukea"),
        ErrorKind::FileTooLarge => Words::new("it is too large for the disk", "se on liian suuri levylle"),
        ErrorKind::NotADirectory => {
            Words::new("a file is in the place of its folder", "sen kansion paikalla on tiedosto")
        }
        ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
            Words::new("something else is in its place", "sen paikalla on jotakin muuta")
        }
        ErrorKind::DirectoryNotEmpty => {
            Words::new("the folder in its place is not empty", "sen paikalla oleva kansio ei ole tyhjä")
        }
        ErrorKind::InvalidFilename => Words::new("its name is too long", "sen nimi on liian pitkä"),
        ErrorKind::ResourceBusy => Words::new(
            "it is a mount point, or another program uses it",
            "se on liitoskohta tai toinen ohjelma käyttää sitä",
        ),
        ErrorKind::ExecutableFileBusy => Words::new("another program uses it", "toinen ohjelma käyttää sitä"),
        ErrorKind::CrossesDevices => Words::new("it lies on another disk", "se on toisella levyllä"),
        ErrorKind::InvalidData => Words::new("it is damaged", "se on vioittunut"),
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            Words::new("the disk in the network does not answer", "verkkolevy ei vastaa")
        }
        _ => Words::new("the disk does not take it", "levy ei ota sitä vastaan"),
    }
}
