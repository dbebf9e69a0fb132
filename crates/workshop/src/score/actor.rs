//! Is everybody found who is named?
//!
//! In: texts with their typed entities. Out: precision, recall and F1 of the people and
//! organisations, and the recall of organisations that do something: the subject of a verb or
//! whoever stands behind "by". Invariant: a nationality that is found as somebody ("the
//! Russian") is neither right nor wrong.

use anyhow::Result;
use marsad::reading::Reading;
use marsad::terms::Span;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::{Matches, Share, Tally, pair};
use crate::gold::actor::Entities;

/// Reads one corpus of entities.
pub(super) fn score(bench: &Bench<'_>, corpus: &str) -> Result<Option<Verdict>> {
    let Some(texts) = bench.gold::<Entities>(corpus)? else {
        return Ok(None);
    };
    let (matches, acting) = bench.sum(&texts, |entities, reading| {
        (judge(entities, reading), acting(entities, reading))
    });
    let mut scores = Vec::from(Score::matches(
        ["precision", "recall", "f1"],
        matches,
        "people and organisations",
    ));
    scores.push(Score::share(
        "acting_recall",
        acting,
        "organisations that do something",
    ));
    Ok(Some(Verdict::of(scores)))
}

/// Of the organisations that do something, how many are found.
fn acting(entities: &Entities, reading: &Reading) -> Share {
    let tokens = &reading.sentences.tokens;
    let acts = |at: usize| {
        // A list shares what its first member does.
        let mut top = at;
        while tokens[top].dep == "conj" && tokens[top].head != top {
            top = tokens[top].head;
        }
        match tokens[top].dep.as_str() {
            "nsubj" | "nsubjpass" => true,
            "pobj" => tokens[tokens[top].head].dep == "agent",
            _ => false,
        }
    };
    let does = |span: &Span| {
        let inside = |at: &usize| span.overlaps(tokens[*at].span);
        (0..tokens.len()).filter(inside).any(acts)
    };
    let named = named(reading);
    let found = |span: &Span| Share::one(named.iter().any(|words| words.overlaps(*span)));
    let acting = entities.organisations.iter().filter(|&span| does(span));
    acting.map(found).fold(Share::default(), Tally::plus)
}

/// All words that name somebody or stand for somebody named, in text order.
fn named(reading: &Reading) -> Vec<Span> {
    let mentions = &reading.mentions;
    let names = mentions.actors.iter().map(|actor| actor.span);
    let pronouns = mentions.references.iter().map(|reference| reference.span);
    let mut all: Vec<Span> = names.chain(pronouns).collect();
    all.sort_unstable();
    all
}

fn judge(entities: &Entities, reading: &Reading) -> Matches {
    let mentions = named(reading);
    let meets = |span: &Span, mention: &Span| span.overlaps(*mention);
    let paired = pair(&entities.actors, &mentions, meets);
    let outside = |mention: &Span| {
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
