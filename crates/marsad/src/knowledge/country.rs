//! What are countries called by other lists?
//!
//! In goes `ontology/countries.tsv`; out come the [`Countries`]. Invariant: each country stands there once.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::error::{Error, ErrorKind};

/// The countries by their two-letter codes (ISO 3166-1 alpha-2).
#[derive(Clone, Debug, Default)]
pub struct Countries(FxHashMap<SmolStr, Country>);

/// What a country is called by other lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Three letters, as CAMEO has them: ISO 3166-1 alpha-3.
    pub three: SmolStr,
    /// ISO 3166-1 numeric, as ACLED has it; none for Kosovo.
    pub number: Option<u16>,
    /// FIPS 10-4, as GDELT has it for places, where it has one.
    pub fips: Option<SmolStr>,
}

impl Countries {
    pub(crate) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut countries = FxHashMap::default();
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: &str| {
                let (line, what) = (at + 1, what.to_owned());
                Error::new(file, ErrorKind::Line { line, what })
            };
            let fields: Vec<&str> = line.split('\t').collect();
            let [two, three, number, fips] = fields[..] else {
                return Err(wrong("write four columns, with tabs between"));
            };
            if two.len() != 2 || three.len() != 3 || !matches!(fips.len(), 0 | 2) {
                return Err(wrong(
                    "write two letters, three letters, a number or nothing, two letters or nothing",
                ));
            }
            let number = match number {
                "" => None,
                digits => {
                    let number = digits.parse();
                    Some(number.map_err(|_| wrong("the third column is no number"))?)
                }
            };
            let country = Country {
                three: three.into(),
                number,
                fips: (!fips.is_empty()).then(|| fips.into()),
            };
            if countries.insert(two.into(), country).is_some() {
                return Err(wrong("this country stands above already"));
            }
        }
        Ok(Self(countries))
    }

    /// What the country with these two letters is called (ISO 3166-1 alpha-2).
    pub fn get(&self, two: &str) -> Option<&Country> {
        self.0.get(two)
    }

    /// The three letters for a country's two (ISO 3166-1).
    pub fn three(&self, two: &str) -> Option<&SmolStr> {
        self.get(two).map(|country| &country.three)
    }

    /// Whether these three letters mean a country.
    pub fn has_three(&self, three: &str) -> bool {
        self.0.values().any(|country| country.three == three)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_named() {
        let error = |text: &str| Countries::read("c", text).unwrap_err().to_string();
        assert!(error("# x\nSY\tSYRIA\t760\tSY\n").contains("line 2"));
        assert!(error("SY\tSYR\n").contains("four columns"));
        assert!(error("SY\tSYR\tx\tSY\n").contains("no number"));
        assert!(error("SY\tSYR\t760\tSY\nSY\tSYR\t760\tSY\n").contains("already"));
        let good = Countries::read("c", "SY\tSYR\t760\tSY\nXK\tXKX\t\tKV\n").unwrap();
        assert_eq!(good.three("SY").map(SmolStr::as_str), Some("SYR"));
        assert_eq!(good.get("SY").and_then(|country| country.number), Some(760));
        assert_eq!(good.get("XK").and_then(|country| country.number), None);
        assert!(good.has_three("XKX") && !good.has_three("REB"));
    }
}
