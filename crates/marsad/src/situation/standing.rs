//! How far does what is said of who holds a place stand?
//!
//! In come the words for and against one thing ("the army holds Palmyra"); out comes its [`Standing`] with the rule that gave
//! it. The rules are those by which events are graded, for all words on the thing together. Invariant: a party's own word alone never
//! makes a thing stand, and where somebody denies it, it is contested at best until it is said anew.

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::word::Word;
use crate::{event::Bias, knowledge::control::Rules};

/// How far something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Somebody says so against their own interest.
    Confirmed,
    /// Enough independent voices that gain nothing by it say so.
    Fair,
    /// One voice says so, or only such as gain by it.
    Claimed,
    /// Somebody who does not gain by it says so, and somebody denies it.
    Contested,
    /// Only those who gain by it say so, and somebody denies it.
    Opposed,
    /// It is only denied.
    Denied,
}

impl Standing {
    /// The word for it on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Fair => "fair",
            Self::Claimed => "claimed",
            Self::Contested => "contested",
            Self::Opposed => "opposed",
            Self::Denied => "denied",
        }
    }

    /// Whether it moves the line.
    pub fn stands(self) -> bool {
        matches!(self, Self::Confirmed | Self::Fair)
    }
}

/// How far what some words say stands, and by which rule; the words are those on one thing, in order of their days.
pub(super) fn judge(rules: &Rules, words: &[&Word<'_>]) -> (Standing, &'static str) {
    let vouched = |word: &&Word<'_>| word.affirms && word.event.confirmed().is_some();
    if words.iter().any(vouched) {
        return (Standing::Confirmed, "confirmed-by-hand");
    }
    let denied = words.iter().rposition(|word| !word.affirms);
    if let Some(last) = denied {
        let day = words[last].days.to;
        let anew: Vec<&Word<'_>> = words
            .iter()
            .filter(|word| word.affirms && word.days.to > day)
            .copied()
            .collect();
        let (standing, rule) = judge_affirmed(rules, &anew);
        if standing.stands() {
            return (standing, rule);
        }
        let affirmed: Vec<&&Word<'_>> = words.iter().filter(|word| word.affirms).collect();
        return match affirmed.iter().any(|word| word.bias != Some(Bias::For)) {
            true => (Standing::Contested, "denied"),
            false if affirmed.is_empty() => (Standing::Denied, "only-denied"),
            false => (Standing::Opposed, "word-against-word"),
        };
    }
    judge_affirmed(rules, words)
}

/// The same where nobody denies it.
fn judge_affirmed(rules: &Rules, words: &[&Word<'_>]) -> (Standing, &'static str) {
    let mut voices: BTreeMap<&SmolStr, Option<Bias>> = BTreeMap::new();
    for word in words {
        let bias = voices.entry(word.root()).or_insert(word.bias);
        // A word against its own interest weighs, whatever else the voice says.
        *bias = match (*bias, word.bias) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
    let free = voices.values().filter(|bias| **bias != Some(Bias::For));
    match free.count() {
        _ if voices.values().any(|bias| *bias == Some(Bias::Against)) => {
            (Standing::Confirmed, "against-interest")
        }
        0 => (Standing::Claimed, "own-word"),
        few if few < rules.voices => (Standing::Claimed, "one-voice"),
        _ => (Standing::Fair, "two-voices"),
    }
}
