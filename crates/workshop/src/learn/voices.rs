//! How is it learned who says what?
//!
//! In: texts in which people marked attributions. Out: the tables `models/en/cues.tsv`,
//! `sources.tsv`, `contents.tsv` and `continuations.tsv`. Invariant: the half that is scored teaches nothing.

use marsad::knowledge::{Knowledge, Learned, LearnedClasses};
use marsad::sentence;
use marsad::training::{self, Marked, VoiceQuestions};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::Table;
use super::classes::{ClassTable, Lesson};
use super::descent::{Question, Settings, learn};
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
    pub(crate) contents: (LearnedClasses, ClassTable),
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
        contents.extend(
            questions
                .contents
                .into_iter()
                .map(|(features, class)| Lesson {
                    features,
                    right: vec![class.to_owned()],
                    weight: 1.0,
                }),
        );
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
    let contents = ClassTable::learn(contents, CONTENTS).without_small(LEAST);
    Tables {
        weights: vec![
            (Learned::Cues, weights(cues, CUES)),
            (Learned::Sources, weights(sources, SOURCES)),
            (
                Learned::Continuations,
                weights(continuations, CONTINUATIONS),
            ),
        ],
        contents: (LearnedClasses::Contents, contents),
    }
}
