//! What does the program do, seen from outside?
//!
//! The built binary is run as a user would run it. `forms` checks what it
//! prints, `events` what many reports tell together, `decide` what analysts put right, `export` whether other tools read it, `situation` what that adds up to,
//! `report` how it is written down, `gazetteer` the places that a user adds, `inputs` what it makes of bad
//! input, `table` the rows of tables, `usage` its arguments and exit codes; `store`
//! what is kept, `crash` that it is kept, `search` what is found in it again, `serve` how browsers
//! and other programs get it, and `speed` how soon. `run` makes a run short to write.

mod crash;
mod decide;
mod events;
mod export;
mod forms;
mod gazetteer;
mod inputs;
mod report;
mod search;
mod serve;
mod server;
mod situation;
mod speed;
mod store;
mod table;
mod usage;

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use tempfile::TempDir;

/// The examples that come with the project.
fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// What a run gave.
struct Outcome {
    code: i32,
    out: String,
    err: String,
}

/// Runs `marsad` in `folder` with these arguments and this on standard input.
fn run_in(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_marsad"));
    let done = command
        .current_dir(folder)
        .args(arguments)
        .write_stdin(stdin)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
    Outcome {
        code: done.status.code().expect("the program ends by itself"),
        out: text(done.stdout),
        err: text(done.stderr),
    }
}

/// Runs `marsad` with nothing on standard input.
fn run(arguments: &[&str]) -> Outcome {
    run_in(&examples(), arguments, b"")
}

/// A folder with these files, gone after the test.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// The lines of JSON Lines, read.
fn records(out: &str) -> Vec<serde_json::Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).expect("every line is one JSON object"))
        .collect()
}
