//! Are the arguments what the help says, and the exit codes too?

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use super::{examples, folder, run, run_in};

#[test]
fn version_names_program_and_data() {
    let found = run(&["--version"]);
    assert_eq!(found.code, 0);
    let version = std::fs::read_to_string(examples().join("../data/VERSION")).unwrap();
    assert_eq!(
        found.out,
        format!(
            "marsad {} (data {})\n",
            env!("CARGO_PKG_VERSION"),
            version.trim()
        )
    );
}

#[test]
fn help_tells_formats_examples_and_exit_codes() {
    let found = run(&["help"]);
    assert_eq!(found.code, 0);
    for words in [
        "Examples:",
        "Exit codes:",
        "JSON object a line",
        "explain",
        "parse",
    ] {
        assert!(found.out.contains(words), "{words}");
    }
    assert!(run(&["read", "--help"]).out.contains("--max-bytes"));
}

#[test]
fn wrong_usage_is_2_and_says_what_was_expected() {
    for (arguments, words) in [
        (
            ["read", "--published", "2017-13-45", "x"].as_slice(),
            "expected year-month-day, such as 2017-10-06",
        ),
        (
            &["read", "--published", "Friday", "x"],
            "expected year-month-day",
        ),
        (&["read", "--format", "xml", "x"], "table, jsonl"),
        (&["read", "--threads", "0", "x"], "0"),
        (&["raed"], "read"),
        (&[], "Usage"),
    ] {
        let found = run(arguments);
        assert_eq!((found.code, found.out.as_str()), (2, ""), "{arguments:?}");
        assert!(found.err.contains(words), "{arguments:?}: {}", found.err);
    }
}

#[test]
fn standard_input_twice_is_told() {
    let found = run_in(
        &examples(),
        &["read", "--format", "jsonl", "-", "-"],
        b"Text.",
    );
    assert_eq!((found.code, found.out.lines().count()), (1, 1));
    assert!(found.err.contains("only once"), "{}", found.err);
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let line = b"{\"text\": \"Troops shelled the town of Bakhmut on Friday.\"}\n";
    let folder = folder(&[("many.jsonl", &line.repeat(5000))]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_marsad"))
        .args(["read", "--format", "jsonl", "many.jsonl"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.starts_with("{\"v\":1"));
    let done = child.wait_with_output().unwrap();
    assert_eq!(
        (
            done.status.code(),
            String::from_utf8_lossy(&done.stderr).as_ref()
        ),
        (Some(0), "")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_3() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_marsad"))
        .args(["read", "bakhmut.jsonl"])
        .current_dir(examples())
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(done.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&done.stderr).contains("cannot write the output"));
}

#[test]
fn results_come_before_the_input_has_ended() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_marsad"))
        .args(["read", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(
        &mut stdin,
        b"{\"text\": \"Troops shelled Bakhmut.\", \"id\": \"first\"}\n",
    )
    .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut first)
        .unwrap();
    assert!(first.contains("\"first\""), "{first}");
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
