//! Who writes to a store now?
//!
//! In comes a store's path; out comes a [`Writer`], the right to write to it, which ends with
//! the process however that ends. Invariant: no more than one process has it at a time, and
//! whoever waits in vain can be told who does.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
    process, thread,
    time::{Duration, Instant},
};

use super::refusal::Refusal;

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(50);

/// The most that a note of who writes can hold.
const LONGEST_NOTE: u64 = 200;

/// The right to write to one store.
///
/// It is a lock on a file beside the store and not on the store itself: where files are locked
/// by process, closing a second handle to the store would take away SQLite's own locks.
pub(super) struct Writer(File);

impl Writer {
    /// Waits at most `patience` for the right to write to the store at `path`.
    ///
    /// # Errors
    ///
    /// When another process still has it then, or the lock cannot be made.
    pub(super) fn wait(path: &Path, patience: Duration) -> Result<Self, Refusal> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(beside(path))
            .map_err(Refusal::Lock)?;
        let asked = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(Refusal::Lock(error)),
                Err(TryLockError::WouldBlock) if asked.elapsed() < patience => {
                    thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(Refusal::Held {
                        holder: holder(&mut file),
                    });
                }
            }
        }
        note(&mut file).map_err(Refusal::Lock)?;
        Ok(Self(file))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The file stays: were it taken away, two processes could lock two files of its name.
        // The lock goes with it, so an error here changes nothing.
        let _ = self.0.set_len(0);
    }
}

/// The path of the lock of the store at `path`.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-writer");
    name.into()
}

fn note(file: &mut File) -> std::io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "process {}", process::id())
}

/// Who has the lock, where that can be read: on some systems a locked file cannot be.
fn holder(file: &mut File) -> Option<String> {
    let mut noted = String::new();
    file.rewind().ok()?;
    file.take(LONGEST_NOTE).read_to_string(&mut noted).ok()?;
    let number = noted.trim().strip_prefix("process ")?;
    let number: u32 = number.parse().ok()?;
    Some(format!("another marsad (process {number})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_is_told_who_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("war.db");
        let first = Writer::wait(&path, Duration::ZERO).unwrap();
        let refused = Writer::wait(&path, PAUSE * 2).err();
        assert!(
            matches!(&refused, Some(Refusal::Held { holder: Some(name) }) if name.contains(&process::id().to_string())),
            "{refused:?}"
        );
        drop(first);
        assert!(Writer::wait(&path, Duration::ZERO).is_ok());
    }
}
