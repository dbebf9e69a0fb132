//! Which common nouns are places, and which words say how something lies to a place?

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::error::Error;

/// Nouns for places and words for spatial relations, from `locations.toml`.
#[derive(Clone, Debug, Default)]
pub struct Locations {
    classes: FxHashMap<SmolStr, SmolStr>,
    relations: FxHashMap<SmolStr, SmolStr>,
    kinds: FxHashMap<SmolStr, Vec<SmolStr>>,
}

#[derive(Deserialize)]
struct File {
    location: Vec<Location>,
    relation: Vec<Relation>,
    anaphor: Vec<Anaphor>,
}

#[derive(Deserialize)]
struct Anaphor {
    nouns: Vec<SmolStr>,
    kinds: Vec<SmolStr>,
}

#[derive(Deserialize)]
struct Location {
    class: SmolStr,
    nouns: Vec<SmolStr>,
}

#[derive(Deserialize)]
struct Relation {
    words: Words,
    relation: SmolStr,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(SmolStr),
    Several(Vec<SmolStr>),
}

impl Locations {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let mut locations = Self::default();
        for location in read.location {
            for noun in location.nouns {
                locations
                    .classes
                    .entry(noun)
                    .or_insert_with(|| location.class.clone());
            }
        }
        for anaphor in read.anaphor {
            for noun in anaphor.nouns {
                locations.kinds.insert(noun, anaphor.kinds.clone());
            }
        }
        for relation in read.relation {
            let words = match relation.words {
                Words::One(words) => vec![words],
                Words::Several(several) => several,
            };
            for words in words {
                locations
                    .relations
                    .entry(words)
                    .or_insert_with(|| relation.relation.clone());
            }
        }
        Ok(locations)
    }

    /// The class of a common noun for a place ("settlement", "area", "part", "route",
    /// "site", "feature"), by lemma.
    pub fn class(&self, lemma: &str) -> Option<&str> {
        self.classes.get(lemma).map(SmolStr::as_str)
    }

    /// The gazetteer's kinds of place that a noun with an article may take up ("the city").
    pub fn kinds(&self, lemma: &str) -> &[SmolStr] {
        self.kinds.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The relation that a preposition or adverb says ("near", "towards", "south of").
    pub fn relation(&self, words: &str) -> Option<&SmolStr> {
        self.relations.get(words)
    }
}
