//! What does a browser get?
//!
//! In comes a path; out comes a part of the page, of the map's library or of the map beneath. Invariant: everything is in the binary, and
//! no path leads to a file of the machine.

use std::{io::Write as _, sync::OnceLock};

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};

use super::problem::Problem;
use crate::bundle;

/// A part of the page.
struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    packed: OnceLock<Vec<u8>>,
}

const fn asset(name: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    Asset {
        name,
        kind,
        bytes,
        packed: OnceLock::new(),
    }
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! page {
    ($name:literal) => {
        include_bytes!(concat!("../../page/", $name))
    };
}

/// All parts but the map beneath.
static ASSETS: [Asset; 12] = [
    asset(
        "index.html",
        "text/html; charset=utf-8",
        page!("index.html"),
    ),
    asset("page.css", STYLE, page!("page.css")),
    asset("main.mjs", SCRIPT, page!("main.mjs")),
    asset("api.mjs", SCRIPT, page!("api.mjs")),
    asset("map.mjs", SCRIPT, page!("map.mjs")),
    asset("timeline.mjs", SCRIPT, page!("timeline.mjs")),
    asset("panel.mjs", SCRIPT, page!("panel.mjs")),
    asset("words.mjs", SCRIPT, page!("words.mjs")),
    asset("icon.svg", "image/svg+xml", page!("icon.svg")),
    asset("maplibre-gl.mjs", SCRIPT, page!("vendor/maplibre-gl.mjs")),
    asset(
        "maplibre-gl-worker.mjs",
        SCRIPT,
        page!("vendor/maplibre-gl-worker.mjs"),
    ),
    asset("maplibre-gl.css", STYLE, page!("vendor/maplibre-gl.css")),
];

impl Asset {
    /// The same in gzip, packed when it is first wanted.
    fn packed(&self) -> &[u8] {
        self.packed.get_or_init(|| {
            let mut packer = GzEncoder::new(Vec::new(), Compression::best());
            // Writing to memory does not fail.
            let written = packer.write_all(self.bytes).and_then(|()| packer.finish());
            written.unwrap_or_default()
        })
    }
}

/// The page.
pub(super) async fn index(headers: HeaderMap) -> Response {
    part(&headers, "index.html")
}

/// A part of the page.
pub(super) async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    part(&headers, &name)
}

fn part(headers: &HeaderMap, name: &str) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return Problem::missing("there is no such page").into_response();
    };
    if takes_gzip(headers) {
        let kind = [
            (header::CONTENT_TYPE, asset.kind),
            (header::CONTENT_ENCODING, "gzip"),
        ];
        return (kind, asset.packed()).into_response();
    }
    ([(header::CONTENT_TYPE, asset.kind)], asset.bytes).into_response()
}

/// A layer of the map beneath; it is kept packed only.
pub(super) async fn basemap(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let layers = ["land", "lakes", "rivers", "borders", "provinces"];
    let Some(layer) = layers
        .iter()
        .find(|layer| name == format!("{layer}.geojson"))
    else {
        return Problem::missing("there is no such layer").into_response();
    };
    let packed = match bundle::file(&format!("basemap/{layer}.geojson.gz")) {
        Ok(packed) => packed,
        Err(error) => return Problem::own(&error).into_response(),
    };
    if !takes_gzip(&headers) {
        let detail = "this is sent in gzip only; ask with Accept-Encoding: gzip";
        return Problem::new(StatusCode::NOT_ACCEPTABLE, detail.into()).into_response();
    }
    let kind = [
        (header::CONTENT_TYPE, "application/geo+json"),
        (header::CONTENT_ENCODING, "gzip"),
    ];
    (kind, packed).into_response()
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted
            .split(',')
            .any(|one| one.trim().starts_with("gzip"))
    })
}
