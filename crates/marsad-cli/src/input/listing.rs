//! Which files are meant by the paths that were named?
//!
//! In come paths; out come [`Entry`]s in the order named, a folder's files in
//! the order of their paths. Invariant: the same tree always gives the same
//! list, and nothing that was named vanishes without a word.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::report::{Complaint, Position};

/// The endings of files that are read when a folder is named.
const READ_ENDINGS: [&str; 3] = ["txt", "jsonl", "ndjson"];

/// How many skipped files a note names.
const NAMED_IN_NOTE: usize = 3;

/// One thing to read, or to tell.
#[derive(Debug)]
pub(super) enum Entry {
    /// A file, with its size in bytes.
    File(PathBuf, u64),
    /// Standard input.
    Stdin,
    /// Something that cannot be read, or was passed over.
    Trouble(Complaint),
}

/// The entries that `paths` stand for; `-` and no paths at all mean standard input.
pub(super) fn list(paths: &[PathBuf]) -> Vec<Entry> {
    if paths.is_empty() {
        return vec![Entry::Stdin];
    }
    let mut entries = Vec::new();
    let mut stdin_named = false;
    for path in paths {
        if path.as_os_str() == "-" {
            if stdin_named {
                let twice = Complaint::error(
                    Some(Position::whole("-")),
                    "standard input can be read only once",
                );
                entries.push(Entry::Trouble(twice.help("name - once")));
            } else {
                entries.push(Entry::Stdin);
            }
            stdin_named = true;
        } else {
            match fs::metadata(path) {
                Ok(about) if about.is_dir() => list_folder(path, &mut entries),
                Ok(about) => entries.push(Entry::File(path.clone(), about.len())),
                Err(error) => entries.push(Entry::Trouble(unreadable(path, &error))),
            }
        }
    }
    entries
}

/// A path as messages show it.
pub(crate) fn name_of(path: &Path) -> String {
    path.display().to_string()
}

/// Why a path could not be opened, and what to do.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Complaint {
    let (what, help) = match error.kind() {
        io::ErrorKind::NotFound => (
            "there is no such file or folder",
            "check the spelling of the path".to_owned(),
        ),
        io::ErrorKind::PermissionDenied => (
            "this may not be read by you",
            format!(
                "give yourself the right to read it: chmod u+r '{}'",
                path.display()
            ),
        ),
        _ => {
            return Complaint::error(
                Some(Position::whole(&name_of(path))),
                format!("cannot be read: {error}"),
            );
        }
    };
    Complaint::error(Some(Position::whole(&name_of(path))), what).help(help)
}

/// Adds what a folder holds, or a complaint that it holds nothing to read.
fn list_folder(folder: &Path, entries: &mut Vec<Entry>) {
    let before = entries.len();
    let mut skipped = Vec::new();
    walk(folder, entries, &mut skipped);
    if !skipped.is_empty() {
        let named: Vec<_> = skipped
            .iter()
            .take(NAMED_IN_NOTE)
            .map(|path| name_of(path))
            .collect();
        let more = match skipped.len().saturating_sub(NAMED_IN_NOTE) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let what = format!(
            "passed over what is not .txt, .jsonl or .ndjson: {}{more}",
            named.join(", ")
        );
        entries.insert(
            before,
            Entry::Trouble(Complaint::note(Position::whole(&name_of(folder)), what)),
        );
    }
    let something = entries[before..].iter().any(|entry| match entry {
        Entry::File(..) | Entry::Stdin => true,
        Entry::Trouble(complaint) => complaint.outcome() != crate::report::Outcome::AllRead,
    });
    if !something {
        let empty = Complaint::error(
            Some(Position::whole(&name_of(folder))),
            "nothing to read in this folder",
        );
        entries.push(Entry::Trouble(empty.help("files in folders are read when they end in .txt, .jsonl or .ndjson; name others one by one")));
    }
}

/// Walks a folder in the order of its names. Hidden files are left alone, and
/// folders behind symbolic links are not followed, so that no walk goes in circles.
fn walk(folder: &Path, entries: &mut Vec<Entry>, skipped: &mut Vec<PathBuf>) {
    let listed = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut listed = match listed {
        Ok(listed) => listed,
        Err(error) => return entries.push(Entry::Trouble(unreadable(folder, &error))),
    };
    listed.sort_by_key(fs::DirEntry::file_name);
    for found in listed {
        let path = found.path();
        if found.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match (found.file_type(), fs::metadata(&path)) {
            (Ok(kind), _) if kind.is_dir() => walk(&path, entries, skipped),
            (Ok(_), Ok(about)) if about.is_file() => {
                if is_read_by_default(&path) {
                    entries.push(Entry::File(path, about.len()));
                } else {
                    skipped.push(path);
                }
            }
            (Ok(_), Ok(_)) => skipped.push(path),
            (Err(error), _) | (_, Err(error)) => {
                entries.push(Entry::Trouble(unreadable(&path, &error)))
            }
        }
    }
}

fn is_read_by_default(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| READ_ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_walked_in_order_and_says_what_it_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for name in [
            "c.TXT",
            "a.jsonl",
            "b/x.ndjson",
            "picture.png",
            ".hidden.txt",
        ] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let entries = list(&[folder.path().to_owned()]);
        let names: Vec<_> = entries
            .iter()
            .map(|entry| match entry {
                Entry::File(path, 1) => path
                    .strip_prefix(folder.path())
                    .unwrap()
                    .display()
                    .to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert!(
            names[0].contains("picture.png") && !names[0].contains("hidden"),
            "{names:?}"
        );
        assert_eq!(names[1..], ["a.jsonl", "b/x.ndjson", "c.TXT"]);
    }

    #[test]
    fn what_is_missing_or_empty_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.txt");
        for path in [folder.path().to_owned(), missing] {
            let entries = list(&[path]);
            assert!(
                matches!(&entries[..], [Entry::Trouble(complaint)] if complaint.help.is_some()),
                "{entries:?}"
            );
        }
    }
}
