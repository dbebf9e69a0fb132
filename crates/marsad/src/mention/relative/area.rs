//! Which area do words like "45 km south of X" speak of?
//!
//! In come the area of the named place, what the words mean, and the distances and
//! directions in them; out comes the area that follows. Invariant: no area is
//! smaller than what the words leave open, and there is none where a place is unknown.
//!
//! The rules follow what the codebooks of conflict data take such words to mean: UCDP
//! GED (codebook, `where_prec`) takes "near", "outside" and "in the area of" a
//! place as within about 25 km of it; ACLED (codebook, `geo_precision`) puts an
//! event in a part of a region at a town that stands for that part. Where neither says a
//! figure, it is ours, and the function that uses it says so.

use crate::{
    knowledge::{gazetteer::PlaceKind, relative::Meaning},
    terms::{LonLat, Range},
};

use super::super::ResolvedPlace;

/// As far as "near a town" reaches at most (UCDP GED).
pub(super) const NEAR_KM: f64 = 25.0;

/// A disc on the globe, and whether the place behind it is a point on a map or an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) at: LonLat,
    pub(super) radius_km: f64,
    pub(super) extent: Extent,
}

/// How maps draw a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// As a point: a town, a camp, a base.
    Point,
    /// As an area or a line: a province, a desert, a river.
    Wide,
}

impl Extent {
    pub(super) fn of(kind: PlaceKind) -> Self {
        match kind {
            PlaceKind::Settlement
            | PlaceKind::Neighbourhood
            | PlaceKind::Camp
            | PlaceKind::Base
            | PlaceKind::Crossing
            | PlaceKind::Installation => Self::Point,
            _ => Self::Wide,
        }
    }
}

/// Directions and how far off them one may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bearing {
    /// Clockwise from north.
    pub(super) degrees: f64,
    /// Half the angle that the words leave open.
    pub(super) half_width: f64,
}

impl Bearing {
    /// One direction is good to half a point of the compass: 22.5 degrees of eight, 11.25 of
    /// sixteen. Two ("north and east of") open the angle between them; opposite ones are none.
    pub(super) fn of(degrees: &[f64]) -> Option<Self> {
        let (&first, rest) = degrees.split_first()?;
        let width = if degrees.iter().all(|degrees| degrees % 45.0 == 0.0) {
            22.5
        } else {
            11.25
        };
        // Each direction as its turn from the first, −180 to 180.
        let turn = |other: &f64| (other - first + 540.0).rem_euclid(360.0) - 180.0;
        let (least, most) = rest
            .iter()
            .map(turn)
            .fold((0.0_f64, 0.0_f64), |(low, high), turn| {
                (low.min(turn), high.max(turn))
            });
        (most - least < 135.0).then(|| Self {
            degrees: (first + f64::midpoint(least, most)).rem_euclid(360.0),
            half_width: width + (most - least) / 2.0,
        })
    }
}

impl Area {
    pub(super) fn of(place: &ResolvedPlace) -> Self {
        Self {
            at: place.at,
            radius_km: place.radius_km,
            extent: PlaceKind::parse(place.kind).map_or(Extent::Wide, Extent::of),
        }
    }

    /// What the words make of this area. `other` is the second place, where the words have one.
    pub(super) fn laid(
        self,
        means: Meaning,
        distance: Option<Range>,
        bearing: Option<Bearing>,
        other: Option<Self>,
    ) -> Self {
        let distance = distance.map(closed);
        match means {
            Meaning::Bearing => match bearing {
                Some(bearing) => self.beyond(bearing, distance),
                None => self.wider(distance.map_or(NEAR_KM, |(_, high)| high)),
            },
            Meaning::Distance => self.wider(distance.map_or(NEAR_KM, |(_, high)| high)),
            Meaning::Inside => self,
            Meaning::Edge => match bearing {
                Some(bearing) => self.side(bearing, 1.0),
                None => self.wider(3.0),
            },
            Meaning::Outskirts => match bearing {
                Some(bearing) => self.side(bearing, 1.0).wider(3.0),
                None => self.wider(3.0),
            },
            Meaning::Part => match bearing {
                Some(bearing) => self.side(bearing, 0.5),
                None => self,
            },
            Meaning::Centre => Self {
                radius_km: self.radius_km / 2.0,
                ..self
            },
            Meaning::Countryside => self.countryside(bearing),
            Meaning::Near => self.near(),
            Meaning::Between | Meaning::Road | Meaning::Border => match other {
                Some(other) => self.halfway(other),
                None if means == Meaning::Road => self.wider(NEAR_KM),
                None if self.extent == Extent::Point => self.near(),
                None => bearing.map_or(self, |bearing| self.side(bearing, 1.0)),
            },
            Meaning::Sea => {
                let shore = bearing.map_or(self, |bearing| self.side(bearing, 1.0));
                shore.wider(distance.map_or(50.0, |(_, high)| high))
            }
            Meaning::Line => bearing.map_or(self, |bearing| self.side(bearing, 1.0)),
        }
    }

    /// "45 km south of X": the point at that distance in that direction. The radius is what the
    /// words leave open: half of the range of distances and the sideways error of the direction,
    /// at least the radius of X and at least a tenth of the distance, which is rounded in print.
    /// Without a distance, "north of X" is from the edge of a town to 25 km; of an area, as far
    /// again as it reaches.
    fn beyond(self, bearing: Bearing, distance: Option<(f64, f64)>) -> Self {
        let (low, high) = distance.unwrap_or(match self.extent {
            Extent::Point => (self.radius_km, NEAR_KM.max(self.radius_km)),
            Extent::Wide => (0.0, 2.0 * self.radius_km),
        });
        let middle = f64::midpoint(low, high);
        let sideways = middle * bearing.half_width.min(90.0).to_radians().sin();
        let least = self.radius_km.max(middle / 10.0);
        Self {
            at: self.at.destination(bearing.degrees, middle),
            radius_km: ((high - low) / 2.0 + sideways).max(least),
            ..self
        }
    }

    /// "within 10 km of X": as far beyond its edge, in all directions.
    fn wider(self, km: f64) -> Self {
        Self {
            radius_km: self.radius_km + km,
            ..self
        }
    }

    /// "near X": 10 km beyond its edge (ours), for a town never more than the 25 km of UCDP.
    fn near(self) -> Self {
        let near = self.wider(10.0);
        match self.extent {
            Extent::Point => Self {
                radius_km: near.radius_km.min(NEAR_KM).max(self.radius_km),
                ..near
            },
            Extent::Wide => near,
        }
    }

    /// "the western edge of X", "eastern X": of a town a point at its edge, or on the way there
    /// for a part, and no smaller a radius than the town's, since nobody draws the line; of an
    /// area the half of it.
    fn side(self, bearing: Bearing, share: f64) -> Self {
        let (share, radius_km) = match self.extent {
            Extent::Point => (share, self.radius_km),
            Extent::Wide => (0.5, self.radius_km / 2.0),
        };
        Self {
            at: self.at.destination(bearing.degrees, share * self.radius_km),
            radius_km,
            ..self
        }
    }

    /// "the X countryside": 25 km around a town, or twice its radius if that is more (ours);
    /// a side of it is the half of that.
    fn countryside(self, bearing: Option<Bearing>) -> Self {
        let land = match self.extent {
            Extent::Point => Self {
                radius_km: NEAR_KM.max(2.0 * self.radius_km),
                extent: Extent::Wide,
                ..self
            },
            Extent::Wide => self,
        };
        let land = bearing.map_or(land, |bearing| land.side(bearing, 0.5));
        Self {
            extent: self.extent,
            ..land
        }
    }

    /// "between X and Y": the disc over the line between them.
    fn halfway(self, other: Self) -> Self {
        Self {
            at: self.at.midpoint(other.at),
            radius_km: (self.at.km_to(other.at) / 2.0).max(self.radius_km.min(other.radius_km)),
            extent: if other.extent == Extent::Point {
                self.extent
            } else {
                Extent::Wide
            },
        }
    }
}

/// A range with both ends: nothing is nearer than 0, and a distance of which only the least is
/// said ("more than 50 km", "dozens of miles") may be twice that (ours).
fn closed(range: Range) -> (f64, f64) {
    let low = range.low.unwrap_or(0.0);
    (low, range.high.unwrap_or(2.0 * low))
}

#[cfg(test)]
mod tests;
