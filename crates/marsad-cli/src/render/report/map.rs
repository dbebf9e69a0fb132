//! Where did it happen, and how exactly is that known?
//!
//! In comes a situation; out comes a map: a point for every place at which incidents are told, larger the more dead there are, with
//! a circle as wide as the place is uncertain; towns to find one's way; the grid of degrees and a scale. Plate carrée, true to scale
//! in the middle. Invariant: nothing is drawn where no report puts it, and what is known no better than by its province has no point.

use std::collections::BTreeMap;

use marsad::{knowledge::gazetteer::PlaceKind, situation::Border, terms::LonLat};

use super::{
    Figure, Material,
    svg::{Drawing, WIDTH, step},
};
use crate::render::words::{self, counted, number};

/// How many kilometres a degree of latitude is long.
const DEGREE_KM: f64 = 111.2;
/// The lowest and the highest a map is, in its own units.
const HEIGHTS: (f64, f64) = (340.0, 560.0);
/// How much room labels have beside them.
const LETTER: f64 = 6.9;
/// The widest site that has a point, in kilometres: UCDP's "near" (where_prec 2). A point for a province would say more than is
/// known.
const WIDEST_KM: f64 = 25.0;
/// How many towns are named beside those where something happened.
const TOWNS: usize = 14;

/// What happened at one place.
struct Spot<'m> {
    name: &'m str,
    at: LonLat,
    radius_km: f64,
    incidents: usize,
    killed: f64,
}

impl Spot<'_> {
    /// How large its point is drawn: by the number of dead.
    fn size(&self) -> f64 {
        4.5 + (self.killed.sqrt() * 1.5).min(20.0)
    }
}

/// The part of the world that a map shows.
struct Frame {
    middle: LonLat,
    /// Units a kilometre.
    scale: f64,
    height: f64,
}

impl Frame {
    fn at(&self, point: LonLat) -> (f64, f64) {
        let east = (point.lon - self.middle.lon) * DEGREE_KM * self.middle.lat.to_radians().cos();
        let north = (point.lat - self.middle.lat) * DEGREE_KM;
        (
            WIDTH / 2.0 + east * self.scale,
            self.height / 2.0 - north * self.scale,
        )
    }

    fn shows(&self, (x, y): (f64, f64)) -> bool {
        (4.0..=WIDTH - 4.0).contains(&x) && (4.0..=self.height - 4.0).contains(&y)
    }
}

/// The map, where something has a place.
pub(super) fn draw(material: &Material<'_>) -> Option<Figure> {
    let spots = spots(material);
    if spots.is_empty() {
        return None;
    }
    let frame = frame(material, &spots)?;
    let mut drawing = Drawing::new(frame.height);
    drawing.bar("ground", (0.0, 0.0), (WIDTH, frame.height), "");
    grid(&frame, &mut drawing);
    let area = &material.situation.scope.area;
    if area.border == Border::Circle {
        drawing.circle(
            "area",
            frame.at(area.centre),
            area.radius_km * frame.scale,
            "",
        );
    }
    let mut taken: Vec<[f64; 4]> = vec![[0.0, frame.height - 34.0, 190.0, frame.height]];
    for spot in &spots {
        let radius = spot.radius_km * frame.scale;
        drawing.circle("reach", frame.at(spot.at), radius, "");
    }
    for spot in &spots {
        let at = frame.at(spot.at);
        let size = spot.size();
        let killed = match spot.killed {
            none if none <= 0.0 => String::new(),
            dead => format!(", {} killed", number(dead)),
        };
        let title = format!(
            "{}: {}{killed}; known to within {} km",
            spot.name,
            counted(spot.incidents, "incident"),
            number(spot.radius_km.ceil())
        );
        drawing.circle("spot", at, size, &title);
        taken.push([at.0 - size, at.1 - size, at.0 + size, at.1 + size]);
    }
    for spot in &spots {
        label(
            &mut drawing,
            &frame,
            &mut taken,
            ("place", spot.name),
            spot.at,
            spot.size(),
        );
    }
    towns(material, &frame, &spots, &mut taken, &mut drawing);
    scale_bar(&frame, &mut drawing);
    let places = counted(spots.len(), "place");
    let drawn: usize = spots.iter().map(|spot| spot.incidents).sum();
    let wide = match material.situation.incidents.len() - drawn {
        0 => String::new(),
        1 => {
            " One incident more is known to lie somewhere in a larger area only, and has no point."
                .into()
        }
        many => format!(
            " {many} incidents more are known to lie somewhere in larger areas only, and have no point."
        ),
    };
    Some(Figure {
        svg: drawing.finish(
            &format!(
                "Map of {places} at which incidents are told; the text below tells of each week"
            ),
            "",
        ),
        caption: format!(
            "Where it happened: {places}. The larger a point, the more dead the reports count there; the pale circle shows how exactly the place is known.{wide}"
        ),
        legend: Vec::new(),
    })
}

/// The places at which incidents are told, those with most dead first.
fn spots<'m>(material: &Material<'m>) -> Vec<Spot<'m>> {
    let mut spots: BTreeMap<(String, u64, u64), Spot<'m>> = BTreeMap::new();
    let killed = material
        .knowledge
        .families()
        .tolls()
        .find(|toll| toll.what == "killed");
    for incident in &material.situation.incidents {
        let Some(site) = incident.site.filter(|site| site.radius_km <= WIDEST_KM) else {
            continue;
        };
        let key = (
            site.name.to_string(),
            site.at.lat.to_bits(),
            site.at.lon.to_bits(),
        );
        let spot = spots.entry(key).or_insert(Spot {
            name: &site.name,
            at: site.at,
            radius_km: site.radius_km,
            incidents: 0,
            killed: 0.0,
        });
        spot.radius_km = spot.radius_km.max(site.radius_km);
        spot.incidents += 1;
        let sum = killed.and_then(|killed| incident.count(material.knowledge, killed));
        spot.killed += sum.map_or(0.0, |sum| sum.best);
    }
    let mut spots: Vec<Spot<'m>> = spots.into_values().collect();
    spots.sort_by(|a, b| {
        b.killed
            .total_cmp(&a.killed)
            .then(b.incidents.cmp(&a.incidents))
    });
    spots
}

/// What the map shows: the circle of the area, or for a country or province all that happened with room around it.
fn frame(material: &Material<'_>, spots: &[Spot<'_>]) -> Option<Frame> {
    let area = &material.situation.scope.area;
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    let mut reach = |at: LonLat, km: f64| {
        let north = km / DEGREE_KM;
        let east = north / at.lat.to_radians().cos().max(0.05);
        low = (low.0.min(at.lon - east), low.1.min(at.lat - north));
        high = (high.0.max(at.lon + east), high.1.max(at.lat + north));
    };
    if area.border == Border::Circle {
        reach(area.centre, area.radius_km * 1.06);
    } else {
        for spot in spots {
            reach(spot.at, 12.0);
        }
    }
    let middle = LonLat {
        lon: (low.0 + high.0) / 2.0,
        lat: (low.1 + high.1) / 2.0,
    };
    let wide = (high.0 - low.0) * DEGREE_KM * middle.lat.to_radians().cos();
    let tall = (high.1 - low.1) * DEGREE_KM;
    let height = (WIDTH * tall / wide).clamp(HEIGHTS.0, HEIGHTS.1);
    let scale = (WIDTH / wide).min(height / tall);
    scale.is_finite().then_some(Frame {
        middle,
        scale,
        height,
    })
}

/// Lines of whole or round degrees.
fn grid(frame: &Frame, drawing: &mut Drawing) {
    let cosine = frame.middle.lat.to_radians().cos();
    let tall = frame.height / frame.scale / DEGREE_KM;
    let wide = WIDTH / frame.scale / DEGREE_KM / cosine;
    let step = step(tall.min(wide), 3.0);
    let digits = (-step.log10().floor()).max(0.0) as usize;
    let lines = |middle: f64, span: f64| {
        let first = ((middle - span / 2.0) / step).ceil() as i64;
        let last = ((middle + span / 2.0) / step).floor() as i64;
        (first..=last).map(move |at| at as f64 * step)
    };
    for lat in lines(frame.middle.lat, tall) {
        let (_, y) = frame.at(LonLat {
            lat,
            ..frame.middle
        });
        drawing.line("grid", (0.0, y), (WIDTH, y));
        if (14.0..frame.height - 40.0).contains(&y) {
            let north = if lat < 0.0 { "S" } else { "N" };
            let words = format!("{:.digits$}° {north}", lat.abs());
            drawing.words("degree", (WIDTH - 6.0, y - 4.0), "end", &words);
        }
    }
    for lon in lines(frame.middle.lon, wide) {
        let (x, _) = frame.at(LonLat {
            lon,
            ..frame.middle
        });
        drawing.line("grid", (x, 0.0), (x, frame.height));
        if (30.0..WIDTH - 90.0).contains(&x) {
            let east = if lon < 0.0 { "W" } else { "E" };
            let words = format!("{:.digits$}° {east}", lon.abs());
            drawing.words("degree", (x + 4.0, 14.0), "start", &words);
        }
    }
}

/// A name beside its point, where there is room for it.
fn label(
    drawing: &mut Drawing,
    frame: &Frame,
    taken: &mut Vec<[f64; 4]>,
    (class, words): (&str, &str),
    at: LonLat,
    size: f64,
) -> bool {
    let (x, y) = frame.at(at);
    let long = words.chars().count() as f64 * LETTER;
    let places = [
        (x + size + 4.0, y + 4.5, "start", x + size + 4.0),
        (x - size - 4.0, y + 4.5, "end", x - size - 4.0 - long),
        (x, y - size - 5.0, "middle", x - long / 2.0),
        (x, y + size + 14.0, "middle", x - long / 2.0),
    ];
    for (x, y, anchor, left) in places {
        let own = [left, y - 11.0, left + long, y + 3.0];
        let inside = frame.shows((own[0], own[1])) && frame.shows((own[2], own[3]));
        let free = taken.iter().all(|other| {
            own[2] < other[0] || other[2] < own[0] || own[3] < other[1] || other[3] < own[1]
        });
        if inside && free {
            taken.push(own);
            drawing.words(class, (x, y), anchor, words);
            return true;
        }
    }
    false
}

/// The largest towns in sight, to find one's way.
fn towns(
    material: &Material<'_>,
    frame: &Frame,
    spots: &[Spot<'_>],
    taken: &mut Vec<[f64; 4]>,
    drawing: &mut Drawing,
) {
    let far = (WIDTH.hypot(frame.height) / 2.0) / frame.scale;
    let mut towns: Vec<(u64, String, LonLat)> = material
        .knowledge
        .gazetteer()
        .places()
        .filter(|place| place.kind == PlaceKind::Settlement)
        .map(|place| {
            let at = LonLat {
                lon: place.lon,
                lat: place.lat,
            };
            (place.population, place.name.to_owned(), at)
        })
        .filter(|(_, _, at)| (at.lat - frame.middle.lat).abs() * DEGREE_KM <= far)
        .filter(|(_, _, at)| frame.shows(frame.at(*at)))
        .filter(|(_, name, at)| {
            let known = |spot: &Spot<'_>| spot.name == name || spot.at.km_to(*at) < 1.0;
            !spots.iter().any(known)
        })
        .collect();
    towns.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (_, name, at) in towns.into_iter().take(TOWNS) {
        let (x, y) = frame.at(at);
        let free = |other: &[f64; 4]| {
            x + 3.0 < other[0] || other[2] < x - 3.0 || y + 3.0 < other[1] || other[3] < y - 3.0
        };
        if taken.iter().all(free) && label(drawing, frame, taken, ("town", &name), at, 2.0) {
            drawing.circle("dot", (x, y), 1.8, "");
            taken.push([x - 2.0, y - 2.0, x + 2.0, y + 2.0]);
        }
    }
}

/// How long a round number of kilometres is.
fn scale_bar(frame: &Frame, drawing: &mut Drawing) {
    let km = step(150.0 / frame.scale, 1.0) / 1.0;
    let km = if km * frame.scale > 170.0 {
        km / 2.0
    } else {
        km
    };
    let (x, y) = (14.0, frame.height - 14.0);
    let long = km * frame.scale;
    drawing.line("scale", (x, y), (x + long, y));
    drawing.line("scale", (x, y - 4.0), (x, y + 4.0));
    drawing.line("scale", (x + long, y - 4.0), (x + long, y + 4.0));
    let words = format!("{} km", words::number(km));
    drawing.words("degree", (x + long + 6.0, y + 4.0), "start", &words);
}
