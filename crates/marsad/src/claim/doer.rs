//! Who does a deed whose own words leave it open?
//!
//! In comes a trigger with its frame, or a noun that stands where a doer should; out comes who
//! does it: the doer of the noun ("the army's shelling killed"), or the subject of the clause that
//! a participle goes with though the parser hangs it on a nearer noun ("fired on the village killing
//! four"). Invariant: a frame that already names somebody stays as it is.

use super::{
    cast::{Filler, Scene},
    frame::{self, Frame},
};
use crate::knowledge::{
    actor::Form,
    pattern::{Part, SlotRole, SlotRule},
};

/// The doer behind a noun of a deed that stands where a doer should: "the army's advance",
/// "Islamic State attack", "strikes launched by warplanes".
pub(crate) fn of_noun<'a>(scene: &Scene<'a>, noun: usize) -> Option<Filler<'a>> {
    let tree = &scene.tree;
    if !tree.is_noun(noun) || scene.actor(noun).is_some() {
        return None;
    }
    const BEFORE: &[&str] = &["poss", "compound", "nmod", "amod"];
    // "regime barrel bomb attacks": what stands before a noun may stand before its noun.
    let direct = tree.with_dep(noun, BEFORE);
    let deeper = tree
        .with_dep(noun, &["compound"])
        .flat_map(|child| tree.with_dep(child, BEFORE));
    let before = direct
        .chain(deeper)
        .map(|child| scene.filler(child))
        .find(somebody);
    before.or_else(|| {
        let subjects = frame::of_noun(scene.knowledge, tree, noun).subjects;
        let mut named = subjects.into_iter().map(|at| scene.filler(at));
        named.find(|filler| filler.actor.is_some())
    })
}

/// Whether a filler is a doer: "a drone strike" does not tell whose drone it was.
fn somebody(filler: &Filler<'_>) -> bool {
    filler
        .actor
        .is_some_and(|actor| actor.role.form != Form::Platform || actor.country.is_some())
}

/// Whether a modifier names the one who does the noun's deed: not "drone" of "drone strike".
pub(crate) fn stands_before(scene: &Scene<'_>, modifier: usize) -> bool {
    scene
        .actor(modifier)
        .is_some_and(|actor| actor.role.form != Form::Platform || actor.country.is_some())
}

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

/// Gives a verb the subject that its clause goes with, where nobody stands in the place of one.
pub(crate) fn regain(scene: &Scene<'_>, frame: &mut Frame, verb: usize) {
    let named = |at: usize| scene.filler(at).actor.is_some() || of_noun(scene, at).is_some();
    if frame.subjects.iter().any(|&at| named(at)) {
        return;
    }
    let tree = &scene.tree;
    let top = tree.upwards(verb).find(|&at| tree.token(at).dep != "conj");
    let Some((top, head)) = top.and_then(|top| Some((top, tree.head(top)?))) else {
        return;
    };
    let found = match tree.token(top).dep.as_str() {
        "acl" if tree.token(top).tag == "VBG" => around(scene, head),
        "relcl"
            if tree
                .with_dep(top, &["nsubj"])
                .any(|at| tree.token(at).tag == "WP") =>
        {
            tree.upwards(head)
                .take_while(|&at| !tree.is_verb(at))
                .find(|&at| scene.filler(at).actor.is_some())
                .into_iter()
                .collect()
        }
        // "were used by rebels to launch rockets": whoever used them launched.
        "xcomp" | "advcl" if frame::is_passive(tree, head) && tree.token(top).tag == "VB" => {
            frame::of_verb(scene.knowledge, tree, head).subjects
        }
        _ => return,
    };
    if found.iter().any(|&at| named(at)) {
        frame.subjects = found;
    }
}

/// The subjects of the nearest deed or clause that a noun stands in.
fn around(scene: &Scene<'_>, noun: usize) -> Vec<usize> {
    let tree = &scene.tree;
    for above in tree.upwards(noun).skip(1) {
        if tree.is_noun(above) && is_one_sided(scene, above) {
            return vec![above];
        }
        if tree.is_verb(above) {
            return frame::of_verb(scene.knowledge, tree, above).subjects;
        }
    }
    Vec::new()
}
