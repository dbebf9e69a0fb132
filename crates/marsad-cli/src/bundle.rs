//! What does this binary know?
//!
//! Nothing comes in; out comes [`Knowledge`], loaded from the files of `data/`
//! that the build put into the binary. Invariant: the same binary always knows
//! the same, wherever it runs; it reads no file for it.

use anyhow::Context as _;
use marsad::knowledge::{
    Knowledge,
    gazetteer::{Gazetteer, import::Rules},
    spelling::{self, Spellings},
};

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

const BROKEN: &str = "the knowledge that this program was built with is broken; this is a fault of the program, not of your input";

/// Loads the bundled knowledge.
///
/// # Errors
///
/// Only if the binary was built from a broken `data/`; the error names the file.
pub(crate) fn knowledge() -> anyhow::Result<Knowledge> {
    Knowledge::from_files(FILES).context(BROKEN)
}

/// Loads the bundled gazetteer alone.
///
/// # Errors
///
/// As [`knowledge`].
pub(crate) fn gazetteer() -> anyhow::Result<Gazetteer> {
    Gazetteer::from_static(file("gazetteer/world.gazetteer")?).context(BROKEN)
}

/// Loads the rules by which spellings vary.
///
/// # Errors
///
/// As [`knowledge`].
pub(crate) fn spellings() -> anyhow::Result<Spellings> {
    let text = std::str::from_utf8(file(spelling::FILE)?).context(BROKEN)?;
    Spellings::read(spelling::FILE, text).context(BROKEN)
}

/// Loads the rules by which lists of places are read.
///
/// # Errors
///
/// As [`knowledge`].
pub(crate) fn import_rules() -> anyhow::Result<Rules> {
    const NAME: &str = "gazetteer/import.toml";
    let text = std::str::from_utf8(file(NAME)?).context(BROKEN)?;
    Rules::read(NAME, text).context(BROKEN)
}

/// A file of `data/`, by its path there.
///
/// # Errors
///
/// When there is none, which is a fault of the build.
pub(crate) fn file(name: &str) -> anyhow::Result<&'static [u8]> {
    let found = FILES.iter().find(|(known, _)| *known == name);
    found
        .map(|(_, bytes)| *bytes)
        .with_context(|| format!("{name} is missing"))
        .context(BROKEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_of_importing_are_right() {
        import_rules().unwrap();
    }

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
