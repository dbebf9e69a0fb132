//! Which words stand around the prose of a report and are no part of it?
//!
//! In come `lexicon/en/datelines.toml` and the known news agencies; out comes
//! [`Datelines`], asked with words as written. Invariant: neither case nor the space
//! between words changes an answer.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    actor::{Actor, Actors},
    casing,
    error::Error,
};

/// The words of datelines, credits and notices.
#[derive(Clone, Debug, Default)]
pub struct Datelines {
    agencies: Phrases,
    credits: Phrases,
    legal: Phrases,
    posted: Phrases,
    footers: Phrases,
}

/// Phrases by their first word, the longest first.
#[derive(Clone, Debug, Default)]
pub struct Phrases(FxHashMap<SmolStr, Vec<Vec<SmolStr>>>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agencies: Vec<String>,
    credits: Vec<String>,
    legal: Vec<String>,
    posted: Vec<String>,
    footers: Vec<String>,
}

/// The kinds of actor that sign reports.
const SIGNING: [&str; 2] = ["news agency", "media"];

impl Datelines {
    pub(crate) fn read(file: &str, text: &str, actors: &Actors) -> Result<Self, Error> {
        let read: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let signing = |actor: &&Actor| SIGNING.contains(&actor.kind.as_str());
        let known = actors
            .iter()
            .filter(signing)
            .flat_map(|actor| actor.names.iter().map(SmolStr::as_str));
        Ok(Self {
            agencies: Phrases::new(read.agencies.iter().map(String::as_str).chain(known)),
            credits: Phrases::new(read.credits.iter().map(String::as_str)),
            legal: Phrases::new(read.legal.iter().map(String::as_str)),
            posted: Phrases::new(read.posted.iter().map(String::as_str)),
            footers: Phrases::new(read.footers.iter().map(String::as_str)),
        })
    }

    /// Names by which agencies sign.
    pub fn agencies(&self) -> &Phrases {
        &self.agencies
    }

    /// How credits begin.
    pub fn credits(&self) -> &Phrases {
        &self.credits
    }

    /// How notices begin that are no part of the report.
    pub fn legal(&self) -> &Phrases {
        &self.legal
    }

    /// How a line begins that says when the report was put up.
    pub fn posted(&self) -> &Phrases {
        &self.posted
    }

    /// Whole paragraphs that only mark the end.
    pub fn footers(&self) -> &Phrases {
        &self.footers
    }
}

impl Phrases {
    fn new<'p>(phrases: impl Iterator<Item = &'p str>) -> Self {
        let mut by_first: FxHashMap<SmolStr, Vec<Vec<SmolStr>>> = FxHashMap::default();
        for phrase in phrases {
            let mut words: Vec<SmolStr> = casing::words(phrase)
                .map(|range| key(&phrase[range]))
                .collect();
            if words.is_empty() {
                // A phrase of marks alone ("©", "###") counts as one word.
                words.push(phrase.into());
            }
            let known = by_first.entry(words[0].clone()).or_default();
            if !known.contains(&words) {
                let at = known.partition_point(|phrase| phrase.len() > words.len());
                known.insert(at, words);
            }
        }
        Self(by_first)
    }

    /// How many of the leading words make the longest phrase; 0 if none begins here.
    pub fn longest<'w>(&self, words: impl Iterator<Item = &'w str> + Clone) -> usize {
        let Some(first) = words.clone().next() else {
            return 0;
        };
        let found = self.0.get(&key(first)).into_iter().flatten();
        let mut fitting = found.filter(|phrase| {
            let mut given = words.clone();
            phrase
                .iter()
                .all(|word| given.next().is_some_and(|next| key(next) == *word))
        });
        fitting.next().map_or(0, Vec::len)
    }
}

/// A word as phrases compare it.
fn key(word: &str) -> SmolStr {
    word.to_lowercase().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found_in_any_case() {
        let phrases = Phrases::new(["Ferry Press", "Ferry Press Service", "©"].into_iter());
        let count = |text: &str| phrases.longest(text.split(' '));
        assert_eq!(count("FERRY press service said"), 3);
        assert_eq!(count("ferry press said"), 2);
        assert_eq!(count("ferry said"), 0);
        assert_eq!(count("©"), 1);
    }

    #[test]
    fn the_shipped_file_is_whole() {
        let text = include_str!("../../../../data/lexicon/en/datelines.toml");
        let shipped = Datelines::read("datelines.toml", text, &Actors::default()).expect("whole");
        assert_eq!(shipped.credits().longest(["Editing", "by"].into_iter()), 2);
    }
}
