//! Trained spaCy pipelines in pure Rust.
//!
//! The principal type is [`Pipeline`]: it is loaded once from a compact model
//! file and turns any text into a [`Doc`] of [`Token`]s with tags, lemmas, a
//! dependency tree, sentence starts and named entities.

mod doc;
mod error;
mod strings;
mod tokenizer;
mod pattern;
mod lexeme;
mod characters;

pub use doc::{Doc, Entity, Token};
pub use error::Error;
pub use lexeme::LexemeNorms;
pub use tokenizer::{Exception, ExceptionToken, Tokenizer, TokenizerRules};
