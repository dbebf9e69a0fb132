//! Where does a regular expression of Python match?
//!
//! In comes the source of a pattern as a spaCy pipeline stores it, and then
//! characters; out come the places where Python's `re` would match.
//!
//! An engine of its own, because the meaning must be Python's to the letter
//! (leftmost alternative first, `$` before a last newline, `\w` and case as
//! Python has them), and because these patterns repeat the same class of
//! thousands of letters hundreds of times: here each class exists once, whereas
//! a compiler to automata runs out of memory over the French ones.
//!
//! Invariant: a search ends after a bounded number of steps on any input; one
//! that would need more counts as finding nothing.

mod choice;
mod compile;
mod parse;
mod run;
mod set;
mod tree;

use std::ops::Range;

use crate::error::Error;

pub(crate) use run::Scratch;

/// A compiled regular expression.
#[derive(Debug)]
pub(crate) struct Pattern {
    program: compile::Program,
    /// Whether a match can only begin at the start of the input.
    anchored: bool,
    /// A character that occurs in every match, if one is known.
    required: Option<char>,
}

/// What the parser or compiler did not like; [`Pattern::new`] makes an
/// [`Error`] of it.
struct Fault {
    reason: String,
    at: usize,
}

impl Pattern {
    /// Compiles the source of a Python regular expression.
    ///
    /// # Errors
    ///
    /// [`Error::Pattern`], naming `which`, when the source is malformed or uses
    /// back-references, conditionals, lookbehind of varying width, or unbounded
    /// repetition of something that can be empty.
    pub(crate) fn new(which: &str, source: &str) -> Result<Pattern, Error> {
        let compiled = parse::parse(source).and_then(|(node, sets)| {
            let anchored = node.is_anchored();
            let required = node.required_character();
            Ok(Pattern {
                program: compile::compile(&node, sets)?,
                anchored,
                required,
            })
        });
        compiled.map_err(|fault| Error::Pattern {
            which: which.to_owned(),
            reason: fault.reason,
            at: fault.at,
        })
    }

    /// Where the pattern matches first at or after `from`, as `re.search`.
    /// Positions count characters.
    pub(crate) fn search(
        &self,
        characters: &[char],
        from: usize,
        scratch: &mut Scratch,
    ) -> Option<Range<usize>> {
        if !self.is_possible(characters) {
            return None;
        }
        scratch.refill();
        self.search_ending_at(characters, from, from, scratch)
    }

    /// Like [`Pattern::search`], but a match that begins at `from` must not end
    /// before `least_end`.
    fn search_ending_at(
        &self,
        characters: &[char],
        from: usize,
        least_end: usize,
        scratch: &mut Scratch,
    ) -> Option<Range<usize>> {
        let last = if self.anchored { 0 } else { characters.len() };
        (from..=last).find_map(|start| {
            if !self.program.can_begin(characters.get(start).copied()) {
                return None;
            }
            let least_end = if start == from { least_end } else { start };
            let end = run::run(&self.program, characters, start, least_end, scratch)?;
            Some(start..end)
        })
    }

    /// Whether the pattern matches from the first character on, as `re.match`.
    pub(crate) fn matches_start(&self, characters: &[char], scratch: &mut Scratch) -> bool {
        if !self.is_possible(characters) || !self.program.can_begin(characters.first().copied()) {
            return false;
        }
        scratch.refill();
        run::run(&self.program, characters, 0, 0, scratch).is_some()
    }

    /// Every match from left to right, as `re.finditer`.
    pub(crate) fn find_all(&self, characters: &[char], scratch: &mut Scratch) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if !self.is_possible(characters) {
            return found;
        }
        scratch.refill();
        let mut from = 0;
        let mut least_end = 0;
        while let Some(range) = self.search_ending_at(characters, from, least_end, scratch) {
            // After an empty match Python looks again from the same place, but
            // for something longer.
            from = range.end;
            least_end = if range.is_empty() {
                range.end + 1
            } else {
                range.end
            };
            found.push(range);
        }
        found
    }

    fn is_possible(&self, characters: &[char]) -> bool {
        self.required
            .is_none_or(|required| characters.contains(&required))
    }
}

#[cfg(test)]
mod tests;
