//! Which words of war reports tell a deed of a kind, and which only look like it?
//!
//! In: reports as JSON lines, and `eval/gold/deeds.tsv`, in which we judged words of them.
//! Out: [`Report`]s. Invariant: a word is judged for what it tells itself, whatever its
//! sentence tells besides.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use marsad::document::Document;
use marsad::terms::Span;
use serde::Deserialize;

use super::code_points::CodePoints;
use super::{Gold, document};

/// A report of war with the words in it that were judged.
pub(crate) struct Report {
    document: Document,
    /// The words, each with a root as [`super::action::root`] gives it, or a hyphen for none.
    pub(crate) deeds: Vec<(Span, String)>,
}

impl Gold for Report {
    fn document(&self) -> &Document {
        &self.document
    }
}

#[derive(Deserialize)]
pub(crate) struct Line {
    id: String,
    text: String,
}

/// The judgements of `gold/deeds.tsv` below the folder `eval`, put on the reports they were
/// made of; reports without any are left out.
///
/// # Errors
///
/// A line that has not four columns, or that points outside its report.
pub(crate) fn judged(eval: &Path, reports: Vec<Line>) -> Result<Vec<Report>> {
    let path = eval.join("gold/deeds.tsv");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut judged: BTreeMap<&str, Vec<(usize, usize, &str)>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let mut next = || {
            columns
                .next()
                .with_context(|| format!("{}: \"{line}\" has not four columns", path.display()))
        };
        let (report, start, end, root) = (next()?, next()?, next()?, next()?);
        judged
            .entry(report)
            .or_default()
            .push((start.parse()?, end.parse()?, root));
    }
    let mut found = Vec::new();
    for report in reports {
        let Some(rows) = judged.get(report.id.as_str()) else {
            continue;
        };
        let points = CodePoints::of(&report.text);
        let deeds = rows.iter().map(|&(start, end, root)| {
            let span = points.span(start, end);
            Ok((span.with_context(|| report.id.clone())?, root.to_owned()))
        });
        found.push(Report {
            deeds: deeds.collect::<Result<_>>()?,
            document: document(report.id, report.text),
        });
    }
    Ok(found)
}
