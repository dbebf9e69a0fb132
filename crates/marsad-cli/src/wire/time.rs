//! What do times look like on the wire?
//!
//! In come the times that a document names and those of its claims; out come their JSON forms,
//! with both codes for how precisely a date is known. Invariant: every key is always there.

use jiff::civil::Date;
use marsad::{
    claim::When,
    mention::{TimeClass, TimeMention},
    terms::{Interval, Slot},
};
use serde::Serialize;

use super::{Form, Words, iso};

/// The day from which the report's words are seen.
#[derive(Debug, Serialize)]
pub(super) struct ReportDay<'r> {
    day: Option<String>,
    status: &'static str,
    reason: Option<&'r str>,
}

impl<'r> ReportDay<'r> {
    pub(super) fn of(slot: &'r Slot<Date>) -> Self {
        Self {
            day: slot.value().copied().map(iso),
            status: slot.status(),
            reason: slot.reason(),
        }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Time<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    #[serde(rename = "type")]
    class: &'static str,
    value: &'r str,
    status: &'static str,
    reason: Option<&'r str>,
    from: Option<String>,
    to: Option<String>,
    precision: Option<u8>,
    candidates: Vec<Days>,
}

#[derive(Debug, Serialize)]
pub(super) struct Moment<'r> {
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'r str>,
    from: Option<String>,
    to: Option<String>,
    precision: Option<u8>,
    time_precision: Option<u8>,
    status: &'static str,
    reason: Option<&'r str>,
    candidates: Vec<Days>,
    coded: Option<Days>,
}

/// From one day to another.
#[derive(Debug, Serialize)]
struct Days {
    from: Option<String>,
    to: Option<String>,
}

impl Days {
    fn of(days: Option<Interval>) -> Self {
        Self {
            from: days.map(|days| iso(days.from)),
            to: days.map(|days| iso(days.to)),
        }
    }
}

impl<'r> Form<'r> {
    pub(super) fn time(&self, mention: &'r TimeMention) -> Time<'r> {
        let days = mention.days.value();
        Time {
            words: self.words(mention.span),
            class: match mention.class {
                TimeClass::Date => "DATE",
                TimeClass::Time => "TIME",
                TimeClass::Duration => "DURATION",
                TimeClass::Set => "SET",
            },
            value: &mention.value,
            status: mention.days.status(),
            reason: mention.days.reason(),
            from: days.map(|days| iso(days.from)),
            to: days.map(|days| iso(days.to)),
            precision: mention.precision,
            candidates: match &mention.days {
                Slot::Ambiguous(all) => all.iter().map(|days| Days::of(Some(*days))).collect(),
                _ => Vec::new(),
            },
        }
    }

    pub(super) fn moment(&self, slot: &'r Slot<When>) -> Option<Moment<'r>> {
        if matches!(slot, Slot::Unsaid) {
            return None;
        }
        let when = slot.value();
        let words = when.and_then(|when| when.span).map(|span| self.words(span));
        let days = when.and_then(|when| when.days);
        Some(Moment {
            start: words.as_ref().map(|words| words.start),
            end: words.as_ref().map(|words| words.end),
            text: words.map(|words| words.text),
            from: days.map(|days| iso(days.from)),
            to: days.map(|days| iso(days.to)),
            precision: when.and_then(|when| when.precision),
            time_precision: when.and_then(When::time_precision),
            status: slot.status(),
            reason: slot.reason(),
            candidates: match slot {
                Slot::Ambiguous(all) => all.iter().map(|when| Days::of(when.days)).collect(),
                _ => Vec::new(),
            },
            coded: when
                .and_then(|when| when.coded)
                .map(|days| Days::of(Some(days))),
        })
    }
}
