//! How does an event come out of the store again?
//!
//! In go an event's number and what analysts have decided; out comes the [`Event`], made of the reports that tell of it.
//! Invariant: it equals what reconciling gave.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use marsad::{
    event::{Decision, Event, Likeness, Link, Report, Source, Telling},
    knowledge::Knowledge,
};
use rusqlite::{Connection, OptionalExtension as _};

use super::{
    super::{claims, refusal::Refusal, reports},
    tellings,
};

/// Reports that were unpacked, each once.
pub(super) struct Shelf<'c> {
    connection: &'c Connection,
    reports: BTreeMap<i64, Rc<(Report, Source)>>,
}

impl<'c> Shelf<'c> {
    /// An empty one.
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self {
            connection,
            reports: BTreeMap::new(),
        }
    }

    /// The event of this number, as reconciling gave it.
    ///
    /// # Errors
    ///
    /// What SQLite says, or when a report cannot be unpacked.
    pub(super) fn event(
        &mut self,
        knowledge: &Knowledge,
        number: i64,
        decisions: &[Decision],
    ) -> Result<Event, Refusal> {
        let claims: Vec<i64> =
            self.list("SELECT claim FROM event_claims WHERE event = ?", number)?;
        let documents: BTreeSet<i64> = claims.iter().map(|claim| claim / claims::MOST).collect();
        let mut told = documents
            .into_iter()
            .map(|document| Ok((document, self.report(document)?)))
            .collect::<Result<Vec<_>, Refusal>>()?;
        // The order is that of reconciling: the earliest report first.
        told.sort_by(|(_, a), (_, b)| {
            let key = |source: &Source| (source.day.is_none(), source.day);
            let by_day = key(&a.1).cmp(&key(&b.1));
            by_day.then_with(|| a.1.document.cmp(&b.1.document))
        });
        let (mut sources, mut own) = (Vec::new(), Vec::new());
        for (document, report) in &told {
            let is_own = |telling: &&Telling| {
                let claim = claims::number(*document, &telling.claim);
                claim.is_some_and(|claim| claims.contains(&claim))
            };
            let mut of_report: Vec<&Telling> = tellings(&report.0).filter(is_own).collect();
            // While a rebuild is under way a claim may have gone.
            if of_report.is_empty() {
                continue;
            }
            of_report.sort_by_key(|telling| telling.trigger.start);
            let source = sources.len();
            own.extend(
                of_report
                    .into_iter()
                    .map(|telling| (source, telling.clone())),
            );
            sources.push(report.1.clone());
        }
        let acting: Vec<u32> = self.list(
            "SELECT decision FROM event_decisions WHERE event = ? ORDER BY decision",
            number,
        )?;
        let hand = decisions
            .iter()
            .filter(|decision| acting.contains(&decision.number));
        let (id, rival) = self
            .connection
            .prepare_cached("SELECT id, rival, rival_points FROM events WHERE number = ?")?
            .query_row([number], |row| {
                let (rival, points): (Option<String>, Option<f64>) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, rival.zip(points)))
            })?;
        Ok(Event {
            id,
            links: self.links(number)?,
            rival: rival.map(|(id, points)| (id, points as f32)),
            ..Event::of(knowledge, sources, own, hand.cloned().collect())
        })
    }

    fn list<T: rusqlite::types::FromSql>(&self, sql: &str, event: i64) -> rusqlite::Result<Vec<T>> {
        self.connection
            .prepare_cached(sql)?
            .query_map([event], |row| row.get(0))?
            .collect()
    }

    fn links(&self, event: i64) -> rusqlite::Result<Vec<Link>> {
        self.connection
            .prepare_cached(
                "SELECT one, other, day, site, deed, toll, party, words FROM event_links
                WHERE event = ? ORDER BY place",
            )?
            .query_map([event], |row| {
                let points = |at| row.get::<_, f64>(at).map(|points| points as f32);
                Ok(Link {
                    one: row.get(0)?,
                    other: row.get(1)?,
                    likeness: Likeness {
                        day: points(2)?,
                        place: points(3)?,
                        deed: points(4)?,
                        toll: points(5)?,
                        party: points(6)?,
                        words: points(7)?,
                    },
                })
            })?
            .collect()
    }

    /// The report of a document, and what it is as the source of an event.
    fn report(&mut self, document: i64) -> Result<Rc<(Report, Source)>, Refusal> {
        if let Some(known) = self.reports.get(&document) {
            return Ok(Rc::clone(known));
        }
        let report = report(self.connection, document)?
            .ok_or_else(|| Refusal::Unreadable(format!("document {document} without a report")))?;
        let story: Option<(String, Option<String>)> = self
            .connection
            .prepare_cached("SELECT story, superseded_by FROM stories WHERE document = ?")?
            .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (story, superseded_by) = story.unwrap_or_else(|| (report.document.clone(), None));
        let source = Source {
            document: report.document.clone(),
            fingerprint: report.fingerprint.clone(),
            publisher: report.publisher.clone(),
            day: report.day,
            story,
            superseded_by,
        };
        let kept = Rc::new((report, source));
        self.reports.insert(document, Rc::clone(&kept));
        Ok(kept)
    }
}

/// The report of a document, if it has one.
///
/// # Errors
///
/// What SQLite says, or when it cannot be unpacked.
pub(super) fn report(connection: &Connection, document: i64) -> Result<Option<Report>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT d.fingerprint, r.form, r.packed
        FROM reports r JOIN documents d ON d.number = r.document WHERE r.document = ?",
    )?;
    let mut rows = statement.query([document])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let fingerprint: String = row.get(0)?;
    let packed = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
    reports::unpack(row.get(1)?, packed, &fingerprint).map(Some)
}
