//! `marsad situation`: what do the events of an area add up to, as of a day?

use marsad::{knowledge::Knowledge, situation::Situation};

use super::put;
use crate::{
    arguments::{ReadFormat, ReportsOptions, ScopeOptions, SituationOptions},
    gather::{self, Gathered, Papers},
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
    with(
        &options.reports,
        &options.scope,
        |found, knowledge, _papers| {
            let text = match options.format {
                ReadFormat::Table => situation::print(
                    found,
                    knowledge,
                    &Paper::for_standard_output(options.reports.run.color),
                ),
                ReadFormat::Jsonl => SituationRecord::new(found, knowledge).to_line(),
            };
            put(&text)
        },
    )
}

/// Gives `print` the situation that was asked for, with what it rests on; what cannot be had is told, and nothing is printed.
///
/// # Errors
///
/// When the knowledge is broken, and whatever `print` gives.
pub(super) fn with(
    reports: &ReportsOptions,
    scope: &ScopeOptions,
    print: impl FnOnce(&Situation<'_>, &Knowledge, &Papers) -> anyhow::Result<Outcome>,
) -> anyhow::Result<Outcome> {
    let knowledge = match gazetteers::knowledge(&reports.gazetteers.files)? {
        Ok(knowledge) => knowledge,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let Gathered {
        events,
        papers,
        outcome,
    } = gather::events(&knowledge, reports)?;
    if outcome >= Outcome::WrongUsage {
        return Ok(outcome);
    }
    let scope = match scope::typed(&knowledge, scope, &events) {
        Ok(scope) => scope,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let found = Situation::of(&knowledge, &events, scope);
    Ok(print(&found, &knowledge, &papers)?.max(outcome))
}
