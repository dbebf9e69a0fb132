//! What would an archive of many reports look like?
//!
//! In: reports that were read, and the places of the world. Out: as many claims as are asked for, in reports that are
//! the same but moved: to other towns, other days, other numbers, and half of them in other words, so that of two copies of
//! one report neither is known by the other, while reports of one happening still tell of one. Invariant: the first
//! reports are those that were read, and the same question gives the same reports on every machine.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use marsad::event::{Happening, Print, Report, Site, Telling};
use marsad::knowledge::Knowledge;
use marsad::knowledge::gazetteer::{Place, PlaceKind};
use marsad::terms::{Interval, LonLat, Range};

/// How reports lie in space and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Density {
    /// Over the towns of the world and ten years
    Spread,
    /// A tenth of them in half a degree around one city and in one year, the rest spread
    Hot,
    /// All of them there and then
    Siege,
}

/// The first of the ten years, and how many days they have.
const TEN_YEARS: (Date, i64) = (date(2012, 1, 1), 3653);
/// The first day of the year that is hot, and how many it has.
const HOT_YEAR: (Date, i64) = (date(2016, 1, 1), 366);
/// The corners of the half degree that is hot (around Aleppo): south and west.
const HOT: (f64, f64) = (36.0, 37.0);
/// How many degrees it is high and wide.
const HALF_DEGREE: f64 = 0.5;
/// The fewest people of a town that reports are moved to.
const TOWN: u64 = 10_000;
/// One report in so many is printed again by another outlet.
const REPRINTED: u64 = 8;
/// What reaches further is an area, which is not moved into the half degree.
const AREA_KM: f64 = 40.0;

/// Where reports may be moved to.
pub(super) struct World<'k> {
    towns: Vec<Place<'k>>,
    /// The places of the half degree, the largest first.
    hot: Vec<Place<'k>>,
}

impl<'k> World<'k> {
    pub(super) fn new(knowledge: &'k Knowledge) -> Self {
        let places = knowledge.gazetteer().places();
        let settled: Vec<Place<'_>> = places
            .filter(|place| place.kind == PlaceKind::Settlement)
            .collect();
        let inside = |from: f64, at: f64| (from..from + HALF_DEGREE).contains(&at);
        let is_hot = |place: &&Place<'_>| inside(HOT.0, place.lat) && inside(HOT.1, place.lon);
        let mut hot: Vec<Place<'_>> = settled.iter().filter(is_hot).cloned().collect();
        hot.sort_by_key(|place| std::cmp::Reverse(place.population));
        let towns = settled.into_iter().filter(|place| place.population >= TOWN);
        Self {
            towns: towns.collect(),
            hot,
        }
    }
}

/// At least `claims` claims made of `read`.
pub(super) fn reports(
    world: &World<'_>,
    read: &[Report],
    claims: usize,
    density: Density,
) -> Vec<Report> {
    let words: Vec<u32> = read
        .iter()
        .flat_map(|report| &report.happenings)
        .flat_map(|happening| happening.words.iter().copied())
        .collect();
    let mut made: Vec<Report> = Vec::new();
    let mut count = 0;
    let mut add = |report: Report| {
        count += claims_of(&report);
        made.push(report);
        count < claims
    };
    let first = read.iter().cloned().all(&mut add);
    let mut number = 1;
    let mut more = first && !read.is_empty();
    while more {
        more = read.iter().all(|report| {
            let copy = Copy::new(world, &words, number, report, density);
            let moved = copy.report(report);
            let again = mixed(copy.salt, hash(&report.document)).is_multiple_of(REPRINTED);
            let reprint = again.then(|| copy.reprint(&moved));
            add(moved) && reprint.is_none_or(&mut add)
        });
        number += 1;
    }
    made
}

/// How many claims a report holds.
pub(super) fn claims_of(report: &Report) -> usize {
    let tellings = report.happenings.iter().map(|told| told.tellings.len());
    tellings.sum()
}

/// How the reports of one month are moved in one copy of all.
struct Copy<'w> {
    world: &'w World<'w>,
    words: &'w [u32],
    number: u64,
    /// Of the copy.
    salt: u64,
    /// Of the month in the copy: its reports stay together.
    month: u64,
    hot: bool,
    /// By how much numbers are multiplied.
    times: f64,
}

impl<'w> Copy<'w> {
    fn new(
        world: &'w World<'w>,
        words: &'w [u32],
        number: u64,
        report: &Report,
        density: Density,
    ) -> Self {
        let salt = mixed(number, 0);
        let month = report.day.map_or(0, |day| {
            u64::from(day.year().unsigned_abs()) * 12 + u64::from(day.month().unsigned_abs())
        });
        let month = mixed(salt, month);
        Self {
            world,
            words,
            number,
            salt,
            month,
            hot: match density {
                Density::Spread => false,
                Density::Hot => mixed(month, 1).is_multiple_of(10),
                Density::Siege => true,
            },
            times: 0.6 + (mixed(month, 2) % 100) as f64 / 80.0,
        }
    }

    fn report(&self, report: &Report) -> Report {
        let mut moved = report.clone();
        moved.document = self.id(&report.document);
        moved.fingerprint = format!("{:016x}", mixed(self.salt, hash(&report.fingerprint))).into();
        moved.day = report.day.map(|day| self.day(day));
        for number in &mut moved.print.0 {
            *number = mixed(self.salt, u64::from(*number)) as u32;
        }
        for happening in &mut moved.happenings {
            self.happening(happening);
        }
        moved
    }

    /// A report as another outlet prints it, shortened.
    fn reprint(&self, moved: &Report) -> Report {
        let mut again = moved.clone();
        let by = mixed(self.salt, hash(&moved.document));
        again.document.push_str("-again");
        again.fingerprint = format!("{by:016x}").into();
        again.publisher = Some(format!("Outlet {}", by % 60).into());
        again.day = moved
            .day
            .and_then(|day| day.checked_add(((by >> 8) % 2).cast_signed().days()).ok());
        let Print(numbers) = &mut again.print;
        for (at, number) in (0_u64..).zip(numbers) {
            if mixed(by, at).is_multiple_of(5) {
                *number = mixed(by, u64::from(*number)) as u32;
            }
        }
        let kept = again.happenings.len() - again.happenings.len() / 5;
        again.happenings.truncate(kept);
        for telling in again
            .happenings
            .iter_mut()
            .flat_map(|told| &mut told.tellings)
        {
            telling.claim.push_str("-again");
        }
        again
    }

    fn happening(&self, happening: &mut Happening) {
        for word in &mut happening.words {
            let turn = mixed(self.month, u64::from(*word));
            if turn & 1 == 0 {
                *word = self.words[((turn >> 1) % self.words.len() as u64) as usize];
            }
        }
        happening.words.sort_unstable();
        happening.words.dedup();
        for telling in &mut happening.tellings {
            self.telling(telling);
        }
    }

    fn telling(&self, telling: &mut Telling) {
        telling.claim = self.id(&telling.claim);
        telling.days = telling.days.map(|days| {
            let from = self.day(days.from);
            let length = (days.to - days.from).get_days();
            let to = from.checked_add(length.days()).unwrap_or(from);
            Interval { from, to }
        });
        if let Some(site) = &mut telling.site {
            self.site(site);
        }
        for toll in &mut telling.tolls {
            let many = |number: f64| match number {
                ..3.0 => number,
                _ => (number * self.times).round().max(2.0),
            };
            toll.range = Range {
                low: toll.range.low.map(many),
                high: toll.range.high.map(many),
            };
        }
    }

    fn id(&self, id: &str) -> String {
        format!("{}~{id}", self.number)
    }

    /// Within one copy, days that lie near each other stay so.
    fn day(&self, day: Date) -> Date {
        let (first, days) = if self.hot { HOT_YEAR } else { TEN_YEARS };
        let shift = (mixed(self.month, 3) % days.unsigned_abs()).cast_signed();
        let since = i64::from((day - first).get_days()) + shift;
        let moved = first.checked_add(since.rem_euclid(days).days());
        moved.unwrap_or(first)
    }

    /// Within one month of a copy, what bears one name goes to one place.
    fn site(&self, site: &mut Site) {
        let to = mixed(self.month, hash(&site.name));
        let area = site.radius_km > AREA_KM;
        let hot = self.hot && !area;
        let towns = if hot {
            &self.world.hot
        } else {
            &self.world.towns
        };
        let Some(last) = towns.len().checked_sub(1) else {
            return;
        };
        // Of a besieged city's reports many name the city itself, and few each village around.
        let skewed = if hot && to.is_multiple_of(4) {
            0
        } else {
            (to >> 2) as usize % (last + 1)
        };
        let town = &towns[skewed];
        site.at = LonLat {
            lon: town.lon,
            lat: town.lat,
        };
        site.country = town.country.map(|code| code.as_str().into());
        site.admin1 = town.admin1.and_then(|area| area.name).map(Into::into);
        site.name = if area {
            format!("{} region", town.name).into()
        } else {
            town.name.into()
        };
    }
}

/// Two numbers mixed into a third, as different as chance would have it (the finaliser of SplitMix64).
fn mixed(one: u64, other: u64) -> u64 {
    let mut mixed = (one ^ other.rotate_left(32)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A number for words (FNV-1a).
fn hash(words: &str) -> u64 {
    words.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
