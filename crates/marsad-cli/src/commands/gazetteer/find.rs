//! `marsad gazetteer find`: which places may a name mean, and why in this order?
//!
//! In come a name and gazetteers; out come the candidates in their order. Invariant:
//! a name that nothing bears is an answer and no error.

use marsad::knowledge::gazetteer::{Candidate, Gazetteer};

use crate::{
    arguments::{FindFormat, FindOptions},
    bundle,
    commands::put,
    gazetteers::{self, Ranked},
    render::{
        Paper,
        candidates::{self, Found},
    },
    report::Outcome,
    wire::candidate,
};

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn run(options: &FindOptions) -> anyhow::Result<Outcome> {
    let gazetteer = match gazetteers::gazetteer(&options.gazetteers.files)? {
        Ok(gazetteer) => gazetteer,
        Err(complaint) => {
            eprintln!("{complaint}");
            return Ok(Outcome::WrongUsage);
        }
    };
    let name = options.name.join(" ");
    let spelled = match options.country {
        Some(country) => bundle::spellings()?.find(&gazetteer, &name, &[country]),
        None => Vec::new(),
    };
    let found = found(&gazetteer, &name, spelled, options);
    let text = match options.format {
        FindFormat::Table => {
            let paper = Paper::for_standard_output(options.color);
            candidates::print(&name, &found, &gazetteer, &paper)
        }
        FindFormat::Jsonl => found
            .shown
            .iter()
            .map(|place| candidate::to_line(place, &gazetteer))
            .collect(),
    };
    put(&text)
}

/// The places that bear a name; if none does, those of the country asked for that may be
/// spelled like it.
fn found<'g>(
    gazetteer: &'g Gazetteer,
    name: &str,
    spelled: Vec<Candidate>,
    options: &FindOptions,
) -> Found<'g> {
    let mut all = gazetteer.find(name);
    if all.is_empty() {
        all = spelled;
    }
    let wanted = |countries: &[_]| {
        options
            .country
            .is_none_or(|country| countries.contains(&country))
    };
    Found {
        all: all.len(),
        country: options.country,
        shown: all
            .iter()
            .zip(1..)
            .filter_map(|(candidate, rank)| {
                let place = gazetteer.place(candidate.place)?;
                wanted(&place.countries).then_some(Ranked {
                    rank,
                    candidate: *candidate,
                    place,
                })
            })
            .collect(),
    }
}
