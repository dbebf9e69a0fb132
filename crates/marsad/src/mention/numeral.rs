//! What number do these words spell?
//!
//! In come [`Atom`]s and the place where a number may begin; out comes its value
//! and where it ends: digits ("1,700", "1.5 million", "2 1/2"), words ("twenty-four",
//! "two hundred and six") or both. Invariant: a number is finite and not negative.

use super::atom::{Atom, Join};
use crate::knowledge::amounts::Amounts;

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    /// Its value.
    pub(super) value: f64,
    /// One past its last atom.
    pub(super) end: usize,
}

/// The longest number that begins at an atom.
pub(super) fn numeral(amounts: &Amounts, atoms: &[Atom], at: usize) -> Option<Numeral> {
    let first = atoms.get(at)?;
    let numeral = match digits(&first.text) {
        Some(value) => after_digits(amounts, atoms, at, value),
        None => words(amounts, atoms, at)?,
    };
    numeral.value.is_finite().then_some(numeral)
}

/// The value of digits with or without thousands' commas and a decimal point.
pub(super) fn digits(text: &str) -> Option<f64> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 20 {
        return None;
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    if !first.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut plain = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        plain.push_str(group);
    }
    format!("{plain}.{fraction}").parse().ok()
}

fn after_digits(amounts: &Amounts, atoms: &[Atom], at: usize, mut value: f64) -> Numeral {
    let mut end = at + 1;
    if let Some(part) = atoms
        .get(end)
        .filter(|atom| atom.join == Join::Apart)
        .and_then(|atom| fraction(&atom.text))
    {
        value += part;
        end += 1;
    }
    while let Some(multiplier) = atoms
        .get(end)
        .and_then(|atom| amounts.multiplier(&atom.text))
    {
        value *= multiplier.value;
        end += 1;
    }
    Numeral { value, end }
}

fn words(amounts: &Amounts, atoms: &[Atom], at: usize) -> Option<Numeral> {
    let (mut total, mut current, mut end) = (0.0, None::<f64>, at);
    // "a hundred" begins with an article, which is not itself a number.
    let article = amounts.join().is_article(&atoms[at].text);
    if article {
        let countable = atoms
            .get(at + 1)
            .and_then(|atom| amounts.multiplier(&atom.text))
            .is_some_and(|m| m.countable);
        if !countable {
            return None;
        }
        current = Some(1.0);
        end += 1;
    }
    let mut ones_taken = false;
    while let Some(atom) = atoms.get(end) {
        if let Some(value) = amounts.number(&atom.text) {
            // "four five" are two numbers; "twenty four" is one, and "two hundred four".
            let fits = match current {
                None => true,
                Some(so_far) => {
                    !ones_taken
                        && value < 10.0
                        && value > 0.0
                        && so_far % 100.0 >= 20.0
                        && so_far % 10.0 == 0.0
                        || so_far % 100.0 == 0.0 && so_far > 0.0
                }
            };
            if !fits {
                break;
            }
            ones_taken = value < 10.0;
            current = Some(current.unwrap_or(0.0) + value);
        } else if let Some(multiplier) = amounts.multiplier(&atom.text) {
            let Some(so_far) = current.filter(|so_far| *so_far > 0.0) else {
                break;
            };
            if multiplier.value >= 1000.0 {
                total += so_far * multiplier.value;
                current = None;
            } else {
                current = Some(so_far * multiplier.value);
            }
            ones_taken = false;
        } else if amounts.join().is_and(&atom.text)
            && end > at
            && starts_small(amounts, atoms, end)
            && (total > 0.0 || current.is_some_and(|so_far| so_far >= 100.0))
        {
            // "two hundred and six"; but "hundreds and" or "two and three" are apart.
        } else {
            break;
        }
        end += 1;
    }
    (total > 0.0 || current.is_some()).then(|| Numeral {
        value: total + current.unwrap_or(0.0),
        end,
    })
}

fn starts_small(amounts: &Amounts, atoms: &[Atom], and: usize) -> bool {
    atoms
        .get(and + 1)
        .and_then(|atom| amounts.number(&atom.text))
        .is_some_and(|value| value < 100.0)
        && atoms
            .get(and + 2)
            .is_none_or(|atom| amounts.multiplier(&atom.text).is_none())
}

fn fraction(text: &str) -> Option<f64> {
    match text {
        "½" => return Some(0.5),
        "¼" => return Some(0.25),
        "¾" => return Some(0.75),
        _ => {}
    }
    let (above, below) = text.split_once('/')?;
    let (above, below): (u8, u8) = (above.parse().ok()?, below.parse().ok()?);
    (above < below).then(|| f64::from(above) / f64::from(below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{knowledge::amounts::Amounts, mention::atom::atoms_of_text};

    fn read(text: &str) -> Option<(f64, usize)> {
        let amounts = Amounts::english_for_tests();
        numeral(&amounts, &atoms_of_text(text), 0).map(|numeral| (numeral.value, numeral.end))
    }

    #[test]
    fn digits_words_and_mixtures() {
        assert_eq!(read("1,700 people"), Some((1700.0, 1)));
        assert_eq!(read("1.5 million"), Some((1_500_000.0, 2)));
        assert_eq!(read("2 1/2 years"), Some((2.5, 2)));
        assert_eq!(read("twenty-four hours"), Some((24.0, 2)));
        assert_eq!(read("two hundred and six dead"), Some((206.0, 4)));
        assert_eq!(read("three thousand two hundred men"), Some((3200.0, 4)));
        assert_eq!(read("a dozen"), Some((12.0, 2)));
        assert_eq!(read("a man"), None);
        assert_eq!(read("two and three"), Some((2.0, 1)));
        assert_eq!(read("four five"), Some((4.0, 1)));
        assert_eq!(read("1,70"), None);
        assert_eq!(read("hundred"), None);
    }
}
