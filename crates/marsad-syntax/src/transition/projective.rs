//! Where do words hang whose arcs cross others?
//!
//! The parser can only build trees without crossing arcs. In training, a word
//! whose arc would cross was hung higher, and its label says below what it
//! belongs: `prep||dobj` is a prep of the dobj. In comes such a tree, out
//! comes the tree that was meant (the HEAD scheme of Nivre and Nilsson 2005).
//!
//! Invariant: a tree stays a tree.

use smol_str::SmolStr;

use super::tree::Tree;

/// Stands between the label of a word and that of the head it belongs to.
pub(crate) const JOINT: &str = "||";

/// Hangs every word with a joined label below the nearest word with the second
/// label, top-down, left to right, and gives it the first label. `spaces` says
/// which tokens are white space, which never becomes a head.
pub(crate) fn deprojectivise(tree: &mut Tree, labels: &mut [SmolStr], spaces: &[bool]) {
    for token in 0..labels.len() {
        let joined = labels[token].clone();
        if let Some((label, head_label)) = joined.split_once(JOINT) {
            tree.heads[token] = intended_head(tree, labels, spaces, token, head_label);
            labels[token] = SmolStr::new(label);
        }
    }
    tree.measure();
}

fn intended_head(
    tree: &Tree,
    labels: &[SmolStr],
    spaces: &[bool],
    token: usize,
    head_label: &str,
) -> usize {
    let mut level = vec![tree.heads[token]];
    while !level.is_empty() {
        let mut below = Vec::new();
        for parent in level {
            // As in spaCy, the spans are those before anything was moved.
            let (first, last) = tree.edges[parent];
            for child in first..=last {
                if tree.heads[child] != parent || child == parent || child == token || spaces[child]
                {
                    continue;
                }
                if labels[child] == head_label {
                    return child;
                }
                below.push(child);
            }
        }
        level = below;
    }
    tree.heads[token]
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::{Tree, deprojectivise};

    #[test]
    fn a_lifted_word_returns_below_the_head_its_label_names() {
        // "report issued yesterday on rates": "on" hangs on "issued" but
        // belongs to "report".
        let mut tree = Tree::new(vec![1, 1, 1, 1, 3]);
        let mut labels =
            ["nsubj", "ROOT", "npadvmod", "prep||nsubj", "pobj"].map(SmolStr::new_static);
        deprojectivise(&mut tree, &mut labels, &[false; 5]);
        assert_eq!(tree.heads, [1, 1, 1, 0, 3]);
        assert_eq!(labels[3], "prep");
        assert_eq!(tree.sentence_starts(), [true, false, false, false, false]);
    }

    #[test]
    fn without_such_a_head_the_word_stays() {
        let mut tree = Tree::new(vec![1, 1, 1]);
        let mut labels = ["nsubj", "ROOT", "prep||dobj"].map(SmolStr::new_static);
        deprojectivise(&mut tree, &mut labels, &[false; 3]);
        assert_eq!(tree.heads, [1, 1, 1]);
        assert_eq!(labels[2], "prep");
    }
}
