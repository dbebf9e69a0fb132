//! Which known spelling was perhaps meant?
//!
//! In: a name that nothing bears. Out: the nearest spellings that something bears, for
//! a person to choose from. Invariant: a spelling that is handed out is found by
//! [`Gazetteer::find`]; reading reports never guesses like this.
//!
//! The names are walked as the automaton that they are stored as, and a branch is left
//! as soon as everything behind it is too far off, which takes some milliseconds.

use std::cmp::Reverse;

use fst::{Automaton, IntoStreamer as _, Streamer as _};

use super::layout::{self, Posting};
use super::{Candidate, Gazetteer, Layer, PlaceId, fold};

/// A known spelling near to one that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The spelling as it is kept: folded.
    pub spelling: String,
    /// How many bytes must be changed, added or left out.
    pub distance: u8,
    /// The likeliest place of that name.
    pub place: PlaceId,
}

impl Gazetteer {
    /// The spellings nearest to a name, at most `most` of them, no spelling and no place twice:
    /// those one byte away, and from six letters on those two bytes away.
    pub fn near(&self, name: &str, most: usize) -> Vec<Near> {
        let folded = fold(name);
        let within = Within {
            name: folded.as_bytes(),
            most: match folded.len() {
                0..=2 => return Vec::new(),
                3..=5 => 1,
                _ => 2,
            },
        };
        let mut found: Vec<(u8, Candidate, String)> =
            self.all().flat_map(|layer| layer.near(&within)).collect();
        found.sort_by(|one, other| {
            let rank = |(distance, candidate, spelling): &(u8, Candidate, String)| {
                (*distance, Reverse(candidate.prior), spelling.clone())
            };
            rank(one).cmp(&rank(other))
        });
        let mut nearest: Vec<Near> = Vec::new();
        for (distance, candidate, spelling) in found {
            let place = candidate.place;
            let new = nearest
                .iter()
                .all(|near| near.place != place && near.spelling != spelling);
            if new && nearest.len() < most {
                nearest.push(Near {
                    spelling,
                    distance,
                    place,
                });
            }
        }
        nearest
    }
}

impl Layer {
    fn near(&self, within: &Within<'_>) -> Vec<(u8, Candidate, String)> {
        let mut found = Vec::new();
        let mut stream = self.names.search_with_state(within).into_stream();
        while let Some((key, value, state)) = stream.next() {
            let best = match Posting::from_value(value) {
                Posting::One(named) => Some(named),
                Posting::Many(offset) => layout::list(self.postings.as_ref(), offset).next(),
            };
            let distance = state.last().copied();
            // Keys of abbreviations do not fold to themselves, so no spelling leads to them.
            let spelling = std::str::from_utf8(key)
                .ok()
                .filter(|key| fold(key) == *key);
            if let (Some(best), Some(distance), Some(spelling)) = (best, distance, spelling) {
                found.push((distance, self.candidate(best), spelling.to_owned()));
            }
        }
        found
    }
}

/// Accepts what at most so many changed, added or left-out bytes make of a name.
struct Within<'n> {
    name: &'n [u8],
    most: u8,
}

/// The state is a row of the table of distances: entry `n` says how far what was read is
/// from the first `n` bytes of the name.
impl Automaton for Within<'_> {
    type State = Vec<u8>;

    fn start(&self) -> Vec<u8> {
        (0..=self.name.len())
            .map(|length| u8::try_from(length).unwrap_or(u8::MAX))
            .collect()
    }

    fn is_match(&self, row: &Vec<u8>) -> bool {
        row.last().is_some_and(|distance| *distance <= self.most)
    }

    fn can_match(&self, row: &Vec<u8>) -> bool {
        row.iter().any(|distance| *distance <= self.most)
    }

    fn accept(&self, row: &Vec<u8>, byte: u8) -> Vec<u8> {
        let mut next = Vec::with_capacity(row.len());
        let mut last = row.first().copied().unwrap_or(u8::MAX).saturating_add(1);
        next.push(last);
        for (pair, letter) in row.windows(2).zip(self.name) {
            let [changed, added] = *pair else { continue };
            let changed = changed.saturating_add(u8::from(*letter != byte));
            last = changed
                .min(added.saturating_add(1))
                .min(last.saturating_add(1));
            next.push(last);
        }
        next
    }
}
