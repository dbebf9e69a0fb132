//! Which runs of tokens does a pattern describe?
//!
//! In comes a pattern and a token to begin with, out come all the places where
//! a match may end.
//!
//! Invariant: every end is reported once, in ascending order, and is beyond the
//! start.

use smol_str::SmolStr;

use super::rules::{Attribute, Quantity, Test, TokenPattern};
use crate::doc::Doc;
use crate::error::Error;
use crate::lexeme::{prefix, shape, suffix};
use crate::morphology::single_features;
use crate::pattern::{Pattern, Scratch};

/// The states of a sequence are the bits of one word.
const MOST_PARTS: usize = 63;

/// A document with what matching needs again and again.
pub(super) struct View<'a> {
    pub(super) doc: &'a Doc,
    /// The forms in lower case.
    pub(super) lowered: &'a [SmolStr],
}

/// A pattern, ready for use.
#[derive(Debug)]
pub(super) struct Sequence {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    checks: Vec<(Attribute, Check)>,
    quantity: Quantity,
}

/// A test, ready for use.
#[derive(Debug)]
enum Check {
    Is(SmolStr),
    In(Vec<SmolStr>),
    NotIn(Vec<SmolStr>),
    Found(Box<Pattern>),
    IsSubset(Vec<SmolStr>),
    IsSuperset(Vec<SmolStr>),
    Intersects(Vec<SmolStr>),
}

impl Sequence {
    pub(super) fn new(pattern: &[TokenPattern], rule: usize) -> Result<Sequence, Error> {
        if pattern.len() > MOST_PARTS {
            return Err(Error::Rule {
                which: format!("the attribute rule number {rule}"),
                reason: format!("a pattern has more than {MOST_PARTS} parts"),
            });
        }
        let parts = pattern.iter().map(|part| {
            let checks = part
                .conditions
                .iter()
                .map(|condition| Ok((condition.attribute, Check::new(&condition.test)?)));
            Ok(Part {
                checks: checks.collect::<Result<_, Error>>()?,
                quantity: part.quantity,
            })
        });
        Ok(Sequence {
            parts: parts.collect::<Result<_, Error>>()?,
        })
    }

    /// Calls `found` with one past the last token of every match that begins at
    /// `start`.
    pub(super) fn for_each_end(&self, view: &View<'_>, start: usize, mut found: impl FnMut(usize)) {
        let done = 1_u64 << self.parts.len();
        // Each bit is a part that the next token may satisfy.
        let mut active = self.with_skipped(1);
        for token in start..view.doc.tokens.len() {
            let mut reached = 0;
            for (index, part) in self.parts.iter().enumerate() {
                if active & 1 << index == 0 {
                    continue;
                }
                let holds = part.holds(view, token);
                reached |= match part.quantity {
                    Quantity::One | Quantity::ZeroOrOne if holds => 2 << index,
                    Quantity::OneOther if !holds => 2 << index,
                    Quantity::ZeroOrMore if holds => 1 << index,
                    _ => 0,
                };
            }
            active = self.with_skipped(reached);
            if active & done != 0 {
                found(token + 1);
            }
            if active & !done == 0 {
                return;
            }
        }
    }

    /// The given states and those reached from them by leaving out parts that
    /// may be left out.
    fn with_skipped(&self, mut states: u64) -> u64 {
        for (index, part) in self.parts.iter().enumerate() {
            let optional = matches!(part.quantity, Quantity::ZeroOrOne | Quantity::ZeroOrMore);
            if optional && states & 1 << index != 0 {
                states |= 2 << index;
            }
        }
        states
    }
}

impl Part {
    fn holds(&self, view: &View<'_>, token: usize) -> bool {
        self.checks.iter().all(|(attribute, check)| {
            let fields = &view.doc.tokens[token];
            match attribute {
                Attribute::Orth => check.holds(view.doc.token_text(token)),
                Attribute::Lower => check.holds(&view.lowered[token]),
                Attribute::Norm => check.holds(&fields.norm),
                Attribute::Shape => check.holds(&shape(view.doc.token_text(token))),
                Attribute::Prefix => check.holds(prefix(view.doc.token_text(token))),
                Attribute::Suffix => check.holds(suffix(view.doc.token_text(token))),
                Attribute::Tag => check.holds(&fields.tag),
                Attribute::Pos => check.holds(&fields.pos),
                Attribute::Morph => check.holds(&fields.morph),
                Attribute::Lemma => check.holds(&fields.lemma),
                Attribute::Dep => check.holds(&fields.dep),
                Attribute::Flag(flag) => check.holds(if flag.holds(view.doc.token_text(token)) {
                    "1"
                } else {
                    "0"
                }),
            }
        })
    }
}

impl Check {
    fn new(test: &Test) -> Result<Check, Error> {
        let list = |texts: &[String]| texts.iter().map(SmolStr::new).collect();
        Ok(match test {
            Test::Is(text) => Check::Is(SmolStr::new(text)),
            Test::In(texts) => Check::In(list(texts)),
            Test::NotIn(texts) => Check::NotIn(list(texts)),
            Test::Regex(source) => Check::Found(Box::new(Pattern::new("attribute rule", source)?)),
            Test::IsSubset(texts) => Check::IsSubset(list(texts)),
            Test::IsSuperset(texts) => Check::IsSuperset(list(texts)),
            Test::Intersects(texts) => Check::Intersects(list(texts)),
        })
    }

    fn holds(&self, value: &str) -> bool {
        // A value other than features is a set of one.
        let members = || {
            let mut members: Vec<String> = single_features(value).collect();
            if members.is_empty() && !value.is_empty() {
                members.push(value.to_owned());
            }
            members
        };
        match self {
            Check::Is(text) => text == value,
            Check::In(texts) => texts.iter().any(|text| text == value),
            Check::NotIn(texts) => texts.iter().all(|text| text != value),
            Check::Found(pattern) => {
                let characters: Vec<char> = value.chars().collect();
                pattern
                    .search(&characters, 0, &mut Scratch::default())
                    .is_some()
            }
            Check::IsSubset(texts) => members()
                .iter()
                .all(|member| texts.iter().any(|text| text == member)),
            Check::IsSuperset(texts) => {
                let members = members();
                texts
                    .iter()
                    .all(|text| members.iter().any(|member| text == member))
            }
            Check::Intersects(texts) => members()
                .iter()
                .any(|member| texts.iter().any(|text| text == member)),
        }
    }
}
