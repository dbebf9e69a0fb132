//! What has an analyst decided about events?
//!
//! In come [`Decision`]s, each with a name and a reason, and the tellings as they were grouped without them; out come
//! the groups as decided, and events with what was decided put over what was said. Decisions name claims by the words of their
//! documents, which never change, and not by events, which come and go as reports arrive and rules get better. Invariant:
//! decisions act in the order of their numbers; none takes anything away that somebody said; one that finds its claims no
//! more is told as idle.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{
    Event, Report,
    account::{Agreement, Count, Told},
    grade::{Grade, Graded},
    telling::{Site, Telling, Who},
};
use crate::{
    knowledge::action::ActionId,
    terms::{Interval, Span},
};

/// Something that an analyst has decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Its place in the order in which decisions act.
    pub number: u32,
    /// Who decided.
    pub by: SmolStr,
    /// On which day.
    pub day: Date,
    /// Why.
    pub reason: SmolStr,
    /// What.
    pub ruling: Ruling,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Ruling {
    /// The events that hold these claims are one.
    Merge(Vec<Anchor>),
    /// These claims are an event of their own.
    Split(Vec<Anchor>),
    /// A slot of the event that holds this claim is not as reported.
    Correct(Anchor, Correction),
    /// The event that holds this claim did not happen, or is no event.
    Reject(Anchor),
    /// The event that holds this claim is certain.
    Confirm(Anchor),
}

impl Ruling {
    /// The word for it on the wire.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Merge(_) => "merge",
            Self::Split(_) => "split",
            Self::Correct(..) => "correct",
            Self::Reject(_) => "reject",
            Self::Confirm(_) => "confirm",
        }
    }

    /// The claims that it names.
    pub fn anchors(&self) -> &[Anchor] {
        match self {
            Self::Merge(anchors) | Self::Split(anchors) => anchors,
            Self::Correct(anchor, _) | Self::Reject(anchor) | Self::Confirm(anchor) => {
                std::slice::from_ref(anchor)
            }
        }
    }
}

/// A claim by the words that it hangs on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// The document's fingerprint.
    pub fingerprint: SmolStr,
    /// The trigger; whichever claim hangs on a word of it is meant.
    pub trigger: Span,
}

/// What a slot is put right to.
#[derive(Clone, Debug, PartialEq)]
pub enum Correction {
    /// What kind of deed.
    Action(ActionId),
    /// When.
    Days(Interval),
    /// Where.
    Site(Site),
    /// Who did it.
    Actors(Vec<Who>),
    /// To whom or what it was done.
    Targets(Vec<Who>),
    /// How many of what: `low` ≤ `best` ≤ `high`.
    Count {
        /// What is counted: "killed".
        what: SmolStr,
        /// The least.
        low: f64,
        /// The likeliest.
        best: f64,
        /// The most.
        high: f64,
    },
}

impl Correction {
    /// The name of the slot.
    pub fn slot(&self) -> &str {
        match self {
            Self::Action(_) => "action",
            Self::Days(_) => "days",
            Self::Site(_) => "place",
            Self::Actors(_) => "actors",
            Self::Targets(_) => "targets",
            Self::Count { what, .. } => what,
        }
    }
}

/// Which telling of which happening of which report, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) report: u32,
    pub(super) happening: u32,
    pub(super) telling: u32,
}

/// Tellings in groups, and which decisions act on which.
pub(super) struct Regrouped {
    /// The groups, each in the order of reports and of their texts.
    pub(super) groups: Vec<Vec<At>>,
    /// For groups that decisions act on, the places of these among all.
    pub(super) decided: BTreeMap<usize, BTreeSet<usize>>,
    /// The numbers of decisions that found none of their claims.
    pub(super) idle: Vec<u32>,
}

/// Puts decisions, in the order of their numbers, over groups of tellings.
pub(super) fn regroup(
    reports: &[Report],
    groups: Vec<Vec<At>>,
    decisions: &[&Decision],
) -> Regrouped {
    if decisions.is_empty() {
        return Regrouped {
            groups,
            decided: BTreeMap::new(),
            idle: Vec::new(),
        };
    }
    let mut hand = Hand::new(reports, groups);
    let mut idle = Vec::new();
    for (place, decision) in decisions.iter().enumerate() {
        let anchors = decision.ruling.anchors();
        let mut meant: Vec<At> = anchors
            .iter()
            .filter_map(|anchor| hand.find(anchor))
            .collect();
        meant.sort_unstable();
        meant.dedup();
        if meant.is_empty() {
            idle.push(decision.number);
            continue;
        }
        match decision.ruling {
            Ruling::Merge(_) => hand.merge(place, &meant),
            Ruling::Split(_) => hand.split(place, &meant),
            _ => hand.mark(place, &meant),
        }
    }
    let mut all: Vec<(Vec<At>, BTreeSet<usize>)> = hand
        .groups
        .into_iter()
        .zip(hand.decided)
        .filter(|(group, _)| !group.is_empty())
        .collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let (groups, decided): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let decided = decided.into_iter().enumerate();
    Regrouped {
        groups,
        decided: decided.filter(|(_, by)| !by.is_empty()).collect(),
        idle,
    }
}

struct Hand<'r> {
    reports: &'r [Report],
    by_fingerprint: BTreeMap<&'r str, u32>,
    groups: Vec<Vec<At>>,
    of: BTreeMap<At, usize>,
    decided: Vec<BTreeSet<usize>>,
}

impl<'r> Hand<'r> {
    fn new(reports: &'r [Report], groups: Vec<Vec<At>>) -> Self {
        let all = groups.iter().enumerate();
        let of = all.flat_map(|(number, group)| group.iter().map(move |&at| (at, number)));
        Self {
            by_fingerprint: (0..)
                .zip(reports)
                .map(|(number, report)| (report.fingerprint.as_str(), number))
                .collect(),
            reports,
            of: of.collect(),
            decided: vec![BTreeSet::new(); groups.len()],
            groups,
        }
    }

    /// The telling whose trigger has a word in common with the anchor's.
    fn find(&self, anchor: &Anchor) -> Option<At> {
        let number = *self.by_fingerprint.get(anchor.fingerprint.as_str())?;
        let meant = |telling: &Telling| telling.trigger.overlaps(anchor.trigger);
        let happenings = (0..).zip(&self.reports[number as usize].happenings);
        let mut tellings = happenings.flat_map(|(happening, told)| {
            (0..)
                .zip(&told.tellings)
                .map(move |(telling, told)| (happening, telling, told))
        });
        let (happening, telling, _) = tellings.find(|(_, _, told)| meant(told))?;
        Some(At {
            report: number,
            happening,
            telling,
        })
    }

    fn merge(&mut self, decision: usize, meant: &[At]) {
        let numbers: BTreeSet<usize> = meant.iter().map(|at| self.of[at]).collect();
        let mut numbers = numbers.into_iter();
        let Some(first) = numbers.next() else {
            return;
        };
        for other in numbers {
            let moved = std::mem::take(&mut self.groups[other]);
            for at in &moved {
                self.of.insert(*at, first);
            }
            self.groups[first].extend(moved);
            let also = std::mem::take(&mut self.decided[other]);
            self.decided[first].extend(also);
        }
        self.groups[first].sort_unstable();
        self.decided[first].insert(decision);
    }

    fn split(&mut self, decision: usize, meant: &[At]) {
        let own = self.groups.len();
        self.decided.push(BTreeSet::from([decision]));
        for at in meant {
            let from = self.of.insert(*at, own);
            if let Some(from) = from {
                self.groups[from].retain(|other| other != at);
                self.decided[from].insert(decision);
            }
        }
        self.groups.push(meant.to_vec());
    }

    fn mark(&mut self, decision: usize, meant: &[At]) {
        for at in meant {
            self.decided[self.of[at]].insert(decision);
        }
    }
}

/// Puts decisions about one event over what is said of it.
pub(super) fn decide(event: &mut Event, decisions: Vec<Decision>) {
    let by_hand = |grade, rule, decision: &Decision| Graded {
        grade,
        rule,
        reason: smol_str::format_smolstr!("{}: {}", decision.by, decision.reason),
    };
    for decision in &decisions {
        match &decision.ruling {
            Ruling::Merge(_) | Ruling::Split(_) => {}
            Ruling::Correct(_, correction) => event.account.correct(correction),
            Ruling::Reject(_) => {
                event.grade = by_hand(Grade::Discounted, "rejected-by-hand", decision);
            }
            Ruling::Confirm(_) => {
                event.grade = by_hand(Grade::Confirmed, "confirmed-by-hand", decision);
            }
        }
    }
    event.hand = decisions;
}

impl super::Account {
    /// Puts a slot right. What was said of it stands behind.
    fn correct(&mut self, correction: &Correction) {
        match correction {
            Correction::Action(action) => put_right(&mut self.action, [action.clone()]),
            Correction::Days(days) => put_right(&mut self.days, [*days]),
            Correction::Site(site) => put_right(&mut self.site, [site.clone()]),
            Correction::Actors(who) => put_right(&mut self.actors, who.iter().cloned()),
            Correction::Targets(who) => put_right(&mut self.targets, who.iter().cloned()),
            Correction::Count {
                what,
                low,
                best,
                high,
            } => {
                let said = self.counts.remove(what).map(|count| count.said);
                let count = Count {
                    low: *low,
                    best: *best,
                    high: *high,
                    open: false,
                    corrected: true,
                    said: said.unwrap_or_default(),
                };
                self.counts.insert(what.clone(), count);
            }
        }
    }
}

/// Puts values before those that were said; no voice gives them.
fn put_right<T: PartialEq>(told: &mut Told<T>, right: impl IntoIterator<Item = T>) {
    // Of two corrections of one slot the later holds alone.
    told.values.retain(|(_, voices)| !voices.is_empty());
    let right = right.into_iter().map(|value| (value, Vec::new()));
    told.values.splice(0..0, right);
    told.agreement = Agreement::Corrected;
}
