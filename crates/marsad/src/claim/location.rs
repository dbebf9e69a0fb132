//! Where did it happen?
//!
//! In comes a match; out come the [`ClaimPlace`]s of that deed, the one where it
//! happened first: what patterns put in a place slot, what a spatial preposition
//! of the deed leads to, and a target that is itself a place. Invariant: a place
//! is named by words of the deed's own clause; none is carried over in silence.

use smol_str::{SmolStr, format_smolstr};

use super::{
    ClaimPlace,
    cast::{Filler, Scene},
    matching::Match,
};
use crate::{
    knowledge::pattern::SlotRole,
    mention::{PlaceMention, PlaceUse, ResolvedPlace, phrase},
    terms::Slot,
};

/// The places of a matched deed.
pub(crate) fn of(scene: &Scene<'_>, hit: &Match<'_>) -> Vec<ClaimPlace> {
    let mut found: Vec<(u8, ClaimPlace)> = Vec::new();
    let place_slots = hit
        .filled
        .iter()
        .filter(|(role, _)| *role == SlotRole::Place);
    for (_, filler) in place_slots {
        let relation = relation_before(scene, hit, filler.head).unwrap_or_else(|| "at".into());
        found.extend(named(scene, filler.head, relation).map(|place| (0, place)));
    }
    for (_, filler) in hit
        .filled
        .iter()
        .filter(|(role, _)| *role == SlotRole::Target)
    {
        if is_place(scene, filler) {
            let relation = relation_before(scene, hit, filler.head).unwrap_or_else(|| "at".into());
            found.extend(named(scene, filler.head, relation).map(|place| (1, place)));
        } else {
            // "shelled positions in X", "captured the town of X"
            found.extend(
                inside(scene, filler.head)
                    .into_iter()
                    .map(|place| (3, place)),
            );
        }
    }
    for (lemma, _, noun) in &hit.frame.prepositions {
        if let Some(relation) = scene.knowledge.locations().relation(lemma) {
            found
                .extend(named(scene, *noun, relation.clone()).map(|place| (rank(relation), place)));
        } else {
            found.extend(covering(scene, *noun).map(|place| (2, place)));
        }
    }
    found.extend(beside(scene, hit.trigger).map(|place| (1, place)));
    let unnamed = |place: &ClaimPlace| matches!(place.place, Slot::Unsaid);
    found.sort_by_key(|(rank, place)| (unnamed(place), *rank, place.span.start));
    let mut places: Vec<ClaimPlace> = Vec::new();
    for (_, place) in found {
        if !places.iter().any(|known| known.span.overlaps(place.span)) {
            places.push(place);
        }
    }
    places
}

/// Where something happens says more than where it leads.
fn rank(relation: &str) -> u8 {
    match relation {
        "towards" | "from" | "along" => 4,
        _ => 2,
    }
}

fn is_place(scene: &Scene<'_>, filler: &Filler<'_>) -> bool {
    let lemma = scene.tree.token(filler.head).lemma.to_lowercase();
    filler.place.is_some()
        || filler.actor.is_none() && scene.knowledge.locations().class(&lemma).is_some()
}

/// The spatial relation of the preposition that leads to a noun.
fn relation_before(scene: &Scene<'_>, hit: &Match<'_>, noun: usize) -> Option<SmolStr> {
    let (lemma, ..) = hit
        .frame
        .prepositions
        .iter()
        .find(|(_, _, at)| *at == noun)?;
    scene.knowledge.locations().relation(lemma).cloned()
}

/// The place that a noun phrase names: the name itself, or a common noun with the
/// name before or behind it ("Deir ez-Zor province", "the western edge of X").
fn named(scene: &Scene<'_>, head: usize, relation: SmolStr) -> Option<ClaimPlace> {
    let tree = &scene.tree;
    let head = scene.filler(head).head;
    if scene.place(head).is_none() && scene.actor(head).is_some() {
        return None;
    }
    if let Some(place) = scene.place(head) {
        return literal(place).then(|| ClaimPlace::of_mention(scene.mentions, place, relation));
    }
    if let Some(place) = covering(scene, head) {
        return Some(place);
    }
    let lemma = tree.token(head).lemma.to_lowercase();
    let class = scene.knowledge.locations().class(&lemma)?;
    let before = tree
        .with_dep(head, &["compound", "nmod", "poss", "appos"])
        .find_map(|child| scene.place(child));
    let behind = || {
        let of = tree.with_dep(head, &["prep"]).filter(|&prep| {
            matches!(
                tree.token(prep).lemma.as_str(),
                "of" | "in" | "near" | "around"
            )
        });
        of.flat_map(|of| tree.with_dep(of, &["pobj"]).collect::<Vec<_>>())
            .find_map(|noun| {
                scene.place(noun).or_else(|| {
                    tree.with_dep(noun, &["compound", "nmod"])
                        .find_map(|child| scene.place(child))
                })
            })
    };
    let inner = before.or_else(behind);
    let named_otherwise = tree
        .with_dep(head, &["prep"])
        .filter(|&prep| tree.token(prep).lemma == "of")
        .any(|of| {
            tree.with_dep(of, &["pobj"])
                .any(|noun| tree.token(noun).tag.starts_with("NNP"))
        });
    let core = phrase::span(scene.sentences, &phrase::core(tree, head));
    // "a village 20 km north of X"
    if inner.is_none()
        && !named_otherwise
        && let Some(place) = beside(scene, head)
    {
        return Some(ClaimPlace {
            span: core.to(place.span),
            ..place
        });
    }
    let span = inner.map_or(core, |place| core.to(place.span));
    let relation = match class {
        "part" => part_words(scene, head),
        _ => relation,
    };
    let place = match inner {
        Some(place) => place.place.clone(),
        None if named_otherwise => Slot::Unresolved,
        None => named_before(scene, head),
    };
    let precision = inner
        .filter(|place| place.relative.is_none())
        .and_then(|place| place.precision);
    Some(ClaimPlace::of_words(span, relation, place, precision))
}

/// The place whose words around its name hold a token: "10 km" of "within 10 km of X".
fn covering(scene: &Scene<'_>, at: usize) -> Option<ClaimPlace> {
    let span = scene.tree.token(at).span;
    relatives(scene, at)
        .find(|place| {
            let relative = place.relative.as_ref();
            relative.is_some_and(|relative| relative.span.contains(span))
        })
        .map(|place| ClaimPlace::of_mention(scene.mentions, place, SmolStr::default()))
}

/// The place whose words around its name hang on a token: "killed 45 km south of X".
fn beside(scene: &Scene<'_>, at: usize) -> Option<ClaimPlace> {
    let tokens = &scene.sentences.tokens;
    let hangs = |place: &&PlaceMention| {
        let span = place.relative.as_ref().map(|relative| relative.span);
        let words = |token: usize| span.is_some_and(|span| span.contains(tokens[token].span));
        let sentence = scene.sentences.sentence_of(at);
        let mut all = sentence
            .into_iter()
            .flat_map(|sentence| sentence.tokens.clone());
        all.any(|token| words(token) && tokens[token].head == at && !words(at))
    };
    relatives(scene, at)
        .find(hangs)
        .map(|place| ClaimPlace::of_mention(scene.mentions, place, SmolStr::default()))
}

/// The places in the sentence of a token that have something lie to them.
fn relatives<'s>(scene: &'s Scene<'_>, at: usize) -> impl Iterator<Item = &'s PlaceMention> {
    scene
        .in_sentence(at, &scene.mentions.places, |place| place.tokens.start)
        .iter()
        .filter(|place| place.relative.is_some() && literal(place))
}

fn part_words(scene: &Scene<'_>, head: usize) -> SmolStr {
    let tree = &scene.tree;
    let places = scene.in_sentence(head, &scene.mentions.places, |place| place.tokens.start);
    let named = |at: usize| places.iter().any(|place| place.tokens.contains(&at));
    let words = tree
        .with_dep(head, &["amod", "compound"])
        .filter(|&at| !named(at))
        .chain([head]);
    let words: Vec<String> = words.map(|at| tree.token(at).text.to_lowercase()).collect();
    format_smolstr!("{} of", words.join(" "))
}

fn literal(place: &PlaceMention) -> bool {
    place.use_ == PlaceUse::Literal
}

/// "the city": the settlement that was named last before it.
fn named_before(scene: &Scene<'_>, head: usize) -> Slot<ResolvedPlace> {
    let definite = scene.tree.with_dep(head, &["det"]).any(|det| {
        matches!(
            scene.tree.token(det).lemma.as_str(),
            "the" | "this" | "that"
        )
    });
    let lemma = scene.tree.token(head).lemma.to_lowercase();
    let kinds = scene.knowledge.locations().kinds(&lemma);
    let kind_fits = |place: &ResolvedPlace| kinds.iter().any(|kind| *kind == place.kind);
    let earlier = scene
        .mentions
        .places
        .iter()
        .rev()
        .filter(|mention| mention.head < head && literal(mention));
    let same = earlier
        .filter_map(|mention| mention.place.value())
        .find(|place| kind_fits(place));
    match same {
        Some(place) if definite => Slot::Inferred {
            value: place.clone(),
            reason: format_smolstr!("the {lemma} named before"),
        },
        // "a town": the text does not say which.
        _ => Slot::Unsaid,
    }
}

/// Named places inside a target's own phrase.
fn inside(scene: &Scene<'_>, head: usize) -> Vec<ClaimPlace> {
    let tree = &scene.tree;
    let mut found = Vec::new();
    for prep in tree.with_dep(head, &["prep"]) {
        let Some(relation) = scene
            .knowledge
            .locations()
            .relation(&tree.token(prep).lemma.to_lowercase())
        else {
            continue;
        };
        for noun in tree
            .with_dep(prep, &["pobj"])
            .flat_map(|noun| tree.conjuncts(noun))
        {
            found.extend(named(scene, noun, relation.clone()));
        }
    }
    // "Ukraine's president" is not in Ukraine for that; "the rebels' Idlib strongholds" are in Idlib.
    if scene.actor(head).is_some() {
        return found;
    }
    let before = tree
        .with_dep(head, &["poss", "compound", "nmod"])
        .filter_map(|child| scene.place(child));
    found.extend(
        before
            .filter(|place| literal(place))
            .map(|place| ClaimPlace::of_mention(scene.mentions, place, "in".into())),
    );
    found
}
