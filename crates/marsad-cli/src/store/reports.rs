//! In what form is it kept what a document tells beside others?
//!
//! In come [`Report`]s; out come bytes, and the reports again. The types here are those of the library once more, so
//! that these can change without a word: whoever changes the types here raises [`FORM`]. Invariant: what is unpacked equals
//! what was packed.

use marsad::{
    claim::{Grade, Modality, Stand},
    event::{Camp, Happening, Interested, Print, Report, Site, Teller, Telling, Toll, Who},
    knowledge::{
        action::{Acled, ActionId},
        actor::ActorId,
    },
    mention::ActorCodes,
    terms::{Interval, LonLat, Range, Span},
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{
    claims::place,
    days::{day_number, day_of},
    refusal::Refusal,
};

/// The number of the form.
pub(super) const FORM: u32 = 1;

/// Packs a report.
pub(super) fn pack(report: &Report) -> Result<Vec<u8>, String> {
    let packed = Packed::of(report).ok_or("a claim without a number")?;
    postcard::to_stdvec(&packed).map_err(|error| error.to_string())
}

/// Unpacks a report of a document of this fingerprint, by which alone a store knows it.
///
/// # Errors
///
/// When these bytes are none, or of another form.
pub(super) fn unpack(form: u32, packed: &[u8], fingerprint: &str) -> Result<Report, Refusal> {
    let damaged = |what: &str| Refusal::Unreadable(format!("{what} of document {fingerprint}"));
    if form != FORM {
        return Err(damaged("a report in another form"));
    }
    let packed: Packed =
        postcard::from_bytes(packed).map_err(|_| damaged("a packed report that is damaged"))?;
    packed
        .report(fingerprint)
        .ok_or_else(|| damaged("a word that is not known, in the report"))
}

/// Keeps the report of a document, in place of an earlier one if there is one.
pub(super) fn keep(connection: &Connection, document: i64, packed: &[u8]) -> rusqlite::Result<()> {
    // Events know already of a report that is as it was.
    let put = "INSERT INTO reports (document, form, packed, reconciled) VALUES (?, ?, ?, 0)
        ON CONFLICT (document) DO UPDATE SET
        reconciled = reconciled AND form = excluded.form AND packed = excluded.packed,
        form = excluded.form, packed = excluded.packed";
    connection
        .prepare_cached(put)?
        .execute(params![document, FORM, packed])?;
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Packed {
    publisher: Option<SmolStr>,
    day: Option<i32>,
    print: Vec<u32>,
    happenings: Vec<PackedHappening>,
}

#[derive(Serialize, Deserialize)]
struct PackedHappening {
    tellings: Vec<PackedTelling>,
    words: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct PackedTelling {
    /// Its place among the document's claims, counted from 1.
    claim: u32,
    action: SmolStr,
    plover: Option<SmolStr>,
    acled: Option<(SmolStr, SmolStr)>,
    modality: SmolStr,
    summary: bool,
    actors: Vec<PackedWho>,
    targets: Vec<PackedWho>,
    site: Option<PackedSite>,
    relation: Option<SmolStr>,
    unplaced: Vec<SmolStr>,
    days: Option<(i32, i32)>,
    dated: bool,
    tolls: Vec<PackedToll>,
    voice: PackedTeller,
    certainty: SmolStr,
    stake: Option<(SmolStr, SmolStr, Option<bool>)>,
    disputed_by: Vec<SmolStr>,
    claimed_by: Vec<SmolStr>,
    sentence: u32,
    clause: (u32, u32),
    trigger: (u32, u32),
}

#[derive(Serialize, Deserialize)]
struct PackedWho {
    actor: Option<SmolStr>,
    name: SmolStr,
    camp: SmolStr,
    codes: (Option<SmolStr>, Option<SmolStr>, Option<u8>),
}

#[derive(Serialize, Deserialize)]
struct PackedSite {
    at: (f64, f64),
    radius_km: f64,
    name: SmolStr,
    country: Option<SmolStr>,
    admin1: Option<SmolStr>,
    precision: Option<u8>,
}

#[derive(Serialize, Deserialize)]
struct PackedToll {
    what: SmolStr,
    who: Option<SmolStr>,
    range: (Option<f64>, Option<f64>),
    cumulative: bool,
    part: bool,
}

#[derive(Serialize, Deserialize)]
struct PackedTeller {
    name: SmolStr,
    kind: SmolStr,
    actor: Option<SmolStr>,
    desk: SmolStr,
}

impl Packed {
    fn of(report: &Report) -> Option<Self> {
        let happening = |happening: &Happening| {
            let tellings = happening.tellings.iter();
            Some(PackedHappening {
                tellings: tellings.map(PackedTelling::of).collect::<Option<_>>()?,
                words: happening.words.clone(),
            })
        };
        let happenings = report.happenings.iter().map(happening);
        Some(Self {
            publisher: report.publisher.clone(),
            day: report.day.map(day_number),
            print: report.print.0.clone(),
            happenings: happenings.collect::<Option<_>>()?,
        })
    }

    fn report(self, fingerprint: &str) -> Option<Report> {
        let day = match self.day {
            None => None,
            Some(number) => Some(day_of(number)?),
        };
        let happening = |happening: PackedHappening| {
            let tellings = happening.tellings.into_iter();
            Some(Happening {
                tellings: tellings
                    .map(|telling| telling.telling(fingerprint))
                    .collect::<Option<_>>()?,
                words: happening.words,
            })
        };
        Some(Report {
            document: fingerprint.to_owned(),
            fingerprint: fingerprint.into(),
            publisher: self.publisher,
            day,
            print: Print(self.print),
            happenings: self
                .happenings
                .into_iter()
                .map(happening)
                .collect::<Option<_>>()?,
        })
    }
}

impl PackedTelling {
    fn of(telling: &Telling) -> Option<Self> {
        let span = |span: Span| (span.start as u32, span.end as u32);
        let words = |stake: &Interested| {
            (
                stake.to_actor.as_str().into(),
                stake.to_target.as_str().into(),
                stake.against,
            )
        };
        Some(Self {
            claim: place(&telling.claim)?,
            action: telling.action.0.clone(),
            plover: telling.plover.clone(),
            acled: telling
                .acled
                .as_ref()
                .map(|acled| (acled.event_type.clone(), acled.sub_type.clone())),
            modality: telling.modality.as_str().into(),
            summary: telling.summary,
            actors: telling.actors.iter().map(PackedWho::of).collect(),
            targets: telling.targets.iter().map(PackedWho::of).collect(),
            site: telling.site.as_ref().map(PackedSite::of),
            relation: telling.relation.clone(),
            unplaced: telling.unplaced.clone(),
            days: telling
                .days
                .map(|days| (day_number(days.from), day_number(days.to))),
            dated: telling.dated,
            tolls: telling.tolls.iter().map(PackedToll::of).collect(),
            voice: PackedTeller::of(&telling.voice),
            certainty: telling.certainty.as_str().into(),
            stake: telling.stake.as_ref().map(words),
            disputed_by: telling.disputed_by.clone(),
            claimed_by: telling.claimed_by.clone(),
            sentence: telling.sentence as u32,
            clause: span(telling.clause),
            trigger: span(telling.trigger),
        })
    }

    fn telling(self, fingerprint: &str) -> Option<Telling> {
        let span = |(start, end): (u32, u32)| {
            (start <= end).then(|| Span::new(start as usize, end as usize))
        };
        let stake = match self.stake {
            None => None,
            Some((actor, target, against)) => Some(Interested {
                to_actor: Stand::parse(&actor)?,
                to_target: Stand::parse(&target)?,
                against,
            }),
        };
        let days = match self.days {
            None => None,
            Some((from, to)) => Some(Interval {
                from: day_of(from)?,
                to: day_of(to)?,
            }),
        };
        Some(Telling {
            claim: format!("{fingerprint}#{}", self.claim),
            action: ActionId(self.action),
            plover: self.plover,
            acled: self.acled.map(|(event_type, sub_type)| Acled {
                event_type,
                sub_type,
            }),
            modality: Modality::parse(&self.modality)?,
            summary: self.summary,
            actors: whos(self.actors)?,
            targets: whos(self.targets)?,
            site: self.site.map(PackedSite::site),
            relation: self.relation,
            unplaced: self.unplaced,
            days,
            dated: self.dated,
            tolls: self.tolls.into_iter().map(PackedToll::toll).collect(),
            voice: self.voice.teller(),
            certainty: Grade::parse(&self.certainty)?,
            stake,
            disputed_by: self.disputed_by,
            claimed_by: self.claimed_by,
            sentence: self.sentence as usize,
            clause: span(self.clause)?,
            trigger: span(self.trigger)?,
        })
    }
}

fn whos(packed: Vec<PackedWho>) -> Option<Vec<Who>> {
    packed.into_iter().map(PackedWho::who).collect()
}

impl PackedWho {
    fn of(who: &Who) -> Self {
        Self {
            actor: who.actor.as_ref().map(|id| id.0.clone()),
            name: who.name.clone(),
            camp: who.camp.as_str().into(),
            codes: (
                who.codes.plover.clone(),
                who.codes.cameo.clone(),
                who.codes.acled_inter,
            ),
        }
    }

    fn who(self) -> Option<Who> {
        let (plover, cameo, acled_inter) = self.codes;
        Some(Who {
            actor: self.actor.map(ActorId),
            name: self.name,
            camp: Camp::parse(&self.camp)?,
            codes: ActorCodes {
                plover,
                cameo,
                acled_inter,
            },
        })
    }
}

impl PackedSite {
    fn of(site: &Site) -> Self {
        Self {
            at: (site.at.lon, site.at.lat),
            radius_km: site.radius_km,
            name: site.name.clone(),
            country: site.country.clone(),
            admin1: site.admin1.clone(),
            precision: site.precision,
        }
    }

    fn site(self) -> Site {
        let (lon, lat) = self.at;
        Site {
            at: LonLat { lon, lat },
            radius_km: self.radius_km,
            name: self.name,
            country: self.country,
            admin1: self.admin1,
            precision: self.precision,
        }
    }
}

impl PackedToll {
    fn of(toll: &Toll) -> Self {
        Self {
            what: toll.what.clone(),
            who: toll.who.clone(),
            range: (toll.range.low, toll.range.high),
            cumulative: toll.cumulative,
            part: toll.part,
        }
    }

    fn toll(self) -> Toll {
        let (low, high) = self.range;
        Toll {
            what: self.what,
            who: self.who,
            range: Range { low, high },
            cumulative: self.cumulative,
            part: self.part,
        }
    }
}

impl PackedTeller {
    fn of(teller: &Teller) -> Self {
        Self {
            name: teller.name.clone(),
            kind: teller.kind.clone(),
            actor: teller.actor.as_ref().map(|id| id.0.clone()),
            desk: teller.desk.clone(),
        }
    }

    fn teller(self) -> Teller {
        Teller {
            name: self.name,
            kind: self.kind,
            actor: self.actor.map(ActorId),
            desk: self.desk,
        }
    }
}

#[cfg(test)]
mod tests {
    use marsad::{document::Document, reading::Reader};

    use super::*;
    use crate::bundle;

    #[test]
    fn reports_come_out_as_they_went_in() {
        let knowledge = bundle::knowledge().unwrap();
        let text = "At least 12 people, including 3 children, were killed when army helicopters bombed a market in \
            Kherson on Tuesday, the governor said. The ministry denied it. Rebels said they would leave Zzyzzxx.";
        let mut document = Document::from_text(text);
        document.source = Some("Dnipro Courier".to_owned());
        document.published = Some(jiff::civil::date(2023, 3, 8));
        document.id = document.fingerprint();
        let report = Report::of(&knowledge, &Reader::new(&knowledge).read(&document));
        let tellings = report.happenings.iter().flat_map(|told| &told.tellings);
        assert!(tellings.count() > 1, "{report:#?}");
        let packed = pack(&report).unwrap();
        assert_eq!(unpack(FORM, &packed, &document.id).unwrap(), report);
        assert!(unpack(FORM + 1, &packed, &document.id).is_err());
        assert!(unpack(FORM, &packed[..packed.len() / 2], &document.id).is_err());
    }
}
