//! `marsad events`: what do many reports tell together?

use std::io;

use marsad::event::{Report, reconcile};

use super::{put, read_with};
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
    let knowledge = match gazetteers::knowledge(&options.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let mut kept = Kept(Vec::new());
    let outcome = read_with(
        &knowledge,
        &options.input,
        &options.run,
        |reading, knowledge| Report::of(knowledge, reading),
        &mut kept,
    )?;
    let paper = Paper::for_standard_output(options.run.color);
    let events = reconcile(&knowledge, kept.0);
    let told = events
        .iter()
        .filter(|event| options.all || event::is_told(event, &knowledge));
    let text: String = match options.format {
        ReadFormat::Table => (1..)
            .zip(told)
            .map(|(number, event)| event::print(number, event, &knowledge, &paper))
            .collect(),
        ReadFormat::Jsonl => told
            .map(|event| EventRecord::new(event, &knowledge).to_line())
            .collect(),
    };
    Ok(put(&text)?.max(outcome))
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
