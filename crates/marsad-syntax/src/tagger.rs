//! Which of a fixed set of labels does each word get?
//!
//! In come the rows of the tokens, out comes the number of the best label for
//! each. Tags and universal features are both given in this way.
//!
//! Invariant: of labels with equal scores the first wins.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::archive::Archive;
use crate::doc::Doc;
use crate::error::Error;
use crate::kernel::{Activation, Dense};
use crate::lemmatizer::Existing;
use crate::tok2vec::dense;

/// What the labels mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Labels {
    /// Fine-grained tags.
    Tags(Vec<String>),
    /// Universal part of speech and features.
    Morphology(Vec<(String, String)>),
}

impl Labels {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Tags(labels) => labels.len(),
            Self::Morphology(labels) => labels.len(),
        }
    }
}

/// A component that labels each word.
pub(crate) struct Tagger {
    score: Dense,
    labels: RuntimeLabels,
    existing: Existing,
}

enum RuntimeLabels {
    Tags(Vec<SmolStr>),
    Morphology(Vec<(SmolStr, SmolStr)>),
}

impl Tagger {
    /// Reads the component whose sections begin with `name`, for token rows of
    /// `width` numbers.
    pub(crate) fn load(
        archive: &Archive,
        name: &str,
        width: usize,
        labels: &Labels,
        existing: Existing,
    ) -> Result<Self, Error> {
        let score = dense(
            archive,
            &format!("{name}/score"),
            Activation::Linear,
            width,
            labels.count(),
        )?;
        let labels = match labels {
            Labels::Tags(labels) => RuntimeLabels::Tags(labels.iter().map(SmolStr::new).collect()),
            Labels::Morphology(labels) => RuntimeLabels::Morphology(
                labels
                    .iter()
                    .map(|(pos, morph)| (SmolStr::new(pos), SmolStr::new(morph)))
                    .collect(),
            ),
        };
        Ok(Self {
            score,
            labels,
            existing,
        })
    }

    /// Labels the tokens of a text, whose rows are given.
    pub(crate) fn apply(&self, rows: &[f32], doc: &mut Doc) {
        let mut scores = vec![0.0; doc.tokens.len() * self.score.outputs()];
        self.score
            .apply(rows, self.score.inputs(), doc.tokens.len(), &mut scores);
        let scores = scores.chunks_exact(self.score.outputs().max(1));
        let replace = self.existing == Existing::Replaced;
        for (token, scores) in doc.tokens.iter_mut().zip(scores) {
            let best = greatest(scores);
            match &self.labels {
                RuntimeLabels::Tags(labels) => {
                    if replace || token.tag.is_empty() {
                        token.tag = labels[best].clone();
                    }
                }
                RuntimeLabels::Morphology(labels) => {
                    let (pos, morph) = &labels[best];
                    if replace || token.morph.is_empty() {
                        token.morph = morph.clone();
                    }
                    if replace || token.pos.is_empty() {
                        token.pos = pos.clone();
                    }
                }
            }
        }
    }
}

fn greatest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}
