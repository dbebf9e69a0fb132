//! How are events written for programs that work on columns?
//!
//! In come events; out comes a Parquet file with marsad's own columns, and for GeoParquet 1.1 besides a column of points in WKB and
//! the key "geo" that tells of it. Invariant: every column but the id may be null, and the same events give the same bytes.

use anyhow::Context as _;
use jiff::civil::{Date, date};
use marsad::event::Site;
use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    errors::Result,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};
use serde_json::json;

use super::{
    View,
    columns::{COLUMNS, Cell, Column, Kind},
};

/// Whether the file has points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Geometry {
    /// Latitude and longitude are numbers and no more.
    Left,
    /// There is a column of points (GeoParquet 1.1).
    Written,
}

/// The name of the column of points.
const POINTS: &str = "geometry";

/// From which day Parquet counts days.
const EPOCH: Date = date(1970, 1, 1);

/// All events as one file.
pub(super) fn write(views: &[View<'_>], geometry: Geometry) -> anyhow::Result<Vec<u8>> {
    file(views, geometry).context("cannot lay out the Parquet file")
}

fn file(views: &[View<'_>], geometry: Geometry) -> Result<Vec<u8>> {
    let sites: Vec<Option<&Site>> = views.iter().map(View::site).collect();
    let mut fields: Vec<TypePtr> = Vec::new();
    for column in &COLUMNS {
        fields.push(field(column)?.into());
    }
    let mut properties = WriterProperties::builder()
        .set_created_by(format!("marsad {}", crate::bundle::VERSION))
        .set_compression(Compression::SNAPPY);
    if geometry == Geometry::Written {
        let points = Type::primitive_type_builder(POINTS, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::OPTIONAL);
        fields.push(points.build()?.into());
        let geo = KeyValue::new("geo".to_owned(), geo(&sites));
        properties = properties.set_key_value_metadata(Some(vec![geo]));
    }
    let schema = Type::group_type_builder("events")
        .with_fields(fields)
        .build()?;
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema.into(), properties.build().into())?;
    let mut group = writer.next_row_group()?;
    for column in &COLUMNS {
        let cells = views.iter().map(|view| (column.cell)(view));
        put_column(&mut group, column, cells.collect())?;
    }
    if geometry == Geometry::Written {
        let points = sites.iter().map(|site| site.map(wkb)).collect();
        put::<ByteArrayType>(&mut group, Repetition::OPTIONAL, points)?;
    }
    group.close()?;
    writer.into_inner()
}

fn repetition(column: &Column) -> Repetition {
    match column.name == COLUMNS[0].name {
        true => Repetition::REQUIRED,
        false => Repetition::OPTIONAL,
    }
}

fn field(column: &Column) -> Result<Type> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Flag => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_logical_type(logical)
        .with_repetition(repetition(column))
        .build()
}

fn put_column<W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    column: &Column,
    cells: Vec<Cell>,
) -> Result<()> {
    let repetition = repetition(column);
    match column.kind {
        Kind::Text => put::<ByteArrayType>(
            group,
            repetition,
            only(cells, |cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text.into_bytes())),
                _ => None,
            }),
        ),
        Kind::Integer => put::<Int64Type>(
            group,
            repetition,
            only(cells, |cell| match cell {
                Cell::Integer(number) => Some(number),
                _ => None,
            }),
        ),
        Kind::Number => put::<DoubleType>(
            group,
            repetition,
            only(cells, |cell| match cell {
                Cell::Number(number) => Some(number),
                _ => None,
            }),
        ),
        Kind::Day => put::<Int32Type>(
            group,
            repetition,
            only(cells, |cell| match cell {
                Cell::Day(day) => Some((day - EPOCH).get_days()),
                _ => None,
            }),
        ),
        Kind::Flag => put::<BoolType>(
            group,
            repetition,
            only(cells, |cell| match cell {
                Cell::Flag(flag) => Some(flag),
                _ => None,
            }),
        ),
    }
}

fn only<T>(cells: Vec<Cell>, value: impl Fn(Cell) -> Option<T>) -> Vec<Option<T>> {
    cells.into_iter().map(value).collect()
}

fn put<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl std::io::Write + Send>,
    repetition: Repetition,
    values: Vec<Option<T::T>>,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else {
        return Ok(());
    };
    let there: Vec<i16> = values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect();
    let levels = (repetition == Repetition::OPTIONAL).then_some(there.as_slice());
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    column.typed::<T>().write_batch(&values, levels, None)?;
    column.close()
}

/// A point in well-known binary: little endian, 1 for a point, longitude, latitude.
fn wkb(site: &Site) -> ByteArray {
    let mut bytes = vec![1, 1, 0, 0, 0];
    bytes.extend(site.at.lon.to_le_bytes());
    bytes.extend(site.at.lat.to_le_bytes());
    bytes.into()
}

/// What GeoParquet asks to be told of the points. Without a word on their system they are in OGC:CRS84, longitude first.
fn geo(sites: &[Option<&Site>]) -> String {
    let mut points = json!({ "encoding": "WKB", "geometry_types": ["Point"] });
    let all = || sites.iter().flatten().map(|site| site.at);
    let ends = |of: fn(marsad::terms::LonLat) -> f64| {
        let least = all().map(of).min_by(f64::total_cmp)?;
        Some((least, all().map(of).max_by(f64::total_cmp)?))
    };
    if let (Some((west, east)), Some((south, north))) = (ends(|at| at.lon), ends(|at| at.lat)) {
        points["bbox"] = json!([west, south, east, north]);
    }
    json!({ "version": "1.1.0", "primary_column": POINTS, "columns": { POINTS: points } })
        .to_string()
}

#[cfg(test)]
mod tests {
    use marsad::terms::LonLat;

    use super::*;

    fn site(lon: f64, lat: f64) -> Site {
        Site {
            at: LonLat { lon, lat },
            radius_km: 1.0,
            name: "X".into(),
            country: None,
            admin1: None,
            precision: None,
        }
    }

    #[test]
    fn a_point_is_twenty_one_bytes_with_longitude_first() {
        let bytes = wkb(&site(36.5, 34.25));
        assert_eq!(bytes.len(), 21);
        assert_eq!(&bytes.data()[..5], &[1, 1, 0, 0, 0]);
        assert_eq!(&bytes.data()[5..13], &36.5_f64.to_le_bytes());
    }

    #[test]
    fn the_box_holds_all_points_and_is_missing_without_any() {
        let (one, two) = (site(36.0, 34.0), site(-5.0, 40.0));
        let told: serde_json::Value =
            serde_json::from_str(&geo(&[Some(&one), None, Some(&two)])).unwrap();
        let bbox = &told["columns"]["geometry"]["bbox"];
        assert_eq!(*bbox, json!([-5.0, 34.0, 36.0, 40.0]));
        assert!(!geo(&[None]).contains("bbox"));
    }
}
