//! Is this possible name the name of a place?
//!
//! In come possible names with the words around them; out come those that are names of
//! places, none overlapping another. What counts how much was learned from news in
//! which people marked the places; the table is `models/en/place_names.tsv`.
//! Invariant: a name is judged by its surroundings and by what the gazetteer says of
//! it, never by which name it is, so that no place is favoured for having been learned.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::possible::{Possible, Source, begins_a_name};
use crate::{
    knowledge::{
        Knowledge,
        casing::Usual,
        gazetteer::Candidate,
        weights::{Features, count, probability},
    },
    mention::phrase::{self, Cover},
    sentence::{Sentences, Tree},
};

/// How likely a name must be a place's to be taken for one.
const LEAST: f32 = 0.5;
/// How likely it must be that a name is a place's to be one beyond doubt.
const CERTAIN: f32 = 0.9;
/// How likely a name that is beyond doubt a place's elsewhere in the document must be.
const LEAST_OF_CERTAIN: f32 = 0.1;

/// How many of a thing are told apart from many.
const COUNTED: usize = 12;

/// What the features are read from.
pub(crate) struct Page<'p> {
    pub(crate) knowledge: &'p Knowledge,
    pub(crate) sentences: &'p Sentences,
    pub(crate) tree: &'p Tree<'p>,
    /// Which tokens belong to the name of a known actor.
    pub(crate) actors: &'p Cover,
    /// What the model calls each name throughout the document.
    labels: FxHashMap<SmolStr, Labels>,
}

/// How often the model calls a word a place, a person or something else.
#[derive(Clone, Copy, Default)]
struct Labels {
    place: u32,
    person: u32,
    other: u32,
}

impl<'p> Page<'p> {
    /// A document, looked through for how its names are labelled.
    pub(crate) fn new(
        knowledge: &'p Knowledge,
        sentences: &'p Sentences,
        tree: &'p Tree<'p>,
        actors: &'p Cover,
    ) -> Self {
        let mut labels: FxHashMap<SmolStr, Labels> = FxHashMap::default();
        for entity in &sentences.entities {
            for at in entity.tokens.clone() {
                let word = &tree.token(at).text;
                if !word.starts_with(char::is_uppercase) {
                    continue;
                }
                let labels = labels.entry(word.clone()).or_default();
                match entity.label.as_str() {
                    "GPE" | "LOC" | "FAC" => labels.place += 1,
                    "PERSON" => labels.person += 1,
                    _ => labels.other += 1,
                }
            }
        }
        Self {
            knowledge,
            sentences,
            tree,
            actors,
            labels,
        }
    }

    fn word(&self, at: Option<usize>) -> &str {
        at.map_or("", |at| self.tree.token(at).text.as_str())
    }

    /// A word in lower case, for learning from; names and numbers are all one, so that
    /// none is learned by heart.
    fn plain_word(&self, at: Option<usize>) -> String {
        let Some(at) = at else {
            return String::new();
        };
        let token = self.tree.token(at);
        let lower = token.text.to_lowercase();
        let ordinary = || self.knowledge.casing().usual(&lower) == Usual::Ordinary;
        match token.tag.as_str() {
            "CD" => "a number".to_owned(),
            "NNP" | "NNPS" | "JJ" if token.text.starts_with(char::is_uppercase) && !ordinary() => {
                "a name".to_owned()
            }
            _ => lower,
        }
    }

    fn tag(&self, at: Option<usize>) -> &str {
        at.map_or("", |at| self.tree.token(at).tag.as_str())
    }

    fn is_name(&self, at: Option<usize>) -> bool {
        at.is_some_and(|at| {
            let token = self.tree.token(at);
            token.tag.starts_with("NNP") && begins_a_name(self.knowledge, &token.text)
        })
    }

    fn class(&self, at: Option<usize>) -> &str {
        at.and_then(|at| {
            let lemma = self.tree.token(at).lemma.to_lowercase();
            self.knowledge.locations().class(&lemma)
        })
        .unwrap_or("")
    }
}

/// The possible names that are names of places, in order.
pub(super) fn keep(
    page: &Page<'_>,
    possible: Vec<(Possible, Vec<Candidate>)>,
) -> Vec<(Possible, Vec<Candidate>)> {
    let weights = page.knowledge.place_names();
    // The "al" that the tokenizer cuts from "al-Salhiyah" is no Ål.
    let is_particle = |name: &Possible| {
        let text = page.tree.token(name.tokens.start).text.to_lowercase();
        name.tokens.len() == 1 && page.knowledge.orthography().is_hyphened_particle(&text)
    };
    let mut judged: Vec<_> = possible
        .into_iter()
        .filter(|(name, _)| !is_particle(name))
        .map(|(name, candidates)| {
            let sum = weights.sum(|sum| features(page, &name, &candidates, sum));
            (name, candidates, probability(sum))
        })
        .collect();
    // What is a place beyond doubt in one sentence of a document is hardly none in another.
    let text = |name: &Possible| phrase::words(page.sentences, &name.tokens).to_lowercase();
    let certain: FxHashSet<String> = judged
        .iter()
        .filter(|(.., likely)| *likely >= CERTAIN)
        .map(|(name, ..)| text(name))
        .collect();
    judged.retain(|(name, _, likely)| {
        *likely >= LEAST || *likely >= LEAST_OF_CERTAIN && certain.contains(&text(name))
    });
    // The likeliest first; of two alike the longer, then the earlier.
    judged.sort_by(|(a, _, one), (b, _, other)| {
        other
            .total_cmp(one)
            .then(b.tokens.len().cmp(&a.tokens.len()))
            .then(a.tokens.start.cmp(&b.tokens.start))
    });
    let mut taken = Cover::new(page.tree.len());
    let mut kept: Vec<_> = judged
        .into_iter()
        .filter(|(name, ..)| {
            let free = taken.is_clear(&name.tokens);
            if free {
                taken.add(&name.tokens, 0);
            }
            free
        })
        .collect();
    kept.sort_by_key(|(name, ..)| name.tokens.start);
    kept.into_iter()
        .map(|(name, candidates, _)| (name, candidates))
        .collect()
}

/// What speaks for and against a possible name.
pub(crate) fn features(
    page: &Page<'_>,
    name: &Possible,
    candidates: &[Candidate],
    to: &mut impl Features,
) {
    let tree = page.tree;
    let (first, last) = (name.tokens.start, name.tokens.end - 1);
    let sentence = page
        .sentences
        .sentence_of(first)
        .map(|sentence| sentence.tokens.clone());
    let within = |at: usize| {
        sentence
            .as_ref()
            .is_some_and(|sentence| sentence.contains(&at))
    };
    let back = |steps: usize| first.checked_sub(steps).filter(|&at| within(at));
    let on = |steps: usize| Some(last + steps).filter(|&at| within(at));
    let source = name.source.word();
    to.holds(&["bias"]);
    to.holds(&["source", source]);

    // What the model calls it.
    let entity = page.sentences.entity_of(first);
    let label = entity.map_or("", |entity| entity.label.as_str());
    let lie = entity.map_or("none", |entity| {
        let opens = entity.tokens.start >= first
            || page.tag(Some(entity.tokens.start)) == "DT" && entity.tokens.start + 1 == first;
        let closes = entity.tokens.end <= last + 1
            || page.tag(Some(entity.tokens.end - 1)) == "POS" && entity.tokens.end == last + 2;
        match (opens, closes) {
            (true, true) => "whole",
            (true, false) => "opens",
            (false, true) => "closes",
            (false, false) => "amid",
        }
    });
    to.holds(&["label", label, lie]);
    to.holds(&["label", label, lie, source]);
    let labels = page
        .labels
        .get(&tree.token(first).text)
        .copied()
        .unwrap_or_default();
    let all = labels.place + labels.person + labels.other;
    if all > 0 {
        to.put(&["labelled place"], labels.place as f32 / all as f32);
        to.put(&["labelled person"], labels.person as f32 / all as f32);
        to.put(&["labelled other"], labels.other as f32 / all as f32);
    }

    // What the gazetteer says.
    let best = candidates.first().and_then(|candidate| {
        Some((
            candidate,
            page.knowledge.gazetteer().place(candidate.place)?,
        ))
    });
    let kind = best.as_ref().map_or("none", |(_, place)| place.kind.word());
    to.holds(&["kind", kind]);
    to.holds(&["kind", kind, label]);
    to.holds(&["bearers", count(candidates.len(), COUNTED)]);
    if let Some((candidate, _)) = &best {
        let prior = count(usize::from(candidate.prior / 20), COUNTED);
        to.holds(&["prior", prior]);
        to.holds(&["prior", prior, label]);
    }

    // How it is written.
    let text = tree.token(first).text.as_str();
    let single = name.tokens.len() == 1;
    let shape = shape(text, single);
    to.holds(&["words", count(name.tokens.len(), COUNTED)]);
    to.holds(&["shape", shape]);
    if single {
        let lower = text.to_lowercase();
        let usual = match page.knowledge.casing().usual(&lower) {
            Usual::Ordinary => "ordinary",
            Usual::Form(_) => "name",
            Usual::Unknown => "unknown",
        };
        to.holds(&["usual", usual, label]);
        to.holds(&["usual", usual, if back(1).is_none() { "opens" } else { "" }]);
    }
    if name.source != Source::Demonym && page.knowledge.gazetteer().demonym(text).is_some() {
        to.holds(&["opens with a demonym", if single { "alone" } else { "" }]);
    }

    // What it belongs to.
    let head = phrase::head_of(page.sentences, &name.tokens);
    let token = tree.token(head);
    to.holds(&["tag", tree.token(last).tag.as_str(), source]);
    to.holds(&["role", token.dep.as_str(), label]);
    to.holds(&[
        "role",
        token.dep.as_str(),
        tree.head(head).map_or("", |head| &tree.token(head).pos),
    ]);
    to.holds(&["governor", &page.plain_word(tree.head(head))]);
    to.holds(&["governor is", page.class(tree.head(head)), source]);
    // "the villages of X, Y and Z": a name in a list plays the part of the first.
    let mut lead = head;
    while tree.token(lead).dep == "conj"
        && let Some(before) = tree.head(lead)
    {
        lead = before;
    }
    let above = tree.head(lead);
    let listed = if lead == head { "" } else { "listed" };
    to.holds(&["leads to", &page.plain_word(above), listed]);
    to.holds(&[
        "leads to",
        tree.token(lead).dep.as_str(),
        page.class(above),
        source,
    ]);
    if tree.token(lead).dep == "pobj" {
        let beyond = above.and_then(|above| tree.head(above));
        to.holds(&["under", page.word(above), page.class(beyond), source]);
        to.holds(&["beyond", &page.plain_word(beyond)]);
    }
    if lead != head {
        let entity = page
            .sentences
            .entity_of(lead)
            .map_or("", |entity| entity.label.as_str());
        to.holds(&["listed with", entity, source]);
    }
    if !page.actors.is_clear(&name.tokens) {
        let whole = back(1).is_none_or(|at| {
            page.actors.at(at).is_none() || page.actors.at(at) != page.actors.at(first)
        }) && on(1).is_none_or(|at| {
            page.actors.at(at).is_none() || page.actors.at(at) != page.actors.at(last)
        });
        to.holds(&["actor", if whole { "whole" } else { "part" }, source]);
    }

    // What stands around it.
    let (named_before, named_after) = (page.is_name(back(1)), page.is_name(on(1)));
    let around = match (named_before, named_after) {
        (true, true) => "names around",
        (true, false) => "name before",
        (false, true) => "name after",
        (false, false) => "alone",
    };
    to.holds(&[around]);
    to.holds(&[around, label, lie]);
    to.holds(&[around, source, shape]);
    to.holds(&["before", &page.plain_word(back(1))]);
    to.holds(&["after", &page.plain_word(on(1))]);
    to.holds(&["before", "tag", page.tag(back(1))]);
    to.holds(&["after", "tag", page.tag(on(1))]);
    to.holds(&["two before", &page.plain_word(back(2))]);
    to.holds(&["two after", &page.plain_word(on(2))]);
    to.holds(&["after is", page.class(on(1)), around]);
    to.holds(&["before is", page.class(back(1))]);
    if page.word(back(1)) == "," && page.is_name(back(2)) {
        to.holds(&["name and comma before", kind]);
    }
    if page.word(on(1)) == "," {
        let next = on(2).map(|at| page.word(Some(at)));
        let place = next.is_some_and(|next| !page.knowledge.gazetteer().find(next).is_empty());
        to.holds(&["comma after", if place { "place" } else { "" }]);
    }
}

fn shape(word: &str, single: bool) -> &'static str {
    let letters = || word.chars().filter(|letter| letter.is_alphabetic());
    let capitals = letters().all(char::is_uppercase);
    match (capitals, word.contains('.')) {
        (true, true) => "stopped capitals",
        (true, false) if letters().count() <= 3 && single => "few capitals",
        (true, false) => "capitals",
        (false, true) => "clipped",
        (false, false) if letters().count() <= 3 => "short",
        (false, false) => "word",
    }
}
