//! How many people, by whom, and of whom, without counting anybody twice?
//!
//! In come [`Incident`]s; out come [`Tolls`]: for each thing counted ("killed") a range, as a whole and by who did it and to
//! whom it was done. Invariant: low ≤ best ≤ high; one incident more never lowers any of them; what somebody disputes or
//! only supposes counts from nothing; sums of many deeds never count.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::incident::{Doer, Incident, done};
use crate::{
    claim::Modality,
    event::{Agreement, Camp, Count, Event, Number, Telling},
    knowledge::{
        Knowledge,
        family::{DOERS, Tolled},
    },
};

/// A sum over incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// The least that it can be, after everybody.
    pub low: f64,
    /// What most voices give.
    pub best: f64,
    /// The most that anybody gives.
    pub high: f64,
    /// Whether somebody leaves the upper end open ("at least").
    pub open: bool,
    /// Over how many incidents.
    pub incidents: usize,
}

impl Sum {
    pub(super) fn add(&mut self, other: Self) {
        self.low += other.low;
        self.best += other.best;
        self.high += other.high;
        self.open |= other.open;
        self.incidents += other.incidents;
    }
}

/// To whom something was done, as far as reports tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Victims {
    /// People who do not fight.
    Civilians,
    /// People who do.
    Combatants,
    /// Both, or nobody says.
    Unknown,
}

impl Victims {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Civilians => "civilians",
            Self::Combatants => "combatants",
            Self::Unknown => "unknown",
        }
    }
}

/// How many of one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toll {
    /// Altogether.
    pub all: Sum,
    /// By who did it, and to whom.
    pub parts: BTreeMap<(Doer, Victims), Sum>,
}

/// For each thing counted how many.
pub type Tolls = BTreeMap<SmolStr, Toll>;

/// What incidents add up to.
pub(super) fn tolls<'i, 'e: 'i>(
    knowledge: &Knowledge,
    incidents: impl IntoIterator<Item = &'i Incident<'e>>,
) -> Tolls {
    let mut tolls = Tolls::new();
    for incident in incidents {
        for what in knowledge.families().tolls() {
            let Some(sum) = incident.count(knowledge, what) else {
                continue;
            };
            let toll = tolls.entry(what.what.clone()).or_default();
            toll.all.add(sum);
            let part = (incident.doer.clone(), victims(what, incident.event));
            toll.parts.entry(part).or_default().add(sum);
        }
    }
    tolls
}

impl Incident<'_> {
    /// How many of something it counts; `None` where nobody gives a number that is not itself a sum of many deeds.
    pub fn count(&self, knowledge: &Knowledge, what: &Tolled) -> Option<Sum> {
        let event = self.event;
        let count = counted(what, event)?;
        let count = match count.corrected {
            true => count.clone(),
            false => count.only(|number| !self.sums_up(knowledge, what, number))?,
        };
        let supposed = counting(what, event).all(|telling| telling.modality == Modality::Supposed);
        let disputed = event.account.happened != Agreement::Agreed;
        // What an analyst vouches for is no longer uncertain.
        let vouched = count.corrected || event.confirmed().is_some();
        let uncertain = (supposed || disputed) && !vouched;
        Some(Sum {
            low: if uncertain { 0.0 } else { count.low },
            best: count.best,
            high: count.high,
            open: count.open,
            incidents: 1,
        })
    }

    /// How many of something it sums up of many deeds; `None` where nobody does.
    pub fn sum(&self, knowledge: &Knowledge, what: &Tolled) -> Option<Count> {
        let count = counted(what, self.event)?;
        if count.corrected {
            return None;
        }
        count.only(|number| self.sums_up(knowledge, what, number))
    }

    /// Whether a number sums up many deeds: its claim does, or it is of more days or, undated, of more people than an incident has.
    fn sums_up(&self, knowledge: &Knowledge, what: &Tolled, number: &Number) -> bool {
        let mut tellings = self.event.tellings.iter();
        let telling = tellings.find(|(_, telling)| telling.claim == number.claim);
        let own = telling.and_then(|(_, telling)| telling.days);
        let longest = knowledge.families().longest();
        let long = [self.days, own]
            .into_iter()
            .flatten()
            .any(|days| days.days() > longest);
        let is =
            |quality: fn(&Telling) -> bool| telling.is_some_and(|(_, telling)| quality(telling));
        let from = what.sum_from_undated;
        let large = !is(|telling| telling.dated) && from.is_some_and(|from| number.least() >= from);
        is(|telling| telling.summary) || number.cumulative || long || large
    }
}

/// What an event counts of something, sums of many deeds included.
fn counted<'e>(what: &Tolled, event: &'e Event) -> Option<&'e Count> {
    let counts = &event.account.counts;
    let doers = || done(event).any(|(_, _, telling)| what.doers_of.contains(&telling.action));
    counts
        .get(&what.what)
        .or_else(|| counts.get(DOERS).filter(|_| doers()))
}

/// The tellings that give a number of something done.
fn counting<'e>(what: &Tolled, event: &'e Event) -> impl Iterator<Item = &'e Telling> {
    let told = done(event).map(|(_, _, telling)| telling);
    told.filter(|telling| {
        let mut whole = telling.tolls.iter().filter(|toll| !toll.part);
        whole.any(|toll| what.counts(&telling.action, &toll.what))
    })
}

/// Of what camp those are whom an event counts as something.
pub fn victims<'e>(what: &Tolled, event: &'e Event) -> Victims {
    let people = |telling: &'e Telling| match what.doers_of.contains(&telling.action) {
        true => &telling.actors,
        false => &telling.targets,
    };
    let targets = &event.account.targets;
    let corrected = targets.agreement == Agreement::Corrected;
    let said = counting(what, event).flat_map(people);
    let mut camps: Vec<Camp> = said
        .filter(|_| !corrected)
        .chain(targets.standing().filter(|_| corrected))
        .map(|who| who.camp)
        .collect();
    camps.sort_unstable();
    camps.dedup();
    match camps.as_slice() {
        [Camp::Civilian] => Victims::Civilians,
        [Camp::State | Camp::Armed] | [Camp::State, Camp::Armed] => Victims::Combatants,
        _ => Victims::Unknown,
    }
}
