//! Which items came out differently than the last time that somebody looked?
//!
//! In: one line for each item of a corpus (its id and what was right in it), and the same
//! lines as committed in `eval/items/`. Out: the committed file rewritten, or an error
//! that names the items that changed. Invariant: a line holds ids and counts, never a
//! word of the corpus, which may not be passed on.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::table::Table;

/// How many changed items are named.
const NAMED: usize = 20;

fn path(eval: &Path, corpus: &str) -> PathBuf {
    eval.join("items")
        .join(format!("{}.tsv", corpus.replace('/', "-")))
}

fn text(corpus: &str, columns: &str, items: &[String]) -> String {
    let mut text = format!(
        "# What: what came of each item of {corpus}, by its id in the corpus: {columns}.\n\
         # Whence: written by `workshop score --write`; do not edit. No word of the corpus is in it.\n\
         # Licence: as the project (MIT OR Apache-2.0).\n"
    );
    for item in items {
        let _ = writeln!(text, "{item}");
    }
    text
}

/// Writes the lines of every corpus that has them.
pub(super) fn write(eval: &Path, table: &Table) -> Result<()> {
    for (corpus, columns, items) in table.items() {
        let path = path(eval, corpus);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(&path, text(corpus, columns, items))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Compares the lines of every corpus that has them with the committed ones.
///
/// # Errors
///
/// Names the items that changed, and how to accept that.
pub(super) fn check(eval: &Path, table: &Table) -> Result<()> {
    let mut changed = Vec::new();
    for (corpus, columns, items) in table.items() {
        let path = path(eval, corpus);
        let known =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let now = text(corpus, columns, items);
        let pairs = known
            .lines()
            .zip(now.lines())
            .filter(|(old, new)| old != new);
        changed.extend(pairs.map(|(old, new)| format!("{corpus}: {old} is now {new}")));
        if known.lines().count() != now.lines().count() {
            changed.push(format!(
                "{corpus}: there are more or fewer items than before"
            ));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let more = changed.len().saturating_sub(NAMED);
    changed.truncate(NAMED);
    bail!(
        "items came out differently:\n{}{}\nhelp: look at them, then run `workshop score --shared DIR --write`",
        changed.join("\n"),
        if more > 0 {
            format!("\nand {more} more")
        } else {
            String::new()
        }
    );
}
