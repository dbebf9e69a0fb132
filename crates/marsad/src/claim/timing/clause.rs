//! Which time in its sentence is a deed's?
//!
//! In come the words of a deed and the times of its sentence; out comes the [`nearest`] of
//! those times by the clauses that tell the same happening. Invariant: no way leads through
//! a word that says that something is said, so that "said on Friday" dates the saying alone.

use crate::{
    claim::{attribution::Attribution, cast::Scene},
    mention::TimeMention,
};

/// How many clauses and phrases lie at most between a deed and the words that date it.
const REACH: usize = 6;

/// What hangs on the clause or the noun that says when it was.
const UP: [&str; 17] = [
    "xcomp",
    "advcl",
    "pcomp",
    "dobj",
    "pobj",
    "prep",
    "conj",
    "nsubj",
    "nsubjpass",
    "agent",
    "attr",
    "acomp",
    "oprd",
    "ccomp",
    "appos",
    "dep",
    "dative",
];
/// The clauses that go on with a deed ("killed when a bomb went off on Friday").
const CLAUSES: [&str; 8] = [
    "advcl", "conj", "xcomp", "prep", "agent", "pcomp", "acl", "ccomp",
];
/// The nouns beside a verb, which may name the deed ("an attack on Friday killed").
const NOUNS: [&str; 6] = ["pobj", "dobj", "nsubj", "nsubjpass", "attr", "appos"];

/// The words of the sentence of `trigger` that say that something is said.
pub(super) fn cues(
    scene: &Scene<'_>,
    attributions: &[Attribution<'_>],
    trigger: usize,
) -> Vec<usize> {
    let near = scene.in_sentence(trigger, attributions, |attribution| attribution.cue);
    // Who plans or wants something on Friday does not tell it on Friday.
    let sayings = near.iter().filter(|attribution| attribution.vouches);
    sayings.map(|attribution| attribution.cue).collect()
}

/// Of some times that which the fewest clauses part from a deed, and how many they are.
pub(super) fn nearest<'t>(
    scene: &Scene<'_>,
    own: &[usize],
    cues: &[usize],
    times: &[&'t TimeMention],
) -> Option<(usize, &'t TimeMention)> {
    if times.is_empty() {
        return None;
    }
    let says = |at: usize| !own.contains(&at) && (cues.contains(&at) || says(scene, at));
    let governors: Vec<usize> = times.iter().map(|time| governor(scene, time)).collect();
    let mut reached: Vec<usize> = own.to_vec();
    let mut first = 0;
    for steps in 0..=REACH {
        let fresh = first..reached.len();
        let mut dated = governors.iter().zip(times);
        if let Some((_, time)) = dated.find(|(at, _)| reached[fresh.clone()].contains(at)) {
            return Some((steps, time));
        }
        first = fresh.end;
        for at in fresh {
            let here = reached[at];
            for next in beside(scene, &says, here) {
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
        }
    }
    None
}

/// The words that tell of the same happening as `here`, one step away.
fn beside(scene: &Scene<'_>, says: &dyn Fn(usize) -> bool, here: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let label = |at: usize| tree.token(at).dep.as_str();
    let mut found: Vec<usize> = Vec::new();
    if let Some(above) = tree.head(here) {
        // "a blast that killed" was when the blast was; "men who killed" were held later.
        let described = matches!(label(here), "relcl" | "acl") && names_a_deed(scene, above);
        if !says(above) && (described || UP.contains(&label(here))) {
            found.push(above);
        }
    }
    let goes_on = |&child: &usize| {
        CLAUSES.contains(&label(child))
            || NOUNS.contains(&label(child)) && names_a_deed(scene, child)
            || label(child) == "relcl" && names_a_deed(scene, here)
    };
    let below = tree.children(here).iter().copied();
    found.extend(below.filter(|&child| !says(child)).filter(goes_on));
    found
}

/// Whether a verb reports a clause, though nobody may be known to speak.
pub(super) fn says(scene: &Scene<'_>, at: usize) -> bool {
    let tree = &scene.tree;
    let lemma = tree.token(at).lemma.to_lowercase();
    let beside = tree.token(at).dep == "parataxis";
    tree.is_verb(at)
        && scene.knowledge.reporting().verb(&lemma).is_some()
        && (beside || tree.with_dep(at, &["ccomp"]).next().is_some())
}

/// Whether a word is a noun for something other than somebody or somewhere.
fn names_a_deed(scene: &Scene<'_>, at: usize) -> bool {
    scene.tree.is_noun(at) && scene.actor(at).is_none() && scene.place(at).is_none()
}

/// The verb or noun of a deed that a time hangs on.
pub(in crate::claim) fn governor(scene: &Scene<'_>, time: &TimeMention) -> usize {
    let mut here = time.head;
    // "shelled the town overnight and warplanes struck": a time that the parser joins with
    // the next subject belongs to the verb before it.
    let joined = scene
        .tree
        .with_dep(here, &["cc"])
        .any(|and| and == time.tokens.end);
    if joined && scene.tree.token(here).tag.starts_with("RB") {
        let before = (0..here)
            .rev()
            .take_while(|&at| !matches!(scene.tree.token(at).tag.as_str(), "," | "." | ":"))
            .find(|&at| scene.tree.is_verb(at));
        return before.unwrap_or(here);
    }
    while let Some(above) = scene.tree.head(here) {
        here = above;
        if scene.tree.is_verb(here) || scene.tree.token(here).pos == "AUX" {
            break;
        }
        if names_a_deed(scene, here) && scene.tree.token(here).dep != "npadvmod" {
            break;
        }
    }
    here
}
