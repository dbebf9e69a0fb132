//! What is said of who holds a place, by whom, and does the speaker gain by it?
//!
//! In come events; out come [`Word`]s, laid to the place that they are about: that a party took, holds, left, besieges or entered
//! it, or that somebody denies so. Invariant: a word is about a named place itself, never about somewhere near it, and a voice that
//! says one thing of one event in several reports gives one word.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{
    area::{Area, Lies},
    party::Party,
};
use crate::{
    claim::Modality,
    event::{Agreement, Bias, Camp, Event, Site, Telling, Who},
    knowledge::{Knowledge, control::Hold},
    terms::{Interval, LonLat},
};

/// A place that somebody can hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its name in the gazetteer.
    pub name: SmolStr,
    /// ISO 3166-1 alpha-2, where it lies in one country.
    pub country: Option<SmolStr>,
    /// First-level administrative area, by name.
    pub admin1: Option<SmolStr>,
    /// Its middle.
    pub at: LonLat,
    /// How far it reaches.
    pub radius_km: f64,
}

/// What tells one place from another: country, area, name, and how precisely it is a place (UCDP's).
pub(super) type Key = (Option<SmolStr>, Option<SmolStr>, SmolStr, u8);

/// Something that is said of who holds a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Word<'e> {
    /// The event that it is told of.
    pub event: &'e Event,
    /// The claim that says it.
    pub telling: &'e Telling,
    /// The number of the event's source that has it.
    pub source: usize,
    /// The number of the voice among those of the event.
    pub voice: usize,
    /// Of whom it is said.
    pub party: Party,
    /// What it says of their hold.
    pub hold: Hold,
    /// The days for which it says so.
    pub days: Interval,
    /// Whether it says so; otherwise it denies it.
    pub affirms: bool,
    /// How to say so lies to the voice's interest, where it takes a side.
    pub bias: Option<Bias>,
}

impl Word<'_> {
    /// What tells the voice from others.
    fn key(&self) -> &SmolStr {
        &self.event.account.voices[self.voice].key
    }

    /// Whose word it is: an outlet and the nameless people whom it quotes are one voice, since nobody else heard them.
    pub(super) fn root(&self) -> &SmolStr {
        &self.event.account.voices[self.voice].root
    }

    fn order(&self) -> impl Ord + '_ {
        let source = &self.event.sources[self.source];
        (
            (self.days.to, self.days.from),
            (self.hold, &self.party, !self.affirms),
            (source.day.is_none(), source.day),
            (&self.event.id, &self.telling.claim),
        )
    }
}

/// All words up to a day, by place, in order of the days that they are about.
pub(super) fn words<'e>(
    knowledge: &Knowledge,
    events: &'e [Event],
    as_of: Date,
) -> BTreeMap<Key, (Held, Vec<Word<'e>>)> {
    let mut places: BTreeMap<Key, (Held, Vec<Word<'e>>)> = BTreeMap::new();
    for event in events.iter().filter(|event| event.rejected().is_none()) {
        let best = dated(event);
        let account = &event.account;
        let right = |agreement| agreement == Agreement::Corrected;
        let right_site = account
            .site
            .first()
            .filter(|_| right(account.site.agreement));
        let right_days = account
            .days
            .first()
            .filter(|_| right(account.days.agreement));
        for ((source, telling), &voice) in event.tellings.iter().zip(&event.account.by) {
            let site = right_site.or(telling.site.as_ref());
            let Some((key, site)) = site.and_then(|site| place(knowledge, site)) else {
                continue;
            };
            let affirms = match telling.modality {
                Modality::Asserted | Modality::Historical => true,
                Modality::Denied => false,
                _ => continue,
            };
            let own = telling.days.filter(|_| telling.dated);
            let days = right_days.copied().or(own).or(best).or(telling.days);
            let Some(mut days) = days else {
                continue;
            };
            // What is told has happened by the day on which it is told.
            if let Some(day) = event.sources[*source].day
                && day >= days.from
            {
                days.to = days.to.min(day);
            }
            if days.to > as_of {
                continue;
            }
            for (party, hold) in holds(knowledge, telling, site, days.from) {
                // "Took a dozen villages" sums up; that somebody has held a place since 2014 does not.
                if telling.summary && hold != Hold::Holds {
                    continue;
                }
                let word = Word {
                    event,
                    telling,
                    source: *source,
                    voice,
                    party,
                    hold,
                    days,
                    affirms,
                    bias: telling.stake.map(|stake| match stake.against {
                        Some(true) => Bias::Against,
                        Some(false) => Bias::For,
                        None => Bias::Open,
                    }),
                };
                let held = || Held {
                    name: site.name.clone(),
                    country: site.country.clone(),
                    admin1: site.admin1.clone(),
                    at: site.at,
                    radius_km: site.radius_km,
                };
                let place = places.entry(key.clone());
                place.or_insert_with(|| (held(), Vec::new())).1.push(word);
            }
        }
    }
    for (_, words) in places.values_mut() {
        words.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut seen: BTreeSet<(&str, SmolStr, Hold, Party, bool)> = BTreeSet::new();
        words.retain(|word| {
            let (voice, party) = (word.key().clone(), word.party.clone());
            seen.insert((&word.event.id, voice, word.hold, party, word.affirms))
        });
    }
    places
}

/// The days that most voices of an event give in words.
fn dated(event: &Event) -> Option<Interval> {
    let dated = |days: &Interval| {
        let mut tellings = event.tellings.iter();
        tellings.any(|(_, telling)| telling.dated && telling.days == Some(*days))
    };
    let mut values = event.account.days.values.iter();
    values.find(|(days, _)| dated(days)).map(|(days, _)| *days)
}

/// The named place itself, where a site is one.
fn place<'e>(knowledge: &Knowledge, site: &'e Site) -> Option<(Key, &'e Site)> {
    let precision = site.precision?;
    let rules = &knowledge.control().rules;
    let named = rules.precision.contains(&precision);
    let key = (
        site.country.clone(),
        site.admin1.clone(),
        site.name.clone(),
        precision,
    );
    named.then_some((key, site))
}

/// What a telling says of whose hold.
fn holds(knowledge: &Knowledge, telling: &Telling, site: &Site, day: Date) -> Vec<(Party, Hold)> {
    let control = knowledge.control();
    let relation = telling.relation.as_ref();
    let whole = relation.is_some_and(|relation| control.rules.whole.contains(relation));
    let holding = control.of(&telling.action);
    // Places and things that a deed is done to are no parties.
    let fights = |who: &&Who| who.actor.is_some() || matches!(who.camp, Camp::State | Camp::Armed);
    let country = site.country.as_deref();
    let of = |who: &Who, hold: Option<Hold>| {
        let hold = if whole { hold } else { hold.and_then(in_part) };
        let party = Party::of(knowledge, who, day, country);
        let holds = party.is_armed(knowledge) || matches!(party, Party::Words(_));
        holds.then_some((party, hold?))
    };
    let actors = telling.actors.iter().map(|who| of(who, holding.actor));
    let targets = telling.targets.iter().filter(fights);
    let targets = targets.map(|who| of(who, holding.target));
    let mut holds: Vec<(Party, Hold)> = actors.chain(targets).flatten().collect();
    holds.sort_unstable();
    holds.dedup();
    holds
}

impl Held {
    /// How it lies to an area.
    pub(super) fn lies(&self, area: &Area) -> Lies {
        area.holds(&Site {
            at: self.at,
            radius_km: self.radius_km,
            name: self.name.clone(),
            country: self.country.clone(),
            admin1: self.admin1.clone(),
            precision: None,
        })
    }
}

/// What is left of it where a deed concerns a part of the place only.
fn in_part(hold: Hold) -> Option<Hold> {
    match hold {
        Hold::Gains | Hold::Holds | Hold::Enters => Some(Hold::Enters),
        Hold::Fights => Some(Hold::Fights),
        Hold::Nears => Some(Hold::Nears),
        Hold::Leaves | Hold::Besieges | Hold::Relieves => None,
    }
}
