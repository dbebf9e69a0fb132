//! What does a shapefile in a package hold?
//!
//! In: the path of a shapefile without its ending. Out: its polygons or lines, each with its row. Invariant: all of a file is read or
//! none of it.

use std::io::Cursor;

use anyhow::{Context, Result, anyhow};
use shapefile::dbase::{self, FieldValue, Record};
use shapefile::{Point, PolygonRing, ShapeReader};

use super::lines::Line;
use crate::build::package::Package;

/// What is said of a shape.
pub(super) struct Row(Record);

impl Row {
    /// A column that holds words.
    pub(super) fn text(&self, column: &str) -> Result<String> {
        match self.0.get(column) {
            Some(FieldValue::Character(text)) => Ok(text.clone().unwrap_or_default()),
            other => Err(anyhow!("{column} holds {other:?} and no words")),
        }
    }

    /// A column that holds a number.
    pub(super) fn number(&self, column: &str) -> Result<f64> {
        match self.0.get(column) {
            Some(FieldValue::Numeric(Some(number))) => Ok(*number),
            other => Err(anyhow!("{column} holds {other:?} and no number")),
        }
    }
}

/// The polygons of a shapefile, each with its rings, the outer one first.
pub(super) fn polygons(package: &mut Package, path: &str) -> Result<Vec<(Vec<Line>, Row)>> {
    let mut found = Vec::new();
    for (shape, row) in read::<shapefile::Polygon>(package, path)? {
        let mut polygons: Vec<Vec<Line>> = Vec::new();
        for ring in shape.rings() {
            let line = ring.points().iter().map(point).collect();
            match (ring, polygons.last_mut()) {
                (PolygonRing::Inner(_), Some(polygon)) => polygon.push(line),
                _ => polygons.push(vec![line]),
            }
        }
        found.extend(
            polygons
                .into_iter()
                .map(|polygon| (polygon, Row(row.clone()))),
        );
    }
    Ok(found)
}

/// The lines of a shapefile, by shape.
pub(super) fn lines(package: &mut Package, path: &str) -> Result<Vec<(Vec<Line>, Row)>> {
    let shapes = read::<shapefile::Polyline>(package, path)?;
    let lines = |shape: &shapefile::Polyline| -> Vec<Line> {
        let parts = shape.parts().iter();
        parts.map(|part| part.iter().map(point).collect()).collect()
    };
    Ok(shapes
        .into_iter()
        .map(|(shape, row)| (lines(&shape), Row(row)))
        .collect())
}

fn read<S: shapefile::ReadableShape>(
    package: &mut Package,
    path: &str,
) -> Result<Vec<(S, Record)>> {
    let shapes = ShapeReader::new(Cursor::new(package.file(&format!("{path}.shp"))?))
        .with_context(|| format!("{path} is no shapefile"))?;
    let rows = dbase::Reader::new(Cursor::new(package.file(&format!("{path}.dbf"))?))
        .with_context(|| format!("{path} has no rows"))?;
    shapefile::Reader::new(shapes, rows)
        .read_as::<S, Record>()
        .with_context(|| format!("cannot read {path}"))
}

fn point(point: &Point) -> [f64; 2] {
    [point.x, point.y]
}
