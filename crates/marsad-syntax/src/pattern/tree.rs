//! Of what parts does a pattern consist?
//!
//! In comes nothing: this is the tree that the parser builds and the compiler
//! reads, with what can be told of a part without running it.
//!
//! Invariant: what is told of a part holds for every input.

use super::set::Negation;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// Nothing, which always matches.
    Empty,
    /// Exactly this character.
    Character(char),
    /// One character of a set, by its index.
    Set(usize),
    /// One part after the other.
    Sequence(Vec<Node>),
    /// The first part that leads to a match.
    Alternatives(Vec<Node>),
    /// A part several times.
    Repeat {
        /// The part.
        node: Box<Node>,
        /// At least so often.
        least: u32,
        /// At most so often; `None` for any number.
        most: Option<u32>,
        /// Whether to try more before fewer.
        greed: Greed,
    },
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b` or `\B`
    WordBoundary(Negation),
    /// A look ahead or behind, which takes no characters.
    Look {
        /// In which direction.
        direction: Direction,
        /// Whether the part must match or must not.
        negation: Negation,
        /// The part.
        node: Box<Node>,
    },
}

/// Whether a repetition takes as much or as little as it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Greed {
    /// As much.
    Greedy,
    /// As little.
    Lazy,
}

/// Where a look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// To what follows.
    Ahead,
    /// To what came before.
    Behind,
}

impl Node {
    /// Whether the part can match without taking a character.
    pub(crate) fn can_be_empty(&self) -> bool {
        match self {
            Node::Character(_) | Node::Set(_) => false,
            Node::Sequence(nodes) => nodes.iter().all(Node::can_be_empty),
            Node::Alternatives(nodes) => nodes.iter().any(Node::can_be_empty),
            Node::Repeat { node, least, .. } => *least == 0 || node.can_be_empty(),
            Node::Empty | Node::Start | Node::End | Node::WordBoundary(_) | Node::Look { .. } => {
                true
            }
        }
    }

    /// How many characters the part takes, if always the same number.
    pub(crate) fn width(&self) -> Option<usize> {
        match self {
            Node::Character(_) | Node::Set(_) => Some(1),
            Node::Sequence(nodes) => nodes.iter().map(Node::width).sum(),
            Node::Alternatives(nodes) => {
                let first = nodes.first()?.width()?;
                nodes
                    .iter()
                    .all(|node| node.width() == Some(first))
                    .then_some(first)
            }
            Node::Repeat {
                node, least, most, ..
            } => (Some(*least) == *most).then_some(node.width()? * *least as usize),
            Node::Empty | Node::Start | Node::End | Node::WordBoundary(_) | Node::Look { .. } => {
                Some(0)
            }
        }
    }

    /// Whether a match can begin only where the input begins.
    pub(crate) fn is_anchored(&self) -> bool {
        match self {
            Node::Start => true,
            Node::Sequence(nodes) => nodes.first().is_some_and(Node::is_anchored),
            Node::Alternatives(nodes) => nodes.iter().all(Node::is_anchored),
            _ => false,
        }
    }

    /// A character without which the part cannot match, if one is known.
    pub(crate) fn required_character(&self) -> Option<char> {
        self.required().first().copied()
    }

    fn required(&self) -> Vec<char> {
        match self {
            Node::Character(character) => vec![*character],
            Node::Sequence(nodes) => nodes.iter().flat_map(Node::required).collect(),
            Node::Alternatives(nodes) => {
                let mut branches = nodes.iter().map(Node::required);
                let mut shared = branches.next().unwrap_or_default();
                for branch in branches {
                    shared.retain(|character| branch.contains(character));
                }
                shared
            }
            Node::Repeat { node, least, .. } if *least > 0 => node.required(),
            _ => Vec::new(),
        }
    }
}
