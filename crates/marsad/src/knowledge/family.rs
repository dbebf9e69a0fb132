//! Into which families are events put where many are counted, and what of people adds up?
//!
//! In goes `ontology/families.toml`; out come [`Families`]. Invariant: every action of the ontology is in exactly one
//! family, so that no event falls out of a table.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{ActionId, Ontology},
    control::known,
    error::{Error, ErrorKind},
};

/// A family of kinds of deed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Stable, never reused.
    pub id: SmolStr,
    /// What people call it.
    pub says: SmolStr,
    actions: Vec<SmolStr>,
}

/// Something that is counted of people and adds up over events.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolled {
    /// The word for it: "killed".
    pub what: SmolStr,
    /// What people call it.
    pub says: SmolStr,
    /// The actions whose doers, where they are counted, are counted as this.
    #[serde(default)]
    pub doers_of: Vec<ActionId>,
    /// From how many on a claim sums up many deeds.
    pub sum_from: Option<f64>,
    /// From how many on a number does where no words of the report date it.
    pub sum_from_undated: Option<f64>,
}

/// The number under which those are counted who do something.
pub(crate) const DOERS: &str = "actors";

impl Tolled {
    /// Whether what an action counts as `what` is counted as this.
    pub fn counts(&self, action: &ActionId, what: &str) -> bool {
        what == self.what || what == DOERS && self.doers_of.contains(action)
    }
}

/// All families, and what adds up.
#[derive(Clone, Debug, Default)]
pub struct Families {
    families: Vec<Family>,
    of: BTreeMap<ActionId, usize>,
    tolls: Vec<Tolled>,
    sums: Sums,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sums {
    days: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    family: Vec<Family>,
    toll: Vec<Tolled>,
    sums: Sums,
}

impl Families {
    pub(super) fn read(file: &str, text: &str, ontology: &Ontology) -> Result<Self, Error> {
        let File { family, toll, sums } =
            toml::from_str::<File>(text).map_err(|e| Error::new(file, e))?;
        let mut of = BTreeMap::new();
        for (at, one) in family.iter().enumerate() {
            for id in &one.actions {
                if of.insert(known(file, ontology, id)?, at).is_some() {
                    let id = id.to_string();
                    return Err(Error::new(file, ErrorKind::Twice { id }));
                }
            }
        }
        for id in toll.iter().flat_map(|toll| &toll.doers_of) {
            known(file, ontology, &id.0)?;
        }
        if let Some(lost) = ontology.iter().find(|action| !of.contains_key(&action.id)) {
            let at = lost.id.0.to_string();
            let what = "the action is in no family; put it into one".to_owned();
            return Err(Error::new(file, ErrorKind::Entry { at, what }));
        }
        Ok(Self {
            families: family,
            of,
            tolls: toll,
            sums,
        })
    }

    /// The family of an action.
    pub fn of(&self, action: &ActionId) -> Option<&Family> {
        self.of.get(action).and_then(|&at| self.families.get(at))
    }

    /// All families, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Family> {
        self.families.iter()
    }

    /// The most days that an incident takes; a number of more days sums up many.
    pub fn longest(&self) -> i64 {
        self.sums.days
    }

    /// What adds up over events, in order.
    pub fn tolls(&self) -> impl Iterator<Item = &Tolled> {
        self.tolls.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::codes::Codes;

    #[test]
    fn an_action_without_a_family_is_refused() {
        let actions = "[[action]]\nid = \"hum\"\nsays = \"hummed\"\n";
        let ontology = Ontology::read("actions.toml", actions, Codes::default()).expect("read");
        let error = Families::read(
            "families.toml",
            "family = []\ntoll = []\n[sums]\ndays = 7\n",
            &ontology,
        );
        let error = error.expect_err("refused").to_string();
        assert!(
            error.contains("hum") && error.contains("no family"),
            "{error}"
        );
    }
}
