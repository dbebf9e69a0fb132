//! How is a layer of the map written?
//!
//! In: geometries with what styles ask of them. Out: a FeatureCollection in gzip. Invariant: nothing in it tells of the machine or the
//! day.

use std::io::Write as _;

use anyhow::Result;
use flate2::{Compression, GzBuilder};
use serde::Serialize;

use super::lines::{Line, simple_ring};

/// A layer of the map.
#[derive(Default)]
pub(super) struct Layer {
    features: Vec<Feature>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

/// What styles ask of a feature.
#[derive(Clone, Default, Serialize)]
pub(super) struct Properties {
    /// What kind of line it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    /// From which zoom on it is worth drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from_zoom: Option<f64>,
}

/// Where it is.
#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum Geometry {
    /// Rings: the outer one first.
    Polygon(Vec<Line>),
    /// Lines.
    MultiLineString(Vec<Line>),
}

impl Geometry {
    /// A polygon of rings, made simpler: the outer one first.
    pub(super) fn polygon(rings: Vec<Line>) -> Self {
        let mut rings = rings.into_iter();
        let outer = rings.next().and_then(|ring| simple_ring(&ring));
        let Some(outer) = outer else {
            return Self::Polygon(Vec::new());
        };
        let holes = rings.filter_map(|ring| simple_ring(&ring));
        Self::Polygon(std::iter::once(outer).chain(holes).collect())
    }

    /// Lines; those of one point are left out.
    pub(super) fn lines(lines: impl Iterator<Item = Line>) -> Self {
        Self::MultiLineString(lines.filter(|line| line.len() > 1).collect())
    }

    fn parts(&self) -> &[Line] {
        match self {
            Self::Polygon(parts) | Self::MultiLineString(parts) => parts,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type")]
struct FeatureCollection<'l> {
    features: &'l [Feature],
}

impl Layer {
    /// Adds what is left of a geometry.
    pub(super) fn add(&mut self, geometry: Geometry, properties: Properties) {
        if !geometry.parts().is_empty() {
            self.features.push(Feature {
                properties,
                geometry,
            });
        }
    }

    /// How many features and points it has.
    pub(super) fn size(&self) -> (usize, usize) {
        let parts = self.features.iter().flat_map(|one| one.geometry.parts());
        (self.features.len(), parts.map(Vec::len).sum())
    }

    /// The file.
    pub(super) fn packed(&self) -> Result<Vec<u8>> {
        let collection = FeatureCollection {
            features: &self.features,
        };
        let json = serde_json::to_vec(&collection)?;
        let mut packer = GzBuilder::new()
            .mtime(0)
            .write(Vec::new(), Compression::best());
        packer.write_all(&json)?;
        Ok(packer.finish()?)
    }
}
