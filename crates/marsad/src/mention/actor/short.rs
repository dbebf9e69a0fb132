//! Whom does a short form stand for?
//!
//! In come the actors that a document names; out they come with "the army" as the army named
//! before, "the group" as the group named last, and "government forces" as those of the country
//! that the report is about. Invariant: what is only concluded is marked so, with the reason.

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use super::{agent, names::role_of};
use crate::{
    knowledge::{
        Knowledge,
        actor::{ActorId, Form},
    },
    mention::{ActorMention, PlaceMention, PlaceUse},
    sentence::Tree,
    terms::Slot,
};

/// How many mentions back a short form looks for its long one.
const REACH: usize = 200;

/// How many of a report's places must lie in one country for it to be the report's, and how many
/// in a hundred of all that are resolved.
const LEAST_PLACES: usize = 2;
const LEAST_SHARE: usize = 80;

/// Resolves what a report names in full before: "the army" is the army that was named under that
/// very noun, or the only one of its kind; "the group" is the group named last.
pub(super) fn resolve(knowledge: &Knowledge, tree: &Tree<'_>, mentions: &mut [ActorMention]) {
    for at in 0..mentions.len() {
        let (before, rest) = mentions.split_at_mut(at);
        let mention = &mut rest[0];
        if !is_open(mention) || !is_definite(tree, mention) {
            continue;
        }
        let near = || before.iter().rev().take(REACH);
        let known: Vec<(&ActorMention, &ActorId)> = near()
            .filter_map(|earlier| Some((earlier, earlier.actor.value()?)))
            .collect();
        let noun = tree.token(mention.head).lemma.to_lowercase();
        let same = same_kind(tree, mention, &known);
        if let Some((earlier, actor)) = same {
            mention.actor = Slot::Inferred {
                value: actor.clone(),
                reason: format_smolstr!("the {noun} named before"),
            };
            mention.country = earlier.country.clone();
        } else if let Some(actor) = last_named(knowledge, tree, mention, &noun, near()) {
            mention.actor = Slot::Inferred {
                value: actor.clone(),
                reason: format_smolstr!("the {noun} named last"),
            };
            if let Some(actor) = knowledge.actors().get(actor) {
                mention.role.voice = role_of(actor).voice;
                mention.country = Some(actor.country.clone()).filter(|code| !code.is_empty());
            }
        }
    }
}

/// The known actor under the very noun, else the only one of the kind.
fn same_kind<'a>(
    tree: &Tree<'_>,
    mention: &ActorMention,
    known: &[(&'a ActorMention, &'a ActorId)],
) -> Option<(&'a ActorMention, &'a ActorId)> {
    let lemma = |mention: &ActorMention| tree.token(mention.head).lemma.to_lowercase();
    let of_kind = known
        .iter()
        .filter(|(earlier, _)| earlier.role.kind == mention.role.kind && earlier.country.is_some());
    let by_noun = of_kind
        .clone()
        .find(|(earlier, _)| lemma(earlier) == lemma(mention));
    by_noun.copied().or_else(|| {
        let mut all = of_kind.copied();
        let first = all.next()?;
        all.all(|(_, other)| other == first.1).then_some(first)
    })
}

/// Whom a noun alone points back to: the last one named of the kinds that it may stand for; nobody,
/// where a name that nobody knows stands between.
fn last_named<'a>(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    mention: &ActorMention,
    noun: &str,
    mut before: impl Iterator<Item = &'a ActorMention>,
) -> Option<&'a ActorId> {
    // "The monitoring group" and "the group of fighters" say themselves who they are.
    let alone = mention.tokens.len() == 2
        && tree.token(mention.head).tag == "NN"
        && tree
            .with_dep(mention.head, &["prep", "appos"])
            .next()
            .is_none();
    let kinds = knowledge.agents().points_back(noun);
    let fits = |id: &ActorId| {
        let actor = knowledge.actors().get(id);
        actor.is_some_and(|actor| kinds.contains(&actor.kind))
    };
    let unknown = |earlier: &ActorMention| {
        let head = tree.token(earlier.head);
        earlier.actor == Slot::Unresolved && earlier.role.form == Form::Institution
            || earlier.actor == Slot::Unsaid
                && head.tag.starts_with("NNP")
                && head.lemma.to_lowercase() == noun
    };
    before
        .find(|earlier| unknown(earlier) || earlier.actor.value().is_some_and(fits))
        .filter(|_| alone)
        .and_then(|earlier| earlier.actor.value())
}

/// Resolves the army, the police and the government of a report's own country, where the report
/// does not say whose they are and its places lie in one.
pub(crate) fn by_story(
    knowledge: &Knowledge,
    day: Option<Date>,
    tree: &Tree<'_>,
    places: &[PlaceMention],
    mentions: &mut [ActorMention],
) {
    let Some(country) = story(places) else { return };
    for mention in mentions.iter_mut().filter(|mention| is_open(mention)) {
        let of_state = tree
            .with_dep(mention.head, &["amod", "compound", "nmod"])
            .filter_map(|at| agent::agent_role(knowledge, tree, at))
            .any(|role| role.kind == "government");
        let named = mention
            .tokens
            .clone()
            .any(|at| tree.token(at).tag.starts_with("NNP"));
        if named || !(of_state || is_definite(tree, mention)) {
            continue;
        }
        if let Some(organ) = agent::state_organ(knowledge, day, &mention.role, &country) {
            mention.actor = Slot::Inferred {
                value: organ,
                reason: format_smolstr!("the report's places lie in {country}"),
            };
            mention.country = Some(country.clone());
        }
    }
}

/// The country in which nearly all places of a report lie, if it is one.
fn story(places: &[PlaceMention]) -> Option<SmolStr> {
    let literal = places
        .iter()
        .filter(|place| place.use_ == PlaceUse::Literal);
    let countries: Vec<&SmolStr> = literal
        .filter_map(|place| place.place.value()?.country.as_ref())
        .collect();
    let first = countries.iter().max_by_key(|country| {
        let count = countries.iter().filter(|other| other == country).count();
        (count, std::cmp::Reverse(**country))
    })?;
    let count = countries.iter().filter(|other| other == &first).count();
    let most = count >= LEAST_PLACES && count * 100 >= countries.len() * LEAST_SHARE;
    most.then(|| (*first).clone())
}

/// Whether nothing says yet whom a noun stands for.
fn is_open(mention: &ActorMention) -> bool {
    mention.actor == Slot::Unsaid && mention.country.is_none() && mention.role.form != Form::Person
}

fn is_definite(tree: &Tree<'_>, mention: &ActorMention) -> bool {
    let article = |det: usize| {
        let lemma = tree.token(det).lemma.to_lowercase();
        matches!(lemma.as_str(), "the" | "this" | "that")
    };
    tree.with_dep(mention.head, &["det"]).any(article)
}
