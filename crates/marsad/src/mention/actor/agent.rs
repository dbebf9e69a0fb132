//! Which common nouns stand for somebody?
//!
//! In comes a noun; out comes the mention that its phrase makes, with the role that
//! `agents.toml` gives the noun and the country or actor that the words before it tie
//! it to. Invariant: a noun that only stands before another agent's noun makes none.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::names::{Names, role_of, slot_of};
use crate::{
    knowledge::{
        Knowledge,
        actor::{ActorId, Form, Role},
        gazetteer::PlaceKind,
        lexicon::Plural,
    },
    mention::{ActorMention, phrase},
    sentence::{Sentences, Tree},
    terms::Slot,
};

/// A phrase headed by a common noun that stands for somebody.
pub(super) fn agent(
    knowledge: &Knowledge,
    day: Option<Date>,
    sentences: &Sentences,
    tree: &Tree<'_>,
    names: &Names<'_>,
    at: usize,
) -> Option<ActorMention> {
    let token = tree.token(at);
    if !tree.is_noun(at) || names.at(at).is_some() {
        return None;
    }
    let role = agent_role(knowledge, tree, at)?;
    // A modifier of another agent noun is part of that phrase ("government forces").
    let within = matches!(token.dep.as_str(), "compound" | "nmod" | "amod")
        && tree.head(at).is_some_and(|head| {
            head > at && tree.is_noun(head) && agent_role(knowledge, tree, head).is_some()
        });
    if within {
        return None;
    }
    let tokens = phrase::core(tree, at);
    let affiliation = tokens
        .clone()
        .filter_map(|token| names.at(token))
        .find(|name| {
            let head = phrase::head_of(sentences, &name.tokens);
            tokens.contains(&head) && tree.head(head) == Some(at) && tree.token(head).dep != "appos"
        });
    let country = country_of(knowledge, tree, at);
    let actor = match (affiliation, &country) {
        (Some(name), _) => slot_of(&name.actors),
        (None, Some(country)) => state_organ(knowledge, day, &role, country)
            .map(Slot::Said)
            .unwrap_or_default(),
        (None, None) => Slot::Unsaid,
    };
    let mut role = role;
    if let Some([owner]) = affiliation.map(|name| name.actors.as_slice())
        && matches!(role.voice.as_deref(), Some("party" | "source"))
    {
        role.voice = role_of(owner).voice;
    }
    Some(ActorMention {
        span: phrase::span(sentences, &tokens),
        head: at,
        tokens,
        actor,
        role,
        country,
    })
}

/// The role of a common noun with the words before it; compounds win over the noun alone.
pub(super) fn agent_role(knowledge: &Knowledge, tree: &Tree<'_>, at: usize) -> Option<Role> {
    let agents = knowledge.agents();
    let token = tree.token(at);
    let lemma = token.lemma.to_lowercase();
    let before = |count: usize| at.checked_sub(count);
    for count in (1..agents.longest_compound()).rev() {
        let Some(start) = before(count) else { continue };
        let lemmas: Vec<String> = (start..=at)
            .map(|here| tree.token(here).lemma.to_lowercase())
            .collect();
        if let Some(role) = agents.compound(&lemmas.join(" ")) {
            return Some(refined(knowledge, tree, start, role));
        }
    }
    let plural = if matches!(token.tag.as_str(), "NNS" | "NNPS") {
        Plural::Yes
    } else {
        Plural::No
    };
    let role = agents.noun(&lemma, plural)?;
    Some(refined(knowledge, tree, at, role))
}

pub(super) fn refined(knowledge: &Knowledge, tree: &Tree<'_>, start: usize, role: &Role) -> Role {
    match start.checked_sub(1) {
        Some(before)
            if matches!(
                tree.token(before).dep.as_str(),
                "amod" | "compound" | "nmod"
            ) =>
        {
            knowledge
                .agents()
                .refine(role, &tree.token(before).text.to_lowercase())
        }
        _ => role.clone(),
    }
}

/// The one country that a phrase's own modifiers tie it to; none for "Syrian and Russian".
pub(super) fn country_of(knowledge: &Knowledge, tree: &Tree<'_>, head: usize) -> Option<SmolStr> {
    let modifiers = tree
        .with_dep(head, &["amod", "compound", "nmod", "poss"])
        .flat_map(|child| {
            let deeper = tree
                .with_dep(child, &["conj"])
                .flat_map(|other| tree.conjuncts(other))
                .collect::<Vec<_>>();
            std::iter::once(child).chain(deeper)
        });
    let mut countries =
        modifiers.filter_map(|child| country_word(knowledge, &tree.token(child).text));
    let first = countries.next()?;
    countries.all(|other| other == first).then_some(first)
}

pub(super) fn country_word(knowledge: &Knowledge, word: &str) -> Option<SmolStr> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    if let Some(code) = knowledge.gazetteer().demonym(word) {
        return Some(code.as_str().into());
    }
    country_named(knowledge, word)
}

pub(super) fn country_named(knowledge: &Knowledge, name: &str) -> Option<SmolStr> {
    let first = knowledge.gazetteer().find(name).into_iter().next()?;
    let place = knowledge.gazetteer().place(first.place)?;
    (place.kind == PlaceKind::Country).then(|| place.country.map(|code| code.as_str().into()))?
}

/// A country's own army, government, police …: known by rule, not by a table of every one.
pub(super) fn state_organ(
    knowledge: &Knowledge,
    day: Option<Date>,
    role: &Role,
    country: &str,
) -> Option<ActorId> {
    let organ = match role.kind.as_str() {
        "military" | "aircraft" | "armour" | "warship" => "military",
        "government" | "police" | "intelligence" | "state" | "legislature" => role.kind.as_str(),
        _ => return None,
    };
    if matches!(role.form, Form::Person) && role.kind != "military" {
        return None;
    }
    // Forces with names of their own are known by those.
    let branch: &[&str] = match role.kind.as_str() {
        "aircraft" => &["air force"],
        "warship" => &["navy"],
        "military" | "armour" => &["army", "military", "armed forces"],
        _ => &[],
    };
    if let Some(known) = knowledge.actors().military_of(country, day, branch) {
        return Some(known.id.clone());
    }
    Some(ActorId(format_smolstr!(
        "{}.{organ}",
        country.to_lowercase()
    )))
}
