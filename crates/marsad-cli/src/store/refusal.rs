//! Why can a store not be used, and what is there to do?
//!
//! In come paths and what SQLite says; out comes a [`Refusal`], and of that a complaint for
//! people. Invariant: no message shows a code of SQLite without saying in words what is
//! wrong, and each says what to do.

use std::{fmt, io, path::Path};

use rusqlite::ErrorCode;

use crate::{
    input::listing,
    report::{Complaint, Position},
};

/// Why a store cannot be used.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There is no such file.
    Missing,
    /// The folder that it is to be made in is missing.
    NoFolder,
    /// It is a folder.
    Folder,
    /// Nothing is in it yet.
    Empty,
    /// A SQLite file of another program.
    OtherDatabase,
    /// A newer program made it.
    Newer {
        /// Its form.
        found: i32,
        /// The newest form that this program knows.
        known: i32,
    },
    /// Another process writes to it.
    Held {
        /// Which, in words, where that is known.
        holder: Option<String>,
    },
    /// The file that says who writes could not be used.
    Lock(io::Error),
    /// A part of it is not as this program wrote it.
    Unreadable(String),
    /// What SQLite says.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.told().0)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The complaint about the store at `path`.
    pub(crate) fn complaint(&self, path: &Path) -> Complaint {
        let (what, help) = self.told();
        Complaint::error(Some(Position::whole(&listing::name_of(path))), what).help(help)
    }

    /// What is wrong, and what to do.
    fn told(&self) -> (String, &'static str) {
        let told = |what: &str, help| (what.to_owned(), help);
        let own = "name a store that `marsad ingest` made, or a file that is not there yet";
        match self {
            Self::Missing => told(
                "there is no such store",
                "check the spelling of the path, or make it: marsad ingest FILES --store NAME.db",
            ),
            Self::NoFolder => told("there is no such folder", "make the folder first"),
            Self::Folder => told("this is a folder, and a store is one file", own),
            Self::Empty => told(
                "this store is still empty",
                "put reports into it: marsad ingest FILES --store NAME.db",
            ),
            Self::OtherDatabase => told("this SQLite file is no store of marsad", own),
            Self::Newer { found, known } => (
                format!(
                    "a newer marsad made this store: it has form {found}, and this version knows forms up to {known}"
                ),
                "use the newer marsad, or ingest the reports into a new store",
            ),
            Self::Held { holder } => (
                format!(
                    "{} is writing to this store, and only one can at a time",
                    holder.as_deref().unwrap_or("another program")
                ),
                "wait until it has ended and try again, or wait longer with --wait SECONDS; searching is possible meanwhile",
            ),
            Self::Lock(error) => (
                format!("cannot note beside the store who writes to it: {error}"),
                "a store is written in a folder in which you may make files",
            ),
            Self::Unreadable(what) => (
                format!("this store holds something that this marsad cannot read: {what}"),
                "make anew what is derived from the documents: marsad rebuild --store NAME.db",
            ),
            Self::Sqlite(error) => sqlite(error),
        }
    }
}

fn sqlite(error: &rusqlite::Error) -> (String, &'static str) {
    let told = |what: &str, help| (what.to_owned(), help);
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => told(
            "this file is no store of marsad",
            "name a store that `marsad ingest` made, or a file that is not there yet",
        ),
        Some(ErrorCode::DatabaseCorrupt) => told(
            "this store is damaged",
            "take it from a backup, or ingest the reports into a new one; sqlite3's .recover may save documents",
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Refusal::Held { holder: None }.told()
        }
        Some(ErrorCode::CannotOpen) => told(
            "this store cannot be opened",
            "check that you may read the file and write in its folder",
        ),
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => told(
            "this store may not be written by you",
            "give yourself the right to write the file and its folder",
        ),
        Some(ErrorCode::DiskFull) => told(
            "there is no room left on the disk",
            "make room and run the same command again; what was acknowledged is kept",
        ),
        _ => (
            format!("the store cannot be used: {error}"),
            "check the disk; `sqlite3 NAME.db 'PRAGMA integrity_check'` tells whether the file is whole",
        ),
    }
}

/// Refuses a path at which no store can be or be made.
pub(super) fn of_path(path: &Path) -> Result<(), Refusal> {
    if path.is_dir() {
        return Err(Refusal::Folder);
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Refusal::NoFolder)
        }
        _ => Ok(()),
    }
}

/// Refuses a path at which there is no store.
pub(crate) fn of_missing(path: &Path) -> Result<(), Refusal> {
    if path.is_dir() {
        return Err(Refusal::Folder);
    }
    match path.try_exists() {
        Ok(false) => Err(Refusal::Missing),
        // What else is wrong with the file is told when it is opened.
        Ok(true) | Err(_) => Ok(()),
    }
}
