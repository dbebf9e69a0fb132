//! Where did it happen?
//!
//! In comes a match; out come the [`ClaimPlace`]s of that deed, the one where it
//! happened first: those of the places named in its sentence that [`whereabouts`]
//! judges to be its scene, or else the place that "the city" takes up. What a claim lacks
//! it may [`inherit`] from the one before. Invariant: a place that the deed's own
//! sentence does not name is marked as inferred, with the reason.

use smol_str::{SmolStr, format_smolstr};

use super::{Claim, ClaimPlace, cast::Scene, matching::Match, whereabouts};
use crate::{
    knowledge::{Knowledge, gazetteer::PlaceKind, pattern::SlotRole},
    mention::{GeoPrecision, Mentions, PlaceMention, PlaceUse, ResolvedPlace, phrase},
    sentence::Sentences,
    terms::{Slot, Span},
};

/// How many sentences on a scene is still the same if no other place is named.
const REACH: usize = 2;

/// Why a claim has a place that its sentence does not name.
const OF_THE_SENTENCE_BEFORE: &str =
    "the scene of the sentence before, since which no other place is named";
const OF_THE_TITLE: &str = "the title, before any other place is named";

/// The places of a matched deed.
pub(crate) fn of(scene: &Scene<'_>, hit: &Match<'_>) -> Vec<ClaimPlace> {
    // "launched an attack on X": the verb knows more of where than the noun.
    let site = hit.frame.carrier.unwrap_or(hit.trigger);
    let mut chosen = whereabouts::chosen(scene, site);
    if site != hit.trigger {
        for (number, likely) in whereabouts::chosen(scene, hit.trigger) {
            if !chosen.iter().any(|(known, _)| *known == number) {
                chosen.push((number, likely));
            }
        }
    }
    let mention = |number: usize| &scene.mentions.places[number];
    // A town says more than the country that it lies in, however likely both are.
    chosen.sort_by_key(|(number, _)| is_country(mention(*number)));
    let mut places: Vec<ClaimPlace> = Vec::new();
    for (number, _) in chosen {
        let place = named(scene, mention(number));
        if !places.iter().any(|known| known.span.overlaps(place.span)) {
            places.push(place);
        }
    }
    if places.is_empty() {
        places.extend(told(scene, hit));
    }
    if places.is_empty() {
        places.extend(taken_up(scene, hit));
    }
    places
}

/// What a pattern says is the place of such a deed ("withdrew from X"), or else a place
/// that it was done to ("X came under fire").
fn told(scene: &Scene<'_>, hit: &Match<'_>) -> Option<ClaimPlace> {
    let of_role = |wanted: SlotRole| {
        let slots = hit.filled.iter().filter(move |(role, _)| *role == wanted);
        slots
            .filter_map(|(_, filler)| scene.place(filler.head))
            .find(|place| place.use_ == PlaceUse::Literal)
    };
    of_role(SlotRole::Place)
        .or_else(|| of_role(SlotRole::Target))
        .map(|place| named(scene, place))
}

fn is_country(mention: &PlaceMention) -> bool {
    let country = PlaceKind::Country.word();
    mention.relative.is_none()
        && mention
            .place
            .value()
            .is_some_and(|place| place.kind == country)
}

/// The place of a mention, with the noun that says what it is ("Deir ez-Zor province").
fn named(scene: &Scene<'_>, mention: &PlaceMention) -> ClaimPlace {
    let tree = &scene.tree;
    let relation = whereabouts::led(scene, mention.head)
        .and_then(|lead| {
            let lemma = tree.token(lead).lemma.to_lowercase();
            scene.knowledge.locations().relation(&lemma).cloned()
        })
        .unwrap_or_else(|| "at".into());
    let place = ClaimPlace::of_mention(scene.mentions, mention, relation);
    let noun = tree.head(mention.head).filter(|&noun| {
        let lemma = tree.token(noun).lemma.to_lowercase();
        matches!(tree.token(mention.head).dep.as_str(), "compound" | "nmod")
            && scene.knowledge.locations().class(&lemma).is_some()
    });
    match noun {
        Some(noun) => ClaimPlace {
            span: place.span.to(tree.token(noun).span),
            ..place
        },
        None => place,
    }
}

/// "the city": the settlement that was named last before it, if a noun of the deed is one.
fn taken_up(scene: &Scene<'_>, hit: &Match<'_>) -> Option<ClaimPlace> {
    let targets = hit
        .filled
        .iter()
        .filter(|(role, _)| matches!(role, SlotRole::Target | SlotRole::Place));
    let led = hit
        .frame
        .prepositions
        .iter()
        .filter_map(|(lemma, _, noun)| {
            let relation = scene.knowledge.locations().relation(lemma)?;
            Some((*noun, relation.clone()))
        });
    let nouns = led.chain(targets.map(|(_, filler)| (filler.head, SmolStr::from("at"))));
    nouns
        .filter(|(noun, _)| scene.place(*noun).is_none() && scene.actor(*noun).is_none())
        .find_map(|(noun, relation)| {
            let place = named_before(scene, noun)?;
            let precision = place.value().and_then(precision);
            let span = phrase::span(scene.sentences, &phrase::core(&scene.tree, noun));
            Some(ClaimPlace::of_words(span, relation, place, precision))
        })
}

fn precision(place: &ResolvedPlace) -> Option<GeoPrecision> {
    PlaceKind::parse(place.kind).map(|kind| GeoPrecision::of_kind(kind, place.radius_km))
}

fn named_before(scene: &Scene<'_>, head: usize) -> Option<Slot<ResolvedPlace>> {
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
        .filter(|mention| mention.head < head && mention.use_ == PlaceUse::Literal);
    let same = earlier
        .filter_map(|mention| mention.place.value())
        .find(|place| kind_fits(place))
        .filter(|_| definite)?;
    Some(Slot::Inferred {
        value: same.clone(),
        reason: format_smolstr!("the {lemma} named before"),
    })
}

/// Gives a claim of armed force without a place that of the claim before it, where it goes
/// on with the same scene: in one of the next sentences, if none of them names a place. Before
/// any scene it is the title's, likewise. Within a sentence nothing is inherited: its places
/// were weighed for each of its deeds.
pub(crate) fn inherit(
    knowledge: &Knowledge,
    sentences: &Sentences,
    claims: &mut [Claim],
    mentions: &Mentions,
) {
    let sentence_of = |claim: &Claim| {
        let start = claim.evidence.trigger.start;
        sentences
            .sentences
            .partition_point(|sentence| sentence.span.end <= start)
    };
    let names_a_place = |at: usize| {
        sentences.sentences.get(at).is_some_and(|sentence| {
            let places = mentions.places.iter();
            places
                .filter(|place| place.use_ == PlaceUse::Literal)
                .any(|place| sentence.span.contains(place.span))
        })
    };
    // The first sentence that may go on with the scene, and what the scene is.
    let mut scene: Option<(usize, ClaimPlace, &str)> = mentions.title.as_ref().map(|title| {
        let place = Slot::Said(title.clone());
        let place = ClaimPlace::of_words(Span::new(0, 0), "in".into(), place, precision(title));
        (0, place, OF_THE_TITLE)
    });
    for claim in claims {
        let here = sentence_of(claim);
        if let Some(place) = claim.places.first() {
            // A place of its own, however it was come by, opens the scene; one inherited does not.
            scene = Some((here + 1, place.clone(), OF_THE_SENTENCE_BEFORE));
            continue;
        }
        let Some((first, place, reason)) = &scene else {
            continue;
        };
        let goes_on = (*first..first + REACH).contains(&here);
        if !goes_on || (*first..=here).any(names_a_place) || !is_armed(knowledge, claim) {
            continue;
        }
        let Some(value) = place.place.value().cloned() else {
            continue;
        };
        claim.places.push(ClaimPlace {
            place: Slot::Inferred {
                value,
                reason: (*reason).into(),
            },
            ..place.clone()
        });
    }
}

fn is_armed(knowledge: &Knowledge, claim: &Claim) -> bool {
    let action = knowledge.ontology().get(&claim.action);
    action.is_some_and(|action| action.ucdp.is_some())
}
