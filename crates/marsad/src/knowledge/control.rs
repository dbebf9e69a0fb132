//! What does a deed mean for who holds the place where it was done?
//!
//! In goes `ontology/control.toml`; out comes [`Control`]: for an action what it does to the hold of whoever does it and
//! of whoever it is done to, and the rules by which such words count. Invariant: every action named is one of the ontology,
//! and stands in one entry at most.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{ActionId, Ontology},
    error::{Error, ErrorKind, did_you_mean},
};

/// What a deed does to somebody's hold of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hold {
    /// They come to hold it.
    Gains,
    /// They hold it already.
    Holds,
    /// They hold it no longer.
    Leaves,
    /// They are all round it, or keep it shut.
    Besieges,
    /// They let it be besieged no longer.
    Relieves,
    /// They are inside it, and do not hold it yet.
    Enters,
    /// They fight for it.
    Fights,
    /// They come nearer to it.
    Nears,
}

impl Hold {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gains => "gains",
            Self::Holds => "holds",
            Self::Leaves => "leaves",
            Self::Besieges => "besieges",
            Self::Relieves => "relieves",
            Self::Enters => "enters",
            Self::Fights => "fights",
            Self::Nears => "nears",
        }
    }
}

/// What an action does to the hold of those who have a part in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Of whoever does it.
    pub actor: Option<Hold>,
    /// Of whoever it is done to.
    pub target: Option<Hold>,
}

/// What deeds do to who holds a place, and what it takes for them to count.
#[derive(Clone, Debug, Default)]
pub struct Control {
    of: BTreeMap<ActionId, Holding>,
    /// The rules.
    pub rules: Rules,
}

/// What it takes for a word on who holds a place to count.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How many independent voices that gain nothing by it are enough.
    pub voices: usize,
    /// How many days may lie between what two voices tell for them to count together.
    pub together: i32,
    /// The precisions of place (UCDP's) at which a deed is told of a named place itself.
    pub precision: Vec<u8>,
    /// How a deed lies to a place where it concerns the whole of it ("at").
    pub whole: Vec<SmolStr>,
    /// Words that make a part of the place that "of" ties to them ("most").
    pub parts: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    control: Vec<Entry>,
    rules: Rules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    actions: Vec<SmolStr>,
    actor: Option<Hold>,
    target: Option<Hold>,
}

impl Control {
    pub(super) fn read(file: &str, text: &str, ontology: &Ontology) -> Result<Self, Error> {
        let File { control, rules } =
            toml::from_str::<File>(text).map_err(|e| Error::new(file, e))?;
        let mut of = BTreeMap::new();
        for entry in control {
            let holding = Holding {
                actor: entry.actor,
                target: entry.target,
            };
            for id in entry.actions {
                let action = known(file, ontology, &id)?;
                if of.insert(action, holding).is_some() {
                    let id = id.to_string();
                    return Err(Error::new(file, ErrorKind::Twice { id }));
                }
            }
        }
        if rules.voices == 0 || rules.together < 0 {
            let what = "at least one voice is needed, and days are counted from 0".to_owned();
            let at = "rules".to_owned();
            return Err(Error::new(file, ErrorKind::Entry { at, what }));
        }
        Ok(Self { of, rules })
    }

    /// What an action does to the hold of those who have a part in it; nothing, where the file says nothing.
    pub fn of(&self, action: &ActionId) -> Holding {
        self.of.get(action).copied().unwrap_or_default()
    }
}

/// The action of an id that a file names.
pub(super) fn known(file: &str, ontology: &Ontology, id: &SmolStr) -> Result<ActionId, Error> {
    let action = ActionId(id.clone());
    if ontology.get(&action).is_some() {
        return Ok(action);
    }
    let names = ontology.iter().map(|action| action.id.0.as_str());
    let near = did_you_mean(id, names);
    let what = format!("there is no such action in actions.toml{near}");
    let at = id.to_string();
    Err(Error::new(file, ErrorKind::Entry { at, what }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "[rules]\nvoices = 2\ntogether = 30\nprecision = [1]\nwhole = [\"at\"]\nparts = [\"most\"]\n";

    #[test]
    fn an_unknown_action_or_hold_is_refused() {
        let read = |entry: &str| {
            let text = format!("[[control]]\n{entry}\n{RULES}");
            let read = Control::read("control.toml", &text, &Ontology::default());
            read.expect_err("refused").to_string()
        };
        let action = read("actions = [\"captur\"]\nactor = \"gains\"");
        assert!(action.contains("captur"), "{action}");
        let hold = read("actions = []\nactor = \"owns\"");
        assert!(hold.contains("owns"), "{hold}");
    }

    #[test]
    fn a_rule_that_no_voice_need_back_is_refused() {
        let text = "control = []\n[rules]\nvoices = 0\ntogether = 30\nprecision = [1]\nwhole = [\"at\"]\nparts = [\"most\"]\n";
        let read = Control::read("control.toml", text, &Ontology::default());
        let error = read.expect_err("refused").to_string();
        assert!(error.contains("at least one voice"), "{error}");
    }
}
