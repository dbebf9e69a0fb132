//! Who acts in wars, by which names, on whose side and until when?

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind, did_you_mean};

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
    /// Names that count only in these very letters ("IS", not "is").
    #[serde(default)]
    pub cased_names: Vec<SmolStr>,
    /// The adjectives that tie a common noun to it ("Kurdish").
    #[serde(default)]
    pub adjectives: Vec<SmolStr>,
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
    /// Whose it is: what it says is that owner's word.
    pub of: Option<Owner>,
    /// Since when the name means this actor, where it passed from one to another.
    pub from: Option<SmolStr>,
    /// Until when.
    pub to: Option<SmolStr>,
}

impl Actor {
    /// Whether actors of this kind fight.
    pub fn fights(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "armed group"
                | "military"
                | "paramilitary"
                | "militia"
                | "alliance"
                | "state"
                | "gang"
                | "private military company"
        )
    }

    /// Whether actors of this kind take no side: what befalls them is no defeat, and to say so no admission.
    pub fn stands_apart(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "monitor"
                | "news agency"
                | "community"
                | "aid organisation"
                | "international organisation"
                | "peace operation"
                | "court"
        )
    }

    /// Whether the actor was there on that day; always, where no day is known.
    pub fn was_there(&self, day: Option<Date>) -> bool {
        day.is_none_or(|day| within(day, self.from.as_deref(), self.to.as_deref()))
    }
}

/// Whose an actor is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Another actor's.
    pub actor: Option<ActorId>,
    /// The government's of that country (ISO 3166-1 alpha-2).
    pub state: Option<SmolStr>,
    /// Since when (year, month or day).
    pub from: Option<SmolStr>,
    /// Until when (year, month or day).
    pub to: Option<SmolStr>,
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
        within(day, self.from.as_deref(), self.to.as_deref())
    }
}

/// Whether a day lies between two bounds, each a year, a month or a day and held as a whole.
pub(super) fn within(day: Date, from: Option<&str>, to: Option<&str>) -> bool {
    let day = day.to_string();
    let as_far_as = |bound: &str| day.get(..bound.len()).unwrap_or(&day).to_owned();
    from.is_none_or(|from| as_far_as(from).as_str() >= from)
        && to.is_none_or(|to| as_far_as(to).as_str() <= to)
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
    by_cased_name: FxHashMap<SmolStr, Vec<usize>>,
    by_adjective: FxHashMap<SmolStr, usize>,
    longest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    actor: Vec<Actor>,
    #[serde(default)]
    ambiguous: Vec<Ambiguous>,
}

/// A name that several actors share on purpose, the most usual first.
#[derive(Deserialize)]
struct Ambiguous {
    name: SmolStr,
    actors: Vec<ActorId>,
}

impl Actors {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let File {
            mut actor,
            ambiguous,
        } = toml::from_str::<File>(text).map_err(|e| Error::new(file, e))?;
        let actors = &mut actor;
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        if let Some(pair) = actors.windows(2).find(|pair| pair[0].id == pair[1].id) {
            let id = pair[0].id.0.to_string();
            return Err(Error::in_entry(
                file,
                text,
                &pair[0].id.0,
                ErrorKind::Twice { id },
            ));
        }
        let mut known = Self {
            actors: actor,
            ..Self::default()
        };
        for at in 0..known.actors.len() {
            known.index(at);
        }
        for actor in &known.actors {
            known.check_owners(actor).map_err(|what| {
                let at = actor.id.0.to_string();
                let kind = ErrorKind::Entry { at, what };
                Error::in_entry(file, text, &actor.id.0, kind)
            })?;
        }
        for entry in ambiguous {
            let usual = |at: &usize| {
                entry
                    .actors
                    .iter()
                    .position(|id| *id == known.actors[*at].id)
                    .unwrap_or(usize::MAX)
            };
            if let Some(found) = known.by_name.get_mut(&name_key(&entry.name)) {
                found.sort_by_key(usual);
            }
            if let Some(found) = known.by_cased_name.get_mut(&entry.name) {
                found.sort_by_key(usual);
            }
        }
        Ok(known)
    }

    /// Refuses an owner that there is not, and an actor that is its own in the end.
    fn check_owners(&self, actor: &Actor) -> Result<(), String> {
        let mut above = vec![&actor.id];
        let mut here = actor;
        while let Some(owner) = here.of.as_ref().and_then(|of| of.actor.as_ref()) {
            if above.contains(&owner) {
                let chain: Vec<&str> = above.iter().map(|id| id.0.as_str()).collect();
                return Err(format!(
                    "it is its own: {} and again {}",
                    chain.join(", "),
                    owner.0
                ));
            }
            let Some(next) = self.get(owner) else {
                let names = self.actors.iter().map(|actor| actor.id.0.as_str());
                let near = did_you_mean(&owner.0, names);
                return Err(format!(
                    "it is of \"{}\", which does not exist{near}",
                    owner.0
                ));
            };
            above.push(owner);
            here = next;
        }
        Ok(())
    }

    fn index(&mut self, at: usize) {
        let actor = &self.actors[at];
        for name in &actor.names {
            let key = name_key(name);
            self.longest = self.longest.max(key.split(' ').count());
            let found = self.by_name.entry(key).or_default();
            if found.last() != Some(&at) {
                found.push(at);
            }
        }
        for name in &actor.cased_names {
            self.longest = self.longest.max(name.split(' ').count());
            self.by_cased_name.entry(name.clone()).or_default().push(at);
        }
        for adjective in &actor.adjectives {
            self.by_adjective.entry(adjective.clone()).or_insert(at);
        }
    }

    /// The actor of that id.
    pub fn get(&self, id: &ActorId) -> Option<&Actor> {
        self.actors
            .binary_search_by(|actor| actor.id.cmp(id))
            .ok()
            .map(|at| &self.actors[at])
    }

    /// Whose word it is at bottom that an actor says: their own, or that of whom they are of, and so on. `None` where nobody has
    /// that id.
    pub fn origin(&self, id: &ActorId) -> Option<&Actor> {
        let mut actor = self.get(id)?;
        // The list is refused where somebody is their own in the end.
        while let Some(owner) = actor.of.as_ref().and_then(|owner| owner.actor.as_ref()) {
            actor = self.get(owner)?;
        }
        Some(actor)
    }

    /// The actors that bear a name, the most usual first; case, accents, apostrophes,
    /// hyphens and a leading "the" do not count, but for names that are words as well.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Actor> {
        let name = name.trim_start_matches("the ").trim_start_matches("The ");
        let found = self
            .by_cased_name
            .get(name)
            .or_else(|| self.by_name.get(&name_key(name)));
        found.into_iter().flatten().map(|&at| &self.actors[at])
    }

    /// Whether a word, as it is written, is somebody's name though it is a word as well or looks like
    /// none ("USAID").
    pub fn has_cased_name(&self, word: &str) -> bool {
        self.by_cased_name.contains_key(word)
    }

    /// The military of a state (ISO 3166-1 alpha-2) on a day, or the branch of it that one
    /// of these words names ("army", "air force"): among those with the CAMEO code of a
    /// state's military, the first by id of which a name ends in the earliest of the words.
    pub fn military_of(&self, country: &str, day: Option<Date>, words: &[&str]) -> Option<&Actor> {
        let own = |actor: &&Actor| {
            actor.country == country
                && actor.kind == "military"
                && actor.was_there(day)
                && actor
                    .codes
                    .cameo
                    .as_ref()
                    .is_some_and(|code| code.len() == 6 && code.ends_with("MIL"))
        };
        words.iter().find_map(|word| {
            self.actors.iter().filter(own).find(|actor| {
                actor
                    .names
                    .iter()
                    .any(|name| name_key(name).ends_with(word))
            })
        })
    }

    /// The actor that an adjective ties a noun to ("Kurdish fighters").
    pub fn with_adjective(&self, word: &str) -> Option<&Actor> {
        self.by_adjective.get(word).map(|&at| &self.actors[at])
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
    folded
        .strip_prefix("the ")
        .map(str::to_owned)
        .unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn allegiance_ends_with_the_period_that_is_written() {
        let side = Side {
            war: "w".into(),
            side: "s".into(),
            from: Some("2012".into()),
            to: Some("2024-12-08".into()),
        };
        assert!(side.held_on(date(2012, 1, 1)) && side.held_on(date(2024, 12, 8)));
        assert!(!side.held_on(date(2011, 12, 31)) && !side.held_on(date(2024, 12, 9)));
    }
}
