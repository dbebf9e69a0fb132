//! Whom do pronouns stand for?
//!
//! In come the actors that a document names; out come [`Reference`]s: the pronouns that stand
//! for one of them. Invariant: a reference points back, never forwards, and out of a quotation
//! to nobody whom the report names before it.

use super::{ActorMention, Reference};
use crate::{
    knowledge::actor::Form,
    sentence::{Sentences, Tree, quotes::Quotes},
};

/// How many mentions back a pronoun may point.
const REACH: usize = 12;

/// The pronouns of a document that stand for somebody named before, in order.
pub(crate) fn find(
    sentences: &Sentences,
    tree: &Tree<'_>,
    actors: &[ActorMention],
) -> Vec<Reference> {
    let quotes = Quotes::of(sentences);
    let pronouns =
        (0..tree.len()).filter(|&at| matches!(tree.token(at).tag.as_str(), "PRP" | "PRP$"));
    let told = |at: usize| {
        Some(Reference {
            span: tree.token(at).span,
            token: at,
            to: antecedent(sentences, &quotes, tree, actors, at)?,
        })
    };
    pronouns.filter_map(told).collect()
}

/// Whom a pronoun stands for: the nearest subject before it that fits it in number
/// and kind, else the nearest fitting mention.
fn antecedent(
    sentences: &Sentences,
    quotes: &Quotes,
    tree: &Tree<'_>,
    actors: &[ActorMention],
    at: usize,
) -> Option<usize> {
    let pronoun = tree.token(at);
    let word = pronoun.lemma.to_lowercase();
    // An "it" that something is done to is more often a thing than somebody.
    if matches!(pronoun.dep.as_str(), "dobj" | "pobj") && word == "it" {
        return None;
    }
    let fits = |&mention: &usize| {
        let mention = &actors[mention];
        let tag = tree.token(mention.head).tag.as_str();
        let plural = matches!(tag, "NNS" | "NNPS")
            || tree.with_dep(mention.head, &["conj"]).next().is_some();
        match word.as_str() {
            "he" | "she" | "his" | "her" | "him" => mention.role.form == Form::Person && !plural,
            "they" | "them" | "their" => plural || mention.role.form == Form::Collective,
            "it" | "its" => mention.role.form != Form::Person && !plural,
            _ => false,
        }
    };
    let before = actors.partition_point(|mention| mention.tokens.start < at);
    // Whom a speaker calls "they" is not among those whom the report names around the quotation.
    let sentence = sentences
        .sentence_of(at)
        .map_or(at, |whole| whole.tokens.start);
    let opening = quotes.opening(at).filter(|opening| *opening >= sentence);
    let near = (0..before)
        .rev()
        .filter(|&mention| {
            let head = actors[mention].head;
            head < at && opening.is_none_or(|opening| head > opening)
        })
        .take(REACH);
    let is_subject = |&mention: &usize| {
        let label = tree.token(actors[mention].head).dep.as_str();
        matches!(label, "nsubj" | "nsubjpass")
    };
    let mut fitting = near.filter(fits);
    fitting.clone().find(is_subject).or_else(|| fitting.next())
}
