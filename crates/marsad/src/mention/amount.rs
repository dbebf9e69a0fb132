//! Which words give a number of something?
//!
//! In come knowledge, sentences and the times already found; out come
//! [`AmountMention`]s: numbers and vague counts with the words that open or bound
//! them, and the noun or unit that they count. Invariant: no amount shares a token
//! with a time, and names, ordinals, ages and shares are none.

use std::ops::Range as Run;

use super::{
    AmountMention, TimeMention,
    atom::{Atom, Join, atoms},
    numeral::{digits, numeral},
};
use crate::{
    knowledge::{
        Knowledge,
        amounts::{Amounts, Effect, Need},
        times::Times,
    },
    sentence::Sentences,
    terms::{Range, Span},
};

/// The numbers that a document gives, in order.
pub(crate) fn find(
    knowledge: &Knowledge,
    sentences: &Sentences,
    times: &[TimeMention],
) -> Vec<AmountMention> {
    find_with(knowledge.amounts(), knowledge.times(), sentences, times)
}

fn find_with(
    amounts: &Amounts,
    calendar: &Times,
    sentences: &Sentences,
    times: &[TimeMention],
) -> Vec<AmountMention> {
    let mut taken = vec![false; sentences.tokens.len()];
    for token in times.iter().flat_map(|time| time.tokens.clone()) {
        taken[token] = true;
    }
    let mut found = Vec::new();
    for sentence in &sentences.sentences {
        let atoms = atoms(&sentences.tokens, sentence.tokens.clone());
        let finder = Finder {
            amounts,
            calendar,
            sentences,
            atoms: &atoms,
            taken: &taken,
        };
        let mut at = 0;
        while at < atoms.len() {
            match finder.number(at) {
                Some(number) => {
                    at = number.run.end;
                    found.extend(finder.amount(number, &mut at));
                }
                None => at += 1,
            }
        }
    }
    found
}

/// The search through one sentence.
struct Finder<'f> {
    amounts: &'f Amounts,
    calendar: &'f Times,
    sentences: &'f Sentences,
    atoms: &'f [Atom],
    taken: &'f [bool],
}

/// A number as it stands, without what modifies it.
struct Number {
    run: Run<usize>,
    range: Range,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Modifiers apply.
    Exact,
    /// It is a range already.
    Wide,
}

impl Finder<'_> {
    /// The number, range of numbers or vague count that begins at an atom.
    fn number(&self, at: usize) -> Option<Number> {
        let atom = &self.atoms[at];
        if !atom.place.begins || self.taken[atom.token] {
            return None;
        }
        if let Some(vague) = self.vague(at) {
            return Some(vague);
        }
        let first = numeral(self.amounts, self.atoms, at)?;
        let join = self.amounts.join();
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let next = self.atoms.get(first.end);
        let second_at = match next {
            Some(next) if next.join == Join::Hyphen && digits(&next.text).is_some() => {
                Some(first.end)
            }
            Some(next)
                if join.is_to(&next.text) || join.is_between(before) && join.is_and(&next.text) =>
            {
                Some(first.end + 1)
            }
            _ => None,
        };
        if let Some(second_at) = second_at
            && let Some(second) = numeral(self.amounts, self.atoms, second_at)
            && self.free(at..second.end)
        {
            // "two to three million": the multiplier belongs to both.
            let scale = self
                .scale(second_at, second.end)
                .filter(|_| first.value < 1000.0)
                .unwrap_or(1.0);
            let low = if first.value < second.value && first.value * scale <= second.value {
                first.value * scale
            } else {
                first.value
            };
            if low < second.value {
                let start = if join.is_between(before) && self.free(at - 1..at) {
                    at - 1
                } else {
                    at
                };
                return Some(Number {
                    run: start..second.end,
                    range: Range {
                        low: Some(low),
                        high: Some(second.value),
                    },
                    kind: Kind::Wide,
                });
            }
        }
        self.free(at..first.end).then(|| Number {
            run: at..first.end,
            range: Range::exactly(first.value),
            kind: Kind::Exact,
        })
    }

    fn vague(&self, at: usize) -> Option<Number> {
        let fits = |words: &[smol_str::SmolStr]| self.spells(at, words);
        // "many" in "as many as 30" opens a number.
        let opens = |number: &usize| {
            self.modifier_before(*number)
                .is_some_and(|(length, _)| length > number - at)
        };
        if (at + 1..self.atoms.len().min(at + 4))
            .filter(opens)
            .any(|number| numeral_start(self.amounts, &self.atoms[number]).is_some())
        {
            return None;
        }
        let (length, vague) = self.amounts.vague().longest(self.word(at), fits)?;
        let end = at + length;
        let of = self
            .atoms
            .get(end)
            .is_some_and(|atom| self.amounts.join().is_of(&atom.text));
        if vague.of == Need::Needed && !of || !self.free(at..end) || !self.atoms[end - 1].place.ends
        {
            return None;
        }
        // "few" and "many" count what they stand with, and those who do or suffer something.
        let token = &self.sentences.tokens[self.atoms[end - 1].token];
        if !of
            && matches!(token.pos.as_str(), "ADV" | "ADJ")
            && !matches!(
                token.dep.as_str(),
                "amod" | "nummod" | "quantmod" | "nsubj" | "nsubjpass" | "dobj"
            )
        {
            return None;
        }
        Some(Number {
            run: at..end,
            range: Range {
                low: vague.low,
                high: vague.high,
            },
            kind: Kind::Wide,
        })
    }

    /// What the multipliers at the end of a number multiply by.
    fn scale(&self, from: usize, end: usize) -> Option<f64> {
        let multipliers = self.atoms[from + 1..end]
            .iter()
            .map(|atom| self.amounts.multiplier(&atom.text).map(|m| m.value));
        multipliers
            .rev()
            .map_while(|value| value)
            .reduce(|a, b| a * b)
    }

    fn word(&self, at: usize) -> &str {
        &self.atoms[at].text
    }

    fn spells(&self, at: usize, words: &[smol_str::SmolStr]) -> bool {
        self.atoms.get(at..at + words.len()).is_some_and(|atoms| {
            atoms
                .iter()
                .zip(words)
                .all(|(atom, word)| atom.text == *word)
        })
    }

    fn free(&self, run: Run<usize>) -> bool {
        self.atoms[run].iter().all(|atom| !self.taken[atom.token])
    }

    /// The mention, with modifiers and unit; `at` is moved past what they take.
    fn amount(&self, number: Number, at: &mut usize) -> Option<AmountMention> {
        let Number {
            mut run,
            mut range,
            kind,
        } = number;
        let (first, last) = (run.start, run.end);
        let sign = first
            .checked_sub(1)
            .and_then(|before| self.amounts.sign(self.word(before)));
        if sign.is_some() {
            run.start -= 1;
        }
        if let Some((length, effect)) = self.modifier_before(run.start) {
            run.start -= length;
            range = limited(range, effect);
        }
        let unit = sign.map(|unit| (0, unit)).or_else(|| {
            let (length, unit) = self.atoms.get(last).and_then(|atom| {
                self.amounts
                    .units()
                    .longest(&atom.text, |words| self.spells(last, words))
            })?;
            self.free(last..last + length).then_some((length, unit))
        });
        let after_at = last + unit.map_or(0, |(length, _)| length);
        for place in [last, after_at] {
            let Some(atom) = self.atoms.get(place) else {
                continue;
            };
            if let Some((length, effect)) = self.amounts.after().longest(&atom.text, |words| self.spells(place, words))
                && self.free(place..place + length)
                // "five or more fighters" but not "five plus ten".
                && self.atoms.get(place + length).is_none_or(|next| numeral_start(self.amounts, next).is_none())
            {
                range = limited(range, effect);
                if place == last && unit.is_none() {
                    run.end = place + length;
                }
                break;
            }
        }
        *at = run.end.max(last);
        // A piece of a compound ("24-hour") is not a word; what is left of the compound must be a unit.
        let whole = self.atoms[last - 1].place.ends || unit.is_some();
        if !whole || unit.is_none() && kind == Kind::Exact && self.is_name(first, last) {
            return None;
        }
        let tokens = self.atoms[run.start].token..self.atoms[run.end - 1].token + 1;
        let of = match unit {
            Some((length, _)) if length > 0 => Some(self.atoms[last + length - 1].token),
            // Of "three or four drones" either number may be the one that hangs on the noun.
            _ => self
                .counted(tokens.clone(), self.atoms[last - 1].token)
                .or_else(|| self.counted(tokens.clone(), self.atoms[first].token))
                .or_else(|| self.alone(tokens.clone()).filter(|_| unit.is_none())),
        };
        let words = self.sentences.tokens[tokens.clone()]
            .iter()
            .map(|token| token.span);
        Some(AmountMention {
            span: words.filter(|span| !span.is_empty()).reduce(Span::to)?,
            tokens,
            of,
            range,
            unit: unit.map(|(_, unit)| self.amounts.unit_id(unit).clone()),
        })
    }

    fn modifier_before(&self, first: usize) -> Option<(usize, Effect)> {
        let last_word = self.word(first.checked_sub(1)?);
        let found = self.amounts.before().longest(last_word, |words| {
            first
                .checked_sub(words.len())
                .is_some_and(|from| self.spells(from, words))
        })?;
        self.free(first - found.0..first).then_some(found)
    }

    /// Whether a number is part of a name, an ordinal, an age or a share.
    fn is_name(&self, first: usize, last: usize) -> bool {
        let tokens = &self.sentences.tokens;
        let before = first.checked_sub(1).map_or("", |before| self.word(before));
        let after = self.atoms.get(last).map_or("", |atom| atom.text.as_str());
        let hyphenated = self.atoms[first].join == Join::Hyphen
            || self
                .atoms
                .get(last)
                .is_some_and(|atom| atom.join == Join::Hyphen);
        if self.amounts.names(before)
            || self.amounts.shares(after)
            || self.calendar.is_unit(after)
            || hyphenated && digits(self.word(first)).is_some()
        {
            return true;
        }
        let run = self.atoms[first].token..self.atoms[last - 1].token + 1;
        let token = &tokens[run.start];
        // "T-72", "Il-76" and list marks are tagged as something else than numbers.
        if !matches!(
            token.pos.as_str(),
            "NUM" | "DET" | "NOUN" | "ADJ" | "ADV" | "ADP"
        ) || token.tag == "LS"
        {
            return true;
        }
        // "Boeing 737", "Resolution 2254": a number after the proper noun that it hangs on.
        let number = &tokens[run.end - 1];
        if number.head < run.start
            && run.start - number.head <= 1
            && tokens[number.head].pos == "PROPN"
            && number.dep != "conj"
        {
            return true;
        }
        // "the commander, 41, died" gives an age.
        if number.dep == "appos" && after == "," && before == "," {
            return true;
        }
        // Inside a name no number counts; a number that is the whole entity does.
        let mut names = self
            .sentences
            .entities
            .iter()
            .filter(|entity| NAMES.contains(&entity.label.as_str()));
        names.any(|entity| {
            entity.tokens.start < run.start && run.end <= entity.tokens.end
                || entity.label == "PRODUCT" && entity.tokens.contains(&run.start)
        })
    }

    /// The noun that a number counts.
    fn counted(&self, tokens: Run<usize>, last: usize) -> Option<usize> {
        let all = &self.sentences.tokens;
        let mut here = last;
        // "more than 40 rebels": number, modifiers and their head hang together inside the run first.
        for _ in 0..8 {
            let token = &all[here];
            if let Some(noun) = self.behind_of(here) {
                return Some(noun);
            }
            // Two numbers joined hang on each other before they hang on what they count.
            let joined = tokens.contains(&token.head) && token.head != here;
            if !joined
                && !matches!(
                    token.dep.as_str(),
                    "nummod" | "quantmod" | "compound" | "amod" | "det" | "advmod" | "predet"
                )
                || token.head == here
            {
                return None;
            }
            here = token.head;
            if !tokens.contains(&here) {
                return matches!(all[here].pos.as_str(), "NOUN" | "PROPN" | "PRON" | "ADJ")
                    .then_some(here);
            }
        }
        None
    }

    /// The number itself, where it stands for whoever it counts: "killed 12", "two were hurt".
    fn alone(&self, tokens: Run<usize>) -> Option<usize> {
        let all = &self.sentences.tokens;
        let top = tokens
            .clone()
            .find(|&at| !tokens.contains(&all[at].head) || all[at].head == at)?;
        let stands = matches!(
            all[top].dep.as_str(),
            "nsubj" | "nsubjpass" | "dobj" | "pobj" | "attr" | "oprd" | "conj" | "appos" | "ROOT"
        );
        (stands && matches!(all[top].tag.as_str(), "CD" | "NNS" | "JJ" | "JJR" | "NN"))
            .then_some(top)
    }

    /// The noun behind the "of" that hangs on a word: "dozens of fighters", "two of the attackers".
    fn behind_of(&self, number: usize) -> Option<usize> {
        let all = &self.sentences.tokens;
        let is_of = |at: &usize| {
            all[*at].head == number && self.amounts.join().is_of(&all[*at].text.to_lowercase())
        };
        let of = (number + 1..(number + 6).min(all.len())).find(is_of)?;
        (of + 1..(of + 10).min(all.len())).find(|&at| all[at].head == of && all[at].dep == "pobj")
    }
}

/// The labels of names, inside which a number counts nothing.
const NAMES: [&str; 8] = [
    "ORG",
    "FAC",
    "PRODUCT",
    "WORK_OF_ART",
    "LAW",
    "EVENT",
    "GPE",
    "PERSON",
];

fn numeral_start(amounts: &Amounts, atom: &Atom) -> Option<f64> {
    digits(&atom.text).or_else(|| amounts.number(&atom.text))
}

fn limited(range: Range, effect: Effect) -> Range {
    match effect {
        Effect::AtLeast => Range {
            low: range.low.or(range.high),
            high: None,
        },
        Effect::AtMost => Range {
            low: None,
            high: range.high.or(range.low),
        },
        Effect::Exactly => range,
    }
}

#[cfg(test)]
mod tests;
