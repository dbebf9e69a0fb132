//! How is a deed told in a sentence of marsad's own?
//!
//! In goes `lexicon/en/wording.toml`; out comes [`Wording`]: the small words around what an action "says". Invariant: every
//! action named is one of the ontology.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{ActionId, Ontology},
    control::known,
    error::Error,
};

/// The small words around deeds; the file tells of each table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    before: BTreeMap<ActionId, SmolStr>,
    undergone: BTreeMap<ActionId, SmolStr>,
    happened: BTreeMap<ActionId, SmolStr>,
}

impl Wording {
    pub(super) fn read(file: &str, text: &str, ontology: &Ontology) -> Result<Self, Error> {
        let read: Self = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        for table in [&read.before, &read.undergone, &read.happened] {
            for action in table.keys() {
                known(file, ontology, &action.0)?;
            }
        }
        Ok(read)
    }

    /// The word between what an action says and whom it was done to: "on"; none where they follow bare.
    pub fn before(&self, action: &ActionId) -> Option<&str> {
        self.before.get(action).map(SmolStr::as_str)
    }

    /// What follows "was" where nobody is named who did it: "shelled".
    pub fn undergone(&self, action: &ActionId) -> Option<&str> {
        self.undergone.get(action).map(SmolStr::as_str)
    }

    /// What is said where nobody at all is named: "there was shelling".
    pub fn happened(&self, action: &ActionId) -> Option<&str> {
        self.happened.get(action).map(SmolStr::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_action_is_refused() {
        let text = "[before]\n[undergone]\nshel = \"shelled\"\n[happened]\n";
        let error = Wording::read("wording.toml", text, &Ontology::default());
        let error = error.expect_err("refused").to_string();
        assert!(error.contains("shel"), "{error}");
    }
}
