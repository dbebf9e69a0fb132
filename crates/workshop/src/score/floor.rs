//! Did an answer get worse?
//!
//! In: `eval/floors.toml` and the table. Out: nothing, or an error that names every
//! score below its floor. Invariant: a floor without a score is an error too, so that
//! none is lost by renaming; only a corpus that was not scored is passed over.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::table::Table;

/// By corpus and score, the least that must be reached, from 0 to 1.
pub(super) type Floors = BTreeMap<String, BTreeMap<String, f64>>;

/// How far above its floor a score may lie before the floor should follow.
const RISE: f64 = 0.02;
/// How far below a score its new floor is proposed.
const MARGIN: f64 = 0.005;

/// Reads the floors.
pub(super) fn read(path: &Path) -> Result<Floors> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not as it should be", path.display()))
}

/// Compares each score with its floor; prints where a floor could rise.
///
/// # Errors
///
/// Names the scores below their floors, and the floors that have no score.
pub(super) fn check(floors: &Floors, table: &Table) -> Result<()> {
    let mut faults = Vec::new();
    for (corpus, floors) in floors {
        let Some(scores) = table.scores(corpus) else {
            continue;
        };
        for (name, &floor) in floors {
            match scores.iter().find(|score| score.name == name) {
                None => faults.push(format!("{corpus} {name}: a floor, but no such score")),
                Some(score) if score.value < floor => {
                    faults.push(format!(
                        "{corpus} {name}: {:.4} is below {floor}",
                        score.value
                    ));
                }
                Some(score) if score.value > floor + RISE => println!(
                    "rise: {corpus} {name}: the floor could be {:.3}",
                    proposed(score.value)
                ),
                Some(_) => {}
            }
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "{}\nhelp: what a score means is in eval/README.md; a floor is lowered only with a reason, in eval/floors.toml",
        faults.join("\n")
    )
}

/// A little below a score, in thousandths.
fn proposed(value: f64) -> f64 {
    ((value - MARGIN) * 1000.0).floor() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::super::table::{Outcome, Score, Verdict};
    use super::super::tally::Share;
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("1");
        let share = Share { right: 3, of: 4 };
        let verdict = Verdict::of(vec![Score::share("accuracy", share, "items")]);
        table.push("a", Outcome::Scored(verdict));
        table.push("b", Outcome::Absent);
        table
    }

    fn floors(corpus: &str, name: &str, floor: f64) -> Floors {
        Floors::from([(corpus.to_owned(), [(name.to_owned(), floor)].into())])
    }

    #[test]
    fn a_score_holds_its_floor_or_is_named() {
        assert!(check(&floors("a", "accuracy", 0.75), &table()).is_ok());
        assert!(check(&floors("b", "accuracy", 0.75), &table()).is_ok());
        let low = check(&floors("a", "accuracy", 0.76), &table()).unwrap_err();
        assert!(
            low.to_string().contains("a accuracy: 0.7500 is below 0.76"),
            "{low}"
        );
        let lost = check(&floors("a", "f1", 0.1), &table()).unwrap_err();
        assert!(lost.to_string().contains("no such score"), "{lost}");
    }

    #[test]
    fn a_proposed_floor_lies_below_the_score() {
        assert_eq!(proposed(0.7519), 0.746);
    }
}
