//! When and where did an event happen, after all that is told of it?
//!
//! In comes an [`Event`]; out comes an [`Incident`]: the event with the narrowest days and the narrowest site that go with what
//! most voices say, who did it, and how it lies to an area. Invariant: nothing is taken from what only those say who deny it.

use jiff::civil::Date;

use super::{
    area::{Area, Lies},
    party::Party,
};
use crate::{
    claim::Modality,
    event::{Agreement, Clarity, Event, Site, Telling, Told},
    knowledge::Knowledge,
    terms::Interval,
};

/// An event as it counts in a situation.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident<'e> {
    /// The event.
    pub event: &'e Event,
    /// The narrowest days that go with those that most voices give.
    pub days: Option<Interval>,
    /// The narrowest site that goes with that which most voices give.
    pub site: Option<&'e Site>,
    /// Who did it.
    pub doer: Doer,
    /// In which sense it counts.
    pub sense: Sense,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doer {
    /// One party.
    Party(Party),
    /// Several parties together or against each other, in order.
    Several(Vec<Party>),
    /// Voices name doers of different sides.
    Disputed,
    /// Nobody is named, or nobody who is known by name.
    Unnamed,
}

/// In which sense an event counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// It is said to have been done.
    Done,
    /// It sums up many deeds.
    Summary,
    /// All who speak of it deny it.
    Denied,
    /// An analyst has rejected it.
    Rejected,
    /// It is planned, threatened, demanded, tried or hangs on something: not said to have been done.
    Open,
    /// It is said to have been done, but no pattern knows what it was, and it counts nobody.
    Unclear,
}

impl<'e> Incident<'e> {
    /// An event as it counts.
    pub fn of(knowledge: &Knowledge, event: &'e Event) -> Self {
        let days = narrowest(
            &event.account.days,
            |a, b| a.overlaps(*b),
            |days| days.days() as f64,
        );
        let site = narrowest(
            &event.account.site,
            |a, b| a.at.km_to(b.at) <= a.radius_km + b.radius_km,
            |site| site.radius_km,
        );
        let days = days.copied();
        Self {
            event,
            days,
            site,
            doer: doer(knowledge, event, days, site),
            sense: sense(knowledge, event),
        }
    }

    /// How it lies to an area; where voices name places that do not go together and one of them lies outside, perhaps.
    pub fn lies(&self, area: &Area) -> Option<Lies> {
        let lies = area.holds(self.site?);
        let sites = &self.event.account.site;
        let all = || sites.values.iter().map(|(site, _)| area.holds(site));
        Some(match sites.agreement {
            Agreement::Agreed | Agreement::Corrected => lies,
            _ if all().all(|other| other == lies) => lies,
            _ if all().all(|other| other == Lies::Outside) => Lies::Outside,
            _ => Lies::Perhaps,
        })
    }

    /// Whether it may have happened by a day, and not all before another.
    pub fn is_within(&self, from: Option<Date>, as_of: Date) -> bool {
        self.days
            .is_some_and(|days| days.from <= as_of && from.is_none_or(|from| days.to >= from))
    }
}

/// The tellings of an event that say that it was done, each with the number of its source and of its voice.
pub(super) fn done(event: &Event) -> impl Iterator<Item = (usize, usize, &Telling)> {
    let by = event.account.by.iter().copied();
    let all = event.tellings.iter().zip(by);
    all.map(|((source, telling), voice)| (*source, voice, telling))
        .filter(|(_, _, telling)| telling.modality.is_done())
}

fn sense(knowledge: &Knowledge, event: &Event) -> Sense {
    if event.rejected().is_some() {
        return Sense::Rejected;
    }
    if event.clarity == Clarity::Summary {
        return Sense::Summary;
    }
    if !event.counts() {
        return Sense::Denied;
    }
    if done(event).next().is_none() {
        return Sense::Open;
    }
    let is_known = |telling: &Telling| {
        let action = knowledge.ontology().get(&telling.action);
        action.is_some_and(|action| !action.unclassified)
    };
    let counts = |telling: &Telling| {
        let tolls = knowledge.families().tolls();
        let mut tolls = tolls.filter(|toll| telling.counted(&toll.what).next().is_some());
        tolls.next().is_some()
    };
    match done(event).any(|(_, _, telling)| is_known(telling) || counts(telling)) {
        true => Sense::Done,
        false => Sense::Unclear,
    }
}

fn doer(knowledge: &Knowledge, event: &Event, days: Option<Interval>, site: Option<&Site>) -> Doer {
    if event.account.actors.agreement == Agreement::Disputed {
        return Doer::Disputed;
    }
    let told = event.sources.iter().filter_map(|source| source.day).min();
    let Some(day) = days.map(|days| days.from).or(told) else {
        return Doer::Unnamed;
    };
    let country = site.and_then(|site| site.country.as_deref());
    // A denial names whom it clears.
    let affirmed = event
        .tellings
        .iter()
        .filter(|(_, telling)| telling.modality != Modality::Denied);
    let said = affirmed.flat_map(|(_, telling)| &telling.actors);
    let actors = &event.account.actors;
    let corrected = actors.agreement == Agreement::Corrected;
    let mut parties: Vec<Party> = said
        .filter(|_| !corrected)
        .chain(actors.standing().filter(|_| corrected))
        .map(|who| Party::of(knowledge, who, day, country))
        .filter(|party| party.is_armed(knowledge))
        .collect();
    parties.sort_unstable();
    parties.dedup();
    match parties.len() {
        0 => Doer::Unnamed,
        1 => Doer::Party(parties.swap_remove(0)),
        _ => Doer::Several(parties),
    }
}

/// Of the values that go with the one that most voices give, the narrowest; of equals the first.
fn narrowest<T>(
    told: &Told<T>,
    go_together: impl Fn(&T, &T) -> bool,
    width: impl Fn(&T) -> f64,
) -> Option<&T> {
    let first = told.first()?;
    told.standing()
        .filter(|value| go_together(first, value))
        .min_by(|a, b| width(a).total_cmp(&width(b)))
}
