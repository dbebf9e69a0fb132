//! What can be told from the form of a word alone?
//!
//! In comes the form of one token, out come the features that spaCy keeps per
//! word: norm, prefix, suffix, shape and the yes-or-no properties.
//!
//! Invariant: the answer depends on the form (and, for the norm, on the
//! pipeline's table) and never on the context.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use smol_str::{SmolStr, SmolStrBuilder, StrExt};

use crate::characters::Kind;
use crate::strings::hash_string;

/// A form of this many characters or more has the shape "LONG".
const LONG: usize = 100;

/// How often a shape repeats the same letter at most.
const LONGEST_RUN: usize = 4;

/// The norms of a pipeline, as they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LexemeNorms {
    /// The pipeline's own table `lexeme_norm`: the id of a form and its norm,
    /// sorted by id.
    pub by_id: Vec<(u64, String)>,
    /// What holds for forms without an entry there, in any language.
    pub by_form: Vec<(String, String)>,
}

#[cfg(feature = "import")]
impl LexemeNorms {
    /// Reads `vocab/lookups.bin` of a spaCy pipeline.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Format`] when the bytes are not such a file.
    pub fn from_spacy(lookups: &[u8]) -> Result<LexemeNorms, crate::Error> {
        #[derive(Default, Deserialize)]
        struct Tables {
            #[serde(default)]
            lexeme_norm: std::collections::BTreeMap<u64, String>,
        }
        let tables: Tables =
            rmp_serde::from_slice(lookups).map_err(|error| crate::Error::Format {
                what: "vocab/lookups.bin".to_owned(),
                reason: error.to_string(),
            })?;
        let by_form = include_str!("../data/base_norms.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'))
            .map(|(form, norm)| (form.to_owned(), norm.to_owned()))
            .collect();
        Ok(LexemeNorms {
            by_id: tables.lexeme_norm.into_iter().collect(),
            by_form,
        })
    }
}

/// Finds the norm of any form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Norms {
    by_id: FxHashMap<u64, SmolStr>,
}

impl Norms {
    /// Makes the stored norms ready for use.
    pub(crate) fn new(stored: &LexemeNorms) -> Norms {
        let general = stored
            .by_form
            .iter()
            .map(|(form, norm)| (hash_string(form), norm.into()));
        let own = stored.by_id.iter().map(|(id, norm)| (*id, norm.into()));
        // The pipeline's own entries come last and so replace the general ones.
        Norms {
            by_id: general.chain(own).collect(),
        }
    }

    /// The norm of a form: from the tables, or else the form in lower case.
    pub(crate) fn norm(&self, form: &str) -> SmolStr {
        match self.by_id.get(&hash_string(form)) {
            Some(norm) => norm.clone(),
            None => lower(form),
        }
    }
}

/// The form in lower case, as `str.lower` has it (a final sigma is "ς").
pub(crate) fn lower(form: &str) -> SmolStr {
    if form.is_ascii() {
        form.to_ascii_lowercase_smolstr()
    } else {
        SmolStr::from(form.to_lowercase())
    }
}

/// The first character of the form.
pub(crate) fn prefix(form: &str) -> &str {
    form.char_indices()
        .nth(1)
        .map_or(form, |(end, _)| &form[..end])
}

/// The last three characters of the form, or all if there are fewer.
pub(crate) fn suffix(form: &str) -> &str {
    form.char_indices()
        .rev()
        .nth(2)
        .map_or(form, |(start, _)| &form[start..])
}

/// The form with capitals as "X", other letters as "x", digits as "d" and runs
/// of the same cut to four; "LONG" from 100 characters on.
pub(crate) fn shape(form: &str) -> SmolStr {
    if form.len() >= LONG && form.chars().count() >= LONG {
        return SmolStr::new_static("LONG");
    }
    let mut shape = SmolStrBuilder::new();
    let mut last = None;
    let mut run = 0;
    for character in form.chars() {
        let mark = if Kind::Alphabetic.contains(character) {
            if Kind::Upper.contains(character) {
                'X'
            } else {
                'x'
            }
        } else if Kind::Digit.contains(character) {
            'd'
        } else {
            character
        };
        run = if last == Some(mark) { run + 1 } else { 1 };
        last = Some(mark);
        if run <= LONGEST_RUN {
            shape.push(mark);
        }
    }
    shape.finish()
}

/// Whether the form is of white space only, and not empty.
pub(crate) fn is_space(form: &str) -> bool {
    !form.is_empty()
        && form
            .chars()
            .all(|character| Kind::Space.contains(character))
}

/// Whether the form is of letters only, and not empty (`str.isalpha`).
pub(crate) fn is_alphabetic(form: &str) -> bool {
    !form.is_empty()
        && form
            .chars()
            .all(|character| Kind::Alphabetic.contains(character))
}

/// A yes-or-no property of a form, under spaCy's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flag {
    /// Only letters.
    IsAlpha,
    /// Only ASCII characters.
    IsAscii,
    /// Only digits.
    IsDigit,
    /// In lower case.
    IsLower,
    /// Only punctuation.
    IsPunct,
    /// Only white space.
    IsSpace,
    /// Every word begins with a capital and has no other.
    IsTitle,
    /// In capitals.
    IsUpper,
    /// A bracket.
    IsBracket,
    /// Only currency signs.
    IsCurrency,
}

impl Flag {
    /// The flag of a name such as "IS_SPACE"; `None` for flags that spaCy
    /// decides by a list of words or by a guess (IS_STOP, LIKE_NUM, LIKE_URL).
    pub fn named(name: &str) -> Option<Flag> {
        Some(match name {
            "IS_ALPHA" => Flag::IsAlpha,
            "IS_ASCII" => Flag::IsAscii,
            "IS_DIGIT" => Flag::IsDigit,
            "IS_LOWER" => Flag::IsLower,
            "IS_PUNCT" => Flag::IsPunct,
            "IS_SPACE" => Flag::IsSpace,
            "IS_TITLE" => Flag::IsTitle,
            "IS_UPPER" => Flag::IsUpper,
            "IS_BRACKET" => Flag::IsBracket,
            "IS_CURRENCY" => Flag::IsCurrency,
            _ => return None,
        })
    }

    /// Whether the form has the property.
    pub(crate) fn holds(self, form: &str) -> bool {
        let all = |kind: Kind| form.chars().all(|character| kind.contains(character));
        match self {
            Flag::IsAlpha => is_alphabetic(form),
            Flag::IsAscii => form.is_ascii(),
            Flag::IsDigit => !form.is_empty() && all(Kind::Digit),
            Flag::IsLower => is_cased(form, Kind::Lower),
            Flag::IsUpper => is_cased(form, Kind::Upper),
            Flag::IsPunct => all(Kind::Punctuation),
            Flag::IsSpace => is_space(form),
            Flag::IsTitle => is_title(form),
            Flag::IsBracket => matches!(form, "(" | ")" | "[" | "]" | "{" | "}" | "<" | ">"),
            Flag::IsCurrency => all(Kind::Currency),
        }
    }
}

/// Whether the form has letters of the wanted case and of no other.
fn is_cased(form: &str, wanted: Kind) -> bool {
    let other = if wanted == Kind::Lower {
        Kind::Upper
    } else {
        Kind::Lower
    };
    let has = |kind: Kind| form.chars().any(|character| kind.contains(character));
    has(wanted) && !has(other) && !has(Kind::Title)
}

/// `str.istitle`: capitals only after what has no case, small letters only
/// after what has.
fn is_title(form: &str) -> bool {
    let mut previous_is_cased = false;
    let mut found = false;
    for character in form.chars() {
        let is_capital = Kind::Upper.contains(character) || Kind::Title.contains(character);
        let is_small = Kind::Lower.contains(character);
        if is_capital && previous_is_cased || is_small && !previous_is_cased {
            return false;
        }
        previous_is_cased = is_capital || is_small;
        found |= previous_is_cased;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Flag, LexemeNorms, Norms, lower, prefix, shape, suffix};

    #[test]
    fn shapes_are_those_of_spacy() {
        for (form, expected) in [
            ("Aleppo", "Xxxxx"),
            ("U.S.", "X.X."),
            ("12,000", "dd,ddd"),
            ("aBcd9²½", "xXxxdd½"),
            ("-----", "----"),
            ("سوريا", "xxxx"),
        ] {
            assert_eq!(shape(form), expected, "{form}");
        }
        assert_eq!(shape(&"é".repeat(99)), "xxxx");
        assert_eq!(shape(&"é".repeat(100)), "LONG");
    }

    #[test]
    fn the_own_norm_goes_before_the_general_and_that_before_lower_case() {
        let norms = Norms::new(&LexemeNorms {
            by_id: vec![(crate::strings::hash_string("—"), "--".to_owned())],
            by_form: vec![
                ("—".to_owned(), "-".to_owned()),
                ("€".to_owned(), "$".to_owned()),
            ],
        });
        assert_eq!(norms.norm("—"), "--");
        assert_eq!(norms.norm("€"), "$");
        assert_eq!(norms.norm("ΟΔΟΣ"), "οδος");
    }

    #[test]
    fn flags_are_those_of_python() {
        assert!(Flag::IsTitle.holds("Al-Bab") && !Flag::IsTitle.holds("al-Bab"));
        assert!(Flag::IsUpper.holds("S-300") && !Flag::IsUpper.holds("300"));
        assert!(Flag::IsLower.holds("x1") && !Flag::IsLower.holds("X1"));
        assert!(Flag::IsPunct.holds("--") && !Flag::IsPunct.holds("$"));
        assert!(Flag::IsSpace.holds("\n \u{1c}") && !Flag::IsSpace.holds(""));
    }

    proptest! {
        #[test]
        fn affixes_are_affixes(form in "\\PC{1,8}") {
            prop_assert!(form.starts_with(prefix(&form)) && prefix(&form).chars().count() == 1);
            prop_assert!(form.ends_with(suffix(&form)) && suffix(&form).chars().count() <= 3);
            prop_assert_eq!(lower(&form), form.to_lowercase());
        }
    }
}
