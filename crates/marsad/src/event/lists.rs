//! How are many short lists of numbers kept without a piece of memory for each?
//!
//! In come lists; out come the same by their number, and the inverse: which lists hold a number. Invariant: a list stays as
//! it was pushed.

/// Lists of numbers, one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    numbers: Vec<u32>,
    /// Where each list ends.
    ends: Vec<usize>,
}

impl Lists {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.numbers.extend(list);
        self.ends.push(self.numbers.len());
    }

    pub(super) fn get(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start..self.ends[at]]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|at| self.get(at))
    }

    /// For each number below `count` the lists that hold it, in order.
    pub(super) fn inverse(&self, count: usize) -> Self {
        let mut ends = vec![0; count];
        for &number in &self.numbers {
            ends[number as usize] += 1;
        }
        let mut all = 0;
        for end in &mut ends {
            // For now where each begins; filling it moves that to its end.
            all += std::mem::replace(end, all);
        }
        let mut numbers = vec![0; self.numbers.len()];
        for (at, list) in (0_u32..).zip(self.iter()) {
            for &number in list {
                let end = &mut ends[number as usize];
                numbers[*end] = at;
                *end += 1;
            }
        }
        Self { numbers, ends }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_found_by_number_and_by_what_they_hold() {
        let mut lists = Lists::default();
        lists.push([2, 0]);
        lists.push([]);
        lists.push([2]);
        let all: Vec<&[u32]> = lists.iter().collect();
        assert_eq!(all, [&[2, 0][..], &[], &[2]]);
        let inverse = lists.inverse(3);
        let all: Vec<&[u32]> = inverse.iter().collect();
        assert_eq!(all, [&[0][..], &[], &[0, 2]]);
    }
}
