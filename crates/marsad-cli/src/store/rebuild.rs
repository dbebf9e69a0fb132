//! How is all that is derived made anew?
//!
//! In come the store's own documents, read again; out come new readings and new rows in place
//! of the old. Invariants: documents are not touched; each document's derived rows change
//! from the old to the new in one transaction, so that whoever searches meanwhile finds one or
//! the other; a rebuild that was interrupted goes on where it stopped.

use std::{collections::VecDeque, num::NonZeroUsize};

use marsad::{document::Document, knowledge::Knowledge, reading::Reading};
use rusqlite::{OptionalExtension as _, TransactionBehavior, params};

use super::{Store, claims, intake::Derived, refusal::Refusal};
use crate::{input::Arrival, report::Complaint};

/// A document that was read again.
pub(crate) struct Reread {
    fingerprint: String,
    derived: Derived,
}

impl Reread {
    /// What follows from the new reading.
    ///
    /// # Errors
    ///
    /// In words, when the reading cannot be kept.
    pub(crate) fn of(reading: &Reading, knowledge: &Knowledge) -> Result<Self, String> {
        Ok(Self {
            fingerprint: reading.document.id.clone(),
            derived: Derived::of(reading, knowledge)?,
        })
    }
}

/// A rebuild that has begun.
pub(crate) struct Rebuild<'s> {
    store: &'s mut Store,
    /// Its number, which it stamps on what it has made.
    pub(crate) number: i64,
    waiting: Vec<Reread>,
    batch: usize,
    /// How many documents were read again by this process.
    pub(crate) documents: u64,
    /// How many claims they have.
    pub(crate) claims: u64,
}

impl<'s> Rebuild<'s> {
    /// Begins a rebuild, or goes on with one that the same `reader` (the versions of program
    /// and data) has begun and not finished.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn begin(
        store: &'s mut Store,
        reader: &str,
        batch: NonZeroUsize,
    ) -> Result<Self, Refusal> {
        let transaction = store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let last = "SELECT number FROM rebuilds WHERE number = (SELECT max(number) FROM rebuilds)
            AND finished = 0 AND reader = ?";
        let begun: Option<i64> = transaction
            .query_row(last, [reader], |row| row.get(0))
            .optional()?;
        let number = match begun {
            Some(number) => number,
            None => {
                transaction.execute(
                    "INSERT INTO rebuilds (reader, finished) VALUES (?, 0)",
                    [reader],
                )?;
                let number = transaction.last_insert_rowid();
                transaction.execute(
                    "INSERT INTO documents_words (documents_words) VALUES ('rebuild')",
                    (),
                )?;
                number
            }
        };
        transaction.commit()?;
        Ok(Self {
            store,
            number,
            waiting: Vec::new(),
            batch: batch.get(),
            documents: 0,
            claims: 0,
        })
    }

    /// Takes a document that was read again.
    pub(crate) fn take(&mut self, reread: Reread) {
        self.waiting.push(reread);
    }

    /// Whether it is time to commit.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.len() >= self.batch
    }

    /// Puts the new rows in place of the old for all that was taken, in one transaction.
    ///
    /// # Errors
    ///
    /// What SQLite says; the old rows are then still there.
    pub(crate) fn commit(&mut self) -> Result<(), Refusal> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut numbers = Vec::with_capacity(self.waiting.len());
        for reread in &self.waiting {
            let number = self.store.number_of(&reread.fingerprint)?;
            numbers.push(number.ok_or_else(|| {
                Refusal::Unreadable(format!("document {} has gone", reread.fingerprint))
            })?);
        }
        let transaction = self
            .store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (reread, number) in self.waiting.iter().zip(numbers) {
            claims::remove(&transaction, number)?;
            reread.derived.keep(&transaction, number, self.number)?;
        }
        transaction.commit()?;
        for reread in self.waiting.drain(..) {
            self.documents += 1;
            self.claims += reread.derived.claims();
        }
        Ok(())
    }

    /// Ends the rebuild if every document has been read again; whether it has.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn finish(mut self) -> Result<bool, Refusal> {
        self.commit()?;
        if !self.store.unread(0, self.number)?.is_empty() {
            return Ok(false);
        }
        let transaction = self
            .store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Whoever is quoted no more would still be found by name.
        transaction.execute(
            "DELETE FROM voices WHERE number NOT IN (SELECT voice FROM claim_voices)",
            (),
        )?;
        transaction.execute(
            "UPDATE rebuilds SET finished = 1 WHERE number = ?",
            params![self.number],
        )?;
        transaction.commit()?;
        Ok(true)
    }
}

/// The documents that a rebuild has still to read, in the order of their numbers.
pub(crate) struct Unread {
    store: Store,
    rebuild: i64,
    after: i64,
    page: VecDeque<(i64, Document)>,
    told: u64,
    ended: bool,
}

impl Unread {
    /// What rebuild `rebuild` has not read yet. The store is one that is open for reading, since
    /// documents are fetched while others are written.
    pub(crate) fn new(store: Store, rebuild: i64) -> Self {
        Self {
            store,
            rebuild,
            after: 0,
            page: VecDeque::new(),
            told: 0,
            ended: false,
        }
    }
}

impl Iterator for Unread {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        if self.page.is_empty() && !self.ended {
            // A page at a time, and not one long look, which would keep the log from being emptied.
            match self.store.unread(self.after, self.rebuild) {
                Ok(page) => {
                    let page = page.into_iter();
                    self.page = page.map(|found| (found.number, found.document)).collect();
                    self.ended = self.page.is_empty();
                }
                Err(refusal) => {
                    self.ended = true;
                    return Some(Arrival {
                        complaints: vec![Complaint::fault(format!(
                            "the documents cannot be read further: {refusal}"
                        ))],
                        ..Arrival::default()
                    });
                }
            }
        }
        let (number, document) = self.page.pop_front()?;
        self.after = number;
        self.told += 1;
        Some(Arrival {
            document: Some(document),
            complaints: Vec::new(),
            position: self.told,
        })
    }
}
