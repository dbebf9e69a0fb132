//! `marsad read`: what do reports claim?

use super::{Printed, read_all};
use crate::{
    arguments::{ReadFormat, ReadOptions},
    render::{Paper, table},
    report::Outcome,
    wire::Record,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &ReadOptions) -> anyhow::Result<Outcome> {
    let paper = Paper::for_standard_output(options.run.color);
    read_all(
        &options.input,
        &options.gazetteers.files,
        &options.run,
        |reading, knowledge| match options.format {
            ReadFormat::Table => table::print(reading, knowledge, &paper),
            ReadFormat::Jsonl => Record::new(reading, knowledge).to_line(),
        },
        &mut Printed::new(),
    )
}
