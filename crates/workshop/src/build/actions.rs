//! How is `docs/actions.md` made?
//!
//! In: the actions and patterns of `data/`. Out: a page that lists every action with what each
//! ontology calls it and a sentence that tells it. Invariant: the page says nothing that the
//! data does not.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use marsad::knowledge::Knowledge;
use marsad::knowledge::action::Action;

use crate::score::knowledge;

/// What `workshop build actions` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of data
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The file to write
    #[arg(long, default_value = "docs/actions.md")]
    out: PathBuf,
}

/// Writes the page.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let knowledge = knowledge::load(&arguments.data)?;
    let page = page(&knowledge);
    fs::write(&arguments.out, page)
        .with_context(|| format!("cannot write {}", arguments.out.display()))
}

fn page(knowledge: &Knowledge) -> String {
    let mut page = String::from(
        "# The actions\n\n\
         Every kind of deed that marsad tells apart, what PLOVER, CAMEO, ACLED and UCDP call it, and a \
         sentence that tells it. A cell is empty where an ontology has nothing that fits. This page is \
         made from `data/ontology/actions.toml` and `data/patterns/en/` by `cargo run --release -p \
         workshop -- build actions`; a test compares the two.\n\n\
         | action | PLOVER | CAMEO | ACLED | UCDP | as in |\n\
         |---|---|---|---|---|---|\n",
    );
    for action in knowledge.ontology().iter() {
        let acled = action.acled.as_ref();
        let cells = [
            format!("`{}`", action.id.0),
            plover(action),
            action.cameo.as_deref().unwrap_or_default().to_owned(),
            acled.map_or(String::new(), |acled| {
                format!("{}: {}", acled.event_type, acled.sub_type)
            }),
            action.ucdp.as_deref().unwrap_or_default().to_owned(),
            example(knowledge, action).to_owned(),
        ];
        // Writing into a string cannot fail.
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
    page
}

/// Type, mode and contexts.
fn plover(action: &Action) -> String {
    let Some(plover) = &action.plover else {
        return String::new();
    };
    let mut words: Vec<String> = plover.event.iter().map(ToString::to_string).collect();
    words.extend(plover.mode.iter().map(ToString::to_string));
    if !plover.context.is_empty() {
        words.push(format!("({})", plover.context.join(", ")));
    }
    words.join(" ")
}

/// The first sentence by which a pattern shows the action.
fn example<'k>(knowledge: &'k Knowledge, action: &Action) -> &'k str {
    let patterns = knowledge.patterns().iter();
    let mut own = patterns.filter(|pattern| pattern.action == action.id);
    own.find_map(|pattern| pattern.examples.first())
        .map_or("", |example| example.text.as_str())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_page_is_what_the_data_says() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let knowledge = knowledge::load(&root.join("data")).unwrap();
        let written = fs::read_to_string(root.join("docs/actions.md")).unwrap();
        assert!(
            written == page(&knowledge),
            "docs/actions.md is old; make it anew with `workshop build actions`"
        );
    }
}
