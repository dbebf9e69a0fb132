//! Which words stand between quotation marks?
//!
//! In come tokens and sentences; out comes for each token whether it is quoted, and in which
//! quotation. Invariant: a quotation ends with its paragraph at the latest, as the next one
//! opens with a mark of its own where it goes on.

use super::Sentences;

/// How a word stands to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoted {
    /// Outside of any.
    No,
    /// It is the opening mark.
    Opens,
    /// Between the marks.
    Inside,
    /// It is the closing mark.
    Closes,
}

impl Quoted {
    /// Whether it is a word or mark of a quotation.
    pub(crate) fn is_quoted(self) -> bool {
        self != Self::No
    }

    /// A word for it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Opens => "opens",
            Self::Inside => "inside",
            Self::Closes => "closes",
        }
    }
}

/// The quotations of a document.
pub(crate) struct Quotes {
    quoted: Vec<Quoted>,
    number: Vec<u32>,
}

/// Between sentences of different paragraphs stand at least so many bytes.
pub(crate) const PARAGRAPH_GAP: usize = 2;

/// What a mark may do.
enum Mark {
    Opens,
    Closes,
    Either,
}

impl Quotes {
    pub(crate) fn of(sentences: &Sentences) -> Self {
        let count = sentences.tokens.len();
        let mut quotes = Self {
            quoted: vec![Quoted::No; count],
            number: vec![0; count],
        };
        let (mut open, mut number, mut end) = (false, 0, 0);
        for sentence in &sentences.sentences {
            if sentence.span.start >= end + PARAGRAPH_GAP {
                open = false;
            }
            end = sentence.span.end;
            for at in sentence.tokens.clone() {
                let opens = match mark(sentences, at) {
                    Some(Mark::Opens) => true,
                    Some(Mark::Closes) => false,
                    Some(Mark::Either) => !open,
                    None if open => {
                        quotes.set(at, Quoted::Inside, number);
                        continue;
                    }
                    None => continue,
                };
                if opens {
                    number += 1;
                    quotes.set(at, Quoted::Opens, number);
                } else if open {
                    quotes.set(at, Quoted::Closes, number);
                }
                open = opens;
            }
        }
        quotes
    }

    fn set(&mut self, at: usize, quoted: Quoted, number: u32) {
        self.quoted[at] = quoted;
        self.number[at] = number;
    }

    /// How a word stands to quotation marks.
    pub(crate) fn at(&self, token: usize) -> Quoted {
        self.quoted[token]
    }

    /// The mark that opens the quotation in which a word stands.
    pub(crate) fn opening(&self, token: usize) -> Option<usize> {
        let inside = self.quoted[token] != Quoted::No;
        (0..=token)
            .rev()
            .take_while(|&at| inside && self.are_together(at, token))
            .last()
    }

    /// Whether two words stand in the same quotation.
    pub(crate) fn are_together(&self, one: usize, other: usize) -> bool {
        self.number[one] > 0 && self.number[one] == self.number[other]
    }
}

/// What a token does if it is a quotation mark: a straight one opens where it adjoins the next word
/// only, and closes where it adjoins the word before only.
fn mark(sentences: &Sentences, at: usize) -> Option<Mark> {
    match sentences.tokens[at].text.as_str() {
        "“" | "``" | "„" | "«" => Some(Mark::Opens),
        "”" | "''" | "»" => Some(Mark::Closes),
        "\"" => {
            let span = sentences.tokens[at].span;
            let before = at
                .checked_sub(1)
                .map(|before| sentences.tokens[before].span);
            let after = sentences.tokens.get(at + 1).map(|after| after.span);
            let adjoins_before = before.is_some_and(|before| before.end == span.start);
            let adjoins_after = after.is_some_and(|after| after.start == span.end);
            Some(match (adjoins_before, adjoins_after) {
                (false, true) => Mark::Opens,
                (true, false) => Mark::Closes,
                _ => Mark::Either,
            })
        }
        _ => None,
    }
}
