//! Who does a deed whose own words leave it open?
//!
//! In comes a trigger with its frame, or a noun that stands where a doer should; out comes who
//! does it: the doer of the noun ("the army's shelling killed"), the subject of the clause that
//! a participle goes with though the parser hangs it on a nearer noun ("fired on the village killing
//! four"; `regain`), and the doer of another deed in the same clause ("were killed when jets struck";
//! `share`). Invariant: a doer stands in the sentence of its deed.

mod force;
mod regain;
mod share;

use super::{
    cast::{Filler, Scene},
    frame::{self, Frame},
};
use crate::{
    knowledge::{
        actor::{Form, Status},
        casing::Usual,
        pattern::{Line, Part, SlotRole},
    },
    mention::ActorMention,
};
pub(crate) use force::{are_force, are_of_one_side, is_assault, is_done_by_one};
use force::{is_force, uses_force};
pub(crate) use regain::regain;
pub(crate) use share::share;

/// The doer behind a noun of a deed that stands where a doer should: "the army's advance",
/// "Islamic State attack", "strikes launched by warplanes".
pub(crate) fn of_noun<'a>(scene: &Scene<'a>, noun: usize) -> Option<Filler<'a>> {
    let tree = &scene.tree;
    // "dozens of raids by jets"
    let noun = scene.through_counting(noun);
    if !tree.is_noun(noun) || scene.actor(noun).is_some() {
        return None;
    }
    const BEFORE: &[&str] = &["poss", "compound", "nmod", "amod"];
    // "regime barrel bomb attacks": what stands before a noun may stand before its noun.
    let direct = tree.with_dep(noun, BEFORE);
    let deeper = tree
        .with_dep(noun, &["compound", "nmod"])
        .flat_map(|child| tree.with_dep(child, BEFORE));
    let before = direct
        .chain(deeper)
        .chain(hyphenated(scene, noun))
        .map(|child| scene.filler(child))
        .find(|filler| filler.actor.is_some_and(is_somebody) && !is_plain_word(scene, filler));
    before.or_else(|| {
        let frame = frame::of_noun(scene.knowledge, tree, noun);
        let mut subjects = frame.subjects.clone();
        // "a statement from the agency"
        let lemma = tree.token(noun).lemma.to_lowercase();
        if scene.knowledge.reporting().noun(&lemma).is_some() {
            subjects.extend(frame.fillers("from"));
        }
        // "shells fired by rebels" do what the rebels do.
        let fired = tree
            .with_dep(noun, &["acl", "relcl"])
            .filter(|&verb| frame::is_passive(tree, verb) && is_force(scene, verb));
        subjects
            .extend(fired.flat_map(|verb| frame::of_verb(scene.knowledge, tree, verb).subjects));
        subjects.extend(launched(scene, noun));
        let mut named = subjects.into_iter().map(|at| scene.filler(at));
        named.find(|filler| filler.actor.is_some())
    })
}

/// Gives a deed that stands before the noun of a larger one the doer of that: "its bombing campaign".
pub(crate) fn borrow(scene: &Scene<'_>, frame: &mut Frame, noun: usize) {
    let tree = &scene.tree;
    let whole = tree.head(noun).filter(|&whole| {
        let lemma = tree.token(whole).lemma.to_lowercase();
        let mut lines = scene.knowledge.patterns().lines(Part::Noun, &lemma);
        tree.token(noun).dep == "compound"
            && noun + 1 == whole
            && lines.any(|(_, line, _)| !line.is_of_any())
    });
    if let Some(whole) = whole.filter(|_| frame.subjects.is_empty()) {
        frame.subjects = frame::of_noun(scene.knowledge, tree, whole).subjects;
    }
}

/// Who launched a weapon does what it does: "rebels fired shells that hit the market".
fn launched(scene: &Scene<'_>, weapon: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let first = tree
        .upwards(weapon)
        .find(|&at| tree.token(at).dep != "conj");
    let verb = first.filter(|&at| {
        let is_subject = tree.token(at).dep == "nsubj";
        let passive = tree
            .head(at)
            .is_some_and(|verb| frame::is_passive(tree, verb));
        is_subject && passive || matches!(tree.token(at).dep.as_str(), "dobj" | "nsubjpass")
    });
    let Some(verb) = verb.and_then(|at| tree.head(at)) else {
        return Vec::new();
    };
    let lemma = tree.token(verb).lemma.to_lowercase();
    let means = |line: &Line| {
        let mut slots = line.slots.iter();
        slots.any(|slot| {
            let object = slot.relations.iter().any(|relation| relation == "object");
            slot.role == SlotRole::None && object && scene.is_of(&scene.filler(weapon), &slot.kinds)
        })
    };
    let mut lines = scene.knowledge.patterns().lines(Part::Verb, &lemma);
    let frame = frame::of_verb(scene.knowledge, tree, verb);
    let is_fired = frame.objects.contains(&weapon)
        && lines.any(|(pattern, line, _)| uses_force(scene, pattern) && means(line));
    match is_fired {
        true => frame.subjects,
        false => Vec::new(),
    }
}

/// Who is tied by a hyphen to a participle of doing before a noun: "US-led raids".
pub(crate) fn hyphenated(scene: &Scene<'_>, noun: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let participles = tree
        .with_dep(noun, &["amod"])
        .filter(|&verb| frame::is_done(scene.knowledge, tree, verb));
    participles
        .flat_map(|verb| {
            tree.with_dep(verb, &["npadvmod", "nmod", "compound"])
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a filler is an everyday word that only a capital makes look like a name: "Barrel bomb".
fn is_plain_word(scene: &Scene<'_>, filler: &Filler<'_>) -> bool {
    let token = scene.tree.token(filler.head);
    let usual = scene.knowledge.casing().usual(&token.lemma.to_lowercase());
    let nobody = filler.actor.is_some_and(|actor| {
        actor.actor.value().is_none()
            && actor.country.is_none()
            && actor.role.status == Status::Unknown
    });
    nobody && usual == Usual::Ordinary
}

/// Whether an actor can be a doer before a noun: "a drone strike" does not tell whose drone it was.
fn is_somebody(actor: &ActorMention) -> bool {
    actor.role.form != Form::Platform || actor.country.is_some()
}

/// Whether a modifier names the one who does the noun's deed: not "drone" of "drone strike".
pub(crate) fn stands_before(scene: &Scene<'_>, modifier: usize) -> bool {
    scene.actor(modifier).is_some_and(is_somebody)
}

/// Whether a word stands for what only others steer: "warplanes".
pub(crate) fn is_platform(scene: &Scene<'_>, at: usize) -> bool {
    scene
        .actor(at)
        .is_some_and(|actor| actor.role.form == Form::Platform)
}
