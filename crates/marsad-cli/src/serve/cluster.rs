//! How are many events shown on a map of a given size?
//!
//! In come events and how near the map is looked at; out come [`Mark`]s: an area for each place that is wider than a point at this
//! scale, with all events that are known to lie somewhere in it; else points, and of points that would lie on each other one for all.
//! Invariants: each event with a place is in one mark; an event that is known to within a province never has a point; marks depend on
//! the events and the scale alone, not on where the map begins.

use std::collections::BTreeMap;

use super::index::Entry;

/// How many pixels wide a cell is in which points become one.
const CELL: f64 = 56.0;
/// From how many pixels on a radius is drawn as an area and no point.
const AREA: f64 = 22.0;
/// UCDP's "near": what is known no better is an area at any scale.
const POINT_KM: f64 = 25.0;
/// A tile of a web map is so many pixels wide.
const TILE: f64 = 512.0;
/// How many kilometres the equator is long.
const EQUATOR_KM: f64 = 40_075.0;

/// What is drawn at one place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark<'i> {
    /// Its middle: of an area its own, of points that of their events.
    pub(super) lon: f64,
    /// Likewise.
    pub(super) lat: f64,
    /// What it is.
    pub(super) shape: Shape,
    /// Its events, in their order.
    pub(super) events: Vec<&'i Entry>,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shape {
    /// A place that is known to within so many kilometres.
    Area {
        /// The radius.
        radius_km: f64,
    },
    /// Events at one spot, or near each other at this scale.
    Point {
        /// The widest radius of any, in kilometres.
        radius_km: f64,
        /// Whether they have one place.
        one_place: bool,
    },
}

/// What the events at a map's scale look like.
pub(super) fn marks<'i>(events: impl IntoIterator<Item = &'i Entry>, zoom: f64) -> Vec<Mark<'i>> {
    let world = TILE * zoom.clamp(0.0, 22.0).exp2();
    let cell = CELL / world;
    let mut areas: BTreeMap<[u64; 3], Mark<'i>> = BTreeMap::new();
    let mut cells: BTreeMap<(i64, i64), Mark<'i>> = BTreeMap::new();
    for event in events {
        let Some((lon, lat, radius_km)) = event.sketch.area else {
            continue;
        };
        let (x, y) = projected(lon, lat);
        let pixels = radius_km / (EQUATOR_KM * lat.to_radians().cos().max(0.01)) * world;
        if radius_km > POINT_KM || pixels > AREA {
            let key = [lon, lat, radius_km].map(f64::to_bits);
            let new = || Mark {
                lon,
                lat,
                shape: Shape::Area { radius_km },
                events: Vec::new(),
            };
            areas.entry(key).or_insert_with(new).events.push(event);
            continue;
        }
        let key = ((x / cell).floor() as i64, (y / cell).floor() as i64);
        let new = || Mark {
            lon: 0.0,
            lat: 0.0,
            shape: Shape::Point {
                radius_km: 0.0,
                one_place: true,
            },
            events: Vec::new(),
        };
        cells.entry(key).or_insert_with(new).events.push(event);
    }
    let mut marks: Vec<Mark<'i>> = areas.into_values().collect();
    marks.extend(cells.into_values().map(placed));
    marks
}

/// Where points that became one lie.
fn placed(mark: Mark<'_>) -> Mark<'_> {
    let areas = || mark.events.iter().filter_map(|event| event.sketch.area);
    let many = mark.events.len() as f64;
    let lon = areas().map(|(lon, _, _)| lon).sum::<f64>() / many;
    let lat = areas().map(|(_, lat, _)| lat).sum::<f64>() / many;
    let first = areas().next();
    let one_place =
        areas().all(|(lon, lat, _)| first.is_some_and(|(x, y, _)| (x, y) == (lon, lat)));
    let radius_km = areas().map(|(_, _, radius)| radius).fold(0.0, f64::max);
    Mark {
        lon,
        lat,
        shape: Shape::Point {
            radius_km,
            one_place,
        },
        ..mark
    }
}

/// Where a point lies on a web map (Mercator's projection on a sphere), as parts of its width.
fn projected(lon: f64, lat: f64) -> (f64, f64) {
    let sine = lat.clamp(-85.05, 85.05).to_radians().sin();
    let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * std::f64::consts::PI);
    ((lon + 180.0) / 360.0, y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::overview::Sketch;

    fn entry(number: i64, lon: f64, lat: f64, radius_km: f64) -> Entry {
        Entry {
            family: None,
            sketch: Sketch {
                number,
                id: smol_str::format_smolstr!("{number}@0"),
                clarity: 1,
                grade: marsad::event::Grade::Weak,
                told: true,
                disputed: 0,
                action: None,
                days: None,
                area: Some((lon, lat, radius_km)),
                killed: None,
                toll: None,
                digest: 0,
            },
        }
    }

    #[test]
    fn near_points_are_one_from_afar_and_several_from_near() {
        let all = [entry(1, 37.1, 36.2, 5.0), entry(2, 37.2, 36.3, 5.0)];
        let far = marks(&all, 3.0);
        assert_eq!(far.len(), 1);
        assert_eq!(far[0].events.len(), 2);
        assert!(matches!(
            far[0].shape,
            Shape::Point {
                one_place: false,
                ..
            }
        ));
        assert_eq!(marks(&all, 9.0).len(), 2);
    }

    #[test]
    fn a_province_is_an_area_at_every_scale() {
        let all = [
            entry(1, 37.1, 36.2, 90.0),
            entry(2, 37.1, 36.2, 90.0),
            entry(3, 37.1, 36.2, 3.0),
        ];
        for zoom in [0.0, 5.0, 12.0] {
            let marks = marks(&all, zoom);
            let area = marks
                .iter()
                .find(|mark| matches!(mark.shape, Shape::Area { radius_km } if radius_km > 50.0));
            assert_eq!(area.map(|area| area.events.len()), Some(2), "zoom {zoom}");
            let in_all: usize = marks.iter().map(|mark| mark.events.len()).sum();
            assert_eq!(in_all, 3);
        }
    }
}
