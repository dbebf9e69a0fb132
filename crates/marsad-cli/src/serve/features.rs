//! How do maps and tools of geographers get the events?
//!
//! In come requests in the manner of OGC API – Features, part 1 (OGC 17-069r4); out come a landing page, what this conforms to,
//! collections, and their features page by page. Invariants: every page says how many match and where the next one is; a feature has the
//! properties of `marsad export --format geojson`.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, Path, State},
    http::HeaderMap,
    response::Response,
};
use serde_json::{Value, json};

use super::{
    answers::{GEOJSON, json_of},
    desk::Desk,
    extract::Query,
    index::Entry,
    problem::Problem,
    query::{Asked, Page},
};
use crate::{
    bundle, export,
    gather::Papers,
    store::{Store, days::day_of},
};

const JSON: &str = "application/json";

/// The only collection so far.
const EVENTS: &str = "events";

/// Where this server is, as whoever asks calls it.
fn base(headers: &HeaderMap) -> String {
    let host = headers.get("host").and_then(|host| host.to_str().ok());
    // What a request calls the host goes into links only, and only if it looks like one.
    let plain = |host: &&str| {
        host.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte))
    };
    format!("http://{}/api", host.filter(plain).unwrap_or("localhost"))
}

fn link(href: String, rel: &str, kind: &str, title: &str) -> Value {
    json!({ "href": href, "rel": rel, "type": kind, "title": title })
}

/// Where everything is.
#[utoipa::path(get, path = "/api", tag = "features", responses((status = 200, description = "The landing page of OGC API – Features", body = Value)))]
pub(super) async fn landing(headers: HeaderMap) -> Response {
    let base = base(&headers);
    json_of(
        JSON,
        &json!({
            "title": "marsad",
            "description": "What reports say of a war: each event once, with who says so",
            "links": [
                link(base.clone(), "self", JSON, "This page"),
                link(format!("{base}/openapi.json"), "service-desc", JSON, "The definition of the API"),
                link(format!("{base}/docs"), "service-doc", "text/html", "The same for people"),
                link(format!("{base}/conformance"), "conformance", JSON, "What this conforms to"),
                link(format!("{base}/collections"), "data", JSON, "The collections"),
            ],
        }),
    )
}

/// What this conforms to.
#[utoipa::path(get, path = "/api/conformance", tag = "features", responses((status = 200, description = "The classes of requirements that are met", body = Value)))]
pub(super) async fn conformance() -> Response {
    let class =
        |name: &str| format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}");
    let classes = ["core", "geojson"].map(class);
    json_of(JSON, &json!({ "conformsTo": classes }))
}

/// The collections.
#[utoipa::path(get, path = "/api/collections", tag = "features", responses((status = 200, description = "All collections", body = Value)))]
pub(super) async fn collections(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    let base = base(&headers);
    json_of(
        JSON,
        &json!({
            "links": [link(format!("{base}/collections"), "self", JSON, "This page")],
            "collections": [of_events(&desk, &base)],
        }),
    )
}

/// One collection.
#[utoipa::path(get, path = "/api/collections/{collection}", tag = "features", params(("collection" = String, Path, description = "Its id: events", example = "events")), responses((status = 200, description = "The collection", body = Value), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn collection(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    is_events(&name)?;
    Ok(json_of(JSON, &of_events(&desk, &base(&headers))))
}

fn is_events(name: &str) -> Result<(), Problem> {
    match name {
        EVENTS => Ok(()),
        other => Err(Problem::missing(format!(
            "there is no collection \"{other}\"; /api/collections lists them"
        ))),
    }
}

fn of_events(desk: &Desk, base: &str) -> Value {
    let day = |day: i32| day_of(day).map(|day| format!("{day}T00:00:00Z"));
    let span = desk.index().span();
    let interval = [
        span.and_then(|(first, _)| day(first)),
        span.and_then(|(_, last)| day(last)),
    ];
    json!({
        "id": EVENTS,
        "title": "Events",
        "description": "What many reports tell of one happening. The columns are told in docs/exports.md.",
        "itemType": "feature",
        "extent": {
            "spatial": { "bbox": [[-180, -90, 180, 90]], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84" },
            "temporal": { "interval": [interval] },
        },
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "links": [
            link(format!("{base}/collections/{EVENTS}"), "self", JSON, "This collection"),
            link(format!("{base}/collections/{EVENTS}/items"), "items", GEOJSON, "Its features"),
        ],
    })
}

/// The features of a collection, page by page.
#[utoipa::path(get, path = "/api/collections/{collection}/items", tag = "features", params(("collection" = String, Path, description = "Its id: events", example = "events"), Asked, Page), responses((status = 200, description = "A FeatureCollection with links to the pages beside it", body = Value, content_type = "application/geo+json"), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn items(
    State(desk): State<Arc<Desk>>,
    Path(name): Path<String>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(asked, page): Query<Asked, Page>,
) -> Result<Response, Problem> {
    is_events(&name)?;
    let base = base(&headers);
    let typed = uri.query().unwrap_or_default().to_owned();
    desk.work(move |desk, index, store| {
        let (limit, offset) = page.read(10)?;
        let filter = asked.filter(&desk.knowledge, store)?;
        let found = index.select(&filter, &desk.knowledge);
        let page: Vec<&Entry> = found.iter().skip(offset).take(limit).copied().collect();
        let features = features(desk, store, page.iter().map(|entry| entry.sketch.number))?;
        let at = |offset: usize| {
            let others = typed
                .split('&')
                .filter(|part| !part.is_empty() && !part.starts_with("offset="));
            let all: Vec<String> = others
                .map(str::to_owned)
                .chain([format!("offset={offset}")])
                .collect();
            format!("{base}/collections/{EVENTS}/items?{}", all.join("&"))
        };
        let mut links = vec![link(at(offset), "self", GEOJSON, "This page")];
        if offset + page.len() < found.len() && !page.is_empty() {
            links.push(link(
                at(offset + page.len()),
                "next",
                GEOJSON,
                "The next page",
            ));
        }
        if offset > 0 {
            links.push(link(
                at(offset.saturating_sub(limit)),
                "prev",
                GEOJSON,
                "The page before",
            ));
        }
        Ok(json_of(
            GEOJSON,
            &json!({
                "type": "FeatureCollection",
                "timeStamp": now(),
                "numberMatched": found.len(),
                "numberReturned": features.len(),
                "links": links,
                "features": features,
            }),
        ))
    })
    .await
}

/// One feature of a collection.
#[utoipa::path(get, path = "/api/collections/{collection}/items/{id}", tag = "features", params(("collection" = String, Path, description = "Its id: events", example = "events"), ("id" = String, Path, description = "The id of an event")), responses((status = 200, description = "The feature", body = Value, content_type = "application/geo+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn item(
    State(desk): State<Arc<Desk>>,
    Path((name, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    is_events(&name)?;
    let base = base(&headers);
    desk.work(move |desk, _, store| {
        let number = store.event_number(&id)?;
        let mut found = features(desk, store, number)?;
        let Some(Value::Object(mut feature)) = found.pop() else {
            return Err(Problem::missing(format!("no event has the id \"{id}\"")));
        };
        let own = feature
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let own = format!("{base}/collections/{EVENTS}/items/{own}");
        let links = json!([
            link(own, "self", GEOJSON, "This feature"),
            link(
                format!("{base}/collections/{EVENTS}"),
                "collection",
                JSON,
                "Its collection"
            ),
        ]);
        feature.insert("links".into(), links);
        Ok(json_of(GEOJSON, &feature))
    })
    .await
}

/// The features of events.
fn features(
    desk: &Desk,
    store: &Store,
    numbers: impl IntoIterator<Item = i64>,
) -> Result<Vec<Value>, Problem> {
    let numbers: Vec<i64> = numbers.into_iter().collect();
    let events = store.events_of(&desk.knowledge, &numbers)?;
    let papers = Papers::of_store(Store::for_reading(&desk.path)?);
    export::features(&events, &desk.knowledge, &papers).map_err(|error| Problem::own(&error))
}

/// The time of day in UTC.
fn now() -> String {
    let now = std::time::SystemTime::now();
    jiff::Timestamp::try_from(now).map_or_else(
        |_| bundle::VERSION.to_owned(),
        |now| now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    )
}
