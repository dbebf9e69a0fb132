//! Which words do all stages share?
//!
//! Small value types with one meaning each: [`Span`] points into a document,
//! [`LonLat`] onto the globe, [`Interval`] into the calendar, [`Range`] at a
//! number, and [`Slot`] says how a value was arrived at. Nothing here looks at
//! text or knowledge. Invariant: every type is plain data that compares by value.

mod amount;
mod interval;
mod lonlat;
mod slot;
mod span;

pub use amount::Range;
pub use interval::{DatePrecision, Interval, time_precision};
pub use lonlat::LonLat;
pub use slot::Slot;
pub use span::Span;
