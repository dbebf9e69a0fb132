//! `marsad explain`: which words does each claim rest on?

use std::io;

use anyhow::Result;

use super::{Printed, read_all};
use crate::{
    arguments::ExplainOptions,
    pipeline::Sink,
    render::{
        Paper,
        explanation::{self, Wanted},
    },
    report::{Complaint, Outcome},
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &ExplainOptions) -> Result<Outcome> {
    let paper = Paper::for_standard_output(options.run.color);
    let wanted = options.claim.clone().map_or(Wanted::All, Wanted::One);
    let mut found = Found {
        printed: Printed::new(),
        explained: 0,
    };
    let outcome = read_all(
        &options.input,
        &options.gazetteers.files,
        &options.run,
        |reading, knowledge| explanation::print(reading, knowledge, &wanted, &paper),
        &mut found,
    )?;
    match wanted {
        Wanted::One(claim) if found.explained == 0 && outcome <= Outcome::SomeUnread => {
            let complaint =
                Complaint::error(None, format!("no claim \"{claim}\" in what was read"));
            eprintln!("{}", complaint.help("marsad read shows the claims with their numbers; --format jsonl shows their ids"));
            Ok(outcome.max(Outcome::SomeUnread))
        }
        _ => Ok(outcome),
    }
}

/// Prints explanations and counts the documents that had one.
struct Found {
    printed: Printed,
    explained: usize,
}

impl Sink<Option<String>> for Found {
    fn take(&mut self, result: Option<String>) -> io::Result<()> {
        let Some(explanation) = result else {
            return Ok(());
        };
        self.explained += 1;
        self.printed.take(explanation)
    }

    fn rest(&mut self) -> io::Result<()> {
        self.printed.rest()
    }
}
