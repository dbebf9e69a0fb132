//! How good is each move in this state?
//!
//! In come the rows of the tokens and, for each state, the tokens that matter
//! in it; out come scores. What each token contributes in each role is
//! computed once for the whole text; a state then only adds contributions up.
//!
//! Invariant: contributions are added in the order of their roles.

use pulp::{Arch, Simd, WithSimd};
use serde::{Deserialize, Serialize};

use crate::archive::{Archive, Floats};
use crate::error::Error;
use crate::kernel::{Activation, Dense};
use crate::tok2vec::dense;

/// Most roles that a token can play in a state.
pub(crate) const MOST_ROLES: usize = 13;

/// The sizes of a scoring network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScorerShape {
    /// Numbers in the row of a token.
    pub(crate) width: usize,
    /// Numbers to which the row is first reduced.
    pub(crate) reduced: usize,
    /// Tokens that matter in a state.
    pub(crate) roles: usize,
    /// Hidden units.
    pub(crate) hidden: usize,
    /// Pieces of each hidden unit, of which the greatest counts.
    pub(crate) pieces: usize,
    /// Moves to be scored.
    pub(crate) moves: usize,
}

impl ScorerShape {
    /// Numbers that a token contributes in one role.
    pub(crate) fn contribution(&self) -> usize {
        self.hidden * self.pieces
    }
}

/// A scoring network.
pub(crate) struct Scorer {
    shape: ScorerShape,
    reduce: Dense,
    /// To the contributions in every role: role, then piece, then unit.
    contribute: Dense,
    /// The contributions of a token that is not there.
    missing: Floats,
    bias: Floats,
    score: Dense,
}

/// Something that is driven by scores from one state to the next.
pub(crate) trait Machine {
    /// Whether there is nothing more to do.
    fn is_final(&self) -> bool;

    /// The tokens that matter in this state, one for each role.
    fn roles(&self, tokens: &mut [Option<usize>]);

    /// Makes the best move that is allowed.
    fn make_move(&mut self, scores: &[f32]);
}

impl Scorer {
    /// Reads the network whose sections begin with `name`.
    pub(crate) fn load(archive: &Archive, name: &str, shape: &ScorerShape) -> Result<Self, Error> {
        if shape.roles > MOST_ROLES || shape.pieces == 0 {
            return Err(Error::Archive {
                reason: format!("{name} has a scorer of impossible size"),
            });
        }
        let contributions = shape.roles * shape.contribution();
        let layer = |part: &str, inputs, outputs| {
            dense(
                archive,
                &format!("{name}/{part}"),
                Activation::Linear,
                inputs,
                outputs,
            )
        };
        Ok(Self {
            reduce: layer("reduce", shape.width, shape.reduced)?,
            contribute: layer("contribute", shape.reduced, contributions)?,
            missing: archive.floats(&format!("{name}/missing"), contributions)?,
            bias: archive.floats(&format!("{name}/hidden_bias"), shape.contribution())?,
            score: layer("score", shape.hidden, shape.moves)?,
            shape: shape.clone(),
        })
    }

    /// Drives the machine to its end over a text whose tokens have these rows.
    pub(crate) fn drive<M: Machine>(&self, rows: &[f32], machine: &mut M) {
        Arch::new().dispatch(Drive {
            scorer: self,
            rows,
            machine,
        });
    }
}

struct Drive<'a, M> {
    scorer: &'a Scorer,
    rows: &'a [f32],
    machine: &'a mut M,
}

impl<M: Machine> WithSimd for Drive<'_, M> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Scorer {
            shape,
            reduce,
            contribute,
            missing,
            bias,
            score,
        } = self.scorer;
        let count = self.rows.len() / shape.width.max(1);
        let mut reduced = vec![0.0; count * shape.reduced];
        reduce.apply_with(simd, self.rows, shape.width, count, &mut reduced);
        let mut contributions = vec![0.0; count * contribute.outputs()];
        contribute.apply_with(simd, &reduced, shape.reduced, count, &mut contributions);

        let length = shape.contribution();
        let mut tokens = [None; MOST_ROLES];
        let tokens = &mut tokens[..shape.roles];
        let mut sums = vec![0.0; length];
        let mut scores = vec![0.0; shape.moves];
        while !self.machine.is_final() {
            self.machine.roles(tokens);
            let mut tables: [&[f32]; MOST_ROLES] = [&[]; MOST_ROLES];
            for (role, (table, token)) in tables.iter_mut().zip(&*tokens).enumerate() {
                let row = token.map_or(&missing[..], |token| {
                    &contributions[token * contribute.outputs()..][..contribute.outputs()]
                });
                *table = &row[role * length..][..length];
            }
            add_up(simd, &tables[..shape.roles], bias, &mut sums);
            let (hidden, others) = sums.split_at_mut(shape.hidden);
            for piece in others.chunks_exact(shape.hidden.max(1)) {
                for (greatest, value) in hidden.iter_mut().zip(piece) {
                    *greatest = if *value > *greatest {
                        *value
                    } else {
                        *greatest
                    };
                }
            }
            score.apply_with(simd, hidden, shape.hidden, 1, &mut scores);
            self.machine.make_move(&scores);
        }
    }
}

/// Adds up the tables in their order, then the bias.
#[inline(always)]
fn add_up<S: Simd>(simd: S, tables: &[&[f32]], bias: &[f32], sums: &mut [f32]) {
    let (wide_bias, rest_of_bias) = S::as_simd_f32s(bias);
    let (wide_sums, rest_of_sums) = S::as_mut_simd_f32s(sums);
    for (at, (sum, bias)) in wide_sums.iter_mut().zip(wide_bias).enumerate() {
        *sum = simd.splat_f32s(0.0);
        for table in tables {
            *sum = simd.add_f32s(*sum, S::as_simd_f32s(table).0[at]);
        }
        *sum = simd.add_f32s(*sum, *bias);
    }
    for (at, (sum, bias)) in rest_of_sums.iter_mut().zip(rest_of_bias).enumerate() {
        *sum = tables
            .iter()
            .fold(0.0, |sum, table| sum + S::as_simd_f32s(table).1[at])
            + bias;
    }
}

/// The best of the scores whose move is allowed; of equal ones the first.
#[inline(always)]
pub(crate) fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    for (at, score) in scores.iter().enumerate() {
        if best.is_none_or(|(_, greatest)| *score > greatest) && allowed(at) {
            best = Some((at, *score));
        }
    }
    best.map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::best;

    #[test]
    fn the_first_of_equal_scores_wins_and_forbidden_ones_never() {
        assert_eq!(best(&[1.0, 3.0, 3.0, 9.0], |at| at != 3), Some(1));
        assert_eq!(best(&[1.0, 3.0], |_| false), None);
        assert_eq!(
            best(&[f32::NEG_INFINITY, f32::NEG_INFINITY], |at| at == 1),
            Some(1)
        );
    }
}
