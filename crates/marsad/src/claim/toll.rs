//! How many of what?
//!
//! In comes a match; out come the [`ClaimAmount`]s that belong to it: how many
//! were killed, injured, captured or displaced, how many strikes there were, how
//! far away it was. Invariant: an amount is counted for the noun it stands with.

use super::{ClaimAmount, cast::Scene, matching::Match};
use crate::{
    knowledge::{Knowledge, pattern::SlotRole},
    mention::AmountMention,
    terms::{Range, Span},
};

/// The amounts of a matched deed.
pub(crate) fn of(scene: &Scene<'_>, hit: &Match<'_>) -> Vec<ClaimAmount> {
    let mut found: Vec<ClaimAmount> = Vec::new();
    for amount in scene.in_sentence(hit.trigger, &scene.mentions.amounts, |amount| {
        amount.tokens.start
    }) {
        let Some(of) = amount.of else { continue };
        if amount.unit.is_some() {
            let near = hit.frame.prepositions.iter().any(|&(_, prep, noun)| {
                noun == of || prep == of || scene.tree.head(prep) == Some(of)
            });
            let distance = near.then(|| in_km(scene.knowledge, amount)).flatten();
            found.extend(distance.map(|range| ClaimAmount {
                span: amount.span,
                what: "distance_km".into(),
                who: None,
                range,
            }));
            continue;
        }
        let target = hit
            .filled
            .iter()
            .find(|(role, filler)| *role == SlotRole::Target && filler.head == of);
        if let Some((_, filler)) = target {
            let what = hit
                .pattern
                .counts
                .clone()
                .unwrap_or_else(|| "targets".into());
            found.push(ClaimAmount {
                span: amount.span,
                what,
                who: Some(scene.span_of(filler)),
                range: amount.range,
            });
        } else if of == hit.trigger {
            let what = scene.tree.token(of).text.to_lowercase();
            found.push(ClaimAmount {
                span: amount.span,
                what: what.into(),
                who: None,
                range: amount.range,
            });
        } else if let Some((_, filler)) = hit.filled.iter().find(|(role, filler)| {
            matches!(role, SlotRole::Actor | SlotRole::Both) && filler.head == of
        }) {
            found.push(ClaimAmount {
                span: amount.span,
                what: "actors".into(),
                who: Some(scene.span_of(filler)),
                range: amount.range,
            });
        }
    }
    found.sort_by_key(|amount| amount.span);
    // "10 km (7 miles)" is one distance said twice.
    let mut distance: Option<Span> = None;
    found.retain(|amount| {
        let again = amount.what == "distance_km" && distance.replace(amount.span).is_some();
        !again
    });
    found
}

fn in_km(knowledge: &Knowledge, amount: &AmountMention) -> Option<Range> {
    let factor = knowledge.amounts().km(amount.unit.as_ref()?)?;
    let scaled = |bound: Option<f64>| bound.map(|value| value * factor);
    Some(Range {
        low: scaled(amount.range.low),
        high: scaled(amount.range.high),
    })
}
