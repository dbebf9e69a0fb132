//! What was already worked out for this word?
//!
//! In come the keys of the tokens of a text, out come their entries. Entries
//! of words met before are used where they lie, the others are worked out
//! together and kept for later texts, as long as there is room.
//!
//! Invariant: an entry is a function of its key, so it makes no difference to
//! any answer what is kept, nor which thread put it there. Nothing that is kept
//! ever moves or changes.

use std::collections::hash_map::Entry;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::embed::Key;

/// Most numbers that are kept: 32 MiB of them, some nine thousand words.
const MOST_NUMBERS: usize = 8 << 20;

/// The entries of words met before.
pub(crate) struct Memory {
    /// Numbers in an entry.
    entry: usize,
    kept: RwLock<Kept>,
}

#[derive(Default)]
struct Kept {
    places: FxHashMap<Key, usize>,
    entries: Vec<f32>,
}

/// The entries of the tokens of one text.
pub(crate) struct Entries<'a> {
    entry: usize,
    kept: &'a [f32],
    fresh: &'a [f32],
    places: &'a [Place],
}

/// Which entry a token has.
enum Place {
    Kept(usize),
    Fresh(usize),
}

impl Entries<'_> {
    /// How many tokens there are.
    pub(crate) fn tokens(&self) -> usize {
        self.places.len()
    }

    /// The entry of a token, if there is such a token.
    #[inline(always)]
    pub(crate) fn get(&self, token: usize) -> Option<&[f32]> {
        let (entries, place) = match self.places.get(token)? {
            Place::Kept(place) => (self.kept, place),
            Place::Fresh(place) => (self.fresh, place),
        };
        Some(&entries[place * self.entry..][..self.entry])
    }
}

impl Memory {
    /// An empty memory for entries of `entry` numbers.
    pub(crate) fn new(entry: usize) -> Self {
        Self {
            entry,
            kept: RwLock::default(),
        }
    }

    /// Hands the entries of the keys to `read`. `work_out` gives the entries
    /// of the keys, all different, that are not yet known.
    pub(crate) fn with_entries<T>(
        &self,
        keys: impl Iterator<Item = Key>,
        work_out: impl FnOnce(&[Key]) -> Vec<f32>,
        read: impl FnOnce(&Entries<'_>) -> T,
    ) -> T {
        let (places, unknown, room) = self.places(keys);
        let fresh = if unknown.is_empty() {
            Vec::new()
        } else {
            work_out(&unknown)
        };
        if room && !unknown.is_empty() {
            self.keep(&unknown, &fresh);
        }
        // Only a thread that is adding a few entries can be in the way here.
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        read(&Entries {
            entry: self.entry,
            kept: &kept.entries,
            fresh: &fresh,
            places: &places,
        })
    }

    /// The places of the entries, the keys of those that are not kept, and
    /// whether there is room to keep more. A full memory is never locked for
    /// writing, so that threads then never wait for each other.
    fn places(&self, keys: impl Iterator<Item = Key>) -> (Vec<Place>, Vec<Key>, bool) {
        // Waiting would cost more than it saves, so a memory that is being
        // written to counts as empty.
        let kept = self.kept.try_read().ok();
        let mut unknown = Vec::new();
        let mut unknown_places = FxHashMap::default();
        let places = keys
            .map(
                |key| match kept.as_ref().and_then(|kept| kept.places.get(&key)) {
                    Some(place) => Place::Kept(*place),
                    None => Place::Fresh(*unknown_places.entry(key).or_insert_with(|| {
                        unknown.push(key);
                        unknown.len() - 1
                    })),
                },
            )
            .collect();
        let room = kept.is_some_and(|kept| self.has_room(&kept));
        (places, unknown, room)
    }

    fn has_room(&self, kept: &Kept) -> bool {
        kept.entries.len() + self.entry <= MOST_NUMBERS
    }

    fn keep(&self, keys: &[Key], entries: &[f32]) {
        let Ok(mut kept) = self.kept.try_write() else {
            return;
        };
        for (key, fresh) in keys.iter().zip(entries.chunks_exact(self.entry)) {
            if !self.has_room(&kept) {
                return;
            }
            let Kept { places, entries } = &mut *kept;
            let place = places.len();
            if let Entry::Vacant(vacant) = places.entry(*key) {
                vacant.insert(place);
                entries.extend_from_slice(fresh);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;
    use crate::tok2vec::embed::Key;

    fn keys(ids: &[u64]) -> impl Iterator<Item = Key> {
        ids.iter().map(|id| [*id; 8])
    }

    #[test]
    fn each_word_is_worked_out_once_and_found_again() {
        let memory = Memory::new(2);
        let work_out = |keys: &[Key]| -> Vec<f32> {
            keys.iter()
                .flat_map(|key| [key[0] as f32, -(key[0] as f32)])
                .collect()
        };
        let mut asked = Vec::new();
        for ids in [&[3_u64, 5, 3][..], &[5, 7, 3]] {
            memory.with_entries(
                keys(ids),
                |unknown| {
                    asked.extend(unknown.iter().map(|key| key[0]));
                    work_out(unknown)
                },
                |entries| {
                    assert_eq!(entries.tokens(), ids.len());
                    for (token, id) in ids.iter().enumerate() {
                        assert_eq!(entries.get(token), Some(&[*id as f32, -(*id as f32)][..]));
                    }
                    assert_eq!(entries.get(ids.len()), None);
                },
            );
        }
        assert_eq!(asked, [3, 5, 7]);
    }
}
