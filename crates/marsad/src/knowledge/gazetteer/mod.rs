//! Which places bear this name, and where are they?
//!
//! In: the bytes of `data/gazetteer/world.gazetteer`, then names as reports print
//! them. Out: the [`Candidate`]s for a name, best first, and each [`Place`] with its
//! point, reach, country and kind; also which country a word such as "Syrian" means.
//! Invariant: an answer depends on the bytes and the name alone, and no name can make
//! a lookup fail or panic.
//!
//! The gazetteer knows names, not sentences: which candidate a report means is for
//! the mention stage to decide. Names are compared after [`fold`]ing.
//! Abbreviations in capitals ("U.S.", "UAE") keep their case, so "us" finds nothing
//! American.
//!
//! ```
//! use marsad::knowledge::gazetteer::{CountryCode, Entry, Gazetteer, PlaceId, PlaceKind, World};
//!
//! let fenmark = Entry {
//!     id: PlaceId::own(1),
//!     name: "Old Fenmark".into(),
//!     alternates: vec!["al-Fenmark".into()],
//!     countries: vec![CountryCode::parse("XF").expect("two capitals")],
//!     admin1: None,
//!     kind: PlaceKind::Settlement,
//!     lon: 40.5,
//!     lat: 35.0,
//!     population: 54_000,
//!     radius_km: None,
//!     prior: 100,
//! };
//! let world = World { version: "small".into(), places: vec![fenmark], demonyms: vec![] };
//! let gazetteer = Gazetteer::from_bytes(world.assemble()?)?;
//!
//! let found = gazetteer.find("AL FENMARK");
//! assert_eq!(gazetteer.place(found[0].place).expect("just found").name, "Old Fenmark");
//! assert_eq!(gazetteer.longest_match(&["Old", "Fenmark", "fell"]), Some(2));
//! # Ok::<(), marsad::knowledge::gazetteer::GazetteerError>(())
//! ```

mod assemble;
mod fold;
mod layout;
mod place;

use std::sync::Arc;

use fst::Map;
use layout::{Named, Posting, Record, Section};

pub use assemble::{Entry, World};
pub use fold::fold;
pub use place::{
    Admin1, Candidate, CountryCode, NameKind, Place, PlaceId, PlaceKind, settlement_radius_km,
};

/// By how much a candidate found by its main name outranks one found by an alternate:
/// as much as sixteen times the inhabitants.
const MAIN_NAME: u8 = 24;

/// The key of an abbreviation; the sign before it keeps it apart from folded names.
fn initials_key(letters: &str) -> String {
    format!("\u{1}{letters}")
}

/// Why a gazetteer could not be read or made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// The bytes are something else.
    #[error(
        "these bytes are not a marsad gazetteer; help: build one with `workshop build gazetteer`"
    )]
    NotAGazetteer,
    /// It is laid out in a way this version does not read.
    #[error(
        "the gazetteer has format {found}, and format {known} is needed; help: rebuild it with `workshop build gazetteer`"
    )]
    Format {
        /// The file's format.
        found: u32,
        /// The one that is read.
        known: u32,
    },
    /// Its checksum or its inner structure does not hold.
    #[error("the gazetteer is damaged; help: fetch or rebuild `data/gazetteer/world.gazetteer`")]
    Damaged,
    /// All places together cannot be stored.
    #[error("the places have more names or different lists of countries than the format holds")]
    TooLarge,
    /// A place cannot be stored.
    #[error("{place} ({name:?}) does not fit: its name, numbers or countries are out of range")]
    Unfit {
        /// The place.
        place: PlaceId,
        /// Its main name.
        name: String,
    },
}

/// Bytes that are part of the program, or shared by all clones of a gazetteer.
#[derive(Clone)]
enum Bytes {
    Static(&'static [u8]),
    Shared(Arc<Vec<u8>>),
}

/// One section of the file, as the maps want it.
#[derive(Clone)]
struct Slice {
    bytes: Bytes,
    start: usize,
    end: usize,
}

impl AsRef<[u8]> for Slice {
    fn as_ref(&self) -> &[u8] {
        let all = match &self.bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes.as_slice(),
        };
        all.get(self.start..self.end).unwrap_or_default()
    }
}

/// The places of the world by name and by id.
///
/// Reading it costs one pass over the bytes for the checksum; after that nothing is
/// unpacked but what is asked for. Clones share the bytes.
#[derive(Clone)]
pub struct Gazetteer {
    version: Slice,
    records: Slice,
    heap: Slice,
    country_lists: Slice,
    admin1: Slice,
    country_records: Slice,
    postings: Slice,
    names: Map<Slice>,
    demonyms: Map<Slice>,
}

impl Gazetteer {
    /// Reads a gazetteer that is part of the program; its bytes are not copied.
    ///
    /// # Errors
    ///
    /// If the bytes are no gazetteer, are damaged, or have another format.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        Self::read(Bytes::Static(bytes))
    }

    /// Reads a gazetteer from bytes that it then keeps.
    ///
    /// # Errors
    ///
    /// If the bytes are no gazetteer, are damaged, or have another format.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        Self::read(Bytes::Shared(Arc::new(bytes)))
    }

    fn read(bytes: Bytes) -> Result<Self, GazetteerError> {
        let edges = layout::open(match &bytes {
            Bytes::Static(bytes) => bytes,
            Bytes::Shared(bytes) => bytes.as_slice(),
        })?;
        let slice = |section: Section| {
            let (start, end) = edges[section as usize];
            Slice {
                bytes: bytes.clone(),
                start,
                end,
            }
        };
        let map = |section| Map::new(slice(section)).map_err(|_| GazetteerError::Damaged);
        if std::str::from_utf8(slice(Section::Version).as_ref()).is_err() {
            return Err(GazetteerError::Damaged);
        }
        Ok(Self {
            version: slice(Section::Version),
            records: slice(Section::Records),
            heap: slice(Section::Heap),
            country_lists: slice(Section::Countries),
            admin1: slice(Section::Admin1),
            country_records: slice(Section::CountryRecords),
            postings: slice(Section::Postings),
            names: map(Section::Names)?,
            demonyms: map(Section::Demonyms)?,
        })
    }

    /// What the gazetteer was built from, in one line.
    pub fn version(&self) -> &str {
        std::str::from_utf8(self.version.as_ref()).unwrap_or_default()
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.records.as_ref().len() / Record::SIZE
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places that bear a name, the likeliest before any context first.
    ///
    /// The name must be whole, and may be spelled in any way that [`fold`]s to a known
    /// one. Empty if no place bears it.
    pub fn find(&self, name: &str) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        // "US" the abbreviation comes before Us the French village.
        for key in keys(name) {
            let Some(value) = self.names.get(key) else {
                continue;
            };
            match Posting::from_value(value) {
                Posting::One(named) => found.push(self.candidate(named)),
                Posting::Many(offset) => found.extend(
                    layout::list(self.postings.as_ref(), offset).map(|named| self.candidate(named)),
                ),
            }
        }
        found
    }

    fn candidate(&self, named: Named) -> Candidate {
        let record = self.record(named.record as usize);
        let (matched, bonus) = if named.main {
            (NameKind::Main, MAIN_NAME)
        } else {
            (NameKind::Alternate, 0)
        };
        Candidate {
            place: PlaceId::from_bits(record.id),
            matched,
            prior: record.prior.saturating_add(bonus),
        }
    }

    /// How many of the leading words together form the longest name that a place bears.
    ///
    /// Words are as a tokenizer leaves them, with hyphens in their words or split off
    /// ("ez-Zor" or "ez", "-", "Zor"); a comma or bracket ends a name. `None` if no
    /// name begins here. Costs one walk, however many names begin alike.
    pub fn longest_match(&self, words: &[&str]) -> Option<usize> {
        let fst = self.names.as_fst();
        let mut longest = words
            .first()
            .filter(|word| keys(word).any(|key| self.names.contains_key(key)))
            .map(|_| 1);
        let mut node = fst.root();
        let mut written_on = true;
        for (index, word) in words.iter().enumerate() {
            let folded = fold(word);
            if folded.is_empty() {
                if index > 0 && fold::is_joint(word) {
                    continue;
                }
                break;
            }
            let gap = if written_on { "" } else { " " };
            for byte in gap.bytes().chain(folded.bytes()) {
                let Some(transition) = node.find_input(byte) else {
                    return longest;
                };
                node = fst.node(node.transition_addr(transition));
            }
            if node.is_final() {
                longest = Some(index + 1);
            }
            written_on = fold::ends_in_apostrophe(word);
        }
        longest
    }

    /// The place with this id, if the gazetteer has it.
    pub fn place(&self, id: PlaceId) -> Option<Place<'_>> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let record = self.record(middle);
            match record.id.cmp(&id.to_bits()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(self.unpack(record)),
            }
        }
        None
    }

    /// Every place, in the order of their ids.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        (0..self.len()).map(|index| self.unpack(self.record(index)))
    }

    /// The country that a word for its people or things means: "Syrian", "Britons", "U.S.".
    pub fn demonym(&self, word: &str) -> Option<CountryCode> {
        let value = keys(word).find_map(|key| self.demonyms.get(key))?;
        let letters = [(value >> 8) as u8, value as u8];
        CountryCode::parse(std::str::from_utf8(&letters).ok()?)
    }

    /// The country that a word for its people or things means, as a candidate.
    pub fn people_of(&self, word: &str) -> Option<Candidate> {
        let country = self.country(self.demonym(word)?.as_str())?;
        Some(Candidate {
            place: country.id,
            matched: NameKind::Alternate,
            prior: u8::MAX,
        })
    }

    /// The country with this two-letter code.
    pub fn country(&self, iso: &str) -> Option<Place<'_>> {
        let entries = self.country_records.as_ref();
        let (entries, _) = entries.as_chunks::<6>();
        let entry = entries
            .iter()
            .find(|entry| entry.starts_with(iso.as_bytes()) && iso.len() == 2)?;
        Some(self.unpack(self.record(layout::number(entry, 2, 4) as usize)))
    }

    /// The first-order area with this code, such as `SY.07`.
    pub fn admin1(&self, code: &str) -> Option<Admin1<'_>> {
        let areas = self.admin1.as_ref().len() / 8;
        let (mut low, mut high) = (0, areas);
        while low < high {
            let middle = low + (high - low) / 2;
            let area = self.area(middle)?;
            match area.code.cmp(code) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(area),
            }
        }
        None
    }

    fn area(&self, index: usize) -> Option<Admin1<'_>> {
        let entry = self.admin1.as_ref().get(index * 8..index * 8 + 8)?;
        let code = layout::string(self.heap.as_ref(), layout::number(entry, 0, 4) as usize);
        let record = layout::number(entry, 4, 4) as usize;
        let record = (record < self.len()).then(|| self.record(record));
        Some(Admin1 {
            code,
            name: record.map(|record| self.name(record)),
            place: record.map(|record| PlaceId::from_bits(record.id)),
        })
    }

    fn record(&self, index: usize) -> Record {
        Record::at(self.records.as_ref(), index)
    }

    fn name(&self, record: Record) -> &str {
        layout::string(self.heap.as_ref(), record.name as usize)
    }

    fn unpack(&self, record: Record) -> Place<'_> {
        let id = PlaceId::from_bits(record.id);
        let list = layout::number(
            self.country_lists.as_ref(),
            usize::from(record.countries) * 4,
            4,
        );
        let countries: Vec<CountryCode> = layout::string(self.heap.as_ref(), list as usize)
            .split(',')
            .filter_map(CountryCode::parse)
            .collect();
        Place {
            id,
            geoname_id: id.geonames(),
            name: self.name(record),
            country: countries.first().copied(),
            countries,
            admin1: self.area(usize::from(record.admin1)),
            kind: PlaceKind::from_number(record.kind).unwrap_or(PlaceKind::Region),
            lon: f64::from(record.lon) / Record::DEGREE,
            lat: f64::from(record.lat) / Record::DEGREE,
            population: record.population,
            radius_km: match record.radius {
                0 => settlement_radius_km(record.population),
                tenths => f64::from(tenths) / 10.0,
            },
        }
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Gazetteer")
            .field("version", &self.version())
            .field("places", &self.len())
            .finish_non_exhaustive()
    }
}

/// The keys to look a name up by: as an abbreviation or a clipped word if it is one, then folded.
fn keys(name: &str) -> impl Iterator<Item = String> {
    let abbreviation = fold::initials(name).map(|letters| initials_key(&letters));
    let folded = Some(fold(name)).filter(|folded| !folded.is_empty());
    abbreviation
        .into_iter()
        .chain(fold::clipped(name))
        .chain(folded)
}

#[cfg(test)]
mod tests;
