//! What may be typed behind `marsad serve`?
//!
//! In goes that part of the command line; out come its options. Invariant: as for all
//! arguments, what cannot make sense is refused before any file is opened.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

use super::GazetteerOptions;

const AFTER: &str = "\
Examples:
  marsad ingest archive/ --store war.db
  marsad serve --store war.db
  marsad serve --store war.db --listen 127.0.0.1:9000

The page with the map is at the address that is printed, the API at /api/docs under it. Nothing
that is asked changes the store, and what others ingest meanwhile shows after seconds. Only this
machine can ask, unless --listen names an address that others reach.

Exit codes:
  0  it was told to end
  2  the command line makes no sense, or the store or the address cannot be used
  3  the program itself failed";

/// Options of `marsad serve`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ServeOptions {
    /// The store
    #[arg(long, value_name = "NAME.db")]
    pub(crate) store: PathBuf,
    /// The address and port at which to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8717")]
    pub(crate) listen: SocketAddr,
    /// Which gazetteers there are.
    #[command(flatten)]
    pub(crate) gazetteers: GazetteerOptions,
}
