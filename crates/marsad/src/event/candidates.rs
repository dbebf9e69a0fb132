//! Which happenings can be one at all?
//!
//! In come the [`Face`]s of all happenings; out come pairs of them that share a day and a place, a day and a number
//! of dead, or what else leads to one happening where day or place is missing. Only these are compared, so that the work grows with
//! the happenings and not with their square. Invariant: the pairs follow from the faces alone, each once, the smaller number first.

use super::{
    crowds::{self, key},
    face::Face,
    lists::Lists,
    together::Sense,
};
use crate::{knowledge::likeness::Reach, terms::LonLat};

/// How many days one bin of the calendar holds.
const BIN: i32 = 4;
/// How many days a happening is looked for beyond its own.
const AROUND: i32 = 3;
/// What covers more days is looked for by its numbers alone.
pub(super) const LONGEST: i32 = 14;
/// How many degrees a cell of the globe is wide and high.
const CELL: f64 = 0.5;
/// From how many dead on a number leads to a happening.
const TELLING: f64 = 5.0;

/// What leads from one happening to others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    Copy(u32, &'h [u32]),
    /// The same, and a number of dead.
    CopyToll(u32, u32),
}

/// What can be one with what.
pub(super) struct Candidates {
    /// Happenings of which each can be one with each, by number.
    crowds: Lists,
    /// For each happening the crowds that it is in.
    within: Lists,
}

impl Candidates {
    /// `originals` holds for each happening the number of the report that its own is a copy of, or of its own.
    pub(super) fn of(reach: &Reach, faces: &[Face<'_>], originals: &[u32]) -> Self {
        // A number stands for a clue: two clues with one number would only have some more compared.
        let mut led: Vec<(u64, u32)> = Vec::new();
        for (number, face) in (0_u32..).zip(faces) {
            if face.sense == Sense::Summary || face.sense == Sense::Past {
                continue;
            }
            let original = originals[number as usize];
            let copied = [Clue::Copy(original, face.words)].into_iter();
            let tolls = face.killed.iter();
            let copied = copied.chain(tolls.map(|toll| Clue::CopyToll(original, toll.0 as u32)));
            let all = clues(reach, face).into_iter().chain(copied);
            led.extend(all.map(|clue| (key((face.sense, clue)), number)));
        }
        led.sort_unstable();
        led.dedup();
        let mut crowds = Lists::default();
        let mut crowd: Vec<u32> = Vec::new();
        for same in led.chunk_by(|one, other| one.0 == other.0) {
            if same.len() > 1 {
                crowd.clear();
                crowd.extend(same.iter().map(|(_, number)| number));
                crowds::add(&mut crowds, faces, &crowd);
            }
        }
        drop(led);
        let within = crowds.inverse(faces.len());
        Self { crowds, within }
    }

    /// Calls `compare` with every happening and those with greater numbers that it can be one with, in order.
    pub(super) fn each(&self, mut compare: impl FnMut(u32, &[u32])) {
        let mut others: Vec<u32> = Vec::new();
        // A happening is never compared with itself, so that its own number stands for nobody yet.
        let mut seen: Vec<u32> = (0..self.within.len() as u32).collect();
        for (one, crowds) in (0_u32..).zip(self.within.iter()) {
            others.clear();
            for &at in crowds {
                let crowd = self.crowds.get(at as usize);
                for &other in &crowd[crowd.partition_point(|&number| number <= one)..] {
                    let seen = &mut seen[other as usize];
                    if *seen != one {
                        *seen = one;
                        others.push(other);
                    }
                }
            }
            others.sort_unstable();
            compare(one, &others);
        }
    }
}

fn clues<'h>(reach: &Reach, face: &Face<'h>) -> Vec<Clue<'h>> {
    let mut clues = Vec::new();
    let days = face.days.filter(|(first, last)| last - first < LONGEST);
    let bins = days.map(|(first, last)| first.div_euclid(BIN)..=(last + AROUND).div_euclid(BIN));
    let tolls = || {
        let numbers = face.killed.iter().map(|killed| killed.0);
        numbers.filter(|low| *low >= TELLING).map(|low| low as u32)
    };
    let site = face.site.filter(|site| site.radius_km <= reach.region_km);
    for bin in bins.into_iter().flatten() {
        if let Some(site) = site {
            let around = cells(site.at, site.radius_km + reach.apart_km / 2.0, CELL);
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

/// The cells of the globe that a circle touches, by its box; a cell is `size` degrees wide and high.
pub(super) fn cells(at: LonLat, radius_km: f64, size: f64) -> Vec<(i16, i16)> {
    /// How many kilometres a degree of latitude is long.
    const DEGREE_KM: f64 = 111.2;
    let high = radius_km / DEGREE_KM;
    let wide = high / at.lat.to_radians().cos().max(0.05);
    let row = |lat: f64| (lat / size).floor() as i16;
    let rows = row(at.lat - high)..=row(at.lat + high);
    let columns = row(at.lon - wide)..=row(at.lon + wide);
    let around = (360.0 / size) as i16;
    let half = around / 2;
    // Beyond the date line the columns begin anew.
    let wrapped = |column: i16| (column + half).rem_euclid(around) - half;
    rows.flat_map(|row| columns.clone().map(move |column| (row, wrapped(column))))
        .collect()
}
