//! Who acts in wars, by which names, on whose side and until when?

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

/// The id of a known actor: "sy.hezbollah".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct ActorId(pub SmolStr);

/// A known actor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Stable, never reused.
    pub id: ActorId,
    /// The name to print.
    pub name: SmolStr,
    /// All names as reports write them, the printed one included.
    pub names: Vec<SmolStr>,
    /// What kind of actor, from the closed list at the head of the file.
    pub kind: SmolStr,
    /// ISO 3166-1 alpha-2, or empty where it belongs to no one country.
    #[serde(default)]
    pub country: SmolStr,
    /// Its codes in other ontologies.
    #[serde(default)]
    pub codes: Codes,
    /// On which side it stood in which war, and when.
    #[serde(default)]
    pub sides: Vec<Side>,
}

/// An actor's codes in other ontologies.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// PLOVER sector code ("REB").
    pub plover: Option<SmolStr>,
    /// CAMEO actor code ("LEBREBHEZ").
    pub cameo: Option<SmolStr>,
}

/// On which side an actor stood, and when.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// A war of `wars.toml`.
    pub war: SmolStr,
    /// A side of that war.
    pub side: SmolStr,
    /// From when (year, month or day), where known.
    pub from: Option<SmolStr>,
    /// Until when (year, month or day), where it ended.
    pub to: Option<SmolStr>,
}

impl Side {
    /// Whether the allegiance held on that day. Its ends count as whole years,
    /// months or days, as they are written.
    pub fn held_on(&self, day: Date) -> bool {
        let day = day.to_string();
        let upto = |bound: &SmolStr| day.get(..bound.len()).unwrap_or(&day).to_owned();
        self.from.as_ref().is_none_or(|from| upto(from).as_str() >= from.as_str())
            && self.to.as_ref().is_none_or(|to| upto(to).as_str() <= to.as_str())
    }
}

/// What kind of somebody a phrase names, from its name or its head noun.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// The agent type ("military", "rebel", "civilian", "official"), or an actor's kind.
    pub kind: SmolStr,
    /// How it appears.
    pub form: Form,
    /// How casualties of this sort are counted by default.
    pub status: Status,
    /// PLOVER sector code, where the words tell.
    pub plover: Option<SmolStr>,
    /// What kind of voice it is when it speaks; `None` when it does not speak.
    pub voice: Option<SmolStr>,
}

/// How an agent appears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// One human being, or several.
    #[default]
    Person,
    /// A group spoken of as one.
    Collective,
    /// An office or body.
    Institution,
    /// A weapon carrier that is named as the one acting.
    Platform,
}

/// How casualties are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Fights.
    Combatant,
    /// Does not fight.
    Civilian,
    /// Cannot be told from the word.
    #[default]
    Unknown,
}

/// All known actors, and the names that find them.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    actors: Vec<Actor>,
    by_name: FxHashMap<String, Vec<usize>>,
    longest: usize,
}

#[derive(Deserialize)]
struct File {
    actor: Vec<Actor>,
}

impl Actors {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut actors = toml::from_str::<File>(text).map_err(|e| Error::new(file, e))?.actor;
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = actors.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(Error::new(file, ErrorKind::Twice { id: pair[0].id.0.to_string() }));
        }
        let mut by_name: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut longest = 0;
        for (at, actor) in actors.iter().enumerate() {
            for name in &actor.names {
                let key = name_key(name);
                longest = longest.max(key.split(' ').count());
                let found = by_name.entry(key).or_default();
                if found.last() != Some(&at) {
                    found.push(at);
                }
            }
        }
        Ok(Self { actors, by_name, longest })
    }

    /// The actor of that id.
    pub fn get(&self, id: &ActorId) -> Option<&Actor> {
        self.actors.binary_search_by(|actor| actor.id.cmp(id)).ok().map(|at| &self.actors[at])
    }

    /// The actors that bear a name, by id; case, accents, apostrophes, hyphens and a
    /// leading "the" do not count.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Actor> {
        let found = self.by_name.get(&name_key(name));
        found.into_iter().flatten().map(|&at| &self.actors[at])
    }

    /// The most words that any name has.
    pub fn longest_name(&self) -> usize {
        self.longest
    }

    /// All actors, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter()
    }
}

/// A name without what writers vary: case, marks, apostrophes, hyphens, a leading "the".
fn name_key(name: &str) -> String {
    let folded = super::gazetteer::fold(name);
    folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn allegiance_ends_with_the_period_that_is_written() {
        let side = Side { war: "w".into(), side: "s".into(), from: Some("2012".into()), to: Some("2024-12-08".into()) };
        assert!(side.held_on(date(2012, 1, 1)) && side.held_on(date(2024, 12, 8)));
        assert!(!side.held_on(date(2011, 12, 31)) && !side.held_on(date(2024, 12, 9)));
    }
}
