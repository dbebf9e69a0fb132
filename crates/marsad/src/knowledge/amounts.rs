//! By which words do reports give numbers?
//!
//! In goes `lexicon/LANGUAGE/amounts.toml`; out comes [`Amounts`]: numerals,
//! vague counts, modifiers and units by their words. Invariant: every word
//! of a list leads to exactly one entry of it.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};
use crate::terms::Range;

/// The words by which one language gives numbers.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    numbers: FxHashMap<SmolStr, f64>,
    multipliers: FxHashMap<SmolStr, Multiplier>,
    vague: Phrases<Vague>,
    before: Phrases<Effect>,
    after: Phrases<Effect>,
    units: Phrases<usize>,
    signs: FxHashMap<SmolStr, usize>,
    unit_list: Vec<(SmolStr, Option<f64>)>,
    join: Join,
    names: Names,
    part: Part,
    gatherings: FxHashMap<SmolStr, Range>,
}

/// The words that hold numbers together.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    article: Vec<SmolStr>,
    and: Vec<SmolStr>,
    of: Vec<SmolStr>,
    to: Vec<SmolStr>,
    between: Vec<SmolStr>,
}

impl Join {
    /// "a" in "a hundred".
    pub(crate) fn is_article(&self, word: &str) -> bool {
        is_among(&self.article, word)
    }

    /// "and" in "a hundred and two" and in "between 30 and 40".
    pub(crate) fn is_and(&self, word: &str) -> bool {
        is_among(&self.and, word)
    }

    /// "of" in "dozens of".
    pub(crate) fn is_of(&self, word: &str) -> bool {
        is_among(&self.of, word)
    }

    /// "to" in "30 to 40".
    pub(crate) fn is_to(&self, word: &str) -> bool {
        is_among(&self.to, word)
    }

    /// "between" in "between 30 and 40".
    pub(crate) fn is_between(&self, word: &str) -> bool {
        is_among(&self.between, word)
    }
}

/// A word that multiplies what stands before it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Multiplier {
    pub(crate) value: f64,
    /// Whether it counts by itself after an article.
    #[serde(default)]
    pub(crate) countable: bool,
}

/// A count that is no number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vague {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// Whether it counts only before "of".
    pub(crate) of: Need,
}

/// Whether something must be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Need {
    /// It need not.
    #[default]
    Free,
    /// It must.
    Needed,
}

/// What a modifier does to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Effect {
    /// The number is the least.
    AtLeast,
    /// The number is the most.
    AtMost,
    /// The number stands, rounded or not.
    Exactly,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    number: Vec<NumberEntry>,
    multiplier: Vec<MultiplierEntry>,
    vague: Vec<VagueEntry>,
    modifier: Vec<ModifierEntry>,
    unit: Vec<UnitEntry>,
    join: Join,
    names: Names,
    part: Part,
    gathering: Vec<Gathering>,
}

/// Nouns in the singular that stand for several people.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Gathering {
    words: Vec<SmolStr>,
    low: Option<f64>,
    high: Option<f64>,
}

/// The words for a part of what was counted.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    before: Vec<SmolStr>,
    rest: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberEntry {
    value: f64,
    words: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MultiplierEntry {
    value: f64,
    words: Vec<SmolStr>,
    #[serde(default)]
    countable: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VagueEntry {
    words: Vec<SmolStr>,
    low: Option<f64>,
    high: Option<f64>,
    #[serde(default)]
    of: Need,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModifierEntry {
    effect: Effect,
    #[serde(default)]
    place: Place,
    words: Vec<SmolStr>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    #[default]
    Before,
    After,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    id: SmolStr,
    to_km: Option<f64>,
    words: Vec<SmolStr>,
    #[serde(default)]
    before: Vec<SmolStr>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    before: Vec<SmolStr>,
    after: Vec<SmolStr>,
}

/// Runs of words, each with what it means.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<T>(FxHashMap<SmolStr, Vec<Phrase<T>>>);

/// The words of a phrase and their meaning.
type Phrase<T> = (Box<[SmolStr]>, T);

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T: Copy> Phrases<T> {
    fn add(&mut self, key: SmolStr, words: Box<[SmolStr]>, meaning: T) -> Result<(), ErrorKind> {
        let list = self.0.entry(key).or_default();
        if list.iter().any(|(known, _)| *known == words) {
            return Err(ErrorKind::Twice {
                id: words.join(" "),
            });
        }
        list.push((words, meaning));
        // The longest run is tried first.
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        Ok(())
    }

    /// The longest run that fits, looked up by one of its words: how many words, and what it means.
    pub(crate) fn longest(
        &self,
        key: &str,
        fits: impl Fn(&[SmolStr]) -> bool,
    ) -> Option<(usize, T)> {
        let list = self.0.get(key)?;
        list.iter()
            .find(|(words, _)| fits(words))
            .map(|(words, meaning)| (words.len(), *meaning))
    }
}

impl Amounts {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let parsed: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        Self::build(parsed).map_err(|kind| Error::new(file, kind))
    }

    /// The shipped English words.
    #[cfg(test)]
    pub(crate) fn english_for_tests() -> Self {
        Self::read("amounts.toml", tests::ENGLISH)
            .expect("help: look in data/lexicon/en/amounts.toml")
    }

    fn build(file: File) -> Result<Self, ErrorKind> {
        let mut amounts = Self {
            join: file.join,
            names: file.names,
            part: file.part,
            ..Self::default()
        };
        for entry in file.number {
            for word in entry.words {
                once(&mut amounts.numbers, word, entry.value)?;
            }
        }
        for entry in file.multiplier {
            let multiplier = Multiplier {
                value: entry.value,
                countable: entry.countable,
            };
            for word in entry.words {
                once(&mut amounts.multipliers, word, multiplier)?;
            }
        }
        for entry in file.vague {
            let vague = Vague {
                low: entry.low,
                high: entry.high,
                of: entry.of,
            };
            for phrase in entry.words {
                let words = split(&phrase);
                amounts.vague.add(words[0].clone(), words, vague)?;
            }
        }
        for entry in file.gathering {
            let range = Range {
                low: entry.low,
                high: entry.high,
            };
            for word in entry.words {
                once(&mut amounts.gatherings, word, range)?;
            }
        }
        for entry in file.modifier {
            for phrase in entry.words {
                let words = split(&phrase);
                match entry.place {
                    Place::Before => {
                        amounts
                            .before
                            .add(words[words.len() - 1].clone(), words, entry.effect)?
                    }
                    Place::After => amounts.after.add(words[0].clone(), words, entry.effect)?,
                }
            }
        }
        for entry in file.unit {
            let at = amounts.unit_list.len();
            amounts.unit_list.push((entry.id, entry.to_km));
            for phrase in entry.words {
                let words = split(&phrase);
                amounts.units.add(words[0].clone(), words, at)?;
            }
            for sign in entry.before {
                once(&mut amounts.signs, sign, at)?;
            }
        }
        Ok(amounts)
    }

    /// The value of a numeral word.
    pub(crate) fn number(&self, word: &str) -> Option<f64> {
        self.numbers.get(word).copied()
    }

    /// What a word multiplies by.
    pub(crate) fn multiplier(&self, word: &str) -> Option<Multiplier> {
        self.multipliers.get(word).copied()
    }

    /// The words that hold numbers together.
    pub(crate) fn join(&self) -> &Join {
        &self.join
    }

    /// Counts that are no numbers, by their first word.
    pub(crate) fn vague(&self) -> &Phrases<Vague> {
        &self.vague
    }

    /// Modifiers right before a number, by their last word.
    pub(crate) fn before(&self) -> &Phrases<Effect> {
        &self.before
    }

    /// Modifiers right after a number, by their first word.
    pub(crate) fn after(&self) -> &Phrases<Effect> {
        &self.after
    }

    /// Units after a number, by their first word.
    pub(crate) fn units(&self) -> &Phrases<usize> {
        &self.units
    }

    /// The unit that a sign before a number stands for.
    pub(crate) fn sign(&self, word: &str) -> Option<usize> {
        self.signs.get(word).copied()
    }

    /// Whether what follows a word is part of what was counted before it: "including".
    pub(crate) fn is_part(&self, word: &str) -> bool {
        is_among(&self.part.before, word)
    }

    /// Whether a word stands for those beside others: "four others", "11 more".
    pub(crate) fn is_rest(&self, lemma: &str) -> bool {
        is_among(&self.part.rest, lemma)
    }

    /// For how many people a noun in the singular stands: "a couple", "a family".
    pub(crate) fn gathering(&self, lemma: &str) -> Option<Range> {
        self.gatherings.get(lemma).copied()
    }

    /// The id of a unit.
    pub(crate) fn unit_id(&self, unit: usize) -> &SmolStr {
        &self.unit_list[unit].0
    }

    /// How many kilometres the unit of that id is, if it is a length.
    pub fn km(&self, unit: &str) -> Option<f64> {
        self.unit_list
            .iter()
            .find(|(id, _)| id == unit)
            .and_then(|(_, kilometres)| *kilometres)
    }

    /// Whether a number after that word is a name.
    pub(crate) fn names(&self, word: &str) -> bool {
        is_among(&self.names.before, word)
    }

    /// Whether a number before that word is a share.
    pub(crate) fn shares(&self, word: &str) -> bool {
        is_among(&self.names.after, word)
    }
}

fn is_among(list: &[SmolStr], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

fn once<T>(map: &mut FxHashMap<SmolStr, T>, word: SmolStr, meaning: T) -> Result<(), ErrorKind> {
    match map.insert(word.clone(), meaning) {
        None => Ok(()),
        Some(_) => Err(ErrorKind::Twice {
            id: word.to_string(),
        }),
    }
}

/// The words of a phrase; at least one, which may be empty.
fn split(phrase: &str) -> Box<[SmolStr]> {
    phrase.split(' ').map(SmolStr::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const ENGLISH: &str = include_str!("../../../../data/lexicon/en/amounts.toml");

    #[test]
    fn the_english_file_loads() {
        let amounts = Amounts::read("amounts.toml", ENGLISH)
            .expect("help: look in data/lexicon/en/amounts.toml");
        assert_eq!(amounts.number("twelve"), Some(12.0));
        assert_eq!(amounts.km("mi"), Some(1.609344));
        assert_eq!(amounts.km("percent"), None);
    }

    #[test]
    fn a_word_that_stands_twice_is_named() {
        let broken = ENGLISH.replace("words = [\"hectare\"", "words = [\"acre\"");
        let error = Amounts::read("amounts.toml", &broken).expect_err("\"acre\" stands twice");
        assert!(error.to_string().contains("acre"), "{error}");
    }
}
