//! When did it happen, where its own clauses do not say?
//!
//! In come the claims of a document in text order; out come those that have no time yet
//! with that of the scene which they continue: another time that their sentence names, else
//! that of the sentences before, else that of the next ones. What is left was done before
//! it was said; where no day of a saying is known either, it was on the day of the report or one of the three
//! before it, which are the days of UCDP's rule for reports that give no time. Invariant: a time that is given here is marked as inferred, with its reason.

use jiff::civil::Date;

use super::{
    super::{
        Claim, Modality, When,
        attribution::{self, Attribution},
        cast::Scene,
    },
    clause, inferred, is_news, is_of_the_report, places_in_time,
};
use crate::{
    mention::{
        TimeClass, TimeMention,
        time::{self, Untimed},
    },
    terms::{DatePrecision, Interval, Slot},
};

/// Why a deed has a time that its clauses do not say.
const OF_THE_SENTENCE: &str = "another time that its sentence names";
const OF_A_SENTENCE_BEFORE: &str = "the time of the scene that it continues";
const OF_A_SENTENCE_AFTER: &str = "the time that the next sentences give the scene";
const OF_THE_SAYING: &str = "done by the day on which it was said, within UCDP's three days before";
const UP_TO_NOW: &str =
    "no time is given; told as of the report: its day and the three before, after UCDP's rule";
const WITHOUT_A_TIME: &str = "no time is given: the report's day and the three before, after UCDP's rule, which leaves out its day";

/// How many sentences on a scene is still told, and how many later it may be dated.
const REACH: usize = 5;
const REACH_AHEAD: usize = 2;
/// What covers more days is no scene.
const LONGEST: i64 = 31;
/// How many days a report is in the telling.
const CURRENT: i64 = 7;

/// A document whose claims are dated.
struct Story<'s, 'a> {
    scene: &'s Scene<'a>,
    attributions: &'s [Attribution<'a>],
    report: Option<Date>,
}

/// Dates the claims that have no time of their own; `sites` are the words that each hangs on.
pub(in crate::claim) fn complete(
    scene: &Scene<'_>,
    attributions: &[Attribution<'_>],
    claims: &mut [Claim],
    sites: &[(usize, Option<usize>)],
) {
    let story = Story {
        scene,
        attributions,
        report: scene.mentions.report.value().copied(),
    };
    for (claim, &(trigger, carrier)) in claims.iter_mut().zip(sites) {
        if matches!(claim.when, Slot::Unsaid) && continues(claim.modality) {
            claim.when = story.when(trigger, carrier, claim.modality, claim.summary);
        }
    }
}

/// Whether a deed stated in that sense has a place in the story that is told.
fn continues(sense: Modality) -> bool {
    matches!(
        sense,
        Modality::Asserted
            | Modality::Supposed
            | Modality::Denied
            | Modality::Attempted
            | Modality::Failed
    )
}

impl Story<'_, '_> {
    fn when(
        &self,
        trigger: usize,
        carrier: Option<usize>,
        sense: Modality,
        summary: bool,
    ) -> Slot<When> {
        let said = attribution::closest(self.scene, self.attributions, trigger);
        let site = carrier.unwrap_or(trigger);
        // "had fled the year before": what went before the story is not dated by it.
        if said.is_none() && self.has_auxiliary(site, &["VBD"], "have") {
            return Slot::Unsaid;
        }
        let sentences = &self.scene.sentences.sentences;
        let here = sentences.partition_point(|sentence| sentence.tokens.end <= trigger);
        let spoken = self.time_of_saying(here, said);
        let last = spoken
            .and_then(|time| time.days.value())
            .map(|days| days.to);
        let fits = |time: &TimeMention| {
            let first = time.days.value().map(|days| days.from);
            first.zip(last).is_none_or(|(first, last)| first <= last)
        };
        if let Some((time, reason)) = self.of_the_scene(here, trigger, &fits) {
            return inferred(self.scene, time, reason);
        }
        if sense == Modality::Denied {
            return Slot::Unsaid;
        }
        if let Some(time) = spoken {
            return self.by_the_saying(time);
        }
        if summary {
            return Slot::Unsaid;
        }
        self.untimed(here, site, said)
    }

    /// The time of the scene that a deed continues, and how it was found.
    fn of_the_scene(
        &self,
        here: usize,
        trigger: usize,
        fits: &dyn Fn(&TimeMention) -> bool,
    ) -> Option<(&TimeMention, &'static str)> {
        let own = self
            .scenes(here, trigger)
            .filter(|time| fits(time))
            .min_by_key(|time| time.head.abs_diff(trigger));
        if let Some(time) = own {
            return Some((time, OF_THE_SENTENCE));
        }
        // "said this week that …": who says when begins a scene.
        let opens = self.sayings(here).next().is_some();
        let reach = if opens { 0 } else { REACH };
        let before = (here.saturating_sub(reach)..here).rev();
        let earlier = before
            .filter_map(|at| self.main_scene(at, trigger))
            .find(|time| fits(time));
        if let Some(time) = earlier {
            return Some((time, OF_A_SENTENCE_BEFORE));
        }
        let after = here + 1..(here + 1 + REACH_AHEAD).min(self.scene.sentences.sentences.len());
        let later = after
            .filter_map(|at| self.scenes(at, trigger).next())
            .find(|time| fits(time));
        later.map(|time| (time, OF_A_SENTENCE_AFTER))
    }

    /// The times that a sentence names.
    fn times(&self, sentence: usize) -> &[TimeMention] {
        let tokens = &self.scene.sentences.sentences[sentence].tokens;
        let times = &self.scene.mentions.times;
        let first = times.partition_point(|time| time.head < tokens.start);
        let last = times.partition_point(|time| time.head < tokens.end);
        &times[first..last]
    }

    /// The times that a sentence gives the scene of a deed.
    fn scenes(
        &self,
        sentence: usize,
        trigger: usize,
    ) -> impl DoubleEndedIterator<Item = &TimeMention> {
        self.times(sentence)
            .iter()
            .filter(move |time| self.is_scene(time, trigger))
    }

    /// Of the times that a sentence gives the scene that of its main clause, of several the last.
    fn main_scene(&self, sentence: usize, trigger: usize) -> Option<&TimeMention> {
        let tree = &self.scene.tree;
        let depth = |time: &&TimeMention| {
            let above = tree.upwards(time.head);
            above.filter(|&at| tree.is_verb(at)).count()
        };
        self.scenes(sentence, trigger).rev().min_by_key(depth)
    }

    /// Whether a time is one of a deed's story: not of a saying, not ahead, not background.
    fn is_scene(&self, time: &TimeMention, trigger: usize) -> bool {
        if !places_in_time(time) || is_of_the_report(time) || time.value.ends_with("_REF") {
            return false;
        }
        let short = |days: &Interval| days.days() <= LONGEST;
        let governor = clause::governor(self.scene, time);
        time.days.value().is_none_or(short)
            && is_news(time, self.report)
            && !self.is_saying(governor)
            && !self.is_of_a_name(time)
            && !self.went_before(governor, trigger)
            && !clause::is_background(self.scene, governor, trigger)
    }

    /// Whether a date only tells which of its kind a noun means: "the October elections", not "the three-day
    /// assault", which tells how long it was.
    fn is_of_a_name(&self, time: &TimeMention) -> bool {
        if time.class == TimeClass::Duration {
            return false;
        }
        let tree = &self.scene.tree;
        let names = matches!(tree.token(time.head).dep.as_str(), "compound" | "nmod");
        let before = time.tokens.start.checked_sub(1);
        names && before.is_some_and(|at| tree.token(at).pos == "DET")
    }

    /// Whether a verb tells in a clause apart from a deed what had been before it: "had been seized in May".
    fn went_before(&self, verb: usize, trigger: usize) -> bool {
        let said = || attribution::closest(self.scene, self.attributions, verb);
        self.has_auxiliary(verb, &["VBD"], "have")
            && !self.scene.tree.extent(verb).contains(&trigger)
            && said().is_none()
    }

    /// Whether a word says that something is said.
    fn is_saying(&self, at: usize) -> bool {
        clause::cues(self.scene, self.attributions, at).contains(&at)
            || clause::says(self.scene, at)
    }

    /// The time at which a deed was told: that of whoever says it, else of a saying beside it.
    fn time_of_saying(&self, here: usize, said: Option<&Attribution<'_>>) -> Option<&TimeMention> {
        let sentences = &self.scene.sentences.sentences;
        let own = said.and_then(|said| {
            let mut times = self.sayings(here);
            times.find(|time| clause::governor(self.scene, time) == said.cue)
        });
        let after = here + 1..(here + 1 + REACH_AHEAD).min(sentences.len());
        let before = (here.saturating_sub(REACH)..here).rev();
        let mut around = before.chain(after);
        own.or_else(|| self.sayings(here).next())
            .or_else(|| around.find_map(|at| self.sayings(at).find(|time| self.is_current(time))))
    }

    /// The times of a sentence at which something was said.
    fn sayings(&self, sentence: usize) -> impl Iterator<Item = &TimeMention> {
        let times = self.times(sentence).iter();
        times.filter(|time| {
            let governor = clause::governor(self.scene, time);
            places_in_time(time)
                && !time.value.ends_with("_REF")
                && is_news(time, self.report)
                && self.is_saying(governor)
        })
    }

    /// Whether a time is a day on which the report could have been told.
    fn is_current(&self, time: &TimeMention) -> bool {
        let days = time.days.value().zip(self.report);
        days.is_some_and(|(days, report)| {
            let age = Interval {
                from: days.from,
                to: report.max(days.from),
            };
            days.days() == 1 && age.days() <= CURRENT
        })
    }

    /// What was said on a day was done by then.
    fn by_the_saying(&self, time: &TimeMention) -> Slot<When> {
        let times = self.scene.knowledge.times();
        let days = time.days.value().and_then(|said| {
            let first = time::untimed(times, said.from, Untimed::UpToNow)?;
            Some(Interval {
                from: first.from,
                to: said.to,
            })
        });
        Slot::Inferred {
            value: When {
                span: Some(time.span),
                days,
                precision: days.map(|days| DatePrecision::of_days(days.days()) as u8),
                coded: None,
            },
            reason: OF_THE_SAYING.into(),
        }
    }

    /// The days that nothing rules out, and beside them those of UCDP's rule where it leaves out the report's own.
    fn untimed(&self, here: usize, site: usize, said: Option<&Attribution<'_>>) -> Slot<When> {
        // "at noon" says when it was on its day, whichever that is.
        let hour = self.times(here).iter().find(|time| is_of_the_report(time));
        let days = |how| {
            let report = self.report?;
            time::untimed(self.scene.knowledge.times(), report, how)
        };
        let (coded, reason) = match self.reaches_now(site, said) {
            true => (None, UP_TO_NOW),
            false => (days(Untimed::Before), WITHOUT_A_TIME),
        };
        days(Untimed::UpToNow).map_or(Slot::Unsaid, |days| Slot::Inferred {
            value: When {
                span: hour.map(|time| time.span),
                days: Some(days),
                precision: Some(DatePrecision::of_days(days.days()) as u8),
                coded,
            },
            reason: reason.into(),
        })
    }

    /// Whether a deed is told as of now: in the present or the perfect ("has killed"), or by
    /// whoever says it in the present ("police say").
    fn reaches_now(&self, site: usize, said: Option<&Attribution<'_>>) -> bool {
        let tree = &self.scene.tree;
        let finite = |at: &usize| {
            let own = tree.token(*at).tag.as_str();
            matches!(own, "VBD" | "VBZ" | "VBP")
                || tree.with_dep(*at, &["aux", "auxpass"]).next().is_some()
        };
        let verb = tree.upwards(site).find(finite);
        verb.into_iter()
            .chain(said.map(|said| said.cue))
            .any(|verb| self.is_present(verb))
    }

    fn is_present(&self, verb: usize) -> bool {
        let tree = &self.scene.tree;
        let forms = tree.with_dep(verb, &["aux", "auxpass"]).chain([verb]);
        forms
            .map(|at| tree.token(at).tag.as_str())
            .any(|tag| matches!(tag, "VBZ" | "VBP"))
    }

    /// Whether a verb has an auxiliary of that form and lemma.
    fn has_auxiliary(&self, verb: usize, tags: &[&str], lemma: &str) -> bool {
        let tree = &self.scene.tree;
        tree.with_dep(verb, &["aux"]).any(|at| {
            let token = tree.token(at);
            tags.contains(&token.tag.as_str()) && token.lemma == lemma
        })
    }
}
