//! Is it known where a deed happened?
//!
//! In: sentences with one verb and the places where that happened. Out: F1 of the places
//! of the claims that hang on the verb; and accuracy: the share of sentences where a
//! right place was found, or rightly none. Invariant: a place that two claims share is
//! counted once.

use anyhow::Result;
use marsad::reading::Reading;
use marsad::terms::Span;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Matches, Share, pair};
use crate::gold::event_place::EventPlaces;

/// Reads one corpus of sentences.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(sentences) = bench.gold::<EventPlaces>(corpus)? else {
        return Ok(None);
    };
    let (places, answers, (located, unlocated)) = bench.sum_over_folds(&sentences, judge)?;
    let mut scores = Vec::from(Score::matches(
        ["precision", "recall", "f1"],
        places,
        "places",
    ));
    scores.push(Score::share("accuracy", answers, "sentences"));
    scores.push(Score::share(
        "accuracy_where_said",
        located,
        "sentences that say where",
    ));
    scores.push(Score::share(
        "accuracy_where_unsaid",
        unlocated,
        "sentences that do not",
    ));
    Ok(Some(Verdict::of(scores)))
}

/// The places, then the answers, then these apart: where the sentence says where, and
/// where it does not.
fn judge(knowledge: &marsad::knowledge::Knowledge, gold: &EventPlaces, reading: &Reading) -> (Matches, Share, (Share, Share)) {
    let hanging = reading
        .claims
        .iter()
        .filter(|claim| claim.evidence.trigger.overlaps(gold.verb));
    let mut found: Vec<Span> = hanging
        .flat_map(|claim| &claim.places)
        .map(|place| place.span)
        .collect();
    if std::env::var("ALONE").is_ok() {
        found = marsad::training::chosen_places(knowledge, &reading.sentences, &reading.mentions, gold.verb);
    }
    found.sort_unstable();
    found.dedup();
    let paired = pair(&gold.places, &found, |place, other| place.span.overlaps(*other));
    let right = paired.iter().flatten().count();
    let said = !gold.places.is_empty();
    let answer = Share::one(if said { right > 0 } else { found.is_empty() });
    let apart = if said {
        (answer, Share::default())
    } else {
        (Share::default(), answer)
    };
    (
        Matches::of(right, found.len(), gold.places.len()),
        answer,
        apart,
    )
}
