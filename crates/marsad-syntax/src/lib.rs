//! Trained spaCy pipelines in pure Rust.
//!
//! The principal type is [`Pipeline`]: it is loaded once from a compact model
//! file and turns any text into a [`Doc`] of [`Token`]s with tags, lemmas, a
//! dependency tree, sentence starts and named entities.

mod doc;
mod error;
mod strings;

pub use doc::{Doc, Entity, Token};
pub use error::Error;
