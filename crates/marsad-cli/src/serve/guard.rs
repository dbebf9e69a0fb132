//! What holds for every answer?
//!
//! In comes a request; out comes its answer with what keeps a browser safe, and none at all where the browser has it already.
//! Invariants: no page may run or load anything that is not this server's own; no other site's page may read an answer; an answer is
//! the same as before exactly where program, store and request are.

use std::{
    hash::Hasher as _,
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use rustc_hash::FxHasher;
use tokio::time;

use super::{desk::Desk, problem::Problem, rate::Peer};
use crate::bundle;

/// What the page may do: nothing but load and run what this server sends it. Workers and pictures of the map are made in the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The longest an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest path with its parameters.
const LONGEST: usize = 4096;

/// Guards one request.
pub(super) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let tag = tag(&desk, &request);
    let mut answer = match refused(&desk, &request) {
        Some(refused) => refused,
        None if is_known(&request, &tag) => StatusCode::NOT_MODIFIED.into_response(),
        None => match time::timeout(PATIENCE, next.run(request)).await {
            Ok(answer) => answer,
            Err(_) => {
                let detail = "this takes too long; ask for less at once".to_owned();
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).into_response()
            }
        },
    };
    let fine = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
    let headers = answer.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        header::CACHE_CONTROL,
        if fine { "no-cache" } else { "no-store" },
    );
    set(header::VARY, "accept-encoding");
    if let Ok(tag) = HeaderValue::from_str(&tag)
        && fine
    {
        headers.insert(header::ETAG, tag);
    }
    answer
}

/// What tells this answer from those of other programs, stores and requests.
fn tag(desk: &Desk, request: &Request) -> String {
    let mut state = FxHasher::default();
    state.write(bundle::VERSION.as_bytes());
    state.write(request.uri().to_string().as_bytes());
    state.write_u64(desk.index().stamp());
    format!("W/\"{:016x}\"", state.finish())
}

/// Whether whoever asks has the answer already.
fn is_known(request: &Request, tag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH);
    let known = known.and_then(|tags| tags.to_str().ok());
    known.is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag))
}

/// Whether a request calls this server by an address or as this machine. A page of another site whose name was made to lead here (DNS
/// rebinding) would count as this server's own in a browser, and could read all.
fn is_called_by_address(request: &Request) -> bool {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let authority: Option<Authority> = host.parse().ok();
    authority.is_some_and(|authority| {
        let name = authority
            .host()
            .trim_start_matches('[')
            .trim_end_matches(']');
        name == "localhost" || name.parse::<IpAddr>().is_ok()
    })
}

/// The answer to what is not looked at further.
fn refused(desk: &Desk, request: &Request) -> Option<Response> {
    if desk.is_local && !is_called_by_address(request) {
        let detail = "ask by address, such as 127.0.0.1, or as localhost; --listen with an address that others reach takes names too";
        let problem = Problem::new(StatusCode::MISDIRECTED_REQUEST, detail.into());
        return Some(problem.into_response());
    }
    let peer = request.extensions().get::<Peer>();
    if peer.is_some_and(|peer| !desk.rates.allow(*peer, Instant::now())) {
        let detail = "you ask too often; ask again in a second".to_owned();
        let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, detail);
        return Some(([(header::RETRY_AFTER, "1")], problem).into_response());
    }
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > LONGEST {
        let detail = format!("what is asked has more than {LONGEST} characters");
        return Some(Problem::new(StatusCode::URI_TOO_LONG, detail).into_response());
    }
    None
}
