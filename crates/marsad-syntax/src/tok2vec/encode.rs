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

use super::memory::Entries;
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
        for (row, products) in rows
            .chunks_exact(self.width)
            .zip(products.chunks_exact(self.products.outputs()))
        {
            entries.extend_from_slice(row);
            entries.extend_from_slice(products);
        }
        entries
    }

    /// The rows after the first layer: one for each token and, on either side,
    /// as many as the other layers can see.
    pub(crate) fn first_layer(&self, entries: &Entries<'_>) -> Vec<f32> {
        Arch::new().dispatch(FirstLayer {
            encoder: self,
            entries,
        })
    }

    /// The rows of the tokens after the other layers.
    pub(crate) fn other_layers(&self, rows: Vec<f32>, tokens: usize) -> Vec<f32> {
        Arch::new().dispatch(OtherLayers {
            encoder: self,
            rows,
            tokens,
        })
    }
}

struct FirstLayer<'a> {
    encoder: &'a Encoder,
    entries: &'a Entries<'a>,
}

impl WithSimd for FirstLayer<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> Vec<f32> {
        let Encoder { width, window, .. } = *self.encoder;
        let margin = self.encoder.rest.len() * window;
        let nothing = vec![0.0; self.encoder.entry()];
        // Row 0 is `margin` before the first token.
        let entry = |row: usize| {
            row.checked_sub(margin)
                .and_then(|token| self.entries.get(token))
                .unwrap_or(&nothing)
        };
        let mut sums = vec![0.0; PIECES * width];
        let mut rows = vec![0.0; (self.entries.tokens() + 2 * margin) * width];
        for (at, row) in rows.chunks_exact_mut(width).enumerate() {
            sums.fill(0.0);
            for offset in 0..=2 * window {
                // The place before the very first row is as empty as the margin.
                let neighbour = (at + offset)
                    .checked_sub(window)
                    .map_or(&nothing[..], entry);
                let products = &neighbour[width + offset * sums.len()..];
                for (sum, product) in sums.iter_mut().zip(products) {
                    *sum += product;
                }
            }
            for (sum, bias) in sums.iter_mut().zip(&self.encoder.first_bias[..]) {
                *sum += bias;
            }
            let (first, others) = sums.split_at(width);
            row.copy_from_slice(first);
            for piece in others.chunks_exact(width) {
                for (greatest, value) in row.iter_mut().zip(piece) {
                    *greatest = if *value > *greatest {
                        *value
                    } else {
                        *greatest
                    };
                }
            }
            self.encoder.first_norm.apply(row);
            for (value, before) in row.iter_mut().zip(entry(at)) {
                *value += before;
            }
        }
        rows
    }
}

struct OtherLayers<'a> {
    encoder: &'a Encoder,
    rows: Vec<f32>,
    tokens: usize,
}

impl WithSimd for OtherLayers<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) -> Vec<f32> {
        let Self {
            encoder,
            mut rows,
            tokens,
        } = self;
        let Encoder { width, window, .. } = *encoder;
        let mut next = Vec::new();
        for (layer, (dense, norm)) in encoder.rest.iter().enumerate() {
            let margin = (encoder.rest.len() - 1 - layer) * window;
            let count = tokens + 2 * margin;
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
        rows.truncate(tokens * width);
        rows
    }
}
