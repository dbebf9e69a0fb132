//! Does anything that was acknowledged get lost when the process is killed?

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use rusqlite::Connection;

use super::{
    folder, run_in,
    store::{check, derived},
};

/// How often a run is killed.
const ROUNDS: usize = 18;

/// How many more reports a run is given than it is to acknowledge before it is killed, so that it is killed at work.
const AHEAD: usize = 9;

/// Short reports, all different.
fn reports(many: usize) -> String {
    (0..many)
        .map(|number| {
            let text = format!("Troops shelled the town of Bakhmut with {number} shells on Friday, killing a medic.");
            format!("{}\n", serde_json::json!({ "id": number.to_string(), "text": text, "published": "2023-05-05" }))
        })
        .collect()
}

/// Starts a run; the lines that it prints come one by one. Its input waits for what is written to it.
fn start(folder: &Path, arguments: &[&str]) -> (Child, Receiver<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_marsad"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (teller, told) = channel();
    thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            if teller.send(line).is_err() {
                break;
            }
        }
    });
    (child, told)
}

/// Which of these documents have no reading in the store.
fn lost(store: &Path, acknowledged: &[String]) -> Vec<String> {
    let connection = Connection::open(store).unwrap();
    let mut whole = connection
        .prepare("SELECT 1 FROM documents d JOIN readings r ON r.document = d.number WHERE d.fingerprint = ?")
        .unwrap();
    let mut lost = acknowledged.to_vec();
    lost.retain(|fingerprint| !whole.exists([fingerprint]).unwrap());
    lost
}

#[test]
fn what_was_acknowledged_outlasts_a_kill_at_any_moment() {
    let reports = reports(300);
    let folder = folder(&[("reports.jsonl", reports.as_bytes())]);
    let store = folder.path().join("war.db");
    let ingest = [
        "ingest",
        "--store",
        "war.db",
        "--acknowledge",
        "--batch",
        "2",
        "--threads",
        "2",
        "-",
    ];
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let (mut child, told) = start(folder.path(), &ingest);
        // Some are killed while they start, some between two lines, some in the middle of a commit. However quick the machine, none
        // has more than it was given, and a run that waits for more has not ended.
        let wanted = acknowledged.len() + [0, 1, 2, 5, 12][round % 5];
        let mut input = child.stdin.take().unwrap();
        for line in reports.split_inclusive('\n').take(wanted + AHEAD) {
            input.write_all(line.as_bytes()).unwrap();
        }
        let mut came = Vec::new();
        if round % 5 == 0 {
            thread::sleep(Duration::from_millis(12 * round as u64));
        } else {
            while came.len() < wanted {
                match told.recv_timeout(Duration::from_secs(60)) {
                    Ok(line) => came.push(line),
                    Err(_) => break,
                }
            }
            thread::sleep(Duration::from_micros(700 * (round as u64 % 7)));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        came.extend(told.iter());
        for line in came {
            // The last line may be cut off; it was not told whole, so nobody relies on it.
            if let Some((fingerprint, _)) = line.split_once('\t')
                && fingerprint.len() == 16
                && !acknowledged.iter().any(|known| known == fingerprint)
            {
                acknowledged.push(fingerprint.to_owned());
            }
        }
        if !store.exists() {
            continue;
        }
        let form: i32 = Connection::open(&store)
            .unwrap()
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        if form > 0 {
            check(&store);
            assert_eq!(lost(&store, &acknowledged), [""; 0], "round {round}");
        }
    }
    assert!(acknowledged.len() > 20, "help: runs were killed too early");
    assert!(acknowledged.len() < 300, "help: runs were killed too late");
    let last = run_in(folder.path(), &ingest, reports.as_bytes());
    assert_eq!(
        (last.code, last.out.lines().count()),
        (0, 300),
        "{}",
        last.err
    );
    check(&store);
    let fresh = ["ingest", "--store", "fresh.db", "reports.jsonl"];
    assert_eq!(run_in(folder.path(), &fresh, b"").code, 0);
    assert!(derived(&store) == derived(&folder.path().join("fresh.db")));
}

#[test]
fn a_rebuild_that_was_killed_goes_on() {
    let reports = reports(120);
    let folder = folder(&[("reports.jsonl", reports.as_bytes())]);
    let store = folder.path().join("war.db");
    assert_eq!(
        run_in(
            folder.path(),
            &["ingest", "--store", "war.db", "reports.jsonl"],
            b""
        )
        .code,
        0
    );
    let before = derived(&store);
    let rebuild = [
        "rebuild",
        "--store",
        "war.db",
        "--batch",
        "2",
        "--threads",
        "1",
    ];
    let reread = || -> i64 {
        Connection::open(&store)
            .unwrap()
            .query_row(
                "SELECT count(*) FROM readings WHERE rebuild = 1",
                (),
                |row| row.get(0),
            )
            .unwrap()
    };
    let (mut child, _told) = start(folder.path(), &rebuild);
    while reread() < 10 && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let done = reread();
    assert!((10..120).contains(&done), "{done}");
    check(&store);
    assert!(
        before == derived(&store),
        "half a rebuild with the same data changes nothing"
    );
    let search = run_in(
        folder.path(),
        &["search", "--store", "war.db", "Bakhmut"],
        b"",
    );
    assert_eq!(search.code, 0);
    let last = run_in(folder.path(), &rebuild, b"");
    assert_eq!(last.code, 0, "{}", last.err);
    let rest = format!("{} documents read anew", 120 - done);
    assert!(last.out.starts_with(&rest), "{} and not {rest}", last.out);
    assert_eq!(reread(), 120);
    assert!(before == derived(&store));
}
