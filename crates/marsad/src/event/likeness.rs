//! Do two claims speak of the same happening?

use std::collections::BTreeMap;

use crate::{
    claim::{Claim, ClaimPlace, Modality},
    terms::Interval,
};

/// Partitions claims, given by index, into those that speak of one happening.
pub(super) fn groups(claims: &[Claim]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..claims.len()).collect();
    // Only claims of one kind of deed are compared, so the work stays far from quadratic.
    let mut by_action: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        by_action.entry(&claim.action.0).or_default().push(at);
    }
    for same in by_action.values() {
        for (nth, &a) in same.iter().enumerate() {
            for &b in &same[nth + 1..] {
                if alike(&claims[a], &claims[b]) {
                    let (a, b) = (find(&mut root, a), find(&mut root, b));
                    root[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..claims.len() {
        let top = find(&mut root, at);
        groups.entry(top).or_default().push(at);
    }
    groups.into_values().collect()
}

fn find(root: &mut [usize], at: usize) -> usize {
    let mut here = at;
    while root[here] != here {
        root[here] = root[root[here]];
        here = root[here];
    }
    here
}

/// Whether two claims of one kind of deed could hardly be about two happenings. A
/// denial speaks of the happening that it denies; a plan or a threat speaks of none.
fn alike(a: &Claim, b: &Claim) -> bool {
    let happened = |claim: &Claim| {
        let told = matches!(
            claim.modality,
            Modality::Asserted | Modality::Denied | Modality::Supposed
        );
        told && !claim.summary
    };
    happened(a) && happened(b) && same_actors(a, b) && days_meet(a, b) && places_meet(a, b)
}

fn same_actors(a: &Claim, b: &Claim) -> bool {
    let ids = |claim: &Claim| -> Vec<String> {
        let mut ids: Vec<String> = claim
            .actors
            .iter()
            .filter_map(|party| Some(party.actor.as_ref()?.0.to_string()))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let (a, b) = (ids(a), ids(b));
    !a.is_empty() && a.iter().any(|id| b.contains(id))
}

fn days_meet(a: &Claim, b: &Claim) -> bool {
    let days = |claim: &Claim| -> Option<Interval> { claim.when.value()?.days };
    match (days(a), days(b)) {
        (Some(a), Some(b)) => a.overlaps(b) && a.days() <= 7 && b.days() <= 7,
        _ => false,
    }
}

fn places_meet(a: &Claim, b: &Claim) -> bool {
    let area = |claim: &Claim| claim.places.first().and_then(ClaimPlace::area);
    match (area(a), area(b)) {
        (Some((a, a_km)), Some((b, b_km))) => a.km_to(b) <= (a_km + b_km).min(50.0),
        _ => false,
    }
}
