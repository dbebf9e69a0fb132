//! `marsad events`: what do many reports tell together?

use super::put;
use crate::{
    arguments::{EventsOptions, ReadFormat},
    gather::{self, Gathered},
    gazetteers,
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
    let knowledge = match gazetteers::knowledge(&options.reports.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let Gathered {
        events, outcome, ..
    } = gather::events(&knowledge, &options.reports)?;
    let paper = Paper::for_standard_output(options.reports.run.color);
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
