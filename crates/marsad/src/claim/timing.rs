//! When did it happen?
//!
//! In comes a trigger; out comes the time of its own clause, else the time of the
//! clause that it depends on, else the day on which it was said, marked as
//! inferred. Invariant: no day is given that the text does not name.

use super::{When, attribution::Attribution, cast::Scene};
use crate::{
    mention::{TimeClass, TimeMention},
    terms::Slot,
};

/// When the deed at `trigger` happened; `carrier` is the verb that carries a noun.
pub(crate) fn of(
    scene: &Scene<'_>,
    trigger: usize,
    carrier: Option<usize>,
    said: Option<&Attribution<'_>>,
) -> Slot<When> {
    let own: Vec<usize> = std::iter::once(trigger).chain(carrier).collect();
    let times: Vec<&TimeMention> = scene
        .in_sentence(trigger, &scene.mentions.times, |time| time.head)
        .iter()
        .filter(|time| {
            matches!(time.class, TimeClass::Date | TimeClass::Time) || time.days.value().is_some()
        })
        .collect();
    if let Some(time) = times
        .iter()
        .find(|time| own.contains(&governor(scene, time)))
    {
        return Slot::Said(when(time));
    }
    // A coordinated or controlled clause shares what its governor says of the time.
    let mut here = carrier.unwrap_or(trigger);
    while matches!(
        scene.tree.token(here).dep.as_str(),
        "xcomp" | "advcl" | "pcomp" | "dobj" | "pobj" | "prep"
    ) {
        let Some(above) = scene.tree.head(here) else {
            break;
        };
        if said.is_some_and(|said| said.cue == above) {
            break;
        }
        if let Some(time) = times.iter().find(|time| governor(scene, time) == above) {
            return Slot::Inferred {
                value: when(time),
                reason: "the time of the clause it is part of".into(),
            };
        }
        here = above;
    }
    // "said on Friday that there were clashes": only what is said outright, not its asides.
    let outright = |said: &Attribution<'_>| {
        let mut way = scene
            .tree
            .upwards(trigger)
            .take_while(|&here| here != said.cue);
        way.all(|here| {
            !matches!(
                scene.tree.token(here).dep.as_str(),
                "relcl" | "acl" | "advcl" | "pcomp"
            )
        })
    };
    if let Some(said) = said.filter(|said| outright(said))
        && let Some(time) = times.iter().find(|time| governor(scene, time) == said.cue)
    {
        return Slot::Inferred {
            value: when(time),
            reason: "the time at which it was said".into(),
        };
    }
    Slot::Unsaid
}

/// The verb or noun of a deed that a time hangs on.
pub(super) fn governor(scene: &Scene<'_>, time: &TimeMention) -> usize {
    let mut here = time.head;
    // "shelled the town overnight and warplanes struck": a time that the parser joins with
    // the next subject belongs to the verb before it.
    let joined = scene
        .tree
        .with_dep(here, &["cc"])
        .any(|and| and == time.tokens.end);
    if joined && scene.tree.token(here).tag.starts_with("RB") {
        let before = (0..here)
            .rev()
            .take_while(|&at| !matches!(scene.tree.token(at).tag.as_str(), "," | "." | ":"))
            .find(|&at| scene.tree.is_verb(at));
        return before.unwrap_or(here);
    }
    while let Some(above) = scene.tree.head(here) {
        here = above;
        if scene.tree.is_verb(here) || scene.tree.token(here).pos == "AUX" {
            break;
        }
        let named_deed =
            scene.tree.is_noun(here) && scene.actor(here).is_none() && scene.place(here).is_none();
        if named_deed && !matches!(scene.tree.token(here).dep.as_str(), "npadvmod") {
            break;
        }
    }
    here
}

fn when(time: &TimeMention) -> When {
    When {
        span: Some(time.span),
        days: time.days.value().copied(),
        precision: time.precision,
    }
}
