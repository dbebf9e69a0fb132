//! How precisely do words say where something is?
//!
//! In come a kind of place and what the words around its name mean; out come the codes
//! of [`GeoPrecision`]. Invariant: a place that could not be resolved has none.

use super::area::{Area, Extent, NEAR_KM};
use crate::knowledge::{gazetteer::PlaceKind, relative::Meaning};

/// How precisely words say where something is, in the codes of two conflict data sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeoPrecision {
    /// UCDP GED `where_prec`: 1 an exact place; 2 near one, within about 25 km; 3 a
    /// second-order area; 4 a first-order area; 5 a line or a fuzzy area; 6 a country; 7 at
    /// sea or in the air.
    pub ucdp: u8,
    /// ACLED `geo_precision`: 1 a town; 2 near a town, or a small part of a region; 3 a
    /// larger region.
    pub acled: u8,
}

impl GeoPrecision {
    const fn new(ucdp: u8, acled: u8) -> Self {
        Self { ucdp, acled }
    }

    const NEAR: Self = Self::new(2, 2);
    const FUZZY: Self = Self::new(5, 3);

    /// The codes of a bare name.
    pub(crate) fn of_kind(kind: PlaceKind, radius_km: f64) -> Self {
        match kind {
            PlaceKind::Settlement
            | PlaceKind::Neighbourhood
            | PlaceKind::Camp
            | PlaceKind::Base
            | PlaceKind::Crossing
            | PlaceKind::Installation => Self::new(1, 1),
            PlaceKind::Admin2 => Self::new(3, 2),
            PlaceKind::Admin1 => Self::new(4, 3),
            PlaceKind::Country => Self::new(6, 3),
            PlaceKind::Sea | PlaceKind::Strait => Self::new(7, 3),
            PlaceKind::Island | PlaceKind::Lake => Self::of_radius(radius_km),
            PlaceKind::River
            | PlaceKind::Desert
            | PlaceKind::Mountain
            | PlaceKind::Valley
            | PlaceKind::Region
            | PlaceKind::Disputed
            | PlaceKind::Road => Self::FUZZY,
        }
    }

    /// The codes of a disc that is neither a named place nor an administrative area.
    fn of_radius(radius_km: f64) -> Self {
        if radius_km <= NEAR_KM {
            Self::NEAR
        } else {
            Self::FUZZY
        }
    }

    /// The codes of what lies so to a place, whose own codes are `self`; `before` is the
    /// place's area, `after` that which the words make of it.
    pub(super) fn laid(self, means: Meaning, before: Area, after: Area) -> Self {
        let point = before.extent == Extent::Point;
        match means {
            Meaning::Sea => Self::new(7, 3),
            Meaning::Border if after.at == before.at && point => Self::NEAR,
            Meaning::Border => Self::FUZZY,
            Meaning::Line if point => Self::NEAR,
            Meaning::Line => Self::FUZZY,
            Meaning::Inside => self,
            Meaning::Part | Meaning::Centre if point => self,
            Meaning::Near | Meaning::Edge | Meaning::Outskirts | Meaning::Countryside if point => {
                self.max(Self::NEAR)
            }
            Meaning::Bearing | Meaning::Distance if point => {
                // How far the town itself reaches does not count: "17 km from X" is near X.
                let around = if after.at == before.at {
                    before.radius_km
                } else {
                    0.0
                };
                self.max(Self::of_radius(after.radius_km - around))
            }
            Meaning::Between => Self::of_radius(after.radius_km * 2.0),
            // A road to one town is near that town.
            Meaning::Road if after.at == before.at => self.max(Self::NEAR),
            Meaning::Road => Self::of_radius(after.radius_km * 2.0),
            Meaning::Part
            | Meaning::Centre
            | Meaning::Edge
            | Meaning::Outskirts
            | Meaning::Countryside => self.part(),
            Meaning::Near | Meaning::Bearing | Meaning::Distance => Self::FUZZY,
        }
    }

    /// A part of a country is a fuzzy area; a part of a province is still that province.
    fn part(self) -> Self {
        if self.ucdp == 6 { Self::FUZZY } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_name_is_as_precise_as_its_kind() {
        let codes = |kind, radius_km| {
            let codes = GeoPrecision::of_kind(kind, radius_km);
            (codes.ucdp, codes.acled)
        };
        assert_eq!(codes(PlaceKind::Settlement, 8.0), (1, 1));
        assert_eq!(codes(PlaceKind::Admin2, 20.0), (3, 2));
        assert_eq!(codes(PlaceKind::Admin1, 20.0), (4, 3));
        assert_eq!(codes(PlaceKind::Country, 20.0), (6, 3));
        assert_eq!(codes(PlaceKind::River, 20.0), (5, 3));
        assert_eq!(codes(PlaceKind::Strait, 20.0), (7, 3));
        assert_eq!(codes(PlaceKind::Island, 20.0), (2, 2));
        assert_eq!(codes(PlaceKind::Lake, 90.0), (5, 3));
    }
}
