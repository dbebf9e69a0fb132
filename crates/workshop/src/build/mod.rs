//! How is what marsad ships made from what others publish?
//!
//! In: downloaded packages, each checked against its SHA-256, and the hand-written
//! tables in `data/`. Out: a file of `data/`. Invariant: the same inputs give the
//! same bytes, on any machine and any day. One file per thing that is built.

pub(crate) mod actions;
pub(crate) mod basemap;
pub(crate) mod casing;
pub(crate) mod dictionary;
pub(crate) mod gazetteer;
pub(crate) mod model;
mod package;
