//! What do many reports tell together?

use serde_json::Value;

use super::{Outcome, folder, records, run, run_in};

/// Three reports of one day: two of the same blast that give other numbers, and one of something else.
const REPORTS: &str = r#"{"id":"a","source":"Dnipro Courier","published":"2023-03-08","text":"A rocket killed seven people at a bakery in Donetsk on Tuesday, doctors said."}
{"id":"b","source":"Northern Wire","published":"2023-03-08","text":"A rocket killed nine people at a bakery in Donetsk on Tuesday, a witness said."}
{"id":"c","source":"Northern Wire","published":"2023-03-08","text":"Gunmen abducted two teachers near Zalingei on Monday."}
"#;

fn told(arguments: &[&str], reports: &str) -> Outcome {
    let folder = folder(&[("reports.jsonl", reports.as_bytes())]);
    let all = [&["events"], arguments, &["reports.jsonl"]].concat();
    run_in(folder.path(), &all, b"")
}

#[test]
fn two_reports_of_one_blast_are_one_event_with_both_tolls() {
    let found = told(&["--format", "jsonl"], REPORTS);
    assert_eq!(found.code, 0, "{}", found.err);
    let events = records(&found.out);
    let blast: Vec<&Value> = events
        .iter()
        .filter(|event| {
            event["sources"]
                .as_array()
                .is_some_and(|all| all.len() == 2)
        })
        .collect();
    assert_eq!(blast.len(), 1, "{}", found.out);
    let killed = &blast[0]["counts"]["killed"];
    assert_eq!((&killed["low"], &killed["high"]), (&7.into(), &9.into()));
    assert_eq!(blast[0]["grade"], "fair");
}

#[test]
fn people_see_what_is_disputed_and_by_whom() {
    let found = told(&[], REPORTS);
    assert!(found.out.contains("killed: 7 to 9"), "{}", found.out);
    assert!(
        found.out.contains("7 doctors; 9 a witness"),
        "{}",
        found.out
    );
    assert!(found.out.contains("two-voices"), "{}", found.out);
}

#[test]
fn the_order_of_reports_changes_nothing() {
    let mut lines: Vec<&str> = REPORTS.lines().collect();
    lines.reverse();
    let turned = lines.join("\n");
    let (one, other) = (
        told(&["--format", "jsonl"], REPORTS),
        told(&["--format", "jsonl", "--threads", "1"], &turned),
    );
    assert_eq!(one.out, other.out);
}

#[test]
fn events_keep_to_their_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/event.schema.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let found = run(&[
        "events",
        "--all",
        "--format",
        "jsonl",
        "--published",
        "2025-10-30",
        ".",
    ]);
    assert_eq!(found.code, 0, "{}", found.err);
    let events = records(&found.out);
    assert!(events.len() > 30, "only {} events", events.len());
    for event in &events {
        let wrong: Vec<String> = validator
            .iter_errors(event)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", event["id"]);
        let mut without = event.clone();
        without.as_object_mut().unwrap().remove("grade");
        assert!(!validator.is_valid(&without));
    }
}

/// Reports whose ids are their fingerprints, as a store knows them, and a store of them.
fn stored(order: &[usize], batch: &str) -> (tempfile::TempDir, String) {
    let lines: Vec<&str> = REPORTS.lines().collect();
    let turned: Vec<&str> = order.iter().map(|&at| lines[at]).collect();
    let folder = folder(&[("reports.jsonl", turned.join("\n").as_bytes())]);
    let store = ["--store", "war.db", "--acknowledge", "--batch", batch];
    let kept = run_in(
        folder.path(),
        &[&["ingest", "reports.jsonl"], store.as_slice()].concat(),
        b"",
    );
    assert_eq!(kept.code, 0, "{}", kept.err);
    let mut known = String::new();
    for line in kept.out.lines() {
        let (fingerprint, id) = line.split_once('\t').unwrap();
        let named = lines
            .iter()
            .find(|line| line.contains(&format!("\"id\":\"{id}\"")));
        known += &named.unwrap().replace(
            &format!("\"id\":\"{id}\""),
            &format!("\"id\":\"{fingerprint}\""),
        );
        known.push('\n');
    }
    (folder, known)
}

#[test]
fn a_store_gives_the_events_that_reading_its_reports_gives() {
    let (store, known) = stored(&[0, 1, 2], "256");
    let read = told(&["--format", "jsonl", "--all"], &known);
    let kept = ["events", "--store", "war.db", "--format", "jsonl", "--all"];
    let kept = run_in(store.path(), &kept, b"");
    assert_eq!((kept.code, kept.err.as_str()), (0, ""));
    assert_eq!(kept.out, read.out);
}

#[test]
fn neither_order_nor_batches_nor_pauses_of_ingesting_change_events() {
    let print = |folder: &tempfile::TempDir| {
        let all = ["events", "--store", "war.db", "--format", "jsonl", "--all"];
        run_in(folder.path(), &all, b"").out
    };
    let (at_once, _) = stored(&[0, 1, 2], "256");
    let (turned, _) = stored(&[2, 1, 0], "1");
    assert_eq!(print(&at_once), print(&turned));
    // One report after another, with events made between them.
    let folder = folder(&[]);
    for (number, line) in REPORTS.lines().enumerate() {
        let kept = run_in(
            folder.path(),
            &["ingest", "-", "--store", "war.db"],
            line.as_bytes(),
        );
        assert_eq!(kept.code, 0, "{number}: {}", kept.err);
    }
    assert_eq!(print(&at_once), print(&folder));
}

#[test]
fn events_of_a_store_are_filtered() {
    let (store, _) = stored(&[0, 1, 2], "256");
    let count = |arguments: &[&str]| {
        let all = [
            &["events", "--store", "war.db", "--format", "jsonl"],
            arguments,
        ]
        .concat();
        let found = run_in(store.path(), &all, b"");
        assert_eq!(found.code, 0, "{arguments:?}: {}", found.err);
        found.out.lines().count()
    };
    assert_eq!(count(&[]), 2);
    for (arguments, expected) in [
        (vec!["--action", "abduct"], 1),
        (vec!["--near", "Donetsk"], 1),
        (vec!["--from", "2023-03-07", "--to", "2023-03-07"], 1),
        (vec!["--voice", "doctors"], 1),
        (vec!["--words", "bakery"], 1),
        (vec!["--grade", "fair"], 1),
        (vec!["--grade", "confirmed"], 0),
        (vec!["--limit", "1"], 1),
        (vec!["--words", "bakery", "--action", "abduct"], 0),
    ] {
        assert_eq!(count(&arguments), expected, "{arguments:?}");
    }
    let without = run_in(store.path(), &["events", "--grade", "fair"], b"");
    assert_eq!(without.code, 2, "a filter without a store is refused");
}

#[test]
fn any_claim_s_id_and_any_byte_of_its_word_lead_to_its_event() {
    let (store, _) = stored(&[0, 1, 2], "256");
    let all = run_in(
        store.path(),
        &["events", "--store", "war.db", "--format", "jsonl"],
        b"",
    );
    let blast = records(&all.out)
        .into_iter()
        .find(|event| event["claims"].as_array().is_some_and(|all| all.len() > 1))
        .unwrap();
    let event = |id: &str| {
        let found = ["event", id, "--store", "war.db", "--format", "jsonl"];
        run_in(store.path(), &found, b"")
    };
    for claim in blast["claims"].as_array().unwrap() {
        let found = event(claim["claim"].as_str().unwrap());
        assert_eq!(records(&found.out)[0]["id"], blast["id"]);
    }
    let missing = event("0123456789abcdef@3");
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("help:"), "{}", missing.err);
    let claim = blast["claims"][0]["claim"].as_str().unwrap();
    let words = run_in(store.path(), &["explain", claim, "--store", "war.db"], b"");
    assert!(words.out.contains("killed"), "{}", words.err);
    let id = blast["id"].as_str().unwrap();
    let why = run_in(store.path(), &["explain", id, "--store", "war.db"], b"");
    assert!(why.out.contains("points (day"), "{}", why.out);
}
