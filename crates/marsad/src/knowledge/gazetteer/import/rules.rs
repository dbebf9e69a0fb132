//! Which columns and codes mean what?
//!
//! In: the text of `data/gazetteer/import.toml`. Out: [`Rules`], which tell the columns of
//! a table by their names and the kind of a place by a feature code or a word. Invariant:
//! no name, code or word has two meanings.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::PlaceKind;
use crate::knowledge::{Error, ErrorKind};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Column {
    Name,
    Ascii,
    Latitude,
    Longitude,
    Country,
    OtherCountries,
    Geonameid,
    Alternates,
    Population,
    Class,
    Kind,
    Admin1,
}

/// How lists of places are read.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The names of each column, the preferred first, [`bare`].
    columns: BTreeMap<Column, Vec<String>>,
    codes: BTreeMap<String, PlaceKind>,
    words: BTreeMap<String, PlaceKind>,
    others: BTreeMap<String, PlaceKind>,
    radii: BTreeMap<PlaceKind, f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    columns: BTreeMap<Column, Vec<String>>,
    kind: Vec<Kind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: String,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    others: Vec<String>,
    radius_km: Option<f64>,
}

impl Rules {
    /// Reads the rules from the text of the file of this name.
    ///
    /// # Errors
    ///
    /// [`Error`] names the file and the entry that is wrong.
    pub fn read(file: &str, text: &str) -> Result<Self, Error> {
        let read: File = toml::from_str(text).map_err(|error| Error::new(file, error))?;
        let mut rules = Self {
            columns: BTreeMap::new(),
            codes: BTreeMap::new(),
            words: BTreeMap::new(),
            others: BTreeMap::new(),
            radii: BTreeMap::new(),
        };
        let twice = |id: &str| Error::new(file, ErrorKind::Twice { id: id.to_owned() });
        let mut taken = BTreeMap::new();
        for (column, names) in read.columns {
            for name in &names {
                if taken
                    .insert(bare(name), column)
                    .is_some_and(|other| other != column)
                {
                    return Err(twice(name));
                }
            }
            let names = names.iter().map(|name| bare(name)).collect();
            rules.columns.insert(column, names);
        }
        for entry in read.kind {
            let wrong = |what: String| {
                let at = entry.kind.clone();
                Error::new(file, ErrorKind::Entry { at, what })
            };
            let kind = PlaceKind::parse(&entry.kind)
                .ok_or_else(|| wrong("there is no such kind of place".into()))?;
            if let Some(radius) = entry.radius_km {
                if !(0.1..=6553.5).contains(&radius) {
                    return Err(wrong(format!("a radius of {radius} km cannot be stored")));
                }
                rules.radii.insert(kind, radius);
            }
            for (list, table) in [
                (&entry.codes, &mut rules.codes),
                (&entry.others, &mut rules.others),
                (&entry.words, &mut rules.words),
            ] {
                for code in list {
                    if table.insert(code.clone(), kind).is_some() {
                        return Err(twice(code));
                    }
                }
            }
        }
        Ok(rules)
    }

    /// Which field of a header line holds each column that is known.
    pub(super) fn header(&self, fields: &[String]) -> BTreeMap<Column, usize> {
        let fields: Vec<String> = fields.iter().map(|field| bare(field)).collect();
        let place = |names: &Vec<String>| {
            names
                .iter()
                .find_map(|name| fields.iter().position(|field| field == name))
        };
        self.columns
            .iter()
            .filter_map(|(column, names)| Some((*column, place(names)?)))
            .collect()
    }

    /// The preferred name of a column, as messages show it.
    pub(super) fn column_name(&self, column: Column) -> &str {
        let names = self.columns.get(&column);
        names
            .and_then(|names| names.first())
            .map_or("", String::as_str)
    }

    /// The kind of place that a feature class and code stand for, or `None` for one that
    /// is left out.
    pub(super) fn of_code(&self, class: &str, code: &str) -> Option<PlaceKind> {
        // All codes of P are settlements but those that are named; of other classes only
        // those count that are named.
        let whole = self.codes.get(&format!("{class}.{code}"));
        whole.or_else(|| self.codes.get(class)).copied()
    }

    /// The kind of place that a table's own word or code stands for: "village", "river",
    /// "PPL", "H.STM".
    pub(super) fn of_word(&self, word: &str) -> Option<PlaceKind> {
        let lower = word.to_lowercase();
        if let Some(kind) = self.words.get(&lower) {
            return Some(*kind);
        }
        if let Some((class, code)) = word.split_once('.') {
            return self.of_code(class, code);
        }
        let named = self.codes.iter().find_map(|(whole, kind)| {
            let code = whole
                .split_once('.')
                .map_or(whole.as_str(), |(_, code)| code);
            (code == word).then_some(*kind)
        });
        // No code of another class begins like this.
        named.or_else(|| word.starts_with("PPL").then(|| self.of_code("P", word))?)
    }

    /// With everything wanted: the kind for what no list names.
    pub(super) fn of_others(&self, class: &str) -> PlaceKind {
        self.others.get(class).copied().unwrap_or(PlaceKind::Region)
    }

    /// How far a place of this kind reaches, in kilometres; `None` to tell by its inhabitants.
    pub(super) fn radius_km(&self, kind: PlaceKind) -> Option<f64> {
        self.radii.get(&kind).copied()
    }
}

/// A column's name as far as it counts: its letters and digits in lower case.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
