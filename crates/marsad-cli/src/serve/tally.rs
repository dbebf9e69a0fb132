//! What do many events come to?
//!
//! In come events; out comes a [`Tally`] of them. Invariant: dead are summed by the rules of situations, so that what sums up many
//! deeds, or is not said to have been done, adds nothing.

use serde::Serialize;
use utoipa::ToSchema;

use super::index::Entry;

/// How many events, of which families, with how many dead.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(super) struct Tally {
    /// How many events.
    pub(super) events: usize,
    /// The least, best and most dead.
    pub(super) killed: [f64; 3],
    /// How many of each family of kinds of deed, in their order.
    pub(super) families: Vec<usize>,
}

impl Tally {
    /// Of no event, where there are so many families.
    pub(super) fn none(families: usize) -> Self {
        Self {
            events: 0,
            killed: [0.0; 3],
            families: vec![0; families],
        }
    }

    /// Adds an event.
    pub(super) fn add(&mut self, entry: &Entry) {
        self.events += 1;
        for (sum, number) in self
            .killed
            .iter_mut()
            .zip(entry.sketch.toll.unwrap_or_default())
        {
            *sum += number;
        }
        let family = entry.family.map(usize::from);
        if let Some(count) = family.and_then(|family| self.families.get_mut(family)) {
            *count += 1;
        }
    }

    /// The family of most events, of equals the first.
    pub(super) fn family(&self) -> Option<usize> {
        let counted = self
            .families
            .iter()
            .enumerate()
            .filter(|(_, count)| **count > 0);
        let most = counted.max_by_key(|(family, count)| (**count, std::cmp::Reverse(*family)));
        most.map(|(family, _)| family)
    }
}
