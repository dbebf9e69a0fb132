//! What does one report tell that counts beside what others tell?
//!
//! In comes a [`Reading`]; out comes a [`Report`]: the happenings that its claims tell, and the print by which
//! copies of it are known. Everything before this file sees one document, everything after it many. Invariant:
//! every claim of the reading is in exactly one happening, and the report is a function of its reading alone, so
//! that it can be kept and need not be made again when other reports come.

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{
    copies::Print,
    telling::{self, Telling},
    together,
};
use crate::{
    knowledge::{Knowledge, weights},
    reading::Reading,
};

/// What one report tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The document's id.
    pub document: String,
    /// The document's [fingerprint](crate::document::Document::fingerprint), by which it is known whatever its id.
    pub fingerprint: SmolStr,
    /// Who published it, where known.
    pub publisher: Option<SmolStr>,
    /// The day from which it is told, where known.
    pub day: Option<Date>,
    /// By what copies of it are known.
    pub print: Print,
    /// What it tells, in text order.
    pub happenings: Vec<Happening>,
}

/// Something that one report tells of, in one claim or several.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// The claims that tell of it, in text order.
    pub tellings: Vec<Telling>,
    /// The words of their sentences that tell one happening from another, by number, each once and in order.
    pub words: Vec<u32>,
}

impl Report {
    /// What a reading tells.
    pub fn of(knowledge: &Knowledge, reading: &Reading) -> Self {
        let tellings = reading
            .claims
            .iter()
            .map(|claim| Telling::of(knowledge, reading, claim))
            .collect();
        let words = Words::of(knowledge, reading);
        let happenings = together::group(knowledge, tellings);
        Self {
            document: reading.document.id.clone(),
            fingerprint: reading.document.fingerprint().into(),
            publisher: reading.document.source.as_deref().map(SmolStr::new),
            day: telling::day_of(reading),
            print: Print::of(reading),
            happenings: happenings
                .into_iter()
                .map(|tellings| Happening {
                    words: words.of_sentences(&tellings),
                    tellings,
                })
                .collect(),
        }
    }
}

/// The words of a document's sentences that tell one happening from another, as numbers.
struct Words(Vec<Vec<u32>>);

/// Shorter words tell little.
const SHORTEST: usize = 4;

impl Words {
    fn of(knowledge: &Knowledge, reading: &Reading) -> Self {
        let sentences = &reading.sentences;
        let weighed = Self::weighed(reading);
        let telling = |at: usize| {
            if weighed[at] {
                return None;
            }
            let token = &sentences.tokens[at];
            let content = matches!(
                token.pos.as_str(),
                "NOUN" | "PROPN" | "VERB" | "ADJ" | "NUM"
            );
            let lemma = token.lemma.to_lowercase();
            let said = token.pos == "VERB" && knowledge.reporting().verb(&lemma).is_some();
            let long = token.pos == "NUM" || lemma.chars().count() >= SHORTEST;
            // Half of the number is as good as the whole to tell a few thousand words apart.
            (content && long && !said).then(|| weights::hash(&[&lemma]) as u32)
        };
        let words = |tokens: std::ops::Range<usize>| {
            let found: FxHashSet<u32> = tokens.filter_map(telling).collect();
            sorted(found)
        };
        Self(
            sentences
                .sentences
                .iter()
                .map(|sentence| words(sentence.tokens.clone()))
                .collect(),
        )
    }

    /// The words that are weighed for what they name: places, times, numbers, known actors and deeds.
    fn weighed(reading: &Reading) -> Vec<bool> {
        let tokens = &reading.sentences.tokens;
        let mut weighed = vec![false; tokens.len()];
        let mentions = &reading.mentions;
        let known = mentions.actors.iter();
        let known = known.filter(|actor| actor.actor.value().is_some());
        let named = mentions.places.iter().map(|place| place.tokens.clone());
        let named = named.chain(mentions.times.iter().map(|time| time.tokens.clone()));
        let named = named.chain(mentions.amounts.iter().map(|amount| amount.tokens.clone()));
        for at in named
            .chain(known.map(|actor| actor.tokens.clone()))
            .flatten()
        {
            weighed[at] = true;
        }
        for claim in &reading.claims {
            let trigger = claim.evidence.trigger;
            let first = tokens.partition_point(|token| token.span.end <= trigger.start);
            let inside = tokens[first..]
                .iter()
                .take_while(|token| token.span.start < trigger.end);
            let count = inside.count();
            weighed[first..first + count].fill(true);
        }
        weighed
    }

    fn of_sentences(&self, tellings: &[Telling]) -> Vec<u32> {
        let sentences: FxHashSet<usize> = tellings.iter().map(|telling| telling.sentence).collect();
        let words = sorted(sentences)
            .into_iter()
            .filter_map(|sentence| self.0.get(sentence));
        sorted(words.flatten().copied().collect())
    }
}

fn sorted<T: Ord + Copy>(set: FxHashSet<T>) -> Vec<T> {
    let mut all: Vec<T> = set.into_iter().collect();
    all.sort_unstable();
    all
}
