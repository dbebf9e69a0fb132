//! Which pattern does a trigger and its frame fulfil?
//!
//! In comes a token; out comes the best [`Match`] of the patterns that it may
//! trigger: the one whose line fills the most slots, the earlier one of equals.
//! Invariant: a match's fillers all stand in its trigger's frame.

use super::{
    cast::{Filler, Scene},
    frame::{self, Frame},
};
use crate::knowledge::pattern::{Line, Need, Part, Pattern, SlotRole};

/// A pattern that holds at a token.
#[derive(Debug)]
pub(crate) struct Match<'a> {
    pub(crate) pattern: &'a Pattern,
    pub(crate) trigger: usize,
    pub(crate) frame: Frame,
    pub(crate) filled: Vec<(SlotRole, Filler<'a>)>,
}

/// The best match at a token, if any.
pub(crate) fn at<'a>(scene: &Scene<'a>, trigger: usize) -> Option<Match<'a>> {
    let token = scene.tree.token(trigger);
    let part = match token.tag.as_str() {
        tag if tag.starts_with("VB") => Part::Verb,
        tag if tag.starts_with("NN") => Part::Noun,
        tag if tag.starts_with("JJ") => Part::Adjective,
        _ => return None,
    };
    let lemma = token.lemma.to_lowercase();
    let mut lines = scene.knowledge.patterns().lines(part, &lemma).peekable();
    let (first, ..) = lines.peek()?;
    if first.weak && is_no_deed(scene, trigger) {
        return None;
    }
    let frame = match part {
        Part::Verb => frame::of_verb(scene.knowledge, &scene.tree, trigger),
        Part::Noun => frame::of_noun(scene.knowledge, &scene.tree, trigger),
        Part::Adjective => frame::of_adjective(&scene.tree, trigger),
    };
    let mut best: Option<Match<'a>> = None;
    for (pattern, line, particle) in lines {
        // What holds for a word by its own pattern leaves nothing for a weak one to say.
        if pattern.weak && (best.is_some() || is_no_deed(scene, trigger)) {
            break;
        }
        if particle.is_some_and(|particle| !has_particle(scene, trigger, particle)) {
            continue;
        }
        let Some(filled) = fill(scene, &frame, part, line) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|best| best.filled.len() < filled.len())
        {
            best = Some(Match {
                pattern,
                trigger,
                frame: frame.clone(),
                filled,
            });
        }
    }
    best
}

/// Whether a word only helps another, or introduces what somebody says.
fn is_no_deed(scene: &Scene<'_>, trigger: usize) -> bool {
    let token = scene.tree.token(trigger);
    matches!(token.dep.as_str(), "aux" | "auxpass" | "amod" | "compound")
        || scene.knowledge.reporting().verb(&token.lemma.to_lowercase()).is_some()
}

fn has_particle(scene: &Scene<'_>, verb: usize, particle: &str) -> bool {
    let near = scene
        .tree
        .with_dep(verb, &["prt", "advmod", "acomp", "prep", "dobj", "oprd"]);
    near.map(|at| scene.tree.token(at))
        .any(|token| token.lemma == particle)
}

fn fill<'a>(
    scene: &Scene<'a>,
    frame: &Frame,
    part: Part,
    line: &Line,
) -> Option<Vec<(SlotRole, Filler<'a>)>> {
    for barred in &line.barred {
        let mut there = fillers(scene, frame, part, &barred.relation).into_iter();
        if there.any(|at| scene.is_of(&scene.filler(at), &barred.kinds)) {
            return None;
        }
    }
    let mut filled: Vec<(SlotRole, Filler<'a>)> = Vec::new();
    for slot in &line.slots {
        let mut hits = Vec::new();
        for relation in &slot.relations {
            for at in fillers(scene, frame, part, relation) {
                let direct = scene.filler(at);
                let doer = (slot.role == SlotRole::Actor)
                    .then(|| scene.doer_of_noun(at))
                    .flatten();
                let fitting = [Some(direct), doer]
                    .into_iter()
                    .flatten()
                    .find(|filler| scene.is_of(filler, &slot.kinds));
                hits.extend(fitting.map(|filler| (slot.role, filler)));
            }
            if !hits.is_empty() {
                break;
            }
        }
        hits.retain(|(_, hit)| !filled.iter().any(|(_, other)| other.head == hit.head));
        if hits.is_empty() && slot.need == Need::Must {
            return None;
        }
        filled.extend(hits);
    }
    Some(filled)
}

/// The fillers of a relation. A noun's subject may also stand before it, where an
/// actor does ("the army advance", "an Islamic State attack").
fn fillers(scene: &Scene<'_>, frame: &Frame, part: Part, relation: &str) -> Vec<usize> {
    let mut found = frame.fillers(relation);
    if part == Part::Noun && relation == "subject" && found.is_empty() {
        found = frame
            .modifiers
            .iter()
            .copied()
            .filter(|&at| scene.doer_before(at))
            .collect();
    }
    found
}
