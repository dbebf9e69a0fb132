//! Which sequence of moves builds the analysis of a text?
//!
//! In come the rows of the tokens and a machine in its first state, out comes
//! the machine in its last state. In each state the network scores every move
//! from a few tokens that the machine names, and the machine makes the best
//! move that its rules allow.
//!
//! Invariant: greedy and without memory; one text, one sequence of moves.

pub(crate) mod arc_eager;
pub(crate) mod biluo;
mod projective;
mod scorer;
mod tree;

pub(crate) use scorer::{Scorer, ScorerShape};
