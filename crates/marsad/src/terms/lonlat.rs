//! A point on the globe.

/// A point in decimal degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    /// Degrees east, −180 to 180.
    pub lon: f64,
    /// Degrees north, −90 to 90.
    pub lat: f64,
}

impl LonLat {
    /// Great-circle distance in kilometres on a sphere of 6,371 km radius.
    pub fn km_to(self, other: Self) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let (dlat, dlon) = (b - a, (other.lon - self.lon).to_radians());
        let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
        2.0 * 6371.0 * h.sqrt().min(1.0).asin()
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
}
