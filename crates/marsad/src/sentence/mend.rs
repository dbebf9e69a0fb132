//! What would the report look like in ordinary writing?
//!
//! In comes a stretch of prose; out comes a [`Mended`] text for the models to read, and
//! for each of its bytes where it stands in the original. Spaces of every kind become
//! one space, marks that no one sees are dropped, and text that an archive cut into
//! tokens or robbed of its apostrophes is put together again. Invariant: mended bytes
//! map to original spans in order and on character boundaries; a mark that was put back
//! has an empty span at its place.

use std::borrow::Cow;

use crate::terms::Span;

/// A stretch of the text between spaces, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Piece<'t> {
    /// How it is to read.
    pub(super) text: Cow<'t, str>,
    /// Where it stands in the original.
    pub(super) span: Span,
    /// What stands before it.
    pub(super) gap: Gap,
}

/// What stands between two pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// A space.
    Space,
    /// Nothing.
    None,
}

/// A text for the models, and where each part of it comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Mended {
    /// The text to read.
    pub(super) text: String,
    runs: Vec<Run>,
}

/// A stretch of mended text.
#[derive(Clone, Copy, Debug)]
struct Run {
    start: usize,
    end: usize,
    original: Span,
    copied: Copied,
}

/// Whether a stretch has the same characters as its original, up to their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Copied {
    /// Byte by byte, with all character boundaries in the same places.
    Bytes,
    /// Only as a whole.
    Whole,
}

/// Cuts the prose at `span` into pieces, in its own words.
pub(super) fn pieces(text: &str, span: Span) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut gap = Gap::None;
    let mut open: Option<usize> = None;
    let mut close = |open: &mut Option<usize>, end: usize, gap: &mut Gap| {
        if let Some(start) = open.take() {
            pieces.push(Piece {
                text: Cow::Borrowed(&text[start..end]),
                span: Span::new(start, end),
                gap: *gap,
            });
            *gap = Gap::None;
        }
    };
    for (at, character) in span.of(text).char_indices() {
        let at = span.start + at;
        if is_gap(character) {
            close(&mut open, at, &mut gap);
            gap = Gap::Space;
        } else if is_unseen(character) {
            close(&mut open, at, &mut gap);
        } else if open.is_none() {
            open = Some(at);
        }
    }
    close(&mut open, span.end, &mut gap);
    if let Some(first) = pieces.first_mut() {
        first.gap = Gap::None;
    }
    pieces
}

/// White space of any kind, and control characters.
pub(super) fn is_gap(character: char) -> bool {
    character.is_whitespace() || character.is_control() || matches!(character, '\u{fffc}')
}

/// Characters that leave no trace on paper: soft hyphens, joiners, direction marks.
fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
    )
}

impl Mended {
    /// Writes pieces one after the other; `text` is the original that their spans point into.
    pub(super) fn write(text: &str, pieces: &[Piece<'_>]) -> Self {
        let mut mended = Self::default();
        for piece in pieces {
            let joined = mended.text.is_empty() || piece.gap == Gap::None;
            if !joined {
                mended.text.push(' ');
            }
            let start = mended.text.len();
            mended.text.push_str(&piece.text);
            let run = Run {
                start,
                end: mended.text.len(),
                original: piece.span,
                copied: copied(&piece.text, piece.span.of(text)),
            };
            mended.push(text, run);
        }
        mended
    }

    /// Adds a run, or lengthens the last one where the two differ from their originals by
    /// the same distance, so that ordinary prose is a single run.
    fn push(&mut self, text: &str, run: Run) {
        if let Some(last) = self.runs.last_mut() {
            let between = text.get(last.original.end..run.original.start);
            let same_gap = between.is_some_and(|gap| gap == &self.text[last.end..run.start]);
            if same_gap && last.copied == Copied::Bytes && run.copied == Copied::Bytes {
                last.end = run.end;
                last.original.end = run.original.end;
                return;
            }
        }
        self.runs.push(run);
    }

    /// Where the words at `start..end` of the mended text stand in the original.
    pub(super) fn original(&self, start: usize, end: usize) -> Span {
        let first = self.runs.partition_point(|run| run.end <= start);
        let after = self.runs.partition_point(|run| run.start < end);
        let Some((first, last)) = self
            .runs
            .get(first)
            .zip(after.checked_sub(1).and_then(|last| self.runs.get(last)))
        else {
            let end = self.runs.last().map_or(0, |run| run.original.end);
            return Span::new(end, end);
        };
        let from = match first.copied {
            Copied::Bytes => first.original.start + start.saturating_sub(first.start),
            Copied::Whole => first.original.start,
        };
        let to = match last.copied {
            Copied::Bytes => last.original.end - last.end.saturating_sub(end),
            Copied::Whole => last.original.end,
        };
        Span::new(from, to.max(from))
    }
}

fn copied(mended: &str, original: &str) -> Copied {
    let same_lengths = || {
        let mut lengths = original.chars().map(char::len_utf8);
        mended
            .chars()
            .all(|character| lengths.next() == Some(character.len_utf8()))
            && lengths.next().is_none()
    };
    if mended.len() == original.len() && (mended == original || same_lengths()) {
        Copied::Bytes
    } else {
        Copied::Whole
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(text: &str) -> Mended {
        Mended::write(text, &pieces(text, Span::new(0, text.len())))
    }

    #[test]
    fn ordinary_prose_is_one_run() {
        let text = "The ferry left “Fenmark” at 9.";
        let mended = whole(text);
        assert_eq!(mended.text, text);
        assert_eq!(mended.runs.len(), 1);
        assert_eq!(mended.original(4, 9), Span::new(4, 9));
    }

    #[test]
    fn spaces_of_every_kind_are_one_space() {
        let text = "The\u{a0}ferry \t left\r\nFen\u{ad}mark\u{200b}.";
        let mended = whole(text);
        assert_eq!(mended.text, "The ferry left Fenmark.");
        let at = mended.text.find("Fenmark").expect("there");
        assert_eq!(mended.original(at, at + 7).of(text), "Fen\u{ad}mark");
    }

    #[test]
    fn a_mark_put_back_has_an_empty_span() {
        let text = "fenmark s";
        let mut pieces = pieces(text, Span::new(0, text.len()));
        pieces[1].gap = Gap::None;
        pieces.insert(
            1,
            Piece {
                text: "'".into(),
                span: Span::new(8, 8),
                gap: Gap::None,
            },
        );
        let mended = Mended::write(text, &pieces);
        assert_eq!(mended.text, "fenmark's");
        assert_eq!(mended.original(7, 9), Span::new(8, 9));
        assert_eq!(mended.original(7, 8), Span::new(8, 8));
    }

    proptest! {
        #[test]
        fn spans_come_back_in_order_and_on_boundaries(text in any::<String>()) {
            let mended = whole(&text);
            let mut before = 0;
            for (at, character) in mended.text.char_indices() {
                let span = mended.original(at, at + character.len_utf8());
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                if character != ' ' {
                    prop_assert_eq!(span.of(&text), character.to_string());
                    prop_assert!(span.start >= before);
                    before = span.end;
                }
            }
        }
    }
}
