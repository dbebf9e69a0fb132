use super::*;

const TOWN: Area = Area {
    at: LonLat {
        lon: 36.7,
        lat: 34.7,
    },
    radius_km: 6.0,
    extent: Extent::Point,
};

const LAND: Area = Area {
    at: LonLat {
        lon: 38.0,
        lat: 35.0,
    },
    radius_km: 200.0,
    extent: Extent::Wide,
};

fn south() -> Option<Bearing> {
    Bearing::of(&[180.0])
}

fn exactly(km: f64) -> Option<Range> {
    Some(Range::exactly(km))
}

#[test]
fn a_direction_and_a_distance_lead_to_a_point() {
    let there = TOWN.laid(Meaning::Bearing, exactly(45.0), south(), None);
    assert!((TOWN.at.km_to(there.at) - 45.0).abs() < 1e-6 && there.at.lat < TOWN.at.lat);
    assert!((there.radius_km - 45.0 * 22.5_f64.to_radians().sin()).abs() < 1e-9);
    // Never finer than the place itself.
    let close = TOWN.laid(Meaning::Bearing, exactly(2.0), south(), None);
    assert_eq!(close.radius_km, TOWN.radius_km);
    let range = Some(Range {
        low: Some(40.0),
        high: Some(60.0),
    });
    let wide = TOWN.laid(Meaning::Bearing, range, south(), None);
    assert!(wide.radius_km > there.radius_km + 10.0);
}

#[test]
fn a_distance_alone_leads_everywhere() {
    let around = TOWN.laid(Meaning::Distance, exactly(10.0), None, None);
    assert_eq!((around.at, around.radius_km), (TOWN.at, 16.0));
    let at_least = Range {
        low: Some(50.0),
        high: None,
    };
    let open = TOWN.laid(Meaning::Distance, Some(at_least), None, None);
    assert_eq!(open.radius_km, 106.0);
}

#[test]
fn near_a_town_ends_where_the_codebook_says() {
    assert_eq!(TOWN.laid(Meaning::Near, None, None, None).radius_km, 16.0);
    let city = Area {
        radius_km: 15.0,
        ..TOWN
    };
    assert_eq!(city.laid(Meaning::Near, None, None, None).radius_km, 25.0);
    assert_eq!(
        TOWN.laid(Meaning::Outskirts, None, None, None).radius_km,
        9.0
    );
}

#[test]
fn a_side_of_a_town_is_no_finer_than_the_town_and_that_of_an_area_half_of_it() {
    let edge = TOWN.laid(Meaning::Edge, None, south(), None);
    assert!((TOWN.at.km_to(edge.at) - 6.0).abs() < 1e-6);
    assert_eq!(edge.radius_km, 6.0);
    let part = TOWN.laid(Meaning::Part, None, south(), None);
    assert!((TOWN.at.km_to(part.at) - 3.0).abs() < 1e-6);
    let half = LAND.laid(Meaning::Part, None, south(), None);
    assert!((LAND.at.km_to(half.at) - 100.0).abs() < 1e-6);
    assert_eq!(half.radius_km, 100.0);
}

#[test]
fn between_two_towns_is_the_line_between_them() {
    let other = Area {
        at: TOWN.at.destination(0.0, 60.0),
        ..TOWN
    };
    let between = TOWN.laid(Meaning::Between, None, None, Some(other));
    assert!((between.radius_km - 30.0).abs() < 1e-6);
    assert!((TOWN.at.km_to(between.at) - 30.0).abs() < 1e-6);
}

#[test]
fn the_sea_before_a_coast_is_wide() {
    assert_eq!(TOWN.laid(Meaning::Sea, None, None, None).radius_km, 56.0);
    assert_eq!(
        TOWN.laid(Meaning::Sea, exactly(20.0), None, None).radius_km,
        26.0
    );
}

#[test]
fn the_countryside_of_a_town_reaches_25_km() {
    let land = TOWN.laid(Meaning::Countryside, None, None, None);
    assert_eq!((land.radius_km, land.extent), (25.0, Extent::Point));
    let south = TOWN.laid(Meaning::Countryside, None, south(), None);
    assert!((TOWN.at.km_to(south.at) - 12.5).abs() < 1e-6);
    assert_eq!(south.radius_km, 12.5);
}

#[test]
fn two_directions_open_the_angle_and_opposite_ones_are_none() {
    let degrees = |list: &[f64]| Bearing::of(list).map(|b| (b.degrees, b.half_width));
    assert_eq!(degrees(&[0.0]), Some((0.0, 22.5)));
    assert_eq!(degrees(&[22.5]), Some((22.5, 11.25)));
    assert_eq!(degrees(&[0.0, 90.0]), Some((45.0, 67.5)));
    assert_eq!(degrees(&[0.0, 270.0]), Some((315.0, 67.5)));
    assert_eq!(degrees(&[0.0, 180.0]), None);
    assert_eq!(degrees(&[]), None);
}
