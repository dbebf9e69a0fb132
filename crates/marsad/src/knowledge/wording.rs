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
    article: Article,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    the: Vec<SmolStr>,
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

    /// A name as it stands in a sentence: "the Syrian Arab Army", "Islamic State", "a resident".
    pub fn named(&self, name: &str) -> String {
        let word = |part: &str| {
            let mut found = name.match_indices(part);
            found.any(|(at, _)| {
                let before = name[..at].chars().next_back();
                let after = name[at + part.len()..].chars().next();
                let apart =
                    |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
                apart(before) && apart(after)
            })
        };
        let proper = name.starts_with(char::is_uppercase) && !name.starts_with("The ");
        match proper && self.article.the.iter().any(|part| word(part)) {
            true => format!("the {name}"),
            false => name.to_owned(),
        }
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
        let text = "[before]\n[undergone]\nshel = \"shelled\"\n[happened]\n[article]\nthe = []\n";
        let error = Wording::read("wording.toml", text, &Ontology::default());
        let error = error.expect_err("refused").to_string();
        assert!(error.contains("shel"), "{error}");
    }

    #[test]
    fn names_take_the_article_that_is_theirs() {
        let text =
            "[before]\n[undergone]\n[happened]\n[article]\nthe = [\"Army\", \"government\"]\n";
        let wording = Wording::read("wording.toml", text, &Ontology::default()).expect("read");
        let named = |name: &str| wording.named(name);
        assert_eq!(named("Fen Army"), "the Fen Army");
        assert_eq!(
            named("Fen government and its allies"),
            "the Fen government and its allies"
        );
        assert_eq!(named("Armyworm News"), "Armyworm News");
        assert_eq!(named("an Army doctor"), "an Army doctor");
    }
}
