//! What does marsad look at where it has learned?
//!
//! In come knowledge, a document and its sentences; out come the possible answers to each
//! question that was learned, every one with its features by name. `workshop train` lays
//! them beside what people said and finds the weights. Invariant: a feature is told here
//! by the very code that tells it when reading.

mod voices;

pub use voices::{Marked, VoiceQuestions, voices};

use crate::{
    claim::{cast::Scene, kind, matching, modality, whereabouts},
    document::Document,
    knowledge::{Knowledge, pattern::SlotRole, weights::Listed},
    mention::{
        self,
        phrase::{self, Cover},
        place::{
            self,
            recognition::{self, Page},
            resolution::Names,
            support::Support,
        },
    },
    sentence::{Sentences, Tree},
    terms::{LonLat, Span},
};

/// Words that may be the name of a place.
#[derive(Clone, Debug)]
pub struct NameQuestion {
    /// The words.
    pub span: Span,
    /// What speaks for and against it.
    pub features: Listed,
}

/// A name and the places that it may mean.
#[derive(Clone, Debug)]
pub struct ChoiceQuestion {
    /// Wherever the name stands.
    pub spans: Vec<Span>,
    /// The places, the likeliest before any context first.
    pub choices: Vec<PlaceChoice>,
    /// What speaks for none of them.
    pub none: Listed,
}

/// A place that a name may mean.
#[derive(Clone, Debug)]
pub struct PlaceChoice {
    /// Its number at GeoNames, if it has one.
    pub geoname_id: Option<u32>,
    /// Where it lies.
    pub at: LonLat,
    /// What speaks for it.
    pub features: Listed,
}

/// A place that may be where a deed happened.
#[derive(Clone, Debug)]
pub struct SceneQuestion {
    /// The words for the place.
    pub span: Span,
    /// What speaks for and against it.
    pub features: Listed,
}

/// A deed of which the kind is asked.
#[derive(Clone, Debug)]
pub struct KindQuestion {
    /// The words that name the deed.
    pub trigger: Span,
    /// Who did it.
    pub actors: Vec<Span>,
    /// To whom or what it was done.
    pub targets: Vec<Span>,
    /// The type of PLOVER that the pattern gives it, in its sense; `None` where it gives none.
    pub ruled: Option<smol_str::SmolStr>,
    /// What speaks for one type of PLOVER or another.
    pub features: Listed,
    /// What speaks besides for a sub-event type of ACLED.
    pub more: Listed,
}

/// How many rounds of weighing places there are.
pub const ROUNDS: usize = 2;

/// Every run of words that may be the name of a place.
pub fn place_names(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
) -> Vec<NameQuestion> {
    let tree = Tree::of(sentences);
    let (_, actors) = mention::actor::find(knowledge, document.published, sentences, &tree, &[]);
    let mut named = Cover::new(tree.len());
    for (index, name) in actors.iter().enumerate() {
        named.add(name, index);
    }
    let page = Page::new(knowledge, sentences, &tree, &named);
    place::possible_names(knowledge, sentences, &tree)
        .into_iter()
        .map(|(name, candidates)| {
            let mut features = Listed::default();
            recognition::features(&page, &name, &candidates, &mut features);
            NameQuestion {
                span: phrase::span(sentences, &name.tokens),
                features,
            }
        })
        .collect()
}

/// The names of places in a document and what each may mean, as it is weighed in a round,
/// counted from 0, with what the rounds before it found.
pub fn place_choices(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    round: usize,
) -> Vec<ChoiceQuestion> {
    let tree = Tree::of(sentences);
    let (_, actors) = mention::actor::find(knowledge, document.published, sentences, &tree, &[]);
    let found = place::recognised(knowledge, document, sentences, &tree, &actors);
    let names = Names::new(knowledge, &found.names);
    let likely = names.until(knowledge, round);
    let support = Support::new(&names, &likely);
    (0..found.names.len())
        .map(|name| {
            let spans = found.words.iter().filter(|words| words.name == name);
            let choices = names.options[name]
                .iter()
                .enumerate()
                .map(|(option, choice)| {
                    let mut features = Listed::default();
                    names.features(round, &support, &likely, name, option, &mut features);
                    PlaceChoice {
                        geoname_id: choice.place.geoname_id,
                        at: LonLat {
                            lon: choice.place.lon,
                            lat: choice.place.lat,
                        },
                        features,
                    }
                });
            let mut none = Listed::default();
            names.features_of_none(round, &support, name, &mut none);
            ChoiceQuestion {
                spans: spans.map(|words| words.span).collect(),
                choices: choices.collect(),
                none,
            }
        })
        .collect()
}

/// The places named in the sentence of a deed, each of which may be where it happened; none
/// where no word of the document overlaps `deed`.
pub fn event_places(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    deed: Span,
) -> Vec<SceneQuestion> {
    let mentions = mention::find(knowledge, document, sentences);
    let scene = Scene::new(knowledge, sentences, &mentions);
    let Some(trigger) = sentences
        .tokens
        .iter()
        .position(|token| token.span.overlaps(deed))
    else {
        return Vec::new();
    };
    whereabouts::named_beside(&scene, trigger)
        .map(|number| {
            let mut features = Listed::default();
            whereabouts::features(&scene, trigger, number, &mut features);
            SceneQuestion {
                span: mentions.places[number].span,
                features,
            }
        })
        .collect()
}

/// Every deed that a pattern finds in a document, weak ones too, in order.
pub fn kinds(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
) -> Vec<KindQuestion> {
    let mentions = mention::find(knowledge, document, sentences);
    let scene = Scene::new(knowledge, sentences, &mentions);
    let hits = matching::all(&scene);
    let words = kind::signs::Words::new(&scene, &hits);
    let question = |hit: &matching::Match<'_>| {
        let sense = modality::of(&scene, hit);
        let party = |wanted: &[SlotRole]| {
            let filled = hit.filled.iter();
            filled
                .filter(|(role, _)| wanted.contains(role))
                .map(|(_, filler)| scene.span_of(filler))
                .collect()
        };
        let (mut features, mut more) = (Listed::default(), Listed::default());
        kind::signs::tell(&scene, hit, sense, &mut features);
        kind::signs::tell_around(&scene, &words, hit, &mut features);
        kind::signs::tell_more(&scene, &words, hit, &mut more);
        KindQuestion {
            trigger: sentences.tokens[hit.trigger].span,
            actors: party(&[SlotRole::Actor, SlotRole::Both]),
            targets: party(&[SlotRole::Target]),
            ruled: kind::by_rule(&scene, hit, sense).and_then(|plover| plover.event),
            features,
            more,
        }
    };
    hits.iter().map(question).collect()
}
