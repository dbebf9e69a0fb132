//! Which events have no row, and why?
//!
//! In come reasons; out comes a line for people that counts them. Invariant: each event is counted once, under the first reason that
//! holds.

use std::collections::BTreeMap;

/// Why an event has no row in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Omission {
    /// It is only planned, threatened or demanded, or of unknown kind.
    NotTold,
    /// Nobody says that it was done.
    NotDone,
    /// All who speak of it deny it.
    Denied,
    /// An analyst has rejected it.
    Rejected,
    /// It sums up many incidents.
    Summary,
    /// The form has no code for such a deed.
    Uncoded,
    /// Armed force is no part of it.
    NoForce,
    /// Nobody is said to have died.
    NoDead,
    /// No day is known, or not to within what the form can hold.
    Undated,
    /// No source of it can be named.
    NoSource,
}

impl Omission {
    /// What those events are.
    fn says(self) -> &'static str {
        match self {
            Self::NotTold => "only planned, threatened or demanded, or of unknown kind",
            Self::NotDone => "not said to have been done",
            Self::Denied => "denied by all who speak of them",
            Self::Rejected => "rejected by hand",
            Self::Summary => "summaries of many incidents",
            Self::Uncoded => "of a kind without a code in this form",
            Self::NoForce => "without armed force",
            Self::NoDead => "without a reported death",
            Self::Undated => "without a day as exact as this form asks for",
            Self::NoSource => "from reports without a named source",
        }
    }
}

/// How many events have no row, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Omitted(BTreeMap<Omission, usize>);

impl Omitted {
    /// One more.
    pub(super) fn count(&mut self, omission: Omission) {
        *self.0.entry(omission).or_default() += 1;
    }

    /// All of them in words; `None` where nothing was left out.
    pub(crate) fn says(&self) -> Option<String> {
        let all: usize = self.0.values().sum();
        let each = self.0.iter();
        let each: Vec<String> = each
            .map(|(omission, times)| format!("{times} {}", omission.says()))
            .collect();
        let events = if all == 1 { "event has" } else { "events have" };
        (all > 0).then(|| format!("{all} {events} no row: {}", each.join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_by_reason() {
        let mut omitted = Omitted::default();
        assert_eq!(omitted.says(), None);
        omitted.count(Omission::Undated);
        omitted.count(Omission::Summary);
        omitted.count(Omission::Summary);
        assert_eq!(
            omitted.says().as_deref(),
            Some(
                "3 events have no row: 2 summaries of many incidents; 1 without a day as exact as this form asks for"
            )
        );
    }
}
