//! Can one add places of one's own, look them up and read with them?

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use super::{Outcome, folder, records, run_in};

/// Invented places in GeoNames' form: villages, a river, a quarter, a hotel.
const DUMP: &str = "\
90000001\tZarqubān\tZarquban\tZarkoban,Zarqoban,زرقوبان\t35.25\t40.5\tP\tPPL\tSY\t\t07\t\t\t\t1200\t\t210\tAsia/Damascus\t2026-01-01
90000002\tTell Brimsad\tTell Brimsad\t\t36.1\t41.2\tP\tPPL\tSY\t\t02\t\t\t\t0\t\t300\tAsia/Damascus\t2026-01-01
90000003\tTell Brimsad\tTell Brimsad\tUpper Brimsad\t33.5\t44.1\tP\tPPL\tIQ\t\t\t\t\t\t30000\t\t40\tAsia/Baghdad\t2026-01-01
90000004\tNahr Sallow\tNahr Sallow\t\t35.3\t40.4\tH\tSTM\tSY\t\t\t\t\t\t0\t\t\tAsia/Damascus\t2026-01-01
90000005\tZarquban Gate\tZarquban Gate\t\t35.25\t40.51\tP\tPPLX\tSY\t\t\t\t\t\t0\t\t\tAsia/Damascus\t2026-01-01
90000006\tGrand Zarquban Hotel\tGrand Zarquban Hotel\t\t35.25\t40.51\tS\tHTL\tSY\t\t\t\t\t\t0\t\t\tAsia/Damascus\t2026-01-01
";

/// Imports the dump; gives its folder with `own.gazetteer` in it.
fn imported() -> TempDir {
    let folder = folder(&[("XX.txt", DUMP.as_bytes())]);
    let done = import(folder.path(), &["XX.txt"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    folder
}

fn import(folder: &Path, arguments: &[&str]) -> Outcome {
    let start = ["gazetteer", "import", "--out", "own.gazetteer"];
    run_in(folder, &[start.as_slice(), arguments].concat(), b"")
}

fn find(folder: &Path, arguments: &[&str]) -> Outcome {
    let start = ["gazetteer", "find", "--gazetteer", "own.gazetteer"];
    run_in(folder, &[start.as_slice(), arguments].concat(), b"")
}

#[test]
fn an_import_says_what_became_of_the_rows() {
    let folder = folder(&[("XX.txt", DUMP.as_bytes())]);
    let done = import(folder.path(), &["XX.txt"]);
    let lines: Vec<&str> = done.out.lines().map(str::trim).collect();
    assert_eq!(
        lines[..7],
        [
            "6 rows read",
            "5 places kept",
            "3 settlement",
            "1 neighbourhood",
            "1 river",
            "1 row left out",
            "1 of class S: buildings, farms and other spots",
        ]
    );
    assert!(
        lines[7].starts_with("wrote own.gazetteer, "),
        "{}",
        lines[7]
    );
    let all = import(folder.path(), &["XX.txt", "--all", "--force"]);
    assert!(all.out.contains("6 places kept") && all.out.contains("1 installation"));
    let some = import(folder.path(), &["XX.txt", "--country", "IQ", "--force"]);
    assert!(some.out.contains("1 place kept"), "{}", some.out);
    assert!(
        some.out
            .contains("5 in another country than IQ, or in none")
    );
}

#[test]
fn the_same_list_gives_the_same_bytes_however_it_comes() {
    let folder = imported();
    let first = fs::read(folder.path().join("own.gazetteer")).unwrap();
    import(folder.path(), &["XX.txt", "--force"]);
    assert_eq!(
        fs::read(folder.path().join("own.gazetteer")).unwrap(),
        first
    );
    let piped = run_in(
        folder.path(),
        &["gazetteer", "import", "-", "--out", "piped.gazetteer"],
        DUMP.as_bytes(),
    );
    assert_eq!(piped.code, 0, "{}", piped.err);
    let places = |name: &str| {
        let found = run_in(
            folder.path(),
            &[
                "gazetteer",
                "find",
                "--format",
                "jsonl",
                "--gazetteer",
                name,
                "Tell Brimsad",
            ],
            b"",
        );
        records(&found.out)
            .iter()
            .map(|place| place["id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(places("own.gazetteer"), places("piped.gazetteer"));
}

#[test]
fn what_was_imported_is_found_and_explained() {
    let folder = imported();
    let found = find(folder.path(), &["tell", "brimsad"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    assert!(
        found.out.contains("tell brimsad · 2 places"),
        "{}",
        found.out
    );
    let (larger, smaller) = (
        found.out.find("g90000003").expect("the town in Iraq"),
        found.out.find("g90000002").expect("the village in Syria"),
    );
    assert!(larger < smaller, "the larger comes first: {}", found.out);
    assert!(found.out.contains("imported from XX.txt"), "{}", found.out);
    assert!(
        found.out.contains("for 30,000 inhabitants"),
        "{}",
        found.out
    );
    assert!(found.out.contains("inhabitants that nobody counted"));
    let one = find(folder.path(), &["--country", "SY", "Tell Brimsad"]);
    assert!(one.out.contains("1 of 2 places, in SY"), "{}", one.out);
    assert!(!one.out.contains("g90000003"));
    let other = find(folder.path(), &["Zarkoban"]);
    assert!(other.out.contains("found by another of its names"));
    assert!(
        other.out.contains("Deir ez-Zor") || other.out.contains("SY"),
        "{}",
        other.out
    );
    let without = run_in(folder.path(), &["gazetteer", "find", "Zarquban"], b"");
    assert!(
        without.out.contains("no place is called “Zarquban”"),
        "{}",
        without.out
    );
}

#[test]
fn candidates_keep_to_their_schema() {
    let folder = imported();
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/candidate.schema.json")).unwrap();
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut seen = 0;
    for name in [
        "Tell Brimsad",
        "Tripoli",
        "Euphrates",
        "Syria",
        "زرقوبان",
        "Idlib",
    ] {
        let found = find(folder.path(), &["--format", "jsonl", name]);
        let places = records(&found.out);
        assert!(!places.is_empty(), "{name}");
        for place in places {
            let wrong: Vec<_> = validator
                .iter_errors(&place)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{place}: {wrong:#?}");
            let parts = place["parts"].as_object().unwrap();
            let sum: i64 = parts.values().filter_map(Value::as_i64).sum();
            assert_eq!(Some(sum), place["prior"].as_i64(), "{place}");
            seen += 1;
        }
    }
    assert!(seen > 8, "only {seen} places");
}

#[test]
fn the_table_lines_up_in_every_script() {
    let list = "name,lat,lon,country\n東京村,35,40,XF\nО́стрів,36,40,XF\n";
    let more = "name,lat,lon,country,alternates\nزرقون الشرقية,35,41,XF,Old Twin\nTwin,35,42,XF,Old Twin\nبلدة,36,42,XF,Old Twin\n東京村,36,43,XF,Old Twin\n";
    let folder = folder(&[("a.csv", list.as_bytes()), ("b.csv", more.as_bytes())]);
    assert_eq!(import(folder.path(), &["a.csv", "b.csv"]).code, 0);
    let found = find(folder.path(), &["old twin"]);
    let columns: Vec<usize> = found
        .out
        .lines()
        .filter_map(|line| line.find("settlement").map(|at| &line[..at]))
        .map(unicode_width)
        .collect();
    assert_eq!(columns.len(), 4, "{}", found.out);
    assert!(
        columns.windows(2).all(|pair| pair[0] == pair[1]),
        "{}",
        found.out
    );
}

/// Columns that a text takes, for the few scripts of these tests.
fn unicode_width(text: &str) -> usize {
    let wide = |character: char| matches!(character, '\u{4E00}'..='\u{9FFF}');
    text.chars()
        .map(|character| if wide(character) { 2 } else { 1 })
        .sum()
}

#[test]
fn a_name_that_nothing_bears_is_an_answer() {
    let folder = imported();
    let found = find(folder.path(), &["Zarqubann"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    assert!(
        found.out.contains("no place is called “Zarqubann”"),
        "{}",
        found.out
    );
    assert!(
        found.out.contains("near it:") && found.out.contains("zarquban"),
        "{}",
        found.out
    );
    let lines = find(folder.path(), &["--format", "jsonl", "Zarqubann"]);
    assert_eq!(
        (lines.code, lines.out.as_str(), lines.err.as_str()),
        (0, "", "")
    );
    let elsewhere = find(folder.path(), &["--country", "FR", "Zarquban"]);
    assert!(
        elsewhere
            .out
            .contains("no place in FR is called “Zarquban”, and 1 elsewhere")
    );
}

#[test]
fn a_report_is_read_with_the_places_that_were_added() {
    let folder = imported();
    let text =
        b"Government troops shelled the village of Zarquban in Syria on Friday, killing 12 people.";
    let read = |gazetteers: &[&str]| {
        let start = ["read", "--format", "jsonl", "-"];
        let done = run_in(
            folder.path(),
            &[start.as_slice(), gazetteers].concat(),
            text,
        );
        assert_eq!(done.code, 0, "{}", done.err);
        records(&done.out).remove(0)
    };
    let place = |record: &Value| {
        let places = record["places"].as_array().unwrap().clone();
        places
            .into_iter()
            .find(|place| place["text"] == "Zarquban")
            .map(|place| place["geonameid"].clone())
    };
    let with = read(&["--gazetteer", "own.gazetteer"]);
    assert_eq!(place(&with), Some(90_000_001.into()), "{with}");
    let without = read(&[]);
    assert!(place(&without).is_none_or(|id| id.is_null()), "{without}");
    // Claims read with other places are of another version of the data.
    let version = |record: &Value| record["claims"][0]["evidence"]["data_version"].clone();
    let plain = version(&without).as_str().unwrap().to_owned();
    let layered = version(&with).as_str().unwrap().to_owned();
    assert_eq!(
        layered.split_once('+').map(|(base, _)| base),
        Some(plain.as_str())
    );
    let explained = run_in(
        folder.path(),
        &["explain", "--gazetteer", "own.gazetteer", "-"],
        text,
    );
    assert!(explained.out.contains("90000001"), "{}", explained.out);
}

#[test]
fn several_gazetteers_may_be_named_also_one_twice() {
    let villages = "name,lat,lon,country\nOld Mill,35,40,XF\n";
    let folder = folder(&[("a.csv", villages.as_bytes()), ("XX.txt", DUMP.as_bytes())]);
    for (list, out) in [("a.csv", "a.gazetteer"), ("XX.txt", "own.gazetteer")] {
        let done = run_in(
            folder.path(),
            &["gazetteer", "import", list, "--out", out],
            b"",
        );
        assert_eq!(done.code, 0, "{}", done.err);
    }
    let found = find(folder.path(), &["--gazetteer", "a.gazetteer", "old mill"]);
    assert!(found.out.contains("imported from a.csv"), "{}", found.out);
    let twice = find(folder.path(), &["--gazetteer", "own.gazetteer", "zarquban"]);
    assert!(twice.out.contains("1 place "), "{}", twice.out);
}

#[test]
fn broken_rows_are_named_and_the_others_kept() {
    let list = "name,lat,lon,country\nGood,35,40,XF\nNorth,95,40,XF\nSwapped,120,40,XF\nNothing,0,0,XF\nWord,x,40,XF\nLow,35,40,xf\n,35,40,XF\n";
    let folder = folder(&[("a.csv", list.as_bytes())]);
    let done = import(folder.path(), &["a.csv"]);
    assert_eq!(done.code, 1);
    for words in [
        "a.csv:3: error: latitude 95, longitude 40 is outside the globe",
        "are latitude and longitude swapped?",
        "a.csv:5: error: latitude 0, longitude 0 is how lists write a missing point",
        "a.csv:6: error: the latitude is \"x\", which is no number",
        "a.csv:7: error: the country is \"xf\", and two capitals are expected",
        "a.csv:8: error: the name is missing",
    ] {
        assert!(done.err.contains(words), "{words}\nnot in\n{}", done.err);
    }
    assert!(done.out.contains("1 place kept") && done.out.contains("6 rows refused"));
    assert!(find(folder.path(), &["good"]).out.contains("1 place "));
}

#[test]
fn of_many_broken_rows_the_first_are_told() {
    let rows: String = (0..50).map(|row| format!("Far {row},95,40,XF\n")).collect();
    let list = format!("name,lat,lon,country\nGood,35,40,XF\n{rows}");
    let folder = folder(&[("a.csv", list.as_bytes())]);
    let done = import(folder.path(), &["a.csv"]);
    assert_eq!(done.err.matches("a.csv:").count(), 20, "{}", done.err);
    assert_eq!(
        done.err.matches("help:").count(),
        1,
        "what to do is said once"
    );
    assert!(
        done.err.contains("30 more rows were refused"),
        "{}",
        done.err
    );
}

#[test]
fn what_is_no_list_is_told_and_nothing_is_written() {
    for (name, bytes, words) in [
        ("a.zip", b"PK\x03\x04rest".as_slice(), "unzip -p a.zip"),
        ("a.txt", b"\xFF\xFEn\0a\0", "iconv -f UTF-16"),
        ("a.bin", b"\0\0\0", "this is no text"),
        ("a.csv", b"place;north;east\nX;1;2\n", "lacks"),
        ("b.csv", b"name,lat,lon\nX,1,2\n", "--country XX"),
        ("c.csv", b"", "no place was kept"),
        (
            "d.csv",
            b"name,lat,lon,country\nX\xE9,1,2,XF\n",
            "not UTF-8",
        ),
    ] {
        let folder = folder(&[(name, bytes)]);
        let done = import(folder.path(), &[name]);
        assert_eq!(done.code, 1, "{name}: {}", done.err);
        assert!(done.err.contains(words), "{name}: {}", done.err);
        assert!(
            done.err.contains("nothing was written"),
            "{name}: {}",
            done.err
        );
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{name}: nothing but the list is there");
    }
    let folder = folder(&[("XX.txt", DUMP.as_bytes())]);
    let done = import(folder.path(), &["missing.txt", "XX.txt"]);
    assert_eq!(done.code, 1, "one bad list stops no other");
    assert!(
        done.err
            .contains("missing.txt: error: there is no such file")
    );
    assert!(done.out.contains("5 places kept"));
}

#[test]
fn nothing_is_written_over_unless_that_is_wanted() {
    let folder = imported();
    let before = fs::read(folder.path().join("own.gazetteer")).unwrap();
    let done = import(folder.path(), &["XX.txt", "--country", "IQ"]);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(
        done.err
            .contains("own.gazetteer: error: there is such a file already")
    );
    assert!(done.err.contains("--force"), "{}", done.err);
    assert_eq!(
        fs::read(folder.path().join("own.gazetteer")).unwrap(),
        before
    );
    let forced = import(folder.path(), &["XX.txt", "--country", "IQ", "--force"]);
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert_ne!(
        fs::read(folder.path().join("own.gazetteer")).unwrap(),
        before
    );
    for (out, words) in [
        (".", "this is a folder"),
        ("no/own.gazetteer", "no such folder"),
    ] {
        let done = run_in(
            folder.path(),
            &["gazetteer", "import", "XX.txt", "--out", out],
            b"",
        );
        assert_eq!(done.code, 2, "{}", done.err);
        assert!(done.err.contains(words), "{}", done.err);
    }
}

#[test]
fn a_gazetteer_that_cannot_be_used_is_told_with_what_to_do() {
    let folder = imported();
    let path = folder.path().join("own.gazetteer");
    let whole = fs::read(&path).unwrap();
    // The format's number stands behind the eight bytes of the file's mark.
    let mut other_version = whole.clone();
    other_version[8] ^= 0x40;
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for (bytes, words) in [
        (
            other_version.as_slice(),
            "made by another version of marsad",
        ),
        (&damaged, "own.gazetteer: error: this gazetteer is damaged"),
        (&whole[..whole.len() - 1], "damaged"),
        (DUMP.as_bytes(), "this is no gazetteer"),
        (b"", "this is no gazetteer"),
    ] {
        fs::write(&path, bytes).unwrap();
        for arguments in [
            ["read", "--gazetteer", "own.gazetteer", "XX.txt"].as_slice(),
            &["explain", "--gazetteer", "own.gazetteer", "XX.txt"],
            &[
                "gazetteer",
                "find",
                "--gazetteer",
                "own.gazetteer",
                "Zarquban",
            ],
        ] {
            let done = run_in(folder.path(), arguments, b"");
            assert_eq!((done.code, done.out.as_str()), (2, ""), "{arguments:?}");
            assert!(done.err.contains("own.gazetteer: error: "), "{}", done.err);
            assert!(done.err.contains(words), "{words}: {}", done.err);
            assert!(done.err.contains("marsad gazetteer import"), "{}", done.err);
        }
    }
    let missing = run_in(
        folder.path(),
        &["read", "--gazetteer", "missing.gazetteer", "XX.txt"],
        b"",
    );
    assert_eq!(missing.code, 2);
    assert!(
        missing
            .err
            .contains("missing.gazetteer: error: there is no such file")
    );
}

#[test]
fn senseless_command_lines_are_2() {
    let folder = folder(&[]);
    for arguments in [
        ["gazetteer"].as_slice(),
        &["gazetteer", "import", "--out", "x"],
        &["gazetteer", "import", "x"],
        &[
            "gazetteer",
            "import",
            "x",
            "--out",
            "y",
            "--country",
            "Syria",
        ],
        &["gazetteer", "find"],
        &["gazetteer", "find", "--country", "sy", "x"],
    ] {
        let done = run_in(folder.path(), arguments, b"");
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{arguments:?}");
    }
    let help = run_in(folder.path(), &["gazetteer", "import", "--help"], b"");
    assert!(help.out.contains("allCountries.zip") && help.out.contains("Exit codes:"));
}
