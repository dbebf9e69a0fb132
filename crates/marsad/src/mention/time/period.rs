//! Which stretch of the calendar is meant, and what does TIMEX3 call it?
//!
//! In comes a grain and a day, or year and month; out comes a [`Period`], its
//! TIMEX3 value and its days. Invariant: a period that exists lies within the
//! years 1 to 9000, so that its days can be counted.

use jiff::{Span, civil::Date};
use smol_str::{SmolStr, format_smolstr};

use crate::{
    knowledge::times::{Grain, Times},
    terms::Interval,
};

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// One day.
    Day(Date),
    /// Saturday and Sunday; the Saturday.
    Weekend(Date),
    /// Monday to Sunday; the Monday.
    Week(Date),
    /// A month of a year.
    Month { year: i64, month: u8 },
    /// A quarter of a year, from 1.
    Quarter { year: i64, quarter: u8 },
    /// A season that begins in that year; its position in [`Times::seasons`] and first month.
    Season { year: i64, season: u8, month: u8 },
    /// A year.
    Year(i64),
    /// Ten years; the year without its last digit.
    Decade(i64),
    /// A hundred years; the year without its last two digits.
    Century(i64),
}

/// The date of a year, month and day, if there is one that can be counted with.
pub(super) fn date(year: i64, month: u8, day: u8) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1..=9000).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// So many days later; earlier if negative.
pub(super) fn days_after(date: Date, days: i64) -> Option<Date> {
    let days = Span::new().try_days(days).ok()?;
    date.checked_add(days)
        .ok()
        .filter(|date| (1..=9000).contains(&date.year()))
}

/// So many months later, on the same day of the month or the last there is.
pub(super) fn months_after(date: Date, months: i64) -> Option<Date> {
    let months = Span::new().try_months(months).ok()?;
    date.checked_add(months)
        .ok()
        .filter(|date| (1..=9000).contains(&date.year()))
}

/// The Monday of a day's week.
pub(super) fn monday(date: Date) -> Option<Date> {
    days_after(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

impl Period {
    /// The period of a grain that holds a day.
    pub(super) fn at(grain: Grain, day: Date) -> Option<Self> {
        let year = i64::from(day.year());
        let month = day.month().unsigned_abs();
        Some(match grain {
            Grain::Second | Grain::Minute | Grain::Hour | Grain::Day => Self::Day(day),
            Grain::Weekend => Self::Weekend(days_after(monday(day)?, 5)?),
            Grain::Week | Grain::Fortnight => Self::Week(monday(day)?),
            Grain::Month => Self::Month { year, month },
            Grain::Quarter => Self::Quarter {
                year,
                quarter: (month - 1) / 3 + 1,
            },
            Grain::Year => Self::Year(year),
            Grain::Decade => Self::Decade(year / 10),
            Grain::Century => Self::Century(year / 100),
        })
    }

    /// The grain of the period.
    pub(super) fn grain(self) -> Grain {
        match self {
            Self::Day(_) => Grain::Day,
            Self::Weekend(_) => Grain::Weekend,
            Self::Week(_) => Grain::Week,
            Self::Month { .. } => Grain::Month,
            Self::Quarter { .. } | Self::Season { .. } => Grain::Quarter,
            Self::Year(_) => Grain::Year,
            Self::Decade(_) => Grain::Decade,
            Self::Century(_) => Grain::Century,
        }
    }

    /// The period of the same kind, so many later; earlier if negative.
    pub(super) fn shift(self, by: i64) -> Option<Self> {
        let by = Some(by).filter(|by| (-10_000_000..10_000_000).contains(by))?;
        Some(match self {
            Self::Day(day) => Self::Day(days_after(day, by)?),
            Self::Weekend(day) => Self::Weekend(days_after(day, by * 7)?),
            Self::Week(day) => Self::Week(days_after(day, by * 7)?),
            Self::Month { year, month } => {
                let months = year * 12 + i64::from(month) - 1 + by;
                Self::Month {
                    year: months.div_euclid(12),
                    month: months.rem_euclid(12) as u8 + 1,
                }
            }
            Self::Quarter { year, quarter } => {
                let quarters = year * 4 + i64::from(quarter) - 1 + by;
                Self::Quarter {
                    year: quarters.div_euclid(4),
                    quarter: quarters.rem_euclid(4) as u8 + 1,
                }
            }
            Self::Season {
                year,
                season,
                month,
            } => Self::Season {
                year: year + by,
                season,
                month,
            },
            Self::Year(year) => Self::Year(year + by),
            Self::Decade(decade) => Self::Decade(decade + by),
            Self::Century(century) => Self::Century(century + by),
        })
        .filter(|period| period.interval().is_some())
    }

    /// The same stretch of another year.
    pub(super) fn years_after(self, years: i64) -> Option<Self> {
        match self {
            Self::Day(day) => months_after(day, years.checked_mul(12)?).map(Self::Day),
            Self::Month { year, month } => Some(Self::Month {
                year: year + years,
                month,
            }),
            Self::Quarter { year, quarter } => Some(Self::Quarter {
                year: year + years,
                quarter,
            }),
            Self::Season { .. } | Self::Year(_) => self.shift(years),
            Self::Weekend(_) | Self::Week(_) | Self::Decade(_) | Self::Century(_) => None,
        }
        .filter(|period| period.interval().is_some())
    }

    /// Its days.
    pub(super) fn interval(self) -> Option<Interval> {
        let months = |year, month, count: i64| {
            let from = date(year, month, 1)?;
            Some(Interval {
                from,
                to: days_after(months_after(from, count)?, -1)?,
            })
        };
        match self {
            Self::Day(day) => Some(Interval::day(day)),
            Self::Weekend(day) => Some(Interval {
                from: day,
                to: days_after(day, 1)?,
            }),
            Self::Week(day) => Some(Interval {
                from: day,
                to: days_after(day, 6)?,
            }),
            Self::Month { year, month } => months(year, month, 1),
            Self::Quarter { year, quarter } => months(year, quarter * 3 - 2, 3),
            Self::Season { year, month, .. } => months(year, month, 3),
            Self::Year(year) => months(year, 1, 12),
            Self::Decade(decade) => months(decade * 10, 1, 120),
            Self::Century(century) => months(century * 100, 1, 1200),
        }
    }

    /// Its TIMEX3 value.
    pub(super) fn value(self, times: &Times) -> SmolStr {
        match self {
            Self::Day(day) => format_smolstr!("{day}"),
            Self::Weekend(day) | Self::Week(day) => {
                let week = day.iso_week_date();
                let tail = if matches!(self, Self::Weekend(_)) {
                    "-WE"
                } else {
                    ""
                };
                format_smolstr!("{:04}-W{:02}{tail}", week.year(), week.week())
            }
            Self::Month { year, month } => format_smolstr!("{year:04}-{month:02}"),
            Self::Quarter { year, quarter } => format_smolstr!("{year:04}-Q{quarter}"),
            Self::Season { year, season, .. } => {
                format_smolstr!(
                    "{year:04}-{}",
                    times
                        .seasons
                        .get(usize::from(season))
                        .map_or("XX", |(code, _)| code)
                )
            }
            Self::Year(year) => format_smolstr!("{year:04}"),
            Self::Decade(decade) => format_smolstr!("{decade:03}"),
            Self::Century(century) => format_smolstr!("{century:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    fn value(period: Option<Period>) -> String {
        period
            .map(|period| period.value(&Times::english_for_tests()).to_string())
            .unwrap_or_default()
    }

    #[test]
    fn periods_have_values_and_neighbours() {
        let friday = day(2017, 10, 6);
        assert_eq!(value(Period::at(Grain::Week, friday)), "2017-W40");
        assert_eq!(value(Period::at(Grain::Week, day(2016, 1, 1))), "2015-W53");
        assert_eq!(
            value(Period::at(Grain::Weekend, friday).and_then(|p| p.shift(-1))),
            "2017-W39-WE"
        );
        assert_eq!(
            value(Period::at(Grain::Month, day(2018, 1, 5)).and_then(|p| p.shift(-1))),
            "2017-12"
        );
        assert_eq!(
            value(Period::at(Grain::Quarter, friday).and_then(|p| p.shift(-4))),
            "2016-Q4"
        );
        assert_eq!(value(Period::Year(1).shift(-1)), "");
    }

    #[test]
    fn winter_runs_into_the_next_year() {
        let winter = Period::Season {
            year: 1994,
            season: 3,
            month: 12,
        };
        assert_eq!(
            winter.interval(),
            Some(Interval {
                from: day(1994, 12, 1),
                to: day(1995, 2, 28)
            })
        );
    }
}
