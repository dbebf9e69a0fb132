//! Would the record of this killing be right?
//!
//! In: paragraphs with what a human coder wrote down. Out: the share of records whose
//! place, day and deaths some claim of killing has, and the share that one claim has
//! whole. Invariant: only claims that tell of people killed are asked, or where there is
//! none, assaults; a field that the coder left empty is not asked for.

use anyhow::Result;
use marsad::claim::Claim;
use marsad::knowledge::action::Ontology;
use marsad::reading::Reading;
use marsad::terms::Interval;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Share, Tally};
use crate::gold::record::Record;

/// What counts as the right place.
const NEAR_KM: f64 = 50.0;
/// How wide an interval may be to count as knowing the day.
const MOST_DAYS: i64 = 4;

/// Reads one corpus of records.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(records) = bench.gold::<Record>(corpus)? else {
        return Ok(None);
    };
    let ontology = bench.knowledge.ontology();
    let (place, day, deaths, (whole, asked)) = bench
        .each_by_places(&records, |record, reading| judge(ontology, record, reading))?
        .into_iter()
        .fold(Default::default(), Tally::plus);
    Ok(Some(Verdict::of(vec![
        Score::share("with_a_claim", asked, "records"),
        Score::share("place_within_50km", place, "records with a point"),
        Score::share("day_within_4_days", day, "records with a day"),
        Score::share("deaths", deaths, "records with deaths"),
        Score::share("whole", whole, "records with all three"),
    ])))
}

/// Place, day and deaths; then all three in one claim, and whether any claim was asked.
fn judge(
    ontology: &Ontology,
    record: &Record,
    reading: &Reading,
) -> (Share, Share, Share, (Share, Share)) {
    let claims = killings(ontology, &reading.claims);
    let any = |holds: fn(&Record, &Claim) -> bool| claims.iter().any(|claim| holds(record, claim));
    let asked = |present: bool, holds| {
        if present {
            Share::one(any(holds))
        } else {
            Share::default()
        }
    };
    let complete = record.at.is_some() && record.day.is_some() && record.deaths.is_some();
    (
        asked(record.at.is_some(), has_place),
        asked(record.day.is_some(), has_day),
        asked(record.deaths.is_some(), has_deaths),
        (asked(complete, has_all), Share::one(!claims.is_empty())),
    )
}

/// The claims that tell of people killed, or else of assaults.
fn killings<'c>(ontology: &Ontology, claims: &'c [Claim]) -> Vec<&'c Claim> {
    let kills = |claim: &&Claim| claim.amounts.iter().any(|amount| amount.what == "killed");
    let assaults = |claim: &&Claim| {
        let plover = ontology
            .get(&claim.action)
            .and_then(|action| action.plover.as_ref());
        plover.is_some_and(|plover| plover.event.as_deref() == Some("ASSAULT"))
    };
    let with_deaths: Vec<&Claim> = claims.iter().filter(kills).collect();
    if with_deaths.is_empty() {
        claims.iter().filter(assaults).collect()
    } else {
        with_deaths
    }
}

/// Whether the claim's first place lies where the record says.
fn has_place(record: &Record, claim: &Claim) -> bool {
    let first = claim.places.first().and_then(|place| place.place.value());
    let both = first.zip(record.at);
    both.is_some_and(|(place, at)| place.at.km_to(at) <= NEAR_KM)
}

/// Whether the claim's days are few and hold the record's.
fn has_day(record: &Record, claim: &Claim) -> bool {
    let days = claim.when.value().and_then(|when| when.days);
    let both = days.zip(record.day);
    both.is_some_and(|(days, day)| days.days() <= MOST_DAYS && days.overlaps(Interval::day(day)))
}

/// Whether the claim counts as many people killed as the record, at least or at most.
fn has_deaths(record: &Record, claim: &Claim) -> bool {
    let killed = claim
        .amounts
        .iter()
        .filter(|amount| amount.what == "killed");
    let mut bounds = killed
        .flat_map(|amount| [amount.range.low, amount.range.high])
        .flatten();
    let deaths = record.deaths.map(f64::from);
    deaths.is_some_and(|deaths| bounds.any(|bound| bound == deaths))
}

fn has_all(record: &Record, claim: &Claim) -> bool {
    has_place(record, claim) && has_day(record, claim) && has_deaths(record, claim)
}
