//! One file, whole or not at all: written beside its place, then renamed into it.
//!
//! All that the program writes besides an output goes this way.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Writes a file in the place of an old one, if there is one. A failure leaves the old file as it was.
///
/// A link is followed, and stays. A pipe or a device is written to: it has no content to keep.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // The output of this run itself, under a name that may lead to a file which is open already.
    if ["/dev/", "/proc/"].iter().any(|start| path.starts_with(start)) {
        return write_through(path, bytes);
    }
    let place = match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => {
            let place = fs::canonicalize(path);
            // Where it leads to does not say what is there: a pipe that is open has no path.
            if place.is_err() && !fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
                return Err(place.err().unwrap_or_else(|| io::ErrorKind::NotFound.into()));
            }
            place.unwrap_or_else(|_| path.to_owned())
        }
        _ => path.to_owned(),
    };
    let old = match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if !found.is_file() => return write_through(path, bytes),
        Ok(found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let new = beside(&place, bytes, old.map(|old| old.permissions()))?;
    new.as_file().sync_data()?;
    new.persist(place).map(drop).map_err(|error| error.error)
}

/// Writes a file where there is none, and never in the place of another.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let new = beside(path, bytes, None)?;
    new.as_file().sync_data()?;
    new.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

/// The same, with the folders that it lies in. Those are removed again after a failure.
pub fn create_with_folders(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut made = Made::default();
    let written = made.folder_of(path, Path::new("")).and_then(|()| create(path, bytes));
    if written.is_err() {
        made.remove();
    }
    written
}

/// Writes files into folders below a folder that is there. Whatever of them was made is removed again
/// after a failure; gives the path that failed.
pub fn create_all<'f>(
    folder: &Path,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> Result<(), (PathBuf, io::Error)> {
    let mut made = Made::default();
    for (path, bytes) in files {
        let path = folder.join(path);
        let written = made.folder_of(&path, folder).and_then(|()| create(&path, bytes));
        if let Err(error) = written {
            made.remove();
            return Err((path, error));
        }
        made.files.push(path);
    }
    Ok(())
}

/// Makes a new folder with files in it, which has its name only when all of them are there. Gives the
/// path that failed.
pub fn create_folder<'f>(
    folder: &Path,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> Result<(), (PathBuf, io::Error)> {
    let failed = |error| (folder.to_owned(), error);
    let parent = folder_of(folder);
    fs::create_dir_all(parent).map_err(failed)?;
    let beside = aside().tempdir_in(parent).map_err(failed)?;
    let new = beside.path().join("new");
    fs::create_dir(&new).map_err(failed)?;
    create_all(&new, files).map_err(|(path, error)| {
        let path = path.strip_prefix(&new).map_or(path.clone(), |inner| folder.join(inner));
        (path, error)
    })?;
    fs::rename(new, folder).map_err(failed)
}

/// The folder that something lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// What is made aside has a name that tells whose it is.
fn aside() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(ASIDE.0).suffix(ASIDE.1);
    builder
}

/// Removes the files of a folder of our own that nobody needs any more, by their names. Links and folders stay.
pub fn forget(folder: &Path, is_idle: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.to_str().is_some_and(&is_idle) && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes from a folder of ours what runs left aside that were killed. Young ones may belong to a run
/// that goes on.
pub fn clear_aside(folder: &Path) {
    let an_hour = std::time::Duration::from_secs(3600);
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(ASIDE.0) && name.ends_with(ASIDE.1));
        let is_old = |found: fs::Metadata| {
            found.is_file()
                && found.modified().ok().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > an_hour)
        };
        if is_ours && entry.metadata().is_ok_and(is_old) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How names of what is made aside begin and end.
const ASIDE: (&str, &str) = (".leader-site-", ".new");

/// What was made so far, for taking it back.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn folder_of(&mut self, path: &Path, within: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|folder| *folder != within && fs::symlink_metadata(folder).is_err())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn remove(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        // A folder in which somebody else has put something is not empty, and stays.
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A file with a name of its own in the folder of another. It goes away unless it is put in its place.
fn beside(path: &Path, bytes: &[u8], rights: Option<Permissions>) -> io::Result<NamedTempFile> {
    let mut builder = aside();
    #[cfg(unix)]
    {
        // What others may do with a new file is decided by the umask, as everywhere.
        builder.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    }
    let mut new = builder.tempfile_in(folder_of(path))?;
    new.write_all(bytes)?;
    if let Some(rights) = rights {
        // Best effort: the content matters more.
        let _ = new.as_file().set_permissions(rights);
    }
    Ok(new)
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().append(true).open(path)?;
    file.write_all(bytes)?;
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::{create, create_all, replace};
    use std::fs;
    use std::io::ErrorKind;

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.txt");
        let names = || fs::read_dir(folder.path()).expect("a folder").count();
        replace(&path, b"one").expect("written");
        replace(&path, b"two").expect("written");
        assert_eq!(fs::read(&path).expect("a file"), b"two");
        assert_eq!(create(&path, b"three").map_err(|error| error.kind()), Err(ErrorKind::AlreadyExists));
        assert_eq!(replace(folder.path(), b"x").map_err(|error| error.kind()), Err(ErrorKind::IsADirectory));
        assert_eq!((fs::read(&path).expect("a file"), names()), (b"two".to_vec(), 1));
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, symlink};
            fs::set_permissions(&path, fs::Permissions::from_mode(0o604)).expect("rights");
            symlink("a.txt", folder.path().join("link")).expect("a link");
            replace(&folder.path().join("link"), b"four").expect("written");
            assert!(fs::symlink_metadata(folder.path().join("link")).expect("a link").is_symlink());
            assert_eq!(fs::read(&path).expect("a file"), b"four");
            assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o604);
            symlink("nowhere/x", folder.path().join("lost")).expect("a link");
            let lost = replace(&folder.path().join("lost"), b"x").map_err(|error| error.kind());
            assert_eq!(lost, Err(ErrorKind::NotFound));
            replace(std::path::Path::new("/dev/null"), b"x").expect("a device takes it");
            assert_eq!(names(), 3);
        }
    }

    #[test]
    fn what_cannot_be_written_whole_is_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine"), "x").expect("a file");
        let files: [(&str, &[u8]); 3] = [("a/b/c", b"1"), ("d", b"2"), ("mine/e", b"3")];
        let (path, _) = create_all(folder.path(), files.into_iter()).expect_err("a file is in the way");
        assert!(path.ends_with("mine/e"));
        let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}
