//! `marsad events`: what do many reports tell together?

use std::io;

use marsad::event::{Event, Report, reconcile};

use super::read_all;
use crate::{
    arguments::{EventsOptions, ReadFormat},
    gazetteers,
    pipeline::Sink,
    render::{Paper, event},
    report::Outcome,
    wire::event::EventRecord,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &EventsOptions) -> anyhow::Result<Outcome> {
    let mut kept = Kept(Vec::new());
    let outcome = read_all(
        &options.input,
        &options.gazetteers.files,
        &options.run,
        |reading, knowledge| Report::of(knowledge, reading),
        &mut kept,
    )?;
    if outcome == Outcome::WrongUsage {
        return Ok(outcome);
    }
    let Ok(knowledge) = gazetteers::knowledge(&options.gazetteers.files)? else {
        return Ok(Outcome::WrongUsage);
    };
    let paper = Paper::for_standard_output(options.run.color);
    let events = reconcile(&knowledge, kept.0);
    let told = |event: &&Event| options.all || event::is_told(event, &knowledge);
    let mut printed = super::Printed::new();
    for event in events.iter().filter(told) {
        let text = match options.format {
            ReadFormat::Table => event::print(event, &knowledge, &paper),
            ReadFormat::Jsonl => EventRecord::new(event, &knowledge).to_line(),
        };
        match printed.take(text) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(outcome),
            other => other?,
        }
    }
    printed.rest()?;
    Ok(outcome)
}

/// Keeps what every report tells until the last is read.
struct Kept(Vec<Report>);

impl Sink<Report> for Kept {
    fn take(&mut self, result: Report) -> io::Result<()> {
        self.0.push(result);
        Ok(())
    }

    fn rest(&mut self) -> io::Result<()> {
        Ok(())
    }
}
