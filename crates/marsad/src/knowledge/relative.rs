//! By which words does a report lay something to a named place?
//!
//! In come the `[[direction]]`, `[[list]]` and `[[form]]` entries of
//! `locations.toml`, whose language is described at the head of that file; out
//! come [`Forms`]: every form written out as plain runs of [`Element`]s. Invariant:
//! each form names its place exactly once, and every list that it uses is there.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;

use super::{error::ErrorKind, gazetteer::PlaceKind};

/// How words around a name can lay something to the place that it names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forms {
    pub(crate) directions: Vec<Direction>,
    pub(crate) lists: Vec<List>,
    pub(crate) forms: Vec<Form>,
}

/// A point of the compass and its words.
#[derive(Clone, Debug)]
pub(crate) struct Direction {
    /// Clockwise from north.
    pub(crate) degrees: f64,
    /// "north", as phrases of words.
    pub(crate) nouns: Vec<Phrase>,
    /// "northern".
    pub(crate) adjectives: Vec<Phrase>,
}

/// Words in a row.
pub(crate) type Phrase = Box<[SmolStr]>;

/// Phrases that can stand for each other.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) name: SmolStr,
    pub(crate) phrases: Vec<Phrase>,
}

/// One way to lay something to a place.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) means: Meaning,
    /// The relation's id, with `{direction}` and `{side}` to be put in.
    pub(crate) relation: SmolStr,
    pub(crate) check: Option<Check>,
    kinds: Vec<PlaceKind>,
    not_kinds: Vec<PlaceKind>,
    /// What stands before the place, in text order.
    pub(crate) before: Vec<Element>,
    pub(crate) reach: Reach,
    /// What stands behind it.
    pub(crate) after: Vec<Element>,
}

impl Form {
    /// Whether the place may be of a kind; one that is not resolved has none.
    pub(crate) fn admits(&self, kind: Option<PlaceKind>) -> bool {
        match kind {
            Some(kind) if self.kinds.is_empty() => !self.not_kinds.contains(&kind),
            Some(kind) => self.kinds.contains(&kind),
            None => self.kinds.is_empty(),
        }
    }

    /// Whether a second place belongs to it.
    pub(crate) fn has_other(&self) -> bool {
        self.after.contains(&Element::Other)
    }
}

/// What a form says; the area that follows is computed where mentions are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Meaning {
    /// In a direction, at a distance or not.
    Bearing,
    /// At or within a distance, in no direction.
    Distance,
    /// A distance deep into the place.
    Inside,
    /// Where the place ends.
    Edge,
    /// Where it ends and a little beyond.
    Outskirts,
    /// A part of it.
    Part,
    /// Its middle.
    Centre,
    /// The land around a town.
    Countryside,
    /// Not far from it.
    Near,
    /// Between two places.
    Between,
    /// The road between two places, or to one.
    Road,
    /// The border between two places, or of one.
    Border,
    /// The sea before it.
    Sea,
    /// Along it, or along a side of it.
    Line,
}

/// What a form asks beyond its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Check {
    /// The words cut a part out of the place instead of describing all of it.
    Restrictive,
    /// The noun behind the name is a common one: "the X road", not "X Road".
    Common,
}

/// How much of a noun phrase the place of a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The name with what belongs to it.
    Phrase,
    /// The bare name.
    Name,
}

/// A piece of a form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Element {
    /// One of these words.
    Words(Box<[SmolStr]>),
    /// A phrase of the list with this index.
    List(usize),
    /// A length.
    Distance,
    /// Directions as nouns.
    Direction,
    /// Directions as adjectives or nouns.
    Side,
    /// A few words that describe.
    Modifiers,
    /// A second place.
    Other,
    /// A hyphen or dash.
    Hyphen,
    /// The mark of the genitive.
    Genitive,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DirectionEntry {
    degrees: f64,
    nouns: Vec<SmolStr>,
    adjectives: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListEntry {
    name: SmolStr,
    words: Vec<SmolStr>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormEntry {
    means: Meaning,
    relation: SmolStr,
    check: Option<Check>,
    #[serde(default)]
    kinds: Vec<SmolStr>,
    #[serde(default)]
    not_kinds: Vec<SmolStr>,
    words: Vec<String>,
}

impl Forms {
    pub(super) fn build(
        directions: Vec<DirectionEntry>,
        lists: Vec<ListEntry>,
        forms: Vec<FormEntry>,
    ) -> Result<Self, ErrorKind> {
        let mut built = Self::default();
        for entry in directions {
            if !(0.0..360.0).contains(&entry.degrees)
                || entry.nouns.is_empty()
                || entry.adjectives.is_empty()
            {
                return Err(wrong(
                    &entry.degrees.to_string(),
                    "a direction has degrees from 0 to below 360, nouns and adjectives",
                ));
            }
            built.directions.push(Direction {
                degrees: entry.degrees,
                nouns: entry.nouns.iter().map(phrase).collect(),
                adjectives: entry.adjectives.iter().map(phrase).collect(),
            });
        }
        let mut index = FxHashMap::default();
        for entry in lists {
            if index
                .insert(entry.name.clone(), built.lists.len())
                .is_some()
            {
                return Err(ErrorKind::Twice {
                    id: entry.name.to_string(),
                });
            }
            let mut phrases: Vec<Phrase> = entry.words.iter().map(phrase).collect();
            // The longest is tried first; the first of the file stays the first of its length.
            phrases.sort_by_key(|words| std::cmp::Reverse(words.len()));
            built.lists.push(List {
                name: entry.name,
                phrases,
            });
        }
        for entry in &forms {
            let kinds = (kinds(&entry.kinds)?, kinds(&entry.not_kinds)?);
            for words in &entry.words {
                for pieces in expand(words)? {
                    built
                        .forms
                        .push(form(entry, &kinds, words, &pieces, &index)?);
                }
            }
        }
        Ok(built)
    }

    /// The words that join two directions or two places.
    pub(crate) fn joints(&self) -> &[Phrase] {
        self.lists
            .iter()
            .find(|list| list.name == "joint")
            .map_or(&[], |list| &list.phrases)
    }

    /// The one of them that stands in ids.
    pub(crate) fn joint(&self) -> &str {
        let first = self.joints().first().and_then(|phrase| phrase.first());
        first.map_or("", SmolStr::as_str)
    }
}

fn phrase(words: &SmolStr) -> Phrase {
    words.split(' ').map(SmolStr::new).collect()
}

fn kinds(words: &[SmolStr]) -> Result<Vec<PlaceKind>, ErrorKind> {
    words
        .iter()
        .map(|word| {
            PlaceKind::parse(word)
                .ok_or_else(|| wrong(word, "is no kind of place in the gazetteer"))
        })
        .collect()
}

fn form(
    entry: &FormEntry,
    (kinds, not_kinds): &(Vec<PlaceKind>, Vec<PlaceKind>),
    words: &str,
    pieces: &[String],
    index: &FxHashMap<SmolStr, usize>,
) -> Result<Form, ErrorKind> {
    let is_place = |piece: &String| matches!(piece.as_str(), "<place>" | "<name>");
    let mut places = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| is_place(piece));
    let (Some((at, place)), None) = (places.next(), places.next()) else {
        return Err(wrong(words, "a form has <place> or <name> exactly once"));
    };
    let elements = |pieces: &[String]| {
        pieces
            .iter()
            .map(|piece| element(words, piece, index))
            .collect::<Result<Vec<_>, _>>()
    };
    let form = Form {
        means: entry.means,
        relation: entry.relation.clone(),
        check: entry.check,
        kinds: kinds.clone(),
        not_kinds: not_kinds.clone(),
        before: elements(&pieces[..at])?,
        reach: if place == "<name>" {
            Reach::Name
        } else {
            Reach::Phrase
        },
        after: elements(&pieces[at + 1..])?,
    };
    if form.before.is_empty() && form.after.is_empty() {
        return Err(wrong(words, "a form says more than the place"));
    }
    if form.before.contains(&Element::Other) {
        return Err(wrong(words, "<other> stands behind the place"));
    }
    Ok(form)
}

fn element(
    words: &str,
    piece: &str,
    index: &FxHashMap<SmolStr, usize>,
) -> Result<Element, ErrorKind> {
    let named = piece
        .strip_prefix('<')
        .and_then(|piece| piece.strip_suffix('>'));
    Ok(match (named, piece) {
        (Some("distance"), _) => Element::Distance,
        (Some("direction"), _) => Element::Direction,
        (Some("side"), _) => Element::Side,
        (Some("modifiers"), _) => Element::Modifiers,
        (Some("other"), _) => Element::Other,
        (Some(name), _) => match index.get(name) {
            Some(list) => Element::List(*list),
            None => {
                return Err(ErrorKind::Unknown {
                    at: words.to_owned(),
                    kind: "list",
                    name: name.to_owned(),
                    near: None,
                });
            }
        },
        (None, "-") => Element::Hyphen,
        (None, "'s") => Element::Genitive,
        (None, word) => Element::Words(word.split('|').map(SmolStr::new).collect()),
    })
}

/// Every way to read a form whose parts in parentheses may be missing, shortest last.
fn expand(words: &str) -> Result<Vec<Vec<String>>, ErrorKind> {
    let spaced = words.replace('(', " ( ").replace(')', " ) ");
    let pieces: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let found = sequences(&pieces, &mut at, words)?;
    if at < pieces.len() {
        return Err(wrong(words, "a parenthesis closes that was not opened"));
    }
    Ok(found)
}

/// The readings up to the end, to a `/` or to the parenthesis that closes.
fn sequences(pieces: &[&str], at: &mut usize, words: &str) -> Result<Vec<Vec<String>>, ErrorKind> {
    let mut found: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(&piece) = pieces.get(*at) {
        match piece {
            ")" | "/" => break,
            "(" => {
                let mut options: Vec<Vec<String>> = Vec::new();
                loop {
                    *at += 1;
                    options.extend(sequences(pieces, at, words)?);
                    match pieces.get(*at) {
                        Some(&"/") => {}
                        Some(_) => break,
                        None => return Err(wrong(words, "a parenthesis is not closed")),
                    }
                }
                options.push(Vec::new());
                found = found
                    .iter()
                    .flat_map(|before| {
                        options
                            .iter()
                            .map(move |option| [before.as_slice(), option.as_slice()].concat())
                    })
                    .collect();
            }
            word => found
                .iter_mut()
                .for_each(|found| found.push(word.to_owned())),
        }
        *at += 1;
    }
    Ok(found)
}

fn wrong(at: &str, what: &str) -> ErrorKind {
    ErrorKind::Entry {
        at: at.to_owned(),
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Forms, ErrorKind> {
        let list = ListEntry {
            name: "edge".into(),
            words: vec!["edge".into(), "outer edge".into()],
        };
        let entry = FormEntry {
            means: Meaning::Edge,
            relation: "edge of".into(),
            check: None,
            kinds: Vec::new(),
            not_kinds: Vec::new(),
            words: vec![words.to_owned()],
        };
        Forms::build(Vec::new(), vec![list], vec![entry])
    }

    #[test]
    fn what_may_be_missing_is_written_out() {
        let forms = read("(on (the / an)) <edge> of|to <place> 's")
            .unwrap()
            .forms;
        let lengths: Vec<usize> = forms.iter().map(|form| form.before.len()).collect();
        assert_eq!(lengths, [4, 4, 3, 2]);
        assert_eq!(forms[0].after, [Element::Genitive]);
        assert_eq!(forms[3].before[0], Element::List(0));
    }

    #[test]
    fn a_broken_form_is_named() {
        for (words, complaint) in [
            ("<edge> of", "exactly once"),
            ("<place> of <name>", "exactly once"),
            ("<place>", "more than the place"),
            ("(on <place>", "not closed"),
            ("on) <place>", "not opened"),
            ("<egde> of <place>", "egde"),
            ("<other> of <place>", "behind"),
        ] {
            let error = read(words).expect_err(words).to_string();
            assert!(error.contains(complaint), "{words}: {error}");
        }
    }
}
