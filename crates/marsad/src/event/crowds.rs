//! Which of a crowd can be one, where comparing all with all would take too long?
//!
//! In come happenings that share something; out come parts of them that share more: a day, a spot, a number of dead, a kind
//! of deed, a rare word. A part that is still a crowd is cut by what comes after, and what shares all that can be
//! shared is laid in order and compared with what lies near it. So nothing is left uncompared because many are like it, and the
//! work grows with the happenings. Invariant: whoever is no crowd stays whole; the parts follow from the faces alone.

use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher as _};

use super::{
    candidates::{self, LONGEST},
    face::Face,
    lists::Lists,
};

/// How many happenings are compared all with all.
const CROWD: usize = 400;
/// How many of a crowd may share a word that leads from one to the other.
const RARE: usize = 32;
/// How many degrees a spot is wide and high.
const SPOT: f64 = 0.1;
/// What touches more spots than this is known by its name alone.
const SPOTS: usize = 25;

/// What else happenings of a crowd may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// A day, of the one's own and the next.
    Day,
    /// A small cell of the globe, or a place's name.
    Spot,
    /// A number of dead.
    Toll,
    /// A kind of deed.
    Kin,
}

/// In the order in which crowds are cut.
const ALL: [By; 4] = [By::Day, By::Spot, By::Toll, By::Kin];

/// Adds a crowd to `whole` if it is small enough, else its parts.
pub(super) fn add(whole: &mut Lists, faces: &[Face<'_>], crowd: &[u32]) {
    cut(whole, faces, crowd, &ALL);
}

fn cut(whole: &mut Lists, faces: &[Face<'_>], crowd: &[u32], rest: &[By]) {
    if crowd.len() <= CROWD {
        whole.push(crowd.iter().copied());
        return;
    }
    if rest.is_empty() {
        blocks(whole, faces, crowd);
        return;
    }
    let words = parts(crowd, |number, keys| {
        keys.extend(faces[number].words.iter().map(|&word| u64::from(word)));
    });
    for part in shared(&words).filter(|part| part.len() <= RARE) {
        whole.push(part.iter().map(|(_, number)| *number));
    }
    for (at, by) in rest.iter().enumerate() {
        let keyed = parts(crowd, |number, keys| by.keys(&faces[number], keys));
        let mut part: Vec<u32> = Vec::new();
        for same in shared(&keyed) {
            part.clear();
            part.extend(same.iter().map(|(_, number)| *number));
            cut(whole, faces, &part, &rest[at + 1..]);
        }
    }
}

/// Each of a crowd under each of its keys, in order.
fn parts(crowd: &[u32], keys_of: impl Fn(usize, &mut Vec<u64>)) -> Vec<(u64, u32)> {
    let mut keys: Vec<u64> = Vec::new();
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for &number in crowd {
        keys.clear();
        keys_of(number as usize, &mut keys);
        keyed.extend(keys.iter().map(|&key| (key, number)));
    }
    keyed.sort_unstable();
    keyed.dedup();
    keyed
}

/// The parts of more than one.
fn shared(keyed: &[(u64, u32)]) -> impl Iterator<Item = &[(u64, u32)]> {
    let parts = keyed.chunk_by(|one, other| one.0 == other.0);
    parts.filter(|part| part.len() > 1)
}

/// Lays a crowd in order of numbers and words, and cuts it into pieces each of which overlaps the next by half.
fn blocks(whole: &mut Lists, faces: &[Face<'_>], crowd: &[u32]) {
    let mut laid = crowd.to_vec();
    laid.sort_by(|&one, &other| {
        let (here, there) = (&faces[one as usize], &faces[other as usize]);
        let killed = here.killed.iter().map(|killed| killed.0 as u64);
        let killed = killed.cmp(there.killed.iter().map(|killed| killed.0 as u64));
        killed
            .then_with(|| here.words.cmp(there.words))
            .then(one.cmp(&other))
    });
    let half = CROWD / 2;
    let last = laid.len().saturating_sub(half);
    for start in (0..last).step_by(half) {
        let mut block = laid[start..laid.len().min(start + CROWD)].to_vec();
        block.sort_unstable();
        whole.push(block);
    }
}

impl By {
    /// Numbers for what a happening shares with others.
    fn keys(self, face: &Face<'_>, keys: &mut Vec<u64>) {
        match self {
            Self::Day => {
                if let Some((first, last)) =
                    face.days.filter(|(first, last)| last - first < LONGEST)
                {
                    keys.extend((first..=last + 1).map(key));
                }
            }
            Self::Spot => {
                if let Some(site) = face.site {
                    let cells = candidates::cells(site.at, site.radius_km, SPOT);
                    if cells.len() <= SPOTS {
                        keys.extend(cells.iter().map(key));
                    }
                    keys.push(key(site.name.as_str()));
                }
                keys.extend(face.unplaced.iter().map(key));
            }
            Self::Toll => keys.extend(face.killed.iter().map(|killed| key(killed.0 as u64))),
            Self::Kin => keys.extend(face.kins.iter().map(key)),
        }
    }
}

/// A number for what may be shared.
pub(super) fn key(what: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::together::Sense;

    /// What one day brings of one kind, with so many dead, in such words.
    fn face(day: i32, killed: f64, words: &[u32]) -> Face<'_> {
        Face {
            sense: Sense::Done,
            kins: vec![1],
            days: Some((day, day)),
            dated: true,
            site: None,
            unplaced: vec!["the old market"],
            killed: vec![(killed, killed)],
            injured: Vec::new(),
            actors: Vec::new(),
            sides: Vec::new(),
            camps: Vec::new(),
            words,
        }
    }

    fn parts_of(faces: &[Face<'_>]) -> Lists {
        let mut whole = Lists::default();
        let crowd: Vec<u32> = (0..faces.len() as u32).collect();
        add(&mut whole, faces, &crowd);
        whole
    }

    fn meet(parts: &Lists, one: u32, other: u32) -> bool {
        parts
            .iter()
            .any(|part| part.contains(&one) && part.contains(&other))
    }

    #[test]
    fn what_is_no_crowd_stays_whole() {
        let faces = vec![face(1, 7.0, &[]); CROWD];
        let parts = parts_of(&faces);
        assert_eq!(parts.iter().map(<[u32]>::len).collect::<Vec<_>>(), [CROWD]);
    }

    #[test]
    fn in_a_crowd_those_meet_that_share_a_day_and_their_dead_or_a_rare_word() {
        let words: Vec<Vec<u32>> = (0..4000).map(|n| vec![1, 1000 + n / 2]).collect();
        let all = words.iter().zip(0_u16..);
        let faces: Vec<Face<'_>> = all
            .map(|(words, n)| face(i32::from(n % 20), f64::from(n % 90), words))
            .collect();
        let parts = parts_of(&faces);
        assert!(meet(&parts, 20, 21), "a rare word");
        assert!(meet(&parts, 0, 180), "one day and one number");
        assert!(!meet(&parts, 0, 87), "neither");
        let longest = parts.iter().map(<[u32]>::len).max();
        assert!(
            longest.is_some_and(|longest| longest <= CROWD),
            "{longest:?}"
        );
    }

    #[test]
    fn of_a_thousand_that_are_alike_each_meets_its_neighbours() {
        let faces = vec![face(1, 7.0, &[1]); 1000];
        let parts = parts_of(&faces);
        assert!((0..999).all(|one| meet(&parts, one, one + 1)));
        assert!(parts.iter().all(|part| part.len() <= CROWD));
    }
}
