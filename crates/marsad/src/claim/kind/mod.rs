//! Of what kind is a deed?
//!
//! In come a matched trigger, the sense in which it is stated, and the other matches of its
//! document; out comes its [`Kind`]: the action, and what each ontology calls it. Two judges
//! have their say. The pattern knows the words that it was written for. What was learned
//! weighs the trigger, the words that lead to both sides and all that the sentence says
//! besides, the pattern's own answer among them; the tables are
//! `models/en/plover_types.tsv` and `models/en/acled_types.tsv`. Invariant: which judge spoke
//! stands with the answer, and no name of anybody or any place counts for it.

pub(crate) mod signs;

use smol_str::SmolStr;

use super::{
    Coding, Judge, Modality,
    cast::Scene,
    matching::{self, Match},
    modality, whereabouts,
};
use crate::knowledge::{
    action::{Acled, Action, ActionId, Plover},
    codes::{Codes, PloverType},
    pattern::SlotRole,
    weights::Hashed,
};
use crate::mention::PlaceUse;
use signs::{Words, sentence_of};

/// What a type must reach to name a deed that no pattern knows.
#[derive(Clone, Copy)]
struct Least {
    /// How likely it must be.
    likely: f32,
    /// How many times as likely as no type at all.
    beside_none: f32,
}

/// In a text of which patterns know no more than one sentence.
const ALONE: Least = Least {
    likely: 0.1,
    beside_none: 0.05,
};
/// In a report of which patterns know more: it tells its background in between.
const BETWEEN: Least = Least {
    likely: 0.4,
    beside_none: 1.0,
};
/// How likely a type must be at least where somebody only says something.
const LEAST_OF_SPEECH: f32 = 0.2;
/// How likely a type must be to tell a deed that is not the likeliest of its sentence.
const SURE: f32 = 0.25;
/// How likely it must be beside a deed that a pattern knows, and how likely by the deed's own words:
/// in a report of war every sentence is full of words of war.
const SURE_BESIDE: f32 = 0.4;
const OWN_BESIDE: f32 = 0.15;
/// How likely a type must be by the deed's own words where nobody stands beside them.
const OWN_OF_NOBODY: f32 = 0.3;
/// How likely a sub-event type must be to tell a deed of which PLOVER's type is not known.
const SURE_OF_ACLED: f32 = 0.3;
/// How likely a type must be to stand against that of a pattern, in PLOVER and in ACLED.
const AGAINST_A_PATTERN: f32 = 0.5;
const AGAINST_A_PATTERN_OF_ACLED: f32 = 0.3;
/// How many times likelier than any sub-event type it must be that a deed lies outside
/// ACLED to leave it without one. More than even: whoever reads reports of war has
/// rather a type too many than a battle without one.
const OUTSIDE: f32 = 3.5;

/// What the table calls it that a deed is of no type, and how a class begins that lies
/// outside its ontology.
pub(crate) const NONE: &str = "-";

/// The kind of a deed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kind {
    pub(crate) action: ActionId,
    pub(crate) coding: Coding,
    /// How likely its type of PLOVER is by the deed's own words.
    own: f32,
    /// How likely it is of no type of PLOVER.
    none: f32,
    /// How likely its sub-event type of ACLED is; 0 where it has none.
    typed: f32,
}

impl Kind {
    /// How likely a learned type is; 0 where there is none.
    fn likely(&self) -> f32 {
        let learned = self.coding.plover.is_some() && self.coding.judge != Judge::Rule;
        self.coding.confidence.filter(|_| learned).unwrap_or(0.0)
    }

    /// The kind of a deed whose type of PLOVER is not likely enough to be said.
    fn without_type(self, action: &ActionId) -> Self {
        let acled = self.coding.acled.filter(|_| self.typed >= SURE_OF_ACLED);
        Self {
            action: action.clone(),
            coding: Coding {
                acled,
                ..Coding::default()
            },
            ..self
        }
    }
}

/// The deeds of a document that are told, with their kinds and senses: all that patterns know, and of
/// the others those of which a kind is sure, the likeliest of a sentence in which no pattern
/// knows anybody to have done or suffered anything, and what is told for where it happened.
pub(crate) fn told<'a>(
    scene: &Scene<'a>,
    hits: Vec<Match<'a>>,
) -> Vec<(Match<'a>, Kind, Modality)> {
    let words = Words::new(scene, &hits);
    let mut covered = vec![false; scene.sentences.sentences.len()];
    for hit in hits.iter().filter(|hit| !hit.pattern.weak) {
        let has_party = hit.filled.iter().any(|(role, filler)| {
            !matches!(role, SlotRole::None | SlotRole::Place) && filler.actor.is_some()
        });
        if let Some(sentence) = sentence_of(scene, hit.trigger).filter(|_| has_party) {
            covered[sentence] = true;
        }
    }
    let known = covered.iter().filter(|covered| **covered).count();
    let least = if known > 1 { BETWEEN } else { ALONE };
    let judged: Vec<(Match<'a>, Kind, Modality)> = hits
        .into_iter()
        .map(|hit| {
            let modality = modality::of(scene, &hit);
            let kind = of(scene, &words, &hit, modality, least);
            (hit, kind, modality)
        })
        .collect();
    let mut likeliest = vec![0.0_f32; scene.sentences.sentences.len()];
    for (hit, kind, _) in &judged {
        let Some(sentence) = sentence_of(scene, hit.trigger) else {
            continue;
        };
        if hit.pattern.weak {
            likeliest[sentence] = likeliest[sentence].max(kind.likely());
        }
    }
    let how = |hit: &Match<'a>, kind: &Kind| {
        if !hit.pattern.weak {
            return Some(Told::AsJudged);
        }
        let sentence = sentence_of(scene, hit.trigger)?;
        let ruled = scene.knowledge.ontology().get(&hit.pattern.action);
        let is_of_a_kind = ruled.is_some_and(|action| !action.unclassified);
        let nobody = hit.filled.iter().all(|(role, _)| *role == SlotRole::None);
        // In a report of war all around a deed is full of words of war: its own must tell of it too.
        let own = match (nobody, known > 1) {
            (true, _) => OWN_OF_NOBODY,
            (false, true) => OWN_BESIDE,
            (false, false) => 0.0,
        };
        let likely = match !is_of_a_kind && kind.own < own {
            true => 0.0,
            false => kind.likely(),
        };
        let beside = covered[sentence];
        let likeliest = likely > 0.0 && !beside && likely >= likeliest[sentence];
        // A weak pattern that knows its kind asks for a place, or for a type likelier than none.
        let best = likeliest && !is_of_a_kind && leads(scene, hit.trigger);
        let likelier = likely >= kind.none;
        let sure = match beside {
            true => likelier && likely >= SURE_BESIDE && kind.own >= OWN_BESIDE,
            false => likelier && likely >= SURE,
        };
        if !is_of_a_kind && matching::only_says(scene, hit.trigger) {
            return (best || beside && sure).then_some(Told::AsJudged);
        }
        // A verb of a known kind needs no more than a place somewhere in its sentence.
        let literal = |number: usize| scene.mentions.places[number].use_ == PlaceUse::Literal;
        let sited = is_of_a_kind && whereabouts::named_beside(scene, hit.trigger).any(literal);
        if best || sure || is_of_a_kind && sited {
            return Some(Told::AsJudged);
        }
        let somewhere =
            kind.typed >= SURE_OF_ACLED || !whereabouts::chosen(scene, hit.trigger).is_empty();
        // A report tells of much that is no deed of war; a text of one sentence is about its deed.
        somewhere.then_some(match is_of_a_kind || known <= 1 {
            true => Told::AsJudged,
            false => Told::WithoutType,
        })
    };
    let told = |(hit, kind, modality): (Match<'a>, Kind, Modality)| {
        let kind = match how(&hit, &kind)? {
            Told::AsJudged => kind,
            Told::WithoutType => kind.without_type(&hit.pattern.action),
        };
        Some((hit, kind, modality))
    };
    judged.into_iter().filter_map(told).collect()
}

/// How a deed is told.
enum Told {
    /// As both judges see it.
    AsJudged,
    /// For where it happened; of what type it is nobody is sure.
    WithoutType,
}

/// Whether a verb is the main one of its sentence, or of what somebody says in it.
fn leads(scene: &Scene<'_>, trigger: usize) -> bool {
    let tree = &scene.tree;
    // A tree is no deeper than it has words.
    tree.upwards(trigger).all(|at| {
        let label = tree.token(at).dep.as_str();
        let is_said = label == "ccomp"
            && tree
                .head(at)
                .is_some_and(|above| matching::only_says(scene, above));
        matches!(label, "ROOT" | "conj" | "xcomp") || is_said
    })
}

/// The kind of a matched deed; where no pattern knows it and no kind is likely, that of the
/// weak pattern that found it.
fn of(scene: &Scene<'_>, words: &Words, hit: &Match<'_>, modality: Modality, least: Least) -> Kind {
    let ontology = scene.knowledge.ontology();
    let codes = ontology.codes();
    let Some(ruled) = ontology.get(&hit.pattern.action) else {
        // Patterns are checked against the ontology when they are loaded.
        return Kind {
            action: hit.pattern.action.clone(),
            coding: Coding::default(),
            own: 0.0,
            typed: 0.0,
            none: 0.0,
        };
    };
    let by_rule = by_rule(scene, hit, modality);
    let mut features = Hashed::default();
    signs::tell(scene, hit, modality, &mut features);
    let own = scene.knowledge.plover_types().likely(&features);
    signs::tell_around(scene, words, hit, &mut features);
    let likely = scene.knowledge.plover_types().likely(&features);
    let (event, likely, own, none) = likeliest(scene, &likely, &own);
    let speaks = ruled.unclassified && matching::only_says(scene, hit.trigger);
    let learned = event.filter(|event| {
        let enough = match hit.pattern.weak {
            true if speaks => least.likely.max(LEAST_OF_SPEECH),
            true => least.likely,
            false => AGAINST_A_PATTERN,
        };
        // Whoever speaks of a deed of force does not do it.
        let can_be_said = codes.plover(event).is_some_and(PloverType::is_verbal);
        likely >= enough && likely >= none * least.beside_none && (can_be_said || !speaks)
    });
    let agreed = by_rule
        .as_ref()
        .is_some_and(|ruled| ruled.event == event.map(Into::into));
    let (action, plover, judge) = match (by_rule, learned) {
        (Some(by_rule), _) if agreed => (ruled, Some(by_rule), Judge::Both),
        (by_rule, Some(event)) => {
            let general = codes
                .plover(event)
                .and_then(|known| ontology.get(&known.general));
            let action = general.filter(|_| ruled.unclassified).unwrap_or(ruled);
            let plover = Plover {
                event: Some(event.into()),
                mode: None,
                context: by_rule.map(|ruled| ruled.context).unwrap_or_default(),
            };
            (action, Some(plover), Judge::Learned)
        }
        (by_rule, None) => (ruled, by_rule, Judge::Rule),
    };
    signs::tell_more(scene, words, hit, &mut features);
    let (acled, typed) = match speaks {
        true => (None, 0.0),
        false => acled(scene, &features, ruled, modality),
    };
    let same = |known: &Action| {
        let own = known
            .plover
            .as_ref()
            .and_then(|plover| plover.event.as_ref());
        own == plover.as_ref().and_then(|plover| plover.event.as_ref())
    };
    Kind {
        action: action.id.clone(),
        coding: Coding {
            // A code of CAMEO says more than a type; it stands only where the type does.
            cameo: action.cameo.clone().filter(|_| same(action)),
            ucdp: action.ucdp.clone(),
            confidence: (judge != Judge::Rule).then_some(likely),
            plover: plover.or_else(|| ruled.plover.clone().filter(|plover| plover.event.is_none())),
            acled,
            judge,
        },
        own,
        typed,
        none,
    }
}

/// What the pattern of a deed says that it is in PLOVER.
pub(crate) fn by_rule(scene: &Scene<'_>, hit: &Match<'_>, modality: Modality) -> Option<Plover> {
    let ontology = scene.knowledge.ontology();
    let plover = ontology.get(&hit.pattern.action)?.plover.as_ref()?;
    let event = plover.event.as_ref()?;
    Some(spoken(ontology.codes(), plover, event, modality))
}

/// What a deed of a pattern is in PLOVER, in the sense in which it is stated.
fn spoken(codes: &Codes, plover: &Plover, event: &SmolStr, modality: Modality) -> Plover {
    let senses = codes.plover(event).map(|known| &known.sense);
    let other = senses.and_then(|senses| match modality {
        Modality::Planned | Modality::Demanded => senses.planned.as_ref(),
        Modality::Threatened => senses.threatened.as_ref(),
        _ => None,
    });
    match other {
        Some(spoken) => Plover {
            event: Some(spoken.event.clone()),
            mode: spoken.mode.clone(),
            context: plover.context.clone(),
        },
        None => plover.clone(),
    }
}

/// The likeliest type of PLOVER, how likely it is, how likely it is by the deed's own words, and how
/// likely it is that the deed is of no type.
fn likeliest<'k>(
    scene: &Scene<'k>,
    likely: &[f32],
    own: &[f32],
) -> (Option<&'k str>, f32, f32, f32) {
    let names = scene.knowledge.plover_types().names();
    let is_none = |at: usize| names[at] == NONE;
    let none = (0..likely.len())
        .find(|&at| is_none(at))
        .map_or(0.0, |at| likely[at]);
    let best = (0..likely.len())
        .filter(|&at| !is_none(at))
        .max_by(|&a, &b| likely[a].total_cmp(&likely[b]).then(b.cmp(&a)));
    match best {
        Some(best) => (Some(names[best].as_str()), likely[best], own[best], none),
        None => (None, 0.0, 0.0, none),
    }
}

/// The sub-event type of ACLED, and how likely it is.
fn acled(
    scene: &Scene<'_>,
    features: &Hashed,
    ruled: &Action,
    modality: Modality,
) -> (Option<Acled>, f32) {
    let is_done = modality.is_done() || modality == Modality::Attempted;
    let classes = scene.knowledge.acled_types();
    let likely = classes.likely(features);
    let is_inside = |&at: &usize| !classes.names()[at].starts_with(NONE);
    let best = (0..likely.len())
        .filter(is_inside)
        .max_by(|&a, &b| likely[a].total_cmp(&likely[b]).then(b.cmp(&a)));
    let Some(best) = best.filter(|_| is_done) else {
        return (None, 0.0);
    };
    let outside: f32 = (0..likely.len())
        .filter(|at| !is_inside(at))
        .map(|at| likely[at])
        .sum();
    let learned = || {
        let codes = scene.knowledge.ontology().codes();
        (codes.acled(&classes.names()[best]), likely[best])
    };
    match &ruled.acled {
        Some(ruled) if likely[best] < AGAINST_A_PATTERN_OF_ACLED => (Some(ruled.clone()), 1.0),
        None if outside > OUTSIDE * likely[best] => (None, 0.0),
        _ => learned(),
    }
}
