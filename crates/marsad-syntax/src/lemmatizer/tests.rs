use super::{Existing, LemmaTables, Lemmatizer, Procedure};
use crate::doc::{Doc, Token};
use crate::strings::hash_string;

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

fn tables(procedure: Procedure) -> LemmaTables {
    let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
    LemmaTables {
        procedure,
        existing: Existing::Kept,
        lookup: vec![(hash_string("chevaux"), texts(&["cheval"]))],
        rules: vec![(
            hash_string("verb"),
            vec![pair("ed", "e"), pair("ed", ""), pair("s", "")],
        )],
        exceptions: vec![(
            hash_string("verb"),
            vec![("fled".to_owned(), texts(&["flee"]))],
        )],
        index: vec![(hash_string("verb"), texts(&["bomb", "flee", "seized"]))],
    }
}

fn lemma(procedure: Procedure, form: &str, pos: &str, morph: &str) -> String {
    let token = Token {
        end: form.len(),
        pos: pos.into(),
        morph: morph.into(),
        ..Token::default()
    };
    let mut doc = Doc {
        text: form.to_owned(),
        tokens: vec![token],
        ..Doc::default()
    };
    Lemmatizer::new(&tables(procedure)).apply(&mut doc);
    doc.tokens[0].lemma.to_string()
}

#[test]
fn rules_prefer_known_lemmas() {
    let lemma = |form, pos| lemma(Procedure::Rules, form, pos, "");
    assert_eq!(lemma("Bombed", "VERB"), "bomb");
    assert_eq!(lemma("fled", "VERB"), "flee");
    assert_eq!(lemma("shelled", "VERB"), "shelle");
    assert_eq!(lemma("RAN", "VERB"), "RAN");
    assert_eq!(lemma("Dogs", "NOUN"), "dogs");
    assert_eq!(lemma("Idlib", "PROPN"), "Idlib");
    assert_eq!(lemma("\n", "SPACE"), "\n");
}

#[test]
fn base_forms_are_left_alone() {
    let lemma = |morph| lemma(Procedure::RulesUnlessBase, "Bombed", "VERB", morph);
    assert_eq!(lemma("VerbForm=Inf"), "bombed");
    assert_eq!(lemma("Tense=Pres|VerbForm=Fin"), "bombed");
    assert_eq!(lemma("Number=Sing|Tense=Pres|VerbForm=Fin"), "bomb");
}

#[test]
fn the_index_may_come_first_and_the_lookup_last() {
    let lemma = |form, pos| lemma(Procedure::IndexFirst, form, pos, "");
    assert_eq!(lemma("Seized", "VERB"), "seized");
    assert_eq!(lemma("fled", "VERB"), "flee");
    assert_eq!(lemma("bombed", "VERB"), "bomb");
    assert_eq!(lemma("Chevaux", "NOUN"), "cheval");
    assert_eq!(lemma("Chevaux", "PROPN"), "Chevaux");
}

#[test]
fn existing_lemmas_stay_unless_replaced() {
    let token = Token {
        end: 7,
        lemma: "x".into(),
        ..Token::default()
    };
    let mut doc = Doc {
        text: "chevaux".to_owned(),
        tokens: vec![token],
        ..Doc::default()
    };
    let mut tables = tables(Procedure::Lookup);
    Lemmatizer::new(&tables).apply(&mut doc);
    assert_eq!(doc.tokens[0].lemma, "x");
    tables.existing = Existing::Replaced;
    Lemmatizer::new(&tables).apply(&mut doc);
    assert_eq!(doc.tokens[0].lemma, "cheval");
}
