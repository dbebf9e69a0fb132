//! Who stands where around a noun that names a deed?
//!
//! In comes the noun in the tree; out comes its [`Frame`]: who stands before it, behind its
//! prepositions and participles, and around the verb that carries it. Invariant: as that of
//! [`Frame`].

use super::{
    Frame, is_done, of_verb, prepositions,
    subject::{is_passive, misread_subject, speaks},
};
use crate::{
    knowledge::{
        Knowledge,
        light_verb::{Carries, Phase},
    },
    sentence::Tree,
};

/// The frame of a noun that names a deed.
pub(crate) fn of_noun(knowledge: &Knowledge, tree: &Tree<'_>, noun: usize) -> Frame {
    let mut frame = Frame {
        prepositions: prepositions(tree, noun),
        ..Frame::default()
    };
    frame.possessives = tree
        .with_dep(noun, &["poss"])
        .flat_map(|at| tree.conjuncts(at))
        .collect();
    // "the brutal government offensive": the parser takes some for a subject.
    let misread = tree.with_dep(noun, &["nsubj"]).filter(|&at| at + 1 == noun);
    frame.modifiers = tree
        .with_dep(noun, &["compound", "amod", "nmod"])
        .chain(misread)
        .flat_map(|at| tree.conjuncts(at))
        .filter(|&at| at < noun)
        .collect();
    // "a chemical weapons attack": what stands before a noun before the noun.
    for compound in frame.modifiers.clone() {
        if tree.is_noun(compound) {
            frame
                .modifiers
                .extend(tree.with_dep(compound, &["compound", "amod", "nmod"]));
        }
    }
    let mut by = frame.fillers("by");
    if by.is_empty() {
        by = right_behind(tree, noun);
    }
    if by.is_empty() {
        by = further_behind(tree, noun);
    }
    if by.is_empty() {
        by = of_changing(tree, noun);
    }
    frame.subjects = [by, frame.possessives.clone()].concat();
    if frame.subjects.is_empty() {
        frame.subjects = engaged(tree, noun);
    }
    frame.objects = frame.fillers("of");
    // "the attack carried out by rebels": a participle on the noun tells the doer, where it says
    // that the deed was done, not that it was backed or condemned.
    for participle in tree.with_dep(noun, &["acl", "relcl"]) {
        let inner = of_verb(knowledge, tree, participle);
        // Whom an attack "was blamed on" it does not hit.
        if inner.objects.contains(&noun) && !speaks(knowledge, tree, participle) {
            if is_done(knowledge, tree, participle) {
                let doers = inner.subjects.iter().filter(|&&at| at != noun);
                frame.subjects.extend(doers);
            }
            frame.prepositions.extend(
                inner
                    .prepositions
                    .iter()
                    .filter(|(_, _, at)| *at != noun)
                    .cloned(),
            );
        }
    }
    carry(knowledge, tree, noun, &mut frame);
    frame
        .prepositions
        .sort_by_key(|&(_, preposition, noun)| (preposition, noun));
    frame.prepositions.dedup();
    frame
}

/// Who is said to be in a deed: "the army in cooperation with militias took the town".
fn engaged(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let within = tree.head(noun).filter(|&at| {
        let token = tree.token(at);
        tree.token(noun).dep == "pobj" && token.lemma == "in" && token.dep == "prep"
    });
    let who = within.and_then(|at| tree.head(at).filter(|&who| who + 1 == at));
    let acts = |&who: &usize| tree.is_noun(who) && tree.token(who).dep == "nsubj";
    who.filter(acts)
        .map(|who| tree.conjuncts(who))
        .unwrap_or_default()
}

/// Who follows a "by" right behind a noun that the parser hangs on the verb: "respond to strikes by
/// the army".
fn right_behind(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let Some(by) = (noun + 1 < tree.len()).then_some(noun + 1) else {
        return Vec::new();
    };
    let token = tree.token(by);
    let verbs = tree
        .head(by)
        .is_some_and(|verb| tree.is_verb(verb) && !is_passive(tree, verb));
    let stands = token.dep == "prep" && token.lemma == "by" && verbs;
    tree.with_dep(by, &["pobj"])
        .filter(|_| stands)
        .flat_map(|at| tree.conjuncts(at))
        .collect()
}

/// Who follows a "by" that the parser hangs on what stands between: "raids in the north by jets".
fn further_behind(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let prepositions = tree.with_dep(noun, &["prep"]);
    let between: Vec<usize> = prepositions
        .flat_map(|preposition| tree.with_dep(preposition, &["pobj"]).collect::<Vec<_>>())
        .collect();
    let by = between
        .iter()
        .flat_map(|&at| tree.with_dep(at, &["prep"]).collect::<Vec<_>>())
        .find(|&at| tree.token(at).lemma == "by");
    by.into_iter()
        .flat_map(|by| tree.with_dep(by, &["pobj"]).collect::<Vec<_>>())
        .flat_map(|at| tree.conjuncts(at))
        .collect()
}

/// Who follows the "by" of a participle that stands before a noun and that the parser takes for its
/// verb: "in intensifying bombing of the city by jets".
fn of_changing(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let verb = tree.head(noun).filter(|&verb| {
        let governs = tree.token(noun).dep == "dobj" && tree.token(verb).tag == "VBG";
        governs && tree.token(verb).dep == "pcomp"
    });
    let agents: Vec<usize> = verb
        .into_iter()
        .flat_map(|verb| tree.with_dep(verb, &["agent"]).collect::<Vec<_>>())
        .collect();
    agents
        .into_iter()
        .flat_map(|by| tree.with_dep(by, &["pobj"]).collect::<Vec<_>>())
        .flat_map(|at| tree.conjuncts(at))
        .collect()
}

/// Adds what the verb that carries a noun knows of the deed.
fn carry(knowledge: &Knowledge, tree: &Tree<'_>, noun: usize, frame: &mut Frame) {
    // "hundreds of strikes", "a series of attacks": the counting noun stands in the verb's slot.
    let mut top = noun;
    loop {
        let Some(head) = tree.head(top) else { return };
        let label = tree.token(top).dep.as_str();
        let portion = label == "pobj"
            && tree.token(head).lemma == "of"
            && tree.head(head).is_some_and(|counter| {
                knowledge
                    .agents()
                    .is_transparent(&tree.token(counter).lemma.to_lowercase())
            });
        top = match label {
            "conj" => head,
            "pobj" if portion => tree.head(head).unwrap_or(head),
            _ => break,
        };
    }
    let Some(above) = tree.head(top) else { return };
    let through = tree.token(top).dep == "pobj";
    // "was responsible for the killings": the adjective stands between.
    let state = tree
        .head(above)
        .filter(|&at| through && tree.token(at).dep == "acomp");
    let verb = match (through, state) {
        (_, Some(state)) => tree.head(state),
        (true, None) => tree.head(above),
        (false, None) => Some(above),
    };
    let Some(verb) = verb.filter(|&verb| tree.is_verb(verb)) else {
        return;
    };
    let lemma = tree.token(verb).lemma.as_str();
    let mut particles: Vec<&str> = tree
        .with_dep(verb, &["prt", "advmod", "acomp"])
        .map(|at| tree.token(at).lemma.as_str())
        .collect();
    if through {
        particles.push(&tree.token(above).lemma);
    }
    // "declared the truce over": the parser may hang the word on the noun.
    let behind = tree.with_dep(top, &["advmod"]).filter(|&at| at > top);
    particles.extend(behind.map(|at| tree.token(at).lemma.as_str()));
    let inner = of_verb(knowledge, tree, verb);
    let light = knowledge.light_verbs();
    let misread = tree
        .with_dep(verb, &["ccomp"])
        .find(|&clause| misread_subject(tree, clause).contains(&top));
    if let Some(clause) = misread {
        let complements: Vec<usize> = tree.with_dep(clause, &["acomp", "advmod", "prt"]).collect();
        let particles: Vec<&str> = complements
            .iter()
            .map(|&at| tree.token(at).lemma.as_str())
            .collect();
        if let Some(phase) = light.carries(&tree.token(clause).lemma, &particles, Carries::Event) {
            frame.phase = phase;
            frame.carrier = Some(clause);
            frame.prepositions.extend(prepositions(tree, clause));
            frame.prepositions.extend(
                complements
                    .into_iter()
                    .flat_map(|at| prepositions(tree, at)),
            );
        }
        return;
    }
    let carried = inner.objects.contains(&top) || through;
    let is = |role: Carries| light.carries(lemma, &particles, role);
    let there_is = tree.with_dep(verb, &["attr"]).any(|at| at == top)
        && tree.with_dep(verb, &["expl"]).next().is_some();
    if let Some(phase) = is(Carries::Subject).filter(|_| carried) {
        frame.phase = phase;
        if frame.subjects.is_empty() {
            frame.subjects = inner.subjects.clone();
        }
    } else if let Some(phase) = is(Carries::Object).filter(|_| carried) {
        frame.phase = phase;
        if frame.objects.is_empty() {
            frame.objects = inner.subjects.clone();
        }
    } else if let Some(phase) = is(Carries::Event)
        .filter(|_| inner.subjects.contains(&top))
        // "The truce ended the siege": what ends something else is not itself over.
        .filter(|phase| *phase != Phase::Stopped || inner.objects.is_empty())
        .or(there_is.then_some(Phase::Done))
    {
        frame.phase = phase;
        if frame.objects.is_empty() {
            frame.objects = inner
                .objects
                .iter()
                .copied()
                .filter(|&at| at != top)
                .collect();
        }
    } else {
        return;
    }
    frame.carrier = Some(verb);
    let outer = inner
        .prepositions
        .into_iter()
        .filter(|&(_, _, at)| at != top && at != noun);
    frame.prepositions.extend(outer);
}
