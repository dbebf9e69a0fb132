//! Which kinds of deed are there, and what does each ontology call them?

use serde::Deserialize;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

/// The id of a kind of action: "shelling", "advance/near".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct ActionId(pub SmolStr);

/// A kind of action and its counterparts in the ontologies that users work with.
/// What an ontology lacks is `None`, never a near miss.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Stable, never reused.
    pub id: ActionId,
    /// What it is, as a verb phrase for people: "shelled".
    pub says: SmolStr,
    /// Its PLOVER type, mode and contexts (PLOVER manual, 2021).
    pub plover: Option<Plover>,
    /// Its CAMEO code, three or four digits (CAMEO 1.1b3).
    pub cameo: Option<SmolStr>,
    /// Its ACLED event type and sub-event type (ACLED codebook 2023).
    pub acled: Option<Acled>,
    /// Whether armed force is used, so that deaths in it count for UCDP GED.
    pub ucdp: Option<SmolStr>,
    /// Whether all that it says is that no pattern knows what was done.
    #[serde(default)]
    pub unclassified: bool,
}

/// A PLOVER coding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plover {
    /// One of the sixteen types ("ASSAULT"); none where PLOVER has only a context.
    pub event: Option<SmolStr>,
    /// A mode of that type, if one fits ("heavy-weapons").
    pub mode: Option<SmolStr>,
    /// Contexts that the action itself implies ("military").
    #[serde(default)]
    pub context: Vec<SmolStr>,
}

/// An ACLED coding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acled {
    /// One of the six event types.
    #[serde(rename = "type")]
    pub event_type: SmolStr,
    /// One of its sub-event types.
    pub sub_type: SmolStr,
}

/// All kinds of action.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    actions: Vec<Action>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    action: Vec<Action>,
}

impl Ontology {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut actions = toml::from_str::<File>(text)
            .map_err(|e| Error::new(file, e))?
            .action;
        actions.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = actions.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(Error::new(
                file,
                ErrorKind::Twice {
                    id: pair[0].id.0.to_string(),
                },
            ));
        }
        Ok(Self { actions })
    }

    /// The action of that id.
    pub fn get(&self, id: &ActionId) -> Option<&Action> {
        self.actions
            .binary_search_by(|action| action.id.cmp(id))
            .ok()
            .map(|at| &self.actions[at])
    }

    /// All actions, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter()
    }
}
