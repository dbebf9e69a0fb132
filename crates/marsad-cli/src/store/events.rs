//! Which events do the reports of a store make, and how do they come out again?
//!
//! In come the reports of all documents and what analysts have decided; out come rows that say which claims are one event, and of
//! those rows [`Event`]s. Invariants: the rows follow from reports, decisions and knowledge alone; they change in one
//! transaction, and only where an event has changed; what comes out equals what reconciling gave.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    rc::Rc,
};

use marsad::{
    event::{Decision, Event, Likeness, Link, Report, Source, Telling, reconcile_as_decided},
    knowledge::Knowledge,
};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde::Serialize;

use super::{Store, claims, decisions, refusal::Refusal, reports};
use crate::render;

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

/// One event as it is kept.
#[derive(Serialize)]
struct Row {
    id: String,
    clarity: u8,
    happened: &'static str,
    grade: &'static str,
    rule: &'static str,
    told: bool,
    disputed: usize,
    days: Option<(String, String)>,
    place: Option<(f64, f64, f64)>,
    killed: Option<(f64, f64, f64)>,
    voices: usize,
    reports: usize,
    rival: Option<(String, f64)>,
    claims: Vec<i64>,
    links: Vec<(String, String, [f64; 6])>,
    decisions: Vec<u32>,
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
            let row = row(event, knowledge, &numbers)?;
            if let Some(number) = row.claims.first() {
                rows.insert(*number, row);
            }
        }
        let reconciled = put(&transaction, &rows)?;
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
        let mut shelf = Shelf {
            connection: &self.connection,
            reports: BTreeMap::new(),
        };
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
        let Some(report) = report(&self.connection, document)? else {
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
    pub(crate) fn anchor(&self, id: &str) -> Result<Option<marsad::event::Anchor>, Refusal> {
        let Some(claim) = self.claim_number(id)? else {
            return Ok(None);
        };
        let Some(report) = report(&self.connection, claim / claims::MOST)? else {
            return Ok(None);
        };
        let own = |telling: &&Telling| {
            claims::number(claim / claims::MOST, &telling.claim) == Some(claim)
        };
        let found = tellings(&report).find(own);
        Ok(found.map(|telling| marsad::event::Anchor {
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

/// The report of a document, if it has one.
fn report(connection: &Connection, document: i64) -> Result<Option<Report>, Refusal> {
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

fn row(
    event: &Event,
    knowledge: &Knowledge,
    documents: &BTreeMap<String, i64>,
) -> Result<Row, Refusal> {
    let lost = |id: &str| Refusal::Unreadable(format!("the claim {id} of no document"));
    let number = |claim: &str| {
        let document = claim
            .rsplit_once('#')
            .and_then(|(fingerprint, _)| documents.get(fingerprint));
        document.and_then(|document| claims::number(*document, claim))
    };
    let claims = event
        .tellings
        .iter()
        .map(|(_, telling)| number(&telling.claim).ok_or_else(|| lost(&telling.claim)))
        .collect::<Result<Vec<i64>, Refusal>>()?;
    let account = &event.account;
    let disputes = [
        account.action.agreement,
        account.days.agreement,
        account.site.agreement,
        account.actors.agreement,
        account.targets.agreement,
        account.happened,
    ];
    let disputed = disputes
        .iter()
        .filter(|slot| **slot == marsad::event::Agreement::Disputed);
    let killed = account.counts.get("killed");
    let days = account.days.first();
    Ok(Row {
        id: event.id.clone(),
        clarity: event.clarity as u8 + 1,
        happened: account.happened.as_str(),
        grade: event.grade.grade.as_str(),
        rule: event.grade.rule,
        told: render::event::is_told(event, knowledge),
        disputed: disputed.count(),
        days: days.map(|days| (days.from.to_string(), days.to.to_string())),
        place: account
            .site
            .first()
            .map(|site| (site.at.lon, site.at.lat, site.radius_km)),
        killed: killed.map(|count| (count.low, count.best, count.high)),
        voices: account.voices.len(),
        reports: event.sources.len(),
        rival: event
            .rival
            .as_ref()
            .map(|(id, points)| (id.clone(), f64::from(*points))),
        links: event.links.iter().map(link).collect(),
        decisions: event.hand.iter().map(|decision| decision.number).collect(),
        claims,
    })
}

fn link(link: &Link) -> (String, String, [f64; 6]) {
    let Likeness {
        day,
        place,
        deed,
        toll,
        party,
        words,
    } = link.likeness;
    let points = [day, place, deed, toll, party, words].map(f64::from);
    (link.one.clone(), link.other.clone(), points)
}

/// Puts rows in place of those that differ from them.
fn put(connection: &Connection, rows: &BTreeMap<i64, Row>) -> Result<Reconciled, Refusal> {
    let mut known: BTreeMap<i64, i64> = connection
        .prepare("SELECT number, digest FROM events")?
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut fresh: Vec<(i64, &Row, i64)> = Vec::new();
    let mut stale: Vec<i64> = Vec::new();
    for (&number, row) in rows {
        let digest = digest(row)?;
        match known.remove(&number) {
            Some(before) if before == digest => continue,
            Some(_) => stale.push(number),
            None => {}
        }
        fresh.push((number, row, digest));
    }
    let gone = known.len() as u64;
    stale.extend(known.into_keys());
    for sql in [
        "DELETE FROM events WHERE number = ?",
        "DELETE FROM event_claims WHERE event = ?",
        "DELETE FROM event_links WHERE event = ?",
        "DELETE FROM event_decisions WHERE event = ?",
    ] {
        let mut delete = connection.prepare_cached(sql)?;
        for number in &stale {
            delete.execute([number])?;
        }
    }
    for (number, row, digest) in &fresh {
        add(connection, *number, row, *digest)?;
    }
    Ok(Reconciled {
        events: rows.len() as u64,
        changed: fresh.len() as u64,
        gone,
    })
}

fn digest(row: &Row) -> Result<i64, Refusal> {
    let bytes = postcard::to_stdvec(row).map_err(|error| Refusal::Unreadable(error.to_string()))?;
    // It is only compared with those that the same program wrote; after another one every event is written once more.
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Ok(hasher.finish().cast_signed())
}

fn add(connection: &Connection, number: i64, row: &Row, digest: i64) -> rusqlite::Result<()> {
    let days = row.days.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            number,
            row.id,
            row.clarity,
            row.happened,
            row.grade,
            row.rule,
            row.told,
            row.disputed,
            days.map(|(from, _)| from),
            days.map(|(_, to)| to),
            row.place.map(|(lon, _, _)| lon),
            row.place.map(|(_, lat, _)| lat),
            row.place.map(|(_, _, radius)| radius),
            row.killed.map(|(low, _, _)| low),
            row.killed.map(|(_, best, _)| best),
            row.killed.map(|(_, _, high)| high),
            row.voices,
            row.reports,
            row.rival.as_ref().map(|(id, _)| id),
            row.rival.as_ref().map(|(_, points)| points),
            digest,
        ])?;
    // A claim that was in an event which is told anew may have come from another that is not.
    let mut claim =
        connection.prepare_cached("INSERT OR REPLACE INTO event_claims VALUES (?, ?)")?;
    for own in &row.claims {
        claim.execute([*own, number])?;
    }
    let mut link = connection
        .prepare_cached("INSERT INTO event_links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (place, (one, other, points)) in row.links.iter().enumerate() {
        let [day, site, deed, toll, party, words] = points;
        link.execute(params![
            number, place, one, other, day, site, deed, toll, party, words
        ])?;
    }
    let mut decision = connection.prepare_cached("INSERT INTO event_decisions VALUES (?, ?)")?;
    for own in &row.decisions {
        decision.execute(params![number, own])?;
    }
    Ok(())
}

/// Reports that were unpacked, each once.
struct Shelf<'c> {
    connection: &'c Connection,
    reports: BTreeMap<i64, Rc<(Report, Source)>>,
}

impl Shelf<'_> {
    fn event(
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
