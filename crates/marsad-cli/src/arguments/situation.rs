//! What may be typed behind `marsad situation` and `marsad report`?
//!
//! In goes that part of the command line; out come its options. Invariant: as for all
//! arguments, what cannot make sense is refused before any file is opened.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{
    ReadFormat, ReportsOptions,
    store::{Spot, kilometres, spot},
};
use crate::input::date::day;

const AFTER: &str = "\
Examples:
  marsad situation archive/ --area al-Mayadin --at 2017-10-17
  marsad situation archive/ --area 35.02,40.45 --radius 10 --from 2017-10-01 --format jsonl
  marsad report archive/ --area Syria --from 2016-07-01 --at 2016-07-31 --out syria.html

What happened by the last day counts, by all that the reports say, also those that came
later. To see what was known by then, give only the reports that were there by then.

Exit codes:
  0  everything was read
  1  some input could not be read, or not all of it; the rest was
  2  the command line makes no sense; no report was made
  3  the output could not be written, or the program itself failed";

/// Options of `marsad situation`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct SituationOptions {
    /// Which reports.
    #[command(flatten)]
    pub(crate) reports: ReportsOptions,
    /// Where and when.
    #[command(flatten)]
    pub(crate) scope: ScopeOptions,
    /// How to print it; as JSON see schema/situation.schema.json
    #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
    pub(crate) format: ReadFormat,
}

/// Options of `marsad report`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ReportOptions {
    /// Which reports.
    #[command(flatten)]
    pub(crate) reports: ReportsOptions,
    /// Where and when.
    #[command(flatten)]
    pub(crate) scope: ScopeOptions,
    /// How to write it [default: html where --out ends in .html, else markdown]
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,
    /// Write it into this file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

/// How a situation report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// Text with headings and tables
    Markdown,
    /// One page with map and charts that needs nothing but itself
    Html,
}

/// Where and when.
#[derive(Debug, Args)]
pub(crate) struct ScopeOptions {
    /// Where: a country or province, another place and what lies around it, or a point
    #[arg(long, value_name = "NAME|ID|LAT,LON", value_parser = spot, allow_hyphen_values = true)]
    pub(crate) area: Spot,
    /// How far around, in kilometres; a country or province has its own border
    #[arg(long, value_name = "KM", default_value = "25", value_parser = kilometres)]
    pub(crate) radius: f64,
    /// As of which day [default: the last day on which a report tells of anything]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) at: Option<Date>,
    /// From which day on; who holds what rests on all days before
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) from: Option<Date>,
}
