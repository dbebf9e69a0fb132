//! Which period lies so far from the report or from the time named before?
//!
//! In come a rule and a unit ("last month", "three days ago", "the following
//! day"); out comes the [`Meaning`] of the period that many units away. Invariant:
//! what is counted from the time named before has no days where none was named.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{
    capture::{Captured, Plural},
    period::{Period, days_after},
    resolve::{FROM_PREVIOUS, Known, Meaning, View},
    tense::Tense,
};
use crate::{
    knowledge::times::{From, Grain, Rule},
    mention::TimeClass,
};

/// "yesterday", "last month", "this week", "the following day".
pub(super) fn shift(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    // "last weeks" and "this hour" name no period.
    if plural == Plural::Yes || unit.id < Grain::Day || unit.id == Grain::Fortnight {
        return None;
    }
    let tail = view.tail(rule, captured);
    let class = if tail.is_empty() {
        TimeClass::Date
    } else {
        TimeClass::Time
    };
    let base = match rule.from {
        From::Report | From::Quarter => view.report,
        // The day before an unknown day of March is no day; the month after it is one.
        From::Previous => match view.previous {
            Some(previous) if previous.grain() <= unit.id => {
                previous.interval().map(|days| days.from)
            }
            _ => None,
        },
    };
    let Some(base) = base else {
        let value = format_smolstr!("{}{tail}", without_anchor(unit.id));
        return Some(Meaning {
            value,
            class,
            days: Known::Unresolved,
            period: None,
        });
    };
    let period = match unit.id {
        Grain::Weekend => weekend(base, rule.by, view.tense)?,
        grain => Period::at(grain, base)?.shift(rule.by)?,
    };
    let value = format_smolstr!("{}{tail}", period.value(view.times));
    let mut days = view.partly(period, captured)?;
    if rule.by == 0
        && captured.part().is_none()
        && period.grain() >= Grain::Week
        && rule.from == From::Report
        && let Known::Said(whole) = days
    {
        days = Known::Said(view.up_to_report(whole));
    }
    if rule.from == From::Previous
        && let Known::Said(whole) = days
    {
        days = Known::Inferred(whole, FROM_PREVIOUS);
    }
    Some(Meaning {
        value,
        class,
        days,
        period: Some(period),
    })
}

/// "the weekend" is the one just past, or under way; "next weekend" and "will … at the weekend" the coming one.
fn weekend(day: Date, by: i64, tense: Tense) -> Option<Period> {
    let here = Period::at(Grain::Weekend, day)?;
    let under_way = here.interval()?.from <= day;
    here.shift(match by {
        ..0 => -1,
        0 if under_way || tense == Tense::Future => 0,
        0 => -1,
        _ if under_way => 1,
        _ => 0,
    })
}

fn without_anchor(grain: Grain) -> &'static str {
    match grain {
        Grain::Second | Grain::Minute | Grain::Hour | Grain::Day => "XXXX-XX-XX",
        Grain::Weekend => "XXXX-WXX-WE",
        Grain::Week | Grain::Fortnight => "XXXX-WXX",
        Grain::Month => "XXXX-XX",
        Grain::Quarter => "XXXX-QX",
        Grain::Year => "XXXX",
        Grain::Decade => "XXX",
        Grain::Century => "XX",
    }
}

/// "three days ago", "a year earlier", "two weeks later".
pub(super) fn ago(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, _) = view.unit(rule, captured)?;
    let count = captured.number().unwrap_or(1.0).round();
    if !(0.0..100_000.0).contains(&count) {
        return None;
    }
    let by = count as i64 * rule.by;
    let class = if unit.id < Grain::Day {
        TimeClass::Time
    } else {
        TimeClass::Date
    };
    let years = i64::from(unit.of) * by;
    let counted_from = match (rule.from, view.previous) {
        (From::Previous, previous) => previous,
        // Results are compared with those of the same quarter.
        (From::Quarter, Some(quarter @ Period::Quarter { .. })) => Some(quarter),
        _ => None,
    };
    let (period, reason) = match counted_from {
        Some(previous) => {
            let period = match unit.id {
                Grain::Day => {
                    if let Period::Day(_) = previous {
                        previous.shift(by)
                    } else {
                        None
                    }
                }
                Grain::Week => {
                    if let Period::Day(day) = previous {
                        days_after(day, by * 7).map(Period::Day)
                    } else {
                        None
                    }
                }
                Grain::Month if previous.grain() <= Grain::Month => {
                    Period::at(Grain::Month, previous.interval()?.from).and_then(|p| p.shift(by))
                }
                Grain::Year | Grain::Decade | Grain::Century => match previous {
                    Period::Month { .. }
                    | Period::Quarter { .. }
                    | Period::Season { .. }
                    | Period::Year(_) => previous.years_after(years),
                    _ => Period::at(Grain::Year, previous.interval()?.from)
                        .and_then(|p| p.shift(years)),
                },
                _ => None,
            };
            (period, Some(FROM_PREVIOUS))
        }
        _ => {
            let period = view.report.and_then(|report| match unit.id {
                Grain::Second | Grain::Minute | Grain::Hour => Some(Period::Day(report)),
                Grain::Day => Period::Day(report).shift(by),
                Grain::Weekend => weekend(report, 0, view.tense)?.shift(by),
                Grain::Week | Grain::Fortnight => {
                    Period::at(Grain::Week, report)?.shift(i64::from(unit.of) * by)
                }
                Grain::Month => Period::at(Grain::Month, report)?.shift(by),
                Grain::Quarter => Period::at(Grain::Quarter, report)?.shift(by),
                Grain::Year | Grain::Decade | Grain::Century => {
                    Period::at(Grain::Year, report)?.shift(years)
                }
            });
            (period, None)
        }
    };
    let Some(period) = period else {
        return Some(Meaning {
            value: SmolStr::new(without_anchor(unit.id)),
            class,
            days: Known::Unresolved,
            period: None,
        });
    };
    let days = period.interval()?;
    let days = reason.map_or(Known::Said(days), |reason| Known::Inferred(days, reason));
    Some(Meaning {
        value: period.value(view.times),
        class,
        days,
        period: Some(period),
    })
}
