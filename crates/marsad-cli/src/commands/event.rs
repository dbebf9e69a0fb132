//! `marsad event`: what is known about one event?
//!
//! In comes the id of an event of now or of any earlier time, or of a claim; out comes the event that this leads to. Invariant: an id
//! that leads to another event than it names is told.

use std::path::Path;

use marsad::{event::Event, knowledge::Knowledge};

use super::put;
use crate::{
    arguments::{Colour, EventOptions, ReadFormat},
    bundle,
    gather::{self, Papers},
    names::Unknown,
    render::{Paper, record},
    report::{Complaint, Outcome},
    store::Store,
    wire::event::EventRecord,
};

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn run(options: &EventOptions) -> anyhow::Result<Outcome> {
    let knowledge = bundle::knowledge()?;
    let (event, papers) = match find(&options.store, &options.id, &knowledge) {
        Ok(found) => found,
        Err(why) => {
            eprintln!("{}", why.complaint(&options.store)?);
            return Ok(Outcome::WrongUsage);
        }
    };
    let paper = Paper::for_standard_output(options.color);
    put(&match options.format {
        ReadFormat::Table => record::in_full(&event, &knowledge, &papers, &paper),
        ReadFormat::Jsonl => EventRecord::new(&event, &knowledge).to_line(),
    })
}

/// `marsad explain ID --store`: why are its claims one event?
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn explain(store: &Path, id: &str, colour: Colour) -> anyhow::Result<Outcome> {
    let knowledge = bundle::knowledge()?;
    let (event, _) = match find(store, id, &knowledge) {
        Ok(found) => found,
        Err(why) => {
            eprintln!("{}", why.complaint(store)?);
            return Ok(Outcome::WrongUsage);
        }
    };
    let paper = Paper::for_standard_output(colour);
    put(record::why(&event, &knowledge, &paper))
}

/// The event that an id leads to, and the reports of its store.
fn find(path: &Path, id: &str, knowledge: &Knowledge) -> Result<(Event, Papers), Unknown> {
    let store = Store::for_reading(path)?;
    gather::note_what_is_missing(&store, path, knowledge)?;
    let Some(number) = store.event_number(id)? else {
        let complaint = Complaint::error(
            None,
            format!("no event or claim of this store has the id \"{id}\""),
        );
        return Err(Unknown::Name(complaint.help(
            "marsad events and marsad search show the ids; the word that an old id points at may no longer be read as a claim",
        )));
    };
    let events = store.events_of(knowledge, &[number])?;
    let event = events
        .into_iter()
        .next()
        .ok_or_else(|| Unknown::Name(Complaint::error(None, format!("the event {id} has gone"))))?;
    if event.id != id && !id.contains('#') {
        eprintln!("marsad: note: {id} is told in the event {} now", event.id);
    }
    Ok((event, Papers::of_store(store)))
}
