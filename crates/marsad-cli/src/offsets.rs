//! Which character is at which byte?
//!
//! In comes a text; out comes, for any byte of it, how many code points stand
//! before it. Invariant: one pass over the text, and then each question looks
//! at no more than one block of it.

/// How many bytes one count covers.
const BLOCK: usize = 64;

/// Counts of code points at every block of a text.
#[derive(Debug)]
pub(crate) struct Offsets {
    before: Vec<usize>,
}

impl Offsets {
    /// The counts for `text`.
    pub(crate) fn of(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut sum = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(sum);
            sum += starts(block);
        }
        before.push(sum);
        Self { before }
    }

    /// How many code points of `text`, the same as in [`Offsets::of`], begin before byte `byte`.
    pub(crate) fn code_points(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        let block = byte / BLOCK;
        self.before[block] + starts(&text.as_bytes()[block * BLOCK..byte])
    }
}

/// How many code points begin in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|&&byte| !matches!(byte, 0x80..=0xBF))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_agrees_with_counting() {
        for text in [
            "",
            "a",
            "Ḥalab — حلب 𝄞 ",
            &"x".repeat(BLOCK),
            &"Дебальцеве 🛰 ".repeat(40),
        ] {
            let offsets = Offsets::of(text);
            for byte in (0..=text.len()).filter(|&byte| text.is_char_boundary(byte)) {
                assert_eq!(
                    offsets.code_points(text, byte),
                    text[..byte].chars().count(),
                    "{text:?} at {byte}"
                );
            }
            assert_eq!(offsets.code_points(text, usize::MAX), text.chars().count());
        }
    }
}
