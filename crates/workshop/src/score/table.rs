//! How do scores look to a reader?
//!
//! In: what each scorer found, in order. Out: lines for a terminal and a page of
//! Markdown. Invariant: every figure stands with how many items it is of, and a corpus
//! that is not there is named as absent.

use std::fmt::Write as _;

use super::floor::Floors;
use super::tally::{Matches, Share};

/// What one scorer found out.
pub(super) struct Verdict {
    /// Which part of the corpus was scored.
    pub(super) split: &'static str,
    /// In the order in which they are shown.
    pub(super) scores: Vec<Score>,
    /// How many items each stage was the first to lose, where that is known.
    pub(super) funnel: Vec<(&'static str, usize)>,
    /// What the columns of `items` are.
    pub(super) columns: &'static str,
    /// A line for each item, if they are kept one by one.
    pub(super) items: Vec<String>,
}

/// The split of everything that is not our own.
pub(super) const DEVELOPMENT: &str = "development half";

impl Verdict {
    /// Scores over the development half of a corpus.
    pub(super) fn of(scores: Vec<Score>) -> Self {
        Self {
            split: DEVELOPMENT,
            scores,
            funnel: Vec::new(),
            columns: "",
            items: Vec::new(),
        }
    }

    /// The same with a line for each item.
    pub(super) fn with_items(self, columns: &'static str, items: Vec<String>) -> Self {
        Self {
            columns,
            items,
            ..self
        }
    }
}

/// One figure.
pub(super) struct Score {
    /// What it measures: "f1".
    pub(super) name: &'static str,
    /// From 0 to 1, more is better.
    pub(super) value: f64,
    /// How many items it is of.
    pub(super) count: usize,
    /// What these items are.
    pub(super) items: &'static str,
}

impl Score {
    /// A share of right answers.
    pub(super) fn share(name: &'static str, share: Share, items: &'static str) -> Self {
        Self {
            name,
            value: share.value(),
            count: share.of,
            items,
        }
    }

    /// Precision, recall and F1 under the given names.
    pub(super) fn matches(
        names: [&'static str; 3],
        matches: Matches,
        items: &'static str,
    ) -> [Self; 3] {
        let count = matches.gold();
        let values = [matches.precision(), matches.recall(), matches.f1()];
        std::array::from_fn(|at| Self {
            name: names[at],
            value: values[at],
            count,
            items,
        })
    }
}

/// A scorer's verdict, or that there was nothing to judge.
pub(super) enum Outcome {
    /// The corpus is not there.
    Absent,
    /// It is.
    Scored(Verdict),
}

/// All verdicts so far.
pub(super) struct Table {
    version: String,
    rows: Vec<(&'static str, Outcome)>,
}

impl Table {
    /// An empty one for answers by this version of the data.
    pub(super) fn new(version: &str) -> Self {
        Self {
            version: version.to_owned(),
            rows: Vec::new(),
        }
    }

    /// Adds what came of one corpus, and gives it back as lines to print.
    pub(super) fn push(&mut self, corpus: &'static str, outcome: Outcome) -> String {
        let lines = lines(corpus, &outcome);
        self.rows.push((corpus, outcome));
        lines
    }

    /// Whether anything was scored but the corpus `own`.
    pub(super) fn scored_beyond(&self, own: &str) -> bool {
        let scored = |(corpus, outcome): &(&str, Outcome)| {
            *corpus != own && matches!(outcome, Outcome::Scored(_))
        };
        self.rows.iter().any(scored)
    }

    /// The corpora whose items are kept one by one, with the columns and the lines.
    pub(super) fn items(&self) -> impl Iterator<Item = (&str, &str, &[String])> {
        self.rows
            .iter()
            .filter_map(|(corpus, outcome)| match outcome {
                Outcome::Scored(verdict) if !verdict.items.is_empty() => {
                    Some((*corpus, verdict.columns, verdict.items.as_slice()))
                }
                _ => None,
            })
    }

    /// The scores of a corpus; `None` where it was absent or not asked for.
    pub(super) fn scores(&self, corpus: &str) -> Option<&[Score]> {
        self.rows.iter().find_map(|(name, outcome)| match outcome {
            Outcome::Scored(verdict) if *name == corpus => Some(verdict.scores.as_slice()),
            _ => None,
        })
    }

    /// The page `eval/scores.md`.
    pub(super) fn markdown(&self, floors: &Floors) -> String {
        let mut page = format!(
            "# Scores\n\n\
             Written by `cargo run --release -p workshop -- score --shared DIR --write`; do not edit. What each\n\
             score means is in [README.md](README.md). Data version {}.\n\n\
             | corpus | split | score | value | floor | N |\n\
             |---|---|---|---:|---:|---:|\n",
            self.version
        );
        for (corpus, outcome) in &self.rows {
            match outcome {
                Outcome::Absent => page.push_str(&format!("| {corpus} | | absent | | | |\n")),
                Outcome::Scored(verdict) => {
                    for score in &verdict.scores {
                        let floor = floors
                            .get(*corpus)
                            .and_then(|floors| floors.get(score.name));
                        let floor = floor.map_or(String::new(), |floor| format!("{floor:.3}"));
                        page.push_str(&format!(
                            "| {corpus} | {} | {} | {:.3} | {floor} | {} {} |\n",
                            verdict.split, score.name, score.value, score.count, score.items
                        ));
                    }
                }
            }
        }
        for (corpus, outcome) in &self.rows {
            let Outcome::Scored(verdict) = outcome else {
                continue;
            };
            if !verdict.funnel.is_empty() {
                page.push_str(&format!(
                    "\n## Where {corpus} loses\n\nOf each item that is not right, the first stage that lost it.\n\n\
                     | stage | items |\n|---|---:|\n"
                ));
                for (stage, count) in &verdict.funnel {
                    page.push_str(&format!("| {stage} | {count} |\n"));
                }
            }
        }
        page
    }
}

/// What came of one corpus, for a terminal.
fn lines(corpus: &str, outcome: &Outcome) -> String {
    let verdict = match outcome {
        Outcome::Absent => return format!("{corpus}: absent\n"),
        Outcome::Scored(verdict) => verdict,
    };
    let mut lines = format!("{corpus} ({})\n", verdict.split);
    for score in &verdict.scores {
        let _ = writeln!(
            lines,
            "  {:<32} {:.3}  of {} {}",
            score.name, score.value, score.count, score.items
        );
    }
    if !verdict.funnel.is_empty() {
        let stages = verdict
            .funnel
            .iter()
            .map(|(stage, count)| format!("{stage} {count}"));
        let _ = writeln!(lines, "  funnel: {}", stages.collect::<Vec<_>>().join(", "));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_its_count_and_what_is_absent_is_named() {
        let mut table = Table::new("7");
        let share = Share { right: 3, of: 4 };
        let verdict = Verdict::of(vec![Score::share("accuracy", share, "snippets")]);
        let lines = table.push("actions/a", Outcome::Scored(verdict));
        assert!(
            lines.contains("accuracy") && lines.contains("0.750  of 4 snippets"),
            "{lines}"
        );
        assert_eq!(
            table.push("places/b", Outcome::Absent),
            "places/b: absent\n"
        );
        let floors = Floors::from([(
            "actions/a".to_owned(),
            [("accuracy".to_owned(), 0.7)].into(),
        )]);
        let page = table.markdown(&floors);
        assert!(
            page.contains("| accuracy | 0.750 | 0.700 | 4 snippets |"),
            "{page}"
        );
        assert!(page.contains("| places/b | | absent |"), "{page}");
        assert!(table.scored_beyond("places/b") && !table.scored_beyond("actions/a"));
    }
}
