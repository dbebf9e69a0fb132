//! What may be typed?
//!
//! In goes the command line; out come [`Arguments`], checked but acting on
//! nothing yet. Invariant: whatever cannot make sense is refused here, with the
//! form that was expected, before any input is opened.

mod decide;
mod export;
mod gazetteer;
mod serve;
mod situation;
mod store;

use std::{num::NonZeroUsize, path::PathBuf};

use anstream::ColorChoice;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::{
    bundle,
    input::{columns::Column, date::day},
};

pub(crate) use self::{
    decide::{DecideCommand, EventOptions, ReviewOptions, SignedOptions},
    export::{ExportFormat, ExportOptions},
    gazetteer::{FindFormat, FindOptions, GazetteerCommand, GazetteerOptions, ImportOptions},
    serve::ServeOptions,
    situation::{ReportFormat, ReportOptions, ScopeOptions, SituationOptions},
    store::{
        EventGradeName, FilterOptions, IngestOptions, RebuildOptions, SearchFormat, SearchOptions,
        Spot, spot,
    },
};

const AFTER_HELP: &str = "\
Examples:
  marsad read report.txt                              what one report claims, for people
  marsad read --format jsonl archive/ > claims.jsonl  a folder of reports, for programs
  curl -s https://example.org/feed.jsonl | marsad read --format jsonl -
  marsad read --published 2017-10-06 --source Reuters report.txt
  marsad explain --claim 2 report.txt                 why claim 2 was made
  marsad events archive/                              what many reports tell together
  marsad export archive/ --format acled > events.csv  and the same for tools that open ACLED's tables
  marsad situation archive/ --area Aleppo             what it adds up to, here and by then
  marsad report archive/ --area Aleppo --out a.html   the same as a page with its sources
  marsad parse --format displacy report.txt > tree.svg
  marsad gazetteer import SY.txt --out sy.gazetteer   add the villages of GeoNames' list of Syria
  marsad read --gazetteer sy.gazetteer report.txt     and read with them
  marsad ingest archive/ --store war.db               keep reports and their claims
  marsad search \"market shelling\" --store war.db      and find them again

Input:
  Plain text is one document a file. A file named .jsonl or .ndjson, or one that
  begins with \"{\", holds one JSON object a line with the key \"text\" and, if known,
  \"id\", \"title\", \"source\", \"published\" (YYYY-MM-DD), \"url\" and \"language\"; other
  keys are ignored. A file named .csv or .tsv is a table with a header, a document a row,
  whose columns have the same names or those that --column tells; so is standard input
  with --column. Folders are searched for .txt, .jsonl and .ndjson, in order of
  their paths. Text is UTF-8; UTF-16 with its mark and Windows-1252 are converted.

Exit codes:
  0  everything was read (also when whoever reads the output has had enough)
  1  some input could not be read, or not all of it; the rest was
  2  the command line makes no sense, or a gazetteer or store that it names cannot be
     used; nothing was read
  3  the output could not be written, or the program itself failed";

const AFTER_EVENTS: &str = "\
Examples:
  marsad events archive/                                      what many reports tell together
  marsad events --store war.db                                the same from a store
  marsad events --store war.db --near \"El Fasher\" --from 2025-10-01 --grade fair
  marsad event 513050cdc333a393@207 --store war.db            one event in full
  marsad explain 513050cdc333a393@207 --store war.db          why its claims are one event

Filters go with --store. An event passes if one of its claims passes them all; then the latest
deeds come first. Otherwise people see events in the order of their days, and programs in that
of their ids.

Exit codes: as for marsad read (see marsad --help)";

/// Reads reports of war and says what they claim: who did what to whom, where, when, and who says so.
#[derive(Debug, Parser)]
#[command(name = "marsad", version = bundle::VERSION, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Says what reports claim
    Read(ReadOptions),
    /// Says what many reports tell together: each happening once, with who says what of it
    Events(EventsOptions),
    /// Writes what many reports tell together in the forms that the field's tools open: GIS, ACLED, UCDP, GDELT, capture-recapture
    Export(ExportOptions),
    /// Says what events add up to in an area, as of a day: tolls, weeks, and who holds what
    Situation(SituationOptions),
    /// Writes the same as a report with its sources, as text or as a page with map and charts
    Report(ReportOptions),
    /// Shows words, tags and trees of their sentences
    Parse(ParseOptions),
    /// Shows which words each claim rests on, and how each part was arrived at
    Explain(ExplainOptions),
    /// Keeps reports, and what they claim, in a store
    Ingest(IngestOptions),
    /// Shows one event of a store in full: what each report says in its own words
    Event(EventOptions),
    /// Finds claims in a store
    Search(SearchOptions),
    /// Shows a store on a map, in a browser, and lets other programs ask it
    Serve(ServeOptions),
    /// Shows which events of a store most deserve a look
    Review(ReviewOptions),
    /// Merges, splits, corrects, rejects or confirms events by hand
    #[command(subcommand)]
    Decide(DecideCommand),
    /// Makes what a store derives from its reports anew
    Rebuild(RebuildOptions),
    /// Adds places of your own, and shows which places a name may mean
    #[command(subcommand)]
    Gazetteer(GazetteerCommand),
}

/// Options of `marsad read`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ReadOptions {
    /// What to read.
    #[command(flatten)]
    pub(crate) input: InputOptions,
    /// How to print what was understood
    #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
    pub(crate) format: ReadFormat,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
    /// How to run.
    #[command(flatten)]
    pub(crate) run: RunOptions,
}

/// Options of `marsad events`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_EVENTS)]
pub(crate) struct EventsOptions {
    /// Which reports.
    #[command(flatten)]
    pub(crate) reports: ReportsOptions,
    /// What a report of the event must say
    #[arg(long, value_name = "WORDS", requires = "store")]
    pub(crate) words: Option<String>,
    /// Which events of a store.
    #[command(flatten)]
    pub(crate) filter: FilterOptions,
    /// How far the event can be trusted
    #[arg(long, value_enum, requires = "store")]
    pub(crate) grade: Option<EventGradeName>,
    /// How many events of a store to show, the latest deeds first [default: all]
    #[arg(long, value_name = "N", requires = "store")]
    pub(crate) limit: Option<NonZeroUsize>,
    /// How to print the events; as JSON see schema/event.schema.json
    #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
    pub(crate) format: ReadFormat,
    /// Also what is only planned, threatened or demanded, and deeds of unknown kind
    #[arg(long)]
    pub(crate) all: bool,
}

/// Which reports to gather events from; the same for all commands that work on events.
#[derive(Debug, Args)]
pub(crate) struct ReportsOptions {
    /// What to read.
    #[command(flatten)]
    pub(crate) input: InputOptions,
    /// A store whose events to take, instead of reading files
    #[arg(long, value_name = "NAME.db", conflicts_with = "paths")]
    pub(crate) store: Option<PathBuf>,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
    /// How to run.
    #[command(flatten)]
    pub(crate) run: RunOptions,
}

/// How readings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// Claim by claim, for people
    Table,
    /// One JSON object per document or event (see schema/reading.schema.json), for programs
    Jsonl,
}

/// Options of `marsad parse`.
#[derive(Debug, Args)]
pub(crate) struct ParseOptions {
    /// What to read.
    #[command(flatten)]
    pub(crate) input: InputOptions,
    /// How to print the trees
    #[arg(long, value_enum, default_value_t = ParseFormat::Conllu)]
    pub(crate) format: ParseFormat,
    /// Write files into this folder instead of standard output: one .conllu a document, or one .svg a sentence
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// How to run.
    #[command(flatten)]
    pub(crate) run: RunOptions,
}

/// How trees are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ParseFormat {
    /// CoNLL-U, ten columns; TokenRange counts Unicode code points
    Conllu,
    /// Drawings: one SVG, or a page of them where there are several sentences
    Displacy,
}

/// Options of `marsad explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// What to read.
    #[command(flatten)]
    pub(crate) input: InputOptions,
    /// Explain only the claim with this id, or the one at this place in its document (1 is the first)
    #[arg(long, value_name = "ID|N")]
    pub(crate) claim: Option<String>,
    /// A store: explain the claim FINGERPRINT#N, or why the claims of an event are one; FILES is then the id
    #[arg(long, value_name = "NAME.db", conflicts_with = "claim")]
    pub(crate) store: Option<PathBuf>,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
    /// How to run.
    #[command(flatten)]
    pub(crate) run: RunOptions,
}

/// What to read; the same for all commands.
#[derive(Debug, Args)]
pub(crate) struct InputOptions {
    /// Files, folders, or - for standard input; standard input too when none is named and something is piped in
    #[arg(value_name = "FILES")]
    pub(crate) paths: Vec<PathBuf>,
    /// The day of publication, for documents that do not say theirs
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) published: Option<Date>,
    /// Who published them, for documents that do not say
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Which column of a table holds what, such as text=Body; may be given for text, id, title, source, published, url and language
    #[arg(long = "column", value_name = "PART=NAME", value_parser = Column::typed)]
    pub(crate) columns: Vec<Column>,
    /// The longest text of one document that is read, in bytes
    #[arg(long, value_name = "BYTES", default_value = "2097152")]
    pub(crate) max_bytes: NonZeroUsize,
}

/// How to run; the same for all commands.
#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// How many documents to read at once; the output is the same for any number [default: one per core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Whether to print in colour; auto does so on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
    /// Do not show how far a long run has come
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// When to print in colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl From<Colour> for ColorChoice {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::Auto => Self::Auto,
            Colour::Always => Self::Always,
            Colour::Never => Self::Never,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
