//! What is stuck to a word?
//!
//! In comes a chunk of text without white space, out come the prefixes, the
//! suffixes and the pieces of what is between them.
//!
//! Invariant: the ranges, in the order before, inner (or the rest), after
//! reversed, cover the chunk without gap or overlap.

use std::ops::Range;

use super::Workspace;
use super::rules::TokenizerRules;
use super::special::Specials;
use crate::error::Error;
use crate::pattern::Pattern;

/// The regular expressions of a tokenizer.
#[derive(Debug)]
pub(super) struct Affixes {
    prefix: Option<Pattern>,
    suffix: Option<Pattern>,
    infix: Option<Pattern>,
    token_match: Option<Pattern>,
    url_match: Option<Pattern>,
}

/// A chunk in parts, as ranges of bytes.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// The prefixes, from left to right.
    pub(super) before: Vec<Range<usize>>,
    /// What is left between prefixes and suffixes.
    pub(super) rest: Range<usize>,
    /// The pieces of the rest; none if the rest is an exception.
    pub(super) inner: Vec<Range<usize>>,
    /// The suffixes, from right to left.
    pub(super) after: Vec<Range<usize>>,
}

impl Affixes {
    pub(super) fn new(rules: &TokenizerRules) -> Result<Affixes, Error> {
        let compile = |which: &str, source: &Option<String>| {
            source
                .as_deref()
                .map(|source| Pattern::new(which, source))
                .transpose()
        };
        Ok(Affixes {
            prefix: compile("prefix", &rules.prefix)?,
            suffix: compile("suffix", &rules.suffix)?,
            infix: compile("infix", &rules.infix)?,
            token_match: compile("token_match", &rules.token_match)?,
            url_match: compile("url_match", &rules.url_match)?,
        })
    }

    /// Whether the form has a prefix, an infix or a suffix.
    pub(super) fn occur_in(&self, form: &str) -> bool {
        let mut workspace = Workspace::default();
        workspace.read(form);
        let Workspace {
            characters,
            scratch,
            ..
        } = &mut workspace;
        let length = |pattern: &Option<Pattern>, scratch: &mut _| {
            let found = pattern
                .as_ref()
                .and_then(|p| p.search(characters, 0, scratch));
            found.map_or(0, |range| range.len())
        };
        length(&self.prefix, scratch) > 0
            || length(&self.suffix, scratch) > 0
            || self
                .infix
                .as_ref()
                .is_some_and(|p| p.search(characters, 0, scratch).is_some())
    }

    /// Splits the chunk that the workspace has read. Exceptions stop the
    /// splitting where `specials` are given.
    pub(super) fn split(
        &self,
        chunk: &str,
        specials: Option<&Specials>,
        workspace: &mut Workspace,
    ) -> Split {
        let Workspace {
            characters,
            offsets,
            scratch,
        } = workspace;
        let bytes = |range: Range<usize>| offsets[range.start]..offsets[range.end];
        let is_special = |range: Range<usize>| {
            specials.is_some_and(|specials| specials.get(&chunk[bytes(range)]).is_some())
        };
        let mut split = Split::default();
        let mut from = 0;
        let mut to = characters.len();
        let mut last_length = None;

        while from < to && last_length != Some(to - from) {
            let rest = &characters[from..to];
            let is_token = self
                .token_match
                .as_ref()
                .is_some_and(|p| p.matches_start(rest, scratch));
            if is_token || is_special(from..to) {
                break;
            }
            last_length = Some(to - from);

            let found = self
                .prefix
                .as_ref()
                .and_then(|p| p.search(rest, 0, scratch));
            let prefix = found.map_or(0, |range| range.len());
            if prefix > 0 && is_special(from + prefix..to) {
                split.before.push(bytes(from..from + prefix));
                from += prefix;
                break;
            }
            // The suffix is sought in what the prefix leaves, so that a
            // lookbehind does not see the prefix.
            let found = self
                .suffix
                .as_ref()
                .and_then(|p| p.search(&rest[prefix..], 0, scratch));
            let suffix = found.map_or(0, |range| range.len());
            if suffix > 0 && is_special(from..to - suffix) {
                split.after.push(bytes(to - suffix..to));
                to -= suffix;
                break;
            }
            if prefix > 0 {
                split.before.push(bytes(from..from + prefix));
                from += prefix;
            }
            if suffix > 0 {
                split.after.push(bytes(to - suffix..to));
                to -= suffix;
            }
        }

        split.rest = bytes(from..to);
        if from < to && !is_special(from..to) {
            let rest = &characters[from..to];
            let is_whole = [&self.token_match, &self.url_match]
                .into_iter()
                .flatten()
                .any(|pattern| pattern.matches_start(rest, scratch));
            let found = match &self.infix {
                Some(infix) if !is_whole => infix.find_all(rest, scratch),
                _ => Vec::new(),
            };
            split.inner.extend(
                at_infixes(rest.len(), &found)
                    .map(|range| bytes(from + range.start..from + range.end)),
            );
        }
        split
    }
}

/// A stretch of so many characters cut before and after each infix. An infix at
/// the very beginning does not cut; an empty one cuts without being a piece.
fn at_infixes(length: usize, infixes: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let mut pieces = Vec::with_capacity(2 * infixes.len() + 1);
    for infix in infixes.iter().filter(|infix| infix.start != 0) {
        pieces.push(start..infix.start);
        pieces.push(infix.clone());
        start = infix.end;
    }
    pieces.push(start..length);
    pieces.into_iter().filter(|piece| !piece.is_empty())
}
