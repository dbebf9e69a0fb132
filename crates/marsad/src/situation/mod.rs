//! What does it add up to, here, as of then?
//!
//! In come [`Event`]s, an [`Area`] and a day; out comes the [`Situation`]: which
//! of the events happened there up to that day, and the toll that they add up
//! to. Invariant: an event without a place or a day is in no situation, and what
//! is disputed widens the toll instead of vanishing from it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::{
    event::{Agreement, Event, Telling},
    terms::{LonLat, Range},
};

/// A circle on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Its centre.
    pub centre: LonLat,
    /// Its radius in kilometres.
    pub radius_km: f64,
}

/// Events folded over an area up to a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation {
    /// The ids of the events, in order of their first day, then of id.
    pub events: Vec<String>,
    /// For each thing counted ("killed"), the sum over the events; an open end stays open.
    pub toll: BTreeMap<SmolStr, Range>,
}

impl Situation {
    /// What `events` add up to within `area` up to and including the day `as_of`.
    ///
    /// Events that all their claims deny, and claims of plans and threats, do not count.
    pub fn of(events: &[Event], area: Area, as_of: Date) -> Self {
        let mut here: Vec<(Date, &Event)> = events
            .iter()
            .filter(|event| event.account.happened != Agreement::Denied)
            .filter_map(|event| Some((first_day(event, area)?, event)))
            .filter(|(day, _)| *day <= as_of)
            .collect();
        here.sort_by(|a, b| (a.0, &a.1.id).cmp(&(b.0, &b.1.id)));
        let mut toll: BTreeMap<SmolStr, Range> = BTreeMap::new();
        for (_, event) in &here {
            for (what, count) in &event.account.counts {
                // A disputed toll may be nothing at all.
                let low = if event.account.happened == Agreement::Disputed {
                    0.0
                } else {
                    count.low
                };
                let counted = Range {
                    low: Some(low),
                    high: (!count.open).then_some(count.high),
                };
                toll.entry(what.clone())
                    .and_modify(|sum| *sum = add(*sum, counted))
                    .or_insert(counted);
            }
        }
        Self {
            events: here.iter().map(|(_, event)| event.id.clone()).collect(),
            toll,
        }
    }
}

/// The first day that a telling of the event within the area gives.
fn first_day(event: &Event, area: Area) -> Option<Date> {
    let inside = |telling: &&Telling| {
        let done = telling.modality.is_done() && !telling.summary;
        let site = telling.site.as_ref();
        done && site.is_some_and(|site| site.at.km_to(area.centre) <= area.radius_km)
    };
    event
        .tellings
        .iter()
        .map(|(_, telling)| telling)
        .filter(inside)
        .filter_map(|telling| Some(telling.days?.from))
        .min()
}

fn add(a: Range, b: Range) -> Range {
    let both = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
    Range {
        low: both(a.low, b.low),
        high: both(a.high, b.high),
    }
}
