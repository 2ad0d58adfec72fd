//! What the system tells of changes on the disk, gathered into what one save did.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::read::FOLDERS;

/// A save is over when nothing has happened for so long: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(4);
/// The same where several files change: a copy or a `git pull` pauses between them.
const QUIET_BETWEEN_FILES: Duration = Duration::from_millis(25);
/// However long it goes on: by then something is shown.
const LONGEST: Duration = Duration::from_millis(800);
/// An editor that empties a file before it writes it does the second soon.
const UNTIL_FILLED: Duration = Duration::from_millis(60);
/// How often the disk is looked at where the system does not tell of changes.
const LOOKS: Duration = Duration::from_secs(1);

/// Watches the folders of a site.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<notify::Result<Event>>,
    /// Whether the system tells of changes, or the disk is looked at again and again.
    pub told: bool,
}

/// What has changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files and folders that may have changed.
    pub paths: BTreeSet<PathBuf>,
    /// Whether more may have changed than `paths` says.
    pub more: bool,
    /// When the first sign of it came.
    pub since: Option<Instant>,
}

impl Watch {
    pub fn new(root: &Path) -> notify::Result<Self> {
        let (sender, events) = mpsc::channel();
        let config = notify::Config::default().with_poll_interval(LOOKS);
        let told = sender.clone();
        let watch =
            |watcher: Box<dyn Watcher + Send>, told| Self { root: root.to_owned(), watcher, events, told };
        let mut watch = match RecommendedWatcher::new(told, config) {
            Ok(watcher) => watch(Box::new(watcher), true),
            Err(_) => watch(Box::new(PollWatcher::new(sender.clone(), config)?), false),
        };
        if watch.watch_all().is_err() && watch.told {
            // Most often the system's limit of watched folders.
            watch.watcher = Box::new(PollWatcher::new(sender, config)?);
            watch.told = false;
            watch.watch_all()?;
        }
        Ok(watch)
    }

    /// Watches the folders that are there now: one that was renamed away and came back is another.
    pub fn again(&mut self) {
        for folder in FOLDERS {
            let _ = self.watcher.unwatch(&self.root.join(folder));
        }
        let _ = self.watch_all();
    }

    fn watch_all(&mut self) -> notify::Result<()> {
        // The folder of the site itself tells of folders that come and go.
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|folder| self.root.join(folder)) {
            if folder.is_dir() {
                self.watcher.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }

    /// Waits until something has changed and the disk is quiet again, or until another day has begun: that is
    /// asked every so often, and nothing has changed then. `None` at the end of the program.
    ///
    /// The clock is asked, and no alarm set: a computer may sleep over midnight.
    pub fn next(&mut self, is_new_day: &dyn Fn() -> bool, every: Duration) -> Option<Changes> {
        let mut changes = Changes::default();
        while changes.since.is_none() {
            match self.events.recv_timeout(every) {
                Ok(event) => self.take(event, &mut changes),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if is_new_day() => {
                    changes.since = Some(Instant::now());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        let start = changes.since?;
        loop {
            let quiet = match changes.paths.len() {
                0 | 1 if !changes.more => QUIET,
                _ => QUIET_BETWEEN_FILES,
            };
            match self.events.recv_timeout(quiet) {
                Ok(event) => self.take(event, &mut changes),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    let empty = |path: &PathBuf| {
                        path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0)
                    };
                    if start.elapsed() >= UNTIL_FILLED || !changes.paths.iter().any(empty) {
                        return Some(changes);
                    }
                }
            }
            if start.elapsed() > LONGEST {
                return Some(changes);
            }
        }
    }

    fn take(&self, event: notify::Result<Event>, changes: &mut Changes) {
        match event {
            // Our own reading is no change.
            Ok(Event { kind: EventKind::Access(_), .. }) => return,
            Ok(event) => {
                changes.more |= event.need_rescan();
                // A folder that moves takes with it what no event names.
                let moves =
                    !matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
                let before = changes.paths.len();
                for path in event.paths {
                    if self.concerns(&path) {
                        changes.more |= moves && (path.is_dir() || self.is_folder_of_site(&path));
                        changes.paths.insert(path);
                    }
                }
                if changes.paths.len() == before && !changes.more && changes.since.is_none() {
                    return;
                }
            }
            // Events were lost.
            Err(_) => changes.more = true,
        }
        changes.since.get_or_insert_with(Instant::now);
    }

    fn concerns(&self, path: &Path) -> bool {
        let Ok(inside) = path.strip_prefix(&self.root) else { return false };
        inside
            .components()
            .next()
            .is_some_and(|first| FOLDERS.iter().any(|folder| first.as_os_str() == *folder))
    }

    fn is_folder_of_site(&self, path: &Path) -> bool {
        FOLDERS.iter().any(|folder| path == self.root.join(folder))
    }
}
