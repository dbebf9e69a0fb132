//! What layers does a saved network have?
//!
//! In come the bytes that thinc saved, out come the layers in its order with
//! their attributes and numbers.
//!
//! Invariant: a network with a layer that is not known here is refused.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{format_error, unsupported};
use crate::error::Error;

/// The layers that the crate runs, or that do nothing when running.
const KNOWN: [&str; 17] = [
    "parser_model",
    "extract_features",
    "list2ragged",
    "ragged2list",
    "list2array",
    "with_array",
    "ints-getitem",
    "hashembed",
    "maxout",
    "layernorm",
    "dropout",
    "residual",
    "expand_window",
    "linear",
    "precomputable_affine",
    "tok2vec-listener",
    "softmax",
];

/// A saved network.
pub(super) struct Model {
    path: String,
    pub(super) layers: Vec<Layer>,
}

/// One layer.
pub(super) struct Layer {
    pub(super) name: String,
    attributes: Vec<(String, Value)>,
    parameters: Vec<(String, Value)>,
    path: String,
}

/// Numbers with the lengths of their axes.
pub(super) struct Array {
    pub(super) shape: Vec<usize>,
    pub(super) numbers: Vec<f32>,
}

/// Anything that MessagePack can say.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Nil,
    Flag(bool),
    Whole(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Value>),
    Map(Vec<(Value, Value)>),
}

impl Model {
    /// Reads the file that lies at `path`.
    pub(super) fn read(path: &str, bytes: &[u8]) -> Result<Self, Error> {
        let value: Value =
            rmp_serde::from_slice(bytes).map_err(|error| format_error(path, &error))?;
        let broken = || format_error(path, &"it is not a saved thinc model");
        let [nodes, attributes, parameters, shims] =
            ["nodes", "attrs", "params", "shims"].map(|key| value.get(key).and_then(Value::list));
        let (nodes, attributes) = nodes.zip(attributes).ok_or_else(broken)?;
        let parameters = parameters.ok_or_else(broken)?;
        if shims.is_some_and(|shims| {
            shims
                .iter()
                .any(|shim| shim.list().is_some_and(|list| !list.is_empty()))
        }) {
            return Err(unsupported(path, "it wraps a network of another library"));
        }
        let layers: Vec<Layer> = nodes
            .iter()
            .zip(attributes)
            .zip(parameters)
            .map(|((node, attributes), parameters)| {
                let name = node.get("name").and_then(Value::text)?.to_owned();
                Some(Layer {
                    name,
                    attributes: attributes.entries()?,
                    parameters: parameters.entries()?,
                    path: path.to_owned(),
                })
            })
            .collect::<Option<_>>()
            .ok_or_else(broken)?;
        for layer in &layers {
            let parts = layer.name.split(['>', '|', '(', ')']);
            if let Some(part) = parts
                .filter(|part| !part.is_empty())
                .find(|part| !KNOWN.contains(part))
            {
                return Err(unsupported(path, &format!("it has a layer called {part}")));
            }
        }
        Ok(Self {
            path: path.to_owned(),
            layers,
        })
    }

    /// Whether there is a layer of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.layers.iter().any(|layer| layer.name == name)
    }

    /// The layers of this name, in order.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Layer> {
        self.layers.iter().filter(move |layer| layer.name == name)
    }

    /// The first layer of this name.
    pub(super) fn first(&self, name: &str) -> Result<&Layer, Error> {
        self.layers
            .iter()
            .find(|layer| layer.name == name)
            .ok_or_else(|| unsupported(&self.path, &format!("it has no layer called {name}")))
    }
}

impl Layer {
    /// The numbers of a parameter with exactly `AXES` axes.
    pub(super) fn array<const AXES: usize>(
        &self,
        key: &str,
    ) -> Result<([usize; AXES], Vec<f32>), Error> {
        let found = self.parameters.iter().find(|(name, _)| name == key);
        let array = found.and_then(|(_, value)| value.array());
        array
            .and_then(|array| Some((array.shape.try_into().ok()?, array.numbers)))
            .ok_or_else(|| self.broken(key))
    }

    /// A whole number among the attributes.
    pub(super) fn whole(&self, key: &str) -> Result<usize, Error> {
        match self.attribute(key) {
            Some(Value::Whole(number)) => {
                usize::try_from(number).map_err(|error| format_error(&self.path, &error))
            }
            _ => Err(self.broken(key)),
        }
    }

    /// Whether an attribute is true.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.attribute(key) == Some(Value::Flag(true))
    }

    /// A list of strings among the attributes.
    pub(super) fn strings(&self, key: &str) -> Result<Vec<String>, Error> {
        let attribute = self.attribute(key);
        let list = attribute
            .as_ref()
            .and_then(Value::list)
            .ok_or_else(|| self.broken(key))?;
        list.iter()
            .map(|value| value.text().map(str::to_owned))
            .collect::<Option<_>>()
            .ok_or_else(|| self.broken(key))
    }

    /// Attributes are saved as MessagePack within MessagePack.
    fn attribute(&self, key: &str) -> Option<Value> {
        match self.attributes.iter().find(|(name, _)| name == key) {
            Some((_, Value::Bytes(bytes))) => rmp_serde::from_slice(bytes).ok(),
            _ => None,
        }
    }

    fn broken(&self, key: &str) -> Error {
        format_error(
            &self.path,
            &format!("the {key} of a {} is missing or odd", self.name),
        )
    }
}

impl Value {
    fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else {
            return None;
        };
        entries
            .iter()
            .find(|(name, _)| name.text() == Some(key))
            .map(|(_, value)| value)
    }

    fn entries(&self) -> Option<Vec<(String, Self)>> {
        let Self::Map(entries) = self else {
            return None;
        };
        entries
            .iter()
            .map(|(name, value)| Some((name.text()?.to_owned(), value.clone())))
            .collect()
    }

    fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// Text, which array descriptions keep as bytes.
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    /// An array of little-endian single-precision numbers.
    fn array(&self) -> Option<Array> {
        if self.get("type")?.text()? != "<f4" {
            return None;
        }
        let shape: Vec<usize> = self
            .get("shape")?
            .list()?
            .iter()
            .map(|length| match length {
                Self::Whole(length) => usize::try_from(*length).ok(),
                _ => None,
            })
            .collect::<Option<_>>()?;
        let Self::Bytes(bytes) = self.get("data")? else {
            return None;
        };
        let (numbers, rest) = bytes.as_chunks::<4>();
        let count = shape
            .iter()
            .try_fold(1_usize, |count, length| count.checked_mul(*length));
        if !rest.is_empty() || count != Some(numbers.len()) {
            return None;
        }
        let numbers = numbers
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes))
            .collect();
        Some(Array { shape, numbers })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MessagePack")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        // Numbers that large are ids, which no network keeps.
        Ok(i64::try_from(number).map_or(Value::Real(number as f64), Value::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Real(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Value, E> {
        Ok(Value::Bytes(bytes.to_vec()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::Model;

    /// A saved network with one layer and nothing in it.
    fn saved(name: &str) -> Vec<u8> {
        #[derive(serde::Serialize)]
        struct Node<'a> {
            name: &'a str,
        }
        #[derive(serde::Serialize)]
        struct Nothing {}
        #[derive(serde::Serialize)]
        struct Saved<'a> {
            nodes: Vec<Node<'a>>,
            attrs: Vec<Nothing>,
            params: Vec<Nothing>,
            shims: Vec<Vec<u8>>,
        }
        rmp_serde::to_vec_named(&Saved {
            nodes: vec![Node { name }],
            attrs: vec![Nothing {}],
            params: vec![Nothing {}],
            shims: vec![Vec::new()],
        })
        .expect("plain data")
    }

    #[test]
    fn an_unknown_layer_is_named() {
        assert!(Model::read("x/model", &saved("linear>>softmax")).is_ok());
        let error = Model::read("x/model", &saved("linear>>static_vectors")).err();
        let error = error.expect("refused").to_string();
        assert!(
            error.contains("x/model") && error.contains("static_vectors"),
            "{error}"
        );
    }

    #[test]
    fn other_bytes_are_refused() {
        assert!(Model::read("x/model", b"\xc1").is_err());
        assert!(Model::read("x/model", b"\x80").is_err());
    }
}
