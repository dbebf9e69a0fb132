//! Which countries are named only by their people, at a border?
//!
//! In come the tokens and the places already found; out come further place mentions,
//! for "Syrian" and "Turkish" of "the Syrian-Turkish border". They are proposals:
//! whoever asked keeps those that a border turned out to lie between. Invariant: no
//! proposal overlaps a place that was found before.

use super::super::{
    PlaceMention, PlaceUse, ResolvedPlace,
    phrase::{self, Cover},
};
use crate::{
    knowledge::{
        Knowledge,
        relative::{Element, Meaning},
    },
    sentence::{Sentences, Tree},
    terms::{LonLat, Slot},
};

/// The proposals, in order.
pub(super) fn proposed(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    places: &[PlaceMention],
) -> Vec<PlaceMention> {
    let mut taken = Cover::new(tree.len());
    for (at, place) in places.iter().enumerate() {
        taken.add(&place.tokens, at);
    }
    let mut found = Vec::new();
    for sentence in &sentences.sentences {
        let tokens = sentence.tokens.clone();
        // Almost no sentence has a border in it, and the look-up of peoples is dear.
        if !tokens
            .clone()
            .any(|at| is_border(knowledge, &tree.token(at).text.to_lowercase()))
        {
            continue;
        }
        for at in tokens {
            let run = at..at + 1;
            let token = tree.token(at);
            if !token.text.starts_with(char::is_uppercase) || !taken.is_clear(&run) {
                continue;
            }
            let country = knowledge
                .gazetteer()
                .demonym(&token.text)
                .and_then(|code| knowledge.gazetteer().country(code.as_str()));
            found.extend(country.map(|country| PlaceMention {
                span: phrase::span(sentences, &run),
                head: at,
                tokens: run,
                place: Slot::Said(ResolvedPlace {
                    geoname_id: country.geoname_id,
                    name: country.name.into(),
                    country: country.country.map(|code| code.as_str().into()),
                    admin1: None,
                    kind: country.kind.word(),
                    at: LonLat {
                        lon: country.lon,
                        lat: country.lat,
                    },
                    radius_km: country.radius_km,
                }),
                use_: PlaceUse::Literal,
                relative: None,
                precision: None,
            }));
        }
    }
    found
}

/// Whether a word is in a list from which a border between two places is made.
fn is_border(knowledge: &Knowledge, word: &str) -> bool {
    let lexicon = knowledge.locations().forms();
    lexicon
        .forms
        .iter()
        .filter(|form| form.means == Meaning::Border && form.has_other())
        .flat_map(|form| form.before.iter().chain(&form.after))
        .any(|element| match element {
            Element::List(list) => lexicon.lists[*list]
                .phrases
                .iter()
                .any(|phrase| phrase.len() == 1 && phrase[0] == word),
            _ => false,
        })
}
