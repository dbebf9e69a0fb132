//! What would a human coder have written down from this paragraph?
//!
//! In: lines with a `text` and the fields of a record. Out: [`Record`]. Invariant: a
//! field that the coder left empty is `None`, never zero.

use anyhow::{Context, Error, Result};
use jiff::civil::Date;
use marsad::document::Document;
use marsad::terms::{LonLat, Span};
use serde::Deserialize;

use super::place::Toponym;
use super::{Gold, document};

/// A paragraph and the killing that was coded from it.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Record {
    document: Document,
    /// The first day of it.
    pub(crate) day: Option<Date>,
    /// Where it happened.
    pub(crate) at: Option<LonLat>,
    /// How many people were killed.
    pub(crate) deaths: Option<u32>,
    /// Wherever the paragraph names the place as the coder did.
    pub(crate) named: Vec<Toponym>,
}

impl Gold for Record {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    published: Option<String>,
    start: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    deaths: Option<u32>,
    locality: Option<String>,
}

impl TryFrom<Line> for Record {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self> {
        let mut document = document(line.id, line.text);
        document.published = day(line.published)?;
        let at = line.lon.zip(line.lat).map(|(lon, lat)| LonLat { lon, lat });
        Ok(Self {
            named: named(&document.text, line.locality.as_deref().unwrap_or(""), at),
            document,
            day: day(line.start)?,
            at,
            deaths: line.deaths,
        })
    }
}

/// Wherever a text has a name as a word of its own.
fn named(text: &str, name: &str, at: Option<LonLat>) -> Vec<Toponym> {
    if !name.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let apart = |start: usize, end: usize| {
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    text.match_indices(name)
        .map(|(start, _)| (start, start + name.len()))
        .filter(|&(start, end)| apart(start, end))
        .map(|(start, end)| Toponym {
            span: Span::new(start, end),
            at,
            geoname_id: None,
        })
        .collect()
}

/// A day as the corpora write it, "2013-01-23".
pub(super) fn day(written: Option<String>) -> Result<Option<Date>> {
    let parse = |day: String| {
        day.parse::<Date>()
            .with_context(|| format!("no day: {day}"))
    };
    written.map(parse).transpose()
}
