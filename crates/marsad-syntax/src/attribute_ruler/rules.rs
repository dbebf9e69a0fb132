//! Which exceptions to the tagger does a pipeline make?
//!
//! In comes the file `attribute_ruler/patterns` of a spaCy pipeline, out come
//! plain rules that can be stored.
//!
//! Invariant: a rule that could not be applied exactly as spaCy applies it is
//! refused, never read as something else.

use serde::{Deserialize, Serialize};

use crate::lexeme::Flag;

/// The rules of an attribute ruler, as they are stored. Later ones prevail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeRules {
    /// The rules in order.
    pub rules: Vec<AttributeRule>,
}

/// What to set where one of some patterns matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeRule {
    /// Sequences of tokens, any of which will do.
    pub patterns: Vec<Vec<TokenPattern>>,
    /// What the token is given.
    pub values: Vec<(Attribute, String)>,
    /// Which token of the match is meant; negative numbers count from its end.
    pub index: i32,
}

/// What is asked of a token, and how often there may be such a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPattern {
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// How many such tokens there are.
    pub quantity: Quantity,
}

/// How many tokens a part of a pattern stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quantity {
    /// One that satisfies the conditions.
    One,
    /// One that does not.
    OneOther,
    /// None or one.
    ZeroOrOne,
    /// Any number.
    ZeroOrMore,
}

/// One thing that is asked of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Of which attribute.
    pub attribute: Attribute,
    /// What must be true of its value.
    pub test: Test,
}

/// An attribute of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attribute {
    /// The form.
    Orth,
    /// The form in lower case.
    Lower,
    /// The norm.
    Norm,
    /// The shape.
    Shape,
    /// The first character.
    Prefix,
    /// The last three characters.
    Suffix,
    /// The fine-grained tag.
    Tag,
    /// The universal part of speech.
    Pos,
    /// The features.
    Morph,
    /// The lemma.
    Lemma,
    /// The dependency label.
    Dep,
    /// A property of the form; its value is "1" or "0".
    Flag(Flag),
}

/// What is asked of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    /// It is this.
    Is(String),
    /// It is one of these.
    In(Vec<String>),
    /// It is none of these.
    NotIn(Vec<String>),
    /// A Python regular expression is found in it.
    Regex(String),
    /// All its features (or it itself) are among these.
    IsSubset(Vec<String>),
    /// All of these are among its features (or are it).
    IsSuperset(Vec<String>),
    /// One of these is among its features (or is it).
    Intersects(Vec<String>),
}

impl Attribute {
    /// The attribute of a name such as "LOWER"; `None` for others.
    pub fn named(name: &str) -> Option<Attribute> {
        Some(match name.to_ascii_uppercase().as_str() {
            "ORTH" | "TEXT" => Attribute::Orth,
            "LOWER" => Attribute::Lower,
            "NORM" => Attribute::Norm,
            "SHAPE" => Attribute::Shape,
            "PREFIX" => Attribute::Prefix,
            "SUFFIX" => Attribute::Suffix,
            "TAG" => Attribute::Tag,
            "POS" => Attribute::Pos,
            "MORPH" => Attribute::Morph,
            "LEMMA" => Attribute::Lemma,
            "DEP" => Attribute::Dep,
            other => Attribute::Flag(Flag::named(other)?),
        })
    }
}

#[cfg(feature = "import")]
mod import {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{
        Attribute, AttributeRule, AttributeRules, Condition, Quantity, Test, TokenPattern,
    };
    use crate::error::Error;

    #[derive(Deserialize)]
    struct Stored {
        patterns: Vec<Vec<BTreeMap<String, Value>>>,
        attrs: BTreeMap<String, String>,
        index: i32,
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Value {
        Truth(bool),
        Number(i64),
        Text(String),
        Predicates(BTreeMap<String, Argument>),
    }

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Argument {
        Text(String),
        Texts(Vec<String>),
    }

    impl AttributeRules {
        /// Reads `attribute_ruler/patterns` of a spaCy pipeline.
        ///
        /// # Errors
        ///
        /// [`Error::Format`] when the bytes are not such a file, [`Error::Rule`]
        /// when a rule asks for or sets what is not supported.
        pub fn from_spacy(patterns: &[u8]) -> Result<AttributeRules, Error> {
            let stored: Vec<Stored> =
                rmp_serde::from_slice(patterns).map_err(|error| Error::Format {
                    what: "attribute_ruler/patterns".to_owned(),
                    reason: error.to_string(),
                })?;
            let rules = stored.into_iter().enumerate().map(|(number, stored)| {
                rule(stored).map_err(|reason| Error::Rule {
                    which: format!("the attribute rule number {number}"),
                    reason,
                })
            });
            Ok(AttributeRules {
                rules: rules.collect::<Result<_, Error>>()?,
            })
        }
    }

    fn rule(stored: Stored) -> Result<AttributeRule, String> {
        let mut patterns = Vec::new();
        for pattern in stored.patterns {
            let mut parts = Vec::new();
            for token in pattern {
                token_pattern(token, &mut parts)?;
            }
            patterns.push(parts);
        }
        let values = stored
            .attrs
            .into_iter()
            .map(|(name, value)| match Attribute::named(&name) {
                Some(
                    attribute @ (Attribute::Tag
                    | Attribute::Pos
                    | Attribute::Morph
                    | Attribute::Lemma
                    | Attribute::Dep
                    | Attribute::Norm),
                ) => Ok((attribute, value)),
                _ => Err(format!("it sets {name}")),
            });
        Ok(AttributeRule {
            patterns,
            values: values.collect::<Result<_, _>>()?,
            index: stored.index,
        })
    }

    fn token_pattern(
        token: BTreeMap<String, Value>,
        parts: &mut Vec<TokenPattern>,
    ) -> Result<(), String> {
        let mut conditions = Vec::new();
        let mut quantities = vec![Quantity::One];
        for (name, value) in token {
            match value {
                Value::Text(operator) if name.eq_ignore_ascii_case("OP") => {
                    quantities = quantities_of(&operator)?;
                }
                value => {
                    let attribute =
                        Attribute::named(&name).ok_or_else(|| format!("it asks for {name}"))?;
                    let tests = tests(attribute, value)?;
                    conditions.extend(tests.into_iter().map(|test| Condition { attribute, test }));
                }
            }
        }
        parts.extend(quantities.into_iter().map(|quantity| TokenPattern {
            conditions: conditions.clone(),
            quantity,
        }));
        Ok(())
    }

    fn quantities_of(operator: &str) -> Result<Vec<Quantity>, String> {
        let refused = || format!("it has the operator {operator:?}");
        let counts = match operator {
            "1" => return Ok(vec![Quantity::One]),
            "!" => return Ok(vec![Quantity::OneOther]),
            "?" => return Ok(vec![Quantity::ZeroOrOne]),
            "*" => return Ok(vec![Quantity::ZeroOrMore]),
            "+" => return Ok(vec![Quantity::One, Quantity::ZeroOrMore]),
            _ => operator
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}')),
        };
        let counts = counts.ok_or_else(refused)?;
        let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
        let number = |text: &str| text.parse::<usize>().map_err(|_| refused());
        let least = if least.is_empty() { 0 } else { number(least)? };
        let mut quantities = vec![Quantity::One; least];
        if most.is_empty() {
            quantities.push(Quantity::ZeroOrMore);
        } else {
            let optional = number(most)?.checked_sub(least).ok_or_else(refused)?;
            quantities.extend(vec![Quantity::ZeroOrOne; optional]);
        }
        Ok(quantities)
    }

    fn tests(attribute: Attribute, value: Value) -> Result<Vec<Test>, String> {
        let is_flag = matches!(attribute, Attribute::Flag(_));
        match value {
            Value::Truth(truth) if is_flag => Ok(vec![Test::Is(u8::from(truth).to_string())]),
            Value::Number(number @ 0..=1) if is_flag => Ok(vec![Test::Is(number.to_string())]),
            Value::Text(text) if !is_flag => Ok(vec![Test::Is(text)]),
            Value::Predicates(predicates) if !is_flag => predicates
                .into_iter()
                .map(
                    |(name, argument)| match (name.to_ascii_uppercase().as_str(), argument) {
                        ("IN", Argument::Texts(texts)) => Ok(Test::In(texts)),
                        ("NOT_IN", Argument::Texts(texts)) => Ok(Test::NotIn(texts)),
                        ("REGEX", Argument::Text(text)) => Ok(Test::Regex(text)),
                        ("IS_SUBSET", Argument::Texts(texts)) => Ok(Test::IsSubset(texts)),
                        ("IS_SUPERSET", Argument::Texts(texts)) => Ok(Test::IsSuperset(texts)),
                        ("INTERSECTS", Argument::Texts(texts)) => Ok(Test::Intersects(texts)),
                        (other, _) => Err(format!("it asks by {other}")),
                    },
                )
                .collect(),
            _ => Err(format!("it compares {attribute:?} with what it cannot be")),
        }
    }
}
