//! `marsad explain`: which words does each claim rest on?

use std::{io, path::Path};

use anyhow::Result;
use marsad::reading::Reader;

use super::{Printed, put, read_all};
use crate::{
    arguments::ExplainOptions,
    gazetteers,
    pipeline::Sink,
    render::{
        Paper,
        explanation::{self, Wanted},
    },
    report::{Complaint, Outcome},
    store::Store,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &ExplainOptions) -> Result<Outcome> {
    if let Some(store) = &options.store {
        return of_store(store, options);
    }
    let paper = Paper::for_standard_output(options.run.color);
    let wanted = options.claim.clone().map_or(Wanted::All, Wanted::One);
    let mut found = Found {
        printed: Printed::new(),
        explained: 0,
    };
    let outcome = read_all(
        &options.input,
        &options.gazetteers.files,
        &options.run,
        |reading, knowledge| explanation::print(reading, knowledge, &wanted, &paper),
        &mut found,
    )?;
    match wanted {
        Wanted::One(claim) if found.explained == 0 && outcome <= Outcome::SomeUnread => {
            let complaint =
                Complaint::error(None, format!("no claim \"{claim}\" in what was read"));
            eprintln!("{}", complaint.help("marsad read shows the claims with their numbers; --format jsonl shows their ids"));
            Ok(outcome.max(Outcome::SomeUnread))
        }
        _ => Ok(outcome),
    }
}

/// Explains what one id of a store means: a claim, or why the claims of an event are one.
fn of_store(path: &Path, options: &ExplainOptions) -> Result<Outcome> {
    let refuse = |complaint: &Complaint| {
        eprintln!("{complaint}");
        Ok(Outcome::WrongUsage)
    };
    let [id] = options.input.paths.as_slice() else {
        let complaint = Complaint::error(None, "with --store one id is explained at a time");
        return refuse(
            &complaint.help("marsad explain FINGERPRINT#N --store NAME.db, or the id of an event"),
        );
    };
    let id = id.to_string_lossy();
    let Some((fingerprint, _)) = id.rsplit_once('#') else {
        return super::event::explain(path, &id, options.run.color);
    };
    let document = Store::for_reading(path).and_then(|store| store.document(fingerprint));
    let document = match document {
        Ok(document) => document,
        Err(refusal) => return refuse(&refusal.complaint(path)),
    };
    let knowledge = match gazetteers::knowledge(&options.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => return refuse(&complaint),
    };
    let paper = Paper::for_standard_output(options.run.color);
    let wanted = Wanted::One(id.to_string());
    let explained = document.and_then(|document| {
        let reading = Reader::new(&knowledge).read(&document);
        explanation::print(&reading, &knowledge, &wanted, &paper)
    });
    match explained {
        Some(text) => put(&text),
        None => {
            let what = format!("no claim of this store has the id \"{id}\"");
            refuse(
                &Complaint::error(None, what).help("marsad search shows the claims with their ids"),
            )
        }
    }
}

/// Prints explanations and counts the documents that had one.
struct Found {
    printed: Printed,
    explained: usize,
}

impl Sink<Option<String>> for Found {
    fn take(&mut self, result: Option<String>) -> io::Result<()> {
        let Some(explanation) = result else {
            return Ok(());
        };
        self.explained += 1;
        self.printed.take(explanation)
    }

    fn rest(&mut self) -> io::Result<()> {
        self.printed.rest()
    }
}
