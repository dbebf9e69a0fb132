//! What becomes of input that is not as it should be?

use super::{folder, records, run_in};

/// Runs over files; gives exit code, ids of the documents read, and what was told.
fn read(files: &[(&str, &[u8])], arguments: &[&str]) -> (i32, Vec<String>, String) {
    let folder = folder(files);
    let found = run_in(
        folder.path(),
        &[["read", "--format", "jsonl"].as_slice(), arguments].concat(),
        b"",
    );
    let id = |record: &serde_json::Value| record["document"]["id"].as_str().unwrap().to_owned();
    (
        found.code,
        records(&found.out).iter().map(id).collect(),
        found.err,
    )
}

#[test]
fn a_missing_file_stops_no_other() {
    let (code, ids, told) = read(
        &[("a.txt", b"Shelling was heard.")],
        &["missing.txt", "a.txt"],
    );
    assert_eq!((code, ids.join(" ").as_str()), (1, "a"));
    assert!(
        told.contains("missing.txt: error: there is no such file") && told.contains("help:"),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_told() {
    let folder = folder(&[("a.txt", b"Text.")]);
    std::os::unix::fs::symlink("loop.txt", folder.path().join("loop.txt")).unwrap();
    let found = run_in(folder.path(), &["read", "--format", "jsonl", "."], b"");
    assert_eq!((found.code, records(&found.out).len()), (1, 1));
    assert!(found.err.contains("loop.txt"), "{}", found.err);
}

#[test]
fn broken_lines_are_told_with_line_and_column() {
    let lines = b"{\"id\": \"1\", \"text\": \"One.\"}\n{\"id\": \"2\", \"text\" \"Two.\"}\n{\"id\": \"3\"}\n{\"id\": \"4\", \"text\": 4}\nfive\n{\"id\": \"6\", \"text\": \"Six.\"}\n";
    let (code, ids, told) = read(&[("a.jsonl", lines)], &["a.jsonl"]);
    assert_eq!((code, ids.join(" ").as_str()), (1, "1 6"));
    for words in [
        "a.jsonl:2:20: error: this line is no valid JSON",
        "a.jsonl:3: error: this object has no key \"text\"",
        "a.jsonl:4: error: \"text\" is a number",
        "a.jsonl:5: error: this line is no JSON object",
    ] {
        assert!(told.contains(words), "{words}\nnot in\n{told}");
    }
}

#[test]
fn a_wrong_date_costs_the_date_and_not_the_document() {
    let folder = folder(&[(
        "a.jsonl",
        b"{\"text\": \"Shelling on Friday.\", \"published\": \"2017-13-45\"}",
    )]);
    let found = run_in(
        folder.path(),
        &[
            "read",
            "--format",
            "jsonl",
            "--published",
            "2020-02-02",
            "a.jsonl",
        ],
        b"",
    );
    let records = records(&found.out);
    assert_eq!((found.code, records.len()), (1, 1));
    assert!(
        records[0]["document"]["published"].is_null(),
        "a wrong date must not be replaced by the default"
    );
    assert!(
        found
            .err
            .contains("a.jsonl:1: error: \"published\" is \"2017-13-45\""),
        "{}",
        found.err
    );
}

#[test]
fn other_encodings_are_converted_with_a_word() {
    let utf16: Vec<u8> = [0xFE, 0xFF]
        .into_iter()
        .chain("Le café.".encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let (code, ids, told) = read(
        &[
            ("latin.txt", b"Le caf\xe9 de Deir al-Zor."),
            ("mark.txt", b"\xEF\xBB\xBFText."),
            ("wide.txt", &utf16),
            ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0"),
        ],
        &["."],
    );
    assert_eq!((code, ids.join(" ").as_str()), (1, "latin mark wide"));
    assert!(
        told.contains("latin.txt: warning: line 1 is not UTF-8") && told.contains("Windows-1252"),
        "{told}"
    );
    assert!(
        told.contains("picture.txt: error: this is no text"),
        "{told}"
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let folder = folder(&[("mark.txt", "\u{FEFF}Troops shelled Bakhmut.".as_bytes())]);
    let found = run_in(
        folder.path(),
        &["read", "--format", "jsonl", "mark.txt"],
        b"",
    );
    assert_eq!(records(&found.out)[0]["sentences"][0]["start"], 0);
}

#[test]
fn an_empty_document_is_still_a_document() {
    let (code, ids, told) = read(
        &[("empty.txt", b""), ("blank.txt", b" \n \n")],
        &["empty.txt", "blank.txt"],
    );
    assert_eq!((code, ids.len(), told.as_str()), (0, 2, ""));
    let folder = folder(&[("empty.txt", b"")]);
    let found = run_in(
        folder.path(),
        &["read", "--format", "jsonl", "empty.txt"],
        b"",
    );
    let record = &records(&found.out)[0];
    assert_eq!(record["claims"], serde_json::json!([]));
    assert_eq!(record["doubts"][0]["kind"], "empty");
}

#[test]
fn a_document_that_is_no_report_is_refused_quickly() {
    let long = b"Troops shelled the town again. ".repeat(1 << 17);
    let (code, ids, told) = read(&[("a-long.txt", &long), ("b.txt", b"Short.")], &["."]);
    assert_eq!((code, ids.join(" ").as_str()), (1, "b"));
    assert!(
        told.contains("longer than 2097152 bytes") && told.contains("--max-bytes"),
        "{told}"
    );
    let (code, ids, _) = read(
        &[("b.txt", b"Short but over.")],
        &["--max-bytes", "10", "b.txt"],
    );
    assert_eq!((code, ids.len()), (1, 0));
}

#[test]
fn what_is_passed_over_in_a_folder_is_named() {
    let (code, ids, told) = read(
        &[("a.txt", b"Text."), ("b.pdf", b"%PDF"), (".hidden", b"x")],
        &["."],
    );
    assert_eq!((code, ids.len()), (0, 1));
    assert!(
        told.contains("note: passed over") && told.contains("b.pdf") && !told.contains("hidden"),
        "{told}"
    );
    let (code, _, told) = read(&[("b.pdf", b"%PDF")], &["."]);
    assert_eq!(code, 1);
    assert!(told.contains("nothing to read in this folder"), "{told}");
}

#[test]
fn standard_input_is_sniffed() {
    let here = folder(&[]);
    let plain = run_in(
        here.path(),
        &["read", "--format", "jsonl", "-", "--source", "S"],
        b"Troops shelled Bakhmut.",
    );
    let record = &records(&plain.out)[0];
    assert_eq!(record["document"]["source"], "S");
    assert_eq!(
        record["document"]["id"].as_str().unwrap().len(),
        16,
        "a fingerprint"
    );
    let lines = run_in(
        here.path(),
        &["read", "--format", "jsonl"],
        b"\n {\"text\": \"One.\", \"id\": 1}\n{\"text\": \"Two.\"}",
    );
    assert_eq!(records(&lines.out).len(), 2);
    assert_eq!(records(&lines.out)[0]["document"]["id"], "1");
}
