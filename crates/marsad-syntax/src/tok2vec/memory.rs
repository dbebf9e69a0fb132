//! What was already worked out for this word?
//!
//! In come the keys of the tokens of a text, out come their entries. Entries
//! of words met before are copied, the others are worked out together and
//! kept for later texts, as long as there is room.
//!
//! Invariant: an entry is a function of its key, so it makes no difference to
//! any answer what is kept, nor which thread put it there.

use std::collections::hash_map::Entry;
use std::sync::RwLock;

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

impl Memory {
    /// An empty memory for entries of `entry` numbers.
    pub(crate) fn new(entry: usize) -> Self {
        Self { entry, kept: RwLock::default() }
    }

    /// The entries of all different keys, and for each key which of them it
    /// has. `work_out` gives the entries of the keys that are not yet known.
    pub(crate) fn entries(
        &self,
        keys: impl Iterator<Item = Key>,
        work_out: impl FnOnce(&[Key]) -> Vec<f32>,
    ) -> (Vec<f32>, Vec<usize>) {
        let mut places = FxHashMap::default();
        let mut different = Vec::new();
        let entry_of: Vec<usize> = keys
            .map(|key| {
                *places.entry(key).or_insert_with(|| {
                    different.push(key);
                    different.len() - 1
                })
            })
            .collect();

        let mut entries = vec![0.0; different.len() * self.entry];
        let mut unknown = Vec::new();
        // Waiting for another thread would cost more than it saves, so a lock
        // that is taken counts as an empty memory.
        match self.kept.try_read() {
            Ok(kept) => {
                for (at, key) in different.iter().enumerate() {
                    match kept.places.get(key) {
                        Some(place) => entries[at * self.entry..][..self.entry]
                            .copy_from_slice(&kept.entries[place * self.entry..][..self.entry]),
                        None => unknown.push(at),
                    }
                }
            }
            Err(_) => unknown.extend(0..different.len()),
        }
        if !unknown.is_empty() {
            let keys: Vec<Key> = unknown.iter().map(|at| different[*at]).collect();
            let fresh = work_out(&keys);
            for (at, entry) in unknown.iter().zip(fresh.chunks_exact(self.entry)) {
                entries[at * self.entry..][..self.entry].copy_from_slice(entry);
            }
            self.keep(&keys, &fresh);
        }
        (entries, entry_of)
    }

    fn keep(&self, keys: &[Key], entries: &[f32]) {
        let Ok(mut kept) = self.kept.try_write() else {
            return;
        };
        for (key, fresh) in keys.iter().zip(entries.chunks_exact(self.entry)) {
            if kept.entries.len() + self.entry > MOST_NUMBERS {
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
