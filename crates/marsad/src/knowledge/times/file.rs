//! How does `times.toml` look?
//!
//! The tables of the file as they are written, and the small closed lists of
//! words that its keys take. Invariant: nothing here is checked beyond its form.

use serde::Deserialize;
use smol_str::SmolStr;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) weekday: Vec<Numbered>,
    pub(super) month: Vec<Numbered>,
    pub(super) season: Vec<Season>,
    pub(super) unit: Vec<Unit>,
    pub(super) daypart: Vec<Daypart>,
    pub(super) part: Vec<Part>,
    pub(super) ordinal: Vec<Valued>,
    pub(super) decade: Vec<Valued>,
    pub(super) feast: Vec<Feast>,
    pub(super) moon: Vec<Numbered>,
    pub(super) words: Plain,
    pub(super) tense: Tense,
    pub(super) context: Vec<Context>,
    pub(super) untimed: Untimed,
    pub(super) rule: Vec<Rule>,
}

/// The forms of a word.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Forms {
    #[serde(default)]
    pub(super) words: Vec<SmolStr>,
    #[serde(default)]
    pub(super) capital: Vec<SmolStr>,
    #[serde(default)]
    pub(super) short: Vec<SmolStr>,
    #[serde(default)]
    pub(super) plural: Vec<SmolStr>,
    #[serde(default)]
    pub(super) abroad: Vec<SmolStr>,
    /// Keys that the file should not have; serde cannot refuse them in a flattened table.
    #[serde(flatten)]
    pub(super) unknown: toml::Table,
}

#[derive(Deserialize)]
pub(super) struct Numbered {
    pub(super) number: u8,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

#[derive(Deserialize)]
pub(super) struct Season {
    pub(super) code: SmolStr,
    pub(super) first_month: u8,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

#[derive(Deserialize)]
pub(super) struct Daypart {
    pub(super) code: SmolStr,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

#[derive(Deserialize)]
pub(super) struct Valued {
    pub(super) value: u8,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

/// A unit of time.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Unit {
    /// Which.
    pub(crate) id: Grain,
    /// Its letter in a TIMEX3 duration.
    pub(crate) letter: SmolStr,
    /// How many of that letter it holds.
    pub(crate) of: u16,
    /// Whether a number of them before "of" is a share.
    #[serde(default)]
    pub(crate) share: bool,
    /// How many "the past few" are.
    pub(crate) few: u16,
    /// Whether "the past two" of them include the day of the report.
    pub(crate) report_day: ReportDay,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

/// Which unit of time; they are in order of length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Grain {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// Whether the day of the report belongs to the days that end with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ReportDay {
    Included,
    Excluded,
}

/// A part of a week, month or year.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Part {
    /// Its TIMEX3 modifier.
    #[serde(rename = "modifier")]
    pub(super) _modifier: SmolStr,
    /// Its first and last day in a week, from 1.
    pub(crate) week: Option<[u8; 2]>,
    /// Its first and last day in a month; the last may lie beyond the month's end.
    pub(crate) month: Option<[u8; 2]>,
    /// Its first and last month in a year.
    pub(crate) year: Option<[u8; 2]>,
    /// It ends on the day before the report.
    #[serde(default)]
    pub(crate) before_report: bool,
    /// It begins on the day after the report.
    #[serde(default)]
    pub(crate) after_report: bool,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

/// A day of the year with a name, or several in a row.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Feast {
    /// In which calendar it is kept.
    #[serde(default, rename = "calendar")]
    pub(crate) reckoning: Reckoning,
    /// Its month in that calendar, from 1.
    #[serde(default)]
    pub(crate) month: u8,
    /// Its first day, from 1.
    #[serde(default)]
    pub(crate) day: u8,
    /// How many days after Easter it is.
    #[serde(default)]
    pub(crate) after: i64,
    /// How many days it lasts.
    #[serde(default = "one")]
    pub(crate) lasts: u8,
    #[serde(flatten)]
    pub(super) forms: Forms,
}

fn one() -> u8 {
    1
}

/// By which calendar the day of a feast is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reckoning {
    /// Ours.
    #[default]
    Gregorian,
    /// By its distance from Easter.
    Easter,
    /// The Islamic calendar; months from Muharram.
    Islamic,
    /// The Jewish calendar; months from Nisan.
    Jewish,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plain {
    pub(super) day_suffix: Vec<SmolStr>,
    pub(super) decade_suffix: Vec<SmolStr>,
    pub(super) vague: Vec<SmolStr>,
    pub(super) couple: Vec<SmolStr>,
    pub(super) article: Vec<SmolStr>,
    pub(super) half: Vec<SmolStr>,
    pub(super) am: Vec<SmolStr>,
    pub(super) pm: Vec<SmolStr>,
    pub(super) zone: Vec<SmolStr>,
    pub(super) approximate: Vec<SmolStr>,
}

/// What makes a verb look ahead.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tense {
    /// Auxiliaries, as lemmas or as written.
    pub(crate) ahead_auxiliaries: Vec<SmolStr>,
    /// Verbs and adjectives whose infinitives and objects lie ahead, as lemmas.
    pub(crate) ahead_verbs: Vec<SmolStr>,
}

/// The days of a deed that no words date, as `report-3..report-1`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Untimed {
    pub(super) before: String,
    pub(super) up_to_now: String,
}

/// Words before an expression that change what it covers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Context {
    /// What they do.
    pub(crate) effect: Effect,
    pub(super) words: Vec<SmolStr>,
}

/// What a word before an expression does to the days it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    /// They go on up to the report.
    Since,
    /// One more at each end.
    Around,
    /// They are not those that are meant.
    Before,
}

/// How an expression is to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reading {
    /// The words name a period.
    Calendar,
    /// A period a number of units from the report's.
    Shift,
    /// So many units before or after.
    Ago,
    /// So many units up to the report.
    Past,
    /// So many units from the report on.
    Coming,
    /// How long.
    Duration,
    /// How often.
    Set,
    /// A value without a date.
    Reference,
    /// From one weekday to another.
    Between,
}

/// Which way to look for a period that the words do not fix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Toward {
    /// As the tense of the verb says.
    #[default]
    Tense,
    /// Before the report.
    Last,
    /// After the report.
    Next,
    /// In the period that holds the report.
    This,
}

/// From where a shift counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum From {
    /// From the report.
    #[default]
    Report,
    /// From the period that was named before.
    Previous,
    /// From the quarter that was named before, where it was one; else from the report.
    Quarter,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) id: SmolStr,
    pub(super) reading: Reading,
    pub(super) patterns: Vec<String>,
    #[serde(default)]
    pub(super) toward: Toward,
    pub(super) by: Option<i64>,
    pub(super) unit: Option<Grain>,
    pub(super) year_by: Option<i64>,
    #[serde(default)]
    pub(super) from: From,
    pub(super) value: Option<SmolStr>,
    pub(super) days: Option<String>,
    pub(super) precision: Option<u8>,
    #[serde(default)]
    pub(super) unless_next: Vec<SmolStr>,
}
