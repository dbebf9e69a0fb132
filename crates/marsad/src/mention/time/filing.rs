//! On which day was a report filed, by its own dateline?
//!
//! In come a document and its zones; out come the day that its dateline names and from which day
//! its words are to be seen. Invariant: the day that was given with a report stands, whatever
//! its dateline says, and only a full date stands in for one that was not given.

use jiff::civil::Date;

use super::{
    matcher::Line,
    period::Period,
    resolve::{View, meaning},
    tense::Tense,
};
use crate::{
    document::Document,
    knowledge::{amounts::Amounts, times::Times},
    mention::{Filed, atom::atoms_of_text},
    sentence::{Sentences, ZoneKind},
    terms::Slot,
};

/// Why a report has a day that was not given with it.
const OF_THE_DATELINE: &str = "the date of its dateline";

/// The day that the dateline names; without a year the one nearest to publication.
pub(super) fn filed(
    times: &Times,
    amounts: &Amounts,
    document: &Document,
    sentences: &Sentences,
) -> Option<Filed> {
    let datelines = sentences
        .zones
        .iter()
        .filter(|zone| zone.kind == ZoneKind::Dateline);
    datelines.into_iter().find_map(|zone| {
        let span = zone.date.unwrap_or(zone.span);
        let atoms = atoms_of_text(span.of(&document.text));
        let line = Line {
            times,
            amounts,
            atoms: &atoms,
        };
        let view = View {
            times,
            report: document.published,
            previous: None,
            tense: Tense::Open,
        };
        let days = (0..atoms.len()).flat_map(|at| line.matches(at));
        let mut days = days.filter_map(|found| {
            let rule = times.rule(times.pattern(found.pattern));
            // "Tuesday" alone names no day that could be held against another.
            let dated = found.captures.iter().any(super::capture::Capture::is_date);
            match meaning(view, rule, &found.captures)?.period? {
                Period::Day(day) if dated => Some(day),
                _ => None,
            }
        });
        days.next().map(|day| Filed { day, span })
    })
}

/// The day from which a report's words are seen.
pub(super) fn report(published: Option<Date>, filed: Option<Filed>) -> Slot<Date> {
    match (published, filed) {
        (Some(day), _) => Slot::Said(day),
        (None, Some(filed)) => Slot::Inferred {
            value: filed.day,
            reason: OF_THE_DATELINE.into(),
        },
        (None, None) => Slot::Unsaid,
    }
}
