//! The two streams of the program. Every command writes through these, and nothing else does.

use std::io::{self, ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

use leader_site::diag::not_printed;

use super::{NOT_WRITTEN, Shell};

/// Standard output: what was asked for. It remembers the first error, after which it takes nothing more,
/// so that what was cut off is not followed by what comes later.
#[derive(Debug, Default)]
pub struct Printer {
    failed: Mutex<Option<ErrorKind>>,
}

impl Printer {
    /// Prints, and says whether it is of any use to print more. Colours are taken out where they are not wanted.
    pub fn print(&self, text: &str) -> bool {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_none() {
            *failed = anstream::stdout().lock().write_all(text.as_bytes()).err().map(|error| error.kind());
        }
        failed.is_none()
    }

    /// Prints what is no text, or has no colours.
    pub fn print_bytes(&self, bytes: &[u8]) -> bool {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_none() {
            *failed = io::stdout().lock().write_all(bytes).err().map(|error| error.kind());
        }
        failed.is_none()
    }

    /// Sees that all that was printed has left the program. Gives the exit code of the run: its own, or
    /// that of an output that could not be written. Whoever closes a pipe has read enough, and is told nothing.
    pub fn finish(&self, code: u8, shell: &Shell) -> u8 {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_none() {
            *failed = io::stdout().lock().flush().err().map(|error| error.kind());
        }
        match *failed {
            None | Some(ErrorKind::BrokenPipe) => code,
            Some(kind) => {
                shell.say(&not_printed(kind));
                NOT_WRITTEN
            }
        }
    }
}

/// Tells the person at the terminal something, on standard error. Where that cannot be written, nobody
/// listens: the run goes on, and its exit code says how it went.
pub fn tell(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}
