//! What do maps and lists ask of all events at once?
//!
//! In comes a store; out comes a [`Sketch`] of every event, with the parties and voices in it, and [`Line`]s of those that are shown.
//! Invariant: nothing in it needs a report to be unpacked, so it takes seconds for a million claims.

use std::collections::BTreeSet;

use marsad::event::Grade;
use rusqlite::{Row, params_from_iter, types::Type};
use smol_str::SmolStr;

use super::{Store, claims, refusal::Refusal, search::Words};

/// What tells one event from another on a map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    /// Its number.
    pub(crate) number: i64,
    /// Its id.
    pub(crate) id: SmolStr,
    /// UCDP's clarity: 1 an incident, 2 a summary of many.
    pub(crate) clarity: u8,
    /// How far it can be trusted.
    pub(crate) grade: Grade,
    /// Whether it is a deed of a known kind that was done.
    pub(crate) told: bool,
    /// How many slots are disputed.
    pub(crate) disputed: u32,
    /// What kind of deed.
    pub(crate) action: Option<SmolStr>,
    /// The first and last day, counted from 1 January 1970.
    pub(crate) days: Option<(i32, i32)>,
    /// Longitude, latitude, and how far it reaches in kilometres.
    pub(crate) area: Option<(f64, f64, f64)>,
    /// The least, best and most dead, as its voices give them.
    pub(crate) killed: Option<[f64; 3]>,
    /// Likewise those that it adds to a sum of events; nothing where it is itself a sum, was not done, or is denied.
    pub(crate) toll: Option<[f64; 3]>,
    /// What tells all that is known of it from what was known before.
    pub(crate) digest: i64,
}

/// What a line of a list says of an event.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// The event's number.
    pub(crate) number: i64,
    /// Who did it, in words.
    pub(crate) actors: Option<String>,
    /// To whom or what.
    pub(crate) targets: Option<String>,
    /// Where.
    pub(crate) place: Option<String>,
    /// How many voices tell of it.
    pub(crate) voices: u32,
    /// How many reports.
    pub(crate) reports: u32,
}

/// What kind of part somebody has in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Did it.
    Actor,
    /// Had it done to them.
    Target,
    /// Says so.
    Voice,
}

impl Store {
    /// All events, in the order of their numbers.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn sketches(&self) -> Result<Vec<Sketch>, Refusal> {
        let sql = "SELECT number, id, clarity, grade, told, disputed, action,
            CAST(julianday(day_from) - 2440587.5 AS INTEGER), CAST(julianday(day_to) - 2440587.5 AS INTEGER),
            lon, lat, radius_km, killed_low, killed_best, killed_high,
            toll_low, toll_best, toll_high, digest FROM events ORDER BY number";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map((), sketch)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Hands over, by the number of the event, who has which part in it: the id of an actor, or whoever says so by id, kind and name.
    /// The same may be told of one event several times.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn parts(&self, mut take: impl FnMut(i64, Part, &str)) -> Result<(), Refusal> {
        let mut actors = self.connection.prepare(
            "SELECT e.event, a.part, a.actor FROM claim_actors a JOIN event_claims e ON e.claim = a.claim",
        )?;
        let mut rows = actors.query(())?;
        while let Some(row) = rows.next()? {
            let part = match row.get_ref(1)?.as_str() {
                Ok("actor") => Part::Actor,
                _ => Part::Target,
            };
            let actor = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            take(row.get(0)?, part, actor);
        }
        let mut voices = self.connection.prepare(
            "SELECT e.event, CASE v.speaker WHEN '' THEN v.name ELSE v.speaker END FROM claim_voices q
            JOIN voices v ON v.number = q.voice JOIN event_claims e ON e.claim = q.claim",
        )?;
        let mut rows = voices.query(())?;
        while let Some(row) = rows.next()? {
            let voice = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            take(row.get(0)?, Part::Voice, voice);
        }
        Ok(())
    }

    /// The numbers of all events of which a report has these words.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn events_saying(&self, words: &Words) -> Result<BTreeSet<i64>, Refusal> {
        let sql = format!(
            "SELECT DISTINCT e.event FROM documents_words w CROSS JOIN event_claims e
            ON e.claim BETWEEN w.rowid * {most} AND w.rowid * {most} + {most} - 1
            WHERE documents_words MATCH ?",
            most = claims::MOST
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([words.query()], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What lines of a list say of events, in the order of `numbers`; of those that are no more, nothing.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn lines(&self, numbers: &[i64]) -> Result<Vec<Line>, Refusal> {
        let marks = vec!["?"; numbers.len()].join(", ");
        let sql = format!(
            "SELECT number, actors, targets, place, voices, reports FROM events WHERE number IN ({marks})"
        );
        let mut statement = self.connection.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(numbers), |row| {
            Ok(Line {
                number: row.get(0)?,
                actors: row.get(1)?,
                targets: row.get(2)?,
                place: row.get(3)?,
                voices: row.get(4)?,
                reports: row.get(5)?,
            })
        })?;
        let mut lines = rows.collect::<rusqlite::Result<Vec<Line>>>()?;
        lines.sort_by_key(|line| numbers.iter().position(|number| *number == line.number));
        Ok(lines)
    }

    /// A number that changes whenever another process has changed the store.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn change(&self) -> Result<i64, Refusal> {
        let change = |row: &Row<'_>| row.get(0);
        Ok(self
            .connection
            .pragma_query_value(None, "data_version", change)?)
    }
}

fn sketch(row: &Row<'_>) -> rusqlite::Result<Sketch> {
    let text = |at| {
        row.get::<_, Option<String>>(at)
            .map(|text| text.map(SmolStr::from))
    };
    let days: (Option<i32>, Option<i32>) = (row.get(7)?, row.get(8)?);
    let three = |first: usize| -> rusqlite::Result<Option<[f64; 3]>> {
        let numbers: [Option<f64>; 3] = [row.get(first)?, row.get(first + 1)?, row.get(first + 2)?];
        Ok(match numbers {
            [Some(one), Some(two), Some(three)] => Some([one, two, three]),
            _ => None,
        })
    };
    Ok(Sketch {
        number: row.get(0)?,
        id: text(1)?.unwrap_or_default(),
        clarity: row.get(2)?,
        grade: text(3)?
            .and_then(|word| Grade::parse(&word))
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(3, "grade".into(), Type::Text))?,
        told: row.get(4)?,
        disputed: row.get(5)?,
        action: text(6)?,
        days: days.0.zip(days.1),
        area: three(9)?.map(|[lon, lat, radius]| (lon, lat, radius)),
        killed: three(12)?,
        toll: three(15)?,
        digest: row.get(18)?,
    })
}
