//! Which kinds of deed may be one happening, and what speaks for it that two reports tell of the same?
//!
//! In goes `ontology/likeness.toml`; out comes [`Likenesses`]: for every action its kin, and the
//! weights by which happenings are compared. Invariant: every action of the ontology has a kin, its own
//! alone where the file names none, and kinship holds both ways.

use std::collections::BTreeMap;

use serde::Deserialize;
use smol_str::SmolStr;

use super::{
    action::{ActionId, Ontology},
    error::{Error, ErrorKind, did_you_mean},
};

/// Which kinds of deed are near each other, and how happenings are weighed.
#[derive(Clone, Debug, Default)]
pub struct Likenesses {
    /// How many of the kins the file names; the others are of one action each.
    named: u16,
    kins: Vec<Kin>,
    of: BTreeMap<ActionId, u16>,
    /// The kin of deeds of a PLOVER type whose action is in none.
    of_type: BTreeMap<SmolStr, u16>,
    /// What two happenings share or do not share, in points.
    pub weights: Weights,
    /// How far places may lie apart.
    pub reach: Reach,
    /// From how many points on happenings are one.
    pub grouping: Grouping,
    /// What holds one report's claims together.
    pub report: Together,
}

/// A kind of deed.
#[derive(Clone, Debug, Default)]
struct Kin {
    near: Vec<u16>,
    outcome: bool,
    vague: bool,
    force: bool,
}

/// What two happenings share or do not share, in points; the file tells of each.
#[expect(
    missing_docs,
    reason = "the file that they are read from tells of each"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub day: f32,
    pub days: f32,
    pub longer: f32,
    pub next_day: f32,
    pub other_day: f32,
    pub apart: f32,
    pub undated: f32,
    pub spot: f32,
    pub town: f32,
    pub region: f32,
    pub same_place: f32,
    pub unplaced: f32,
    pub same_name: f32,
    pub kin: f32,
    pub near: f32,
    pub other_kin: f32,
    pub toll: f32,
    pub toll_tenfold: f32,
    pub toll_most: f32,
    pub ranges: f32,
    pub other_toll: f32,
    pub other_tolls: f32,
    pub other_toll_most: f32,
    pub one_toll: f32,
    pub injured: f32,
    pub actor: f32,
    pub side: f32,
    pub other_actor: f32,
    pub camp: f32,
    pub words: f32,
}

/// How far places may lie apart, in kilometres; the file tells of each.
#[expect(
    missing_docs,
    reason = "the file that they are read from tells of each"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    pub spot_km: f64,
    pub town_km: f64,
    pub region_km: f64,
    pub apart_km: f64,
}

/// From how many points on happenings are one; the file tells of each.
#[expect(
    missing_docs,
    reason = "the file that they are read from tells of each"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grouping {
    pub least: f32,
    pub shared: f32,
    pub strangers: f32,
    pub rival: f32,
}

/// What holds one report's claims together, in points; the file tells of each.
#[expect(
    missing_docs,
    reason = "the file that they are read from tells of each"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Together {
    pub base: f32,
    pub least: f32,
    pub place: f32,
    pub apart_km: f64,
    pub toll: f32,
    pub other_toll: f32,
    pub near: f32,
    pub actor: f32,
    pub other_actor: f32,
    pub sentences: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kin: Vec<Entry>,
    weights: Weights,
    reach: Reach,
    grouping: Grouping,
    report: Together,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: SmolStr,
    actions: Vec<SmolStr>,
    near: Vec<SmolStr>,
    #[serde(default)]
    outcome: bool,
    #[serde(default)]
    vague: bool,
    #[serde(default)]
    force: bool,
    plover: Option<SmolStr>,
}

impl Likenesses {
    pub(super) fn read(file: &str, text: &str, ontology: &Ontology) -> Result<Self, Error> {
        let read: File = toml::from_str(text).map_err(|e| Error::new(file, e))?;
        let wrong = |at: &SmolStr, what: String| {
            let kind = ErrorKind::Entry {
                at: at.to_string(),
                what,
            };
            Error::in_entry(file, text, at, kind)
        };
        let mut kins = Vec::new();
        let mut of = BTreeMap::new();
        let mut of_type = BTreeMap::new();
        for (number, entry) in read.kin.iter().enumerate() {
            let mut near = Vec::new();
            for id in &entry.near {
                let found = read.kin.iter().position(|kin| kin.id == *id);
                let names = || read.kin.iter().map(|kin| kin.id.as_str());
                let Some(other) = found else {
                    let meant = did_you_mean(id, names());
                    return Err(wrong(id, format!("there is no such kin{meant}")));
                };
                if !read.kin[other].near.contains(&entry.id) {
                    let what = format!("{id:?} is near it, and it is not near {id:?}");
                    return Err(wrong(&entry.id, what));
                }
                near.push(number_of(other));
            }
            for id in &entry.actions {
                let action = ActionId(id.clone());
                if ontology.get(&action).is_none() {
                    let names = ontology.iter().map(|action| action.id.0.as_str());
                    let meant = did_you_mean(id, names);
                    let what = format!("there is no such action in actions.toml{meant}");
                    return Err(wrong(id, what));
                }
                if of.insert(action, number_of(number)).is_some() {
                    let id = id.to_string();
                    return Err(Error::new(file, ErrorKind::Twice { id }));
                }
            }
            if let Some(plover) = &entry.plover {
                of_type.insert(plover.clone(), number_of(number));
            }
            kins.push(Kin {
                near,
                outcome: entry.outcome,
                vague: entry.vague,
                force: entry.force,
            });
        }
        let named = kins.len();
        for action in ontology.iter() {
            of.entry(action.id.clone()).or_insert_with(|| {
                kins.push(Kin::default());
                number_of(kins.len() - 1)
            });
        }
        Ok(Self {
            named: number_of(named),
            kins,
            of,
            of_type,
            weights: read.weights,
            reach: read.reach,
            grouping: read.grouping,
            report: read.report,
        })
    }

    /// The kin of a deed by its action, or by its PLOVER type where its action is in no kin that the file names;
    /// that of actions nobody knows is none's.
    pub(crate) fn kin(&self, action: &ActionId, plover: Option<&str>) -> u16 {
        let own = self.of.get(action).copied().unwrap_or(u16::MAX);
        let typed = plover.and_then(|plover| self.of_type.get(plover));
        match typed {
            Some(typed) if own >= self.named => *typed,
            _ => own,
        }
    }

    /// Whether deeds of a kin are deeds of force.
    pub(crate) fn is_force(&self, kin: u16) -> bool {
        self.get(kin).is_some_and(|kin| kin.force)
    }

    /// Whether an action says by what means something was done, and not only that, or what came of it.
    pub fn tells_means(&self, action: &ActionId) -> bool {
        self.is_definite(self.kin(action, None))
    }

    /// Whether a kin says by what means a deed of force was done.
    pub(crate) fn is_definite(&self, kin: u16) -> bool {
        self.get(kin).is_none_or(|kin| !kin.outcome && !kin.vague)
    }

    /// Whether deeds of two kins may be parts of one happening.
    pub(crate) fn go_together(&self, one: u16, other: u16) -> bool {
        let open = !self.is_definite(one) || !self.is_definite(other);
        one == other
            || self.are_near(one, other)
            || open && self.is_force(one) && self.is_force(other)
    }

    /// Whether the same happening may be called by either of two kins.
    pub(crate) fn are_near(&self, one: u16, other: u16) -> bool {
        self.get(one).is_some_and(|kin| kin.near.contains(&other))
    }

    fn get(&self, kin: u16) -> Option<&Kin> {
        self.kins.get(usize::from(kin))
    }
}

/// The number of a kin; there are no more of them than actions.
fn number_of(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: &str = include_str!("../../../../data/ontology/likeness.toml");

    fn read(kins: &str) -> Result<Likenesses, Error> {
        let numbers = REST.find("\n[weights]\n").map_or("", |at| &REST[at..]);
        let text = format!("{kins}\n{numbers}");
        Likenesses::read("likeness.toml", &text, &Ontology::default())
    }

    #[test]
    fn a_kin_that_is_near_nobody_knows_is_refused() {
        let error = read("[[kin]]\nid = \"air\"\nactions = []\nnear = [\"fir\"]\n");
        let error = error.expect_err("refused").to_string();
        assert!(error.contains("no such kin"), "{error}");
    }

    #[test]
    fn nearness_holds_both_ways_or_is_refused() {
        let one_way = "[[kin]]\nid = \"air\"\nactions = []\nnear = [\"fire\"]\n\
                       [[kin]]\nid = \"fire\"\nactions = []\nnear = []\n";
        let error = read(one_way).expect_err("refused").to_string();
        assert!(error.contains("is not near"), "{error}");
    }
}
