//! What are the smallest pieces by which numbers and dates are written?
//!
//! In come the tokens of one sentence; out come [`Atom`]s: lower-cased pieces,
//! cut also at the hyphens inside a token ("24-hour"), while hyphens that join
//! are no pieces but remembered by the one after. Invariant: atoms are in
//! order, and each knows the token that it is cut from.

use std::ops::Range;

use smol_str::{SmolStr, StrExt};

use crate::sentence::Token;

/// A piece of a token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Atom {
    /// In lower case; abbreviations without their full stops.
    pub(super) text: SmolStr,
    /// The token, by its position in the document.
    pub(super) token: usize,
    /// Whether it is written with a capital and its token is no verb.
    pub(super) capital: bool,
    /// Where in its token it stands.
    pub(super) place: Place,
    /// How it hangs together with the piece before.
    pub(super) join: Join,
}

/// Where a piece stands in its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Whether nothing of the token stands before it.
    pub(super) begins: bool,
    /// Whether nothing of the token stands after it.
    pub(super) ends: bool,
}

/// How a piece hangs together with the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// By a space, or not at all.
    Apart,
    /// By a hyphen.
    Hyphen,
}

/// The pieces of a range of tokens.
pub(super) fn atoms(tokens: &[Token], range: Range<usize>) -> Vec<Atom> {
    let mut atoms = Vec::with_capacity(range.len());
    let mut join = Join::Apart;
    for at in range.clone() {
        let token = &tokens[at];
        if is_joint(&token.text) && at > range.start && at + 1 < range.end {
            let touches = |a: &Token, b: &Token| a.span.end == b.span.start;
            if touches(&tokens[at - 1], token) && touches(token, &tokens[at + 1]) {
                join = Join::Hyphen;
                continue;
            }
        }
        let verb = token.tag.starts_with("VB") || token.tag == "MD";
        cut(
            &token.text,
            at,
            join,
            if verb { Part::Verb } else { Part::Other },
            &mut atoms,
        );
        join = Join::Apart;
    }
    atoms
}

/// The pieces of words that are no tokens, such as those of a dateline; spaces part them.
pub(super) fn atoms_of_text(text: &str) -> Vec<Atom> {
    let mut atoms = Vec::new();
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';'));
    for (at, word) in words.filter(|word| !word.is_empty()).enumerate() {
        let stem = word.trim_end_matches([',', ':', '.']);
        cut(stem, at, Join::Apart, Part::Other, &mut atoms);
        if word.ends_with(',') {
            cut(",", at, Join::Apart, Part::Other, &mut atoms);
        }
    }
    atoms
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Verb,
    Other,
}

fn cut(text: &str, token: usize, mut join: Join, part: Part, atoms: &mut Vec<Atom>) {
    let first = atoms.len();
    let capital = |piece: &str| part == Part::Other && piece.starts_with(char::is_uppercase);
    for piece in text.split(is_hyphen).filter(|piece| !piece.is_empty()) {
        let begins = atoms.len() == first;
        atoms.push(Atom {
            text: normal(piece),
            token,
            capital: capital(piece),
            place: Place {
                begins,
                ends: false,
            },
            join,
        });
        join = Join::Hyphen;
    }
    if atoms.len() == first {
        let place = Place {
            begins: true,
            ends: false,
        };
        atoms.push(Atom {
            text: SmolStr::new(text),
            token,
            capital: false,
            place,
            join: Join::Apart,
        });
    }
    if let Some(last) = atoms.last_mut() {
        last.place.ends = true;
    }
}

fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

fn is_joint(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(is_hyphen) && letters.next().is_none()
}

fn normal(piece: &str) -> SmolStr {
    let lower = if piece.contains('\u{2019}') {
        piece
            .replace_smolstr("\u{2019}", "'")
            .to_lowercase_smolstr()
    } else {
        piece.to_lowercase_smolstr()
    };
    // "Sept." and "a.m." are looked up without full stops; those of a number stay.
    if lower.contains('.') && lower.contains(|c: char| c.is_alphabetic()) && lower.len() > 1 {
        lower.replace_smolstr(".", "")
    } else {
        lower
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Span;

    fn tokens(words: &[(&str, usize)]) -> Vec<Token> {
        let token = |(text, start): &(&str, usize)| Token {
            span: Span::new(*start, start + text.len()),
            text: (*text).into(),
            lemma: "".into(),
            tag: "".into(),
            pos: "".into(),
            morph: "".into(),
            dep: "".into(),
            head: 0,
        };
        words.iter().map(token).collect()
    }

    #[test]
    fn hyphens_that_join_are_remembered_by_the_piece_after() {
        let words = tokens(&[
            ("three", 0),
            ("-", 5),
            ("year", 6),
            ("24-hour", 11),
            ("-", 19),
            ("a.m.", 21),
        ]);
        let atoms = atoms(&words, 0..6);
        let texts: Vec<&str> = atoms.iter().map(|atom| atom.text.as_str()).collect();
        assert_eq!(texts, ["three", "year", "24", "hour", "-", "am"]);
        assert_eq!(atoms[1].join, Join::Hyphen);
        assert!(atoms[2].place.begins && !atoms[2].place.ends && atoms[3].place.ends);
        assert_eq!(atoms[5].join, Join::Apart);
    }
}
