//! Which marks belong to which words, where an archive has cut them apart?
//!
//! In come the pieces of a text whose marks stand alone; out come the same pieces with
//! the spaces between them as people write them, escaped marks unescaped and initials
//! in one piece again. Invariant: pieces keep their order, and their spans still hold
//! all that they held.

use std::borrow::Cow;

use super::{
    letters::Letters,
    mend::{Gap, Piece},
};

/// Which quotation is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotation {
    Open,
    Closed,
}

/// On which side a mark stands at its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// At the word before it: ", . )".
    Before,
    /// At the word after it: "( $".
    After,
    /// At both: "al - bab".
    Both,
    /// At neither, or it is a word.
    Free,
}

/// Puts marks back at their words.
pub(super) fn rejoin<'t>(letters: &Letters<'_>, pieces: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
    let mut pieces = initials(letters, pieces);
    let (mut double, mut single) = (Quotation::Closed, Quotation::Closed);
    let mut joins_next = false;
    for at in 0..pieces.len() {
        let (done, rest) = pieces.split_at_mut(at);
        let Some((piece, following)) = rest.split_first_mut() else {
            break;
        };
        let before = done.last().map_or("", |piece| piece.text.as_ref());
        let next = following.first().map_or("", |piece| piece.text.as_ref());
        let side = match piece.text.as_ref() {
            "``" => open(&mut double),
            "''" => close(&mut double),
            "\"" if double == Quotation::Open => close(&mut double),
            "\"" => open(&mut double),
            "`" => open(&mut single),
            "'" if single == Quotation::Open => close(&mut single),
            "'" if before.ends_with(['s', 'S']) => Side::Before,
            "'" => open(&mut single),
            mark => side(letters, before, mark, next),
        };
        if let Some(mark) = letters
            .orthography
            .unescaped(&piece.text.to_ascii_lowercase())
        {
            piece.text = Cow::Owned(mark.to_owned());
        }
        if joins_next || matches!(side, Side::Before | Side::Both) {
            piece.gap = Gap::None;
        }
        joins_next = matches!(side, Side::After | Side::Both);
    }
    pieces
}

fn open(quotation: &mut Quotation) -> Side {
    *quotation = Quotation::Open;
    Side::After
}

fn close(quotation: &mut Quotation) -> Side {
    *quotation = Quotation::Closed;
    Side::Before
}

fn side(letters: &Letters<'_>, before: &str, mark: &str, next: &str) -> Side {
    let unescaped = letters.orthography.unescaped(&mark.to_ascii_lowercase());
    match unescaped.unwrap_or(mark) {
        // Three stops standing alone are one ellipsis, which keeps its space.
        "." if before == "." => Side::Before,
        "." if next == "." => Side::Free,
        "," | "." | ";" | ":" | "?" | "!" | "%" | ")" | "]" | "}" | "\u{201d}" => Side::Before,
        "(" | "[" | "{" | "\u{201c}" | "\u{2018}" => Side::After,
        "\u{2019}" => Side::Before,
        mark if next.starts_with(|c: char| c.is_ascii_digit())
            && mark.ends_with(['$', '£', '€', '#']) =>
        {
            Side::After
        }
        "-" if letters
            .orthography
            .is_hyphened_particle(&before.to_lowercase()) =>
        {
            Side::Both
        }
        mark => {
            let ending = mark.strip_prefix(['\'', '\u{2019}']);
            let ends = |ending: &str| letters.orthography.is_contraction(&ending.to_lowercase());
            let negation = mark.to_lowercase().replace('\u{2019}', "'") == "n't";
            if negation || ending.is_some_and(ends) {
                Side::Before
            } else {
                Side::Free
            }
        }
    }
}

/// Makes one piece of initials that were cut at their stops ("u . s .", "u.s .") or lost them ("u s").
pub(super) fn initials<'t>(letters: &Letters<'_>, pieces: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
    let mut joined: Vec<Piece<'t>> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let (taken, dotted) = leading_initials(rest);
        let known = taken > 1 && letters.has_form(&dotted.to_lowercase());
        if known {
            let last = &rest[taken - 1];
            joined.push(Piece {
                text: Cow::Owned(dotted),
                span: first.span.to(last.span),
                gap: first.gap,
            });
            rest = &rest[taken..];
        } else {
            joined.push(first.clone());
            rest = &rest[1..];
        }
    }
    joined
}

/// How many of the leading pieces are initials and their stops, and how they are written.
/// No known abbreviation is longer than a handful, so only that many are tried.
fn leading_initials(pieces: &[Piece<'_>]) -> (usize, String) {
    const MOST: usize = 5;
    let mut dotted = String::new();
    let mut taken = 0;
    while taken < pieces.len() && dotted.len() < 2 * MOST {
        let text = pieces[taken].text.as_ref();
        let stopped = text.as_bytes();
        let is_initials = !stopped.is_empty()
            && stopped.iter().enumerate().all(|(at, byte)| {
                if at % 2 == 0 {
                    byte.is_ascii_alphabetic()
                } else {
                    *byte == b'.'
                }
            });
        if !is_initials {
            break;
        }
        dotted.push_str(text);
        taken += 1;
        if !dotted.ends_with('.') {
            dotted.push('.');
            // The stop may stand alone behind its letter.
            if pieces.get(taken).is_some_and(|next| next.text == ".") {
                taken += 1;
            }
        }
    }
    (taken, dotted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sentence::{
            letters::tests::Small,
            mend::{Mended, pieces},
        },
        terms::Span,
    };

    fn rejoined(text: &str) -> String {
        let small = Small::new();
        let pieces = pieces(text, Span::new(0, text.len()));
        Mended::write(text, &rejoin(&small.letters(), pieces)).text
    }

    #[test]
    fn marks_go_back_to_their_words() {
        for (cut, whole) in [
            (
                "the ferry ( an old one ) left , he said .",
                "the ferry (an old one) left, he said.",
            ),
            (
                "`` we wait , '' she said -LRB- again -RRB- .",
                "\"we wait,\" she said (again).",
            ),
            (
                "he said \" no \" , and the rebels ' boat , it 's late , is n't it ?",
                "he said \"no\", and the rebels' boat, it's late, isn't it?",
            ),
            ("waiting ... for $ 5 , or 3 %", "waiting ... for $5, or 3%"),
            ("waiting . . . again", "waiting ... again"),
            ("in al - fenmark", "in al-fenmark"),
        ] {
            assert_eq!(rejoined(cut), whole, "help: see rejoin.rs, fn side");
        }
    }

    #[test]
    fn initials_are_one_word_if_anyone_knows_them() {
        assert_eq!(rejoined("the u . s . navy"), "the u.s. navy");
        assert_eq!(rejoined("the u.s . navy"), "the u.s. navy");
        assert_eq!(rejoined("the u s navy"), "the u.s. navy");
        assert_eq!(rejoined("route a b was shut ."), "route a b was shut.");
    }
}
