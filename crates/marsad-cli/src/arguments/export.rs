//! What may be typed behind `marsad export`?
//!
//! In goes that part of the command line; out come its options. Invariant: as for all
//! arguments, what cannot make sense is refused before any file is opened.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ReportsOptions;

const AFTER_EXPORT: &str = "\
Examples:
  marsad export archive/ --format geojson --out events.geojson
  marsad export archive/ --format acled > events.csv
  marsad export archive/ --format geoparquet --out events.parquet
  marsad export archive/ --format matrix --out matrix.csv

What each column holds, and what must stay empty, is told in docs/exports.md. An event that
a form has no place for is left out and counted on standard error.

Exit codes:
  0  everything was read and the file was written
  1  some input could not be read, or not all of it; the file holds the rest
  2  the command line makes no sense; nothing was read
  3  the file could not be written, or the program itself failed";

/// Options of `marsad export`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_EXPORT)]
pub(crate) struct ExportOptions {
    /// Which reports.
    #[command(flatten)]
    pub(crate) reports: ReportsOptions,
    /// In which form to write the events
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
    /// Also what is only planned, threatened or demanded, and deeds of unknown kind, where the form has a place for them
    #[arg(long)]
    pub(crate) all: bool,
}

/// In which form events are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// A GeoJSON FeatureCollection (RFC 7946), an event a feature
    Geojson,
    /// A table of comma-separated values, an event a row
    Csv,
    /// The same table in Parquet
    Parquet,
    /// The same table with points, in GeoParquet 1.1
    Geoparquet,
    /// The 31 columns of ACLED's export
    Acled,
    /// The 41 columns of UCDP's Georeferenced Event Dataset 19.1
    Ged,
    /// JSON Lines with PLOVER's fields
    Plover,
    /// The 61 columns of GDELT 2.0's table of events, between tabs and without a header
    Gdelt,
    /// Which independent source tells of which event, for capture-recapture
    Matrix,
}

impl ExportFormat {
    /// Whether the file is nothing to look at.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Self::Parquet | Self::Geoparquet)
    }
}
