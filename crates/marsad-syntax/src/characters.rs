//! Of which kinds is a character, in the eyes of Python?
//!
//! In comes a character, out comes whether it is a letter, a digit, a space and
//! so on, as the string methods of Python answer. spaCy is written in terms of
//! those methods, and Rust's namesakes answer differently (`½` is numeric but
//! no digit, U+001C is a space, `ª` is a letter but not of general category Ll).
//!
//! Invariant: the answers come from `data/characters.tsv` alone.

use std::sync::LazyLock;

/// A kind of character; the discriminant is its bit in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `str.isalpha`
    Alphabetic = 0,
    /// `str.isalnum`
    Alphanumeric = 1,
    /// `str.isdecimal`
    Decimal = 2,
    /// `str.isdigit`
    Digit = 3,
    /// `str.isupper`
    Upper = 4,
    /// `str.islower`
    Lower = 5,
    /// General category Lt.
    Title = 6,
    /// `str.isspace`
    Space = 7,
    /// General categories P*.
    Punctuation = 8,
    /// General category Sc.
    Currency = 9,
}

impl Kind {
    /// All kinds with their names in the data file.
    const NAMED: [(&'static str, Kind); 10] = [
        ("alphabetic", Kind::Alphabetic),
        ("alphanumeric", Kind::Alphanumeric),
        ("decimal", Kind::Decimal),
        ("digit", Kind::Digit),
        ("upper", Kind::Upper),
        ("lower", Kind::Lower),
        ("title", Kind::Title),
        ("space", Kind::Space),
        ("punctuation", Kind::Punctuation),
        ("currency", Kind::Currency),
    ];

    /// Whether the character is of this kind.
    pub(crate) fn contains(self, character: char) -> bool {
        TABLE.kinds(character) & (1 << self as u16) != 0
    }

    /// The code points of this kind as sorted, disjoint, inclusive ranges.
    pub(crate) fn ranges(self) -> impl Iterator<Item = (u32, u32)> {
        TABLE
            .ranges
            .iter()
            .filter(move |(kind, _, _)| *kind == self)
            .map(|&(_, first, last)| (first, last))
    }
}

/// How many characters share one block of the table.
const BLOCK: usize = 256;

static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// A two-stage table: equal blocks are stored once.
struct Table {
    ranges: Vec<(Kind, u32, u32)>,
    block_of: Vec<u16>,
    blocks: Vec<[u16; BLOCK]>,
}

impl Table {
    fn read() -> Table {
        let ranges: Vec<(Kind, u32, u32)> = include_str!("../data/characters.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut fields = line.split('\t');
                let name = fields.next()?;
                let first = u32::from_str_radix(fields.next()?, 16).ok()?;
                let last = u32::from_str_radix(fields.next()?, 16).ok()?;
                let (_, kind) = Kind::NAMED.into_iter().find(|(known, _)| *known == name)?;
                Some((kind, first, last))
            })
            .collect();

        let mut kinds = vec![0_u16; char::MAX as usize + 1];
        for &(kind, first, last) in &ranges {
            for entry in &mut kinds[first as usize..=last as usize] {
                *entry |= 1 << kind as u16;
            }
        }
        let mut block_of = Vec::new();
        let mut blocks: Vec<[u16; BLOCK]> = Vec::new();
        for block in kinds.as_chunks::<BLOCK>().0 {
            let index = blocks
                .iter()
                .position(|known| known == block)
                .unwrap_or(blocks.len());
            if index == blocks.len() {
                blocks.push(*block);
            }
            block_of.push(index as u16);
        }
        Table {
            ranges,
            block_of,
            blocks,
        }
    }

    fn kinds(&self, character: char) -> u16 {
        let code = character as usize;
        self.blocks[usize::from(self.block_of[code / BLOCK])][code % BLOCK]
    }
}

/// The one character that a case-insensitive pattern reads instead of this one.
pub(crate) fn simple_lower(character: char) -> char {
    if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        character.to_lowercase().next().unwrap_or(character)
    }
}

/// Each lower-case character with a character that a case-insensitive pattern
/// takes for it although lower-casing keeps them apart ("ſ" for "s").
pub(crate) fn case_equivalents() -> &'static [(char, char)] {
    &EQUIVALENTS
}

static EQUIVALENTS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let character = |code: &str| char::from_u32(u32::from_str_radix(code, 16).ok()?);
    include_str!("../data/case_equivalents.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(of, equivalents)| equivalents.split(' ').map(move |other| (of, other)))
        .filter_map(|(of, other)| Some((character(of)?, character(other)?)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::{Kind, case_equivalents, simple_lower};

    #[test]
    fn python_and_not_rust_decides() {
        assert!(
            Kind::Space.contains('\u{1c}'),
            "Python splits at the file separator"
        );
        assert!(Kind::Digit.contains('²') && !Kind::Decimal.contains('²'));
        assert!(Kind::Alphanumeric.contains('½') && !Kind::Digit.contains('½'));
        assert!(!Kind::Alphabetic.contains('\u{345}'), "a mark is no letter");
        assert!(Kind::Alphabetic.contains('س') && !Kind::Lower.contains('س'));
        assert!(Kind::Title.contains('ǅ') && !Kind::Upper.contains('ǅ'));
    }

    #[test]
    fn case_folds_as_in_patterns() {
        assert_eq!(simple_lower('İ'), 'i');
        assert!(case_equivalents().contains(&('s', 'ſ')));
        assert!(case_equivalents().iter().all(|(of, _)| *of != 'a'));
    }
}
