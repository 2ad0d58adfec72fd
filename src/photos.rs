//! The sizes of photos, made once and kept for later runs.
//!
//! What is kept has a seal: a file that was cut off, changed or put there by others is made again.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};

use crate::picture::{self, Photo, Slip};
use crate::source::{hash_of, regular};

/// Where sizes of photos are kept from one run to the next.
pub trait Shelf: Sync {
    /// What an earlier run kept under this name.
    fn kept(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps something. That it cannot be kept is no mistake.
    fn keep(&self, name: &str, bytes: &[u8]);
}

/// All sizes that are made of one photo beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    pub disk: PathBuf,
    pub photo: Photo,
    /// Whether other services show it beside links.
    pub is_shared: bool,
}

/// Why there are no sizes of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMade {
    /// The file went away, or holds something else since it was looked at.
    Gone,
    Slip(Slip),
}

/// How names on the shelf begin.
pub const NAMES: &str = "photo-";

impl Sizes {
    /// The name that they are kept under.
    pub fn name(&self) -> String {
        format!("{NAMES}{}", self.photo.key(self.is_shared))
    }

    /// The bytes of each, in the order of [`Photo::variants`].
    pub fn made(&self, shelf: &dyn Shelf) -> Result<Vec<Vec<u8>>, NotMade> {
        let count = self.photo.variants(self.is_shared).len();
        let name = self.name();
        if let Some(sizes) = shelf.kept(&name).and_then(|kept| unpacked(&kept, count)) {
            return Ok(sizes);
        }
        let bytes = self.bytes()?;
        let _room = Room::take(self.photo.pixels());
        let sizes = picture::sizes(&bytes, &self.photo, self.is_shared).map_err(NotMade::Slip)?;
        shelf.keep(&name, &packed(&sizes));
        Ok(sizes)
    }

    /// Whether they can be made. Looks whether they are on the shelf, and puts nothing there.
    pub fn try_out(&self, shelf: &dyn Shelf) -> Result<(), NotMade> {
        let count = self.photo.variants(self.is_shared).len();
        if shelf.kept(&self.name()).is_some_and(|kept| unpacked(&kept, count).is_some()) {
            return Ok(());
        }
        let bytes = self.bytes()?;
        let _room = Room::take(self.photo.pixels());
        picture::try_out(&bytes, &self.photo).map_err(NotMade::Slip)
    }

    fn bytes(&self) -> Result<Vec<u8>, NotMade> {
        let bytes = regular::read(&self.disk).ok_or(NotMade::Gone)?;
        // Pages name the sizes of what was looked at, and nothing else may stand there.
        if !self.photo.is_of(&bytes) {
            return Err(NotMade::Gone);
        }
        Ok(bytes)
    }
}

/// The sizes one behind the other, each behind its length, and a seal.
fn packed(sizes: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(sizes.iter().map(|size| size.len() + 8).sum::<usize>() + 16);
    for size in sizes {
        bytes.extend_from_slice(&(size.len() as u64).to_le_bytes());
        bytes.extend_from_slice(size);
    }
    let seal = hash_of(&bytes);
    bytes.extend_from_slice(&seal);
    bytes
}

fn unpacked(bytes: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let (mut rest, seal) = bytes.split_at_checked(bytes.len().checked_sub(16)?)?;
    if hash_of(rest) != seal {
        return None;
    }
    let mut sizes = Vec::with_capacity(count);
    for _ in 0..count {
        let (length, behind) = rest.split_first_chunk::<8>()?;
        let (size, behind) = behind.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        sizes.push(size.to_vec());
        rest = behind;
    }
    rest.is_empty().then_some(sizes)
}

/// How many pixels are decoded at once, on all cores together: half a gigabyte at most, and more for a
/// single photo that needs more.
const MOST_AT_ONCE: u64 = 120_000_000;

static TAKEN: Mutex<u64> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

/// Room in memory for a photo, given back when it is dropped.
struct Room(u64);

impl Room {
    fn take(pixels: u64) -> Self {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken > 0 && *taken + pixels > MOST_AT_ONCE {
            taken = FREED.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += pixels;
        Self(pixels)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        FREED.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::{packed, unpacked};

    #[test]
    fn what_is_kept_comes_back_whole_or_not_at_all() {
        let sizes = vec![b"one".to_vec(), Vec::new(), vec![7; 300]];
        let kept = packed(&sizes);
        assert_eq!(unpacked(&kept, 3), Some(sizes));
        for count in [0, 2, 4] {
            assert_eq!(unpacked(&kept, count), None);
        }
        for length in 0..kept.len() {
            assert_eq!(unpacked(&kept[..length], 3), None, "cut off at {length}");
        }
        for at in 0..kept.len() {
            let mut other = kept.clone();
            other[at] ^= 1;
            assert_eq!(unpacked(&other, 3), None, "changed at {at}");
        }
        assert_eq!(unpacked(b"something else altogether", 3), None);
    }
}
