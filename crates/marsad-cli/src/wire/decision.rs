//! What does a decision look like to other programs?
//!
//! In comes a decision as a store has it; out comes one JSON object, version 1, described by `schema/decision.schema.json`.
//! Invariant: every key is always there.

use marsad::event::Ruling;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::store::decisions::{Kept, Signature};

/// The version of the form; raised when a key goes away or changes its meaning.
const VERSION: u32 = 1;

/// One decision.
#[derive(Debug, Serialize)]
pub(crate) struct DecisionRecord<'k> {
    v: u32,
    number: u32,
    ruling: &'static str,
    slot: Option<&'k str>,
    value: Option<&'k RawValue>,
    by: &'k str,
    day: String,
    reason: &'k str,
    claims: Vec<String>,
    events: &'k [String],
    withdrawn: Option<Signed<'k>>,
}

#[derive(Debug, Serialize)]
struct Signed<'k> {
    by: &'k str,
    day: String,
    reason: &'k str,
}

impl<'k> DecisionRecord<'k> {
    /// The wire form of a decision.
    pub(crate) fn new(kept: &'k Kept) -> Self {
        let decision = &kept.decision;
        let anchors = decision.ruling.anchors().iter();
        Self {
            v: VERSION,
            number: decision.number,
            ruling: decision.ruling.as_str(),
            slot: match &decision.ruling {
                Ruling::Correct(_, correction) => Some(correction.slot()),
                _ => None,
            },
            value: kept
                .correction
                .as_deref()
                .and_then(|json| serde_json::from_str(json).ok()),
            by: &decision.by,
            day: decision.day.to_string(),
            reason: &decision.reason,
            claims: anchors
                .map(|anchor| format!("{}@{}", anchor.fingerprint, anchor.trigger.start))
                .collect(),
            events: &kept.events,
            withdrawn: kept.withdrawn.as_ref().map(|signed: &Signature| Signed {
                by: &signed.by,
                day: signed.day.to_string(),
                reason: &signed.reason,
            }),
        }
    }

    /// As one line of JSON.
    pub(crate) fn to_line(&self) -> String {
        super::line(self)
    }
}
