//! What do several forms ask of an event?
//!
//! In comes an event with what is known and the reports that tell of it; out comes what single columns hold: its kind in each
//! ontology, its days, its dead, its reports. Invariant: where voices differ, a column holds what most of them
//! give; nothing is made up that nobody says.

use super::Omission;
use crate::{gather::Papers, render};
use std::borrow::Cow;

use jiff::{ToSpan as _, civil::Date};
use marsad::{
    document::Document,
    event::{Clarity, Count, Event, Site, Source, Telling, Told, Who},
    knowledge::{
        Knowledge,
        action::{Acled, Action, Plover},
        country::Country,
    },
    terms::{DatePrecision, Interval},
};

/// An event as forms see it.
pub(crate) struct View<'e> {
    /// The event.
    pub(super) event: &'e Event,
    /// What it was found with.
    pub(super) knowledge: &'e Knowledge,
    papers: &'e Papers,
}

impl<'e> View<'e> {
    pub(super) fn new(event: &'e Event, knowledge: &'e Knowledge, papers: &'e Papers) -> Self {
        Self {
            event,
            knowledge,
            papers,
        }
    }

    /// What kind of deed, for people: the first that is of a known kind.
    pub(super) fn action(&self) -> Option<&'e Action> {
        render::event::deed(self.event, self.knowledge)
    }

    /// Why no form that holds incidents can hold it, if none can.
    ///
    /// # Errors
    ///
    /// With the reason.
    pub(super) fn as_incident(&self) -> Result<(), Omission> {
        self.as_done()?;
        match self.event.clarity {
            Clarity::Incident => Ok(()),
            Clarity::Summary => Err(Omission::Summary),
        }
    }

    /// Why no form that holds what was done can hold it, if none can.
    ///
    /// # Errors
    ///
    /// With the reason.
    pub(super) fn as_done(&self) -> Result<(), Omission> {
        if self.event.rejected().is_some() {
            return Err(Omission::Rejected);
        }
        if !self.event.counts() {
            return Err(Omission::Denied);
        }
        match self.done().next() {
            Some(_) => Ok(()),
            None => Err(Omission::NotDone),
        }
    }

    fn done(&self) -> impl Iterator<Item = &'e (usize, Telling)> {
        let tellings = self.event.tellings.iter();
        tellings.filter(|(_, telling)| telling.modality.is_done())
    }

    /// What most stories say of those that say something, of equals what is said first; where the deed is said to have been
    /// done, only of the claims that say so. A copied story counts once.
    pub(super) fn usual<T: PartialEq>(&self, of: impl Fn(&'e Telling) -> Option<T>) -> Option<T> {
        let any = self.done().next().is_some();
        let mut said: Vec<(T, Vec<&str>)> = Vec::new();
        for (source, telling) in &self.event.tellings {
            let Some(value) = of(telling).filter(|_| !any || telling.modality.is_done()) else {
                continue;
            };
            let story = self.event.sources[*source].story.as_str();
            match said.iter_mut().find(|(known, _)| *known == value) {
                Some((_, stories)) if stories.contains(&story) => {}
                Some((_, stories)) => stories.push(story),
                None => said.push((value, vec![story])),
            }
        }
        // The last of equals wins, so the first said comes last.
        let most = said.into_iter().rev();
        most.max_by_key(|(_, stories)| stories.len())
            .map(|(value, _)| value)
    }

    /// Its type in PLOVER, with the mode and contexts of the action where the action has that type.
    pub(super) fn plover(&self) -> Option<Plover> {
        self.usual(|telling| {
            let event = telling.plover.clone()?;
            let own = self.knowledge.ontology().get(&telling.action);
            let own = own.and_then(|action| action.plover.clone());
            let same = own.filter(|plover| plover.event.as_ref() == Some(&event));
            Some(same.unwrap_or(Plover {
                event: Some(event),
                mode: None,
                context: Vec::new(),
            }))
        })
    }

    /// Its code in CAMEO: the action's, where the claim has the action's type in PLOVER.
    pub(super) fn cameo(&self) -> Option<&'e str> {
        self.usual(|telling| {
            let action = self.knowledge.ontology().get(&telling.action)?;
            let own = action.plover.as_ref().and_then(|own| own.event.as_ref());
            let code = action.cameo.as_deref()?;
            (own == telling.plover.as_ref()).then_some(code)
        })
    }

    /// Its event and sub-event type in ACLED.
    pub(super) fn acled(&self) -> Option<&'e Acled> {
        self.usual(|telling| telling.acled.as_ref())
    }

    /// Whether deaths in it count for UCDP GED.
    pub(super) fn has_armed_force(&self) -> bool {
        self.done().any(|(_, telling)| {
            let action = self.knowledge.ontology().get(&telling.action);
            action.is_some_and(|action| action.ucdp.is_some())
        })
    }

    /// Its days, as most voices give them.
    pub(super) fn days(&self) -> Option<Interval> {
        self.event.account.days.first().copied()
    }

    /// The day that stands for its days where a form has room for one: the middle one, the earlier of two.
    pub(super) fn day(&self) -> Option<Date> {
        let days = self.days()?;
        let half = (days.days() - 1) / 2;
        days.from.checked_add(half.days()).ok()
    }

    /// UCDP's `date_prec`, 1 to 5.
    pub(super) fn date_precision(&self) -> Option<u8> {
        self.days()
            .map(|days| DatePrecision::of_days(days.days()) as u8)
    }

    /// Where, as most voices give it.
    pub(super) fn site(&self) -> Option<&'e Site> {
        self.event.account.site.first()
    }

    /// What other lists call the country where it happened.
    pub(super) fn country(&self) -> Option<&'e Country> {
        self.knowledge
            .countries()
            .get(self.site()?.country.as_deref()?)
    }

    /// The name of that country in the gazetteer.
    pub(super) fn country_name(&self) -> Option<&'e str> {
        let code = self.site()?.country.as_deref()?;
        self.knowledge
            .gazetteer()
            .country(code)
            .map(|place| place.name)
    }

    /// How many people or things are counted as `what`.
    pub(super) fn count(&self, what: &str) -> Option<&'e Count> {
        self.event.account.counts.get(what)
    }

    /// The reports, those that copy another left out.
    pub(super) fn originals(&self) -> impl Iterator<Item = &'e Source> {
        let sources = self.event.sources.iter();
        sources.filter(|source| !source.is_copy())
    }

    /// The report that a source is.
    pub(super) fn paper(&self, source: &Source) -> Option<Cow<'e, Document>> {
        self.papers.of(source)
    }

    /// Those who published it, each once, in order of first report; `sources` says of which reports.
    pub(super) fn publishers(sources: impl Iterator<Item = &'e Source>) -> Vec<&'e str> {
        once(sources.filter_map(|source| source.publisher.as_deref()))
    }

    /// The words that say it in the earliest report, on one line.
    pub(super) fn words(&self) -> Option<String> {
        let (source, telling) = self.event.tellings.first()?;
        let paper = self.paper(&self.event.sources[*source])?;
        let words = paper.text.get(telling.clause.start..telling.clause.end)?;
        Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Those who say that it happened, by name.
    pub(super) fn voices(&self) -> Vec<&'e str> {
        let voices = self.event.account.voices.iter();
        once(
            voices
                .filter(|voice| voice.affirms)
                .map(|voice| voice.name.as_str()),
        )
    }

    /// In what sense it is told.
    pub(super) fn modality(&self) -> Option<&'static str> {
        self.usual(|telling| Some(telling.modality.as_str()))
    }
}

/// Each of some words once, in their order.
pub(super) fn once<'w>(words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    let mut each: Vec<&str> = Vec::new();
    for word in words {
        if !each.contains(&word) {
            each.push(word);
        }
    }
    each
}

/// What something is in words, or nothing.
pub(super) fn said(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The lowest, best and highest whole number of a count.
pub(super) fn whole(count: &Count) -> [i64; 3] {
    [
        count.low.floor() as i64,
        count.best.round() as i64,
        count.high.ceil() as i64,
    ]
}

/// What people are counted as who died.
pub(super) const KILLED: &str = "killed";

/// What people are counted as who were hurt.
pub(super) const INJURED: &str = "injured";

/// The ids of those who are known.
pub(super) fn ids(told: &Told<Who>) -> Vec<&str> {
    let ids = told.standing().filter_map(|who| who.actor.as_ref());
    once(ids.map(|id| id.0.as_str()))
}
