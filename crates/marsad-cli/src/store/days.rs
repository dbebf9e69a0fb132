//! How is a day kept as a number?
//!
//! In comes a day; out comes how many days it lies after 1 January 1970, and the day again. Invariant: every day has a number of its own,
//! and a number that is no day's has none.

use jiff::{Span, civil::Date};

const FIRST: Date = Date::constant(1970, 1, 1);

/// The number of a day.
pub(crate) fn day_number(day: Date) -> i32 {
    (day - FIRST).get_days()
}

/// The day of a number.
pub(crate) fn day_of(number: i32) -> Option<Date> {
    FIRST.checked_add(Span::new().try_days(number).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_comes_back_by_its_number() {
        for day in [
            date(1970, 1, 1),
            date(1914, 7, 28),
            date(2016, 2, 29),
            Date::MIN,
            Date::MAX,
        ] {
            assert_eq!(day_of(day_number(day)), Some(day));
        }
        assert_eq!(day_number(date(1970, 2, 1)), 31);
        assert_eq!(day_of(i32::MAX), None);
    }
}
