//! What a pipeline says about one text: tokens, tree and entities.

use std::ops::Range;

use smol_str::SmolStr;

/// A text with everything that the pipeline found in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doc {
    /// The text that was parsed; all offsets are bytes into it.
    pub text: String,
    /// The tokens in order. Tokens and the spaces after them concatenate to the text.
    pub tokens: Vec<Token>,
    /// Named entities in order; they never overlap.
    pub entities: Vec<Entity>,
}

/// One token with its analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// First byte of the token in [`Doc::text`].
    pub start: usize,
    /// One past the last byte of the token.
    pub end: usize,
    /// Whether a single space follows, which belongs to no token.
    pub space_after: bool,
    /// The normalised form that the embedding reads ("'s" of "it's" may be "is").
    pub norm: SmolStr,
    /// Fine-grained tag (XPOS; for English, Penn Treebank).
    pub tag: SmolStr,
    /// Universal part of speech (UPOS).
    pub pos: SmolStr,
    /// Universal features, `Name=Value|…` sorted, or empty.
    pub morph: SmolStr,
    /// The dictionary form.
    pub lemma: SmolStr,
    /// Index of the token that governs this one; a root governs itself.
    pub head: usize,
    /// Dependency label as spaCy prints it (a root has "ROOT").
    pub dep: SmolStr,
    /// Whether a sentence starts here.
    pub sentence_start: bool,
}

/// A named entity: a run of tokens with a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Token indices.
    pub tokens: Range<usize>,
    /// The model's label, for example "GPE".
    pub label: SmolStr,
}

impl Doc {
    /// The words of one token, without the space after it.
    pub fn token_text(&self, index: usize) -> &str {
        let token = &self.tokens[index];
        &self.text[token.start..token.end]
    }

    /// The sentences as ranges of token indices, in order, covering every token.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut starts: Vec<usize> = (0..self.tokens.len())
            .filter(|&i| i == 0 || self.tokens[i].sentence_start)
            .collect();
        starts.push(self.tokens.len());
        starts
            .windows(2)
            .filter(|w| w[0] < w[1])
            .map(|w| w[0]..w[1])
            .collect()
    }
}
