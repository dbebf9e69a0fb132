//! How are events written for maps?
//!
//! In come events; out comes a FeatureCollection (RFC 7946) with a feature a line: a Point where it is known where, `null` where
//! it is not, and marsad's own columns as properties. Invariant: positions are longitude, then latitude, in WGS 84.

use anyhow::Context as _;
use marsad::event::Site;
use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{View, columns::COLUMNS};

#[derive(Serialize)]
struct Feature<'e> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'e str,
    geometry: Option<Point>,
    properties: Properties<'e>,
}

#[derive(Serialize)]
struct Point {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: [f64; 2],
}

struct Properties<'e>(&'e View<'e>);

impl Serialize for Properties<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(COLUMNS.len()))?;
        for column in &COLUMNS {
            map.serialize_entry(column.name, &(column.cell)(self.0))?;
        }
        map.end()
    }
}

/// All events as one collection.
pub(super) fn write(views: &[View<'_>]) -> anyhow::Result<Vec<u8>> {
    let mut out = b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec();
    for (at, view) in views.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &of(view)).context("cannot write a feature as JSON")?;
    }
    out.extend_from_slice(b"\n]}\n");
    Ok(out)
}

/// One event as a feature.
pub(super) fn feature(view: &View<'_>) -> anyhow::Result<serde_json::Value> {
    serde_json::to_value(of(view)).context("cannot write a feature as JSON")
}

fn of<'e>(view: &'e View<'e>) -> Feature<'e> {
    Feature {
        kind: "Feature",
        id: &view.event.id,
        geometry: view.site().map(point),
        properties: Properties(view),
    }
}

fn point(site: &Site) -> Point {
    Point {
        kind: "Point",
        coordinates: [site.at.lon, site.at.lat],
    }
}
