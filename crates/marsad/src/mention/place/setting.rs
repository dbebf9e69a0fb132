//! What do the title and the outlet say of where a report plays?
//!
//! In come a document's title, already parsed, and the name of its outlet; out come more names to
//! weigh together with those of the text, and the one place that the title tells of.
//! Invariant: neither makes a mention, since the text does not hold their words.

use super::{Cover, Name, Numbers, PlaceUse, Recognised, acting, fold, part};
use crate::{
    document::Document,
    knowledge::{
        Knowledge,
        gazetteer::{Candidate, PlaceKind},
    },
    mention::{ResolvedPlace, actor},
    sentence::{Sentences, Tree},
    terms::Slot,
};

/// How many people must live in a town for its name in that of an outlet to be taken for it:
/// "Kyiv Independent", but not "Orient News".
const KNOWN_BY: u64 = 500_000;
/// How many words of an outlet's name may name a place.
const WORDS: usize = 3;

/// Adds the names of the title.
pub(super) fn add_title(
    found: &mut Recognised,
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    numbers: &mut Numbers,
) {
    let Some(title) = sentences.title.as_deref() else {
        return;
    };
    let tree = Tree::of(title);
    let (actors, actor_names) = actor::find(knowledge, document.published, title, &tree, &[]);
    let acting: Cover = acting(&tree, &actors);
    let before = found.words.len();
    found.add_prose(knowledge, title, &tree, &actor_names, numbers);
    for words in found.words.drain(before..) {
        // What the title says over again is no more evidence than before.
        let name = &mut found.names[words.name];
        name.times = (name.times - 1).max(1);
        if part::of(knowledge, title, &tree, &acting, &words) == PlaceUse::Literal {
            found.title.push(words.name);
        }
    }
}

/// Adds the place that an outlet bears in its name ("Syrian Arab News Agency"), which
/// says what its reports are mostly about.
pub(super) fn add_outlet(found: &mut Recognised, knowledge: &Knowledge, document: &Document) {
    let Some(source) = document.source.as_deref() else {
        return;
    };
    let known = knowledge.actors().named(source).next();
    let name = known.map_or(source, |actor| actor.name.as_str());
    let words: Vec<&str> = name.split_whitespace().collect();
    let longest_first = (1..=WORDS.min(words.len())).rev();
    let runs = longest_first.flat_map(|length| words.windows(length));
    let mut runs = runs.map(|run| run.join(" "));
    let Some((text, candidates)) = runs.find_map(|text| {
        let candidates = borne(knowledge, &text);
        (!candidates.is_empty()).then_some((text, candidates))
    }) else {
        return;
    };
    found.names.push(Name {
        text: fold(&text),
        demonym: knowledge.gazetteer().demonym(&text).is_some(),
        candidates,
        times: 1,
        kind: None,
        kinds: Vec::new(),
        behind: Vec::new(),
        before: Vec::new(),
        opens: false,
    });
}

/// What a part of an outlet's name may mean: a country, an area, or a large town.
fn borne(knowledge: &Knowledge, text: &str) -> Vec<Candidate> {
    let gazetteer = knowledge.gazetteer();
    if let Some(people) = gazetteer.people_of(text) {
        return vec![people];
    }
    let candidates = gazetteer.find(text);
    let first = candidates
        .first()
        .and_then(|candidate| gazetteer.place(candidate.place));
    let large = first.is_some_and(|place| match place.kind {
        PlaceKind::Country | PlaceKind::Admin1 => true,
        PlaceKind::Settlement => place.population >= KNOWN_BY,
        _ => false,
    });
    if large { candidates } else { Vec::new() }
}

/// The place that a title tells of, of those that it names and that were resolved: the first that is no
/// country, or else the first.
pub(super) fn told(places: impl Iterator<Item = Slot<ResolvedPlace>>) -> Option<ResolvedPlace> {
    let resolved = places.filter_map(|place| match place {
        Slot::Said(place) => Some(place),
        _ => None,
    });
    let mut resolved: Vec<ResolvedPlace> = resolved.collect();
    // A stable sort keeps the title's own order.
    resolved.sort_by_key(|place| place.kind == PlaceKind::Country.word());
    resolved.into_iter().next()
}
