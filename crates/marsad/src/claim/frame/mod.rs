//! Who stands where around a word that names a deed?
//!
//! In comes a trigger in the tree; out comes its [`Frame`]: the deep subject and
//! object, whatever form the clause has (active, passive, relative, participial,
//! coordinated, controlled, nominal, carried by a light verb), and what follows
//! each preposition. Invariant: a frame only points at tokens of the trigger's
//! own sentence, each list in text order.

mod noun;
mod subject;

use smol_str::SmolStr;

pub(crate) use self::noun::of_noun;
use self::subject::{SUBJECT, antecedent, grammatical_subjects, subject_is_relative, trails};
pub(crate) use self::subject::{charges, is_passive, said_before};
use crate::{
    knowledge::{
        Knowledge,
        light_verb::{Carries, Phase},
    },
    sentence::Tree,
};

/// What stands around a trigger.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Frame {
    /// Who does it.
    pub(crate) subjects: Vec<usize>,
    /// To whom or what it is done.
    pub(crate) objects: Vec<usize>,
    /// A noun's possessors.
    pub(crate) possessives: Vec<usize>,
    /// Nouns and adjectives before a noun.
    pub(crate) modifiers: Vec<usize>,
    /// What follows each preposition: its lemma, the preposition, the noun.
    pub(crate) prepositions: Vec<(SmolStr, usize, usize)>,
    /// The verb that carries a noun, if one does.
    pub(crate) carrier: Option<usize>,
    /// How far the carrying verb lets the deed come.
    pub(crate) phase: Phase,
}

impl Frame {
    /// The fillers of a relation as patterns name them.
    pub(crate) fn fillers(&self, relation: &str) -> Vec<usize> {
        match relation {
            "subject" => self.subjects.clone(),
            "object" => self.objects.clone(),
            "possessive" => self.possessives.clone(),
            "modifier" => self.modifiers.clone(),
            preposition => {
                let fits = |(lemma, _, _): &&(SmolStr, usize, usize)| lemma == preposition;
                self.prepositions
                    .iter()
                    .filter(fits)
                    .map(|(_, _, noun)| *noun)
                    .collect()
            }
        }
    }

    /// The frame as what a headline counts beside others: "Three killed two injured in blast", where
    /// the verb may be one, and its subject is counted or `meek`, as one who does not fight.
    pub(crate) fn listing(mut self, tree: &Tree<'_>, verb: usize, meek: bool) -> Option<Self> {
        let past = matches!(tree.token(verb).tag.as_str(), "VBN" | "VBD");
        let bare = tree.with_dep(verb, &["aux", "auxpass", "agent"]).next();
        let counted = |at: usize| {
            tree.token(at).tag == "CD" || tree.with_dep(at, &["nummod"]).next().is_some()
        };
        // Who is injured is counted beside those killed, no object of theirs.
        let others = tree.with_dep(verb, &["dobj"]).any(|at| {
            let next = tree.with_dep(at, &["acl"]).find(|&next| next == at + 1);
            counted(at) && next.is_some_and(|next| is_passive(tree, next))
        });
        let (&first, fits) = (self.subjects.first()?, past && bare.is_none() && others);
        if !fits || !(meek || counted(first)) {
            return None;
        }
        self.objects = std::mem::take(&mut self.subjects);
        Some(self)
    }

    /// The frame as the passive that a headline leaves without its auxiliary ("Six killed in
    /// raid"), where the verb may be one: a past form with a subject and no object.
    pub(crate) fn telegraphic(mut self, tree: &Tree<'_>, verb: usize) -> Option<Self> {
        let token = tree.token(verb);
        let past = matches!(token.tag.as_str(), "VBN" | "VBD");
        let bare = tree
            .with_dep(
                verb,
                &[
                    "aux",
                    "auxpass",
                    "dobj",
                    "nsubjpass",
                    "agent",
                    "ccomp",
                    "xcomp",
                ],
            )
            .next()
            .is_none();
        if !past || !bare || is_passive(tree, verb) || self.subjects.is_empty() {
            return None;
        }
        self.objects = std::mem::take(&mut self.subjects);
        Some(self)
    }
}

/// The frame of a verb.
pub(crate) fn of_verb(knowledge: &Knowledge, tree: &Tree<'_>, verb: usize) -> Frame {
    let mut frame = Frame {
        prepositions: prepositions(tree, verb),
        ..Frame::default()
    };
    let direct = tree
        .with_dep(verb, &["dobj", "dative", "attr", "oprd"])
        .filter(|&at| tree.token(at).pos != "ADP");
    // "the town that rebels seized": the relative pronoun stands for the noun.
    let meant = |at: usize| {
        let relative = matches!(tree.token(at).tag.as_str(), "WDT" | "WP");
        antecedent(tree, verb).filter(|_| relative).unwrap_or(at)
    };
    let mut direct: Vec<usize> = direct
        .map(meant)
        .flat_map(|at| tree.conjuncts(at))
        .collect();
    if direct.is_empty() {
        direct = shared_objects(tree, verb);
    }
    if is_passive(tree, verb) {
        frame.objects = grammatical_subjects(knowledge, tree, verb);
        frame.objects.extend(direct);
        let agents = tree
            .with_dep(verb, &["agent"])
            .flat_map(|by| tree.with_dep(by, &["pobj", "pcomp"]).collect::<Vec<_>>());
        frame.subjects = agents.flat_map(|at| tree.conjuncts(at)).collect();
    } else {
        frame.subjects = grammatical_subjects(knowledge, tree, verb);
        frame.objects = direct;
        // "what the army captured", "the town that rebels seized": the relative clause's own gap.
        if frame.objects.is_empty()
            && tree.token(verb).dep == "relcl"
            && !subject_is_relative(tree, verb)
        {
            frame
                .objects
                .extend(tree.head(verb).filter(|&noun| tree.is_noun(noun)));
        }
    }
    // "lost ground to the army, backed by militias, in the east": what follows the remark
    // behind a second comma goes on with the clause.
    for remark in tree
        .with_dep(verb, &["advcl"])
        .filter(|&remark| trails(tree, remark))
    {
        let beyond = |&(_, preposition, _): &(SmolStr, usize, usize)| {
            preposition > 0 && tree.token(preposition - 1).text == ","
        };
        frame
            .prepositions
            .extend(prepositions(tree, remark).into_iter().filter(beyond));
    }
    if trails(tree, verb) {
        frame
            .prepositions
            .retain(|&(_, preposition, _)| tree.token(preposition - 1).text != ",");
    }
    // Objects of a preposition that hangs on the object belong to the deed as well
    // ("launched strikes on the town"), and the parser often hangs them there.
    for object in frame.objects.clone() {
        frame.prepositions.extend(prepositions(tree, object));
    }
    frame
        .prepositions
        .sort_by_key(|&(_, preposition, noun)| (preposition, noun));
    frame.prepositions.dedup();
    frame
}

/// What the next verb is done to, where two verbs stand side by side before it: "ambushed and
/// killed three guards".
fn shared_objects(tree: &Tree<'_>, verb: usize) -> Vec<usize> {
    let next = tree
        .with_dep(verb, &["conj"])
        .find(|&next| next == verb + 2 && tree.token(next).tag == tree.token(verb).tag);
    let Some(next) = next else {
        return Vec::new();
    };
    let objects = tree.with_dep(next, &["dobj"]);
    objects.flat_map(|at| tree.conjuncts(at)).collect()
}

/// Whether a verb says of its object that it was done.
pub(crate) fn is_done(knowledge: &Knowledge, tree: &Tree<'_>, verb: usize) -> bool {
    let particles: Vec<&str> = tree
        .with_dep(verb, &["prt", "advmod"])
        .map(|at| tree.token(at).lemma.as_str())
        .collect();
    knowledge
        .light_verbs()
        .carries(&tree.token(verb).lemma, &particles, Carries::Subject)
        .is_some()
}

/// Whether a verb says of its object that it is over: "declared the truce over".
pub(crate) fn ends(knowledge: &Knowledge, tree: &Tree<'_>, verb: usize) -> bool {
    let light = knowledge.light_verbs();
    let lemma = tree.token(verb).lemma.as_str();
    tree.with_dep(verb, &["dobj"]).any(|object| {
        let mut behind = tree.with_dep(object, &["advmod"]).filter(|&at| at > object);
        behind.any(|at| {
            let phase = light.carries(lemma, &[tree.token(at).lemma.as_str()], Carries::Subject);
            phase == Some(Phase::Stopped)
        })
    })
}

/// The verb whose object a participle says to be left so: "left five people killed".
pub(crate) fn left_so(knowledge: &Knowledge, tree: &Tree<'_>, participle: usize) -> Option<usize> {
    let object = tree.head(participle)?;
    let verb = tree.head(object)?;
    let on_object = tree.token(participle).dep == "acl" && tree.token(object).dep == "dobj";
    (on_object && leaves(knowledge, tree, verb)).then_some(verb)
}

/// Whether a verb tells in what state it left its object.
fn leaves(knowledge: &Knowledge, tree: &Tree<'_>, verb: usize) -> bool {
    let light = knowledge.light_verbs();
    let outcome = light.carries(&tree.token(verb).lemma, &[], Carries::Outcome);
    outcome.is_some() && tree.is_verb(verb) && !is_passive(tree, verb)
}

/// The frame of an adjective that tells a state: "left 12 dead", "two were wounded",
/// "three dead soldiers".
pub(crate) fn of_adjective(knowledge: &Knowledge, tree: &Tree<'_>, adjective: usize) -> Frame {
    let mut frame = Frame {
        prepositions: prepositions(tree, adjective),
        ..Frame::default()
    };
    let Some(head) = tree.head(adjective) else {
        return frame;
    };
    frame.subjects = match tree.token(adjective).dep.as_str() {
        "acomp" | "attr" => tree
            .with_dep(head, SUBJECT)
            .flat_map(|at| tree.conjuncts(at))
            .collect(),
        "oprd" | "ccomp" | "xcomp" => {
            // "left twelve dead", "twelve were found dead".
            let verbs = if is_passive(tree, head) {
                SUBJECT
            } else {
                &["dobj"]
            };
            let own = tree
                .with_dep(adjective, SUBJECT)
                .chain(tree.with_dep(head, verbs));
            own.flat_map(|at| tree.conjuncts(at)).collect()
        }
        // "Left hundreds of people dead": the state is that of whoever was left in it.
        "advcl" if leaves(knowledge, tree, head) => tree
            .with_dep(head, &["dobj"])
            .flat_map(|at| tree.conjuncts(at))
            .collect(),
        // "Evacuated wounded fighters" tells of no deed: only who is counted is told to be wounded.
        "amod"
            if !is_counted(knowledge, tree, head) && !counts(knowledge, tree, head, adjective) =>
        {
            Vec::new()
        }
        "amod" | "acl" | "relcl" | "advcl" => vec![head],
        _ => Vec::new(),
    };
    if tree.is_verb(head) {
        // "The attack left 12 dead": it is done by whatever left them so.
        let left = matches!(tree.token(adjective).dep.as_str(), "oprd" | "advcl");
        if left && !is_passive(tree, head) {
            let doers = tree.with_dep(head, SUBJECT);
            let doers = doers.flat_map(|at| tree.conjuncts(at));
            frame
                .prepositions
                .extend(doers.map(|at| ("by".into(), at, at)));
        }
        frame.carrier = Some(head);
        frame.prepositions.extend(prepositions(tree, head));
    }
    frame
}

/// Whether a noun counts those of whom an adjective behind it tells: "hundreds dead".
fn counts(knowledge: &Knowledge, tree: &Tree<'_>, noun: usize, adjective: usize) -> bool {
    let lemma = tree.token(noun).lemma.to_lowercase();
    noun < adjective && knowledge.agents().is_transparent(&lemma)
}

/// Whether a noun stands with a number: "three soldiers", "dozens of soldiers".
fn is_counted(knowledge: &Knowledge, tree: &Tree<'_>, noun: usize) -> bool {
    let portion = tree.head(noun).and_then(|of| tree.head(of));
    let portion = portion.filter(|_| tree.token(noun).dep == "pobj");
    tree.with_dep(noun, &["nummod"]).next().is_some()
        || portion.is_some_and(|counter| {
            let lemma = tree.token(counter).lemma.to_lowercase();
            knowledge.agents().is_transparent(&lemma)
        })
}

/// What follows the prepositions of a word, lists included ("in X and Y"), and
/// prepositions within prepositions ("from near X").
fn prepositions(tree: &Tree<'_>, at: usize) -> Vec<(SmolStr, usize, usize)> {
    let mut found = Vec::new();
    let mut todo: Vec<(usize, Option<SmolStr>)> = tree
        .with_dep(at, &["prep", "agent", "dative"])
        .map(|prep| (prep, None))
        .collect();
    // Adverbs of direction carry their own: "south of X", "eastwards towards X", "out of X".
    for adverb in tree.with_dep(at, &["advmod", "prt", "npadvmod"]) {
        todo.extend(tree.with_dep(adverb, &["prep"]).map(|prep| (prep, None)));
    }
    while let Some((prep, outer)) = todo.pop() {
        // "following a raid": a participle that serves as a preposition is named as it is written.
        let token = tree.token(prep);
        let own: SmolStr = match token.tag.as_str() {
            "VBG" => token.text.to_lowercase().into(),
            _ => token.lemma.to_lowercase().into(),
        };
        let lemma = match outer {
            Some(outer) => SmolStr::from(format!("{outer}-{own}")),
            None => own,
        };
        for noun in tree.with_dep(prep, &["pobj"]) {
            // "a raid in which ten were killed"
            let relative = matches!(tree.token(noun).tag.as_str(), "WDT" | "WP");
            let noun = antecedent(tree, at).filter(|_| relative).unwrap_or(noun);
            found.extend(
                tree.conjuncts(noun)
                    .into_iter()
                    .map(|noun| (lemma.clone(), prep, noun)),
            );
        }
        // "Due to" is two words.
        todo.extend(
            tree.with_dep(prep, &["prep", "pcomp"])
                .filter(|&inner| tree.token(inner).pos == "ADP")
                .map(|inner| (inner, Some(lemma.clone()))),
        );
        todo.extend(
            tree.with_dep(prep, &["conj"])
                .filter(|&other| tree.token(other).pos == "ADP")
                .map(|other| (other, None)),
        );
    }
    found.sort_by_key(|&(_, preposition, noun)| (preposition, noun));
    found
}
