//! Which words hang below which, and where do sentences start?
//!
//! In come the heads of all tokens, out come the span that each token governs
//! and the sentence starts. The rules are spaCy's, including what it does to
//! trees with crossing arcs.
//!
//! Invariant: a token lies within the span that it governs.

/// More rounds than any tree needs whose arcs cross.
const MOST_ROUNDS: usize = 11;

/// Heads of tokens and the spans that they govern. A root governs itself.
pub(crate) struct Tree {
    pub(crate) heads: Vec<usize>,
    /// First and last token that a token governs.
    pub(crate) edges: Vec<(usize, usize)>,
}

impl Tree {
    /// A tree from its heads.
    pub(crate) fn new(heads: Vec<usize>) -> Self {
        let mut tree = Self {
            edges: Vec::new(),
            heads,
        };
        tree.measure();
        tree
    }

    /// Computes the spans afresh from the heads.
    pub(crate) fn measure(&mut self) {
        self.edges = (0..self.heads.len()).map(|at| (at, at)).collect();
        for _ in 0..=MOST_ROUNDS {
            for child in 0..self.heads.len() {
                self.widen(child);
            }
            for child in (0..self.heads.len()).rev() {
                self.widen(child);
            }
            if self.heads_within_sentences() {
                break;
            }
        }
    }

    /// Lets the head of a token govern what the token governs.
    fn widen(&mut self, child: usize) {
        let (left, right) = self.edges[child];
        let edge = &mut self.edges[self.heads[child]];
        *edge = (edge.0.min(left), edge.1.max(right));
    }

    /// Whether a sentence starts at each token: where a root's span begins.
    pub(crate) fn sentence_starts(&self) -> Vec<bool> {
        let mut starts = vec![false; self.heads.len()];
        for (at, head) in self.heads.iter().enumerate() {
            if at == *head {
                starts[self.edges[at].0] = true;
            }
        }
        starts
    }

    /// Whether no arc leaves its sentence. As in spaCy, the last sentence is
    /// not looked at, and the word after a sentence counts as within it.
    fn heads_within_sentences(&self) -> bool {
        let starts = self.sentence_starts();
        let last = self.heads.len().saturating_sub(1);
        let mut start = 0;
        for (at, starts_here) in starts.iter().enumerate() {
            if (at > 0 && *starts_here) || at == last {
                if (start..at).any(|child| !(start..=at).contains(&self.heads[child])) {
                    return false;
                }
                start = at;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn spans_reach_over_grandchildren_and_roots_start_sentences() {
        let tree = Tree::new(vec![1, 1, 3, 1, 5, 5]);
        assert_eq!(tree.edges, [(0, 0), (0, 3), (2, 2), (2, 3), (4, 4), (4, 5)]);
        assert_eq!(
            tree.sentence_starts(),
            [true, false, false, false, true, false]
        );
    }

    #[test]
    fn nothing_has_no_sentences() {
        assert!(Tree::new(Vec::new()).sentence_starts().is_empty());
    }
}
