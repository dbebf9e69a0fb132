//! Does the English pipeline say what spaCy says?
//!
//! `eval/syntax/golden.tsv` holds spaCy's answers to our own sentences. The
//! answers must be the same to the last tag, head and lemma.

mod spacy;

use marsad_syntax::Pipeline;
use spacy::{answers, repository};

/// The pipeline that the product embeds.
fn english() -> Pipeline {
    let path = repository("data/models/en/en_core_web_sm-3.8.0.marsad");
    let bytes = std::fs::read(&path).expect("the model file is part of the repository");
    Pipeline::from_bytes(bytes).expect("the model file is of this version")
}

#[test]
fn every_sentence_is_analysed_as_spacy_does() {
    let pipeline = english();
    let answers = answers(&repository("eval/syntax/golden.tsv"));
    assert!(
        answers.len() > 200,
        "the golden file has only {} texts",
        answers.len()
    );
    for answer in answers {
        let table = pipeline.parse(&answer.text).table();
        for (ours, spacy) in table.lines().zip(answer.table.lines()) {
            assert_eq!(
                ours, spacy,
                "in {:?}; write golden.tsv again only if spaCy changed",
                answer.text
            );
        }
        assert_eq!(table, answer.table, "{:?} has other tokens", answer.text);
    }
}

#[test]
fn borrowed_and_owned_bytes_give_the_same_answers() {
    let path = repository("data/models/en/en_core_web_sm-3.8.0.marsad");
    let bytes: &'static [u8] = std::fs::read(path).expect("part of the repository").leak();
    let borrowed = Pipeline::load(bytes).expect("of this version");
    assert_eq!(borrowed.language(), "en");
    let text = "The convoy, which the agency said carried flour, was stopped near Aleppo.";
    assert_eq!(borrowed.parse(text), english().parse(text));
}
