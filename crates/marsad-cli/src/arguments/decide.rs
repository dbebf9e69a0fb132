//! What may be typed about what analysts decide, and about single events?
//!
//! In goes that part of the command line; out come its options. Invariant: no decision goes without a name and a reason.

use std::{num::NonZeroUsize, path::PathBuf, time::Duration};

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{Colour, ReadFormat, store::seconds};
use crate::input::date::day;

const AFTER_DECIDE: &str = "\
Examples:
  marsad decide merge 513050cdc333a393@207 9c1d0a77b2e4f6aa@15 --store war.db \\
      --by \"A. Haddad\" --reason \"both tell of the strike on the water tower\"
  marsad decide split 513050cdc333a393#2 513050cdc333a393#3 --store war.db --by … --reason …
  marsad decide correct 513050cdc333a393@207 place=\"Al Mayadin\" killed=12..15 --store war.db --by … --reason …
  marsad decide reject 513050cdc333a393@207 --store war.db --by … --reason \"an exercise\"
  marsad decide withdraw 4 --store war.db --by … --reason \"the video was from 2014\"
  marsad decide list --store war.db

A decision is kept beside the reports for good, with a name, a day and a reason. It acts on events until it is
withdrawn, survives marsad rebuild, and shows wherever the event does. What was said stays where it was.

Exit codes:
  0  the decision is in the store, and the events are as decided
  2  the command line makes no sense, or the store cannot be used; nothing was decided
  3  the store could not be written, or the program itself failed";

/// Options of `marsad event`.
#[derive(Debug, Args)]
pub(crate) struct EventOptions {
    /// The event's id, that which it had at any time, or the id of one of its claims
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// The store
    #[arg(long, value_name = "NAME.db")]
    pub(crate) store: PathBuf,
    /// How to print the event; as JSON see schema/event.schema.json
    #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
    pub(crate) format: ReadFormat,
    /// Whether to print in colour; auto does so on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

/// Options of `marsad review`.
#[derive(Debug, Args)]
pub(crate) struct ReviewOptions {
    /// The store
    #[arg(long, value_name = "NAME.db")]
    pub(crate) store: PathBuf,
    /// How many of each kind to show
    #[arg(long, value_name = "N", default_value = "10")]
    pub(crate) limit: NonZeroUsize,
    /// How to print what deserves a look; as JSON see schema/review.schema.json
    #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
    pub(crate) format: ReadFormat,
    /// Whether to print in colour; auto does so on a terminal unless NO_COLOR is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
    pub(crate) color: Colour,
}

/// What is decided.
#[derive(Debug, Subcommand)]
#[command(after_help = AFTER_DECIDE)]
pub(crate) enum DecideCommand {
    /// Two or more events are one
    Merge {
        /// The events, by their ids
        #[arg(value_name = "EVENT", required = true, num_args = 2..)]
        events: Vec<String>,
        /// Who says so, and why.
        #[command(flatten)]
        signed: SignedOptions,
    },
    /// Some claims of an event are an event of their own
    Split {
        /// The claims, by their ids
        #[arg(value_name = "CLAIM", required = true)]
        claims: Vec<String>,
        /// Who says so, and why.
        #[command(flatten)]
        signed: SignedOptions,
    },
    /// A part of an event is not as reported
    Correct {
        /// The event, by its id
        #[arg(value_name = "EVENT")]
        event: String,
        /// action=ID, days=YYYY-MM-DD or FROM..TO, place=NAME or LAT,LON, actors=NAME;NAME, targets=NAME;NAME, or what is counted, as killed=12 or killed=12..15
        #[arg(value_name = "PART=VALUE", required = true)]
        parts: Vec<String>,
        /// Who says so, and why.
        #[command(flatten)]
        signed: SignedOptions,
    },
    /// An event did not happen, or is none
    Reject {
        /// The event, by its id
        #[arg(value_name = "EVENT")]
        event: String,
        /// Who says so, and why.
        #[command(flatten)]
        signed: SignedOptions,
    },
    /// An event is certain
    Confirm {
        /// The event, by its id
        #[arg(value_name = "EVENT")]
        event: String,
        /// Who says so, and why.
        #[command(flatten)]
        signed: SignedOptions,
    },
    /// A decision no longer holds
    Withdraw {
        /// Its number
        #[arg(value_name = "NUMBER")]
        number: u32,
        /// Who says so, and why.
        #[command(flatten)]
        signed: SignedOptions,
    },
    /// Shows all decisions, those withdrawn and those that find their claims no more among them
    List {
        /// The store
        #[arg(long, value_name = "NAME.db")]
        store: PathBuf,
        /// How to print the decisions; as JSON see schema/decision.schema.json
        #[arg(long, value_enum, default_value_t = ReadFormat::Table)]
        format: ReadFormat,
        /// Whether to print in colour; auto does so on a terminal unless NO_COLOR is set
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto)]
        color: Colour,
    },
}

/// Who decides, when and why, and in which store.
#[derive(Debug, Args)]
pub(crate) struct SignedOptions {
    /// The store
    #[arg(long, value_name = "NAME.db")]
    pub(crate) store: PathBuf,
    /// Who decides
    #[arg(long, value_name = "NAME", value_parser = words)]
    pub(crate) by: String,
    /// Why
    #[arg(long, value_name = "WORDS", value_parser = words)]
    pub(crate) reason: String,
    /// On which day [default: today, by UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// How long to wait for another process that writes to the store
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) wait: Duration,
}

fn words(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("a decision needs a name and a reason that others can read later".to_owned()),
        words => Ok(words.to_owned()),
    }
}
