//! On which day does a date of another calendar fall?
//!
//! In come year, month and day of the Islamic or the Jewish calendar, or a year of which Easter
//! is asked; out comes the day in ours. Invariant: this is arithmetic alone. The Islamic months
//! are those of the tabular calendar; where the moon is sighted they begin up to a day sooner or
//! later.

use jiff::civil::Date;

use super::period::{date, days_after};

/// A day in a calendar of twelve numbered months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reckoned {
    pub(super) year: i64,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Reckoned {
    /// Its month and day as numbers to count with, if there can be such a day.
    fn checked(self) -> Option<(i64, i64)> {
        let fits = (1..=8000).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=30).contains(&self.day);
        fits.then_some((i64::from(self.month), i64::from(self.day)))
    }
}

/// Easter Sunday of the western churches, by the anonymous Gregorian computus.
pub(super) fn easter(year: i64) -> Option<Date> {
    let golden = year.rem_euclid(19);
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let shift = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - shift + 15).rem_euclid(30);
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * week) / 451;
    let months = moon + week - 7 * late + 114;
    date(year, (months / 31) as u8, (months % 31 + 1) as u8)
}

/// The first day of the Islamic calendar by its astronomical epoch, in our calendar: 15 July 622
/// in the Julian.
const HEGIRA: (i64, u8, u8) = (622, 7, 18);

/// A day of the Islamic calendar; months from Muharram.
pub(super) fn islamic(of: Reckoned) -> Option<Date> {
    let (month, day) = of.checked()?;
    let years = (of.year - 1) * 354 + (3 + 11 * of.year) / 30;
    let months = (59 * (month - 1) + 1) / 2;
    let (y, m, d) = HEGIRA;
    days_after(date(y, m, d)?, years + months + day - 1)
}

/// How many days before 1 January of the year 1 the Jewish calendar's count of days begins.
const CREATION: i64 = -1_373_428;

/// A day of the Jewish calendar; months from Nisan, so that the year begins with the seventh. In a
/// leap year the twelfth, Adar, is the second of its two, in which the feasts are kept.
pub(super) fn jewish(of: Reckoned) -> Option<Date> {
    let (month, day) = of.checked()?;
    let first = new_year(of.year);
    let length = new_year(of.year + 1) - first;
    let leap = length > 380;
    // From Tishri to Elul.
    let (heshvan, kislev) = (
        29 + i64::from(length % 10 == 5),
        30 - i64::from(length % 10 == 3),
    );
    let mut months = vec![30, heshvan, kislev, 29, 30];
    if leap {
        months.push(30);
    }
    months.extend([29, 30, 29, 30, 29, 30, 29]);
    let added = i64::from(leap);
    let before = match month {
        7.. if month < 12 => month - 7,
        12 => 5 + added,
        _ => 5 + added + month,
    };
    let before: i64 = months.iter().take(usize::try_from(before).ok()?).sum();
    days_after(date(1, 1, 1)?, CREATION + first + before + day - 1)
}

/// How many days there are from the calendar's beginning to the new year of a year, put off where
/// a year would be too long or too short.
fn new_year(year: i64) -> i64 {
    let (last, this, next) = (
        moon_of_new_year(year - 1),
        moon_of_new_year(year),
        moon_of_new_year(year + 1),
    );
    match (next - this, this - last) {
        (356, _) => this + 2,
        (_, 382) => this + 1,
        _ => this,
    }
}

/// The same by the mean moon alone, never on a Sunday, Wednesday or Friday.
fn moon_of_new_year(year: i64) -> i64 {
    let months = (235 * year - 234).div_euclid(19);
    let parts = 12_084 + 13_753 * months;
    let days = months * 29 + parts.div_euclid(25_920);
    days + i64::from((3 * (days + 1)).rem_euclid(7) < 3)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    fn of(year: i64, month: u8, day: u8) -> Reckoned {
        Reckoned { year, month, day }
    }

    #[test]
    fn easter_moves() {
        assert_eq!(easter(2017), Some(day(2017, 4, 16)));
        assert_eq!(easter(2024), Some(day(2024, 3, 31)));
        assert_eq!(easter(1818), Some(day(1818, 3, 22)));
    }

    #[test]
    fn islamic_months_follow_the_moon() {
        assert_eq!(islamic(of(1439, 1, 10)), Some(day(2017, 9, 30)));
        assert_eq!(islamic(of(1438, 10, 1)), Some(day(2017, 6, 25)));
        assert_eq!(islamic(of(1444, 10, 1)), Some(day(2023, 4, 21)));
        assert_eq!(islamic(of(1439, 13, 1)), None);
    }

    #[test]
    fn jewish_years_have_twelve_months_or_thirteen() {
        assert_eq!(jewish(of(5778, 7, 10)), Some(day(2017, 9, 30)));
        assert_eq!(jewish(of(5777, 1, 15)), Some(day(2017, 4, 11)));
        assert_eq!(jewish(of(5784, 7, 22)), Some(day(2023, 10, 7)));
        // A leap year: Purim is kept in the second Adar.
        assert_eq!(jewish(of(5776, 12, 14)), Some(day(2016, 3, 24)));
        assert_eq!(jewish(of(5778, 9, 25)), Some(day(2017, 12, 13)));
    }
}
