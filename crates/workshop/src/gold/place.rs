//! Which words name places, and where do these lie?
//!
//! In: lines with a `text` and its `places`. Out: [`Places`]. Invariant: a toponym that
//! its annotators could not or would not locate has no point.

use anyhow::Error;
use marsad::document::Document;
use marsad::terms::{LonLat, Span};
use serde::Deserialize;

use super::code_points::CodePoints;
use super::{Gold, document};

/// A text and the places that it names.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Places {
    document: Document,
    /// The toponyms in the order of the corpus.
    pub(crate) toponyms: Vec<Toponym>,
}

/// Words that name a place.
pub(crate) struct Toponym {
    /// The name; empty, so that nothing can be it, where the corpus puts it before the text.
    pub(crate) span: Span,
    /// Where it lies.
    pub(crate) at: Option<LonLat>,
    /// Its number at GeoNames.
    pub(crate) geoname_id: Option<u32>,
}

impl Gold for Places {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    title: Option<String>,
    text: String,
    places: Vec<LinePlace>,
}

#[derive(Deserialize)]
struct LinePlace {
    start: i64,
    end: i64,
    lat: Option<f64>,
    lon: Option<f64>,
    geonameid: Option<u32>,
}

impl TryFrom<Line> for Places {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self, Error> {
        let points = CodePoints::of(&line.text);
        let toponym = |place: LinePlace| {
            Ok::<_, Error>(Toponym {
                span: span(&points, &place)?,
                geoname_id: place.geonameid,
                at: place
                    .lon
                    .zip(place.lat)
                    .map(|(lon, lat)| LonLat { lon, lat }),
            })
        };
        Ok(Self {
            toponyms: line
                .places
                .into_iter()
                .map(toponym)
                .collect::<Result<_, _>>()?,
            document: Document {
                title: line.title,
                ..document(line.id, line.text)
            },
        })
    }
}

/// GeoWebNews puts a few toponyms at places below zero. They count as missed, as they do
/// for whoever compares the bare numbers.
fn span(points: &CodePoints, place: &LinePlace) -> Result<Span, Error> {
    match (usize::try_from(place.start), usize::try_from(place.end)) {
        (Ok(start), Ok(end)) => points.span(start, end),
        _ => Ok(Span::default()),
    }
}
