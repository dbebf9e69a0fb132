//! Who is the subject of a verb?
//!
//! In comes a verb in the tree; out comes who does it or suffers it, whether the verb has a
//! subject of its own, shares one (coordination, control, participles), or lost it to a
//! misreading of the parser. Invariant: a subject stands in the verb's own sentence.

use crate::{knowledge::Knowledge, sentence::Tree};

/// Whether a verb's grammatical subject is the one it is done to.
pub(crate) fn is_passive(tree: &Tree<'_>, verb: usize) -> bool {
    if tree
        .with_dep(verb, &["nsubjpass", "auxpass", "csubjpass"])
        .next()
        .is_some()
    {
        return true;
    }
    let token = tree.token(verb);
    // "bombs dropped by jets hit a mosque", which the parser takes for a past.
    let agent = tree.with_dep(verb, &["agent"]).next().is_some();
    if token.tag.starts_with("VB") && agent && tree.with_dep(verb, &["dobj"]).next().is_none() {
        return true;
    }
    if token.tag != "VBN" || tree.with_dep(verb, &["aux", "nsubj"]).next().is_some() {
        // A coordinated participle shares its neighbour's auxiliaries.
        return token.tag == "VBN"
            && token.dep == "conj"
            && tree.with_dep(verb, &["nsubj", "dobj"]).next().is_none()
            && tree
                .head(verb)
                .is_some_and(|head| tree.token(head).tag == "VBN" && is_passive(tree, head));
    }
    match token.dep.as_str() {
        "acl" if has_late_object(tree, verb) || is_finite(tree, verb) => false,
        "acl" | "advcl" | "amod" | "relcl" => true,
        "conj" => tree
            .head(verb)
            .is_some_and(|head| tree.token(head).tag == "VBN" && is_passive(tree, head)),
        _ => tree.with_dep(verb, &["agent"]).next().is_some(),
    }
}

/// Whether a participle on a noun is the verb of a clause that has no other: "said that groups targeted
/// on Monday …", which the parser takes for groups that were targeted.
fn is_finite(tree: &Tree<'_>, participle: usize) -> bool {
    tree.head(participle).is_some_and(|noun| {
        let clause = tree.is_noun(noun) && tree.token(noun).dep == "ccomp";
        let marked = clause && tree.with_dep(noun, &["mark"]).next().is_some();
        // "… as rebels targeted with rockets the town"
        let agent = tree.with_dep(participle, &["agent"]).next().is_some();
        let at_once = tree
            .head(noun)
            .is_some_and(|at| tree.token(at).lemma == "as");
        marked || tree.token(noun).dep == "pobj" && at_once && !agent
    })
}

/// Whether what a verb is done to stands behind a preposition of the verb: "groups targeted with
/// rockets the village", which the parser takes for groups that were targeted.
fn has_late_object(tree: &Tree<'_>, verb: usize) -> bool {
    let object = tree.with_dep(verb, &["dobj"]).next();
    object.is_some_and(|object| {
        tree.with_dep(verb, &["prep"])
            .any(|preposition| verb < preposition && preposition < object)
    })
}

pub(super) const SUBJECT: &[&str] = &["nsubj", "nsubjpass", "csubj", "csubjpass"];

/// The subject that a verb has or shares, before passive and active are told apart.
pub(super) fn grammatical_subjects(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    verb: usize,
) -> Vec<usize> {
    let mut here = verb;
    // Sharing goes upwards clause by clause; each step moves up the tree, so it ends.
    loop {
        if let Some(own) = own_subject(tree, here) {
            return tree.conjuncts(own);
        }
        let Some(head) = tree.head(here) else {
            return Vec::new();
        };
        match tree.token(here).dep.as_str() {
            "xcomp" | "advcl" if !asked(knowledge, tree, head, here).is_empty() => {
                return asked(knowledge, tree, head, here);
            }
            "xcomp" | "ccomp" if object_controls(tree, head, here) => {
                let object = tree
                    .with_dep(head, &["dobj", "dative"])
                    .find(|&at| at < here);
                return object.map(|at| tree.conjuncts(at)).unwrap_or_default();
            }
            "acl" | "relcl" if tree.is_noun(head) => return tree.conjuncts(head),
            // "and another five wounded in the raids"
            "acl" if tree.token(head).tag == "CD" => return vec![head],
            // "lost to the government, backed by militias": the participle is the neighbour's.
            "advcl" if trails(tree, here) => {
                return here
                    .checked_sub(2)
                    .filter(|&noun| tree.is_noun(noun))
                    .into_iter()
                    .collect();
            }
            // "X neared Y, sources said, pushing on": the participle goes with what was said.
            // "…, medics said, blaming rebels": but a participle of saying goes with the speaker.
            "advcl"
                if !speaks(knowledge, tree, here) && said_before(tree, head, here).is_some() =>
            {
                here = said_before(tree, head, here).unwrap_or(head);
            }
            "conj" | "xcomp" | "advcl" | "aux"
                if tree.is_verb(head) || tree.token(head).pos == "AUX" =>
            {
                here = head
            }
            "xcomp" | "advcl" if tree.token(head).pos == "ADJ" => here = head,
            "acomp" => here = head,
            "pcomp" => match tree.head(head) {
                // "accused rebels of shelling": the accused does it.
                Some(above) if tree.is_verb(above) && charges(knowledge, tree, above, head) => {
                    let accused = tree.with_dep(above, &["dobj", "nsubjpass"]).next();
                    return accused.map(|at| tree.conjuncts(at)).unwrap_or_default();
                }
                // "were killed in shelling": those who suffer the one do not do the other.
                Some(above) if is_passive(tree, above) => return Vec::new(),
                Some(above) if tree.is_verb(above) => here = above,
                // "is guilty of violating the truce"
                Some(above) if tree.token(above).dep == "acomp" => here = above,
                Some(above) if tree.is_noun(above) => {
                    // "accused rebels of shelling", where "of" hangs on the rebels
                    let accused = matches!(tree.token(above).dep.as_str(), "dobj" | "nsubjpass")
                        && tree
                            .head(above)
                            .is_some_and(|verb| charges(knowledge, tree, verb, head));
                    return match accused {
                        true => tree.conjuncts(above),
                        false => tree.with_dep(above, &["poss"]).collect(),
                    };
                }
                _ => return Vec::new(),
            },
            "ccomp" => return misread_subject(tree, here),
            _ => return Vec::new(),
        }
        if is_passive(tree, here)
            && tree.token(verb).dep == "advcl"
            && own_subject(tree, here).is_none()
        {
            return Vec::new();
        }
    }
}

/// Whether a verb is one of saying.
pub(super) fn speaks(knowledge: &Knowledge, tree: &Tree<'_>, verb: usize) -> bool {
    knowledge
        .reporting()
        .verb(&tree.token(verb).lemma.to_lowercase())
        .is_some()
}

/// Whether a verb lays what follows a preposition to its object's charge: "accused of".
pub(crate) fn charges(
    knowledge: &Knowledge,
    tree: &Tree<'_>,
    verb: usize,
    preposition: usize,
) -> bool {
    let way = format!("object-{}", tree.token(preposition).lemma);
    let cue = knowledge
        .reporting()
        .verb(&tree.token(verb).lemma.to_lowercase());
    cue.is_some_and(|cue| cue.takes.iter().any(|takes| *takes == way))
}

/// Whether a participle stands behind a comma after its clause, as a remark on the
/// noun before the comma.
pub(super) fn trails(tree: &Tree<'_>, verb: usize) -> bool {
    let token = tree.token(verb);
    let remark = token.tag == "VBN" && tree.head(verb).is_some_and(|head| head < verb);
    remark && verb > 1 && tree.token(verb - 1).text == "," && tree.extent(verb).start == verb
}

/// The clause that a verb of saying stands behind, where `after` follows them both.
pub(crate) fn said_before(tree: &Tree<'_>, saying: usize, after: usize) -> Option<usize> {
    let said = tree.with_dep(saying, &["ccomp"]).next()?;
    (said < saying && saying < after && tree.token(after).tag == "VBG").then_some(said)
}

/// A verb's own subject; a relative pronoun stands for the noun that its clause hangs on.
fn own_subject(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    // Of several the nearest: a hyphenated name may be read as three subjects.
    let subject = tree
        .with_dep(verb, SUBJECT)
        .filter(|&at| at < verb)
        .last()
        .or_else(|| tree.with_dep(verb, SUBJECT).next())
        .or_else(|| left_bare(tree, verb))?;
    let relative = matches!(tree.token(subject).tag.as_str(), "WDT" | "WP" | "WP$")
        || tree.token(subject).lemma == "that";
    if relative && let Some(noun) = antecedent(tree, verb) {
        return Some(noun);
    }
    Some(subject)
}

/// The number without a noun that the parser takes for an adverb of a participle: "killed and many
/// more wounded".
fn left_bare(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let token = tree.token(verb);
    let before = verb.checked_sub(1)?;
    let more = token.tag == "VBN"
        && token.dep == "conj"
        && tree.token(before).tag.ends_with('R')
        && tree.head(before) == Some(verb)
        && tree.with_dep(before, &["amod"]).next().is_some();
    more.then_some(before)
}

pub(super) fn antecedent(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let clause = tree
        .upwards(verb)
        .find(|&at| tree.token(at).dep != "conj")?;
    (tree.token(clause).dep == "relcl").then(|| tree.head(clause))?
}

pub(super) fn subject_is_relative(tree: &Tree<'_>, verb: usize) -> bool {
    let subject = tree.with_dep(verb, SUBJECT).next();
    subject.is_none_or(|at| matches!(tree.token(at).tag.as_str(), "WDT" | "WP"))
}

/// Who is asked to do what an infinitive says: "called on the government to withdraw".
fn asked(knowledge: &Knowledge, tree: &Tree<'_>, head: usize, clause: usize) -> Vec<usize> {
    let lemma = tree.token(head).lemma.to_lowercase();
    let infinitive = tree
        .with_dep(clause, &["aux"])
        .any(|aux| tree.token(aux).tag == "TO");
    let asks = |&preposition: &usize| {
        let words = format!("{lemma} {}", tree.token(preposition).lemma.to_lowercase());
        let cue = knowledge.reporting().verb(&words);
        head < preposition
            && preposition < clause
            && cue.is_some_and(|cue| cue.modality == "demanded")
    };
    let asked = tree.with_dep(head, &["prep"]).find(asks);
    let asked = asked.filter(|_| infinitive);
    asked
        .into_iter()
        .flat_map(|preposition| tree.with_dep(preposition, &["pobj"]).collect::<Vec<_>>())
        .flat_map(|at| tree.conjuncts(at))
        .collect()
}

/// "ordered troops to withdraw": the object of the one is the subject of the other.
fn object_controls(tree: &Tree<'_>, head: usize, clause: usize) -> bool {
    let infinitive = tree
        .with_dep(clause, &["aux"])
        .any(|aux| tree.token(aux).tag == "TO");
    infinitive
        && tree
            .with_dep(head, &["dobj", "dative"])
            .any(|object| object < clause && tree.is_noun(object))
}

/// "said the army supported by allies had reached X": the parser reads the reduced
/// relative as a clause of its own and leaves the next verb without a subject.
pub(super) fn misread_subject(tree: &Tree<'_>, verb: usize) -> Vec<usize> {
    let Some(head) = tree.head(verb) else {
        return Vec::new();
    };
    // "told the agency fighting was going on": the subject is read as the object of telling.
    let object = tree
        .with_dep(head, &["dobj"])
        .find(|&object| object < verb && tree.extent(object).end == tree.extent(verb).start);
    if let Some(object) = object {
        return vec![object];
    }
    let before = tree
        .with_dep(head, &["ccomp"])
        .filter(|&other| other < verb)
        .last();
    let Some(other) =
        before.filter(|&other| tree.token(other).tag == "VBN" || tree.token(other).tag == "VBD")
    else {
        return Vec::new();
    };
    let bare = tree
        .with_dep(other, &["aux", "auxpass", "dobj"])
        .next()
        .is_none();
    let adjacent = tree.extent(other).end == tree.extent(verb).start;
    match own_subject(tree, other) {
        Some(subject) if bare && adjacent && tree.with_dep(other, &["agent"]).next().is_some() => {
            tree.conjuncts(subject)
        }
        _ => Vec::new(),
    }
}
