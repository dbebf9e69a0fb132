//! Which words do the models know better by another name?
//!
//! In come the pieces of a text whose letters stand as usual; out come the pieces with words that the
//! models would take for others ("IS" for "is") in a spelling that they know ("ISIS"). Invariant:
//! the span of a word stays that of the original.

use std::borrow::Cow;

use super::{
    letters::Letters,
    mend::{Gap, Piece},
};

/// Gives words that the models misread the spelling that they know.
pub(super) fn respell<'t>(letters: &Letters<'_>, pieces: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
    let known = |piece: &Piece<'_>| letters.orthography.respelt(word(piece).1).is_some();
    if !pieces.iter().any(known) {
        return pieces;
    }
    // "WHAT IS NEW": among capitals it is the word that it looks like.
    let shouts = |at: Option<usize>| {
        let (_, word) = at
            .and_then(|at| pieces.get(at))
            .map(word)
            .unwrap_or_default();
        word.len() > 1 && !word.contains(|c: char| !c.is_ascii_uppercase())
    };
    let calm: Vec<bool> = (0..pieces.len())
        .map(|at| !shouts(at.checked_sub(1)) && !shouts(Some(at + 1)))
        .collect();
    let mut respelt = Vec::with_capacity(pieces.len() + 2);
    for (piece, calm) in pieces.into_iter().zip(calm) {
        let (start, found) = word(&piece);
        let spelling = letters.orthography.respelt(found).filter(|_| calm);
        match spelling {
            Some(spelling) => {
                let end = start + found.len();
                respelt.extend(parts(piece, start, end, spelling));
            }
            None => respelt.push(piece),
        }
    }
    respelt
}

/// The first word of a piece and where it begins: "IS" of "(IS)" and of "IS-held".
fn word<'p>(piece: &'p Piece<'_>) -> (usize, &'p str) {
    let text = piece.text.as_ref();
    let start = text.find(char::is_alphanumeric).unwrap_or(text.len());
    let end = text[start..]
        .find(|c: char| !c.is_alphanumeric())
        .map_or(text.len(), |length| start + length);
    (start, &text[start..end])
}

/// A piece in three: what stands before the word, the word in its new spelling, what stands behind.
fn parts<'t>(piece: Piece<'t>, start: usize, end: usize, spelling: &str) -> Vec<Piece<'t>> {
    // Only a piece that is as in the original can be cut byte by byte.
    if piece.text.len() != piece.span.len() {
        return vec![piece];
    }
    let cut = |text: Cow<'t, str>, from: usize, to: usize, gap: Gap| {
        let mut span = piece.span;
        (span.start, span.end) = (piece.span.start + from, piece.span.start + to);
        Piece { text, span, gap }
    };
    let own = |from: usize, to: usize| Cow::Owned(piece.text[from..to].to_owned());
    let mut parts = Vec::with_capacity(3);
    if start > 0 {
        parts.push(cut(own(0, start), 0, start, piece.gap));
    }
    let gap = if start > 0 { Gap::None } else { piece.gap };
    parts.push(cut(Cow::Owned(spelling.to_owned()), start, end, gap));
    if end < piece.text.len() {
        parts.push(cut(
            own(end, piece.text.len()),
            end,
            piece.text.len(),
            Gap::None,
        ));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{super::letters::tests::Small, *};
    use crate::{sentence::mend, terms::Span};

    fn respelt(text: &str) -> Vec<(String, &str)> {
        let small = Small::new();
        let pieces = mend::pieces(text, Span::new(0, text.len()));
        respell(&small.letters(), pieces)
            .into_iter()
            .map(|piece| (piece.text.into_owned(), piece.span.of(text)))
            .collect()
    }

    #[test]
    fn a_name_that_looks_like_a_verb_keeps_its_place() {
        let found = respelt("the IS-held town");
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(text, own)| (text.as_str(), *own))
            .collect();
        assert_eq!(
            found,
            [
                ("the", "the"),
                ("ISIS", "IS"),
                ("-held", "-held"),
                ("town", "town")
            ]
        );
    }

    #[test]
    fn among_capitals_a_verb_is_a_verb() {
        assert_eq!(respelt("WHAT IS NEW")[1].0, "IS");
        assert_eq!(respelt("This is new")[1].0, "is");
    }
}
