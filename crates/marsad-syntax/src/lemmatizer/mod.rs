//! Under which word does a dictionary list this form?
//!
//! In comes a document with parts of speech and features, out come the lemmas
//! of all tokens that have none yet (or of all, if the pipeline says so).
//!
//! Invariant: the lemma depends on the form, the part of speech and the
//! features of the token, and on nothing else.

mod tables;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use crate::doc::{Doc, Token};
use crate::lexeme::{is_alphabetic, lower};
use crate::morphology::value;
use crate::strings::hash_string;

pub use tables::{Existing, LemmaExceptions, LemmaTables, Procedure};

/// Finds lemmas.
#[derive(Debug)]
pub struct Lemmatizer {
    procedure: Procedure,
    existing: Existing,
    lookup: FxHashMap<u64, Vec<SmolStr>>,
    classes: FxHashMap<u64, WordClass>,
}

/// The tables of one part of speech.
#[derive(Debug, Default)]
struct WordClass {
    rules: Vec<(SmolStr, SmolStr)>,
    exceptions: FxHashMap<SmolStr, Vec<SmolStr>>,
    index: FxHashSet<SmolStr>,
}

/// The parts of speech to which [`Procedure::IndexFirst`] applies its rules.
const WITH_RULES: [&str; 11] = [
    "noun", "verb", "adj", "adp", "adv", "aux", "cconj", "det", "pron", "punct", "sconj",
];

impl Lemmatizer {
    /// Makes a lemmatizer of stored tables.
    pub fn new(stored: &LemmaTables) -> Lemmatizer {
        let small = |texts: &[String]| texts.iter().map(SmolStr::new).collect::<Vec<_>>();
        let mut classes: FxHashMap<u64, WordClass> = FxHashMap::default();
        for (class, rules) in &stored.rules {
            let rules = rules
                .iter()
                .map(|(old, new)| (SmolStr::new(old), SmolStr::new(new)));
            classes.entry(*class).or_default().rules = rules.collect();
        }
        for (class, exceptions) in &stored.exceptions {
            let exceptions = exceptions
                .iter()
                .map(|(form, lemmas)| (SmolStr::new(form), small(lemmas)));
            classes.entry(*class).or_default().exceptions = exceptions.collect();
        }
        for (class, index) in &stored.index {
            classes.entry(*class).or_default().index = index.iter().map(SmolStr::new).collect();
        }
        Lemmatizer {
            procedure: stored.procedure,
            existing: stored.existing,
            lookup: stored
                .lookup
                .iter()
                .map(|(form, lemmas)| (*form, small(lemmas)))
                .collect(),
            classes,
        }
    }

    /// Sets the lemmas. Parts of speech and features must be there already.
    pub fn apply(&self, doc: &mut Doc) {
        for index in 0..doc.tokens.len() {
            let token = &doc.tokens[index];
            if self.existing == Existing::Replaced || token.lemma.is_empty() {
                let lemma = self.lemma(doc.token_text(index), token);
                doc.tokens[index].lemma = lemma;
            }
        }
    }

    fn lemma(&self, form: &str, token: &Token) -> SmolStr {
        if self.procedure == Procedure::Lookup {
            return self.looked_up(form);
        }
        let pos = token.pos.to_ascii_lowercase();
        if matches!(pos.as_str(), "" | "eol" | "space") {
            return lower(form);
        }
        if self.procedure == Procedure::RulesUnlessBase && is_base_form(&pos, &token.morph) {
            return lower(form);
        }
        let class = self
            .classes
            .get(&hash_string(&pos))
            .filter(|class| !class.is_empty());
        match (self.procedure, class) {
            (Procedure::IndexFirst, _) if !WITH_RULES.contains(&pos.as_str()) => {
                self.looked_up(form)
            }
            (Procedure::IndexFirst, class) => self.index_first(form, class),
            (_, Some(class)) => class.lemma(form),
            (_, None) if pos == "propn" => SmolStr::new(form),
            (_, None) => lower(form),
        }
    }

    /// What the lookup table has for the form, or else the form itself.
    fn looked_up(&self, form: &str) -> SmolStr {
        let lemmas = self.lookup.get(&hash_string(form));
        lemmas
            .and_then(|lemmas| lemmas.first())
            .cloned()
            .unwrap_or_else(|| SmolStr::new(form))
    }

    fn index_first(&self, form: &str, class: Option<&WordClass>) -> SmolStr {
        let form = lower(form);
        let Some(class) = class else {
            return self.looked_up(&form);
        };
        if class.index.contains(&form) {
            return form;
        }
        if let Some(lemma) = class
            .exceptions
            .get(&form)
            .and_then(|lemmas| lemmas.first())
        {
            return lemma.clone();
        }
        let mut unknown = None;
        for candidate in class.candidates(&form) {
            if class.vouches_for(&candidate) {
                return candidate;
            }
            unknown.get_or_insert(candidate);
        }
        unknown.unwrap_or_else(|| self.looked_up(&form))
    }
}

impl WordClass {
    fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.exceptions.is_empty() && self.index.is_empty()
    }

    /// What the rules make of a form in lower case, in their order.
    fn candidates<'a>(&'a self, form: &'a str) -> impl Iterator<Item = SmolStr> + 'a {
        self.rules.iter().filter_map(move |(old, new)| {
            let stem = form.strip_suffix(old.as_str())?;
            let candidate: SmolStr = [stem, new.as_str()].into_iter().collect();
            (!candidate.is_empty()).then_some(candidate)
        })
    }

    /// Whether a candidate is a known lemma, or no word that an index could
    /// have.
    fn vouches_for(&self, candidate: &SmolStr) -> bool {
        self.index.contains(candidate) || !is_alphabetic(candidate)
    }

    /// The exception, or else the last known candidate, or else the first
    /// candidate that is no word, or else the first, or else the form.
    fn lemma(&self, form: &str) -> SmolStr {
        let lowered = lower(form);
        let candidates: Vec<SmolStr> = self.candidates(&lowered).collect();
        // spaCy puts each known candidate before all others, so that the last
        // of them comes first, and then each exception that is no candidate
        // before those.
        let mut forms: Vec<&SmolStr> = Vec::new();
        for candidate in &candidates {
            if self.index.contains(candidate) {
                forms.insert(0, candidate);
            } else if !is_alphabetic(candidate) {
                forms.push(candidate);
            }
        }
        for lemma in self.exceptions.get(&lowered).into_iter().flatten() {
            if !forms.contains(&lemma) {
                forms.insert(0, lemma);
            }
        }
        let first = forms.first().copied().or_else(|| candidates.first());
        first.cloned().unwrap_or_else(|| SmolStr::new(form))
    }
}

/// Whether the features show that an English form is the dictionary form.
fn is_base_form(pos: &str, features: &str) -> bool {
    let has = |field: &str, wanted: &str| value(features, field) == Some(wanted);
    let is_present = has("VerbForm", "Fin") && has("Tense", "Pres");
    pos == "noun" && has("Number", "Sing")
        || pos == "verb" && is_present && value(features, "Number").is_none()
        || has("VerbForm", "Inf")
        || has("VerbForm", "None")
        || has("Degree", "Pos")
}

#[cfg(test)]
mod tests;
