//! Is what reports tell of a war in the record that others coded of it?
//!
//! In: the reports of one war, and UCDP's events of it in one year. Out: of the events of that year that the reports are
//! reconciled into, how many are in the record, how many would be by chance, and how often the dead agree. Invariant: an
//! event is asked only where its day, its place and its dead are known, and each is held to the less precise of the two places.
//!
//! A war of seventeen coded events a day has one near almost any place and day, so a share of matches says nothing without
//! that of the same events on other days or in other places.

use anyhow::Result;
use jiff::ToSpan as _;
use jiff::civil::Date;
use marsad::event::{Agreement, Clarity, Event, Report, Site, reconcile};
use marsad::terms::{Interval, LonLat};

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Share, Tally as _};
use crate::gold::event::Told;
use crate::gold::ged::Coded;

/// The corpus of coded events.
pub(super) const CORPUS: &str = "syria/ucdp-ged-2016";
/// The corpus of reports.
const REPORTS: &str = "syria/reports";
/// Where and when it was coded.
const COUNTRY: &str = "SY";
const YEAR: i16 = 2016;
/// How far apart places may lie that are both known to within as much, and how many days may lie between.
const NEAR: Reach = Reach {
    km: 25.0,
    days: 3,
    dead: false,
};
/// The same for what is hardly another event.
const CLOSE: Reach = Reach {
    km: 10.0,
    days: 1,
    dead: true,
};
/// An event of which more days are given has no day.
const LONGEST: i64 = 7;
/// A place that reaches further is a governorate or a part of one; beyond the second, it is none.
const AREA_KM: f64 = 150.0;
/// By how many days events are moved to see what chance would match.
const MOVED: i32 = 60;

/// How far from an event the row that it is in may be.
#[derive(Clone, Copy)]
struct Reach {
    km: f64,
    days: i32,
    /// Whether as many must have died.
    dead: bool,
}

/// Reconciles the reports and seeks each event in the record.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let (Some(told), Some(coded)) = (bench.gold::<Told>(REPORTS)?, bench.gold::<Coded>(corpus)?)
    else {
        return Ok(None);
    };
    let knowledge = bench.knowledge;
    let reports = bench.each(&told, |_, reading| Report::of(knowledge, reading));
    let events = reconcile(knowledge, reports);
    let asked: Vec<Asked> = events.iter().filter_map(Asked::of).collect();
    let record = Record(coded);
    let later: Vec<Asked> = asked.iter().map(Asked::later).collect();
    let places = asked.iter().cycle().skip(asked.len() / 2);
    let elsewhere: Vec<Asked> = asked
        .iter()
        .zip(places)
        .map(|(event, other)| event.at(other))
        .collect();
    let found = |asked: &[Asked], reach: Reach| -> Vec<Option<&Coded>> {
        asked
            .iter()
            .map(|event| record.find(event, reach))
            .collect()
    };
    let share = |asked: &[Asked], reach: Reach| {
        let found = found(asked, reach);
        shares(found.iter().map(Option::is_some))
    };
    let dead = |asked: &[Asked]| {
        let found = found(asked, NEAR);
        let pairs = asked.iter().zip(found);
        shares(pairs.filter_map(|(event, row)| Some(event.dead_in(row?))))
    };
    let (near, close) = (found(&asked, NEAR), found(&asked, CLOSE));
    let items = asked.iter().zip(near).zip(close);
    let items = items.map(|((event, near), close)| {
        let id = |row: Option<&Coded>| row.map_or_else(|| "-".to_owned(), |row| row.id.clone());
        format!("{}\t{}\t{}", event.id, id(near), id(close))
    });
    let items: Vec<String> = items.collect();
    let of = "events with day, place and dead";
    let verdict = Verdict::of(vec![
        Score::share("near", share(&asked, NEAR), of),
        Score::share("near_by_chance_of_days", share(&later, NEAR), of),
        Score::share("near_by_chance_of_places", share(&elsewhere, NEAR), of),
        Score::share("dead_agree", dead(&asked), "of the near"),
        Score::share("dead_agree_by_chance_of_days", dead(&later), "of the near"),
        Score::share(
            "dead_agree_by_chance_of_places",
            dead(&elsewhere),
            "of the near",
        ),
        Score::share("close", share(&asked, CLOSE), of),
        Score::share("close_by_chance_of_days", share(&later, CLOSE), of),
        Score::share("close_by_chance_of_places", share(&elsewhere, CLOSE), of),
    ]);
    let columns = "event, the row of the record near it, the row close to it";
    Ok(Some(verdict.with_items(columns, items)))
}

fn shares(right: impl Iterator<Item = bool>) -> Share {
    right.map(Share::one).fold(Share::default(), Share::plus)
}

/// An event that can be sought in the record.
#[derive(Clone)]
struct Asked {
    id: String,
    days: Interval,
    place: LonLat,
    /// Whether the place is an area, and not a point with what is around it.
    is_area: bool,
    /// The least and the most who died.
    dead: (f64, f64),
}

impl Asked {
    fn of(event: &Event) -> Option<Self> {
        let account = &event.account;
        let done = event
            .tellings
            .iter()
            .any(|(_, telling)| telling.modality.is_done());
        if event.clarity != Clarity::Incident || account.happened == Agreement::Denied || !done {
            return None;
        }
        let killed = account
            .counts
            .get("killed")
            .filter(|count| count.best >= 1.0)?;
        let days = account.days.first().filter(|days| days.days() <= LONGEST)?;
        if days.from.year() != YEAR {
            return None;
        }
        let inside =
            |site: &&Site| site.country.as_deref() == Some(COUNTRY) && site.radius_km <= AREA_KM;
        let sites = account.site.values.iter().map(|(site, _)| site);
        let site = sites
            .filter(inside)
            .min_by(|a, b| a.radius_km.total_cmp(&b.radius_km))?;
        Some(Self {
            id: event.id.clone(),
            days: *days,
            place: site.at,
            is_area: site.radius_km > NEAR.km,
            dead: (killed.low, killed.high),
        })
    }

    /// The same as if it had happened later in the year, or as much earlier as its end asks for.
    fn later(&self) -> Self {
        let moved = |by: i32| {
            let day = |day: Date| day.checked_add(by.days()).unwrap_or(day);
            Interval {
                from: day(self.days.from),
                to: day(self.days.to),
            }
        };
        let later = moved(MOVED);
        let days = if later.from.year() == YEAR {
            later
        } else {
            moved(-MOVED)
        };
        Self {
            days,
            ..self.clone()
        }
    }

    /// The same as if it had happened where another did.
    fn at(&self, other: &Self) -> Self {
        Self {
            place: other.place,
            is_area: other.is_area,
            ..self.clone()
        }
    }

    /// Whether its dead can be as many as somebody coded.
    fn dead_in(&self, row: &Coded) -> bool {
        self.dead.0 <= row.deaths.1 && row.deaths.0 <= self.dead.1
    }

    /// How many days lie between it and a row; 0 where they share one.
    fn days_to(&self, row: &Coded) -> i32 {
        let (first, second) = if self.days.from <= row.days.from {
            (self.days, row.days)
        } else {
            (row.days, self.days)
        };
        (second.from - first.to).get_days().max(0)
    }
}

/// The coded events.
struct Record(Vec<Coded>);

impl Record {
    /// The row that an event is in: of those near it in day and place one with as many dead, of these the nearest in days,
    /// then in place.
    fn find(&self, event: &Asked, reach: Reach) -> Option<&Coded> {
        let home = self.home(event.place);
        let near = self.0.iter().filter(|row| {
            let dead = if reach.dead {
                event.dead_in(row)
            } else {
                row.deaths.1 >= 1.0
            };
            dead && event.days_to(row) <= reach.days && meet(event, row, reach, home)
        });
        near.min_by(|a, b| {
            let order = |row: &Coded| (!event.dead_in(row), event.days_to(row));
            let km = |row: &Coded| row.at.km_to(event.place);
            order(a).cmp(&order(b)).then(km(a).total_cmp(&km(b)))
        })
    }

    /// The nearest row that is exact in place, which tells the district and governorate that a place is in.
    fn home(&self, place: LonLat) -> Option<&Coded> {
        let exact = self
            .0
            .iter()
            .filter(|row| row.precision == 1 && !row.governorate.is_empty());
        exact.min_by(|a, b| a.at.km_to(place).total_cmp(&b.at.km_to(place)))
    }
}

/// Whether an event can be where a row is, as far as the less precise of them tells.
fn meet(event: &Asked, row: &Coded, reach: Reach, home: Option<&Coded>) -> bool {
    if row.at.km_to(event.place) <= reach.km && row.precision < 6 {
        return true;
    }
    let same = |of: fn(&Coded) -> &str| {
        home.is_some_and(|home| !of(row).is_empty() && of(home) == of(row))
    };
    match row.precision {
        1 | 2 if !event.is_area => false,
        3 if !event.is_area => same(|row| &row.district),
        1..=5 => same(|row| &row.governorate),
        _ => false,
    }
}
