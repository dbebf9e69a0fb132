//! What can go wrong before any text is read?
//!
//! Loading a pipeline can fail; reading a text never does. In comes what was
//! being loaded, out comes a message that says what is wrong, where, and what
//! to do about it.
//!
//! Invariant: no value of this type is ever caused by the text of a document.

use thiserror::Error as ThisError;

/// Why a pipeline could not be loaded.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A file of a spaCy directory, or a part of a model file, is not in the
    /// format that was expected there.
    #[error("{what} cannot be read: {reason}; check that it comes from a spaCy 3.8 pipeline")]
    Format {
        /// The file or part, as a reader would name it.
        what: String,
        /// What the decoder said.
        reason: String,
    },
    /// A regular expression uses something that the engine does not know.
    #[error(
        "the {which} pattern of the tokenizer cannot be compiled: {reason} at character {at}; \
         rewrite that part of the pattern"
    )]
    Pattern {
        /// Which of the patterns, for example "prefix".
        which: String,
        /// What is not understood.
        reason: String,
        /// Where, counted in characters from the start of the pattern.
        at: usize,
    },
    /// A rule (tokenizer exception, attribute rule) is not usable.
    #[error("{which} cannot be used: {reason}; correct or remove it in the pipeline")]
    Rule {
        /// Which rule.
        which: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The bytes are not a whole model file of the version that is read here.
    #[error("the model file cannot be used: {reason}; build it again with `workshop build model`")]
    Archive {
        /// What is wrong with it.
        reason: String,
    },
    /// The pipeline directory lacks a file that its configuration calls for.
    #[error("the pipeline has no file {path}; give the whole directory that spaCy saved")]
    Missing {
        /// The path inside the directory.
        path: String,
    },
    /// The pipeline has a part that this crate does not run.
    #[error(
        "{part} is not supported ({reason}); disable that component in the pipeline's config.cfg \
         or retrain it with spaCy's default CPU architecture"
    )]
    Unsupported {
        /// The component or architecture.
        part: String,
        /// Why it cannot be run.
        reason: String,
    },
}
