//! The gazetteer on a world of five places.

use proptest::prelude::*;

use super::*;

fn entry(id: PlaceId, name: &str, alternates: &[&str], kind: PlaceKind, prior: u8) -> Entry {
    Entry {
        id,
        name: name.into(),
        alternates: alternates.iter().map(|name| (*name).into()).collect(),
        countries: vec![code("XF")],
        admin1: Some("XF.01".into()),
        kind,
        lon: 40.1408,
        lat: -35.3359,
        population: 54_527,
        radius_km: (kind != PlaceKind::Settlement).then_some(120.0),
        prior,
    }
}

fn code(letters: &str) -> CountryCode {
    CountryCode::parse(letters).expect("two capitals")
}

fn world() -> World {
    let mut river = entry(
        PlaceId::own(7),
        "Sallow",
        &["Sallow River", "Nahr as-Sallow"],
        PlaceKind::River,
        90,
    );
    river.countries = vec![code("XF"), code("XG")];
    river.admin1 = None;
    World {
        version: "five places".into(),
        places: vec![
            entry(
                PlaceId::from_geonames(30),
                "Fenmark",
                &["U.F.", "Republic of Fenmark"],
                PlaceKind::Country,
                200,
            ),
            entry(
                PlaceId::from_geonames(20),
                "East Fenmark",
                &["Sallow Province"],
                PlaceKind::Admin1,
                80,
            ),
            entry(
                PlaceId::from_geonames(10),
                "Deir ez-Fen",
                &["Deir al-Fen", "Fenmark"],
                PlaceKind::Settlement,
                120,
            ),
            entry(
                PlaceId::from_geonames(40),
                "Uf",
                &[],
                PlaceKind::Settlement,
                40,
            ),
            river,
        ],
        demonyms: vec![
            ("Fenmarker".into(), code("XF")),
            ("U.F.".into(), code("XF")),
        ],
    }
}

fn gazetteer() -> Gazetteer {
    Gazetteer::from_bytes(world().assemble().expect("fits")).expect("reads back")
}

#[test]
fn a_name_is_found_under_every_spelling_that_folds_alike() {
    let gazetteer = gazetteer();
    for spelling in ["Deir ez-Fen", "DEIR EZ FEN", "deir al‑fen", "Deir al Fen"] {
        let found = gazetteer.find(spelling);
        assert_eq!(found.len(), 1, "{spelling}");
        assert_eq!(found[0].place, PlaceId::from_geonames(10), "{spelling}");
    }
    assert!(gazetteer.find("Deir").is_empty());
    assert!(gazetteer.find("").is_empty());
}

#[test]
fn the_country_comes_before_the_town_that_borrows_its_name() {
    let found = gazetteer().find("Fenmark");
    let order: Vec<_> = found
        .iter()
        .map(|candidate| (candidate.place, candidate.matched))
        .collect();
    assert_eq!(
        order,
        [
            (PlaceId::from_geonames(30), NameKind::Main),
            (PlaceId::from_geonames(10), NameKind::Alternate)
        ]
    );
    assert_eq!(found[0].prior, 200 + MAIN_NAME);
}

#[test]
fn abbreviations_keep_their_case() {
    let gazetteer = gazetteer();
    let ids = |name| {
        gazetteer
            .find(name)
            .iter()
            .map(|candidate| candidate.place)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids("U.F."),
        [PlaceId::from_geonames(30), PlaceId::from_geonames(40)]
    );
    assert_eq!(ids("uf"), [PlaceId::from_geonames(40)]);
    assert_eq!(gazetteer.demonym("UF"), Some(code("XF")));
    assert_eq!(gazetteer.demonym("uf"), None);
    assert_eq!(gazetteer.demonym("FENMARKER"), Some(code("XF")));
}

#[test]
fn the_longest_name_wins_however_it_is_cut() {
    let gazetteer = gazetteer();
    for (words, length) in [
        (&["Deir", "ez-Fen", "fell"][..], Some(2)),
        (&["Deir", "ez", "-", "Fen", "fell"], Some(4)),
        (&["Sallow", "Province"], Some(2)),
        (&["Sallow", "river", "bank"], Some(2)),
        (&["Sallow", "bank"], Some(1)),
        (&["Sallow", ",", "Province"], Some(1)),
        (&["Sallow", "-"], Some(1)),
        (&["-", "Sallow"], None),
        (&["U.F.", "forces"], Some(1)),
        (&["Deir"], None),
        (&[], None),
    ] {
        assert_eq!(gazetteer.longest_match(words), length, "{words:?}");
    }
}

#[test]
fn a_place_says_where_it_is_and_what_it_belongs_to() {
    let gazetteer = gazetteer();
    let town = gazetteer.place(PlaceId::from_geonames(10)).expect("there");
    assert_eq!(
        (town.lon, town.lat, town.population),
        (40.1408, -35.3359, 54_528)
    );
    assert_eq!(town.radius_km, settlement_radius_km(54_528));
    assert_eq!(town.admin1.and_then(|area| area.name), Some("East Fenmark"));
    assert_eq!(town.admin1, gazetteer.admin1("XF.01"));
    let river = gazetteer.place(PlaceId::own(7)).expect("there");
    assert_eq!(river.countries, [code("XF"), code("XG")]);
    assert_eq!(
        (river.geoname_id, river.admin1, river.radius_km),
        (None, None, 120.0)
    );
    assert_eq!(
        gazetteer.country("XF").map(|country| country.name),
        Some("Fenmark")
    );
    for iso in ["XG", "", "X", "XFF"] {
        assert_eq!(gazetteer.country(iso), None, "{iso}");
    }
    assert_eq!(gazetteer.place(PlaceId::from_geonames(11)), None);
    assert_eq!(gazetteer.places().count(), gazetteer.len());
}

#[test]
fn the_file_does_not_depend_on_the_order_of_the_list() {
    let (forwards, mut backwards) = (world(), world());
    backwards.places.reverse();
    backwards.demonyms.reverse();
    assert_eq!(forwards.assemble(), backwards.assemble());
}

#[test]
fn what_does_not_fit_is_named() {
    let mut world = world();
    world.places[1].lat = 91.0;
    assert_eq!(
        world.assemble(),
        Err(GazetteerError::Unfit {
            place: PlaceId::from_geonames(20),
            name: "East Fenmark".into()
        })
    );
}

proptest! {
    #[test]
    fn no_name_makes_a_lookup_panic(words in proptest::collection::vec(any::<String>(), 0..5)) {
        let gazetteer = gazetteer();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        for word in &words {
            let _ = (gazetteer.find(word), gazetteer.demonym(word), gazetteer.country(word));
            let _ = gazetteer.admin1(word);
        }
        let longest = gazetteer.longest_match(&words);
        prop_assert!(longest.is_none_or(|length| length <= words.len()));
    }

    #[test]
    fn bytes_that_are_no_gazetteer_are_refused(bytes in any::<Vec<u8>>()) {
        prop_assert!(Gazetteer::from_bytes(bytes).is_err());
    }
}

/// A file of villages: one that the world has too, one of a name that it has, one that is new.
fn villages() -> World {
    let village = |id, name: &str, alternates: &[&str], prior| Entry {
        population: 0,
        ..entry(id, name, alternates, PlaceKind::Settlement, prior)
    };
    World {
        version: "three villages".into(),
        places: vec![
            village(
                PlaceId::from_geonames(10),
                "Deir of the Fen",
                &["Old Deir"],
                20,
            ),
            village(PlaceId::own(1 << 30), "Sallow", &[], 100),
            village(PlaceId::own(1 << 30 | 1), "Sallow Bank", &["Fenmark"], 150),
        ],
        demonyms: vec![("Sallower".into(), code("XG"))],
    }
}

fn layered() -> Gazetteer {
    let villages = Gazetteer::from_bytes(villages().assemble().expect("fits")).expect("reads");
    gazetteer().with(villages).expect("no clash")
}

#[test]
fn an_added_layer_is_found_beside_the_base() {
    let gazetteer = layered();
    let ids = |name: &str| {
        let found = gazetteer.find(name);
        found
            .iter()
            .map(|candidate| candidate.place)
            .collect::<Vec<_>>()
    };
    // The likelier first, whichever file it is of.
    assert_eq!(ids("Sallow"), [PlaceId::own(1 << 30), PlaceId::own(7)]);
    assert_eq!(
        ids("Fenmark"),
        [
            PlaceId::from_geonames(30),
            PlaceId::own(1 << 30 | 1),
            PlaceId::from_geonames(10)
        ]
    );
    assert_eq!(ids("old deir"), [PlaceId::from_geonames(10)]);
    let known = gazetteer.place(PlaceId::from_geonames(10)).expect("there");
    assert_eq!(known.name, "Deir ez-Fen", "the base comes first");
    assert_eq!(
        gazetteer.longest_match(&["Sallow", "Bank", "fell"]),
        Some(2)
    );
    assert_eq!(gazetteer.longest_match(&["Deir", "ez-Fen"]), Some(2));
    assert_eq!(gazetteer.demonym("Sallower"), Some(code("XG")));
    assert_eq!(gazetteer.demonym("Fenmarker"), Some(code("XF")));
    assert_eq!(
        gazetteer.country("XF").map(|place| place.name),
        Some("Fenmark")
    );
}

#[test]
fn layers_count_each_place_once_and_share_the_names_of_areas() {
    let gazetteer = layered();
    assert_eq!(gazetteer.len(), 7);
    assert_eq!(gazetteer.places().count(), 7);
    let bank = gazetteer.place(PlaceId::own(1 << 30 | 1)).expect("there");
    assert_eq!(bank.admin1.and_then(|area| area.name), Some("East Fenmark"));
    assert_eq!(bank.admin1, gazetteer.admin1("XF.01"));
    assert_eq!(gazetteer.version(), "five places; three villages");
    assert_eq!(gazetteer.source(bank.id), Some("three villages"));
    assert_eq!(
        gazetteer.source(PlaceId::from_geonames(10)),
        Some("five places")
    );
    assert_eq!(gazetteer.source(PlaceId::own(9)), None);
    assert!(gazetteer.is_added(bank.id) && !gazetteer.is_added(PlaceId::from_geonames(10)));
    assert!(gazetteer.fingerprint().len() == 17 && gazetteer.fingerprint().contains('+'));
}

#[test]
fn two_places_under_one_number_are_refused() {
    let mut other = villages();
    other.places[1].name = "Willow".into();
    let other = Gazetteer::from_bytes(other.assemble().expect("fits")).expect("reads");
    assert_eq!(
        layered().with(other).err(),
        Some(GazetteerError::Clash {
            place: PlaceId::own(1 << 30),
            first: "Sallow".into(),
            second: "Willow".into(),
        })
    );
    let twice = layered()
        .with(layered())
        .expect("the same places clash with nothing");
    assert_eq!(twice.len(), 7);
}

#[test]
fn a_near_spelling_is_proposed() {
    let gazetteer = layered();
    let near = |name: &str| {
        let near = gazetteer.near(name, 3);
        near.iter()
            .map(|near| (near.spelling.clone(), near.distance))
            .collect::<Vec<_>>()
    };
    assert_eq!(near("Fenmerk"), [("fenmark".to_owned(), 1)]);
    assert_eq!(near("Dayr ez-Fen"), [("deir ez fen".to_owned(), 2)]);
    assert_eq!(near("Salow Bnk"), [("sallow bank".to_owned(), 2)]);
    assert_eq!(near("Zzzzzzzz"), []);
    assert_eq!(near("uf"), [], "so short a name is near to everything");
    for near in gazetteer.near("Salow", 3) {
        assert!(!gazetteer.find(&near.spelling).is_empty(), "{near:?}");
    }
}

#[test]
fn a_prior_is_the_sum_of_its_parts() {
    let gazetteer = layered();
    for name in ["Fenmark", "Sallow", "East Fenmark", "Deir al-Fen"] {
        for candidate in gazetteer.find(name) {
            let place = gazetteer.place(candidate.place).expect("just found");
            let parts = PriorParts::of(&candidate, &place);
            let sum = parts.people + parts.kind + parts.name + parts.fame;
            assert_eq!(sum, i16::from(candidate.prior), "{parts:?}");
        }
    }
}
