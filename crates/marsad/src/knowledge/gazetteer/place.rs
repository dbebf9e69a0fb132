//! What is a place, as marsad knows it?
//!
//! In: nothing; these are the plain values that the gazetteer hands out. Out:
//! [`Place`], its [`PlaceId`] and [`PlaceKind`], and the [`Candidate`]s for a name.
//! Invariant: an id names the same place in every build of the gazetteer.

use std::fmt;

/// A place's lasting number: GeoNames' own, or ours for places GeoNames' packages lack.
///
/// Prints as `g170794` (GeoNames) or `m12` (ours, from `data/gazetteer/features.tsv`; from
/// `m1073741824` on, from a list that a user imported).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(u32);

impl PlaceId {
    const OWN: u32 = 1 << 31;
    /// The first of our numbers that importing a user's list gives; the lower ones are
    /// those of `data/gazetteer/features.tsv`.
    pub(super) const FIRST_IMPORTED: u32 = 1 << 30;

    /// The place with this number at GeoNames (below 2³¹; the top bit is dropped).
    pub const fn from_geonames(number: u32) -> Self {
        Self(number & !Self::OWN)
    }

    /// The place with this number in our own list (below 2³¹; the top bit is dropped).
    pub const fn own(number: u32) -> Self {
        Self(number | Self::OWN)
    }

    /// The number at GeoNames, unless the place is one of ours.
    pub const fn geonames(self) -> Option<u32> {
        if self.0 & Self::OWN == 0 {
            Some(self.0)
        } else {
            None
        }
    }

    /// Whether the place has its number from an import of a user's list, and neither from
    /// GeoNames nor from our own list.
    pub const fn is_imported(self) -> bool {
        self.0 >= Self::OWN | Self::FIRST_IMPORTED
    }

    /// The id as one number, as stored.
    pub const fn to_bits(self) -> u32 {
        self.0
    }

    /// The id stored as this number; the inverse of [`to_bits`](Self::to_bits).
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// Reads what [`Display`](fmt::Display) prints; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (prefix, digits) = text.split_at_checked(1)?;
        let number: u32 = digits
            .parse()
            .ok()
            .filter(|number| number & Self::OWN == 0)?;
        match prefix {
            "g" => Some(Self::from_geonames(number)),
            "m" => Some(Self::own(number)),
            _ => None,
        }
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.geonames() {
            Some(number) => write!(formatter, "g{number}"),
            None => write!(formatter, "m{}", self.0 & !Self::OWN),
        }
    }
}

/// A country by its two-letter ISO 3166-1 code (and XK for Kosovo, as GeoNames has it).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// The country with this code; `None` unless it is two capital Latin letters.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(bytes))
    }

    /// The code's two letters.
    pub fn as_str(&self) -> &str {
        // Only capital Latin letters are ever let in, so this cannot fail.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

macro_rules! place_kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident = $number:literal $word:literal,)+) => {
        /// What sort of place it is. The words are those of `data/gazetteer/features.tsv`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum PlaceKind { $($(#[doc = $doc])+ $kind = $number,)+ }

        impl PlaceKind {
            /// Every kind, in the order of their stored numbers.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The kind's word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$kind => $word,)+ }
            }

            /// The kind with this word, if there is one.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.word() == word)
            }

            /// The kind stored as this number, if there is one.
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| *kind as u8 == number)
            }
        }
    };
}

place_kinds! {
    /// A state or dependent territory with its own ISO code.
    Country = 0 "country",
    /// A first-order area of a country: governorate, oblast, province, state.
    Admin1 = 1 "admin1",
    /// A second-order area: district, raion, county.
    Admin2 = 2 "admin2",
    /// A city, town or village.
    Settlement = 3 "settlement",
    /// A part of a town.
    Neighbourhood = 4 "neighbourhood",
    /// A river or stream.
    River = 5 "river",
    /// A lake or reservoir.
    Lake = 6 "lake",
    /// A sea, gulf or ocean.
    Sea = 7 "sea",
    /// A strait, or a canal that ships pass.
    Strait = 8 "strait",
    /// An island or archipelago.
    Island = 9 "island",
    /// A desert or steppe.
    Desert = 10 "desert",
    /// A mountain, range or plateau.
    Mountain = 11 "mountain",
    /// A valley or basin.
    Valley = 12 "valley",
    /// A region that no administration draws, or that crosses its lines.
    Region = 13 "region",
    /// Land whose rule is contested, under the name of the contest.
    Disputed = 14 "disputed",
    /// A camp of refugees or displaced people.
    Camp = 15 "camp",
    /// A military base, an airfield in military use, or a garrison.
    Base = 16 "base",
    /// A border crossing.
    Crossing = 17 "crossing",
    /// A power station, dam, plant or port that is named by itself.
    Installation = 18 "installation",
    /// A road, route or corridor.
    Road = 19 "road",
}

/// A first-order area: its GeoNames code and, where known, its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admin1<'gazetteer> {
    /// Country code and area code with a full stop between, such as `SY.07`.
    pub code: &'gazetteer str,
    /// Its name, if the gazetteer has the area as a place of its own.
    pub name: Option<&'gazetteer str>,
    /// The area as a place, likewise.
    pub place: Option<PlaceId>,
}

/// A place: where it is, how far it reaches, and what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<'gazetteer> {
    /// Its lasting id.
    pub id: PlaceId,
    /// Its number at GeoNames, if it has one.
    pub geoname_id: Option<u32>,
    /// Its main name, as the source prints it.
    pub name: &'gazetteer str,
    /// The country it lies in; the first of [`countries`](Self::countries).
    pub country: Option<CountryCode>,
    /// Every country it lies in; several for a river or desert, none for a high sea.
    pub countries: Vec<CountryCode>,
    /// The first-order area it lies in, or is.
    pub admin1: Option<Admin1<'gazetteer>>,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// Degrees east, −180 to 180; for an area its middle.
    pub lon: f64,
    /// Degrees north, −90 to 90; for an area its middle.
    pub lat: f64,
    /// How many live there, to within a thousandth; 0 if not known.
    pub population: u64,
    /// How far from the point one may still be "there", in kilometres; more than 0.
    ///
    /// An event reported at the place lies within about this distance of the point.
    pub radius_km: f64,
}

/// By which of its names a place was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// By its main name.
    Main,
    /// By another of its names, or another spelling.
    Alternate,
    /// By a spelling that no source lists, but that comes to the same as its main name when
    /// what transliterations vary in is levelled; never where another place bears the name.
    Spelling,
}

/// A place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceId,
    /// By which of its names it was found.
    pub matched: NameKind,
    /// How likely it is before any context, 0 to 255, for comparing the candidates of one
    /// name; 6 more stands for twice as many inhabitants.
    pub prior: u8,
}

/// How far a settlement reaches, in kilometres, from its population: the radius of a
/// disc that holds its people at 3,000 to the square kilometre, from 1 to 15 km.
/// An unknown population (0) counts as 2 km, since such rows are mostly district seats.
pub fn settlement_radius_km(population: u64) -> f64 {
    if population == 0 {
        return 2.0;
    }
    (population as f64 / (3000.0 * std::f64::consts::PI))
        .sqrt()
        .clamp(1.0, 15.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_print_and_read_back() {
        for id in [PlaceId::from_geonames(170794), PlaceId::own(12)] {
            assert_eq!(PlaceId::parse(&id.to_string()), Some(id));
            assert_eq!(PlaceId::from_bits(id.to_bits()), id);
        }
        assert_eq!(PlaceId::own(12).to_string(), "m12");
        assert_eq!(PlaceId::own(12).geonames(), None);
        assert!(PlaceId::own(1 << 30).is_imported() && !PlaceId::own(12).is_imported());
        assert!(!PlaceId::from_geonames(u32::MAX).is_imported());
        for text in ["", "g", "x12", "m-1", "g4294967295", "é1"] {
            assert_eq!(PlaceId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn kinds_are_numbered_and_named_apart() {
        for kind in PlaceKind::ALL {
            assert_eq!(PlaceKind::from_number(*kind as u8), Some(*kind));
            assert_eq!(PlaceKind::parse(kind.word()), Some(*kind));
        }
        assert_eq!(PlaceKind::from_number(250), None);
    }

    #[test]
    fn country_codes_are_two_capitals() {
        assert_eq!(
            CountryCode::parse("SY").map(|code| code.to_string()),
            Some("SY".to_owned())
        );
        for code in ["sy", "S", "SYR", "É"] {
            assert_eq!(CountryCode::parse(code), None);
        }
    }

    #[test]
    fn a_city_reaches_further_than_a_village() {
        assert_eq!(settlement_radius_km(500), 1.0);
        assert_eq!(settlement_radius_km(0), 2.0);
        assert!((settlement_radius_km(531_952) - 7.5).abs() < 0.1);
        assert_eq!(settlement_radius_km(u64::MAX), 15.0);
    }
}
