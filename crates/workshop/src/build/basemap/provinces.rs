//! Where do the provinces of one country meet?
//!
//! In: the polygons of all provinces. Out: the lines that two provinces of one country share, each once. What only one province has is
//! a coast, and what provinces of two countries share is a border; both are layers of their own, the border with whether it is
//! disputed. Invariant: a line ends where a third province or a coast begins, so neighbours stay neighbours when lines are made simpler.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::layer::{Geometry, Layer, Properties};
use super::lines::{Line, simple};

#[derive(Deserialize)]
struct Provinces {
    features: Vec<Province>,
}

#[derive(Deserialize)]
struct Province {
    properties: Named,
    geometry: Shape,
}

#[derive(Deserialize)]
struct Named {
    adm0_a3: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Shape {
    Polygon(Vec<Line>),
    MultiPolygon(Vec<Vec<Line>>),
}

/// A point in millionths of a degree, so that equal points are equal.
type Node = (i64, i64);

/// The lines between provinces, by country.
pub(super) fn of(json: &[u8]) -> Result<Layer> {
    let provinces: Provinces =
        serde_json::from_slice(json).context("the provinces are no GeoJSON")?;
    let mut sides: BTreeMap<(Node, Node), Vec<&str>> = BTreeMap::new();
    for province in &provinces.features {
        let polygons = match &province.geometry {
            Shape::Polygon(rings) => std::slice::from_ref(rings),
            Shape::MultiPolygon(polygons) => polygons,
        };
        for pair in polygons.iter().flatten().flat_map(|ring| ring.windows(2)) {
            let (one, other) = (node(pair[0]), node(pair[1]));
            if one != other {
                let side = (one.min(other), one.max(other));
                sides
                    .entry(side)
                    .or_default()
                    .push(&province.properties.adm0_a3);
            }
        }
    }
    let mut inner: BTreeMap<&str, Vec<(Node, Node)>> = BTreeMap::new();
    // A node in which not just two sides meet ends a line, whosever sides they are.
    let mut meet: BTreeMap<Node, usize> = BTreeMap::new();
    for ((one, other), owners) in &sides {
        *meet.entry(*one).or_default() += 1;
        *meet.entry(*other).or_default() += 1;
        if let [country, same] = owners[..]
            && country == same
        {
            inner.entry(country).or_default().push((*one, *other));
        }
    }
    let mut layer = Layer::default();
    for sides in inner.into_values() {
        let lines = chained(&sides, |node| meet.get(&node) == Some(&2));
        let lines = lines.iter().map(|line| simple(line));
        layer.add(Geometry::lines(lines), Properties::default());
    }
    Ok(layer)
}

/// Sides put together into lines, which go on through the nodes that `passes` takes.
fn chained(sides: &[(Node, Node)], passes: impl Fn(Node) -> bool) -> Vec<Line> {
    let mut at: BTreeMap<Node, Vec<usize>> = BTreeMap::new();
    for (number, (one, other)) in sides.iter().enumerate() {
        at.entry(*one).or_default().push(number);
        at.entry(*other).or_default().push(number);
    }
    let mut used = vec![false; sides.len()];
    let mut follow = |from: Node, first: usize| {
        let (mut here, mut side) = (from, first);
        let mut line = vec![point(from)];
        while !std::mem::replace(&mut used[side], true) {
            let (one, other) = sides[side];
            here = if one == here { other } else { one };
            line.push(point(here));
            let next = at[&here].iter().copied().find(|next| *next != side);
            match next.filter(|_| passes(here)) {
                Some(next) => side = next,
                None => break,
            }
        }
        line
    };
    // Lines that have ends come first; what is left are rings.
    let ends = at
        .iter()
        .filter(|(node, sides)| !passes(**node) || sides.len() != 2);
    let starts: Vec<(Node, usize)> = ends
        .flat_map(|(node, sides)| sides.iter().map(|side| (*node, *side)))
        .collect();
    let rings = sides
        .iter()
        .enumerate()
        .map(|(number, (one, _))| (*one, number));
    let mut lines = Vec::new();
    for (from, first) in starts.into_iter().chain(rings) {
        let line = follow(from, first);
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

fn node([lon, lat]: [f64; 2]) -> Node {
    let millionths = |degrees: f64| (degrees * 1e6).round() as i64;
    (millionths(lon), millionths(lat))
}

fn point((lon, lat): Node) -> [f64; 2] {
    [lon as f64 / 1e6, lat as f64 / 1e6]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_make_lines_that_end_where_three_meet() {
        // Two squares beside each other, and a third above both.
        let json = br#"{"features":[
            {"properties":{"adm0_a3":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
            {"properties":{"adm0_a3":"A"},"geometry":{"type":"Polygon","coordinates":[[[1,0],[2,0],[2,1],[1,1],[1,0]]]}},
            {"properties":{"adm0_a3":"B"},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,1],[1,1],[2,1],[2,2],[0,2],[0,1]]]]}}
        ]}"#;
        let layer = of(json).expect("a layer");
        assert_eq!(
            layer.size(),
            (1, 2),
            "one line between the two squares of one country"
        );
    }

    #[test]
    fn a_chain_goes_on_through_nodes_of_two_sides() {
        let nodes: Vec<Node> = (0..4).map(|at| (at * 1_000_000, 0)).collect();
        let sides: Vec<(Node, Node)> = nodes.windows(2).map(|pair| (pair[0], pair[1])).collect();
        let whole = chained(&sides, |_| true);
        assert_eq!(whole, [[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]]);
        let cut = chained(&sides, |node| node != nodes[1]);
        assert_eq!(cut.len(), 2);
    }
}
