//! Do exports have the form that other tools ask for, and is nothing made up in them?

use std::fs;

use serde_json::Value;

use super::{Outcome, examples, folder, run, run_in};

fn export(arguments: &[&str]) -> Outcome {
    let all = [
        &["export", "el-fasher.jsonl", "mayadin.jsonl", "--format"],
        arguments,
    ]
    .concat();
    let found = run(&all);
    assert_eq!(found.code, 0, "{}", found.err);
    found
}

/// The rows of a table, each with its cells; the first is the header where there is one.
fn rows(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).delimiter(delimiter);
    let mut reader = reader.from_reader(text.as_bytes());
    reader
        .records()
        .map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect())
        .collect()
}

/// The cells of a column below the header.
fn column<'r>(rows: &'r [Vec<String>], name: &str) -> Vec<&'r str> {
    let at = rows[0].iter().position(|column| column == name);
    let at = at.unwrap_or_else(|| panic!("no column {name}: {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].as_str()).collect()
}

#[test]
fn acled_has_its_31_columns_and_no_plans_and_sums() {
    let found = export(&["acled"]);
    let rows = rows(&found.out, b',');
    assert_eq!(rows[0].len(), 31);
    assert!(rows.len() > 10, "{}", found.out);
    assert_eq!(rows[0][0], "event_id_cnty");
    assert_eq!(rows[0][30], "timestamp");
    let known = [
        "Political violence",
        "Demonstrations",
        "Strategic developments",
    ];
    for disorder in column(&rows, "disorder_type") {
        assert!(
            known.iter().any(|known| disorder.contains(known)),
            "{disorder}"
        );
    }
    for precision in column(&rows, "time_precision") {
        assert!(["1", "2", "3"].contains(&precision), "{precision}");
    }
    assert!(
        found.err.contains("events have no row") && found.err.contains("summaries"),
        "{}",
        found.err
    );
}

#[test]
fn ged_keeps_its_identities() {
    let found = export(&["ged"]);
    let rows = rows(&found.out, b',');
    assert_eq!(rows[0].len(), 41);
    assert!(rows.len() > 5, "{}", found.out);
    let numbers = |name| -> Vec<i64> {
        let cells = column(&rows, name).into_iter();
        cells.map(|cell| cell.parse().unwrap()).collect()
    };
    let (low, best, high) = (numbers("low"), numbers("best"), numbers("high"));
    let parts = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"].map(numbers);
    for at in 0..best.len() {
        assert!(low[at] <= best[at] && best[at] <= high[at], "row {at}");
        let sum: i64 = parts.iter().map(|part| part[at]).sum();
        assert_eq!(sum, best[at], "row {at}: whose dead they are adds up");
    }
    for (lat, lon) in column(&rows, "latitude")
        .into_iter()
        .zip(column(&rows, "longitude"))
    {
        assert!((lat, lon) != ("0", "0"), "no place is invented");
    }
    let ids = column(&rows, "id");
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(ids.len(), once.len());
}

#[test]
fn gdelt_has_61_fields_and_no_header() {
    let found = export(&["gdelt"]);
    let lines: Vec<&str> = found.out.lines().collect();
    assert!(lines.len() > 10, "{}", found.out);
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 61, "{line}");
        assert!(fields[0].parse::<u64>().is_ok(), "{line}");
        assert_eq!(fields[1].len(), 8, "a day: {line}");
        assert!(
            fields[30].is_empty(),
            "no scale of Goldstein is made up: {line}"
        );
        assert!(fields[34].is_empty(), "nor a tone: {line}");
    }
}

#[test]
fn a_matrix_has_marks_in_every_row_and_column_and_copies_add_none() {
    let found = export(&["matrix"]);
    let rows = rows(&found.out, b',');
    let first = rows[0].iter().position(|name| name.starts_with("in_"));
    let first = first.expect("sources have columns");
    let marks: Vec<&[String]> = rows[1..].iter().map(|row| &row[first..]).collect();
    assert!(marks.len() > 5, "{}", found.out);
    let cells = marks.iter().flat_map(|row| row.iter());
    assert!(cells.clone().all(|cell| cell == "0" || cell == "1"));
    assert!(marks.iter().all(|row| row.iter().any(|cell| cell == "1")));
    for at in 0..rows[0].len() - first {
        assert!(
            marks.iter().any(|row| row[at] == "1"),
            "{}",
            rows[0][first + at]
        );
    }
    let story = "A rocket hit a bakery in the centre of Donetsk on Tuesday, killing seven people who stood in \
        line for bread, and burned down two houses next to it.";
    let line = |source: &str| {
        serde_json::json!({ "source": source, "published": "2023-03-08", "text": story })
            .to_string()
    };
    let reports = [line("Dnipro Courier"), line("Northern Wire")].join("\n");
    let folder = folder(&[("reports.jsonl", reports.as_bytes())]);
    let copied = run_in(
        folder.path(),
        &["export", "reports.jsonl", "--format", "matrix"],
        b"",
    );
    let lists = ["in_dnipro_courier", "in_northern_wire"];
    let found = lists.iter().filter(|list| copied.out.contains(**list));
    assert_eq!(found.count(), 1, "one desk's story: {}", copied.out);
}

#[test]
fn geojson_and_plover_are_json() {
    let found = export(&["geojson"]);
    let map: Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().unwrap();
    assert!(features.len() > 20);
    let placed = features.iter().filter(|one| !one["geometry"].is_null());
    for one in placed {
        let (lon, lat) = (
            &one["geometry"]["coordinates"][0],
            &one["geometry"]["coordinates"][1],
        );
        assert_eq!(
            (lon, lat),
            (
                &one["properties"]["longitude"],
                &one["properties"]["latitude"]
            )
        );
    }
    assert!(
        features.iter().any(|one| one["geometry"].is_null()),
        "what has no place is there without one"
    );
    for line in export(&["plover"]).out.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        for key in ["id", "date", "actor", "event"] {
            assert!(!record[key].is_null(), "{key}: {line}");
        }
    }
}

#[test]
fn a_file_is_written_whole_and_none_is_written_over() {
    let folder = folder(&[]);
    let reports = examples().join("mayadin.jsonl");
    let write = |arguments: &[&str]| {
        let all = [&["export", reports.to_str().unwrap()], arguments].concat();
        run_in(folder.path(), &all, b"")
    };
    for form in ["parquet", "geoparquet"] {
        let path = folder.path().join(form);
        assert_eq!(write(&["--format", form, "--out", form]).code, 0);
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        let again = write(&["--format", form, "--out", form]);
        assert_eq!(again.code, 2, "{}", again.err);
        assert!(again.err.contains("--force"), "{}", again.err);
        assert_eq!(write(&["--format", form, "--out", form, "--force"]).code, 0);
        assert_eq!(
            fs::read(&path).unwrap(),
            bytes,
            "the same events, the same bytes"
        );
    }
}

#[test]
fn parties_are_parties_and_no_things() {
    let reports = r#"{"id":"a","source":"Dnipro Courier","published":"2017-10-10","text":"The Syrian army shelled a bridge in Al Mayadin on Monday, killing nine rebels."}
{"id":"b","source":"Northern Wire","published":"2017-10-10","text":"Twelve soldiers and four fighters of Islamic State were killed in clashes near Palmyra in Syria on Sunday."}
"#;
    let folder = folder(&[("reports.jsonl", reports.as_bytes())]);
    let write = |form: &str| {
        let all = ["export", "reports.jsonl", "--format", form];
        rows(&run_in(folder.path(), &all, b"").out, b',')
    };
    let acled = write("acled");
    for name in ["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"] {
        for party in column(&acled, name) {
            assert!(!party.contains("bridge"), "{acled:?}");
        }
    }
    let ged = write("ged");
    let sides = column(&ged, "side_a")
        .into_iter()
        .zip(column(&ged, "side_b"));
    let sides: Vec<(&str, &str)> = sides.collect();
    let foes = [
        ("Syrian Arab Army", "nine rebels"),
        ("Twelve soldiers", "four fighters"),
    ];
    assert_eq!(
        sides, foes,
        "foes are on two sides, and the state's is side A"
    );
    assert_eq!(column(&ged, "deaths_b"), ["9", "0"]);
    assert_eq!(column(&ged, "deaths_unknown"), ["0", "16"]);
}

#[test]
fn what_an_analyst_rejected_has_no_row_and_is_counted() {
    let reports = examples().join("mayadin.jsonl");
    let folder = folder(&[]);
    let run = |arguments: &[&str]| {
        let all = [arguments, &["--store", "war.db"]].concat();
        run_in(folder.path(), &all, b"")
    };
    run(&["ingest", reports.to_str().unwrap()]);
    let count = || rows(&run(&["export", "--format", "acled"]).out, b',').len();
    let before = count();
    let ids = rows(&run(&["export", "--format", "acled"]).out, b',');
    let id = column(&ids, "event_id_cnty")[0].to_owned();
    let signed = ["--by", "A. Haddad", "--reason", "an exercise"];
    let decided = run(&[&["decide", "reject", &id], signed.as_slice()].concat());
    assert_eq!(decided.code, 0, "{}", decided.err);
    assert_eq!(count(), before - 1);
    let told = run(&["export", "--format", "acled"]).err;
    assert!(told.contains("1 rejected by hand"), "{told}");
}
