//! What do the words of a time expression mean, seen from the day of the report?
//!
//! In come a rule, what its words captured, the day of the report if it is known
//! and the tense; out comes a [`Meaning`]: TIMEX3 value, class and days. Vague
//! words cover the days that UCDP's codebook gives them. Invariant: without a day
//! of the report only expressions that need none have days.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{
    calendar,
    matcher::Capture,
    period::{Period, days_after, monday, months_after},
    tense::Tense,
};
use crate::{
    knowledge::times::{Base, Bound, Days, From, Grain, Reading, ReportDay, Rule, Times, Unit},
    mention::TimeClass,
    terms::Interval,
};

/// From where an expression is seen.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) times: &'v Times,
    /// The day of the report.
    pub(super) report: Option<Date>,
    /// The period that was named last.
    pub(super) previous: Option<Period>,
    /// The tense of the verb above.
    pub(super) tense: Tense,
}

/// What an expression means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meaning {
    pub(super) value: SmolStr,
    pub(super) class: TimeClass,
    pub(super) days: Known,
    /// The period it names, to count from later.
    pub(super) period: Option<Period>,
}

/// What is known of an expression's days.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Known {
    /// The words say them.
    Said(Interval),
    /// They follow by a convention or from another expression; why.
    Inferred(Interval, &'static str),
    /// Either of these.
    Either(Interval, Interval),
    /// A day that only another expression or the report can give.
    Pending,
    /// Not without the day of the report.
    Unresolved,
    /// The words are not about days.
    Unsaid,
}

pub(super) const BY_CONVENTION: &str = "vague words cover the days that UCDP's codebook gives them";
pub(super) const FROM_PREVIOUS: &str = "counted from the time named before";

/// The captures, asked by kind; of several of one kind the first.
pub(super) struct Captured<'c>(pub(super) &'c [Capture]);

macro_rules! captured {
    ($($(#[$doc:meta])* $name:ident: $kind:ident($bound:ident) -> $type:ty;)*) => {
        impl Captured<'_> {
            $($(#[$doc])* pub(super) fn $name(&self) -> Option<$type> {
                self.0.iter().find_map(|capture| match capture { Capture::$kind($bound) => Some(*$bound), _ => None })
            })*
        }
    };
}

captured! {
    weekday: Weekday(x) -> u8;
    month: Month(x) -> u8;
    season: Season(x) -> u8;
    daypart: Daypart(x) -> u8;
    part: Part(x) -> u8;
    ordinal: Ordinal(x) -> u8;
    decade: Decade(x) -> i64;
    feast: Feast(x) -> u8;
    meridiem: Meridiem(x) -> u8;
    number: Number(x) -> f64;
    day: Day(x) -> u8;
    year: Year(x) -> i64;
    hour: Hour(x) -> u8;
}

impl Captured<'_> {
    /// The last day of "3 to 5 May".
    pub(super) fn last_day(&self) -> Option<u8> {
        self.0.iter().rev().find_map(|capture| match capture {
            Capture::Day(day) => Some(*day),
            _ => None,
        })
    }

    /// The last weekday of "between Sunday and Monday".
    pub(super) fn last_weekday(&self) -> Option<u8> {
        self.0.iter().rev().find_map(|capture| match capture {
            Capture::Weekday(day) => Some(*day),
            _ => None,
        })
    }

    fn unit(&self) -> Option<(u8, Plural)> {
        self.0.iter().find_map(|capture| match capture {
            Capture::Unit(unit) => Some((*unit, Plural::No)),
            Capture::Units(unit) => Some((*unit, Plural::Yes)),
            _ => None,
        })
    }

    fn has(&self, wanted: Capture) -> bool {
        self.0.contains(&wanted)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Plural {
    Yes,
    No,
}

/// How many units: a number, or a few.
#[derive(Clone, Copy)]
enum Count {
    Exactly(f64),
    Few,
}

/// What a rule's words mean; `None` where they make no sense together.
pub(super) fn meaning(view: View<'_>, rule: &Rule, captures: &[Capture]) -> Option<Meaning> {
    let captured = Captured(captures);
    let mut meaning = match rule.reading {
        Reading::Calendar => calendar::meaning(view, rule, &captured)?,
        Reading::Between => calendar::between(view, &captured)?,
        Reading::Shift => shift(view, rule, &captured)?,
        Reading::Ago => ago(view, rule, &captured)?,
        Reading::Past => past(view, rule, &captured)?,
        Reading::Coming => coming(view, rule, &captured)?,
        Reading::Duration => duration(view, rule, &captured)?,
        Reading::Set => set(view, rule, &captured)?,
        Reading::Reference => Meaning {
            value: rule.value.clone()?,
            class: TimeClass::Date,
            days: Known::Unsaid,
            period: None,
        },
    };
    if let Some(Days::Between(from, to)) = rule.days {
        meaning.days = view
            .bound(from)
            .zip(view.bound(to))
            .filter(|(from, to)| from <= to)
            .map_or(Known::Unresolved, |(from, to)| Known::Inferred(Interval { from, to }, BY_CONVENTION));
    }
    Some(meaning)
}

impl<'v> View<'v> {
    fn bound(self, bound: Bound) -> Option<Date> {
        let report = self.report?;
        let base = match bound.base {
            Base::Report => report,
            Base::Monday => monday(report)?,
            Base::Month => report.first_of_month(),
            Base::Year => report.first_of_year(),
        };
        days_after(base, bound.offset)
    }

    fn unit(self, rule: &Rule, captured: &Captured<'_>) -> Option<(&'v Unit, Plural)> {
        let (at, plural) = captured.unit().or(rule.unit.map(|unit| (unit, Plural::No)))?;
        self.times.units.get(usize::from(at)).map(|unit| (unit, plural))
    }

    /// What follows the value of a day: a part of it, or what the rule says.
    pub(super) fn tail(self, rule: &Rule, captured: &Captured<'_>) -> SmolStr {
        let part = captured.daypart().and_then(|part| self.times.dayparts.get(usize::from(part)));
        part.map(|code| format_smolstr!("T{code}")).or_else(|| rule.value.clone()).unwrap_or_default()
    }

    /// A period with the part of it that is meant, up to or from the report where it holds it.
    pub(super) fn partly(self, period: Period, captured: &Captured<'_>) -> Option<Known> {
        let whole = period.interval()?;
        let Some(part) = captured.part().and_then(|part| self.times.parts.get(usize::from(part))) else {
            return Some(Known::Said(whole));
        };
        if part.before_report || part.after_report {
            let clipped = self.report.and_then(|report| {
                let (from, to) = if part.before_report {
                    (whole.from, days_after(report, -1)?.min(whole.to))
                } else {
                    (days_after(report, 1)?.max(whole.from), whole.to)
                };
                (from <= to && period.grain() > Grain::Day).then_some(Interval { from, to })
            });
            return Some(Known::Said(clipped.unwrap_or(whole)));
        }
        let days = |[first, last]: [u8; 2]| {
            let from = days_after(whole.from, i64::from(first) - 1)?;
            let to = days_after(whole.from, i64::from(last) - 1)?.min(whole.to);
            Some(Interval { from, to })
        };
        let narrowed = match period {
            Period::Week(_) => part.week.and_then(days),
            Period::Month { .. } => part.month.and_then(days),
            Period::Year(_) => part.year.and_then(|[first, last]| {
                let from = months_after(whole.from, i64::from(first) - 1)?;
                let to = days_after(months_after(whole.from, i64::from(last))?, -1)?;
                Some(Interval { from, to })
            }),
            _ => None,
        };
        Some(narrowed.map_or(Known::Said(whole), |days| Known::Inferred(days, BY_CONVENTION)))
    }

    /// The days up to the report where a period holds it and the verb does not look ahead.
    fn up_to_report(self, days: Interval) -> Interval {
        match self.report.filter(|report| days.from <= *report && *report <= days.to) {
            Some(report) if self.tense == Tense::Future => Interval { from: report, to: days.to },
            Some(report) => Interval { from: days.from, to: report },
            None => days,
        }
    }
}

/// "yesterday", "last month", "this week", "the following day".
fn shift(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    // "last weeks" and "this hour" name no period.
    if plural == Plural::Yes || unit.id < Grain::Day || unit.id == Grain::Fortnight {
        return None;
    }
    let tail = view.tail(rule, captured);
    let class = if tail.is_empty() { TimeClass::Date } else { TimeClass::Time };
    let base = match rule.from {
        From::Report => view.report,
        // The day before an unknown day of March is no day; the month after it is one.
        From::Previous => match view.previous {
            Some(previous) if previous.grain() <= unit.id => previous.interval().map(|days| days.from),
            _ => None,
        },
    };
    let Some(base) = base else {
        let value = format_smolstr!("{}{tail}", without_anchor(unit.id));
        return Some(Meaning { value, class, days: Known::Unresolved, period: None });
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
    Some(Meaning { value, class, days, period: Some(period) })
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
fn ago(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, _) = view.unit(rule, captured)?;
    let count = captured.number().unwrap_or(1.0).round();
    if !(0.0..100_000.0).contains(&count) {
        return None;
    }
    let by = count as i64 * rule.by;
    let class = if unit.id < Grain::Day { TimeClass::Time } else { TimeClass::Date };
    let years = i64::from(unit.of) * by;
    let (period, reason) = match rule.from {
        From::Previous if view.previous.is_some() => {
            let previous = view.previous?;
            let period = match unit.id {
                Grain::Day => if let Period::Day(_) = previous { previous.shift(by) } else { None },
                Grain::Week => if let Period::Day(day) = previous { days_after(day, by * 7).map(Period::Day) } else { None },
                Grain::Month if previous.grain() <= Grain::Month => Period::at(Grain::Month, previous.interval()?.from).and_then(|p| p.shift(by)),
                Grain::Year | Grain::Decade | Grain::Century => match previous {
                    Period::Month { .. } | Period::Quarter { .. } | Period::Season { .. } | Period::Year(_) => previous.years_after(years),
                    _ => Period::at(Grain::Year, previous.interval()?.from).and_then(|p| p.shift(years)),
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
                Grain::Week | Grain::Fortnight => Period::at(Grain::Week, report)?.shift(i64::from(unit.of) * by),
                Grain::Month => Period::at(Grain::Month, report)?.shift(by),
                Grain::Quarter => Period::at(Grain::Quarter, report)?.shift(by),
                Grain::Year | Grain::Decade | Grain::Century => Period::at(Grain::Year, report)?.shift(years),
            });
            (period, None)
        }
    };
    let Some(period) = period else {
        return Some(Meaning { value: SmolStr::new(without_anchor(unit.id)), class, days: Known::Unresolved, period: None });
    };
    let days = period.interval()?;
    let days = reason.map_or(Known::Said(days), |reason| Known::Inferred(days, reason));
    Some(Meaning { value: period.value(view.times), class, days, period: Some(period) })
}

/// How many units the words say.
fn count(captured: &Captured<'_>, plural: Plural) -> Count {
    match captured.number() {
        Some(number) => Count::Exactly(number + if captured.has(Capture::Half) { 0.5 } else { 0.0 }),
        None if captured.has(Capture::Vague) || plural == Plural::Yes => Count::Few,
        None if captured.has(Capture::Half) => {
            // "half a year" has one article, "a year and a half" two.
            let articles = captured.0.iter().filter(|capture| **capture == Capture::Nothing).count();
            Count::Exactly(if articles > 1 { 1.5 } else { 0.5 })
        }
        None => Count::Exactly(1.0),
    }
}

/// "the past 48 hours", "recent months".
fn past(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    let count = count(captured, plural);
    let value = rule.value.clone().unwrap_or_else(|| length(unit.letter.as_str(), unit.of, unit.id, count));
    // "recent months" are some months, "the past two months" are how long it took.
    let class = if matches!(count, Count::Few) { TimeClass::Date } else { TimeClass::Duration };
    let days = view.report.and_then(|report| back(report, unit, count));
    let days = match (days, count) {
        (Some(days), Count::Exactly(_)) => Known::Said(days),
        (Some(days), Count::Few) => Known::Inferred(days, BY_CONVENTION),
        (None, _) => Known::Unresolved,
    };
    Some(Meaning { value, class, days, period: None })
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
    let last = if unit.report_day == ReportDay::Included { report } else { days_after(report, -1)? };
    let first = match unit.id {
        Grain::Second | Grain::Minute => report,
        Grain::Hour => days_after(report, -((number / 24.0).ceil() as i64))?,
        Grain::Day => days_after(report, -units)?,
        Grain::Weekend => days_after(report, -7 * number.ceil() as i64)?,
        Grain::Week | Grain::Fortnight => days_after(report, 1 - 7 * units)?,
        Grain::Month | Grain::Quarter => {
            let first = months_after(report, -units)?;
            // By UCDP's rule a few months do not reach into the year before.
            if matches!(count, Count::Few) { first.max(report.first_of_year()) } else { first }
        }
        Grain::Year | Grain::Decade | Grain::Century => months_after(report, units.checked_mul(-12)?)?,
    };
    Some(Interval { from: first.min(last), to: last })
}

/// "the next two weeks", "the coming days".
fn coming(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    let count = count(captured, plural);
    let value = length(unit.letter.as_str(), unit.of, unit.id, count);
    let days = view.report.and_then(|report| {
        let back = back(report, unit, count)?;
        // As many days on the other side of the report.
        let length = back.days() - i64::from(unit.report_day == ReportDay::Included);
        Some(Interval { from: days_after(report, 1)?, to: days_after(report, length.max(1))? })
    });
    let days = match (days, count) {
        (Some(days), Count::Exactly(_)) => Known::Said(days),
        (Some(days), Count::Few) => Known::Inferred(days, BY_CONVENTION),
        (None, _) => Known::Unresolved,
    };
    Some(Meaning { value, class: TimeClass::Duration, days, period: None })
}

/// "three years", "a five-day offensive".
fn duration(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let (unit, plural) = view.unit(rule, captured)?;
    let count = count(captured, plural);
    let value = length(unit.letter.as_str(), unit.of, unit.id, count);
    let days = match (rule.days, count, view.report) {
        (Some(Days::Duration), Count::Exactly(number), Some(report)) if (1.0..=7.0).contains(&number) => {
            let from = days_after(report, 1 - number.ceil() as i64)?;
            Known::Inferred(Interval { from, to: report }, BY_CONVENTION)
        }
        _ => Known::Unsaid,
    };
    Some(Meaning { value, class: TimeClass::Duration, days, period: None })
}

/// A TIMEX3 duration: "PT48H", "P3Y", "P2Y6M", "PXM".
fn length(letter: &str, of: u16, grain: Grain, count: Count) -> SmolStr {
    let clock = if grain < Grain::Day { "T" } else { "" };
    let Count::Exactly(number) = count else { return format_smolstr!("P{clock}X{letter}") };
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
        Some(half) if number.fract() == 0.5 => format_smolstr!("P{clock}{}{letter}{half}", number.trunc()),
        _ => format_smolstr!("P{clock}{number}{letter}"),
    }
}

/// "every Friday", "daily", "Tuesday nights".
fn set(view: View<'_>, rule: &Rule, captured: &Captured<'_>) -> Option<Meaning> {
    let tail = view.tail(rule, captured);
    let value = if let Some(weekday) = captured.weekday() {
        format_smolstr!("XXXX-WXX-{weekday}{tail}")
    } else if let Some(month) = captured.month() {
        format_smolstr!("XXXX-{month:02}")
    } else if captured.daypart().is_some() {
        format_smolstr!("XXXX-XX-XX{tail}")
    } else {
        let (unit, plural) = view.unit(rule, captured)?;
        length(unit.letter.as_str(), unit.of, unit.id, count(captured, if captured.number().is_some() { plural } else { Plural::No }))
    };
    Some(Meaning { value, class: TimeClass::Set, days: Known::Unsaid, period: None })
}
