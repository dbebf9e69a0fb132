//! How a value was arrived at. Absence has a type.

use smol_str::SmolStr;

/// A value with the way it was arrived at, or the way it is missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Slot<T> {
    /// The text says so.
    Said(T),
    /// The text does not say so here; it follows from something else in it.
    Inferred {
        /// What was inferred.
        value: T,
        /// From what, in plain words.
        reason: SmolStr,
    },
    /// Several readings are possible; the likeliest first.
    Ambiguous(Vec<T>),
    /// The text says something that could not be resolved.
    Unresolved,
    /// The text says nothing.
    #[default]
    Unsaid,
}

impl<T> Slot<T> {
    /// The value, if there is one; of several, the likeliest.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Said(value) | Self::Inferred { value, .. } => Some(value),
            Self::Ambiguous(candidates) => candidates.first(),
            Self::Unresolved | Self::Unsaid => None,
        }
    }

    /// The word for it on the wire: said, inferred, ambiguous, unresolved or unsaid.
    pub fn status(&self) -> &'static str {
        match self {
            Self::Said(_) => "said",
            Self::Inferred { .. } => "inferred",
            Self::Ambiguous(_) => "ambiguous",
            Self::Unresolved => "unresolved",
            Self::Unsaid => "unsaid",
        }
    }

    /// Why the value was inferred, where it was.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Inferred { reason, .. } => Some(reason),
            _ => None,
        }
    }
}
