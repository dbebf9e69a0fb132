//! What are countries called in three letters?
//!
//! In goes `ontology/countries.tsv`; out come the [`Countries`]. Invariant: each country has one code.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

/// The three-letter codes by the two-letter ones.
#[derive(Clone, Debug, Default)]
pub struct Countries(FxHashMap<SmolStr, SmolStr>);

impl Countries {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut codes = FxHashMap::default();
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: &str| {
                let (line, what) = (at + 1, what.to_owned());
                Error::new(file, ErrorKind::Line { line, what })
            };
            let (two, three) = line
                .split_once('\t')
                .filter(|(two, three)| two.len() == 2 && three.len() == 3)
                .ok_or_else(|| wrong("write two letters, a tab, three letters"))?;
            if codes.insert(two.into(), three.into()).is_some() {
                return Err(wrong("this country stands above already"));
            }
        }
        Ok(Self(codes))
    }

    /// The three letters for a country's two (ISO 3166-1).
    pub fn three(&self, two: &str) -> Option<&SmolStr> {
        self.0.get(two)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named() {
        let error = |text: &str| Countries::read("c", text).unwrap_err().to_string();
        assert!(error("# x\nSY\tSYRIA\n").contains("line 2"));
        assert!(error("SY\tSYR\nSY\tSYR\n").contains("already"));
        let good = Countries::read("c", "SY\tSYR\n").unwrap();
        assert_eq!(good.three("SY").map(SmolStr::as_str), Some("SYR"));
    }
}
