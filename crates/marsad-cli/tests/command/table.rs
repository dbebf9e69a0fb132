//! Are the rows of tables read as documents?

use super::{folder, records, run_in};

const TABLE: &[u8] = b"\xEF\xBB\xBFid,Date,Body,outlet\n7,2023-05-05,\"Troops shelled Bakhmut, killing a medic.\nMore shells fell.\",Wire\n8,someday,Rebels captured Goma.,\n9,2023-05-06\n,2023-05-06,,x\n";

#[test]
fn columns_are_named_and_bad_rows_are_told() {
    let folder = folder(&[("t.csv", TABLE)]);
    let arguments = [
        "read",
        "--format",
        "jsonl",
        "--column",
        "text=Body",
        "--column",
        "published=Date",
        "--column",
        "source=outlet",
        "--source",
        "S",
        "t.csv",
    ];
    let found = run_in(folder.path(), &arguments, b"");
    let documents: Vec<_> = records(&found.out)
        .into_iter()
        .map(|record| record["document"].clone())
        .collect();
    assert_eq!((found.code, documents.len()), (1, 2), "{}", found.err);
    assert_eq!(documents[0]["id"], "7");
    assert_eq!(documents[0]["published"], "2023-05-05");
    assert_eq!(
        (&documents[0]["source"], &documents[1]["source"]),
        (&"Wire".into(), &"S".into())
    );
    for words in [
        "t.csv:4: error: \"Date\" is \"someday\": this is no date; expected year-month-day",
        "t.csv:5: error: this row has 2 columns, and the header 4",
        "t.csv:6: error: nothing stands in column \"Body\"",
    ] {
        assert!(found.err.contains(words), "{words}\nnot in\n{}", found.err);
    }
    let wrong = run_in(
        folder.path(),
        &["read", "--column", "text=Words", "t.csv"],
        b"",
    );
    assert_eq!(wrong.code, 1);
    assert!(
        wrong
            .err
            .contains("t.csv:1: error: there is no column \"Words\"")
    );
    assert!(
        wrong.err.contains("id, Date, Body, outlet"),
        "{}",
        wrong.err
    );
    let typed = run_in(
        folder.path(),
        &["read", "--column", "words=Body", "t.csv"],
        b"",
    );
    assert_eq!(typed.code, 2);
    assert!(typed.err.contains("no part of a report"), "{}", typed.err);
}

#[test]
fn tables_come_from_pipes_and_in_other_encodings() {
    let folder = folder(&[]);
    let piped = run_in(
        folder.path(),
        &["ingest", "--store", "war.db", "--column", "text=b", "-"],
        b"a\tb\n1\tTroops shelled Bakhmut.\n2\tLe caf\xe9 was hit.\n",
    );
    assert_eq!(piped.code, 0, "{}", piped.err);
    assert!(piped.out.starts_with("2 documents stored"), "{}", piped.out);
    assert!(
        piped
            .err
            .contains("standard input:3: warning: in column \"b\", line 1 is not UTF-8"),
        "{}",
        piped.err
    );
}
