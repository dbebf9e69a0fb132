//! How many of what?
//!
//! In comes a match; out come the [`ClaimAmount`]s that belong to it: how many
//! were killed, injured, captured or displaced, how many strikes there were, how
//! far away it was. Where no number is said, one person named is one, and of a list
//! that is counted item by item there is a sum; both are marked. Invariant: an amount
//! is counted for the noun it stands with, and of what is part of something counted
//! the whole is counted as well.

use smol_str::SmolStr;

use super::{
    Basis, ClaimAmount,
    cast::{Filler, Scene},
    matching::Match,
};
use crate::{
    knowledge::{
        Knowledge,
        actor::Form,
        family::DOERS,
        pattern::{Pattern, SlotRole},
    },
    mention::{AmountMention, phrase},
    terms::{Range, Span},
};

/// The amounts of a matched deed: wholes before their parts, otherwise in text order.
pub(crate) fn of(scene: &Scene<'_>, hit: &Match<'_>) -> Vec<ClaimAmount> {
    let near = scene.in_sentence(hit.trigger, &scene.mentions.amounts, |amount| {
        amount.tokens.start
    });
    let mut found: Vec<ClaimAmount> = Vec::new();
    for amount in near {
        let Some(of) = amount.of else { continue };
        if amount.unit.is_some() {
            found.extend(distance(scene, hit, amount, of));
        } else if of == hit.trigger {
            let what = match &hit.pattern.counts {
                Some(counts) if hit.counts_itself => counts.clone(),
                _ => scene.tree.token(of).text.to_lowercase().into(),
            };
            found.push(said(amount, what, None, hit.pattern));
        } else if let Some(filler) = filled(hit, of, &[SlotRole::Actor, SlotRole::Both]) {
            let who = Some(scene.span_of(filler));
            found.push(said(amount, DOERS.into(), who, hit.pattern));
        } else if let Some(filler) = filled(hit, of, &[SlotRole::Target])
            && hit.pattern.counts.is_none()
        {
            let who = Some(scene.span_of(filler));
            found.push(said(amount, "targets".into(), who, hit.pattern));
        }
    }
    if let Some(what) = &hit.pattern.counts {
        found.extend(victims(scene, hit, what, near));
    }
    found.sort_by_key(|amount| (amount.span.start, std::cmp::Reverse(amount.span.end)));
    // "10 km (7 miles)" is one distance said twice.
    let mut distance: Option<Span> = None;
    found.retain(|amount| {
        let again = amount.what == DISTANCE && distance.replace(amount.span).is_some();
        !again
    });
    found
}

/// What a distance is counted as.
const DISTANCE: &str = "distance_km";

fn filled<'h, 'a>(hit: &'h Match<'a>, at: usize, roles: &[SlotRole]) -> Option<&'h Filler<'a>> {
    let found = hit
        .filled
        .iter()
        .find(|(role, filler)| roles.contains(role) && filler.head == at);
    found.map(|(_, filler)| filler)
}

fn said(
    amount: &AmountMention,
    what: SmolStr,
    who: Option<Span>,
    pattern: &Pattern,
) -> ClaimAmount {
    ClaimAmount {
        span: amount.span,
        cumulative: pattern.cumulative && pattern.counts.as_ref() == Some(&what),
        what,
        who,
        range: amount.range,
        basis: Basis::Said,
        part_of: None,
    }
}

fn distance(
    scene: &Scene<'_>,
    hit: &Match<'_>,
    amount: &AmountMention,
    of: usize,
) -> Option<ClaimAmount> {
    let near = hit
        .frame
        .prepositions
        .iter()
        .any(|&(_, prep, noun)| noun == of || prep == of || scene.tree.head(prep) == Some(of));
    let range = near.then(|| in_km(scene.knowledge, amount)).flatten()?;
    Some(ClaimAmount {
        range,
        ..said(amount, DISTANCE.into(), None, hit.pattern)
    })
}

/// How many of those to whom something was done: whoever is counted, the sum of a list, and
/// the parts of both.
fn victims(
    scene: &Scene<'_>,
    hit: &Match<'_>,
    what: &SmolStr,
    near: &[AmountMention],
) -> Vec<ClaimAmount> {
    let targets: Vec<&Filler<'_>> = hit
        .filled
        .iter()
        .filter(|(role, _)| *role == SlotRole::Target)
        .map(|(_, filler)| filler)
        .collect();
    let counted: Vec<Option<ClaimAmount>> = targets
        .iter()
        .map(|target| count(scene, hit.pattern, what, target))
        .collect();
    let mut wholes: Vec<(usize, Option<Span>)> = targets
        .iter()
        .zip(&counted)
        .map(|(target, count)| (target.head, count.as_ref().map(|count| count.span)))
        .collect();
    if hit.counts_itself {
        let number = scene.number_of(hit.trigger);
        wholes.push((hit.trigger, number.map(|number| number.span)));
    }
    let heads: Vec<usize> = wholes.iter().map(|(head, _)| *head).collect();
    let parts = wholes.iter().flat_map(|&(whole, part_of)| {
        within(scene, whole, &heads)
            .into_iter()
            .filter_map(move |part| {
                let number = near.iter().find(|amount| {
                    amount.unit.is_none()
                        && (amount.of == Some(part) || amount.tokens.contains(&part))
                })?;
                let who = phrase::span(scene.sentences, &scene.tree.extent(part));
                Some(ClaimAmount {
                    part_of,
                    ..said(number, what.clone(), Some(who), hit.pattern)
                })
            })
    });
    let parts: Vec<ClaimAmount> = parts.collect();
    let total = counted
        .iter()
        .cloned()
        .collect::<Option<Vec<ClaimAmount>>>()
        .and_then(|all| sum(&all));
    let items = counted.into_iter().flatten().map(|item| ClaimAmount {
        part_of: total.as_ref().map(|total| total.span),
        ..item
    });
    let mut found: Vec<ClaimAmount> = items.collect();
    let last = found.iter().rfind(|item| item.basis == Basis::Said);
    let them = last.map(|whole| of_them(scene, hit, what, near, whole));
    found.extend(them.into_iter().flatten());
    found.extend(parts);
    found.extend(total);
    found
}

/// The parts that are told by a pronoun for the whole: "three of them children".
fn of_them(
    scene: &Scene<'_>,
    hit: &Match<'_>,
    what: &SmolStr,
    near: &[AmountMention],
    whole: &ClaimAmount,
) -> Vec<ClaimAmount> {
    let after = near
        .iter()
        .filter(|amount| amount.span.start > whole.span.end);
    let parts = after.filter_map(|amount| {
        let pronoun = scene.tree.token(amount.of?);
        let top = amount.tokens.clone().find(|&at| {
            let head = scene.tree.head(at);
            head.is_some_and(|head| !amount.tokens.contains(&head))
        })?;
        let kind = scene.tree.head(top)?;
        let told = matches!(pronoun.tag.as_str(), "PRP" | "WP") && scene.tree.is_noun(kind);
        told.then(|| ClaimAmount {
            part_of: Some(whole.span),
            ..said(
                amount,
                what.clone(),
                Some(scene.tree.token(kind).span),
                hit.pattern,
            )
        })
    });
    parts.collect()
}

/// How many a phrase stands for: its number, or one where it names one person.
fn count(
    scene: &Scene<'_>,
    pattern: &Pattern,
    what: &SmolStr,
    target: &Filler<'_>,
) -> Option<ClaimAmount> {
    let who = scene.span_of(target);
    if let Some(number) = scene.number_of(target.head) {
        return Some(said(number, what.clone(), Some(who), pattern));
    }
    named(scene, target).map(|(range, basis)| ClaimAmount {
        span: who,
        what: what.clone(),
        who: Some(who),
        range,
        basis,
        part_of: None,
        cumulative: false,
    })
}

/// How many a phrase without a number names: one human being ("a teacher", "his driver", a
/// person's name), or as many as its noun means ("a couple").
fn named(scene: &Scene<'_>, target: &Filler<'_>) -> Option<(Range, Basis)> {
    let token = scene.tree.token(target.head);
    if !matches!(token.tag.as_str(), "NN" | "NNP") {
        return None;
    }
    if let Some(range) = scene
        .knowledge
        .amounts()
        .gathering(&token.lemma.to_lowercase())
    {
        return Some((range, Basis::Said));
    }
    let single = scene.tree.children(target.head).iter().any(|&child| {
        let before = scene.tree.token(child);
        matches!(before.dep.as_str(), "poss" | "det")
    });
    let one = match target.actor {
        Some(actor) => actor.role.form == Form::Person,
        None => {
            let lemma = token.lemma.to_lowercase();
            let somewhere = scene.knowledge.locations().class(&lemma).is_some();
            target.place.is_none() && !somewhere && single
        }
    };
    one.then_some((Range::exactly(1.0), Basis::OneNamed))
}

/// The sum of a list of at least two; open upwards or downwards where an item is.
fn sum(items: &[ClaimAmount]) -> Option<ClaimAmount> {
    let (first, rest) = items.split_first()?;
    if rest.is_empty() {
        return None;
    }
    let add = |bound: fn(&Range) -> Option<f64>| -> Option<f64> {
        items.iter().map(|item| bound(&item.range)).sum()
    };
    let words = |item: &ClaimAmount| item.who.map_or(item.span, |who| who.to(item.span));
    let span = rest.iter().map(words).fold(words(first), Span::to);
    Some(ClaimAmount {
        span,
        who: Some(span),
        range: Range {
            low: add(|range| range.low),
            high: add(|range| range.high),
        },
        basis: Basis::Sum,
        ..first.clone()
    })
}

/// Who is named as part of those whom a noun stands for: "12 people, including 3 children",
/// "five people, three of them women", "12 people: five officers and seven civilians".
fn within(scene: &Scene<'_>, noun: usize, apart: &[usize]) -> Vec<usize> {
    let tree = &scene.tree;
    let amounts = scene.knowledge.amounts();
    let mut found: Vec<usize> = Vec::new();
    for &child in tree.children(noun) {
        let token = tree.token(child);
        let parted = amounts.is_part(&token.text.to_lowercase());
        // "six people killed, 12 injured": they are counted beside the whole.
        let told = tree.with_dep(child, &["acl"]).any(|at| at == child + 1);
        if token.dep == "appos" && !told {
            found.extend(tree.conjuncts(child));
        } else if parted && token.dep != "appos" {
            let inner = tree.with_dep(child, &["pobj", "dobj", "pcomp"]);
            found.extend(inner.flat_map(|at| tree.conjuncts(at)));
        }
    }
    found.retain(|at| !apart.contains(at));
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
