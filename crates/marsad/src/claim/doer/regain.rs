//! Which subject does a verb go with that the parser gives none, or a wrong one?
//!
//! In comes a verb with its frame; the frame's subjects are set right where the parser hangs a
//! participle on a nearer noun, takes victims for doers, or swallows a name into an adverbial.
//! Invariant: a subject stands in the verb's own sentence.

use super::{
    force::{assaults, harms, is_force, is_one_sided},
    of_noun,
};
use crate::{
    claim::{
        cast::Scene,
        frame::{self, Frame},
    },
    knowledge::pattern::Kind,
    sentence::Tree,
};

/// Gives a verb the subject that its clause goes with, where nobody stands in the place of one or
/// the parser takes the victims of one deed for the doers of the next.
pub(crate) fn regain(scene: &Scene<'_>, frame: &mut Frame, verb: usize) {
    let named = |at: usize| is_named(scene, at);
    let tree = &scene.tree;
    let top = tree.upwards(verb).find(|&at| tree.token(at).dep != "conj");
    let Some(top) = top else { return };
    if let Some(told) = miscounted(scene, verb) {
        (frame.subjects, frame.objects) = told;
        return;
    }
    if frame.subjects.is_empty()
        && let Some(above) = frame::left_so(scene.knowledge, tree, verb)
    {
        // "left five people killed"
        frame.subjects = subjects(scene, above);
    }
    take_shared(scene, frame, (top, verb));
    let head = tree.head(top);
    let remark = tree.token(top).tag == "VBG";
    let participle = remark && tree.token(top).dep == "acl";
    let misread = match head {
        // "fired on the village killing four": the parser takes the village for the one who kills.
        Some(head) if remark && swallows(scene, head, top) => Some(top),
        // "clashed with militants killing four": who fights with them kills, not they.
        Some(head) if participle && !is_subject(scene, head) => Some(head),
        _ => None,
    };
    // "was shot down killing five": who suffers the one does not do the other.
    let above = head.filter(|&head| remark && harms(scene, top) && frame::is_passive(tree, head));
    if let Some(above) = above.filter(|&above| tree.is_verb(above)) {
        let sufferer = frame.subjects.iter().any(|&at| scene.actor(at).is_some());
        if sufferer && tree.token(top).dep == "advcl" {
            frame.subjects = frame::of_verb(scene.knowledge, tree, above).subjects;
        }
    }
    let taken = frame.subjects.iter().any(|&at| scene.actor(at).is_some());
    let is_result = match taken {
        // "Police arrested militants attacking a village": only a count of victims in a clause
        // that itself tells of force is a result, and not what the militants did.
        true => {
            let number = |&at: &usize| scene.number_of(at).is_some() || tree.token(at).tag == "CD";
            let counted = frame.objects.iter().any(number);
            let above = tree.upwards(top).skip(1).find(|&at| tree.is_verb(at));
            let fights = |&at: &usize| scene.is_of(&scene.filler(at), &[Kind::Force]);
            let force = frame.subjects.iter().any(fights);
            let fought = above.is_some_and(|at| assaults(scene, at));
            // "is in Syria investigating": nor is a place the one who acts.
            let place = |&at: &usize| scene.place(at).is_some();
            let of_place = tree.token(top).dep == "pcomp" && frame.subjects.iter().all(place);
            of_place || counted && harms(scene, top) && (fought || !force)
        }
        false => harms(scene, top) || is_force(scene, top),
    };
    if let Some(noun) = misread.filter(|_| is_result) {
        frame.subjects = around(scene, noun);
        return;
    }
    let found = match (tree.token(top).dep.as_str(), head) {
        _ if frame.subjects.iter().any(|&at| named(at)) => return,
        (_, Some(head)) if participle => around(scene, head),
        // "cut roads to nearby Turkey which supports them": the name before it is meant.
        ("relcl", Some(_)) if let Some(name) = name_before(tree, top) => vec![name],
        ("relcl", Some(head))
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
        ("xcomp" | "advcl", Some(head))
            if frame::is_passive(tree, head) && tree.token(top).tag == "VB" =>
        {
            frame::of_verb(scene.knowledge, tree, head).subjects
        }
        // "In Manbij rebel forces overran a junction": without a comma the place takes them in.
        _ if matches!(tree.token(verb).tag.as_str(), "VBD" | "VBZ" | "VBP")
            && top == verb
            && frame.subjects.is_empty() =>
        {
            stranded(scene, verb)
        }
        _ => return,
    };
    let party = |at: usize| named(at) || scene.is_of(&scene.filler(at), &[Kind::Party]);
    if found.iter().any(|&at| party(at)) {
        frame.subjects = found;
    }
}

/// Who did it and to whom, where the parser takes a count of victims for what is given to somebody:
/// "raids and a crash killed at least 27".
fn miscounted(scene: &Scene<'_>, verb: usize) -> Option<(Vec<usize>, Vec<usize>)> {
    let tree = &scene.tree;
    let token = tree.token(verb);
    if token.tag != "VBN" || token.dep != "acl" || !harms(scene, verb) {
        return None;
    }
    let count = tree
        .with_dep(verb, &["dobj"])
        .find(|&at| scene.number_of(at).is_some())?;
    let phrase = tree.upwards(tree.head(verb)?);
    let doer = phrase
        .take_while(|&at| !tree.is_verb(at))
        .filter(|&at| is_named(scene, at))
        .last();
    let doers = doer.map(|at| tree.conjuncts(at)).unwrap_or_default();
    Some((doers, tree.conjuncts(count)))
}

/// Gives a verb what it shares with those behind it: "killed and 20 wounded in a raid by rebels".
fn take_shared(scene: &Scene<'_>, frame: &mut Frame, (top, verb): (usize, usize)) {
    let tree = &scene.tree;
    let uses = |verb: usize| harms(scene, verb) || is_force(scene, verb);
    if !frame.subjects.is_empty() || !frame.prepositions.is_empty() || !uses(verb) {
        return;
    }
    let later = tree.conjuncts(top).into_iter().filter(|&at| at > verb);
    // "killed and nine others injured by shells": the parser may list the nine with the verb.
    let later = later.flat_map(|at| match tree.is_verb(at) {
        true => vec![at],
        false => tree.with_dep(at, &["acl"]).collect(),
    });
    for other in later.filter(|&at| uses(at)) {
        let other = frame::of_verb(scene.knowledge, tree, other);
        frame.subjects.extend(other.subjects);
        frame.prepositions.extend(other.prepositions);
    }
}

/// Whether somebody who may do a deed stands at a word.
fn is_named(scene: &Scene<'_>, at: usize) -> bool {
    scene.filler(at).actor.is_some() || of_noun(scene, at).is_some()
}

/// The subjects that a verb has or regains.
fn subjects(scene: &Scene<'_>, verb: usize) -> Vec<usize> {
    let mut frame = frame::of_verb(scene.knowledge, &scene.tree, verb);
    regain(scene, &mut frame, verb);
    frame.subjects
}

/// The name right before the relative pronoun that is a clause's subject.
fn name_before(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let pronoun = tree
        .with_dep(verb, &["nsubj"])
        .find(|&at| tree.token(at).tag.starts_with('W'))?;
    let name = pronoun.checked_sub(1)?;
    tree.token(name).tag.starts_with("NNP").then_some(name)
}

/// Whether a participle behind a preposition has for its subject what the preposition governs:
/// never where the two belong together, as in "reports of rebels killing guards".
fn swallows(scene: &Scene<'_>, preposition: usize, verb: usize) -> bool {
    const OF_PLACE: &[&str] = &[
        "on", "in", "at", "near", "to", "into", "with", "from", "against", "over", "around",
    ];
    let tree = &scene.tree;
    let aside = preposition > 0 && tree.token(preposition - 1).text == ",";
    let lemma = tree.token(preposition).lemma.to_lowercase();
    // "in the village of X killing four"
    let named = tree.head(preposition).is_some_and(|noun| {
        let noun = tree.token(noun).lemma.to_lowercase();
        lemma == "of" && scene.knowledge.locations().class(&noun).is_some()
    });
    tree.token(verb).dep == "pcomp"
        && !aside
        && (named || OF_PLACE.contains(&lemma.as_str()))
        && tree.with_dep(verb, &["nsubj"]).next().is_some()
}

/// The actors right before a verb that the parser takes for the end of an adverbial.
fn stranded(scene: &Scene<'_>, verb: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let Some(last) = verb.checked_sub(1) else {
        return Vec::new();
    };
    let path = tree.upwards(last).take_while(|&at| at != verb);
    let phrase = path
        .filter(|&at| tree.token(at).dep == "pobj" && tree.extent(at).end == verb)
        .find(|&at| scene.actor(at).is_some() && scene.place(at).is_none());
    let list = phrase.map(|at| tree.conjuncts(at)).unwrap_or_default();
    let under = list
        .first()
        .is_some_and(|&at| tree.upwards(at).any(|above| above == verb));
    list.into_iter().filter(|_| under).collect()
}

/// Whether a noun is the subject of its clause.
fn is_subject(scene: &Scene<'_>, noun: usize) -> bool {
    let first = scene
        .tree
        .upwards(noun)
        .find(|&at| scene.tree.token(at).dep != "conj");
    first.is_some_and(|at| {
        matches!(
            scene.tree.token(at).dep.as_str(),
            "nsubj" | "nsubjpass" | "ROOT"
        )
    })
}

/// The subjects of the nearest deed or clause that a noun stands in.
fn around(scene: &Scene<'_>, noun: usize) -> Vec<usize> {
    let tree = &scene.tree;
    for above in tree.upwards(noun).skip(1) {
        let doer = |at: usize| is_one_sided(scene, at) && of_noun(scene, at).is_some();
        if tree.is_noun(above) && doer(above) {
            return vec![above];
        }
        if tree.is_verb(above) {
            return subjects(scene, above);
        }
    }
    Vec::new()
}
