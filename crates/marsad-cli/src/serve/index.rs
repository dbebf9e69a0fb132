//! Which events does a view of the map, a list or a timeline show?
//!
//! In comes a store; out comes an [`Index`] of all its events in memory, which is asked with a [`Filter`]. Invariants: the index holds
//! what the store held when it was made and changes no more; events come in one order, those of the latest day first, without a day
//! last, of one day by their numbers.

use std::collections::{BTreeMap, BTreeSet};

use marsad::{
    event::Grade,
    knowledge::{Knowledge, action::ActionId},
};
use rustc_hash::FxHasher;
use smol_str::SmolStr;
use std::hash::Hasher as _;

use crate::store::{
    Store,
    overview::{Part, Sketch},
    refusal::Refusal,
};

/// Days counted from 1 January 1970, both ends included; open where an end is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// The first day.
    pub(super) from: Option<i32>,
    /// The last day.
    pub(super) to: Option<i32>,
}

/// A box of degrees. Where it reaches over the date line, its west is greater than its east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) west: f64,
    pub(super) south: f64,
    pub(super) east: f64,
    pub(super) north: f64,
}

impl Bounds {
    /// The whole world.
    pub(super) const WORLD: Self = Self {
        west: -180.0,
        south: -90.0,
        east: 180.0,
        north: 90.0,
    };

    /// Whether a point lies in it.
    pub(super) fn hold(&self, lon: f64, lat: f64) -> bool {
        let wide = if self.west <= self.east {
            (self.west..=self.east).contains(&lon)
        } else {
            lon >= self.west || lon <= self.east
        };
        wide && (self.south..=self.north).contains(&lat)
    }
}

/// What events have to be like; whatever is `None` or empty is not asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Filter {
    /// The box that its point lies in.
    pub(super) bounds: Option<Bounds>,
    /// Days that its own meet.
    pub(super) days: Days,
    /// Kinds of deed, any of which it is.
    pub(super) actions: Vec<SmolStr>,
    /// Families of kinds, likewise.
    pub(super) families: Vec<SmolStr>,
    /// Grades, any of which it has.
    pub(super) grades: Vec<Grade>,
    /// Who did it, by id.
    pub(super) actor: Option<SmolStr>,
    /// To whom it was done, by id.
    pub(super) target: Option<SmolStr>,
    /// Who says so, by id or by name.
    pub(super) voice: Option<SmolStr>,
    /// At least so many dead, by what most voices give.
    pub(super) killed: Option<f64>,
    /// Whether some slot is disputed.
    pub(super) disputed: Option<bool>,
    /// Only these, by number: what a search for words found.
    pub(super) among: Option<BTreeSet<i64>>,
    /// Also what was only planned, threatened or demanded, and deeds of unknown kind.
    pub(super) all: bool,
}

/// All events of a store.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The events, in their order.
    events: Vec<Entry>,
    /// Where events stand in it, by number.
    places: BTreeMap<i64, u32>,
    /// Who has a part in which events.
    actor: Parts,
    target: Parts,
    voice: Parts,
    /// What tells this state of the store from others.
    stamp: u64,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// What is known of it.
    pub(super) sketch: Sketch,
    /// The place of the family of its kind of deed among all families.
    pub(super) family: Option<u8>,
}

/// In which events somebody has a part, by their places in the index, each once and in order.
#[derive(Debug, Default)]
struct Parts(BTreeMap<SmolStr, Vec<u32>>);

impl Parts {
    fn add(&mut self, name: &str, event: u32) {
        match self.0.get_mut(name) {
            Some(events) if events.last() == Some(&event) => {}
            Some(events) => events.push(event),
            None => {
                self.0.insert(name.into(), vec![event]);
            }
        }
    }

    fn finish(&mut self) {
        for events in self.0.values_mut() {
            events.sort_unstable();
            events.dedup();
            events.shrink_to_fit();
        }
    }

    fn of(&self, name: &str) -> &[u32] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Index {
    /// All events of a store.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub(super) fn of(store: &Store, knowledge: &Knowledge) -> Result<Self, Refusal> {
        let mut sketches = store.sketches()?;
        let mut stamp = FxHasher::default();
        stamp.write_u64(store.count_documents()?);
        for sketch in &sketches {
            stamp.write_i64(sketch.digest);
        }
        sketches.sort_by_key(|sketch| {
            let day = sketch.days.map(|(from, _)| std::cmp::Reverse(from));
            (day.is_none(), day, sketch.number)
        });
        let families: Vec<&str> = knowledge
            .families()
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        let family = |action: &SmolStr| {
            let family = knowledge.families().of(&ActionId(action.clone()))?;
            let place = families.iter().position(|id| *id == family.id)?;
            u8::try_from(place).ok()
        };
        let mut index = Self {
            stamp: stamp.finish(),
            ..Self::default()
        };
        index.events.reserve_exact(sketches.len());
        for sketch in sketches {
            index
                .places
                .insert(sketch.number, index.events.len() as u32);
            index.events.push(Entry {
                family: sketch.action.as_ref().and_then(family),
                sketch,
            });
        }
        let Self {
            places,
            actor,
            target,
            voice,
            ..
        } = &mut index;
        store.parts(|number, part, name| {
            if let Some(place) = places.get(&number) {
                let parts = match part {
                    Part::Actor => &mut *actor,
                    Part::Target => &mut *target,
                    Part::Voice => &mut *voice,
                };
                parts.add(name, *place);
            }
        })?;
        for parts in [actor, target, voice] {
            parts.finish();
        }
        Ok(index)
    }

    /// What tells this state of the store from others.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// The days of the first and of the last event that has a day.
    pub(super) fn span(&self) -> Option<(i32, i32)> {
        let days = || {
            self.events
                .iter()
                .filter(|entry| entry.sketch.told)
                .filter_map(|entry| entry.sketch.days)
        };
        let first = days().map(|(from, _)| from).min()?;
        let last = days().map(|(_, to)| to).max()?;
        Some((first, last))
    }

    /// The event of a number.
    pub(super) fn get(&self, number: i64) -> Option<&Entry> {
        self.events.get(*self.places.get(&number)? as usize)
    }

    /// Who has a part in how many events, those in most first.
    pub(super) fn parties(&self, part: Part) -> Vec<(&SmolStr, usize)> {
        let parts = match part {
            Part::Actor => &self.actor,
            Part::Target => &self.target,
            Part::Voice => &self.voice,
        };
        let all = parts.0.iter().map(|(name, events)| (name, events.len()));
        let mut all: Vec<(&SmolStr, usize)> = all.collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        all
    }

    /// The events that pass a filter, in their order.
    pub(super) fn select(&self, filter: &Filter, knowledge: &Knowledge) -> Vec<&Entry> {
        let families: Vec<u8> = knowledge
            .families()
            .iter()
            .enumerate()
            .filter(|(_, family)| filter.families.contains(&family.id))
            .filter_map(|(place, _)| u8::try_from(place).ok())
            .collect();
        let passes = |entry: &Entry| {
            let sketch = &entry.sketch;
            (filter.all || sketch.told)
                && (filter.families.is_empty()
                    || entry
                        .family
                        .is_some_and(|family| families.contains(&family)))
                && (filter.grades.is_empty() || filter.grades.contains(&sketch.grade))
                && filter.days.meet(sketch.days)
                && filter.bounds.is_none_or(|bounds| {
                    sketch
                        .area
                        .is_some_and(|(lon, lat, _)| bounds.hold(lon, lat))
                })
                && (filter.actions.is_empty()
                    || sketch
                        .action
                        .as_ref()
                        .is_some_and(|action| filter.actions.contains(action)))
                && filter
                    .killed
                    .is_none_or(|least| sketch.killed.is_some_and(|[_, best, _]| best >= least))
                && filter
                    .disputed
                    .is_none_or(|wanted| wanted == (sketch.disputed > 0))
                && filter
                    .among
                    .as_ref()
                    .is_none_or(|among| among.contains(&sketch.number))
        };
        let asked = [
            (&self.actor, &filter.actor),
            (&self.target, &filter.target),
            (&self.voice, &filter.voice),
        ];
        let mut lists: Vec<&[u32]> = asked
            .iter()
            .filter_map(|(parts, name)| Some(parts.of(name.as_ref()?)))
            .collect();
        lists.sort_by_key(|list| list.len());
        let Some((shortest, others)) = lists.split_first() else {
            return self.events.iter().filter(|entry| passes(entry)).collect();
        };
        let in_all = |place: &&u32| others.iter().all(|list| list.binary_search(place).is_ok());
        let events = shortest.iter().filter(in_all);
        events
            .filter_map(|place| self.events.get(*place as usize))
            .filter(|entry| passes(entry))
            .collect()
    }
}

impl Days {
    /// Whether days meet these; what has no day meets only what is open at both ends.
    fn meet(self, days: Option<(i32, i32)>) -> bool {
        match days {
            None => self == Self::default(),
            Some((first, last)) => {
                self.from.is_none_or(|from| last >= from) && self.to.is_none_or(|to| first <= to)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_may_reach_over_the_date_line() {
        let bounds = Bounds {
            west: 170.0,
            south: -10.0,
            east: -170.0,
            north: 10.0,
        };
        assert!(bounds.hold(175.0, 0.0) && bounds.hold(-175.0, 0.0));
        assert!(!bounds.hold(0.0, 0.0) && !bounds.hold(175.0, 11.0));
    }

    #[test]
    fn days_meet_where_they_share_one() {
        let days = Days {
            from: Some(10),
            to: Some(20),
        };
        assert!(days.meet(Some((0, 10))) && days.meet(Some((20, 30))) && days.meet(Some((0, 30))));
        assert!(!days.meet(Some((0, 9))) && !days.meet(Some((21, 30))) && !days.meet(None));
        assert!(Days::default().meet(None));
    }

    #[test]
    fn parts_are_kept_once_and_in_order() {
        let mut parts = Parts::default();
        for (name, event) in [("a", 3), ("b", 1), ("a", 1), ("a", 3)] {
            parts.add(name, event);
        }
        parts.finish();
        assert_eq!(
            (parts.of("a"), parts.of("b"), parts.of("c")),
            (&[1, 3][..], &[1][..], &[][..])
        );
    }
}
