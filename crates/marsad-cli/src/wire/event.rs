//! What does an event look like to other programs?
//!
//! In comes an [`Event`]; out comes [`EventRecord`], one JSON object, version 1, described by
//! `schema/event.schema.json`. Invariant: every key is always there, voices and sources are named by their place in the lists
//! of the same object, and claims by the ids that `marsad read` gives them.

use std::collections::BTreeMap;

use marsad::{
    event::{Bias, Clarity, Count, Decision, Event, Ruling, Site, Told, Who},
    knowledge::{Knowledge, action::ActionId},
    terms::Interval,
};
use serde::Serialize;
use smol_str::SmolStr;

use super::Figure;

/// The version of the form; raised when a key goes away or changes its meaning.
const VERSION: u32 = 1;

/// One event.
#[derive(Debug, Serialize)]
pub(crate) struct EventRecord<'e> {
    v: u32,
    id: &'e str,
    clarity: u8,
    happened: &'static str,
    grade: &'static str,
    rule: &'static str,
    reason: &'e str,
    action: Slot<Action<'e>>,
    days: Slot<Days>,
    place: Slot<Place<'e>>,
    actors: Slot<Party<'e>>,
    targets: Slot<Party<'e>>,
    counts: BTreeMap<&'e str, Counted<'e>>,
    claimed_by: &'e [SmolStr],
    voices: Vec<Voice<'e>>,
    sources: Vec<Source<'e>>,
    claims: Vec<Telling<'e>>,
    links: Vec<Link<'e>>,
    rival: Option<Rival<'e>>,
    decisions: Vec<Decided<'e>>,
    data_version: &'e str,
}

#[derive(Debug, Serialize)]
struct Slot<T> {
    agreement: &'static str,
    values: Vec<Value<T>>,
}

#[derive(Debug, Serialize)]
struct Value<T> {
    #[serde(flatten)]
    value: T,
    voices: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct Action<'e> {
    action: &'e str,
    says: Option<&'e str>,
}

/// From one day to another.
#[derive(Debug, Serialize)]
pub(super) struct Days {
    from: String,
    to: String,
}

impl Days {
    pub(super) fn of(days: Interval) -> Self {
        Self {
            from: days.from.to_string(),
            to: days.to.to_string(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Place<'e> {
    name: &'e str,
    country: Option<&'e str>,
    admin1: Option<&'e str>,
    lat: f64,
    lon: f64,
    radius_km: f64,
    where_prec: Option<u8>,
}

#[derive(Debug, Serialize)]
struct Party<'e> {
    name: &'e str,
    id: Option<&'e str>,
}

#[derive(Debug, Serialize)]
struct Counted<'e> {
    low: Figure,
    best: Figure,
    high: Figure,
    open: bool,
    corrected: bool,
    said: Vec<Number<'e>>,
}

#[derive(Debug, Serialize)]
struct Number<'e> {
    low: Option<Figure>,
    high: Option<Figure>,
    voice: usize,
    source: usize,
    claim: &'e str,
    cumulative: bool,
    superseded: bool,
}

#[derive(Debug, Serialize)]
struct Voice<'e> {
    name: &'e str,
    kind: &'e str,
    root: &'e str,
    affirms: bool,
    interest: Option<&'static str>,
    sources: &'e [usize],
}

#[derive(Debug, Serialize)]
struct Source<'e> {
    document: &'e str,
    publisher: Option<&'e str>,
    day: Option<String>,
    copy_of: Option<&'e str>,
    superseded_by: Option<&'e str>,
}

#[derive(Debug, Serialize)]
struct Telling<'e> {
    claim: &'e str,
    source: usize,
    voice: usize,
    action: &'e str,
    modality: &'static str,
}

#[derive(Debug, Serialize)]
struct Link<'e> {
    one: &'e str,
    other: &'e str,
    points: f64,
    day: f64,
    place: f64,
    deed: f64,
    toll: f64,
    party: f64,
    words: f64,
}

#[derive(Debug, Serialize)]
struct Decided<'e> {
    number: u32,
    ruling: &'static str,
    slot: Option<&'e str>,
    by: &'e str,
    day: String,
    reason: &'e str,
}

#[derive(Debug, Serialize)]
struct Rival<'e> {
    event: &'e str,
    points: f64,
}

impl<'e> EventRecord<'e> {
    /// The wire form of an event that was found with `knowledge`.
    pub(crate) fn new(event: &'e Event, knowledge: &'e Knowledge) -> Self {
        let account = &event.account;
        Self {
            v: VERSION,
            id: &event.id,
            clarity: match event.clarity {
                Clarity::Incident => 1,
                Clarity::Summary => 2,
            },
            happened: account.happened.as_str(),
            grade: event.grade.grade.as_str(),
            rule: event.grade.rule,
            reason: &event.grade.reason,
            action: slot(&account.action, |id| action(knowledge, id)),
            days: slot(&account.days, |days| Days::of(*days)),
            place: slot(&account.site, place),
            actors: slot(&account.actors, party),
            targets: slot(&account.targets, party),
            counts: account
                .counts
                .iter()
                .map(|(what, count)| (what.as_str(), counted(count)))
                .collect(),
            claimed_by: &account.claimed_by,
            voices: account
                .voices
                .iter()
                .map(|voice| Voice {
                    name: &voice.name,
                    kind: &voice.kind,
                    root: &voice.root,
                    affirms: voice.affirms,
                    interest: voice.stake.map(interest),
                    sources: &voice.sources,
                })
                .collect(),
            sources: event
                .sources
                .iter()
                .map(|source| Source {
                    document: &source.document,
                    publisher: source.publisher.as_deref(),
                    day: source.day.map(|day| day.to_string()),
                    copy_of: source.is_copy().then_some(source.story.as_str()),
                    superseded_by: source.superseded_by.as_deref(),
                })
                .collect(),
            claims: event
                .tellings
                .iter()
                .zip(&account.by)
                .map(|((source, telling), voice)| Telling {
                    claim: &telling.claim,
                    source: *source,
                    voice: *voice,
                    action: &telling.action.0,
                    modality: telling.modality.as_str(),
                })
                .collect(),
            links: event.links.iter().map(link).collect(),
            rival: event.rival.as_ref().map(|(event, points)| Rival {
                event,
                points: hundredths(*points),
            }),
            decisions: event.hand.iter().map(decided).collect(),
            data_version: knowledge.version(),
        }
    }

    /// As one line of JSON.
    pub(crate) fn to_line(&self) -> String {
        super::line(self)
    }
}

fn slot<'e, T, V>(told: &'e Told<T>, form: impl Fn(&'e T) -> V) -> Slot<V> {
    Slot {
        agreement: match told.values.is_empty() {
            true => "unsaid",
            false => told.agreement.as_str(),
        },
        values: told
            .values
            .iter()
            .map(|(value, voices)| Value {
                value: form(value),
                voices: voices.clone(),
            })
            .collect(),
    }
}

fn action<'e>(knowledge: &'e Knowledge, id: &'e ActionId) -> Action<'e> {
    let known = knowledge.ontology().get(id);
    Action {
        action: &id.0,
        says: known.map(|action| action.says.as_str()),
    }
}

fn place(site: &Site) -> Place<'_> {
    Place {
        name: &site.name,
        country: site.country.as_deref(),
        admin1: site.admin1.as_deref(),
        lat: site.at.lat,
        lon: site.at.lon,
        radius_km: site.radius_km,
        where_prec: site.precision,
    }
}

fn party(who: &Who) -> Party<'_> {
    Party {
        name: &who.name,
        id: who.actor.as_ref().map(|id| id.0.as_str()),
    }
}

fn counted(count: &Count) -> Counted<'_> {
    let said = count.said.iter().map(|number| Number {
        low: number.range.low.map(Figure),
        high: number.range.high.map(Figure),
        voice: number.voice,
        source: number.source,
        claim: &number.claim,
        cumulative: number.cumulative,
        superseded: number.superseded,
    });
    Counted {
        low: Figure(count.low),
        best: Figure(count.best),
        high: Figure(count.high),
        open: count.open,
        corrected: count.corrected,
        said: said.collect(),
    }
}

fn interest(bias: Bias) -> &'static str {
    match bias {
        Bias::Against => "against",
        Bias::Open => "open",
        Bias::For => "for",
    }
}

fn decided(decision: &Decision) -> Decided<'_> {
    Decided {
        number: decision.number,
        ruling: decision.ruling.as_str(),
        slot: match &decision.ruling {
            Ruling::Correct(_, correction) => Some(correction.slot()),
            _ => None,
        },
        by: &decision.by,
        day: decision.day.to_string(),
        reason: &decision.reason,
    }
}

fn link(link: &marsad::event::Link) -> Link<'_> {
    let likeness = &link.likeness;
    Link {
        one: &link.one,
        other: &link.other,
        points: hundredths(likeness.points()),
        day: hundredths(likeness.day),
        place: hundredths(likeness.place),
        deed: hundredths(likeness.deed),
        toll: hundredths(likeness.toll),
        party: hundredths(likeness.party),
        words: hundredths(likeness.words),
    }
}

/// Points to within a hundredth: more would feign what weights by hand cannot give.
fn hundredths(points: f32) -> f64 {
    (f64::from(points) * 100.0).round() / 100.0
}
