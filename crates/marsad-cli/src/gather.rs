//! Which events do commands work on, and which reports tell of them?
//!
//! In comes what was typed about reports; out come the events that these tell of, and the reports themselves to
//! quote from. Invariant: every report that an event names as a source can be looked up.

use std::{borrow::Cow, collections::BTreeMap, io};

use marsad::{
    document::Document,
    event::{Event, Report, Source, reconcile},
    knowledge::Knowledge,
};

use crate::{
    arguments::ReportsOptions,
    commands::read_with,
    names::Unknown,
    pipeline::Sink,
    report::{Complaint, Outcome, Position},
    store::{Store, refusal::Refusal},
};

/// Events with the reports that tell of them.
pub(crate) struct Gathered {
    /// The events, in the order of their ids.
    pub(crate) events: Vec<Event>,
    /// The reports.
    pub(crate) papers: Papers,
    /// How reading them went.
    pub(crate) outcome: Outcome,
}

/// Reports to quote from.
#[derive(Default)]
pub(crate) struct Papers {
    read: BTreeMap<String, Document>,
    store: Option<Store>,
}

impl Papers {
    /// The reports of a store.
    pub(crate) fn of_store(store: Store) -> Self {
        Self {
            read: BTreeMap::new(),
            store: Some(store),
        }
    }

    /// The report that is a source of an event.
    pub(crate) fn of(&self, source: &Source) -> Option<Cow<'_, Document>> {
        let fingerprint = source.fingerprint.as_str();
        match &self.store {
            None => self.read.get(fingerprint).map(Cow::Borrowed),
            // Whoever prints a report can do no more about a store that ceases to be readable than leave it out.
            Some(store) => store.document(fingerprint).ok().flatten().map(Cow::Owned),
        }
    }
}

/// The events that reports tell of.
///
/// # Errors
///
/// When the reports cannot be read at all; single ones that cannot are told as everywhere, and so is a store that cannot be
/// used.
pub(crate) fn events(knowledge: &Knowledge, options: &ReportsOptions) -> anyhow::Result<Gathered> {
    if options.store.is_some() {
        return of_store(knowledge, options, |store| {
            store.events(knowledge).map_err(Unknown::from)
        });
    }
    let mut kept = Kept::default();
    let outcome = read_with(
        knowledge,
        &options.input,
        &options.run,
        |reading, knowledge| (Report::of(knowledge, reading), reading.document.clone()),
        &mut kept,
    )?;
    Ok(Gathered {
        events: reconcile(knowledge, kept.reports),
        papers: kept.papers,
        outcome,
    })
}

/// Those events of a store that `which` takes from it.
///
/// # Errors
///
/// When what the program knows is broken.
pub(crate) fn of_store(
    knowledge: &Knowledge,
    options: &ReportsOptions,
    which: impl FnOnce(&Store) -> Result<Vec<Event>, Unknown>,
) -> anyhow::Result<Gathered> {
    let path = options.store.clone().unwrap_or_default();
    let opened = Store::for_reading(&path).map_err(Unknown::from);
    let found = opened.and_then(|store| {
        note_what_is_missing(&store, &path, knowledge)?;
        Ok((which(&store)?, store))
    });
    match found {
        Ok((events, store)) => Ok(Gathered {
            events,
            papers: Papers::of_store(store),
            outcome: Outcome::AllRead,
        }),
        Err(why) => {
            eprintln!("{}", why.complaint(&path)?);
            Ok(Gathered {
                events: Vec::new(),
                papers: Papers::default(),
                outcome: Outcome::WrongUsage,
            })
        }
    }
}

/// Tells what of the store its events do not know.
pub(crate) fn note_what_is_missing(
    store: &Store,
    path: &std::path::Path,
    knowledge: &Knowledge,
) -> Result<(), Refusal> {
    let note = |what: String| {
        let position = Position::whole(&path.display().to_string());
        let note = Complaint::note(position, what);
        eprintln!(
            "{}",
            note.help("marsad rebuild brings all of them up to date")
        );
    };
    let behind = store.behind()?;
    if behind.unread > 0 {
        note(format!(
            "{} documents were stored by an older marsad, and the events do not know them",
            behind.unread
        ));
    }
    if behind.later > 0 {
        note(format!(
            "{} documents or decisions came after the events were made",
            behind.later
        ));
    }
    if let Some(version) = store.other_data_version(knowledge.version())? {
        note(format!(
            "some documents of this store were read with data {version}, and this marsad has {}",
            knowledge.version()
        ));
    }
    Ok(())
}

/// Keeps what every report tells until the last is read.
#[derive(Default)]
struct Kept {
    reports: Vec<Report>,
    papers: Papers,
}

impl Sink<(Report, Document)> for Kept {
    fn take(&mut self, (report, document): (Report, Document)) -> io::Result<()> {
        let papers = &mut self.papers.read;
        papers.insert(report.fingerprint.to_string(), document);
        self.reports.push(report);
        Ok(())
    }

    fn rest(&mut self) -> io::Result<()> {
        Ok(())
    }
}
