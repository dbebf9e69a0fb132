//! Which words does a pipeline know the dictionary forms of?
//!
//! In comes the file `lemmatizer/lookups/lookups.bin` of a spaCy pipeline, out
//! come plain tables that can be stored.
//!
//! Invariant: tables are given only together with the procedure that spaCy
//! would apply to them; where that is not known, the import fails.

use serde::{Deserialize, Serialize};

/// The tables of a lemmatizer, as they are stored. Parts of speech are given by
/// the id of their name in lower case ("noun").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LemmaTables {
    /// How lemmas are found.
    pub procedure: Procedure,
    /// What becomes of lemmas that are there already.
    pub existing: Existing,
    /// The lemmas of a form whatever its part of speech, by the id of the form.
    pub lookup: Vec<(u64, Vec<String>)>,
    /// Per part of speech: endings and what replaces them.
    pub rules: Vec<(u64, Vec<(String, String)>)>,
    /// Per part of speech: forms with their lemmas.
    pub exceptions: Vec<(u64, LemmaExceptions)>,
    /// Per part of speech: known lemmas.
    pub index: Vec<(u64, Vec<String>)>,
}

/// Forms with their lemmas.
pub type LemmaExceptions = Vec<(String, Vec<String>)>;

/// How lemmas are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Procedure {
    /// Only by the lookup table.
    Lookup,
    /// By rules.
    Rules,
    /// By rules, save for forms that the features show to be lemmas already.
    RulesUnlessBase,
    /// Known lemmas first, then exceptions, then rules, then the lookup table;
    /// rules for some parts of speech only.
    IndexFirst,
}

/// What becomes of a lemma that a token has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Existing {
    /// It stays.
    Kept,
    /// It is replaced.
    Replaced,
}

#[cfg(feature = "import")]
mod import {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{Existing, LemmaTables, Procedure};
    use crate::error::Error;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Stored {
        lemma_lookup: BTreeMap<u64, Lemmas>,
        lemma_rules: BTreeMap<u64, Vec<(String, String)>>,
        lemma_exc: BTreeMap<u64, BTreeMap<String, Vec<String>>>,
        lemma_index: BTreeMap<u64, Vec<String>>,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Lemmas {
        One(String),
        Several(Vec<String>),
    }

    impl LemmaTables {
        /// Reads `lemmatizer/lookups/lookups.bin` of a spaCy pipeline. The
        /// language is that of the pipeline ("en"), the mode that of the
        /// component ("rule" or "lookup").
        ///
        /// # Errors
        ///
        /// [`Error::Format`] when the bytes are not such a file, [`Error::Rule`]
        /// when the mode or the language's own way in that mode is not known.
        pub fn from_spacy(
            lookups: &[u8],
            language: &str,
            mode: &str,
            existing: Existing,
        ) -> Result<LemmaTables, Error> {
            let procedure = match (mode, language) {
                // These have ways of their own in spaCy.
                ("rule", "ca" | "el" | "es" | "ht" | "mk" | "nl") | ("lookup", "nl") => {
                    return Err(refused(format!("the mode {mode:?} of {language:?}")));
                }
                ("lookup", _) => Procedure::Lookup,
                ("rule", "en") => Procedure::RulesUnlessBase,
                ("rule", "fr") => Procedure::IndexFirst,
                ("rule", _) => Procedure::Rules,
                _ => return Err(refused(format!("the mode {mode:?}"))),
            };
            let stored: Stored = rmp_serde::from_slice(lookups).map_err(|error| Error::Format {
                what: "lemmatizer/lookups/lookups.bin".to_owned(),
                reason: error.to_string(),
            })?;
            let lookup = stored
                .lemma_lookup
                .into_iter()
                .map(|(form, lemmas)| match lemmas {
                    Lemmas::One(lemma) => (form, vec![lemma]),
                    Lemmas::Several(lemmas) => (form, lemmas),
                });
            let exceptions = stored.lemma_exc.into_iter();
            Ok(LemmaTables {
                procedure,
                existing,
                lookup: lookup.collect(),
                rules: stored.lemma_rules.into_iter().collect(),
                exceptions: exceptions
                    .map(|(pos, forms)| (pos, forms.into_iter().collect()))
                    .collect(),
                index: stored.lemma_index.into_iter().collect(),
            })
        }
    }

    fn refused(what: String) -> Error {
        Error::Rule {
            which: "the lemmatizer".to_owned(),
            reason: format!("{what} is not supported"),
        }
    }
}
