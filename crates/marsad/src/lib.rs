//! Marsad reads reports of war and gives back **claims**: who did what to whom,
//! where, when, and who says so, each tied to the bytes that say it.
//!
//! The path is **document → sentence → mention → claim → event → situation**.
//! Each step is a noun, a type and a module, listed here in order; a module may
//! use the ones above it and nothing below (a test sees to it). Three verbs are
//! the whole surface, after [`Knowledge::from_files`](knowledge::Knowledge::from_files):
//! [`Reader::read`](reading::Reader::read) turns one document into a
//! [`Reading`](reading::Reading), [`reconcile`](event::reconcile) turns the claims
//! of many into [`Event`](event::Event)s, and
//! [`Situation::of`](situation::Situation::of) folds those over an area up to a day.
//!
//! The library cannot act: it has no clock, no disk, no network and no
//! randomness. Knowledge and dates are arguments, and the same input gives the
//! same output on every machine and on any number of threads. Reading never
//! fails; what it is unsure of it says as a [`Doubt`](reading::Doubt).

// The words that all stages share: spans, places, dates, amounts, slots.
pub mod terms;

// What marsad knows: `data/` loaded, checked and indexed. The only place that can fail.
pub mod knowledge;

// What arrived, from whom, and when?
pub mod document;

// Where does a statement end, and which word governs which?
pub mod sentence;

// Which words name somebody, somewhere, some time, some amount?
pub mod mention;

// Who is said to have done what to whom, where, when, and who says so?
pub mod claim;

// Everything understood from one document; the front door.
pub mod reading;

// What does marsad look at where it has learned? For the workshop, which finds the weights.
pub mod training;

// Which claims speak of the same happening, and what do they agree on?
pub mod event;

// What does it add up to, here, as of then?
pub mod situation;
