use super::{
    Attribute, AttributeRule, AttributeRuler, AttributeRules, Condition, Quantity, Test,
    TokenPattern,
};
use crate::doc::{Doc, Token};
use crate::lexeme::Flag;

/// A document of words with tags, written "word/TAG word/TAG".
fn doc(tagged: &str) -> Doc {
    let mut doc = Doc::default();
    for word in tagged.split(' ') {
        let (form, tag) = word.split_once('/').expect("every word has a tag");
        let start = doc.text.len();
        doc.text.push_str(form);
        let token = Token {
            start,
            end: doc.text.len(),
            tag: tag.into(),
            ..Token::default()
        };
        doc.tokens.push(token);
        doc.text.push(' ');
    }
    doc
}

fn part(attribute: Attribute, test: Test, quantity: Quantity) -> TokenPattern {
    TokenPattern {
        conditions: vec![Condition { attribute, test }],
        quantity,
    }
}

fn is(attribute: Attribute, value: &str) -> TokenPattern {
    part(attribute, Test::Is(value.to_owned()), Quantity::One)
}

fn rule(pattern: Vec<TokenPattern>, value: (Attribute, &str), index: i32) -> AttributeRule {
    let values = vec![(value.0, value.1.to_owned())];
    AttributeRule {
        patterns: vec![pattern],
        values,
        index,
    }
}

fn apply(rules: Vec<AttributeRule>, tagged: &str) -> Doc {
    let ruler = AttributeRuler::new(&AttributeRules { rules }).expect("the rules are sound");
    let mut doc = doc(tagged);
    ruler.apply(&mut doc);
    doc
}

fn lemmas(doc: &Doc) -> Vec<&str> {
    doc.tokens
        .iter()
        .map(|token| token.lemma.as_str())
        .collect()
}

#[test]
fn later_rules_prevail_and_see_only_what_was_there() {
    let rules = vec![
        rule(vec![is(Attribute::Tag, "VB")], (Attribute::Pos, "VERB"), 0),
        rule(vec![is(Attribute::Lower, "do")], (Attribute::Pos, "AUX"), 0),
        rule(vec![is(Attribute::Pos, "VERB")], (Attribute::Pos, "X"), 0),
    ];
    let doc = apply(rules, "Do/VB go/VB");
    assert_eq!(doc.tokens[0].pos, "AUX");
    assert_eq!(doc.tokens[1].pos, "VERB");
}

#[test]
fn the_index_counts_from_either_end() {
    let pattern = || vec![is(Attribute::Lower, "gon"), is(Attribute::Lower, "na")];
    let rules = vec![
        rule(pattern(), (Attribute::Lemma, "go"), 0),
        rule(pattern(), (Attribute::Lemma, "to"), -1),
        rule(pattern(), (Attribute::Lemma, "never"), 2),
    ];
    assert_eq!(
        lemmas(&apply(rules, "gon/VBG na/TO na/TO")),
        ["go", "to", ""]
    );
}

#[test]
fn quantities_give_every_match() {
    let tag = |value: &str, quantity| part(Attribute::Tag, Test::Is(value.to_owned()), quantity);
    // The last token of every match: those without, with one and two adjectives.
    let rules = vec![rule(
        vec![tag("DT", Quantity::One), tag("JJ", Quantity::ZeroOrMore)],
        (Attribute::Lemma, "m"),
        -1,
    )];
    assert_eq!(
        lemmas(&apply(rules, "the/DT old/JJ big/JJ dog/NN")),
        ["m", "m", "m", ""]
    );
    let rules = vec![rule(
        vec![
            tag("DT", Quantity::One),
            tag("JJ", Quantity::ZeroOrOne),
            tag("NN", Quantity::One),
        ],
        (Attribute::Lemma, "m"),
        0,
    )];
    assert_eq!(
        lemmas(&apply(rules, "the/DT old/JJ dog/NN a/DT cat/NN")),
        ["m", "", "", "m", ""]
    );
    let rules = vec![rule(
        vec![tag("DT", Quantity::OneOther), tag("NN", Quantity::One)],
        (Attribute::Lemma, "m"),
        1,
    )];
    assert_eq!(
        lemmas(&apply(rules, "the/DT dog/NN old/JJ cat/NN")),
        ["", "", "", "m"]
    );
}

#[test]
fn tests_of_values() {
    let texts = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    for (attribute, test, expected) in [
        (
            Attribute::Tag,
            Test::In(texts(&["VB", "NN"])),
            ["m", "", "m"],
        ),
        (
            Attribute::Tag,
            Test::NotIn(texts(&["VB", ""])),
            ["", "m", "m"],
        ),
        (
            Attribute::Lower,
            Test::Regex("^n'?t$".to_owned()),
            ["", "m", ""],
        ),
        (Attribute::Shape, Test::Is("Xxxx".to_owned()), ["", "", "m"]),
        (
            Attribute::Flag(Flag::IsAlpha),
            Test::Is("0".to_owned()),
            ["", "m", ""],
        ),
        (
            Attribute::Tag,
            Test::IsSubset(texts(&["RB", "VB"])),
            ["m", "m", ""],
        ),
    ] {
        let rules = vec![rule(
            vec![part(attribute, test.clone(), Quantity::One)],
            (Attribute::Lemma, "m"),
            0,
        )];
        assert_eq!(
            lemmas(&apply(rules, "do/VB n't/RB Bomb/NN")),
            expected,
            "{test:?}"
        );
    }
}

#[test]
fn no_features_are_written_as_nothing() {
    let rules = vec![rule(
        vec![is(Attribute::Tag, "_SP")],
        (Attribute::Morph, "_"),
        0,
    )];
    assert_eq!(apply(rules, "x/_SP").tokens[0].morph, "");
}
