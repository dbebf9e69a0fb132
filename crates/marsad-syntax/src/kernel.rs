//! What comes out of one dense layer?
//!
//! In come rows of numbers and packed weights, out come rows of numbers. This
//! is where almost all time is spent, so the loops are written for vector
//! registers and dispatched to the widest ones that the machine has.
//!
//! Invariant: every output is ONE chain of fused multiply-adds over the inputs
//! in ascending order, started from zero, whatever the width of the registers
//! and however many rows are computed together. Hence the same bytes come out
//! on every machine. General matrix libraries do not promise this: they choose
//! block sizes, and with them the order of the sums, by cache and by processor.

use pulp::{Arch, Simd, WithSimd};

use crate::archive::Floats;

/// Outputs that are computed side by side for each piece of a maxout unit.
const LANES: usize = 16;
/// Pieces of a maxout unit; units with fewer repeat their first piece.
pub(crate) const PIECES: usize = 3;
/// Columns of the weights that are packed together.
const PANEL: usize = LANES * PIECES;

/// What is done with the sums of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Activation {
    /// Nothing.
    Linear,
    /// The greatest of the pieces.
    Maxout,
}

impl Activation {
    /// How many outputs one panel of weights gives.
    const fn outputs_per_panel(self) -> usize {
        match self {
            Self::Linear => PANEL,
            Self::Maxout => LANES,
        }
    }
}

/// A dense layer with its weights packed in panels: for each panel and each
/// input, the weights of 48 columns lie side by side. The columns of a linear
/// panel are 48 outputs; those of a maxout panel are 3 pieces of 16 outputs.
pub(crate) struct Dense {
    activation: Activation,
    inputs: usize,
    outputs: usize,
    panels: Floats,
    bias: Floats,
}

/// How many numbers the packed form of a layer has: weights and bias.
pub(crate) fn packed_lengths(
    activation: Activation,
    inputs: usize,
    outputs: usize,
) -> (usize, usize) {
    let panels = outputs.div_ceil(activation.outputs_per_panel());
    (panels * inputs * PANEL, panels * PANEL)
}

/// Packs the weights and biases of a layer. `weight(output, piece, input)` and
/// `bias(output, piece)` are asked for every place once; a linear layer has
/// only piece 0.
#[cfg(any(feature = "import", test))]
pub(crate) fn pack(
    activation: Activation,
    inputs: usize,
    outputs: usize,
    weight: impl Fn(usize, usize, usize) -> f32,
    bias: impl Fn(usize, usize) -> f32,
) -> (Vec<f32>, Vec<f32>) {
    let (weights_length, bias_length) = packed_lengths(activation, inputs, outputs);
    let per_panel = activation.outputs_per_panel();
    let place = |panel: usize, column: usize| match activation {
        Activation::Linear => (panel * per_panel + column, 0),
        Activation::Maxout => (panel * per_panel + column % LANES, column / LANES),
    };
    let mut packed = Vec::with_capacity(weights_length);
    let mut packed_bias = Vec::with_capacity(bias_length);
    for panel in 0..bias_length / PANEL {
        for input in 0..inputs {
            for column in 0..PANEL {
                let (output, piece) = place(panel, column);
                packed.push(if output < outputs {
                    weight(output, piece, input)
                } else {
                    0.0
                });
            }
        }
        for column in 0..PANEL {
            let (output, piece) = place(panel, column);
            packed_bias.push(if output < outputs {
                bias(output, piece)
            } else {
                0.0
            });
        }
    }
    (packed, packed_bias)
}

impl Dense {
    /// A layer from its packed form, whose lengths [`packed_lengths`] gives.
    pub(crate) fn new(
        activation: Activation,
        inputs: usize,
        outputs: usize,
        panels: Floats,
        bias: Floats,
    ) -> Self {
        let (weights_length, bias_length) = packed_lengths(activation, inputs, outputs);
        assert_eq!(panels.len(), weights_length, "the archive checks lengths");
        assert_eq!(bias.len(), bias_length, "the archive checks lengths");
        Self {
            activation,
            inputs,
            outputs,
            panels,
            bias,
        }
    }

    /// Numbers in an input row.
    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    /// Numbers in an output row.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Computes `rows` output rows. Input row `i` begins at `i * stride` and may
    /// overlap its neighbours, which is how a window over tokens is read.
    /// `output` has exactly `rows * outputs` numbers.
    pub(crate) fn apply(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        assert_eq!(
            output.len(),
            rows * self.outputs,
            "one output row for each input row"
        );
        Arch::new().dispatch(Product {
            layer: self,
            input,
            stride,
            rows,
            output,
        });
    }

    /// As [`Dense::apply`], inside a computation that has already chosen its
    /// registers.
    #[inline(always)]
    pub(crate) fn apply_with<S: Simd>(
        &self,
        simd: S,
        input: &[f32],
        stride: usize,
        rows: usize,
        output: &mut [f32],
    ) {
        Product {
            layer: self,
            input,
            stride,
            rows,
            output,
        }
        .with_simd(simd);
    }
}

struct Product<'a> {
    layer: &'a Dense,
    input: &'a [f32],
    stride: usize,
    rows: usize,
    output: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        // As many rows as the registers hold sums for: 8 x 3 of 32, 4 x 3 of 16.
        match S::F32_LANES {
            16 => self.run::<S, 8>(simd),
            8 | 4 => self.run::<S, 4>(simd),
            _ => self.run::<S, 1>(simd),
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    fn run<S: Simd, const ROWS: usize>(self, simd: S) {
        let Self {
            layer,
            input,
            stride,
            rows,
            output,
        } = self;
        let per_panel = layer.activation.outputs_per_panel();
        let panels = layer.panels.chunks_exact((layer.inputs * PANEL).max(1));
        for (number, (panel, bias)) in panels.zip(layer.bias.chunks_exact(PANEL)).enumerate() {
            let column = number * per_panel;
            let mut row = 0;
            while row < rows {
                // The last block may overlap the one before: it then computes
                // some rows a second time, to the same values.
                let start = if rows >= ROWS {
                    row.min(rows - ROWS)
                } else {
                    row
                };
                let input = &input[start * stride..];
                let output = &mut output[start * layer.outputs + column..];
                if rows >= ROWS {
                    block::<S, ROWS>(simd, layer, panel, bias, input, stride, column, output);
                    row = start + ROWS;
                } else {
                    block::<S, 1>(simd, layer, panel, bias, input, stride, column, output);
                    row += 1;
                }
            }
        }
    }
}

/// One panel of weights against a few rows; `output` begins at the first
/// column of the panel in the first of the rows.
#[inline(always)]
#[expect(
    clippy::too_many_arguments,
    reason = "the innermost loop of everything"
)]
fn block<S: Simd, const ROWS: usize>(
    simd: S,
    layer: &Dense,
    panel: &[f32],
    bias: &[f32],
    input: &[f32],
    stride: usize,
    column: usize,
    output: &mut [f32],
) {
    let rows: [&[f32]; ROWS] = std::array::from_fn(|row| &input[row * stride..][..layer.inputs]);
    let (weights, _) = S::as_simd_f32s(panel);
    let (bias, _) = S::as_simd_f32s(bias);
    let groups = LANES / S::F32_LANES;
    for group in 0..groups {
        let mut sums = [[simd.splat_f32s(0.0); PIECES]; ROWS];
        for (at, weights) in weights.chunks_exact(PIECES * groups).enumerate() {
            let weights: [S::f32s; PIECES] =
                std::array::from_fn(|piece| weights[piece * groups + group]);
            for (sums, row) in sums.iter_mut().zip(&rows) {
                let value = simd.splat_f32s(row[at]);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = simd.mul_add_f32s(value, weights, *sum);
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            let pieces: [S::f32s; PIECES] = std::array::from_fn(|piece| {
                simd.add_f32s(sums[piece], bias[piece * groups + group])
            });
            let output = &mut output[row * layer.outputs..];
            let width = layer.outputs - column;
            match layer.activation {
                Activation::Linear => {
                    for (piece, values) in pieces.into_iter().enumerate() {
                        store::<S>(values, piece * LANES + group * S::F32_LANES, width, output);
                    }
                }
                Activation::Maxout => {
                    let greatest = greater(simd, greater(simd, pieces[0], pieces[1]), pieces[2]);
                    store::<S>(greatest, group * S::F32_LANES, width, output);
                }
            }
        }
    }
}

/// The greater number of each lane, the first where they are equal. (Vector
/// units disagree about the maximum of zeros of different sign.)
#[inline(always)]
fn greater<S: Simd>(simd: S, first: S::f32s, second: S::f32s) -> S::f32s {
    simd.select_f32s(simd.greater_than_f32s(second, first), second, first)
}

/// Writes the lanes that begin at `at`, as far as the row has `width` numbers.
#[inline(always)]
fn store<S: Simd>(values: S::f32s, at: usize, width: usize, output: &mut [f32]) {
    let lanes: &[f32] = bytemuck::cast_slice(std::slice::from_ref(&values));
    if at + lanes.len() <= width {
        output[at..at + lanes.len()].copy_from_slice(lanes);
    } else if at < width {
        output[at..width].copy_from_slice(&lanes[..width - at]);
    }
}

/// Layer normalisation of one row in place: zero mean and unit variance, then
/// `gain` and `bias`. The sums run in 16 lanes that are folded by halves.
#[inline(always)]
pub(crate) fn normalise(row: &mut [f32], gain: &[f32], bias: &[f32]) {
    let count = row.len() as f32;
    let mean = lane_sum(row, |value| value) / count;
    let variance = lane_sum(row, |value| (value - mean) * (value - mean)) / count;
    let scale = 1.0 / (variance + 1e-8).sqrt();
    for ((value, gain), bias) in row.iter_mut().zip(gain).zip(bias) {
        *value = (*value - mean) * scale * gain + bias;
    }
}

#[inline(always)]
fn lane_sum(row: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += term(*value);
        }
    }
    for (lane, value) in lanes.iter_mut().zip(rest) {
        *lane += term(*value);
    }
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
        width /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;
    use pulp::Simd;

    use super::{Activation, Dense, PIECES, Product, normalise, pack};

    /// The definition: one chain of fused multiply-adds, then the bias, then
    /// the greatest piece.
    fn plain(
        activation: Activation,
        weights: &[f32],
        bias: &[f32],
        (inputs, outputs): (usize, usize),
        row: &[f32],
    ) -> Vec<f32> {
        let pieces = if activation == Activation::Maxout {
            PIECES
        } else {
            1
        };
        (0..outputs)
            .map(|output| {
                (0..pieces)
                    .map(|piece| {
                        let unit = output * pieces + piece;
                        (0..inputs).fold(0.0_f32, |sum, input| {
                            row[input].mul_add(weights[unit * inputs + input], sum)
                        }) + bias[unit]
                    })
                    .reduce(|first, second| if second > first { second } else { first })
                    .expect("at least one piece")
            })
            .collect()
    }

    /// Numbers that look random and are the same everywhere.
    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed.wrapping_mul(747_796_405).wrapping_add(1);
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 23) as f32 - 1.0
            })
            .collect()
    }

    fn layer(
        activation: Activation,
        inputs: usize,
        outputs: usize,
        seed: u32,
    ) -> (Dense, Vec<f32>, Vec<f32>) {
        let pieces = if activation == Activation::Maxout {
            PIECES
        } else {
            1
        };
        let weights = numbers(inputs * outputs * pieces, seed);
        let bias = numbers(outputs * pieces, seed + 1);
        let (panels, packed_bias) = pack(
            activation,
            inputs,
            outputs,
            |output, piece, input| weights[(output * pieces + piece) * inputs + input],
            |output, piece| bias[output * pieces + piece],
        );
        let dense = Dense::new(
            activation,
            inputs,
            outputs,
            Cow::Owned(panels),
            Cow::Owned(packed_bias),
        );
        (dense, weights, bias)
    }

    proptest! {
        #[test]
        fn any_shape_and_any_registers_give_the_bits_of_the_definition(
            inputs in 1_usize..40,
            outputs in 1_usize..110,
            rows in 0_usize..20,
            window in 0_usize..3,
            maxout in any::<bool>(),
            seed in any::<u32>(),
        ) {
            let activation = if maxout { Activation::Maxout } else { Activation::Linear };
            let (dense, weights, bias) = layer(activation, inputs, outputs, seed >> 1);
            // Overlapping rows, as a window over tokens has them.
            let stride = (inputs / (window + 1)).max(1);
            let input = numbers(rows * stride + inputs, seed ^ 5);
            let expected: Vec<f32> = (0..rows)
                .flat_map(|row| {
                    plain(activation, &weights, &bias, (inputs, outputs), &input[row * stride..])
                })
                .collect();
            let mut output = vec![0.0; rows * outputs];
            dense.apply(&input, stride, rows, &mut output);
            prop_assert_eq!(&output, &expected);
            output.fill(0.0);
            let product = Product { layer: &dense, input: &input, stride, rows, output: &mut output };
            Simd::vectorize(pulp::Scalar, product);
            prop_assert_eq!(&output, &expected);
            #[cfg(target_arch = "x86_64")]
            if let Some(simd) = pulp::x86::V3::try_new() {
                output.fill(0.0);
                let product = Product { layer: &dense, input: &input, stride, rows, output: &mut output };
                Simd::vectorize(simd, product);
                prop_assert_eq!(&output, &expected);
            }
        }
    }

    #[test]
    fn a_normalised_row_has_mean_zero_and_variance_one() {
        let mut row = numbers(96, 3);
        normalise(&mut row, &[1.0; 96], &[0.0; 96]);
        let mean = row.iter().sum::<f32>() / 96.0;
        let variance = row.iter().map(|value| value * value).sum::<f32>() / 96.0;
        assert!(mean.abs() < 1e-5, "{mean}");
        assert!((variance - 1.0).abs() < 1e-4, "{variance}");
    }
}
