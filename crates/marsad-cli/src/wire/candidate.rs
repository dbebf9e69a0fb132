//! What does a candidate for a name look like to other programs?
//!
//! In comes a candidate with its place; out comes one JSON object, version 1, described
//! by `schema/candidate.schema.json`. Invariant: every key is always there, and what is
//! not known is null and no zero.

use marsad::knowledge::gazetteer::{Gazetteer, NameKind, PriorParts};
use serde::Serialize;

use crate::gazetteers::Ranked;

/// The version of the form; raised when a key goes away or changes its meaning.
const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Candidate<'g> {
    v: u32,
    rank: usize,
    id: String,
    geonameid: Option<u32>,
    name: &'g str,
    matched: &'static str,
    kind: &'static str,
    country: Option<String>,
    countries: Vec<String>,
    admin1: Option<Area<'g>>,
    population: Option<u64>,
    lat: f64,
    lon: f64,
    radius_km: f64,
    prior: u8,
    parts: Parts,
    source: &'g str,
}

#[derive(Debug, Serialize)]
struct Area<'g> {
    code: &'g str,
    name: Option<&'g str>,
}

#[derive(Debug, Serialize)]
struct Parts {
    people: i16,
    kind: i16,
    name: i16,
    fame: i16,
}

/// The candidate as a line of JSON.
pub(crate) fn to_line(ranked: &Ranked<'_>, gazetteer: &Gazetteer) -> String {
    let Ranked {
        rank,
        candidate,
        place,
    } = ranked;
    let parts = PriorParts::of(candidate, place);
    let form = Candidate {
        v: VERSION,
        rank: *rank,
        id: place.id.to_string(),
        geonameid: place.geoname_id,
        name: place.name,
        matched: match candidate.matched {
            NameKind::Main => "main",
            NameKind::Alternate => "alternate",
            NameKind::Spelling => "spelling",
        },
        kind: place.kind.word(),
        country: place.country.map(|code| code.to_string()),
        countries: place.countries.iter().map(ToString::to_string).collect(),
        admin1: place.admin1.map(|area| Area {
            code: area.code,
            name: area.name,
        }),
        population: Some(place.population).filter(|people| *people > 0),
        lat: place.lat,
        lon: place.lon,
        radius_km: place.radius_km,
        prior: candidate.prior,
        parts: Parts {
            people: parts.people,
            kind: parts.kind,
            name: parts.name,
            fame: parts.fame,
        },
        source: gazetteer.source(place.id).unwrap_or_default(),
    };
    super::line(&form)
}
