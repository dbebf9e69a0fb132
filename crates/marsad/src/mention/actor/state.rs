//! Which names of countries, peoples and capitals stand for those who govern?
//!
//! In comes a name; out comes the mention of a state, where the name stands in the
//! place of one who acts. Invariant: a capital under fire is a place, not a government.

use std::ops::Range;

use smol_str::{SmolStr, format_smolstr};

use super::agent::country_named;
use crate::{
    knowledge::{
        Knowledge,
        actor::{ActorId, Form, Role, Status},
        pattern::Part,
    },
    mention::{ActorMention, phrase},
    sentence::{Sentences, Tree},
    terms::Slot,
};

/// A country that is spoken of as one who acts ("Russia shelled …", "Ukraine's offensive").
pub(super) fn state(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    if let Some(people) = people(knowledge, sentences, tree, at) {
        return Some(people);
    }
    if token.tag != "NNP" && token.tag != "NNPS" {
        return None;
    }
    let acts = match token.dep.as_str() {
        "nsubj" => true,
        "pobj" => tree.head(at).is_some_and(|prep| {
            let prep = tree.token(prep);
            prep.dep == "agent"
                || matches!(prep.lemma.as_str(), "against" | "with" | "by" | "between")
        }),
        "dobj" | "poss" => true,
        "conj" => return state_conjunct(knowledge, sentences, tree, at),
        _ => false,
    };
    acts.then(|| country_mention(knowledge, sentences, tree, at))?
}

/// "The Turks", "many Syrians": a people, who are not their government.
pub(super) fn nation(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    let plural = matches!(token.tag.as_str(), "NNPS" | "NNS");
    let before = matches!(token.dep.as_str(), "amod" | "compound" | "nmod");
    if !plural || before || !token.text.starts_with(char::is_uppercase) {
        return None;
    }
    let code = knowledge.gazetteer().demonym(&token.text)?;
    let tokens = phrase::core(tree, at);
    Some(ActorMention {
        span: phrase::span(sentences, &tokens),
        head: at,
        tokens,
        actor: Slot::Unsaid,
        role: Role {
            kind: "people".into(),
            form: Form::Person,
            status: Status::Civilian,
            plover: None,
            voice: Some("resident".into()),
        },
        country: Some(code.as_str().into()),
    })
}

/// "Israeli air strikes": the adjective before a deed tells whose it was.
pub(super) fn people(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    // "Syrian and Russian airstrikes"
    let first = tree
        .upwards(at)
        .find(|&here| tree.token(here).dep != "conj")?;
    let before_a_deed = matches!(tree.token(first).dep.as_str(), "amod" | "compound" | "nmod")
        && tree.head(first).is_some_and(|noun| {
            let lemma = tree.token(noun).lemma.to_lowercase();
            // "Syrian town bomb attack": it is the town that is Syrian.
            let mut between = tree
                .with_dep(noun, &["compound"])
                .filter(|&other| other > at);
            let of_place = between.any(|other| {
                let lemma = tree.token(other).lemma.to_lowercase();
                knowledge.locations().class(&lemma).is_some()
            });
            at < noun
                && !of_place
                && tree.is_noun(noun)
                && knowledge
                    .patterns()
                    .lines(Part::Noun, &lemma)
                    .next()
                    .is_some()
        });
    let code = knowledge
        .gazetteer()
        .demonym(&token.text)
        .filter(|_| before_a_deed && token.text.starts_with(char::is_uppercase))?;
    Some(state_mention(
        sentences,
        at,
        at..at + 1,
        code.as_str().into(),
    ))
}

pub(super) fn state_conjunct(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let first = tree
        .upwards(at)
        .find(|&here| tree.token(here).dep != "conj")?;
    (first != at && state(knowledge, sentences, tree, first).is_some())
        .then(|| country_mention(knowledge, sentences, tree, at))?
}

pub(super) fn country_mention(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    at: usize,
) -> Option<ActorMention> {
    let tokens = phrase::core(tree, at);
    let words = phrase::words(sentences, &tokens);
    let bare = words
        .strip_prefix("the ")
        .or_else(|| words.strip_prefix("The "))
        .unwrap_or(&words);
    let seat = knowledge
        .seats()
        .country(&words)
        .filter(|_| governs(knowledge, tree, at))
        .cloned();
    let country = seat.or_else(|| country_named(knowledge, bare))?;
    Some(state_mention(sentences, at, tokens, country))
}

pub(super) fn state_mention(
    sentences: &Sentences,
    head: usize,
    tokens: Range<usize>,
    country: SmolStr,
) -> ActorMention {
    ActorMention {
        span: phrase::span(sentences, &tokens),
        head,
        tokens,
        actor: Slot::Said(ActorId(format_smolstr!("{}.state", country.to_lowercase()))),
        role: Role {
            kind: "state".into(),
            form: Form::Institution,
            status: Status::Combatant,
            plover: None,
            voice: Some("official".into()),
        },
        country: Some(country),
    }
}

/// Whether a city stands where only those who govern there can: "Moscow said",
/// "Kyiv renewed its assault", not "Kyiv came under fire".
pub(super) fn governs(knowledge: &Knowledge, tree: &Tree<'_>, at: usize) -> bool {
    let verb = tree
        .head(at)
        .filter(|&verb| tree.is_verb(verb) && tree.token(at).dep == "nsubj");
    verb.is_some_and(|verb| {
        let says = knowledge
            .reporting()
            .verb(&tree.token(verb).lemma.to_lowercase())
            .is_some();
        let owns = tree
            .with_dep(verb, &["dobj"])
            .any(|object| tree.with_dep(object, &["poss"]).next().is_some());
        says || owns
    })
}
