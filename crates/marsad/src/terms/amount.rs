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

    /// The number that stands for it where one is asked for: its lower bound or, where the words set none ("close to 500,000"),
    /// its upper one; `None` where it has neither.
    pub fn least(&self) -> Option<f64> {
        self.low.or(self.high)
    }
}
