//! Which cities' names stand for the governments that sit there?

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    error::{Error, ErrorKind},
    gazetteer::fold,
};

/// The seats of governments, from `seats.tsv`.
#[derive(Clone, Debug, Default)]
pub struct Seats {
    countries: FxHashMap<String, SmolStr>,
}

impl Seats {
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Error> {
        let mut seats = Self::default();
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
        {
            let Some((name, country)) = line
                .split_once('\t')
                .filter(|(_, country)| country.len() == 2)
            else {
                let what = format!(
                    "expected a name, a tab and a country code of two letters, found \"{line}\""
                );
                return Err(Error::new(file, ErrorKind::Line { line: at + 1, what }));
            };
            seats
                .countries
                .entry(fold(name))
                .or_insert_with(|| country.into());
        }
        Ok(seats)
    }

    /// The country (ISO 3166-1 alpha-2) whose government sits in a city of that name.
    pub fn country(&self, name: &str) -> Option<&SmolStr> {
        self.countries.get(&fold(name))
    }
}
