//! Which words name a place, and which place is it?
//!
//! In come the tokens, their tree and the actors already found; out come
//! [`PlaceMention`]s. [`possible`] lists the runs of words that might be names of
//! places, [`recognition`] keeps those that are, [`resolution`] weighs the places that
//! a name may mean by what [`support`]s them, [`setting`] adds what the outlet and the title
//! name, and [`part`] says what part the name plays in its sentence.
//! Invariant: no two mentions overlap.

mod part;
mod possible;
pub(crate) mod recognition;
pub(crate) mod resolution;
mod setting;
pub(crate) mod support;

use std::ops::Range;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    ActorMention, PlaceMention, PlaceUse, ResolvedPlace,
    phrase::{self, Cover},
};
use crate::{
    document::Document,
    knowledge::{
        Knowledge,
        gazetteer::{Candidate, CountryCode, Place, fold},
    },
    sentence::{Sentences, Tree},
    terms::{LonLat, Slot, Span},
};
use possible::{Possible, Source};
use recognition::Page;
use resolution::{Name, Names, Noun};

/// How likely the likeliest place must be to be said outright, if the next lies elsewhere.
const SURE: f32 = 0.5;
/// How likely it must be that a name means no place of the gazetteer to leave it without one.
/// More than even: the annotators' own towns, of which this was learned, are small, and
/// what a report of war names is rather one that everybody knows.
const NOWHERE: f32 = 0.8;
/// How far apart two places lie elsewhere, in kilometres.
const ELSEWHERE_KM: f64 = 50.0;
/// How many candidates are told of a name that may mean several places.
const TOLD: usize = 5;

/// The places that a document names, in order, and the one that its title tells of.
pub(crate) fn find(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    tree: &Tree<'_>,
    actors: &[ActorMention],
    actor_names: &[Range<usize>],
) -> (Vec<PlaceMention>, Option<ResolvedPlace>) {
    let found = recognised(knowledge, document, sentences, tree, actor_names);
    let names = Names::new(knowledge, &found.names);
    let likely = names.likely(knowledge);
    let acting = acting(tree, actors);
    let title = setting::told(
        found
            .title
            .iter()
            .map(|&name| choose(&names.options[name], &likely[name]).0),
    );
    let mentions = found
        .words
        .iter()
        .map(|words| {
            let (place, confidence, runner_up) =
                choose(&names.options[words.name], &likely[words.name]);
            PlaceMention {
                span: words.span,
                head: words.head,
                use_: part::of(knowledge, sentences, tree, &acting, words),
                place,
                confidence,
                runner_up,
                relative: None,
                precision: None,
                tokens: words.tokens.clone(),
            }
        })
        .collect();
    (mentions, title)
}

/// The words for states, which may stand for those who govern there.
fn acting(tree: &Tree<'_>, actors: &[ActorMention]) -> Cover {
    let mut acting = Cover::new(tree.len());
    let states = actors.iter().enumerate();
    for (index, mention) in states.filter(|(_, mention)| mention.role.kind == "state") {
        acting.add(&(mention.head..mention.head + 1), index);
    }
    acting
}

/// What makes a name one: its words, what a noun beside it says, and whether it stands for people.
type Key = (String, Option<Noun>, Vec<SmolStr>, bool);

/// The numbers of names.
type Numbers = FxHashMap<Key, usize>;

/// The words for a place, and which of a document's names they are.
pub(crate) struct Words {
    pub(crate) span: Span,
    pub(crate) tokens: Range<usize>,
    pub(crate) head: usize,
    pub(crate) source: Source,
    pub(crate) name: usize,
    /// Whether they stand in a dateline.
    pub(crate) dateline: bool,
}

/// The names of places in a document, each wherever it stands.
pub(crate) struct Recognised {
    pub(crate) words: Vec<Words>,
    pub(crate) names: Vec<Name>,
    /// Which of the names the title tells of as places, in order.
    pub(crate) title: Vec<usize>,
}

/// Every possible name of a document with the gazetteer's candidates.
pub(crate) fn possible_names(
    knowledge: &Knowledge,
    sentences: &Sentences,
    tree: &Tree<'_>,
) -> Vec<(Possible, Vec<Candidate>)> {
    possible::find(knowledge, sentences, tree)
        .into_iter()
        .map(|name| {
            let candidates = candidates(knowledge, sentences, &name);
            (name, candidates)
        })
        .collect()
}

fn candidates(knowledge: &Knowledge, sentences: &Sentences, name: &Possible) -> Vec<Candidate> {
    let words = phrase::words(sentences, &name.tokens);
    if name.source == Source::Demonym {
        // A town may bear the name as well, as Canadian in Texas does.
        let country = knowledge.gazetteer().people_of(&words);
        let others = knowledge.gazetteer().find(&words).into_iter();
        let others =
            others.filter(|other| country.is_none_or(|country| country.place != other.place));
        return country.into_iter().chain(others).collect();
    }
    knowledge.gazetteer().find(&words)
}

/// The names of places in a document.
pub(crate) fn recognised(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
    tree: &Tree<'_>,
    actor_names: &[Range<usize>],
) -> Recognised {
    let mut found = Recognised {
        words: Vec::new(),
        names: Vec::new(),
        title: Vec::new(),
    };
    let mut numbers: Numbers = FxHashMap::default();
    for (words, text) in datelined(document, sentences) {
        let candidates = knowledge.gazetteer().find(&text);
        add(
            &mut found,
            &mut numbers,
            (text, None, Vec::new(), false),
            words,
            candidates,
        );
    }
    found.add_prose(knowledge, sentences, tree, actor_names, &mut numbers);
    found.words.sort_by_key(|words| words.span);
    found.tie(document);
    setting::add_title(&mut found, knowledge, document, sentences, &mut numbers);
    setting::add_outlet(&mut found, knowledge, document);
    found.respell(knowledge);
    found
}

fn add(
    found: &mut Recognised,
    numbers: &mut Numbers,
    key: Key,
    words: Words,
    candidates: Vec<Candidate>,
) {
    let (kind, kinds, demonym) = (key.1, key.2.clone(), key.3);
    let text = fold(&key.0);
    let name = *numbers.entry(key).or_insert_with(|| {
        found.names.push(Name {
            text,
            candidates,
            times: 0,
            kind,
            kinds,
            demonym,
            behind: Vec::new(),
            before: Vec::new(),
            opens: false,
        });
        found.names.len() - 1
    });
    found.names[name].times += 1;
    found.names[name].opens |= words.dateline;
    found.words.push(Words { name, ..words });
}

impl Recognised {
    /// Adds the names that stand in sentences.
    fn add_prose(
        &mut self,
        knowledge: &Knowledge,
        sentences: &Sentences,
        tree: &Tree<'_>,
        actor_names: &[Range<usize>],
        numbers: &mut Numbers,
    ) {
        let mut named = Cover::new(tree.len());
        for (index, name) in actor_names.iter().enumerate() {
            named.add(name, index);
        }
        let page = Page::new(knowledge, sentences, tree, &named);
        let kept = recognition::keep(&page, possible_names(knowledge, sentences, tree));
        for (name, candidates) in kept {
            let head = phrase::head_of(sentences, &name.tokens);
            let demonym = name.source == Source::Demonym;
            let (noun, kinds) = part::noun_beside(knowledge, tree, head).unzip();
            let words = Words {
                span: phrase::span(sentences, &name.tokens),
                head,
                source: name.source,
                name: 0,
                dateline: false,
                tokens: name.tokens.clone(),
            };
            let text = phrase::words(sentences, &name.tokens).to_lowercase();
            add(
                self,
                numbers,
                (text, noun, kinds.unwrap_or_default(), demonym),
                words,
                candidates,
            );
        }
    }

    /// Gives names that nobody bears the places that are spelled much like them, in the
    /// countries that the other names speak of.
    fn respell(&mut self, knowledge: &Knowledge) {
        let mut countries: Vec<CountryCode> = self
            .names
            .iter()
            .filter_map(|name| knowledge.gazetteer().place(name.candidates.first()?.place))
            .filter_map(|place| place.country)
            .collect();
        countries.sort_unstable();
        countries.dedup();
        for name in self
            .names
            .iter_mut()
            .filter(|name| name.candidates.is_empty())
        {
            name.candidates =
                knowledge
                    .spellings()
                    .find(knowledge.gazetteer(), &name.text, &countries);
        }
    }

    /// Notes which names stand behind which after a comma ("Paris, Texas"), and which
    /// comes first.
    fn tie(&mut self, document: &Document) {
        for pair in 0..self.words.len().saturating_sub(1) {
            let (inner, outer) = (&self.words[pair], &self.words[pair + 1]);
            let between = document.text.get(inner.span.end..outer.span.start);
            let joined = between.is_some_and(|between| match between.trim() {
                "," => true,
                "" => inner.dateline,
                _ => false,
            });
            let (inner, outer) = (inner.name, outer.name);
            if joined && inner != outer {
                if !self.names[inner].behind.contains(&outer) {
                    self.names[inner].behind.push(outer);
                }
                if !self.names[outer].before.contains(&inner) {
                    self.names[outer].before.push(inner);
                }
            }
        }
        if !self.names.iter().any(|name| name.opens)
            && let Some(first) = self.words.first()
        {
            self.names[first.name].opens = true;
        }
    }
}

/// The places of datelines, which are set aside from the prose: "BEIRUT, Lebanon".
fn datelined(document: &Document, sentences: &Sentences) -> Vec<(Words, String)> {
    let mut found = Vec::new();
    for place in sentences.zones.iter().filter_map(|zone| zone.place) {
        let mut start = place.start;
        for part in place.of(&document.text).split(',') {
            let lead = part.len() - part.trim_start().len();
            let text = part.trim();
            let span = Span::new(start + lead, start + lead + text.len());
            start += part.len() + 1;
            if text.is_empty() {
                continue;
            }
            let next = sentences
                .tokens
                .partition_point(|token| token.span.start < span.start);
            let words = Words {
                span,
                tokens: next..next,
                head: next,
                source: Source::Told,
                name: 0,
                dateline: true,
            };
            found.push((words, text.to_owned()));
        }
    }
    found
}

/// What a name means, how likely that is, and what else it may mean.
fn choose(
    choices: &[resolution::Choice<'_>],
    likely: &[f32],
) -> (Slot<ResolvedPlace>, Option<f32>, Option<ResolvedPlace>) {
    let mut order: Vec<usize> = (0..choices.len()).collect();
    // A stable sort keeps the gazetteer's own order among equals.
    order.sort_by(|&a, &b| likely[b].total_cmp(&likely[a]));
    let none = 1.0 - likely.iter().sum::<f32>();
    let Some(&best) = order.first().filter(|_| none < NOWHERE) else {
        return (
            Slot::Unresolved,
            None,
            order.first().map(|&at| resolved(&choices[at].place)),
        );
    };
    let place = resolved(&choices[best].place);
    let confidence = Some(likely[best]);
    let elsewhere = order.iter().skip(1).map(|&at| resolved(&choices[at].place));
    let mut elsewhere = elsewhere.filter(|other| other.at.km_to(place.at) > ELSEWHERE_KM);
    let runner_up = elsewhere.next();
    if likely[best] < SURE && runner_up.is_some() {
        let told = order
            .iter()
            .take(TOLD)
            .map(|&at| resolved(&choices[at].place))
            .collect();
        (Slot::Ambiguous(told), confidence, runner_up)
    } else {
        (Slot::Said(place), confidence, runner_up)
    }
}

fn resolved(place: &Place<'_>) -> ResolvedPlace {
    ResolvedPlace {
        geoname_id: place.geoname_id,
        name: place.name.into(),
        country: place.country.map(|code| code.as_str().into()),
        admin1: place.admin1.and_then(|area| area.name).map(Into::into),
        kind: place.kind.word(),
        at: LonLat {
            lon: place.lon,
            lat: place.lat,
        },
        radius_km: place.radius_km,
    }
}
