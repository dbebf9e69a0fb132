//! What does a pipeline say about cutting words?
//!
//! In comes the file `tokenizer` of a spaCy pipeline, out come plain rules that
//! can be stored.
//!
//! Invariant: the rules say exactly what the file says; nothing is compiled or
//! interpreted here.

use serde::{Deserialize, Serialize};

/// The rules of a tokenizer, as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenizerRules {
    /// Python regular expression that finds a prefix, if there is one.
    pub prefix: Option<String>,
    /// Python regular expression that finds a suffix.
    pub suffix: Option<String>,
    /// Python regular expression that finds where a word is cut inside.
    pub infix: Option<String>,
    /// Python regular expression of what is never cut.
    pub token_match: Option<String>,
    /// Python regular expression of what is not cut once affixes are gone.
    pub url_match: Option<String>,
    /// Whether exceptions are sought across tokens only if they contain an
    /// affix or a space.
    pub faster_heuristics: bool,
    /// The exceptions, sorted by form.
    pub exceptions: Vec<Exception>,
}

/// A form that is cut in its own way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The form, for example "don't".
    pub form: String,
    /// Its tokens, which concatenate to it.
    pub tokens: Vec<ExceptionToken>,
}

/// A token of an exception.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionToken {
    /// The form of the token, for example "n't".
    pub form: String,
    /// Its norm, if the rule sets one, for example "not".
    pub norm: Option<String>,
}

#[cfg(feature = "import")]
mod import {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{Exception, ExceptionToken, TokenizerRules};
    use crate::error::Error;
    use crate::strings::hash_string;

    /// The file as spaCy writes it.
    #[derive(Deserialize)]
    struct Stored {
        prefix_search: Option<String>,
        suffix_search: Option<String>,
        infix_finditer: Option<String>,
        token_match: Option<String>,
        url_match: Option<String>,
        #[serde(default = "default_heuristics")]
        faster_heuristics: bool,
        exceptions: BTreeMap<String, Vec<BTreeMap<Attribute, String>>>,
    }

    fn default_heuristics() -> bool {
        true
    }

    /// An attribute, by number or by name.
    #[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
    #[serde(untagged)]
    enum Attribute {
        Number(u64),
        Name(String),
    }

    impl Attribute {
        fn is(&self, name: &str) -> bool {
            match self {
                Attribute::Number(number) => *number == hash_string(name),
                Attribute::Name(given) => given.eq_ignore_ascii_case(name),
            }
        }
    }

    impl TokenizerRules {
        /// Reads the file `tokenizer` of a spaCy pipeline.
        ///
        /// # Errors
        ///
        /// [`Error::Format`] when the bytes are not such a file,
        /// [`Error::Rule`] when an exception sets anything but ORTH and NORM.
        pub fn from_spacy(tokenizer: &[u8]) -> Result<TokenizerRules, Error> {
            let stored: Stored =
                rmp_serde::from_slice(tokenizer).map_err(|error| Error::Format {
                    what: "tokenizer".to_owned(),
                    reason: error.to_string(),
                })?;
            let exceptions = stored.exceptions.into_iter().map(|(form, tokens)| {
                let tokens: Result<Vec<_>, Error> = tokens
                    .into_iter()
                    .map(|token| exception_token(&form, token))
                    .collect();
                Ok(Exception {
                    tokens: tokens?,
                    form,
                })
            });
            Ok(TokenizerRules {
                prefix: stored.prefix_search,
                suffix: stored.suffix_search,
                infix: stored.infix_finditer,
                token_match: stored.token_match,
                url_match: stored.url_match,
                faster_heuristics: stored.faster_heuristics,
                exceptions: exceptions.collect::<Result<_, Error>>()?,
            })
        }
    }

    fn exception_token(
        exception: &str,
        attributes: BTreeMap<Attribute, String>,
    ) -> Result<ExceptionToken, Error> {
        let mut token = ExceptionToken::default();
        for (attribute, value) in attributes {
            if attribute.is("ORTH") {
                token.form = value;
            } else if attribute.is("NORM") {
                token.norm = Some(value);
            } else {
                return Err(Error::Rule {
                    which: format!("the tokenizer exception {exception:?}"),
                    reason: "it sets an attribute other than ORTH and NORM".to_owned(),
                });
            }
        }
        Ok(token)
    }
}
