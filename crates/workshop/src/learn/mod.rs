//! What does marsad learn from texts that people annotated?
//!
//! In: the development halves of the corpora. Out: the tables of weights in
//! `data/models/en/`, and for the scores the same tables learned without the documents
//! that are scored. Invariant: no score of this project comes from weights that were
//! learned from the document scored.

mod classes;
mod descent;
pub(crate) mod kinds;
pub(crate) mod places;
mod voices;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use marsad::knowledge::{Learned, LearnedClasses};
use serde::de::DeserializeOwned;

use crate::gold;
use crate::score::knowledge;

/// Weights by feature.
pub(crate) type Table = BTreeMap<String, f32>;

/// The tables that are learned together.
pub(crate) type Tables = Vec<(Learned, Table)>;

/// What `workshop train` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder in which corpora/ lies
    #[arg(long)]
    shared: PathBuf,
    /// The folder of what marsad knows, which the tables are written to
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The folder of gold of our own
    #[arg(long, default_value = "eval")]
    eval: PathBuf,
    /// Learn only this
    #[arg(long)]
    only: Option<Subject>,
}

/// What is learned together.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Subject {
    /// Of what kind deeds are
    Kinds,
    /// Where places are
    Places,
    /// Who says what
    Voices,
}

/// The corpora that teach where places are.
pub(crate) const PLACES: [&str; 2] = ["places/lgl", "places/geowebnews"];

/// The corpus that teaches where deeds happen.
pub(crate) const SCENES: &str = "event-places/halterman";

/// The corpus of records, which teaches the names of places in reports of war.
pub(crate) const RECORDS: &str = "records/atrocities";

/// The corpus that teaches PLOVER's types, and the one that teaches ACLED's.
pub(crate) const PAIRS: &str = "actions/plover-pairs";
pub(crate) const SNIPPETS: &str = "actions/acled-snippets";

/// The half of the corpus of attributions that teaches who says what.
pub(crate) const VOICES: &str = "voices/polnear-train";

/// The corpus that teaches of how many kinds deeds are not.
pub(crate) const NEWS: &str = "places/lgl";

/// The corpus of war reports in which deeds were judged.
pub(crate) const REPORTS: &str = "syria/reports";

fn present<T: DeserializeOwned>(corpora: &Path, corpus: &str) -> Result<Vec<T>> {
    gold::read(corpora, corpus)?
        .with_context(|| format!("{corpus} is not in {}", corpora.display()))
}

/// Learns every table from all that there is and writes it.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let wanted = |subject| arguments.only.is_none_or(|only| only == subject);
    if wanted(Subject::Kinds) {
        learn_kinds(arguments)?;
    }
    if wanted(Subject::Places) {
        learn_places(arguments)?;
    }
    if wanted(Subject::Voices) {
        learn_voices(arguments)?;
    }
    Ok(())
}

fn learn_kinds(arguments: &Arguments) -> Result<()> {
    let corpora = arguments.shared.join("corpora");
    let knowledge = knowledge::load(&arguments.data)?;
    let library = kinds::Library::new(
        present(&corpora, PAIRS)?,
        present(&corpora, SNIPPETS)?,
        gold::action::SubEvents::read(&arguments.eval)?,
        present(&corpora, NEWS)?,
        gold::deed::judged(&arguments.eval, present(&corpora, REPORTS)?)?,
    );
    let pages = library.pages(&knowledge);
    let pages: Vec<&kinds::Page<'_>> = pages.iter().flatten().collect();
    for (what, table) in kinds::train(&knowledge, &pages) {
        write_classes(&arguments.data, what, &table)?;
    }
    Ok(())
}

fn learn_places(arguments: &Arguments) -> Result<()> {
    let corpora = arguments.shared.join("corpora");
    let mut knowledge = knowledge::load(&arguments.data)?;
    let mut toponyms = Vec::new();
    for corpus in PLACES {
        toponyms.push(present(&corpora, corpus)?);
    }
    let library = places::Library::new(
        toponyms,
        present(&corpora, SCENES)?,
        present(&corpora, RECORDS)?,
    );
    let pages = library.pages(&knowledge);
    let pages: Vec<&places::Page<'_>> = pages.iter().flatten().collect();
    for (what, table) in places::train(&mut knowledge, &pages) {
        write(&arguments.data, what, &table)?;
    }
    Ok(())
}

fn learn_voices(arguments: &Arguments) -> Result<()> {
    let corpora = arguments.shared.join("corpora");
    let knowledge = knowledge::load(&arguments.data)?;
    let tables = voices::train(&knowledge, &present(&corpora, VOICES)?);
    for (what, table) in &tables.weights {
        write(&arguments.data, *what, table)?;
    }
    let (what, table) = &tables.contents;
    write_classes(&arguments.data, *what, table)
}

/// What teaches who says what.
const POLNEAR: &str = "PolNeAR (Newell and others 2018, its training part)";

fn write(data: &Path, what: Learned, table: &Table) -> Result<()> {
    let (question, corpora) = match what {
        Learned::PlaceNames => (
            "which words are names of places",
            "LGL, GeoWebNews, Halterman's event locations and PITF Worldwide Atrocities",
        ),
        Learned::PlaceChoices => (
            "which of several places a name means",
            "LGL, GeoWebNews and PITF Worldwide Atrocities",
        ),
        Learned::EventPlaces => (
            "which of the places named is where a deed happened",
            "Halterman's event locations",
        ),
        Learned::Cues => ("which words say that something is said", POLNEAR),
        Learned::Sources => (
            "which of the words around a cue are for whoever says it",
            POLNEAR,
        ),
        Learned::Continuations => ("whether what is said goes on in the next sentence", POLNEAR),
    };
    let mut text = format!(
        "# What: how much each sign counts for {question}: a feature, a tab, its weight.\n\
         # Whence: learned from the development halves of {corpora}; no text of theirs is in it.\n\
         # Licence: as the project (MIT OR Apache-2.0).\n\
         # Made how: `workshop train --shared DIR`; the features are told in crates/marsad/src.\n"
    );
    for (feature, weight) in table {
        writeln!(text, "{feature}\t{weight}")?;
    }
    let path = data.join(what.file());
    println!("{:>8} weights in {}", table.len(), path.display());
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn write_classes(data: &Path, what: LearnedClasses, table: &classes::ClassTable) -> Result<()> {
    let (question, corpus) = match what {
        LearnedClasses::Plover => (
            "a type of PLOVER",
            "Hu and others' pairs of parties (their training half) and our judgements of FA-KES",
        ),
        LearnedClasses::Acled => ("a sub-event type of ACLED", "CASE 2021's snippets"),
        LearnedClasses::Contents => (
            "a part of a sentence to be said, not to be, or mixed",
            POLNEAR,
        ),
    };
    let mut text = format!(
        "# What: how much each sign counts for {question}, in hundredths: a feature, then a column for each\n\
         #   class. A class with a hyphen before it lies outside the ontology.\n\
         # Whence: learned from the development half of {corpus}; no text of theirs is in it.\n\
         # Licence: as the project (MIT OR Apache-2.0).\n\
         # Made how: `workshop train --shared DIR`; the features are told in crates/marsad/src.\n"
    );
    writeln!(text, "feature\t{}", table.classes.join("\t"))?;
    for (feature, row) in &table.rows {
        let columns = row
            .iter()
            .map(|weight| match (weight * 100.0).round() as i32 {
                0 => String::new(),
                hundredths => hundredths.to_string(),
            });
        let columns: Vec<String> = columns.collect();
        writeln!(text, "{feature}\t{}", columns.join("\t").trim_end())?;
    }
    let path = data.join(what.file());
    println!("{:>8} features in {}", table.rows.len(), path.display());
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// In how many parts the documents are parted for scores: the weights that read one part
/// were learned from the others.
pub(crate) const FOLDS: usize = 5;

/// The part that each of some texts is in. Items that share a text are in one part: a corpus may ask
/// several questions of one sentence, and none may be answered by having seen another.
pub(crate) fn parts<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    texts
        .map(|text| {
            let next = known.len();
            *known.entry(text).or_insert(next) % FOLDS
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_is_in_one_part() {
        let texts = ["a", "b", "a", "c", "d", "e", "f", "b"];
        assert_eq!(parts(texts.into_iter()), [0, 1, 0, 2, 3, 4, 0, 1]);
    }
}
