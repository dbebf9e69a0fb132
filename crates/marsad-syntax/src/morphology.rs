//! What do the universal features of a word say?
//!
//! In comes a string such as "Number=Sing|Person=3", out comes its normal form
//! or the value of one feature.
//!
//! Invariant: a normal form is its own normal form, and equal features have
//! equal normal forms.

use std::collections::BTreeMap;

use smol_str::SmolStr;

/// How spaCy writes that there are no features.
const NONE: &str = "_";

/// The features in their normal form: sorted, with sorted values, and empty
/// where there are none. Of a feature given twice the last value counts.
pub(crate) fn normalised(features: &str) -> SmolStr {
    if features.is_empty() || features == NONE {
        return SmolStr::default();
    }
    let by_field: BTreeMap<&str, String> = pairs(features)
        .map(|(field, values)| {
            let mut values: Vec<&str> = values.split(',').collect();
            values.sort_unstable();
            (field, values.join(","))
        })
        .collect();
    let mut pairs: Vec<String> = by_field
        .iter()
        .map(|(field, values)| format!("{field}={values}"))
        .collect();
    pairs.sort_unstable();
    SmolStr::from(pairs.join("|"))
}

/// The value of a feature, if it is given.
pub(crate) fn value<'a>(features: &'a str, field: &str) -> Option<&'a str> {
    pairs(features)
        .find(|(name, _)| *name == field)
        .map(|(_, value)| value)
}

/// Each feature with one of its values, as "Field=Value".
pub(crate) fn single_features(features: &str) -> impl Iterator<Item = String> + '_ {
    pairs(features).flat_map(|(field, values)| {
        values
            .split(',')
            .map(move |value| format!("{field}={value}"))
    })
}

fn pairs(features: &str) -> impl Iterator<Item = (&str, &str)> {
    features
        .split('|')
        .filter_map(|feature| feature.split_once('='))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{normalised, single_features, value};

    #[test]
    fn features_are_sorted() {
        assert_eq!(normalised("_"), "");
        assert_eq!(normalised("Person=3|Case=Nom,Acc"), "Case=Acc,Nom|Person=3");
        assert_eq!(value("Number=Sing|Person=3", "Person"), Some("3"));
        assert_eq!(value("Number=Sing", "Num"), None);
        assert!(single_features("Case=Acc,Nom").eq(["Case=Acc", "Case=Nom"]));
    }

    proptest! {
        #[test]
        fn normal_forms_are_stable(features in "([A-C]=[a-c](,[a-c])?\\|?){0,4}") {
            let once = normalised(&features);
            prop_assert_eq!(normalised(&once), once);
        }
    }
}
