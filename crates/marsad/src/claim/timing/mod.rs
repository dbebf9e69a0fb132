//! When did it happen?
//!
//! In comes a trigger; out comes [`of`] its sentence the time of its own clause, else that of
//! a clause that tells the same happening, marked as inferred. What the clauses leave open
//! the [`story`] fills from the sentences around, the saying, and the days that a report which gives
//! no time leaves open. Invariant: no day is taken for the deed's because the report bears it, and whatever the
//! deed's own clause does not say carries its reason.

mod clause;
mod story;

use jiff::civil::Date;

use super::{Modality, When, attribution::Attribution, cast::Scene};
use crate::{
    mention::{TimeClass, TimeFault, TimeMention, time::OF_THE_REPORT},
    terms::{DatePrecision, Interval, Slot},
};

pub(super) use clause::governor;
pub(super) use story::complete;

/// Why a deed has a time that its own clause does not say.
const OF_ANOTHER_CLAUSE: &str = "the time of the clause it is part of";

/// When the deed at `trigger` happened, by the clauses that tell it; `carrier` is the verb that
/// carries a noun, and `sense` how it is stated.
pub(super) fn of(
    scene: &Scene<'_>,
    trigger: usize,
    carrier: Option<usize>,
    attributions: &[Attribution<'_>],
    sense: Modality,
) -> Slot<When> {
    let own: Vec<usize> = std::iter::once(trigger).chain(carrier).collect();
    let times: Vec<&TimeMention> = scene
        .in_sentence(trigger, &scene.mentions.times, |time| time.head)
        .iter()
        .filter(|time| places_in_time(time) && !is_of_the_report(time))
        .collect();
    let cues = clause::cues(scene, attributions, trigger);
    if let Some((0, time)) = clause::nearest(scene, &own, &cues, &times) {
        return slot(scene, time);
    }
    let report = scene.mentions.report.value().copied();
    let told: Vec<&TimeMention> = times
        .into_iter()
        .filter(|time| !sense.is_done() || is_news(time, report))
        .collect();
    match clause::nearest(scene, &own, &cues, &told) {
        Some((_, time)) => inferred(scene, time, OF_ANOTHER_CLAUSE),
        None => Slot::Unsaid,
    }
}

/// What lies longer before a report is background.
const BACKGROUND: i64 = 366;
/// How many days after a report that is dated early its own days may lie: a day begins earlier in
/// the east.
const EAST: i32 = 1;

/// Whether a time is one of which a report can tell as news: not ahead of it, and not long before.
fn is_news(time: &TimeMention, report: Option<Date>) -> bool {
    if time.fault == Some(TimeFault::NoSuchDay) {
        return false;
    }
    let Some((days, report)) = time.days.value().zip(report) else {
        return true;
    };
    let age = Interval {
        from: days.to.min(report),
        to: report,
    };
    let ahead = (days.from - report).get_days();
    ahead <= EAST && age.days() <= BACKGROUND
}

/// Whether words place a deed in time: not how long or how often, unless these have days, and
/// not merely "now" or "recent".
fn places_in_time(time: &TimeMention) -> bool {
    let dated = matches!(time.class, TimeClass::Date | TimeClass::Time);
    let vague = matches!(
        time.value.as_str(),
        "PRESENT_REF" | "PAST_REF" | "FUTURE_REF"
    );
    time.days.value().is_some() || dated && !vague
}

/// Whether words give a time of day and only the report a day for it.
fn is_of_the_report(time: &TimeMention) -> bool {
    time.days.reason() == Some(OF_THE_REPORT)
}

/// A time as the words say it; where they can be read twice, both ways.
fn slot(scene: &Scene<'_>, time: &TimeMention) -> Slot<When> {
    if let Some(both) = joined(scene, time) {
        return Slot::Said(both);
    }
    let when = |days| When {
        span: Some(time.span),
        days,
        precision: time.precision,
        coded: None,
    };
    match &time.days {
        Slot::Ambiguous(all) => Slot::Ambiguous(all.iter().map(|days| when(Some(*days))).collect()),
        days => Slot::Said(when(days.value().copied())),
    }
}

/// "on Saturday and Sunday": the days from the first to the last of two that a word joins.
fn joined(scene: &Scene<'_>, time: &TimeMention) -> Option<When> {
    let times = &scene.mentions.times;
    let at = times.partition_point(|other| other.tokens.start < time.tokens.start);
    let pair = |first: usize| {
        let (first, last) = (times.get(first)?, times.get(first + 1)?);
        let between = first.tokens.end..last.tokens.start;
        let and = between.len() == 1 && scene.tree.token(between.start).dep == "cc";
        // Of days that can be read twice those that follow each other are meant.
        let days = readings(first)
            .flat_map(|first| readings(last).map(move |last| (first.from, last.to)))
            .map(|(from, to)| Interval { from, to })
            .find(|days| days.from < days.to && days.days() <= JOINED)?;
        and.then(|| When {
            span: Some(first.span.to(last.span)),
            days: Some(days),
            precision: Some(DatePrecision::of_days(days.days()) as u8),
            coded: None,
        })
    };
    pair(at).or_else(|| pair(at.checked_sub(1)?))
}

/// The days of a time; of one that can be read twice all of them.
fn readings(time: &TimeMention) -> impl Iterator<Item = Interval> {
    let (all, one) = match &time.days {
        Slot::Ambiguous(all) => (all.as_slice(), None),
        days => (&[][..], days.value()),
    };
    all.iter().chain(one).copied()
}

/// How many days two that a word joins cover at most; of more, not all are meant.
const JOINED: i64 = 7;

/// A time that some other words give.
fn inferred(scene: &Scene<'_>, time: &TimeMention, reason: &str) -> Slot<When> {
    match slot(scene, time) {
        Slot::Said(value) => Slot::Inferred {
            value,
            reason: reason.into(),
        },
        twofold => twofold,
    }
}
