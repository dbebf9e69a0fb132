//! What can be wrong with the knowledge files, said so that it can be mended.

use std::num::NonZeroU32;

use thiserror::Error;

/// Something wrong in a knowledge file: which file, where in it, and what to do.
#[derive(Debug, Error)]
#[error("{file}:{}{kind}", .line.map(|line| format!("{line}: ")).unwrap_or_else(|| " ".into()))]
pub struct Error {
    /// The name of the file, relative to `data/`.
    pub file: Box<str>,
    /// The line on which the entry begins, counted from 1, where one entry is wrong.
    pub line: Option<NonZeroU32>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// The ways in which a knowledge file can be wrong.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file that every knowledge needs is not there.
    #[error("the file is missing; every set of knowledge needs it")]
    Missing,
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 text; save it as UTF-8")]
    NotText,
    /// The file is no TOML, or has keys that it should not have.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// A line of a table is not as it should be.
    #[error("line {line}: {what}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong, and what was expected.
        what: String,
    },
    /// Two entries share an id.
    #[error("the id \"{id}\" is used twice; ids are never shared and never used again")]
    Twice {
        /// The shared id.
        id: String,
    },
    /// An entry refers to something that is not there.
    #[error("\"{at}\" refers to the {kind} \"{name}\", which does not exist{}", nearest(.near.as_deref()))]
    Unknown {
        /// The entry that refers.
        at: String,
        /// What kind of thing is meant.
        kind: &'static str,
        /// The name that is not there.
        name: String,
        /// The likeliest meant name, if any is close.
        near: Option<String>,
    },
    /// An entry's own language cannot be read.
    #[error("\"{at}\": {what}")]
    Entry {
        /// The entry's id.
        at: String,
        /// What is wrong, and what was expected.
        what: String,
    },
    /// A binary file (model, gazetteer) cannot be opened.
    #[error("{0}")]
    Binary(String),
}

impl Error {
    /// An error in `file`.
    pub(crate) fn new(file: &str, kind: impl Into<ErrorKind>) -> Self {
        Self {
            file: file.into(),
            line: None,
            kind: kind.into(),
        }
    }

    /// An error in the entry of an id; of several entries, in the last.
    pub(crate) fn in_entry(file: &str, text: &str, id: &str, kind: impl Into<ErrorKind>) -> Self {
        let wanted = format!("\"{id}\"");
        let names = |line: &str| {
            let rest = line.trim_start().strip_prefix("id").map(str::trim_start);
            rest.and_then(|rest| rest.strip_prefix('='))
                .is_some_and(|value| value.trim() == wanted)
        };
        let lines: Vec<&str> = text.lines().collect();
        Self {
            line: lines
                .iter()
                .rposition(|line| names(line))
                .and_then(|at| NonZeroU32::new(u32::try_from(at + 1).ok()?)),
            ..Self::new(file, kind)
        }
    }
}

fn nearest(near: Option<&str>) -> String {
    near.map(|name| format!("; did you mean \"{name}\"?"))
        .unwrap_or_default()
}

/// What to add to an error about a name that does not exist: the nearest that does, if any is
/// near.
pub(crate) fn did_you_mean<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> String {
    nearest(nearest_name(wanted, names).as_deref())
}

/// Of `names`, the one that shares the longest run of letters from the start with `wanted`,
/// if that is at least half of it.
pub(crate) fn nearest_name<'n>(
    wanted: &str,
    names: impl Iterator<Item = &'n str>,
) -> Option<String> {
    names
        .map(|name| {
            let shared = name
                .chars()
                .zip(wanted.chars())
                .take_while(|(a, b)| a == b)
                .count();
            (shared, name)
        })
        .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)))
        .filter(|(shared, _)| *shared * 2 >= wanted.chars().count())
        .map(|(_, name)| name.to_owned())
}
