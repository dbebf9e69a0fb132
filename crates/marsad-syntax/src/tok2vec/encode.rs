//! Which numbers stand for a word in its context?
//!
//! In come rows for the words out of context, out come rows of the same width
//! that have seen their neighbours: each layer joins a window of rows, applies
//! a maxout unit and a normalisation, and adds the row it started from.
//!
//! spaCy surrounds a text with rows of zeros, as many as the layers can see,
//! and lets them take part in every layer. So do we, but only with those rows
//! that can still reach a token.
//!
//! The first layer is a sum of one product for each place in the window, and
//! each product depends on one word alone; these products are what is
//! remembered from text to text (an *entry*: the row, then its products).
//!
//! Invariant: a token's row depends only on the entries within its reach.

use pulp::{Arch, Simd, WithSimd};

use super::{Norm, Tok2VecShape, dense};
use crate::archive::{Archive, Floats};
use crate::error::Error;
use crate::kernel::{Activation, Dense, PIECES};

/// The layers that see the neighbours.
pub(crate) struct Encoder {
    width: usize,
    window: usize,
    /// From one row to its products for every place in the window.
    products: Dense,
    /// Bias of the first layer, all outputs of a piece together.
    first_bias: Floats,
    first_norm: Norm,
    rest: Vec<(Dense, Norm)>,
}

impl Encoder {
    /// Reads the layers.
    pub(crate) fn load(archive: &Archive, name: &str, shape: &Tok2VecShape) -> Result<Self, Error> {
        let width = shape.width;
        if width == 0 || shape.depth == 0 {
            return Err(Error::Archive {
                reason: format!("{name} has no layers or layers without width"),
            });
        }
        let first = format!("{name}/layer0");
        let products = shape.span() * PIECES * width;
        let rest = (1..shape.depth)
            .map(|layer| {
                let layer = format!("{name}/layer{layer}");
                let inputs = shape.span() * width;
                Ok((
                    dense(archive, &layer, Activation::Maxout, inputs, width)?,
                    Norm::load(archive, &layer, width)?,
                ))
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            width,
            window: shape.window,
            products: dense(archive, &first, Activation::Linear, width, products)?,
            first_bias: archive.floats(&format!("{first}/sum_bias"), PIECES * width)?,
            first_norm: Norm::load(archive, &first, width)?,
            rest,
        })
    }

    /// Numbers in an entry.
    pub(crate) fn entry(&self) -> usize {
        self.width + self.products.outputs()
    }

    /// The entries of words from their rows out of context.
    pub(crate) fn entries(&self, rows: &[f32]) -> Vec<f32> {
        let count = rows.len() / self.width;
        let mut products = vec![0.0; count * self.products.outputs()];
        self.products.apply(rows, self.width, count, &mut products);
        let mut entries = Vec::with_capacity(count * self.entry());
        for (row, products) in
            rows.chunks_exact(self.width).zip(products.chunks_exact(self.products.outputs()))
        {
            entries.extend_from_slice(row);
            entries.extend_from_slice(products);
        }
        entries
    }

    /// One row for each token; `entry_of` says which of the entries it has.
    pub(crate) fn encode(&self, entries: &[f32], entry_of: &[usize]) -> Vec<f32> {
        if entry_of.is_empty() {
            return Vec::new();
        }
        Arch::new().dispatch(Encode { encoder: self, entries, entry_of })
    }
}

struct Encode<'a> {
    encoder: &'a Encoder,
    entries: &'a [f32],
    entry_of: &'a [usize],
}

impl WithSimd for Encode<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Vec<f32> {
        let Encoder { width, window, .. } = *self.encoder;
        let mut margin = self.encoder.rest.len() * window;
        let mut rows = self.first_layer(margin);
        let mut next = Vec::new();
        for (dense, norm) in &self.encoder.rest {
            margin -= window;
            let count = self.entry_of.len() + 2 * margin;
            next.resize(count * width, 0.0);
            dense.apply_with(simd, &rows, width, count, &mut next);
            let before = rows[window * width..].chunks_exact(width);
            for (row, before) in next.chunks_exact_mut(width).zip(before) {
                norm.apply(row);
                for (value, before) in row.iter_mut().zip(before) {
                    *value += before;
                }
            }
            std::mem::swap(&mut rows, &mut next);
        }
        rows.truncate(self.entry_of.len() * width);
        rows
    }
}

impl Encode<'_> {
    /// The rows after the first layer, with `margin` rows on either side.
    #[inline(always)]
    fn first_layer(&self, margin: usize) -> Vec<f32> {
        let Encoder { width, window, .. } = *self.encoder;
        let place = PIECES * width;
        let bias = &self.encoder.first_bias;
        let nothing = vec![0.0; self.encoder.entry()];
        let entry = |row: usize| {
            // Row 0 is `margin` before the first token.
            row.checked_sub(margin)
                .and_then(|token| self.entry_of.get(token))
                .map_or(&nothing[..], |entry| {
                    &self.entries[entry * nothing.len()..][..nothing.len()]
                })
        };
        let mut sums = vec![0.0; place];
        let mut rows = vec![0.0; (self.entry_of.len() + 2 * margin) * width];
        for (at, row) in rows.chunks_exact_mut(width).enumerate() {
            sums.fill(0.0);
            for offset in 0..=2 * window {
                // The place before the very first row is as empty as the margin.
                let neighbour = (at + offset).checked_sub(window).map_or(&nothing[..], entry);
                let products = &neighbour[width + offset * place..][..place];
                for (sum, product) in sums.iter_mut().zip(products) {
                    *sum += product;
                }
            }
            let (first, rest) = sums.split_at(width);
            let (second, third) = rest.split_at(width);
            let (first_bias, rest) = bias.split_at(width);
            let (second_bias, third_bias) = rest.split_at(width);
            for (unit, value) in row.iter_mut().enumerate() {
                let first = first[unit] + first_bias[unit];
                let second = second[unit] + second_bias[unit];
                let third = third[unit] + third_bias[unit];
                let greatest = if second > first { second } else { first };
                *value = if third > greatest { third } else { greatest };
            }
            self.encoder.first_norm.apply(row);
            for (value, before) in row.iter_mut().zip(&entry(at)[..width]) {
                *value += before;
            }
        }
        rows
    }
}
