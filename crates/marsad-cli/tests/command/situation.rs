//! What do events add up to, for an area and a day?

use serde_json::Value;

use super::{records, run};

/// The situation of al-Mayadin after the sample reports, as of a day.
fn mayadin(at: &str) -> Value {
    let found = run(&[
        "situation",
        "mayadin.jsonl",
        "--area",
        "al-Mayadin",
        "--at",
        at,
        "--format",
        "jsonl",
    ]);
    assert_eq!(found.code, 0, "{}", found.err);
    let mut lines = records(&found.out);
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

/// Who holds the town: the status and the sides.
fn held(found: &Value) -> (String, Vec<String>) {
    let lines = found["control"].as_array().unwrap();
    let town = lines
        .iter()
        .find(|line| line["place"]["name"] == "Al Mayādīn");
    let state = &town.expect("the town has a timeline")["state"];
    let sides = state["parties"].as_array().unwrap().iter();
    let sides = sides.map(|party| party["side"].as_str().unwrap_or("?").to_owned());
    (
        state["status"].as_str().unwrap().to_owned(),
        sides.collect(),
    )
}

#[test]
fn the_picture_of_the_battle_is_as_expected() {
    let status = |at: &str| held(&mayadin(at));
    let is = |status: &str, sides: &[&str]| {
        let sides = sides.iter().map(|side| (*side).to_owned()).collect();
        (status.to_owned(), sides)
    };
    // Two outlets say that Islamic State holds it.
    assert_eq!(status("2017-10-03"), is("held", &["islamic-state"]));
    // A monitor and a shopkeeper say that the army came in.
    assert_eq!(
        status("2017-10-07"),
        is("contested", &["government", "islamic-state"])
    );
    // The army's own word of a ring round the town moves nothing.
    assert_eq!(
        status("2017-10-08"),
        is("contested", &["government", "islamic-state"])
    );
    // A resident and the monitor say that it left again.
    assert_eq!(status("2017-10-10"), is("held", &["islamic-state"]));
    // The army says that it took the town, the monitor too, and the loser that he left.
    assert_eq!(status("2017-10-14"), is("held", &["government"]));
    assert_eq!(status("2017-10-31"), is("held", &["government"]));
}

#[test]
fn tolls_of_the_battle_count_every_incident_once() {
    let found = mayadin("2017-10-31");
    let killed = &found["toll"]["killed"];
    // Nine in the strikes, which are disputed; 27 near the town; 29 in the counter-attack; and 20 or more ("large numbers").
    assert_eq!(killed["low"], 27 + 29 + 20, "{killed:#}");
    assert_eq!(killed["best"], 9 + 27 + 29 + 20, "{killed:#}");
    assert_eq!(killed["open"], true);
    let sums = found["summaries"].as_array().unwrap();
    let dead = sums
        .iter()
        .find(|sum| sum["what"] == "killed")
        .expect("a sum of the dead");
    assert_eq!(
        (&dead["best"], &dead["known"]["incidents"]),
        (&60.into(), &3.into())
    );
}

#[test]
fn the_own_word_of_a_ring_is_shown_as_claimed() {
    let found = mayadin("2017-10-31");
    let lines = found["control"].as_array().unwrap();
    let entries = lines
        .iter()
        .flat_map(|line| line["entries"].as_array().unwrap());
    let mut rings = entries.filter(|entry| entry["hold"] == "besieges");
    let ring = rings.next().expect("the ring is on the timeline");
    assert_eq!(
        (&ring["standing"], &ring["rule"], &ring["moved"]),
        (&"claimed".into(), &"own-word".into(), &false.into())
    );
    assert_eq!(
        ring["words"].as_array().unwrap().len(),
        1,
        "the copy adds no word"
    );
}

#[test]
fn people_see_tolls_weeks_and_who_holds_what() {
    let found = run(&["situation", "mayadin.jsonl", "--area", "al-Mayadin"]);
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(
        found.err.contains("is taken for Al Mayādīn, SY"),
        "{}",
        found.err
    );
    assert!(
        found.err.contains("the situation is that of 2017-10-17"),
        "{}",
        found.err
    );
    // Where a line breaks hangs on the width.
    let out = found.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "2017-10-02 fighting 1",
        "Al Mayādīn, Dayr az Zawr, SY: held by Syrian government",
        "(own-word): a Syrian military source",
        "than is known singly",
    ] {
        assert!(out.contains(words), "{words}: {}", found.out);
    }
}

#[test]
fn situations_keep_to_their_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/situation.schema.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    for (area, file) in [
        ("Syria", "mayadin.jsonl"),
        ("48.6,38.0", "bakhmut.jsonl"),
        ("Sudan", "."),
    ] {
        let found = run(&[
            "situation",
            file,
            "--area",
            area,
            "--radius",
            "60",
            "--format",
            "jsonl",
            "--at",
            "2025-11-30",
            "--published",
            "2025-10-30",
        ]);
        assert_eq!(found.code, 0, "{}", found.err);
        let situation = &records(&found.out)[0];
        let wrong: Vec<String> = validator
            .iter_errors(situation)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{area}: {wrong:#?}");
        let mut without = situation.clone();
        without.as_object_mut().unwrap().remove("control");
        assert!(!validator.is_valid(&without));
    }
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_do() {
    let refused = |arguments: &[&str]| {
        let all = [&["situation", "mayadin.jsonl"], arguments].concat();
        let found = run(&all);
        assert_eq!((found.code, found.out.as_str()), (2, ""), "{}", found.err);
        found.err
    };
    let nowhere = refused(&["--area", "Xyzzyville"]);
    assert!(
        nowhere.contains("no place is known as \"Xyzzyville\""),
        "{nowhere}"
    );
    assert!(nowhere.contains("--area LAT,LON"), "{nowhere}");
    let turned = refused(&[
        "--area",
        "al-Mayadin",
        "--at",
        "2017-10-01",
        "--from",
        "2017-10-05",
    ]);
    assert!(
        turned.contains("--from 2017-10-05 is later than 2017-10-01"),
        "{turned}"
    );
    assert!(refused(&[]).contains("--area"));
    let undated = super::run_in(
        &super::examples(),
        &["situation", "-", "--area", "al-Mayadin"],
        b"Rebels shelled the town.",
    );
    assert_eq!(undated.code, 2, "{}", undated.err);
    assert!(
        undated.err.contains("no report says from which day"),
        "{}",
        undated.err
    );
}
