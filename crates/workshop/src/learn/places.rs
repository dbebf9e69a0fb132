//! How are the names of places learned, and which place each means?
//!
//! In: documents whose toponyms people marked. Out: the weights of
//! `models/en/place_names.tsv` and `models/en/place_choices.tsv`. Invariant: a toponym
//! that its annotators did not locate teaches nothing.

use marsad::document::Document;
use marsad::knowledge::{Knowledge, Learned, weights::Weights};
use marsad::sentence::{self, Sentences};
use marsad::terms::{LonLat, Span};
use marsad::training::{self, ChoiceQuestion};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::descent::{Question, Settings, learn};
use super::{FOLDS, Table, Tables, parts};
use crate::gold::Gold;
use crate::gold::event_place::EventPlaces;
use crate::gold::place::{Places, Toponym};
use crate::gold::record::Record;

/// A candidate this near to where the annotators put a toponym is what they meant, if none
/// has their number.
const NEAR_KM: f64 = 25.0;

/// How much a place counts that was marked in a text whose other places were not: without
/// examples of what is none, such texts would teach that everything is one.
const SCENE_WEIGHT: f64 = 0.5;

const NAMES: Settings = Settings {
    seen: 5,
    penalty: 1.0,
    steps: 300,
};
const SCENES: Settings = Settings {
    seen: 3,
    penalty: 3.0,
    steps: 300,
};
const CHOICES: Settings = Settings {
    seen: 4,
    penalty: 1.0,
    steps: 300,
};

/// A document with what people marked, parsed.
pub(crate) struct Page<'g> {
    document: &'g Document,
    toponyms: &'g [Toponym],
    /// Whether all its places were marked, or only some.
    marked: Marked,
    /// The deed whose places were marked.
    deed: Option<Span>,
    sentences: Sentences,
}

/// How many of the places of a document were marked.
#[derive(Clone, Copy, PartialEq)]
enum Marked {
    /// All.
    All,
    /// Those where a certain deed happened.
    Scenes,
}

/// The documents that teach about places.
pub(crate) struct Library {
    toponyms: Vec<Vec<Places>>,
    scenes: Vec<EventPlaces>,
    records: Vec<Record>,
}

impl Library {
    /// The corpora of toponyms, that of the places of events, and that of records; each may be empty.
    pub(crate) fn new(
        toponyms: Vec<Vec<Places>>,
        scenes: Vec<EventPlaces>,
        records: Vec<Record>,
    ) -> Self {
        Self {
            toponyms,
            scenes,
            records,
        }
    }

    /// Every document, parsed, by corpus.
    pub(crate) fn pages(&self, knowledge: &Knowledge) -> Vec<Vec<Page<'_>>> {
        let mut pages: Vec<Vec<Page<'_>>> = Vec::new();
        for corpus in &self.toponyms {
            let page =
                |gold| Page::of(knowledge, gold, |gold: &Places| &gold.toponyms, Marked::All);
            pages.push(corpus.par_iter().map(page).collect());
        }
        let scenes = self.scenes.par_iter().map(|gold| Page {
            deed: Some(gold.verb),
            ..Page::of(
                knowledge,
                gold,
                |gold: &EventPlaces| &gold.places,
                Marked::Scenes,
            )
        });
        pages.push(scenes.collect());
        let page = |gold| Page::of(knowledge, gold, |gold: &Record| &gold.named, Marked::Scenes);
        pages.push(self.records.par_iter().map(page).collect());
        pages
    }
}

impl<'g> Page<'g> {
    fn of<G: Gold>(
        knowledge: &Knowledge,
        gold: &'g G,
        toponyms: impl Fn(&'g G) -> &'g Vec<Toponym>,
        marked: Marked,
    ) -> Self {
        Self {
            document: gold.document(),
            toponyms: toponyms(gold),
            marked,
            deed: None,
            sentences: sentence::read(knowledge, gold.document()),
        }
    }
}

/// Learns both tables from some documents and puts them into `knowledge`.
pub(crate) fn train(knowledge: &mut Knowledge, pages: &[&Page<'_>]) -> Tables {
    let questions: Vec<Question> = pages
        .par_iter()
        .flat_map(|page| names(knowledge, page))
        .collect();
    let names = learn(&questions, NAMES);
    put(knowledge, Learned::PlaceNames, &names);
    let mut choices = Table::new();
    for round in 0..training::ROUNDS {
        let questions: Vec<Question> = pages
            .par_iter()
            .flat_map(|page| questions_of(knowledge, page, round))
            .collect();
        choices.extend(learn(&questions, CHOICES));
        put(knowledge, Learned::PlaceChoices, &choices);
    }
    let questions: Vec<Question> = pages
        .par_iter()
        .flat_map(|page| scenes(knowledge, page))
        .collect();
    let scenes = learn(&questions, SCENES);
    put(knowledge, Learned::EventPlaces, &scenes);
    vec![
        (Learned::PlaceNames, names),
        (Learned::PlaceChoices, choices),
        (Learned::EventPlaces, scenes),
    ]
}

/// Which of the places of a sentence are where its deed happened.
fn scenes(knowledge: &Knowledge, page: &Page<'_>) -> Vec<Question> {
    let Some(deed) = page.deed else {
        return Vec::new();
    };
    training::event_places(knowledge, page.document, &page.sentences, deed)
        .into_iter()
        .map(|place| {
            let right = page
                .toponyms
                .iter()
                .any(|toponym| toponym.span.overlaps(place.span));
            Question::yes_or_no(place.features, right)
        })
        .collect()
}

/// The weights for each part of the documents, learned from the other parts.
pub(crate) fn folds(knowledge: &mut Knowledge, library: &Library) -> Vec<Tables> {
    let pages = library.pages(knowledge);
    let parts: Vec<Vec<usize>> = pages
        .iter()
        .map(|pages| parts(pages.iter().map(|page| page.document.text.as_str())))
        .collect();
    (0..FOLDS)
        .map(|fold| {
            let others = pages.iter().zip(&parts).flat_map(|(pages, parts)| {
                let others = pages.iter().zip(parts);
                others
                    .filter(|(_, part)| **part != fold)
                    .map(|(page, _)| page)
            });
            train(knowledge, &others.collect::<Vec<_>>())
        })
        .collect()
}

/// Puts learned weights into `knowledge`.
pub(crate) fn put(knowledge: &mut Knowledge, what: Learned, table: &Table) {
    let rows = table.iter().map(|(name, weight)| (name.as_str(), *weight));
    knowledge.relearn(what, Weights::of(rows));
}

/// Which of the possible names of a document its annotators marked. Of several that
/// overlap one toponym the closest is right, and the others teach nothing.
fn names(knowledge: &Knowledge, page: &Page<'_>) -> Vec<Question> {
    let found = training::place_names(knowledge, page.document, &page.sentences);
    let toponyms = page.toponyms;
    let mut best = vec![0.0_f64; toponyms.len()];
    let overlaps: Vec<Option<(usize, f64)>> = found
        .iter()
        .map(|name| {
            let at = toponyms
                .iter()
                .position(|toponym| toponym.span.overlaps(name.span))?;
            let span = toponyms[at].span;
            let shared = span.end.min(name.span.end) - span.start.max(name.span.start);
            let all = span.end.max(name.span.end) - span.start.min(name.span.start);
            let share = shared as f64 / all as f64;
            best[at] = best[at].max(share);
            Some((at, share))
        })
        .collect();
    found
        .into_iter()
        .zip(overlaps)
        .filter_map(|(name, overlap)| match overlap {
            None if page.marked == Marked::Scenes => None,
            None => Some(Question::yes_or_no(name.features, false)),
            Some((at, share)) if share == best[at] => match page.marked {
                Marked::Scenes => Some(Question {
                    weight: SCENE_WEIGHT,
                    ..Question::yes_or_no(name.features, true)
                }),
                Marked::All if toponyms[at].at.is_some() => {
                    Some(Question::yes_or_no(name.features, true))
                }
                Marked::All => None,
            },
            Some(_) => None,
        })
        .collect()
}

/// Which candidates of the names of a document are what its annotators meant.
fn questions_of(knowledge: &Knowledge, page: &Page<'_>, round: usize) -> Vec<Question> {
    training::place_choices(knowledge, page.document, &page.sentences, round)
        .into_iter()
        .filter(|question| !question.choices.is_empty())
        .flat_map(|question| judged(page.toponyms, &question))
        .collect()
}

/// One question for each place that the annotators meant by a name, which counts as often
/// as they did.
fn judged(toponyms: &[Toponym], question: &ChoiceQuestion) -> Vec<Question> {
    let mut meant: Vec<(Vec<bool>, f64)> = Vec::new();
    for span in &question.spans {
        let toponym = toponyms.iter().find(|toponym| toponym.span.overlaps(*span));
        let Some((toponym, at)) = toponym.and_then(|toponym| Some((toponym, toponym.at?))) else {
            continue;
        };
        let right = right(toponym, at, question);
        match meant.iter_mut().find(|(known, _)| *known == right) {
            Some((_, times)) => *times += 1.0,
            None => meant.push((right, 1.0)),
        }
    }
    meant
        .into_iter()
        .map(|(right, weight)| {
            let mut answers: Vec<_> = question
                .choices
                .iter()
                .map(|choice| choice.features.clone())
                .collect();
            answers.push(question.none.clone());
            Question {
                answers,
                right,
                weight,
            }
        })
        .collect()
}

/// Which candidates are the one meant, and last whether none is.
fn right(toponym: &Toponym, at: LonLat, question: &ChoiceQuestion) -> Vec<bool> {
    let same = |id: Option<u32>| id.is_some() && id == toponym.geoname_id;
    let numbered = question
        .choices
        .iter()
        .any(|choice| same(choice.geoname_id));
    let mut right: Vec<bool> = question
        .choices
        .iter()
        .map(|choice| {
            if numbered {
                same(choice.geoname_id)
            } else {
                choice.at.km_to(at) <= NEAR_KM
            }
        })
        .collect();
    right.push(!right.contains(&true));
    right
}
