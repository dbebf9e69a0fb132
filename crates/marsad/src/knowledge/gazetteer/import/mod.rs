//! Which places does a list name?
//!
//! In: the lines of lists of places, one at a time: GeoNames' dumps (`SY.txt`,
//! `allCountries.txt`) or tables with a header. Out: the [`World`] that they make, a
//! [`Complaint`] for each row that is refused, and a [`Tally`] of what became of all of them.
//! Invariant: one bad row stops no other, and every row that is kept can be stored.
//!
//! Rows keep their number at GeoNames; others get one of marsad's own, which depends on
//! their country, name and point alone (see `number.rs`). No text is held beyond what is
//! kept, so a list of any length can be read.
//!
//! ```
//! use marsad::knowledge::gazetteer::{CountryCode, Gazetteer, import::{Choice, Importer, Rules}};
//!
//! let rules = Rules::read("import.toml", r#"
//!     [columns]
//!     name = ["name"]
//!     latitude = ["lat"]
//!     longitude = ["lon"]
//!     [[kind]]
//!     kind = "settlement"
//!     codes = ["P"]
//! "#)?;
//! let choice = Choice { country: CountryCode::parse("XF"), ..Choice::default() };
//! let mut importer = Importer::new(&rules, choice);
//! importer.begin();
//! let complaints: Vec<_> = ["name,lat,lon", "Old Mill,35.1,40.2", "Nowhere,91,0"]
//!     .iter()
//!     .filter_map(|line| importer.line(line).err())
//!     .collect();
//!
//! assert_eq!(complaints[0].line, 3);
//! let (world, tally) = importer.finish("two villages");
//! assert_eq!((tally.rows, tally.refused), (2, 1));
//! let gazetteer = Gazetteer::from_bytes(world.assemble()?)?;
//! assert_eq!(gazetteer.find("old mill").len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod number;
mod row;
mod rules;
mod table;

use std::{collections::BTreeMap, hash::BuildHasher as _};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::{CountryCode, Entry, Gazetteer, PlaceId, PlaceKind, World};
use row::Verdict;
use rules::Column;
pub use rules::Rules;
use table::{First, Table};

/// Which rows are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choice<'g> {
    /// Only places of this country; rows that do not say their country are taken to lie in it.
    pub country: Option<CountryCode>,
    /// Which kinds of place.
    pub features: Features,
    /// Where the names of first-order areas are looked up, in lists that give names for codes.
    pub areas: Option<&'g Gazetteer>,
}

/// Which kinds of place are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Features {
    /// Those whose names say where people fight: no hotels and no wells.
    #[default]
    WherePeopleFight,
    /// All that the list has.
    All,
}

/// Why a row is none of those that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skipped {
    /// It lies in another country than the one wanted, or in none.
    ElsewhereOrNowhere,
    /// A code of this feature class that says little about where people fight.
    Feature(char),
    /// It says that it is something, by a word or code that is not known.
    UnknownKind,
}

/// Something wrong in a line: the line is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The line in its list, counted from 1.
    pub line: u64,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub help: String,
}

/// The same before the line is known.
struct Refusal {
    what: String,
    help: String,
}

/// What became of the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many rows there were, without headers, comments and empty lines.
    pub rows: u64,
    /// How many places are kept, by kind.
    pub kept: BTreeMap<PlaceKind, u64>,
    /// How many were none of those wanted, by reason.
    pub skipped: BTreeMap<Skipped, u64>,
    /// How many were refused.
    pub refused: u64,
}

/// Reads lists of places, line by line.
#[derive(Debug)]
pub struct Importer<'r> {
    rules: &'r Rules,
    choice: Choice<'r>,
    list: List,
    list_number: u32,
    line: u64,
    numbered: Vec<Entry>,
    /// Places without a GeoNames number, with the digest of what tells them apart.
    unnumbered: Vec<(u64, Entry)>,
    /// Where each place stands: list and line.
    seen: FxHashMap<Key, (u32, u64)>,
    /// Hashes of the different names, and how many bytes those names take.
    names: FxHashSet<u64>,
    name_bytes: usize,
    tally: Tally,
}

/// What tells the places of an import apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Geonames(u32),
    Digest(u64),
}

/// What is known of the list that is being read.
#[derive(Clone, Debug)]
enum List {
    Unknown,
    Known(Table),
    GivenUp,
}

impl<'r> Importer<'r> {
    /// An importer that has read nothing yet.
    pub fn new(rules: &'r Rules, choice: Choice<'r>) -> Self {
        Self {
            rules,
            choice,
            list: List::Unknown,
            list_number: 0,
            line: 0,
            numbered: Vec::new(),
            unnumbered: Vec::new(),
            seen: FxHashMap::default(),
            names: FxHashSet::default(),
            name_bytes: 0,
            tally: Tally::default(),
        }
    }

    /// The lines that follow are another list's.
    pub fn begin(&mut self) {
        self.list = List::Unknown;
        self.list_number += 1;
        self.line = 0;
    }

    /// Whether nothing more can be read of this list, since its columns are not known.
    pub fn has_given_up(&self) -> bool {
        matches!(self.list, List::GivenUp)
    }

    /// How many places are kept so far.
    pub fn kept(&self) -> usize {
        self.numbered.len() + self.unnumbered.len()
    }

    /// Whether there is already more than one file can hold, so that reading on is in vain.
    pub fn is_full(&self) -> bool {
        self.kept() > World::MOST_PLACES || self.name_bytes > World::MOST_NAME_BYTES
    }

    /// Reads the next line of the list, without its end.
    ///
    /// # Errors
    ///
    /// A [`Complaint`] says why the line is left out, or the whole list if
    /// [`has_given_up`](Self::has_given_up).
    pub fn line(&mut self, line: &str) -> Result<(), Complaint> {
        self.line += 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = match self.line {
            1 => line.strip_prefix('\u{FEFF}').unwrap_or(line),
            _ => line,
        };
        if line.trim().is_empty() {
            return Ok(());
        }
        self.read(line).map_err(|refusal| self.complaint(refusal))
    }

    /// Passes over the next line, which could not be read as text at all.
    pub fn unreadable_line(&mut self, what: &str, help: &str) -> Complaint {
        self.line += 1;
        self.tally.rows += 1;
        self.complaint(Refusal {
            what: what.to_owned(),
            help: help.to_owned(),
        })
    }

    fn complaint(&mut self, refusal: Refusal) -> Complaint {
        self.tally.refused += 1;
        Complaint {
            line: self.line,
            what: refusal.what,
            help: refusal.help,
        }
    }

    fn read(&mut self, line: &str) -> Result<(), Refusal> {
        let table = match &self.list {
            List::Known(_) if line.starts_with('#') => return Ok(()),
            List::Known(table) => table,
            List::GivenUp => return Ok(()),
            List::Unknown => {
                let (first, table) = match self.told_by(line) {
                    Ok(First::Nothing) => return Ok(()),
                    Ok(First::Header(table)) => (None, table),
                    Ok(First::Row(table)) => (Some(line), table),
                    Err(refusal) => {
                        self.list = List::GivenUp;
                        return Err(refusal);
                    }
                };
                self.list = List::Known(table);
                return first.map_or(Ok(()), |line| self.read(line));
            }
        };
        self.tally.rows += 1;
        let fields = table.fields(line)?;
        match row::read(&fields, self.rules, &self.choice, table.is_dump)? {
            Verdict::Skipped(reason) => *self.tally.skipped.entry(reason).or_default() += 1,
            Verdict::Kept(entry, geonames) => {
                let kind = entry.kind;
                self.keep(entry, geonames)?;
                *self.tally.kept.entry(kind).or_default() += 1;
            }
        }
        Ok(())
    }

    fn told_by(&self, line: &str) -> Result<First, Refusal> {
        let first = Table::told_by(line, self.rules)?;
        match &first {
            First::Header(table)
                if !table.has(Column::Country) && self.choice.country.is_none() =>
            {
                Err(Refusal {
                    what: "no column says in which country the places lie".into(),
                    help: "say --country XX if all are of one country, or add a column \"country\""
                        .into(),
                })
            }
            _ => Ok(first),
        }
    }

    fn keep(&mut self, mut entry: Entry, geonames: Option<u32>) -> Result<(), Refusal> {
        let key = geonames.map_or_else(|| Key::Digest(number::digest(&entry)), Key::Geonames);
        if let Some((list, line)) = self.seen.get(&key) {
            let place = match key {
                Key::Geonames(number) => format!("the GeoNames number {number}"),
                Key::Digest(_) => "a place of this country, name and point".to_owned(),
            };
            let whence = if *list == self.list_number {
                format!("in line {line}")
            } else {
                format!("in line {line} of an earlier list")
            };
            return Err(Refusal {
                what: format!("{place} stands {whence} already"),
                help: "keep one of the two rows".into(),
            });
        }
        self.seen.insert(key, (self.list_number, self.line));
        if self.names.insert(FxBuildHasher.hash_one(&entry.name)) {
            // Each name is kept once, behind a byte for its length.
            self.name_bytes += 1 + entry.name.len();
        }
        match key {
            Key::Geonames(number) => {
                entry.id = PlaceId::from_geonames(number);
                self.numbered.push(entry);
            }
            Key::Digest(digest) => self.unnumbered.push((digest, entry)),
        }
        Ok(())
    }

    /// What was read, under a line that says whence it comes.
    pub fn finish(self, version: &str) -> (World, Tally) {
        let mut unnumbered = self.unnumbered;
        unnumbered.sort_unstable_by_key(|(digest, _)| *digest);
        let digests: Vec<u64> = unnumbered.iter().map(|(digest, _)| *digest).collect();
        let mut places = self.numbered;
        places.extend(number::numbers(digests.into_iter()).zip(unnumbered).map(
            |(number, (_, entry))| Entry {
                id: PlaceId::own(number),
                ..entry
            },
        ));
        let world = World {
            version: version.to_owned(),
            places,
            demonyms: Vec::new(),
        };
        (world, self.tally)
    }
}

#[cfg(test)]
mod tests;
