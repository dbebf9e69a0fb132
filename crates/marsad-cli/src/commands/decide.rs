//! `marsad decide`: what does an analyst put right?
//!
//! In come ids and what was typed about them; out come decisions in the store, and events as decided. Invariant: either all that was
//! typed at once is decided or nothing.

use std::path::Path;

use jiff::{Timestamp, tz::TimeZone};
use marsad::{
    event::{Anchor, Correction, Ruling, Site, Who},
    knowledge::Knowledge,
    terms::Interval,
};

use super::put;
use crate::{
    arguments::{DecideCommand, ReadFormat, SignedOptions, Spot, spot},
    bundle,
    input::date,
    names::{self, Unknown},
    render::{Paper, decision, intake},
    report::{Complaint, Outcome},
    store::{
        Store,
        decisions::{NotWithdrawn, Signature},
    },
    wire::decision::DecisionRecord,
};

/// Runs the command.
///
/// # Errors
///
/// When the bundled data is broken or the output cannot be written.
pub(crate) fn run(command: &DecideCommand) -> anyhow::Result<Outcome> {
    let (signed, rulings): (_, Wanted<'_>) = match command {
        DecideCommand::List {
            store,
            format,
            color,
        } => return list(store, *format, Paper::for_standard_output(*color)),
        DecideCommand::Withdraw { number, signed } => return withdraw(*number, signed),
        DecideCommand::Merge { events, signed } => (signed, Wanted::Merge(events)),
        DecideCommand::Split { claims, signed } => (signed, Wanted::Split(claims)),
        DecideCommand::Correct {
            event,
            parts,
            signed,
        } => (signed, Wanted::Correct(event, parts)),
        DecideCommand::Reject { event, signed } => (signed, Wanted::Reject(event)),
        DecideCommand::Confirm { event, signed } => (signed, Wanted::Confirm(event)),
    };
    let knowledge = bundle::knowledge()?;
    let decided = decide(&rulings, signed, &knowledge);
    match decided {
        Ok(text) => put(&text),
        Err(why) => {
            eprintln!("{}", why.complaint(&signed.store)?);
            Ok(Outcome::WrongUsage)
        }
    }
}

/// What was typed.
enum Wanted<'t> {
    Merge(&'t [String]),
    Split(&'t [String]),
    Correct(&'t str, &'t [String]),
    Reject(&'t str),
    Confirm(&'t str),
}

fn decide(
    wanted: &Wanted<'_>,
    signed: &SignedOptions,
    knowledge: &Knowledge,
) -> Result<String, Unknown> {
    let mut store = open(signed)?;
    let rulings = rulings(wanted, &store, knowledge)?;
    let mut numbers = Vec::new();
    for ruling in &rulings {
        numbers.push(store.decide(ruling, &signature(signed))?);
    }
    let reconciled = store.reconcile(knowledge)?;
    let mut out = String::new();
    for kept in store.decisions()? {
        if numbers.contains(&kept.decision.number) {
            out += &decision::decided(&kept);
        }
    }
    Ok(out + &intake::events(&reconciled))
}

/// Opens the store of a decision. It must be there: a decision about nothing is a slip.
fn open(signed: &SignedOptions) -> Result<Store, Unknown> {
    drop(Store::for_reading(&signed.store)?);
    Ok(Store::for_writing(&signed.store, signed.wait)?)
}

fn signature(signed: &SignedOptions) -> Signature {
    let today = || Timestamp::now().to_zoned(TimeZone::UTC).date();
    Signature {
        by: signed.by.clone(),
        day: signed.on.unwrap_or_else(today),
        reason: signed.reason.clone(),
    }
}

fn rulings(
    wanted: &Wanted<'_>,
    store: &Store,
    knowledge: &Knowledge,
) -> Result<Vec<Ruling>, Unknown> {
    let anchor = |id: &str| -> Result<Anchor, Unknown> {
        store.anchor(id)?.ok_or_else(|| {
            complaint(
                format!("no event or claim of this store has the id \"{id}\""),
                "marsad events, marsad event and marsad search show the ids",
            )
        })
    };
    let anchors = |ids: &[String]| -> Result<Vec<Anchor>, Unknown> {
        ids.iter().map(|id| anchor(id)).collect()
    };
    Ok(match wanted {
        Wanted::Merge(events) => {
            let mut numbers = Vec::new();
            for id in *events {
                numbers.push(store.event_number(id)?);
            }
            let merged = Ruling::Merge(anchors(events)?);
            if numbers.windows(2).all(|pair| pair[0] == pair[1]) {
                return Err(complaint(
                    "these are one event already".to_owned(),
                    "marsad event ID shows its claims",
                ));
            }
            vec![merged]
        }
        Wanted::Split(claims) => vec![Ruling::Split(anchors(claims)?)],
        Wanted::Correct(event, parts) => {
            let anchor = anchor(event)?;
            let corrections = parts
                .iter()
                .map(|part| correction(part, knowledge))
                .collect::<Result<Vec<_>, _>>()?;
            corrections
                .into_iter()
                .map(|correction| Ruling::Correct(anchor.clone(), correction))
                .collect()
        }
        Wanted::Reject(event) => vec![Ruling::Reject(anchor(event)?)],
        Wanted::Confirm(event) => vec![Ruling::Confirm(anchor(event)?)],
    })
}

fn complaint(what: String, help: &str) -> Unknown {
    Unknown::Name(Complaint::error(None, what).help(help))
}

/// What a part of an event is put right to, as it is typed: "place=Al Mayadin".
fn correction(typed: &str, knowledge: &Knowledge) -> Result<Correction, Unknown> {
    let Some((part, value)) = typed.split_once('=') else {
        return Err(complaint(
            format!("\"{typed}\" says no part of an event"),
            "type PART=VALUE, such as place=\"Al Mayadin\" or killed=12..15",
        ));
    };
    let value = value.trim();
    let who = |value: &str| -> Vec<Who> {
        let names = value.split(';').map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        names
            .map(|name| match names::known_actor(knowledge, name) {
                Ok(actor) => Who::of_actor(knowledge, actor),
                // Somebody whom no list knows is named in words, as in reports.
                Err(_) => Who::in_words(name),
            })
            .collect()
    };
    match part.trim() {
        "action" => Ok(Correction::Action(names::known_action(knowledge, value)?)),
        "days" => days(value).map(Correction::Days),
        "place" => site(value, knowledge).map(Correction::Site),
        "actors" => Ok(Correction::Actors(who(value))),
        "targets" => Ok(Correction::Targets(who(value))),
        what => count(what, value),
    }
}

fn days(value: &str) -> Result<Interval, Unknown> {
    let (from, to) = value.split_once("..").unwrap_or((value, value));
    let day = |text: &str| {
        date::day(text).map_err(|why| complaint(format!("days={value}: {why}"), date::FORM))
    };
    let (from, to) = (day(from)?, day(to)?);
    match from <= to {
        true => Ok(Interval { from, to }),
        false => Err(complaint(
            format!("days={value}: the first day is later than the last"),
            "turn them round",
        )),
    }
}

fn site(value: &str, knowledge: &Knowledge) -> Result<Site, Unknown> {
    match spot(value) {
        Err(why) => Err(complaint(
            format!("place={value}: {why}"),
            "check the numbers",
        )),
        Ok(Spot::Name(name)) => {
            let place =
                names::place(knowledge.gazetteer(), &name, "place=").map_err(Unknown::Name)?;
            eprintln!("{}", names::taken(&name, &place, "place="));
            Ok(Site::of_place(&place))
        }
        Ok(Spot::Point(at)) => Ok(Site {
            at,
            // A point that somebody typed is meant to within a village.
            radius_km: 1.0,
            name: format!("{:.3},{:.3}", at.lat, at.lon).into(),
            country: None,
            admin1: None,
            precision: Some(1),
        }),
    }
}

/// "killed=12", "killed=12..15" or "killed=12..13..15": the least, the likeliest and the most.
fn count(what: &str, value: &str) -> Result<Correction, Unknown> {
    let numbers: Option<Vec<f64>> = value
        .split("..")
        .map(|number| number.trim().parse::<f64>().ok())
        .collect();
    let (low, best, high) = match numbers.as_deref() {
        Some([one]) => (*one, *one, *one),
        Some([low, high]) => (*low, *low, *high),
        Some([low, best, high]) => (*low, *best, *high),
        _ => {
            return Err(complaint(
                format!("\"{what}={value}\" says no part of an event"),
                "the parts are action, days, place, actors and targets, or what is counted with a number, as killed=12 or killed=12..15",
            ));
        }
    };
    if !(0.0 <= low && low <= best && best <= high && high.is_finite()) {
        return Err(complaint(
            format!("{what}={value}: the numbers do not rise"),
            "type the least, the likeliest and the most, as killed=12..13..15",
        ));
    }
    Ok(Correction::Count {
        what: what.into(),
        low,
        best,
        high,
    })
}

fn withdraw(number: u32, signed: &SignedOptions) -> anyhow::Result<Outcome> {
    let knowledge = bundle::knowledge()?;
    let withdrawn = || -> Result<String, Unknown> {
        let mut store = open(signed)?;
        match store.withdraw(number, &signature(signed))? {
            Ok(()) => {}
            Err(NotWithdrawn::Unknown) => {
                return Err(complaint(
                    format!("there is no decision {number} in this store"),
                    "marsad decide list shows them",
                ));
            }
            Err(NotWithdrawn::Already(before)) => {
                return Err(complaint(
                    format!(
                        "{} has withdrawn decision {number} on {}: {}",
                        before.by, before.day, before.reason
                    ),
                    "marsad decide list shows all decisions",
                ));
            }
        }
        let reconciled = store.reconcile(&knowledge)?;
        Ok(format!(
            "decision {number} is withdrawn\n{}",
            intake::events(&reconciled)
        ))
    };
    match withdrawn() {
        Ok(text) => put(&text),
        Err(why) => {
            eprintln!("{}", why.complaint(&signed.store)?);
            Ok(Outcome::WrongUsage)
        }
    }
}

fn list(path: &Path, format: ReadFormat, paper: Paper) -> anyhow::Result<Outcome> {
    let found = Store::for_reading(path).and_then(|store| store.decisions());
    let all = match found {
        Ok(all) => all,
        Err(refusal) => {
            eprintln!("{}", refusal.complaint(path));
            return Ok(Outcome::WrongUsage);
        }
    };
    let text: String = match format {
        ReadFormat::Table => all
            .iter()
            .map(|kept| decision::print(kept, &paper))
            .collect(),
        ReadFormat::Jsonl => all
            .iter()
            .map(|kept| DecisionRecord::new(kept).to_line())
            .collect(),
    };
    put(&text)
}
