//! How long, and how often?
//!
//! In come a number and a unit ("the past 48 hours", "three years", "every
//! Friday"); out comes the [`Meaning`] of the length, with the days that it covers
//! where it ends or begins with the report. Invariant: a plain length has no days.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{
    capture::{Capture, Captured, Plural},
    period::{days_after, months_after},
    resolve::{BY_CONVENTION, Known, Meaning, View},
    tense::Tense,
};
use crate::{
    knowledge::times::{Days, Grain, ReportDay, Rule, Unit},
    mention::TimeClass,
    terms::Interval,
};

/// How many units: a number, or a few.
#[derive(Clone, Copy)]
enum Count {
    Exactly(f64),
    Few,
}

/// How many units the words say.
fn count(captured: &Captured<'_>, plural: Plural) -> Count {
    // "the second day running" are two.
    let ordinal = captured.ordinal().map(f64::from);
    match captured.number().or(ordinal) {
        Some(number) => Count::Exactly(
            number
                + if captured.has(Capture::Half) {
                    0.5
                } else {
                    0.0
                },
        ),
        None if captured.has(Capture::Vague) || plural == Plural::Yes => Count::Few,
        None if captured.has(Capture::Half) => {
            // "half a year" has one article, "a year and a half" two.
            let articles = captured
                .0
                .iter()
                .filter(|capture| **capture == Capture::Nothing)
                .count();
            Count::Exactly(if articles > 1 { 1.5 } else { 0.5 })
        }
        None => Count::Exactly(1.0),
    }
}

/// "the past 48 hours", "recent months".
pub(super) fn past(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    let count = count(captured, plural);
    let value = rule
        .value
        .clone()
        .unwrap_or_else(|| length(unit.letter.as_str(), unit.of, unit.id, count));
    // "recent months" are some months, "the past two months" are how long it took.
    let class = if matches!(count, Count::Few) {
        TimeClass::Date
    } else {
        TimeClass::Duration
    };
    let days = view.report.and_then(|report| back(report, unit, count));
    let days = match (days, count) {
        (Some(days), Count::Exactly(_)) => Known::Said(days),
        (Some(days), Count::Few) => Known::Inferred(days, BY_CONVENTION),
        (None, _) => Known::Unresolved,
    };
    Some(Meaning {
        value,
        class,
        days,
        period: None,
    })
}

/// The days that so many units up to the report cover.
fn back(report: Date, unit: &Unit, count: Count) -> Option<Interval> {
    let number = match count {
        Count::Exactly(number) => number,
        Count::Few => f64::from(unit.few),
    };
    if !(0.0..1_000_000.0).contains(&number) {
        return None;
    }
    let units = number.ceil() as i64 * i64::from(unit.of);
    let last = if unit.report_day == ReportDay::Included {
        report
    } else {
        days_after(report, -1)?
    };
    let first = match unit.id {
        Grain::Second | Grain::Minute => report,
        Grain::Hour => days_after(report, -((number / 24.0).ceil() as i64))?,
        Grain::Day => days_after(report, -units)?,
        Grain::Weekend => days_after(report, -7 * number.ceil() as i64)?,
        Grain::Week | Grain::Fortnight => days_after(report, 1 - 7 * units)?,
        Grain::Month | Grain::Quarter => {
            let first = months_after(report, -units)?;
            // By UCDP's rule a few months do not reach into the year before.
            if matches!(count, Count::Few) {
                first.max(report.first_of_year())
            } else {
                first
            }
        }
        Grain::Year | Grain::Decade | Grain::Century => {
            months_after(report, units.checked_mul(-12)?)?
        }
    };
    Some(Interval {
        from: first.min(last),
        to: last,
    })
}

/// "the next two weeks", "the coming days".
pub(super) fn coming(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    let count = count(captured, plural);
    let value = length(unit.letter.as_str(), unit.of, unit.id, count);
    let days = view.report.and_then(|report| {
        let back = back(report, unit, count)?;
        // As many days on the other side of the report.
        let length = back.days() - i64::from(unit.report_day == ReportDay::Included);
        Some(Interval {
            from: days_after(report, 1)?,
            to: days_after(report, length.max(1))?,
        })
    });
    let days = match (days, count) {
        (Some(days), Count::Exactly(_)) => Known::Said(days),
        (Some(days), Count::Few) => Known::Inferred(days, BY_CONVENTION),
        (None, _) => Known::Unresolved,
    };
    Some(Meaning {
        value,
        class: TimeClass::Duration,
        days,
        period: None,
    })
}

/// "three years", "a five-day offensive".
pub(super) fn duration(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    let count = count(captured, plural);
    let value = length(unit.letter.as_str(), unit.of, unit.id, count);
    let days = match (rule.days, count, view.report) {
        (Some(Days::Duration), Count::Exactly(number), Some(report))
            if (1.0..=7.0).contains(&number) =>
        {
            let from = days_after(report, 1 - number.ceil() as i64)?;
            Known::Inferred(Interval { from, to: report }, BY_CONVENTION)
        }
        (Some(Days::Duration), Count::Few, Some(report))
            if (Grain::Day..=Grain::Month).contains(&unit.id) && view.tense != Tense::Future =>
        {
            Known::Inferred(back(report, unit, count)?, BY_CONVENTION)
        }
        _ => Known::Unsaid,
    };
    Some(Meaning {
        value,
        class: TimeClass::Duration,
        days,
        period: None,
    })
}

/// A TIMEX3 duration: "PT48H", "P3Y", "P2Y6M", "PXM".
fn length(letter: &str, of: u16, grain: Grain, count: Count) -> SmolStr {
    let clock = if grain < Grain::Day { "T" } else { "" };
    let Count::Exactly(number) = count else {
        return format_smolstr!("P{clock}X{letter}");
    };
    let number = number * f64::from(of);
    let halves = match grain {
        Grain::Minute => Some("30S"),
        Grain::Hour => Some("30M"),
        Grain::Day => Some("T12H"),
        Grain::Year => Some("6M"),
        _ => None,
    };
    match halves {
        Some(half) if number.fract() == 0.5 && number < 1.0 => format_smolstr!("P{clock}{half}"),
        Some(half) if number.fract() == 0.5 => {
            format_smolstr!("P{clock}{}{letter}{half}", number.trunc())
        }
        _ => format_smolstr!("P{clock}{number}{letter}"),
    }
}

/// "every Friday", "daily", "Tuesday nights".
pub(super) fn set(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let tail = view.tail(rule, captured);
    let value = if let Some(weekday) = captured.weekday() {
        format_smolstr!("XXXX-WXX-{weekday}{tail}")
    } else if let Some(month) = captured.month() {
        format_smolstr!("XXXX-{month:02}")
    } else if captured.daypart().is_some() {
        format_smolstr!("XXXX-XX-XX{tail}")
    } else {
        let (unit, plural) = view.unit(rule, captured)?;
        length(
            unit.letter.as_str(),
            unit.of,
            unit.id,
            count(
                captured,
                if captured.number().is_some() {
                    plural
                } else {
                    Plural::No
                },
            ),
        )
    };
    Some(Meaning {
        value,
        class: TimeClass::Set,
        days: Known::Unsaid,
        period: None,
    })
}
