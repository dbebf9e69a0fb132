//! The importer on lists of invented places.

use proptest::prelude::*;

use super::*;

const RULES: &str = include_str!("../../../../../../data/gazetteer/import.toml");

fn rules() -> Rules {
    Rules::read("gazetteer/import.toml", RULES).expect("the shipped rules are right")
}

fn of(country: &str) -> Choice<'static> {
    Choice {
        country: CountryCode::parse(country),
        ..Choice::default()
    }
}

/// Reads one list; gives the world, the tally and the complaints.
fn import(list: &str, choice: Choice<'_>) -> (World, Tally, Vec<Complaint>) {
    let rules = rules();
    let mut importer = Importer::new(&rules, choice);
    importer.begin();
    let complaints = list
        .lines()
        .filter_map(|line| importer.line(line).err())
        .collect();
    let (world, tally) = importer.finish("a list");
    (world, tally, complaints)
}

fn gazetteer(world: &World) -> Gazetteer {
    Gazetteer::from_bytes(world.assemble().expect("what is kept fits")).expect("it reads back")
}

fn dump_row(start: &str, class: &str, code: &str, country: &str) -> String {
    format!("{start}\t{class}\t{code}\t{country}\t\t03\t\t\t\t1200\t\t90\tAsia/Nowhere\t2026-01-01")
}

#[test]
fn a_dump_is_read_by_the_places_of_its_columns() {
    let list = [
        dump_row(
            "7001\tOld Mīll\tOld Mill\tal-Mill,OMX,oldmil\t35.25\t40.5",
            "P",
            "PPL",
            "XF",
        ),
        dump_row("7002\tSallow\tSallow\t\t35.3\t40.4", "H", "STM", "XF"),
        dump_row(
            "7003\tGrand Hotel\tGrand Hotel\t\t35.3\t40.4",
            "S",
            "HTL",
            "XF",
        ),
        dump_row(
            "7004\tMill Gate\tMill Gate\t\t35.3\t40.4",
            "P",
            "PPLX",
            "XF",
        ),
        dump_row("7005\tFar Mill\tFar Mill\t\t35.3\t40.4", "P", "PPL", "XG"),
        dump_row("7006\tSalt Sea\tSalt Sea\t\t0\t0", "H", "SEA", ""),
    ]
    .join("\r\n");
    let (world, tally, complaints) = import(&list, Choice::default());
    assert_eq!(complaints, []);
    assert_eq!((tally.rows, tally.refused), (6, 0));
    assert_eq!(tally.skipped, BTreeMap::from([(Skipped::Feature('S'), 1)]));
    let gazetteer = gazetteer(&world);
    let village = gazetteer.place(PlaceId::from_geonames(7001)).expect("kept");
    assert_eq!((village.name, village.population), ("Old Mīll", 1200));
    assert_eq!((village.lat, village.lon), (35.25, 40.5));
    assert_eq!(village.admin1.map(|area| area.code), Some("XF.03"));
    for (name, found) in [("AL MILL", 1), ("old mill", 1), ("OMX", 0), ("oldmil", 0)] {
        assert_eq!(gazetteer.find(name).len(), found, "{name}");
    }
    let kinds: Vec<PlaceKind> = gazetteer.places().map(|place| place.kind).collect();
    assert_eq!(
        kinds,
        [
            PlaceKind::Settlement,
            PlaceKind::River,
            PlaceKind::Neighbourhood,
            PlaceKind::Settlement,
            PlaceKind::Sea
        ]
    );
    let (_, tally, _) = import(&list, of("XF"));
    assert_eq!(tally.skipped.get(&Skipped::ElsewhereOrNowhere), Some(&2));
    let all = Choice {
        features: Features::All,
        ..Choice::default()
    };
    let (_, tally, _) = import(&list, all);
    assert_eq!(tally.kept.get(&PlaceKind::Installation), Some(&1));
}

#[test]
fn a_table_is_read_by_its_header() {
    for list in [
        "Name,Lat,Lon,Geoname ID,Alt. names,type\n\"Mill, Old\",35.25,40.5,7001,al-Mill|Mill,village\nSallow,35.3,40.4,,,river\n",
        "name;LATITUDE;longitude;other names;kind\n\"Mill, Old\";35.25;40.5;al-Mill;town\n\"Sallow\";35.3;40.4;\"\";stream\n",
        "# a table of ours\n# name\tlat\tlon\talternates\tkind\n# made by hand\nMill, Old\t35.25\t40.5\tal-Mill\tPPL\nSallow\t35.3\t40.4\t\tH.STM\n",
    ] {
        let (world, tally, complaints) = import(list, of("XF"));
        assert_eq!((complaints, tally.rows), (vec![], 2), "{list}");
        let gazetteer = gazetteer(&world);
        for (name, kind) in [
            ("mill old", PlaceKind::Settlement),
            ("al mill", PlaceKind::Settlement),
            ("sallow", PlaceKind::River),
        ] {
            let found = gazetteer.find(name);
            let place = found.first().and_then(|found| gazetteer.place(found.place));
            assert_eq!(
                place.map(|place| place.kind),
                Some(kind),
                "{name} in {list}"
            );
        }
    }
}

#[test]
fn broken_rows_are_named_and_stop_no_other() {
    let list = "name,lat,lon,country,geonameid,population\n\
        Good,35,40,XF,,\n\
        North,95,40,XF,,\n\
        Turned,40,135.5,XF,,\n\
        Swapped,135.5,40,XF,,\n\
        Comma,\"35,2\",40,XF,,\n\
        Missing,,40,XF,,\n\
        ,35,40,XF,,\n\
        Nothing,0,0,XF,,\n\
        Lower,35,40,xf,,\n\
        Nowhere,35,40,,,\n\
        Many,35,40,XF,,\"1,000\"\n\
        Number,35,40,XF,g12,7.0\n\
        Same,35,41,XF,12,\n\
        Good,35,40.00001,XF,,\n\
        Wide,35,40,XF,,,,\n\
        \"Open,35,40,XF,,\n\
        —,35,40,XF,,\n";
    let (world, tally, complaints) = import(list, Choice::default());
    let said: Vec<(u64, &str)> = complaints
        .iter()
        .map(|complaint| (complaint.line, complaint.what.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (3, "latitude 95, longitude 40 is outside the globe"),
            (5, "latitude 135.5, longitude 40 is outside the globe"),
            (6, "the latitude is \"35,2\", which is no number"),
            (7, "the latitude is missing"),
            (8, "the name is missing"),
            (
                9,
                "latitude 0, longitude 0 is how lists write a missing point"
            ),
            (10, "the country is \"xf\", and two capitals are expected"),
            (11, "the country is missing"),
            (12, "the population is \"1,000\", which is no whole number"),
            (14, "the GeoNames number 12 stands in line 13 already"),
            (
                15,
                "a place of this country, name and point stands in line 2 already"
            ),
            (16, "this row has 8 columns, and 6 are expected"),
            (17, "a quotation mark is opened and not closed on this line"),
            (18, "the name \"—\" has no letter or digit"),
        ]
    );
    assert!(complaints[1].help.contains("swapped"), "{complaints:?}");
    assert!(
        complaints
            .iter()
            .all(|complaint| !complaint.help.is_empty())
    );
    assert_eq!((tally.rows, tally.refused), (17, 14));
    assert_eq!(gazetteer(&world).len(), 3);
}

#[test]
fn a_list_of_unknown_form_is_given_up_with_one_complaint() {
    let rules = rules();
    for (list, words) in [
        (
            "Old Mill 35 40\nNew Mill 36 41\n",
            "lacks name, latitude, longitude",
        ),
        ("name,lat\nOld Mill,35\n", "lacks longitude"),
        ("name,lat,lon\nOld Mill,35,40\n", "in which country"),
    ] {
        let mut importer = Importer::new(&rules, Choice::default());
        importer.begin();
        let complaints: Vec<Complaint> = list
            .lines()
            .filter_map(|line| importer.line(line).err())
            .collect();
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].what.contains(words), "{complaints:?}");
        assert!(importer.has_given_up());
        // The next list is another matter.
        importer.begin();
        assert_eq!(importer.line("name,lat,lon,country"), Ok(()));
        assert_eq!(importer.line("Old Mill,35,40,XF"), Ok(()));
        assert_eq!(importer.kept(), 1);
    }
}

#[test]
fn own_numbers_do_not_depend_on_the_order_of_the_rows() {
    let rows = ["Old Mill,35,40", "New Mill,35,40", "Old Mill,36,40"];
    let ids = |rows: &[&str]| {
        let list = format!("name,lat,lon\n{}\n", rows.join("\n"));
        let (world, _, complaints) = import(&list, of("XF"));
        assert_eq!(complaints, []);
        let mut ids: Vec<(String, i64, PlaceId)> = world
            .places
            .iter()
            .map(|entry| (entry.name.clone(), entry.lat as i64, entry.id))
            .collect();
        ids.sort();
        ids
    };
    let forwards = ids(&rows);
    assert_eq!(forwards, ids(&[rows[2], rows[0], rows[1]]));
    for (_, _, id) in &forwards {
        let own = id.to_bits() & !(1 << 31);
        assert!(id.geonames().is_none() && own >= 1 << 30, "{id}");
    }
    let alone = ids(&rows[..1]);
    assert_eq!(alone[0].2, forwards[1].2, "other rows change no number");
}

#[test]
fn names_of_areas_become_their_codes() {
    let areas = "name,lat,lon,country,kind,admin1\nEast Fenmark,35,40,XF,ADM1,03\n";
    let (world, _, _) = import(areas, Choice::default());
    let areas = gazetteer(&world);
    let list = "name,lat,lon,admin1\nA,35,40,East Fenmark\nB,35,40,XF.03\nC,35,40,03\nD,35,40,Elsewhere\nE,35,40,XF03\n";
    let choice = Choice {
        areas: Some(&areas),
        ..of("XF")
    };
    let (world, _, _) = import(list, choice);
    let mut codes: Vec<_> = world
        .places
        .iter()
        .map(|entry| (entry.name.as_str(), entry.admin1.as_deref()))
        .collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            ("A", Some("XF.03")),
            ("B", Some("XF.03")),
            ("C", Some("XF.03")),
            ("D", None),
            ("E", None)
        ]
    );
}

#[test]
fn rules_that_contradict_themselves_are_refused() {
    for (rules, words) in [
        (
            "[columns]\nname = [\"x\"]\nlatitude = [\"X\"]\nkind = []\n",
            "toml",
        ),
        (
            "kind = []\n[columns]\nname = [\"x y\"]\nlatitude = [\"X-Y\"]\n",
            "twice",
        ),
        ("[columns]\n[[kind]]\nkind = \"brook\"\n", "no such kind"),
        (
            "[columns]\n[[kind]]\nkind = \"river\"\ncodes = [\"P\", \"P\"]\n",
            "twice",
        ),
        (
            "[columns]\n[[kind]]\nkind = \"river\"\nradius_km = 0\n",
            "cannot be stored",
        ),
        ("[columns]\nbreadth = [\"x\"]\n", "breadth"),
    ] {
        let error = Rules::read("import.toml", rules)
            .expect_err(rules)
            .to_string();
        assert!(error.starts_with("import.toml: "), "{error}");
        assert!(words == "toml" || error.contains(words), "{error}");
    }
}

/// Lines that look like rows more often than random text does.
fn line() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        "[A-Za-zé' -]{0,8}",
        "-?[0-9]{1,3}(\\.[0-9]{1,3})?",
        Just("XF".to_owned()),
        Just("\"".to_owned()),
        any::<String>(),
    ];
    let row = proptest::collection::vec(field, 0..21);
    (row, prop_oneof![Just("\t"), Just(","), Just(";")])
        .prop_map(|(fields, separator)| fields.join(separator))
}

proptest! {
    #[test]
    fn no_text_makes_the_importer_panic_and_what_it_keeps_is_found(
        header in prop_oneof![Just("name,lat,lon,country,geonameid,alternates,population,kind,admin1"), Just("")],
        lines in proptest::collection::vec(line(), 0..12),
        features in prop_oneof![Just(Features::All), Just(Features::WherePeopleFight)],
        country in prop_oneof![Just(None), Just(CountryCode::parse("XF"))],
    ) {
        let rules = rules();
        let mut importer = Importer::new(&rules, Choice { country, features, areas: None });
        importer.begin();
        let all = std::iter::once(header).chain(lines.iter().map(String::as_str));
        let refused = all.filter(|line| importer.line(line).is_err()).count();
        let (world, tally) = importer.finish("any text");
        prop_assert_eq!(tally.refused, refused as u64);
        let kept: u64 = tally.kept.values().sum();
        prop_assert_eq!(kept, world.places.len() as u64);
        let gazetteer = gazetteer(&world);
        prop_assert_eq!(gazetteer.len(), world.places.len());
        for entry in &world.places {
            let found = gazetteer.find(&entry.name);
            prop_assert!(found.iter().any(|found| found.place == entry.id), "{:?}", entry);
        }
    }

    #[test]
    fn numbers_in_range_are_kept_as_they_stand(lat in -90.0..90.0_f64, lon in -180.0..180.0_f64, people in 0..5_000_u64) {
        let list = format!("name,lat,lon,pop\nOld Mill,{lat},{lon},{people}\n");
        let (world, _, complaints) = import(&list, of("XF"));
        prop_assert_eq!(complaints, vec![]);
        let gazetteer = gazetteer(&world);
        let place = gazetteer.places().next().expect("one");
        prop_assert!((place.lat - lat).abs() < 1e-4 && (place.lon - lon).abs() < 1e-4);
        prop_assert_eq!(place.population, people);
    }
}
