//! Does a pattern match from here?
//!
//! In come the steps of a pattern, the characters and a place, out comes where
//! the match ends that Python would find there.
//!
//! Invariant: alternatives are tried in the order of the pattern, and the
//! number of steps of one search is bounded.

use super::compile::{Program, Step};
use super::set::Negation;

/// How many steps one search may take. Words of a text need some hundreds.
const MOST_STEPS: u32 = 5_000_000;

/// Memory that searches reuse.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    untried: Vec<Untried>,
    steps_left: u32,
}

impl Scratch {
    /// Allows the next search its full number of steps.
    pub(crate) fn refill(&mut self) {
        self.steps_left = MOST_STEPS;
        self.untried.clear();
    }
}

/// A possibility that is tried when the present one fails.
#[derive(Clone, Copy, Debug)]
enum Untried {
    /// Go on at a step and a place.
    At { step: usize, place: usize },
    /// Go on at a step, at each place from the highest down to the lowest.
    Shorter {
        step: usize,
        lowest: usize,
        highest: usize,
    },
}

/// Where the match that begins at `place` ends, if there is one that ends at
/// `least_end` or later.
pub(crate) fn run(
    program: &Program,
    characters: &[char],
    place: usize,
    least_end: usize,
    scratch: &mut Scratch,
) -> Option<usize> {
    run_from(program, 0, characters, place, least_end, scratch)
}

fn run_from(
    program: &Program,
    mut step: usize,
    characters: &[char],
    mut place: usize,
    least_end: usize,
    scratch: &mut Scratch,
) -> Option<usize> {
    let floor = scratch.untried.len();
    loop {
        scratch.steps_left = scratch.steps_left.checked_sub(1)?;
        let ahead = characters.get(place).copied();
        let next = match &program.steps[step] {
            Step::Character(character) => (ahead == Some(*character)).then(|| {
                place += 1;
                step + 1
            }),
            Step::Set(set) => ahead
                .is_some_and(|c| program.sets[*set].contains(c))
                .then(|| {
                    place += 1;
                    step + 1
                }),
            Step::Run { set, least, most } => {
                let set = &program.sets[*set];
                let taken = characters[place..]
                    .iter()
                    .take(*most)
                    .take_while(|&&character| set.contains(character))
                    .count();
                scratch.steps_left = scratch.steps_left.saturating_sub(taken as u32);
                (taken >= *least).then(|| {
                    if taken > *least {
                        scratch.untried.push(Untried::Shorter {
                            step: step + 1,
                            lowest: place + least,
                            highest: place + taken - 1,
                        });
                    }
                    place += taken;
                    step + 1
                })
            }
            Step::Fork(first, second) => {
                scratch.untried.push(Untried::At {
                    step: *second,
                    place,
                });
                Some(*first)
            }
            Step::Jump(target) => Some(*target),
            Step::Choose(choice) => {
                let branches = program.choices[*choice].branches(ahead);
                branches.split_first().map(|(first, others)| {
                    let others = others.iter().rev();
                    scratch
                        .untried
                        .extend(others.map(|&step| Untried::At { step, place }));
                    *first
                })
            }
            Step::Start => (place == 0).then_some(step + 1),
            Step::End => {
                let is_end = match ahead {
                    None => true,
                    Some(character) => character == '\n' && place + 1 == characters.len(),
                };
                is_end.then_some(step + 1)
            }
            Step::WordBoundary { set, negation } => {
                let is_word = |c: Option<&char>| c.is_some_and(|&c| program.sets[*set].contains(c));
                let before = place
                    .checked_sub(1)
                    .and_then(|before| characters.get(before));
                let is_boundary = is_word(before) != is_word(characters.get(place));
                (is_boundary != (*negation == Negation::Negated)).then_some(step + 1)
            }
            Step::Look {
                back,
                negation,
                then,
            } => {
                let found = place.checked_sub(*back).is_some_and(|from| {
                    let end = run_from(program, step + 1, characters, from, from, scratch);
                    end.is_some()
                });
                (found != (*negation == Negation::Negated)).then_some(*then)
            }
            Step::Match if place >= least_end => {
                scratch.untried.truncate(floor);
                return Some(place);
            }
            Step::Match => None,
        };
        (step, place) = match next {
            Some(step) => (step, place),
            None => untried(scratch, floor)?,
        };
    }
}

/// The possibility to try next, above those of an enclosing search.
fn untried(scratch: &mut Scratch, floor: usize) -> Option<(usize, usize)> {
    if scratch.untried.len() <= floor {
        return None;
    }
    match scratch.untried.pop()? {
        Untried::At { step, place } => Some((step, place)),
        Untried::Shorter {
            step,
            lowest,
            highest,
        } => {
            if highest > lowest {
                scratch.untried.push(Untried::Shorter {
                    step,
                    lowest,
                    highest: highest - 1,
                });
            }
            Some((step, highest))
        }
    }
}
