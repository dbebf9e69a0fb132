//! How do places lie in the gazetteer's file?
//!
//! In: bytes, or the values that become bytes. Out: the other of the two.
//! Invariant: every number is little-endian at a fixed place of an unaligned byte
//! string, so the file is read where it lies and means the same on every machine.
//!
//! The file is a header and nine sections. The header holds the magic, the format's
//! number, a checksum over all that follows it, and where each section starts and
//! ends. [`Record`]s are sorted by id. Strings lie in one heap, each with its length
//! in a byte before it. Names are an `fst::Map` from folded name to a [`Posting`].

use super::GazetteerError;

/// The file's first eight bytes.
pub(super) const MAGIC: &[u8; 8] = b"marsadgz";
/// The number of this layout; a reader refuses every other.
pub(super) const FORMAT: u32 = 2;
const SECTIONS: usize = 9;
const BODY: usize = 8 + 4 + 8 + SECTIONS * 8;

/// The file's parts in their order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Section {
    /// What it was built from, as text.
    Version,
    /// Places, [`Record::SIZE`] bytes each.
    Records,
    /// Strings, each after its length in a byte.
    Heap,
    /// Lists of countries such as "SY,TR": offsets into the heap, four bytes each.
    Countries,
    /// First-order areas by code: heap offset of the code, record number; four bytes each.
    Admin1,
    /// Country records by code: two letters, then the record number in four bytes.
    CountryRecords,
    /// Folded names.
    Names,
    /// Where a name has several places.
    Postings,
    /// Folded demonyms; the value is the country code's two letters.
    Demonyms,
}

/// Puts the sections together under a header.
pub(super) fn seal(sections: [Vec<u8>; SECTIONS]) -> Vec<u8> {
    let mut directory = Vec::new();
    let mut body = Vec::new();
    for section in sections {
        let start = BODY + body.len();
        body.extend(section);
        for edge in [start, BODY + body.len()] {
            directory.extend((edge as u32).to_le_bytes());
        }
    }
    directory.extend(body);
    let mut file = MAGIC.to_vec();
    file.extend(FORMAT.to_le_bytes());
    file.extend(checksum(&directory).to_le_bytes());
    file.extend(directory);
    file
}

/// Checks a file and tells where its sections lie.
pub(super) fn open(file: &[u8]) -> Result<[(usize, usize); SECTIONS], GazetteerError> {
    if file.len() < BODY || !file.starts_with(MAGIC) {
        return Err(GazetteerError::NotAGazetteer);
    }
    let format = number(file, 8, 4) as u32;
    if format != FORMAT {
        return Err(GazetteerError::Format {
            found: format,
            known: FORMAT,
        });
    }
    if number(file, 12, 8) != checksum(&file[20..]) {
        return Err(GazetteerError::Damaged);
    }
    let mut edges = [(0, 0); SECTIONS];
    for (index, edge) in edges.iter_mut().enumerate() {
        let at = 20 + index * 8;
        *edge = (
            number(file, at, 4) as usize,
            number(file, at + 4, 4) as usize,
        );
        if edge.0 > edge.1 || edge.1 > file.len() {
            return Err(GazetteerError::Damaged);
        }
    }
    Ok(edges)
}

/// The unsigned number in `width` (at most 8) bytes at `at`; 0 past the end.
pub(super) fn number(bytes: &[u8], at: usize, width: usize) -> u64 {
    let slice = at
        .checked_add(width)
        .and_then(|end| bytes.get(at..end))
        .unwrap_or_default();
    slice
        .iter()
        .rev()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

/// The string that the heap holds at an offset; empty past the end.
pub(super) fn string(heap: &[u8], offset: usize) -> &str {
    let length = heap.get(offset).copied().unwrap_or_default();
    let text = heap
        .get(offset + 1..offset + 1 + usize::from(length))
        .unwrap_or_default();
    std::str::from_utf8(text).unwrap_or_default()
}

/// Detects damage, not malice: eight bytes at a time, a multiplication and a turn each,
/// so that checking the whole file costs a few milliseconds.
fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = |sum: u64, word: u64| {
        (sum ^ word)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
    };
    let sum = words.iter().fold(bytes.len() as u64, |sum, word| {
        mix(sum, u64::from_le_bytes(*word))
    });
    mix(sum, number(rest, 0, rest.len()))
}

/// One place as it is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Record {
    /// [`PlaceId::to_bits`](super::PlaceId::to_bits).
    pub(super) id: u32,
    /// Degrees east in ten-thousandths (11 m), which fit three bytes.
    pub(super) lon: i32,
    /// Degrees north, likewise.
    pub(super) lat: i32,
    /// Where the heap holds the name; below 2²⁴.
    pub(super) name: u32,
    /// Which list of countries; below 2¹¹.
    pub(super) countries: u16,
    /// Which first-order area; `u16::MAX` for none.
    pub(super) admin1: u16,
    /// How many live there, to within a thousandth.
    pub(super) population: u64,
    /// The kind's number; below 32.
    pub(super) kind: u8,
    /// How likely the place is before any context.
    pub(super) prior: u8,
    /// How far it reaches, in tenths of a kilometre; 0 where the population tells.
    pub(super) radius: u16,
}

impl Record {
    /// Bytes in a stored record.
    pub(super) const SIZE: usize = 22;
    /// Stored degrees in a degree.
    pub(super) const DEGREE: f64 = 10_000.0;

    /// The record's bytes.
    pub(super) fn to_bytes(self) -> [u8; Self::SIZE] {
        let mut bytes = [0; Self::SIZE];
        let mut at = 0;
        let mut put = |value: u64, width: usize| {
            bytes[at..at + width].copy_from_slice(&value.to_le_bytes()[..width]);
            at += width;
        };
        put(u64::from(self.id), 4);
        put(self.lon as u64, 3);
        put(self.lat as u64, 3);
        put(u64::from(self.name), 3);
        put(u64::from(self.countries) << 5 | u64::from(self.kind), 2);
        put(u64::from(self.admin1), 2);
        put(pack_population(self.population), 2);
        put(u64::from(self.prior), 1);
        put(u64::from(self.radius), 2);
        bytes
    }

    /// The record with this number among the stored ones; zeroes past the end.
    pub(super) fn at(records: &[u8], index: usize) -> Self {
        let mut at = index.saturating_mul(Self::SIZE);
        let mut take = |width: usize| {
            let value = number(records, at, width);
            at = at.saturating_add(width);
            value
        };
        let (id, lon, lat) = (take(4) as u32, signed(take(3)), signed(take(3)));
        let (name, shared) = (take(3) as u32, take(2) as u16);
        Self {
            id,
            lon,
            lat,
            name,
            countries: shared >> 5,
            kind: (shared & 31) as u8,
            admin1: take(2) as u16,
            population: unpack_population(take(2)),
            prior: take(1) as u8,
            radius: take(2) as u16,
        }
    }
}

fn signed(three_bytes: u64) -> i32 {
    ((three_bytes as u32) << 8) as i32 >> 8
}

/// Thirteen bits of figures and three that say how often to take them eightfold.
fn pack_population(population: u64) -> u64 {
    let mut figures = population;
    let mut eights = 0;
    while figures >= 1 << 13 && eights < 7 {
        // Rounded, so that counts are as often a little above as below.
        figures = (figures + 4) / 8;
        eights += 1;
    }
    figures.min((1 << 13) - 1) | eights << 13
}

fn unpack_population(packed: u64) -> u64 {
    (packed & ((1 << 13) - 1)) << (3 * (packed >> 13))
}

/// What a folded name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Posting {
    /// One place: its record's number, and whether this is its main name.
    One(Named),
    /// Several: where their list starts in the postings.
    Many(usize),
}

/// A record under one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The record's number.
    pub(super) record: u32,
    /// Whether the name is the record's main one.
    pub(super) main: bool,
}

impl Named {
    fn to_number(self) -> u64 {
        u64::from(self.record) << 1 | u64::from(self.main)
    }

    fn from_number(value: u64) -> Self {
        Self {
            record: (value >> 1) as u32,
            main: value & 1 == 1,
        }
    }
}

impl Posting {
    /// The map's value for this posting.
    pub(super) fn to_value(self) -> u64 {
        match self {
            Self::One(named) => named.to_number() << 1,
            Self::Many(offset) => (offset as u64) << 1 | 1,
        }
    }

    /// The posting that a map's value stands for.
    pub(super) fn from_value(value: u64) -> Self {
        match value & 1 {
            0 => Self::One(Named::from_number(value >> 1)),
            _ => Self::Many((value >> 1) as usize),
        }
    }
}

/// Appends a list of named records: how many in two bytes, then three bytes each.
pub(super) fn push_list(postings: &mut Vec<u8>, list: &[Named]) {
    postings.extend((list.len() as u16).to_le_bytes());
    for named in list {
        postings.extend(&named.to_number().to_le_bytes()[..3]);
    }
}

/// The named records listed at an offset, in their stored order.
pub(super) fn list(postings: &[u8], offset: usize) -> impl Iterator<Item = Named> {
    let count = number(postings, offset, 2) as usize;
    (0..count).map(move |index| Named::from_number(number(postings, offset + 2 + index * 3, 3)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_record_reads_back(
            id in any::<u32>(), lon in -1_800_000..=1_800_000_i32, lat in -900_000..=900_000_i32,
            name in 0..1_u32 << 24, countries in 0..1_u16 << 11, population in 0..8_000_u64, radius in any::<u16>(),
        ) {
            let record = Record {
                id, lon, lat, name, countries, admin1: u16::MAX, population, kind: 3, prior: 255, radius,
            };
            let mut records = vec![0; Record::SIZE];
            records.extend(record.to_bytes());
            prop_assert_eq!(Record::at(&records, 1), record);
        }

        #[test]
        fn a_population_is_kept_within_a_thousandth(population in 0..10_000_000_000_u64) {
            let kept = unpack_population(pack_population(population));
            prop_assert!(kept.abs_diff(population) <= population / 1_000);
        }

        #[test]
        fn nothing_read_past_the_end_panics(bytes in any::<Vec<u8>>(), at in any::<usize>()) {
            let _ = (number(&bytes, at, 8), Record::at(&bytes, at), open(&bytes).is_ok());
            let _ = string(&bytes, at % 64);
            prop_assert!(list(&bytes, at % 64).count() <= usize::from(u16::MAX));
        }
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let mut sections: [Vec<u8>; SECTIONS] = Default::default();
        sections[0] = b"a version of some length".to_vec();
        let file = seal(sections);
        assert!(open(&file).is_ok());
        for index in 12..file.len() {
            let mut changed = file.clone();
            changed[index] ^= 1;
            assert_eq!(open(&changed), Err(GazetteerError::Damaged), "byte {index}");
        }
        assert_eq!(open(b"marsad"), Err(GazetteerError::NotAGazetteer));
    }
}
