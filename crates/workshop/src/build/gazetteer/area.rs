//! Where is an area, and how far does it reach, if only its settlements are known?
//!
//! In: the points of the settlements inside. Out: a middle and a radius. Invariant:
//! only additions, multiplications, divisions and square roots are used, which every
//! machine rounds alike, so that a build gives the same bytes everywhere.

/// A middle in degrees and a radius in kilometres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Extent {
    /// Degrees east.
    pub(super) lon: f64,
    /// Degrees north.
    pub(super) lat: f64,
    /// How far from the middle its settlements lie, but for outliers.
    pub(super) radius_km: f64,
}

/// The extent of these points (degrees east, degrees north); `None` if there are none.
///
/// The middle is the middle longitude and the middle latitude, each settlement counting
/// alike, since events strike villages too. The radius is the distance within which nine
/// in ten lie, or three times that within which half do if that is less: sources put
/// some settlements into the wrong area. Both are estimates, too small where
/// settlements huddle in a corner.
pub(super) fn extent(points: &[(f64, f64)]) -> Option<Extent> {
    let (first_lon, _) = *points.first()?;
    // Longitudes are compared relative to one of them, so that 179 and -179 are neighbours.
    let lon = median(
        points
            .iter()
            .map(|(lon, _)| turn(lon - first_lon))
            .collect(),
    );
    let lon = turn(lon + first_lon);
    let lat = median(points.iter().map(|(_, lat)| *lat).collect());
    around((lon, lat), points)
}

/// The extent of these points around a middle that is known (degrees east, degrees
/// north); `None` if there are none.
pub(super) fn around((lon, lat): (f64, f64), points: &[(f64, f64)]) -> Option<Extent> {
    if points.is_empty() {
        return None;
    }
    let mut distances: Vec<f64> = points.iter().map(|point| km((lon, lat), *point)).collect();
    distances.sort_by(f64::total_cmp);
    let most = distances[(distances.len() * 9 / 10).min(distances.len() - 1)];
    Some(Extent {
        lon,
        lat,
        radius_km: most.min(3.0 * median(distances)),
    })
}

/// The middle value, or the mean of the two in the middle; 0 for none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied().unwrap_or_default();
    let lower = values
        .get(values.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or_default();
    (lower + upper) / 2.0
}

/// Kilometres between two near points, on a plane that touches the globe between them.
/// Within half a percent up to 500 km outside the polar circles.
pub(super) fn km(from: (f64, f64), to: (f64, f64)) -> f64 {
    const DEGREE: f64 = 111.195;
    let north = (to.1 - from.1) * DEGREE;
    let east = turn(to.0 - from.0) * DEGREE * cosine((from.1 + to.1) / 2.0);
    (north * north + east * east).sqrt()
}

fn turn(degrees: f64) -> f64 {
    match degrees {
        over if over > 180.0 => over - 360.0,
        under if under < -180.0 => under + 360.0,
        within => within,
    }
}

/// The cosine of up to 90 degrees by its series: the standard library leaves the last
/// bit to the platform.
fn cosine(degrees: f64) -> f64 {
    let square =
        (degrees * std::f64::consts::PI / 180.0) * (degrees * std::f64::consts::PI / 180.0);
    (1..=8).rev().fold(1.0, |sum, step| {
        let step = f64::from(2 * step);
        1.0 - sum * square / (step * (step - 1.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_is_the_cosine() {
        for degrees in -90..=90 {
            let degrees = f64::from(degrees);
            assert!(
                (cosine(degrees) - degrees.to_radians().cos()).abs() < 1e-9,
                "{degrees}"
            );
        }
    }

    #[test]
    fn the_middle_of_points_across_the_date_line_is_on_it() {
        let extent = extent(&[(179.0, 0.0), (-179.0, 0.0)]).expect("two points");
        assert_eq!((extent.lon.abs(), extent.lat), (180.0, 0.0));
        assert!((extent.radius_km - 111.2).abs() < 0.1);
    }

    #[test]
    fn one_far_village_in_twenty_does_not_stretch_the_area() {
        let mut points: Vec<_> = (0..9)
            .map(|step| (40.0 + f64::from(step) / 100.0, 35.0))
            .collect();
        points.push((48.0, 35.0));
        let extent_found = extent(&points).expect("points");
        assert!((extent_found.lon - 40.045).abs() < 1e-9, "{extent_found:?}");
        assert!(extent_found.radius_km < 8.0, "{extent_found:?}");
        assert_eq!(extent(&[]), None);
    }
}
