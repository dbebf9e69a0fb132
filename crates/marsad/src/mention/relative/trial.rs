//! Do the words around a name have one of the known forms?
//!
//! In come the [`Ground`] of a sentence and one of its names; out comes the [`Found`]
//! form that takes the most words, with the distances, directions and second place in
//! it. Invariant: what is found holds the name, and no word is taken twice.

use std::ops::Range as Run;

use super::ground::{Ground, Name};
use crate::{
    knowledge::relative::{Check, Element, Form, Meaning, Phrase, Reach},
    terms::Range,
};

/// No more than this many words describe a part ("X's war-torn northern countryside").
const MOST_MODIFIERS: usize = 3;

/// No more than this many directions stand in one phrase.
const MOST_DIRECTIONS: usize = 3;

/// A form that holds.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub(super) form: &'a Form,
    /// All its words, the place's included.
    pub(super) atoms: Run<usize>,
    pub(super) distance: Option<Range>,
    /// The directions in it, as indices into the lexicon's.
    pub(super) directions: Vec<usize>,
    /// The second place, by its number among the document's.
    pub(super) other: Option<usize>,
}

/// What a step through a form takes in.
#[derive(Clone, Debug, Default)]
struct Catch {
    distance: Option<Range>,
    /// Where the distance's words begin: those that open its number belong to it although
    /// a form may use them as its own.
    opening: Option<usize>,
    directions: Vec<usize>,
    other: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Left,
    Right,
}

/// The form that takes the most words around a name.
pub(super) fn around<'a>(
    ground: &Ground<'a>,
    name: &Name,
    allowed: impl Fn(&Form) -> bool,
    others: impl Fn(&Form, &Name) -> bool,
) -> Option<Found<'a>> {
    let phrase: Vec<(usize, usize)> = name
        .starts
        .iter()
        .flat_map(|&start| ground.ends(name).into_iter().map(move |end| (start, end)))
        .collect();
    best(ground, name, &phrase, allowed, others)
}

/// The form that takes the most words around what a form already took: "5 km from the
/// western edge of X". Only what stands before it can.
pub(super) fn beyond<'a>(
    ground: &Ground<'a>,
    name: &Name,
    inner: &Run<usize>,
) -> Option<Found<'a>> {
    let phrase: Vec<(usize, usize)> = ground
        .starts(inner.start)
        .into_iter()
        .map(|start| (start, inner.end))
        .collect();
    let outer = |form: &Form| {
        form.after.is_empty()
            && form.reach == Reach::Phrase
            && matches!(
                form.means,
                Meaning::Bearing | Meaning::Distance | Meaning::Near | Meaning::Inside
            )
    };
    best(ground, name, &phrase, outer, |_, _| false)
}

fn best<'a>(
    ground: &Ground<'a>,
    name: &Name,
    phrase: &[(usize, usize)],
    allowed: impl Fn(&Form) -> bool,
    others: impl Fn(&Form, &Name) -> bool,
) -> Option<Found<'a>> {
    let mut best: Option<((usize, usize), Found<'a>)> = None;
    let forms = &ground.knowledge.locations().forms().forms;
    for form in forms
        .iter()
        .filter(|form| form.admits(name.kind) && allowed(form))
    {
        let trial = Trial {
            ground,
            form,
            others: &|other: &Name| form.admits(other.kind) && others(form, other),
        };
        for &(start, end) in phrase {
            if form.reach == Reach::Name && start != name.atoms.start {
                continue;
            }
            let Some((left, catch)) = trial.walk(&form.before, start, Way::Left, Catch::default())
            else {
                continue;
            };
            let Some((right, catch)) = trial.walk(&form.after, end, Way::Right, catch) else {
                continue;
            };
            if !trial.holds(left..right, start..end) {
                continue;
            }
            // Of forms of one length that with the longer phrase of the place: "X province".
            let taken = ((start - left) + (right - end), right - left);
            if best.as_ref().is_none_or(|(most, _)| taken > *most) {
                let found = Found {
                    form,
                    atoms: catch.opening.map_or(left, |opening| opening.min(left))..right,
                    distance: catch.distance,
                    directions: catch.directions,
                    other: catch.other,
                };
                best = Some((taken, found));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// The attempt to find one form.
struct Trial<'t, 'a> {
    ground: &'t Ground<'a>,
    form: &'a Form,
    others: &'t dyn Fn(&Name) -> bool,
}

impl Trial<'_, '_> {
    /// Walks all elements away from the place; the position where they end, and what they hold.
    fn walk(
        &self,
        elements: &[Element],
        at: usize,
        way: Way,
        catch: Catch,
    ) -> Option<(usize, Catch)> {
        let (next, rest) = match way {
            Way::Left => elements.split_last(),
            Way::Right => elements.split_first(),
        }
        .map_or((None, elements), |(next, rest)| (Some(next), rest));
        let Some(next) = next else {
            return Some((at, catch));
        };
        self.step(next, at, way)
            .into_iter()
            .find_map(|(there, step)| self.walk(rest, there, way, joined(&catch, step, way)))
    }

    /// Every way to take one element, the one with the most words first.
    fn step(&self, element: &Element, at: usize, way: Way) -> Vec<(usize, Catch)> {
        let plain = |there: Option<usize>| -> Vec<(usize, Catch)> {
            there
                .map(|there| (there, Catch::default()))
                .into_iter()
                .collect()
        };
        let lexicon = self.ground.knowledge.locations().forms();
        match element {
            Element::Words(words) => plain(
                self.next(at, way)
                    .filter(|&atom| words.contains(&self.ground.atoms[atom].text))
                    .map(|atom| passed(atom, way)),
            ),
            Element::List(list) => {
                let fits = lexicon.lists[*list].phrases.iter();
                fits.filter_map(|phrase| self.phrase(phrase, at, way))
                    .map(|there| (there, Catch::default()))
                    .collect()
            }
            Element::Genitive => plain(
                self.next(at, way)
                    .filter(|&atom| self.ground.token(atom).tag == "POS")
                    .map(|atom| passed(atom, way)),
            ),
            Element::Hyphen => plain(self.hyphen(at, way)),
            Element::Modifiers => {
                let mut found = Vec::new();
                let mut here = at;
                while let Some(atom) = self.next(here, way).filter(|&atom| {
                    self.ground.describes(atom)
                        && found.len() < MOST_MODIFIERS
                        && self.direction(here, way, Words::Both).is_none()
                }) {
                    here = passed(atom, way);
                    found.push((here, Catch::default()));
                }
                found
            }
            Element::Distance => self.distance(at, way),
            Element::Direction => self.directions(at, way, Words::Nouns),
            Element::Side => self.directions(at, way, Words::Both),
            Element::Other => self.other(at, way),
        }
    }

    /// The atom that comes next, if the sentence has one more.
    fn next(&self, at: usize, way: Way) -> Option<usize> {
        match way {
            Way::Left => at.checked_sub(1),
            Way::Right => (at < self.ground.atoms.len()).then_some(at),
        }
    }

    fn phrase(&self, phrase: &Phrase, at: usize, way: Way) -> Option<usize> {
        let (start, end) = match way {
            Way::Left => (at.checked_sub(phrase.len())?, at),
            Way::Right => (at, at + phrase.len()),
        };
        let words = self.ground.atoms.get(start..end)?;
        let fits = words
            .iter()
            .zip(phrase)
            .all(|(atom, word)| atom.text == *word);
        fits.then_some(match way {
            Way::Left => start,
            Way::Right => end,
        })
    }

    /// A hyphen that joins two words is no atom of its own, one between spaces is.
    fn hyphen(&self, at: usize, way: Way) -> Option<usize> {
        let atoms = &self.ground.atoms;
        if way == Way::Right && atoms.get(at)?.join == super::super::atom::Join::Hyphen {
            return Some(at);
        }
        let atom = self.next(at, way)?;
        matches!(
            atoms[atom].text.as_str(),
            "-" | "\u{2013}" | "\u{2014}" | "/"
        )
        .then(|| passed(atom, way))
    }

    fn distance(&self, at: usize, way: Way) -> Vec<(usize, Catch)> {
        let ends = |measure: &&super::measure::Measure| match way {
            Way::Left => measure.atoms.end == at,
            Way::Right => measure.atoms.start == at,
        };
        let Some(measure) = self.ground.measures.iter().find(ends) else {
            return Vec::new();
        };
        let catch = Catch {
            distance: Some(measure.km),
            opening: Some(measure.atoms.start),
            ..Catch::default()
        };
        match way {
            Way::Left => (measure.atoms.start..=measure.number)
                .map(|start| (start, catch.clone()))
                .collect(),
            Way::Right => vec![(measure.atoms.end, catch)],
        }
    }

    /// One direction, or several that are joined: "north and east".
    fn directions(&self, at: usize, way: Way, words: Words) -> Vec<(usize, Catch)> {
        let mut found: Vec<(usize, Catch)> = Vec::new();
        let mut directions = Vec::new();
        let mut here = at;
        while directions.len() < MOST_DIRECTIONS {
            let next = if directions.is_empty() {
                Some(here)
            } else {
                self.joint(here, way)
            };
            let Some((there, direction)) = next.and_then(|next| self.direction(next, way, words))
            else {
                break;
            };
            match way {
                Way::Left => directions.insert(0, direction),
                Way::Right => directions.push(direction),
            }
            here = there;
            let catch = Catch {
                directions: directions.clone(),
                ..Catch::default()
            };
            found.insert(0, (here, catch));
        }
        found
    }

    /// One direction; the longest words that name one.
    fn direction(&self, at: usize, way: Way, words: Words) -> Option<(usize, usize)> {
        let lexicon = self.ground.knowledge.locations().forms();
        let mut best: Option<(usize, usize, usize)> = None;
        for (index, direction) in lexicon.directions.iter().enumerate() {
            let adjectives = direction.adjectives.iter().filter(|_| words == Words::Both);
            for phrase in direction.nouns.iter().chain(adjectives) {
                if let Some(there) = self.phrase(phrase, at, way)
                    && best.is_none_or(|(length, ..)| phrase.len() > length)
                {
                    best = Some((phrase.len(), there, index));
                }
            }
        }
        best.map(|(_, there, index)| (there, index))
    }

    /// What joins two directions.
    fn joint(&self, at: usize, way: Way) -> Option<usize> {
        let atom = self.next(at, way)?;
        if self.ground.atoms[atom].text == "," {
            return Some(passed(atom, way));
        }
        let joints = self.ground.knowledge.locations().forms().joints();
        joints.iter().find_map(|joint| self.phrase(joint, at, way))
    }

    fn other(&self, at: usize, way: Way) -> Vec<(usize, Catch)> {
        if way == Way::Left {
            return Vec::new();
        }
        let begins = |name: &&Name| name.starts.contains(&at) && (self.others)(name);
        let names = self.ground.names.iter().filter(begins);
        names
            .flat_map(|name| {
                let catch = Catch {
                    other: Some(name.index),
                    ..Catch::default()
                };
                let mut ends = self.ground.ends(name);
                ends.reverse();
                ends.into_iter().map(move |end| (end, catch.clone()))
            })
            .collect()
    }

    /// What the words must not be although they have the form.
    fn holds(&self, all: Run<usize>, place: Run<usize>) -> bool {
        let ground = self.ground;
        // "cut off X": a particle belongs to its verb.
        let particle = |atom: usize| ground.token(atom).dep == "prt";
        if (all.start..place.start).any(particle) {
            return false;
        }
        // "the X border guards" are no border.
        if all.end > place.end {
            let last = ground.token(all.end - 1);
            let governor = ground.atoms.partition_point(|atom| atom.token < last.head);
            if matches!(last.dep.as_str(), "compound" | "nmod" | "poss")
                && (all.end..all.end + 2).contains(&governor)
            {
                return false;
            }
        }
        match self.form.check {
            Some(Check::Restrictive) => self.cuts_out(all.start, place),
            Some(Check::Common) => !ground.token(all.end - 1).tag.starts_with("NNP"),
            None => true,
        }
    }

    /// Whether the words before a name cut a part out of it. "The eastern X province" and
    /// "Y's eastern X" lie in the east of something else.
    fn cuts_out(&self, start: usize, place: Run<usize>) -> bool {
        let ground = self.ground;
        let locations = ground.knowledge.locations();
        let before = start.checked_sub(1).map(|atom| ground.token(atom));
        let tag = before.map_or("", |token| token.tag.as_str());
        if matches!(tag, "POS" | "PRP$") {
            return false;
        }
        let article = tag == "DT";
        let side = ground.token(start);
        // "to the north X fell": a noun of direction has to hang on the name.
        if article && side.tag.starts_with("NN") {
            let inside = |token: usize| place.clone().any(|atom| ground.atoms[atom].token == token);
            if !inside(side.head) {
                return false;
            }
        }
        let area = |atom: usize| matches!(ground.class(atom), Some("area" | "settlement"));
        let named_an_area = place.len() > 1
            && !locations
                .kinds(&ground.token(place.end - 1).lemma.to_lowercase())
                .is_empty();
        let described = place.end < ground.atoms.len() && area(place.end) || named_an_area;
        !(article && described)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    Nouns,
    /// Both stand before a noun: "northern X", "north X".
    Both,
}

/// The position behind an atom, as seen by who walks past it.
fn passed(atom: usize, way: Way) -> usize {
    match way {
        Way::Left => atom,
        Way::Right => atom + 1,
    }
}

fn joined(catch: &Catch, step: Catch, way: Way) -> Catch {
    let directions = match way {
        Way::Left => [step.directions, catch.directions.clone()].concat(),
        Way::Right => [catch.directions.clone(), step.directions].concat(),
    };
    Catch {
        distance: step.distance.or(catch.distance),
        opening: step.opening.or(catch.opening),
        directions,
        other: step.other.or(catch.other),
    }
}
