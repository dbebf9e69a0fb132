//! How is a row kept from taking all memory?
//!
//! In comes a stream; out comes the same stream, which fails once too much of it was taken since
//! the last row. Invariant: what is taken beyond the limit is no more than one piece of the
//! stream, however large the reader's buffer makes it.

use std::{
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A stream of which only so much may be taken for one row.
pub(super) struct Bounded {
    inner: Box<dyn Read + Send>,
    taken: Taken,
    limit: u64,
}

/// How much was taken since the last row.
#[derive(Clone, Default)]
pub(super) struct Taken(Arc<AtomicU64>);

impl Taken {
    /// Another row begins.
    pub(super) fn start_anew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

impl Bounded {
    /// The stream, and the count of what is taken of it.
    pub(super) fn new(inner: Box<dyn Read + Send>, limit: u64) -> (Self, Taken) {
        let taken = Taken::default();
        let bounded = Self {
            inner,
            taken: taken.clone(),
            limit,
        };
        (bounded, taken)
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.taken.0.load(Ordering::Relaxed);
        if taken > self.limit {
            let limit = self.limit;
            return Err(io::Error::other(format!(
                "a row is longer than {limit} bytes"
            )));
        }
        let read = self.inner.read(buffer)?;
        self.taken.0.store(taken + read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
