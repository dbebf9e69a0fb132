//! What speaks for a deed being of one kind or another?
//!
//! In come a matched trigger and the other matches of its document; out come features: the
//! deed's own words, what the coders' dictionary says of them, the way between its two sides,
//! the pattern's answer, and all that its sentence says besides. Invariant: names and numbers
//! are all one, so that nobody and no place is taken for a kind of deed.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::NONE;
use crate::{
    claim::{Modality, cast::Scene, matching::Match},
    knowledge::{action::ActionId, pattern::SlotRole, weights::Features},
};

/// How many steps of the way from one side to the other are told apart.
const STEPS: usize = 8;

/// What the sentences of a document say, whatever is done in them.
pub(crate) struct Words {
    /// For each sentence the content words in it, names and numbers all one.
    sentences: Vec<Vec<SmolStr>>,
    /// For each sentence its pairs of words that belong together.
    pairs: Vec<Vec<SmolStr>>,
    /// For each sentence the actions that patterns found in it.
    deeds: Vec<Vec<ActionId>>,
}

impl Words {
    pub(crate) fn new(scene: &Scene<'_>, hits: &[Match<'_>]) -> Self {
        let sentences = &scene.sentences.sentences;
        let mut deeds = vec![Vec::new(); sentences.len()];
        for hit in hits.iter().filter(|hit| !hit.pattern.weak) {
            if let Some(at) = sentence_of(scene, hit.trigger) {
                deeds[at].push(hit.pattern.action.clone());
            }
        }
        let content = |at: &usize| {
            matches!(
                scene.tree.token(*at).pos.as_str(),
                "VERB" | "NOUN" | "ADJ" | "ADV" | "PROPN"
            )
        };
        let each = |words: &dyn Fn(usize) -> Vec<SmolStr>| -> Vec<Vec<SmolStr>> {
            let of = |tokens: std::ops::Range<usize>| {
                let mut found: Vec<SmolStr> = tokens.filter(content).flat_map(words).collect();
                found.sort_unstable();
                found.dedup();
                found
            };
            sentences
                .iter()
                .map(|sentence| of(sentence.tokens.clone()))
                .collect()
        };
        Self {
            sentences: each(&|at| vec![scene.plain(at)]),
            pairs: each(&|at| pairs(scene, at)),
            deeds,
        }
    }
}

/// A verb with its closest words, a noun with what stands before it.
fn pairs(scene: &Scene<'_>, at: usize) -> Vec<SmolStr> {
    let tree = &scene.tree;
    let labels: &[&str] = match tree.token(at).pos.as_str() {
        "VERB" => &["dobj", "nsubj", "nsubjpass", "prt"],
        "NOUN" => &["compound", "amod"],
        _ => return Vec::new(),
    };
    let own = scene.plain(at);
    let pair = |child: usize| {
        let label = tree.token(child).dep.trim_end_matches("pass");
        smol_str::format_smolstr!("{own} {label} {}", scene.plain(child))
    };
    tree.with_dep(at, labels).map(pair).collect()
}

/// The number of the sentence that holds a token.
pub(super) fn sentence_of(scene: &Scene<'_>, token: usize) -> Option<usize> {
    let sentences = &scene.sentences.sentences;
    let at = sentences.partition_point(|sentence| sentence.tokens.end <= token);
    (at < sentences.len()).then_some(at)
}

/// What the words of a deed itself say of its type.
pub(crate) fn tell(scene: &Scene<'_>, hit: &Match<'_>, modality: Modality, to: &mut impl Features) {
    let tree = &scene.tree;
    to.holds(&["bias"]);

    // The trigger, the verb that carries it, and what stands close to either.
    let trigger = tree.token(hit.trigger);
    let own = scene.plain(hit.trigger);
    to.holds(&["trigger", &own]);
    to.holds(&["tag", &trigger.tag]);
    for at in [Some(hit.trigger), hit.frame.carrier].into_iter().flatten() {
        let own = scene.plain(at);
        if at != hit.trigger {
            to.holds(&["carried by", &own]);
        }
        for &child in tree.children(at) {
            let token = tree.token(child);
            let label = token.dep.as_str();
            let word = scene.plain(child);
            match label {
                "dobj" | "xcomp" | "ccomp" | "attr" | "acomp" | "oprd" | "prt" | "advcl"
                | "neg" | "aux" | "agent" | "nsubjpass" => to.holds(&["with", label, &word]),
                "prep" => {
                    to.holds(&["with", label, &word]);
                    for noun in tree.with_dep(child, &["pobj"]) {
                        to.holds(&["with", &word, &scene.plain(noun)]);
                    }
                }
                _ => {}
            }
            if matches!(label, "dobj" | "xcomp" | "attr" | "acomp" | "prt") {
                to.holds(&["trigger", &own, label, &word]);
            }
            if matches!(label, "dobj" | "xcomp" | "ccomp") {
                for &below in tree.children(child) {
                    to.holds(&["below", &tree.token(below).dep, &scene.plain(below)]);
                }
            }
        }
    }
    let mut here = hit.frame.carrier.unwrap_or(hit.trigger);
    for step in ["above", "far above"] {
        let Some(above) = tree.head(here) else { break };
        to.holds(&[step, &tree.token(here).dep, &scene.plain(above)]);
        here = above;
    }

    // What the coders' dictionary says of the verbs, alone and with any word beside them.
    let dictionary = scene.knowledge.dictionary();
    let tokens = scene
        .sentences
        .sentence_of(hit.trigger)
        .map(|sentence| sentence.tokens.clone());
    let (mut verb_is, mut company): (Vec<SmolStr>, FxHashMap<SmolStr, f32>) = Default::default();
    for verb in looked_up(scene, hit) {
        verb_is.extend(dictionary.verb(&verb).map(SmolStr::from));
        for at in tokens.clone().into_iter().flatten() {
            let token = tree.token(at);
            let forms = [token.lemma.to_lowercase(), token.text.to_lowercase()];
            let known = forms.iter().map(|form| dictionary.with(&verb, form));
            for (kind, share) in known
                .into_iter()
                .find(|types| !types.is_empty())
                .into_iter()
                .flatten()
            {
                *company.entry(kind.clone()).or_default() += share;
            }
        }
    }
    let codes = scene.knowledge.ontology().codes();
    let event = |code: &str| {
        codes
            .of_cameo(code)
            .map_or(NONE, |known| known.event.as_str())
    };
    for code in verb_is {
        to.holds(&["dictionary", event(&code)]);
        to.holds(&["dictionary code", &code]);
    }
    let all: f32 = company.values().sum();
    let mut company: Vec<(SmolStr, f32)> = company.into_iter().collect();
    company.sort_by(|a, b| a.0.cmp(&b.0));
    for (code, share) in company {
        to.put(&["dictionary with", event(&code)], share / all);
        to.put(&["dictionary code with", &code], share / all);
    }

    // The two sides, and the way from one to the other.
    let side = |wanted: &[SlotRole]| {
        let filled = hit.filled.iter();
        filled
            .filter(|(role, _)| wanted.contains(role))
            .map(|(_, filler)| *filler)
            .next()
    };
    let (actor, target) = (
        side(&[SlotRole::Actor, SlotRole::Both]),
        side(&[SlotRole::Target]),
    );
    for (name, filler) in [("actor", &actor), ("target", &target)] {
        match filler {
            Some(filler) => {
                to.holds(&[name, &scene.plain(filler.head)]);
                let kind = filler.actor.map_or("", |actor| actor.role.kind.as_str());
                let place = if filler.place.is_some() {
                    "a place"
                } else {
                    ""
                };
                to.holds(&[name, "is", kind, place]);
            }
            None => to.holds(&[name, "unsaid"]),
        }
    }
    let from = actor.map_or(hit.trigger, |actor| actor.head);
    let into = target.map_or(hit.trigger, |target| target.head);
    let (labels, passed) = way(scene, from, into);
    to.holds(&["way", &labels.join(" ")]);
    for word in passed {
        to.holds(&["passed", &word]);
    }

    // What the pattern says, and what other patterns say of the sentence.
    to.holds(&["sense", broad(modality)]);
    if !hit.pattern.weak {
        to.holds(&["pattern", &hit.pattern.action.0]);
        if let Some(event) = event_of(scene, &hit.pattern.action) {
            to.holds(&["pattern of", event]);
            to.holds(&["pattern of", event, broad(modality)]);
        }
    }
}

/// The type of PLOVER that an action is of, whatever its sense.
fn event_of<'k>(scene: &Scene<'k>, id: &ActionId) -> Option<&'k SmolStr> {
    let action = scene.knowledge.ontology().get(id)?;
    action.plover.as_ref()?.event.as_ref()
}

/// What the rest of its sentence says of a deed: other deeds that patterns find, and all words.
pub(crate) fn tell_around(
    scene: &Scene<'_>,
    words: &Words,
    hit: &Match<'_>,
    to: &mut impl Features,
) {
    let Some(sentence) = sentence_of(scene, hit.trigger) else {
        return;
    };
    for id in &words.deeds[sentence] {
        if *id != hit.pattern.action {
            to.holds(&["beside", &id.0]);
            if let Some(event) = event_of(scene, id) {
                to.holds(&["beside of", event]);
            }
        }
    }
    for word in &words.sentences[sentence] {
        to.holds(&["word", word]);
    }
}

/// What speaks besides for a sub-event type of ACLED, which depends on all that happened.
pub(crate) fn tell_more(scene: &Scene<'_>, words: &Words, hit: &Match<'_>, to: &mut impl Features) {
    let Some(sentence) = sentence_of(scene, hit.trigger) else {
        return;
    };
    for pair in &words.pairs[sentence] {
        to.holds(&["pair", pair]);
    }
    let actors = scene.in_sentence(hit.trigger, &scene.mentions.actors, |actor| actor.head);
    let mut kinds: Vec<&SmolStr> = actors.iter().map(|actor| &actor.role.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        to.holds(&["somebody", kind]);
    }
    let ontology = scene.knowledge.ontology();
    let sub_type = |id: &ActionId| {
        let action = ontology.get(id)?;
        action.acled.as_ref().map(|acled| acled.sub_type.clone())
    };
    if let Some(sub_type) = sub_type(&hit.pattern.action).filter(|_| !hit.pattern.weak) {
        to.holds(&["pattern is", &sub_type]);
    }
    let around = sentence.saturating_sub(1)..(sentence + 2).min(words.sentences.len());
    let mut near: FxHashSet<&SmolStr> = FxHashSet::default();
    for at in around.filter(|at| *at != sentence) {
        for word in &words.sentences[at] {
            if near.insert(word) {
                to.holds(&["near", word]);
            }
        }
        for id in &words.deeds[at] {
            to.holds(&["deed near", &id.0]);
        }
    }
    for id in &words.deeds[sentence] {
        if let Some(sub_type) = sub_type(id) {
            to.holds(&["deed is", &sub_type]);
        }
    }
}

/// The words of a deed that a dictionary of verbs may list: its verbs, with and without particle.
fn looked_up(scene: &Scene<'_>, hit: &Match<'_>) -> Vec<String> {
    let tree = &scene.tree;
    let mut found = Vec::new();
    for at in [Some(hit.trigger), hit.frame.carrier].into_iter().flatten() {
        let lemma = tree.token(at).lemma.to_lowercase();
        for particle in tree.with_dep(at, &["prt", "advmod"]) {
            found.push(format!(
                "{lemma} {}",
                tree.token(particle).lemma.to_lowercase()
            ));
        }
        found.push(lemma);
    }
    found
}

/// The way from one word to another through the tree: the labels, and the words passed.
fn way(scene: &Scene<'_>, from: usize, into: usize) -> (Vec<String>, Vec<SmolStr>) {
    let tree = &scene.tree;
    let above: Vec<usize> = tree.upwards(from).collect();
    let below: Vec<usize> = tree.upwards(into).collect();
    let Some(meet) = above.iter().position(|at| below.contains(at)) else {
        return (Vec::new(), Vec::new());
    };
    let down = below.iter().position(|at| *at == above[meet]).unwrap_or(0);
    let label = |direction: &str, at: usize| format!("{direction} {}", tree.token(at).dep);
    let up = above[..meet].iter().map(|&at| label("up", at));
    let falls = below[..down].iter().rev().map(|&at| label("down", at));
    let labels = up.chain(falls).take(STEPS).collect();
    let passed = above[..=meet].iter().skip(1);
    let passed = passed.chain(below[..down].iter().skip(1).rev());
    (labels, passed.map(|&at| scene.plain(at)).collect())
}

/// The sense in which a deed is stated, as far as there is enough to learn from.
fn broad(modality: Modality) -> &'static str {
    let broad = match modality {
        Modality::Demanded => Modality::Planned,
        Modality::Conditional => Modality::Supposed,
        Modality::Attempted => Modality::Asserted,
        Modality::Failed => Modality::Asserted,
        other => other,
    };
    broad.as_str()
}
