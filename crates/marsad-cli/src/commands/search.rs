//! `marsad search`: which claims of a store pass these filters?
//!
//! In come filters; out come claims. Invariant: a name that nothing bears is told with the one
//! that is nearest to it, and is never the same as an empty answer.

use marsad::{claim::Grade, terms::LonLat};

use super::put;
use crate::{
    arguments::{SearchFormat, SearchOptions, Spot},
    bundle,
    names::{self, Unknown},
    render::{self, Paper},
    report::{Complaint, Outcome},
    store::{
        Store,
        refusal::Refusal,
        search::{Answer, Filters, Kinds, Near, Words},
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
    let filters = match filters(options, &store) {
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

/// What is asked for, with names turned into ids and points.
fn filters(options: &SearchOptions, store: &Store) -> Result<Filters, Unknown> {
    let complaint = |what: &str, help: &str| {
        let complaint = Complaint::error(None, what);
        Unknown::Name(complaint.help(help))
    };
    let typed = options.words.join(" ");
    let words = Words::typed(&typed);
    if words.is_none() && !typed.trim().is_empty() {
        let what = format!("there is no word in \"{typed}\"");
        return Err(complaint(
            &what,
            "type words with letters or figures in them",
        ));
    }
    if let (Some(from), Some(to)) = (options.from, options.to)
        && from > to
    {
        let what = format!("--from {from} is later than --to {to}");
        return Err(complaint(&what, "no day is both; turn them round"));
    }
    let near = match &options.near {
        None => None,
        Some(Spot::Point(at)) => Some(*at),
        Some(Spot::Name(name)) => {
            let gazetteer = bundle::gazetteer()?;
            let place = names::place(&gazetteer, name, "--near").map_err(Unknown::Name)?;
            eprintln!("{}", names::taken(name, &place, "--near"));
            Some(LonLat {
                lon: place.lon,
                lat: place.lat,
            })
        }
    };
    let actor = |name: &Option<String>| match name {
        Some(name) => names::actor(store, name).map(Some),
        None => Ok(None),
    };
    let deed = match &options.action {
        Some(name) => Some(names::deed(store, name)?),
        None => None,
    };
    Ok(Filters {
        words,
        near: near.map(|at| Near {
            at,
            km: options.radius,
        }),
        from: options.from,
        to: options.to,
        actor: actor(&options.actor)?,
        target: actor(&options.target)?,
        deed,
        voice: options.voice.clone(),
        grade: options.grade.map(|name| Grade::from(name).as_str()),
        kinds: if options.all {
            Kinds::Every
        } else {
            Kinds::Known
        },
    })
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
