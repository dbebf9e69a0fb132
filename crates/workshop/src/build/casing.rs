//! How is `data/lexicon/en/casing.tsv` made?
//!
//! In: the wheel of spacy-lookups-data, which has the log-probabilities of a million
//! English words with their capitals. Out: for each frequent word, in whatever capitals,
//! the spelling it usually has inside a sentence. Invariant: the same wheel gives the
//! same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;

use super::package::Package;

const LOOKUPS: &str = "466f21f087e4144bc93800679437ec5a17be7d0888734b1ba880b3ecb0978bc6";
const PROBABILITIES: &str = "spacy_lookups_data/data/en_lexeme_prob.json.gz";

/// How many times likelier than the lower-case word one with only its first letter
/// capital must be, as a natural logarithm: many a capital only begins a sentence.
const SENTENCE_START: f64 = 1.0;

/// What `workshop build casing` is told.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The wheel spacy_lookups_data-1.0.5-py2.py3-none-any.whl
    #[arg(long)]
    lookups: PathBuf,
    /// How many words to keep, the most frequent
    #[arg(long, default_value_t = 150_000)]
    words: usize,
    /// The file to write
    #[arg(long, default_value = "data/lexicon/en/casing.tsv")]
    out: PathBuf,
}

/// Builds the lexicon and says how large it is.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut package = Package::open(&arguments.lookups, LOOKUPS)?;
    let mut json = Vec::new();
    GzDecoder::new(package.file(PROBABILITIES)?.as_slice()).read_to_end(&mut json)?;
    let probabilities: BTreeMap<String, f64> =
        serde_json::from_slice(&json).context(PROBABILITIES)?;
    let words = frequent(&probabilities, arguments.words);
    let cased = words.iter().filter(|word| word.form.is_some()).count();
    let text = table(&words, arguments.words);
    println!(
        "{} words, {cased} of them with capitals, {} bytes",
        words.len(),
        text.len()
    );
    fs::write(&arguments.out, text)
        .with_context(|| format!("cannot write {}", arguments.out.display()))
}

/// A word in lower case, and how it is spelled inside a sentence if otherwise.
#[derive(Debug, PartialEq)]
struct Word<'text> {
    lower: String,
    form: Option<&'text str>,
}

/// The `count` most frequent words, in the order of their letters.
fn frequent(probabilities: &BTreeMap<String, f64>, count: usize) -> Vec<Word<'_>> {
    let mut forms: BTreeMap<String, Vec<(&str, f64)>> = BTreeMap::new();
    for (word, probability) in probabilities {
        if is_word(word) {
            forms
                .entry(word.to_lowercase())
                .or_default()
                .push((word, *probability));
        }
    }
    let mut words: Vec<(f64, Word<'_>)> = forms
        .into_iter()
        .map(|(lower, forms)| {
            let most = forms
                .iter()
                .map(|(_, probability)| *probability)
                .fold(f64::MIN, f64::max);
            let form = preferred(&lower, &forms);
            (most, Word { lower, form })
        })
        .collect();
    words.sort_by(|(one, first), (other, second)| {
        other
            .total_cmp(one)
            .then_with(|| first.lower.cmp(&second.lower))
    });
    words.truncate(count);
    let mut words: Vec<Word<'_>> = words.into_iter().map(|(_, word)| word).collect();
    words.sort_by(|one, other| one.lower.cmp(&other.lower));
    words
}

/// The likeliest spelling with capitals, if it beats the one without.
fn preferred<'text>(lower: &str, forms: &[(&'text str, f64)]) -> Option<&'text str> {
    let plain = forms
        .iter()
        .find(|(form, _)| *form == lower)
        .map_or(f64::MIN, |(_, p)| *p);
    let (form, probability) = forms
        .iter()
        .filter(|(form, _)| *form != lower)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
    let margin = if is_title(form) { SENTENCE_START } else { 0.0 };
    (*probability > plain + margin).then_some(form)
}

/// Whether only the first letter is a capital, as at the start of a sentence.
fn is_title(form: &str) -> bool {
    let mut letters = form.chars().filter(|character| character.is_alphabetic());
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}

/// Letters, digits, and the marks that stand inside words, a letter first. A
/// possessive is left out, since tokenizers part it from its noun.
fn is_word(word: &str) -> bool {
    let fits = |character: char| character.is_alphanumeric() || "'’.-".contains(character);
    word.chars().all(fits)
        && word.starts_with(char::is_alphabetic)
        && !word.to_lowercase().ends_with("'s")
}

fn table(words: &[Word<'_>], count: usize) -> String {
    let mut text = format!(
        "# What: how {} frequent English words are spelled inside a sentence: which are ordinary,\n\
         #   and which take capitals. For recasing text that is all in one case.\n\
         # Columns, between tabs: the word in lower case; its usual spelling, if not that. In the order of letters.\n\
         # Whence: en_lexeme_prob.json.gz of the Python package spacy-lookups-data 1.0.5 (Explosion),\n\
         #   wheel SHA-256 {LOOKUPS}.\n\
         # Licence: MIT (copyright Explosion AI). Retrieved: 2026-11-22.\n\
         # Made how: workshop build casing --lookups WHEEL --words {count}. The likeliest spelling is\n\
         #   taken; one with only its first letter capital must be {:.1} times as likely as the lower-case\n\
         #   one, since the source counts the starts of sentences too. Do not edit.\n",
        words.len(),
        SENTENCE_START.exp(),
    );
    for word in words {
        text.push_str(&word.lower);
        if let Some(form) = word.form {
            // Writing to a string cannot fail.
            let _ = write!(text, "\t{form}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probabilities() -> BTreeMap<String, f64> {
        [
            ("syria", -14.6),
            ("Syria", -11.7),
            ("may", -7.7),
            ("May", -10.4),
            ("us", -7.6),
            ("US", -8.6),
            ("However", -8.8),
            ("however", -9.1),
            ("ISIS", -11.8),
            ("Isis", -11.9),
            ("isis", -12.0),
            ("U.S.", -10.4),
            ("Assad's", -9.0),
            ("--", -5.0),
            ("rare", -19.0),
        ]
        .into_iter()
        .map(|(word, probability)| (word.to_owned(), probability))
        .collect()
    }

    #[test]
    fn names_take_capitals_and_sentence_starts_do_not() {
        let probabilities = probabilities();
        let words = frequent(&probabilities, 6);
        let spelled: Vec<_> = words
            .iter()
            .map(|word| word.form.unwrap_or(&word.lower))
            .collect();
        assert_eq!(spelled, ["however", "ISIS", "may", "Syria", "U.S.", "us"]);
    }

    #[test]
    fn the_table_has_a_word_a_line() {
        let probabilities = probabilities();
        let text = table(&frequent(&probabilities, 6), 6);
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            lines,
            [
                "however",
                "isis\tISIS",
                "may",
                "syria\tSyria",
                "u.s.\tU.S.",
                "us"
            ]
        );
    }
}
