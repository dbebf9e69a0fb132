//! Which events do the stored claims speak of?
//!
//! Nothing is here yet but the place for it. Events are derived from the claims of many
//! documents, where all else is derived from one, so they cannot be made where a document is
//! read. [`Intake::commit`](super::intake::Intake::commit) knows the documents that a batch
//! added, and all their claims are in the store by then: that is where what they change in
//! the events is to be worked out, in the same transaction, so that no event ever speaks of a
//! claim that is not there, and [`Rebuild::commit`](super::rebuild::Rebuild::commit) is to do the
//! same with the documents that it read again. The tables come with the second migration;
//! `event_claims` can refer to `claims.number`, which a rebuild does not change.
//!
//! [`marsad::event::reconcile`] takes a [`Report`](marsad::event::Report) of each document, which is
//! made where the reading is at hand: in [`Derived::of`](super::intake::Derived::of), beside the rows.
//! Reports of documents that came earlier have to be kept for it in a form of their own.
