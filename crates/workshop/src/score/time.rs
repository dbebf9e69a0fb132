//! Are times found, to the letter, and given the right value?
//!
//! In: texts with their TIMEX3 expressions. Out: F1 of spans that are the same, of spans
//! that overlap, and of spans that overlap and have the same value. Invariant: the three
//! have the same denominators, so that they can be compared.

use anyhow::Result;
use marsad::mention::TimeMention;
use marsad::reading::Reading;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Matches, pair};
use crate::gold::time::{Expression, Times};

/// Reads one corpus of times.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(texts) = bench.gold::<Times>(corpus)? else {
        return Ok(None);
    };
    let (strict, relaxed, value) = bench.sum(&texts, judge);
    let names = ["relaxed_precision", "relaxed_recall", "relaxed_f1"];
    let mut scores = Vec::from(Score::matches(names, relaxed, "expressions"));
    for (name, matches) in [("strict_f1", strict), ("value_f1", value)] {
        scores.push(Score {
            name,
            value: matches.f1(),
            count: matches.gold(),
            items: "expressions",
        });
    }
    Ok(Some(Verdict::of(scores)))
}

fn judge(times: &Times, reading: &Reading) -> (Matches, Matches, Matches) {
    let (gold, mentions) = (&times.times, &reading.mentions.times);
    let same = |time: &Expression, mention: &TimeMention| time.span == mention.span;
    let meets = |time: &Expression, mention: &TimeMention| time.span.overlaps(mention.span);
    let exact = pair(gold, mentions, same).into_iter().flatten().count();
    let paired = pair(gold, mentions, meets);
    let valued = |(time, at): &(&Expression, &Option<usize>)| {
        at.is_some_and(|at| mentions[at].value == time.value)
    };
    let counts = |found: usize| Matches::of(found, mentions.len(), gold.len());
    (
        counts(exact),
        counts(paired.iter().flatten().count()),
        counts(gold.iter().zip(&paired).filter(valued).count()),
    )
}
