//! `marsad gazetteer`: which places are known, and how does one add others?
//!
//! In come the options of one of its commands; out comes what that prints, and an
//! [`Outcome`]. Invariant: as for all commands, none of them understands anything itself.

mod find;
mod import;

use crate::{arguments::GazetteerCommand, report::Outcome};

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn run(command: &GazetteerCommand) -> anyhow::Result<Outcome> {
    match command {
        GazetteerCommand::Import(options) => import::run(options),
        GazetteerCommand::Find(options) => find::run(options),
    }
}
