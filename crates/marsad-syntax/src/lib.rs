//! Trained spaCy pipelines in pure Rust.
//!
//! The principal type is [`Pipeline`]: it is loaded once from a compact model
//! file and turns any text into a [`Doc`] of [`Token`]s with tags, lemmas, a
//! dependency tree, sentence starts and named entities. The answers are those
//! of spaCy 3.8, and they are the same bytes on every machine.
//!
//! ```no_run
//! use marsad_syntax::Pipeline;
//!
//! let file = std::fs::read("data/models/en/en_core_web_sm-3.8.0.marsad")?;
//! let pipeline = Pipeline::from_bytes(file)?;
//! let doc = pipeline.parse("The rebels shelled the airport on Tuesday.");
//! print!("{}", doc.table());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What it does not do: train, score with a beam, use static vectors or
//! transformers, and merge or split tokens after the tokenizer. With the feature
//! `import`, `import_pipeline` makes model files of pipelines that spaCy saved,
//! and refuses by name what cannot be run.

// What does the pipeline say about this text?
mod pipeline;

// What is a text with its analysis, and how does it look?
mod doc;
mod table;

// Where are the tokens?
mod tokenizer;

mod pattern;

mod characters;

// What is known of a word by itself?
mod lexeme;

mod strings;

// Which numbers stand for each token in its context?
mod tok2vec;

mod kernel;

// Which tag does each word get, which word governs which, what names something?
mod tagger;

mod transition;

// What follows from tags by rule?
mod attribute_ruler;

mod lemmatizer;

mod morphology;

// How does a pipeline lie on disk, and how is it made of what spaCy saved?
mod archive;

#[cfg(feature = "import")]
mod import;

mod error;

pub use attribute_ruler::{
    Attribute, AttributeRule, AttributeRuler, AttributeRules, Condition, Quantity, Test,
    TokenPattern,
};
pub use doc::{Doc, Entity, Token};
pub use error::Error;
#[cfg(feature = "import")]
pub use import::{PipelineFiles, import_pipeline};
pub use lemmatizer::{Existing, LemmaExceptions, LemmaTables, Lemmatizer, Procedure};
pub use lexeme::{Flag, LexemeNorms};
pub use pipeline::Pipeline;
pub use tokenizer::{Exception, ExceptionToken, Tokenizer, TokenizerRules};
