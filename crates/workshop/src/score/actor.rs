//! Is everybody found who is named?
//!
//! In: texts with their typed entities. Out: precision, recall and F1 of the people and
//! organisations. Invariant: a nationality that is found as somebody ("the Russian") is
//! neither right nor wrong.

use anyhow::Result;
use marsad::mention::ActorMention;
use marsad::reading::Reading;
use marsad::terms::Span;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Matches, pair};
use crate::gold::actor::Entities;

/// Reads one corpus of entities.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(texts) = bench.gold::<Entities>(corpus)? else {
        return Ok(None);
    };
    let matches = bench.sum(&texts, judge);
    let scores = Score::matches(
        ["precision", "recall", "f1"],
        matches,
        "people and organisations",
    );
    Ok(Some(Verdict::of(scores.into())))
}

fn judge(entities: &Entities, reading: &Reading) -> Matches {
    let mentions = &reading.mentions.actors;
    let meets = |span: &Span, mention: &ActorMention| span.overlaps(mention.span);
    let paired = pair(&entities.actors, mentions, meets);
    let outside = |mention: &ActorMention| {
        entities
            .nationalities
            .iter()
            .any(|span| meets(span, mention))
    };
    let counted = (0..mentions.len())
        .filter(|at| paired.contains(&Some(*at)) || !outside(&mentions[*at]))
        .count();
    Matches::of(
        paired.iter().flatten().count(),
        counted,
        entities.actors.len(),
    )
}
