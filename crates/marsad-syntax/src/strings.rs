//! Which number stands for a string inside a spaCy model?
//!
//! In comes any string, out comes the 64-bit id under which spaCy's string
//! store keeps it. The embedding rows, the lookup tables and the labels of a
//! trained pipeline are all addressed by such ids.
//!
//! Invariant: the id depends on the bytes of the string and on nothing else,
//! and it is the id that spaCy 3.8 computes.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The seed that spaCy's string store hashes with.
const SEED: u64 = 1;

/// What spaCy numbers instead of hashing, by hash.
static SYMBOLS: LazyLock<FxHashMap<u64, (&'static str, u64)>> = LazyLock::new(|| {
    include_str!("../data/symbols.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, number)| {
            let number = number.parse().ok()?;
            Some((murmur_hash_64a(name.as_bytes(), SEED), (name, number)))
        })
        .collect()
});

/// The id of a string as `StringStore` gives it: 0 for the empty string, the
/// small number of a symbol ("NOUN", "nsubj", "PERSON" and their like), and
/// otherwise the MurmurHash64A of the UTF-8 bytes with seed 1.
///
/// Words of a text go through the same door, so that the word "ADJ" has the
/// id 84; there is no need to treat symbols anywhere else.
pub(crate) fn hash_string(string: &str) -> u64 {
    if string.is_empty() {
        return 0;
    }
    let hash = murmur_hash_64a(string.as_bytes(), SEED);
    match SYMBOLS.get(&hash) {
        Some((name, number)) if *name == string => *number,
        _ => hash,
    }
}

/// Austin Appleby's MurmurHash64A, the 64-bit variant for 64-bit machines,
/// reading blocks as little-endian wherever it runs.
fn murmur_hash_64a(bytes: &[u8], seed: u64) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;

    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut word = u64::from_le_bytes(*block).wrapping_mul(MULTIPLIER);
        word ^= word >> SHIFT;
        hash = (hash ^ word.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> SHIFT;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> SHIFT)
}

#[cfg(test)]
mod tests {
    use super::hash_string;

    /// The expected numbers were printed by spaCy 3.8.18 (`get_string_id`).
    #[test]
    fn ids_are_those_of_spacy() {
        for (string, id) in [
            ("", 0),
            ("a", 11_901_859_001_352_538_922),
            ("hello", 5_983_625_672_228_268_878),
            ("Syria", 17_425_333_691_745_986_811),
            ("سوريا", 11_613_983_429_899_253_421),
            ("abcdefgh", 17_751_780_907_874_141_760),
            ("abcdefghi", 13_885_881_106_499_164_936),
        ] {
            assert_eq!(hash_string(string), id, "{string:?}");
        }
    }

    #[test]
    fn symbols_have_small_ids() {
        assert_eq!(hash_string("ADJ"), 84);
        assert_eq!(hash_string("IS_ALPHA"), 1);
        assert!(hash_string("adj") > 1_000_000);
    }
}
