//! Which runs of words match a pattern for times?
//!
//! In come the atoms of a sentence and a place; out come the [`Match`]es that begin
//! there, the longest first, with what their words captured. Invariant: a match
//! begins where a token begins and ends where one ends.

use smol_str::SmolStr;

use super::{
    capture::Capture,
    figures::{clock, day, decade, figures, military, whole},
};
use crate::{
    knowledge::{
        amounts::Amounts,
        times::{Capital, Class, Element, Matcher, Presence, Times, Word},
    },
    mention::{
        atom::{Atom, Join},
        numeral::{digits, numeral},
    },
};

/// A run of atoms that matches a pattern.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// One past its last atom.
    pub(super) end: usize,
    /// The pattern, by number.
    pub(super) pattern: u16,
    /// What its words said, in order.
    pub(super) captures: Vec<Capture>,
}

/// A sentence that is searched for patterns.
pub(super) struct Line<'l> {
    pub(super) times: &'l Times,
    pub(super) amounts: &'l Amounts,
    pub(super) atoms: &'l [Atom],
}

/// The classes that are read off the letters of a number.
const FIGURES: [Class; 8] = [
    Class::Number,
    Class::Day,
    Class::Year,
    Class::Decade,
    Class::Date,
    Class::Clock,
    Class::Military,
    Class::Hour,
];

impl Line<'_> {
    /// The matches that begin at an atom: the longest first, then in the order of the file.
    pub(super) fn matches(&self, at: usize) -> Vec<Match> {
        let Some(atom) = self.atoms.get(at).filter(|atom| atom.place.begins) else {
            return Vec::new();
        };
        let mut patterns: Vec<u16> = Vec::new();
        for entry in self.times.entries(&atom.text) {
            if entry.capital == Capital::Free || atom.capital {
                patterns.extend(self.times.beginning_with(entry.word));
            }
        }
        if self.may_be_figures(at) {
            for class in FIGURES {
                if !self.captures(class, at).is_empty() {
                    patterns.extend(self.times.beginning_with(Word::Of(class, 0)));
                }
            }
        }
        patterns.sort_unstable();
        patterns.dedup();
        let mut matches: Vec<Match> = patterns
            .into_iter()
            .filter_map(|pattern| {
                let mut longest = None;
                self.run(
                    &self.times.pattern(pattern).elements,
                    at,
                    &mut Vec::new(),
                    &mut longest,
                );
                longest.map(|(end, captures)| Match {
                    end,
                    pattern,
                    captures,
                })
            })
            .filter(|found| found.end > at)
            .collect();
        // The sort is stable, so patterns of one length stay in the order of the file.
        matches.sort_by_key(|found| std::cmp::Reverse(found.end));
        matches
    }

    fn may_be_figures(&self, at: usize) -> bool {
        let text = &self.atoms[at].text;
        text.starts_with(|c: char| c.is_ascii_digit() || c == '\'')
            || self.amounts.number(text).is_some()
            || self.times.entries(text).iter().any(|entry| {
                matches!(
                    entry.word,
                    Word::Of(Class::Ordinal | Class::Decade | Class::Article, _)
                )
            })
    }

    fn run(
        &self,
        elements: &[Element],
        at: usize,
        captures: &mut Vec<Capture>,
        longest: &mut Option<(usize, Vec<Capture>)>,
    ) {
        let Some((element, rest)) = elements.split_first() else {
            let complete = at
                .checked_sub(1)
                .and_then(|last| self.atoms.get(last))
                .is_some_and(|atom| atom.place.ends);
            if complete && longest.as_ref().is_none_or(|(end, _)| *end < at) {
                *longest = Some((at, captures.clone()));
            }
            return;
        };
        for option in &element.options {
            match option {
                Matcher::Hyphen => {
                    if self
                        .atoms
                        .get(at)
                        .is_some_and(|atom| atom.join == Join::Hyphen)
                    {
                        self.run(rest, at, captures, longest);
                    }
                }
                Matcher::Literal(id) => {
                    let word = self
                        .atoms
                        .get(at)
                        .map_or(&[][..], |atom| self.times.entries(&atom.text));
                    if word.iter().any(|entry| entry.word == Word::Literal(*id)) {
                        self.run(rest, at + 1, captures, longest);
                    }
                }
                Matcher::Class(class) => {
                    for (capture, length) in self.captures(*class, at) {
                        captures.push(capture);
                        self.run(rest, at + length, captures, longest);
                        captures.pop();
                    }
                }
            }
        }
        if element.presence == Presence::Optional {
            self.run(rest, at, captures, longest);
        }
    }

    /// What the words at a place say as members of a class, and how many atoms they are.
    fn captures(&self, class: Class, at: usize) -> Vec<(Capture, usize)> {
        let Some(atom) = self.atoms.get(at) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        match class {
            Class::Number => {
                found.extend(
                    numeral(self.amounts, self.atoms, at)
                        .map(|n| (Capture::Number(n.value), n.end - at)),
                );
            }
            Class::Day => found.extend(
                day(&atom.text, &self.times.day_suffixes).map(|day| (Capture::Day(day), 1)),
            ),
            Class::Year => found.extend(self.year(at)),
            Class::Decade => found.extend(
                decade(&atom.text, &self.times.decade_suffixes)
                    .map(|year| (Capture::Decade(year), 1)),
            ),
            Class::Date => found.extend(self.date(at)),
            Class::Clock => found
                .extend(clock(&atom.text).map(|(hour, minute)| (Capture::Clock(hour, minute), 1))),
            Class::Military => found.extend(
                military(&atom.text).map(|(hour, minute)| (Capture::Clock(hour, minute), 1)),
            ),
            Class::Hour => {
                let hour = digits(&atom.text).or_else(|| self.amounts.number(&atom.text));
                found.extend(
                    hour.filter(|h| (1.0..=24.0).contains(h) && h.fract() == 0.0)
                        .map(|h| (Capture::Hour(h as u8), 1)),
                );
            }
            _ => {}
        }
        for entry in self.times.entries(&atom.text) {
            let Word::Of(of, member) = entry.word else {
                continue;
            };
            let follows = |(word, offset): (&SmolStr, usize)| {
                self.atoms
                    .get(at + offset)
                    .is_some_and(|next| next.text == *word)
            };
            let fits = (entry.capital == Capital::Free || atom.capital)
                && entry.rest.iter().zip(1..).all(follows);
            if fits && let Some(capture) = self.capture(class, of, member) {
                found.push((capture, entry.rest.len() + 1));
            }
        }
        found
    }

    /// A word of the class `of` where one of the class `wanted` is looked for.
    fn capture(&self, wanted: Class, of: Class, member: u8) -> Option<Capture> {
        let at = usize::from(member);
        Some(match (wanted, of) {
            (Class::Weekday, Class::Weekday)
            | (Class::Shortday, Class::Shortday)
            | (Class::Weekdays, Class::Weekdays) => Capture::Weekday(member),
            (Class::Month, Class::Month) => Capture::Month(member),
            (Class::Season, Class::Season) => Capture::Season(member),
            // "two years" and "two-year" are the same length.
            (Class::Unit, Class::Unit) => Capture::Unit(member),
            (Class::Unit | Class::Units, Class::Units) => Capture::Units(member),
            (Class::Daypart, Class::Daypart) | (Class::Dayparts, Class::Dayparts) => {
                Capture::Daypart(member)
            }
            (Class::Part, Class::Part) => Capture::Part(member),
            (Class::Ordinal, Class::Ordinal) => Capture::Ordinal(*self.times.ordinals.get(at)?),
            (Class::Day, Class::Ordinal) => Capture::Day(
                *self
                    .times
                    .ordinals
                    .get(at)
                    .filter(|day| (1..=31).contains(*day))?,
            ),
            (Class::Decade, Class::Decade) => {
                Capture::Decade(1900 + i64::from(*self.times.decades.get(at)?))
            }
            (Class::Abroad, Class::Abroad) => Capture::Month(member),
            (Class::Moon, Class::Moon) => Capture::Moon(member),
            (Class::Feast, Class::Feast) => Capture::Feast(member),
            (Class::Vague, Class::Vague) => Capture::Vague,
            (Class::Couple, Class::Couple) => Capture::Number(2.0),
            (Class::Half, Class::Half) => Capture::Half,
            (Class::Meridiem, Class::Meridiem) => Capture::Meridiem(member),
            (Class::Article, Class::Article)
            | (Class::Zone, Class::Zone)
            | (Class::Approximate, Class::Approximate) => Capture::Nothing,
            _ => return None,
        })
    }

    /// "1996", "'96", "nineteen ninety-six", "two thousand".
    fn year(&self, at: usize) -> Option<(Capture, usize)> {
        let text = self.atoms[at].text.as_str();
        if text.len() == 4
            && let Some(year) = whole(text)
        {
            return (1000..2200)
                .contains(&year)
                .then_some((Capture::Year(year), 1));
        }
        if let Some(two) = text
            .strip_prefix('\'')
            .filter(|two| two.len() == 2)
            .and_then(whole)
        {
            return Some((
                Capture::Year(if two > 30 { 1900 + two } else { 2000 + two }),
                1,
            ));
        }
        self.amounts.number(text)?;
        let century = numeral(self.amounts, self.atoms, at)?;
        if (1000.0..2200.0).contains(&century.value) && century.value.fract() == 0.0 {
            return Some((Capture::Year(century.value as i64), century.end - at));
        }
        if !(17.0..=20.0).contains(&century.value) {
            return None;
        }
        self.atoms
            .get(century.end)
            .and_then(|atom| self.amounts.number(&atom.text))?;
        let rest = numeral(self.amounts, self.atoms, century.end)
            .filter(|rest| (10.0..100.0).contains(&rest.value))?;
        Some((
            Capture::Year(century.value as i64 * 100 + rest.value as i64),
            rest.end - at,
        ))
    }

    /// A date in figures: "2017-10-06", "06/10/2017", "6.10.2017", "2017-10-06T12:00Z".
    fn date(&self, at: usize) -> Option<(Capture, usize)> {
        let text = self.atoms[at].text.as_str();
        for separator in ['/', '.'] {
            let mut parts = text.split(separator);
            if let (Some(a), Some(b), Some(c), None) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            {
                return figures(a, b, c).map(|capture| (capture, 1));
            }
        }
        let joined = |offset: usize| {
            self.atoms
                .get(at + offset)
                .filter(|atom| atom.join == Join::Hyphen)
        };
        let (b, c) = (joined(1)?, joined(2)?);
        let day = c.text.split('t').next().unwrap_or_default();
        figures(text, &b.text, day).map(|capture| (capture, 3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::atom::atoms_of_text;

    fn longest(text: &str) -> Option<(usize, Vec<Capture>)> {
        let (times, amounts) = (Times::english_for_tests(), Amounts::english_for_tests());
        let atoms = atoms_of_text(text);
        let line = Line {
            times: &times,
            amounts: &amounts,
            atoms: &atoms,
        };
        line.matches(0)
            .into_iter()
            .next()
            .map(|found| (found.end, found.captures))
    }

    #[test]
    fn the_longest_pattern_comes_first() {
        assert_eq!(
            longest("Friday night raids"),
            Some((2, vec![Capture::Weekday(5), Capture::Daypart(3)]))
        );
        assert_eq!(
            longest("March 5, 1946"),
            Some((
                4,
                vec![Capture::Month(3), Capture::Day(5), Capture::Year(1946)]
            ))
        );
        assert_eq!(longest("march on"), None);
        assert_eq!(
            longest("Oct. 6"),
            Some((2, vec![Capture::Month(10), Capture::Day(6)]))
        );
        assert_eq!(
            longest("nineteen ninety-six"),
            Some((3, vec![Capture::Year(1996)]))
        );
    }

    #[test]
    fn figures_are_dates_only_if_they_can_be() {
        assert_eq!(
            longest("2017-10-06"),
            Some((3, vec![Capture::Date((2017, 10, 6), None)]))
        );
        assert_eq!(
            longest("06/10/2017"),
            Some((1, vec![Capture::Date((2017, 10, 6), Some((2017, 6, 10)))]))
        );
        assert_eq!(
            longest("25.12.2016"),
            Some((1, vec![Capture::Date((2016, 12, 25), None)]))
        );
        assert_eq!(longest("45/13/2017"), None);
    }
}
