//! Which names does a map show, so that people find their way?
//!
//! In come a box and how near it is looked at; out come the largest towns in it, and the names of countries and provinces where there is
//! room for them. Invariant: the names are those of the gazetteer, and do not depend on what was reported.

use std::collections::BTreeSet;

use marsad::knowledge::gazetteer::{Gazetteer, PlaceKind};
use serde_json::{Value, json};

use super::index::Bounds;

/// How many names there are at most.
const MOST: usize = 140;
/// A box is cut into so many columns and rows, each of which has one town at most.
const CELLS: f64 = 12.0;

/// The places that may be named.
pub(super) struct Labels {
    /// Those with most people first.
    places: Vec<Label>,
}

struct Label {
    name: String,
    kind: PlaceKind,
    population: u64,
    lon: f64,
    lat: f64,
}

impl Labels {
    /// Those of a gazetteer.
    pub(super) fn of(gazetteer: &Gazetteer) -> Self {
        let mut places: Vec<Label> = gazetteer
            .places()
            .filter(|place| match place.kind {
                PlaceKind::Settlement => place.population >= 1000,
                PlaceKind::Country | PlaceKind::Admin1 => true,
                _ => false,
            })
            .map(|place| Label {
                name: place.name.to_owned(),
                kind: place.kind,
                population: place.population,
                lon: place.lon,
                lat: place.lat,
            })
            .collect();
        places.sort_by(|a, b| {
            b.population
                .cmp(&a.population)
                .then_with(|| a.name.cmp(&b.name))
        });
        places.shrink_to_fit();
        Self { places }
    }

    /// Those for a box.
    pub(super) fn within(&self, bounds: Bounds, zoom: f64) -> Vec<Value> {
        let wide = if bounds.west <= bounds.east {
            bounds.east - bounds.west
        } else {
            bounds.east - bounds.west + 360.0
        };
        let high = bounds.north - bounds.south;
        // Far away only large towns are of use.
        let least = match zoom {
            far if far < 3.0 => 5_000_000,
            far if far < 4.0 => 2_000_000,
            far if far < 5.0 => 500_000,
            near if near < 6.5 => 100_000,
            near if near < 8.0 => 20_000,
            _ => 1_000,
        };
        let mut taken: BTreeSet<(i64, i64)> = BTreeSet::new();
        let mut found = Vec::new();
        for place in self
            .places
            .iter()
            .filter(|place| bounds.hold(place.lon, place.lat))
        {
            let kind = match place.kind {
                PlaceKind::Country if zoom < 6.0 => "country",
                PlaceKind::Admin1 if (5.5..9.0).contains(&zoom) => "province",
                PlaceKind::Settlement if place.population >= least => "city",
                _ => continue,
            };
            if kind == "city" {
                let cell = |degrees: f64, of: f64| (degrees / of.max(0.001) * CELLS).floor() as i64;
                if !taken.insert((cell(place.lon, wide), cell(place.lat, high))) {
                    continue;
                }
            }
            found.push(json!({
                "type": "Feature",
                "geometry": { "type": "Point", "coordinates": [place.lon, place.lat] },
                "properties": { "name": place.name, "kind": kind, "rank": found.len() },
            }));
            if found.len() >= MOST {
                break;
            }
        }
        found
    }
}
