//! What did the words of a match say?
//!
//! In come the words of classes; out come [`Capture`]s, which [`Captured`] finds by
//! kind. Invariant: captures stand in the order of the words.

/// What a word of a class said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Capture {
    /// A weekday from 1, Monday.
    Weekday(u8),
    /// A month from 1.
    Month(u8),
    /// A season, by position.
    Season(u8),
    /// A unit, by position, in the singular.
    Unit(u8),
    /// A unit, by position, in the plural.
    Units(u8),
    /// A part of the day, by position.
    Daypart(u8),
    /// A part of a longer period, by position.
    Part(u8),
    /// An ordinal's value.
    Ordinal(u8),
    /// The first year of a decade.
    Decade(i64),
    /// A day with a name, by position.
    Feast(u8),
    /// A month of the Islamic calendar from 1, Muharram.
    Moon(u8),
    /// A few.
    Vague,
    /// One half.
    Half,
    /// 0 before noon, 1 after it.
    Meridiem(u8),
    /// A number.
    Number(f64),
    /// A day of a month.
    Day(u8),
    /// A year.
    Year(i64),
    /// A date in figures, and its other reading where day and month may be swapped.
    Date(Figures, Option<Figures>),
    /// Hour and minute.
    Clock(u8, u8),
    /// An hour.
    Hour(u8),
    /// A word that adds nothing.
    Nothing,
}

impl Capture {
    /// Whether it is part of a date rather than of a weekday or an hour.
    pub(super) fn is_date(&self) -> bool {
        matches!(self, Self::Day(_) | Self::Date(..) | Self::Feast(_))
    }
}

/// Year, month and day as written in figures.
pub(super) type Figures = (i64, u8, u8);

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
    moon: Moon(x) -> u8;
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

    /// The unit, and whether it stands in the plural.
    pub(super) fn unit(&self) -> Option<(u8, Plural)> {
        self.0.iter().find_map(|capture| match capture {
            Capture::Unit(unit) => Some((*unit, Plural::No)),
            Capture::Units(unit) => Some((*unit, Plural::Yes)),
            _ => None,
        })
    }

    /// Whether the words said this.
    pub(super) fn has(&self, wanted: Capture) -> bool {
        self.0.contains(&wanted)
    }
}

/// Whether a unit stands in the plural.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Plural {
    Yes,
    No,
}
