//! Which runs of words name something?
//!
//! In come scores for the moves begin, in, last, unit and out, out come
//! labelled runs of tokens. One move is made for each token in turn.
//!
//! Invariant: runs do not overlap, none starts on white space, and none
//! crosses a sentence start that the parser set before.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::scorer::{Machine, best};
use crate::doc::{Doc, Entity};

/// The kinds of move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EntityMove {
    /// The token is the first of several.
    Begin,
    /// The token is neither first nor last.
    In,
    /// The token is the last of several.
    Last,
    /// The token is a name by itself.
    Unit,
    /// The token belongs to no name.
    Out,
}

/// The moves in the order of their scores.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct EntityMoves(pub(crate) Vec<(EntityMove, String)>);

/// The moves of a recogniser, ready for use.
pub(crate) struct Biluo {
    moves: Vec<(EntityMove, LabelNumber)>,
    /// The labels, each once.
    labels: Vec<SmolStr>,
}

type LabelNumber = usize;

impl Biluo {
    /// Prepares the moves.
    pub(crate) fn new(moves: &EntityMoves) -> Self {
        let mut labels: Vec<SmolStr> = Vec::new();
        let moves = moves
            .0
            .iter()
            .map(|(kind, label)| {
                let number = labels.iter().position(|known| known == label);
                let number = number.unwrap_or_else(|| {
                    labels.push(SmolStr::new(label));
                    labels.len() - 1
                });
                (*kind, number)
            })
            .collect();
        Self { moves, labels }
    }

    /// A machine before the first token; `tokens` says of each token whether
    /// it is white space and whether a sentence starts there.
    pub(crate) fn machine(&self, tokens: Vec<Place>) -> EntityMachine<'_> {
        EntityMachine {
            biluo: self,
            tokens,
            front: 0,
            open: None,
            found: Vec::new(),
        }
    }
}

impl Biluo {
    fn entity(&self, tokens: Range<usize>, label: LabelNumber) -> Entity {
        Entity {
            tokens,
            label: self.labels[label].clone(),
        }
    }
}

/// What the rules need to know of a token.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) is_space: bool,
    pub(crate) starts_sentence: bool,
}

/// A recogniser in the middle of a text.
pub(crate) struct EntityMachine<'a> {
    biluo: &'a Biluo,
    tokens: Vec<Place>,
    /// The token whose turn it is.
    front: usize,
    /// First token and label of the run that has not ended yet.
    open: Option<(usize, LabelNumber)>,
    found: Vec<Entity>,
}

impl EntityMachine<'_> {
    /// Writes the entities.
    pub(crate) fn finish(self, doc: &mut Doc) {
        doc.entities = self.found;
    }
}

impl Machine for EntityMachine<'_> {
    fn is_final(&self) -> bool {
        self.front >= self.tokens.len()
    }

    fn roles(&self, tokens: &mut [Option<usize>]) {
        let first = self.open.map(|(first, _)| first);
        let roles = [
            Some(self.front),
            first,
            first.and_then(|_| self.front.checked_sub(1)),
        ];
        for (token, role) in tokens.iter_mut().zip(roles) {
            *token = role;
        }
    }

    fn make_move(&mut self, scores: &[f32]) {
        let place = self.tokens[self.front];
        // A run may go on if there is a next token in the same sentence.
        let goes_on = self
            .tokens
            .get(self.front + 1)
            .is_some_and(|next| !next.starts_sentence);
        let chosen = best(scores, |at| {
            let (kind, label) = self.biluo.moves[at];
            let continues = self.open.is_some_and(|(_, open)| open == label);
            let starts = self.open.is_none() && !place.is_space;
            // A move without label would forbid an entity; only training has use for it.
            let labelled = !self.biluo.labels[label].is_empty();
            match kind {
                EntityMove::Begin => starts && goes_on && labelled,
                EntityMove::In => continues && goes_on,
                EntityMove::Last => continues,
                EntityMove::Unit => starts && labelled,
                EntityMove::Out => self.open.is_none(),
            }
        });
        let end = self.front + 1;
        if let Some((kind, label)) = chosen.map(|at| self.biluo.moves[at]) {
            match kind {
                EntityMove::Begin => self.open = Some((self.front, label)),
                EntityMove::Last => {
                    if let Some((first, _)) = self.open.take() {
                        self.found.push(self.biluo.entity(first..end, label));
                    }
                }
                EntityMove::Unit => {
                    self.found.push(self.biluo.entity(self.front..end, label));
                }
                EntityMove::In | EntityMove::Out => {}
            }
        }
        self.front = end;
    }
}

#[cfg(test)]
mod tests {
    use super::{Biluo, EntityMove, EntityMoves, Place};
    use crate::doc::Doc;
    use crate::transition::scorer::Machine;

    fn moves() -> Biluo {
        use EntityMove::{Begin, In, Last, Out, Unit};
        Biluo::new(&EntityMoves(vec![
            (Begin, "GPE".to_owned()),
            (In, "GPE".to_owned()),
            (Last, "GPE".to_owned()),
            (Unit, "GPE".to_owned()),
            (Out, String::new()),
        ]))
    }

    fn places(spaces: &[usize], starts: &[usize], length: usize) -> Vec<Place> {
        (0..length)
            .map(|at| Place {
                is_space: spaces.contains(&at),
                starts_sentence: starts.contains(&at),
            })
            .collect()
    }

    #[test]
    fn a_run_ends_where_a_sentence_starts_however_the_scores_are() {
        let biluo = moves();
        let mut machine = biluo.machine(places(&[], &[0, 2], 4));
        while !machine.is_final() {
            machine.make_move(&[9.0, 8.0, 1.0, 7.0, 0.0]);
        }
        let mut doc = Doc::default();
        machine.finish(&mut doc);
        let runs: Vec<_> = doc
            .entities
            .iter()
            .map(|entity| entity.tokens.clone())
            .collect();
        assert_eq!(runs, [0..2, 2..4]);
    }

    #[test]
    fn white_space_begins_nothing() {
        let biluo = moves();
        let mut machine = biluo.machine(places(&[0], &[0], 2));
        while !machine.is_final() {
            machine.make_move(&[9.0, 8.0, 7.0, 8.5, 0.0]);
        }
        let mut doc = Doc::default();
        machine.finish(&mut doc);
        assert_eq!(doc.entities.len(), 1);
        assert_eq!(doc.entities[0].tokens, 1..2);
    }
}
