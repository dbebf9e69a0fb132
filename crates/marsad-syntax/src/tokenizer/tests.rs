use proptest::prelude::*;

use super::rules::{Exception, ExceptionToken, TokenizerRules};
use super::{Tokenizer, chunks};
use crate::lexeme::LexemeNorms;

fn exception(form: &str, tokens: &[(&str, Option<&str>)]) -> Exception {
    let tokens = tokens.iter().map(|(form, norm)| ExceptionToken {
        form: (*form).to_owned(),
        norm: norm.map(str::to_owned),
    });
    Exception {
        form: form.to_owned(),
        tokens: tokens.collect(),
    }
}

/// A small language: quotes and brackets, a full stop, hyphens, units.
fn rules() -> TokenizerRules {
    TokenizerRules {
        prefix: Some("^\"|^\\(".to_owned()),
        suffix: Some("\"$|\\)$|,$|(?<=[0-9])(?:km|m)$|(?<=[a-z])\\.$".to_owned()),
        infix: Some("(?<=[a-z])-(?=[a-z])|(?<=[a-z]['])(?=[a-z])".to_owned()),
        token_match: None,
        url_match: Some("^[a-z]+://\\S+$".to_owned()),
        faster_heuristics: true,
        exceptions: vec![
            exception("(c", &[("(", None), ("c", Some("copyright"))]),
            exception("a b", &[("a b", None)]),
            exception("don't", &[("do", None), ("n't", Some("not"))]),
            exception("etc.", &[("etc.", None)]),
        ],
    }
}

fn tokenizer() -> Tokenizer {
    Tokenizer::new(&rules(), &LexemeNorms::default()).expect("the rules are well-formed")
}

fn forms(text: &str) -> Vec<&str> {
    tokenizer()
        .tokenize(text)
        .iter()
        .map(|token| &text[token.start..token.end])
        .collect()
}

#[test]
fn splits_affixes_until_an_exception_is_left() {
    assert_eq!(forms("(\"don't\")"), ["(", "\"", "do", "n't", "\"", ")"]);
    assert_eq!(forms("etc."), ["etc."]);
    assert_eq!(forms("end."), ["end", "."]);
    assert_eq!(forms("12km,"), ["12", "km", ","]);
}

#[test]
fn splits_infixes_but_not_addresses() {
    assert_eq!(forms("hit-and-run"), ["hit", "-", "and", "-", "run"]);
    assert_eq!(forms("http://a-b"), ["http://a-b"]);
    assert_eq!(forms("l'air"), ["l'", "air"]);
}

#[test]
fn white_space_other_than_one_space_is_a_token() {
    assert_eq!(forms(" a  b\n\nc "), [" ", "a", " ", "b", "\n\n", "c"]);
    let tokens = tokenizer().tokenize("a  \u{1c}b");
    assert!(tokens[0].space_after && !tokens[1].space_after && !tokens[2].space_after);
}

#[test]
fn exceptions_are_found_across_tokens() {
    assert_eq!(forms("a b"), ["a b"]);
    // The tokens are those of "a b", but the text is not.
    assert_eq!(forms("a\nb"), ["a", "\n", "b"]);
    let tokens = tokenizer().tokenize("(c d");
    assert_eq!(tokens[1].norm, "copyright");
    assert!(tokens[1].space_after);
}

#[test]
fn endless_chunks_are_cut() {
    let text = format!("{} é", "é".repeat(2 * super::LONGEST_CHUNK + 1));
    let tokens = tokenizer().tokenize(&text);
    let lengths: Vec<usize> = tokens
        .iter()
        .map(|token| (token.end - token.start) / 2)
        .collect();
    assert_eq!(lengths, [super::LONGEST_CHUNK, super::LONGEST_CHUNK, 1, 1]);
    assert_eq!(tokens.iter().filter(|token| token.space_after).count(), 1);
}

#[test]
fn exceptions_carry_their_norms() {
    let norms: Vec<_> = tokenizer()
        .tokenize("Don't don't")
        .iter()
        .map(|t| t.norm.clone())
        .collect();
    assert_eq!(norms, ["don'", "t", "do", "not"]);
}

#[test]
fn an_exception_must_add_up() {
    let mut rules = rules();
    rules
        .exceptions
        .push(exception("can't", &[("can", None), ("not", None)]));
    assert!(Tokenizer::new(&rules, &LexemeNorms::default()).is_err());
}

proptest! {
    #[test]
    fn tokens_and_spaces_concatenate_to_the_text(
        text in "([a-d ]|don't|\\PC|[ \"(),.'-]|\n|etc\\.|\\(c|12km|a b){0,20}",
    ) {
        let mut again = String::new();
        for token in tokenizer().tokenize(&text) {
            prop_assert_eq!(token.start, again.len());
            prop_assert!(token.start < token.end);
            again.push_str(&text[token.start..token.end]);
            again.push_str(if token.space_after { " " } else { "" });
        }
        prop_assert_eq!(again, text);
    }

    /// What a chunk becomes does not depend on the other chunks, save for
    /// exceptions that reach across them.
    #[test]
    fn chunks_are_cut_independently(words in prop::collection::vec("[c-h'\",.-]{1,6}", 1..6)) {
        let text = words.join(" ");
        let together = forms(&text);
        let apart: Vec<&str> = words.iter().flat_map(|word| forms(word)).collect();
        prop_assert_eq!(together, apart);
    }

    #[test]
    fn chunks_are_white_or_have_no_white(text in "[a ]{0,8}|\\PC{0,20}|[a\n\u{1c}\u{2003} ]{0,10}") {
        for (start, chunk) in chunks(&text) {
            prop_assert_eq!(&text[start..start + chunk.len()], chunk);
            let white = chunk.chars().filter(|c| super::is_space(*c)).count();
            prop_assert!(white == 0 || white == chunk.chars().count());
        }
    }
}
