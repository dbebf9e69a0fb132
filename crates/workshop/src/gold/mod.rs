//! What did people say about other people's texts?
//!
//! In: a folder of corpora as JSON Lines, and `eval/gold/` where a corpus has words of
//! its own. Out: items, each a document with what its annotators found there. Invariant:
//! every span is in bytes of the item's text, on character boundaries, though the
//! corpora count code points. One file per kind of annotation.

pub(crate) mod action;
pub(crate) mod actor;
pub(crate) mod deed;
pub(crate) mod event;
pub(crate) mod event_place;
pub(crate) mod ged;
pub(crate) mod place;
pub(crate) mod record;
pub(crate) mod syntax;
pub(crate) mod time;
pub(crate) mod voice;

mod code_points;

use std::fs::File;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::path::Path;

use anyhow::{Context, Result};
use marsad::document::Document;
use serde::de::DeserializeOwned;

/// A document that people annotated.
pub(crate) trait Gold {
    /// The document as the reader gets it.
    fn document(&self) -> &Document;
}

/// The items of the corpus `name` ("places/lgl") below the folder `corpora`; `None`
/// where the file does not exist.
///
/// # Errors
///
/// A file that cannot be read, or the first line that is not of the corpus's form.
pub(crate) fn read<T: DeserializeOwned>(corpora: &Path, name: &str) -> Result<Option<Vec<T>>> {
    let path = corpora.join(format!("{name}.jsonl"));
    let file = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        other => other.with_context(|| format!("cannot open {}", path.display()))?,
    };
    let mut items = Vec::new();
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("cannot read {}", path.display()))?;
        let item = serde_json::from_str(&line)
            .with_context(|| format!("{}, line {}", path.display(), at + 1))?;
        items.push(item);
    }
    Ok(Some(items))
}

/// A document of which the corpus gives a name and the words.
fn document(id: String, text: String) -> Document {
    Document {
        id,
        text,
        ..Document::default()
    }
}
