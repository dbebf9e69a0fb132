//! Which words and patterns tell of force, and on which sides do two stand?
//!
//! In comes a word, a pattern or two fillers; out comes what the patterns and the actors' roles say of
//! them. Invariant: only knowledge is asked, never another word of the sentence but participles on a noun.

use crate::{
    claim::{
        cast::{Filler, Scene},
        frame,
    },
    knowledge::{
        actor::Status,
        pattern::{Line, Part, Pattern, SlotRole, SlotRule},
    },
};

/// Whether a noun tells a deed that one side does to another: "Syria's conflict" is nobody's
/// deed, nor is a fight one side's.
pub(crate) fn is_one_sided(scene: &Scene<'_>, noun: usize) -> bool {
    let lemma = scene.tree.token(noun).lemma.to_lowercase();
    let patterns = scene.knowledge.patterns();
    let mut lines = patterns.lines(Part::Noun, &lemma).peekable();
    let is_deed = lines.peek().is_some();
    let both = |slot: &SlotRule| slot.role == SlotRole::Both;
    is_deed && !lines.any(|(_, line, _)| line.slots.iter().any(both))
}

/// Whether a noun tells a deed of one side, or is what was fired in one: "in shells fired by rebels".
pub(crate) fn is_done_by_one(scene: &Scene<'_>, noun: usize) -> bool {
    let mut participles = scene.tree.with_dep(noun, &["acl", "relcl"]);
    is_one_sided(scene, noun)
        || participles.any(|verb| frame::is_passive(&scene.tree, verb) && is_force(scene, verb))
}

/// Whether a verb tells of victims that are counted.
pub(super) fn harms(scene: &Scene<'_>, verb: usize) -> bool {
    may_be(scene, verb, |pattern| {
        pattern.counts.is_some() && !pattern.weak
    })
}

/// Whether a verb tells what one side does to another by force.
pub(super) fn is_force(scene: &Scene<'_>, verb: usize) -> bool {
    may_be(scene, verb, |pattern| uses_force(scene, pattern))
}

/// Whether a verb tells of force, be it of one side or of both.
pub(super) fn assaults(scene: &Scene<'_>, verb: usize) -> bool {
    may_be(scene, verb, |pattern| is_assault(scene, pattern))
}

/// Whether a verb may trigger a pattern of some kind.
fn may_be(scene: &Scene<'_>, verb: usize, kind: impl Fn(&Pattern) -> bool) -> bool {
    let lemma = scene.tree.token(verb).lemma.to_lowercase();
    let mut lines = scene.knowledge.patterns().lines(Part::Verb, &lemma);
    lines.any(|(pattern, _, _)| kind(pattern))
}

/// Whether a pattern tells what one side does to another by force.
pub(super) fn uses_force(scene: &Scene<'_>, pattern: &Pattern) -> bool {
    let both = |line: &Line| line.slots.iter().any(|slot| slot.role == SlotRole::Both);
    is_assault(scene, pattern) && !pattern.lines.iter().any(both)
}

/// Whether patterns tell of force, and none of them counts its victims.
pub(crate) fn are_force(scene: &Scene<'_>, patterns: [&Pattern; 2]) -> bool {
    patterns
        .iter()
        .all(|pattern| uses_force(scene, pattern) && pattern.counts.is_none())
}

/// Whether a pattern tells of force.
pub(crate) fn is_assault(scene: &Scene<'_>, pattern: &Pattern) -> bool {
    let ontology = scene.knowledge.ontology();
    let event = ontology
        .get(&pattern.action)
        .and_then(|action| action.plover.as_ref()?.event.as_ref());
    !pattern.weak && event.is_some_and(|event| event == "ASSAULT")
}

/// Whether two are of one kind and country: "five soldiers", "the army".
pub(crate) fn are_of_one_side(one: &Filler<'_>, other: &Filler<'_>) -> bool {
    let (Some(one), Some(other)) = (one.actor, other.actor) else {
        return false;
    };
    one.role.kind == other.role.kind
        && one.country == other.country
        && one.role.status == Status::Combatant
}

/// Whether one of two is of a state's forces and the other fights a state.
pub(super) fn are_opposed(one: &Filler<'_>, other: &Filler<'_>) -> bool {
    let of_state = |filler: &Filler<'_>| match filler.actor?.role.plover.as_deref()? {
        "MIL" | "GOV" | "COP" | "SPY" => Some(true),
        "REB" | "UAF" | "PRM" => Some(false),
        _ => None,
    };
    of_state(one)
        .zip(of_state(other))
        .is_some_and(|(one, other)| one != other)
}
