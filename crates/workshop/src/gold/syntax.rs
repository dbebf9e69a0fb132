//! What does spaCy say about our own sentences?
//!
//! In: `eval/syntax/golden.tsv`, which `eval/syntax/analyse.py` writes. Out:
//! [`Sentence`]s. Invariant: every word has its bytes in the sentence's text.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use marsad::document::Document;
use marsad::terms::Span;

use super::{Gold, document};

/// A sentence and its tree.
pub(crate) struct Sentence {
    document: Document,
    /// Its words in order.
    pub(crate) words: Vec<Word>,
}

/// A word as spaCy analyses it.
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// The Penn Treebank tag.
    pub(crate) tag: String,
    /// The word that governs it, as an index; a root governs itself.
    pub(crate) head: usize,
    /// The dependency label.
    pub(crate) label: String,
}

impl Gold for Sentence {
    fn document(&self) -> &Document {
        &self.document
    }
}

/// The sentences of `syntax/golden.tsv` below the folder `eval`.
///
/// # Errors
///
/// A file that cannot be read, or a line that is not of its form.
pub(crate) fn read(eval: &Path) -> Result<Vec<Sentence>> {
    let path = eval.join("syntax/golden.tsv");
    let file =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut sentences: Vec<Sentence> = Vec::new();
    for (at, line) in file.lines().enumerate() {
        let place = || format!("{}, line {}", path.display(), at + 1);
        if let Some(text) = line.strip_prefix("# text = ") {
            let text = serde_json::from_str(text).with_context(place)?;
            sentences.push(Sentence {
                document: document(format!("golden-{}", sentences.len() + 1), text),
                words: Vec::new(),
            });
        } else if let Some(sentence) = sentences.last_mut().filter(|_| !line.is_empty()) {
            let word = word(line, sentence).with_context(place)?;
            sentence.words.push(word);
        }
    }
    Ok(sentences)
}

/// The word that a line of the table tells of, found in the text after the words before.
fn word(line: &str, sentence: &Sentence) -> Result<Word> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [form, _, tag, _, _, _, head, label, ..] = columns[..] else {
        anyhow::bail!("too few columns");
    };
    let from = sentence.words.last().map_or(0, |word| word.span.end);
    let rest = &sentence.document.text[from..];
    let form = unescaped(form);
    let start = from + rest.find(&form).context("a form that the text lacks")?;
    Ok(Word {
        span: Span::new(start, start + form.len()),
        tag: tag.to_owned(),
        head: head.parse()?,
        label: label.to_owned(),
    })
}

/// Takes back what the table writes for line breaks, tabs and backslashes.
fn unescaped(form: &str) -> String {
    let mut plain = String::with_capacity(form.len());
    let mut characters = form.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        plain.push(match characters.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            other => other.unwrap_or('\\'),
        });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_taken_back() {
        assert_eq!(unescaped(r"a\\_b\nc"), "a\\_b\nc");
    }
}
