//! Which happenings are one event, and which was the next best?
//!
//! In come the [`Face`]s of all happenings with the number of the report that each is of; out come groups of them, and for
//! each the group it was nearest to besides its own. The likeliest pairs are joined first; a pair joins two groups only
//! where all pairs between them have enough in common on average, so that a chain of likenesses does not make
//! one event of a week's shelling. Invariant: the groups follow from the faces and their order alone.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    candidates::Candidates,
    face::Face,
    likeness::{self, Likeness},
};
use crate::knowledge::likeness::Likenesses;

/// The groups that happenings make.
pub(super) struct Groups {
    /// For each happening the smallest number of its group.
    pub(super) of: Vec<u32>,
    /// For each happening the group, by its smallest number, that it would have gone with next, and the points between
    /// them.
    pub(super) rival: Vec<Option<(u32, f32)>>,
    /// For each happening the one of its group that it is likest to.
    pub(super) link: Vec<Option<(u32, Likeness)>>,
}

/// What two groups have in common: the sum of the points of those pairs between them that were compared, and how many.
#[derive(Clone, Copy, Default)]
struct Between {
    points: f32,
    pairs: u32,
}

/// Groups happenings; `reports` holds the number of the report that each is of, and `originals` that of the report
/// which this one is a copy of, or its own.
pub(super) fn group(
    likenesses: &Likenesses,
    faces: &[Face<'_>],
    reports: &[u32],
    originals: &[u32],
) -> Groups {
    let rules = &likenesses.grouping;
    let alike = Alike::of(likenesses, faces, reports, originals);
    let mut joined = Joined::new(faces.len());
    let first = alike.firsts(rules.least);
    for chain in chains(&first) {
        let inside = chain.iter().flat_map(|&one| {
            let own = alike.after(one).iter();
            own.map(move |&(other, points)| (one, other, points))
        });
        let inside =
            inside.filter(|(one, other, _)| first[*one as usize] == first[*other as usize]);
        joined.meet(inside.clone());
        let mut likely: Vec<(u32, u32, f32)> = inside
            .filter(|(_, _, points)| *points >= rules.least)
            .collect();
        likely.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        for (one, other, _) in likely {
            joined.join(one, other, rules.least * rules.shared, rules.strangers);
        }
        joined.forget(&chain);
    }
    let of: Vec<u32> = (0..faces.len()).map(|at| joined.root(at as u32)).collect();
    let mut rival: Vec<Option<(u32, f32)>> = vec![None; faces.len()];
    let mut link: Vec<Option<(u32, f32)>> = vec![None; faces.len()];
    for (one, other, points) in alike.iter() {
        let apart = of[one as usize] != of[other as usize];
        if apart && points < rules.rival {
            continue;
        }
        for (here, there) in [(one, other), (other, one)] {
            if apart {
                let best = &mut rival[here as usize];
                let group = of[there as usize];
                if best.is_none_or(|(known, most)| (points, known) > (most, group)) {
                    *best = Some((group, points));
                }
                continue;
            }
            let best = &mut link[here as usize];
            if best.is_none_or(|(_, most)| points > most) {
                *best = Some((there, points));
            }
        }
    }
    let link = (0_u32..).zip(link).map(|(here, best)| {
        let (there, _) = best?;
        let [one, other] = [here.min(there), here.max(there)].map(|at| &faces[at as usize]);
        Some((there, likeness::of(likenesses, one, other)?))
    });
    Groups {
        link: link.collect(),
        of,
        rival,
    }
}

/// The pairs that can be one, with their points.
struct Alike {
    /// The greater number of each pair.
    pairs: Vec<(u32, f32)>,
    /// Where the pairs of each smaller number end.
    ends: Vec<usize>,
}

impl Alike {
    fn of(likenesses: &Likenesses, faces: &[Face<'_>], reports: &[u32], originals: &[u32]) -> Self {
        let mut alike = Self {
            pairs: Vec::new(),
            ends: Vec::with_capacity(faces.len()),
        };
        Candidates::of(&likenesses.reach, faces, originals).each(|one, others| {
            let (here, face) = (reports[one as usize], &faces[one as usize]);
            let others = others
                .iter()
                .filter(|&&other| reports[other as usize] != here);
            alike.pairs.extend(others.filter_map(|&other| {
                let likeness = likeness::of(likenesses, face, &faces[other as usize])?;
                Some((other, likeness.points()))
            }));
            alike.ends.push(alike.pairs.len());
        });
        alike.told_apart(reports, originals);
        alike
    }

    /// Leaves of the pairs of two reports that print one story only those that are each other's likest, so that a copy never joins
    /// what its original tells apart.
    fn told_apart(&mut self, reports: &[u32], originals: &[u32]) {
        let one_story = |one: u32, other: u32| originals[one as usize] == originals[other as usize];
        let mut likest: BTreeMap<(u32, u32), f32> = BTreeMap::new();
        for (one, other, points) in self
            .iter()
            .filter(|(one, other, _)| one_story(*one, *other))
        {
            for (here, there) in [(one, other), (other, one)] {
                let best = likest
                    .entry((here, reports[there as usize]))
                    .or_insert(points);
                *best = best.max(points);
            }
        }
        if likest.is_empty() {
            return;
        }
        let is_likest = |one: u32, other: u32, points: f32| {
            let ways = [(one, other), (other, one)];
            ways.iter().all(|(here, there)| {
                let best = likest.get(&(*here, reports[*there as usize]));
                best.is_none_or(|best| points >= *best)
            })
        };
        let mut left = Self {
            pairs: Vec::with_capacity(self.pairs.len()),
            ends: Vec::with_capacity(self.ends.len()),
        };
        for one in 0..self.ends.len() as u32 {
            let kept = self.after(one).iter().filter(|(other, points)| {
                !one_story(one, *other) || is_likest(one, *other, *points)
            });
            left.pairs.extend(kept);
            left.ends.push(left.pairs.len());
        }
        *self = left;
    }

    /// Those that have the smaller number `one`, in order.
    fn after(&self, one: u32) -> &[(u32, f32)] {
        let end = self.ends[one as usize];
        let start = one
            .checked_sub(1)
            .map_or(0, |before| self.ends[before as usize]);
        &self.pairs[start..end]
    }

    fn iter(&self) -> impl Iterator<Item = (u32, u32, f32)> {
        (0..self.ends.len() as u32).flat_map(|one| {
            let after = self.after(one).iter();
            after.map(move |&(other, points)| (one, other, points))
        })
    }

    /// For each happening the first of those that it hangs together with by pairs of at least so many points.
    fn firsts(&self, least: f32) -> Vec<u32> {
        let mut first: Vec<u32> = (0..self.ends.len() as u32).collect();
        for (one, other, points) in self.iter() {
            if points >= least {
                let (one, other) = (root(&mut first, one), root(&mut first, other));
                first[one.max(other) as usize] = one.min(other);
            }
        }
        (0..first.len() as u32)
            .map(|at| root(&mut first, at))
            .collect()
    }
}

/// Those that hang together, more than one, in order; what is in none or in another can never join them.
fn chains(first: &[u32]) -> impl Iterator<Item = Vec<u32>> {
    let mut chains: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (at, &first) in (0_u32..).zip(first) {
        if first != at {
            chains.entry(first).or_insert_with(|| vec![first]).push(at);
        }
    }
    chains.into_values()
}

fn root(first: &mut [u32], at: u32) -> u32 {
    let mut here = at;
    while first[here as usize] != here {
        first[here as usize] = first[first[here as usize] as usize];
        here = first[here as usize];
    }
    here
}

/// Groups that grow.
struct Joined {
    root: Vec<u32>,
    size: Vec<u32>,
    /// What a group has in common with each other that it was compared with.
    between: Vec<FxHashMap<u32, Between>>,
}

impl Joined {
    fn new(count: usize) -> Self {
        Self {
            root: (0..count as u32).collect(),
            size: vec![1; count],
            between: vec![FxHashMap::default(); count],
        }
    }

    /// Lays down what pairs have in common.
    fn meet(&mut self, pairs: impl Iterator<Item = (u32, u32, f32)>) {
        for (one, other, points) in pairs {
            let pair = Between { points, pairs: 1 };
            self.between[one as usize].insert(other, pair);
            self.between[other as usize].insert(one, pair);
        }
    }

    /// Gives up what happenings that join no more have in common.
    fn forget(&mut self, all: &[u32]) {
        for &at in all {
            self.between[at as usize] = FxHashMap::default();
        }
    }

    /// The smallest number of a happening's group.
    fn root(&self, at: u32) -> u32 {
        let mut here = at;
        while self.root[here as usize] != here {
            here = self.root[here as usize];
        }
        here
    }

    /// Joins the groups of two happenings where their pairs have at least `least` in common on average; pairs that
    /// were not compared count as `strangers`.
    fn join(&mut self, one: u32, other: u32, least: f32, strangers: f32) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return;
        }
        let (first, second) = (one.min(other), one.max(other));
        let known = self.between[first as usize]
            .get(&second)
            .copied()
            .unwrap_or_default();
        let all = self.size[first as usize] as f32 * self.size[second as usize] as f32;
        let unknown = all - known.pairs as f32;
        if (known.points + unknown * strangers) / all < least {
            return;
        }
        self.root[second as usize] = first;
        self.size[first as usize] += self.size[second as usize];
        let moved = std::mem::take(&mut self.between[second as usize]);
        let mut moved: Vec<(u32, Between)> = moved.into_iter().collect();
        moved.sort_unstable_by_key(|(third, _)| *third);
        for (third, pair) in moved {
            self.between[third as usize].remove(&second);
            if third == first {
                continue;
            }
            for (here, there) in [(first, third), (third, first)] {
                let sum = self.between[here as usize].entry(there).or_default();
                sum.points += pair.points;
                sum.pairs += pair.pairs;
            }
        }
        self.between[first as usize].remove(&second);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_joins_what_it_copies_and_nothing_beside_it() {
        // Two happenings of a report, the same two of its copy, and one of another report.
        let (reports, originals) = ([0, 0, 1, 1, 2], [0, 0, 0, 0, 2]);
        let mut alike = Alike {
            pairs: vec![
                (2, 5.0),
                (3, 3.0),
                (4, 4.0),
                (2, 3.0),
                (3, 5.0),
                (4, 2.0),
                (4, 4.0),
                (4, 2.0),
            ],
            ends: vec![3, 6, 7, 8, 8],
        };
        alike.told_apart(&reports, &originals);
        let left: Vec<(u32, u32)> = alike.iter().map(|(one, other, _)| (one, other)).collect();
        assert_eq!(left, [(0, 2), (0, 4), (1, 3), (1, 4), (2, 4), (3, 4)]);
    }
}
