//! `marsad review`: what most deserves a look?

use marsad::{event::Event, knowledge::Knowledge};

use super::put;
use crate::{
    arguments::{ReadFormat, ReviewOptions},
    bundle, gather,
    names::Unknown,
    render::{Paper, review},
    report::Outcome,
    store::{Store, review::Item},
    wire::review::ReviewRecord,
};

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn run(options: &ReviewOptions) -> anyhow::Result<Outcome> {
    let knowledge = bundle::knowledge()?;
    let items = match items(options, &knowledge) {
        Ok(items) => items,
        Err(why) => {
            eprintln!("{}", why.complaint(&options.store)?);
            return Ok(Outcome::WrongUsage);
        }
    };
    if items.is_empty() {
        eprintln!("marsad: nothing in this store asks for a look");
    }
    let paper = Paper::for_standard_output(options.color);
    put(&match options.format {
        ReadFormat::Table => review::print(&items, &knowledge, &paper),
        ReadFormat::Jsonl => items
            .iter()
            .map(|(item, event)| ReviewRecord::new(item, event.as_ref()).to_line())
            .collect(),
    })
}

/// What deserves a look, with the events that it is about.
fn items(
    options: &ReviewOptions,
    knowledge: &Knowledge,
) -> Result<Vec<(Item, Option<Event>)>, Unknown> {
    let store = Store::for_reading(&options.store)?;
    gather::note_what_is_missing(&store, &options.store, knowledge)?;
    let items = store.review(options.limit.get())?;
    let numbers: Vec<i64> = items.iter().filter_map(|item| item.event).collect();
    let mut events = store.events_of(knowledge, &numbers)?.into_iter();
    let with_event = |item: Item| {
        let event = item.event.and_then(|_| events.next());
        (item, event)
    };
    Ok(items.into_iter().map(with_event).collect())
}
