//! Which words name a place, and which place is it?
//!
//! In come the tokens, their tree and the actors already found; out come
//! [`PlaceMention`]s. A name counts as a place when the gazetteer knows all of
//! it, or when the model labels it one. Of several places of one name the
//! document's own countries decide, then the gazetteer's prior. Invariant: no
//! place mention overlaps an actor's name, but a state's name may be both.

use std::ops::Range;

use super::{
    ActorMention, PlaceMention, PlaceUse, ResolvedPlace,
    phrase::{self, Cover},
};
use crate::{
    knowledge::{
        Knowledge,
        gazetteer::{Candidate, PlaceKind},
    },
    sentence::{Sentences, Tree},
    terms::{LonLat, Slot},
};

/// How much a country's support in the document weighs against the gazetteer's prior,
/// whose 6 points stand for a doubling of inhabitants: as much as a city of a million
/// against a village of five hundred.
const COUNTRY_SUPPORT: u32 = 66;

/// How much it weighs that the words around a name say what kind of place it is.
const KIND_SUPPORT: u32 = 90;

/// The places that a document names, in order.
pub(crate) fn find(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    actors: &[ActorMention],
    names: &[Range<usize>],
) -> Vec<PlaceMention> {
    let mut named = Cover::new(tree.len());
    names.iter().for_each(|name| named.add(name, 0));
    let mut acting = Cover::new(tree.len());
    for (index, mention) in actors
        .iter()
        .enumerate()
        .filter(|(_, mention)| mention.role.kind == "state")
    {
        acting.add(&(mention.head..mention.head + 1), index);
    }
    let runs = runs(knowledge, sentences, tree, &named);
    let candidates: Vec<Vec<Candidate>> = runs
        .iter()
        .map(|tokens| {
            knowledge
                .gazetteer()
                .find(&phrase::words(sentences, tokens))
        })
        .collect();
    let support = countries(knowledge, sentences, actors, &candidates);
    runs.into_iter()
        .zip(candidates)
        .map(|(tokens, candidates)| {
            let head = phrase::head_of(sentences, &tokens);
            PlaceMention {
                span: phrase::span(sentences, &tokens),
                head,
                place: choose(knowledge, sentences, tree, head, &candidates, &support),
                use_: use_of(tree, &acting, head),
                relative: None,
                precision: None,
                tokens,
            }
        })
        .collect()
}

/// The runs of tokens that may name a place.
fn runs(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    names: &Cover,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in &sentences.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            let run = run_at(knowledge, sentences, tree, names, at..sentence.tokens.end);
            at = run.as_ref().map_or(at + 1, |run| run.end);
            found.extend(run);
        }
    }
    found
}

fn run_at(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    names: &Cover,
    rest: Range<usize>,
) -> Option<Range<usize>> {
    let start = rest.start;
    let first = tree.token(start);
    let named = |at: usize| matches!(tree.token(at).tag.as_str(), "NNP" | "NNPS");
    let entity = sentences
        .entity_of(start)
        .filter(|entity| entity.tokens.start == start);
    let labelled =
        entity.is_some_and(|entity| matches!(entity.label.as_str(), "GPE" | "LOC" | "FAC"));
    let told = named(start) && told_by_noun(knowledge, tree, start);
    if !(named(start) || labelled)
        || !begins_a_name(knowledge, &first.text)
        || names.at(start).is_some()
    {
        return None;
    }
    // The middle of a longer name is no name of its own ("Kabul" of "Ahmad Kabul").
    if start > 0 && rest.contains(&start) && named(start - 1) && tree.token(start).dep != "appos" {
        let before = tree.token(start - 1);
        let joined =
            before.span.end == first.span.start || before.dep == "compound" && before.head >= start;
        if joined
            && begins_a_name(knowledge, &before.text)
            && !is_location_word(knowledge, &before.lemma)
            && !is_title_or_demonym(knowledge, &before.text)
        {
            return None;
        }
    }
    let words: Vec<&str> = rest
        .clone()
        .take(8)
        .map(|at| tree.token(at).text.as_str())
        .collect();
    let known = knowledge
        .gazetteer()
        .longest_match(&words)
        .map(|count| start..start + count);
    let known = known.filter(|run| run.clone().all(|at| names.at(at).is_none()));
    let run = match (known, entity) {
        (Some(known), Some(entity)) if labelled && entity.tokens.len() > known.len() => {
            let rest_is_kind = (known.end..entity.tokens.end)
                .all(|at| is_location_word(knowledge, &tree.token(at).lemma));
            if rest_is_kind {
                known
            } else {
                entity.tokens.clone()
            }
        }
        (Some(known), _) => {
            // "Bashar al-Assad" is not a place although there is a village of Bashar.
            let next = known.end;
            let cut = next < rest.end
                && named(next)
                && begins_a_name(knowledge, &tree.token(next).text)
                && !is_location_word(knowledge, &tree.token(next).lemma)
                && (tree.token(known.end - 1).head == next
                    || tree.token(known.end - 1).dep == "compound");
            if cut {
                return None;
            }
            known
        }
        (None, Some(entity)) if labelled => entity.tokens.clone(),
        (None, _) if told => start..phrase_end(tree, start),
        _ => return None,
    };
    let person = sentences.entity_of(run.start).is_some_and(|entity| {
        let end = entity.tokens.end - usize::from(tree.token(entity.tokens.end - 1).tag == "POS");
        entity.label == "PERSON" && run.end <= end && end - entity.tokens.start > run.len()
    });
    (!person).then_some(run)
}

/// "the town of X": whatever X is, it is a place.
fn told_by_noun(knowledge: &Knowledge, tree: &Tree<'_>, start: usize) -> bool {
    let last = phrase_end(tree, start) - 1;
    let of = tree
        .head(last)
        .filter(|&of| tree.token(last).dep == "pobj" && tree.token(of).lemma == "of");
    let noun = of.and_then(|of| tree.head(of));
    noun.is_some_and(|noun| {
        let class = knowledge
            .locations()
            .class(&tree.token(noun).lemma.to_lowercase());
        matches!(class, Some("settlement" | "area"))
    })
}

/// One past the last word of a name that begins at a token.
fn phrase_end(tree: &Tree<'_>, start: usize) -> usize {
    let mut last = start;
    while tree.token(last).dep == "compound"
        && tree
            .head(last)
            .is_some_and(|head| head > last && tree.is_noun(head))
    {
        last = tree.token(last).head;
    }
    last + 1
}

fn is_location_word(knowledge: &Knowledge, lemma: &str) -> bool {
    knowledge.locations().class(&lemma.to_lowercase()).is_some()
}

fn is_title_or_demonym(knowledge: &Knowledge, word: &str) -> bool {
    knowledge.gazetteer().demonym(word).is_some()
}

fn begins_a_name(knowledge: &Knowledge, word: &str) -> bool {
    knowledge.orthography().is_hyphened_particle(word) || word.starts_with(char::is_uppercase)
}

/// The countries that the document speaks of, each once.
fn countries(
    knowledge: &Knowledge,
    sentences: &Sentences,
    actors: &[ActorMention],
    candidates: &[Vec<Candidate>],
) -> Vec<String> {
    let mut countries: Vec<String> = actors
        .iter()
        .filter_map(|mention| mention.country.as_ref().map(ToString::to_string))
        .collect();
    for token in &sentences.tokens {
        countries.extend(
            knowledge
                .gazetteer()
                .demonym(&token.text)
                .map(|code| code.as_str().to_owned()),
        );
    }
    for candidates in candidates {
        let places: Vec<_> = candidates
            .iter()
            .filter_map(|candidate| knowledge.gazetteer().place(candidate.place))
            .collect();
        match places.as_slice() {
            [only] => countries.extend(only.country.map(|code| code.as_str().to_owned())),
            [first, ..] if first.kind == PlaceKind::Country => {
                countries.extend(first.country.map(|code| code.as_str().to_owned()));
            }
            _ => {}
        }
    }
    countries.sort_unstable();
    countries.dedup();
    countries
}

fn choose(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    head: usize,
    candidates: &[Candidate],
    support: &[String],
) -> Slot<ResolvedPlace> {
    let wanted = wanted_kind(knowledge, sentences, tree, head);
    let mut scored: Vec<(u32, ResolvedPlace)> = candidates
        .iter()
        .filter_map(|candidate| {
            let place = knowledge.gazetteer().place(candidate.place)?;
            let supported = place
                .countries
                .iter()
                .chain(&place.country)
                .any(|code| support.iter().any(|known| known == code.as_str()));
            let fits = wanted.is_some_and(|wanted| wanted.contains(&place.kind));
            let score = u32::from(candidate.prior)
                + if supported { COUNTRY_SUPPORT } else { 0 }
                + if fits { KIND_SUPPORT } else { 0 };
            let admin1 = place.admin1.and_then(|area| area.name);
            Some((
                score,
                ResolvedPlace {
                    geoname_id: place.geoname_id,
                    name: place.name.into(),
                    country: place.country.map(|code| code.as_str().into()),
                    admin1: admin1.map(Into::into),
                    kind: place.kind.word(),
                    at: LonLat {
                        lon: place.lon,
                        lat: place.lat,
                    },
                    radius_km: place.radius_km,
                },
            ))
        })
        .collect();
    // A stable sort keeps the gazetteer's own order among equals.
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match scored.as_slice() {
        [] => Slot::Unresolved,
        [first, second, ..] if first.0 < second.0 + 6 && first.1.at.km_to(second.1.at) > 50.0 => {
            Slot::Ambiguous(scored.into_iter().take(5).map(|(_, place)| place).collect())
        }
        [..] => scored
            .into_iter()
            .next()
            .map(|(_, place)| Slot::Said(place))
            .unwrap_or_default(),
    }
}

/// What the words around a name say about the kind of place: "X province", "the city of X".
fn wanted_kind(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
    head: usize,
) -> Option<&'static [PlaceKind]> {
    let governor = tree.head(head)?;
    let compound =
        matches!(tree.token(head).dep.as_str(), "compound" | "nmod" | "poss") && governor > head;
    let of = tree.token(governor).lemma == "of";
    let noun = if compound {
        governor
    } else if of {
        tree.head(governor)?
    } else {
        return None;
    };
    let lemma = sentences.tokens[noun].lemma.to_lowercase();
    match knowledge.locations().class(&lemma)? {
        "area" => Some(&[
            PlaceKind::Admin1,
            PlaceKind::Admin2,
            PlaceKind::Region,
            PlaceKind::Disputed,
            PlaceKind::Country,
        ]),
        "settlement" => Some(&[PlaceKind::Settlement]),
        "feature" => Some(&[
            PlaceKind::River,
            PlaceKind::Lake,
            PlaceKind::Sea,
            PlaceKind::Strait,
            PlaceKind::Island,
            PlaceKind::Desert,
            PlaceKind::Mountain,
            PlaceKind::Valley,
        ]),
        _ => None,
    }
}

fn use_of(tree: &Tree<'_>, acting: &Cover, head: usize) -> PlaceUse {
    let acts = acting.at(head).is_some();
    let dep = tree.token(head).dep.as_str();
    let agent = dep == "pobj"
        && tree
            .head(head)
            .is_some_and(|prep| tree.token(prep).dep == "agent");
    if acts && (dep == "nsubj" || agent) {
        PlaceUse::Metonym
    } else {
        PlaceUse::Literal
    }
}
