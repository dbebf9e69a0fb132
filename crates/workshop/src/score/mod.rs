//! How good are marsad's answers?
//!
//! In: the files of `data/`, corpora that people annotated, and the floors. Out: a table
//! with one line for each score, and a failure where one fell below its floor.
//! Invariant: the same data and corpora give the same table on any number of threads.
//! One file per stage of the path, named as in the library.

mod action;
mod actor;
mod event;
mod event_place;
mod floor;
mod funnel;
mod ged;
mod items;
pub(crate) mod knowledge;
mod place;
mod record;
mod sentence;
mod table;
mod tally;
mod time;
mod voice;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use anyhow::{Context, Result, anyhow, bail};
use marsad::reading::{Reader, Reading};
use rayon::iter::{IntoParallelRefIterator as _, ParallelExtend as _, ParallelIterator as _};
use serde::de::DeserializeOwned;

use crate::gold::{self, Gold};
use crate::learn;
use table::{Outcome, Table, Verdict};
use tally::Tally;

/// What `workshop score` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder in which corpora/ lies; without it only the repository's own gold is scored
    #[arg(long)]
    shared: Option<PathBuf>,
    /// Fail where a score lies below its floor in eval/floors.toml
    #[arg(long)]
    check: bool,
    /// Score only what has this in its name: "places", "halterman"
    #[arg(long)]
    only: Option<String>,
    /// Write the table to eval/scores.md
    #[arg(long, requires = "shared", conflicts_with = "only")]
    write: bool,
    /// The folder of what marsad knows
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The folder of floors and gold of our own
    #[arg(long, default_value = "eval")]
    eval: PathBuf,
}

/// A corpus and who scores it.
struct Scorer {
    /// Its path below `corpora/`, without the ending; also the name of its scores.
    corpus: &'static str,
    score: fn(&Bench<'_>, &str) -> Result<Option<Verdict>>,
}

/// Every scorer, in the order of the path.
const SCORERS: [Scorer; 12] = [
    scorer(sentence::CORPUS, sentence::score),
    scorer("places/lgl", place::score),
    scorer("places/geowebnews", place::score),
    scorer("actors/re3d", actor::score),
    scorer("times/timebank", time::score),
    scorer("event-places/halterman", event_place::score),
    scorer("actions/plover-pairs", action::pairs),
    scorer("actions/acled-snippets", action::snippets),
    scorer("records/atrocities", record::score),
    scorer("voices/polnear-dev", voice::score),
    scorer("syria/reports", event::score),
    scorer(ged::CORPUS, ged::score),
];

const fn scorer(
    corpus: &'static str,
    score: fn(&Bench<'_>, &str) -> Result<Option<Verdict>>,
) -> Scorer {
    Scorer { corpus, score }
}

/// What scorers work with.
struct Bench<'k> {
    knowledge: &'k marsad::knowledge::Knowledge,
    eval: &'k Path,
    corpora: Option<PathBuf>,
    /// Knowledge of their own for weights that were learned without what is scored.
    places: Relearned<learn::Tables>,
    kinds: Relearned<learn::kinds::Tables>,
}

/// Knowledge, and what was learned without each part of the documents, once somebody asked.
struct Relearned<T> {
    knowledge: Mutex<marsad::knowledge::Knowledge>,
    folds: OnceLock<Vec<T>>,
}

impl<T> Relearned<T> {
    fn new(knowledge: marsad::knowledge::Knowledge) -> Self {
        Self {
            knowledge: Mutex::new(knowledge),
            folds: OnceLock::new(),
        }
    }

    /// What `judge` finds in each item, in their order, read with what was learned from the
    /// other parts of the documents.
    fn each<G: Gold + Sync, R: Send>(
        &self,
        items: &[G],
        learn: impl FnOnce(&mut marsad::knowledge::Knowledge) -> Result<Vec<T>>,
        put: impl Fn(&mut marsad::knowledge::Knowledge, &T),
        judge: impl Fn(&G, &Reading) -> R + Sync,
    ) -> Result<Vec<R>> {
        let mut knowledge = self
            .knowledge
            .lock()
            .map_err(|_| anyhow!("a scorer failed"))?;
        let folds = match self.folds.get() {
            Some(folds) => folds,
            None => {
                let folds = learn(&mut knowledge)?;
                self.folds.get_or_init(|| folds)
            }
        };
        let texts = items.iter().map(|item| item.document().text.as_str());
        let parts = learn::parts(texts);
        let mut found: Vec<(usize, R)> = Vec::new();
        for (fold, tables) in folds.iter().enumerate() {
            put(&mut knowledge, tables);
            let reader = Reader::new(&knowledge);
            let part: Vec<(usize, &G)> = items
                .iter()
                .enumerate()
                .filter(|(at, _)| parts[*at] == fold)
                .collect();
            let judged = part
                .par_iter()
                .map(|(at, item)| (*at, judge(item, &reader.read(item.document()))));
            found.par_extend(judged);
        }
        found.sort_by_key(|(at, _)| *at);
        Ok(found.into_iter().map(|(_, judged)| judged).collect())
    }
}

impl Bench<'_> {
    /// The items of a corpus; `None` where it is absent.
    fn gold<T: DeserializeOwned>(&self, corpus: &str) -> Result<Option<Vec<T>>> {
        let corpora = self.corpora.as_deref();
        Ok(corpora
            .map(|corpora| gold::read(corpora, corpus))
            .transpose()?
            .flatten())
    }

    /// Reads every item and adds up what `judge` finds, on all threads. Counts add up to
    /// the same in any order.
    fn sum<G: Gold + Sync, T: Tally + Send>(
        &self,
        items: &[G],
        judge: impl Fn(&G, &Reading) -> T + Sync,
    ) -> T {
        let reader = Reader::new(self.knowledge);
        items
            .par_iter()
            .map(|item| judge(item, &reader.read(item.document())))
            .reduce(T::default, Tally::plus)
    }

    /// What `judge` finds in each item, in their order.
    fn each<G: Gold + Sync, R: Send>(
        &self,
        items: &[G],
        judge: impl Fn(&G, &Reading) -> R + Sync,
    ) -> Vec<R> {
        let reader = Reader::new(self.knowledge);
        items
            .par_iter()
            .map(|item| judge(item, &reader.read(item.document())))
            .collect()
    }

    /// What `judge` finds in each item, in their order, read with weights for places that
    /// were learned without it.
    fn each_by_places<G: Gold + Sync, R: Send>(
        &self,
        items: &[G],
        judge: impl Fn(&G, &Reading) -> R + Sync,
    ) -> Result<Vec<R>> {
        let learn = |knowledge: &mut _| {
            let gold = learn::PLACES.map(|corpus| self.gold(corpus));
            let gold: Vec<_> = gold.into_iter().collect::<Result<Vec<_>>>()?;
            let scenes = self.gold(learn::SCENES)?.unwrap_or_default();
            let records = self.gold(learn::RECORDS)?.unwrap_or_default();
            let gold = gold.into_iter().flatten().collect();
            let library = learn::places::Library::new(gold, scenes, records);
            Ok(learn::places::folds(knowledge, &library))
        };
        let put = |knowledge: &mut _, tables: &learn::Tables| {
            for (what, table) in tables {
                learn::places::put(knowledge, *what, table);
            }
        };
        self.places.each(items, learn, put, judge)
    }

    /// The same with what was learned about kinds of deeds.
    fn each_by_kinds<G: Gold + Sync, R: Send>(
        &self,
        items: &[G],
        judge: impl Fn(&G, &Reading) -> R + Sync,
    ) -> Result<Vec<R>> {
        let learn = |knowledge: &mut _| {
            let pairs = self.gold(learn::PAIRS)?.unwrap_or_default();
            let snippets = self.gold(learn::SNIPPETS)?.unwrap_or_default();
            let sub_events = gold::action::SubEvents::read(self.eval)?;
            let news = self.gold(learn::NEWS)?.unwrap_or_default();
            let reports = self.gold(learn::REPORTS)?.unwrap_or_default();
            let reports = gold::deed::judged(self.eval, reports)?;
            let library = learn::kinds::Library::new(pairs, snippets, sub_events, news, reports);
            Ok(learn::kinds::folds(knowledge, &library))
        };
        let put = |knowledge: &mut _, tables: &learn::kinds::Tables| {
            for (what, table) in tables {
                learn::kinds::put(knowledge, *what, table);
            }
        };
        self.kinds.each(items, learn, put, judge)
    }
}

/// Scores, prints, and where asked checks and writes.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let floors = floor::read(&arguments.eval.join("floors.toml"))?;
    let unknown = floors
        .keys()
        .find(|corpus| SCORERS.iter().all(|scorer| scorer.corpus != *corpus));
    if let Some(corpus) = unknown {
        bail!("floors.toml: there is no scorer of {corpus}");
    }
    let knowledge = knowledge::load(&arguments.data)?;
    let bench = Bench {
        knowledge: &knowledge,
        eval: &arguments.eval,
        corpora: arguments
            .shared
            .as_ref()
            .map(|shared| shared.join("corpora")),
        places: Relearned::new(knowledge::load(&arguments.data)?),
        kinds: Relearned::new(knowledge::load(&arguments.data)?),
    };
    let wanted = |scorer: &&Scorer| {
        let only = arguments.only.as_deref();
        only.is_none_or(|only| scorer.corpus.contains(only))
    };
    let mut table = Table::new(knowledge.version());
    for scorer in SCORERS.iter().filter(wanted) {
        let verdict = (scorer.score)(&bench, scorer.corpus).context(scorer.corpus)?;
        let outcome = verdict.map_or(Outcome::Absent, Outcome::Scored);
        print!("{}", table.push(scorer.corpus, outcome));
    }
    if let Some(shared) = arguments
        .shared
        .as_ref()
        .filter(|_| !table.scored_beyond(sentence::CORPUS))
    {
        println!("nothing of {} was scored", shared.display());
    }
    if arguments.write {
        let path = arguments.eval.join("scores.md");
        let text = table.markdown(&floors);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        items::write(&arguments.eval, &table)?;
    }
    if arguments.check {
        items::check(&arguments.eval, &table)?;
        floor::check(&floors, &table)?;
    }
    Ok(())
}
