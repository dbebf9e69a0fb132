//! Does the shipped gazetteer know the places that reports of war name?

use std::collections::BTreeMap;
use std::sync::LazyLock;

use marsad::knowledge::gazetteer::{Gazetteer, PlaceKind, fold};
use marsad::terms::LonLat;

static WORLD: LazyLock<Gazetteer> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../data/gazetteer/world.gazetteer");
    Gazetteer::from_static(bytes).expect("help: rebuild data/gazetteer/world.gazetteer")
});

/// Names, and whether the likeliest place for each is the one meant: in the country
/// and within the place's own reach of the point, or 15 km if that is more.
#[test]
fn the_likeliest_place_of_each_name_is_the_one_meant() {
    let rows = include_str!("gazetteer/press_names.tsv");
    let mut asked = 0;
    let mut wrong = Vec::new();
    for row in rows.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [name, country, lat, lon] = fields[..] else {
            panic!("help: four columns in {row:?}")
        };
        let meant = LonLat {
            lon: lon.parse().expect("a number"),
            lat: lat.parse().expect("a number"),
        };
        asked += 1;
        let first = WORLD
            .find(name)
            .first()
            .and_then(|candidate| WORLD.place(candidate.place));
        let right = first.as_ref().is_some_and(|place| {
            let km = LonLat {
                lon: place.lon,
                lat: place.lat,
            }
            .km_to(meant);
            place.country.is_some_and(|code| code.as_str() == country)
                && km <= place.radius_km.max(15.0)
        });
        if !right {
            wrong.push((name, first));
        }
    }
    assert_eq!(asked, 102);
    assert!(
        wrong.is_empty(),
        "help: see data/gazetteer/alternates.tsv and features.tsv: {wrong:#?}"
    );
}

#[test]
fn the_country_comes_first_among_its_namesakes() {
    for name in [
        "Lebanon",
        "Jordan",
        "Georgia",
        "Mali",
        "Chad",
        "Syria",
        "U.S.",
        "UAE",
        "DRC",
        "the Emirates",
    ] {
        let first = WORLD
            .find(name)
            .first()
            .and_then(|candidate| WORLD.place(candidate.place));
        assert_eq!(
            first.map(|place| place.kind),
            Some(PlaceKind::Country),
            "{name}"
        );
    }
}

#[test]
fn demonyms_are_of_countries_that_are_there() {
    for (word, code) in [
        ("Syrian", "SY"),
        ("Russians", "RU"),
        ("U.S.", "US"),
        ("Congolese", "CD"),
        ("Palestinian", "PS"),
    ] {
        let country = WORLD
            .demonym(word)
            .unwrap_or_else(|| panic!("help: add {word} to demonyms.tsv"));
        assert_eq!(country.as_str(), code, "{word}");
    }
    // Peoples without a state, and words that only look like abbreviations.
    for word in ["Kurdish", "Korean", "us", "Syria", ""] {
        assert_eq!(WORLD.demonym(word), None, "{word}");
    }
    let table = include_str!("../../../data/gazetteer/demonyms.tsv");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let code = row.split('\t').next().unwrap_or_default();
        assert!(
            WORLD.country(code).is_some(),
            "help: no country {code} in the gazetteer"
        );
    }
}

#[test]
fn every_place_is_on_the_globe_and_found_by_its_main_name() {
    let mut first_names: BTreeMap<String, bool> = BTreeMap::new();
    for place in WORLD.places() {
        assert!(
            (-180.0..=180.0).contains(&place.lon) && (-90.0..=90.0).contains(&place.lat),
            "{place:?}"
        );
        assert!(place.radius_km > 0.0 && !place.name.is_empty(), "{place:?}");
        // Half a million look-ups would be slow in a test; a few thousand spread evenly show as much.
        if place.id.to_bits() % 97 == 0 && !fold(place.name).is_empty() {
            let found = WORLD
                .find(place.name)
                .iter()
                .any(|candidate| candidate.place == place.id);
            first_names.insert(format!("{} {}", place.id, place.name), found);
        }
    }
    let lost: Vec<_> = first_names.iter().filter(|(_, found)| !**found).collect();
    assert!(first_names.len() > 2_000 && lost.is_empty(), "{lost:?}");
}

#[test]
fn names_of_several_words_are_taken_whole() {
    for (words, length) in [
        (&["Deir", "ez", "-", "Zor", "on", "Monday"][..], Some(4)),
        (&["Deir", "al-Zor", "countryside"], Some(2)),
        (&["Khan", "Younis", ",", "Gaza"], Some(2)),
        (&["Golan", "Heights", "villages"], Some(2)),
        (&["North", "Darfur", "villages"], Some(2)),
        (&["Zaporizhzhia", "nuclear", "power", "plant"], Some(4)),
        (&["shelled", "the", "town"], None),
    ] {
        assert_eq!(WORLD.longest_match(words), length, "{words:?}");
    }
}
