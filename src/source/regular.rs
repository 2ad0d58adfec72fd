//! Opens files, and only files: what is no file (a pipe, a device) can keep a reader waiting for ever.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// What lies where a file should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpecialFile {
    Pipe,
    Socket,
    Device,
    Other,
}

impl SpecialFile {
    /// What it is, unless it is a file or a folder.
    pub fn of(kind: FileType) -> Option<Self> {
        if kind.is_file() || kind.is_dir() {
            return None;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::FileTypeExt;
            if kind.is_fifo() {
                return Some(Self::Pipe);
            }
            if kind.is_socket() {
                return Some(Self::Socket);
            }
            if kind.is_char_device() || kind.is_block_device() {
                return Some(Self::Device);
            }
        }
        Some(Self::Other)
    }
}

/// Why a file was not opened.
#[derive(Debug)]
pub enum NotOpened {
    Special(SpecialFile),
    Disk(io::Error),
}

impl From<io::Error> for NotOpened {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Opens a file after a look at what it is. What takes its place in between is looked at again, and is
/// opened without waiting for anybody.
pub fn open(path: &Path) -> Result<(File, Metadata), NotOpened> {
    look(&std::fs::metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        if let Ok(flags) = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()) {
            options.custom_flags(flags);
        }
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    look(&metadata)?;
    Ok((file, metadata))
}

fn look(metadata: &Metadata) -> Result<(), NotOpened> {
    if metadata.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
    }
    SpecialFile::of(metadata.file_type()).map_or(Ok(()), |special| Err(NotOpened::Special(special)))
}

/// The content of a file; `None` for what cannot be read, or is none.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    let (mut file, metadata) = open(path).ok()?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).min(1 << 24));
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The text of a file.
pub fn read_to_string(path: &Path) -> io::Result<String> {
    let (mut file, _) = open(path).map_err(|error| match error {
        NotOpened::Special(_) => io::ErrorKind::InvalidInput.into(),
        NotOpened::Disk(error) => error,
    })?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}
