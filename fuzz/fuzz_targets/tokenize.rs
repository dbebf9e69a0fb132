//! Any rules and any text: either the rules are refused, or the tokens make up the text.
//!
//! The expressions are fuzzed as well, which tries the engine for Python's regular
//! expressions; the tokenizer with the shipped rules is tried by `parse`.
#![no_main]

use libfuzzer_sys::{
    arbitrary::{self, Arbitrary},
    fuzz_target,
};
use marsad_fuzz::assert_tokens_cover;
use marsad_syntax::{Exception, ExceptionToken, LexemeNorms, Tokenizer, TokenizerRules};

/// Rules and a text.
#[derive(Arbitrary, Debug)]
struct Input {
    prefix: Option<String>,
    suffix: Option<String>,
    infix: Option<String>,
    token_match: Option<String>,
    url_match: Option<String>,
    faster_heuristics: bool,
    exceptions: Vec<Vec<String>>,
    text: String,
}

impl Input {
    fn rules(&self) -> TokenizerRules {
        let mut exceptions: Vec<Exception> = self
            .exceptions
            .iter()
            .map(|parts| Exception {
                form: parts.concat(),
                tokens: parts
                    .iter()
                    .map(|part| ExceptionToken {
                        form: part.clone(),
                        norm: None,
                    })
                    .collect(),
            })
            .collect();
        exceptions.sort_by(|a, b| a.form.cmp(&b.form));
        exceptions.dedup_by(|a, b| a.form == b.form);
        TokenizerRules {
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
            infix: self.infix.clone(),
            token_match: self.token_match.clone(),
            url_match: self.url_match.clone(),
            faster_heuristics: self.faster_heuristics,
            exceptions,
        }
    }
}

fuzz_target!(|input: Input| {
    if let Ok(tokenizer) = Tokenizer::new(&input.rules(), &LexemeNorms::default()) {
        assert_tokens_cover(&input.text, &tokenizer.tokenize(&input.text));
    }
});
