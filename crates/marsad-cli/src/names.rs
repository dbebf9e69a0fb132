//! What does a name mean that somebody types to search for it?
//!
//! In comes the name of an actor, an action or a place; out comes the id or the place that it
//! stands for. Invariant: a name that means nothing is told with the nearest that does.

use std::path::Path;

use marsad::knowledge::{
    Knowledge,
    action::ActionId,
    actor::{Actor, ActorId},
    gazetteer::{Gazetteer, Place, PlaceId},
};

use crate::{
    bundle,
    report::Complaint,
    store::{Store, refusal::Refusal, search::Deed},
};

/// Why a name stands for nothing.
#[derive(Debug)]
pub(crate) enum Unknown {
    /// Nothing is called so.
    Name(Complaint),
    /// The store could not be asked.
    Store(Refusal),
    /// What the program knows is broken.
    Broken(anyhow::Error),
}

impl From<Refusal> for Unknown {
    fn from(refusal: Refusal) -> Self {
        Self::Store(refusal)
    }
}

impl From<anyhow::Error> for Unknown {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

impl Unknown {
    /// What to tell about a store at `path`.
    ///
    /// # Errors
    ///
    /// When what the program knows is broken.
    pub(crate) fn complaint(self, path: &Path) -> anyhow::Result<Complaint> {
        match self {
            Self::Name(complaint) => Ok(complaint),
            Self::Store(refusal) => Ok(refusal.complaint(path)),
            Self::Broken(error) => Err(error),
        }
    }
}

/// The id of the actor that `name` means: the id itself, or any of the actor's names.
///
/// What the store knows is asked first, since loading the program's knowledge takes longer than most
/// searches.
///
/// # Errors
///
/// When no actor is called so.
pub(crate) fn actor(store: &Store, name: &str) -> Result<String, Unknown> {
    if store.knows_actor(name)? {
        return Ok(name.to_owned());
    }
    Ok(known_actor(&bundle::knowledge()?, name)?.id.0.to_string())
}

/// The actor that `name` means: by its id, or by any of its names.
///
/// # Errors
///
/// When no actor is called so.
pub(crate) fn known_actor<'k>(knowledge: &'k Knowledge, name: &str) -> Result<&'k Actor, Unknown> {
    let actors = knowledge.actors();
    let by_id = actors.get(&ActorId(name.into()));
    if let Some(actor) = by_id.or_else(|| actors.named(name).next()) {
        return Ok(actor);
    }
    let names = actors
        .iter()
        .flat_map(|actor| actor.names.iter().chain([&actor.id.0]))
        .map(|name| name.as_str());
    let complaint = Complaint::error(None, format!("no actor is known as \"{name}\""));
    let else_ = "those who are not known by name are found by their words: marsad search WORDS";
    Err(Unknown::Name(
        complaint.help(suggestion(name, names, else_)),
    ))
}

/// The kind of deed that `name` means.
///
/// # Errors
///
/// When neither marsad nor PLOVER has one of that name.
pub(crate) fn deed(store: &Store, name: &str) -> Result<Deed, Unknown> {
    let (own, plover) = (
        Deed::Action(name.to_owned()),
        Deed::Plover(name.to_uppercase()),
    );
    if store.knows_deed(&own)? {
        return Ok(own);
    }
    if store.knows_deed(&plover)? {
        return Ok(plover);
    }
    let knowledge = bundle::knowledge()?;
    if knowledge
        .ontology()
        .codes()
        .plover(&name.to_uppercase())
        .is_some()
    {
        return Ok(plover);
    }
    known_action(&knowledge, name).map(|_| own)
}

/// The action of this id.
///
/// # Errors
///
/// When there is none.
pub(crate) fn known_action(knowledge: &Knowledge, name: &str) -> Result<ActionId, Unknown> {
    let ontology = knowledge.ontology();
    let id = ActionId(name.into());
    if ontology.get(&id).is_some() {
        return Ok(id);
    }
    let names = ontology.iter().map(|action| action.id.0.as_str());
    let complaint = Complaint::error(None, format!("there is no action \"{name}\""));
    let else_ = "docs/actions.md lists them all, and the types of PLOVER, which can be named too";
    Err(Unknown::Name(
        complaint.help(suggestion(name, names, else_)),
    ))
}

/// The likeliest place of that name, or the place of that id; `flag` is what the name was typed behind, with what parts the two ("--near ").
///
/// # Errors
///
/// When the gazetteer has no such name.
pub(crate) fn place<'g>(
    gazetteer: &'g Gazetteer,
    name: &str,
    flag: &str,
) -> Result<Place<'g>, Complaint> {
    let by_id = PlaceId::parse(name).and_then(|id| gazetteer.place(id));
    let likeliest = || {
        let found = gazetteer.find(name);
        found.first().and_then(|best| gazetteer.place(best.place))
    };
    by_id.or_else(likeliest).ok_or_else(|| {
        let complaint = Complaint::error(None, format!("no place is known as \"{name}\""));
        complaint.help(format!(
            "marsad gazetteer find shows near spellings; {flag}LAT,LON takes a point in degrees"
        ))
    })
}

/// The note that a name is taken for a place.
pub(crate) fn taken(name: &str, place: &Place<'_>, flag: &str) -> String {
    let country = place.countries.first().map(|code| format!(", {code}"));
    format!(
        "marsad: note: \"{name}\" is taken for {}{} at {:.3},{:.3}\n  help: marsad gazetteer find shows what else it may mean; {flag}LAT,LON takes a point",
        place.name,
        country.unwrap_or_default(),
        place.lat,
        place.lon
    )
}

/// What to do about a name that nothing bears: the nearest name, if one is near, or something else.
fn suggestion<'n>(name: &str, names: impl Iterator<Item = &'n str>, else_: &str) -> String {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    let nearest = names
        .map(|known| {
            let letters: Vec<char> = known.to_lowercase().chars().collect();
            (edits(&wanted, &letters), known)
        })
        .min();
    match nearest {
        // A third of the letters may be wrong; beyond that, the nearest name is only a name.
        Some((edits, known)) if edits * 3 <= wanted.len() => {
            format!("did you mean \"{known}\"? Otherwise: {else_}")
        }
        _ => else_.to_owned(),
    }
}

/// How many letters have to be put in, taken out or changed to make one word of the other.
fn edits(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (to, against) in other.iter().enumerate() {
            let changed = before + usize::from(letter != against);
            before = row[to + 1];
            row[to + 1] = changed.min(before + 1).min(row[to] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_if_it_is_near() {
        let names = || ["airstrike", "ambush", "arrest"].into_iter();
        assert!(suggestion("airstike", names(), "else").contains("\"airstrike\""));
        assert!(suggestion("Arrests", names(), "else").contains("\"arrest\""));
        assert_eq!(suggestion("picnic", names(), "else"), "else");
    }

    #[test]
    fn edits_are_counted() {
        let count = |one: &str, other: &str| {
            edits(
                &one.chars().collect::<Vec<_>>(),
                &other.chars().collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            (
                count("", "abc"),
                count("abc", "abc"),
                count("kitten", "sitting")
            ),
            (3, 0, 3)
        );
    }
}
