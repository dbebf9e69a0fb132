//! Who stands where around a word that names a deed?
//!
//! In comes a trigger in the tree; out comes its [`Frame`]: the deep subject and
//! object, whatever form the clause has (active, passive, relative, participial,
//! coordinated, controlled, nominal, carried by a light verb), and what follows
//! each preposition. Invariant: a frame only points at tokens of the trigger's
//! own sentence, each list in text order.

mod subject;

use smol_str::SmolStr;

use self::subject::{
    SUBJECT, antecedent, grammatical_subjects, misread_subject, speaks, subject_is_relative, trails,
};
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
    /// the verb may be one.
    pub(crate) fn listing(mut self, tree: &Tree<'_>, verb: usize) -> Option<Self> {
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
        if !fits || !counted(first) {
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

/// The verb whose object a participle says to be left so: "left five people killed".
pub(crate) fn left_so(knowledge: &Knowledge, tree: &Tree<'_>, participle: usize) -> Option<usize> {
    let object = tree.head(participle)?;
    let verb = tree.head(object)?;
    let on_object = tree.token(participle).dep == "acl" && tree.token(object).dep == "dobj";
    let lemma = &tree.token(verb).lemma;
    let light = knowledge.light_verbs();
    let leaves = light.carries(lemma, &[], Carries::Outcome).is_some();
    (on_object && leaves && !is_passive(tree, verb)).then_some(verb)
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
        // "Evacuated wounded fighters" tells of no deed: only who is counted is told to be wounded.
        "amod" if !is_counted(knowledge, tree, head) => Vec::new(),
        "amod" | "acl" | "relcl" | "advcl" => vec![head],
        _ => Vec::new(),
    };
    if tree.is_verb(head) {
        // "The attack left 12 dead": it is done by whatever left them so.
        if tree.token(adjective).dep == "oprd" && !is_passive(tree, head) {
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
