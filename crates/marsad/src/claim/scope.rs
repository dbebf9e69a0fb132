//! Does a clause tell one deed, or sum up many?
//!
//! In comes a match; out comes whether it sums up: by a running total, by an adverb of habit, by a
//! length of time in which it all happened, or by a war that did it all. Invariant: only what stands in the deed's own
//! clause makes it a summary.

use smol_str::SmolStr;

use super::{ClaimAmount, cast::Scene, matching::Match, timing};
use crate::{
    knowledge::{action::ActionId, pattern::SlotRole},
    mention::{TimeClass, TimeMention},
};

/// Whether a match sums up many deeds.
pub(crate) fn sums_up(scene: &Scene<'_>, hit: &Match<'_>) -> bool {
    let modals = scene.knowledge.modals();
    let tree = &scene.tree;
    let own: Vec<usize> = std::iter::once(hit.trigger)
        .chain(hit.frame.carrier)
        .collect();
    let habit = own.iter().any(|&at| {
        tree.with_dep(at, &["advmod"])
            .any(|word| modals.is_habit(&tree.token(word).lemma.to_lowercase()))
    });
    // "have been displaced since the war began": with a perfect, "since" is of time.
    let perfect = |at: usize| {
        tree.with_dep(at, &["aux"])
            .any(|aux| tree.token(aux).lemma == "have")
    };
    let since = own.iter().filter(|&&at| perfect(at)).any(|&at| {
        let word = |child: usize| modals.sums_since(&tree.token(child).lemma.to_lowercase());
        let dated = |child: &usize| {
            let extent = tree.extent(*child);
            extent.clone().any(|at| scene.is_time(at))
        };
        tree.with_dep(at, &["prep", "advcl"])
            .filter(|child| !dated(child))
            .any(|child| word(child) || tree.with_dep(child, &["mark"]).any(word))
    });
    // "a fresh conflict between two clans" is one deed.
    let one = |at: usize| {
        tree.with_dep(at, &["det"])
            .any(|det| modals.singles_one(&tree.token(det).lemma.to_lowercase()))
    };
    let whole = |at: usize| modals.is_whole(&tree.token(at).lemma.to_lowercase()) && !one(at);
    let within = |(preposition, _, noun): &(SmolStr, usize, usize)| {
        modals.sums_within(preposition) && whole(*noun)
    };
    let of_a_whole = hit.frame.subjects.iter().any(|&at| whole(at))
        || own.iter().any(|&at| perfect(at)) && hit.frame.prepositions.iter().any(within);
    let least = f64::from(modals.summed_toll());
    let large = own.iter().any(|&at| perfect(at))
        && hit.pattern.counts.is_some()
        && hit.filled.iter().any(|(role, victim)| {
            let number = scene.number_of(victim.head);
            *role == SlotRole::Target
                && number.is_some_and(|number| number.range.low.is_some_and(|low| low >= least))
        });
    let ongoing = hit.pattern.counts.is_some()
        && tree.token(hit.trigger).dep == "xcomp"
        && tree
            .head(hit.trigger)
            .is_some_and(|verb| modals.goes_on(&tree.token(verb).lemma.to_lowercase()));
    let times = scene.in_sentence(hit.trigger, &scene.mentions.times, |time| time.head);
    let long =
        |time: &&TimeMention| own.contains(&timing::governor(scene, time)) && is_long(scene, time);
    hit.pattern.cumulative && !is_of_one_deed(scene, hit)
        || habit
        || since
        || of_a_whole
        || ongoing
        || large
        || times.iter().any(|time| long(&time))
}

/// Whether it counts more people than any single deed reaches, however the words put it: "the deaths of 14,000 people", "close to
/// 500,000 killed".
pub(crate) fn is_beyond_one_deed(
    scene: &Scene<'_>,
    action: &ActionId,
    amounts: &[ClaimAmount],
) -> bool {
    let mut tolls = scene.knowledge.families().tolls();
    tolls.any(|toll| {
        let least = toll.sum_from.unwrap_or(f64::INFINITY);
        let mut counted = amounts
            .iter()
            .filter(|amount| toll.counts(action, &amount.what));
        counted.any(|amount| amount.range.least().is_some_and(|number| number >= least))
    })
}

/// "the toll of the bombing rose to 12": it goes on, but what it counts is a single deed.
fn is_of_one_deed(scene: &Scene<'_>, hit: &Match<'_>) -> bool {
    let tree = &scene.tree;
    let singular = |&noun: &usize| {
        tree.token(noun).tag == "NN"
            && scene.actor(noun).is_none()
            && scene.place(noun).is_none()
            && !scene.is_time(noun)
            && !scene
                .knowledge
                .modals()
                .is_whole(&tree.token(noun).lemma.to_lowercase())
    };
    let tolls = hit.frame.subjects.iter().chain(&hit.frame.objects);
    tolls
        .flat_map(|&toll| tree.with_dep(toll, &["prep"]))
        .flat_map(|prep| tree.with_dep(prep, &["pobj"]))
        .any(|noun| singular(&noun))
}

/// Whether a time is a length over which deeds are summed up: "in recent months", "since March",
/// "every week".
fn is_long(scene: &Scene<'_>, time: &TimeMention) -> bool {
    let modals = scene.knowledge.modals();
    let before = time.tokens.start.checked_sub(1);
    let lemma = |at: usize| scene.tree.token(at).lemma.to_lowercase();
    let since = before.is_some_and(|at| modals.sums_since(&lemma(at)))
        || modals.sums_since(&lemma(time.tokens.start));
    let within = before.is_some_and(|at| modals.sums_within(&lemma(at)));
    let least = i64::from(modals.summed_days());
    let covered = time.days.value().is_some_and(|days| days.days() >= least);
    // "since Friday" is a matter of days where the report's own day is known.
    let since = since && time.days.value().is_none_or(|_| covered);
    match time.class {
        // "Fridays rebel assault" is Friday's: no apostrophe, and no habit.
        TimeClass::Set => !is_possessor(scene, time.head),
        TimeClass::Duration => since || within && (covered || days_of(&time.value) >= least),
        _ => {
            since
                || within
                    && (covered && time.value.starts_with('P') || days_of(&time.value) >= least)
        }
    }
}

/// Whether a plural day is what has lost its apostrophe before a noun: "Fridays rebel assault", "among
/// Wednesdays dead", but not "on Fridays gunmen raid", where the noun is the subject.
fn is_possessor(scene: &Scene<'_>, day: usize) -> bool {
    let tree = &scene.tree;
    let next = day + 1;
    if next >= tree.len() || !tree.token(day).tag.starts_with("NN") {
        return false;
    }
    let before = ["NN", "JJ", "CD"]
        .iter()
        .any(|tag| tree.token(next).tag.starts_with(tag));
    let mut phrase = tree.upwards(next).take_while(|&at| !tree.is_verb(at));
    let of_subject = phrase.any(|at| matches!(tree.token(at).dep.as_str(), "nsubj" | "nsubjpass"));
    let governed = day > 0 && tree.token(day - 1).pos == "ADP";
    before && !(of_subject && governed)
}

/// How many days a TIMEX3 duration has at least; "some months" are one month or more.
fn days_of(value: &str) -> i64 {
    let Some(length) = value.strip_prefix('P') else {
        return 0;
    };
    let unit = match length.chars().last() {
        Some('Y') => 365,
        Some('M') if !length.starts_with('T') => 30,
        Some('W') => 7,
        Some('D') => 1,
        _ => return 0,
    };
    let number: String = length.chars().take_while(char::is_ascii_digit).collect();
    number.parse::<i64>().unwrap_or(2).saturating_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::days_of;

    #[test]
    fn lengths_are_counted_in_days() {
        assert_eq!(days_of("P3W"), 21);
        assert_eq!(days_of("PXM"), 60);
        assert_eq!(days_of("PT48H"), 0);
        assert_eq!(days_of("PT30M"), 0);
        assert_eq!(days_of("2016"), 0);
        assert_eq!(days_of("P99999999999999999999Y"), 730);
    }
}
