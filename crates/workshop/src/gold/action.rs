//! What kind of deed is told?
//!
//! In: lines with a PLOVER root between two parties, or with a label of the CASE 2021
//! shared task; and `eval/gold/sub-events.tsv`, which says what ACLED calls each label.
//! Out: [`Pair`]s and [`Snippet`]s. Invariant: a label that the table lacks is an error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Error, Result};
use marsad::document::Document;
use marsad::terms::Span;
use serde::Deserialize;

use super::code_points::CodePoints;
use super::{Gold, document};

/// The PLOVER roots that the pairs do not tell apart, and their common name there.
const YIELD: (&str, [&str; 2]) = ("YIELD", ["CONCEDE", "RETREAT"]);

/// What the pairs call a PLOVER root.
pub(crate) fn root(plover: &str) -> &str {
    let (common, roots) = YIELD;
    if roots.contains(&plover) {
        common
    } else {
        plover
    }
}

/// The PLOVER types that a root of the pairs stands for.
pub(crate) fn types(root: &str) -> Vec<&str> {
    let (common, types) = YIELD;
    if root == common {
        types.into()
    } else {
        vec![root]
    }
}

/// A sentence and what one party does to another in it.
#[derive(Deserialize)]
#[serde(try_from = "PairLine")]
pub(crate) struct Pair {
    document: Document,
    /// The words for who does it; a few pairs have none.
    pub(crate) source: Vec<Span>,
    /// The words for whom it is done to; a few pairs have none.
    pub(crate) target: Vec<Span>,
    /// The PLOVER root, as [`root`] gives it.
    pub(crate) root: String,
}

impl Gold for Pair {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct PairLine {
    id: String,
    text: String,
    source: Vec<[usize; 2]>,
    target: Vec<[usize; 2]>,
    plover: String,
}

impl TryFrom<PairLine> for Pair {
    type Error = Error;

    fn try_from(line: PairLine) -> Result<Self> {
        let points = CodePoints::of(&line.text);
        Ok(Self {
            source: points.spans(&line.source)?,
            target: points.spans(&line.target)?,
            root: line.plover,
            document: document(line.id, line.text),
        })
    }
}

/// A short report and the label of what it tells.
#[derive(Deserialize)]
#[serde(from = "SnippetLine")]
pub(crate) struct Snippet {
    document: Document,
    /// The label: one that [`SubEvents`] knows.
    pub(crate) label: String,
}

impl Gold for Snippet {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
struct SnippetLine {
    id: String,
    text: String,
    acled: String,
}

impl From<SnippetLine> for Snippet {
    fn from(line: SnippetLine) -> Self {
        Self {
            document: document(line.id, line.text),
            label: line.acled,
        }
    }
}

/// What ACLED calls each label of the snippets.
pub(crate) struct SubEvents(BTreeMap<String, Option<String>>);

impl SubEvents {
    /// Reads `gold/sub-events.tsv` below the folder `eval`.
    pub(crate) fn read(eval: &Path) -> Result<Self> {
        let path = eval.join("gold/sub-events.tsv");
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut names = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (label, name) = line
                .split_once('\t')
                .with_context(|| format!("{}: no tab in \"{line}\"", path.display()))?;
            names.insert(label.to_owned(), (name != "-").then(|| name.to_owned()));
        }
        Ok(Self(names))
    }

    /// The sub-event type that a label stands for; `None` where the report lies outside
    /// what ACLED codes.
    ///
    /// # Errors
    ///
    /// A label that the table does not have.
    pub(crate) fn of(&self, label: &str) -> Result<Option<&str>> {
        let name = self.0.get(label);
        let name = name.with_context(|| format!("sub-events.tsv does not have {label}"))?;
        Ok(name.as_deref())
    }
}
