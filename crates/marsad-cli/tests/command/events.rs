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
