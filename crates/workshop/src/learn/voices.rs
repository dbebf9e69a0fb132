//! How is it learned who says what?
//!
//! In: texts in which people marked attributions. Out: the tables `models/en/cues.tsv`,
//! `sources.tsv`, `contents.tsv` and `continuations.tsv`. Invariant: the half that is scored teaches nothing.

use marsad::knowledge::{Knowledge, Learned, LearnedClasses};
use marsad::sentence;
use marsad::training::{self, Marked, VoiceQuestions};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::descent::{Question, Settings, Sorted, learn, learn_classes};
use super::{Table, kinds};
use crate::gold::Gold as _;
use crate::gold::voice::Voices;

const CUES: Settings = Settings {
    seen: 6,
    penalty: 5.0,
    steps: 120,
};
const SOURCES: Settings = Settings {
    seen: 3,
    penalty: 3.0,
    steps: 150,
};
const CONTENTS: Settings = Settings {
    seen: 4,
    penalty: 3.0,
    steps: 120,
};
const CONTINUATIONS: Settings = Settings {
    seen: 3,
    penalty: 1.0,
    steps: 200,
};

/// A weight smaller than this is left out: so many small ones cost more to carry than they tell.
const LEAST: f32 = 0.03;

/// What is learned together.
pub(crate) struct Tables {
    pub(crate) weights: Vec<(Learned, Table)>,
    pub(crate) contents: (LearnedClasses, kinds::Table),
}

/// Learns all four tables.
pub(crate) fn train(knowledge: &Knowledge, texts: &[Voices]) -> Tables {
    let asked = |text: &Voices| -> VoiceQuestions {
        let document = text.document();
        let sentences = sentence::read(knowledge, document);
        let marked: Vec<Marked> = text
            .attributions
            .iter()
            .map(|said| Marked {
                cue: said.cue.clone(),
                source: said.source.clone(),
                content: said.content.clone(),
            })
            .collect();
        training::voices(knowledge, document, &sentences, &marked)
    };
    let asked: Vec<VoiceQuestions> = texts.par_iter().map(asked).collect();
    let (mut cues, mut sources, mut contents, mut continuations) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for questions in asked {
        let yes_or_no = |(features, holds)| Question::yes_or_no(features, holds);
        cues.extend(questions.cues.into_iter().map(yes_or_no));
        continuations.extend(questions.continuations.into_iter().map(yes_or_no));
        contents.extend(questions.contents);
        sources.extend(questions.sources.into_iter().map(|answers| {
            let (answers, right) = answers.into_iter().unzip();
            Question {
                answers,
                right,
                weight: 1.0,
            }
        }));
    }
    let weights = |questions: Vec<Question>, settings| {
        let mut table = learn(&questions, settings);
        table.retain(|_, weight| weight.abs() >= LEAST);
        table
    };
    Tables {
        weights: vec![
            (Learned::Cues, weights(cues, CUES)),
            (Learned::Sources, weights(sources, SOURCES)),
            (
                Learned::Continuations,
                weights(continuations, CONTINUATIONS),
            ),
        ],
        contents: (LearnedClasses::Contents, sort(contents)),
    }
}

fn sort(questions: Vec<(marsad::knowledge::weights::Listed, &'static str)>) -> kinds::Table {
    let mut classes: Vec<&str> = questions.iter().map(|(_, class)| *class).collect();
    classes.sort_unstable();
    classes.dedup();
    let number = |name: &str| classes.binary_search(&name).unwrap_or_default();
    let sorted: Vec<Sorted> = questions
        .into_iter()
        .map(|(features, class)| Sorted {
            features,
            right: vec![number(class)],
            weight: 1.0,
        })
        .collect();
    let mut rows = learn_classes(&sorted, classes.len(), CONTENTS);
    for (_, row) in &mut rows {
        for weight in row.iter_mut().filter(|weight| weight.abs() < LEAST) {
            *weight = 0.0;
        }
    }
    rows.retain(|(_, row)| row.iter().any(|weight| *weight != 0.0));
    kinds::Table {
        classes: classes.into_iter().map(str::to_owned).collect(),
        rows,
    }
}
