//! How do people look at a store, and other programs ask it?
//!
//! In comes a store; out come, over HTTP, a page with a map, and an API. There is one file here for each question: [`index`] holds all
//! events in memory, [`query`] reads what is asked, [`cluster`] and [`timeline`] make many events few, [`answers`] and [`features`] say
//! what is found, [`page`] what a browser needs. Invariants: nothing that is asked changes anything; no request leads to a file; whatever
//! a report says reaches the page as text and never as code.

mod answers;
mod cluster;
mod desk;
mod extract;
mod features;
mod guard;
mod index;
mod labels;
mod openapi;
mod page;
mod problem;
mod query;
mod rate;
mod tally;
mod timeline;

use std::{net::SocketAddr, path::PathBuf, sync::Arc, thread, time::Duration};

use axum::{Router, middleware, routing::get};
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use marsad::knowledge::Knowledge;
use tokio::{net::TcpListener, signal, sync::Semaphore, time};

use self::{desk::Desk, problem::Problem, rate::Peer};
use crate::store::refusal::Refusal;

/// How many connections there are at once; more wait.
const CONNECTIONS: usize = 512;
/// How long whoever connects has to say what they want.
const ASKING: Duration = Duration::from_secs(10);
/// How long a connection lasts, whatever is sent or not.
const CONNECTED: Duration = Duration::from_secs(300);

/// Why nothing is served.
pub(crate) enum Failure {
    /// The store cannot be used.
    Store(Refusal),
    /// The address cannot be used.
    Address(std::io::Error),
    /// Anything else.
    Own(std::io::Error),
}

/// Serves a store until the process is told to end. `ready` is told the address once it is open.
pub(crate) fn serve(
    store: PathBuf,
    knowledge: Knowledge,
    address: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failure> {
    let is_local = address.ip().is_loopback();
    let (desk, watch) = Desk::at(store, knowledge, is_local).map_err(Failure::Store)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Own)?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(Failure::Address)?;
        ready(listener.local_addr().map_err(Failure::Address)?);
        // It ends with the process.
        thread::spawn(move || watch.look());
        tokio::select! {
            () = accept(listener, router(desk)) => {}
            _ = signal::ctrl_c() => {}
        }
        Ok(())
    });
    // Whoever still reads from the store would be waited for otherwise.
    runtime.shutdown_background();
    served
}

/// Takes whoever connects, for ever.
async fn accept(listener: TcpListener, router: Router) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(turn) = Arc::clone(&free).acquire_owned().await else {
            return;
        };
        let (stream, peer) = match listener.accept().await {
            Ok(connected) => connected,
            // Too many open files, say: it passes.
            Err(_) => {
                time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let answers = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            answers.call(request)
        });
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(ASKING)
                .serve_connection(TokioIo::new(stream), service);
            // Whoever breaks off or is too slow is no fault of ours.
            let _ended = time::timeout(CONNECTED, connection).await;
            drop(turn);
        });
    }
}

/// What is answered to which path.
fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/page/{name}", get(page::file))
        .route("/basemap/{name}", get(page::basemap))
        .route("/api", get(features::landing))
        .route("/api/conformance", get(features::conformance))
        .route("/api/collections", get(features::collections))
        .route("/api/collections/{collection}", get(features::collection))
        .route("/api/collections/{collection}/items", get(features::items))
        .route(
            "/api/collections/{collection}/items/{id}",
            get(features::item),
        )
        .route("/api/about", get(answers::about))
        .route("/api/actions", get(answers::actions))
        .route("/api/actors", get(answers::actors))
        .route("/api/map", get(answers::map))
        .route("/api/timeline", get(answers::timeline))
        .route("/api/list", get(answers::list))
        .route("/api/labels", get(answers::labels))
        .route("/api/events/{id}", get(answers::event))
        .route("/api/openapi.json", get(openapi::document))
        .route("/api/docs", get(openapi::page))
        .fallback(async || {
            Problem::missing("there is nothing here; / has the map and /api the API")
        })
        .layer(middleware::from_fn_with_state(
            Arc::clone(&desk),
            guard::guard,
        ))
        .layer(tower_http::compression::CompressionLayer::new().gzip(true))
        .with_state(desk)
}
