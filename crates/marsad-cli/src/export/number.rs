//! Which number stands for an event where a form asks for one?
//!
//! In comes an event's id; out comes a number that follows from the id alone. Invariant: the number is at least 1 and below 2^52,
//! so that every tool holds it exactly, those that know no integers too.

use sha2::{Digest as _, Sha256};

/// The first 52 bits of the SHA-256 of the id, or 1 where these are 0.
///
/// Among a million events two have one number with a chance of about one in nine thousand (the birthday bound).
pub(super) fn of(id: &str) -> u64 {
    let digest = Sha256::digest(id.as_bytes());
    let first = digest.iter().take(8);
    let bits = first.fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    (bits >> 12).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf a#1 | sha256sum` begins with these digits; 13 of them are 52 bits.
    #[test]
    fn it_is_what_any_other_program_would_compute() {
        assert_eq!(of("a#1"), 0x9fd357443296a);
        assert_ne!(of("a#1"), of("a#2"));
        assert!(of("a#2") < 1 << 52);
    }
}
