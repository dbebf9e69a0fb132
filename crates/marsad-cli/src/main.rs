//! The binary `marsad`: arguments → one command → exit code.
//!
//! Everything that touches the world is here and nothing that understands text:
//! files and streams become documents (`input`), the library reads them, and
//! the readings are printed (`wire`, `render`) or kept (`store`). Invariant: what stands on
//! standard output depends on the input and the arguments alone, never on the
//! number of threads or the time of day.

/// What may be typed, and what it means.
mod arguments;
/// What the binary knows.
mod bundle;
/// One file for each command.
mod commands;
/// Events in the forms of other tools.
mod export;
/// What the filters that are typed ask for.
mod filters;
/// Events with the reports that tell of them.
mod gather;
/// Gazetteers of the user's own.
mod gazetteers;
/// The world → documents.
mod input;
/// Whether it is known what kind of deed a claim tells.
mod kind;
/// What names that are typed stand for.
mod names;
/// Bytes counted as characters.
mod offsets;
/// Many documents at once, their results in order.
mod pipeline;
/// How far a long run has come.
mod progress;
/// Readings for the eye.
mod render;
/// What is told on standard error, and the exit code that follows from it.
mod report;
/// Which area and days are meant.
mod scope;
/// A store for browsers and other programs.
mod serve;
/// Documents and what was read in them, kept.
mod store;
/// Readings for other programs.
mod wire;

use std::process::ExitCode;

use clap::Parser as _;

use crate::{
    arguments::{Arguments, Command},
    report::{Complaint, Outcome},
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.command {
        Command::Read(options) => commands::read::run(&options),
        Command::Events(options) => commands::events::run(&options),
        Command::Export(options) => commands::export::run(&options),
        Command::Situation(options) => commands::situation::run(&options),
        Command::Report(options) => commands::report::run(&options),
        Command::Parse(options) => commands::parse::run(&options),
        Command::Explain(options) => commands::explain::run(&options),
        Command::Ingest(options) => commands::ingest::run(&options),
        Command::Event(options) => commands::event::run(&options),
        Command::Review(options) => commands::review::run(&options),
        Command::Decide(command) => commands::decide::run(&command),
        Command::Search(options) => commands::search::run(&options),
        Command::Serve(options) => commands::serve::run(&options),
        Command::Rebuild(options) => commands::rebuild::run(&options),
        Command::Gazetteer(command) => commands::gazetteer::run(&command),
    };
    outcome
        .unwrap_or_else(|error| {
            eprintln!("{}", Complaint::error(None, format!("{error:#}")));
            Outcome::OwnFault
        })
        .into()
}
