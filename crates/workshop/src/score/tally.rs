//! How many were right?
//!
//! In: what was expected and what was found, one document at a time. Out: counts that
//! add up over documents, and the measures made of them. Invariant: adding is
//! associative and commutative, so that no measure depends on the order of documents.

use std::collections::BTreeMap;

/// Counts of one document, which add up.
pub(super) trait Tally: Default {
    /// Both together.
    fn plus(self, other: Self) -> Self;
}

/// Expected things against found things.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Matches {
    /// Expected and found.
    pub(super) found: usize,
    /// Found and not expected.
    pub(super) spurious: usize,
    /// Expected and not found.
    pub(super) missed: usize,
}

impl Matches {
    /// `found` right ones of `predicted` found and `gold` expected things.
    pub(super) fn of(found: usize, predicted: usize, gold: usize) -> Self {
        Self {
            found,
            spurious: predicted - found,
            missed: gold - found,
        }
    }

    /// How many were expected.
    pub(super) fn gold(self) -> usize {
        self.found + self.missed
    }

    /// Which share of the found was expected; 0 where nothing was found.
    pub(super) fn precision(self) -> f64 {
        ratio(self.found, self.found + self.spurious)
    }

    /// Which share of the expected was found; 0 where nothing was expected.
    pub(super) fn recall(self) -> f64 {
        ratio(self.found, self.gold())
    }

    /// The harmonic mean of the two.
    pub(super) fn f1(self) -> f64 {
        ratio(2 * self.found, 2 * self.found + self.spurious + self.missed)
    }
}

impl Tally for Matches {
    fn plus(self, other: Self) -> Self {
        Self {
            found: self.found + other.found,
            spurious: self.spurious + other.spurious,
            missed: self.missed + other.missed,
        }
    }
}

/// Right answers among questions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Share {
    /// How many were answered rightly.
    pub(super) right: usize,
    /// How many there were.
    pub(super) of: usize,
}

impl Share {
    /// One question.
    pub(super) fn one(right: bool) -> Self {
        Self {
            right: usize::from(right),
            of: 1,
        }
    }

    /// The share of right answers; 0 where there were no questions.
    pub(super) fn value(self) -> f64 {
        ratio(self.right, self.of)
    }
}

impl Tally for Share {
    fn plus(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            of: self.of + other.of,
        }
    }
}

/// How far told confidences are from the truth, by tenths of confidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Calibration([(u64, Share); 10]);

impl Calibration {
    /// One answer, told to be as likely as this (0 to 1).
    pub(super) fn one(confidence: f32, right: bool) -> Self {
        let mut tenths = Self::default();
        let tenth = ((confidence * 10.0) as usize).min(9);
        // Whole millionths add up to the same in any order.
        tenths.0[tenth] = ((confidence * 1e6).round() as u64, Share::one(right));
        tenths
    }

    /// How many answers there were.
    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|(_, share)| share.of).sum()
    }

    /// 1 less the expected calibration error: the mean distance, over the answers, of the confidence
    /// told from the share that was right, both taken within each tenth.
    pub(super) fn value(&self) -> f64 {
        let far: f64 = self
            .0
            .iter()
            .map(|(told, share)| (*told as f64 / 1e6 - share.right as f64).abs())
            .sum();
        1.0 - far / self.count().max(1) as f64
    }
}

impl Tally for Calibration {
    fn plus(mut self, other: Self) -> Self {
        for ((told, share), (more, others)) in self.0.iter_mut().zip(other.0) {
            *told += more;
            *share = share.plus(others);
        }
        self
    }
}

impl Tally for usize {
    fn plus(self, other: Self) -> Self {
        self + other
    }
}

impl<K: Ord, T: Tally> Tally for BTreeMap<K, T> {
    fn plus(mut self, other: Self) -> Self {
        for (key, tally) in other {
            let sum = self.remove(&key).unwrap_or_default().plus(tally);
            self.insert(key, sum);
        }
        self
    }
}

impl<A: Tally, B: Tally> Tally for (A, B) {
    fn plus(self, other: Self) -> Self {
        (self.0.plus(other.0), self.1.plus(other.1))
    }
}

impl<A: Tally, B: Tally, C: Tally> Tally for (A, B, C) {
    fn plus(self, other: Self) -> Self {
        (
            self.0.plus(other.0),
            self.1.plus(other.1),
            self.2.plus(other.2),
        )
    }
}

impl<A: Tally, B: Tally, C: Tally, D: Tally> Tally for (A, B, C, D) {
    fn plus(self, other: Self) -> Self {
        let (a, b, c, d) = other;
        (
            self.0.plus(a),
            self.1.plus(b),
            self.2.plus(c),
            self.3.plus(d),
        )
    }
}

/// The mean F1 of the classes that were expected at all.
pub(super) fn macro_f1<K: Ord>(classes: &BTreeMap<K, Matches>) -> f64 {
    let expected = classes.values().filter(|matches| matches.gold() > 0);
    let (sum, count) = expected.fold((0.0, 0_u32), |(sum, count), matches| {
        (sum + matches.f1(), count + 1)
    });
    if count == 0 {
        0.0
    } else {
        sum / f64::from(count)
    }
}

/// For each expected thing in order, the first found thing that meets it and that none
/// before it took, as an index into `predicted`.
pub(super) fn pair<G, P>(
    gold: &[G],
    predicted: &[P],
    meets: impl Fn(&G, &P) -> bool,
) -> Vec<Option<usize>> {
    let mut taken = vec![false; predicted.len()];
    gold.iter()
        .map(|expected| {
            let free = |&at: &usize| !taken[at] && meets(expected, &predicted[at]);
            let at = (0..predicted.len()).find(free)?;
            taken[at] = true;
            Some(at)
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "no corpus has 2^52 items")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_of_known_counts() {
        let matches = Matches::of(3, 4, 6);
        assert_eq!((matches.precision(), matches.recall()), (0.75, 0.5));
        assert_eq!(matches.f1(), 0.6);
        assert_eq!(Matches::default().f1(), 0.0);
        assert_eq!(Share::one(true).plus(Share::one(false)).value(), 0.5);
    }

    #[test]
    fn confidence_is_held_against_what_was_right() {
        let told = |confidence, right| Calibration::one(confidence, right);
        let sure = told(0.75, true)
            .plus(told(0.75, true))
            .plus(told(0.75, true))
            .plus(told(0.75, false));
        assert_eq!((sure.value(), sure.count()), (1.0, 4));
        assert!((told(1.0, false).value()).abs() < 1e-9);
        assert!((told(0.3, true).plus(told(0.9, false)).value() - 0.2).abs() < 1e-6);
    }

    #[test]
    fn a_class_that_nobody_expected_does_not_lower_the_mean() {
        let classes = BTreeMap::from([("a", Matches::of(1, 1, 1)), ("b", Matches::of(0, 5, 0))]);
        assert_eq!(macro_f1(&classes), 1.0);
        let more = BTreeMap::from([("a", Matches::of(0, 0, 1))]);
        assert_eq!(macro_f1(&classes.plus(more)), 2.0 / 3.0);
    }

    #[test]
    fn each_is_paired_once_in_the_order_of_the_gold() {
        let near = |gold: &i32, found: &i32| (gold - found).abs() <= 1;
        assert_eq!(pair(&[2, 1, 9], &[1, 2, 3], near), [Some(0), Some(1), None]);
    }
}
