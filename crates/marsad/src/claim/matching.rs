//! Which pattern does a trigger and its frame fulfil?
//!
//! In come the words of a document; out comes for each the best [`Match`] of the patterns that it may
//! trigger: the one whose line fills the most slots, the earlier one of equals.
//! Invariant: a match's fillers all stand in its trigger's frame.

use smol_str::SmolStr;

use super::{
    cast::{Filler, Scene},
    doer,
    frame::{self, Frame},
    modality,
};
use crate::knowledge::{
    codes::PloverType,
    light_verb::Phase,
    pattern::{Kind, Line, NUMBER, Need, Part, Pattern, SlotRole},
};

/// A pattern that holds at a token.
#[derive(Debug)]
pub(crate) struct Match<'a> {
    pub(crate) pattern: &'a Pattern,
    pub(crate) trigger: usize,
    pub(crate) frame: Frame,
    pub(crate) filled: Vec<(SlotRole, Filler<'a>)>,
    /// Whether a number of the trigger counts what the pattern counts: "10 deaths".
    pub(crate) counts_itself: bool,
}

/// The matches of a document, in the order of their triggers: of verbs and nouns for one deed
/// the better, and none of what was halted or called off.
pub(crate) fn all<'a>(scene: &Scene<'a>) -> Vec<Match<'a>> {
    let mut hits: Vec<Match<'_>> = (0..scene.sentences.tokens.len())
        .filter_map(|token| at(scene, token))
        .collect();
    // What was halted or called off is not told as done, nor by the verb that says so.
    let is_over = |hit: &Match<'_>| {
        let stopped = hit.frame.phase == Phase::Stopped
            || frame::ends(scene.knowledge, &scene.tree, hit.trigger);
        stopped && !modality::is_negated(scene, hit)
    };
    let over: Vec<(Option<usize>, &Pattern)> = hits
        .iter()
        .filter(|hit| is_over(hit))
        .map(|hit| (hit.frame.carrier, hit.pattern))
        .collect();
    hits.retain(|hit| {
        let says_so = |(verb, pattern): &(Option<usize>, &Pattern)| {
            *verb == Some(hit.trigger) && pattern.action == hit.pattern.action
        };
        !is_over(hit) && !over.iter().any(says_so)
    });
    drop_bearers(&mut hits);
    drop_carriers(scene, &mut hits);
    doer::share(scene, &mut hits);
    hits
}

/// The best match at a token, if any.
fn at<'a>(scene: &Scene<'a>, trigger: usize) -> Option<Match<'a>> {
    let token = scene.tree.token(trigger);
    let part = match token.tag.as_str() {
        tag if tag.starts_with("VB") => Part::Verb,
        // "March" and "May" are months.
        tag if tag.starts_with("NN") && !scene.is_time(trigger) => Part::Noun,
        tag if tag.starts_with("JJ") => Part::Adjective,
        _ => return None,
    };
    let patterns = scene.knowledge.patterns();
    // "Cease-fire" is three tokens and one word.
    let whole = scene.hyphenated(trigger);
    let known = |lemma: &SmolStr| {
        patterns
            .lines(part, lemma)
            .any(|(_, line, _)| !line.is_of_any())
    };
    let lemma = whole
        .filter(known)
        .unwrap_or_else(|| token.lemma.to_lowercase().into());
    let (_, first, _) = patterns.lines(part, &lemma).next()?;
    if first.is_of_any() && is_no_deed(scene, trigger) {
        return None;
    }
    let frame = match part {
        Part::Verb => {
            let frame = frame::of_verb(scene.knowledge, &scene.tree, trigger);
            let fights = |&at: &usize| scene.is_of(&scene.filler(at), &[Kind::Force]);
            let meek = !frame.subjects.iter().any(fights);
            let listing = frame.clone().listing(&scene.tree, trigger, meek);
            let mut frame = listing.unwrap_or(frame);
            doer::regain(scene, &mut frame, trigger);
            frame
        }
        Part::Noun => {
            let mut frame = frame::of_noun(scene.knowledge, &scene.tree, trigger);
            doer::borrow(scene, &mut frame, trigger);
            frame
        }
        Part::Adjective => frame::of_adjective(scene.knowledge, &scene.tree, trigger),
    };
    let telegraphic = (part == Part::Verb)
        .then(|| frame.clone().telegraphic(&scene.tree, trigger))
        .flatten()
        // "Warplanes killed …": whatever the parser made of the rest, they are no victims.
        .filter(|frame| !frame.objects.iter().any(|&at| doer::is_platform(scene, at)))
        .filter(|_| !has_lost_object(scene, trigger))
        .map(|mut frame| {
            doer::regain(scene, &mut frame, trigger);
            frame
        });
    let best = best(scene, trigger, part, &lemma, &frame, |_| true);
    // "Six killed in raid": without its auxiliary a passive looks like a verb that lacks an object.
    let known = best.as_ref().is_some_and(|best| !best.pattern.weak);
    let mut found = telegraphic
        .filter(|_| !known)
        .and_then(|frame| {
            // "Daraya bombed", "a girl shot in the town": they are not the ones who fight.
            let fights = |&at: &usize| scene.is_of(&scene.filler(at), &[Kind::Force]);
            let of_force = !frame.objects.iter().any(fights);
            let of_victims = |pattern: &Pattern| {
                let suffered =
                    pattern.counts.is_some() || of_force && doer::is_assault(scene, pattern);
                suffered && !pattern.weak
            };
            self::best(scene, trigger, part, &lemma, &frame, of_victims)
        })
        .or(best)?;
    concern(scene, &mut found);
    Some(found)
}

/// Whether a name follows a verb right behind it: "captured Sarrin", whatever the parser made of it.
fn has_lost_object(scene: &Scene<'_>, verb: usize) -> bool {
    let next = verb + 1;
    let stands = next < scene.tree.len() && !scene.is_time(next);
    stands
        && matches!(
            scene.tree.token(next).tag.as_str(),
            "NNP" | "NNPS" | "DT" | "PRP$"
        )
}

/// Adds whom something said or agreed concerns where what it is done to is nobody: "rejected a
/// request from the union".
fn concern<'a>(scene: &Scene<'a>, hit: &mut Match<'a>) {
    let sides = hit
        .filled
        .iter()
        .filter(|(role, _)| *role == SlotRole::Both);
    let met = sides.count() > 1
        || hit
            .filled
            .iter()
            .any(|(role, filler)| *role == SlotRole::Target && scene.is_of(filler, &[Kind::Party]));
    let ontology = scene.knowledge.ontology();
    let event = ontology
        .get(&hit.pattern.action)
        .and_then(|action| action.plover.as_ref()?.event.as_ref());
    let is_said = event
        .and_then(|event| ontology.codes().plover(event))
        .is_some_and(PloverType::is_verbal);
    if met || hit.pattern.weak || !is_said {
        return;
    }
    let there = ahead(scene, &hit.frame, hit.trigger);
    let others: Vec<Filler<'a>> = there.into_iter().map(|at| scene.filler(at)).collect();
    for other in others {
        if hit
            .filled
            .iter()
            .all(|(_, filler)| filler.head != other.head)
        {
            hit.filled.push((SlotRole::Target, other));
        }
    }
}

/// The best match of the patterns that are asked, for one reading of the frame.
fn best<'a>(
    scene: &Scene<'a>,
    trigger: usize,
    part: Part,
    lemma: &str,
    frame: &Frame,
    asked: impl Fn(&Pattern) -> bool,
) -> Option<Match<'a>> {
    let mut best: Option<Match<'a>> = None;
    let mut most = (0, false);
    let lines = scene.knowledge.patterns().lines(part, lemma);
    for (pattern, line, particle) in lines.filter(|(pattern, _, _)| asked(pattern)) {
        // What holds for a word by its own pattern leaves nothing for a weak one to say.
        if pattern.weak && (best.is_some() || line.is_of_any() && is_no_deed(scene, trigger)) {
            break;
        }
        if particle.is_some_and(|particle| !has_particle(scene, trigger, particle)) {
            continue;
        }
        let Some(filled) = fill(scene, frame, trigger, part, (pattern, line)) else {
            continue;
        };
        // "Shot dead" tells more than "shot".
        let found = (filled.len(), particle.is_some());
        if best.is_none() || most < found {
            most = found;
            best = Some(Match {
                pattern,
                trigger,
                frame: frame.clone(),
                filled,
                counts_itself: line.looks_at_number(),
            });
        }
    }
    best
}

/// A verb and a noun in its clause may both be triggers of one deed ("launched an
/// attack", "strikes hit a hall"): where a light verb carries the noun, and where the
/// verb's own pattern looks at it. The one that knows more of the parties stays; of
/// equals the verb that looked at the noun, else the noun. A noun of another deed that
/// has parties of its own ("lifted a siege imposed by rebels") stays beside the verb.
fn drop_carriers(scene: &Scene<'_>, hits: &mut Vec<Match<'_>>) {
    let parties = |hit: &Match<'_>| -> Vec<usize> {
        hit.filled
            .iter()
            .filter(|(role, _)| *role != SlotRole::None)
            .map(|(_, filler)| filler.head)
            .collect()
    };
    let mut dropped: Vec<usize> = Vec::new();
    let mut named: Vec<(usize, &Pattern)> = Vec::new();
    for verb in hits.iter() {
        for noun in scene
            .in_sentence(verb.trigger, hits, |hit| hit.trigger)
            .iter()
            .filter(|noun| noun.trigger != verb.trigger)
        {
            let looked_at = verb
                .filled
                .iter()
                .any(|(_, filler)| filler.head == noun.trigger);
            let carried = noun.frame.carrier == Some(verb.trigger);
            if !looked_at && !carried {
                continue;
            }
            let (own, others) = (parties(verb), parties(noun));
            let apart = verb.pattern.action != noun.pattern.action
                && others.iter().any(|party| !own.contains(party));
            if apart && looked_at && !own.is_empty() {
                continue;
            }
            let verb_stays = own.len() > others.len() || looked_at && own.len() == others.len();
            // "The aerial bombardment hit the town": the noun says what kind of deed it was.
            let does = verb.frame.subjects.contains(&noun.trigger);
            if verb_stays && does && doer::are_force(scene, [verb.pattern, noun.pattern]) {
                named.push((verb.trigger, noun.pattern));
            }
            dropped.push(if verb_stays {
                noun.trigger
            } else {
                verb.trigger
            });
        }
    }
    for (trigger, pattern) in named {
        let verb = hits.iter_mut().find(|hit| hit.trigger == trigger);
        verb.into_iter().for_each(|hit| hit.pattern = pattern);
    }
    hits.retain(|hit| !dropped.contains(&hit.trigger));
}

/// A verb that no pattern knows and that carries the noun of a deed, or has it for its
/// object ("launched an attack"), tells nothing beside it.
fn drop_bearers(hits: &mut Vec<Match<'_>>) {
    let known = hits.iter().filter(|hit| !hit.pattern.weak);
    let (deeds, carriers): (Vec<usize>, Vec<Option<usize>>) =
        known.map(|hit| (hit.trigger, hit.frame.carrier)).unzip();
    hits.retain(|hit| {
        let bears = carriers.contains(&Some(hit.trigger))
            || hit
                .filled
                .iter()
                .any(|(_, filler)| deeds.contains(&filler.head));
        !hit.pattern.weak || !bears
    });
}

/// Whether a word only helps another.
fn is_no_deed(scene: &Scene<'_>, trigger: usize) -> bool {
    let token = scene.tree.token(trigger);
    matches!(token.dep.as_str(), "aux" | "auxpass" | "amod" | "compound")
}

/// Whether a word does no more than introduce what somebody says: to accuse, to promise or to ask
/// for something is a deed, to say, to think or to show is none.
pub(crate) fn only_says(scene: &Scene<'_>, trigger: usize) -> bool {
    let lemma = scene.tree.token(trigger).lemma.to_lowercase();
    let cue = scene.knowledge.reporting().verb(&lemma);
    cue.is_some_and(|cue| !cue.is_deed())
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
    trigger: usize,
    part: Part,
    (pattern, line): (&Pattern, &Line),
) -> Option<Vec<(SlotRole, Filler<'a>)>> {
    for barred in &line.barred {
        let mut there = fillers(scene, frame, trigger, part, &barred.relation).into_iter();
        if there.any(|at| scene.is_of(&scene.filler(at), &barred.kinds)) {
            return None;
        }
    }
    let mut filled: Vec<(SlotRole, Filler<'a>)> = Vec::new();
    for slot in &line.slots {
        let mut hits = Vec::new();
        for relation in &slot.relations {
            let there = fillers(scene, frame, trigger, part, relation);
            for &at in &there {
                let direct = scene.filler(at);
                // "By" and the subject name the doer themselves.
                let names = matches!(relation.as_str(), "subject" | "by");
                let owned = names || doer::is_done_by_one(scene, at);
                let doer = (slot.role == SlotRole::Actor && owned)
                    .then(|| doer::of_noun(scene, at))
                    .flatten();
                // "army and militia airstrikes": whoever is listed with the doer does it too.
                let others = doer.iter().flat_map(|doer| scene.tree.conjuncts(doer.head));
                let doers = others.map(|at| scene.filler(at));
                // "Five soldiers were wounded in an army offensive": hardly by their own army.
                let own = |doer: &Filler<'_>| {
                    let mut victims = filled.iter().filter(|(role, _)| *role == SlotRole::Target);
                    !names && victims.any(|(_, victim)| doer::are_of_one_side(victim, doer))
                };
                // "It killed 18": who "it" is may have been said of a missile.
                let token = scene.tree.token(at);
                let thing = token.tag == "PRP" && token.morph.contains("Gender=Neut");
                let guessed = thing && slot.role == SlotRole::Actor && pattern.counts.is_some();
                let sure = |filler: &Filler<'_>| !guessed || scene.is_of(filler, &[Kind::Force]);
                let fits = |filler: &Filler<'_>| {
                    scene.is_of(filler, &slot.kinds) && !own(filler) && sure(filler)
                };
                match fits(&direct) {
                    true => hits.push((slot.role, direct)),
                    false => hits.extend(doers.filter(fits).map(|filler| (slot.role, filler))),
                }
            }
            if !hits.is_empty() {
                // A list that has one victim in it is a list of victims.
                if slot.role == SlotRole::Target && pattern.counts.is_some() {
                    hits = listed(scene, &there, hits);
                }
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

/// Those who fit, and whoever else stands in one list with them: "a teacher and his wife".
fn listed<'a>(
    scene: &Scene<'a>,
    there: &[usize],
    hits: Vec<(SlotRole, Filler<'a>)>,
) -> Vec<(SlotRole, Filler<'a>)> {
    let all: Vec<Filler<'a>> = there
        .iter()
        .filter(|&&at| scene.tree.is_noun(at) || scene.tree.token(at).tag == "CD")
        .map(|&at| scene.filler(at))
        .collect();
    let heads: Vec<usize> = hits.iter().map(|(_, hit)| hit.head).collect();
    let mut listed = if all.iter().any(|filler| heads.contains(&filler.head)) {
        all
    } else {
        hits.into_iter().map(|(_, hit)| hit).collect()
    };
    for victim in listed.clone() {
        let with = relatives(scene, victim.head);
        listed.extend(with.into_iter().map(|at| scene.filler(at)));
    }
    listed
        .into_iter()
        .map(|filler| (SlotRole::Target, filler))
        .collect()
}

/// Who stands behind somebody in one list and is told by whose they are: "a trader, his wife and
/// their three children", in which the parser takes the wife for another word for the trader.
fn relatives(scene: &Scene<'_>, victim: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let owned = |at: &usize| {
        let mut owners = tree.with_dep(*at, &["poss"]);
        owners.any(|owner| tree.token(owner).tag == "PRP$")
    };
    let beside = tree.with_dep(victim, &["appos"]).filter(owned);
    beside
        .map(|at| tree.conjuncts(at))
        .filter(|list| list.len() > 1)
        .flatten()
        .collect()
}

/// The fillers of a relation. A noun's subject may also stand before it, where an
/// actor does ("the army advance", "an Islamic State attack").
fn fillers(
    scene: &Scene<'_>,
    frame: &Frame,
    trigger: usize,
    part: Part,
    relation: &str,
) -> Vec<usize> {
    if relation == AHEAD {
        return ahead(scene, frame, trigger);
    }
    if relation == NUMBER {
        let number = scene.number_of(trigger);
        return number
            .map(|number| number.tokens.start)
            .into_iter()
            .collect();
    }
    let mut found = frame.fillers(relation);
    if part == Part::Noun && relation == "subject" && found.is_empty() {
        let before = frame.modifiers.iter().copied();
        found = before
            .chain(doer::hyphenated(scene, trigger))
            .filter(|&at| doer::stands_before(scene, at))
            .collect();
    }
    found
}

/// The relation of whoever is named in what follows a word in its clause, however deep.
const AHEAD: &str = "ahead";

/// Who or what place is named nearest in what hangs on a word, its subjects and the clauses beside it
/// left aside: "rejected a call by the union", "gave money to schools in Mali".
fn ahead(scene: &Scene<'_>, frame: &Frame, trigger: usize) -> Vec<usize> {
    let tree = &scene.tree;
    let named = |at: usize| scene.is_of(&scene.filler(at), &[Kind::Party]);
    let mut level: Vec<usize> = vec![trigger];
    // A tree is no deeper than it has tokens.
    for _ in 0..tree.len() {
        let below = level
            .iter()
            .flat_map(|&at| tree.children(at).iter().copied());
        level = below
            .filter(|&at| {
                let label = tree.token(at).dep.as_str();
                let aside = matches!(
                    label,
                    "nsubj" | "nsubjpass" | "agent" | "advcl" | "conj" | "parataxis"
                );
                // "who" and "which" of a clause on the object stand for what is already passed.
                !(aside || frame.subjects.contains(&at))
            })
            .collect();
        let found: Vec<usize> = level.iter().copied().filter(|&at| named(at)).collect();
        if let Some(&first) = found.first() {
            return tree.conjuncts(first);
        }
        if level.is_empty() {
            break;
        }
    }
    Vec::new()
}
