//! Owner, group and mode: those of the output folder are kept, and what lies in it follows them.

use std::fs::Metadata;
#[cfg(unix)]
use std::fs::{self, Permissions};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

/// The rights of an output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rights {
    #[cfg(unix)]
    mode: u32,
    #[cfg(unix)]
    owner: u32,
    #[cfg(unix)]
    group: u32,
}

impl Rights {
    #[cfg(unix)]
    pub fn of(folder: &Metadata) -> Self {
        Self { mode: folder.mode() & 0o7777, owner: folder.uid(), group: folder.gid() }
    }

    #[cfg(not(unix))]
    pub fn of(_: &Metadata) -> Self {
        Self {}
    }

    /// Gives a folder these rights.
    #[cfg(unix)]
    pub fn give_folder(&self, path: &Path) -> io::Result<()> {
        let now = Self::of(&fs::symlink_metadata(path)?);
        // We have to write into it, whatever the output is like.
        let wanted = Self { mode: self.mode | 0o700, ..*self };
        if now.owner != wanted.owner || now.group != wanted.group {
            let owner = (now.owner != wanted.owner).then_some(wanted.owner);
            std::os::unix::fs::lchown(path, owner, Some(wanted.group))?;
        }
        if now != wanted {
            fs::set_permissions(path, Permissions::from_mode(wanted.mode))?;
        }
        Ok(())
    }

    #[cfg(not(unix))]
    pub fn give_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Gives a file what of these rights suits a file: whoever may list the folder may read it.
    #[cfg(unix)]
    pub fn give_file(&self, file: &fs::File) -> io::Result<()> {
        let found = file.metadata()?;
        if self.suits_file(&found) {
            return Ok(());
        }
        if found.uid() != self.owner || found.gid() != self.group {
            // Where this is not allowed the mode alone has to do.
            let owner = (found.uid() != self.owner).then_some(self.owner);
            if std::os::unix::fs::fchown(file, owner, Some(self.group)).is_err() {
                let _ = std::os::unix::fs::fchown(file, None, Some(self.group));
            }
        }
        file.set_permissions(Permissions::from_mode(self.file_mode()))
    }

    #[cfg(not(unix))]
    pub fn give_file(&self, _: &std::fs::File) -> io::Result<()> {
        Ok(())
    }

    /// Whether a file has the rights already that it would get.
    #[cfg(unix)]
    pub fn suits_file(&self, file: &Metadata) -> bool {
        file.mode() & 0o7777 == self.file_mode() && file.uid() == self.owner && file.gid() == self.group
    }

    #[cfg(not(unix))]
    pub fn suits_file(&self, _: &Metadata) -> bool {
        true
    }

    #[cfg(unix)]
    fn file_mode(&self) -> u32 {
        self.mode & 0o666 | 0o600
    }
}

/// Copies what a disk knows of a folder besides its mode, such as lists of who may do what. What cannot
/// be copied is left out: not every disk takes all of it.
#[cfg(target_os = "linux")]
pub(super) fn copy_attributes(from: &Path, to: &Path) {
    use rustix::fs::{XattrFlags, getxattr, listxattr, listxattr_query, setxattr};
    let Ok(length) = listxattr_query(from) else { return };
    let mut names = vec![0_u8; length];
    let Ok(length) = listxattr(from, &mut names) else { return };
    names.truncate(length);
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        // The kernel takes no longer ones.
        let mut value = vec![0_u8; 65536];
        if let Ok(length) = getxattr(from, name, &mut value) {
            let _ = setxattr(to, name, &value[..length], XattrFlags::empty());
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn copy_attributes(_: &Path, _: &Path) {}
