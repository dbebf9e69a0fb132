//! What do the claims of one event agree on, and what do they dispute?

use std::collections::BTreeMap;

use smol_str::SmolStr;

use crate::{
    claim::{Claim, ClaimAmount, Modality},
    terms::Range,
};

/// What the claims of one event say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Whether it happened at all.
    pub happened: Agreement,
    /// For each thing counted ("killed"), the range from the lowest to the highest that
    /// anybody gives; an end that somebody leaves open is open.
    pub amounts: BTreeMap<SmolStr, Range>,
    /// Who says so: the name of the last voice of each claim, each once, in order of name.
    pub voices: Vec<SmolStr>,
}

/// Whether claims agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// All say so.
    Agreed,
    /// Some say so and some deny it.
    Disputed,
    /// All deny it.
    Denied,
}

impl Account {
    /// The account that claims of one happening support.
    pub fn of(claims: &[Claim]) -> Self {
        let denials = claims
            .iter()
            .filter(|claim| claim.modality == Modality::Denied)
            .count();
        let happened = match denials {
            0 => Agreement::Agreed,
            all if all == claims.len() => Agreement::Denied,
            _ => Agreement::Disputed,
        };
        let mut amounts: BTreeMap<SmolStr, Range> = BTreeMap::new();
        // A part is in its whole already, and what a running total counts is not this event's alone.
        let own = |amount: &&ClaimAmount| amount.part_of.is_none() && !amount.cumulative;
        let all = claims.iter().flat_map(|claim| &claim.amounts);
        for amount in all.filter(own) {
            amounts
                .entry(amount.what.clone())
                .and_modify(|range| *range = hull(*range, amount.range))
                .or_insert(amount.range);
        }
        let mut voices: Vec<SmolStr> = claims
            .iter()
            .filter_map(|claim| Some(claim.voices.last()?.name.clone()))
            .collect();
        voices.sort_unstable();
        voices.dedup();
        Self {
            happened,
            amounts,
            voices,
        }
    }
}

/// The smallest range that holds both; `None` is open.
fn hull(a: Range, b: Range) -> Range {
    let both = |a: Option<f64>, b: Option<f64>, pick: fn(f64, f64) -> f64| Some(pick(a?, b?));
    Range {
        low: both(a.low, b.low, f64::min),
        high: both(a.high, b.high, f64::max),
    }
}
