//! Which deeds of one clause have one doer?
//!
//! In come the matches of a document; a match without a doer is given that of another one which its
//! clause ties it to, and a toll that of the deeds whose victims it counts. Invariant: what has a doer
//! keeps it.

use super::{
    force::{are_opposed, is_assault, is_done_by_one, uses_force},
    of_noun,
};
use crate::{
    claim::{
        cast::{Filler, Scene},
        frame,
        matching::Match,
    },
    knowledge::pattern::{Kind, SlotRole},
};

/// Gives a deed that names no doer the one of another deed in its clause: harm done as somebody
/// struck ("were killed when jets struck the market"), and an attack in which somebody took or killed
/// ("took the hill in an assault").
pub(crate) fn share<'a>(scene: &Scene<'a>, hits: &mut [Match<'a>]) {
    for at in 0..hits.len() {
        let hit = &hits[at];
        let named = |hit: &Match<'_>| {
            let mut roles = hit.filled.iter();
            roles.any(|(role, _)| matches!(role, SlotRole::Actor | SlotRole::Both))
        };
        if named(hit) || hit.pattern.weak {
            continue;
        }
        let counted = of_toll(scene, hit);
        if !counted.is_empty() {
            let doers = counted.into_iter().map(|doer| (SlotRole::Actor, doer));
            hits[at].filled.extend(doers);
            continue;
        }
        let is_noun = scene.tree.is_noun(hit.trigger);
        let beside = scene
            .in_sentence(hit.trigger, hits, |hit| hit.trigger)
            .iter();
        let mut beside = beside.filter(|other| other.trigger != hit.trigger);
        let source = match (is_noun, hit.pattern.counts.is_some()) {
            (false, true) => beside.find(|other| struck_at_once(scene, hit, other)),
            (true, false) => beside.find(|other| done_in(scene, hit, other)),
            _ => None,
        };
        let doers: Vec<(SlotRole, Filler<'_>)> = source
            .map(|other| &other.filled)
            .into_iter()
            .flatten()
            .filter(|(role, _)| *role == SlotRole::Actor)
            .cloned()
            .collect();
        hits[at].filled.extend(doers);
    }
}

/// Whose deed a toll counts: "the toll from the army's raids rose to 12".
fn of_toll<'a>(scene: &Scene<'a>, hit: &Match<'a>) -> Vec<Filler<'a>> {
    let tree = &scene.tree;
    let subjects = hit.frame.subjects.iter().copied();
    let mut of_subject = subjects
        .filter(|&at| hit.pattern.cumulative && tree.is_noun(at) && scene.actor(at).is_none())
        .flat_map(|at| tree.with_dep(at, &["prep"]).collect::<Vec<_>>())
        .flat_map(|at| tree.with_dep(at, &["pobj"]).collect::<Vec<_>>())
        .filter(|&at| is_done_by_one(scene, at));
    let first = of_subject.find_map(|at| of_noun(scene, at));
    let all = first
        .map(|doer| tree.conjuncts(doer.head))
        .unwrap_or_default();
    all.into_iter()
        .map(|at| scene.filler(at))
        .filter(|filler| filler.actor.is_some())
        .collect()
}

/// Whether harm was done as another deed of one side was: the clause of the one says when the other
/// happened. Fighters may fall as their own side attacks.
fn struck_at_once(scene: &Scene<'_>, harm: &Match<'_>, deed: &Match<'_>) -> bool {
    let tree = &scene.tree;
    let clause = deed.frame.carrier.unwrap_or(deed.trigger);
    let marked = tree.with_dep(clause, &["mark", "advmod"]).any(|at| {
        let lemma = tree.token(at).lemma.to_lowercase();
        scene.knowledge.modals().is_moment(&lemma)
    });
    // What several verbs share may hang on any of them.
    let beside = tree.token(clause).dep == "advcl"
        && tree
            .head(clause)
            .is_some_and(|head| tree.conjuncts(harm.trigger).contains(&head));
    let doer = deed
        .filled
        .iter()
        .find(|(role, _)| *role == SlotRole::Actor);
    let fighters = harm.filled.iter().any(|(role, victim)| {
        let opposed = doer.is_some_and(|(_, doer)| are_opposed(victim, doer));
        *role == SlotRole::Target && scene.is_of(victim, &[Kind::Force]) && !opposed
    });
    marked && beside && !fighters && uses_force(scene, deed.pattern)
}

/// Whether a deed told by a noun is what somebody did another deed in: "took the hill in an assault".
fn done_in(scene: &Scene<'_>, noun: &Match<'_>, deed: &Match<'_>) -> bool {
    let tree = &scene.tree;
    let verb = tree.head(noun.trigger).and_then(|preposition| {
        let within = tree.token(noun.trigger).dep == "pobj"
            && scene
                .knowledge
                .modals()
                .is_amid(&tree.token(preposition).lemma.to_lowercase());
        within.then(|| tree.head(preposition))?
    });
    verb == Some(deed.trigger)
        && tree.is_verb(deed.trigger)
        && !frame::is_passive(tree, deed.trigger)
        && is_assault(scene, noun.pattern)
        && is_assault(scene, deed.pattern)
}
