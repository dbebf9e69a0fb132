//! Are words and trees right, also where the letters are not?
//!
//! In: our own sentences with spaCy's analysis, read as they are written, in small
//! letters and in capitals. Out: the share of words with the same tag, and of words
//! with the same head and label. Invariant: all three are held to the analysis of the
//! sentence as it is written.

use anyhow::Result;
use marsad::document::Document;
use marsad::reading::Reading;
use marsad::sentence::Token;
use marsad::terms::Span;

use super::Bench;
use super::table::{Score, Verdict};
use super::tally::Share;
use crate::gold::Gold;
use crate::gold::syntax::{self, Sentence};

/// The name of these scores; the file is in the repository.
pub(super) const CORPUS: &str = "syntax/golden";

const ITEMS: &str = "words";

/// Reads every sentence in three ways.
pub(super) fn score(bench: &Bench<'_>, _: &str) -> Result<Option<Verdict>> {
    let sentences = syntax::read(bench.eval)?;
    let lower = recased(&sentences, |character| character.to_lowercase().collect());
    let upper = recased(&sentences, |character| character.to_uppercase().collect());
    let (tag, tree) = bench.sum(&sentences, judge);
    let (tag_lower, tree_lower) = bench.sum(&lower, |worn, reading| judge(worn.0, reading));
    let (tag_upper, tree_upper) = bench.sum(&upper, |worn, reading| judge(worn.0, reading));
    Ok(Some(Verdict {
        split: "all",
        scores: vec![
            Score::share("tag", tag, ITEMS),
            Score::share("head_and_label", tree, ITEMS),
            Score::share("tag_in_small_letters", tag_lower, ITEMS),
            Score::share("head_and_label_in_small_letters", tree_lower, ITEMS),
            Score::share("tag_in_capitals", tag_upper, ITEMS),
            Score::share("head_and_label_in_capitals", tree_upper, ITEMS),
        ],
        funnel: Vec::new(),
        columns: "",
        items: Vec::new(),
    }))
}

/// A sentence and the same in other letters.
struct Worn<'s>(&'s Sentence, Document);

impl Gold for Worn<'_> {
    fn document(&self) -> &Document {
        &self.1
    }
}

/// Every sentence with its letters changed. A letter whose counterpart takes more or
/// fewer bytes stays, so that all spans still hold.
fn recased(sentences: &[Sentence], change: impl Fn(char) -> String) -> Vec<Worn<'_>> {
    let letter = |character: char| {
        let other = change(character);
        if other.len() == character.len_utf8() {
            other
        } else {
            character.to_string()
        }
    };
    let worn = |sentence| {
        let document = Gold::document(sentence).clone();
        let text = document.text.chars().map(letter).collect();
        Worn(sentence, Document { text, ..document })
    };
    sentences.iter().map(worn).collect()
}

/// How many words have their tag, and how many their head and label.
fn judge(sentence: &Sentence, reading: &Reading) -> (Share, Share) {
    let tokens = &reading.sentences.tokens;
    let token = |span: Span| tokens.iter().find(|token| token.span == span);
    let governed = |token: &Token, head: Span, label: &str| {
        token.dep == label
            && tokens
                .get(token.head)
                .is_some_and(|governor| governor.span == head)
    };
    let of = sentence.words.len();
    let (mut tags, mut trees) = (0, 0);
    for word in &sentence.words {
        let Some(token) = token(word.span) else {
            continue;
        };
        tags += usize::from(token.tag == word.tag);
        let head = sentence.words.get(word.head).map(|head| head.span);
        trees += usize::from(head.is_some_and(|head| governed(token, head, &word.label)));
    }
    (Share { right: tags, of }, Share { right: trees, of })
}
