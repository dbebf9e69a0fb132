//! Which letters of a text in one case were capitals?
//!
//! In come the pieces of a stretch that is all small or all capital letters; out come
//! the same pieces as they are usually written. Invariant: letters change their case
//! and nothing else changes.
//!
//! Names of actors and places are found first, the longest at each word. Any other
//! word is written as its neighbours, the table or its looks demand; particles, titles and the
//! beginnings of sentences come last, since they look at what follows.

use std::{borrow::Cow, ops::Range};

use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::{
    Lettering,
    letters::Letters,
    mend::{Gap, Piece},
};
use crate::knowledge::{
    casing::{self, Letter, Telling, Usual},
    orthography::Neighbours,
};

/// No name that is worth finding has more words than this.
const LONGEST_NAME: usize = 8;

/// A word of the text.
#[derive(Debug)]
struct Word {
    /// The piece it stands in.
    piece: usize,
    /// Where in that piece's text.
    range: Range<usize>,
    /// In lower case.
    lower: SmolStr,
    /// What stands before it.
    joint: Joint,
    /// As it is to be written.
    form: SmolStr,
    /// What is known of it.
    kind: Kind,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// A space.
    Space,
    /// A hyphen.
    Hyphen,
    /// A stop that may end a sentence or shorten a word.
    Stop,
    /// An end of a sentence, or the beginning of a quoted one.
    Sentence,
    /// Any other mark.
    Mark,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// An ordinary word.
    Ordinary,
    /// A name, or part of one.
    Name,
    /// Written in another case than the rest of the text, hence on purpose.
    Kept,
}

/// What the report has named so far, so that it can be told where it is named again: actors in
/// full, and places whose names are ordinary words behind a preposition.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    actors: FxHashSet<usize>,
    places: FxHashSet<SmolStr>,
}

impl Named {
    /// The towns of a report in one case that stand behind "in" or "near" somewhere in it, though
    /// their names are ordinary words elsewhere: wherever they stand, they are meant.
    pub(super) fn survey(letters: &Letters<'_>, text: &str) -> Self {
        let mut named = Self::default();
        let mut before = Range::default();
        for range in casing::words(text) {
            let word = SmolStr::from(text[range.clone()].to_lowercase());
            let follows = text[before.end..range.start].trim().is_empty();
            if follows
                && letters
                    .orthography
                    .is_locative(&text[before].to_lowercase())
                && letters.casing.usual(&word) == Usual::Ordinary
                && letters.is_known_town(&word)
            {
                named.places.insert(word);
            }
            before = range;
        }
        named
    }
}

/// Gives the words of one-case pieces their usual letters; `named` is what came before
/// in the same report, and learns what these pieces name.
pub(super) fn recase(
    letters: &Letters<'_>,
    lettering: Lettering,
    pieces: &mut [Piece<'_>],
    named: &mut Named,
) {
    let mut words = words(lettering, pieces);
    names(letters, &mut words, named);
    particles_and_titles(letters, &mut words);
    sentence_starts(letters, &mut words);
    write(pieces, &words);
}

fn words(lettering: Lettering, pieces: &[Piece<'_>]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(pieces.len() + pieces.len() / 4);
    let mut between = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.gap == Gap::Space {
            between.push(' ');
        }
        let mut from = 0;
        for range in casing::words(&piece.text) {
            between.push_str(&piece.text[from..range.start]);
            from = range.end;
            let word = &piece.text[range.clone()];
            let kept = match lettering {
                Lettering::Lower => word.contains(char::is_uppercase),
                _ => word.contains(char::is_lowercase),
            };
            let lower = SmolStr::from(word.to_lowercase());
            let joint = if words.is_empty() {
                Joint::Sentence
            } else {
                joint(&between)
            };
            words.push(Word {
                piece: at,
                range,
                form: if kept { word.into() } else { lower.clone() },
                lower,
                joint,
                kind: if kept { Kind::Kept } else { Kind::Ordinary },
            });
            between.clear();
        }
        between.push_str(&piece.text[from..]);
    }
    words
}

fn joint(between: &str) -> Joint {
    let quoted = between.trim_end().ends_with(['"', '\u{201c}', '\u{2018}']);
    match between {
        // A pause is no end.
        _ if between.contains("..") || between.contains('…') => Joint::Mark,
        " " => Joint::Space,
        "-" | "\u{2010}" | "\u{2011}" => Joint::Hyphen,
        ". " => Joint::Stop,
        _ if between.contains(['!', '?'])
            || between.contains(". ")
            || between.contains(".\"")
            || between.contains(".\u{201d}")
            || between.contains(".)") =>
        {
            Joint::Sentence
        }
        // A clause in quotation marks after a comma or colon begins as a sentence does.
        _ if quoted && between.starts_with([',', ':']) => Joint::Sentence,
        _ => Joint::Mark,
    }
}

fn names(letters: &Letters<'_>, words: &mut [Word], named: &mut Named) {
    let mut at = 0;
    while at < words.len() {
        let known = longest_name(letters, words, at, named);
        if known.is_empty() {
            let (form, kind) = form(letters, words, at, named);
            if words[at].kind != Kind::Kept {
                (words[at].form, words[at].kind) = (form, kind);
            }
            at += 1;
            continue;
        }
        for form in known {
            if words[at].kind != Kind::Kept {
                words[at].kind = if form == words[at].lower {
                    Kind::Ordinary
                } else {
                    Kind::Name
                };
                words[at].form = form;
            }
            at += 1;
        }
    }
}

/// The forms of the longest name that begins at the word, or none.
fn longest_name(
    letters: &Letters<'_>,
    words: &[Word],
    at: usize,
    named: &mut Named,
) -> Vec<SmolStr> {
    let mut run: Vec<&str> = vec![&words[at].lower];
    for word in words.iter().skip(at + 1).take(LONGEST_NAME - 1) {
        if !matches!(word.joint, Joint::Space | Joint::Hyphen) {
            break;
        }
        run.push(&word.lower);
    }
    let before = at.checked_sub(1).map_or("", |before| &words[before].lower);
    let before = if words[at].joint == Joint::Space {
        before
    } else {
        ""
    };
    let actor = letters
        .casing
        .names(&run)
        .find(|name| match name.telling() {
            Telling::Always => true,
            Telling::Together => !letters.orthography.is_indefinite(before),
            // "the observatory", after the Syrian Observatory for Human Rights.
            Telling::OnceNamed => {
                let noun = name.letter() == Letter::Name;
                named.actors.contains(&name.actor())
                    && (letters.orthography.is_article(before)
                        || noun && !letters.orthography.is_indefinite(before))
            }
        });
    let length = actor.map_or(0, |name| name.forms().len());
    match letters.gazetteer.longest_match(&run) {
        Some(count) if count > length && count > 1 => {
            let forms = place_forms(letters, words, at, count);
            if !forms.is_empty() {
                return forms;
            }
        }
        _ => {}
    }
    let Some(actor) = actor else {
        return Vec::new();
    };
    if actor.telling() != Telling::OnceNamed {
        named.actors.insert(actor.actor());
    }
    actor.forms().to_vec()
}

/// How the words of a place's name are written; empty where they are more likely no name.
fn place_forms(letters: &Letters<'_>, words: &[Word], at: usize, count: usize) -> Vec<SmolStr> {
    let name = &words[at..at + count];
    let small = |word: &Word| {
        letters.orthography.is_link(&word.lower) || letters.orthography.is_particle(&word.lower)
    };
    if name
        .first()
        .is_some_and(|word| letters.orthography.is_link(&word.lower))
        || name
            .last()
            .is_some_and(|word| letters.orthography.is_link(&word.lower))
    {
        return Vec::new();
    }
    let ordinary = |word: &Word| {
        letters.casing.usual(&word.lower) == Usual::Ordinary
            || word.lower.starts_with(|c: char| c.is_ascii_digit())
    };
    if name.iter().all(|word| small(word) || ordinary(word)) {
        let spelt: Vec<&str> = name.iter().map(|word| word.lower.as_str()).collect();
        if !letters.is_well_known_place(&spelt.join(" ")) {
            return Vec::new();
        }
    }
    name.iter()
        .enumerate()
        .map(|(index, word)| match letters.casing.usual(&word.lower) {
            Usual::Form(form) if is_name(form) => form.into(),
            _ if small(word) => word.lower.clone(),
            _ if index + 1 < count
                && name[index + 1].joint == Joint::Hyphen
                && letters.orthography.is_hyphened_particle(&word.lower) =>
            {
                word.lower.clone()
            }
            _ => capital(&word.lower),
        })
        .collect()
}

/// How a word by itself is written.
fn form(letters: &Letters<'_>, words: &[Word], at: usize, named: &Named) -> (SmolStr, Kind) {
    let word = &words[at].lower;
    let neighbours = neighbours(words, at);
    if let Some(form) = letters.orthography.beside(word, neighbours) {
        let kind = if form == word {
            Kind::Ordinary
        } else {
            Kind::Name
        };
        return (form.into(), kind);
    }
    if word.contains(|c: char| c.is_ascii_digit()) {
        // "t72", "f16", but "20mm" and "2nd".
        let model = word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.bytes().take(4).filter(u8::is_ascii_lowercase).count() <= 2;
        return if model {
            (capital(word), Kind::Name)
        } else {
            (word.clone(), Kind::Ordinary)
        };
    }
    // "t-72", "f-16": the letter of a model.
    let model = neighbours
        .joined
        .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    if model && word.len() == 1 {
        return (word.to_uppercase().into(), Kind::Name);
    }
    match letters.casing.usual(word) {
        // "Bab al-Salam" is no abbreviation.
        Usual::Form(form) if !is_name(form) && beside_article(letters, words, at) => {
            (capital(word), Kind::Name)
        }
        Usual::Form(form) => (form.into(), Kind::Name),
        Usual::Ordinary if named.places.contains(word) => (capital(word), Kind::Name),
        Usual::Ordinary => (word.clone(), Kind::Ordinary),
        Usual::Unknown => match word.rfind(['\'', '\u{2019}']) {
            Some(mark) => contracted(letters, word, mark),
            None => unknown(letters, word),
        },
    }
}

/// Whether an Arabic article stands beside the word.
fn beside_article(letters: &Letters<'_>, words: &[Word], at: usize) -> bool {
    let article = |word: &Word| {
        letters.orthography.is_hyphened_particle(&word.lower)
            && letters.casing.usual(&word.lower) != Usual::Ordinary
    };
    let before = at
        .checked_sub(1)
        .is_some_and(|before| article(&words[before]));
    before || words.get(at + 1).is_some_and(article)
}

/// "fenmark's" is written as "fenmark" is; "o'brien" as a name.
fn contracted(letters: &Letters<'_>, word: &SmolStr, mark: usize) -> (SmolStr, Kind) {
    let (stem, rest) = word.split_at(mark);
    let ending = rest.trim_start_matches(['\'', '\u{2019}']);
    if stem.is_empty() || !letters.orthography.is_contraction(ending) {
        return unknown(letters, word);
    }
    let (form, kind) = match (letters.casing.name(stem), letters.casing.usual(stem)) {
        (Some(form), _) => (form.into(), Kind::Name),
        (_, Usual::Form(form)) => (form.into(), Kind::Name),
        (_, Usual::Ordinary) => (stem.into(), Kind::Ordinary),
        (_, Usual::Unknown) => unknown(letters, &stem.into()),
    };
    (format!("{form}{rest}").into(), kind)
}

/// A word that no list has is most often a name.
fn unknown(letters: &Letters<'_>, word: &SmolStr) -> (SmolStr, Kind) {
    const SHORTEST_NAME: usize = 3;
    const LONGEST_ACRONYM: usize = 5;
    let length = word.chars().count();
    if letters.gazetteer.demonym(word).is_some() {
        return (capital(word), Kind::Name);
    }
    if length < SHORTEST_NAME
        || letters.is_ordinary_form(word)
        || letters.orthography.is_contracted(word)
    {
        return (word.clone(), Kind::Ordinary);
    }
    let spoken = word.contains(['a', 'e', 'i', 'o', 'u']) || !word.is_ascii();
    if !spoken && length <= LONGEST_ACRONYM {
        return (word.to_uppercase().into(), Kind::Name);
    }
    (capital(word), Kind::Name)
}

fn neighbours(words: &[Word], at: usize) -> Neighbours<'_> {
    let next = words.get(at + 1);
    let behind = |joint| {
        next.filter(|word| word.joint == joint)
            .map(|word| word.lower.as_str())
    };
    let before = at.checked_sub(1).map(|before| words[before].lower.as_str());
    Neighbours {
        before: before.filter(|_| matches!(words[at].joint, Joint::Space | Joint::Hyphen)),
        after: behind(Joint::Space),
        joined: behind(Joint::Hyphen),
    }
}

/// Small particles before a name, and capital titles before a name, from the last word to the first.
fn particles_and_titles(letters: &Letters<'_>, words: &mut [Word]) {
    for at in (0..words.len().saturating_sub(1)).rev() {
        let next = &words[at + 1];
        let (joint, kind) = (next.joint, next.kind);
        let next_is_title = letters.orthography.is_title(&next.lower);
        let word = &mut words[at];
        if word.kind == Kind::Kept {
            continue;
        }
        let hyphened = joint == Joint::Hyphen;
        let particle = hyphened && letters.orthography.is_hyphened_particle(&word.lower)
            || joint == Joint::Space && letters.orthography.is_particle(&word.lower);
        let shortened = joint == Joint::Stop && letters.orthography.is_stopped(&word.lower);
        if particle && kind != Kind::Ordinary {
            word.form = word.lower.clone();
            word.kind = Kind::Name;
        } else if particle && hyphened && letters.casing.usual(&word.lower) != Usual::Ordinary {
            // "al-" stands before nothing but names: al-Bara, though "bara" may be a word.
            let next = &mut words[at + 1];
            next.form = capital(&next.lower);
            next.kind = Kind::Name;
            words[at].form = words[at].lower.clone();
            words[at].kind = Kind::Name;
        } else if joint == Joint::Space || shortened {
            let article = kind != Kind::Ordinary
                && letters.orthography.is_hyphened_particle(&word.lower)
                && letters.casing.usual(&word.lower) != Usual::Ordinary;
            let title = article
                || kind != Kind::Ordinary && letters.orthography.is_title(&word.lower)
                || next_is_title
                    && kind != Kind::Ordinary
                    && letters.orthography.opens_title(&word.lower);
            if title {
                word.form = capital(&word.lower);
                word.kind = Kind::Name;
            }
        }
    }
}

fn sentence_starts(letters: &Letters<'_>, words: &mut [Word]) {
    for at in 0..words.len() {
        let starts = match words[at].joint {
            Joint::Sentence => true,
            // "gen. salim", "j. salim" and "u.s. forces" go on.
            Joint::Stop => at.checked_sub(1).is_none_or(|before| {
                let before = &words[before].lower;
                before.chars().count() > 1 && !letters.orthography.is_stopped(before)
            }),
            _ => false,
        };
        if starts && words[at].kind != Kind::Kept && words[at].form == words[at].lower {
            words[at].form = capital(&words[at].lower);
        }
    }
}

fn capital(word: &str) -> SmolStr {
    let mut letters = word.chars();
    let Some(first) = letters.next() else {
        return SmolStr::default();
    };
    let mut upper = first.to_uppercase();
    // A letter whose capital is two ("ß") begins no word that anyone would capitalise.
    if upper.len() > 1 {
        return word.into();
    }
    upper
        .next()
        .into_iter()
        .chain(letters)
        .collect::<String>()
        .into()
}

/// Whether a form is that of a name and not of an abbreviation that happens to be spelt alike.
fn is_name(form: &str) -> bool {
    form.contains('.') || !form.chars().nth(1).is_some_and(char::is_uppercase)
}

fn write(pieces: &mut [Piece<'_>], words: &[Word]) {
    for words in words.chunk_by(|a, b| a.piece == b.piece) {
        let piece = &mut pieces[words[0].piece];
        let mut text = String::with_capacity(piece.text.len());
        let mut from = 0;
        for word in words {
            text.push_str(&piece.text[from..word.range.start]);
            text.push_str(&word.form);
            from = word.range.end;
        }
        text.push_str(&piece.text[from..]);
        if text != piece.text {
            piece.text = Cow::Owned(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        sentence::{
            letters::tests::Small,
            mend::{Mended, pieces},
        },
        terms::Span,
    };

    fn recased(text: &str, lettering: Lettering) -> String {
        let small = Small::new();
        let mut pieces = pieces(text, Span::new(0, text.len()));
        let mut named = Named::survey(&small.letters(), text);
        recase(&small.letters(), lettering, &mut pieces, &mut named);
        Mended::write(text, &pieces).text
    }

    #[test]
    fn a_text_in_one_case_gets_its_capitals_back() {
        for usual in [
            "The ferry left Fenmark and came to Deir ez-Fen on March 6.",
            "The Front of Old Fenmark said the village of al-Fenmark may wait.",
            "President Somali Barzan left the Red Sea. Two ferries came.",
            "The U.S.-backed FDQ said Syria's boat came. It shelled a late barrier.",
            "The ferry left ... and came. The Front of Old Fenmark and a front of boats came to El Bara",
            "They wait in Late. It left Late on March 6.",
            "He said: \"It left.\" They came in the west",
            "Gen. Barzan and Lt. Col. Gilleran don't wait",
            "The US-led boats left Fenmark's old village; the T-72 came",
        ] {
            assert_eq!(recased(&usual.to_lowercase(), Lettering::Lower), usual);
            assert_eq!(recased(&usual.to_uppercase(), Lettering::Upper), usual);
        }
    }

    #[test]
    fn what_stands_out_is_kept() {
        assert_eq!(
            recased("the McBoat left fenmark", Lettering::Lower),
            "The McBoat left Fenmark"
        );
    }

    proptest! {
        #[test]
        fn letters_change_nothing_but_their_case(text in "[a-z .'\u{2019}ßİ-]{0,60}") {
            let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let recased = recased(&text, Lettering::Lower);
            prop_assert_eq!(recased.to_lowercase(), spaced.to_lowercase());
        }
    }
}
