//! Which words name times, and which times?
//!
//! In: lines with a `text`, the day it was `published` and its TIMEX3 `times`. Out:
//! [`Times`]. Invariant: values are as annotated, word for word.

use anyhow::Error;
use marsad::document::Document;
use marsad::terms::Span;
use serde::Deserialize;

use super::code_points::CodePoints;
use super::record::day;
use super::{Gold, document};

/// A text and the times that it names.
#[derive(Deserialize)]
#[serde(try_from = "Line")]
pub(crate) struct Times {
    document: Document,
    /// The expressions in the order of the corpus.
    pub(crate) times: Vec<Expression>,
}

/// Words that name a time.
pub(crate) struct Expression {
    /// The words.
    pub(crate) span: Span,
    /// The TIMEX3 value ("1998-08-07", "PT16H").
    pub(crate) value: String,
}

impl Gold for Times {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    published: Option<String>,
    times: Vec<LineTime>,
}

#[derive(Deserialize)]
struct LineTime {
    start: usize,
    end: usize,
    value: String,
}

impl TryFrom<Line> for Times {
    type Error = Error;

    fn try_from(line: Line) -> Result<Self, Error> {
        let points = CodePoints::of(&line.text);
        let expression = |time: LineTime| {
            Ok::<_, Error>(Expression {
                span: points.span(time.start, time.end)?,
                value: time.value,
            })
        };
        let times = line
            .times
            .into_iter()
            .map(expression)
            .collect::<Result<_, _>>()?;
        let mut document = document(line.id, line.text);
        document.published = day(line.published)?;
        Ok(Self { document, times })
    }
}
