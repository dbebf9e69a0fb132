//! What does this binary know?
//!
//! Nothing comes in; out comes [`Knowledge`], loaded from the files of `data/`
//! that the build put into the binary. Invariant: the same binary always knows
//! the same, wherever it runs; it reads no file for it.

use anyhow::Context as _;
use marsad::knowledge::Knowledge;

/// Bytes that start on a 64-byte boundary, so that tables of numbers in them can be used in place.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// The version of the program and of its data, as `--version` prints them.
pub(crate) const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " (data ",
    env!("MARSAD_DATA_VERSION"),
    ")"
);

/// Loads the bundled knowledge.
///
/// # Errors
///
/// Only if the binary was built from a broken `data/`; the error names the file.
pub(crate) fn knowledge() -> anyhow::Result<Knowledge> {
    Knowledge::from_files(FILES).context("the knowledge that this program was built with is broken; this is a fault of the program, not of your input")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_files_are_aligned_and_in_order() {
        assert!(!FILES.is_empty());
        assert!(
            FILES.windows(2).all(|pair| pair[0].0 < pair[1].0),
            "help: see build.rs"
        );
        for (name, bytes) in FILES {
            assert_eq!(bytes.as_ptr().addr() % 64, 0, "{name}");
            assert!(!name.ends_with(".md") && !name.contains('\\'), "{name}");
        }
    }
}
