//! Is a date one that cannot be?
//!
//! In come what the words of a match captured and the period that they name; out comes the
//! [`TimeFault`], if there is one. Invariant: a date is at fault only by the calendar itself,
//! whatever the report is about.

use smol_str::format_smolstr;

use super::{
    capture::{Capture, Captured},
    matcher::Line,
    period::{Period, date},
    resolve::{Known, Meaning},
};
use crate::{
    knowledge::times::{Reading, Rule},
    mention::{TimeClass, TimeFault},
    sentence::Token,
};

/// What "31 February" means: a day that there is not.
pub(super) fn no_such_day(rule: &Rule, captures: &[Capture]) -> Option<Meaning> {
    if rule.reading != Reading::Calendar {
        return None;
    }
    let figures = captures.iter().find_map(|capture| match capture {
        Capture::Date((year, month, day), _) => Some((Some(*year), *month, *day)),
        _ => None,
    });
    let captured = Captured(captures);
    let (year, month, day) = match figures {
        Some(figures) => figures,
        None => (captured.year(), captured.month()?, captured.day()?),
    };
    // 2000 was a leap year.
    if date(year.unwrap_or(2000), month, day).is_some() {
        return None;
    }
    let year = year.map_or("XXXX".into(), |year| format_smolstr!("{year:04}"));
    Some(Meaning {
        value: format_smolstr!("{year}-{month:02}-{day:02}"),
        class: TimeClass::Date,
        days: Known::Unresolved,
        period: None,
    })
}

/// Whether one of the figures counts something behind the date: "in June 31 people fled".
pub(super) fn counts(line: &Line<'_>, tokens: &[Token], run: std::ops::Range<usize>) -> bool {
    let last = line.atoms[run.end - 1].token;
    let figure = tokens[last].tag == "CD";
    figure
        && tokens
            .get(last + 1)
            .is_some_and(|next| next.tag.starts_with("NN"))
}

/// What is wrong with the words of a date that was understood.
pub(super) fn of(captures: &[Capture], meaning: &Meaning) -> Option<TimeFault> {
    let captured = Captured(captures);
    let weekday = captured.weekday()?.cast_signed();
    captured.month().zip(captured.day())?;
    match meaning.period? {
        Period::Day(day) if day.weekday().to_monday_one_offset() != weekday => {
            Some(TimeFault::OtherWeekday)
        }
        _ => None,
    }
}
