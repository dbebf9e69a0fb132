//! How often do the pipelines say what spaCy says, on texts of any size?
//!
//! These tests need what the repository does not have, so they say "absent"
//! and pass when it is not given:
//!
//! * `MARSAD_PARITY`: files that `eval/syntax/analyse.py` wrote with the English
//!   pipeline, separated by colons;
//! * `MARSAD_FRENCH_PIPELINE`: the directory of `fr_core_news_sm` 3.8.0 (the one
//!   with `config.cfg`), for a test with the feature `import` that another
//!   language runs through the same code; with `MARSAD_FRENCH_PARITY` like
//!   `MARSAD_PARITY`.
//!
//! Print the figures with `cargo test --test parity -- --nocapture`.

mod spacy;

use std::env;
use std::path::{Path, PathBuf};

use marsad_syntax::Pipeline;
use spacy::{answers, repository};

/// The least share of equal answers in each column of the table.
const BAR: f64 = 0.999;
const COLUMNS: [&str; 10] = [
    "form",
    "norm",
    "tag",
    "part of speech",
    "features",
    "lemma",
    "head",
    "label",
    "sentence start",
    "entity",
];

fn files(variable: &str) -> Vec<PathBuf> {
    env::var_os(variable)
        .map(|value| env::split_paths(&value).collect())
        .unwrap_or_default()
}

/// Compares a pipeline with the answers of a file, column by column.
fn assert_parity(pipeline: &Pipeline, path: &Path) {
    let (mut texts, mut same_texts, mut tokens) = (0_u32, 0_u32, 0_u32);
    let mut same = [0_u32; COLUMNS.len()];
    for answer in answers(path) {
        let table = pipeline.parse(&answer.text).table();
        texts += 1;
        same_texts += u32::from(table == answer.table);
        assert_eq!(
            table.lines().count(),
            answer.table.lines().count(),
            "other tokens in {:?}",
            answer.text
        );
        for (ours, spacy) in table.lines().zip(answer.table.lines()) {
            tokens += 1;
            for ((same, ours), spacy) in
                same.iter_mut().zip(ours.split('\t')).zip(spacy.split('\t'))
            {
                *same += u32::from(ours == spacy);
            }
        }
    }
    println!(
        "{}: {texts} texts ({same_texts} the same), {tokens} tokens",
        path.display()
    );
    for (column, same) in COLUMNS.iter().zip(same) {
        let share = f64::from(same) / f64::from(tokens.max(1));
        println!("  {column:<15} {:8.4} %", 100.0 * share);
        assert!(share >= BAR, "{column} differs too often");
    }
    assert_eq!(same[0], tokens, "every token must have the same form");
    assert!(tokens > 0, "{} is empty", path.display());
}

#[test]
fn english_answers_are_those_of_spacy() {
    let files = files("MARSAD_PARITY");
    if files.is_empty() {
        println!("absent: MARSAD_PARITY");
        return;
    }
    let model = repository("data/models/en/en_core_web_sm-3.8.0.marsad");
    let bytes = std::fs::read(model).expect("the model file is part of the repository");
    let pipeline = Pipeline::from_bytes(bytes).expect("the model file is of this version");
    for file in files {
        assert_parity(&pipeline, &file);
    }
}

#[cfg(feature = "import")]
#[test]
fn french_answers_are_those_of_spacy() {
    let Some(directory) = env::var_os("MARSAD_FRENCH_PIPELINE").map(PathBuf::from) else {
        println!("absent: MARSAD_FRENCH_PIPELINE");
        return;
    };
    let mut pipeline_files = marsad_syntax::PipelineFiles::new();
    collect(&directory, &directory, &mut pipeline_files);
    let bytes = marsad_syntax::import_pipeline(&pipeline_files).expect("a pipeline of spaCy 3.8");
    let pipeline = Pipeline::from_bytes(bytes).expect("what was written can be read");
    assert_eq!(pipeline.language(), "fr");
    assert_parity(&pipeline, &repository("eval/syntax/golden-fr.tsv"));
    for file in files("MARSAD_FRENCH_PARITY") {
        assert_parity(&pipeline, &file);
    }
}

/// All files below a directory, by their path in it.
#[cfg(feature = "import")]
fn collect(root: &Path, directory: &Path, files: &mut marsad_syntax::PipelineFiles) {
    for entry in std::fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let inside = path
                .strip_prefix(root)
                .expect("below")
                .to_string_lossy()
                .replace('\\', "/");
            files.insert(inside, std::fs::read(&path).expect("readable"));
        }
    }
}
