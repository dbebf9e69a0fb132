//! What is kept, and for how long?
//!
//! In come documents with what was read in them; out come answers to searches. A [`Store`]
//! is one SQLite file. Documents are ground truth and are never changed; readings are
//! derived from them, and whatever searches need is derived from readings, so all but the
//! documents can be made anew. Invariants: what a committed batch holds survives the end of
//! the process at any moment; a document with its reading is in the store whole or not at
//! all; one process writes at a time, and nobody who reads ever waits for it.

/// What a document adds to the tables that searches use.
mod claims;
/// Days as numbers.
pub(crate) mod days;
/// What analysts have decided.
pub(crate) mod decisions;
/// Documents in and out.
pub(crate) mod documents;
/// Which claims are one event.
pub(crate) mod events;
/// Documents with all that was read in them, many at a time.
pub(crate) mod intake;
/// What maps and lists ask of all events.
pub(crate) mod overview;
/// The wire form of readings, packed.
mod readings;
/// All that is derived, made anew.
pub(crate) mod rebuild;
/// Why a store cannot be used.
pub(crate) mod refusal;
/// What documents tell beside others, packed.
mod reports;
/// What most deserves a look.
pub(crate) mod review;
/// Which form a file has, and how it gets the newest.
mod schema;
/// Which claims are asked for.
pub(crate) mod search;
/// One process writes at a time.
mod writer;

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags};

use self::{refusal::Refusal, schema::Form, writer::Writer};

/// How long whoever reads waits for the moment in which another process starts or ends.
const A_MOMENT: Duration = Duration::from_secs(5);

/// How many kibibytes of the file are kept in memory.
const CACHE_KIB: i64 = 65_536;

/// An open store.
pub(crate) struct Store {
    connection: Connection,
    /// Held for as long as the store is open for writing.
    _writer: Option<Writer>,
}

impl Store {
    /// Opens a store for writing and makes it if there is none. Waits at most `patience` for
    /// another process that writes to it.
    ///
    /// # Errors
    ///
    /// When the file is no store, is damaged, is newer than this program, may not be written,
    /// or somebody else goes on writing to it.
    pub(crate) fn for_writing(path: &Path, patience: Duration) -> Result<Self, Refusal> {
        refusal::of_path(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(patience)?;
        // Nothing is put beside a file that is none of ours.
        schema::form(&connection)?;
        let writer = Writer::wait(path, patience)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        // What is acknowledged must outlast a power cut, and not only the end of the process.
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        schema::bring_up_to_date(&mut connection, schema::MIGRATIONS)?;
        Ok(Self {
            connection,
            _writer: Some(writer),
        })
    }

    /// Opens a store that is there for reading. One of an older form is first brought up to
    /// date, which is the only time that this writes.
    ///
    /// # Errors
    ///
    /// As [`Store::for_writing`], and when there is no such file.
    pub(crate) fn for_reading(path: &Path) -> Result<Self, Refusal> {
        refusal::of_missing(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(A_MOMENT)?;
        match schema::form(&connection)? {
            Form::Current => {}
            Form::Empty => return Err(Refusal::Empty),
            Form::Older => drop(Self::for_writing(path, A_MOMENT)?),
        }
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        Ok(Self {
            connection,
            _writer: None,
        })
    }
}
