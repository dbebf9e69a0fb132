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
pub struct Name {
    /// In lower case.
    words: Vec<SmolStr>,
    /// As the name is written.
    forms: Vec<SmolStr>,
    /// Whose name it is, by the order of ids.
    actor: usize,
    telling: Telling,
}

/// Whether a name in one case can be told from ordinary words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// By itself ("Free Syrian Army").
    Always,
    /// By itself, except where one of many is meant ("a military media unit").
    Together,
    /// Only where the report has named the actor in full ("Observatory").
    OnceNamed,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// With small letters after its capitals ("Observatory").
    Name,
    /// In capitals alone ("IS").
    Acronym,
}

impl Name {
    /// Its words as they are written.
    pub fn forms(&self) -> &[SmolStr] {
        &self.forms
    }

    /// Whether it is an acronym in capitals or written as names are.
    pub fn letter(&self) -> Letter {
        let small = |form: &SmolStr| form.contains(char::is_lowercase);
        if self.forms.iter().any(small) {
            Letter::Name
        } else {
            Letter::Acronym
        }
    }

    /// Whose name it is: a number that all names of an actor share.
    pub fn actor(&self) -> usize {
        self.actor
    }

    /// Whether it can be told from ordinary words.
    pub fn telling(&self) -> Telling {
        self.telling
    }
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
        for (at, actor) in actors.iter().enumerate() {
            for name in &actor.names {
                casing.add(name, at, Telling::Always);
            }
            for name in &actor.cased_names {
                casing.add(name, at, Telling::OnceNamed);
            }
        }
        Ok(casing)
    }

    fn add(&mut self, name: &str, actor: usize, telling: Telling) {
        let forms: Vec<SmolStr> = words(name).map(|range| name[range].into()).collect();
        let words: Vec<SmolStr> = forms
            .iter()
            .map(|form| form.to_lowercase().into())
            .collect();
        let Some(first) = words.first().cloned() else {
            return;
        };
        let ordinary = words.iter().all(|word| self.usual(word) == Usual::Ordinary);
        // "IS" must not make a name of every "is".
        let telling = match telling {
            Telling::Always if ordinary && words.len() > 1 => Telling::Together,
            _ if !ordinary => Telling::Always,
            _ => Telling::OnceNamed,
        };
        let known = self.names.entry(first).or_default();
        if words != forms && !known.iter().any(|name| name.words == words) {
            // The longest first; names of equal length differ, so their order does not matter.
            let at = known.partition_point(|name| name.words.len() > words.len());
            known.insert(
                at,
                Name {
                    words,
                    forms,
                    actor,
                    telling,
                },
            );
        }
    }

    /// How a word in lower case is usually written.
    pub fn usual(&self, word: &str) -> Usual<'_> {
        match self.lines.binary_search_by_key(&word, |line| split(line).0) {
            Ok(at) => split(self.lines[at]).1.map_or(Usual::Ordinary, Usual::Form),
            Err(_) => Usual::Unknown,
        }
    }

    /// The names of actors that the leading words make, the longest first.
    pub fn names<'c>(&'c self, words: &'c [&str]) -> impl Iterator<Item = &'c Name> {
        let begun = words.first().and_then(|first| self.names.get(*first));
        begun.into_iter().flatten().filter(move |name| {
            name.words.len() <= words.len()
                && name.words.iter().zip(words).all(|(a, b)| a.as_str() == *b)
        })
    }

    /// The form of a word that alone is the name of an actor.
    pub fn name(&self, word: &str) -> Option<&str> {
        let names = self.names.get(word)?;
        let name = names
            .iter()
            .find(|name| name.words.len() == 1 && name.telling == Telling::Always)?;
        name.forms.first().map(SmolStr::as_str)
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
        let longest = |words: &[&str]| {
            let name = casing.names(words).next()?;
            Some((name.forms().join(" "), name.telling()))
        };
        assert_eq!(
            longest(&["front", "of", "old", "fenmark", "fell"]),
            Some(("Front of Old Fenmark".to_owned(), Telling::Always))
        );
        assert_eq!(
            longest(&["the", "watch"]),
            Some(("the Watch".to_owned(), Telling::Always))
        );
        assert_eq!(
            longest(&["as", "they"]),
            Some(("AS".to_owned(), Telling::OnceNamed))
        );
        assert_eq!(casing.name("as"), None);
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
