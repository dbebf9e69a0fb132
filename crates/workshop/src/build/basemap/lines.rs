//! How many points does a line need?
//!
//! In: a line of longitudes and latitudes. Out: the same with fewer points (Douglas and Peucker 1973), rounded. Invariant: no point of
//! the line lies further than [`TOLERANCE`] from what is left, and its ends stay.

/// A line as longitudes and latitudes in degrees.
pub(super) type Line = Vec<[f64; 2]>;

/// How far a line may be moved, in degrees: a kilometre at most, less than a pixel up to zoom 6.
const TOLERANCE: f64 = 0.009;

/// Coordinates are kept to thousandths of a degree, some hundred metres.
const STEPS: f64 = 1000.0;

/// A line with the points that it needs.
pub(super) fn simple(line: &[[f64; 2]]) -> Line {
    let mut kept = vec![false; line.len()];
    let (Some(first), Some(last)) = (kept.first_mut(), line.len().checked_sub(1)) else {
        return Line::new();
    };
    *first = true;
    kept[last] = true;
    let mut todo = vec![(0, last)];
    while let Some((from, to)) = todo.pop() {
        let between = from + 1..to;
        let away = between.map(|at| (distance(line[at], line[from], line[to]), at));
        let farthest = away.max_by(|(one, _), (other, _)| one.total_cmp(other));
        if let Some((away, at)) = farthest
            && away > TOLERANCE
        {
            kept[at] = true;
            todo.extend([(from, at), (at, to)]);
        }
    }
    let left = line.iter().zip(kept).filter(|(_, kept)| *kept);
    let mut simple: Line = left.map(|(point, _)| point.map(rounded)).collect();
    simple.dedup();
    simple
}

/// A closed ring with the points that it needs; `None` where nothing is left of it.
pub(super) fn simple_ring(ring: &[[f64; 2]]) -> Option<Line> {
    // Cut at the point farthest from its ends, which are one, it is two lines.
    let first = *ring.first()?;
    let far = |point: &[f64; 2]| (point[0] - first[0]).hypot(point[1] - first[1]);
    let (middle, _) = ring
        .iter()
        .enumerate()
        .max_by(|(_, one), (_, other)| far(one).total_cmp(&far(other)))?;
    let mut line = simple(&ring[..=middle]);
    line.extend(simple(&ring[middle..]).into_iter().skip(1));
    (line.len() > 3).then_some(line)
}

fn rounded(degrees: f64) -> f64 {
    (degrees * STEPS).round() / STEPS
}

/// How far a point lies from the line between two others.
fn distance(point: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let (east, north) = (to[0] - from[0], to[1] - from[1]);
    let (x, y) = (point[0] - from[0], point[1] - from[1]);
    let long = east.hypot(north);
    if long > 0.0 {
        (north * x - east * y).abs() / long
    } else {
        x.hypot(y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_ends_and_its_corners() {
        let line = [
            [0.0, 0.0],
            [1.0, 0.001],
            [2.0, 0.0],
            [2.0, 1.0],
            [2.0001, 2.0],
        ];
        assert_eq!(simple(&line), [[0.0, 0.0], [2.0, 0.0], [2.0, 2.0]]);
        assert_eq!(simple(&[]), Line::new());
    }

    #[test]
    fn a_ring_stays_closed_and_specks_go() {
        let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
        assert_eq!(simple_ring(&square), Some(square.to_vec()));
        let speck = square.map(|[x, y]| [x / 1e4, y / 1e4]);
        assert_eq!(simple_ring(&speck), None);
    }
}
