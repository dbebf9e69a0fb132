//! Which numbers stand for a word out of context?
//!
//! In come lexical attributes, out comes a row of numbers. Every attribute is
//! hashed to four rows of its table, which are added up; the sums of all
//! tables are joined and mixed by a dense layer.
//!
//! Invariant: equal keys give equal rows.

use serde::{Deserialize, Serialize};

use super::{Norm, Tok2VecShape, dense};
use crate::archive::{Archive, Floats};
use crate::error::Error;
use crate::kernel::{Activation, Dense};

/// A lexical attribute that a table can embed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Column {
    /// The normalised form.
    Norm,
    /// The first character.
    Prefix,
    /// The last three characters.
    Suffix,
    /// Upper case, lower case and digits as X, x and d.
    Shape,
    /// Whether a space follows.
    Spacy,
    /// Whether the token is white space.
    IsSpace,
}

/// The lexical attributes of one token, strings as their ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features {
    pub(crate) norm: u64,
    pub(crate) prefix: u64,
    pub(crate) suffix: u64,
    pub(crate) shape: u64,
    pub(crate) space_after: bool,
    pub(crate) is_space: bool,
}

impl Features {
    fn get(&self, column: Column) -> u64 {
        match column {
            Column::Norm => self.norm,
            Column::Prefix => self.prefix,
            Column::Suffix => self.suffix,
            Column::Shape => self.shape,
            Column::Spacy => u64::from(self.space_after),
            Column::IsSpace => u64::from(self.is_space),
        }
    }
}

/// One embedding table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct HashTable {
    pub(crate) column: Column,
    pub(crate) seed: u32,
    pub(crate) rows: usize,
}

/// Most tables that a network may have.
pub(crate) const MOST_TABLES: usize = 8;
/// The attributes that the tables of a network read, in their order.
pub(crate) type Key = [u64; MOST_TABLES];

/// All tables of a network and the layer that mixes them.
pub(crate) struct MultiHashEmbed {
    tables: Vec<(HashTable, Floats)>,
    width: usize,
    mixer: Dense,
    norm: Norm,
}

impl MultiHashEmbed {
    /// Reads the tables and the mixer.
    pub(crate) fn load(archive: &Archive, name: &str, shape: &Tok2VecShape) -> Result<Self, Error> {
        let tables: Vec<_> = shape
            .tables
            .iter()
            .enumerate()
            .map(|(at, table)| {
                let floats =
                    archive.floats(&format!("{name}/table{at}"), table.rows * shape.width)?;
                Ok((table.clone(), floats))
            })
            .collect::<Result<_, Error>>()?;
        if tables.len() > MOST_TABLES || tables.iter().any(|(table, _)| table.rows == 0) {
            return Err(Error::Archive {
                reason: format!("{name} has an unusable number of embedding tables or rows"),
            });
        }
        let joined = tables.len() * shape.width;
        let mixer = format!("{name}/mixer");
        Ok(Self {
            tables,
            width: shape.width,
            mixer: dense(archive, &mixer, Activation::Maxout, joined, shape.width)?,
            norm: Norm::load(archive, &mixer, shape.width)?,
        })
    }

    /// What the row of a token depends on.
    pub(crate) fn key(&self, token: &Features) -> Key {
        let mut key = Key::default();
        for (value, (table, _)) in key.iter_mut().zip(&self.tables) {
            *value = token.get(table.column);
        }
        key
    }

    /// One row for each key.
    pub(crate) fn rows(&self, keys: &[Key]) -> Vec<f32> {
        let mut joined = vec![0.0; keys.len() * self.mixer.inputs()];
        for (row, key) in joined
            .chunks_exact_mut(self.mixer.inputs().max(1))
            .zip(keys)
        {
            let parts = row.chunks_exact_mut(self.width).zip(&self.tables).zip(key);
            for ((part, (table, floats)), id) in parts {
                for bucket in buckets(*id, table.seed) {
                    let from = bucket as usize % table.rows * self.width;
                    for (sum, value) in part.iter_mut().zip(&floats[from..from + self.width]) {
                        *sum += value;
                    }
                }
            }
        }
        let mut mixed = vec![0.0; keys.len() * self.width];
        self.mixer
            .apply(&joined, self.mixer.inputs(), keys.len(), &mut mixed);
        for row in mixed.chunks_exact_mut(self.width) {
            self.norm.apply(row);
        }
        mixed
    }
}

/// The four numbers that an id is hashed to: MurmurHash3 for 128 bits, as
/// thinc computes it for a single 64-bit key.
fn buckets(id: u64, seed: u32) -> [u32; 4] {
    const LENGTH: u64 = 8;
    let finish = |hash: u64| {
        let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        hash ^ hash >> 33
    };
    let seed = u64::from(seed);
    let block = id
        .wrapping_mul(0x87c3_7b91_1142_53d5)
        .rotate_left(31)
        .wrapping_mul(0x4cf5_ad43_2745_937f);
    let second = seed ^ LENGTH;
    let first = (block ^ seed ^ LENGTH).wrapping_add(second);
    let second = finish(second.wrapping_add(first));
    let first = finish(first).wrapping_add(second);
    let second = second.wrapping_add(first);
    [
        first as u32,
        (first >> 32) as u32,
        second as u32,
        (second >> 32) as u32,
    ]
}

#[cfg(test)]
mod tests {
    use super::buckets;

    /// The expected numbers were printed by thinc 8.3 (`NumpyOps().hash`).
    #[test]
    fn buckets_are_those_of_thinc() {
        assert_eq!(buckets(0, 8), [0, 0, 0, 0]);
        assert_eq!(
            buckets(1, 8),
            [1161550108, 2247783286, 1742325162, 1224191281]
        );
        assert_eq!(
            buckets(5886656342, 9),
            [480339467, 2772241471, 4137779596, 772884508]
        );
        assert_eq!(
            buckets(u64::MAX, 13),
            [3199409384, 1062937581, 752279700, 3061442444]
        );
    }
}
