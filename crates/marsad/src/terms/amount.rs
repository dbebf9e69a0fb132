//! A number as reports give it: a range, open where they leave it open.

/// A range of a quantity: "at least 12" is 12 to open, "dozens" is wide, never 12.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// The least that the words allow; `None` where they set no lower bound.
    pub low: Option<f64>,
    /// The most that the words allow; `None` where they set no upper bound.
    pub high: Option<f64>,
}

impl Range {
    /// Exactly this number.
    pub fn exactly(value: f64) -> Self {
        Self {
            low: Some(value),
            high: Some(value),
        }
    }
}
