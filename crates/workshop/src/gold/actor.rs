//! Which words name somebody?
//!
//! In: lines with a `text` and its typed `entities`. Out: [`Entities`]. Invariant: every
//! entity is kept, sorted into those who act, those whom a word only ties to a country,
//! and the rest.

use anyhow::Error;
use marsad::document::Document;
use marsad::terms::Span;
use serde::Deserialize;

use super::code_points::CodePoints;
use super::{Gold, document};

/// A text and what it names.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Entities {
    document: Document,
    /// People and organisations, in the order of the corpus.
    pub(crate) actors: Vec<Span>,
    /// The organisations among them.
    pub(crate) organisations: Vec<Span>,
    /// Words for a nationality, which may stand inside the words for an actor or alone.
    pub(crate) nationalities: Vec<Span>,
}

impl Gold for Entities {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    publisher: Option<String>,
    title: Option<String>,
    text: String,
    entities: Vec<LineEntity>,
}

#[derive(Deserialize)]
struct LineEntity {
    start: usize,
    end: usize,
    kind: String,
}

impl TryFrom<Line> for Entities {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self, Error> {
        let points = CodePoints::of(&line.text);
        let (mut actors, mut organisations, mut nationalities) = (vec![], vec![], vec![]);
        for entity in &line.entities {
            let span = points.span(entity.start, entity.end)?;
            match entity.kind.as_str() {
                "Organisation" => {
                    actors.push(span);
                    organisations.push(span);
                }
                "Person" => actors.push(span),
                "Nationality" => nationalities.push(span),
                _ => {}
            }
        }
        let mut document = document(line.id, line.text);
        document.source = line.publisher;
        document.title = line.title;
        Ok(Self {
            document,
            actors,
            organisations,
            nationalities,
        })
    }
}
