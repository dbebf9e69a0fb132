//! When did it happen?
//!
//! In comes a trigger; out comes [`of`] its sentence the time of its own clause, else that of
//! a clause that tells the same happening, marked as inferred. What the clauses leave open
//! the [`story`] fills from the sentences around, the saying and the published rule for
//! reports that give no time. Invariant: every day comes from words of the text or from that
//! rule, never from the day of the report alone, and whatever the deed's own clause does not
//! say carries its reason.

mod clause;
mod story;

use super::{When, attribution::Attribution, cast::Scene};
use crate::{
    mention::{TimeClass, TimeMention, time::OF_THE_REPORT},
    terms::Slot,
};

pub(super) use clause::governor;
pub(super) use story::complete;

/// Why a deed has a time that its own clause does not say.
const OF_ANOTHER_CLAUSE: &str = "the time of the clause it is part of";

/// When the deed at `trigger` happened, by the clauses that tell it; `carrier` is the verb that
/// carries a noun.
pub(super) fn of(
    scene: &Scene<'_>,
    trigger: usize,
    carrier: Option<usize>,
    attributions: &[Attribution<'_>],
) -> Slot<When> {
    let own: Vec<usize> = std::iter::once(trigger).chain(carrier).collect();
    let times: Vec<&TimeMention> = scene
        .in_sentence(trigger, &scene.mentions.times, |time| time.head)
        .iter()
        .filter(|time| places_in_time(time) && !is_of_the_report(time))
        .collect();
    let cues = clause::cues(scene, attributions, trigger);
    match clause::nearest(scene, &own, &cues, &times) {
        Some((0, time)) => slot(time),
        Some((_, time)) => inferred(time, OF_ANOTHER_CLAUSE),
        None => Slot::Unsaid,
    }
}

/// Whether words place a deed in time: not how long or how often, unless these have days, and
/// not merely "now".
fn places_in_time(time: &TimeMention) -> bool {
    let dated = matches!(time.class, TimeClass::Date | TimeClass::Time);
    time.days.value().is_some() || dated && time.value != "PRESENT_REF"
}

/// Whether words give a time of day and only the report a day for it.
fn is_of_the_report(time: &TimeMention) -> bool {
    time.days.reason() == Some(OF_THE_REPORT)
}

/// A time as the words say it; where they can be read twice, both ways.
fn slot(time: &TimeMention) -> Slot<When> {
    let when = |days| When {
        span: Some(time.span),
        days,
        precision: time.precision,
    };
    match &time.days {
        Slot::Ambiguous(all) => Slot::Ambiguous(all.iter().map(|days| when(Some(*days))).collect()),
        days => Slot::Said(when(days.value().copied())),
    }
}

/// A time that some other words give.
fn inferred(time: &TimeMention, reason: &str) -> Slot<When> {
    match slot(time) {
        Slot::Said(value) => Slot::Inferred {
            value,
            reason: reason.into(),
        },
        twofold => twofold,
    }
}
