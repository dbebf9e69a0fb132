//! Does a store keep what it was given, and who may write to it?

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{examples, folder, records, run_in};

/// A folder with a store of all example dispatches in it.
pub(crate) fn stored() -> TempDir {
    let folder = folder(&[]);
    let examples = examples();
    let found = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", examples.to_str().unwrap()],
        b"",
    );
    assert_eq!(found.code, 0, "{}", found.err);
    folder
}

/// Everything that is derived, as text, in an order that does not depend on how it came about.
pub(crate) fn derived(store: &Path) -> Vec<String> {
    let connection = Connection::open(store).unwrap();
    [
        "SELECT document, wire_version, data_version, hex(json) FROM readings ORDER BY 1",
        "SELECT * FROM claims ORDER BY 1",
        "SELECT * FROM claim_actors ORDER BY 1, 2, 3",
        "SELECT q.claim, q.day_from, v.speaker, v.kind, v.name, v.folded FROM claim_voices q
            JOIN voices v ON v.number = q.voice ORDER BY 1, 3, 4, 5",
        "SELECT count(*) FROM voices",
        "SELECT * FROM claim_points ORDER BY 1",
        "SELECT * FROM claim_days ORDER BY 1",
        "SELECT document, form, hex(packed), reconciled FROM reports ORDER BY 1",
        "SELECT * FROM events ORDER BY 1",
        "SELECT * FROM event_claims ORDER BY 1",
        "SELECT * FROM event_links ORDER BY 1, 2",
        "SELECT * FROM stories ORDER BY 1",
        "SELECT rowid FROM documents_words WHERE documents_words MATCH 'said' ORDER BY 1",
    ]
    .iter()
    .flat_map(|sql| {
        let mut statement = connection.prepare(sql).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map((), |row| {
            (0..columns)
                .map(|at| row.get::<_, rusqlite::types::Value>(at))
                .collect::<Result<Vec<_>, _>>()
        });
        rows.unwrap()
            .map(|row| format!("{:?}", row.unwrap()))
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Whether the file, its index of words and its references are whole.
pub(crate) fn check(store: &Path) {
    let connection = Connection::open(store).unwrap();
    let verdict: String = connection
        .query_row("PRAGMA integrity_check", (), |row| row.get(0))
        .unwrap();
    assert_eq!(verdict, "ok");
    let dangling = connection
        .prepare("PRAGMA foreign_key_check")
        .unwrap()
        .exists(());
    assert!(!dangling.unwrap(), "something refers to what is not there");
    connection
        .execute(
            "INSERT INTO documents_words (documents_words) VALUES ('integrity-check')",
            (),
        )
        .unwrap();
}

#[test]
fn the_same_document_twice_changes_nothing_and_says_so() {
    let folder = folder(&[
        ("a.jsonl", b"{\"id\": \"1\", \"text\": \"Troops shelled Bakhmut.\"}\n{\"id\": \"2\", \"text\": \"Troops shelled Bakhmut.\"}\n"),
        ("b.txt", b"Rebels captured Goma."),
    ]);
    let ingest = |files: &[&str]| {
        let start = ["ingest", "--store", "war.db", "--acknowledge"];
        run_in(folder.path(), &[start.as_slice(), files].concat(), b"")
    };
    let first = ingest(&["a.jsonl", "b.txt"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.err.starts_with("2 documents stored, with ")
            && first.err.contains("1 document stored already, unchanged"),
        "{}",
        first.err
    );
    let acknowledged: Vec<&str> = first.out.lines().collect();
    assert_eq!(acknowledged.len(), 3);
    assert!(acknowledged[0].ends_with("\t1") && acknowledged[1].ends_with("\t2"));
    assert_eq!(acknowledged[0].len(), 18, "16 digits, a tab and the id");
    let store = folder.path().join("war.db");
    let before = derived(&store);
    let again = ingest(&["a.jsonl", "b.txt"]);
    assert!(again.err.contains("0 documents stored, with 0 claims"));
    assert!(again.err.contains("3 documents stored already"));
    assert_eq!(again.out, first.out, "what was there is acknowledged too");
    assert!(before == derived(&store));
    check(&store);
}

#[test]
fn a_stored_reading_is_what_read_prints() {
    let folder = stored();
    let connection = Connection::open(folder.path().join("war.db")).unwrap();
    let mut statement = connection
        .prepare("SELECT r.json, d.text, d.title, d.source, d.published FROM readings r JOIN documents d ON d.number = r.document ORDER BY d.number")
        .unwrap();
    let mut input = String::new();
    let mut kept = String::new();
    let mut rows = statement.query(()).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let packed: Vec<u8> = row.get(0).unwrap();
        kept.push_str(&String::from_utf8(zstd::decode_all(&packed[..]).unwrap()).unwrap());
        let text = |at| row.get::<_, Option<String>>(at).unwrap();
        let line = serde_json::json!({
            "text": text(1), "title": text(2), "source": text(3), "published": text(4),
        });
        input.push_str(&format!("{line}\n"));
    }
    let found = run_in(
        folder.path(),
        &["read", "--format", "jsonl"],
        input.as_bytes(),
    );
    assert_eq!(records(&kept).len(), 42);
    assert!(
        found.out == kept,
        "a stored reading differs from a printed one"
    );
}

#[test]
fn bad_documents_are_told_and_the_rest_is_stored() {
    let lines = b"{\"text\": \"Troops shelled Bakhmut.\"}\n{\"text\": 4}\n{\"text\": \"Rebels captured Goma.\"}\n";
    let folder = folder(&[("a.jsonl", lines)]);
    let found = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", "a.jsonl", "missing.txt"],
        b"",
    );
    assert_eq!(found.code, 1);
    assert!(found.err.contains("a.jsonl:2") && found.err.contains("missing.txt"));
    assert!(found.out.starts_with("2 documents stored"), "{}", found.out);
}

#[test]
fn the_number_of_threads_and_the_size_of_batches_change_nothing() {
    let examples = examples();
    let folder = folder(&[]);
    let mut all = Vec::new();
    for (name, threads, batch) in [("a.db", "1", "1"), ("b.db", "3", "7"), ("c.db", "2", "500")] {
        let arguments = [
            "ingest",
            "--store",
            name,
            "--threads",
            threads,
            "--batch",
            batch,
            examples.to_str().unwrap(),
        ];
        assert_eq!(run_in(folder.path(), &arguments, b"").code, 0);
        all.push(derived(&folder.path().join(name)));
    }
    assert!(all[0].len() > 500);
    assert!(all[0] == all[1] && all[0] == all[2]);
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = folder(&[
        ("text.db", b"This is a text that is long enough to be looked at, and no database at all. Nothing is in it."),
        ("empty.db", b""),
    ]);
    let other = Connection::open(folder.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE mine (a)").unwrap();
    drop(other);
    fs::create_dir(folder.path().join("folder.db")).unwrap();
    for (name, words, commands) in [
        (
            "text.db",
            "this file is no store of marsad",
            ["ingest", "search", "rebuild"].as_slice(),
        ),
        (
            "other.db",
            "this SQLite file is no store of marsad",
            &["ingest", "search", "rebuild"],
        ),
        (
            "folder.db",
            "this is a folder",
            &["ingest", "search", "rebuild"],
        ),
        (
            "missing.db",
            "there is no such store",
            &["search", "rebuild"],
        ),
        ("empty.db", "this store is still empty", &["search"]),
        ("no/where.db", "there is no such folder", &["ingest"]),
    ] {
        let before = fs::read(folder.path().join(name)).ok();
        for command in commands {
            let mut arguments = vec![*command, "--store", name];
            if *command == "ingest" {
                arguments.push("-");
            }
            let found = run_in(folder.path(), &arguments, b"Troops shelled Bakhmut.");
            assert_eq!((found.code, found.out.as_str()), (2, ""), "{arguments:?}");
            assert!(
                found.err.contains(words) && found.err.contains("help:"),
                "{arguments:?}: {}",
                found.err
            );
        }
        assert_eq!(fs::read(folder.path().join(name)).ok(), before, "{name}");
    }
}

#[test]
fn a_store_of_the_second_form_has_its_events_and_decisions() {
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let folder = folder(&[]);
    let path = folder.path().join("war.db");
    fs::copy(stores.join("v2.db"), &path).unwrap();
    let events = || {
        let all = ["events", "--store", "war.db", "--format", "jsonl"];
        records(&run_in(folder.path(), &all, b"").out)
    };
    let confirmed = || {
        let of = |event: &serde_json::Value| event["rule"] == "confirmed-by-hand";
        events().into_iter().filter(of).count()
    };
    assert_eq!((events().len(), confirmed()), (4, 1));
    let rebuilt = run_in(folder.path(), &["rebuild", "--store", "war.db"], b"");
    assert_eq!(rebuilt.code, 0, "{}", rebuilt.err);
    assert_eq!(
        confirmed(),
        1,
        "a decision outlasts a rebuild with other data"
    );
    check(&path);
}

#[test]
fn a_damaged_store_is_told_and_nothing_panics() {
    let folder = stored();
    let path = folder.path().join("war.db");
    let whole = fs::read(&path).unwrap();
    let mut told = 0;
    // Every page in turn, but the first hundred bytes, without which it is no database.
    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        let start = (page * 4096).max(100);
        damaged[start..(page + 1) * 4096].fill(0xA5);
        fs::write(&path, damaged).unwrap();
        let found = run_in(folder.path(), &["search", "--store", "war.db", "said"], b"");
        assert!(
            [0, 2].contains(&found.code) && !found.err.contains("panicked"),
            "page {page}: {} {}",
            found.code,
            found.err
        );
        if found.code == 2 {
            assert!(found.err.contains("help:"), "page {page}: {}", found.err);
            told += 1;
        }
    }
    assert!(told > 5, "only {told} damages were seen");
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let found = run_in(folder.path(), &["search", "--store", "war.db", "said"], b"");
    assert_eq!(found.code, 2, "{}", found.out);
}

#[test]
fn a_newer_store_is_refused_and_an_old_one_is_used() {
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let folder = folder(&[]);
    let path = folder.path().join("war.db");
    fs::copy(stores.join("v1.db"), &path).unwrap();
    let found = run_in(
        folder.path(),
        &["search", "--store", "war.db", "depot"],
        b"",
    );
    assert_eq!(found.code, 0, "{}", found.err);
    assert!(found.out.contains("Port Sudan"), "{}", found.out);
    let reports = stores.join("reports.jsonl");
    let again = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", reports.to_str().unwrap()],
        b"",
    );
    assert!(
        again.out.contains("3 documents stored already"),
        "{}",
        again.out
    );
    let events = || run_in(folder.path(), &["events", "--store", "war.db"], b"");
    assert!(
        events()
            .err
            .contains("3 documents were stored by an older marsad"),
        "{}",
        events().err
    );
    assert_eq!(
        run_in(folder.path(), &["rebuild", "--store", "war.db"], b"").code,
        0
    );
    check(&path);
    assert_eq!(events().err, "");
    assert!(events().out.contains("Port Sudan"), "{}", events().out);

    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    for command in ["search", "rebuild"] {
        let found = run_in(folder.path(), &[command, "--store", "war.db"], b"");
        assert_eq!(found.code, 2);
        assert!(
            found
                .err
                .contains("a newer marsad made this store: it has form 99"),
            "{}",
            found.err
        );
    }
}

#[test]
fn a_second_writer_is_told_who_holds_the_store_and_readers_do_not_wait() {
    let folder = stored();
    let mut first = Command::new(env!("CARGO_BIN_EXE_marsad"))
        .args(["ingest", "--store", "war.db", "--acknowledge", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = first.stdin.take().unwrap();
    stdin
        .write_all(b"{\"text\": \"Troops shelled the town of Kupiansk.\"}\n")
        .unwrap();
    let mut line = String::new();
    let mut acknowledged = BufReader::new(first.stdout.take().unwrap());
    acknowledged.read_line(&mut line).unwrap();
    assert_eq!(line.len(), "0123456789abcdef\t0123456789abcdef\n".len());

    let asked = Instant::now();
    let second = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", "--wait", "0.5", "-"],
        b"Rebels captured Goma.",
    );
    assert!(asked.elapsed() >= Duration::from_millis(500));
    assert_eq!((second.code, second.out.as_str()), (2, ""));
    let holder = format!(
        "another marsad (process {}) is writing to this store",
        first.id()
    );
    assert!(
        second.err.contains(&holder) && second.err.contains("--wait"),
        "{}",
        second.err
    );
    let reader = run_in(
        folder.path(),
        &["search", "--store", "war.db", "Kupiansk"],
        b"",
    );
    assert_eq!(reader.code, 0);
    assert!(
        reader.out.contains("Kupiansk"),
        "{}{}",
        reader.out,
        reader.err
    );

    drop(stdin);
    assert!(first.wait().unwrap().success());
    let third = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", "-"],
        b"Rebels captured Goma.",
    );
    assert_eq!(third.code, 0, "{}", third.err);
}

#[test]
fn another_program_that_writes_is_waited_for_and_told_and_stops_no_reader() {
    let folder = stored();
    let other = Connection::open(folder.path().join("war.db")).unwrap();
    other
        .execute_batch(
            "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; DELETE FROM claims; DELETE FROM readings;",
        )
        .unwrap();
    let reader = run_in(
        folder.path(),
        &["search", "--store", "war.db", "Zamzam"],
        b"",
    );
    assert!(
        reader.code == 0 && reader.out.contains("Zamzam"),
        "{}",
        reader.err
    );
    let writer = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", "--wait", "0.3", "-"],
        b"Rebels captured Goma.",
    );
    assert_eq!(writer.code, 3);
    assert!(
        writer
            .err
            .contains("another program is writing to this store"),
        "{}",
        writer.err
    );
    other.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn a_rebuild_gives_the_same_bytes_and_mends_what_is_derived() {
    let folder = stored();
    let path = folder.path().join("war.db");
    let before = derived(&path);
    let rebuild = |threads: &str| {
        let arguments = ["rebuild", "--store", "war.db", "--threads", threads];
        let found = run_in(folder.path(), &arguments, b"");
        assert_eq!(found.code, 0, "{}", found.err);
        assert!(found.out.starts_with("42 documents read anew, with "));
    };
    rebuild("1");
    assert!(before == derived(&path));
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DELETE FROM claims; DELETE FROM claim_voices;
            DELETE FROM claim_actors WHERE claim % 2; UPDATE claim_days SET first = 0;
            UPDATE readings SET json = x'00', data_version = '1';
            INSERT INTO documents_words (documents_words) VALUES ('delete-all');",
        )
        .unwrap();
    drop(connection);
    let broken = run_in(folder.path(), &["search", "--store", "war.db"], b"");
    assert_eq!(broken.out, "");
    rebuild("3");
    assert!(before == derived(&path));
    check(&path);
}

#[test]
fn documents_of_other_data_are_told() {
    let folder = stored();
    let connection = Connection::open(folder.path().join("war.db")).unwrap();
    connection
        .execute(
            "UPDATE readings SET data_version = '2020.1.1' WHERE document = 3",
            (),
        )
        .unwrap();
    drop(connection);
    let found = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", "-"],
        b"Troops shelled Izium.",
    );
    assert_eq!(found.code, 0);
    assert!(
        found.err.contains("read with data 2020.1.1") && found.err.contains("marsad rebuild"),
        "{}",
        found.err
    );
}
