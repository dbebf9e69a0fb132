//! Which places does a user add to those that the program knows?
//!
//! In come the paths of gazetteer files; out comes the program's own knowledge or
//! gazetteer with them as layers. Invariant: a file that cannot be used is told with
//! its path and what to do, and nothing is read without it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use marsad::knowledge::{
    Knowledge,
    gazetteer::{Candidate, Gazetteer, GazetteerError, Place},
};

use crate::{
    bundle,
    input::listing,
    report::{Complaint, Position},
};

/// A candidate with its place and its rank among all for the name, counted from 1.
pub(crate) struct Ranked<'g> {
    /// The rank.
    pub(crate) rank: usize,
    /// The candidate.
    pub(crate) candidate: Candidate,
    /// Its place.
    pub(crate) place: Place<'g>,
}

/// The program's knowledge with these files beside it.
///
/// # Errors
///
/// As [`bundle::knowledge`]; the inner complaint is about one of the files.
pub(crate) fn knowledge(paths: &[PathBuf]) -> anyhow::Result<Result<Knowledge, Complaint>> {
    // The files are looked at first: they are likelier to be at fault, and sooner read.
    let layers: Result<Vec<_>, Complaint> = paths.iter().map(|path| open(path)).collect();
    let layers = match layers {
        Ok(layers) => layers,
        Err(complaint) => return Ok(Err(complaint)),
    };
    Ok(paths
        .iter()
        .zip(layers)
        .try_fold(bundle::knowledge()?, |knowledge, (path, layer)| {
            knowledge
                .with_gazetteer(layer)
                .map_err(|error| unusable(path, &error))
        }))
}

/// The program's gazetteer with these files beside it.
///
/// # Errors
///
/// As [`bundle::gazetteer`]; the inner complaint is about one of the files.
pub(crate) fn gazetteer(paths: &[PathBuf]) -> anyhow::Result<Result<Gazetteer, Complaint>> {
    Ok(paths
        .iter()
        .try_fold(bundle::gazetteer()?, |gazetteer, path| {
            gazetteer
                .with(open(path)?)
                .map_err(|error| unusable(path, &error))
        }))
}

fn open(path: &Path) -> Result<Gazetteer, Complaint> {
    let bytes = fs::read(path).map_err(|error| listing::unreadable(path, &error))?;
    Gazetteer::from_bytes(bytes).map_err(|error| unusable(path, &error))
}

fn unusable(path: &Path, error: &GazetteerError) -> Complaint {
    let again = "run `marsad gazetteer import` again";
    let (what, help) = match error {
        GazetteerError::NotAGazetteer => (
            "this is no gazetteer".to_owned(),
            "make one of a list of places: marsad gazetteer import LIST --out NAME.gazetteer",
        ),
        GazetteerError::Format { found, known } => (
            format!(
                "this gazetteer was made by another version of marsad: it has format {found}, and this version reads {known}"
            ),
            again,
        ),
        GazetteerError::Damaged => ("this gazetteer is damaged".to_owned(), again),
        GazetteerError::Clash {
            place,
            first,
            second,
        } => (
            format!("{place} is {second:?} here and {first:?} in another gazetteer"),
            "import both lists into one file, which numbers their places apart",
        ),
        error => (error.to_string(), again),
    };
    Complaint::error(Some(Position::whole(&listing::name_of(path))), what).help(help)
}
