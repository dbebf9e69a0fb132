//! How do documents get in with all that was read in them?
//!
//! In come readings; out come rows, many documents in one transaction. An [`Item`] is made
//! where the document is read, on many threads; an [`Intake`] puts items into the store on
//! one. Invariant: an item is acknowledged only after the transaction that holds it is on the
//! disk.

use std::num::NonZeroUsize;

use marsad::{document::Document, event::Report, knowledge::Knowledge, reading::Reading};
use rusqlite::{Connection, TransactionBehavior};

use super::{
    Store, claims,
    documents::{self, Kept},
    events::Reconciled,
    readings,
    refusal::Refusal,
    reports,
};
use crate::{kind, report::Complaint, wire::Record};

/// How many bytes of text may wait for a commit, however few documents they are.
const MOST_WAITING: usize = 16 << 20;

/// A document that is to be kept.
pub(crate) struct Item {
    document: Document,
    given_id: String,
    derived: Option<Derived>,
}

/// What is derived from one document alone.
pub(super) struct Derived {
    packed: Vec<u8>,
    report: Vec<u8>,
    rows: Vec<claims::Row>,
    data_version: String,
}

impl Derived {
    /// What follows from a reading.
    ///
    /// # Errors
    ///
    /// In words, when the reading cannot be kept.
    pub(super) fn of(reading: &Reading, knowledge: &Knowledge) -> Result<Self, String> {
        let line = Record::new(reading, knowledge).to_line();
        let known_kinds: Vec<bool> = reading
            .claims
            .iter()
            .map(|claim| kind::is_known(claim, knowledge))
            .collect();
        let rows = claims::rows(&reading.document, &line, &known_kinds)?;
        if rows.len() as i64 > claims::MOST {
            return Err(format!("more than {} claims", claims::MOST));
        }
        Ok(Self {
            packed: readings::pack(&line).map_err(|error| error.to_string())?,
            report: reports::pack(&Report::of(knowledge, reading))?,
            rows,
            data_version: knowledge.version().to_string(),
        })
    }

    /// Puts it into the tables for the document of this number, in place of what is there.
    pub(super) fn keep(
        &self,
        connection: &Connection,
        document: i64,
        rebuild: i64,
    ) -> rusqlite::Result<()> {
        readings::keep(
            connection,
            document,
            &self.packed,
            &self.data_version,
            rebuild,
        )?;
        reports::keep(connection, document, &self.report)?;
        claims::add(connection, document, &self.rows)
    }

    /// How many claims it has.
    pub(super) fn claims(&self) -> u64 {
        self.rows.len() as u64
    }
}

impl Item {
    /// A document that the store has already.
    pub(crate) fn known(document: Document, given_id: &str) -> Self {
        Self {
            document,
            given_id: given_id.to_owned(),
            derived: None,
        }
    }

    /// A document that came with `given_id` and was then read.
    ///
    /// # Errors
    ///
    /// In words, when the reading cannot be kept.
    pub(crate) fn read(
        reading: Reading,
        given_id: &str,
        knowledge: &Knowledge,
    ) -> Result<Self, String> {
        Ok(Self {
            derived: Some(Derived::of(&reading, knowledge)?),
            document: reading.document,
            given_id: given_id.to_owned(),
        })
    }
}

/// A document that is in the store for good.
#[derive(Debug)]
pub(crate) struct Acknowledged {
    /// Its fingerprint.
    pub(crate) fingerprint: String,
    /// The id that it came with.
    pub(crate) given_id: String,
}

/// What came of all items so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Documents that were new.
    pub(crate) documents: u64,
    /// Their claims.
    pub(crate) claims: u64,
    /// Documents that were there already.
    pub(crate) already: u64,
    /// Documents that could not be kept.
    pub(crate) refused: u64,
}

/// What came of one transaction.
#[derive(Debug, Default)]
pub(crate) struct Committed {
    /// What is in the store now, in the order in which it came.
    pub(crate) acknowledged: Vec<Acknowledged>,
    /// What is not.
    pub(crate) complaints: Vec<Complaint>,
}

/// Documents on their way into a store.
pub(crate) struct Intake<'s> {
    store: &'s mut Store,
    waiting: Vec<Item>,
    waiting_bytes: usize,
    batch: usize,
    /// What came of those that are committed.
    pub(crate) taken: Taken,
}

impl<'s> Intake<'s> {
    /// An intake that is full with `batch` documents.
    pub(crate) fn new(store: &'s mut Store, batch: NonZeroUsize) -> Self {
        Self {
            store,
            waiting: Vec::new(),
            waiting_bytes: 0,
            batch: batch.get(),
            taken: Taken::default(),
        }
    }

    /// Makes events of all that is committed.
    ///
    /// # Errors
    ///
    /// As [`Store::reconcile`].
    pub(crate) fn reconcile(&mut self, knowledge: &Knowledge) -> Result<Reconciled, Refusal> {
        self.store.reconcile(knowledge)
    }

    /// Takes one document; it is not in the store before the next [`Intake::commit`].
    pub(crate) fn take(&mut self, item: Item) {
        self.waiting_bytes += item.document.text.len();
        self.waiting.push(item);
    }

    /// Whether it is time to commit.
    pub(crate) fn is_full(&self) -> bool {
        self.waiting.len() >= self.batch || self.waiting_bytes >= MOST_WAITING
    }

    /// Puts all that was taken into the store, in one transaction.
    ///
    /// # Errors
    ///
    /// What SQLite says; nothing of what was taken since the last time is then in the store.
    pub(crate) fn commit(&mut self) -> Result<Committed, Refusal> {
        let mut committed = Committed::default();
        if self.waiting.is_empty() {
            return Ok(committed);
        }
        let mut taken = self.taken;
        self.waiting_bytes = 0;
        let transaction = self
            .store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        for item in self.waiting.drain(..) {
            let Item {
                document,
                given_id,
                derived,
            } = item;
            match documents::keep(&transaction, &document, &given_id)? {
                Kept::New(number) => {
                    // An item without a reading is one that the store had, and no row goes.
                    let derived = derived.ok_or_else(|| {
                        Refusal::Unreadable(format!("document {} has gone", document.id))
                    })?;
                    derived.keep(&transaction, number, 0)?;
                    taken.documents += 1;
                    taken.claims += derived.claims();
                }
                Kept::Already => taken.already += 1,
                Kept::Clash => {
                    taken.refused += 1;
                    committed.complaints.push(clash(&given_id));
                    continue;
                }
            }
            committed.acknowledged.push(Acknowledged {
                fingerprint: document.id,
                given_id,
            });
        }
        transaction.commit()?;
        self.taken = taken;
        Ok(committed)
    }
}

fn clash(given_id: &str) -> Complaint {
    let what = format!(
        "the document \"{given_id}\" has the fingerprint of another one that is in the store; it was passed over"
    );
    Complaint::error(None, what)
        .help("this does not happen by chance to honest reports; please look at both")
}
