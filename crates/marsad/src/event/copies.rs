//! Which reports are copies of one another?
//!
//! In comes a [`Reading`]; out comes its [`Print`], and of many prints the pairs that are near-duplicates. A print
//! is a MinHash (Broder 1997) of the runs of five words of a report's prose: of two reports the share of equal
//! numbers estimates what share of all their runs both have. Invariant: prints of the same text are the same, and which
//! are copies follows from the prints in their order alone.

use rustc_hash::FxHashMap;

use crate::{knowledge::weights, reading::Reading};

/// How many numbers a print has.
const NUMBERS: usize = 64;
/// How many words a run has.
const RUN: usize = 5;
/// How many bands a print is cut into to find candidates: reports that share one band whole.
const BANDS: usize = 16;
/// What share of runs copies have in common at least: a wire story that an outlet cut or led anew.
const COPIED: f64 = 0.4;

/// By what copies of a report are known; empty where it has fewer words than a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Print(pub Vec<u32>);

impl Print {
    /// The print of a report's prose.
    pub fn of(reading: &Reading) -> Self {
        let sentences = &reading.sentences;
        let words: Vec<String> = sentences
            .sentences
            .iter()
            .flat_map(|sentence| &sentences.tokens[sentence.tokens.clone()])
            .filter(|token| token.pos != "PUNCT" && token.pos != "SPACE")
            .map(|token| token.text.to_lowercase())
            .collect();
        Self::of_words(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn of_words(words: &[&str]) -> Self {
        let mut least = vec![u32::MAX; NUMBERS];
        for run in words.windows(RUN) {
            let hash = weights::hash(run);
            for (number, least) in least.iter_mut().enumerate() {
                *least = (*least).min(turned(hash, number as u64));
            }
        }
        if words.len() < RUN {
            least.clear();
        }
        Self(least)
    }

    /// What share of their runs of words two reports have in common, from 0 to 1.
    pub fn shared(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / NUMBERS as f64
    }
}

/// A hash turned into another, as different as chance would have it (the finaliser of SplitMix64).
fn turned(hash: u64, number: u64) -> u32 {
    let mut mixed = hash.wrapping_add(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) >> 32) as u32
}

/// For each print the number of the first that it is a copy of, its own where it is of none; copies of copies are of
/// the first of all.
pub(super) fn originals(prints: &[&Print]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..prints.len()).collect();
    let width = NUMBERS / BANDS;
    for band in 0..BANDS {
        let mut same: FxHashMap<&[u32], Vec<usize>> = FxHashMap::default();
        for (at, print) in prints.iter().enumerate() {
            let Some(part) = print.0.get(band * width..(band + 1) * width) else {
                continue;
            };
            let before = same.entry(part).or_default();
            let copied = before
                .iter()
                .copied()
                .find(|&other| print.shared(prints[other]) >= COPIED);
            match copied {
                Some(other) => {
                    let (a, b) = (root(&mut first, at), root(&mut first, other));
                    first[a.max(b)] = a.min(b);
                }
                None => before.push(at),
            }
        }
    }
    (0..prints.len()).map(|at| root(&mut first, at)).collect()
}

fn root(first: &mut [usize], at: usize) -> usize {
    let mut here = at;
    while first[here] != here {
        first[here] = first[first[here]];
        here = first[here];
    }
    here
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(words: &[String]) -> Print {
        Print::of_words(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    #[test]
    fn a_shortened_copy_is_a_copy_and_another_report_is_none() {
        let story: Vec<String> = (0..120).map(|n| format!("word{n}")).collect();
        let whole = print(&story);
        let shortened = print(&story[..90]);
        let other: Vec<String> = (0..120).map(|n| format!("other{n}")).collect();
        let other = print(&other);
        assert!(
            whole.shared(&shortened) > 0.5,
            "{}",
            whole.shared(&shortened)
        );
        assert!(whole.shared(&other) < 0.1);
        assert_eq!(originals(&[&whole, &other, &shortened]), [0, 1, 0]);
    }

    #[test]
    fn what_has_hardly_a_word_is_no_copy() {
        let empty = print(&["word".to_owned()]);
        assert_eq!(originals(&[&empty, &empty]), [0, 1]);
    }
}
