//! Which events do the stored claims speak of?
//!
//! Nothing is here yet but the place for it. Events are derived from the claims of many
//! documents, where all else is derived from one, so they cannot be made where a document is
//! read. [`Intake::commit`](super::intake::Intake::commit) knows the documents that a batch
//! added, and all their claims are in the store by then: that is where what they change in
//! the events is to be worked out, in the same transaction, so that no event ever speaks of a
//! claim that is not there. The tables `events` and `event_claims` come with the second
//! migration; `event_claims` refers to `claims.number`, which a rebuild does not change.
//! [`Rebuild`](super::rebuild::Rebuild) passes its batches through the same function.
