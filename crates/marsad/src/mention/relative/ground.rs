//! What stands around the place names of one sentence?
//!
//! In come a sentence, its places and its amounts; out comes the [`Ground`] on which
//! forms are tried: the words, where the names stand among them, how far the phrase
//! of each reaches, and the distances. Invariant: positions are those of the
//! sentence's atoms.

use std::ops::Range as Run;

use super::{
    super::{
        AmountMention, PlaceMention,
        atom::{Atom, Join, atoms},
        phrase,
    },
    measure::{Measure, measures},
};
use crate::{
    knowledge::{Knowledge, gazetteer::PlaceKind},
    sentence::{Sentence, Sentences, Token, Tree},
    terms::Span,
};

/// No phrase around a name is looked at further than this many words from it.
const LONGEST_PHRASE: usize = 14;

/// One sentence, as forms see it.
pub(super) struct Ground<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) tree: &'a Tree<'a>,
    sentences: &'a Sentences,
    pub(super) atoms: Vec<Atom>,
    pub(super) names: Vec<Name>,
    pub(super) measures: Vec<Measure>,
}

/// A place mention in the sentence.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// Its number among the document's places.
    pub(super) index: usize,
    /// Its words.
    pub(super) atoms: Run<usize>,
    /// The token that heads it.
    head: usize,
    /// What the gazetteer says it is, where it was resolved.
    pub(super) kind: Option<PlaceKind>,
    /// Where its phrase may begin, the bare name first.
    pub(super) starts: Vec<usize>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        knowledge: &'a Knowledge,
        sentences: &'a Sentences,
        tree: &'a Tree<'a>,
        sentence: &Sentence,
        places: &[(usize, &PlaceMention)],
        amounts: &[&AmountMention],
    ) -> Self {
        let atoms = atoms(&sentences.tokens, sentence.tokens.clone());
        let position = |token: usize| atoms.partition_point(|atom| atom.token < token);
        let names: Vec<Name> = places
            .iter()
            .map(|(index, place)| Name {
                index: *index,
                atoms: position(place.tokens.start)..position(place.tokens.end),
                head: place.head,
                kind: place
                    .place
                    .value()
                    .and_then(|place| PlaceKind::parse(place.kind)),
                starts: Vec::new(),
            })
            .filter(|name| !name.atoms.is_empty())
            .collect();
        let measures = measures(knowledge, &atoms, amounts, position);
        let mut ground = Self {
            knowledge,
            tree,
            sentences,
            atoms,
            names,
            measures,
        };
        for at in 0..ground.names.len() {
            let name = &ground.names[at];
            let mut starts = ground.starts(name.atoms.start);
            starts.extend(ground.start_in_tree(name));
            starts.sort_unstable_by(|a, b| b.cmp(a));
            starts.dedup();
            ground.names[at].starts = starts;
        }
        ground
    }

    /// The token of an atom.
    pub(super) fn token(&self, atom: usize) -> &'a Token {
        self.tree.token(self.atoms[atom].token)
    }

    /// The class of a common noun for a place, where an atom is one.
    pub(super) fn class(&self, atom: usize) -> Option<&'a str> {
        let token = self.token(atom);
        token
            .tag
            .starts_with("NN")
            .then(|| {
                self.knowledge
                    .locations()
                    .class(&token.lemma.to_lowercase())
            })
            .flatten()
    }

    /// Whether an atom describes what follows: "besieged", and either half of "war-torn".
    pub(super) fn describes(&self, atom: usize) -> bool {
        let next = self.atoms.get(atom + 1);
        let half =
            next.is_some_and(|next| next.join == Join::Hyphen) && self.is_adjective(atom + 1);
        half || self.is_adjective(atom)
    }

    fn is_adjective(&self, atom: usize) -> bool {
        let tag = self.token(atom).tag.as_str();
        tag.starts_with("JJ") || matches!(tag, "VBN" | "VBG" | "HYPH")
    }

    /// The words of a run of atoms in the original text.
    pub(super) fn span(&self, atoms: &Run<usize>) -> Span {
        let words = self.atoms[atoms.clone()]
            .iter()
            .map(|atom| self.sentences.tokens[atom.token].span);
        words
            .filter(|span| !span.is_empty())
            .reduce(Span::to)
            .unwrap_or_default()
    }

    /// Where the phrase that begins or goes on at an atom may begin, by the words before it:
    /// "X", "city of X", "the besieged city of X".
    pub(super) fn starts(&self, from: usize) -> Vec<usize> {
        let mut found = vec![from];
        let mut at = from;
        while at > 0 && from - at < LONGEST_PHRASE {
            let before = at - 1;
            let tag = self.token(before).tag.as_str();
            let noun = |atom: Option<usize>| {
                atom.is_some_and(|atom| {
                    matches!(
                        self.class(atom),
                        Some("settlement" | "area" | "site" | "feature")
                    )
                })
            };
            let joins = self
                .knowledge
                .amounts()
                .join()
                .is_of(&self.atoms[before].text)
                || self.atoms[before].text == ",";
            at = if self.describes(before) || matches!(tag, "DT" | "PRP$") || noun(Some(before)) {
                before
            } else if joins && noun(before.checked_sub(1)) {
                before - 1
            } else if tag == "POS" {
                match self.names.iter().find(|name| name.atoms.end == before) {
                    Some(owner) => owner.atoms.start,
                    None => break,
                }
            } else {
                break;
            };
            found.push(at);
        }
        found
    }

    /// Where the phrase of a name begins in the tree: that of the noun that the name is a part
    /// of ("the capital, X", "the long-contested town of X").
    fn start_in_tree(&self, name: &Name) -> Option<usize> {
        let mut noun = name.head;
        for _ in 0..3 {
            let governor = self.tree.head(noun)?;
            let of = self.tree.token(noun).dep == "pobj"
                && self
                    .knowledge
                    .amounts()
                    .join()
                    .is_of(&self.tree.token(governor).text.to_lowercase());
            let above = if of {
                self.tree.head(governor)?
            } else {
                governor
            };
            let lemma = self.tree.token(above).lemma.to_lowercase();
            let place = matches!(
                self.knowledge.locations().class(&lemma),
                Some("settlement" | "area" | "site" | "feature")
            );
            let belongs = of
                || matches!(
                    self.tree.token(noun).dep.as_str(),
                    "compound" | "nmod" | "appos"
                );
            if !place || !belongs || !self.tree.is_noun(above) {
                break;
            }
            noun = above;
        }
        let first = phrase::core(self.tree, noun).start;
        let at = self.atoms.partition_point(|atom| atom.token < first);
        (noun != name.head && at < name.atoms.start).then_some(at)
    }

    /// Where the phrase of a name may end: "X", "X province".
    pub(super) fn ends(&self, name: &Name) -> Vec<usize> {
        let end = name.atoms.end;
        let noun = end < self.atoms.len()
            && matches!(self.class(end), Some("settlement" | "area" | "feature"));
        if noun { vec![end, end + 1] } else { vec![end] }
    }

    /// Whether the tree coordinates the second name with the first.
    pub(super) fn is_joined(&self, first: &Name, second: &Name) -> bool {
        let top = |name: &Name| {
            // The noun whose name it is stands in the list, not the name: "X and the town of Y".
            let start = *name.starts.last().unwrap_or(&name.atoms.start);
            let phrase = self.atoms[start].token..self.atoms[name.atoms.end - 1].token + 1;
            phrase::head_of(self.sentences, &phrase)
        };
        let joined = self.tree.conjuncts(first.head);
        joined.contains(&second.head)
            || joined.contains(&top(second))
            || self.tree.conjuncts(top(first)).contains(&top(second))
    }
}
