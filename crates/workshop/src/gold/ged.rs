//! What did coders at UCDP write down of the same war?
//!
//! In: rows of the Georeferenced Event Dataset as JSON lines, every field of which is text. Out: [`Coded`]. Invariant: days
//! and places are as precise as the coders say, and no more.

use anyhow::{Context, Error, Result};
use jiff::civil::Date;
use marsad::terms::{Interval, LonLat};
use serde::Deserialize;

/// An event that somebody coded.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Coded {
    /// UCDP's number.
    pub(crate) id: String,
    /// The days on one of which or all of which it happened.
    pub(crate) days: Interval,
    /// Where it happened, or the middle of the area.
    pub(crate) at: LonLat,
    /// UCDP's precision of place: 1 and 2 to within 25 km, 3 the district, 4 and 5 the governorate or a part of it, from 6 on
    /// the country.
    pub(crate) precision: u8,
    /// The governorate, empty where unknown.
    pub(crate) governorate: String,
    /// The district, likewise.
    pub(crate) district: String,
    /// The least and the most who died.
    pub(crate) deaths: (f64, f64),
}

#[derive(Deserialize)]
struct Line {
    id: String,
    date_start: String,
    date_end: String,
    latitude: String,
    longitude: String,
    where_prec: String,
    adm_1: String,
    adm_2: String,
    low: String,
    high: String,
}

impl TryFrom<Line> for Coded {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self> {
        let number = |written: &str| -> Result<f64> {
            written
                .parse()
                .with_context(|| format!("{}: no number: {written}", line.id))
        };
        let day = |written: &str| -> Result<Date> {
            written
                .parse()
                .with_context(|| format!("{}: no day: {written}", line.id))
        };
        Ok(Self {
            days: Interval {
                from: day(&line.date_start)?,
                to: day(&line.date_end)?,
            },
            at: LonLat {
                lon: number(&line.longitude)?,
                lat: number(&line.latitude)?,
            },
            precision: number(&line.where_prec)? as u8,
            deaths: (number(&line.low)?, number(&line.high)?),
            id: line.id,
            governorate: line.adm_1,
            district: line.adm_2,
        })
    }
}
