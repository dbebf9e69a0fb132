//! Who stands on which side of an event?
//!
//! In come those who did it and those to whom it was done, as voices name them; out come two sides of parties. A party is somebody of
//! whom it is known who they are or of what kind: a bridge, a city, "people" and "several others" are none. Invariant: nobody is on
//! both sides, and no side holds two that are known to fight each other.

use jiff::civil::Date;
use marsad::{
    event::{Camp, Told, Who},
    knowledge::Knowledge,
    mention::ActorCodes,
};

use super::View;

/// Whether it is of anybody known who they are, or of what kind.
fn is_somebody(who: &Who) -> bool {
    who.actor.is_some() || who.codes != ActorCodes::default() || who.camp != Camp::Unknown
}

/// Those who did it, each name once; two that fight each other are both among them, and so is whatever is no party.
pub(super) fn actors<'e>(view: &View<'e>) -> Vec<&'e Who> {
    each(&view.event.account.actors)
}

/// Those to whom or what it was done, likewise.
pub(super) fn targets<'e>(view: &View<'e>) -> Vec<&'e Who> {
    each(&view.event.account.targets)
}

fn each(told: &Told<Who>) -> Vec<&Who> {
    let mut each: Vec<&Who> = Vec::new();
    for who in told.standing() {
        if !each.iter().any(|known| known.name == who.name) {
            each.push(who);
        }
    }
    each
}

/// The two sides of an event, on each the one that most voices name first.
#[derive(Debug)]
pub(super) struct Sides<'e> {
    /// Whoever did it; of two that fight each other, the one named first and those with it.
    pub(super) first: Vec<&'e Who>,
    /// Those to whom it was done, or the other of two.
    pub(super) second: Vec<&'e Who>,
}

impl<'e> Sides<'e> {
    /// Those who did it against those to whom it was done. Where only these or only those are parties, and some of them fight
    /// the others, they are the two sides. Whoever else is named on a side and fights its first party is named by other
    /// voices or in error, and left out.
    pub(super) fn of(view: &View<'e>) -> Self {
        let parties = |mut all: Vec<&'e Who>| {
            all.retain(|party| is_somebody(party));
            split(view.knowledge, view.day(), all)
        };
        let (first, against_first) = parties(actors(view));
        let (second, against_second) = parties(targets(view));
        let (first, mut second) = match (first.is_empty(), second.is_empty()) {
            (_, true) => (first, against_first),
            (true, false) if !against_second.is_empty() => (second, against_second),
            _ => (first, second),
        };
        second.retain(|party| first.iter().all(|one| one.name != party.name));
        Self { first, second }
    }
}

/// The first of some parties with those that go with it, and those that fight it.
fn split<'e>(
    knowledge: &Knowledge,
    day: Option<Date>,
    parties: Vec<&'e Who>,
) -> (Vec<&'e Who>, Vec<&'e Who>) {
    let Some(leader) = parties.first().copied() else {
        return Default::default();
    };
    parties
        .into_iter()
        .partition(|party| !are_opposed(knowledge, day, leader, party))
}

/// Whether two fight each other, as far as that is known: both are in one war and never on one side of it, or else both bear arms
/// and only one is a state's.
fn are_opposed(knowledge: &Knowledge, day: Option<Date>, one: &Who, other: &Who) -> bool {
    if !one.fights() || !other.fights() {
        return false;
    }
    let sides = |party: &Who| {
        let known = party.actor.as_ref().zip(day);
        known.map_or_else(Vec::new, |(id, day)| knowledge.sides_of(id, day))
    };
    let (ours, theirs) = (sides(one), sides(other));
    let mut shared = ours.iter().flat_map(|our| {
        let same_war = theirs.iter().filter(|their| their.war == our.war);
        same_war.map(|their| our.side == their.side)
    });
    match shared.next() {
        Some(together) => !together && !shared.any(|together| together),
        None => one.camp != other.camp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, camp: Camp) -> Who {
        Who {
            camp,
            ..Who::in_words(name)
        }
    }

    #[test]
    fn soldiers_and_rebels_are_two_sides_and_civilians_go_with_either() {
        let knowledge = crate::bundle::knowledge().unwrap();
        let all = [
            ("soldiers", Camp::State),
            ("rebels", Camp::Armed),
            ("villagers", Camp::Civilian),
        ];
        let all = all.map(|(name, camp)| party(name, camp));
        let (with, against) = split(&knowledge, None, all.iter().collect());
        let names = |side: &[&Who]| side.iter().map(|who| who.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&with), ["soldiers", "villagers"]);
        assert_eq!(names(&against), ["rebels"]);
        assert!(!is_somebody(&party("a bridge", Camp::Unknown)));
    }
}
