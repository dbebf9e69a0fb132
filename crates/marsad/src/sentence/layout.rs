//! Which words stand in a block, and what stands between them?
//!
//! In comes a block; out comes its [`Layout`], which zones are told by. Invariant: words
//! and separators concatenate to the block, with one more separator than words.

use std::ops::Range;

use crate::{knowledge::casing, terms::Span};

/// Words in datelines are shortened to this many letters at most.
const LONGEST_SHORTENED: usize = 4;

/// The words of a block and the marks between them.
#[derive(Clone, Debug)]
pub(super) struct Layout<'t> {
    text: &'t str,
    block: Span,
    /// In bytes of the whole text.
    words: Vec<Range<usize>>,
}

/// What stands between two words, where the marks tell more than the spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Spaces, or the stop of a shortened word.
    Space,
    /// A hyphen that makes one word of two.
    Hyphen,
    /// A comma.
    Comma,
    /// A stroke.
    Slash,
    /// A colon.
    Colon,
    /// A dash.
    Dash,
    /// An opening bracket, perhaps behind a comma.
    Open,
    /// A closing bracket, and nothing that ends a dateline.
    Close,
    /// A closing bracket and a dash.
    CloseDash,
    /// A closing bracket and a colon.
    CloseColon,
    /// Nothing that a dateline has.
    Other,
}

impl<'t> Layout<'t> {
    pub(super) fn new(text: &'t str, block: Span) -> Self {
        let words = casing::words(block.of(text))
            .map(|word| word.start + block.start..word.end + block.start)
            .collect();
        Self { text, block, words }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// One past the last byte of the block.
    pub(super) fn end(&self) -> usize {
        self.block.end
    }

    pub(super) fn word(&self, at: usize) -> &'t str {
        self.words
            .get(at)
            .map_or("", |word| &self.text[word.clone()])
    }

    /// The words from one on.
    pub(super) fn words_from(&self, at: usize) -> impl Iterator<Item = &'t str> + Clone + '_ {
        let text = self.text;
        self.words[at.min(self.words.len())..]
            .iter()
            .map(move |word| &text[word.clone()])
    }

    /// Where a word begins; for the word after the last, the end of the block.
    pub(super) fn start(&self, at: usize) -> usize {
        self.words.get(at).map_or(self.block.end, |word| word.start)
    }

    /// Where the separator before a word begins.
    pub(super) fn separator_start(&self, at: usize) -> usize {
        let before = at.checked_sub(1).and_then(|before| self.words.get(before));
        before.map_or(self.block.start, |word| word.end)
    }

    /// What stands before a word, or after the last.
    pub(super) fn separator(&self, at: usize) -> &'t str {
        let start = self.separator_start(at);
        &self.text[start..self.start(at).max(start)]
    }

    /// The words from `from` up to, not including, `to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        match (
            self.words.get(from),
            to.checked_sub(1).and_then(|last| self.words.get(last)),
        ) {
            (Some(first), Some(last)) if from < to => Span::new(first.start, last.end),
            _ => Span::new(self.start(from), self.start(from)),
        }
    }

    /// The words from `from` up to, not including, `to`, and what stands between them.
    pub(super) fn text_of(&self, from: usize, to: usize) -> &'t str {
        self.span(from, to).of(self.text)
    }

    /// What the separator before a word amounts to.
    pub(super) fn mark(&self, at: usize) -> Mark {
        let separator = self.separator(at);
        let mut marks = String::new();
        for character in separator.chars().filter(|c| !c.is_whitespace()) {
            marks.push(match character {
                // Old wires have an underscore for a dash.
                '–' | '—' | '―' | '‒' | '_' => '—',
                other => other,
            });
            if marks.len() > 12 {
                return Mark::Other;
            }
        }
        let spaced = separator.contains(char::is_whitespace);
        // A quotation may open behind the dash.
        let marks = marks.trim_end_matches(['"', '\u{201c}', '\u{2018}', '\'']);
        let at_end = at == self.len();
        match marks {
            "" => Mark::Space,
            // The stop of a shortened word ("Sept.", "Va.") and not of a sentence.
            "." if self.is_shortened(at) => Mark::Space,
            "-" if !spaced => Mark::Hyphen,
            "," => Mark::Comma,
            "/" => Mark::Slash,
            ":" => Mark::Colon,
            "(" | ",(" => Mark::Open,
            "-" | "--" | "---" | "—" | "——" | ".—" | ".-" | ".--" | ",—" | ",-" => {
                Mark::Dash
            }
            ")" | ")." | ")," if !at_end => Mark::Close,
            ")" => Mark::Close,
            ")—" | ")-" | ")--" | ")---" | "),—" | "),-" | ").-" | ").—" => Mark::CloseDash,
            "):" => Mark::CloseColon,
            _ => Mark::Other,
        }
    }

    /// Whether the stop before a word shortens the word before it. Where that is small and the
    /// next is not, a sentence has ended.
    fn is_shortened(&self, at: usize) -> bool {
        let before = self.word(at.saturating_sub(1));
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        before.len() <= LONGEST_SHORTENED && (capital(before) || !capital(self.word(at)))
    }

    /// One past the last dash, bracket or colon of the separator before a word.
    pub(super) fn mark_end(&self, at: usize) -> usize {
        let separator = self.separator(at);
        let end = separator.rfind(['-', '–', '—', '―', '‒', '_', ')', ':']);
        let length = end.map_or(0, |end| {
            end + separator[end..].chars().next().map_or(0, char::len_utf8)
        });
        self.separator_start(at) + length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_read_through_their_spaces() {
        let text = "FENMARK (Ferry Press ) -- \"It left,\" he said - twice";
        let layout = Layout::new(text, Span::new(0, text.len()));
        assert_eq!(layout.mark(1), Mark::Open);
        assert_eq!(layout.mark(3), Mark::CloseDash);
        assert_eq!(&text[..layout.mark_end(3)], "FENMARK (Ferry Press ) --");
        assert_eq!(layout.mark(7), Mark::Dash);
        assert_eq!(layout.mark(8), Mark::Space);
        assert_eq!(layout.span(1, 3).of(text), "Ferry Press");
    }
}
