//! Which happenings are one event, and which was the next best?
//!
//! In come the [`Face`]s of all happenings with the number of the report that each is of; out come groups of them, and for
//! each the group it was nearest to besides its own. The likeliest pairs are joined first; a pair joins two groups only
//! where all pairs between them have enough in common on average, so that a chain of likenesses does not make
//! one event of a week's shelling. Invariant: the groups follow from the faces and their order alone.

use rustc_hash::FxHashMap;

use super::{
    candidates,
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
    let alike: Vec<(u32, u32, Likeness)> = candidates::pairs(&likenesses.reach, faces, originals)
        .into_iter()
        .filter(|&(one, other)| reports[one as usize] != reports[other as usize])
        .filter_map(|(one, other)| {
            let likeness = likeness::of(likenesses, &faces[one as usize], &faces[other as usize])?;
            Some((one, other, likeness))
        })
        .collect();
    let compared: Vec<(u32, u32, f32)> = alike
        .iter()
        .map(|(one, other, likeness)| (*one, *other, likeness.points()))
        .collect();
    let mut joined = Joined::new(faces.len(), &compared);
    let mut likely: Vec<&(u32, u32, f32)> = compared
        .iter()
        .filter(|(_, _, points)| *points >= rules.least)
        .collect();
    likely.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    for &&(one, other, _) in &likely {
        joined.join(one, other, rules.least * rules.shared, rules.strangers);
    }
    let of: Vec<u32> = (0..faces.len()).map(|at| joined.root(at as u32)).collect();
    let mut rival: Vec<Option<(u32, f32)>> = vec![None; faces.len()];
    for &(one, other, points) in &compared {
        if points < rules.rival || of[one as usize] == of[other as usize] {
            continue;
        }
        for (here, there) in [(one, other), (other, one)] {
            let best = &mut rival[here as usize];
            let group = of[there as usize];
            if best.is_none_or(|(known, most)| (points, known) > (most, group)) {
                *best = Some((group, points));
            }
        }
    }
    let mut link: Vec<Option<(u32, Likeness)>> = vec![None; faces.len()];
    for &(one, other, likeness) in &alike {
        if of[one as usize] != of[other as usize] {
            continue;
        }
        for (here, there) in [(one, other), (other, one)] {
            let best = &mut link[here as usize];
            if best.is_none_or(|(_, known)| likeness.points() > known.points()) {
                *best = Some((there, likeness));
            }
        }
    }
    Groups { of, rival, link }
}

/// Groups that grow.
struct Joined {
    root: Vec<u32>,
    size: Vec<u32>,
    /// What a group has in common with each other that it was compared with.
    between: Vec<FxHashMap<u32, Between>>,
}

impl Joined {
    fn new(count: usize, compared: &[(u32, u32, f32)]) -> Self {
        let mut between: Vec<FxHashMap<u32, Between>> = vec![FxHashMap::default(); count];
        for &(one, other, points) in compared {
            let pair = Between { points, pairs: 1 };
            between[one as usize].insert(other, pair);
            between[other as usize].insert(one, pair);
        }
        Self {
            root: (0..count as u32).collect(),
            size: vec![1; count],
            between,
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
