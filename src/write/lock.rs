//! Who a staging folder belongs to: a file `lock` in it, which its owner holds while it lives.
//!
//! Where the disk knows no locks, the file says which process made it, and the folder is cleared only
//! when that process is known to be gone.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

/// The name of the file in a staging folder.
pub(super) const LOCK: &str = "lock";

/// Its name until it is whole.
pub(super) const NEW_LOCK: &str = "lock.new";

/// Begins the file: one without it is not ours.
const MARK: &str = "leader-site staging folder\n";

/// Holds a staging folder until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// What is known of a staging folder that was found.
#[derive(Debug)]
pub(super) enum Owner {
    /// It is none of ours: no real folder, or no lock that this program wrote.
    NotOurs,
    /// Its build goes on, or may go on.
    MayLive,
    /// Its build has ended. Nobody else takes it while the lock is held.
    Gone(Lock),
}

impl Lock {
    /// Takes a folder that was just made. The lock is whole before others can see it.
    pub fn take(folder: &Path) -> io::Result<Self> {
        let new = folder.join(NEW_LOCK);
        let mut file = File::options().write(true).create_new(true).open(&new)?;
        let held = if file.try_lock().is_ok() { "held" } else { "not known to the disk" };
        let process = std::process::id();
        let Here { machine, boot, space } = here();
        let start = start_of(process).unwrap_or_default();
        write!(
            file,
            "{MARK}lock: {held}\nprocess: {process}\nstart: {start}\nspace: {space}\nboot: {boot}\nmachine: {machine}\n"
        )?;
        fs::rename(new, folder.join(LOCK))?;
        Ok(Self { _file: file })
    }
}

/// Whose a folder is that has the name of a staging folder. Links are not followed.
pub(super) fn owner_of(folder: &Path) -> Owner {
    if !fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
        return Owner::NotOurs;
    }
    let path = folder.join(LOCK);
    if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
        return Owner::NotOurs;
    }
    let Ok(file) = File::open(&path) else { return Owner::NotOurs };
    let mut text = String::new();
    if (&file).take(4096).read_to_string(&mut text).is_err() {
        return Owner::NotOurs;
    }
    if text.is_empty() {
        return owner_before(folder, file);
    }
    let Some(text) = text.strip_prefix(MARK) else { return Owner::NotOurs };
    match file.try_lock() {
        Ok(()) if value(text, "lock") == Some("held") || is_gone(text) => Owner::Gone(Lock { _file: file }),
        Ok(()) | Err(TryLockError::WouldBlock) => Owner::MayLive,
        Err(TryLockError::Error(_)) if is_gone(text) => Owner::Gone(Lock { _file: file }),
        Err(TryLockError::Error(_)) => Owner::MayLive,
    }
}

/// Whether a lock was begun, and nobody is about to finish it; or there is none.
#[cfg(unix)]
pub(super) fn is_unfinished(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Err(error) => return error.kind() == io::ErrorKind::NotFound,
        Ok(found) if !found.is_file() => return false,
        Ok(_) => {}
    }
    let Ok(file) = File::open(path) else { return false };
    let mut text = String::new();
    (&file).take(4096).read_to_string(&mut text).is_ok()
        && (text.starts_with(MARK) || MARK.starts_with(&text))
        && !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

/// Versions before this one left the file empty. With a free lock, and nothing else in the folder than
/// they put there, it is theirs.
fn owner_before(folder: &Path, file: File) -> Owner {
    let Ok(inside) = fs::read_dir(folder) else { return Owner::NotOurs };
    let is_known = |name: &std::ffi::OsStr| ["lock", "site", "old"].iter().any(|known| name == *known);
    if !inside.flatten().all(|entry| is_known(&entry.file_name())) {
        return Owner::NotOurs;
    }
    match file.try_lock() {
        Ok(()) => Owner::Gone(Lock { _file: file }),
        Err(_) => Owner::MayLive,
    }
}

fn value<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

/// Whether the process that wrote a lock has certainly ended.
fn is_gone(text: &str) -> bool {
    let here = here();
    let (boot, space) = (value(text, "boot"), value(text, "space"));
    if here.boot.is_empty() || boot.is_none_or(str::is_empty) {
        return false;
    }
    if boot != Some(&here.boot) {
        // Another start of this machine, or another machine that shares the disk.
        return !here.machine.is_empty() && value(text, "machine") == Some(&here.machine);
    }
    // Within a container other processes have the same numbers.
    if space != Some(&here.space) || here.space.is_empty() {
        return false;
    }
    let Some(process) = value(text, "process").and_then(|process| process.parse().ok()) else { return false };
    // A number that was given to another process since has another start.
    start_of(process).is_none_or(|start| value(text, "start") != Some(&start))
}

/// What tells this run of this machine from all others; parts are empty where the system does not say.
struct Here {
    machine: String,
    boot: String,
    space: String,
}

fn here() -> Here {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default().trim().to_owned();
    let id = read("/etc/machine-id");
    let name = read("/proc/sys/kernel/hostname");
    Here {
        machine: if id.is_empty() || name.is_empty() { String::new() } else { format!("{id} {name}") },
        boot: read("/proc/sys/kernel/random/boot_id"),
        space: fs::read_link("/proc/self/ns/pid")
            .map(|link| link.to_string_lossy().into_owned())
            .unwrap_or_default(),
    }
}

/// When a process was started, as Linux counts it; `None` if there is no such process.
fn start_of(process: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program stands in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    // A process that has ended and is not yet waited for writes no more.
    if matches!(fields.next(), Some("Z" | "X")) {
        return None;
    }
    fields.nth(18).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Here, Lock, MARK, Owner, here, is_gone, owner_of, start_of};
    use std::fs;

    fn lock(process: u32, start: &str, boot: &str, space: &str, machine: &str) -> String {
        format!(
            "lock: x\nprocess: {process}\nstart: {start}\nspace: {space}\nboot: {boot}\nmachine: {machine}\n"
        )
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn only_a_process_that_has_certainly_ended_is_gone() {
        let Here { boot, space, .. } = here();
        let own = std::process::id();
        let start = start_of(own).expect("this process runs");
        assert!(!is_gone(&lock(own, &start, &boot, &space, "m")), "this process");
        assert!(is_gone(&lock(own, "1", &boot, &space, "m")), "its number was given anew");
        assert!(is_gone(&lock(4_194_303, &start, &boot, &space, "m")), "there is no such process");
        assert!(!is_gone(&lock(4_194_303, &start, &boot, "pid:[1]", "m")), "within a container");
        assert!(!is_gone(&lock(4_194_303, &start, "other", &space, "other machine")), "on another machine");
        assert!(!is_gone("lock: x\n"), "nothing is known");
    }

    #[test]
    fn a_folder_is_ours_by_its_lock_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let make = |name: &str| {
            let path = folder.path().join(name);
            fs::create_dir(&path).expect("a folder");
            path
        };
        let is_ours = |path: &std::path::Path| !matches!(owner_of(path), Owner::NotOurs);
        let held = make("held");
        let lock = Lock::take(&held).expect("a lock");
        assert!(matches!(owner_of(&held), Owner::MayLive));
        drop(lock);
        assert!(matches!(owner_of(&held), Owner::Gone(_)));
        let foreign = make("foreign");
        assert!(!is_ours(&foreign));
        fs::write(foreign.join("lock"), "mine\n").expect("a file");
        assert!(!is_ours(&foreign));
        fs::write(foreign.join("lock"), "").expect("a file");
        fs::write(foreign.join("letter.txt"), "dear").expect("a file");
        assert!(!is_ours(&foreign));
        let folder_for_lock = make("lock-is-a-folder");
        fs::create_dir(folder_for_lock.join("lock")).expect("a folder");
        assert!(!is_ours(&folder_for_lock));
        #[cfg(unix)]
        {
            let linked = make("linked");
            fs::write(folder.path().join("text"), MARK).expect("a file");
            std::os::unix::fs::symlink("../text", linked.join("lock")).expect("a link");
            assert!(!is_ours(&linked));
            std::os::unix::fs::symlink("held", folder.path().join("link")).expect("a link");
            assert!(!is_ours(&folder.path().join("link")));
        }
    }
}
