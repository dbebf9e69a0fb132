//! Which words beside a deed tell that it was tried, failed, hangs on another, or is one of many?
//!
//! In goes `lexicon/LANGUAGE/modality.toml`; out come the [`Modals`]. Invariant: a word is
//! looked up by its lemma, in lower case.

use serde::Deserialize;
use smol_str::SmolStr;

use super::error::Error;

/// The words of one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modals {
    condition: Vec<SmolStr>,
    enabling: Vec<SmolStr>,
    motion: Vec<SmolStr>,
    likely: Vec<SmolStr>,
    singled: Vec<SmolStr>,
    ready: Vec<SmolStr>,
    pending: Vec<SmolStr>,
    moment: Vec<SmolStr>,
    amid: Vec<SmolStr>,
    failed: Words,
    tried: Words,
    summary: Summary,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    to: Vec<SmolStr>,
    #[serde(default)]
    object: Vec<SmolStr>,
    before: Vec<SmolStr>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Summary {
    adverbs: Vec<SmolStr>,
    ongoing: Vec<SmolStr>,
    within: Vec<SmolStr>,
    since: Vec<SmolStr>,
    wholes: Vec<SmolStr>,
    one: Vec<SmolStr>,
    toll: u32,
    days: u32,
}

impl Modals {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::new(file, e))
    }

    /// Whether what follows a conjunction is only supposed to happen.
    pub(crate) fn is_condition(&self, lemma: &str) -> bool {
        among(&self.condition, lemma)
    }

    /// Whether a noun tells that what is behind its "of" may come about.
    pub(crate) fn may_be(&self, lemma: &str) -> bool {
        among(&self.likely, lemma)
    }

    /// Whether a word before a noun singles out what did the infinitive behind it.
    pub(crate) fn singles_out(&self, word: &str) -> bool {
        among(&self.singled, word)
    }

    /// Whether an adjective tells that its infinitive is to be done.
    pub(crate) fn is_ready(&self, word: &str) -> bool {
        among(&self.ready, word)
    }

    /// Whether a verb tells of going somewhere for what its infinitive says.
    pub(crate) fn heads_for(&self, lemma: &str) -> bool {
        among(&self.motion, lemma)
    }

    /// Whether a verb makes possible what its infinitive says.
    pub(crate) fn enables(&self, lemma: &str) -> bool {
        among(&self.enabling, lemma)
    }

    /// Whether what follows a conjunction is still to come where its main clause is.
    pub(crate) fn is_pending(&self, lemma: &str) -> bool {
        among(&self.pending, lemma)
    }

    /// Whether what follows a conjunction happened at once with its main clause.
    pub(crate) fn is_moment(&self, lemma: &str) -> bool {
        among(&self.moment, lemma)
    }

    /// Whether another deed was done in the one that a preposition governs.
    pub(crate) fn is_amid(&self, lemma: &str) -> bool {
        among(&self.amid, lemma)
    }

    /// Whether the infinitive behind a word did not come about.
    pub(crate) fn fails_to(&self, lemma: &str) -> bool {
        among(&self.failed.to, lemma)
    }

    /// Whether the object of a verb did not come about.
    pub(crate) fn foils(&self, lemma: &str) -> bool {
        among(&self.failed.object, lemma)
    }

    /// Whether a word before a noun says that it did not come about.
    pub(crate) fn is_failed(&self, word: &str) -> bool {
        among(&self.failed.before, word)
    }

    /// Whether the infinitive behind a word was tried.
    pub(crate) fn tries_to(&self, lemma: &str) -> bool {
        among(&self.tried.to, lemma)
    }

    /// Whether a word before a noun says that it was tried.
    pub(crate) fn is_tried(&self, word: &str) -> bool {
        among(&self.tried.before, word)
    }

    /// Whether an adverb makes a habit of a deed.
    pub(crate) fn is_habit(&self, lemma: &str) -> bool {
        among(&self.summary.adverbs, lemma)
    }

    /// Whether what is behind a verb goes on and on.
    pub(crate) fn goes_on(&self, lemma: &str) -> bool {
        among(&self.summary.ongoing, lemma)
    }

    /// Whether a preposition sums up what happened in the length of time behind it.
    pub(crate) fn sums_within(&self, lemma: &str) -> bool {
        among(&self.summary.within, lemma)
    }

    /// Whether a preposition sums up what happened from the time behind it on.
    pub(crate) fn sums_since(&self, lemma: &str) -> bool {
        among(&self.summary.since, lemma)
    }

    /// Whether a noun stands for a whole of many deeds.
    pub(crate) fn is_whole(&self, lemma: &str) -> bool {
        among(&self.summary.wholes, lemma)
    }

    /// Whether a word before such a noun says that it is a single deed.
    pub(crate) fn singles_one(&self, lemma: &str) -> bool {
        among(&self.summary.one, lemma)
    }

    /// From how many victims on a toll without a day is that of many deeds.
    pub(crate) fn summed_toll(&self) -> u32 {
        self.summary.toll
    }

    /// From how many days on a length of time is summed up.
    pub(crate) fn summed_days(&self) -> u32 {
        self.summary.days
    }
}

fn among(list: &[SmolStr], word: &str) -> bool {
    list.iter().any(|known| known == word)
}
