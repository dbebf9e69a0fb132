//! Where did an apostrophe stand that is no longer there?
//!
//! In come the pieces of a text that has no apostrophe at all; out come the pieces with
//! those put back that can have been nothing else: "fenmark s ferry", "they don t",
//! "Fenmarks ferry". Invariant: nothing of the original is dropped; a mark put back has
//! an empty span.

use std::borrow::Cow;

use crate::{
    knowledge::casing::{self, Usual},
    terms::Span,
};

use super::{
    letters::Letters,
    mend::{Gap, Piece},
};

/// Puts lost apostrophes back.
pub(super) fn restore<'t>(letters: &Letters<'_>, pieces: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
    let mut restored: Vec<Piece<'t>> = Vec::with_capacity(pieces.len() + pieces.len() / 16);
    for piece in pieces {
        let parted = restored
            .last()
            .is_some_and(|before| ends_it(letters, before, &piece));
        if parted {
            restored.push(mark(piece.span.start));
            restored.push(Piece {
                gap: Gap::None,
                ..piece
            });
        } else if let Some(at) = possessive(letters, &piece) {
            restored.extend(split(piece, at));
        } else {
            restored.push(piece);
        }
    }
    restored
}

fn mark<'t>(at: usize) -> Piece<'t> {
    Piece {
        text: Cow::Borrowed("'"),
        span: Span::new(at, at),
        gap: Gap::None,
    }
}

/// Whether the piece is an ending that stands alone behind its word ("s" of "fenmark s").
fn ends_it(letters: &Letters<'_>, before: &Piece<'_>, piece: &Piece<'_>) -> bool {
    let ending = piece.text.trim_end_matches(|c: char| !c.is_alphanumeric());
    if ending.is_empty() || ending.len() > 2 || piece.gap == Gap::None {
        return false;
    }
    let Some(start) = before.text.rfind(|c: char| !c.is_alphabetic()) else {
        return same_letters(&before.text, ending)
            && letters
                .orthography
                .lost_apostrophe(&before.text.to_lowercase(), &ending.to_lowercase());
    };
    // "al-fenmark s": the word behind the last mark is the one that counts.
    let word = &before.text[start..];
    let word = word.trim_start_matches(|c: char| !c.is_alphabetic());
    !word.is_empty()
        && same_letters(word, ending)
        && letters
            .orthography
            .lost_apostrophe(&word.to_lowercase(), &ending.to_lowercase())
}

/// "Plan S" has lost nothing, and "A s" is a list.
fn same_letters(word: &str, ending: &str) -> bool {
    let last = word.chars().next_back();
    let as_before = last.is_some_and(char::is_uppercase) == ending.starts_with(char::is_uppercase);
    as_before && (word.chars().count() > 1 || ending != "s" && ending != "S")
}

/// Where the "s" begins that a name has caught from its lost apostrophe: "Fenmarks", where
/// Fenmark is a place or nobody has heard of Fenmarks; also "countrys", which is no plural.
fn possessive(letters: &Letters<'_>, piece: &Piece<'_>) -> Option<usize> {
    let text = piece.text.as_ref();
    let range = casing::words(text).last()?;
    // What follows the word must be marks alone, and it must end in a single "s".
    let word = &text[range.clone()];
    let stem = word.strip_suffix(['s', 'S'])?;
    let before_last = stem.chars().next_back()?;
    if matches!(before_last, 's' | 'S') || stem.len() < 3 || !stem.chars().all(char::is_alphabetic)
    {
        return None;
    }
    let lower = word.to_lowercase();
    if letters.casing.name(&lower).is_some() {
        return None;
    }
    let lower_stem = stem.to_lowercase();
    let name = stem.starts_with(char::is_uppercase) && stem.contains(char::is_lowercase)
        || letters.has_form(&lower_stem)
        || letters.casing.name(&lower_stem).is_some();
    let known = letters.casing.usual(&lower) != Usual::Unknown;
    let lost = if name {
        let stem_names = matches!(letters.casing.usual(&lower_stem), Usual::Form(_))
            || letters.casing.name(&lower_stem).is_some();
        let place = letters.is_well_known_place(stem) || !known && letters.is_place(stem);
        let people =
            letters.gazetteer.demonym(word).is_some() || letters.gazetteer.demonym(stem).is_some();
        !people
            && !letters.is_place(word)
            && (place || !known && stem_names)
            && !matches!(letters.casing.usual(&lower), Usual::Ordinary)
    } else {
        // The plural of "country" is "countries".
        let consonant = stem
            .strip_suffix('y')
            .and_then(|stem| stem.chars().next_back());
        !known
            && consonant.is_some_and(|letter| !matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u'))
            && letters.casing.usual(&lower_stem) == Usual::Ordinary
    };
    lost.then(|| range.end - 1)
}

fn split(piece: Piece<'_>, at: usize) -> [Piece<'_>; 3] {
    let middle = piece.span.start + at;
    let (stem, ending) = match &piece.text {
        Cow::Borrowed(text) => (Cow::Borrowed(&text[..at]), Cow::Borrowed(&text[at..])),
        Cow::Owned(text) => (
            Cow::Owned(text[..at].to_owned()),
            Cow::Owned(text[at..].to_owned()),
        ),
    };
    [
        Piece {
            text: stem,
            span: Span::new(piece.span.start, middle),
            gap: piece.gap,
        },
        mark(middle),
        Piece {
            text: ending,
            span: Span::new(middle, piece.span.end),
            gap: Gap::None,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::{
        letters::tests::Small,
        mend::{Mended, pieces},
    };

    fn restored(text: &str) -> String {
        let small = Small::new();
        let pieces = pieces(text, Span::new(0, text.len()));
        Mended::write(text, &restore(&small.letters(), pieces)).text
    }

    #[test]
    fn what_can_only_be_an_apostrophe_is_put_back() {
        for (lost, whole) in [
            (
                "fenmark s ferry , what s left",
                "fenmark's ferry , what's left",
            ),
            (
                "they didn t wait, they ve left",
                "they didn't wait, they've left",
            ),
            ("FENMARK S FERRY", "FENMARK'S FERRY"),
            (
                "Fenmarks ferry and the countrys boats",
                "Fenmark's ferry and the country's boats",
            ),
        ] {
            assert_eq!(restored(lost), whole, "help: see apostrophe.rs");
        }
    }

    #[test]
    fn what_can_be_something_else_stays() {
        for text in [
            "Plan S is ready",
            "a tank t was",
            "the ferries of Hamas",
            "the Syrians left",
            "rows p s and t",
            "pass boss",
        ] {
            assert_eq!(restored(text), text);
        }
    }
}
