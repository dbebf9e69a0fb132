//! Under which word does a dictionary list this form?
//!
//! In comes a document with parts of speech and features, out come the lemmas
//! of all tokens that have none yet (or of all, if the pipeline says so).
//!
//! Invariant: the lemma depends on the form, the part of speech and the
//! features of the token, and on nothing else.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::doc::{Doc, Token};
use crate::lexeme::{is_alphabetic, lower};
use crate::morphology::value;
use crate::strings::hash_string;

/// The tables of a lemmatizer, as they are stored. Parts of speech are given by
/// the id of their name in lower case ("noun").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LemmaTables {
    /// How lemmas are found.
    pub procedure: Procedure,
    /// What becomes of lemmas that are there already.
    pub existing: Existing,
    /// The lemmas of a form whatever its part of speech, by the id of the form.
    pub lookup: Vec<(u64, Vec<String>)>,
    /// Per part of speech: endings and what replaces them.
    pub rules: Vec<(u64, Vec<(String, String)>)>,
    /// Per part of speech: forms with their lemmas.
    pub exceptions: Vec<(u64, Vec<(String, Vec<String>)>)>,
    /// Per part of speech: known lemmas.
    pub index: Vec<(u64, Vec<String>)>,
}

/// How lemmas are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Procedure {
    /// Only by the lookup table.
    Lookup,
    /// By rules.
    Rules,
    /// By rules, save for forms that the features show to be lemmas already.
    RulesUnlessBase,
    /// Known lemmas first, then exceptions, then rules, then the lookup table;
    /// rules for some parts of speech only.
    IndexFirst,
}

/// What becomes of a lemma that a token has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Existing {
    /// It stays.
    Kept,
    /// It is replaced.
    Replaced,
}

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

#[cfg(feature = "import")]
mod import {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{Existing, LemmaTables, Procedure};
    use crate::error::Error;

    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Stored {
        lemma_lookup: BTreeMap<u64, Lemmas>,
        lemma_rules: BTreeMap<u64, Vec<(String, String)>>,
        lemma_exc: BTreeMap<u64, BTreeMap<String, Vec<String>>>,
        lemma_index: BTreeMap<u64, Vec<String>>,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Lemmas {
        One(String),
        Several(Vec<String>),
    }

    impl LemmaTables {
        /// Reads `lemmatizer/lookups/lookups.bin` of a spaCy pipeline. The
        /// language is that of the pipeline ("en"), the mode that of the
        /// component ("rule" or "lookup").
        ///
        /// # Errors
        ///
        /// [`Error::Format`] when the bytes are not such a file, [`Error::Rule`]
        /// when the mode or the language's own way in that mode is not known.
        pub fn from_spacy(
            lookups: &[u8],
            language: &str,
            mode: &str,
            existing: Existing,
        ) -> Result<LemmaTables, Error> {
            let procedure = match (mode, language) {
                ("lookup", _) => Procedure::Lookup,
                ("rule", "en") => Procedure::RulesUnlessBase,
                ("rule", "fr") => Procedure::IndexFirst,
                // These have lemmatizers of their own in spaCy.
                ("rule", "bn" | "ca" | "el" | "es" | "fa" | "grc" | "nl") => {
                    return Err(refused(format!("the mode \"rule\" of {language:?}")));
                }
                ("rule", _) => Procedure::Rules,
                _ => return Err(refused(format!("the mode {mode:?}"))),
            };
            let stored: Stored = rmp_serde::from_slice(lookups).map_err(|error| Error::Format {
                what: "lemmatizer/lookups/lookups.bin".to_owned(),
                reason: error.to_string(),
            })?;
            let lookup = stored
                .lemma_lookup
                .into_iter()
                .map(|(form, lemmas)| match lemmas {
                    Lemmas::One(lemma) => (form, vec![lemma]),
                    Lemmas::Several(lemmas) => (form, lemmas),
                });
            let exceptions = stored.lemma_exc.into_iter();
            Ok(LemmaTables {
                procedure,
                existing,
                lookup: lookup.collect(),
                rules: stored.lemma_rules.into_iter().collect(),
                exceptions: exceptions
                    .map(|(pos, forms)| (pos, forms.into_iter().collect()))
                    .collect(),
                index: stored.lemma_index.into_iter().collect(),
            })
        }
    }

    fn refused(what: String) -> Error {
        Error::Rule {
            which: "the lemmatizer".to_owned(),
            reason: format!("{what} is not supported"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Existing, LemmaTables, Lemmatizer, Procedure};
    use crate::doc::{Doc, Token};
    use crate::strings::hash_string;

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    fn tables(procedure: Procedure) -> LemmaTables {
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        LemmaTables {
            procedure,
            existing: Existing::Kept,
            lookup: vec![(hash_string("chevaux"), texts(&["cheval"]))],
            rules: vec![(
                hash_string("verb"),
                vec![pair("ed", "e"), pair("ed", ""), pair("s", "")],
            )],
            exceptions: vec![(
                hash_string("verb"),
                vec![("fled".to_owned(), texts(&["flee"]))],
            )],
            index: vec![(hash_string("verb"), texts(&["bomb", "flee", "seized"]))],
        }
    }

    fn lemma(procedure: Procedure, form: &str, pos: &str, morph: &str) -> String {
        let token = Token {
            end: form.len(),
            pos: pos.into(),
            morph: morph.into(),
            ..Token::default()
        };
        let mut doc = Doc {
            text: form.to_owned(),
            tokens: vec![token],
            ..Doc::default()
        };
        Lemmatizer::new(&tables(procedure)).apply(&mut doc);
        doc.tokens[0].lemma.to_string()
    }

    #[test]
    fn rules_prefer_known_lemmas() {
        let lemma = |form, pos| lemma(Procedure::Rules, form, pos, "");
        assert_eq!(lemma("Bombed", "VERB"), "bomb");
        assert_eq!(lemma("fled", "VERB"), "flee");
        assert_eq!(lemma("shelled", "VERB"), "shelle");
        assert_eq!(lemma("RAN", "VERB"), "RAN");
        assert_eq!(lemma("Dogs", "NOUN"), "dogs");
        assert_eq!(lemma("Idlib", "PROPN"), "Idlib");
        assert_eq!(lemma("\n", "SPACE"), "\n");
    }

    #[test]
    fn base_forms_are_left_alone() {
        let lemma = |morph| lemma(Procedure::RulesUnlessBase, "Bombed", "VERB", morph);
        assert_eq!(lemma("VerbForm=Inf"), "bombed");
        assert_eq!(lemma("Tense=Pres|VerbForm=Fin"), "bombed");
        assert_eq!(lemma("Number=Sing|Tense=Pres|VerbForm=Fin"), "bomb");
    }

    #[test]
    fn the_index_may_come_first_and_the_lookup_last() {
        let lemma = |form, pos| lemma(Procedure::IndexFirst, form, pos, "");
        assert_eq!(lemma("Seized", "VERB"), "seized");
        assert_eq!(lemma("fled", "VERB"), "flee");
        assert_eq!(lemma("bombed", "VERB"), "bomb");
        assert_eq!(lemma("Chevaux", "NOUN"), "cheval");
        assert_eq!(lemma("Chevaux", "PROPN"), "Chevaux");
    }

    #[test]
    fn existing_lemmas_stay_unless_replaced() {
        let token = Token {
            end: 7,
            lemma: "x".into(),
            ..Token::default()
        };
        let mut doc = Doc {
            text: "chevaux".to_owned(),
            tokens: vec![token],
            ..Doc::default()
        };
        let mut tables = tables(Procedure::Lookup);
        Lemmatizer::new(&tables).apply(&mut doc);
        assert_eq!(doc.tokens[0].lemma, "x");
        tables.existing = Existing::Replaced;
        Lemmatizer::new(&tables).apply(&mut doc);
        assert_eq!(doc.tokens[0].lemma, "cheval");
    }
}
