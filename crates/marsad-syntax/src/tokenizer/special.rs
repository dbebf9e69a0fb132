//! Which forms are cut in their own way?
//!
//! In come the exceptions of a pipeline, out come their tokens: by form while a
//! chunk is being split, and across the tokens of a whole text afterwards.
//!
//! Invariant: replacing tokens by those of an exception never changes which
//! bytes of the text are covered.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Placed;
use super::rules::Exception;
use crate::error::Error;
use crate::lexeme::Norms;

/// The exceptions, ready for use.
#[derive(Debug, Default)]
pub(super) struct Specials {
    by_form: FxHashMap<SmolStr, Vec<Part>>,
    /// The longest exception in bytes.
    longest: usize,
    /// What is sought across tokens: the tokens that the form would be cut into
    /// were it no exception, by the first of them.
    sought: FxHashMap<SmolStr, Vec<Vec<SmolStr>>>,
}

/// A token of an exception.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) form: SmolStr,
    pub(super) norm: SmolStr,
}

impl Specials {
    pub(super) fn new(exceptions: &[Exception], norms: &Norms) -> Result<Specials, Error> {
        let mut specials = Specials::default();
        for exception in exceptions {
            let whole: String = exception
                .tokens
                .iter()
                .map(|token| token.form.as_str())
                .collect();
            if whole != exception.form || exception.tokens.iter().any(|token| token.form.is_empty())
            {
                return Err(Error::Rule {
                    which: format!("the tokenizer exception {:?}", exception.form),
                    reason: format!("its tokens add up to {whole:?}, or one is empty"),
                });
            }
            let parts = exception.tokens.iter().map(|token| Part {
                form: SmolStr::new(&token.form),
                norm: token
                    .norm
                    .as_ref()
                    .map_or_else(|| norms.norm(&token.form), SmolStr::new),
            });
            specials
                .by_form
                .insert(SmolStr::new(&exception.form), parts.collect());
            specials.longest = specials.longest.max(exception.form.len());
        }
        Ok(specials)
    }

    /// Adds sequences of tokens that are to be sought across a text.
    pub(super) fn seek(&mut self, sequences: Vec<Vec<SmolStr>>) {
        for sequence in sequences {
            if let Some(first) = sequence.first() {
                self.sought.entry(first.clone()).or_default().push(sequence);
            }
        }
    }

    /// The tokens of an exception; `None` if the form is none.
    pub(super) fn get(&self, form: &str) -> Option<&[Part]> {
        if form.len() > self.longest {
            return None;
        }
        self.by_form.get(form).map(Vec::as_slice)
    }

    /// Whether something that is sought across tokens begins with this token.
    pub(super) fn may_begin(&self, form: &str) -> bool {
        self.sought.contains_key(form)
    }
}

/// Cuts the exceptions that are found across the tokens of a text.
pub(super) fn apply(specials: &Specials, text: &str, tokens: &mut Vec<Placed>) {
    let form = |token: &Placed| &text[token.start..token.end];
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (start, first) in tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| token.may_begin_special)
    {
        for sequence in specials.sought.get(form(first)).into_iter().flatten() {
            let given = tokens[start..].iter().take(sequence.len()).map(form);
            if given.eq(sequence.iter().map(SmolStr::as_str)) {
                found.push((start, start + sequence.len()));
            }
        }
    }
    // Of what overlaps the longest is taken, and of equally long ones the first.
    found.sort_unstable_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    found.retain(|&(start, end)| {
        let is_free = !seen.contains(&start) && !seen.contains(&(end - 1));
        seen.extend(start..end);
        is_free
    });
    found.sort_unstable();

    let mut cut: Vec<Placed> = Vec::with_capacity(tokens.len());
    let mut next = 0;
    for (start, end) in found {
        let (first, last) = (&tokens[start], &tokens[end - 1]);
        // The tokens may be those of an exception while spaces between them
        // make the text another.
        let Some(parts) = specials.get(&text[first.start..last.end]) else {
            continue;
        };
        cut.extend_from_slice(&tokens[next..start]);
        let mut at = first.start;
        for (index, part) in parts.iter().enumerate() {
            cut.push(Placed {
                start: at,
                end: at + part.form.len(),
                space_after: index + 1 == parts.len() && last.space_after,
                norm: part.norm.clone(),
                may_begin_special: false,
            });
            at += part.form.len();
        }
        next = end;
    }
    cut.extend_from_slice(&tokens[next..]);
    *tokens = cut;
}
