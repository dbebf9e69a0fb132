//! Which numbers stand for each token in its context?
//!
//! In come the lexical attributes of the tokens of one text, out comes one row
//! of numbers per token: hashed embeddings of the attributes, mixed by a dense
//! layer, then widened by layers that see one more neighbour on each side.
//!
//! Invariant: the rows depend on the attributes alone. What is remembered of
//! earlier texts saves work and never changes a bit of the answer.

mod embed;
mod encode;
mod memory;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::error::Error;
use crate::kernel::{Activation, Dense, normalise, packed_lengths};

#[cfg(feature = "import")]
pub(crate) use embed::Column;
use embed::MultiHashEmbed;
pub(crate) use embed::{Features, HashTable};
use encode::Encoder;
use memory::Memory;

/// The sizes of an embedding and encoding network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tok2VecShape {
    /// The embedding tables, in the order in which their rows are joined.
    pub(crate) tables: Vec<HashTable>,
    /// Numbers per embedding row and per token.
    pub(crate) width: usize,
    /// How many layers look at the neighbours.
    pub(crate) depth: usize,
    /// How many neighbours on each side each of these layers sees.
    pub(crate) window: usize,
}

impl Tok2VecShape {
    /// How many tokens one layer sees.
    pub(crate) fn span(&self) -> usize {
        2 * self.window + 1
    }
}

/// An embedding and encoding network.
pub(crate) struct Tok2Vec {
    embed: MultiHashEmbed,
    encoder: Encoder,
    memory: Memory,
}

impl Tok2Vec {
    /// Reads the network whose sections begin with `name`.
    pub(crate) fn load(archive: &Archive, name: &str, shape: &Tok2VecShape) -> Result<Self, Error> {
        let encoder = Encoder::load(archive, name, shape)?;
        Ok(Self {
            embed: MultiHashEmbed::load(archive, name, shape)?,
            memory: Memory::new(encoder.entry()),
            encoder,
        })
    }

    /// One row of [`Tok2VecShape::width`] numbers for each token.
    pub(crate) fn vectors(&self, tokens: &[Features]) -> Vec<f32> {
        if tokens.is_empty() {
            return Vec::new();
        }
        let rows = self.memory.with_entries(
            tokens.iter().map(|token| self.embed.key(token)),
            |keys| self.encoder.entries(&self.embed.rows(keys)),
            |entries| self.encoder.first_layer(entries),
        );
        self.encoder.other_layers(rows, tokens.len())
    }
}

/// Gain and bias of a layer normalisation.
pub(crate) struct Norm {
    gain: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
}

impl Norm {
    fn load(archive: &Archive, name: &str, width: usize) -> Result<Self, Error> {
        Ok(Self {
            gain: archive.floats(&format!("{name}/gain"), width)?,
            bias: archive.floats(&format!("{name}/shift"), width)?,
        })
    }

    #[inline(always)]
    fn apply(&self, row: &mut [f32]) {
        normalise(row, &self.gain, &self.bias);
    }
}

/// Reads the dense layer whose sections begin with `name`.
pub(crate) fn dense(
    archive: &Archive,
    name: &str,
    activation: Activation,
    inputs: usize,
    outputs: usize,
) -> Result<Dense, Error> {
    let (weights, bias) = packed_lengths(activation, inputs, outputs);
    Ok(Dense::new(
        activation,
        inputs,
        outputs,
        archive.floats(&format!("{name}/weights"), weights)?,
        archive.floats(&format!("{name}/bias"), bias)?,
    ))
}
