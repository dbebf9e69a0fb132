//! Which claims of one report tell of one happening?
//!
//! In come the tellings of a report in text order; out come groups of them. A claim goes on with a happening that
//! was told shortly before it, or with the same number, where kind, day, place and doer allow it; what sums up
//! many deeds, and what was not done, stands by itself. Invariant: every telling is in one group, and no group
//! holds two that cannot be one happening.

use super::telling::Telling;
use crate::{claim::Modality, knowledge::Knowledge};

/// The tellings of one report, those of one happening together.
pub(super) fn group(knowledge: &Knowledge, tellings: Vec<Telling>) -> Vec<Vec<Telling>> {
    let mut groups: Vec<Vec<Telling>> = Vec::new();
    for telling in tellings {
        let mut best: Option<(f32, usize)> = None;
        // Of equals the one told last.
        for (at, group) in groups.iter().enumerate().rev() {
            let points = points(knowledge, group, &telling);
            if let Some(points) = points.filter(|points| *points > best.map_or(0.0, |best| best.0))
            {
                best = Some((points, at));
            }
        }
        match best {
            Some((_, at)) => groups[at].push(telling),
            None => groups.push(vec![telling]),
        }
    }
    groups
}

/// In which sense a deed is told; only those told in one sense can be one happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Sense {
    /// It was done, or somebody says that it was not.
    Done,
    /// It was done long ago.
    Past,
    /// It sums up many.
    Summary,
    /// It is to come, or wished, or hangs on something.
    Open(Modality),
}

impl Sense {
    pub(super) fn of(telling: &Telling) -> Self {
        match telling.modality {
            _ if telling.summary => Self::Summary,
            Modality::Asserted
            | Modality::Denied
            | Modality::Supposed
            | Modality::Attempted
            | Modality::Failed => Self::Done,
            Modality::Historical => Self::Past,
            open => Self::Open(open),
        }
    }
}

/// How much speaks for it that a telling goes on with a group, beyond what is asked; `None` where it cannot.
fn points(knowledge: &Knowledge, group: &[Telling], telling: &Telling) -> Option<f32> {
    let likenesses = knowledge.likenesses();
    let weights = &likenesses.report;
    let done = |telling: &Telling| Sense::of(telling) == Sense::Done;
    if !done(telling) || !group.iter().all(done) {
        return None;
    }
    let gaps = group
        .iter()
        .map(|other| telling.sentence.abs_diff(other.sentence));
    let gap = gaps.min()?;
    let same_toll = group.iter().any(|other| share_toll(other, telling));
    if gap > weights.sentences && !same_toll {
        return None;
    }
    let kin = telling.kin(knowledge);
    let of_kin = |other: &Telling| likenesses.go_together(kin, other.kin(knowledge));
    if !group.iter().any(of_kin) || !days_meet(group, telling) {
        return None;
    }
    let place = match apart(group, telling) {
        Some(apart) if apart > weights.apart_km => return None,
        Some(_) => weights.place,
        None => 0.0,
    };
    let toll = if same_toll {
        weights.toll
    } else {
        let one_voice = group.iter().any(|other| other_toll(other, telling));
        if one_voice { weights.other_toll } else { 0.0 }
    };
    let actor = match share_actor(group, telling) {
        Some(true) => weights.actor,
        Some(false) => weights.other_actor,
        None => 0.0,
    };
    let near = weights.near / (1.0 + gap as f32);
    let points = weights.base + place + toll + actor + near - weights.least;
    (points > 0.0).then_some(points)
}

/// Whether a telling's days meet those of all in a group, where both are known.
fn days_meet(group: &[Telling], telling: &Telling) -> bool {
    let Some(days) = telling.days else {
        return true;
    };
    let mut dated = group.iter().filter_map(|other| other.days);
    dated.all(|other| other.overlaps(days))
}

/// How far a telling's place lies from the farthest of a group, beyond both their radii. From the nearest, a report would go from place
/// to place and end with one happening across a province.
fn apart(group: &[Telling], telling: &Telling) -> Option<f64> {
    let site = telling.site.as_ref()?;
    let others = group.iter().filter_map(|other| other.site.as_ref());
    others
        .map(|other| other.at.km_to(site.at) - other.radius_km - site.radius_km)
        .max_by(f64::total_cmp)
}

/// Whether both give the same number of dead.
fn share_toll(one: &Telling, other: &Telling) -> bool {
    one.counted(KILLED)
        .any(|toll| other.counted(KILLED).any(|same| same.range == toll.range))
}

/// Whether one voice gives two numbers of dead.
fn other_toll(one: &Telling, other: &Telling) -> bool {
    let both = one.counted(KILLED).next().is_some() && other.counted(KILLED).next().is_some();
    both && one.voice == other.voice && !share_toll(one, other)
}

/// Whether a known doer is in both; `None` where either knows none.
fn share_actor(group: &[Telling], telling: &Telling) -> Option<bool> {
    let known = |telling: &Telling| {
        let ids = telling.actors.iter().filter_map(|who| who.actor.clone());
        ids.collect::<Vec<_>>()
    };
    let mine = known(telling);
    let theirs: Vec<_> = group.iter().flat_map(known).collect();
    let both = !mine.is_empty() && !theirs.is_empty();
    both.then(|| mine.iter().any(|id| theirs.contains(id)))
}

/// What people are counted as who died.
pub(super) const KILLED: &str = "killed";
