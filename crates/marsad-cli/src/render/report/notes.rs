//! Which words of which report does a sentence rest on?
//!
//! In come claims with their events; out come numbers, each for one quotation of one report, and at the end the [`Note`]s. Invariant:
//! the same words of the same report have one number, and numbers are given in the order in which they are first asked for.

use std::collections::BTreeMap;

use jiff::civil::Date;
use marsad::event::{Event, Source, Telling};

use super::Material;
use crate::render::shortened;

/// The most characters of a report's words that are quoted.
const LONGEST: usize = 320;

/// A quotation with the report that it is of.
pub(super) struct Note {
    /// Who published it, where known.
    pub(super) publisher: Option<String>,
    /// From which day it is told, where known.
    pub(super) day: Option<Date>,
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    /// The document's id.
    pub(super) document: String,
    /// The report's words, on one line.
    pub(super) quote: Option<String>,
    /// The document that printed its story before, where it is a copy.
    pub(super) copy_of: Option<String>,
}

/// Quotations as they are numbered.
pub(super) struct Notes<'m> {
    material: Material<'m>,
    numbers: BTreeMap<(String, usize, usize), usize>,
    notes: Vec<Note>,
}

impl<'m> Notes<'m> {
    pub(super) fn new(material: Material<'m>) -> Self {
        Self {
            material,
            numbers: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// The number of a claim's words.
    pub(super) fn of(&mut self, source: &Source, telling: &Telling) -> usize {
        let clause = telling.clause;
        let key = (source.fingerprint.to_string(), clause.start, clause.end);
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let paper = self.material.papers.of(source);
        let paper = paper.as_deref();
        let words = paper.and_then(|paper| paper.text.get(clause.start..clause.end));
        let words = words.map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
        self.notes.push(Note {
            publisher: source.publisher.as_ref().map(ToString::to_string),
            day: source.day,
            title: paper.and_then(|paper| paper.title.clone()),
            url: paper.and_then(|paper| paper.url.clone()),
            document: source.document.clone(),
            quote: words
                .filter(|words| !words.is_empty())
                .map(|words| shortened(&words, LONGEST)),
            copy_of: source.is_copy().then(|| source.story.clone()),
        });
        self.numbers.insert(key, self.notes.len());
        self.notes.len()
    }

    /// The numbers of what one voice of an event says, where `wanted` takes the telling: its latest report's words.
    pub(super) fn of_voice(
        &mut self,
        event: &Event,
        voice: usize,
        wanted: impl Fn(&Telling) -> bool,
    ) -> Vec<usize> {
        let by = event.account.by.iter();
        let mut told = event
            .tellings
            .iter()
            .zip(by)
            .filter(|((_, telling), by)| **by == voice && wanted(telling));
        // What a later report of the same publisher replaced is not what the voice says now.
        let standing = told.clone().rfind(|((source, _), _)| {
            event.sources[*source].superseded_by.is_none() && !event.sources[*source].is_copy()
        });
        let found = standing.or_else(|| told.next_back());
        let number = found.map(|((source, telling), _)| self.of(&event.sources[*source], telling));
        number.into_iter().collect()
    }

    /// The numbers of all that gives an event's number of something.
    pub(super) fn of_count(&mut self, event: &Event, what: &str) -> Vec<usize> {
        let Some(count) = event.account.counts.get(what) else {
            return Vec::new();
        };
        let claims: Vec<&str> = count
            .said
            .iter()
            .filter(|number| !number.superseded)
            .map(|number| number.claim.as_str())
            .collect();
        let mut numbers = Vec::new();
        for (source, telling) in &event.tellings {
            let source = &event.sources[*source];
            if claims.contains(&telling.claim.as_str()) && !source.is_copy() {
                numbers.push(self.of(source, telling));
            }
        }
        if numbers.is_empty() {
            for (source, telling) in &event.tellings {
                if claims.contains(&telling.claim.as_str()) {
                    numbers.push(self.of(&event.sources[*source], telling));
                }
            }
        }
        numbers
    }

    /// All notes, in order of their numbers.
    pub(super) fn into_list(self) -> Vec<Note> {
        self.notes
    }
}
