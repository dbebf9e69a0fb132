//! Where in a document's original text something stands.

use std::ops::Range;

/// A byte range of one document's original text; always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from its first byte to one past its last.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The words that the span points at, or `""` where it does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_meet_and_join() {
        let (a, b, c) = (Span::new(0, 3), Span::new(2, 5), Span::new(5, 6));
        assert!(a.overlaps(b) && !b.overlaps(c));
        assert_eq!(a.to(c), Span::new(0, 6));
        assert!(a.to(c).contains(b) && !a.contains(b));
        assert_eq!(Span::new(1, 9).of("short"), "");
    }
}
