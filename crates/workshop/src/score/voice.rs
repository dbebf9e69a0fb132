//! Is it known who says what?
//!
//! In: texts with their attributions. Out: precision, recall and F1 of sources, cues and
//! contents. Invariant: each is one thing, however many spans it has, and is found when
//! one of its spans overlaps one of the prediction's.

use anyhow::Result;
use marsad::claim::Voice;
use marsad::reading::Reading;
use marsad::terms::Span;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Matches, pair};
use crate::gold::voice::{Attribution, Voices};

/// Reads one corpus of attributions.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(texts) = bench.gold::<Voices>(corpus)? else {
        return Ok(None);
    };
    let (source, cue, content) = bench.sum(&texts, |gold, reading| {
        (
            judge(gold, reading, |said| &said.source, |voice| &voice.source),
            judge(gold, reading, |said| &said.cue, |voice| &voice.cue),
            judge(gold, reading, |said| &said.content, |voice| &voice.content),
        )
    });
    let mut scores = Vec::new();
    scores.extend(Score::matches(
        ["source_precision", "source_recall", "source_f1"],
        source,
        "sources",
    ));
    scores.extend(Score::matches(
        ["cue_precision", "cue_recall", "cue_f1"],
        cue,
        "cues",
    ));
    scores.extend(Score::matches(
        ["content_precision", "content_recall", "content_f1"],
        content,
        "contents",
    ));
    Ok(Some(Verdict::of(scores)))
}

/// Compares one part of all attributions; those that lack it do not count.
fn judge(
    gold: &Voices,
    reading: &Reading,
    expected: impl Fn(&Attribution) -> &Vec<Span>,
    found: impl Fn(&Voice) -> &Vec<Span>,
) -> Matches {
    let gold: Vec<&Vec<Span>> = gold
        .attributions
        .iter()
        .map(expected)
        .filter(|spans| !spans.is_empty())
        .collect();
    let predicted: Vec<&Vec<Span>> = reading
        .voices
        .iter()
        .map(found)
        .filter(|spans| !spans.is_empty())
        .collect();
    let meets = |one: &&Vec<Span>, other: &&Vec<Span>| {
        one.iter()
            .any(|span| other.iter().any(|words| span.overlaps(*words)))
    };
    let right = pair(&gold, &predicted, meets).into_iter().flatten().count();
    Matches::of(right, predicted.len(), gold.len())
}
