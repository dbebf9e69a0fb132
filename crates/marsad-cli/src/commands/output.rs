//! How is a file written whole or not at all?
//!
//! In come a path and bytes; out comes the file. Invariant: under the path there is
//! never a part of the bytes, and nothing that was there is lost unless that is wanted.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    process,
};

use anyhow::Context as _;

use crate::report::{Complaint, Position};

/// Why nothing may be written to a path, if that is known beforehand.
pub(crate) fn refusal(path: &Path, force: bool) -> Option<Complaint> {
    let complaint = |what: &str, help: &str| {
        let position = Position::whole(&path.display().to_string());
        Some(Complaint::error(Some(position), what).help(help))
    };
    if path.is_dir() || path.file_name().is_none() {
        return complaint(
            "this is a folder, and a file is to be written",
            "name a file in it",
        );
    }
    if path.exists() && !force {
        return complaint(
            "there is such a file already",
            "choose another name, or write over it with --force",
        );
    }
    if !folder_of(path).is_dir() {
        return complaint("there is no such folder", "make the folder first");
    }
    None
}

/// Writes the file: first beside it under another name, which is then changed.
///
/// # Errors
///
/// Whatever writing gives; the path then holds what it held before.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let draft = draft_of(path);
    let written = put(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // It may not even have been made; the first error is the one to tell.
        let _ = fs::remove_file(&draft);
    }
    written.with_context(|| format!("cannot write {}", path.display()))
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    // A power cut after the renaming must not leave an empty file under the new name.
    file.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn draft_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folder_of(path).join(format!(".{name}.{}.part", process::id()))
}
