//! In what sense is a deed stated?
//!
//! In comes a trigger; out comes its [`Modality`]: denied, planned, threatened,
//! demanded, conditional, tried, failed, supposed, or simply asserted, by its
//! auxiliaries, its negation, the clause that it stands in and the words that report
//! it. Invariant: the strongest reservation wins, a denial before all else.

use super::{Modality, cast::Scene, frame, matching::Match};
use crate::knowledge::light_verb::Phase;

/// The sense in which a matched deed is stated.
pub(crate) fn of(scene: &Scene<'_>, hit: &Match<'_>) -> Modality {
    let verb = hit.frame.carrier.unwrap_or(hit.trigger);
    let own = stronger(called(scene, hit.trigger), asked(scene, hit.trigger));
    let mut sense = match hit.frame.phase {
        // "will not stop its operations": they go on.
        Phase::Stopped => auxiliaries(scene, verb),
        Phase::Planned => stronger(planned(scene, verb), clause(scene, verb)),
        // "The bombing was not random": it is its description that is denied.
        Phase::Done if is_described(scene, hit) => Modality::Asserted,
        Phase::Done => clause(scene, verb),
    };
    sense = stronger(sense, own);
    let mut here = verb;
    while let Some(above) = scene.tree.head(here) {
        let label = match scene.tree.token(here).dep.as_str() {
            // "the deadliest attack to hit the city"
            "relcl" | "acl" if is_singled_out(scene, above) && is_infinitive(scene, here) => {
                "relcl"
            }
            // "began an operation to retake the town"
            "relcl" if is_bare_infinitive(scene, here) => "acl",
            label => label,
        };
        let governed = match label {
            "acl" if !is_infinitive(scene, here) => Modality::Asserted,
            // "attacked to take the city, killing hundreds": what came of it is told, be the aim
            // reached or not.
            "advcl" | "xcomp" if is_result(scene, hit, here) && is_infinitive(scene, above) => {
                break;
            }
            "ccomp" | "xcomp" | "pcomp" | "acl" => {
                let governed = stronger(reported(scene, above, here), tried(scene, above, here));
                match governed {
                    // "a campaign to drive them out"
                    Modality::Asserted if label == "acl" => Modality::Planned,
                    governed => governed,
                }
            }
            // "will go on until it wins": what an unfinished deed waits for is not done.
            "advcl" => adverbial(scene, above, here),
            "conj" if shares_auxiliary(scene, here) => clause(scene, above),
            "dobj" | "pobj" | "attr" | "nsubjpass" => wished(scene, above),
            _ => Modality::Asserted,
        };
        sense = stronger(sense, governed);
        // What is only near a word of wishing is not wished: "residents caught in fighting", "in
        // response to strikes".
        let described = label == "acl" && !is_infinitive(scene, here);
        if described || matches!(label, "nsubj" | "appos" | "relcl" | "pobj" | "ROOT") {
            break;
        }
        here = above;
    }
    sense
}

/// Whether the clause that carries a deed is denied.
pub(crate) fn is_negated(scene: &Scene<'_>, hit: &Match<'_>) -> bool {
    let verb = hit.frame.carrier.unwrap_or(hit.trigger);
    scene.tree.with_dep(verb, &["neg"]).next().is_some()
}

/// Whether a noun is the subject of what is said to be so: "the bombing is not random".
fn is_described(scene: &Scene<'_>, hit: &Match<'_>) -> bool {
    let tree = &scene.tree;
    hit.frame.carrier.is_some_and(|carrier| {
        tree.token(carrier).lemma == "be"
            && tree.head(hit.trigger) == Some(carrier)
            && tree.token(hit.trigger).dep == "nsubj"
            && tree.with_dep(carrier, &["acomp"]).next().is_some()
    })
}

/// What the clause of a verb says by itself, its negation left aside.
fn auxiliaries(scene: &Scene<'_>, verb: usize) -> Modality {
    let will = |aux: usize| {
        matches!(
            scene.tree.token(aux).lemma.as_str(),
            "will" | "shall" | "'ll" | "’ll"
        )
    };
    if scene.tree.with_dep(verb, &["aux"]).any(will) {
        Modality::Planned
    } else {
        Modality::Asserted
    }
}

/// What the clause of a verb says by itself.
fn clause(scene: &Scene<'_>, verb: usize) -> Modality {
    let tree = &scene.tree;
    let mut sense = Modality::Asserted;
    for &child in tree.children(verb) {
        let token = tree.token(child);
        let lemma = token.lemma.to_lowercase();
        let own = match token.dep.as_str() {
            "neg" => Modality::Denied,
            "nsubj" | "nsubjpass" | "attr" if has_no(scene, child) => Modality::Denied,
            "det" if lemma == "no" => Modality::Denied,
            "aux" if token.tag == "MD" => match lemma.as_str() {
                "will" | "shall" | "’ll" | "'ll" => Modality::Planned,
                "may" | "might" | "could" | "would" | "should" => Modality::Supposed,
                _ => Modality::Asserted,
            },
            "mark" if scene.knowledge.modals().is_condition(&lemma) => Modality::Conditional,
            "advmod" => scene
                .knowledge
                .reporting()
                .hedge(&lemma)
                .and_then(|hedge| hedge.modality.as_deref())
                .map_or(Modality::Asserted, named),
            _ => Modality::Asserted,
        };
        sense = stronger(sense, own);
    }
    sense
}

/// "No convoy has arrived.", "Neither side attacked."; but "no fewer than 12" are 12.
fn has_no(scene: &Scene<'_>, noun: usize) -> bool {
    let amounts = &scene.mentions.amounts;
    let counts = |word: usize| amounts.iter().any(|amount| amount.tokens.contains(&word));
    scene
        .tree
        .with_dep(noun, &["det", "preconj"])
        .filter(|&word| !counts(word))
        .map(|word| scene.tree.token(word).lemma.to_lowercase())
        .any(|word| word == "no" || word == "neither")
}

/// How a verb puts before us the deed that it carries: "planned an attack", "called for a truce".
fn planned(scene: &Scene<'_>, verb: usize) -> Modality {
    let tree = &scene.tree;
    let lemma = tree.token(verb).lemma.to_lowercase();
    let asks = |particle: usize| {
        let words = format!("{lemma} {}", tree.token(particle).lemma.to_lowercase());
        let cue = scene.knowledge.reporting().verb(&words);
        cue.is_some_and(|cue| named(&cue.modality) == Modality::Demanded)
    };
    match tree.with_dep(verb, &["prep", "prt"]).any(asks) {
        true => Modality::Demanded,
        false => Modality::Planned,
    }
}

/// Whether a noun is told to be the only one of its kind: "the deadliest attack", "the latest town".
fn is_singled_out(scene: &Scene<'_>, noun: usize) -> bool {
    let mut words = scene
        .tree
        .with_dep(noun, &["amod"])
        .map(|at| scene.tree.token(at));
    words.any(|word| {
        let modals = scene.knowledge.modals();
        word.tag == "JJS" || modals.singles_out(&word.text.to_lowercase())
    })
}

/// Whether a participle counts its victims.
fn is_result(scene: &Scene<'_>, hit: &Match<'_>, participle: usize) -> bool {
    let counted = |at: usize| scene.number_of(at).is_some();
    participle == hit.trigger
        && scene.tree.token(participle).tag == "VBG"
        && hit.pattern.counts.is_some()
        && hit.filled.iter().any(|(_, victim)| counted(victim.head))
}

/// Whether a clause on a noun is no more than an infinitive: "an operation to retake the town".
fn is_bare_infinitive(scene: &Scene<'_>, verb: usize) -> bool {
    let mut subjects = scene.tree.with_dep(verb, &["nsubj", "nsubjpass"]);
    is_infinitive(scene, verb) && subjects.next().is_none()
}

/// Whether a verb has its "to".
fn is_infinitive(scene: &Scene<'_>, verb: usize) -> bool {
    let mut auxiliaries = scene.tree.with_dep(verb, &["aux"]);
    auxiliaries.any(|aux| scene.tree.token(aux).tag == "TO")
}

/// What the words before the noun of a deed say of it: "a failed coup", "an attempted robbery".
fn called(scene: &Scene<'_>, noun: usize) -> Modality {
    let modals = scene.knowledge.modals();
    let words = scene.tree.with_dep(noun, &["amod", "compound"]);
    let own = words.map(|at| {
        let token = scene.tree.token(at);
        let is = |holds: &dyn Fn(&str) -> bool| {
            holds(&token.text.to_lowercase()) || holds(&token.lemma.to_lowercase())
        };
        if is(&|word| modals.is_failed(word)) {
            Modality::Failed
        } else if is(&|word| modals.is_tried(word)) {
            Modality::Attempted
        } else {
            Modality::Asserted
        }
    });
    own.fold(Modality::Asserted, stronger)
}

/// What is asked is not said.
fn asked(scene: &Scene<'_>, trigger: usize) -> Modality {
    let sentence = scene.sentences.sentence_of(trigger);
    let last = sentence.and_then(|sentence| sentence.tokens.clone().last());
    match last {
        Some(last) if scene.tree.token(last).text == "?" => Modality::Supposed,
        _ => Modality::Asserted,
    }
}

/// What a word of trying or failing makes of the deed behind it: "failed to take", "kept rebels
/// from taking", "a bid to retake".
fn tried(scene: &Scene<'_>, above: usize, complement: usize) -> Modality {
    let modals = scene.knowledge.modals();
    let tree = &scene.tree;
    let lemma = tree.token(above).lemma.to_lowercase();
    if tree.token(above).pos == "ADP" {
        let verb = tree
            .head(above)
            .map(|verb| tree.token(verb).lemma.to_lowercase());
        let plans = |verb: &str| {
            let cue = scene.knowledge.reporting().verb(verb);
            cue.is_some_and(|cue| cue.kind == "plan")
        };
        let may_be = tree.token(above).lemma == "of"
            && verb.as_deref().is_some_and(|noun| modals.may_be(noun));
        let asks = verb.as_deref().is_some_and(|verb| {
            let words = format!("{verb} {}", tree.token(above).lemma.to_lowercase());
            let cue = scene.knowledge.reporting().verb(&words);
            cue.is_some_and(|cue| named(&cue.modality) == Modality::Demanded)
        });
        return match verb {
            // "called for stepping up the raids"
            _ if asks => Modality::Demanded,
            _ if may_be => Modality::Supposed,
            Some(verb) if modals.foils(&verb) => Modality::Failed,
            // "aimed at killing"
            Some(verb) if plans(&verb) => Modality::Planned,
            _ => Modality::Asserted,
        };
    }
    let past = matches!(tree.token(above).tag.as_str(), "VBD" | "VBN" | "VBG");
    match is_infinitive(scene, complement) {
        true if tree.token(above).pos == "ADJ" && modals.is_ready(&lemma) => Modality::Planned,
        true if modals.heads_for(&lemma) => Modality::Planned,
        true if modals.enables(&lemma) && !past => Modality::Supposed,
        true if modals.fails_to(&lemma) => Modality::Failed,
        true if modals.tries_to(&lemma) => Modality::Attempted,
        _ => Modality::Asserted,
    }
}

/// What a verb or noun of saying, thinking or wanting makes of its complement.
fn reported(scene: &Scene<'_>, above: usize, complement: usize) -> Modality {
    let lemma = scene.tree.token(above).lemma.to_lowercase();
    let reporting = scene.knowledge.reporting();
    // "call on everyone to picket": the cue has two words.
    let longer = || {
        let before = |prep: &usize| *prep < complement && is_infinitive(scene, complement);
        let mut preps = scene.tree.with_dep(above, &["prep"]).filter(before);
        preps.find_map(|prep| {
            let word = scene.tree.token(prep).lemma.to_lowercase();
            reporting.verb(&format!("{lemma} {word}"))
        })
    };
    let cue = if scene.tree.is_noun(above) {
        reporting.noun(&lemma)
    } else {
        longer().or_else(|| reporting.verb(&lemma))
    };
    let own = cue.map_or(Modality::Asserted, |cue| {
        // "continue to strike" is no way of speaking, though "continue" may be one.
        let infinitive = is_infinitive(scene, complement);
        let fits = if infinitive {
            cue.takes.iter().any(|takes| takes.contains("infinitive"))
        } else {
            cue.takes.iter().any(|takes| {
                matches!(takes.as_str(), "clause" | "quote" | "gerund")
                    || takes.starts_with("object-")
            })
        };
        if fits && infinitive && cue.kind == "ask" {
            Modality::Demanded
        } else if fits {
            named(&cue.modality)
        } else {
            Modality::Asserted
        }
    });
    let own = stronger(own, seeming(scene, above, complement));
    let label = scene.tree.token(complement).dep.as_str();
    // "a deal that will see rebels evacuated": the small clause has no sense of its own.
    let small = label == "ccomp"
        && scene.tree.token(complement).tag == "VBN"
        && scene
            .tree
            .with_dep(complement, &["aux", "auxpass"])
            .next()
            .is_none();
    let governed = if label == "xcomp" || small || own != Modality::Asserted {
        clause(scene, above)
    } else {
        Modality::Asserted
    };
    match (own, governed) {
        // To deny a denial, or to say that one does not believe, is past what words can tell.
        (Modality::Denied, Modality::Denied) => Modality::Supposed,
        (own, governed) => stronger(own, governed),
    }
}

/// "appear to have shelled", "are feared to have been killed", "is believed to hold".
fn seeming(scene: &Scene<'_>, above: usize, complement: usize) -> Modality {
    if scene.tree.token(complement).dep != "xcomp" {
        return Modality::Asserted;
    }
    let token = scene.tree.token(above);
    let reporting = scene.knowledge.reporting();
    let words = if frame::is_passive(&scene.tree, above) || token.pos == "ADJ" {
        format!("be {}", token.lemma.to_lowercase())
    } else {
        token.lemma.to_lowercase()
    };
    let passive_report = || {
        let cue = reporting
            .verb(&token.lemma.to_lowercase())
            .filter(|_| frame::is_passive(&scene.tree, above))?;
        (cue.certainty == "supposed").then_some("supposed")
    };
    // "is set to attack"
    let plan = || {
        let cue = reporting.verb(&words).filter(|cue| cue.kind == "plan")?;
        Some(cue.modality.as_str())
    };
    reporting
        .seeming(&words)
        .or_else(plan)
        .or_else(passive_report)
        .map_or(Modality::Asserted, named)
}

fn adverbial(scene: &Scene<'_>, above: usize, here: usize) -> Modality {
    if frame::said_before(&scene.tree, above, here).is_some() {
        return Modality::Asserted;
    }
    let purpose = is_infinitive(scene, here);
    let pending = scene.tree.with_dep(here, &["mark", "advmod"]).any(|word| {
        let lemma = scene.tree.token(word).lemma.to_lowercase();
        scene.knowledge.modals().is_pending(&lemma)
    });
    // "will meet after rebels took the town": what is past does not wait.
    let past = scene.tree.token(here).tag == "VBD"
        || scene
            .tree
            .with_dep(here, &["aux", "auxpass"])
            .any(|aux| scene.tree.token(aux).tag == "VBD");
    match auxiliaries(scene, above) {
        Modality::Planned if pending && !past => Modality::Planned,
        _ if purpose => Modality::Planned,
        _ => Modality::Asserted,
    }
}

/// "planned an attack", "called for a truce": a deed that is the object of wishing.
fn wished(scene: &Scene<'_>, above: usize) -> Modality {
    let token = scene.tree.token(above);
    let verb = if token.pos == "ADP" {
        scene.tree.head(above)
    } else {
        Some(above)
    };
    let Some(verb) = verb.filter(|&verb| scene.tree.is_verb(verb)) else {
        return Modality::Asserted;
    };
    let lemma = scene.tree.token(verb).lemma.to_lowercase();
    if token.pos != "ADP" && scene.knowledge.modals().foils(&lemma) {
        return Modality::Failed;
    }
    let cue = scene.knowledge.reporting().verb(&lemma);
    let wishes = cue.filter(|cue| {
        cue.takes
            .iter()
            .any(|takes| takes == "object" || takes.starts_with("object-"))
    });
    wishes.map_or(Modality::Asserted, |cue| named(&cue.modality))
}

/// "will continue … and drive them out": a bare second verb shares the auxiliary.
fn shares_auxiliary(scene: &Scene<'_>, verb: usize) -> bool {
    let own = scene
        .tree
        .with_dep(verb, &["aux", "auxpass", "nsubj", "nsubjpass"])
        .next()
        .is_some();
    !own && matches!(scene.tree.token(verb).tag.as_str(), "VB" | "VBN")
}

fn named(modality: &str) -> Modality {
    match modality {
        "denied" => Modality::Denied,
        "planned" => Modality::Planned,
        "demanded" => Modality::Demanded,
        "threatened" => Modality::Threatened,
        "supposed" => Modality::Supposed,
        "historical" => Modality::Historical,
        _ => Modality::Asserted,
    }
}

fn stronger(a: Modality, b: Modality) -> Modality {
    let rank = |modality| match modality {
        Modality::Denied => 9,
        Modality::Failed => 8,
        Modality::Threatened => 7,
        Modality::Demanded => 6,
        Modality::Planned => 5,
        Modality::Conditional => 4,
        Modality::Attempted => 3,
        Modality::Supposed => 2,
        Modality::Historical => 1,
        Modality::Asserted => 0,
    };
    if rank(a) >= rank(b) { a } else { b }
}
