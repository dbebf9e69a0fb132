//! What does it add up to, here, as of then?
//!
//! In come [`Event`]s and a [`Scope`] (an area and its days); out comes the [`Situation`]: which of the events happened there, the toll
//! that they add up to, by weeks too, the sums that reports give themselves, and who held what. Invariant: an event is in
//! exactly one of the situation's lists or outside of it; what is disputed widens a toll instead of vanishing from it; the order of
//! the events changes nothing.

mod area;
mod incident;
mod party;
mod standing;
mod summary;
mod timeline;
mod toll;
mod week;
mod word;

use jiff::civil::Date;

use crate::{event::Event, knowledge::Knowledge};

pub use area::{Area, Border, Lies};
pub use incident::{Doer, Incident, Sense};
pub use party::Party;
pub use standing::Standing;
pub use summary::Summary;
pub use timeline::{Entry, Holder, State, Timeline};
pub use toll::{Sum, Toll, Tolls, Victims, victims};
pub use week::{Week, family, monday, week_of};
pub use word::{Held, Word};

/// Where and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// Where.
    pub area: Area,
    /// The first day, where there is one. Who holds what rests on all days before the last, however early.
    pub from: Option<Date>,
    /// The last day.
    pub as_of: Date,
}

/// What events add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Situation<'e> {
    /// Where and when.
    pub scope: Scope,
    /// The incidents in the area, in order of their days, then of their ids.
    pub incidents: Vec<Incident<'e>>,
    /// Incidents somewhere, perhaps in the area; likewise.
    pub perhaps: Vec<Incident<'e>>,
    /// Incidents in the area that nobody dates, told of by the last day.
    pub undated: Vec<Incident<'e>>,
    /// What all who speak of it deny.
    pub denied: Vec<Incident<'e>>,
    /// What an analyst has rejected.
    pub rejected: Vec<Incident<'e>>,
    /// What is planned, threatened, demanded or tried; it counts nothing.
    pub open: Vec<Incident<'e>>,
    /// How many deeds of unknown kind in the area are left out.
    pub unclear: usize,
    /// How many events of these days are told without a place that anybody could find.
    pub unplaced: usize,
    /// What the incidents add up to.
    pub toll: Tolls,
    /// What those add up to that are perhaps in the area.
    pub toll_perhaps: Tolls,
    /// What those add up to that nobody dates.
    pub toll_undated: Tolls,
    /// The incidents by week.
    pub weeks: Vec<Week>,
    /// What reports sum up themselves.
    pub summaries: Vec<Summary<'e>>,
    /// Who held what, by place.
    pub control: Vec<Timeline<'e>>,
}

impl<'e> Situation<'e> {
    /// What `events` add up to.
    ///
    /// All that the events' reports say counts, when ever it was published; give the events of those reports that were
    /// there by a day to see what was known by then.
    pub fn of(knowledge: &Knowledge, events: &'e [Event], scope: Scope) -> Self {
        let mut all: Vec<Incident<'e>> = events
            .iter()
            .map(|event| Incident::of(knowledge, event))
            .collect();
        all.sort_by(|a, b| order(a).cmp(&order(b)));
        let (area, from, as_of) = (&scope.area, scope.from, scope.as_of);
        let mut found = Self {
            incidents: Vec::new(),
            perhaps: Vec::new(),
            undated: Vec::new(),
            denied: Vec::new(),
            rejected: Vec::new(),
            open: Vec::new(),
            unclear: 0,
            unplaced: 0,
            toll: Tolls::new(),
            toll_perhaps: Tolls::new(),
            toll_undated: Tolls::new(),
            weeks: Vec::new(),
            summaries: summary::summaries(knowledge, &all, area, from, as_of),
            control: control(knowledge, events, &scope),
            scope: scope.clone(),
        };
        for incident in all {
            let dated = incident.days.is_some();
            if !(incident.is_within(from, as_of) || !dated && told_by(&incident, as_of)) {
                continue;
            }
            let lies = incident.lies(area);
            match (incident.sense, lies) {
                (Sense::Summary, _) | (_, Some(Lies::Outside)) => {}
                (Sense::Done, None) => found.unplaced += 1,
                (_, None) => {}
                (Sense::Unclear, _) => found.unclear += 1,
                (Sense::Denied, Some(Lies::Inside)) => found.denied.push(incident),
                (Sense::Open, Some(Lies::Inside)) => found.open.push(incident),
                (Sense::Rejected, Some(Lies::Inside)) => found.rejected.push(incident),
                (Sense::Denied | Sense::Rejected | Sense::Open, _) => {}
                (Sense::Done, Some(Lies::Perhaps)) => found.perhaps.push(incident),
                (Sense::Done, Some(Lies::Inside)) if dated => found.incidents.push(incident),
                (Sense::Done, Some(Lies::Inside)) => found.undated.push(incident),
            }
        }
        found.toll = toll::tolls(knowledge, &found.incidents);
        found.toll_perhaps = toll::tolls(knowledge, &found.perhaps);
        found.toll_undated = toll::tolls(knowledge, &found.undated);
        found.weeks = week::weeks(knowledge, &found.incidents);
        found
    }
}

/// In order of days, those without last, then of ids.
fn order<'i>(incident: &'i Incident<'_>) -> impl Ord + use<'i> {
    let days = incident.days.map(|days| (days.from, days.to));
    (days.is_none(), days, incident.event.id.as_str())
}

/// Whether a report of that day or before tells of it.
fn told_by(incident: &Incident<'_>, as_of: Date) -> bool {
    let mut days = incident
        .event
        .sources
        .iter()
        .filter_map(|source| source.day);
    days.any(|day| day <= as_of)
}

/// Who held the places of an area, by name.
fn control<'e>(knowledge: &Knowledge, events: &'e [Event], scope: &Scope) -> Vec<Timeline<'e>> {
    let places = word::words(knowledge, events, scope.as_of);
    let mut found: Vec<Timeline<'e>> = places
        .into_values()
        .filter(|(place, _)| place.lies(&scope.area) == Lies::Inside)
        .map(|(place, words)| Timeline::of(knowledge, place, words))
        .collect();
    found.sort_by(|a, b| {
        let key = |line: &Timeline<'_>| (line.place.name.clone(), line.place.admin1.clone());
        key(a)
            .cmp(&key(b))
            .then(a.place.radius_km.total_cmp(&b.place.radius_km))
    });
    found
}
