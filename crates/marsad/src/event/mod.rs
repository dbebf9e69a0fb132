//! Which claims speak of the same happening, and what do they agree on?
//!
//! In come the claims of any number of documents; out come [`Event`]s, each with
//! the claims that are judged to concern one happening. Nothing is merged away:
//! an event holds its claims, and what they dispute stays disputed. This first
//! form joins only what could hardly be two things: the same kind of deed by the
//! same known actors, on days that meet, at places that meet. Invariant: every
//! claim is in exactly one event, if only its own, and neither the order nor the
//! repetition of claims changes the events.

mod account;
mod likeness;

use crate::claim::Claim;

pub use account::{Account, Agreement};

/// Claims that are judged to concern one happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The id of its first claim in the order of ids, hence independent of arrival order.
    pub id: String,
    /// Its claims, by id.
    pub claims: Vec<Claim>,
    /// What they agree on and what they dispute.
    pub account: Account,
}

/// Groups claims into events, in the order of the events' ids.
///
/// Takes claims in any order; a claim that is given twice counts once.
pub fn reconcile(claims: impl IntoIterator<Item = Claim>) -> Vec<Event> {
    let mut claims: Vec<Claim> = claims.into_iter().collect();
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    claims.dedup_by(|a, b| a.id == b.id);
    let groups = likeness::groups(&claims);
    let mut events: Vec<Event> = groups
        .into_iter()
        .filter_map(|group| {
            let claims: Vec<Claim> = group.into_iter().map(|at| claims[at].clone()).collect();
            let id = claims.first()?.id.clone();
            let account = Account::of(&claims);
            Some(Event {
                id,
                claims,
                account,
            })
        })
        .collect();
    events.sort_by(|a, b| a.id.cmp(&b.id));
    events
}
