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
        let described = is_described(scene, here) && names_a_deed(scene, above);
        if !says(above) && (described || UP.contains(&label(here))) {
            found.push(above);
        }
    }
    let goes_on = |&child: &usize| {
        CLAUSES.contains(&label(child))
            || NOUNS.contains(&label(child)) && names_a_deed(scene, child)
            || label(child) == "relcl" && is_described(scene, child) && names_a_deed(scene, here)
    };
    let below = tree.children(here).iter().copied();
    found.extend(below.filter(|&child| !says(child)).filter(goes_on));
    found
}

/// Whether a clause describes what may be a deed, not somebody or somewhere ("men who", "a town where").
fn is_described(scene: &Scene<'_>, verb: usize) -> bool {
    let tree = &scene.tree;
    match tree.token(verb).dep.as_str() {
        "acl" => true,
        "relcl" => !tree
            .children(verb)
            .iter()
            .any(|&child| matches!(tree.token(child).tag.as_str(), "WP" | "WP$" | "WRB")),
        _ => false,
    }
}

/// Whether a word stands in a clause beside the deed at `trigger` that tells what went before of
/// somebody, or of its place: "the men, who were seized in May, were found dead", "in a town where he
/// spoke in May"; not what its doer did: "gunmen who came on Friday".
pub(super) fn is_background(scene: &Scene<'_>, at: usize, trigger: usize) -> bool {
    let tree = &scene.tree;
    let beside =
        |&verb: &usize| tree.token(verb).dep == "relcl" && !tree.extent(verb).contains(&trigger);
    let mut clauses = tree.upwards(at).filter(beside);
    clauses.any(|verb| {
        let suffered = |&child: &usize| {
            let token = tree.token(child);
            let done_to = || tree.head(verb).is_some_and(|noun| is_done_to(scene, noun));
            match token.dep.as_str() {
                "nsubjpass" => token.tag == "WP",
                "nsubj" => token.tag == "WP" && done_to(),
                "advmod" => token.tag == "WRB",
                _ => false,
            }
        };
        tree.children(verb).iter().any(suffered)
    })
}

/// Whether a noun stands where that to which something is done does.
fn is_done_to(scene: &Scene<'_>, noun: usize) -> bool {
    let tree = &scene.tree;
    match tree.token(noun).dep.as_str() {
        "dobj" | "nsubjpass" => true,
        "conj" | "appos" => tree
            .head(noun)
            .is_some_and(|first| is_done_to(scene, first)),
        _ => false,
    }
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
    if let Some(saying) = said_before(scene, time) {
        return saying;
    }
    while let Some(above) = scene.tree.head(here) {
        // "killing 12, the latest raid in a month": what is set beside a noun has its own time.
        if scene.tree.token(here).dep == "appos" {
            break;
        }
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

/// The verb of saying right before a time that a comma closes: "said on Monday, a day after …".
fn said_before(scene: &Scene<'_>, time: &TimeMention) -> Option<usize> {
    let tree = &scene.tree;
    let closed = time.tokens.end < tree.len() && tree.token(time.tokens.end).tag == ",";
    let before = time.tokens.start.checked_sub(1)?;
    let verb = match tree.token(before).pos.as_str() {
        "ADP" => before.checked_sub(1)?,
        _ => before,
    };
    (closed && says(scene, verb)).then_some(verb)
}
