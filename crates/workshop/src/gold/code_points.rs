//! Which bytes are these code points?
//!
//! In: a text, then pairs of code points into it. Out: spans in bytes. Invariant: a
//! span that the text does not hold is an error, never cut to fit.

use anyhow::{Context, Result};
use marsad::terms::Span;

/// Where each code point of a text begins, and where the text ends.
pub(super) struct CodePoints(Vec<usize>);

impl CodePoints {
    /// Those of `text`.
    pub(super) fn of(text: &str) -> Self {
        let starts = text.char_indices().map(|(at, _)| at);
        Self(starts.chain([text.len()]).collect())
    }

    /// The bytes from code point `start` to before code point `end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Result<Span> {
        let byte = |at: usize| self.0.get(at).copied();
        match (byte(start), byte(end)) {
            (Some(from), Some(to)) if from <= to => Ok(Span::new(from, to)),
            _ => Err(anyhow::anyhow!("no code points {start} to {end} in it")),
        }
    }

    /// The same for a list of pairs.
    pub(super) fn spans(&self, pairs: &[[usize; 2]]) -> Result<Vec<Span>> {
        let spans = pairs.iter().map(|&[start, end]| self.span(start, end));
        spans.collect::<Result<_>>().context("in a list of spans")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_two_bytes_count_once() {
        let text = "près d’Idlib";
        let points = CodePoints::of(text);
        assert_eq!(points.span(7, 12).unwrap().of(text), "Idlib");
        assert_eq!(points.span(12, 12).unwrap().of(text), "");
        assert!(points.span(7, 13).is_err() && points.span(5, 4).is_err());
    }
}
