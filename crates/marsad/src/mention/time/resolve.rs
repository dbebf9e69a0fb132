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
    capture::{Capture, Captured, Plural},
    length::{coming, duration, past, set},
    period::{Period, days_after, monday, months_after},
    relative::{ago, shift},
    tense::Tense,
};
use crate::{
    knowledge::times::{Base, Bound, Days, Grain, Reading, Rule, Times, Unit},
    mention::TimeClass,
    terms::{DatePrecision, Interval},
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

pub(super) const BY_CONVENTION: &str = "the days that UCDP's codebook gives such words";
pub(super) const FROM_PREVIOUS: &str = "counted from the time named before";

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
    if let Some(days @ Days::Between(..)) = rule.days {
        meaning.days = view.between(days).map_or(Known::Unresolved, |days| {
            Known::Inferred(days, BY_CONVENTION)
        });
    }
    Some(meaning)
}

/// The precision that an expression has at best, however few of its days lie before the report:
/// that of UCDP's codebook for a week and a month that are under way, and for some months.
pub(super) fn least_precision(
    view: View<'_>,
    rule: &Rule,
    captures: &[Capture],
    meaning: &Meaning,
) -> u8 {
    let captured = Captured(captures);
    let some_months = || {
        let (unit, plural) = view.unit(rule, &captured)?;
        let some =
            captured.number().is_none() && (plural == Plural::Yes || captured.has(Capture::Vague));
        (rule.reading == Reading::Past && unit.id == Grain::Month && some).then_some(())
    };
    let precision = match meaning.period {
        Some(Period::Week(_)) => DatePrecision::Days,
        // "the first week of May" is a week of it.
        Some(Period::Month { .. }) if rule.unit.is_none() => DatePrecision::Month,
        None if some_months().is_some() => DatePrecision::Longer,
        _ => DatePrecision::Day,
    };
    precision as u8
}

impl<'v> View<'v> {
    /// The days from one bound to another.
    pub(super) fn between(self, days: Days) -> Option<Interval> {
        let Days::Between(from, to) = days else {
            return None;
        };
        let (from, to) = (self.bound(from)?, self.bound(to)?);
        (from <= to).then_some(Interval { from, to })
    }

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

    pub(super) fn unit(self, rule: &Rule, captured: &Captured<'_>) -> Option<(&'v Unit, Plural)> {
        let (at, plural) = captured
            .unit()
            .or(rule.unit.map(|unit| (unit, Plural::No)))?;
        self.times
            .units
            .get(usize::from(at))
            .map(|unit| (unit, plural))
    }

    /// What follows the value of a day: a part of it, or what the rule says.
    pub(super) fn tail(self, rule: &Rule, captured: &Captured<'_>) -> SmolStr {
        let part = captured
            .daypart()
            .and_then(|part| self.times.dayparts.get(usize::from(part)));
        part.map(|code| format_smolstr!("T{code}"))
            .or_else(|| rule.value.clone())
            .unwrap_or_default()
    }

    /// A period with the part of it that is meant, up to or from the report where it holds it.
    pub(super) fn partly(self, period: Period, captured: &Captured<'_>) -> Option<Known> {
        let whole = period.interval()?;
        let Some(part) = captured
            .part()
            .and_then(|part| self.times.parts.get(usize::from(part)))
        else {
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
        Some(narrowed.map_or(Known::Said(whole), |days| {
            Known::Inferred(days, BY_CONVENTION)
        }))
    }

    /// The days up to the report where a period holds it and the verb does not look ahead.
    pub(super) fn up_to_report(self, days: Interval) -> Interval {
        match self
            .report
            .filter(|report| days.from <= *report && *report <= days.to)
        {
            Some(report) if self.tense == Tense::Future => Interval {
                from: report,
                to: days.to,
            },
            Some(report) => Interval {
                from: days.from,
                to: report,
            },
            None => days,
        }
    }
}
