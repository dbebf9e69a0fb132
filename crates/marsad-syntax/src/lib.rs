//! Trained spaCy pipelines in pure Rust.
//!
//! The principal type is [`Pipeline`]: it is loaded once from a compact model
//! file and turns any text into a [`Doc`] of [`Token`]s with tags, lemmas, a
//! dependency tree, sentence starts and named entities.

mod archive;
mod doc;
mod error;
#[cfg(feature = "import")]
mod import;
mod kernel;
mod pipeline;
mod table;
mod tagger;
mod tok2vec;
mod transition;
mod strings;
mod morphology;
mod lemmatizer;
mod attribute_ruler;
mod tokenizer;
mod pattern;
mod lexeme;
mod characters;

pub use doc::{Doc, Entity, Token};
pub use error::Error;
#[cfg(feature = "import")]
pub use import::{PipelineFiles, import_pipeline};
pub use pipeline::Pipeline;
pub use lexeme::LexemeNorms;
pub use tokenizer::{Exception, ExceptionToken, Tokenizer, TokenizerRules};
pub use attribute_ruler::{
    Attribute, AttributeRule, AttributeRuler, AttributeRules, Condition, Quantity, Test, TokenPattern,
};
pub use lemmatizer::{Existing, LemmaExceptions, LemmaTables, Lemmatizer, Procedure};
pub use lexeme::Flag;
