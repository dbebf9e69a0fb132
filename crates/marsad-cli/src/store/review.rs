//! Which events most deserve a look?
//!
//! In comes a store; out come [`Item`]s: events that voices dispute most, deadly ones that rest on least, pairs that may be one, and
//! decisions that find their claims no more. Invariant: what an analyst has confirmed, rejected or merged is not asked again.

use rusqlite::Row;

use super::{Store, refusal::Refusal};

/// Something that deserves a look.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    /// Why.
    pub(crate) why: Why,
    /// The number of the event, where it is about one.
    pub(crate) event: Option<i64>,
}

/// Why something deserves a look.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Why {
    /// Voices say other things of it.
    Dispute {
        /// How many slots are disputed.
        slots: u32,
        /// The least and the most dead, where somebody gives a number.
        killed: Option<(f64, f64)>,
    },
    /// Many are said to have died, and little stands behind it.
    Doubt {
        /// The most dead.
        killed: f64,
        /// The rule that gave its grade.
        rule: String,
    },
    /// It may be one with another.
    Duplicate {
        /// The id of the other.
        other: String,
        /// How alike they are.
        points: f64,
    },
    /// A decision acts on nothing.
    Idle {
        /// Its number.
        decision: u32,
    },
}

/// Events that no decision acts on.
const UNDECIDED: &str =
    "e.told = 1 AND NOT EXISTS (SELECT 1 FROM event_decisions d WHERE d.event = e.number)";

impl Store {
    /// What most deserves a look: of each kind at most `limit`, first that which deserves it most.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn review(&self, limit: usize) -> Result<Vec<Item>, Refusal> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut items = Vec::new();
        let disputes = format!(
            "SELECT e.number, e.disputed, e.killed_low, e.killed_high FROM events e
            WHERE {UNDECIDED} AND (e.disputed > 0 OR e.killed_high > e.killed_low)
            ORDER BY coalesce(e.killed_high - e.killed_low, 0) DESC, e.disputed DESC, e.id LIMIT ?"
        );
        items.extend(self.items(&disputes, limit, |row| {
            let killed = row.get::<_, Option<f64>>(2)?.zip(row.get(3)?);
            Ok(Why::Dispute {
                slots: row.get(1)?,
                killed,
            })
        })?);
        let doubts = format!(
            "SELECT e.number, e.killed_high, e.rule FROM events e
            WHERE {UNDECIDED} AND e.clarity = 1 AND e.grade = 'weak' AND e.killed_high > 0
            ORDER BY e.killed_high DESC, e.id LIMIT ?"
        );
        items.extend(self.items(&doubts, limit, |row| {
            Ok(Why::Doubt {
                killed: row.get(1)?,
                rule: row.get(2)?,
            })
        })?);
        // Of two that are each other's rival only the first is told.
        let duplicates = format!(
            "SELECT e.number, e.rival, e.rival_points FROM events e
            LEFT JOIN events o ON o.id = e.rival
            WHERE {UNDECIDED} AND e.rival IS NOT NULL AND (o.rival IS NOT e.id OR e.id < o.id)
            ORDER BY e.rival_points DESC, e.id LIMIT ?"
        );
        items.extend(self.items(&duplicates, limit, |row| {
            Ok(Why::Duplicate {
                other: row.get(1)?,
                points: row.get(2)?,
            })
        })?);
        let idle =
            "SELECT NULL, number FROM decisions d WHERE withdrawn_by IS NULL AND reconciled = 1
            AND NOT EXISTS (SELECT 1 FROM event_decisions e WHERE e.decision = d.number)
            ORDER BY number LIMIT ?";
        items.extend(self.items(idle, limit, |row| {
            Ok(Why::Idle {
                decision: row.get(1)?,
            })
        })?);
        Ok(items)
    }

    fn items(
        &self,
        sql: &str,
        limit: i64,
        why: impl Fn(&Row<'_>) -> rusqlite::Result<Why>,
    ) -> Result<Vec<Item>, Refusal> {
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map([limit], |row| {
            Ok(Item {
                event: row.get(0)?,
                why: why(row)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
