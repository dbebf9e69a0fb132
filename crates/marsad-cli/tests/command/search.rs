//! Are the claims found that are asked for, and no others?

use serde_json::Value;

use super::{Outcome, records, run_in, store::stored};

/// Searches the store of the examples.
struct Searched(tempfile::TempDir);

impl Searched {
    fn run(&self, arguments: &[&str]) -> Outcome {
        let start = ["search", "--store", "war.db"];
        run_in(self.0.path(), &[start.as_slice(), arguments].concat(), b"")
    }

    fn claims(&self, arguments: &[&str]) -> Vec<Value> {
        let format = ["--format", "jsonl", "--limit", "1000"];
        let found = self.run(&[arguments, format.as_slice()].concat());
        assert_eq!(found.code, 0, "{arguments:?}: {}", found.err);
        records(&found.out)
    }
}

/// All claims that pass a filter pass `test`, and all others of the store do not.
fn splits(store: &Searched, arguments: &[&str], test: impl Fn(&Value) -> bool) {
    let all = store.claims(&["--all"]);
    let found = store.claims(&[arguments, ["--all"].as_slice()].concat());
    let id = |line: &Value| line["claim"]["id"].as_str().unwrap().to_owned();
    let expected: Vec<String> = all.iter().filter(|line| test(line)).map(id).collect();
    let found: Vec<String> = found.iter().map(id).collect();
    assert!(
        !found.is_empty() && found.len() < all.len(),
        "{arguments:?}"
    );
    assert_eq!(found, expected, "{arguments:?}");
}

#[test]
fn each_filter_finds_what_passes_it_and_nothing_else() {
    let store = Searched(stored());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    splits(&store, &["--action", "capture"], |line| {
        line["claim"]["action"] == "capture"
    });
    splits(&store, &["--action", "assault"], |line| {
        line["claim"]["action"] == "assault"
    });
    splits(&store, &["--action", "ASSAULT"], |line| {
        line["claim"]["plover"]["event"] == "ASSAULT"
    });
    splits(&store, &["--grade", "alleged"], |line| {
        line["claim"]["certainty"]["grade"] == "alleged"
    });
    splits(&store, &["--from", "2025-10-27"], |line| {
        text(&line["claim"]["when"]["to"]).as_str() >= "2025-10-27"
    });
    splits(
        &store,
        &["--from", "2023-05-01", "--to", "2023-05-20"],
        |line| {
            let when = &line["claim"]["when"];
            let (from, to) = (text(&when["from"]), text(&when["to"]));
            !from.is_empty() && from.as_str() <= "2023-05-20" && to.as_str() >= "2023-05-01"
        },
    );
    let has = |part: &'static str| {
        move |line: &Value| {
            let parties = line["claim"][part].as_array().unwrap();
            parties.iter().any(|party| party["id"] == "sd.rsf")
        }
    };
    splits(&store, &["--actor", "sd.rsf"], has("actors"));
    splits(&store, &["--actor", "Rapid Support Forces"], has("actors"));
    splits(&store, &["--target", "RSF"], has("targets"));
    let voices = |line: &Value| line["claim"]["voices"].as_array().unwrap().clone();
    splits(&store, &["--voice", "sahel dispatch"], |line| {
        voices(line).iter().any(|voice| {
            text(&voice["name"])
                .to_lowercase()
                .contains("sahel dispatch")
        })
    });
    splits(&store, &["--voice", "sd.rsf"], |line| {
        voices(line)
            .iter()
            .any(|voice| voice["speaker"] == "sd.rsf")
    });
    splits(&store, &["--near", "El Fasher", "--radius", "60"], |line| {
        let place = &line["claim"]["place"][0];
        place["lat"]
            .as_f64()
            .is_some_and(|lat| (13.1..14.2).contains(&lat))
            && place["lon"]
                .as_f64()
                .is_some_and(|lon| (24.7..25.95).contains(&lon))
            && place["radius_km"].as_f64().is_some_and(|km| km <= 60.0)
    });
    splits(&store, &["zamzam"], |line| {
        let folder = text(&line["given_id"]);
        folder.starts_with("el-fasher") && zamzam().contains(&folder)
    });
}

/// The ids of the examples in whose text or title Zamzam stands.
fn zamzam() -> Vec<String> {
    let lines = std::fs::read_to_string(super::examples().join("el-fasher.jsonl")).unwrap();
    records(&lines)
        .into_iter()
        .filter(|line| {
            ["text", "title"].iter().any(|key| {
                line[key]
                    .as_str()
                    .is_some_and(|text| text.to_lowercase().contains("zamzam"))
            })
        })
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn filters_hold_together_and_the_latest_come_first() {
    let store = Searched(stored());
    let found = store.claims(&[
        "El Fasher",
        "--actor",
        "sd.rsf",
        "--from",
        "2025-04-01",
        "--near",
        "13.63,25.35",
        "--radius",
        "100",
    ]);
    assert!(found.len() > 2, "{}", found.len());
    let days: Vec<&str> = found
        .iter()
        .map(|line| line["claim"]["when"]["from"].as_str().unwrap())
        .collect();
    assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    let one = store.run(&["--limit", "1", "--format", "jsonl"]);
    let all = store.claims(&[]);
    assert_eq!(records(&one.out)[0], all[0]);
    assert!(all.len() < store.claims(&["--all"]).len());
    let table = store.run(&["--limit", "1"]);
    assert!(
        table.out.contains("the first 1 of more; --limit N"),
        "{}",
        table.out
    );
}

#[test]
fn words_are_found_without_their_accents_and_phrases_together() {
    let store = Searched(stored());
    assert!(!store.claims(&["EL FÁSHER"]).is_empty());
    let (apart, together) = (
        store.claims(&["camp Zamzam"]).len(),
        store.claims(&["\"Zamzam camp\""]).len(),
    );
    assert!(together > 0 && together <= apart);
    assert_eq!(store.claims(&["\"camp Zamzam storms\""]).len(), 0);
    assert!(!store.claims(&["paramilit*"]).is_empty());
    // What would be an operator is a word like any other.
    assert_eq!(store.claims(&["Zamzam NOT camp AND"]).len(), 0);
    let none = store.run(&["?!"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("there is no word"), "{}", none.err);
}

#[test]
fn the_wire_form_of_what_is_found_keeps_to_its_schema() {
    let schema = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let reading = schema(include_str!("../../schema/reading.schema.json"));
    let found = schema(include_str!("../../schema/found.schema.json"));
    jsonschema::draft202012::meta::validate(&found).expect("the schema is a schema");
    let registry = jsonschema::Registry::new()
        .add("urn:marsad:reading:1", reading)
        .unwrap()
        .prepare()
        .unwrap();
    let validator = jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(&found)
        .unwrap();
    let store = Searched(stored());
    let lines = store.claims(&["--all"]);
    assert!(lines.len() > 100);
    for line in &lines {
        let wrong: Vec<_> = validator
            .iter_errors(line)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
    for key in ["v", "given_id", "document", "words", "claim"] {
        let mut without = lines[0].clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&without), "{key} is not required");
    }
    let mut broken = lines[0].clone();
    broken["claim"] = serde_json::json!({ "id": "x" });
    assert!(!validator.is_valid(&broken));
}

#[test]
fn a_table_between_commas_has_a_row_for_each_claim() {
    let store = Searched(stored());
    let found = store.run(&["--format", "csv", "--limit", "1000"]);
    let mut table = csv::Reader::from_reader(found.out.as_bytes());
    let header = table.headers().unwrap().clone();
    assert_eq!((&header[0], header.len()), ("claim", 20));
    let rows = table.records().map(Result::unwrap).count();
    assert_eq!(rows, store.claims(&[]).len());
    let none = store.run(&["--format", "csv", "nowhere"]);
    assert_eq!((none.code, none.out.lines().count()), (0, 1));
}

#[test]
fn what_cannot_be_searched_for_is_told() {
    let store = Searched(stored());
    for (arguments, words) in [
        (
            ["--action", "airstriek"].as_slice(),
            "did you mean \"airstrike\"?",
        ),
        (&["--action", "picnic"], "docs/actions.md"),
        (
            &["--actor", "Rapid Suport Forces"],
            "did you mean \"Rapid Support Forces\"?",
        ),
        (
            &["--near", "Xyzzyville"],
            "no place is known as \"Xyzzyville\"",
        ),
        (&["--near", "95,10"], "expected latitude,longitude"),
        (&["--from", "Friday"], "expected year-month-day"),
        (
            &["--from", "2024-02-02", "--to", "2024-02-01"],
            "is later than",
        ),
        (&["--grade", "true"], "verified"),
        (&["--radius", "5"], "--near"),
        (&["--limit", "0"], "0"),
    ] {
        let found = store.run(arguments);
        assert_eq!((found.code, found.out.as_str()), (2, ""), "{arguments:?}");
        assert!(found.err.contains(words), "{arguments:?}: {}", found.err);
    }
    let empty = store.run(&["--action", "boycott"]);
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
    assert!(
        empty.err.contains("no claim passes all filters"),
        "{}",
        empty.err
    );
    let point = store.run(&["--near", "-13.5,-25.3"]);
    assert_eq!(point.code, 0, "{}", point.err);
}
