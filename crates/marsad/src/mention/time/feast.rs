//! On which days is a feast, or a day of a month of the moon?
//!
//! In come a feast of `times.toml`, or day and month of the Islamic calendar, and a year of
//! ours; out come the days. Invariant: what hangs on the sighting of the moon is inferred, and
//! what lasts some days has a day more at each end.

use jiff::civil::Date;

use super::{
    capture::Captured,
    period::{Period, date, days_after},
    reckoning::{Reckoned, easter, islamic, jewish},
    resolve::{Known, View},
};
use crate::{
    knowledge::times::{Feast, Reckoning},
    terms::Interval,
};

/// Why the days of the Islamic calendar are inferred.
const BY_THE_MOON: &str = "by the tabular Islamic calendar, give or take a day";

/// The day of a feast in a year: its first, or the one that an ordinal counts.
pub(super) fn day(feast: &Feast, captured: &Captured<'_>, year: i64) -> Option<Date> {
    let (month, day) = (feast.month, feast.day);
    let first = match feast.reckoning {
        Reckoning::Gregorian => date(year, month, day),
        Reckoning::Easter => days_after(easter(year)?, feast.after),
        Reckoning::Islamic => in_islamic_year(year, month, day),
        Reckoning::Jewish => fallen(year, year + 3759, &|year| {
            jewish(Reckoned { year, month, day })
        }),
    }?;
    days_after(
        first,
        captured.ordinal().map_or(0, |nth| i64::from(nth) - 1),
    )
}

/// The day of ours in a year on which a day of the Islamic calendar falls; the first, where two do.
fn in_islamic_year(year: i64, month: u8, day: u8) -> Option<Date> {
    // 33 years of the moon are about 32 of the sun.
    let first = (year - 622) * 33 / 32 - 1;
    fallen(year, first, &|year| islamic(Reckoned { year, month, day }))
}

/// Of the days on which something falls in four years from `first` on, the one in a year of ours.
fn fallen(year: i64, first: i64, day: &dyn Fn(i64) -> Option<Date>) -> Option<Date> {
    let mut days = (first..first + 4).filter_map(day);
    days.find(|fallen| i64::from(fallen.year()) == year)
}

/// The days of a feast from its first, or from the one that an ordinal counts and that alone.
pub(super) fn days(feast: &Feast, captured: &Captured<'_>, from: Date) -> Option<Known> {
    let more = match captured.ordinal() {
        Some(_) => 0,
        None => i64::from(feast.lasts) - 1,
    };
    let to = days_after(from, more)?;
    match feast.reckoning {
        Reckoning::Islamic => by_the_moon(from, to),
        _ => Some(Known::Said(Interval { from, to })),
    }
}

/// How many days a feast has at most whose beginning matters to a day.
const FEW: i32 = 7;

fn by_the_moon(from: Date, to: Date) -> Option<Known> {
    if (to - from).get_days() > FEW {
        return Some(Known::Inferred(Interval { from, to }, BY_THE_MOON));
    }
    let (from, to) = (days_after(from, -1)?, days_after(to, 1)?);
    Some(Known::Inferred(Interval { from, to }, BY_THE_MOON))
}

/// "10 Muharram 1439", "3 Ramadan": the day, and what is known of it.
pub(super) fn of_the_moon(view: View<'_>, captured: &Captured<'_>) -> Option<(Period, Known)> {
    let (month, day) = (captured.moon()?, captured.day()?);
    let fallen = match (captured.year(), view.report) {
        (Some(year), _) => islamic(Reckoned { year, month, day })?,
        (None, Some(report)) => {
            let years = i64::from(report.year()) - 1..=i64::from(report.year());
            let past = years.filter_map(|year| in_islamic_year(year, month, day));
            past.filter(|fallen| *fallen <= report).max()?
        }
        (None, None) => return None,
    };
    Some((Period::Day(fallen), by_the_moon(fallen, fallen)?))
}
