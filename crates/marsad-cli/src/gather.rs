//! Which events do commands work on, and which reports tell of them?
//!
//! In comes what was typed about reports; out come the events that these tell of, and the reports themselves to
//! quote from. Invariant: every report that an event names as a source can be looked up.

use std::{collections::BTreeMap, io};

use marsad::{
    document::Document,
    event::{Event, Report, Source, reconcile},
    knowledge::Knowledge,
};

use crate::{arguments::ReportsOptions, commands::read_with, pipeline::Sink, report::Outcome};

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
pub(crate) struct Papers(BTreeMap<String, Document>);

impl Papers {
    /// The report that is a source of an event.
    pub(crate) fn of(&self, source: &Source) -> Option<&Document> {
        self.0.get(source.fingerprint.as_str())
    }
}

/// The events that reports tell of.
///
/// # Errors
///
/// When the reports cannot be read at all; single ones that cannot are told as everywhere.
pub(crate) fn events(knowledge: &Knowledge, options: &ReportsOptions) -> anyhow::Result<Gathered> {
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

/// Keeps what every report tells until the last is read.
#[derive(Default)]
struct Kept {
    reports: Vec<Report>,
    papers: Papers,
}

impl Sink<(Report, Document)> for Kept {
    fn take(&mut self, (report, document): (Report, Document)) -> io::Result<()> {
        let Papers(papers) = &mut self.papers;
        papers.insert(report.fingerprint.to_string(), document);
        self.reports.push(report);
        Ok(())
    }

    fn rest(&mut self) -> io::Result<()> {
        Ok(())
    }
}
