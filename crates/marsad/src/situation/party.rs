//! Who is meant where several actors of one side have a part?
//!
//! In comes somebody with a part in a deed, the day and the country; out comes the [`Party`]: the side that they took in the
//! war of that country on that day, or else themselves. Invariant: nobody is put on a side that no list puts them on.

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::{
    event::Who,
    knowledge::{
        Knowledge,
        actor::{Actor, ActorId, Side},
        war::War,
    },
};

/// By which words the forces of a state are looked for.
const FORCES: [&str; 2] = ["forces", "army"];

/// The country (ISO 3166-1 alpha-2) of which an actor is the state, its government or its forces ("sy.government").
fn state(id: &ActorId) -> Option<SmolStr> {
    let (code, what) = id.0.split_once('.')?;
    let is_state = matches!(what, "state" | "government" | "military");
    (is_state && code.len() == 2).then(|| code.to_uppercase().into())
}

/// A side of a war, or whoever is on none that is known. Those of one side are one party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A side of a war of `wars.toml`.
    Side {
        /// The war's id.
        war: SmolStr,
        /// The side's id.
        side: SmolStr,
        /// What people call it.
        name: SmolStr,
    },
    /// A known actor that takes no known side that day.
    Actor {
        /// The actor's id.
        id: SmolStr,
        /// What people call it.
        name: SmolStr,
    },
    /// Somebody whom reports name by these words only, in lower case.
    Words(SmolStr),
}

impl Party {
    /// Whose party somebody is of on a day, in the war of the country if they take sides in several.
    pub fn of(knowledge: &Knowledge, who: &Who, day: Date, country: Option<&str>) -> Self {
        let Some(id) = &who.actor else {
            let words = who.name.to_lowercase();
            let bare = words.strip_prefix("the ").unwrap_or(&words);
            return Self::Words(bare.into());
        };
        let state = state(id);
        let forces = state.as_ref().and_then(|code| {
            let military = knowledge.actors().military_of(code, Some(day), &FORCES);
            military.map(|actor| &actor.id)
        });
        let mut sides: Vec<(&War, &Side)> = knowledge
            .sides_of(forces.unwrap_or(id), day)
            .into_iter()
            .filter_map(|side| Some((knowledge.wars().get(&side.war)?, side)))
            .collect();
        let here = |war: &War| country.is_some_and(|here| war.countries.iter().any(|c| c == here));
        sides.sort_by_key(|(war, _)| !here(war));
        let found = sides.first().and_then(|(war, side)| {
            let belligerent = war.side(&side.side)?;
            Some(Self::Side {
                war: war.id.clone(),
                side: belligerent.id.clone(),
                name: belligerent.name.clone(),
            })
        });
        let country = state.and_then(|code| knowledge.gazetteer().country(&code));
        found.unwrap_or_else(|| Self::Actor {
            id: id.0.clone(),
            name: country.map_or_else(|| who.name.clone(), |country| country.name.into()),
        })
    }

    /// What people call it.
    pub fn name(&self) -> &SmolStr {
        match self {
            Self::Side { name, .. } | Self::Actor { name, .. } | Self::Words(name) => name,
        }
    }

    /// Whether it is known, and bears arms or rules: who only tells of a deed, or only speaks, did not do it.
    pub fn is_armed(&self, knowledge: &Knowledge) -> bool {
        match self {
            Self::Side { .. } => true,
            Self::Actor { id, .. } => {
                let id = ActorId(id.clone());
                let known = knowledge.actors().get(&id);
                known.map_or(state(&id).is_some(), Actor::fights)
            }
            Self::Words(_) => false,
        }
    }

    /// Whether the two are known to fight each other.
    pub fn opposes(&self, knowledge: &Knowledge, other: &Self) -> bool {
        let (
            Self::Side { war, side, .. },
            Self::Side {
                war: there,
                side: their,
                ..
            },
        ) = (self, other)
        else {
            return false;
        };
        let known = knowledge.wars().get(war).and_then(|war| war.side(side));
        war == there && known.is_some_and(|side| side.opposes.contains(their))
    }
}
