//! What does `config.cfg` say?
//!
//! In comes the text of the file, out come the values by section and key, with
//! `${section.key}` and `${section:key}` replaced by what they refer to.
//!
//! Invariant: a value is JSON, as spaCy writes it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::format_error;
use crate::error::Error;

/// References may refer to references, but not for ever.
const MOST_REFERENCES: usize = 100;

/// The values by section and key.
pub(super) struct Config {
    values: BTreeMap<(String, String), String>,
}

impl Config {
    /// Reads the file.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let mut values: BTreeMap<(String, String), String> = BTreeMap::new();
        let mut section = String::new();
        let mut last: Option<(String, String)> = None;
        for line in text.lines() {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with(['#', ';']) {
                continue;
            }
            if line.starts_with(char::is_whitespace)
                && let Some(value) = last.as_ref().and_then(|key| values.get_mut(key))
            {
                value.push_str(trimmed);
            } else if let Some(name) = trimmed
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                section = name.to_owned();
                last = None;
            } else if let Some((key, value)) = trimmed.split_once('=') {
                let key = (section.clone(), key.trim().to_owned());
                values.insert(key.clone(), value.trim().to_owned());
                last = Some(key);
            } else {
                return Err(format_error(
                    "config.cfg",
                    &format!("no key in the line {trimmed:?}"),
                ));
            }
        }
        Ok(Self { values })
    }

    /// A value that is a string.
    pub(super) fn string(&self, section: &str, key: &str) -> Result<String, Error> {
        self.value(section, key)
    }

    /// A value that is a list of strings; nothing when it is not given.
    pub(super) fn strings(&self, section: &str, key: &str) -> Result<Vec<String>, Error> {
        if self.raw(section, key).is_none() {
            return Ok(Vec::new());
        }
        self.value(section, key)
    }

    /// A value that is true or false; false when it is not given.
    pub(super) fn flag(&self, section: &str, key: &str) -> Result<bool, Error> {
        if self.raw(section, key).is_none() {
            return Ok(false);
        }
        self.value(section, key)
    }

    fn value<T: DeserializeOwned>(&self, section: &str, key: &str) -> Result<T, Error> {
        let what = format!("{key} of [{section}] in config.cfg");
        let mut value = self
            .raw(section, key)
            .ok_or_else(|| format_error(&what, &"it is not there"))?
            .to_owned();
        for _ in 0..MOST_REFERENCES {
            let Some((before, rest)) = value.split_once("${") else {
                return serde_json::from_str(&value).map_err(|error| format_error(&what, &error));
            };
            let replaced = rest.split_once('}').and_then(|(reference, after)| {
                let (section, key) = reference
                    .split_once(':')
                    .or_else(|| reference.rsplit_once('.'))?;
                Some(format!("{before}{}{after}", self.raw(section, key)?))
            });
            value = replaced
                .ok_or_else(|| format_error(&what, &format!("{value} refers to nothing")))?;
        }
        Err(format_error(&what, &"its references go in a circle"))
    }

    fn raw(&self, section: &str, key: &str) -> Option<&str> {
        self.values
            .get(&(section.to_owned(), key.to_owned()))
            .map(String::as_str)
    }
}

/// A JSON object whose order matters.
pub(super) struct InOrder<T>(pub(super) Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InOrder<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = InOrder<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(InOrder(entries))
            }
        }

        deserializer.deserialize_map(Entries(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, InOrder};

    const TEXT: &str = "[nlp]\nlang = \"xx\"\npipeline = [\"a\",\n    \"b\"]\n\n\
        [one.two]\nwidth = ${three:width}\nagain = ${nlp.lang}\n[three]\nwidth = \"w\"\n\
        [circle]\na = ${circle.a}\n";

    #[test]
    fn values_run_over_lines_and_refer_to_others() {
        let config = Config::parse(TEXT).expect("well-formed");
        assert_eq!(
            config.strings("nlp", "pipeline").expect("there"),
            ["a", "b"]
        );
        assert_eq!(config.string("one.two", "width").expect("there"), "w");
        assert_eq!(config.string("one.two", "again").expect("there"), "xx");
        assert!(!config.flag("nlp", "missing").expect("false unless given"));
    }

    #[test]
    fn circles_and_absent_keys_are_errors_that_name_the_place() {
        let config = Config::parse(TEXT).expect("well-formed");
        assert!(config.string("circle", "a").is_err());
        let error = config.string("nlp", "nothing").expect_err("absent");
        assert!(error.to_string().contains("nothing of [nlp]"), "{error}");
    }

    #[test]
    fn objects_keep_their_order() {
        let object: InOrder<u8> = serde_json::from_str(r#"{"b":1,"a":2}"#).expect("valid");
        assert_eq!(object.0, [("b".to_owned(), 1), ("a".to_owned(), 2)]);
    }
}
