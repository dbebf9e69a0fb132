//! What does that which deserves a look look like to other programs?
//!
//! In come items; out comes one JSON object each, version 1, described by `schema/review.schema.json`. Invariant: every key is
//! always there.

use marsad::event::Event;
use serde::Serialize;

use crate::{
    render::review,
    store::review::{Item, Why},
};

/// The version of the form; raised when a key goes away or changes its meaning.
const VERSION: u32 = 1;

/// One item.
#[derive(Debug, Serialize)]
pub(crate) struct ReviewRecord<'i> {
    v: u32,
    why: &'static str,
    reason: String,
    event: Option<&'i str>,
    other: Option<&'i str>,
    points: Option<f64>,
    decision: Option<u32>,
}

impl<'i> ReviewRecord<'i> {
    /// The wire form of an item.
    pub(crate) fn new(item: &'i Item, event: Option<&'i Event>) -> Self {
        let (why, other, points, decision) = match &item.why {
            Why::Dispute { .. } => ("dispute", None, None, None),
            Why::Doubt { .. } => ("doubt", None, None, None),
            Why::Duplicate { other, points } => {
                let hundredths = (points * 100.0).round() / 100.0;
                ("duplicate", Some(other.as_str()), Some(hundredths), None)
            }
            Why::Idle { decision } => ("idle-decision", None, None, Some(*decision)),
        };
        Self {
            v: VERSION,
            why,
            reason: review::reason(&item.why),
            event: event.map(|event| event.id.as_str()),
            other,
            points,
            decision,
        }
    }

    /// As one line of JSON.
    pub(crate) fn to_line(&self) -> String {
        super::line(self)
    }
}
