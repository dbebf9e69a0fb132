//! Which letters of a word are usually capitals?
//!
//! In come `lexicon/en/casing.tsv` and the names of the known actors; out comes
//! [`Casing`], asked with words in lower case. Invariant: the table is read where it
//! lies, so that loading costs one pass and a word costs one binary search.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::{
    actor::Actors,
    error::{Error, ErrorKind},
};

/// How words are usually cased.
#[derive(Clone, Debug, Default)]
pub struct Casing {
    lines: Vec<&'static str>,
    names: FxHashMap<SmolStr, Vec<Name>>,
}

/// What the table says about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usual<'k> {
    /// Small letters.
    Ordinary,
    /// This form.
    Form(&'k str),
    /// The table does not have it.
    Unknown,
}

/// A name of an actor, word by word.
#[derive(Clone, Debug)]
struct Name {
    /// In lower case.
    words: Vec<SmolStr>,
    /// As the name is written.
    forms: Vec<SmolStr>,
}

impl Casing {
    /// Reads the table: a line is a word in lower case, or the word, a tab and its form;
    /// `#` begins a comment line. The names of `actors` are added.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Line`] where a form is not its word in other letters, and
    /// [`ErrorKind::Twice`] where a word stands twice.
    pub(crate) fn read(file: &str, text: &'static str, actors: &Actors) -> Result<Self, Error> {
        let mut lines: Vec<&'static str> = Vec::with_capacity(text.len() / 12);
        for (at, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (word, form) = split(line);
            if form.is_some_and(|form| form.to_lowercase() != word) {
                let what = format!(
                    "the form of \"{word}\" is another word; expected the same letters, some of them capitals"
                );
                return Err(Error::new(file, ErrorKind::Line { line: at + 1, what }));
            }
            lines.push(line);
        }
        if !lines.is_sorted_by_key(|line| split(line).0) {
            lines.sort_by_key(|line| split(line).0);
        }
        if let Some(pair) = lines
            .windows(2)
            .find(|pair| split(pair[0]).0 == split(pair[1]).0)
        {
            let id = split(pair[0]).0.to_owned();
            return Err(Error::new(file, ErrorKind::Twice { id }));
        }
        let mut casing = Self {
            lines,
            names: FxHashMap::default(),
        };
        for actor in actors.iter() {
            for name in &actor.names {
                casing.add(name);
            }
        }
        Ok(casing)
    }

    fn add(&mut self, name: &str) {
        let forms: Vec<SmolStr> = words(name).map(|range| name[range].into()).collect();
        let words: Vec<SmolStr> = forms
            .iter()
            .map(|form| form.to_lowercase().into())
            .collect();
        // "IS" must not make a name of every "is"; only its neighbours can.
        let telling = match words.as_slice() {
            [] => false,
            [word] => self.usual(word) != Usual::Ordinary,
            _ => words != forms,
        };
        if telling {
            let known = self.names.entry(words[0].clone()).or_default();
            if !known.iter().any(|name| name.words == words) {
                // The longest first; names of equal length differ, so their order does not matter.
                let at = known.partition_point(|name| name.words.len() > words.len());
                known.insert(at, Name { words, forms });
            }
        }
    }

    /// How a word in lower case is usually written.
    pub fn usual(&self, word: &str) -> Usual<'_> {
        match self.lines.binary_search_by_key(&word, |line| split(line).0) {
            Ok(at) => split(self.lines[at]).1.map_or(Usual::Ordinary, Usual::Form),
            Err(_) => Usual::Unknown,
        }
    }

    /// The forms of the longest name of an actor that the leading words make, word by word.
    pub fn longest_name(&self, words: &[&str]) -> Option<&[SmolStr]> {
        let names = self.names.get(*words.first()?)?;
        let name = names.iter().find(|name| {
            name.words.len() <= words.len()
                && name.words.iter().zip(words).all(|(a, b)| a.as_str() == *b)
        })?;
        Some(&name.forms)
    }
}

fn split(line: &'static str) -> (&'static str, Option<&'static str>) {
    match line.split_once('\t') {
        Some((word, form)) => (word, Some(form)),
        None => (line, None),
    }
}

/// Where the words of a text stand: letters and digits, apostrophes between letters, and the
/// stops of initials ("u.s."). A hyphen parts words.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let end = word_end(text, start);
        from = end;
        Some(start..end)
    })
}

/// Where the word that starts at `start` ends.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    // How many letters since the start or the last stop, and whether all stops followed one letter.
    let (mut letters, mut initials) = (0_usize, true);
    let mut stops = 0_usize;
    let mut rest = text[start..].chars();
    while let Some(character) = rest.next() {
        let next = rest.clone().next();
        match character {
            _ if character.is_alphanumeric() || is_mark(character) => {
                letters += 1;
                initials &= letters == 1 && character.is_alphabetic();
            }
            '\'' | '\u{2019}' if next.is_some_and(char::is_alphabetic) => initials = false,
            '.' if initials && letters == 1 => {
                let another = next.is_some_and(char::is_alphabetic)
                    && rest.clone().nth(1).is_none_or(|c| !c.is_alphanumeric());
                if !another && stops == 0 {
                    break;
                }
                stops += 1;
                letters = 0;
                if !another {
                    return end + 1;
                }
            }
            _ => break,
        }
        end += character.len_utf8();
    }
    end
}

/// Marks that belong to the letter before them.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Casing {
        let actors = "[[actor]]\nid = \"xf.front\"\nname = \"Fenmark Front\"\nkind = \"armed group\"\nnames = [\"Front of Old Fenmark\", \"Fenmark Front\", \"the Watch\", \"AS\"]\n";
        let actors = Actors::read("actors.toml", actors).expect("whole");
        Casing::read(
            "casing.tsv",
            "# words\nu.s.\tU.S.\nas\nfront\nsyria\tSyria\n",
            &actors,
        )
        .expect("whole")
    }

    #[test]
    fn the_table_answers_whatever_its_order() {
        let casing = small();
        assert_eq!(casing.usual("syria"), Usual::Form("Syria"));
        assert_eq!(casing.usual("u.s."), Usual::Form("U.S."));
        assert_eq!(casing.usual("front"), Usual::Ordinary);
        assert_eq!(casing.usual("# words"), Usual::Unknown);
    }

    #[test]
    fn the_longest_name_wins_and_an_ordinary_word_is_none() {
        let casing = small();
        let forms = casing
            .longest_name(&["front", "of", "old", "fenmark", "fell"])
            .expect("known");
        assert_eq!(forms, ["Front", "of", "Old", "Fenmark"]);
        assert_eq!(
            casing.longest_name(&["the", "watch"]).map(<[_]>::len),
            Some(2)
        );
        assert!(casing.longest_name(&["as", "they"]).is_none());
    }

    #[test]
    fn a_form_must_be_its_word() {
        let error = Casing::read("casing.tsv", "a\nb\tC\n", &Actors::default()).expect_err("wrong");
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn words_keep_their_apostrophes_and_initials() {
        let text = "the u.s.-backed rebels' don't j. st. a.m. u.n";
        let found: Vec<&str> = words(text).map(|range| &text[range]).collect();
        assert_eq!(
            found,
            [
                "the", "u.s.", "backed", "rebels", "don't", "j", "st", "a.m.", "u.n"
            ]
        );
    }
}
