//! By which words and in which patterns do reports name times?
//!
//! In goes `lexicon/LANGUAGE/times.toml`; out comes [`Times`]: a table from words
//! to what they may be, and the patterns over these classes, each with the rule
//! that says how to understand it. Invariant: every word and class that a pattern
//! uses is in the table, and every rule has what its reading needs.

mod file;
mod pattern;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

pub(crate) use file::{
    Context, Effect, Feast, From, Grain, Part, Reading, Reckoning, ReportDay, Toward, Unit,
};
pub(crate) use pattern::{Class, Element, Matcher, Pattern, Presence};

/// What a word may be. Numbers in it are positions in the lists of [`Times`],
/// save for weekdays and months, which count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// A word that stands in some pattern as it is.
    Literal(u16),
    /// A word of a class, and which of its members.
    Of(Class, u8),
}

/// One meaning of a word, or of a run of words that begins with it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The words that must follow.
    pub(crate) rest: Box<[SmolStr]>,
    /// What the run is.
    pub(crate) word: Word,
    /// Whether it must be written with a capital and not be a verb.
    pub(crate) capital: Capital,
}

/// Whether a word belongs to its class in any lettering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capital {
    /// In any.
    Free,
    /// Only with a capital letter.
    Needed,
}

/// Days that a rule gives by their distance from a named day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    /// From one day to another.
    Between(Bound, Bound),
    /// As many as the words say, up to the report.
    Duration,
}

/// A day named by its distance in days from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    /// From where the days are counted.
    pub(crate) base: Base,
    /// How many days after it; negative before it.
    pub(crate) offset: i64,
}

/// A day that can be named without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// The day of the report.
    Report,
    /// The Monday of its week.
    Monday,
    /// The first of its month.
    Month,
    /// The first of its year.
    Year,
}

impl Default for Days {
    /// The day of the report.
    fn default() -> Self {
        let report = Bound {
            base: Base::Report,
            offset: 0,
        };
        Self::Between(report, report)
    }
}

/// The days of a deed that no words date.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Untimed {
    /// Of one that is told as past.
    pub(crate) before: Days,
    /// Of one that is told as of now.
    pub(crate) up_to_now: Days,
}

/// How the expressions of some patterns are to be understood.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The way to read them.
    pub(crate) reading: Reading,
    /// Which way to look for a period that the words do not fix.
    pub(crate) toward: Toward,
    /// By how many units a shift moves, or which way "ago" counts.
    pub(crate) by: i64,
    /// The unit, where the words do not say it.
    pub(crate) unit: Option<u8>,
    /// By how many years the period is moved.
    pub(crate) year_by: Option<i64>,
    /// Whether to count from the period named before rather than from the report.
    pub(crate) from: file::From,
    /// A value or the tail of one.
    pub(crate) value: Option<SmolStr>,
    /// The days, where the reading does not give them.
    pub(crate) days: Option<Days>,
    /// UCDP `date_prec`, where the number of days does not give it.
    pub(crate) precision: Option<u8>,
    /// Words that must not follow.
    pub(crate) unless_next: Vec<SmolStr>,
}

/// The words and patterns by which one language names times.
#[derive(Clone, Debug, Default)]
pub struct Times {
    words: FxHashMap<SmolStr, Vec<Entry>>,
    patterns: Vec<Pattern>,
    by_literal: Vec<Vec<u16>>,
    by_class: Vec<Vec<u16>>,
    rules: Vec<Rule>,
    /// Season codes and first months.
    pub(crate) seasons: Vec<(SmolStr, u8)>,
    /// Units of time.
    pub(crate) units: Vec<Unit>,
    /// TIMEX3 codes of the parts of a day.
    pub(crate) dayparts: Vec<SmolStr>,
    /// Parts of longer periods.
    pub(crate) parts: Vec<Part>,
    /// What the ordinals count.
    pub(crate) ordinals: Vec<u8>,
    /// The last two digits of the decades' first years.
    pub(crate) decades: Vec<u8>,
    /// Days with names.
    pub(crate) feasts: Vec<Feast>,
    /// What makes a verb look ahead.
    pub(crate) tense: file::Tense,
    /// What no words date.
    pub(crate) untimed: Untimed,
    contexts: Vec<Context>,
    /// The letters after the figures of a day of the month.
    pub(crate) day_suffixes: Vec<SmolStr>,
    /// The letters after the figures of a decade.
    pub(crate) decade_suffixes: Vec<SmolStr>,
}

impl Times {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let parsed: file::File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        pattern::build(parsed).map_err(|kind| Error::new(file, kind))
    }

    /// The shipped English words.
    #[cfg(test)]
    pub(crate) fn english_for_tests() -> Self {
        Self::read("times.toml", tests::ENGLISH).expect("help: look in data/lexicon/en/times.toml")
    }

    /// What a word may be, alone or with those that follow it.
    pub(crate) fn entries(&self, word: &str) -> &[Entry] {
        self.words.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a word, alone, is a unit of time in the singular or plural.
    pub(crate) fn is_unit(&self, word: &str) -> bool {
        self.entries(word).iter().any(|entry| {
            entry.rest.is_empty() && matches!(entry.word, Word::Of(Class::Unit | Class::Units, _))
        })
    }

    /// The patterns that may begin with that word, in the order of the file.
    pub(crate) fn beginning_with(&self, word: Word) -> &[u16] {
        match word {
            Word::Literal(id) => self.by_literal.get(usize::from(id)),
            Word::Of(class, _) => self.by_class.get(class as usize),
        }
        .map_or(&[], Vec::as_slice)
    }

    /// The pattern of that number.
    pub(crate) fn pattern(&self, number: u16) -> &Pattern {
        &self.patterns[usize::from(number)]
    }

    /// The rule of a pattern.
    pub(crate) fn rule(&self, pattern: &Pattern) -> &Rule {
        &self.rules[pattern.rule]
    }

    /// How a word right before an expression changes what it covers.
    pub(crate) fn effect_of(&self, word: &str) -> Option<Effect> {
        self.contexts
            .iter()
            .find(|context| context.words.iter().any(|w| w == word))
            .map(|context| context.effect)
    }
}

/// Reads `report-3..report-1`, or `duration`.
fn days(text: &str) -> Option<Days> {
    if text == "duration" {
        return Some(Days::Duration);
    }
    let (from, to) = text.split_once("..")?;
    Some(Days::Between(bound(from.trim())?, bound(to.trim())?))
}

fn bound(text: &str) -> Option<Bound> {
    let at = text.find(['+', '-']).unwrap_or(text.len());
    let base = match &text[..at] {
        "report" => Base::Report,
        "monday" => Base::Monday,
        "month" => Base::Month,
        "year" => Base::Year,
        _ => return None,
    };
    let offset = if at == text.len() {
        0
    } else {
        text[at..].parse().ok()?
    };
    Some(Bound { base, offset })
}

fn entry_error(at: &str, what: String) -> ErrorKind {
    ErrorKind::Entry {
        at: at.to_owned(),
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const ENGLISH: &str = include_str!("../../../../../data/lexicon/en/times.toml");

    #[test]
    fn the_english_file_loads() {
        let times =
            Times::read("times.toml", ENGLISH).expect("help: look in data/lexicon/en/times.toml");
        assert!(times.is_unit("weeks") && !times.is_unit("march"));
        assert_eq!(times.effect_of("since"), Some(Effect::Since));
    }

    #[test]
    fn bounds_are_read_with_and_without_offset() {
        let report = Bound {
            base: Base::Report,
            offset: 0,
        };
        assert_eq!(
            days("monday..report"),
            Some(Days::Between(
                Bound {
                    base: Base::Monday,
                    offset: 0
                },
                report
            ))
        );
        assert_eq!(
            days("report-3..report"),
            Some(Days::Between(
                Bound {
                    base: Base::Report,
                    offset: -3
                },
                report
            ))
        );
        assert_eq!(days("tuesday..report"), None);
        assert_eq!(days("report"), None);
    }

    #[test]
    fn an_unknown_class_is_named() {
        let broken = ENGLISH.replace("\"{clock}\",", "\"{clok}\",");
        let error = Times::read("times.toml", &broken).expect_err("a class that is not there");
        assert!(
            error.to_string().contains("clok") && error.to_string().contains("\"clock\""),
            "{error}"
        );
    }
}
