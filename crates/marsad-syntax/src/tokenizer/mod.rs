//! Where does each word begin and end?
//!
//! In comes any text, out come its tokens: where they lie, whether a space
//! follows, and their norms. The rules are those of a spaCy pipeline, applied
//! as spaCy 3.8 applies them: the text is cut at white space; from each chunk
//! prefixes and suffixes are split off until an exception, a URL or nothing more
//! to split is left; the rest is split at infixes; and finally exceptions that
//! contain punctuation are recognised across the tokens.
//!
//! Invariant: tokens and the single spaces after them concatenate to the text.

mod affix;
mod rules;
mod special;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::characters::Kind;
use crate::doc::Token;
use crate::error::Error;
use crate::lexeme::{LexemeNorms, Norms};
use crate::pattern::Scratch;

pub use rules::{Exception, ExceptionToken, TokenizerRules};

use affix::Affixes;
use special::Specials;

/// How many characters a chunk may have. Longer ones, which are noise, are cut
/// there before anything else: the time that a chunk of punctuation takes grows
/// with the square of its length. This is the one place where the tokens of a
/// text can differ from spaCy's.
const LONGEST_CHUNK: usize = 4096;

/// Cuts texts into tokens.
#[derive(Debug)]
pub struct Tokenizer {
    affixes: Affixes,
    specials: Specials,
    norms: Norms,
}

/// A token of one chunk, without its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Length in bytes.
    length: usize,
    norm: SmolStr,
    /// Whether an exception that is sought across tokens may begin here.
    may_begin_special: bool,
}

/// Whether exceptions are recognised while a chunk is split. They are not
/// while the exceptions themselves are being prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exceptions {
    /// They are.
    Recognised,
    /// They are not.
    Unknown,
}

/// What one call works with.
#[derive(Default)]
struct Workspace {
    characters: Vec<char>,
    /// Where each character begins, and the end of the last, in bytes.
    offsets: Vec<usize>,
    scratch: Scratch,
}

impl Workspace {
    fn read(&mut self, chunk: &str) {
        self.characters.clear();
        self.offsets.clear();
        for (offset, character) in chunk.char_indices() {
            self.characters.push(character);
            self.offsets.push(offset);
        }
        self.offsets.push(chunk.len());
    }
}

impl Tokenizer {
    /// Makes a tokenizer of stored rules.
    ///
    /// # Errors
    ///
    /// [`Error::Pattern`] when a regular expression cannot be compiled,
    /// [`Error::Rule`] when the parts of an exception do not add up to it.
    pub fn new(rules: &TokenizerRules, norms: &LexemeNorms) -> Result<Tokenizer, Error> {
        let norms = Norms::new(norms);
        let mut tokenizer = Tokenizer {
            affixes: Affixes::new(rules)?,
            specials: Specials::new(&rules.exceptions, &norms)?,
            norms,
        };
        let sought: Vec<Vec<SmolStr>> = rules
            .exceptions
            .iter()
            .map(|exception| exception.form.as_str())
            .filter(|form| {
                !rules.faster_heuristics || form.contains(' ') || tokenizer.affixes.occur_in(form)
            })
            .map(|form| {
                let tokens = tokenizer.split(form, Exceptions::Unknown);
                tokens
                    .iter()
                    .map(|token| SmolStr::new(&form[token.start..token.end]))
                    .collect()
            })
            .collect();
        tokenizer.specials.seek(sought);
        Ok(tokenizer)
    }

    /// The tokens of a text, in order, each with its place in bytes, whether a
    /// space follows, and its norm; the other fields are left empty.
    pub fn tokenize(&self, text: &str) -> Vec<Token> {
        let mut tokens = self.split(text, Exceptions::Recognised);
        if tokens.iter().any(|token| token.may_begin_special) {
            special::apply(&self.specials, text, &mut tokens);
        }
        tokens
            .into_iter()
            .map(|placed| Token {
                start: placed.start,
                end: placed.end,
                space_after: placed.space_after,
                norm: placed.norm,
                ..Token::default()
            })
            .collect()
    }

    /// Cuts a text at white space and each chunk at its affixes.
    fn split(&self, text: &str, exceptions: Exceptions) -> Vec<Placed> {
        let mut tokens: Vec<Placed> = Vec::with_capacity(text.len() / 5 + 1);
        let mut workspace = Workspace::default();
        let mut known: FxHashMap<&str, Vec<Piece>> = FxHashMap::default();
        for (start, chunk) in chunks(text).flat_map(bounded) {
            if !known.contains_key(chunk) {
                let pieces = self.pieces(chunk, exceptions, &mut workspace);
                known.insert(chunk, pieces);
            }
            let mut at = start;
            for piece in known.get(chunk).into_iter().flatten() {
                tokens.push(Placed {
                    start: at,
                    end: at + piece.length,
                    space_after: false,
                    norm: piece.norm.clone(),
                    may_begin_special: piece.may_begin_special,
                });
                at += piece.length;
            }
            let is_white = chunk.starts_with(is_space);
            if let Some(last) = tokens.last_mut() {
                last.space_after = !is_white && text[at..].starts_with(' ');
            }
        }
        tokens
    }

    /// The tokens of a chunk.
    fn pieces(&self, chunk: &str, exceptions: Exceptions, workspace: &mut Workspace) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let recognised = match exceptions {
            Exceptions::Recognised => self.specials.get(chunk),
            Exceptions::Unknown => None,
        };
        if let Some(special) = recognised {
            pieces.extend(special.iter().map(|part| self.special_piece(part)));
            return pieces;
        }
        workspace.read(chunk);
        let specials = (exceptions == Exceptions::Recognised).then_some(&self.specials);
        let split = self.affixes.split(chunk, specials, workspace);
        for range in &split.before {
            pieces.push(self.piece(&chunk[range.clone()]));
        }
        match specials.and_then(|specials| specials.get(&chunk[split.rest.clone()])) {
            Some(special) => pieces.extend(special.iter().map(|part| self.special_piece(part))),
            None => {
                for range in &split.inner {
                    pieces.push(self.piece(&chunk[range.clone()]));
                }
            }
        }
        for range in split.after.iter().rev() {
            pieces.push(self.piece(&chunk[range.clone()]));
        }
        pieces
    }

    fn piece(&self, form: &str) -> Piece {
        Piece {
            length: form.len(),
            norm: self.norms.norm(form),
            may_begin_special: self.specials.may_begin(form),
        }
    }

    fn special_piece(&self, part: &special::Part) -> Piece {
        Piece {
            length: part.form.len(),
            norm: part.norm.clone(),
            may_begin_special: self.specials.may_begin(&part.form),
        }
    }
}

/// A token with its place in the text.
#[derive(Clone, Debug)]
struct Placed {
    start: usize,
    end: usize,
    space_after: bool,
    norm: SmolStr,
    may_begin_special: bool,
}

fn is_space(character: char) -> bool {
    if character.is_ascii() {
        matches!(character, ' ' | '\t'..='\r' | '\u{1c}'..='\u{1f}')
    } else {
        Kind::Space.contains(character)
    }
}

/// The runs of white space and of anything else, with their first bytes. One
/// space after a run of anything else belongs to no run.
fn chunks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &text[start..];
        let is_white = rest.chars().next().map(is_space)?;
        let length = rest
            .find(|character| is_space(character) != is_white)
            .unwrap_or(rest.len());
        let chunk = (start, &rest[..length]);
        start += length;
        if !is_white && text[start..].starts_with(' ') {
            start += 1;
        }
        Some(chunk)
    })
}

/// The chunk in parts of at most [`LONGEST_CHUNK`] characters.
fn bounded((start, chunk): (usize, &str)) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = chunk.get(from..).filter(|rest| !rest.is_empty())?;
        let end = match rest.len() {
            0..=LONGEST_CHUNK => rest.len(),
            _ => rest
                .char_indices()
                .nth(LONGEST_CHUNK)
                .map_or(rest.len(), |(end, _)| end),
        };
        let part = (start + from, &rest[..end]);
        from += end;
        Some(part)
    })
}

#[cfg(test)]
mod tests;
