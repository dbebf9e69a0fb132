//! How is it learned of what kind a deed is?
//!
//! In: sentences with two parties and the PLOVER type between them, snippets with ACLED's
//! sub-event type, war reports with judged words, and news of all kinds. Out: the tables `models/en/plover_types.tsv` and
//! `models/en/acled_types.tsv`. Invariant: of the deeds of a sentence only those teach that
//! have the parties that its annotators marked.

use std::collections::BTreeMap;

use marsad::knowledge::{Knowledge, LearnedClasses, weights::Classes};
use marsad::sentence::{self, Sentences};
use marsad::terms::Span;
use marsad::training::{self, KindQuestion};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::classes::{self, ClassTable};
use super::descent::Settings;
use super::{FOLDS, parts};
use crate::gold::Gold;
use crate::gold::action::{self, Pair, Snippet, SubEvents};
use crate::gold::deed::Report;
use crate::gold::place::Places;

const PLOVER: Settings = Settings {
    seen: 2,
    penalty: 0.5,
    steps: 200,
};
const ACLED: Settings = Settings {
    seen: 3,
    penalty: 0.3,
    steps: 200,
};

/// How much a deed of the news counts, all of them together, beside as many pairs or snippets:
/// nobody said what kind it is, and most are of none.
const NEWS: f64 = 0.02;

/// How much a deed counts that is not the first of its snippet, of which the label speaks.
const LATER: f64 = 0.3;

/// Of how many deeds of the news one is taken.
const ONE_IN: usize = 8;

/// How much a judged word of a war report counts.
const JUDGED: f64 = 0.3;

/// The class of what is of no kind.
const ELSEWHERE: &str = "-";

/// The tables that are learned together.
pub(crate) type Tables = Vec<(LearnedClasses, ClassTable)>;

/// The texts that teach of what kind a deed is.
pub(crate) struct Library {
    pairs: Vec<Pair>,
    snippets: Vec<Snippet>,
    sub_events: SubEvents,
    news: Vec<Places>,
    reports: Vec<Report>,
}

/// A text, parsed, with what is right for it.
pub(crate) struct Page<'g> {
    sentences: Sentences,
    gold: Label<'g>,
}

impl Page<'_> {
    fn text(&self) -> &str {
        let gold: &dyn Gold = match &self.gold {
            Label::Pair(pair) => *pair,
            Label::Snippet(snippet, _) => *snippet,
            Label::News(news) => *news,
            Label::Report(report) => *report,
        };
        &gold.document().text
    }
}

enum Label<'g> {
    Pair(&'g Pair),
    Snippet(&'g Snippet, String),
    News(&'g Places),
    Report(&'g Report),
}

impl Library {
    /// The corpora of pairs and of snippets, news of all kinds, in which most that is told is
    /// of no kind, and reports of war with judged words; each may be empty.
    pub(crate) fn new(
        pairs: Vec<Pair>,
        snippets: Vec<Snippet>,
        sub_events: SubEvents,
        news: Vec<Places>,
        reports: Vec<Report>,
    ) -> Self {
        Self {
            reports,
            news,
            pairs,
            snippets,
            sub_events,
        }
    }

    /// Every text, parsed, by corpus.
    pub(crate) fn pages(&self, knowledge: &Knowledge) -> [Vec<Page<'_>>; 4] {
        let read = |gold: &dyn Gold| sentence::read(knowledge, gold.document());
        let pairs = self.pairs.par_iter().map(|pair| Page {
            sentences: read(pair),
            gold: Label::Pair(pair),
        });
        let snippets = self.snippets.par_iter().map(|snippet| {
            let inside = self.sub_events.of(&snippet.label).ok().flatten();
            Page {
                sentences: read(snippet),
                gold: Label::Snippet(
                    snippet,
                    inside.map_or(format!("-{}", snippet.label.to_lowercase()), str::to_owned),
                ),
            }
        });
        let news = self.news.par_iter().map(|news| Page {
            sentences: read(news),
            gold: Label::News(news),
        });
        let reports = self.reports.par_iter().map(|report| Page {
            sentences: read(report),
            gold: Label::Report(report),
        });
        [
            pairs.collect(),
            snippets.collect(),
            news.collect(),
            reports.collect(),
        ]
    }
}

/// Learns both tables from some texts.
pub(crate) fn train(knowledge: &Knowledge, pages: &[&Page<'_>]) -> Tables {
    let taught: Vec<(Vec<Lesson>, Vec<Lesson>)> = pages
        .par_iter()
        .map(|page| match &page.gold {
            Label::Pair(pair) => (of_pair(knowledge, pair, &page.sentences), Vec::new()),
            Label::Snippet(snippet, label) => (
                Vec::new(),
                of_snippet(knowledge, snippet, label, &page.sentences),
            ),
            Label::News(news) => of_news(knowledge, news, &page.sentences),
            Label::Report(report) => (of_report(knowledge, report, &page.sentences), Vec::new()),
        })
        .collect();
    let (plover, acled): (Vec<_>, Vec<_>) = taught.into_iter().unzip();
    let plover = scaled(plover.into_iter().flatten().collect());
    let acled = balanced(scaled(acled.into_iter().flatten().collect()));
    vec![
        (LearnedClasses::Plover, sort(plover, PLOVER)),
        (LearnedClasses::Acled, sort(acled, ACLED)),
    ]
}

/// The weights for each part of the texts, learned from the other parts.
pub(crate) fn folds(knowledge: &Knowledge, library: &Library) -> Vec<Tables> {
    let pages = library.pages(knowledge);
    let parts: Vec<Vec<usize>> = pages
        .iter()
        .map(|pages| parts(pages.iter().map(Page::text)))
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

/// Puts a learned table into `knowledge`.
pub(crate) fn put(knowledge: &mut Knowledge, what: LearnedClasses, table: &ClassTable) {
    knowledge.relearn_classes(what, Classes::of(table.weights()));
}

/// A deed, and the names of the classes that are right for it.
struct Lesson {
    features: marsad::knowledge::weights::Listed,
    right: Vec<String>,
    weight: f64,
    /// Whether nobody judged it.
    unjudged: bool,
}

/// The deeds of a sentence that have most of its marked parties.
fn of_pair(knowledge: &Knowledge, pair: &Pair, sentences: &Sentences) -> Vec<Lesson> {
    let deeds = training::kinds(knowledge, pair.document(), sentences);
    let most = deeds
        .iter()
        .map(|deed| sides(pair, deed))
        .max()
        .unwrap_or(0);
    if most == 0 {
        return Vec::new();
    }
    let meant: Vec<KindQuestion> = deeds
        .into_iter()
        .filter(|deed| sides(pair, deed) == most)
        .collect();
    let weight = 1.0 / meant.len() as f64;
    let lesson = |deed: KindQuestion| {
        let types = action::types(&pair.root);
        // Of the two types that the corpus does not tell apart, the pattern's is the one.
        let ruled = deed.ruled.filter(|ruled| types.contains(&ruled.as_str()));
        Lesson {
            features: deed.features,
            right: ruled.map_or_else(
                || types.iter().map(|name| (*name).to_owned()).collect(),
                |ruled| vec![ruled.to_string()],
            ),
            weight,
            unjudged: false,
        }
    };
    meant.into_iter().map(lesson).collect()
}

fn sides(pair: &Pair, deed: &KindQuestion) -> usize {
    let targets = if deed.targets.is_empty() {
        &deed.actors
    } else {
        &deed.targets
    };
    let met = |spans: &[Span], marked: &[Span]| {
        spans
            .iter()
            .any(|span| marked.iter().any(|other| other.overlaps(*span)))
    };
    usize::from(met(&deed.actors, &pair.source)) + usize::from(met(targets, &pair.target))
}

fn of_snippet(
    knowledge: &Knowledge,
    snippet: &Snippet,
    label: &str,
    sentences: &Sentences,
) -> Vec<Lesson> {
    let deeds = training::kinds(knowledge, snippet.document(), sentences);
    let lesson = |(at, deed): (usize, KindQuestion)| {
        let mut features = deed.features;
        features.0.extend(deed.more.0);
        Lesson {
            features,
            right: vec![label.to_owned()],
            weight: if at == 0 { 1.0 } else { LATER },
            unjudged: false,
        }
    };
    deeds.into_iter().enumerate().map(lesson).collect()
}

/// What judged words teach.
fn of_report(knowledge: &Knowledge, report: &Report, sentences: &Sentences) -> Vec<Lesson> {
    let deeds = training::kinds(knowledge, report.document(), sentences);
    let judged = deeds.into_iter().filter_map(|deed| {
        let (_, root) = report
            .deeds
            .iter()
            .find(|(span, _)| span.overlaps(deed.trigger))?;
        let right = action::types(root).into_iter().map(str::to_owned);
        Some(Lesson {
            features: deed.features,
            right: right.collect(),
            weight: JUDGED,
            unjudged: false,
        })
    });
    judged.collect()
}

/// What news teaches: a deed that no pattern knows is of no kind, as far as anybody said.
fn of_news(
    knowledge: &Knowledge,
    news: &Places,
    sentences: &Sentences,
) -> (Vec<Lesson>, Vec<Lesson>) {
    let deeds = training::kinds(knowledge, news.document(), sentences);
    let every = deeds
        .into_iter()
        .enumerate()
        .filter(|(at, _)| at % ONE_IN == 0);
    let (mut plover, mut acled) = (Vec::new(), Vec::new());
    for (_, deed) in every {
        let lesson = |features| Lesson {
            features,
            right: vec![ELSEWHERE.to_owned()],
            weight: 1.0,
            unjudged: true,
        };
        let mut all = deed.features.clone();
        all.0.extend(deed.more.0);
        acled.push(lesson(all));
        if deed.ruled.is_none() {
            plover.push(lesson(deed.features));
        }
    }
    (plover, acled)
}

/// The same lessons, those of the news weighing together what they should beside the others.
fn scaled(mut lessons: Vec<Lesson>) -> Vec<Lesson> {
    let mass = |news: bool| -> f64 {
        let part = lessons.iter().filter(|lesson| lesson.unjudged == news);
        part.map(|lesson| lesson.weight).sum()
    };
    let scale = NEWS * mass(false) / mass(true).max(1.0);
    for lesson in lessons.iter_mut().filter(|lesson| lesson.unjudged) {
        lesson.weight *= scale;
    }
    lessons
}

/// The same lessons, rare classes weighing as much as common ones.
fn balanced(mut lessons: Vec<Lesson>) -> Vec<Lesson> {
    let mut masses: BTreeMap<&str, f64> = BTreeMap::new();
    for lesson in &lessons {
        *masses.entry(&lesson.right[0]).or_default() += lesson.weight;
    }
    let mean = masses.values().sum::<f64>() / masses.len().max(1) as f64;
    let scales: Vec<f64> = lessons
        .iter()
        .map(|lesson| mean / masses[lesson.right[0].as_str()])
        .collect();
    for (lesson, scale) in lessons.iter_mut().zip(scales) {
        lesson.weight *= scale;
    }
    lessons
}

fn sort(lessons: Vec<Lesson>, settings: Settings) -> ClassTable {
    let lessons = lessons.into_iter().map(|lesson| classes::Lesson {
        features: lesson.features,
        right: lesson.right,
        weight: lesson.weight,
    });
    ClassTable::learn(lessons.collect(), settings)
}
