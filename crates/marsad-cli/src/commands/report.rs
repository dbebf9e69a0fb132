//! `marsad report`: what happened in an area, who says so, and what is not known, as a report with its sources?

use super::{output, put, situation};
use crate::{
    arguments::{ReportFormat, ReportOptions},
    render::report::{self, Material},
    report::Outcome,
};

/// Runs the command.
///
/// # Errors
///
/// When the knowledge is broken or the output cannot be written.
pub(crate) fn run(options: &ReportOptions) -> anyhow::Result<Outcome> {
    let path = options.out.as_deref();
    if let Some(complaint) = path.and_then(|path| output::refusal(path, options.force)) {
        eprintln!("{complaint}");
        return Ok(Outcome::WrongUsage);
    }
    let by_name = path.and_then(|path| path.extension());
    let format = options.format.unwrap_or(match by_name {
        Some(ending) if ending.eq_ignore_ascii_case("html") => ReportFormat::Html,
        _ => ReportFormat::Markdown,
    });
    situation::with(
        &options.reports,
        &options.scope,
        |situation, knowledge, papers| {
            let material = Material {
                situation,
                knowledge,
                papers,
            };
            let text = match format {
                ReportFormat::Markdown => report::markdown(&material),
                ReportFormat::Html => report::html(&material),
            };
            match path {
                None => put(&text),
                Some(path) => {
                    output::write(path, text.as_bytes())?;
                    Ok(Outcome::AllRead)
                }
            }
        },
    )
}
