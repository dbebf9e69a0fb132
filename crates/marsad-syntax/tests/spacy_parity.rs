//! Does the rule half of a pipeline say exactly what spaCy says?
//!
//! In comes a directory named by `MARSAD_SPACY_PARITY`, with one folder per
//! language; each has `model`, a spaCy pipeline, and `expected.jsonl`, what
//! spaCy 3.8 said of some texts: one object per line with
//!
//! - `text`;
//! - `tokens`: per token first byte, end, whether a space follows, norm, shape,
//!   prefix, suffix;
//! - `before` and `ruled`: per token tag, part of speech, features, lemma and
//!   dependency label, before and after the attribute ruler;
//! - `heads`: per token its head;
//! - `lemmas`: per token the lemma at the end.
//!
//! Out comes a failure that counts and shows the differences. Without the
//! variable the test says "absent" and passes.
#![cfg(feature = "import")]

use std::path::Path;

use marsad_syntax::{
    AttributeRuler, AttributeRules, Doc, Existing, LemmaTables, Lemmatizer, LexemeNorms, Token,
    Tokenizer, TokenizerRules,
};
use serde::Deserialize;

/// How many differences are shown.
const SHOWN: usize = 25;

#[derive(Deserialize)]
struct Expected {
    text: String,
    tokens: Vec<(usize, usize, bool, String, String, String, String)>,
    before: Vec<[String; 5]>,
    ruled: Vec<[String; 5]>,
    heads: Vec<usize>,
    lemmas: Vec<String>,
}

struct Rules {
    tokenizer: Tokenizer,
    ruler: AttributeRuler,
    lemmatizer: Lemmatizer,
}

fn load(model: &Path, language: &str) -> Rules {
    let read = |path: &str| std::fs::read(model.join(path)).expect("the model has this file");
    let rules = TokenizerRules::from_spacy(&read("tokenizer")).expect("tokenizer rules");
    let norms = LexemeNorms::from_spacy(&read("vocab/lookups.bin")).expect("norms");
    let attributes =
        AttributeRules::from_spacy(&read("attribute_ruler/patterns")).expect("attribute rules");
    let tables = read("lemmatizer/lookups/lookups.bin");
    let lemmas =
        LemmaTables::from_spacy(&tables, language, "rule", Existing::Kept).expect("lemma tables");
    Rules {
        tokenizer: Tokenizer::new(&rules, &norms).expect("tokenizer"),
        ruler: AttributeRuler::new(&attributes).expect("attribute ruler"),
        lemmatizer: Lemmatizer::new(&lemmas),
    }
}

#[derive(Default)]
struct Tally {
    tokens: usize,
    differences: Vec<String>,
}

impl Tally {
    fn check(&mut self, what: &str, place: &str, ours: &str, theirs: &str) {
        if ours != theirs {
            self.differences.push(format!(
                "{what} of {place}: {ours:?}, but spaCy says {theirs:?}"
            ));
        }
    }
}

#[test]
fn says_what_spacy_says() {
    let Some(directory) = std::env::var_os("MARSAD_SPACY_PARITY") else {
        println!("absent: MARSAD_SPACY_PARITY names no directory");
        return;
    };
    let mut failed = false;
    for language in ["en", "fr"] {
        let folder = Path::new(&directory).join(language);
        let rules = load(&folder.join("model"), language);
        let expected =
            std::fs::read_to_string(folder.join("expected.jsonl")).expect("expected answers");
        let mut tally = Tally::default();
        let mut documents = 0;
        for line in expected.lines() {
            let expected: Expected = serde_json::from_str(line).expect("a line of the dump");
            compare(&rules, &expected, &mut tally);
            documents += 1;
        }
        println!(
            "{language}: {documents} documents, {} tokens, {} differences",
            tally.tokens,
            tally.differences.len()
        );
        for difference in tally.differences.iter().take(SHOWN) {
            println!("  {difference}");
        }
        failed |= !tally.differences.is_empty();
    }
    assert!(!failed, "there are differences");
}

fn compare(rules: &Rules, expected: &Expected, tally: &mut Tally) {
    let text = expected.text.as_str();
    let tokens = rules.tokenizer.tokenize(text);
    let ours: Vec<_> = tokens
        .iter()
        .map(|t| (t.start, t.end, t.space_after))
        .collect();
    let theirs: Vec<_> = expected.tokens.iter().map(|t| (t.0, t.1, t.2)).collect();
    if ours != theirs {
        let first = ours
            .iter()
            .zip(&theirs)
            .position(|(ours, theirs)| ours != theirs);
        let start = first.map_or(0, |first| ours[first].0);
        let words = |tokens: &[(usize, usize, bool)]| {
            let after = tokens.iter().filter(|token| token.0 >= start).take(4);
            format!("{:?}", after.map(|t| &text[t.0..t.1]).collect::<Vec<_>>())
        };
        tally.check(
            "boundaries",
            &format!("byte {start}"),
            &words(&ours),
            &words(&theirs),
        );
    } else {
        for (token, theirs) in tokens.iter().zip(&expected.tokens) {
            tally.check(
                "norm",
                &text[token.start..token.end],
                &token.norm,
                &theirs.3,
            );
        }
    }

    let given = expected
        .tokens
        .iter()
        .zip(&expected.before)
        .zip(&expected.heads);
    let tokens = given.map(|((place, before), &head)| {
        let [tag, pos, morph, lemma, dep] = before.each_ref().map(|value| value.as_str().into());
        let (start, end, space_after, norm) = (place.0, place.1, place.2, place.3.as_str().into());
        let sentence_start = false;
        Token {
            start,
            end,
            space_after,
            norm,
            tag,
            pos,
            morph,
            lemma,
            head,
            dep,
            sentence_start,
        }
    });
    let mut doc = Doc {
        text: text.to_owned(),
        tokens: tokens.collect(),
        ..Doc::default()
    };
    tally.tokens += doc.tokens.len();
    rules.ruler.apply(&mut doc);
    for (index, theirs) in expected.ruled.iter().enumerate() {
        let token = &doc.tokens[index];
        let ours = [
            &token.tag,
            &token.pos,
            &token.morph,
            &token.lemma,
            &token.dep,
        ];
        for (name, (ours, theirs)) in ["tag", "pos", "morph", "ruled lemma", "dep"]
            .iter()
            .zip(ours.iter().zip(theirs))
        {
            tally.check(name, doc.token_text(index), ours, theirs);
        }
    }
    rules.lemmatizer.apply(&mut doc);
    for (index, theirs) in expected.lemmas.iter().enumerate() {
        tally.check(
            "lemma",
            doc.token_text(index),
            &doc.tokens[index].lemma,
            theirs,
        );
    }
}
