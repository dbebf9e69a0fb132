//! Which events do the reports of a store make, and how do they come out again?
//!
//! In come the reports of all documents and what analysts have decided; out come [`rows`] that say which claims are one event, and of
//! those rows [`Event`]s, with the help of a [`shelf`]. Invariants: the rows follow from reports, decisions and knowledge alone; they
//! change in one transaction, and only where an event has changed; what comes out equals what reconciling gave.

mod rows;
mod shelf;

use std::collections::BTreeMap;

use marsad::{
    event::{Anchor, Event, Report, Telling, reconcile_as_decided},
    knowledge::Knowledge,
};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::{Store, claims, decisions, refusal::Refusal, reports};
use rows::Row;
use shelf::Shelf;

/// What reconciling came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reconciled {
    /// How many events there are.
    pub(crate) events: u64,
    /// How many of them are new or have changed.
    pub(crate) changed: u64,
    /// How many there were before and are no more.
    pub(crate) gone: u64,
}

/// What the store's events do not know yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Behind {
    /// How many documents were read by a program that did not know events.
    pub(crate) unread: u64,
    /// How many documents and decisions came after the events were made.
    pub(crate) later: u64,
}

impl Store {
    /// Makes events of all reports, if there are any that the events do not know.
    ///
    /// # Errors
    ///
    /// What SQLite says, or when a report cannot be unpacked.
    pub(crate) fn reconcile(&mut self, knowledge: &Knowledge) -> Result<Reconciled, Refusal> {
        if self.behind()?.later == 0 {
            let events = "SELECT count(*) FROM events";
            return Ok(Reconciled {
                events: self.connection.query_row(events, (), |row| row.get(0))?,
                ..Reconciled::default()
            });
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (numbers, all) = all_reports(&transaction)?;
        let decisions = decisions::acting(&transaction)?;
        let record = reconcile_as_decided(knowledge, all, &decisions);
        let mut stories: BTreeMap<i64, (String, Option<String>)> = BTreeMap::new();
        let mut rows: BTreeMap<i64, Row> = BTreeMap::new();
        for event in &record.events {
            for source in &event.sources {
                let document = numbers.get(source.fingerprint.as_str());
                if let Some(document) =
                    document.filter(|_| source.is_copy() || source.superseded_by.is_some())
                {
                    let story = (source.story.clone(), source.superseded_by.clone());
                    stories.insert(*document, story);
                }
            }
            let row = Row::of(event, knowledge, &numbers)?;
            if let Some(number) = row.claims.first() {
                rows.insert(*number, row);
            }
        }
        let reconciled = rows::put(&transaction, &rows)?;
        transaction.execute("DELETE FROM stories", ())?;
        for (document, (story, superseded_by)) in &stories {
            transaction
                .prepare_cached("INSERT INTO stories VALUES (?, ?, ?)")?
                .execute(params![document, story, superseded_by])?;
        }
        for sql in [
            "UPDATE reports SET reconciled = 1 WHERE reconciled = 0",
            "UPDATE decisions SET reconciled = 1 WHERE reconciled = 0",
        ] {
            transaction.execute(sql, ())?;
        }
        transaction.commit()?;
        Ok(reconciled)
    }

    /// What the events do not know.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn behind(&self) -> Result<Behind, Refusal> {
        let count = |sql: &str| {
            self.connection
                .query_row(sql, (), |row| row.get::<_, u64>(0))
        };
        let known = format!(
            "SELECT count(*) FROM reports WHERE form = {}",
            reports::FORM
        );
        let (documents, reports) = (count("SELECT count(*) FROM documents")?, count(&known)?);
        Ok(Behind {
            unread: documents.saturating_sub(reports),
            later: count("SELECT count(*) FROM reports WHERE reconciled = 0")?
                + count("SELECT count(*) FROM decisions WHERE reconciled = 0")?,
        })
    }

    /// All events, in the order of their ids.
    ///
    /// # Errors
    ///
    /// What SQLite says, or when a report cannot be unpacked.
    pub(crate) fn events(&self, knowledge: &Knowledge) -> Result<Vec<Event>, Refusal> {
        let numbers: Vec<i64> = self
            .connection
            .prepare("SELECT number FROM events ORDER BY id")?
            .query_map((), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        self.events_of(knowledge, &numbers)
    }

    /// The events of these numbers, in this order.
    ///
    /// # Errors
    ///
    /// As [`Store::events`].
    pub(crate) fn events_of(
        &self,
        knowledge: &Knowledge,
        numbers: &[i64],
    ) -> Result<Vec<Event>, Refusal> {
        let decisions = decisions::acting(&self.connection)?;
        let mut shelf = Shelf::new(&self.connection);
        numbers
            .iter()
            .map(|number| shelf.event(knowledge, *number, &decisions))
            .collect()
    }

    /// The number of the event that an id leads to: that of an event now or at any time before, or of a claim.
    ///
    /// # Errors
    ///
    /// What SQLite says, or when a report cannot be unpacked.
    pub(crate) fn event_number(&self, id: &str) -> Result<Option<i64>, Refusal> {
        let Some(claim) = self.claim_number(id)? else {
            return Ok(None);
        };
        let event = "SELECT event FROM event_claims WHERE claim = ?";
        Ok(self
            .connection
            .prepare_cached(event)?
            .query_row([claim], |row| row.get(0))
            .optional()?)
    }

    /// The number of the claim that an id means: `FINGERPRINT#N` a document's claim, `FINGERPRINT@BYTE` the one that hangs
    /// on the word there.
    fn claim_number(&self, id: &str) -> Result<Option<i64>, Refusal> {
        if let Some((fingerprint, _)) = id.rsplit_once('#') {
            let document = self.number_of(fingerprint)?;
            return Ok(document.and_then(|document| claims::number(document, id)));
        }
        let Some((fingerprint, byte)) = id.rsplit_once('@') else {
            return Ok(None);
        };
        let (Ok(byte), Some(document)) = (byte.parse::<usize>(), self.number_of(fingerprint)?)
        else {
            return Ok(None);
        };
        let Some(report) = shelf::report(&self.connection, document)? else {
            return Ok(None);
        };
        let at_byte = |telling: &&Telling| {
            let trigger = telling.trigger;
            trigger.start == byte || (trigger.start..trigger.end).contains(&byte)
        };
        let found = tellings(&report).find(at_byte);
        Ok(found.and_then(|telling| claims::number(document, &telling.claim)))
    }

    /// The claim that an id means, by the words that it hangs on.
    ///
    /// # Errors
    ///
    /// As [`Store::event_number`].
    pub(crate) fn anchor(&self, id: &str) -> Result<Option<Anchor>, Refusal> {
        let Some(claim) = self.claim_number(id)? else {
            return Ok(None);
        };
        let Some(report) = shelf::report(&self.connection, claim / claims::MOST)? else {
            return Ok(None);
        };
        let own = |telling: &&Telling| {
            claims::number(claim / claims::MOST, &telling.claim) == Some(claim)
        };
        let found = tellings(&report).find(own);
        Ok(found.map(|telling| Anchor {
            fingerprint: report.fingerprint.clone(),
            trigger: telling.trigger,
        }))
    }
}

fn tellings(report: &Report) -> impl Iterator<Item = &Telling> {
    report.happenings.iter().flat_map(|told| &told.tellings)
}

/// The numbers of all documents by their fingerprints, and their reports.
fn all_reports(connection: &Connection) -> Result<(BTreeMap<String, i64>, Vec<Report>), Refusal> {
    let mut statement = connection.prepare(
        "SELECT r.document, d.fingerprint, r.form, r.packed
        FROM reports r JOIN documents d ON d.number = r.document WHERE r.form = ? ORDER BY r.document",
    )?;
    let mut rows = statement.query([reports::FORM])?;
    let (mut numbers, mut all) = (BTreeMap::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let fingerprint: String = row.get(1)?;
        let packed = row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?;
        all.push(reports::unpack(row.get(2)?, packed, &fingerprint)?);
        numbers.insert(fingerprint, row.get(0)?);
    }
    Ok((numbers, all))
}
