//! Which words name a time, and which days do they cover?
//!
//! In come knowledge, document and sentences; out come [`TimeMention`]s with TIMEX3
//! class and value. What is not fixed by the words is seen from the day of the
//! report: the day of publication or, without one, a full date in the dateline.
//! Invariant: without such a day only expressions that need none have days, so
//! that the same document always has the same dates.

mod calendar;
mod capture;
mod fault;
mod feast;
mod figures;
mod filing;
mod length;
mod matcher;
mod period;
mod reckoning;
mod relative;
mod resolve;
mod tense;

use jiff::civil::Date;
use smol_str::{SmolStr, format_smolstr};

use self::{
    capture::{Capture, Captured},
    matcher::Line,
    period::{Period, days_after},
    resolve::{Known, Meaning, View, least_precision, meaning},
    tense::{Tense, tense},
};
use super::{
    Filed, TimeClass, TimeFault, TimeMention,
    atom::{Atom, atoms},
};
use crate::{
    document::Document,
    knowledge::{
        Knowledge,
        amounts::Amounts,
        times::{Effect, Reading, Rule, Times},
    },
    sentence::Sentences,
    terms::{DatePrecision, Interval, Slot, Span},
};

/// Why a time of day has the day that it has.
const OF_THE_SENTENCE: &str = "on the day that its sentence names";
pub(crate) const OF_THE_REPORT: &str = "on the day of the report";
/// The day that the dateline names, and the day from which the report's words are seen.
pub(crate) fn report(
    knowledge: &Knowledge,
    document: &Document,
    sentences: &Sentences,
) -> (Option<Filed>, Slot<Date>) {
    let filed = filing::filed(knowledge.times(), knowledge.amounts(), document, sentences);
    (filed, filing::report(document.published, filed))
}

/// The times that a document names, in order, seen from the day of the report.
pub(crate) fn find(
    knowledge: &Knowledge,
    report: Option<Date>,
    sentences: &Sentences,
) -> Vec<TimeMention> {
    find_with(knowledge.times(), knowledge.amounts(), report, sentences)
}

pub(super) fn find_with(
    times: &Times,
    amounts: &Amounts,
    report: Option<Date>,
    sentences: &Sentences,
) -> Vec<TimeMention> {
    let mut finder = Finder {
        times,
        amounts,
        sentences,
        report,
        previous: None,
        found: Vec::new(),
    };
    for sentence in &sentences.sentences {
        finder.sentence(sentence.tokens.clone());
    }
    finder.found
}

/// How a deed is told that no words date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Untimed {
    /// As past.
    Before,
    /// As of now: in the present or the perfect.
    UpToNow,
}

/// The days of a deed that no words date, seen from the day on which it was told.
pub(crate) fn untimed(times: &Times, told: Date, how: Untimed) -> Option<Interval> {
    let view = View {
        times,
        report: Some(told),
        previous: None,
        tense: Tense::Past,
    };
    view.between(match how {
        Untimed::Before => times.untimed.before,
        Untimed::UpToNow => times.untimed.up_to_now,
    })
}

/// The search through one document.
struct Finder<'f> {
    times: &'f Times,
    amounts: &'f Amounts,
    sentences: &'f Sentences,
    report: Option<Date>,
    previous: Option<Period>,
    found: Vec<TimeMention>,
}

/// An expression as it was read.
struct Read<'t> {
    /// One past its last atom.
    end: usize,
    meaning: Meaning,
    rule: &'t Rule,
    /// The precision that it has at best, however few its days are.
    least: u8,
    fault: Option<TimeFault>,
}

/// The labels of names, inside which no time is meant ("October 6 Bridge").
const NAMES: [&str; 9] = [
    "ORG",
    "FAC",
    "PRODUCT",
    "WORK_OF_ART",
    "PERSON",
    "LAW",
    "GPE",
    "LOC",
    "NORP",
];

impl Finder<'_> {
    fn sentence(&mut self, range: std::ops::Range<usize>) {
        let atoms = atoms(&self.sentences.tokens, range);
        let line = Line {
            times: self.times,
            amounts: self.amounts,
            atoms: &atoms,
        };
        let first_found = self.found.len();
        let mut pending = Vec::new();
        let mut at = 0;
        while at < atoms.len() {
            match self.read_at(&line, at) {
                Some(read) => {
                    if read.meaning.days == Known::Pending {
                        pending.push((self.found.len(), read.meaning.value.clone()));
                    }
                    let run = at..read.end;
                    at = read.end;
                    self.keep(&atoms, run, read);
                }
                None => at += 1,
            }
        }
        for (mention, tail) in pending {
            self.give_day(first_found, mention, &tail);
        }
    }

    /// The longest expression at a place that makes sense and is a time here.
    fn read_at<'t>(&self, line: &Line<'t>, at: usize) -> Option<Read<'t>> {
        for found in line.matches(at) {
            let rule = line.times.rule(line.times.pattern(found.pattern));
            let head = self.head(line.atoms[at].token..line.atoms[found.end - 1].token + 1);
            let tense = tense(self.times, &self.sentences.tokens, head);
            let view = View {
                times: self.times,
                report: self.report,
                previous: self.previous,
                tense,
            };
            let impossible = || {
                let counts = fault::counts(line, &self.sentences.tokens, at..found.end);
                let meaning = fault::no_such_day(rule, &found.captures).filter(|_| !counts)?;
                Some((meaning, Some(TimeFault::NoSuchDay)))
            };
            let understood = meaning(view, rule, &found.captures).map(|meaning| {
                let fault = fault::of(&found.captures, &meaning);
                (meaning, fault)
            });
            let Some((meaning, fault)) = understood.or_else(impossible) else {
                continue;
            };
            if self.is_something_else(line.atoms, at, found.end, rule, &found.captures) {
                continue;
            }
            return Some(Read {
                end: found.end,
                least: least_precision(view, rule, &found.captures, &meaning),
                meaning,
                rule,
                fault,
            });
        }
        None
    }

    /// Whether the words are part of a name, an age or a count.
    fn is_something_else(
        &self,
        atoms: &[Atom],
        at: usize,
        end: usize,
        rule: &Rule,
        captures: &[Capture],
    ) -> bool {
        let next = atoms.get(end).map_or("", |atom| atom.text.as_str());
        if rule.unless_next.iter().any(|word| word == next) {
            return true;
        }
        let tokens = atoms[at].token..atoms[end - 1].token + 1;
        let mut entities = self.sentences.entities.iter();
        if entities.any(|entity| {
            let wider = entity.tokens.start <= tokens.start
                && tokens.end <= entity.tokens.end
                && entity.tokens != tokens;
            wider && NAMES.contains(&entity.label.as_str())
        }) {
            return true;
        }
        if rule.reading == Reading::Duration && self.is_share_or_rate(atoms, at, end, captures) {
            return true;
        }
        matches!(captures, [Capture::Year(_)]) && end - at == 1 && self.counts(atoms, at)
    }

    /// Whether a length of time is a share ("three quarters of") or a rate ("flights a week").
    fn is_share_or_rate(
        &self,
        atoms: &[Atom],
        at: usize,
        end: usize,
        captures: &[Capture],
    ) -> bool {
        let unit = Captured(captures)
            .unit()
            .and_then(|(unit, _)| self.times.units.get(usize::from(unit)));
        if unit.is_some_and(|unit| unit.share)
            && atoms
                .get(end)
                .is_some_and(|next| self.amounts.join().is_of(&next.text))
        {
            return true;
        }
        let tokens = &self.sentences.tokens;
        let run = atoms[at].token..atoms[end - 1].token + 1;
        let head = self.head(run.clone());
        let governor = &tokens[tokens[head].head.min(tokens.len() - 1)];
        let article = matches!(captures, [Capture::Nothing, Capture::Unit(_)]);
        article
            && tokens[head].dep == "npadvmod"
            && matches!(governor.pos.as_str(), "NOUN" | "NUM" | "SYM")
            && governor.span < tokens[run.start].span
    }

    /// Whether four figures that could be a year count something, as in "killed 2000 people" or "$2000".
    fn counts(&self, atoms: &[Atom], at: usize) -> bool {
        let tokens = &self.sentences.tokens;
        let token = &tokens[atoms[at].token];
        let before = at
            .checked_sub(1)
            .map_or("", |before| atoms[before].text.as_str());
        if self.amounts.sign(before).is_some()
            || self
                .amounts
                .before()
                .longest(before, |words| {
                    ends_with(atoms, at, words) && words.len() > 1
                })
                .is_some()
        {
            return true;
        }
        if let Some(after) = atoms.get(at + 1)
            && (self.amounts.multiplier(&after.text).is_some()
                || self
                    .amounts
                    .units()
                    .longest(&after.text, |words| words.len() == 1)
                    .is_some())
        {
            return true;
        }
        let head = &tokens[token.head.min(tokens.len() - 1)];
        let determined = || {
            let own = token.head;
            let from = atoms[at].token.saturating_sub(4);
            (from..atoms[at].token).any(|left| {
                tokens[left].head == own && matches!(tokens[left].dep.as_str(), "det" | "poss")
            })
        };
        // "359 killed and 1407 injured"
        let next = tokens.get(atoms[at].token + 1);
        let told = next.is_some_and(|next| {
            next.head == atoms[at].token && next.tag == "VBN" && next.dep == "acl"
        });
        if told && token.dep != "pobj" {
            return true;
        }
        token.dep == "nummod"
            && token.head > atoms[at].token
            && matches!(head.tag.as_str(), "NNS" | "NNPS")
            && !determined()
    }

    /// The first word whose governor lies outside a run.
    fn head(&self, tokens: std::ops::Range<usize>) -> usize {
        let all = &self.sentences.tokens;
        tokens
            .clone()
            .find(|at| all[*at].head == *at || !tokens.contains(&all[*at].head))
            .unwrap_or(tokens.start)
    }

    fn keep(&mut self, atoms: &[Atom], run: std::ops::Range<usize>, read: Read<'_>) {
        let Read { meaning, rule, .. } = read;
        let tokens = atoms[run.start].token..atoms[run.end - 1].token + 1;
        let before = run
            .start
            .checked_sub(1)
            .and_then(|before| self.times.effect_of(&atoms[before].text));
        // "before dawn on Friday" is still on Friday, and "around 7 pm" on that very day.
        let before = before.filter(|_| meaning.class != TimeClass::Time);
        let known = self.in_context(meaning.days, meaning.period, before);
        let days = slot(known);
        let precision = rule
            .precision
            .or_else(|| Some(precision(&days)?.max(read.least)));
        // "a year earlier" beside a figure compares and does not move the story's day.
        let compares = rule.reading == Reading::Ago && rule.by < 0;
        if meaning.period.is_some() && !compares {
            self.previous = meaning.period;
        }
        let words = &self.sentences.tokens[tokens.clone()];
        let span = words
            .iter()
            .map(|token| token.span)
            .filter(|span| !span.is_empty())
            .reduce(Span::to);
        self.found.push(TimeMention {
            span: span.unwrap_or(self.sentences.tokens[tokens.start].span),
            head: self.head(tokens.clone()),
            tokens,
            class: meaning.class,
            value: meaning.value,
            days,
            precision,
            fault: read.fault,
        });
    }

    /// The days, changed by the word before: "since Thursday", "around 2 July", "before the weekend".
    fn in_context(&self, days: Known, period: Option<Period>, effect: Option<Effect>) -> Known {
        let interval = match &days {
            Known::Said(interval) | Known::Inferred(interval, _) => *interval,
            // What goes on since a day began on one that is past.
            Known::Either(_, past) if effect == Some(Effect::Since) => *past,
            _ => return days,
        };
        match (effect, self.report) {
            (Some(Effect::Since), Some(report)) if interval.from <= report => {
                Known::Said(Interval {
                    from: interval.from,
                    to: report,
                })
            }
            (Some(Effect::Around), _) if matches!(period, Some(Period::Day(_))) => {
                days_after(interval.from, -1)
                    .zip(days_after(interval.to, 1))
                    .map_or(days, |(from, to)| {
                        Known::Inferred(Interval { from, to }, resolve::BY_CONVENTION)
                    })
            }
            (Some(Effect::Before), _) => Known::Unresolved,
            _ => days,
        }
    }

    /// A time of day without a day is on the day that its sentence names nearest to it, or else on
    /// the day of the report.
    fn give_day(&mut self, first: usize, mention: usize, tail: &SmolStr) {
        let here = self.found[mention].span.start;
        let named = self.found[first..]
            .iter()
            .enumerate()
            .filter(|(at, _)| first + at != mention)
            .filter_map(|(_, other)| {
                let days = *other.days.value()?;
                (days.from == days.to).then_some((other.span.start.abs_diff(here), days.from))
            });
        let named = named.min().map(|(_, day)| (day, OF_THE_SENTENCE));
        let Some((day, reason)) = named.or(self.report.map(|day| (day, OF_THE_REPORT))) else {
            let mention = &mut self.found[mention];
            mention.value = format_smolstr!("XXXX-XX-XX{tail}");
            mention.days = Slot::Unresolved;
            return;
        };
        let mention = &mut self.found[mention];
        mention.value = format_smolstr!("{day}{tail}");
        mention.days = Slot::Inferred {
            value: Interval::day(day),
            reason: reason.into(),
        };
        mention.precision = Some(DatePrecision::Day as u8);
        mention.class = TimeClass::Time;
    }
}

/// Whether the atoms before a place end with these words.
fn ends_with(atoms: &[Atom], at: usize, words: &[SmolStr]) -> bool {
    at.checked_sub(words.len()).is_some_and(|from| {
        atoms[from..at]
            .iter()
            .zip(words)
            .all(|(atom, word)| atom.text == *word)
    })
}

fn slot(known: Known) -> Slot<Interval> {
    match known {
        Known::Said(days) => Slot::Said(days),
        Known::Inferred(days, reason) => Slot::Inferred {
            value: days,
            reason: reason.into(),
        },
        Known::Either(first, second) => Slot::Ambiguous(vec![first, second]),
        Known::Pending | Known::Unresolved => Slot::Unresolved,
        Known::Unsaid => Slot::Unsaid,
    }
}

fn precision(days: &Slot<Interval>) -> Option<u8> {
    days.value()
        .map(|days| DatePrecision::of_days(days.days()) as u8)
}

#[cfg(test)]
mod tests;
