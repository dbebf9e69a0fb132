//! What may be typed behind `marsad gazetteer`, and behind `--gazetteer`?
//!
//! In goes that part of the command line; out come its options. Invariant: as for all
//! arguments, what cannot make sense is refused before any file is opened.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use marsad::knowledge::gazetteer::CountryCode;

use super::Colour;

const AFTER_IMPORT: &str = "\
Examples:
  marsad gazetteer import SY.txt --out sy.gazetteer
  unzip -p allCountries.zip | marsad gazetteer import - --country SD --out sd.gazetteer
  marsad gazetteer import villages.csv --country UA --out villages.gazetteer
  marsad read --gazetteer sy.gazetteer report.txt

Input:
  GeoNames' dumps (https://download.geonames.org/export/dump/, unzipped), or a table
  with a header, its columns between tabs, commas or semicolons. Needed are the columns
  name, latitude, longitude and country (or --country); if there, geonameid,
  alternatenames (between \"|\"), population, feature class, feature code or kind, and
  admin1 (GeoNames' code or the area's name) are read. Text is UTF-8.

  Of GeoNames' features, those are kept whose names say where people fight: settlements
  and their parts, areas, waters, mountains, camps, bases, crossings, plants, roads.
  One file holds the places of a few large countries, not of the whole world.

Exit codes:
  0  all rows were read
  1  some rows or files were refused; a gazetteer of the others was written, if there were any
  2  the command line makes no sense; nothing was read
  3  the gazetteer could not be written, or the program itself failed";

const AFTER_FIND: &str = "\
Examples:
  marsad gazetteer find Deir ez-Zor
  marsad gazetteer find Tripoli --country LY
  marsad gazetteer find --gazetteer sy.gazetteer --format jsonl Maydan

The order is that before anything is known of the report. A report's own countries, and
words such as \"province\" or \"river\" beside the name, may turn it.";

/// What to do with gazetteers.
#[derive(Debug, Subcommand)]
pub(crate) enum GazetteerCommand {
    /// Makes a gazetteer of lists of places, to be used with --gazetteer
    Import(ImportOptions),
    /// Shows which places a name may mean, the likeliest first, and why
    Find(FindOptions),
}

/// Options of `marsad gazetteer import`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_IMPORT)]
pub(crate) struct ImportOptions {
    /// Lists of places, or - for standard input
    #[arg(value_name = "FILES", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// The gazetteer to write
    #[arg(long, value_name = "NAME.gazetteer")]
    pub(crate) out: PathBuf,
    /// Keep only places of this country; rows that do not say their country are taken to lie in it
    #[arg(long, value_name = "XX", value_parser = country)]
    pub(crate) country: Option<CountryCode>,
    /// Keep all kinds of feature, also those that say little about where people fight
    #[arg(long)]
    pub(crate) all: bool,
    /// Write over a file that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Do not show how far a long run has come
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// Options of `marsad gazetteer find`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_FIND)]
pub(crate) struct FindOptions {
    /// The name, as a report would print it
    #[arg(value_name = "NAME", required = true)]
    pub(crate) name: Vec<String>,
    /// Show only the places in this country
    #[arg(long, value_name = "XX", value_parser = country)]
    pub(crate) country: Option<CountryCode>,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
    /// How to print the places
    #[arg(long, value_enum, default_value_t = FindFormat::Table)]
    pub(crate) format: FindFormat,
    /// Whether to print in colour; auto does so on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

/// How candidates are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindFormat {
    /// A table, for people
    Table,
    /// One JSON object per place (see schema/candidate.schema.json), for programs
    Jsonl,
}

/// Which gazetteers there are beside the program's own; the same for all commands.
#[derive(Debug, Args)]
pub(crate) struct GazetteerOptions {
    /// A gazetteer that marsad gazetteer import made, whose places are known as well; may be given more than once
    #[arg(long = "gazetteer", value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
}

fn country(text: &str) -> Result<CountryCode, String> {
    CountryCode::parse(text)
        .ok_or_else(|| "expected two capitals, the country's ISO code, such as SY".to_owned())
}
