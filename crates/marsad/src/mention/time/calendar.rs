//! Which day, month or year do words of the calendar name?
//!
//! In come the captured weekdays, months, days and years; out comes their
//! [`Meaning`]. Where the words leave the year or the week open, the tense and the
//! day of the report choose. Invariant: a date that does not exist ("30 February")
//! means nothing.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{
    capture::{Capture, Captured},
    feast,
    period::{Period, date, days_after, monday},
    resolve::{BY_CONVENTION, Known, Meaning, View},
    tense::Tense,
};
use crate::{
    knowledge::times::{Feast, Grain, Reckoning, Rule, Toward},
    mention::TimeClass,
    terms::Interval,
};

pub(super) fn meaning(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let tail = tail(view, rule, captured);
    let class = if tail.is_empty() {
        TimeClass::Date
    } else {
        TimeClass::Time
    };
    let figures = captured.0.iter().find_map(|capture| match capture {
        Capture::Date(first, second) => Some((*first, *second)),
        _ => None,
    });
    if let Some((first, second)) = figures {
        return in_figures(view, first, second, &tail);
    }
    if captured.moon().is_some() {
        return Some(of_the_moon(view, captured));
    }
    let feast = captured
        .feast()
        .and_then(|feast| view.times.feasts.get(usize::from(feast)));
    let named = named(view, rule, captured, feast)?;
    match named {
        Named::Period(period) => {
            let mut days = view.partly(period, captured)?;
            if let Some(span) = first_days(view, rule, captured, period) {
                days = span;
            }
            if let Some(before) = week_before(view, rule, captured, period) {
                days = Known::Either(period.interval()?, before);
            }
            if let (Some(feast), Period::Day(first)) = (feast, period) {
                days = feast::days(feast, captured, first)?;
            }
            let value = format_smolstr!("{}{tail}", period.value(view.times));
            Some(Meaning {
                value,
                class,
                days,
                period: Some(period),
            })
        }
        Named::Open(value) => Some(Meaning {
            value: format_smolstr!("{value}{tail}"),
            class,
            days: Known::Unresolved,
            period: None,
        }),
        Named::Nothing if tail.is_empty() => None,
        Named::Nothing => Some(Meaning {
            value: tail,
            class: TimeClass::Time,
            days: Known::Pending,
            period: None,
        }),
    }
}

/// What the words name of the calendar.
enum Named {
    /// A stretch of it.
    Period(Period),
    /// One that cannot be told without the day of the report.
    Open(SmolStr),
    /// Nothing: only a time of day.
    Nothing,
}

fn in_figures(
    view: View<'_>,
    first: (i64, u8, u8),
    second: Option<(i64, u8, u8)>,
    tail: &str,
) -> Option<Meaning> {
    let day = |(year, month, day)| date(year, month, day);
    let mut candidates: Vec<Date> = [Some(first), second]
        .into_iter()
        .flatten()
        .filter_map(day)
        .collect();
    if let Some(report) = view.report {
        // Of two readings the one nearer to the report is the likelier.
        candidates.sort_by_key(|day| (*day - report).get_days().abs());
    }
    let best = *candidates.first()?;
    let days = match candidates.get(1) {
        Some(other) => Known::Either(Interval::day(best), Interval::day(*other)),
        None => Known::Said(Interval::day(best)),
    };
    let class = if tail.is_empty() {
        TimeClass::Date
    } else {
        TimeClass::Time
    };
    Some(Meaning {
        value: format_smolstr!("{best}{tail}"),
        class,
        days,
        period: Some(Period::Day(best)),
    })
}

/// "10 Muharram 1439".
fn of_the_moon(view: View<'_>, captured: &Captured<'_>) -> Meaning {
    let fallen = feast::of_the_moon(view, captured);
    let (period, days) = fallen.map_or((None, Known::Unresolved), |(period, days)| {
        (Some(period), days)
    });
    Meaning {
        value: period.map_or("XXXX-XX-XX".into(), |period| period.value(view.times)),
        class: TimeClass::Date,
        days,
        period,
    }
}

fn named(
    view: View<'_>,
    rule: &Rule,
    captured: &Captured<'_>,
    feast: Option<&Feast>,
) -> Option<Named> {
    let unit = rule
        .unit
        .and_then(|unit| view.times.units.get(usize::from(unit)))
        .map(|unit| unit.id);
    let year = captured
        .year()
        .or_else(|| Some(i64::from(view.report?.year()) + rule.year_by?));
    let (month, day) = (captured.month(), captured.day());
    let yearly = |open: SmolStr, make: &dyn Fn(i64) -> Option<Period>| -> Option<Named> {
        if let Some(year) = year {
            return make(year).map(Named::Period);
        }
        match view.report {
            Some(report) => choose(view, rule, report, make).map(Named::Period),
            // A day that no year has is none, anchored or not; 2000 was a leap year.
            None => make(2000).map(|_| Named::Open(open)),
        }
    };
    if let Some(feast) = feast {
        let open = match feast.reckoning {
            Reckoning::Gregorian => format_smolstr!("XXXX-{:02}-{:02}", feast.month, feast.day),
            _ => "XXXX-XX-XX".into(),
        };
        return yearly(open, &|year| {
            feast::day(feast, captured, year).map(Period::Day)
        });
    }
    if let (Some(month), Some(day)) = (month, day) {
        let weekday = captured.weekday();
        let on = |year: i64| date(year, month, day).map(Period::Day);
        let named = yearly(format_smolstr!("XXXX-{month:02}-{day:02}"), &|year| {
            on(year).filter(|period| weekday.is_none_or(|weekday| falls_on(*period, weekday)))
        });
        // A report that names the wrong weekday still names the date.
        let any = yearly(SmolStr::default(), &on);
        let named = match (named, any) {
            (Some(Named::Period(fitting)), Some(Named::Period(near)))
                if is_a_year_off(view, fitting) && !is_a_year_off(view, near) =>
            {
                Named::Period(near)
            }
            (named, any) => named.or(any)?,
        };
        return Some(match named {
            Named::Period(Period::Day(day)) if unit == Some(Grain::Week) => {
                Named::Period(Period::at(Grain::Week, day)?)
            }
            named => named,
        });
    }
    if let Some(month) = month {
        return yearly(format_smolstr!("XXXX-{month:02}"), &|year| {
            Some(Period::Month { year, month })
        });
    }
    if let Some(season) = captured.season() {
        let (code, first_month) = view.times.seasons.get(usize::from(season))?;
        return yearly(format_smolstr!("XXXX-{code}"), &|year| {
            Some(Period::Season {
                year,
                season,
                month: *first_month,
            })
        });
    }
    if let Some(ordinal) = captured.ordinal() {
        return match unit {
            Some(Grain::Quarter) if (1..=4).contains(&ordinal) => {
                yearly(format_smolstr!("XXXX-Q{ordinal}"), &|year| {
                    Some(Period::Quarter {
                        year,
                        quarter: ordinal,
                    })
                })
            }
            Some(Grain::Century) => Some(Named::Period(Period::Century(i64::from(ordinal) - 1))),
            _ => None,
        };
    }
    if let Some(decade) = captured.decade() {
        return Some(Named::Period(Period::Decade(decade / 10)));
    }
    if let Some(year) = year {
        return Some(Named::Period(Period::Year(year)));
    }
    if let Some(weekday) = captured.weekday() {
        return match view.report {
            Some(report) => Some(Named::Period(Period::Day(nearest_weekday(
                view, rule, report, weekday,
            )?))),
            None => Some(Named::Open(format_smolstr!("XXXX-WXX-{weekday}"))),
        };
    }
    Some(Named::Nothing)
}

/// Whether a period lies almost a year from the report, or more.
fn is_a_year_off(view: View<'_>, period: Period) -> bool {
    let from = period.interval().map(|days| days.from);
    from.zip(view.report)
        .is_some_and(|(from, report)| (from - report).get_days().abs() > FAR)
}

fn falls_on(period: Period, weekday: u8) -> bool {
    matches!(period, Period::Day(day) if day.weekday().to_monday_one_offset() == weekday.cast_signed())
}

/// So many days ahead a month without a year is still the coming one.
const SOON: i32 = 75;

/// So many days off a day is almost a year off, and so many are near.
const FAR: i32 = 300;
const NEAR: i32 = 60;
/// How many days a length of months has more than, and how far off such a one is almost a year.
const QUARTER: i64 = 45;
const FAR_OF_QUARTER: i32 = 200;

/// Of the periods that one recurs in, year by year, the one that is meant.
fn choose(
    view: View<'_>,
    rule: &Rule,
    report: Date,
    make: &dyn Fn(i64) -> Option<Period>,
) -> Option<Period> {
    let here = i64::from(report.year());
    // A leap day and a weekday that must fit can be years away.
    let nearby = (here - 8..=here + 8)
        .filter_map(make)
        .filter_map(|period| Some((period, period.interval()?)));
    let candidates: Vec<(Period, Interval)> = nearby.collect();
    let latest = |fits: &dyn Fn(Interval) -> bool| {
        candidates
            .iter()
            .rev()
            .find(|(_, days)| fits(*days))
            .map(|(period, _)| *period)
    };
    let earliest = |fits: &dyn Fn(Interval) -> bool| {
        candidates
            .iter()
            .find(|(_, days)| fits(*days))
            .map(|(period, _)| *period)
    };
    let nearest = || {
        let distance = |days: Interval| {
            (days.from - report)
                .get_days()
                .abs()
                .min((days.to - report).get_days().abs())
        };
        candidates
            .iter()
            .min_by_key(|(_, days)| {
                if days.from <= report && report <= days.to {
                    0
                } else {
                    distance(*days)
                }
            })
            .map(|(period, _)| *period)
    };
    // Nobody leaves out the year of a day almost a year off when the same day of another year is near.
    let unless_far = |chosen: Option<Period>| {
        let span = |period: Period| period.interval();
        let away = |days: Interval| {
            let (from, to) = (days.from - report, days.to - report);
            from.get_days().abs().min(to.get_days().abs())
        };
        match (chosen, nearest()) {
            (Some(chosen), Some(near)) => {
                let (Some(ahead), Some(close)) = (span(chosen), span(near)) else {
                    return Some(chosen);
                };
                // Results "for the third quarter" are still to come when the quarter is over.
                let far = match ahead.days() > QUARTER {
                    true => FAR_OF_QUARTER,
                    false => FAR,
                };
                match away(ahead) > far && away(close) <= NEAR {
                    true => Some(near),
                    false => Some(chosen),
                }
            }
            _ => chosen,
        }
    };
    match (rule.toward, view.tense) {
        (Toward::Last, _) => latest(&|days| days.to < report),
        (Toward::Next, _) => earliest(&|days| days.from > report),
        (Toward::This, _) => make(here),
        (Toward::Tense, Tense::Past) => unless_far(latest(&|days| days.from <= report)),
        (Toward::Tense, Tense::Future) => unless_far(earliest(&|days| days.to >= report)),
        // Without a verb that tells, a day is the nearest, and a month the last unless the next is close,
        // as reports look back more than ahead.
        (Toward::Tense, Tense::Open) => {
            let soon = nearest().filter(|period| match period.interval() {
                Some(days) => days.from <= report || (days.from - report).get_days() <= SOON,
                None => false,
            });
            soon.or_else(|| latest(&|days| days.from <= report))
        }
    }
}

/// So many days back is a weekday that falls on the day after the report. Told as past it mostly is that
/// day, of a report that is dated early, and not the one before: a day begins earlier in the east.
const NEXT_DAY: i64 = 6;

/// Where a weekday told as past was read as the day after the report, the same of the week before.
fn week_before(
    view: View<'_>,
    rule: &Rule,
    captured: &Captured<'_>,
    period: Period,
) -> Option<Interval> {
    let named_alone =
        captured.weekday().is_some() && captured.day().is_none() && !names_the_week(view, rule);
    match (rule.toward, view.tense, period) {
        (Toward::Tense, Tense::Past | Tense::Open, Period::Day(day)) if named_alone => {
            let next = view.report.and_then(|report| days_after(report, 1));
            (next == Some(day)).then_some(Interval::day(days_after(day, -7)?))
        }
        _ => None,
    }
}

/// Whether a rule is of a day in a week that its words name: "last week Thursday".
fn names_the_week(view: View<'_>, rule: &Rule) -> bool {
    let unit = rule
        .unit
        .and_then(|unit| view.times.units.get(usize::from(unit)));
    unit.is_some_and(|unit| unit.id == Grain::Week)
}

fn nearest_weekday(view: View<'_>, rule: &Rule, report: Date, weekday: u8) -> Option<Date> {
    let back =
        (i64::from(report.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
    if names_the_week(view, rule) {
        return days_after(monday(report)?, 7 * rule.by + i64::from(weekday) - 1);
    }
    match (rule.toward, view.tense) {
        (Toward::Last, _) => days_after(report, if back == 0 { -7 } else { -back }),
        (Toward::Next, _) => days_after(report, 7 - back),
        (Toward::This | Toward::Tense, Tense::Future) => {
            days_after(report, if back == 0 { 0 } else { 7 - back })
        }
        (Toward::This, _) => days_after(monday(report)?, i64::from(weekday) - 1),
        (Toward::Tense, _) if back == NEXT_DAY => days_after(report, 1),
        (Toward::Tense, _) => days_after(report, -back),
    }
}

/// "3 to 5 May" and "the first week of August" are some days of a month.
fn first_days(
    view: View<'_>,
    rule: &Rule,
    captured: &Captured<'_>,
    period: Period,
) -> Option<Known> {
    match period {
        Period::Day(first) => {
            let last = captured
                .last_day()
                .filter(|last| captured.day().is_some_and(|first| first < *last))?;
            let month = first.first_of_month();
            Some(Known::Said(Interval {
                from: first,
                to: days_after(month, i64::from(last) - 1)?,
            }))
        }
        Period::Month { year, month } => {
            let unit = rule
                .unit
                .and_then(|unit| view.times.units.get(usize::from(unit)))?;
            if unit.id != Grain::Week {
                return None;
            }
            let from = match captured.ordinal() {
                Some(ordinal @ 1..=4) => date(year, month, (ordinal - 1) * 7 + 1)?,
                None if rule.by < 0 => days_after(period.interval()?.to, -6)?,
                _ => return None,
            };
            Some(Known::Inferred(
                Interval {
                    from,
                    to: days_after(from, 6)?,
                },
                BY_CONVENTION,
            ))
        }
        _ => None,
    }
}

/// "the night between Sunday and Monday".
pub(super) fn between(view: View<'_>, captured: &Captured<'_>) -> Option<Meaning> {
    let (first, last) = (captured.weekday()?, captured.last_weekday()?);
    let apart = (i64::from(last) - i64::from(first)).rem_euclid(7);
    let tail = captured.daypart();
    let class = if tail.is_some() {
        TimeClass::Time
    } else {
        TimeClass::Date
    };
    let Some(report) = view.report else {
        return Some(Meaning {
            value: format_smolstr!("XXXX-WXX-{first}"),
            class,
            days: Known::Unresolved,
            period: None,
        });
    };
    let to = if view.tense == Tense::Future {
        let ahead =
            (i64::from(first) - i64::from(report.weekday().to_monday_one_offset())).rem_euclid(7);
        days_after(report, ahead + apart)?
    } else {
        let back =
            (i64::from(report.weekday().to_monday_one_offset()) - i64::from(last)).rem_euclid(7);
        days_after(report, -back)?
    };
    let from = days_after(to, -apart)?;
    Some(Meaning {
        value: format_smolstr!("{from}"),
        class,
        days: Known::Said(Interval { from, to }),
        period: Some(Period::Day(to)),
    })
}

/// The time of day: "T10:35", "TMO", or nothing.
fn tail(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> SmolStr {
    let clock = captured.0.iter().find_map(|capture| match capture {
        Capture::Clock(hour, minute) => Some((*hour, *minute)),
        _ => None,
    });
    let Some((hour, minute)) = clock.or(captured.hour().map(|hour| (hour, 0))) else {
        return view.tail(rule, captured);
    };
    let afternoon = captured
        .daypart()
        .and_then(|part| view.times.dayparts.get(usize::from(part)))
        .map(SmolStr::as_str);
    let hour = match (captured.meridiem(), hour) {
        (Some(0), 12) => 0,
        (Some(1), 1..=11) => hour + 12,
        (None, 1..=11)
            if matches!(afternoon, Some("AF" | "EV")) || afternoon == Some("NI") && hour > 5 =>
        {
            hour + 12
        }
        _ => hour,
    };
    format_smolstr!("T{hour:02}:{minute:02}")
}
