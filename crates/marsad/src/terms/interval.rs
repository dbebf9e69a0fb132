//! When something happened: an interval of days with its precision.

use jiff::civil::Date;

/// How exactly a date is known, as UCDP's `date_prec` (GED codebook 19.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatePrecision {
    /// 1: the exact day.
    Day = 1,
    /// 2: two to six days.
    Days = 2,
    /// 3: a week.
    Week = 3,
    /// 4: a month, or eight to thirty days.
    Month = 4,
    /// 5: more than a month.
    Longer = 5,
}

impl DatePrecision {
    /// The precision that a number of days amounts to.
    pub fn of_days(days: i64) -> Self {
        match days {
            ..=1 => Self::Day,
            2..=6 => Self::Days,
            7 => Self::Week,
            8..=31 => Self::Month,
            _ => Self::Longer,
        }
    }
}

/// ACLED's time precision for UCDP's `date_prec`: 1 the actual date, 2 some time in a week or
/// the like, 3 no more than the month; none where not even that is known.
pub fn time_precision(date_prec: u8) -> Option<u8> {
    match date_prec {
        1 => Some(1),
        2 | 3 => Some(2),
        4 => Some(3),
        _ => None,
    }
}

/// A run of whole days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
}

impl Interval {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self {
            from: date,
            to: date,
        }
    }

    /// How many days it holds.
    pub fn days(self) -> i64 {
        i64::from((self.to - self.from).get_days()) + 1
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn acled_knows_days_weeks_and_months() {
        let all: Vec<Option<u8>> = (0..=6).map(time_precision).collect();
        assert_eq!(all, [None, Some(1), Some(2), Some(2), Some(3), None, None]);
    }

    #[test]
    fn days_are_counted_with_both_ends() {
        let week = Interval {
            from: date(2023, 5, 1),
            to: date(2023, 5, 7),
        };
        assert_eq!(week.days(), 7);
        assert_eq!(DatePrecision::of_days(week.days()), DatePrecision::Week);
        assert_eq!(Interval::day(date(2023, 5, 7)).days(), 1);
    }
}
