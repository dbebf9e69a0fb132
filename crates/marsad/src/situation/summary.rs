//! What do reports sum up themselves, and do the incidents that are known amount to it?
//!
//! In come events that sum up many deeds ("more than 60 killed since early September") and all incidents; out come
//! [`Summary`]s, each with what the incidents of its days and its place add up to, and with the gap. Invariant: a sum is shown beside
//! the incidents and never added to them (UCDP's event clarity 2, from which UCDP takes away what is known singly).

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{
    area::{Area, Lies},
    incident::{Incident, Sense},
    toll::Sum,
};
use crate::{
    event::{Count, Event},
    knowledge::{Knowledge, family::Tolled},
};

/// A sum of many deeds that somebody gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary<'e> {
    /// The event that is told with it.
    pub event: &'e Event,
    /// What is counted: "killed".
    pub what: SmolStr,
    /// How many.
    pub count: Count,
    /// From which day on it counts, where that is said.
    pub from: Option<Date>,
    /// Up to which day.
    pub to: Date,
    /// How it lies to the area.
    pub lies: Lies,
    /// What the incidents of these days and this place add up to.
    pub known: Sum,
}

impl Summary<'_> {
    /// How many more it counts than all incidents of its days and place that are known, after what most say; 0 where
    /// these amount to as many.
    pub fn gap(&self) -> f64 {
        (self.count.best - self.known.best).max(0.0)
    }
}

/// The sums that are given for an area up to a day, and not only for days before another.
pub(super) fn summaries<'e>(
    knowledge: &Knowledge,
    all: &[Incident<'e>],
    area: &Area,
    from: Option<Date>,
    as_of: Date,
) -> Vec<Summary<'e>> {
    let mut found = Vec::new();
    for incident in all {
        let Some(site) = incident.site else { continue };
        let Some((since, to)) = span(knowledge, incident, from, as_of) else {
            continue;
        };
        let lies = incident.lies(area).unwrap_or(Lies::Outside);
        if lies == Lies::Outside || !matches!(incident.sense, Sense::Summary | Sense::Done) {
            continue;
        }
        for what in knowledge.families().tolls() {
            let Some(count) = incident.sum(knowledge, what) else {
                continue;
            };
            let place = Area::circle(site.at, site.radius_km);
            found.push(Summary {
                event: incident.event,
                what: what.what.clone(),
                count,
                from: since,
                to,
                lies,
                known: known(knowledge, what, all, &place, since, to),
            });
        }
    }
    found.sort_by(|a, b| (a.to, &a.event.id, &a.what).cmp(&(b.to, &b.event.id, &b.what)));
    found
}

/// From when, where that is said, and up to when a sum counts; `None` where that lies outside of the days asked for.
fn span(
    knowledge: &Knowledge,
    incident: &Incident<'_>,
    from: Option<Date>,
    as_of: Date,
) -> Option<(Option<Date>, Date)> {
    let Some(days) = incident.days else {
        // What nobody dates counts up to the day on which it is told.
        let told = incident
            .event
            .sources
            .iter()
            .filter_map(|source| source.day);
        let to = told.filter(|day| *day <= as_of).min()?;
        return from.is_none_or(|from| from <= to).then_some((None, to));
    };
    // What is summed up "so far", or of a whole war, does not say since when.
    let spans = incident.sense == Sense::Summary || days.days() > knowledge.families().longest();
    let within = incident.is_within(from, as_of);
    within.then(|| (spans.then_some(days.from), days.to))
}

/// What the incidents of some days in a place add up to.
fn known(
    knowledge: &Knowledge,
    what: &Tolled,
    all: &[Incident<'_>],
    place: &Area,
    from: Option<Date>,
    to: Date,
) -> Sum {
    let mut sum = Sum::default();
    let inside = all.iter().filter(|incident| {
        let within = incident
            .days
            .is_some_and(|days| days.to <= to && from.is_none_or(|from| days.from >= from));
        incident.sense == Sense::Done && within && incident.lies(place) == Some(Lies::Inside)
    });
    for one in inside.filter_map(|incident| incident.count(knowledge, what)) {
        sum.add(one);
    }
    sum
}
