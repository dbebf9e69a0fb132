//! Where do the other places of a document lie?
//!
//! In come its names with their candidates and how likely each is; out comes [`Support`]:
//! how much of the document lies in each country, area and neighbourhood. Invariant: a
//! name never supports itself, since its own part is taken off where it is weighed.

use rustc_hash::FxHashMap;

use super::resolution::{Likely, Names, point};
use crate::{
    knowledge::gazetteer::{CountryCode, PlaceId, PlaceKind},
    terms::LonLat,
};

/// How much of a document's places lies where.
pub(crate) struct Support {
    /// By country, by the code of the first-order area, and by square of one and of four degrees.
    pub(super) countries: FxHashMap<CountryCode, f32>,
    pub(super) areas: FxHashMap<String, f32>,
    pub(super) cells: FxHashMap<(i32, i32), f32>,
    pub(super) wide: FxHashMap<(i32, i32), f32>,
    /// The countries and first-order areas that are named themselves.
    pub(super) named_countries: FxHashMap<CountryCode, f32>,
    pub(super) named_areas: FxHashMap<PlaceId, f32>,
    /// How much each name counts, and all together.
    pub(super) masses: Vec<f32>,
    pub(super) total: f32,
    /// The name that opens the document, and where it lies.
    pub(super) first: Option<(usize, LonLat)>,
}

impl Support {
    /// Adds up where a document's names lie, if they are as likely as this.
    pub(crate) fn new(names: &Names<'_, '_>, likely: &[Likely]) -> Self {
        let masses: Vec<f32> = names
            .names
            .iter()
            .zip(&names.options)
            // A name that may mean anything says little about where the others lie.
            .map(|(name, options)| {
                if options.is_empty() {
                    0.0
                } else {
                    1.0 + name.times.max(1).ilog2() as f32 / 2.0
                }
            })
            .collect();
        let mut support = Self {
            countries: FxHashMap::default(),
            areas: FxHashMap::default(),
            cells: FxHashMap::default(),
            wide: FxHashMap::default(),
            named_countries: FxHashMap::default(),
            named_areas: FxHashMap::default(),
            total: masses.iter().sum(),
            masses,
            first: None,
        };
        for (at, (options, likely)) in names.options.iter().zip(likely).enumerate() {
            for (option, likely) in options.iter().zip(likely) {
                let mass = support.masses[at] * likely;
                let place = &option.place;
                if let Some(code) = place.country {
                    *support.countries.entry(code).or_default() += mass;
                    if place.kind == PlaceKind::Country && *likely > 0.5 {
                        support.named_countries.insert(code, mass);
                    }
                }
                if let Some(area) = &place.admin1 {
                    if let Some(sum) = support.areas.get_mut(area.code) {
                        *sum += mass;
                    } else {
                        support.areas.insert(area.code.to_owned(), mass);
                    }
                    if place.kind == PlaceKind::Admin1 && *likely > 0.5 {
                        support.named_areas.insert(place.id, mass);
                    }
                }
                if option.local {
                    *support.cells.entry(option.cell).or_default() += mass;
                    *support.wide.entry(option.wide).or_default() += mass;
                }
            }
        }
        let opening = names
            .names
            .iter()
            .position(|name| name.opens && !name.candidates.is_empty());
        support.first = opening.and_then(|at| {
            let best = (0..names.options[at].len())
                .max_by(|&a, &b| likely[at][a].total_cmp(&likely[at][b]).then(b.cmp(&a)))?;
            Some((at, point(&names.options[at][best].place)))
        });
        support
    }

    /// Which part of the mass of a document's other names this sum is, from 0 to 1, if a
    /// share of `own` of the name itself is in it.
    pub(super) fn part(&self, sum: Option<f32>, own: f32, name: usize) -> f32 {
        let mass = self.masses[name];
        let others = self.total - mass;
        if others <= 0.0 {
            return 0.0;
        }
        ((sum.unwrap_or(0.0) - mass * own).max(0.0) / others).min(1.0)
    }
}

/// What lies in a square of the globe and in those beside it.
pub(super) fn around(masses: &FxHashMap<(i32, i32), f32>, (x, y): (i32, i32)) -> Option<f32> {
    let squares = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
    Some(squares.filter_map(|square| masses.get(&square)).sum())
}

/// Whether two squares are one, or lie beside each other.
pub(super) fn touches(one: (i32, i32), other: (i32, i32)) -> bool {
    (one.0 - other.0).abs() <= 1 && (one.1 - other.1).abs() <= 1
}

/// How great a share is, as a word.
pub(super) fn strength(share: f32) -> &'static str {
    match share {
        share if share < 0.005 => "nil",
        share if share < 0.05 => "trace",
        share if share < 0.2 => "some",
        share if share < 0.5 => "much",
        _ => "most",
    }
}
