//! Is what is printed what was promised?

use serde_json::Value;

use super::{examples, records, run, run_in};

/// All 42 example dispatches, as one run reads them.
fn examples_read() -> Vec<Value> {
    let found = run(&[
        "read",
        "--format",
        "jsonl",
        "--published",
        "2025-10-30",
        "--source",
        "Relief Line Bulletin",
        ".",
    ]);
    assert_eq!(found.code, 0, "{}", found.err);
    records(&found.out)
}

#[test]
fn the_wire_keeps_to_its_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/reading.schema.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let records = examples_read();
    assert_eq!(records.len(), 42);
    for record in &records {
        let wrong: Vec<_> = validator
            .iter_errors(record)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(
            wrong.is_empty(),
            "{}: {wrong:#?}\nhelp: wire.rs and the schema have come apart",
            record["document"]["id"]
        );
    }
    // A schema that lets everything pass would let this pass too.
    let mut broken = records[0].clone();
    broken["claims"] = serde_json::json!([{ "id": "x" }]);
    assert!(!validator.is_valid(&broken));
    for key in [
        "v",
        "document",
        "sentences",
        "places",
        "times",
        "actors",
        "voices",
        "claims",
        "doubts",
    ] {
        let mut without = records[0].clone();
        without.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&without), "{key} is not required");
    }
}

#[test]
fn the_examples_make_claims_with_voices_and_places() {
    let records = examples_read();
    let claims: Vec<&Value> = records
        .iter()
        .filter_map(|record| record["claims"].as_array())
        .flatten()
        .collect();
    assert!(
        claims.len() > 60,
        "only {} claims in 42 dispatches",
        claims.len()
    );
    assert!(claims.iter().any(|claim| {
        claim["voices"]
            .as_array()
            .is_some_and(|voices| voices.len() > 1)
    }));
    assert!(
        claims
            .iter()
            .any(|claim| claim["place"][0]["lat"].is_number())
    );
}

/// Calls `check` with every `start`, `end` and `text` that stand in one object.
fn each_span(value: &Value, check: &mut impl FnMut(usize, usize, &str)) {
    match value {
        Value::Object(object) => {
            if let (Some(start), Some(end), Some(text)) = (
                object.get("start").and_then(Value::as_u64),
                object.get("end").and_then(Value::as_u64),
                object.get("text").and_then(Value::as_str),
            ) {
                check(start as usize, end as usize, text);
            }
            object.values().for_each(|value| each_span(value, check));
        }
        Value::Array(values) => values.iter().for_each(|value| each_span(value, check)),
        _ => {}
    }
}

#[test]
fn offsets_count_code_points_into_the_text() {
    let text = "«Сили» 🛰 said: Russian forces shelled the town of Bakhmut on Friday, killing 12 people.\r\n\r\nA naïve café in Kramatorsk was hit.";
    let line = serde_json::json!({ "text": text, "published": "2023-05-05" }).to_string();
    let found = run_in(&examples(), &["read", "--format", "jsonl"], line.as_bytes());
    let characters: Vec<char> = text.chars().collect();
    let mut checked = 0;
    each_span(&records(&found.out)[0], &mut |start, end, words| {
        assert_eq!(characters[start..end].iter().collect::<String>(), words);
        checked += 1;
    });
    assert!(checked > 3, "only {checked} spans: {}", found.out);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for arguments in [
        ["read", "--format", "jsonl", "."].as_slice(),
        &["read", "."],
        &["explain", "."],
        &["parse", "."],
        &["parse", "--format", "displacy", "."],
    ] {
        let with = |threads: &str| run(&[arguments, ["--threads", threads].as_slice()].concat());
        let (one, two, five) = (with("1"), with("2"), with("5"));
        assert!(!one.out.is_empty());
        assert!(
            one.out == two.out && one.err == two.err,
            "{arguments:?} differs between 1 and 2 threads"
        );
        assert!(
            one.out == five.out,
            "{arguments:?} differs between 1 and 5 threads"
        );
    }
}

#[test]
fn the_table_is_plain_text_off_a_terminal_and_coloured_on_demand() {
    let plain = run(&["read", "bakhmut.jsonl"]);
    assert!(!plain.out.contains('\u{1b}'));
    assert!(
        plain
            .out
            .contains("bakhmut-01 · Northern Wire · 2023-03-03"),
        "{}",
        plain.out
    );
    assert!(plain.out.contains("\n  1  ") && plain.out.contains("in words"));
    let coloured = run(&["read", "--color", "always", "bakhmut.jsonl"]);
    assert!(coloured.out.contains("\u{1b}["));
    let stripped: String = strip(&coloured.out);
    assert_eq!(stripped, plain.out);
}

/// Text without the sequences that colour it.
fn strip(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or("", |(_, rest)| rest)
    })
}

#[test]
fn an_explanation_underlines_the_words_it_rests_on() {
    let found = run(&[
        "explain",
        "--claim",
        "1",
        "--published",
        "2023-05-05",
        "bakhmut.jsonl",
    ]);
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(
        found.out.contains("━ trigger") && found.out.contains("rule "),
        "{}",
        found.out
    );
    let id = "bakhmut-01#1";
    if found.out.contains(id) {
        let by_id = run(&["explain", "--claim", id, "bakhmut.jsonl"]);
        assert!(
            by_id.out.contains(id) && by_id.out.matches("trigger").count() == 1,
            "{}",
            by_id.out
        );
    }
    let none = run(&["explain", "--claim", "9999", "bakhmut.jsonl"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("no claim \"9999\""));
}

#[test]
fn conllu_has_ten_columns_and_heads_within_the_sentence() {
    let found = run(&["parse", "."]);
    assert_eq!(found.out.matches("# newdoc id = ").count(), 42);
    let mut roots = 0;
    for sentence in found
        .out
        .split("\n\n")
        .filter(|sentence| !sentence.trim().is_empty())
    {
        let rows: Vec<Vec<&str>> = sentence
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split('\t').collect())
            .collect();
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(row.len(), 10, "{row:?}");
            assert_eq!(row[0], (at + 1).to_string());
            let head: usize = row[6].parse().unwrap();
            assert!(head <= rows.len() && head != at + 1, "{row:?}");
            assert!(
                row.iter().all(|cell| !cell.is_empty()) && row[9].contains("TokenRange="),
                "{row:?}"
            );
            roots += usize::from(head == 0);
        }
        assert_eq!(
            rows.iter().filter(|row| row[6] == "0").count(),
            1,
            "one root a sentence: {sentence}"
        );
    }
    assert!(roots > 100);
}

#[test]
fn drawings_are_well_formed_and_go_where_they_are_sent() {
    let one = run_in(
        &examples(),
        &["parse", "--format", "displacy"],
        b"Troops <shelled> \"Bakhmut\" & fled.",
    );
    assert!(
        one.out.starts_with("<svg ") && one.out.ends_with("</svg>\n"),
        "{}",
        one.out
    );
    assert!(
        one.out.contains("&lt;") && one.out.contains("&amp;") && !one.out.contains("<shelled>")
    );
    let page = run(&["parse", "--format", "displacy", "bakhmut.jsonl"]);
    assert!(page.out.starts_with("<!DOCTYPE html>") && page.out.ends_with("</html>\n"));
    assert_eq!(
        page.out.matches("<svg ").count(),
        page.out.matches("</figure>").count()
    );

    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("new/drawings");
    let sent = run(&[
        "parse",
        "--format",
        "displacy",
        "--output",
        target.to_str().unwrap(),
        "bakhmut.jsonl",
    ]);
    assert_eq!((sent.code, sent.out.as_str()), (0, ""), "{}", sent.err);
    let written = std::fs::read_dir(&target).unwrap().count();
    assert_eq!(written, page.out.matches("<svg ").count());
}

#[test]
fn a_place_that_is_measured_from_another_says_which_area_it_is() {
    let text = "Rebels attacked a village 45 km south of Mopti.";
    let line = serde_json::json!({ "text": text }).to_string();
    let found = run_in(&examples(), &["read", "--format", "jsonl"], line.as_bytes());
    let record = &records(&found.out)[0];
    let named = &record["places"][0];
    let relative = &named["relative"];
    assert_eq!(
        (&named["text"], &relative["text"], &relative["relation"]),
        (
            &"Mopti".into(),
            &"45 km south of Mopti".into(),
            &"south of".into()
        )
    );
    assert_eq!(relative["distance_km"]["low"], 45);
    assert_eq!(relative["bearing"], 180.0);
    assert_eq!(
        (&named["where_prec"], &named["geo_precision"]),
        (&2.into(), &2.into())
    );
    // The name stays where the gazetteer has it; the claim is where the words say.
    let place = &record["claims"][0]["place"][0];
    assert_eq!(place["name"], named["name"]);
    for key in ["lat", "lon", "radius_km"] {
        assert_eq!(place[key], relative[key], "{key}");
    }
    assert!(place["lat"].as_f64().unwrap() < named["lat"].as_f64().unwrap() - 0.3);
    let table = run_in(&examples(), &["read", "-"], text.as_bytes());
    assert!(table.out.contains("to within 18 km"), "{}", table.out);
}
