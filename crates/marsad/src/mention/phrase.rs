//! How far does a noun phrase reach?

use std::ops::Range;

use crate::{
    sentence::{Sentences, Tree},
    terms::Span,
};

/// The labels of what stands before a noun and belongs to it.
const BEFORE: &[&str] = &[
    "det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "advmod",
    "npadvmod", "case", "punct", "neg", "cc", "conj", "preconj", "appos", "prep", "pobj",
];

/// The noun at `head` with what stands before it and belongs to it, without what
/// follows ("the army" of "the army supported by Russian forces").
pub(crate) fn core(tree: &Tree<'_>, head: usize) -> Range<usize> {
    let mut first = head;
    for &child in tree.children(head) {
        // "overnight and Syrian warplanes": an adverb is no part of a noun phrase, whatever
        // the parser coordinated with it.
        if tree.token(child).tag.starts_with("RB") {
            let joined = tree
                .with_dep(child, &["conj"])
                .map(|other| tree.extent(other).start)
                .min();
            first = first.min(joined.unwrap_or(head));
            continue;
        }
        if child < head
            && BEFORE.contains(&tree.token(child).dep.as_str())
            && tree.token(child).dep != "punct"
        {
            first = first.min(tree.extent(child).start);
        }
    }
    // A comma or bracket at the front belongs to what came before.
    while first < head && (tree.token(first).pos == "PUNCT" || tree.token(first).dep == "cc") {
        first += 1;
    }
    first..head + 1
}

/// The words from the first to the last of a range of tokens, in the original text.
pub(crate) fn span(sentences: &Sentences, tokens: &Range<usize>) -> Span {
    let words = &sentences.tokens[tokens.clone()];
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}

/// The words of a range of tokens as the models read them, one space between two,
/// none before a clitic.
pub(crate) fn words(sentences: &Sentences, tokens: &Range<usize>) -> String {
    let mut joined = String::new();
    for token in &sentences.tokens[tokens.clone()] {
        let clitic =
            token.text.starts_with(['\'', '’', '-', '.', ',', ')']) || joined.ends_with(['-', '(']);
        if !joined.is_empty() && !clitic {
            joined.push(' ');
        }
        joined.push_str(&token.text);
    }
    joined
}

/// The token of a range that governs the others: the first whose head lies outside.
pub(crate) fn head_of(sentences: &Sentences, tokens: &Range<usize>) -> usize {
    let outside = |&at: &usize| {
        let head = sentences.tokens[at].head;
        head == at || !tokens.contains(&head)
    };
    tokens.clone().rev().find(outside).unwrap_or(tokens.start)
}

/// Which of several runs of tokens holds a token; runs may not overlap.
pub(crate) struct Cover(Vec<Option<usize>>);

impl Cover {
    /// Nothing covered, for a document of so many tokens.
    pub(crate) fn new(tokens: usize) -> Self {
        Self(vec![None; tokens])
    }

    /// Covers a run, as number `index`.
    pub(crate) fn add(&mut self, tokens: &Range<usize>, index: usize) {
        self.0[tokens.clone()].fill(Some(index));
    }

    /// The number of the run that holds a token.
    pub(crate) fn at(&self, token: usize) -> Option<usize> {
        self.0[token]
    }

    /// Whether no token of a run is covered.
    pub(crate) fn is_clear(&self, tokens: &Range<usize>) -> bool {
        self.0[tokens.clone()].iter().all(Option::is_none)
    }
}
