//! What did spaCy say? Reads the files that `eval/syntax/analyse.py` writes.

use std::path::{Path, PathBuf};

/// A text and spaCy's table for it.
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) table: String,
}

/// A path from the root of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// All texts of a file with spaCy's tables.
pub(crate) fn answers(path: &Path) -> Vec<Answer> {
    let file = std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()));
    let mut answers: Vec<Answer> = Vec::new();
    for line in file.split_terminator('\n') {
        if let Some(text) = line.strip_prefix("# text = ") {
            let text = serde_json::from_str(text).expect("a text is written as JSON");
            answers.push(Answer {
                text,
                table: String::new(),
            });
        } else if let Some(answer) = answers.last_mut().filter(|_| !line.is_empty()) {
            answer.table.push_str(line);
            answer.table.push('\n');
        }
    }
    answers
}
