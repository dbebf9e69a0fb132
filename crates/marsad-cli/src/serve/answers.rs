//! What is answered about events?
//!
//! In come requests; out come maps, lists, timelines and single events as JSON. Invariant: every number that is shown of many events is
//! that of all that pass the filter, however few of them are listed.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use marsad::{
    event::{Grade, Telling},
    knowledge::{action::ActionId, actor::ActorId},
};
use serde::Serialize;
use serde_json::{Value, json};
use smol_str::SmolStr;
use utoipa::ToSchema;

use super::{
    cluster::{self, Shape},
    desk::Desk,
    extract::Query,
    index::{Entry, Index},
    problem::Problem,
    query::{Asked, Page, Where, Zoom},
    tally::Tally,
    timeline::{self, Bin},
};
use crate::{
    bundle,
    store::{Store, days::day_of, overview::Part},
    wire,
    wire::event::EventRecord,
};

/// The most marks on one map: those with most dead and most events come first.
const MOST_MARKS: usize = 4_000;
/// How many parties and voices are listed.
const MOST_PARTIES: usize = 400;
/// How many bytes before and after a clause are shown.
const AROUND: usize = 160;

/// JSON with its kind.
pub(super) fn json_of(kind: &'static str, value: &impl Serialize) -> Response {
    ([(header::CONTENT_TYPE, kind)], wire::line(value)).into_response()
}

const JSON: &str = "application/json";
/// The kind of GeoJSON.
pub(super) const GEOJSON: &str = "application/geo+json";

/// What this server has.
#[utoipa::path(get, path = "/api/about", tag = "page", responses((status = 200, description = "What the store holds: how many events, of which days, with which data", body = Value)))]
pub(super) async fn about(State(desk): State<Arc<Desk>>) -> Result<Response, Problem> {
    desk.work(|desk, index, store| {
        let span = index
            .span()
            .map(|(first, last)| [first, last].map(|day| day_of(day).map(|day| day.to_string())));
        let behind = store.behind()?;
        Ok(json_of(
            JSON,
            &json!({
                "version": bundle::VERSION,
                "data_version": desk.knowledge.version(),
                "events": index.len(),
                "documents": store.count_documents()?,
                "days": span,
                "behind": behind.unread + behind.later,
            }),
        ))
    })
    .await
}

/// Kinds of deed by family.
#[utoipa::path(get, path = "/api/actions", tag = "page", responses((status = 200, description = "The families of kinds of deed in their order, each with its kinds", body = Value)))]
pub(super) async fn actions(State(desk): State<Arc<Desk>>) -> Result<Response, Problem> {
    let knowledge = &desk.knowledge;
    let families = knowledge.families().iter().map(|family| {
        let own = knowledge.ontology().iter();
        let own = own.filter(|action| knowledge.families().of(&action.id) == Some(family));
        let actions: Vec<Value> = own
            .map(|action| json!({ "id": action.id.0, "says": action.says }))
            .collect();
        json!({ "id": family.id, "says": family.says, "actions": actions })
    });
    Ok(json_of(
        JSON,
        &json!({ "families": families.collect::<Vec<_>>() }),
    ))
}

/// Who acts, suffers and speaks in this store.
#[utoipa::path(get, path = "/api/actors", tag = "page", responses((status = 200, description = "Actors, targets and voices with the number of their events, those with most first", body = Value)))]
pub(super) async fn actors(State(desk): State<Arc<Desk>>) -> Result<Response, Problem> {
    desk.work(|desk, index, _| {
        let list = |part| {
            let parties = index.parties(part).into_iter().take(MOST_PARTIES);
            let named = parties.map(|(id, events)| {
                json!({ "id": id, "name": named(desk, id), "events": events })
            });
            named.collect::<Vec<Value>>()
        };
        Ok(json_of(
            JSON,
            &json!({ "actors": list(Part::Actor), "targets": list(Part::Target), "voices": list(Part::Voice) }),
        ))
    })
    .await
}

/// The name of an actor; of the state of a country that of the country; of others what they are called by.
fn named(desk: &Desk, id: &SmolStr) -> String {
    let known = desk.knowledge.actors().get(&ActorId(id.clone()));
    let state = || {
        let code = id.strip_suffix(".state")?.to_uppercase();
        desk.knowledge.gazetteer().country(&code)
    };
    match known {
        Some(actor) => actor.name.to_string(),
        None => state().map_or_else(|| id.to_string(), |country| country.name.to_owned()),
    }
}

/// What a map shows.
#[utoipa::path(get, path = "/api/map", tag = "page", params(Asked, Zoom), responses((status = 200, description = "GeoJSON: a point for events at one spot or near each other at this zoom, an area of its true radius for what is known less well", body = Value, content_type = "application/geo+json"), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn map(
    State(desk): State<Arc<Desk>>,
    Query(asked, zoom): Query<Asked, Zoom>,
) -> Result<Response, Problem> {
    desk.work(move |desk, index, store| {
        let zoom = zoom.read()?;
        let filter = asked.filter(&desk.knowledge, store)?;
        let events = index.select(&filter, &desk.knowledge);
        let mut marks = cluster::marks(events.iter().copied(), zoom);
        let killed = |entry: &Entry| entry.sketch.toll.map_or(0.0, |[_, best, _]| best);
        marks.sort_by(|a, b| {
            let weight = |mark: &cluster::Mark<'_>| {
                mark.events.iter().map(|entry| killed(entry)).sum::<f64>()
            };
            weight(b)
                .total_cmp(&weight(a))
                .then(b.events.len().cmp(&a.events.len()))
        });
        let left = marks.len().saturating_sub(MOST_MARKS);
        marks.truncate(MOST_MARKS);
        let families = desk.knowledge.families().iter().count();
        let features: Vec<Value> = marks.iter().map(|mark| feature(mark, families)).collect();
        Ok(json_of(
            GEOJSON,
            &json!({
                "type": "FeatureCollection",
                "features": features,
                "numberMatched": events.len(),
                "left_out": left,
            }),
        ))
    })
    .await
}

fn feature(mark: &cluster::Mark<'_>, families: usize) -> Value {
    let mut tally = Tally::none(families);
    for entry in &mark.events {
        tally.add(entry);
    }
    let (shape, radius_km, one_place) = match mark.shape {
        Shape::Area { radius_km } => ("area", radius_km, true),
        Shape::Point {
            radius_km,
            one_place,
        } => ("point", radius_km, one_place),
    };
    let only = match &mark.events[..] {
        [one] => Some(one.sketch.id.as_str()),
        _ => None,
    };
    let best = mark.events.iter().map(|entry| entry.sketch.grade).min();
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": [mark.lon, mark.lat] },
        "properties": {
            "shape": shape,
            "radius_km": radius_km,
            "one_place": one_place,
            "events": tally.events,
            "event": only,
            "family": tally.family(),
            "grade": best.map(Grade::as_str),
            "killed": tally.killed,
            "disputed": mark.events.iter().filter(|entry| entry.sketch.disputed > 0).count(),
        },
    })
}

/// The names of places on a map.
#[utoipa::path(get, path = "/api/labels", tag = "page", params(Where, Zoom), responses((status = 200, description = "GeoJSON: the largest towns in `bbox`, and countries and provinces, as `zoom` has room for", body = Value, content_type = "application/geo+json"), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn labels(
    State(desk): State<Arc<Desk>>,
    Query(place, zoom): Query<Where, Zoom>,
) -> Result<Response, Problem> {
    let (bounds, zoom) = (place.read()?, zoom.read()?);
    desk.work(move |desk, _, _| {
        let features = desk.labels.within(bounds, zoom);
        Ok(json_of(
            GEOJSON,
            &json!({ "type": "FeatureCollection", "features": features }),
        ))
    })
    .await
}

/// How many events there were when.
#[derive(Serialize, ToSchema)]
struct Timeline {
    /// The days, weeks, months or years.
    bins: Vec<Bin>,
    /// How many events have no day.
    undated: usize,
    /// How many lie so far off that they would make all others narrow.
    outside: usize,
}

/// How many events there were when.
#[utoipa::path(get, path = "/api/timeline", tag = "page", params(Asked), responses((status = 200, description = "Days, weeks, months or years with their events", body = Timeline), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn timeline(
    State(desk): State<Arc<Desk>>,
    Query(asked, _): Query<Asked>,
) -> Result<Response, Problem> {
    desk.work(move |desk, index, store| {
        let filter = asked.filter(&desk.knowledge, store)?;
        let events = index.select(&filter, &desk.knowledge);
        let families = desk.knowledge.families().iter().count();
        let (bins, outside) = timeline::bins(&events, families);
        Ok(json_of(
            JSON,
            &Timeline {
                bins,
                outside,
                undated: events
                    .iter()
                    .filter(|entry| entry.sketch.days.is_none())
                    .count(),
            },
        ))
    })
    .await
}

/// Events as lines of a list.
#[utoipa::path(get, path = "/api/list", tag = "page", params(Asked, Page), responses((status = 200, description = "Events, the latest first, each in a line", body = Value), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(desk): State<Arc<Desk>>,
    Query(asked, page): Query<Asked, Page>,
) -> Result<Response, Problem> {
    desk.work(move |desk, index, store| {
        let (limit, offset) = page.read(50)?;
        let filter = asked.filter(&desk.knowledge, store)?;
        let events = index.select(&filter, &desk.knowledge);
        let page: Vec<&Entry> = events.iter().skip(offset).take(limit).copied().collect();
        let numbers: Vec<i64> = page.iter().map(|entry| entry.sketch.number).collect();
        let lines: Vec<Value> = store
            .lines(&numbers)?
            .into_iter()
            .filter_map(|line| {
                let sketch = &index.get(line.number)?.sketch;
                let action = sketch.action.as_ref();
                let action = action.and_then(|id| {
                    desk.knowledge.ontology().get(&ActionId(id.clone()))
                });
                let day = |day| day_of(day).map(|day| day.to_string());
                Some(json!({
                    "id": sketch.id,
                    "actors": line.actors,
                    "action": sketch.action,
                    "says": action.map(|action| action.says.as_str()),
                    "family": index.get(line.number)?.family,
                    "targets": line.targets,
                    "place": line.place,
                    "point": sketch.area.map(|(lon, lat, radius)| json!({ "lon": lon, "lat": lat, "radius_km": radius })),
                    "from": sketch.days.and_then(|(from, _)| day(from)),
                    "to": sketch.days.and_then(|(_, to)| day(to)),
                    "killed": sketch.killed,
                    "grade": sketch.grade.as_str(),
                    "disputed": sketch.disputed,
                    "summary": sketch.clarity == 2,
                    "voices": line.voices,
                    "reports": line.reports,
                }))
            })
            .collect();
        Ok(json_of(JSON, &json!({ "events": lines, "matched": events.len(), "offset": offset })))
    })
    .await
}

/// One event in full.
#[utoipa::path(get, path = "/api/events/{id}", tag = "page", params(("id" = String, Path, description = "The id of an event, now or at any time before, or of a claim")), responses((status = 200, description = "The event as schema/event.schema.json describes it, and each claim in the words of its report", body = Value), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn event(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    desk.work(move |desk, _: &Index, store| {
        let number = store.event_number(&id)?;
        let events = match number {
            Some(number) => store.events_of(&desk.knowledge, &[number])?,
            None => Vec::new(),
        };
        let Some(event) = events.first() else {
            return Err(Problem::missing(format!(
                "no event and no claim has the id \"{id}\""
            )));
        };
        let mut words = Vec::new();
        for (source, telling) in &event.tellings {
            let source = &event.sources[*source];
            words.push(said(store, &source.fingerprint, telling)?);
        }
        Ok(json_of(
            JSON,
            &json!({ "event": EventRecord::new(event, &desk.knowledge), "words": words }),
        ))
    })
    .await
}

/// A claim in the words of its report: what stands before it, its clause up to the word it hangs on, that word, the rest, and what
/// stands behind.
fn said(store: &Store, fingerprint: &str, telling: &Telling) -> Result<Value, Problem> {
    let Some(document) = store.document(fingerprint)? else {
        return Ok(Value::Null);
    };
    let text = &document.text;
    let (clause, trigger) = (telling.clause, telling.trigger);
    let from = boundary(text, clause.start.saturating_sub(AROUND));
    let to = boundary(text, (clause.end + AROUND).min(text.len()));
    let part = |from: usize, to: usize| text.get(from..to.max(from)).unwrap_or_default();
    let trigger_start = trigger.start.clamp(clause.start, clause.end);
    let trigger_end = trigger.end.clamp(trigger_start, clause.end);
    Ok(json!({
        "claim": telling.claim,
        "title": document.title,
        "url": document.url,
        "parts": [
            part(from, clause.start),
            part(clause.start, trigger_start),
            part(trigger_start, trigger_end),
            part(trigger_end, clause.end),
            part(clause.end, to),
        ],
        "begins": from > 0,
        "goes_on": to < text.len(),
    }))
}

/// The next boundary between characters from a byte on.
fn boundary(text: &str, byte: usize) -> usize {
    (byte..text.len())
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(text.len())
}
