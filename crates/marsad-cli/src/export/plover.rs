//! Which record is an event in PLOVER's own form?
//!
//! In comes an event; out comes a line of JSON with the fields of the PLOVER manual (2021 draft). Invariant: a field that nothing
//! is known for is not there, save those that PLOVER requires (id, date, actor, event).

use marsad::{
    claim::Modality,
    event::{Site, Who},
};
use serde::Serialize;

use super::{
    Omission, Scope, View, sides,
    view::{INJURED, KILLED, whole},
};
use crate::{bundle, wire};

#[derive(Serialize)]
struct Record<'e> {
    id: &'e str,
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    enddate: Option<String>,
    actor: Vec<Entity<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recipient: Vec<Entity<'e>>,
    event: [String; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    event_loc: Option<Location<'e>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    event_text: Vec<String>,
    quad_code: u8,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mode: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    context: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<Size>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cite_info: Option<Citation<'e>>,
    coder: String,
}

#[derive(Serialize)]
struct Entity<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'e str>,
    entity_text: &'e str,
}

#[derive(Serialize)]
struct Location<'e> {
    resolved_place: &'e str,
    lat: f64,
    lon: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    province: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<u8>,
}

#[derive(Serialize)]
struct Size {
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<i64>,
}

#[derive(Serialize)]
struct Citation<'e> {
    citation: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<&'e str>,
}

/// The line of an event, or why it has none.
pub(super) fn line(view: &View<'_>, scope: Scope) -> Result<String, Omission> {
    if scope == Scope::Told {
        view.as_incident()?;
    }
    let plover = view.plover().ok_or(Omission::Uncoded)?;
    let event = plover.event.ok_or(Omission::Uncoded)?;
    let codes = view.knowledge.ontology().codes();
    let quad_code = codes.plover(&event).ok_or(Omission::Uncoded)?.quad;
    let days = view.days().ok_or(Omission::Undated)?;
    let (actors, targets) = (sides::actors(view), sides::targets(view));
    let mode = plover.mode.iter().map(ToString::to_string);
    let best = |what| view.count(what).map(|count| whole(count)[1]);
    let (dead, injured) = (best(KILLED), best(INJURED));
    let record = Record {
        id: &view.event.id,
        date: days.from.to_string(),
        enddate: (days.to != days.from).then(|| days.to.to_string()),
        actor: entities(&actors),
        recipient: entities(&targets),
        event: [event.to_string()],
        event_loc: view.site().map(|site| location(view, site)),
        event_text: view.words().into_iter().collect(),
        quad_code,
        mode: mode.chain(auxiliary(view).map(str::to_owned)).collect(),
        context: plover.context.iter().map(ToString::to_string).collect(),
        size: dead.or(injured).map(|_| Size { dead, injured }),
        cite_info: citation(view),
        coder: format!("marsad {}", bundle::VERSION),
    };
    Ok(wire::line(&record))
}

/// PLOVER's auxiliary mode for what is not simply told as done.
fn auxiliary(view: &View<'_>) -> Option<&'static str> {
    match view.usual(|telling| Some(telling.modality))? {
        Modality::Asserted | Modality::Attempted | Modality::Failed => None,
        Modality::Denied => Some("negation"),
        Modality::Planned | Modality::Threatened | Modality::Demanded => Some("future"),
        Modality::Conditional | Modality::Supposed => Some("hypothetical"),
        Modality::Historical => Some("historical"),
    }
}

fn entities<'p>(all: &[&'p Who]) -> Vec<Entity<'p>> {
    all.iter()
        .map(|party| Entity {
            // CAMEO's codes begin with the country, or with what stands for one.
            code: party.codes.cameo.as_deref().and_then(|code| code.get(..3)),
            sector: party.codes.plover.as_deref(),
            entity_text: &party.name,
        })
        .collect()
}

fn location<'e>(view: &View<'e>, site: &'e Site) -> Location<'e> {
    Location {
        resolved_place: &site.name,
        lat: site.at.lat,
        lon: site.at.lon,
        province: site.admin1.as_deref(),
        country: view.country_name(),
        country_code: view.country().map(|country| country.three.as_str()),
        resolution: match site.precision {
            Some(1 | 2) => Some(4),
            Some(3) => Some(3),
            Some(4) => Some(2),
            Some(6) => Some(1),
            _ => None,
        },
    }
}

/// The earliest report: PLOVER has room for one.
fn citation<'e>(view: &View<'e>) -> Option<Citation<'e>> {
    let source = view.event.sources.first()?;
    let paper = view.paper(source);
    Some(Citation {
        citation: &source.document,
        url: paper.as_ref().and_then(|paper| paper.url.clone()),
        title: paper.as_ref().and_then(|paper| paper.title.clone()),
        language: paper.as_ref().and_then(|paper| paper.language.clone()),
        publication: source.publisher.as_deref(),
    })
}
