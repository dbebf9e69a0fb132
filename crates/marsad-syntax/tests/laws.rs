//! What must hold for any text whatsoever?

mod spacy;

use std::sync::LazyLock;

use marsad_syntax::{Doc, Pipeline};
use proptest::prelude::*;
use spacy::{answers, repository};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(load);

fn load() -> Pipeline {
    let path = repository("data/models/en/en_core_web_sm-3.8.0.marsad");
    let bytes = std::fs::read(path).expect("the model file is part of the repository");
    Pipeline::from_bytes(bytes).expect("the model file is of this version")
}

/// Tokens and spaces make up the text, heads make up one tree for each
/// sentence, and entities are runs within the text that do not overlap.
fn assert_well_formed(doc: &Doc) {
    let mut end = 0;
    for token in &doc.tokens {
        assert_eq!(token.start, end, "a gap before a token");
        assert!(token.end > token.start, "an empty token");
        assert!(
            doc.text.is_char_boundary(token.end),
            "a token ends within a character"
        );
        end = token.end + usize::from(token.space_after);
    }
    assert_eq!(end, doc.text.len(), "something after the last token");

    for sentence in doc.sentences() {
        let roots = sentence
            .clone()
            .filter(|&at| doc.tokens[at].head == at)
            .count();
        assert!(roots >= 1, "a sentence without root");
        for token in sentence.clone() {
            let mut at = token;
            for _ in 0..doc.tokens.len() {
                at = doc.tokens[at].head;
            }
            assert_eq!(doc.tokens[at].head, at, "heads go in a circle");
            assert!(
                sentence.contains(&doc.tokens[token].head),
                "an arc leaves its sentence"
            );
        }
    }
    let mut end = 0;
    for entity in &doc.entities {
        assert!(entity.tokens.start >= end && entity.tokens.start < entity.tokens.end);
        end = entity.tokens.end;
    }
    assert!(end <= doc.tokens.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_has_a_well_formed_analysis(text in any::<String>()) {
        assert_well_formed(&PIPELINE.parse(&text));
    }

    #[test]
    fn any_likely_text_has_a_well_formed_analysis(
        text in r#"([A-Z]?[a-z]{1,9}|[0-9]{1,4}|U\.S\.|['"“”.,;:!?%$&()/-]|https?://x\.org|[ \n\t]){0,60}"#
    ) {
        assert_well_formed(&PIPELINE.parse(&text));
    }
}

#[test]
fn very_long_and_odd_texts_are_analysed() {
    for text in [
        String::new(),
        " ".repeat(3_000),
        "\n".to_owned(),
        "a".repeat(20_000),
        "(((((".repeat(500),
        "shelled ".repeat(2_000),
        "\u{200b}\u{feff}\u{301}".repeat(50),
        "لم تعلن أي جهة مسؤوليتها عن الهجوم. ".repeat(20),
    ] {
        assert_well_formed(&PIPELINE.parse(&text));
    }
}

/// What is remembered of earlier texts, and by which thread, never shows.
#[test]
fn neither_order_nor_threads_change_an_answer() {
    let texts: Vec<String> = answers(&repository("eval/syntax/golden.tsv"))
        .into_iter()
        .map(|answer| answer.text)
        .collect();
    let alone: Vec<Doc> = texts.iter().map(|text| PIPELINE.parse(text)).collect();
    let fresh = load();
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let (fresh, texts, alone) = (&fresh, &texts, &alone);
            scope.spawn(move || {
                for step in 0..texts.len() {
                    // Every thread goes through the texts in another order.
                    let at = (step * (2 * thread + 1) + thread) % texts.len();
                    assert_eq!(fresh.parse(&texts[at]), alone[at]);
                }
            });
        }
    });
}
