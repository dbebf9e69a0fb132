//! Which area and which days are meant?
//!
//! In comes what was typed and the events that there are; out comes the [`Scope`]. Invariant: what was not typed and had to be
//! chosen is told in a note.

use marsad::{
    event::Event,
    knowledge::Knowledge,
    situation::{Area, Scope},
};

use crate::{
    arguments::{ScopeOptions, Spot},
    names,
    report::Complaint,
};

/// What was meant.
///
/// # Errors
///
/// When the place is not known, or the days make no sense.
pub(crate) fn typed(
    knowledge: &Knowledge,
    options: &ScopeOptions,
    events: &[Event],
) -> Result<Scope, Complaint> {
    let area = match &options.area {
        Spot::Point(at) => Area::circle(*at, options.radius),
        Spot::Name(name) => {
            let place = names::place(knowledge.gazetteer(), name, "--area ")?;
            eprintln!("{}", names::taken(name, &place, "--area "));
            Area::of_place(&place, options.radius)
        }
    };
    let as_of = match options.at {
        Some(at) => at,
        None => {
            let days = events.iter().flat_map(|event| &event.sources);
            let last = days.filter_map(|source| source.day).max();
            let Some(last) = last else {
                let complaint = Complaint::error(None, "no report says from which day it is told");
                return Err(complaint.help(
                    "say as of which day with --at YYYY-MM-DD; --published gives reports their day",
                ));
            };
            eprintln!(
                "marsad: note: the situation is that of {last}, the last day from which anything is told\n  help: --at YYYY-MM-DD takes another day"
            );
            last
        }
    };
    if let Some(from) = options.from.filter(|from| *from > as_of) {
        let complaint = Complaint::error(None, format!("--from {from} is later than {as_of}"));
        return Err(
            complaint.help("no day is both; turn them round, or give a later day with --at")
        );
    }
    Ok(Scope {
        area,
        from: options.from,
        as_of,
    })
}
