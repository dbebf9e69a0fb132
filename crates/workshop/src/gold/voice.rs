//! Who says what, and by which words?
//!
//! In: lines with a `text` and its `attributions`. Out: [`Voices`]. Invariant: a source,
//! cue or content is one list of spans, empty where the annotators found none.

use anyhow::Error;
use marsad::document::Document;
use marsad::terms::Span;
use serde::Deserialize;

use super::code_points::CodePoints;
use super::{Gold, document};

/// A text and who says what in it.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Voices {
    document: Document,
    /// In the order of the corpus.
    pub(crate) attributions: Vec<Attribution>,
}

/// One saying.
pub(crate) struct Attribution {
    /// The words for who says it.
    pub(crate) source: Vec<Span>,
    /// The words that tell that it is said.
    pub(crate) cue: Vec<Span>,
    /// The words that are said.
    pub(crate) content: Vec<Span>,
}

impl Gold for Voices {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    attributions: Vec<LineAttribution>,
}

#[derive(Deserialize)]
struct LineAttribution {
    #[serde(default)]
    source: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Vec<[usize; 2]>,
    #[serde(default)]
    content: Vec<[usize; 2]>,
}

impl TryFrom<Line> for Voices {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self, Error> {
        let points = CodePoints::of(&line.text);
        let attribution = |said: &LineAttribution| {
            Ok::<_, Error>(Attribution {
                source: points.spans(&said.source)?,
                cue: points.spans(&said.cue)?,
                content: points.spans(&said.content)?,
            })
        };
        let attributions = line.attributions.iter().map(attribution);
        Ok(Self {
            attributions: attributions.collect::<Result<_, _>>()?,
            document: document(line.id, line.text),
        })
    }
}
