//! Which words of a sentence give a distance?
//!
//! In come the atoms of a sentence and the amounts in it; out come [`Measure`]s in
//! kilometres. Invariant: a distance that is given twice, in two units, is one.

use std::ops::Range as Run;

use super::super::{AmountMention, atom::Atom, numeral::digits};
use smol_str::SmolStr;

use crate::{
    knowledge::{Knowledge, amounts::Effect},
    terms::Range,
};

/// How far two figures may lie apart, as a share of the smaller, and still be one distance
/// in two units; both are rounded in print ("12 miles (20 km)").
const ROUNDING: f64 = 0.3;

/// A distance.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Measure {
    /// Its words, with what opens or bounds the number, as atoms of the sentence.
    pub(super) atoms: Run<usize>,
    /// Where the number itself begins, behind "some" or "within".
    pub(super) number: usize,
    /// In kilometres.
    pub(super) km: Range,
}

/// The distances of a sentence, in order; `position` leads from a token to the first atom
/// that is not before it.
pub(super) fn measures(
    knowledge: &Knowledge,
    atoms: &[Atom],
    amounts: &[&AmountMention],
    position: impl Fn(usize) -> usize,
) -> Vec<Measure> {
    let mut all: Vec<Measure> = amounts
        .iter()
        .filter_map(|amount| measure(knowledge, atoms, amount, &position))
        .collect();
    for one in (0..atoms.len()).filter_map(|at| one(knowledge, atoms, at)) {
        if !all
            .iter()
            .any(|measure| measure.atoms.contains(&one.number))
        {
            all.push(one);
        }
    }
    all.sort_by_key(|measure| measure.atoms.start);
    let mut found: Vec<Measure> = Vec::new();
    for measure in all {
        match found.last_mut() {
            Some(last) if says_again(knowledge, atoms, last, &measure) => {
                let opened = atoms[last.atoms.end].text == "(";
                let closed = atoms
                    .get(measure.atoms.end)
                    .is_some_and(|atom| atom.text == ")");
                last.atoms.end = measure.atoms.end + usize::from(opened && closed);
            }
            _ => found.push(measure),
        }
    }
    found
}

fn measure(
    knowledge: &Knowledge,
    atoms: &[Atom],
    amount: &AmountMention,
    position: &impl Fn(usize) -> usize,
) -> Option<Measure> {
    let lexicon = knowledge.amounts();
    let unit = match &amount.unit {
        Some(unit) => lexicon.km(unit)?,
        // "dozens of kilometres": a vague count of a unit.
        None => {
            let word = &atoms.get(position(amount.of?))?.text;
            let (_, unit) = lexicon.units().longest(word, |words| words.len() == 1)?;
            lexicon.km(lexicon.unit_id(unit))?
        }
    };
    let start = position(amount.tokens.start);
    let end = position(amount.of.unwrap_or(0).max(amount.tokens.end - 1) + 1);
    let is_number =
        |atom: &Atom| digits(&atom.text).is_some() || lexicon.number(&atom.text).is_some();
    let number = (start..end)
        .find(|&at| is_number(&atoms[at]))
        .unwrap_or(start);
    Some(Measure {
        atoms: start..end,
        number,
        km: Range {
            low: amount.range.low.map(|low| low * unit),
            high: amount.range.high.map(|high| high * unit),
        },
    })
}

/// "a mile", "less than a kilometre": an article counts a unit.
fn one(knowledge: &Knowledge, atoms: &[Atom], at: usize) -> Option<Measure> {
    let lexicon = knowledge.amounts();
    let unit = atoms.get(at + 1)?;
    if !lexicon.join().is_article(&atoms[at].text) {
        return None;
    }
    let (_, unit) = lexicon
        .units()
        .longest(&unit.text, |words| words.len() == 1)?;
    let km = lexicon.km(lexicon.unit_id(unit))?;
    let fits = |words: &[SmolStr]| {
        let before = atoms[..at].iter().rev().map(|atom| &atom.text);
        words.iter().rev().eq(before.take(words.len()))
    };
    let modifier = at
        .checked_sub(1)
        .and_then(|last| lexicon.before().longest(&atoms[last].text, fits));
    let exactly = Range::exactly(km);
    Some(Measure {
        atoms: at - modifier.map_or(0, |(length, _)| length)..at + 2,
        number: at,
        km: match modifier {
            Some((_, Effect::AtMost)) => Range {
                low: None,
                ..exactly
            },
            Some((_, Effect::AtLeast)) => Range {
                high: None,
                ..exactly
            },
            _ => exactly,
        },
    })
}

/// "10 km (6 miles)", "10 km/6 miles", "10 km, or 6 miles".
fn says_again(knowledge: &Knowledge, atoms: &[Atom], first: &Measure, second: &Measure) -> bool {
    let between = first.atoms.end..second.atoms.start;
    let joins = |atom: &Atom| {
        !atom.text.contains(char::is_alphanumeric) || knowledge.amounts().join().is_to(&atom.text)
    };
    if between.is_empty() || between.len() > 2 || !atoms[between].iter().all(joins) {
        return false;
    }
    let size = |measure: &Measure| measure.km.high.or(measure.km.low);
    match (size(first), size(second)) {
        (Some(a), Some(b)) => (a - b).abs() <= ROUNDING * a.min(b),
        _ => false,
    }
}
