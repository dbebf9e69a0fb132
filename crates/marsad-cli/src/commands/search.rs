//! `marsad search`: which claims of a store pass these filters?
//!
//! In come filters; out come claims. Invariant: a name that nothing bears is told with the one
//! that is nearest to it, and is never the same as an empty answer.

use marsad::claim::Grade;

use super::put;
use crate::{
    arguments::{SearchFormat, SearchOptions},
    filters::Wanted,
    names::Unknown,
    render::{self, Paper},
    report::{Complaint, Outcome},
    store::{
        Store,
        refusal::Refusal,
        search::{Answer, Kinds},
    },
    wire::found,
};

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn run(options: &SearchOptions) -> anyhow::Result<Outcome> {
    let unusable = |complaint: &Complaint| {
        eprintln!("{complaint}");
        Ok(Outcome::WrongUsage)
    };
    let refused = |refusal: &Refusal| unusable(&refusal.complaint(&options.store));
    let store = match Store::for_reading(&options.store) {
        Ok(store) => store,
        Err(refusal) => return refused(&refusal),
    };
    let wanted = Wanted {
        words: &options.words.join(" "),
        filter: &options.filter,
        grade: options.grade.map(|name| Grade::from(name).as_str()),
        kinds: if options.all {
            Kinds::Every
        } else {
            Kinds::Known
        },
    };
    let filters = match wanted.filters(&store) {
        Ok(filters) => filters,
        Err(Unknown::Name(complaint)) => return unusable(&complaint),
        Err(Unknown::Store(refusal)) => return refused(&refusal),
        Err(Unknown::Broken(error)) => return Err(error),
    };
    let answer = match store.search(&filters, options.limit.get()) {
        Ok(answer) => answer,
        Err(refusal) => return refused(&refusal),
    };
    let text = match form(&answer, options) {
        Ok(text) => text,
        Err(refusal) => return refused(&refusal),
    };
    if answer.found.is_empty() {
        eprintln!("{}", nothing(options));
    }
    put(&text)
}

fn form(answer: &Answer, options: &SearchOptions) -> Result<String, Refusal> {
    match options.format {
        SearchFormat::Table => {
            render::found::print(answer, &Paper::for_standard_output(options.color))
        }
        SearchFormat::Jsonl => answer.found.iter().map(found::to_line).collect(),
        SearchFormat::Csv => found::to_table(&answer.found),
    }
}

/// That nothing was found, and which filter might be taken away.
fn nothing(options: &SearchOptions) -> String {
    let help = if options.all {
        "leave a filter out or make it wider"
    } else {
        "leave a filter out or make it wider, or see deeds of unknown or doubtful kind with --all"
    };
    format!("marsad: no claim passes all filters\n  help: {help}")
}
