//! How much speaks for it that two happenings are one?
//!
//! In come two [`Face`]s; out comes the [`Likeness`], in points for each thing that is compared: day, place, kind of
//! deed, toll, parties and words. The weights stand in `ontology/likeness.toml`. Invariant: it is the same both ways,
//! and neither nearness in space nor any other single thing makes two happenings one.

use super::face::Face;
use crate::knowledge::likeness::{Likenesses, Reach, Weights};

/// What speaks for it that two happenings are one, and what against it, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Likeness {
    /// By their days.
    pub day: f32,
    /// By their places.
    pub place: f32,
    /// By the kinds of deed.
    pub deed: f32,
    /// By the numbers of dead and injured.
    pub toll: f32,
    /// By who did it.
    pub party: f32,
    /// By the words of their sentences.
    pub words: f32,
}

impl Likeness {
    /// All together.
    pub fn points(&self) -> f32 {
        self.day + self.place + self.deed + self.toll + self.party + self.words
    }
}

/// What speaks for it that two happenings are one; `None` where they cannot be: told in different senses, days or
/// far places apart.
pub(super) fn of(likenesses: &Likenesses, one: &Face<'_>, other: &Face<'_>) -> Option<Likeness> {
    if one.sense != other.sense {
        return None;
    }
    let weights = &likenesses.weights;
    let likeness = Likeness {
        day: by_day(weights, one, other)?,
        place: by_place(weights, &likenesses.reach, one, other)?,
        deed: by_deed(likenesses, one, other)?,
        toll: by_toll(weights, one, other),
        party: by_party(weights, one, other),
        words: weights.words * share(one.words, other.words),
    };
    Some(likeness)
}

fn by_day(weights: &Weights, here: &Face<'_>, there: &Face<'_>) -> Option<f32> {
    let (Some(one), Some(other)) = (here.days, there.days) else {
        return Some(weights.undated);
    };
    let gap = one.0.max(other.0) - one.1.min(other.1);
    let said = match here.dated && there.dated {
        true => weights.other_day,
        false => 0.0,
    };
    match gap {
        ..=0 => Some(match (one.1 - one.0).max(other.1 - other.0) + 1 {
            ..=2 => weights.day,
            3..=5 => weights.days,
            _ => weights.longer,
        }),
        1 => Some(weights.next_day + said),
        2 | 3 => Some(weights.apart + said),
        _ => None,
    }
}

fn by_place(weights: &Weights, reach: &Reach, one: &Face<'_>, other: &Face<'_>) -> Option<f32> {
    let (Some(here), Some(there)) = (one.site, other.site) else {
        let shared = one
            .unplaced
            .iter()
            .any(|name| other.unplaced.contains(name));
        return Some(weights.unplaced + if shared { weights.same_name } else { 0.0 });
    };
    // Whatever lies so far north or south needs no exact distance; a degree is more than 111 km.
    let farthest = reach.apart_km + here.radius_km + there.radius_km;
    if (here.at.lat - there.at.lat).abs() * 111.0 > farthest {
        return None;
    }
    let apart = here.at.km_to(there.at) - here.radius_km - there.radius_km;
    if apart > reach.apart_km {
        return None;
    }
    let wide = here.radius_km.max(there.radius_km);
    let met = match apart <= 0.0 {
        true if wide <= reach.spot_km => weights.spot,
        true if wide <= reach.town_km => weights.town,
        true if wide <= reach.region_km => weights.region,
        _ => 0.0,
    };
    let same = here.name == there.name && wide <= reach.town_km;
    Some(met + if same { weights.same_place } else { 0.0 })
}

fn by_deed(likenesses: &Likenesses, one: &Face<'_>, other: &Face<'_>) -> Option<f32> {
    let weights = &likenesses.weights;
    let pairs = || {
        let mine = one.kins.iter();
        mine.flat_map(|&kin| other.kins.iter().map(move |&their| (kin, their)))
    };
    if !pairs().any(|(kin, their)| likenesses.go_together(kin, their)) {
        return None;
    }
    let definite = |kin: u16| likenesses.is_definite(kin);
    let told = pairs().filter(|&(kin, their)| definite(kin) && definite(their));
    let best = told
        .map(|(kin, their)| match kin == their {
            true => weights.kin,
            false if likenesses.are_near(kin, their) => weights.near,
            false => weights.other_kin,
        })
        .max_by(f32::total_cmp);
    Some(best.unwrap_or(0.0))
}

fn by_toll(weights: &Weights, one: &Face<'_>, other: &Face<'_>) -> f32 {
    let killed = match (one.killed.is_empty(), other.killed.is_empty()) {
        (true, true) => 0.0,
        (false, false) => by_killed(weights, &one.killed, &other.killed),
        _ => weights.one_toll,
    };
    let injured = one.injured.iter().any(|n| other.injured.contains(n));
    killed + if injured { weights.injured } else { 0.0 }
}

fn by_killed(weights: &Weights, one: &[(f64, f64)], other: &[(f64, f64)]) -> f32 {
    let most = |numbers: &[(f64, f64)]| numbers.last().map_or(0.0, |last| last.0);
    let same = one.iter().filter(|number| other.contains(number));
    if let Some(same) = same.map(|number| number.0).max_by(f64::total_cmp) {
        let powers = same.max(1.0).log10() as f32;
        return weights.toll + (weights.toll_tenfold * powers).min(weights.toll_most);
    }
    let meet = |a: &(f64, f64)| other.iter().any(|b| a.0 <= b.1 && b.0 <= a.1);
    if one.iter().any(meet) {
        return weights.ranges;
    }
    let ratio = ((most(one) + 1.0) / (most(other) + 1.0)).ln().abs() as f32;
    (weights.other_toll + weights.other_tolls * ratio).max(weights.other_toll_most)
}

fn by_party(weights: &Weights, one: &Face<'_>, other: &Face<'_>) -> f32 {
    let actors = match (one.actors.is_empty(), other.actors.is_empty()) {
        (false, false) if one.actors.iter().any(|id| other.actors.contains(id)) => weights.actor,
        (false, false) if one.sides.iter().any(|side| other.sides.contains(side)) => weights.side,
        (false, false) => weights.other_actor,
        _ => 0.0,
    };
    let camps = !one.camps.is_empty() && !other.camps.is_empty();
    let apart = camps && !one.camps.iter().any(|camp| other.camps.contains(camp));
    actors + if apart { weights.camp } else { 0.0 }
}

/// What share of words two sorted lists have in common: the cosine of the angle between them.
fn share(one: &[u32], other: &[u32]) -> f32 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let (mut a, mut b, mut common) = (0, 0, 0_u32);
    while let (Some(here), Some(there)) = (one.get(a), other.get(b)) {
        match here.cmp(there) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                a += 1;
                b += 1;
            }
        }
    }
    common as f32 / ((one.len() * other.len()) as f32).sqrt()
}
