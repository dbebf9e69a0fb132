//! `marsad events`: what do many reports tell together?

use marsad::{event::Event, knowledge::Knowledge};

use super::put;
use crate::{
    arguments::{EventsOptions, ReadFormat},
    filters::Wanted,
    gather::{self, Gathered},
    gazetteers,
    names::Unknown,
    render::{Paper, event},
    report::Outcome,
    store::{Store, search::Kinds},
    wire::event::EventRecord,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &EventsOptions) -> anyhow::Result<Outcome> {
    let knowledge = match gazetteers::knowledge(&options.reports.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let gathered = if options.is_filtered() {
        gather::of_store(&knowledge, &options.reports, |store| {
            found(options, store, &knowledge)
        })
    } else {
        gather::events(&knowledge, &options.reports)
    };
    let Gathered {
        mut events,
        outcome,
        ..
    } = gathered?;
    if options.format == ReadFormat::Table && !options.is_filtered() {
        // People read them as they happened; programs by their ids, which say nothing of when.
        events.sort_by_key(|event| {
            let day = event.account.days.first().map(|days| days.from);
            (day.is_none(), day)
        });
    }
    let paper = Paper::for_standard_output(options.reports.run.color);
    let told = events
        .iter()
        .filter(|event| options.all || event::is_told(event, &knowledge));
    let text: String = match options.format {
        ReadFormat::Table => (1..)
            .zip(told)
            .map(|(number, event)| event::print(number, event, &knowledge, &paper))
            .collect(),
        ReadFormat::Jsonl => told
            .map(|event| EventRecord::new(event, &knowledge).to_line())
            .collect(),
    };
    Ok(put(&text)?.max(outcome))
}

impl EventsOptions {
    fn is_filtered(&self) -> bool {
        let filter = &self.filter;
        let names = [
            &filter.actor,
            &filter.target,
            &filter.action,
            &filter.voice,
            &self.words,
        ];
        names.iter().any(|name| name.is_some())
            || filter.near.is_some()
            || filter.from.is_some()
            || filter.to.is_some()
            || self.grade.is_some()
            || self.limit.is_some()
    }
}

/// The events of a store that pass the filters.
fn found(
    options: &EventsOptions,
    store: &Store,
    knowledge: &Knowledge,
) -> Result<Vec<Event>, Unknown> {
    let wanted = Wanted {
        words: options.words.as_deref().unwrap_or_default(),
        filter: &options.filter,
        grade: None,
        kinds: if options.all {
            Kinds::Every
        } else {
            Kinds::Known
        },
    };
    let limit = options.limit.map_or(usize::MAX, usize::from);
    let grade = options.grade.map(|grade| grade.as_str());
    let (numbers, more) = store.search_events(&wanted.filters(store)?, grade, limit)?;
    if numbers.is_empty() {
        eprintln!(
            "marsad: no event passes all filters\n  help: leave a filter out or make it wider"
        );
    }
    if more {
        eprintln!("marsad: note: there are more events than {limit}; --limit N shows more of them");
    }
    Ok(store.events_of(knowledge, &numbers)?)
}
