//! Which claims are asked for?
//!
//! In come [`Filters`]; out come [`Found`] claims, the latest deeds first, of one day in the order
//! in which they came and stand in their text, and those without a day last. Invariants: a claim is found only if it passes every filter, and which way
//! through the tables is taken changes how long that takes and nothing else.

mod condition;
mod plan;
mod words;

use std::collections::BTreeSet;

use jiff::civil::Date;
use marsad::terms::LonLat;
use rusqlite::{Connection, OptionalExtension as _, functions::FunctionFlags, params};

use super::{Store, claims, readings, refusal::Refusal};
pub(crate) use words::Words;

/// What claims have to be like; whatever is `None` is not asked.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    /// What stands in the text or the title of the document.
    pub(crate) words: Option<Words>,
    /// Where it happened.
    pub(crate) near: Option<Near>,
    /// The deed may have been done on this day or later.
    pub(crate) from: Option<Date>,
    /// The deed may have been done on this day or earlier.
    pub(crate) to: Option<Date>,
    /// The id of an actor who did it.
    pub(crate) actor: Option<String>,
    /// The id of an actor to whom it was done.
    pub(crate) target: Option<String>,
    /// What was done.
    pub(crate) deed: Option<Deed>,
    /// Who says so: an actor's id, a kind of voice, or words of a name.
    pub(crate) voice: Option<String>,
    /// How far anybody stands behind it.
    pub(crate) grade: Option<&'static str>,
    /// Whether deeds of unknown or doubtful kind are wanted too.
    pub(crate) kinds: Kinds,
}

/// Which kinds of deeds are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kinds {
    /// Those of which it is known, or likely, what they are.
    #[default]
    Known,
    /// All.
    Every,
}

/// A circle on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Near {
    /// Its middle.
    pub(crate) at: LonLat,
    /// Its radius.
    pub(crate) km: f64,
}

/// A kind of deed, by the name that one ontology has for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// One of marsad's own actions.
    Action(String),
    /// A type of PLOVER.
    Plover(String),
}

/// A claim that was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The line of its document's reading.
    pub(crate) line: String,
    /// Its place among the claims there, counted from 0.
    pub(crate) at: usize,
    /// The id that its document came with, if it came with one.
    pub(crate) given_id: Option<String>,
    /// The clause that says it.
    pub(crate) words: String,
}

/// What a search gave.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The claims.
    pub(crate) found: Vec<Found>,
    /// Whether there are more than were asked for.
    pub(crate) more: bool,
}

impl Store {
    /// The first `limit` claims that pass the filters.
    ///
    /// # Errors
    ///
    /// What SQLite says, or when a reading cannot be read again.
    pub(crate) fn search(&self, filters: &Filters, limit: usize) -> Result<Answer, Refusal> {
        add_distance(&self.connection)?;
        let mut numbers = plan::numbers(&self.connection, filters, limit.saturating_add(1))?;
        let more = numbers.len() > limit;
        numbers.truncate(limit);
        let found = numbers.iter().map(|number| self.found(*number));
        Ok(Answer {
            found: found.collect::<Result<_, _>>()?,
            more,
        })
    }

    /// The numbers of the events that claims which pass the filters tell of, and whose grade is the given one, if one is given: those of the
    /// latest deeds first, at most `limit` of them; and whether there are more.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn search_events(
        &self,
        filters: &Filters,
        grade: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<i64>, bool), Refusal> {
        add_distance(&self.connection)?;
        // An event has few claims as a rule, so this is mostly enough at once.
        let mut claims = limit.saturating_add(1).saturating_mul(4);
        loop {
            let found = plan::numbers(&self.connection, filters, claims)?;
            let all = found.len() < claims;
            let mut events = self.events_holding(&found, grade)?;
            if all || events.len() > limit {
                let more = events.len() > limit;
                events.truncate(limit);
                return Ok((events, more));
            }
            claims = claims.saturating_mul(4);
        }
    }

    /// The events that some claims are in, each once.
    fn events_holding(&self, claims: &[i64], grade: Option<&str>) -> rusqlite::Result<Vec<i64>> {
        let mut event = self.connection.prepare_cached(
            "SELECT e.number FROM event_claims c JOIN events e ON e.number = c.event
            WHERE c.claim = ?1 AND (?2 IS NULL OR e.grade = ?2)",
        )?;
        let (mut known, mut events) = (BTreeSet::new(), Vec::new());
        for claim in claims {
            let number: Option<i64> = event
                .query_row(params![claim, grade], |row| row.get(0))
                .optional()?;
            events.extend(number.filter(|number| known.insert(*number)));
        }
        Ok(events)
    }

    /// Whether any claim has this deed. It tells a name that is wrong from one that was not used yet.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn knows_deed(&self, deed: &Deed) -> Result<bool, Refusal> {
        let (sql, name) = match deed {
            Deed::Action(name) => ("SELECT 1 FROM claims WHERE action = ? LIMIT 1", name),
            Deed::Plover(name) => ("SELECT 1 FROM claims WHERE plover = ? LIMIT 1", name),
        };
        Ok(self.connection.prepare_cached(sql)?.exists([name])?)
    }

    /// Whether an actor of this id has a part in any claim.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn knows_actor(&self, id: &str) -> Result<bool, Refusal> {
        let sql = "SELECT 1 FROM claim_actors WHERE actor = ? LIMIT 1";
        Ok(self.connection.prepare_cached(sql)?.exists([id])?)
    }

    fn found(&self, number: i64) -> Result<Found, Refusal> {
        let row = "SELECT r.json, d.given_id, c.words FROM claims c
            JOIN documents d ON d.number = c.document
            JOIN readings r ON r.document = c.document WHERE c.number = ?";
        let (packed, given_id, words): (Vec<u8>, _, _) = self
            .connection
            .prepare_cached(row)?
            .query_row(params![number], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        Ok(Found {
            line: readings::unpack(&packed)?,
            at: usize::try_from(number % claims::MOST).unwrap_or(usize::MAX),
            given_id,
            words,
        })
    }
}

/// Lets SQL ask how far a claim is from a point; nothing where the claim has no place.
fn add_distance(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function("km_between", 4, flags, |given| {
        let number = |at| given.get::<Option<f64>>(at);
        let (Some(lon), Some(lat)) = (number(0)?, number(1)?) else {
            return Ok(None);
        };
        let to = LonLat {
            lon: given.get(2)?,
            lat: given.get(3)?,
        };
        Ok(Some(LonLat { lon, lat }.km_to(to)))
    })
}
