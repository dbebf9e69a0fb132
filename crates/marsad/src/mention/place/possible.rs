//! Which words might be the name of a place?
//!
//! In come the tokens and their tree; out come [`Possible`] names, of which later steps
//! keep those that are. Invariant: a possible name begins like a name and lies in one
//! sentence; several may overlap.

use std::ops::Range;

use crate::{
    knowledge::{Knowledge, gazetteer::PlaceKind},
    sentence::{Sentences, Tree},
};

/// How many words the longest name may have, hyphens counted.
const LONGEST: usize = 8;

/// Why a run of words might be a place's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The gazetteer has a place of that name.
    Known,
    /// It is a word for the people or things of a country ("Syrian").
    Demonym,
    /// The model labels it a place.
    Labelled,
    /// A noun says that it is one ("the town of X").
    Told,
    /// It is a name of which nothing else is known.
    Named,
}

impl Source {
    /// The word for it among features.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Demonym => "demonym",
            Self::Labelled => "labelled",
            Self::Told => "told",
            Self::Named => "named",
        }
    }
}

/// A run of tokens that might be a place's name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Possible {
    pub(crate) tokens: Range<usize>,
    pub(crate) source: Source,
}

/// Every run of words that might be a place's name, in the order of their first words.
pub(super) fn find(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
) -> Vec<Possible> {
    let mut found: Vec<Possible> = Vec::new();
    for sentence in &sentences.sentences {
        for at in sentence.tokens.clone() {
            if begins_a_name(knowledge, &tree.token(at).text) {
                at_token(knowledge, sentences, tree, at..sentence.tokens.end, &mut found);
            }
        }
    }
    found
}

fn at_token(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    rest: Range<usize>,
    found: &mut Vec<Possible>,
) {
    let start = rest.start;
    let words: Vec<&str> = rest
        .clone()
        .take(LONGEST)
        .map(|at| tree.token(at).text.as_str())
        .collect();
    let known = knowledge.gazetteer().longest_match(&words);
    let mut add = |tokens: Range<usize>, source| {
        if !found.iter().rev().take(4).any(|other| other.tokens == tokens) {
            found.push(Possible { tokens, source });
        }
    };
    // "South Korean" is one word for people though Korea is a place; "Canadian" is one though
    // a town bears that name too; "U.S." is a country's name first.
    let people = (1..=2).rev().find(|&count| {
        words.len() >= count && knowledge.gazetteer().demonym(&words[..count].join(" ")).is_some()
    });
    let state = |count: usize| {
        let best = knowledge.gazetteer().find(&words[..count].join(" "));
        let place = best.first().and_then(|best| knowledge.gazetteer().place(best.place));
        place.is_some_and(|place| place.kind == PlaceKind::Country)
    };
    match (known, people) {
        (Some(count), Some(people)) if count == people && !state(people) => {
            add(start..start + people, Source::Demonym);
        }
        _ => {
            if let Some(count) = known {
                add(start..start + count, Source::Known);
            }
            if let Some(people) = people {
                add(start..start + people, Source::Demonym);
            }
        }
    }
    let entity = sentences
        .entity_of(start)
        .filter(|entity| matches!(entity.label.as_str(), "GPE" | "LOC" | "FAC"));
    if let Some(entity) = entity {
        let before = entity.tokens.start..start;
        let opens = before.clone().all(|at| tree.token(at).tag == "DT");
        let ends = tree.token(entity.tokens.end - 1).tag == "POS";
        let tokens = start..entity.tokens.end - usize::from(ends);
        if opens && !tokens.is_empty() {
            add(tokens, Source::Labelled);
        }
    }
    let is_name = |at: usize| {
        tree.token(at).tag.starts_with("NNP") && begins_a_name(knowledge, &tree.token(at).text)
    };
    if is_name(start) {
        if told_by_noun(knowledge, tree, start) {
            add(start..phrase_end(tree, start), Source::Told);
        }
        let opens = start == 0 || !is_name(start - 1) || tree.token(start - 1).dep == "appos";
        let after_noun = start > 0 && is_kind_of_place(knowledge, tree, start - 1);
        if opens || after_noun {
            add(start..run_end(knowledge, tree, &rest), Source::Named);
        }
    }
}

/// One past the last word of a run of capitalised names, up to a noun for a kind of place
/// ("Manishiyah District") or a possessive.
fn run_end(knowledge: &Knowledge, tree: &Tree<'_>, rest: &Range<usize>) -> usize {
    let mut end = rest.start + 1;
    while end < rest.end.min(rest.start + LONGEST) {
        let token = tree.token(end);
        let hyphen = token.tag == "HYPH" && end + 1 < rest.end;
        let name = token.tag.starts_with("NNP") && begins_a_name(knowledge, &token.text);
        if !(hyphen || name) || is_kind_of_place(knowledge, tree, end) {
            break;
        }
        end += 1;
    }
    if tree.token(end - 1).tag == "HYPH" { end - 1 } else { end }
}

/// Whether a word is a noun for a kind of place, capitalised or not: "District", "town".
fn is_kind_of_place(knowledge: &Knowledge, tree: &Tree<'_>, at: usize) -> bool {
    let lemma = tree.token(at).lemma.to_lowercase();
    knowledge.locations().class(&lemma).is_some()
}

/// "the town of X": whatever X is, it is a place.
fn told_by_noun(knowledge: &Knowledge, tree: &Tree<'_>, start: usize) -> bool {
    let last = phrase_end(tree, start) - 1;
    let of = tree
        .head(last)
        .filter(|&of| tree.token(last).dep == "pobj" && tree.token(of).lemma == "of");
    let noun = of.and_then(|of| tree.head(of));
    noun.is_some_and(|noun| {
        let class = knowledge
            .locations()
            .class(&tree.token(noun).lemma.to_lowercase());
        matches!(class, Some("settlement" | "area"))
    })
}

/// One past the last word of a name that begins at a token.
fn phrase_end(tree: &Tree<'_>, start: usize) -> usize {
    let mut last = start;
    while tree.token(last).dep == "compound"
        && tree
            .head(last)
            .is_some_and(|head| head > last && tree.is_noun(head))
    {
        last = tree.token(last).head;
    }
    last + 1
}

/// Whether a word may open a name: a capital, or a particle such as "al-".
pub(super) fn begins_a_name(knowledge: &Knowledge, word: &str) -> bool {
    knowledge.orthography().is_hyphened_particle(word) || word.starts_with(char::is_uppercase)
}
