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
use super::tally::{Matches, Share, Tally, pair};
use crate::gold::Gold as _;
use crate::gold::event_place::EventPlaces;

/// Reads one corpus of sentences.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(sentences) = bench.gold::<EventPlaces>(corpus)? else {
        return Ok(None);
    };
    let judged = bench.each_by_places(&sentences, judge)?;
    let items = sentences
        .iter()
        .zip(&judged)
        .map(|(sentence, (places, answer, _))| {
            let id = &sentence.document().id;
            let (found, missed, spurious) = (places.found, places.missed, places.spurious);
            format!("{id}\t{}\t{found}\t{missed}\t{spurious}", answer.right)
        });
    let items = items.collect();
    let (places, answers, (located, unlocated)) =
        judged.into_iter().fold(Default::default(), Tally::plus);
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
    let columns = "1 if a right place was found or rightly none; places found, missed, and found where it did not happen";
    Ok(Some(Verdict::of(scores).with_items(columns, items)))
}

/// The places, then the answers, then these apart: where the sentence says where, and
/// where it does not.
fn judge(gold: &EventPlaces, reading: &Reading) -> (Matches, Share, (Share, Share)) {
    let hanging = reading
        .claims
        .iter()
        .filter(|claim| claim.evidence.trigger.overlaps(gold.verb));
    let mut found: Vec<Span> = hanging
        .flat_map(|claim| &claim.places)
        .map(|place| place.span)
        .collect();
    found.sort_unstable();
    found.dedup();
    let paired = pair(&gold.places, &found, |place, other| {
        place.span.overlaps(*other)
    });
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
