//! What may be typed about a store?
//!
//! In goes that part of the command line; out come its options. Invariant: as for all
//! arguments, what cannot make sense is refused before any file is opened.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use marsad::{claim::Grade, terms::LonLat};

use super::{Colour, GazetteerOptions, InputOptions, RunOptions};
use crate::input::date::day;

const AFTER_INGEST: &str = "\
Examples:
  marsad ingest archive/ --store war.db
  marsad ingest --store war.db --column text=Body --column published=Date table.csv
  tail -f feed.jsonl | marsad ingest --store war.db -
  marsad search \"market shelling\" --store war.db

A report that is in the store already changes nothing, so a run that was interrupted can
be run again. What is read is what marsad read reads (see marsad --help).

Exit codes:
  0  everything was read and is in the store
  1  some input could not be read, or not all of it; the rest is in the store
  2  the command line makes no sense, or the store or a gazetteer cannot be used;
     nothing was read
  3  the store could not be written any further, or the program itself failed; what was
     acknowledged is in the store";

const AFTER_SEARCH: &str = "\
Examples:
  marsad search \"market shelling\" --store war.db
  marsad search --store war.db --near \"El Fasher\" --radius 30 --from 2025-04-01
  marsad search --store war.db --action airstrike --voice \"Syrian Observatory\" --format csv
  marsad search '\"Zamzam camp\" shell*' --store war.db --format jsonl

All words must stand in the text or the title of a report; then all its claims that pass the
filters are shown. Words between quotation marks must stand together, and an asterisk leaves
the end of a word open. The latest deeds come first, those without a day last.

Exit codes:
  0  the search was done, also when nothing was found
  2  the command line makes no sense, or the store cannot be used
  3  the output could not be written, or the program itself failed";

const AFTER_REBUILD: &str = "\
Reads all documents of the store again and puts what follows from them in place of what is
there: advisable when --version tells newer data, or with other gazetteers. Searching is
possible meanwhile. A rebuild that was interrupted goes on when it is run again.

Exit codes:
  0  everything was made anew
  2  the command line makes no sense, or the store or a gazetteer cannot be used
  3  the store could not be written, or the program itself failed";

/// Options of `marsad ingest`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_INGEST)]
pub(crate) struct IngestOptions {
    /// What to read.
    #[command(flatten)]
    pub(crate) input: InputOptions,
    /// Where to keep it.
    #[command(flatten)]
    pub(crate) store: WritingOptions,
    /// Print each document's fingerprint and the id that it came with once it is in the store for good
    #[arg(long)]
    pub(crate) acknowledge: bool,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
    /// How to run.
    #[command(flatten)]
    pub(crate) run: RunOptions,
}

/// Options of `marsad rebuild`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_REBUILD)]
pub(crate) struct RebuildOptions {
    /// Which store.
    #[command(flatten)]
    pub(crate) store: WritingOptions,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
    /// How to run.
    #[command(flatten)]
    pub(crate) run: RunOptions,
}

/// How to write to a store.
#[derive(Debug, Args)]
pub(crate) struct WritingOptions {
    /// The store, a file; marsad ingest makes it if there is none
    #[arg(long = "store", value_name = "NAME.db")]
    pub(crate) path: PathBuf,
    /// How many documents to put into the store at once
    #[arg(long, value_name = "N", default_value = "256")]
    pub(crate) batch: NonZeroUsize,
    /// How long to wait for another process that writes to the store
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) wait: Duration,
}

/// Options of `marsad search`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_SEARCH)]
pub(crate) struct SearchOptions {
    /// What the report must say
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// The store
    #[arg(long, value_name = "NAME.db")]
    pub(crate) store: PathBuf,
    /// Which claims.
    #[command(flatten)]
    pub(crate) filter: FilterOptions,
    /// How far anybody stands behind it
    #[arg(long, value_enum)]
    pub(crate) grade: Option<GradeName>,
    /// Show deeds of unknown or doubtful kind as well
    #[arg(long)]
    pub(crate) all: bool,
    /// How many claims to show
    #[arg(long, value_name = "N", default_value = "20")]
    pub(crate) limit: NonZeroUsize,
    /// How to print the claims
    #[arg(long, value_enum, default_value_t = SearchFormat::Table)]
    pub(crate) format: SearchFormat,
    /// Whether to print in colour; auto does so on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

/// Which claims are asked for, or the events that they tell of.
#[derive(Debug, Args)]
pub(crate) struct FilterOptions {
    /// Near which place or point it was done
    #[arg(long, requires = "store", value_name = "LAT,LON|NAME", value_parser = spot, allow_hyphen_values = true)]
    pub(crate) near: Option<Spot>,
    /// How near, in kilometres
    #[arg(long, value_name = "KM", default_value = "25", value_parser = kilometres, requires = "near")]
    pub(crate) radius: f64,
    /// The first day on which it may have been done
    #[arg(long, requires = "store", value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// The last day on which it may have been done
    #[arg(long, requires = "store", value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) to: Option<Date>,
    /// Who did it: a known actor's name or id
    #[arg(long, requires = "store", value_name = "NAME|ID")]
    pub(crate) actor: Option<String>,
    /// To whom it was done: a known actor's name or id
    #[arg(long, requires = "store", value_name = "NAME|ID")]
    pub(crate) target: Option<String>,
    /// What was done: an action (see docs/actions.md) or a type of PLOVER, such as airstrike or ASSAULT
    #[arg(long, requires = "store", value_name = "ACTION")]
    pub(crate) action: Option<String>,
    /// Who says so: an actor's id, a kind of voice such as "official", or words of a name
    #[arg(long, requires = "store", value_name = "NAME|ID|KIND")]
    pub(crate) voice: Option<String>,
}

/// How found claims are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SearchFormat {
    /// Claim by claim, for people
    Table,
    /// One JSON object per claim (see schema/found.schema.json), for programs
    Jsonl,
    /// One row per claim, with a header
    Csv,
}

/// How far anybody stands behind a claim, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GradeName {
    /// Somebody says that they checked it
    Verified,
    /// It is told as a fact
    Stated,
    /// It is marked as the speaker's word only
    Alleged,
    /// Whoever speaks thinks it, and does not know
    Supposed,
    /// Somebody says that it could not be checked
    Unverified,
}

/// How far an event can be trusted, as it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventGradeName {
    /// Whoever did it says so, or another against their own interest
    Confirmed,
    /// Two or more independent voices that gain nothing by it say so
    Fair,
    /// One voice says so, or only such as gain by it
    Weak,
    /// Voices name doers of different sides, or somebody denies it
    Contested,
    /// All who speak of it deny it, or it was rejected by hand
    Discounted,
}

impl EventGradeName {
    /// The grade's word.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Fair => "fair",
            Self::Weak => "weak",
            Self::Contested => "contested",
            Self::Discounted => "discounted",
        }
    }
}

impl From<GradeName> for Grade {
    fn from(name: GradeName) -> Self {
        match name {
            GradeName::Verified => Self::Verified,
            GradeName::Stated => Self::Stated,
            GradeName::Alleged => Self::Alleged,
            GradeName::Supposed => Self::Supposed,
            GradeName::Unverified => Self::Unverified,
        }
    }
}

/// A place as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spot {
    /// A point in degrees.
    Point(LonLat),
    /// A name that the gazetteer may know.
    Name(String),
}

/// A point, if two numbers are typed, and otherwise a name.
pub(crate) fn spot(text: &str) -> Result<Spot, String> {
    let numbers = text
        .split_once(',')
        .and_then(|(lat, lon)| lat.trim().parse::<f64>().ok().zip(lon.trim().parse().ok()));
    match numbers {
        None => Ok(Spot::Name(text.to_owned())),
        Some((lat, lon)) if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) => {
            Ok(Spot::Point(LonLat { lon, lat }))
        }
        Some(_) => Err(
            "there is no such point; expected latitude,longitude in degrees, such as 13.63,25.35"
                .to_owned(),
        ),
    }
}

pub(super) fn kilometres(text: &str) -> Result<f64, String> {
    let km: f64 = text.parse().map_err(|_| "expected a number".to_owned())?;
    if km > 0.0 && km <= 20_100.0 {
        Ok(km)
    } else {
        Err("expected kilometres, more than 0 and no more than half-way round the globe".to_owned())
    }
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected seconds".to_owned())?;
    // Longer than a day is a slip of the finger.
    if (0.0..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("expected seconds, at least 0 and no more than a day of them".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_are_a_point_and_all_else_is_a_name() {
        let point = |lat, lon| Ok(Spot::Point(LonLat { lon, lat }));
        assert_eq!(spot("13.63, 25.35"), point(13.63, 25.35));
        assert_eq!(spot("-34.6,-58.4"), point(-34.6, -58.4));
        assert_eq!(spot("El Fasher"), Ok(Spot::Name("El Fasher".to_owned())));
        assert_eq!(
            spot("Paris, Texas"),
            Ok(Spot::Name("Paris, Texas".to_owned()))
        );
        assert!(spot("91,0").is_err() && spot("0,181").is_err() && spot("nan,0").is_err());
    }
}
