//! Where did what this verb tells happen?
//!
//! In: lines with a `text`, a `verb` and `places`. Out: [`EventPlaces`]. Invariant: no
//! places means that the sentence does not say where, not that nobody looked.

use anyhow::Error;
use marsad::document::Document;
use marsad::terms::Span;
use serde::Deserialize;

use super::code_points::CodePoints;
use super::place::Toponym;
use super::{Gold, document};

/// A sentence, one verb of it, and where that happened.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct EventPlaces {
    document: Document,
    /// The verb.
    pub(crate) verb: Span,
    /// The words for the places where it happened, which nobody located.
    pub(crate) places: Vec<Toponym>,
}

impl Gold for EventPlaces {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    verb: Words,
    places: Vec<Words>,
}

#[derive(Deserialize)]
struct Words {
    start: usize,
    end: usize,
}

impl TryFrom<Line> for EventPlaces {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self, Error> {
        let points = CodePoints::of(&line.text);
        let span = |words: &Words| points.span(words.start, words.end);
        let place = |words: &Words| {
            Ok::<_, Error>(Toponym {
                span: span(words)?,
                at: None,
                geoname_id: None,
            })
        };
        Ok(Self {
            verb: span(&line.verb)?,
            places: line.places.iter().map(place).collect::<Result<_, _>>()?,
            document: document(line.id, line.text),
        })
    }
}
