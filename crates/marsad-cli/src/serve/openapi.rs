//! What can be asked, and how is it answered?
//!
//! Nothing comes in; out comes the definition of the API (OpenAPI 3.1), made from the same lines that read the requests, and a page of it
//! for people. Invariant: the page says what the definition says.

use std::{fmt::Write as _, sync::OnceLock};

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use serde_json::Value;
use utoipa::OpenApi;

use super::{answers, features};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "marsad",
        description = "What reports say of a war: each event once, with who did what to whom, where, when, and who says so. Everything is read only."
    ),
    paths(
        features::landing, features::conformance, features::collections, features::collection, features::items, features::item,
        answers::about, answers::actions, answers::actors, answers::map, answers::timeline, answers::list, answers::labels, answers::event
    ),
    tags(
        (name = "features", description = "Events for maps and tools of geographers, in the manner of OGC API – Features"),
        (name = "page", description = "What the map page asks")
    )
)]
struct Api;

fn definition() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| Api::openapi().to_pretty_json().unwrap_or_default())
}

/// The definition.
pub(super) async fn document() -> Response {
    // GDAL takes the type that OpenAPI has registered for version 3.0 only, and this one.
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, definition()).into_response()
}

/// The same for people.
pub(super) async fn page() -> Response {
    let api: Value = serde_json::from_str(definition()).unwrap_or_default();
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (kind, html(&api)).into_response()
}

fn html(api: &Value) -> String {
    let mut out = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>marsad: the API</title><link rel=\"stylesheet\" href=\"/page/page.css\"><body class=\"document\"><main><p><a href=\"/\">The map</a></p>",
    );
    let text = |value: &Value, key: &str| escaped(value[key].as_str().unwrap_or_default());
    let _ = write!(
        out,
        "<h1>{} {}</h1><p>{}</p><p>As a definition for programs: <a href=\"/api/openapi.json\">OpenAPI 3.1</a>.</p>",
        text(&api["info"], "title"),
        text(&api["info"], "version"),
        text(&api["info"], "description")
    );
    for tag in api["tags"].as_array().into_iter().flatten() {
        let _ = write!(out, "<h2>{}</h2>", text(tag, "description"));
        for (path, ways) in api["paths"].as_object().into_iter().flatten() {
            let way = &ways["get"];
            let own = way["tags"]
                .as_array()
                .is_some_and(|tags| tags.contains(&tag["name"]));
            if !own {
                continue;
            }
            let _ = write!(
                out,
                "<h3><code>GET {}</code></h3><p>{}</p>",
                escaped(path),
                text(way, "summary")
            );
            let parameters = way["parameters"].as_array();
            if let Some(parameters) = parameters.filter(|parameters| !parameters.is_empty()) {
                out.push_str("<table><thead><tr><th scope=\"col\">Parameter</th><th scope=\"col\">What it is</th><th scope=\"col\">Such as</th></tr></thead><tbody>");
                for one in parameters {
                    let example = one["example"].as_str().map(escaped).unwrap_or_default();
                    let _ = write!(
                        out,
                        "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{example}</td></tr>",
                        text(one, "name"),
                        text(one, "description")
                    );
                }
                out.push_str("</tbody></table>");
            }
            for (status, answer) in way["responses"].as_object().into_iter().flatten() {
                let description = text(answer, "description");
                if !description.is_empty() {
                    let _ = write!(out, "<p><b>{}</b> {description}</p>", escaped(status));
                }
            }
        }
    }
    out.push_str("</main></body></html>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_tells_every_path_of_the_definition() {
        let api: Value = serde_json::from_str(definition()).unwrap();
        let page = html(&api);
        let paths = api["paths"].as_object().unwrap();
        assert!(paths.len() > 10);
        for path in paths.keys() {
            assert!(page.contains(&format!("GET {path}<")), "{path}");
        }
    }
}
