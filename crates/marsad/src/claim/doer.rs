//! Who does a deed whose own words leave it open?
//!
//! In comes a trigger with its frame, or a noun that stands where a doer should; out comes who
//! does it: the doer of the noun ("the army's shelling killed"), or the subject of the clause that
//! a participle goes with though the parser hangs it on a nearer noun ("fired on the village killing
//! four"). Invariant: a doer stands in the sentence of its deed.

use super::{
    cast::{Filler, Scene},
    frame::{self, Frame},
    matching::Match,
};
use crate::{
    knowledge::{
        actor::{Form, Status},
        casing::Usual,
        pattern::{Kind, Line, Part, Pattern, SlotRole, SlotRule},
    },
    mention::ActorMention,
    sentence::Tree,
};

/// The doer behind a noun of a deed that stands where a doer should: "the army's advance",
/// "Islamic State attack", "strikes launched by warplanes".
pub(crate) fn of_noun<'a>(scene: &Scene<'a>, noun: usize) -> Option<Filler<'a>> {
    let tree = &scene.tree;
    let noun = counted(scene, noun);
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

/// Whether a noun tells a deed of one side, or is what was fired in one: "in shells fired by rebels".
pub(crate) fn is_done_by_one(scene: &Scene<'_>, noun: usize) -> bool {
    let mut participles = scene.tree.with_dep(noun, &["acl", "relcl"]);
    is_one_sided(scene, noun)
        || participles.any(|verb| frame::is_passive(&scene.tree, verb) && is_force(scene, verb))
}

/// Whether two are of one kind and country: "five soldiers", "the army".
pub(crate) fn are_of_one_side(one: &Filler<'_>, other: &Filler<'_>) -> bool {
    let (Some(one), Some(other)) = (one.actor, other.actor) else {
        return false;
    };
    one.role.kind == other.role.kind
        && one.country == other.country
        && one.role.status == Status::Combatant
}

/// Whether one of two is of a state's forces and the other fights a state.
fn are_opposed(one: &Filler<'_>, other: &Filler<'_>) -> bool {
    let of_state = |filler: &Filler<'_>| match filler.actor?.role.plover.as_deref()? {
        "MIL" | "GOV" | "COP" | "SPY" => Some(true),
        "REB" | "UAF" | "PRM" => Some(false),
        _ => None,
    };
    of_state(one)
        .zip(of_state(other))
        .is_some_and(|(one, other)| one != other)
}

/// What is counted by a noun: the raids of "dozens of raids", else the noun itself.
fn counted(scene: &Scene<'_>, noun: usize) -> usize {
    let tree = &scene.tree;
    let lemma = tree.token(noun).lemma.to_lowercase();
    let counts = scene.knowledge.agents().is_transparent(&lemma);
    let of = tree
        .with_dep(noun, &["prep"])
        .find(|&at| counts && tree.token(at).lemma == "of");
    let inner = of.and_then(|of| tree.with_dep(of, &["pobj"]).next());
    inner.unwrap_or(noun)
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

/// Gives a verb the subject that its clause goes with, where nobody stands in the place of one or
/// the parser takes the victims of one deed for the doers of the next.
pub(crate) fn regain(scene: &Scene<'_>, frame: &mut Frame, verb: usize) {
    let named = |at: usize| scene.filler(at).actor.is_some() || of_noun(scene, at).is_some();
    let tree = &scene.tree;
    let top = tree.upwards(verb).find(|&at| tree.token(at).dep != "conj");
    let Some(top) = top else { return };
    // "killed and 20 wounded in a raid by rebels": the last of several verbs has what they share.
    // "raids and a crash killed at least 27": the parser takes a count for what is given to somebody.
    if tree.token(verb).tag == "VBN" && tree.token(verb).dep == "acl" && harms(scene, verb) {
        let counted = tree
            .with_dep(verb, &["dobj"])
            .find(|&at| scene.number_of(at).is_some());
        if let (Some(count), Some(noun)) = (counted, tree.head(verb)) {
            frame.objects = tree.conjuncts(count);
            let above = tree.upwards(noun).take_while(|&at| !tree.is_verb(at));
            let doer = above.filter(|&at| named(at)).last();
            frame.subjects = doer.into_iter().flat_map(|at| tree.conjuncts(at)).collect();
            return;
        }
    }
    let uses = |verb: usize| harms(scene, verb) || is_force(scene, verb);
    // "left five people killed"
    if let Some(above) = frame::left_so(scene.knowledge, tree, verb)
        && frame.subjects.is_empty()
    {
        let mut inner = frame::of_verb(scene.knowledge, tree, above);
        regain(scene, &mut inner, above);
        frame.subjects = inner.subjects;
    }
    if frame.subjects.is_empty() && frame.prepositions.is_empty() && uses(verb) {
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

/// Whether a verb tells of victims that are counted.
fn harms(scene: &Scene<'_>, verb: usize) -> bool {
    let lemma = scene.tree.token(verb).lemma.to_lowercase();
    let mut lines = scene.knowledge.patterns().lines(Part::Verb, &lemma);
    lines.any(|(pattern, _, _)| pattern.counts.is_some() && !pattern.weak)
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

/// Whether a verb tells what one side does to another by force.
fn is_force(scene: &Scene<'_>, verb: usize) -> bool {
    let lemma = scene.tree.token(verb).lemma.to_lowercase();
    let mut lines = scene.knowledge.patterns().lines(Part::Verb, &lemma);
    lines.any(|(pattern, _, _)| uses_force(scene, pattern))
}

/// Whether a verb tells of force, be it of one side or of both.
fn assaults(scene: &Scene<'_>, verb: usize) -> bool {
    let lemma = scene.tree.token(verb).lemma.to_lowercase();
    let mut lines = scene.knowledge.patterns().lines(Part::Verb, &lemma);
    lines.any(|(pattern, _, _)| is_assault(scene, pattern))
}

/// Whether a pattern tells what one side does to another by force.
fn uses_force(scene: &Scene<'_>, pattern: &Pattern) -> bool {
    let both = |line: &Line| line.slots.iter().any(|slot| slot.role == SlotRole::Both);
    is_assault(scene, pattern) && !pattern.lines.iter().any(both)
}

/// Whether patterns tell of force, and none of them counts its victims.
pub(crate) fn are_force(scene: &Scene<'_>, patterns: [&Pattern; 2]) -> bool {
    patterns
        .iter()
        .all(|pattern| uses_force(scene, pattern) && pattern.counts.is_none())
}

/// Whether a pattern tells of force.
pub(crate) fn is_assault(scene: &Scene<'_>, pattern: &Pattern) -> bool {
    let ontology = scene.knowledge.ontology();
    let event = ontology
        .get(&pattern.action)
        .and_then(|action| action.plover.as_ref()?.event.as_ref());
    !pattern.weak && event.is_some_and(|event| event == "ASSAULT")
}

/// Gives a deed that names no doer the one of another deed in its clause: harm done as somebody
/// struck ("were killed when jets struck the market"), and an attack in which somebody took or killed
/// ("took the hill in an assault").
pub(crate) fn share(scene: &Scene<'_>, hits: &mut [Match<'_>]) {
    for at in 0..hits.len() {
        let hit = &hits[at];
        let named = |hit: &Match<'_>| {
            let mut roles = hit.filled.iter();
            roles.any(|(role, _)| matches!(role, SlotRole::Actor | SlotRole::Both))
        };
        if named(hit) || hit.pattern.weak {
            continue;
        }
        let is_noun = scene.tree.is_noun(hit.trigger);
        let source = match (is_noun, hit.pattern.counts.is_some()) {
            (false, true) => hits.iter().find(|other| struck_at_once(scene, hit, other)),
            (true, false) => hits.iter().find(|other| done_in(scene, hit, other)),
            _ => None,
        };
        let doers: Vec<(SlotRole, Filler<'_>)> = source
            .map(|other| &other.filled)
            .into_iter()
            .flatten()
            .filter(|(role, _)| *role == SlotRole::Actor)
            .cloned()
            .collect();
        hits[at].filled.extend(doers);
    }
}

/// Whether harm was done as another deed of one side was: the clause of the one says when the other
/// happened. Fighters may fall as their own side attacks.
fn struck_at_once(scene: &Scene<'_>, harm: &Match<'_>, deed: &Match<'_>) -> bool {
    let tree = &scene.tree;
    let clause = deed.frame.carrier.unwrap_or(deed.trigger);
    let marked = tree.with_dep(clause, &["mark", "advmod"]).any(|at| {
        let lemma = tree.token(at).lemma.to_lowercase();
        scene.knowledge.modals().is_moment(&lemma)
    });
    // What several verbs share may hang on any of them.
    let beside = tree.token(clause).dep == "advcl"
        && tree
            .head(clause)
            .is_some_and(|head| tree.conjuncts(harm.trigger).contains(&head));
    let doer = deed
        .filled
        .iter()
        .find(|(role, _)| *role == SlotRole::Actor);
    let fighters = harm.filled.iter().any(|(role, victim)| {
        let opposed = doer.is_some_and(|(_, doer)| are_opposed(victim, doer));
        *role == SlotRole::Target && scene.is_of(victim, &[Kind::Force]) && !opposed
    });
    marked && beside && !fighters && uses_force(scene, deed.pattern)
}

/// Whether a deed told by a noun is what somebody did another deed in: "took the hill in an assault".
fn done_in(scene: &Scene<'_>, noun: &Match<'_>, deed: &Match<'_>) -> bool {
    let tree = &scene.tree;
    let verb = tree.head(noun.trigger).and_then(|preposition| {
        let within = tree.token(noun.trigger).dep == "pobj"
            && scene
                .knowledge
                .modals()
                .sums_within(&tree.token(preposition).lemma.to_lowercase());
        within.then(|| tree.head(preposition))?
    });
    verb == Some(deed.trigger)
        && tree.is_verb(deed.trigger)
        && !frame::is_passive(tree, deed.trigger)
        && is_assault(scene, noun.pattern)
        && is_assault(scene, deed.pattern)
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
            let mut frame = frame::of_verb(scene.knowledge, tree, above);
            regain(scene, &mut frame, above);
            return frame.subjects;
        }
    }
    Vec::new()
}
