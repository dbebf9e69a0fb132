//! Which number does a place get that GeoNames does not number?
//!
//! In: a place's country, name and point. Out: a number of marsad's own, the same in
//! every import of the same place. Invariant: no two places of one import share a number,
//! and none has one that `features.tsv` will ever reach, which counts from 1.
//!
//! A number is 2³⁰ and the first 30 bits of a digest. Ten thousand places have about
//! one pair in twenty imports that begins alike; the later digest of such a pair then
//! gets the next free number. Digests and not rows give the order, so that the order of
//! the rows does not matter.

use sha2::{Digest as _, Sha256};

use super::super::{Entry, PlaceId};

/// The first number that is given here.
const FIRST: u32 = PlaceId::FIRST_IMPORTED;

/// The last that a digest begins with; the million numbers behind it are room to move on to.
const LAST: u32 = (1 << 31) - (1 << 20);

/// What tells a place from all others: a digest of country, name and point. The point
/// counts to a ten-thousandth of a degree, which is what a gazetteer keeps.
pub(super) fn digest(entry: &Entry) -> u64 {
    let country = entry.countries.first().map(ToString::to_string);
    let degree = |degrees: f64| (degrees * 10_000.0).round() as i32;
    let mut hash = Sha256::new();
    hash.update(country.unwrap_or_default());
    hash.update([0]);
    hash.update(&entry.name);
    hash.update([0]);
    hash.update(degree(entry.lat).to_le_bytes());
    hash.update(degree(entry.lon).to_le_bytes());
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .fold(0, |digest, byte| digest << 8 | u64::from(*byte))
}

/// A number for each digest, in the order of the digests, which must be sorted.
pub(super) fn numbers(digests: impl Iterator<Item = u64>) -> impl Iterator<Item = u32> {
    let mut next = FIRST;
    digests.map(move |digest| {
        let number = (FIRST | (digest >> 34) as u32).min(LAST).max(next);
        next = number.saturating_add(1);
        number
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_begin_alike_are_numbered_apart() {
        let digests = [5, 6 << 34, 6 << 34 | 1, 6 << 34 | 2, 7 << 34, 90 << 34];
        let given: Vec<u32> = numbers(digests.into_iter())
            .map(|number| number - FIRST)
            .collect();
        assert_eq!(given, [0, 6, 7, 8, 9, 90]);
        let last: Vec<u32> = numbers([u64::MAX - 1, u64::MAX].into_iter()).collect();
        assert_eq!(last, [LAST, LAST + 1]);
    }
}
