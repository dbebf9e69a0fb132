//! How many events were there when?
//!
//! In come events; out come [`Bin`]s of days, weeks or months, as many as a chart has room for. Invariant: each event with days is in
//! one bin, that of its middle day.

use jiff::{ToSpan as _, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::{index::Entry, tally::Tally};
use crate::store::days::day_of;

/// The most bins that a chart has room for.
const MOST: i32 = 220;

/// The events of some days.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct Bin {
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// What its events come to; the families stand in the order of `/api/actions`.
    #[serde(flatten)]
    tally: Tally,
}

/// How long a bin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Day,
    Week,
    Month,
    Year,
}

impl Step {
    /// The shortest of which not too many cover so many days.
    fn for_days(days: i32) -> Self {
        match days {
            few if few <= MOST => Self::Day,
            some if some <= MOST * 7 => Self::Week,
            many if many <= MOST * 30 => Self::Month,
            _ => Self::Year,
        }
    }

    /// The first day of the bin that a day is in.
    fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            // Weeks begin on Monday (ISO 8601).
            Self::Week => {
                let since = i32::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(since.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the next bin.
    fn next(self, start: Date) -> Date {
        let span = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        start.checked_add(span).unwrap_or(Date::MAX)
    }
}

/// A few days that lie so far off would make all others narrow: those of one event in a hundred, if the others fill less than half.
const FAR_OFF: usize = 100;

/// The bins from the first to the last day of some events, empty ones too, and how many events lie too far off to be in one.
pub(super) fn bins(events: &[&Entry], families: usize) -> (Vec<Bin>, usize) {
    let middle = |(from, to): (i32, i32)| from + (to - from) / 2;
    let days = events.iter().filter_map(|entry| entry.sketch.days);
    let Some((first, last)) = near(days.map(middle).collect()) else {
        return (Vec::new(), 0);
    };
    let mut outside = 0;
    let step = Step::for_days(last - first + 1);
    let (Some(first), Some(last)) = (day_of(first), day_of(last)) else {
        return (Vec::new(), 0);
    };
    let mut starts: Vec<Date> = vec![step.start(first)];
    while let Some(next) = starts
        .last()
        .map(|start| step.next(*start))
        .filter(|next| *next <= last)
    {
        starts.push(next);
    }
    let mut bins: Vec<Bin> = starts
        .iter()
        .map(|start| Bin {
            from: start.to_string(),
            to: step
                .next(*start)
                .checked_sub(1.day())
                .unwrap_or(*start)
                .to_string(),
            tally: Tally::none(families),
        })
        .collect();
    for entry in events {
        let Some(day) = entry.sketch.days.map(middle).and_then(day_of) else {
            continue;
        };
        if day < first || day > last {
            outside += 1;
            continue;
        }
        let at = starts
            .partition_point(|start| *start <= day)
            .saturating_sub(1);
        bins[at].tally.add(entry);
    }
    (bins, outside)
}

/// The first and last of some days, without those that lie far off.
fn near(mut days: Vec<i32>) -> Option<(i32, i32)> {
    days.sort_unstable();
    let (first, last) = (*days.first()?, *days.last()?);
    let few = days.len() / FAR_OFF;
    let (low, high) = (days[few], days[days.len() - 1 - few]);
    let narrow = 2 * (high - low) < last - first;
    Some(if narrow { (low, high) } else { (first, last) })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_far_off_makes_the_others_no_narrower() {
        let mut days: Vec<i32> = (0..1000).collect();
        assert_eq!(near(days.clone()), Some((0, 999)));
        days.push(-300_000);
        assert_eq!(near(days), Some((9, 989)));
        assert_eq!(
            near(vec![5, 900_000]),
            Some((5, 900_000)),
            "of few none is far off"
        );
        assert_eq!(near(Vec::new()), None);
    }

    #[test]
    fn bins_begin_where_people_begin_them() {
        let day = date(2016, 7, 14);
        assert_eq!(Step::Week.start(day), date(2016, 7, 11));
        assert_eq!(Step::Month.start(day), date(2016, 7, 1));
        assert_eq!(Step::Month.next(date(2016, 12, 1)), date(2017, 1, 1));
        assert_eq!(Step::for_days(60), Step::Day);
        assert_eq!(Step::for_days(3000), Step::Month);
    }
}
