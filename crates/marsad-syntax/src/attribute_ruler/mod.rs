//! What do the rules say about a word that the tagger does not?
//!
//! In comes a document with tags and tree, out come the same tokens with parts
//! of speech, features and lemmas where a rule gives them. Every pattern is
//! matched before anything is set; where several rules reach a token, the last
//! one prevails.
//!
//! Invariant: a rule never sees what another rule has set.

mod matching;
mod rules;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::doc::Doc;
use crate::error::Error;
use crate::lexeme::lower;
use crate::morphology;

pub use rules::{
    Attribute, AttributeRule, AttributeRules, Condition, Quantity, Test, TokenPattern,
};

use matching::{Sequence, View};

/// Applies attribute rules to documents.
#[derive(Debug)]
pub struct AttributeRuler {
    rules: Vec<Rule>,
    /// Sequences whose first token must have this tag, by tag.
    by_tag: FxHashMap<SmolStr, Vec<usize>>,
    /// Sequences whose first token must have this lower-case form, by form.
    by_lower: FxHashMap<SmolStr, Vec<usize>>,
    /// All other sequences.
    anywhere: Vec<usize>,
    /// The sequences with the rule that each belongs to.
    sequences: Vec<(usize, Sequence)>,
}

#[derive(Debug)]
struct Rule {
    values: Vec<(Attribute, SmolStr)>,
    index: i32,
}

impl AttributeRuler {
    /// Makes a ruler of stored rules.
    ///
    /// # Errors
    ///
    /// [`Error::Pattern`] when a regular expression cannot be compiled,
    /// [`Error::Rule`] when a pattern has more than 63 parts.
    pub fn new(stored: &AttributeRules) -> Result<AttributeRuler, Error> {
        let mut ruler = AttributeRuler {
            rules: Vec::new(),
            by_tag: FxHashMap::default(),
            by_lower: FxHashMap::default(),
            anywhere: Vec::new(),
            sequences: Vec::new(),
        };
        for (number, rule) in stored.rules.iter().enumerate() {
            let values = rule.values.iter().map(|(attribute, value)| {
                let value = match attribute {
                    Attribute::Morph => morphology::normalised(value),
                    _ => SmolStr::new(value),
                };
                (*attribute, value)
            });
            ruler.rules.push(Rule {
                values: values.collect(),
                index: rule.index,
            });
            for pattern in &rule.patterns {
                let index = ruler.sequences.len();
                ruler
                    .sequences
                    .push((number, Sequence::new(pattern, number)?));
                let bucket = match first_value(pattern) {
                    Some((Attribute::Tag, tag)) => ruler.by_tag.entry(tag).or_default(),
                    Some((_, form)) => ruler.by_lower.entry(form).or_default(),
                    None => &mut ruler.anywhere,
                };
                bucket.push(index);
            }
        }
        Ok(ruler)
    }

    /// Sets what the rules say. Tags, tree, norms and any earlier parts of
    /// speech, features and lemmas must be there already.
    pub fn apply(&self, doc: &mut Doc) {
        let lowered: Vec<SmolStr> = (0..doc.tokens.len())
            .map(|index| lower(doc.token_text(index)))
            .collect();
        let view = View {
            doc,
            lowered: &lowered,
        };
        let mut hits: Vec<(usize, usize)> = Vec::new();
        for (start, form) in lowered.iter().enumerate() {
            let by_tag = self.by_tag.get(&doc.tokens[start].tag);
            let by_lower = self.by_lower.get(form);
            let sequences = [by_tag, by_lower, Some(&self.anywhere)]
                .into_iter()
                .flatten();
            for &(rule, ref sequence) in sequences.flatten().map(|&index| &self.sequences[index]) {
                sequence.for_each_end(&view, start, |end| {
                    hits.extend(
                        self.rules[rule]
                            .target(start, end)
                            .map(|token| (rule, token)),
                    );
                });
            }
        }
        hits.sort_unstable();
        hits.dedup();
        for (rule, token) in hits {
            let token = &mut doc.tokens[token];
            for (attribute, value) in &self.rules[rule].values {
                let field = match attribute {
                    Attribute::Tag => &mut token.tag,
                    Attribute::Pos => &mut token.pos,
                    Attribute::Morph => &mut token.morph,
                    Attribute::Lemma => &mut token.lemma,
                    Attribute::Dep => &mut token.dep,
                    Attribute::Norm => &mut token.norm,
                    // The others follow from the form; the import refuses them.
                    _ => continue,
                };
                field.clone_from(value);
            }
        }
    }
}

impl Rule {
    /// The token that is meant in a match; `None` if the match is too short.
    fn target(&self, start: usize, end: usize) -> Option<usize> {
        let distance = self.index.unsigned_abs() as usize;
        let token = if self.index < 0 {
            end.checked_sub(distance)?
        } else {
            start + distance
        };
        (start..end).contains(&token).then_some(token)
    }
}

/// The tag or lower-case form that the first token must have, if the pattern
/// settles one of them.
fn first_value(pattern: &[TokenPattern]) -> Option<(Attribute, SmolStr)> {
    let first = pattern
        .first()
        .filter(|first| first.quantity == Quantity::One)?;
    first
        .conditions
        .iter()
        .find_map(|condition| match (&condition.attribute, &condition.test) {
            (attribute @ (Attribute::Tag | Attribute::Lower), Test::Is(value)) => {
                Some((*attribute, SmolStr::new(value)))
            }
            _ => None,
        })
}

#[cfg(test)]
mod tests;
