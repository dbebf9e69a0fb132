//! How does a list of places become the gazetteer's file?
//!
//! In: a [`World`], every place with its names, and the demonyms. Out: the bytes
//! that [`Gazetteer::from_bytes`](super::Gazetteer::from_bytes) reads. Invariant:
//! the bytes depend on what the world holds and not on the order it is listed in.

use std::collections::{BTreeMap, BTreeSet};

use fst::MapBuilder;

use super::fold::{clipped, fold, initials};
use super::layout::{Named, Posting, Record, push_list, seal};
use super::{CountryCode, GazetteerError, MAIN_NAME, PlaceId, PlaceKind, initials_key};

/// Everything that goes into a gazetteer.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What it was built from; handed out again as the gazetteer's version.
    pub version: String,
    /// The places, in any order; of two with one id the first is kept.
    pub places: Vec<Entry>,
    /// Words for the people and things of a country, each with the country's code.
    pub demonyms: Vec<(String, CountryCode)>,
}

/// One place with its names.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its lasting id.
    pub id: PlaceId,
    /// Its main name, at most 255 bytes.
    pub name: String,
    /// Its other names and spellings.
    pub alternates: Vec<String>,
    /// The countries it lies in, the chief one first.
    pub countries: Vec<CountryCode>,
    /// The code of its first-order area, such as `SY.07`; for such an area its own.
    pub admin1: Option<String>,
    /// What sort of place.
    pub kind: PlaceKind,
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// How many live there, 0 if not known; kept to within a thousandth.
    pub population: u64,
    /// How far it reaches, in kilometres, up to 6,553; `None` to tell by the population.
    pub radius_km: Option<f64>,
    /// How likely the place is before any context, 0 to 231.
    pub prior: u8,
}

impl World {
    /// The gazetteer's file.
    ///
    /// # Errors
    ///
    /// [`GazetteerError::Unfit`] names the place whose name is empty or too long or
    /// whose numbers lie outside their ranges; [`GazetteerError::TooLarge`] says that there
    /// are more than 8 million places, 16 MiB of main names or 2,048 different lists of countries.
    pub fn assemble(&self) -> Result<Vec<u8>, GazetteerError> {
        let mut places: BTreeMap<PlaceId, &Entry> = BTreeMap::new();
        for entry in &self.places {
            places.entry(entry.id).or_insert(entry);
        }
        let places: Vec<&Entry> = places.into_values().collect();
        let mut heap = Heap::default();
        let lists = numbered(places.iter().map(|entry| country_list(entry)));
        let areas = numbered(places.iter().filter_map(|entry| entry.admin1.clone()));
        let mut records = Vec::with_capacity(places.len() * Record::SIZE);
        for entry in &places {
            check(entry)?;
            let record = Record {
                id: entry.id.to_bits(),
                lon: (entry.lon * Record::DEGREE).round() as i32,
                lat: (entry.lat * Record::DEGREE).round() as i32,
                name: heap.put(&entry.name),
                countries: lists.get(&country_list(entry)).copied().unwrap_or_default(),
                admin1: entry
                    .admin1
                    .as_ref()
                    .and_then(|code| areas.get(code))
                    .copied()
                    .unwrap_or(u16::MAX),
                population: entry.population,
                kind: entry.kind as u8,
                prior: entry.prior,
                radius: entry
                    .radius_km
                    .map_or(0, |radius| (radius * 10.0).round().max(1.0) as u16),
            };
            records.extend(record.to_bytes());
        }
        if lists.len() > 1 << 11 || heap.bytes.len() > 1 << 24 || places.len() > 1 << 23 {
            return Err(GazetteerError::TooLarge);
        }
        let mut country_lists = Vec::new();
        for list in lists.keys() {
            country_lists.extend(heap.put(list).to_le_bytes());
        }
        let own_records: BTreeMap<&str, u32> = places
            .iter()
            .zip(0..)
            .filter(|(entry, _)| entry.kind == PlaceKind::Admin1)
            .filter_map(|(entry, record)| Some((entry.admin1.as_deref()?, record)))
            .collect();
        let mut admin1 = Vec::new();
        for code in areas.keys() {
            admin1.extend(heap.put(code).to_le_bytes());
            admin1.extend(
                own_records
                    .get(code.as_str())
                    .copied()
                    .unwrap_or(u32::MAX)
                    .to_le_bytes(),
            );
        }
        let (names, postings) = index_names(&places)?;
        Ok(seal([
            self.version.clone().into_bytes(),
            records,
            heap.bytes,
            country_lists,
            admin1,
            country_records(&places),
            names,
            postings,
            index_demonyms(&self.demonyms)?,
        ]))
    }
}

/// Strings, each put down once.
#[derive(Default)]
struct Heap {
    bytes: Vec<u8>,
    offsets: BTreeMap<String, u32>,
}

impl Heap {
    fn put(&mut self, text: &str) -> u32 {
        if let Some(offset) = self.offsets.get(text) {
            return *offset;
        }
        let offset = self.bytes.len() as u32;
        self.bytes.push(text.len() as u8);
        self.bytes.extend(text.as_bytes());
        self.offsets.insert(text.to_owned(), offset);
        offset
    }
}

fn check(entry: &Entry) -> Result<(), GazetteerError> {
    let fits = (1..=255).contains(&entry.name.len())
        && (-180.0..=180.0).contains(&entry.lon)
        && (-90.0..=90.0).contains(&entry.lat)
        && entry
            .radius_km
            .is_none_or(|radius| (0.0..=6553.5).contains(&radius))
        && entry.countries.len() < 64
        && entry.admin1.as_ref().is_none_or(|code| code.len() <= 255)
        && entry.prior <= u8::MAX - MAIN_NAME;
    if fits {
        Ok(())
    } else {
        Err(GazetteerError::Unfit {
            place: entry.id,
            name: entry.name.clone(),
        })
    }
}

fn country_list(entry: &Entry) -> String {
    entry
        .countries
        .iter()
        .map(CountryCode::as_str)
        .collect::<Vec<_>>()
        .join(",")
}

/// Numbers the different strings in their order; more than 65,535 do not occur on this planet.
fn numbered(strings: impl Iterator<Item = String>) -> BTreeMap<String, u16> {
    let mut numbers: BTreeMap<String, u16> = strings.map(|text| (text, 0)).collect();
    for (number, value) in (0..u16::MAX).zip(numbers.values_mut()) {
        *value = number;
    }
    numbers
}

fn country_records(places: &[&Entry]) -> Vec<u8> {
    let countries: BTreeMap<CountryCode, u32> = places
        .iter()
        .zip(0..)
        .filter(|(entry, _)| entry.kind == PlaceKind::Country)
        .filter_map(|(entry, record)| Some((*entry.countries.first()?, record)))
        .collect();
    let mut section = Vec::new();
    for (code, record) in countries {
        section.extend(code.as_str().as_bytes());
        section.extend(record.to_le_bytes());
    }
    section
}

/// The key under which a name is kept: its initials with their case, its clipped form with
/// its full stop, or else its folded form.
fn key(name: &str) -> Option<String> {
    let key = initials(name)
        .map(|letters| initials_key(&letters))
        .or_else(|| clipped(name))
        .unwrap_or_else(|| fold(name));
    (!key.is_empty()).then_some(key)
}

/// The map of names and the lists for names that several places bear.
fn index_names(places: &[&Entry]) -> Result<(Vec<u8>, Vec<u8>), GazetteerError> {
    let mut names: BTreeMap<String, BTreeMap<u32, bool>> = BTreeMap::new();
    for (entry, record) in places.iter().zip(0..) {
        let main = key(&entry.name).map(|key| (key, true));
        let alternates = entry
            .alternates
            .iter()
            .filter_map(|name| key(name))
            .map(|key| (key, false));
        for (key, main) in main.into_iter().chain(alternates) {
            *names.entry(key).or_default().entry(record).or_default() |= main;
        }
    }
    let mut postings = Vec::new();
    let mut map = MapBuilder::memory();
    for (key, bearers) in names {
        let mut bearers: Vec<Named> = bearers
            .into_iter()
            .map(|(record, main)| Named { record, main })
            .collect();
        // Best first; of two alike the one with the lower id, which the record's number follows.
        bearers.sort_by_key(|named| {
            let prior = places
                .get(named.record as usize)
                .map_or(0, |entry| entry.prior);
            (
                std::cmp::Reverse(prior + if named.main { MAIN_NAME } else { 0 }),
                named.record,
            )
        });
        bearers.truncate(usize::from(u16::MAX));
        let posting = match bearers.as_slice() {
            [only] => Posting::One(*only),
            several => {
                let offset = postings.len();
                push_list(&mut postings, several);
                Posting::Many(offset)
            }
        };
        map.insert(key, posting.to_value())
            .map_err(|_| GazetteerError::Damaged)?;
    }
    Ok((
        map.into_inner().map_err(|_| GazetteerError::Damaged)?,
        postings,
    ))
}

/// The map of demonyms; a word listed for two countries belongs to the first by code.
fn index_demonyms(demonyms: &[(String, CountryCode)]) -> Result<Vec<u8>, GazetteerError> {
    let pairs: BTreeSet<(String, CountryCode)> = demonyms
        .iter()
        .filter_map(|(word, code)| Some((key(word)?, *code)))
        .collect();
    let mut map = MapBuilder::memory();
    let mut last = None;
    for (word, code) in pairs {
        if last.as_ref() == Some(&word) {
            continue;
        }
        let value = code
            .as_str()
            .bytes()
            .fold(0, |value, byte| value << 8 | u64::from(byte));
        map.insert(&word, value)
            .map_err(|_| GazetteerError::Damaged)?;
        last = Some(word);
    }
    map.into_inner().map_err(|_| GazetteerError::Damaged)
}
