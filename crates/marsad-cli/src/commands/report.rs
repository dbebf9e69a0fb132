//! `marsad report`: what happened in an area, who says so, and what is not known, as a report with its sources?

use std::fs;

use anyhow::Context as _;
use marsad::situation::Situation;

use super::put;
use crate::{
    arguments::{ReportFormat, ReportOptions},
    gather::{self, Gathered},
    gazetteers,
    render::report::{self, Material},
    report::Outcome,
    scope,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &ReportOptions) -> anyhow::Result<Outcome> {
    let knowledge = match gazetteers::knowledge(&options.reports.gazetteers.files)? {
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
    } = gather::events(&knowledge, &options.reports)?;
    let scope = match scope::typed(&knowledge, &options.scope, &events) {
        Ok(scope) => scope,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let found = Situation::of(&knowledge, &events, scope);
    let material = Material {
        situation: &found,
        knowledge: &knowledge,
        papers: &papers,
    };
    let by_name = options.out.as_ref().and_then(|path| path.extension());
    let format = options.format.unwrap_or(match by_name {
        Some(ending) if ending.eq_ignore_ascii_case("html") => ReportFormat::Html,
        _ => ReportFormat::Markdown,
    });
    let text = match format {
        ReportFormat::Markdown => report::markdown(&material),
        ReportFormat::Html => report::html(&material),
    };
    match &options.out {
        None => Ok(put(&text)?.max(outcome)),
        Some(path) => {
            fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?;
            Ok(outcome)
        }
    }
}
