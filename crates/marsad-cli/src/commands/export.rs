//! `marsad export`: how do events look to the tools that the field uses?
//!
//! In come reports and the form that is wanted; out comes one file, on standard output or under a path. Invariant: a file is written
//! whole or not at all, and what has no place in the form is counted on standard error.

use std::io::{self, IsTerminal as _};

use super::{output, put};
use crate::{
    arguments::ExportOptions,
    export::{self, Scope},
    gather, gazetteers,
    report::{Complaint, Outcome},
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &ExportOptions) -> anyhow::Result<Outcome> {
    if let Some(complaint) = refusal(options) {
        eprintln!("{complaint}");
        return Ok(Outcome::WrongUsage);
    }
    let knowledge = match gazetteers::knowledge(&options.reports.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let gathered = gather::events(&knowledge, &options.reports)?;
    if gathered.outcome >= Outcome::WrongUsage {
        return Ok(gathered.outcome);
    }
    let scope = if options.all { Scope::All } else { Scope::Told };
    let export = export::write(options.format, &gathered, &knowledge, scope)?;
    if let Some(what) = export.omitted.says() {
        eprintln!("{}", Complaint::remark(what));
    }
    let written = match &options.out {
        Some(path) => {
            output::write(path, &export.bytes)?;
            Outcome::AllRead
        }
        None => put(&export.bytes)?,
    };
    Ok(written.max(gathered.outcome))
}

/// Why the file cannot go where it is wanted, if that is known beforehand.
fn refusal(options: &ExportOptions) -> Option<Complaint> {
    match &options.out {
        Some(path) => output::refusal(path, options.force),
        None if options.format.is_binary() && io::stdout().is_terminal() => {
            let what = "a Parquet file is nothing for a terminal";
            Some(Complaint::error(None, what).help("name a file with --out"))
        }
        None => None,
    }
}
