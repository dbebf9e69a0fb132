//! Do decisions stand, and does nothing get lost by them?

use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use super::{Outcome, folder, records, run_in};

/// Two outlets that tell of one blast, and one of something else.
const REPORTS: &str = r#"{"source":"Dnipro Courier","published":"2023-03-08","text":"A rocket killed seven people at a bakery in Donetsk on Tuesday, doctors said."}
{"source":"Northern Wire","published":"2023-03-08","text":"A rocket killed nine people at a bakery in Donetsk on Tuesday, a witness said."}
{"source":"Northern Wire","published":"2023-03-09","text":"Gunmen abducted two teachers near Zalingei on Monday."}
"#;

const SIGNED: [&str; 6] = [
    "--by",
    "A. Haddad",
    "--reason",
    "saw the footage",
    "--on",
    "2023-04-01",
];

fn stored() -> TempDir {
    let folder = folder(&[("reports.jsonl", REPORTS.as_bytes())]);
    let found = run(&folder, &["ingest", "reports.jsonl"]);
    assert_eq!(found.code, 0, "{}", found.err);
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> Outcome {
    let all = [arguments, &["--store", "war.db"]].concat();
    run_in(folder.path(), &all, b"")
}

fn decide(folder: &TempDir, arguments: &[&str]) -> Outcome {
    run(folder, &[&["decide"], arguments, &SIGNED].concat())
}

fn events(folder: &TempDir) -> Vec<Value> {
    let found = run(folder, &["events", "--format", "jsonl"]);
    assert_eq!(found.code, 0, "{}", found.err);
    records(&found.out)
}

/// The event of an action, and its id.
fn the(folder: &TempDir, action: &str) -> (Value, String) {
    let tells = |event: &Value| {
        let claims = event["claims"].as_array().unwrap();
        claims.iter().any(|claim| claim["action"] == action)
    };
    let found: Vec<Value> = events(folder).into_iter().filter(tells).collect();
    assert_eq!(found.len(), 1, "{action}: {found:#?}");
    let id = found[0]["id"].as_str().unwrap().to_owned();
    (found[0].clone(), id)
}

#[test]
fn a_decision_shows_survives_a_rebuild_and_can_be_withdrawn() {
    let folder = stored();
    let (blast, id) = the(&folder, "kill");
    assert_eq!(blast["sources"].as_array().unwrap().len(), 2);
    let made = decide(
        &folder,
        &[
            "correct",
            &id,
            "killed=8",
            "place=Horlivka",
            "days=2023-03-06",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(
        made.out.contains("decision 1: correct killed: 8"),
        "{}",
        made.out
    );
    let check = || {
        let (blast, _) = the(&folder, "kill");
        assert_eq!(blast["counts"]["killed"]["best"], 8);
        assert_eq!(blast["counts"]["killed"]["corrected"], true);
        assert_eq!(blast["place"]["agreement"], "corrected");
        assert_eq!(blast["place"]["values"][0]["name"], "Horlivka");
        assert_eq!(blast["days"]["values"][0]["from"], "2023-03-06");
        assert_eq!(blast["decisions"].as_array().unwrap().len(), 3);
        assert_eq!(blast["decisions"][0]["by"], "A. Haddad");
        blast
    };
    let before = check();
    let rebuilt = run(&folder, &["rebuild"]);
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    assert_eq!(check(), before);
    let people = run(&folder, &["event", &id]).out;
    for words in [
        "8 (corrected)",
        "corrected: Horlivka",
        "saw the footage",
        "“A rocket killed seven people",
    ] {
        assert!(people.contains(words), "{words}\n{people}");
    }
    let undone = decide(&folder, &["withdraw", "1"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
    let (blast, _) = the(&folder, "kill");
    assert_eq!(blast["counts"]["killed"]["corrected"], false);
    assert_eq!(blast["counts"]["killed"]["high"], 9);
    let again = decide(&folder, &["withdraw", "1"]);
    assert_eq!(again.code, 2);
    assert!(
        again.err.contains("has withdrawn decision 1"),
        "{}",
        again.err
    );
    let list = run(&folder, &["decide", "list", "--format", "jsonl"]);
    let list = records(&list.out);
    assert_eq!(list.len(), 3, "what is withdrawn is still listed");
    assert_eq!(list[0]["withdrawn"]["by"], "A. Haddad");
    assert_eq!(list[1]["value"]["name"], "Horlivka");
}

#[test]
fn events_are_merged_and_split_and_their_old_ids_lead_to_them() {
    let folder = stored();
    let ((_, blast), (_, abduction)) = (the(&folder, "kill"), the(&folder, "abduct"));
    let merged = decide(&folder, &["merge", &blast, &abduction]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    let (event, now) = the(&folder, "abduct");
    assert_eq!(event["sources"].as_array().unwrap().len(), 3);
    let found = run(&folder, &["event", &abduction, "--format", "jsonl"]);
    assert_eq!(records(&found.out)[0]["id"], now.as_str());
    assert!(found.err.contains("is told in the event"), "{}", found.err);
    let again = decide(&folder, &["merge", &blast, &abduction]);
    assert_eq!(again.code, 2, "they are one already");
    let abducted = |claim: &&Value| claim["action"] == "abduct";
    let claims = event["claims"].as_array().unwrap();
    let claim = claims.iter().find(abducted).unwrap()["claim"]
        .as_str()
        .unwrap();
    let split = decide(&folder, &["split", claim]);
    assert_eq!(split.code, 0, "{}", split.err);
    assert_eq!(the(&folder, "abduct").1, abduction);
    assert_eq!(the(&folder, "kill").1, blast);
}

#[test]
fn what_is_rejected_is_graded_so_and_told_why() {
    let folder = stored();
    let (_, id) = the(&folder, "abduct");
    assert_eq!(decide(&folder, &["reject", &id]).code, 0);
    let (event, _) = the(&folder, "abduct");
    assert_eq!(
        (&event["grade"], &event["rule"]),
        (&"discounted".into(), &"rejected-by-hand".into())
    );
    let why = run(&folder, &["explain", &id]).out;
    assert!(
        why.contains("rejected-by-hand: A. Haddad: saw the footage"),
        "{why}"
    );
    assert_eq!(decide(&folder, &["confirm", &id]).code, 0);
    assert_eq!(the(&folder, "abduct").0["grade"], "confirmed");
}

#[test]
fn a_decision_that_says_nothing_is_refused_and_nothing_is_decided() {
    let folder = stored();
    let (_, id) = the(&folder, "kill");
    for (arguments, told) in [
        (vec!["reject", "0123456789abcdef@0"], "has the id"),
        (vec!["correct", &id, "killed"], "says no part"),
        (vec!["correct", &id, "killed=many"], "says no part"),
        (vec!["correct", &id, "killed=9..7"], "do not rise"),
        (vec!["correct", &id, "days=2023-13-01"], "no such day"),
        (vec!["correct", &id, "place=Zzyzzxx"], "no place is known"),
        (vec!["correct", &id, "action=shell"], "no action"),
        (
            vec!["correct", &id, "killed=8", "days=yesterday"],
            "no date",
        ),
        (vec!["withdraw", "7"], "no decision 7"),
    ] {
        let refused = decide(&folder, &arguments);
        assert_eq!(refused.code, 2, "{arguments:?}: {}", refused.out);
        assert!(refused.err.contains(told), "{arguments:?}: {}", refused.err);
        assert!(
            refused.err.contains("help:"),
            "{arguments:?}: {}",
            refused.err
        );
    }
    let unsigned = run(
        &folder,
        &["decide", "reject", &id, "--by", " ", "--reason", "x"],
    );
    assert_eq!(unsigned.code, 2);
    let connection = Connection::open(folder.path().join("war.db")).unwrap();
    let made: i64 = connection
        .query_row("SELECT count(*) FROM decisions", (), |row| row.get(0))
        .unwrap();
    assert_eq!(made, 0);
}

#[test]
fn review_shows_what_is_disputed_and_no_more_once_it_is_decided() {
    let folder = stored();
    let (_, id) = the(&folder, "kill");
    let look = || {
        let found = run(&folder, &["review", "--format", "jsonl"]);
        assert_eq!(found.code, 0, "{}", found.err);
        records(&found.out)
    };
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/review.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let items = look();
    assert!(items.iter().all(|item| schema.is_valid(item)), "{items:#?}");
    let dispute = items.iter().find(|item| item["why"] == "dispute").unwrap();
    assert_eq!(dispute["event"], id.as_str());
    assert_eq!(dispute["reason"], "7 to 9 dead");
    assert!(run(&folder, &["review"]).out.contains("Most disputed"));
    decide(&folder, &["confirm", &id]);
    assert!(look().iter().all(|item| item["event"] != id.as_str()));
}

#[test]
fn a_decision_is_as_its_schema_says() {
    let folder = stored();
    let (_, id) = the(&folder, "kill");
    decide(
        &folder,
        &[
            "correct",
            &id,
            "actors=Wagner Group;a farmer",
            "targets=",
            "injured=1..2..4",
            "place=48.3,38.0",
        ],
    );
    decide(&folder, &["reject", &id]);
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/decision.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let list = records(&run(&folder, &["decide", "list", "--format", "jsonl"]).out);
    assert_eq!(list.len(), 5);
    for decision in &list {
        let wrong: Vec<String> = schema
            .iter_errors(decision)
            .map(|error| error.to_string())
            .collect();
        assert!(wrong.is_empty(), "{decision}: {wrong:#?}");
    }
    let people = run(&folder, &["decide", "list"]).out;
    for words in [
        "correct actors: Wagner Group, a farmer",
        "correct targets: nobody",
        "1 to 4, best 2",
        "reject",
    ] {
        assert!(people.contains(words), "{words}\n{people}");
    }
}
