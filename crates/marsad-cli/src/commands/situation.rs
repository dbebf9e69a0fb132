//! `marsad situation`: what do the events of an area add up to, as of a day?

use marsad::situation::Situation;

use super::put;
use crate::{
    arguments::{ReadFormat, SituationOptions},
    gather::{self, Gathered},
    gazetteers,
    render::{Paper, situation},
    report::Outcome,
    scope,
    wire::situation::SituationRecord,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &SituationOptions) -> anyhow::Result<Outcome> {
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
    let scope = match scope::typed(&knowledge, &options.scope, &events) {
        Ok(scope) => scope,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let found = Situation::of(&knowledge, &events, scope);
    let text = match options.format {
        ReadFormat::Table => situation::print(
            &found,
            &knowledge,
            &Paper::for_standard_output(options.reports.run.color),
        ),
        ReadFormat::Jsonl => SituationRecord::new(&found, &knowledge).to_line(),
    };
    Ok(put(&text)?.max(outcome))
}
