//! How is an event kept, and when is it written anew?
//!
//! In come events; out come their rows in the store. Invariant: a row is written only where its event differs from what is there.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use marsad::{
    event::{Agreement, Event, Likeness, Link},
    knowledge::Knowledge,
    situation::{Incident, Sense},
};
use rusqlite::{Connection, params};
use serde::Serialize;

use super::{
    super::{claims, refusal::Refusal},
    Reconciled,
};
use crate::render;

/// One event as it is kept.
#[derive(Serialize)]
pub(super) struct Row {
    id: String,
    clarity: u8,
    happened: &'static str,
    grade: &'static str,
    rule: &'static str,
    told: bool,
    disputed: usize,
    action: Option<String>,
    actors: Option<String>,
    targets: Option<String>,
    place: Option<String>,
    days: Option<(String, String)>,
    area: Option<(f64, f64, f64)>,
    killed: Option<(f64, f64, f64)>,
    toll: Option<(f64, f64, f64)>,
    voices: usize,
    reports: usize,
    rival: Option<(String, f64)>,
    /// The numbers of its claims, in their order.
    pub(super) claims: Vec<i64>,
    links: Vec<(String, String, [f64; 6])>,
    decisions: Vec<u32>,
}

impl Row {
    /// The row of an event; `documents` are the numbers of documents by their fingerprints.
    ///
    /// # Errors
    ///
    /// When a claim is of none of these documents.
    pub(super) fn of(
        event: &Event,
        knowledge: &Knowledge,
        documents: &BTreeMap<String, i64>,
    ) -> Result<Self, Refusal> {
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
        let disputed = disputes.iter().filter(|slot| **slot == Agreement::Disputed);
        let killed = account.counts.get("killed");
        let days = account.days.first();
        Ok(Self {
            id: event.id.clone(),
            clarity: event.clarity as u8 + 1,
            happened: account.happened.as_str(),
            grade: event.grade.grade.as_str(),
            rule: event.grade.rule,
            told: render::event::is_told(event, knowledge),
            disputed: disputed.count(),
            action: render::event::deed(event, knowledge).map(|action| action.id.0.to_string()),
            actors: render::event::names(&account.actors),
            targets: render::event::names(&account.targets),
            place: account.site.first().map(render::event::place),
            days: days.map(|days| (days.from.to_string(), days.to.to_string())),
            area: account
                .site
                .first()
                .map(|site| (site.at.lon, site.at.lat, site.radius_km)),
            killed: killed.map(|count| (count.low, count.best, count.high)),
            toll: toll(event, knowledge),
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
}

/// The dead that an event adds to a sum of events; nothing where it is no incident, or its numbers are themselves sums.
fn toll(event: &Event, knowledge: &Knowledge) -> Option<(f64, f64, f64)> {
    let incident = Incident::of(knowledge, event);
    let mut tolls = knowledge.families().tolls();
    let killed = tolls.find(|toll| toll.what == "killed")?;
    let sum = incident.count(knowledge, killed)?;
    (incident.sense == Sense::Done).then_some((sum.low, sum.best, sum.high))
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
///
/// # Errors
///
/// What SQLite says.
pub(super) fn put(
    connection: &Connection,
    rows: &BTreeMap<i64, Row>,
) -> Result<Reconciled, Refusal> {
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
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            row.action,
            row.actors,
            row.targets,
            row.place,
            days.map(|(from, _)| from),
            days.map(|(_, to)| to),
            row.area.map(|(lon, _, _)| lon),
            row.area.map(|(_, lat, _)| lat),
            row.area.map(|(_, _, radius)| radius),
            row.killed.map(|(low, _, _)| low),
            row.killed.map(|(_, best, _)| best),
            row.killed.map(|(_, _, high)| high),
            row.toll.map(|(low, _, _)| low),
            row.toll.map(|(_, best, _)| best),
            row.toll.map(|(_, _, high)| high),
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
