//! Which common nouns are places, and which words say how something lies to a place?
//!
//! In comes `locations.toml`, read strictly; out come [`Locations`]. Invariant: a
//! noun has one class, and a word of relation one relation.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    error::Error,
    relative::{DirectionEntry, FormEntry, Forms, ListEntry},
};

/// Nouns for places and words for spatial relations, from `locations.toml`.
#[derive(Clone, Debug, Default)]
pub struct Locations {
    classes: FxHashMap<SmolStr, SmolStr>,
    relations: FxHashMap<SmolStr, SmolStr>,
    kinds: FxHashMap<SmolStr, Vec<SmolStr>>,
    forms: Forms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    location: Vec<Location>,
    relation: Vec<Relation>,
    direction: Vec<DirectionEntry>,
    list: Vec<ListEntry>,
    form: Vec<FormEntry>,
    anaphor: Vec<Anaphor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Anaphor {
    nouns: Vec<SmolStr>,
    kinds: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Location {
    class: SmolStr,
    nouns: Vec<SmolStr>,
    #[serde(default)]
    compounds: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Relation {
    words: Words,
    relation: SmolStr,
    /// Only read so that a word that is none of them is an error.
    #[serde(rename = "form")]
    _form: Place,
    /// Likewise.
    #[serde(rename = "lies")]
    _lies: Lies,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(SmolStr),
    Several(Vec<SmolStr>),
}

/// Where the words of a relation stand.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Preposition,
}

/// How something lies to a place.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Lies {
    Inside,
    Beside,
    Beyond,
    Towards,
    From,
    Along,
    Between,
}

impl Locations {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let mut locations = Self {
            forms: Forms::build(read.direction, read.list, read.form)
                .map_err(|kind| Error::new(file, kind))?,
            ..Self::default()
        };
        for location in read.location {
            for noun in location.nouns.into_iter().chain(location.compounds) {
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

    /// The relation that a preposition or adverb says ("near", "towards", "south-of").
    pub fn relation(&self, words: &str) -> Option<&SmolStr> {
        self.relations.get(words)
    }

    /// How the words around a name lay something to the place that it names.
    pub(crate) fn forms(&self) -> &Forms {
        &self.forms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = include_str!("../../../../data/lexicon/en/locations.toml");

    #[test]
    fn the_english_file_loads() {
        let locations = Locations::read("locations.toml", ENGLISH)
            .expect("help: look in data/lexicon/en/locations.toml");
        assert_eq!(locations.class("village"), Some("settlement"));
        assert_eq!(locations.forms().directions.len(), 16);
    }

    #[test]
    fn a_key_that_nobody_reads_is_an_error() {
        let broken = ENGLISH.replacen("degrees = 0\n", "degrees = 0\ncolour = 1\n", 1);
        let error = Locations::read("locations.toml", &broken).expect_err("no such key");
        assert!(error.to_string().contains("colour"), "{error}");
    }
}
