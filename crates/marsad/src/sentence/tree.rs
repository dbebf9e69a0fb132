//! Which word hangs on which, walked downwards.

use super::{Sentences, Token};

/// The tree of a document's tokens with the children of each at hand.
///
/// Invariant: children stand in text order, and a root is nobody's child.
#[derive(Clone, Debug)]
pub(crate) struct Tree<'s> {
    tokens: &'s [Token],
    children: Vec<Vec<usize>>,
}

impl<'s> Tree<'s> {
    /// The tree of a document.
    pub(crate) fn of(sentences: &'s Sentences) -> Self {
        let tokens = &sentences.tokens;
        let mut children = vec![Vec::new(); tokens.len()];
        for (at, token) in tokens.iter().enumerate() {
            if token.head != at {
                children[token.head].push(at);
            }
        }
        Self { tokens, children }
    }

    /// The token at an index.
    pub(crate) fn token(&self, at: usize) -> &'s Token {
        &self.tokens[at]
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The tokens that hang directly on one, in text order.
    pub(crate) fn children(&self, at: usize) -> &[usize] {
        &self.children[at]
    }

    /// Those of its children that hang on it with one of these labels.
    pub(crate) fn with_dep<'t>(
        &'t self,
        at: usize,
        deps: &'t [&str],
    ) -> impl Iterator<Item = usize> + 't {
        self.children[at]
            .iter()
            .copied()
            .filter(move |&child| deps.contains(&self.tokens[child].dep.as_str()))
    }

    /// What governs a token; `None` for a root.
    pub(crate) fn head(&self, at: usize) -> Option<usize> {
        let head = self.tokens[at].head;
        (head != at).then_some(head)
    }

    /// The token and whatever governs it, upwards to the root.
    pub(crate) fn upwards(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        // A tree of n tokens is at most n deep, so a malformed cycle cannot hang the walk.
        std::iter::successors(Some(at), |&here| self.head(here)).take(self.tokens.len())
    }

    /// The first and last token of everything that hangs on one, itself included.
    pub(crate) fn extent(&self, at: usize) -> std::ops::Range<usize> {
        self.extent_without(at, |_| false)
    }

    /// The same, without the branches that `cut` refuses.
    pub(crate) fn extent_without(
        &self,
        at: usize,
        cut: impl Fn(usize) -> bool,
    ) -> std::ops::Range<usize> {
        let (mut first, mut last) = (at, at);
        let mut todo = vec![at];
        // Nothing is passed twice in a tree, so a malformed cycle cannot hang the walk.
        for _ in 0..self.tokens.len() {
            let Some(here) = todo.pop() else { break };
            first = first.min(here);
            last = last.max(here);
            todo.extend(
                self.children[here]
                    .iter()
                    .copied()
                    .filter(|&child| !cut(child)),
            );
        }
        first..last + 1
    }

    /// The token and everything coordinated with it ("the army and its allies").
    pub(crate) fn conjuncts(&self, at: usize) -> Vec<usize> {
        let mut found = vec![at];
        let mut next = 0;
        while next < found.len() {
            for other in self.with_dep(found[next], &["conj"]) {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// Whether the token is a verb form.
    pub(crate) fn is_verb(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        token.tag.starts_with("VB")
    }

    /// Whether the token is a noun or a name.
    pub(crate) fn is_noun(&self, at: usize) -> bool {
        self.tokens[at].tag.starts_with("NN")
    }
}
