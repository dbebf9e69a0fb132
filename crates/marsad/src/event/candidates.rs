//! Which happenings can be one at all?
//!
//! In come the [`Face`]s of all happenings; out come pairs of them that share a day and a place, a day and a number
//! of dead, or what else leads to one happening where day or place is missing. Only these are compared, so that the work grows with
//! the happenings and not with their square. Invariant: the pairs follow from the faces alone, each once, the smaller number first.

use rustc_hash::FxHashMap;

use super::{face::Face, together::Sense};
use crate::{
    knowledge::{likeness::Reach, weights},
    terms::Interval,
};

/// How many days one bin of the calendar holds.
const BIN: i32 = 4;
/// How many days a happening is looked for beyond its own.
const AROUND: i32 = 3;
/// What covers more days is looked for by its numbers alone.
const LONGEST: i64 = 14;
/// How many degrees a cell of the globe is wide and high.
const CELL: f64 = 0.5;
/// From how many dead on a number leads to a happening.
const TELLING: f64 = 5.0;
/// How many happenings one clue may lead to; one that leads to more leads nowhere.
const CROWD: usize = 400;

/// What leads from one happening to others.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Clue<'h> {
    /// A bin of days and a cell of the globe.
    There(i32, (i16, i16)),
    /// A bin of days and a number of dead.
    Toll(i32, u32),
    /// A bin of days and the name of a place that nobody could place.
    Name(i32, &'h str),
    /// A bin of days and a doer, where the place is missing.
    Doer(i32, &'h str, u16),
    /// A number of dead and a place's name, where the day is missing.
    Undated(u32, &'h str),
    /// A report of which several are copies, and the words of the sentences.
    Copy(u32, u64),
    /// The same, and a number of dead.
    CopyToll(u32, u32),
}

/// The pairs of happenings that can be one, by number.
///
/// `originals` holds for each the number of the report that its own is a copy of, or of its own.
pub(super) fn pairs(reach: &Reach, faces: &[Face<'_>], originals: &[u32]) -> Vec<(u32, u32)> {
    let mut led: FxHashMap<(Sense, Clue<'_>), Vec<u32>> = FxHashMap::default();
    for (number, face) in (0_u32..).zip(faces) {
        if face.sense == Sense::Summary || face.sense == Sense::Past {
            continue;
        }
        let original = originals[number as usize];
        let copied = [Clue::Copy(original, words(face))].into_iter();
        let tolls = face.killed.iter();
        let copied = copied.chain(tolls.map(|toll| Clue::CopyToll(original, toll.0 as u32)));
        for clue in clues(reach, face).into_iter().chain(copied) {
            let same = led.entry((face.sense, clue)).or_default();
            if same.last() != Some(&number) {
                same.push(number);
            }
        }
    }
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut crowds: Vec<Vec<u32>> = led.into_values().filter(|same| same.len() > 1).collect();
    crowds.sort_unstable();
    for same in crowds.iter().filter(|same| same.len() <= CROWD) {
        for (at, &one) in same.iter().enumerate() {
            found.extend(same[at + 1..].iter().map(|&other| (one, other)));
        }
        // Pairs come again and again under different clues.
        if found.len() > 1 << 22 {
            found.sort_unstable();
            found.dedup();
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn clues<'h>(reach: &Reach, face: &Face<'h>) -> Vec<Clue<'h>> {
    let mut clues = Vec::new();
    let bins = face
        .days
        .filter(|days| days.days() <= LONGEST)
        .map(bins)
        .unwrap_or_default();
    let tolls = || {
        let numbers = face.killed.iter().map(|killed| killed.0);
        numbers.filter(|low| *low >= TELLING).map(|low| low as u32)
    };
    let site = face.site.filter(|site| site.radius_km <= reach.region_km);
    for &bin in &bins {
        if let Some(site) = site {
            let around = cells(
                site.at.lat,
                site.at.lon,
                site.radius_km + reach.apart_km / 2.0,
            );
            clues.extend(around.into_iter().map(|cell| Clue::There(bin, cell)));
        }
        clues.extend(tolls().map(|toll| Clue::Toll(bin, toll)));
        clues.extend(face.unplaced.iter().map(|name| Clue::Name(bin, name)));
        let doers = face.actors.iter().map(|id| id.0.as_str());
        clues.extend(
            doers.flat_map(|id| face.kins.iter().map(move |&kin| Clue::Doer(bin, id, kin))),
        );
    }
    let names = site.map(|site| site.name.as_str()).into_iter();
    for name in names.chain(face.unplaced.iter().copied()) {
        clues.extend(tolls().map(|toll| Clue::Undated(toll, name)));
    }
    clues
}

/// One number for all words.
fn words(face: &Face<'_>) -> u64 {
    let words: Vec<String> = face.words.iter().map(u32::to_string).collect();
    weights::hash(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The bins of the days that a happening may be told for.
fn bins(days: Interval) -> Vec<i32> {
    let number = |date: jiff::civil::Date| {
        let epoch = jiff::civil::date(1970, 1, 1);
        (date - epoch).get_days()
    };
    let (first, last) = (number(days.from), number(days.to) + AROUND);
    (first.div_euclid(BIN)..=last.div_euclid(BIN)).collect()
}

/// The cells of the globe that a circle touches, by its box.
fn cells(lat: f64, lon: f64, radius_km: f64) -> Vec<(i16, i16)> {
    /// How many kilometres a degree of latitude is long.
    const DEGREE_KM: f64 = 111.2;
    let high = radius_km / DEGREE_KM;
    let wide = high / lat.to_radians().cos().max(0.05);
    let row = |lat: f64| (lat / CELL).floor() as i16;
    let rows = row(lat - high)..=row(lat + high);
    let columns = row(lon - wide)..=row(lon + wide);
    let around = (360.0 / CELL) as i16;
    let half = around / 2;
    // Beyond the date line the columns begin anew.
    let wrapped = |column: i16| (column + half).rem_euclid(around) - half;
    rows.flat_map(|row| columns.clone().map(move |column| (row, wrapped(column))))
        .collect()
}
