//! Which characters does one position of a pattern admit?
//!
//! In come ranges of code points as a class in brackets lists them, out comes
//! whether a character is among them.
//!
//! Invariant: the ranges are sorted, disjoint and not adjacent.

use crate::characters::{Kind, case_equivalents, simple_lower};

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CharacterSet {
    /// One bit for each ASCII character.
    ascii: u128,
    /// All ranges, inclusive.
    ranges: Vec<(u32, u32)>,
    case: Case,
}

/// Whether capitals and small letters count as the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Case {
    /// They are different.
    Sensitive,
    /// They are the same: a character is lower-cased before it is looked up.
    Ignored,
}

impl CharacterSet {
    /// The set of the listed ranges, or of everything else when `negated`.
    pub(crate) fn new(mut ranges: Vec<(u32, u32)>, negated: Negation, case: Case) -> CharacterSet {
        if case == Case::Ignored {
            ranges = lower_cased(&ranges);
        }
        ranges = normalised(ranges);
        if negated == Negation::Negated {
            ranges = complement(&ranges);
        }
        let ascii = (0..128_u32)
            .filter(|&code| has(&ranges, code))
            .fold(0, |bits, code| bits | 1 << code);
        CharacterSet {
            ascii,
            ranges,
            case,
        }
    }

    /// Whether the character is in the set.
    pub(crate) fn contains(&self, character: char) -> bool {
        let character = match self.case {
            Case::Sensitive => character,
            Case::Ignored => simple_lower(character),
        };
        let code = u32::from(character);
        if code < 128 {
            self.ascii >> code & 1 == 1
        } else {
            has(&self.ranges, code)
        }
    }

    /// Whether the set may hold a character of this code point or above.
    pub(crate) fn reaches(&self, code: u32) -> bool {
        // A character beyond the limit may lower to one below it (the Kelvin
        // sign to "k"), hence the caution.
        self.case == Case::Ignored || self.ranges.last().is_some_and(|&(_, last)| last >= code)
    }

    /// The only character of the set, if there is just one.
    pub(crate) fn only(&self) -> Option<char> {
        match (self.case, self.ranges.as_slice()) {
            (Case::Sensitive, &[(first, last)]) if first == last => char::from_u32(first),
            _ => None,
        }
    }
}

/// Whether a class lists what it holds or what it does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Negation {
    /// It lists what it holds.
    Plain,
    /// It lists what it does not hold.
    Negated,
}

/// The ranges of `\d`, `\s` or `\w`; `None` for any other letter.
pub(crate) fn category(letter: char) -> Option<Vec<(u32, u32)>> {
    let kind = match letter.to_ascii_lowercase() {
        'd' => Kind::Decimal,
        's' => Kind::Space,
        'w' => Kind::Alphanumeric,
        _ => return None,
    };
    let mut ranges: Vec<(u32, u32)> = kind.ranges().collect();
    if kind == Kind::Alphanumeric {
        ranges.push((u32::from('_'), u32::from('_')));
    }
    let ranges = normalised(ranges);
    Some(if letter.is_ascii_uppercase() {
        complement(&ranges)
    } else {
        ranges
    })
}

fn has(ranges: &[(u32, u32)], code: u32) -> bool {
    let after = ranges.partition_point(|&(first, _)| first <= code);
    after > 0 && ranges[after - 1].1 >= code
}

fn normalised(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(previous) if first <= previous.1.saturating_add(1) => {
                previous.1 = previous.1.max(last);
            }
            _ => merged.push((first, last)),
        }
    }
    merged
}

fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut gaps = Vec::with_capacity(ranges.len() + 1);
    let mut next = 0;
    for &(first, last) in ranges {
        if first > next {
            gaps.push((next, first - 1));
        }
        next = last + 1;
    }
    if next <= u32::from(char::MAX) {
        gaps.push((next, u32::from(char::MAX)));
    }
    gaps
}

/// The lower-cased members with their case equivalents. Members that
/// lower-casing leaves alone stay in their ranges.
fn lower_cased(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut lowered = Vec::with_capacity(ranges.len());
    for &(first, last) in ranges {
        let mut run: Option<(u32, u32)> = None;
        for character in (first..=last).filter_map(char::from_u32) {
            let code = u32::from(simple_lower(character));
            match &mut run {
                Some((_, end)) if *end + 1 == code => *end = code,
                _ => {
                    lowered.extend(run);
                    run = Some((code, code));
                }
            }
        }
        lowered.extend(run);
    }
    let lowered = normalised(lowered);
    let mut with_equivalents = lowered.clone();
    for &(of, equivalent) in case_equivalents() {
        if has(&lowered, u32::from(of)) {
            with_equivalents.push((u32::from(equivalent), u32::from(equivalent)));
        }
    }
    with_equivalents
}
