//! How do several gazetteer files answer as one?
//!
//! In: the file that every marsad has, and files that a user adds, such as the
//! villages of one country. Out: [`Gazetteer`], which answers over all of them.
//! Invariant: a number names one place. Of a place that several files list, the first
//! file's account holds; two different places under one number are refused.
//!
//! Without added files nothing is merged, copied or looked up twice.

use std::sync::Arc;

use super::layout::Record;
use super::{
    Admin1, Bytes, Candidate, CountryCode, GazetteerError, Layer, NameKind, Place, PlaceId,
};

/// The places of the world by name and by id.
///
/// Reading it costs one pass over the bytes for the checksum; after that nothing is
/// unpacked but what is asked for. Clones share the bytes.
#[derive(Clone)]
pub struct Gazetteer {
    base: Layer,
    added: Vec<Layer>,
    /// What all files say of themselves together; only kept where there are several.
    version: Option<String>,
    /// How many different places there are.
    len: usize,
}

impl Gazetteer {
    /// Reads a gazetteer that is part of the program; its bytes are not copied.
    ///
    /// # Errors
    ///
    /// If the bytes are no gazetteer, are damaged, or have another format.
    pub fn from_static(bytes: &'static [u8]) -> Result<Self, GazetteerError> {
        Layer::read(Bytes::Static(bytes)).map(Self::of)
    }

    /// Reads a gazetteer from bytes that it then keeps.
    ///
    /// # Errors
    ///
    /// If the bytes are no gazetteer, are damaged, or have another format.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        Layer::read(Bytes::Shared(Arc::new(bytes))).map(Self::of)
    }

    fn of(base: Layer) -> Self {
        Self {
            len: base.len(),
            base,
            added: Vec::new(),
            version: None,
        }
    }

    /// This gazetteer with the places of another behind its own.
    ///
    /// Costs one look-up for each added place.
    ///
    /// # Errors
    ///
    /// [`GazetteerError::Clash`] if both have a number of marsad's own, and mean different
    /// places by it. Numbers of GeoNames mean the same place everywhere.
    pub fn with(mut self, other: Self) -> Result<Self, GazetteerError> {
        for layer in std::iter::once(other.base).chain(other.added) {
            self.len += self.new_places(&layer)?;
            self.version = Some(format!("{}; {}", self.version(), layer.version()));
            self.added.push(layer);
        }
        Ok(self)
    }

    /// How many places of a layer are not known yet.
    fn new_places(&self, layer: &Layer) -> Result<usize, GazetteerError> {
        let mut new = 0;
        for index in 0..layer.len() {
            let record = layer.record(index);
            let place = PlaceId::from_bits(record.id);
            let Some((holder, known)) = self.stored(place) else {
                new += 1;
                continue;
            };
            let (first, second) = (holder.name(known), layer.name(record));
            let same = first == second && (known.lon, known.lat) == (record.lon, record.lat);
            if place.geonames().is_none() && !same {
                return Err(GazetteerError::Clash {
                    place,
                    first: first.to_owned(),
                    second: second.to_owned(),
                });
            }
        }
        Ok(new)
    }

    fn layers(&self) -> impl Iterator<Item = &Layer> {
        std::iter::once(&self.base).chain(&self.added)
    }

    /// The first layer that has a place, and its record there.
    fn stored(&self, id: PlaceId) -> Option<(&Layer, Record)> {
        self.layers()
            .find_map(|layer| Some((layer, layer.stored(id)?)))
    }

    /// What the gazetteer was built from, in one line; of several files in their order.
    pub fn version(&self) -> &str {
        self.version
            .as_deref()
            .unwrap_or_else(|| self.base.version())
    }

    /// Whether the first file lacks a place, so that an added one gives it.
    pub fn is_added(&self, id: PlaceId) -> bool {
        !self.added.is_empty() && self.base.stored(id).is_none()
    }

    /// A few hex digits that tell this gazetteer's contents from any other's.
    pub fn fingerprint(&self) -> String {
        let digits: Vec<String> = self
            .layers()
            .map(|layer| {
                format!(
                    "{:08x}",
                    layer.checksum >> 32 ^ layer.checksum & 0xFFFF_FFFF
                )
            })
            .collect();
        digits.join("+")
    }

    /// The [`version`](Self::version) of the file that a place comes from, if any has it.
    pub fn source(&self, id: PlaceId) -> Option<&str> {
        self.stored(id).map(|(layer, _)| layer.version())
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The places that bear a name, the likeliest before any context first.
    ///
    /// The name must be whole, and may be spelled in any way that [`fold`](super::fold())s to a
    /// known one. Empty if no place bears it. Of two that are equally likely, the one of the
    /// file that was added earlier comes first.
    pub fn find(&self, name: &str) -> Vec<Candidate> {
        self.added
            .iter()
            .fold(self.base.find(name), |found, layer| {
                merged(found, layer.find(name))
            })
    }

    /// How many of the leading words together form the longest name that a place bears.
    ///
    /// Words are as a tokenizer leaves them, with hyphens in their words or split off
    /// ("ez-Zor" or "ez", "-", "Zor"); a comma or bracket ends a name. `None` if no
    /// name begins here. Costs one walk for each file, however many names begin alike.
    pub fn longest_match(&self, words: &[&str]) -> Option<usize> {
        self.layers()
            .filter_map(|layer| layer.longest_match(words))
            .max()
    }

    /// The place with this id, if the gazetteer has it.
    pub fn place(&self, id: PlaceId) -> Option<Place<'_>> {
        self.layers()
            .find_map(|layer| layer.place(id))
            .map(|place| self.with_area_named(place))
    }

    /// Every place, file by file, in the order of their ids.
    pub fn places(&self) -> impl Iterator<Item = Place<'_>> {
        let all = self
            .layers()
            .zip(0..)
            .flat_map(|(layer, at)| layer.places().map(move |place| (at, place)));
        all.filter(|(at, place)| {
            self.layers()
                .take(*at)
                .all(|earlier| earlier.stored(place.id).is_none())
        })
        .map(|(_, place)| self.with_area_named(place))
    }

    /// The place with its first-order area as the file knows it that has the area itself: a
    /// list of villages gives the area's code, and its name stands in the base.
    fn with_area_named<'g>(&'g self, mut place: Place<'g>) -> Place<'g> {
        place.admin1 = match place.admin1 {
            Some(area) if area.name.is_none() && !self.added.is_empty() => {
                self.admin1(area.code).or(Some(area))
            }
            area => area,
        };
        place
    }

    /// The country that a word for its people or things means: "Syrian", "Britons", "U.S.".
    pub fn demonym(&self, word: &str) -> Option<CountryCode> {
        self.layers().find_map(|layer| layer.demonym(word))
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
        self.layers().find_map(|layer| layer.country(iso))
    }

    /// The first-order area with this code, such as `SY.07`, from the first file that
    /// names it, or else from the first that has places in it.
    pub fn admin1(&self, code: &str) -> Option<Admin1<'_>> {
        let mut nameless = None;
        for area in self.layers().filter_map(|layer| layer.admin1(code)) {
            if area.name.is_some() {
                return Some(area);
            }
            nameless = nameless.or(Some(area));
        }
        nameless
    }

    /// The layers, for what looks through all names.
    pub(super) fn all(&self) -> impl Iterator<Item = &Layer> {
        self.layers()
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

/// Two lists as one, the likelier first and each in its own order; places of the first
/// list are left out of the second.
///
/// They are merged and not sorted, since a list may hold an abbreviation before a
/// likelier place whose name is only spelled like it.
fn merged(first: Vec<Candidate>, mut second: Vec<Candidate>) -> Vec<Candidate> {
    second.retain(|candidate| first.iter().all(|known| known.place != candidate.place));
    if second.is_empty() {
        return first;
    }
    let mut all = Vec::with_capacity(first.len() + second.len());
    let mut second = second.into_iter().peekable();
    for candidate in first {
        while let Some(likelier) = second.next_if(|next| next.prior > candidate.prior) {
            all.push(likelier);
        }
        all.push(candidate);
    }
    all.extend(second);
    all
}
