//! For whom is it good that a deed was done?
//!
//! In goes `ontology/interests.toml`; out come [`Interests`]: for an action what whoever does it and
//! whoever suffers it gains or loses when it is told. Invariant: every action named is one of the
//! ontology, and stands in one entry at most.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{ActionId, Ontology},
    error::{Error, ErrorKind, did_you_mean},
};

/// Whether it is good or bad for somebody that a deed was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Good.
    Gain,
    /// Bad.
    Loss,
}

/// For whom an action is good and for whom bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// For whoever does it.
    pub actor: Option<Effect>,
    /// For whoever it is done to, where they fight or rule.
    pub target: Option<Effect>,
    /// For whoever does it, where civilians are hit.
    pub civilians: Option<Effect>,
}

/// For whom which actions are good and bad.
#[derive(Clone, Debug, Default)]
pub struct Interests(BTreeMap<ActionId, Interest>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    interest: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    actions: Vec<SmolStr>,
    actor: Option<Effect>,
    target: Option<Effect>,
    civilians: Option<Effect>,
}

impl Interests {
    pub(super) fn read(file: &str, text: &str, ontology: &Ontology) -> Result<Self, Error> {
        let entries = toml::from_str::<File>(text)
            .map_err(|e| Error::new(file, e))?
            .interest;
        let mut interests = BTreeMap::new();
        for entry in entries {
            let interest = Interest {
                actor: entry.actor,
                target: entry.target,
                civilians: entry.civilians,
            };
            for id in entry.actions {
                let action = ActionId(id.clone());
                if ontology.get(&action).is_none() {
                    let names = ontology.iter().map(|action| action.id.0.as_str());
                    let near = did_you_mean(&id, names);
                    let what = format!("there is no such action in actions.toml{near}");
                    let at = id.to_string();
                    return Err(Error::in_entry(
                        file,
                        text,
                        &id,
                        ErrorKind::Entry { at, what },
                    ));
                }
                if interests.insert(action, interest).is_some() {
                    let id = id.to_string();
                    return Err(Error::new(file, ErrorKind::Twice { id }));
                }
            }
        }
        Ok(Self(interests))
    }

    /// For whom an action is good and bad; for nobody, where nothing is said of it.
    pub fn of(&self, action: &ActionId) -> Interest {
        self.0.get(action).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_action_is_refused() {
        let text = "[[interest]]\nactions = [\"captur\"]\nactor = \"gain\"\n";
        let ontology = Ontology::default();
        let error = Interests::read("interests.toml", text, &ontology).expect_err("refused");
        assert!(error.to_string().contains("captur"), "{error}");
    }
}
