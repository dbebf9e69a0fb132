//! Who stands on which side of an event?
//!
//! In come those who did it and those to whom it was done, as voices name them; out come two sides of parties. A party is somebody of
//! whom it is known who they are or of what kind: a bridge, a city, "people" and "several others" are none. Invariant: nobody is on
//! both sides, and no side holds two that are known to fight each other.

use jiff::civil::Date;
use marsad::{
    event::{Camp, Told, Who},
    knowledge::{Knowledge, actor::ActorId},
    mention::ActorCodes,
};

use super::View;

/// Somebody with a part in an event.
#[derive(Clone, Debug)]
pub(super) struct Party<'e> {
    /// The known actor's name, or the report's words.
    pub(super) name: &'e str,
    /// What ontologies call them: by the words, and where these do not tell by the list of actors.
    pub(super) codes: ActorCodes,
    /// Of what camp they are, likewise.
    pub(super) camp: Camp,
    actor: Option<&'e ActorId>,
}

impl<'e> Party<'e> {
    /// Somebody as forms see them.
    pub(super) fn of(knowledge: &'e Knowledge, who: &'e Who) -> Self {
        let mut codes = who.codes.clone();
        let known = who.actor.as_ref();
        if let Some(known) = known.and_then(|id| knowledge.actors().get(id)) {
            let inter = knowledge.ontology().codes().inter(&known.kind);
            codes.cameo = codes.cameo.or_else(|| known.codes.cameo.clone());
            codes.plover = codes.plover.or_else(|| known.codes.plover.clone());
            codes.acled_inter = codes.acled_inter.or(inter.map(|inter| inter.code));
        }
        let camp = match (who.camp, codes.acled_inter) {
            (Camp::Unknown, Some(1 | 8)) => Camp::State,
            (Camp::Unknown, Some(2..=4)) => Camp::Armed,
            (Camp::Unknown, Some(5..=7)) => Camp::Civilian,
            (camp, _) => camp,
        };
        Self {
            name: &who.name,
            codes,
            camp,
            actor: who.actor.as_ref(),
        }
    }

    /// Whether they bear arms.
    pub(super) fn fights(&self) -> bool {
        matches!(self.camp, Camp::State | Camp::Armed)
    }

    fn is_somebody(&self) -> bool {
        let coded = self.codes != ActorCodes::default();
        self.actor.is_some() || coded || self.camp != Camp::Unknown
    }
}

/// Those who did it, each name once; two that fight each other are both among them, and so is whatever is no party.
pub(super) fn actors<'e>(view: &View<'e>) -> Vec<Party<'e>> {
    each(view.knowledge, &view.event.account.actors)
}

/// Those to whom or what it was done, likewise.
pub(super) fn targets<'e>(view: &View<'e>) -> Vec<Party<'e>> {
    each(view.knowledge, &view.event.account.targets)
}

fn each<'e>(knowledge: &'e Knowledge, told: &'e Told<Who>) -> Vec<Party<'e>> {
    let mut each: Vec<Party<'e>> = Vec::new();
    for who in told.standing() {
        if !each.iter().any(|known| known.name == who.name) {
            each.push(Party::of(knowledge, who));
        }
    }
    each
}

/// The two sides of an event, on each the one that most voices name first.
#[derive(Debug)]
pub(super) struct Sides<'e> {
    /// Whoever did it; of two that fight each other, the one named first and those with it.
    pub(super) first: Vec<Party<'e>>,
    /// Those to whom it was done, or the other of two.
    pub(super) second: Vec<Party<'e>>,
}

impl<'e> Sides<'e> {
    /// Those who did it against those to whom it was done. Where only these or only those are parties, and some of them fight
    /// the others, they are the two sides. Whoever else is named on a side and fights its first party is named by other
    /// voices or in error, and left out.
    pub(super) fn of(view: &View<'e>) -> Self {
        let parties = |mut all: Vec<Party<'e>>| {
            all.retain(Party::is_somebody);
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
    parties: Vec<Party<'e>>,
) -> (Vec<Party<'e>>, Vec<Party<'e>>) {
    let Some(leader) = parties.first().cloned() else {
        return Default::default();
    };
    parties
        .into_iter()
        .partition(|party| !are_opposed(knowledge, day, &leader, party))
}

/// Whether two fight each other, as far as that is known: both are in one war and never on one side of it, or else both bear arms
/// and only one is a state's.
fn are_opposed(
    knowledge: &Knowledge,
    day: Option<Date>,
    one: &Party<'_>,
    other: &Party<'_>,
) -> bool {
    if !one.fights() || !other.fights() {
        return false;
    }
    let sides = |party: &Party<'_>| {
        let known = party.actor.zip(day);
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

    fn party(name: &str, camp: Camp) -> Party<'_> {
        Party {
            name,
            codes: ActorCodes::default(),
            camp,
            actor: None,
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
        let all = all.map(|(name, camp)| party(name, camp)).to_vec();
        let (with, against) = split(&knowledge, None, all);
        let names = |side: &[Party<'_>]| {
            let names = side.iter().map(|party| party.name.to_owned());
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(&with), ["soldiers", "villagers"]);
        assert_eq!(names(&against), ["rebels"]);
        assert!(!party("a bridge", Camp::Unknown).is_somebody());
    }

    #[test]
    fn what_the_words_do_not_tell_the_list_of_actors_does() {
        let knowledge = crate::bundle::knowledge().unwrap();
        let known = knowledge.actors().named("Syrian Arab Army").next().unwrap();
        let who = Who {
            actor: Some(known.id.clone()),
            name: known.name.clone(),
            camp: Camp::Unknown,
            codes: ActorCodes::default(),
        };
        let party = Party::of(&knowledge, &who);
        assert_eq!(party.codes.cameo.as_deref(), Some("SYRMIL"));
        assert_eq!(
            (party.codes.acled_inter, party.camp),
            (Some(1), Camp::State)
        );
    }
}
