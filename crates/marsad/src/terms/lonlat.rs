//! A point on the globe.

/// A point in decimal degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// Degrees north, −90 to 90.
    pub lat: f64,
}

/// The radius of the sphere that stands for the Earth.
const EARTH_KM: f64 = 6371.0;

impl LonLat {
    /// Great-circle distance in kilometres on a sphere of 6,371 km radius.
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let (dlat, dlon) = (b - a, (other.lon - self.lon).to_radians());
        let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * EARTH_KM * h.sqrt().min(1.0).asin()
    }

    /// The point that lies `km` kilometres away when one sets out in a direction
    /// (degrees clockwise from north), along a great circle of the same sphere.
    pub fn destination(self, bearing_deg: f64, km: f64) -> Self {
        let (lat, bearing, arc) = (
            self.lat.to_radians(),
            bearing_deg.to_radians(),
            km / EARTH_KM,
        );
        let sine = lat.sin() * arc.cos() + lat.cos() * arc.sin() * bearing.cos();
        let east = bearing.sin() * arc.sin() * lat.cos();
        let turned = east.atan2(arc.cos() - lat.sin() * sine);
        Self {
            lon: wrapped(self.lon + turned.to_degrees()),
            lat: sine.clamp(-1.0, 1.0).asin().to_degrees(),
        }
    }

    /// The point halfway along the shorter great circle between two points; of two
    /// points that face each other across the globe, whichever the sums come to.
    pub fn midpoint(self, other: Self) -> Self {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let turn = (other.lon - self.lon).to_radians();
        let (x, y) = (b.cos() * turn.cos(), b.cos() * turn.sin());
        let lat = (a.sin() + b.sin()).atan2((a.cos() + x).hypot(y));
        Self {
            lon: wrapped(self.lon + y.atan2(a.cos() + x).to_degrees()),
            lat: lat.to_degrees(),
        }
    }
}

/// A longitude brought back to −180 to 180.
fn wrapped(lon: f64) -> f64 {
    if (-180.0..=180.0).contains(&lon) {
        lon
    } else {
        (lon + 180.0).rem_euclid(360.0) - 180.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let (a, b) = (
            LonLat {
                lon: 40.0,
                lat: 35.0,
            },
            LonLat {
                lon: 40.0,
                lat: 36.0,
            },
        );
        assert!((a.km_to(b) - 111.19).abs() < 0.01, "{}", a.km_to(b));
    }
    fn at(lon: f64, lat: f64) -> LonLat {
        LonLat { lon, lat }
    }

    #[test]
    fn a_destination_lies_in_its_direction_at_its_distance() {
        let start = at(36.3, 33.5);
        let north = start.destination(0.0, 111.19);
        assert!((north.lat - 34.5).abs() < 1e-3 && (north.lon - 36.3).abs() < 1e-9);
        for bearing in [0.0, 45.0, 90.0, 157.5, 225.0, 337.5] {
            for km in [0.0, 3.0, 45.0, 700.0] {
                let there = start.destination(bearing, km);
                assert!((start.km_to(there) - km).abs() < 1e-6, "{bearing} {km}");
            }
        }
        let west = start.destination(270.0, 50.0);
        assert!(west.lon < 36.3 && (west.lat - 33.5).abs() < 0.01);
    }

    #[test]
    fn the_date_line_and_the_poles_are_no_walls() {
        let over = at(179.9, 10.0).destination(90.0, 50.0);
        assert!((-180.0..-179.0).contains(&over.lon), "{over:?}");
        let beyond = at(0.0, 89.9).destination(0.0, 100.0);
        assert!(beyond.lat < 90.0 && beyond.lon.abs() > 179.0, "{beyond:?}");
        let middle = at(179.0, 0.0).midpoint(at(-179.0, 0.0));
        assert!(middle.lon.abs() > 179.9, "{middle:?}");
    }

    #[test]
    fn a_midpoint_is_as_far_from_either() {
        let (a, b) = (at(36.3, 33.5), at(36.7, 34.7));
        let middle = a.midpoint(b);
        assert!((a.km_to(middle) - b.km_to(middle)).abs() < 1e-6);
        assert!((a.km_to(middle) * 2.0 - a.km_to(b)).abs() < 1e-6);
    }
}
