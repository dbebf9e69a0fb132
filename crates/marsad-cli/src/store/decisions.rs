//! How is it kept what analysts have decided?
//!
//! In come [`Decision`]s; out come rows, and the decisions again. They are ground truth, as documents are. Invariant: none is
//! ever deleted or changed; it can be withdrawn, with a name and a reason as it was made, and then no longer acts.

use jiff::civil::Date;
use marsad::{
    event::{Anchor, Camp, Correction, Decision, Ruling, Site, Who},
    knowledge::{action::ActionId, actor::ActorId},
    mention::ActorCodes,
    terms::{Interval, LonLat, Span},
};
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{Store, refusal::Refusal};

/// Who decided something, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    /// Who.
    pub(crate) by: String,
    /// On which day.
    pub(crate) day: Date,
    /// Why.
    pub(crate) reason: String,
}

/// A decision as a store has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kept {
    /// The decision.
    pub(crate) decision: Decision,
    /// What a slot is put right to, as JSON.
    pub(crate) correction: Option<String>,
    /// Who took it back, if somebody has.
    pub(crate) withdrawn: Option<Signature>,
    /// The ids of the events on which it acts.
    pub(crate) events: Vec<String>,
}

/// Why a decision cannot be withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NotWithdrawn {
    /// There is none of that number.
    Unknown,
    /// Somebody has withdrawn it before.
    Already(Signature),
}

impl Store {
    /// Keeps a decision and gives its number; it acts on events from the next reconciliation on.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn decide(&mut self, ruling: &Ruling, signed: &Signature) -> Result<u32, Refusal> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let correction = match ruling {
            Ruling::Correct(_, correction) => Some(Packed::of(correction).to_json()),
            _ => None,
        };
        transaction.execute(
            "INSERT INTO decisions (ruling, by, day, reason, correction, reconciled)
            VALUES (?, ?, ?, ?, ?, 0)",
            params![
                ruling.as_str(),
                signed.by,
                signed.day.to_string(),
                signed.reason,
                correction
            ],
        )?;
        let number = transaction.last_insert_rowid();
        for anchor in ruling.anchors() {
            transaction.execute(
                "INSERT OR IGNORE INTO decision_claims VALUES (?, ?, ?, ?)",
                params![
                    number,
                    anchor.fingerprint.as_str(),
                    anchor.trigger.start as i64,
                    anchor.trigger.end as i64
                ],
            )?;
        }
        transaction.commit()?;
        u32::try_from(number).map_err(|_| Refusal::Unreadable("too many decisions".to_owned()))
    }

    /// Withdraws a decision.
    ///
    /// # Errors
    ///
    /// What SQLite says; inside, why there is nothing to withdraw.
    pub(crate) fn withdraw(
        &mut self,
        number: u32,
        signed: &Signature,
    ) -> Result<Result<(), NotWithdrawn>, Refusal> {
        let known = decisions(&self.connection)?;
        let Some(kept) = known
            .into_iter()
            .find(|kept| kept.decision.number == number)
        else {
            return Ok(Err(NotWithdrawn::Unknown));
        };
        if let Some(before) = kept.withdrawn {
            return Ok(Err(NotWithdrawn::Already(before)));
        }
        self.connection.execute(
            "UPDATE decisions SET withdrawn_by = ?, withdrawn_day = ?, withdrawn_reason = ?, reconciled = 0
            WHERE number = ?",
            params![signed.by, signed.day.to_string(), signed.reason, number],
        )?;
        Ok(Ok(()))
    }

    /// All decisions, in the order in which they act.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(crate) fn decisions(&self) -> Result<Vec<Kept>, Refusal> {
        decisions(&self.connection)
    }
}

/// The decisions that act.
pub(super) fn acting(connection: &Connection) -> Result<Vec<Decision>, Refusal> {
    let all = decisions(connection)?.into_iter();
    let acting = all.filter(|kept| kept.withdrawn.is_none());
    Ok(acting.map(|kept| kept.decision).collect())
}

fn decisions(connection: &Connection) -> Result<Vec<Kept>, Refusal> {
    let mut rows = connection.prepare_cached(
        "SELECT number, ruling, by, day, reason, correction, withdrawn_by, withdrawn_day, withdrawn_reason
        FROM decisions ORDER BY number",
    )?;
    let mut rows = rows.query(())?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let unreadable = || Refusal::Unreadable(format!("decision {number}"));
        let day = |at| {
            let day: Option<String> = row.get(at)?;
            Ok::<_, rusqlite::Error>(day.and_then(|day| day.parse().ok()))
        };
        let word: String = row.get(1)?;
        let correction: Option<String> = row.get(5)?;
        let right = correction.as_deref();
        let right = right.and_then(|json| Packed::from_json(json)?.correction());
        let by: String = row.get(2)?;
        let reason: String = row.get(4)?;
        let ruling = ruling(&word, anchors(connection, number)?, right);
        let withdrawn_by: Option<String> = row.get(6)?;
        let withdrawn = match (withdrawn_by, day(7)?) {
            (Some(by), Some(day)) => Some(Signature {
                by,
                day,
                reason: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
            }),
            _ => None,
        };
        all.push(Kept {
            decision: Decision {
                number,
                by: by.into(),
                day: day(3)?.ok_or_else(unreadable)?,
                reason: reason.into(),
                ruling: ruling.ok_or_else(unreadable)?,
            },
            correction,
            withdrawn,
            events: events(connection, number)?,
        });
    }
    Ok(all)
}

fn anchors(connection: &Connection, decision: u32) -> rusqlite::Result<Vec<Anchor>> {
    connection
        .prepare_cached(
            "SELECT fingerprint, start, end FROM decision_claims WHERE decision = ?
            ORDER BY fingerprint, start",
        )?
        .query_map([decision], |row| {
            let fingerprint: String = row.get(0)?;
            let (start, end): (usize, usize) = (row.get(1)?, row.get(2)?);
            Ok(Anchor {
                fingerprint: fingerprint.into(),
                trigger: Span::new(start, end.max(start)),
            })
        })?
        .collect()
}

fn events(connection: &Connection, decision: u32) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT e.id FROM event_decisions d JOIN events e ON e.number = d.event
            WHERE d.decision = ? ORDER BY e.id",
        )?
        .query_map([decision], |row| row.get(0))?
        .collect()
}

fn ruling(word: &str, anchors: Vec<Anchor>, correction: Option<Correction>) -> Option<Ruling> {
    let first = anchors.first().cloned();
    Some(match word {
        "merge" => Ruling::Merge(anchors),
        "split" => Ruling::Split(anchors),
        "correct" => Ruling::Correct(first?, correction?),
        "reject" => Ruling::Reject(first?),
        "confirm" => Ruling::Confirm(first?),
        _ => return None,
    })
}

/// What a slot is put right to, as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(tag = "slot", rename_all = "lowercase")]
enum Packed {
    Action {
        action: SmolStr,
    },
    Days {
        from: String,
        to: String,
    },
    Place {
        name: SmolStr,
        country: Option<SmolStr>,
        admin1: Option<SmolStr>,
        lat: f64,
        lon: f64,
        radius_km: f64,
        where_prec: Option<u8>,
    },
    Actors {
        who: Vec<PackedWho>,
    },
    Targets {
        who: Vec<PackedWho>,
    },
    Count {
        what: SmolStr,
        low: f64,
        best: f64,
        high: f64,
    },
}

#[derive(Serialize, Deserialize)]
struct PackedWho {
    id: Option<SmolStr>,
    name: SmolStr,
    camp: SmolStr,
    plover: Option<SmolStr>,
    cameo: Option<SmolStr>,
    acled_inter: Option<u8>,
}

impl Packed {
    fn of(correction: &Correction) -> Self {
        let who = |all: &[Who]| {
            let all = all.iter().map(|who| PackedWho {
                id: who.actor.as_ref().map(|id| id.0.clone()),
                name: who.name.clone(),
                camp: who.camp.as_str().into(),
                plover: who.codes.plover.clone(),
                cameo: who.codes.cameo.clone(),
                acled_inter: who.codes.acled_inter,
            });
            all.collect()
        };
        match correction {
            Correction::Action(action) => Self::Action {
                action: action.0.clone(),
            },
            Correction::Days(days) => Self::Days {
                from: days.from.to_string(),
                to: days.to.to_string(),
            },
            Correction::Site(site) => Self::Place {
                name: site.name.clone(),
                country: site.country.clone(),
                admin1: site.admin1.clone(),
                lat: site.at.lat,
                lon: site.at.lon,
                radius_km: site.radius_km,
                where_prec: site.precision,
            },
            Correction::Actors(all) => Self::Actors { who: who(all) },
            Correction::Targets(all) => Self::Targets { who: who(all) },
            Correction::Count {
                what,
                low,
                best,
                high,
            } => Self::Count {
                what: what.clone(),
                low: *low,
                best: *best,
                high: *high,
            },
        }
    }

    fn correction(self) -> Option<Correction> {
        let who = |all: Vec<PackedWho>| {
            let all = all.into_iter().map(|who| {
                Some(Who {
                    actor: who.id.map(ActorId),
                    name: who.name,
                    camp: Camp::parse(&who.camp)?,
                    codes: ActorCodes {
                        plover: who.plover,
                        cameo: who.cameo,
                        acled_inter: who.acled_inter,
                    },
                })
            });
            all.collect::<Option<Vec<_>>>()
        };
        Some(match self {
            Self::Action { action } => Correction::Action(ActionId(action)),
            Self::Days { from, to } => Correction::Days(Interval {
                from: from.parse().ok()?,
                to: to.parse().ok()?,
            }),
            Self::Place {
                name,
                country,
                admin1,
                lat,
                lon,
                radius_km,
                where_prec,
            } => Correction::Site(Site {
                at: LonLat { lon, lat },
                radius_km,
                name,
                country,
                admin1,
                precision: where_prec,
            }),
            Self::Actors { who: all } => Correction::Actors(who(all)?),
            Self::Targets { who: all } => Correction::Targets(who(all)?),
            Self::Count {
                what,
                low,
                best,
                high,
            } => Correction::Count {
                what,
                low,
                best,
                high,
            },
        })
    }

    fn to_json(&self) -> String {
        // It has no keys but words, so nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}
