//! Everything understood from one document; the front door.
//!
//! In go [`Knowledge`] and a [`Document`]; out comes a [`Reading`]. Invariant:
//! reading never fails, whatever the text; what it could not make out stands
//! among the [`Doubt`]s.

use smol_str::{SmolStr, format_smolstr};

use crate::{
    claim::{self, Claim, Found, Voice},
    document::Document,
    knowledge::Knowledge,
    mention::{self, Mentions, TimeFault},
    sentence::{self, Lettering, Sentences},
    terms::{Slot, Span},
};

/// What one document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The document as it was read.
    pub document: Document,
    /// Its sentences, words and trees.
    pub sentences: Sentences,
    /// Whom, where, when and how much it names.
    pub mentions: Mentions,
    /// Who says what in it, whether or not a claim was found there.
    pub voices: Vec<Voice>,
    /// Who did what to whom, according to whom; in the order of their triggers.
    pub claims: Vec<Claim>,
    /// What could not be made out; in text order.
    pub doubts: Vec<Doubt>,
}

/// Something that could not be made out.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What about.
    pub kind: DoubtKind,
    /// The words it is about.
    pub span: Span,
}

/// What a doubt is about.
#[derive(Clone, Debug, PartialEq)]
pub enum DoubtKind {
    /// A place name that the gazetteer does not have.
    NotInGazetteer,
    /// A place name that fits several places; their names, likeliest first.
    AmbiguousPlace(Vec<SmolStr>),
    /// A time that has no anchor in the calendar.
    NoAnchor,
    /// A day that there is not: "31 February".
    NoSuchDay,
    /// A date with a weekday that it does not fall on.
    OtherWeekday,
    /// The date of a deed that is told as done lies centuries before its report, or after it.
    ImplausibleDate,
    /// A dateline whose date does not go with the day of publication.
    OtherDateline,
    /// A voice that could not be tied to a speaker.
    UnknownSpeaker,
    /// Words that look like a deed, of which nobody could be found as doer or target.
    NoParties,
    /// The text is written in one case; names were restored by knowledge.
    OneCase,
    /// The document says nothing.
    Empty,
    /// The language of the text is not one that marsad reads.
    UnreadLanguage,
    /// A character that is no text (such as a replacement character).
    BrokenText,
}

impl DoubtKind {
    /// The word for it on the wire.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotInGazetteer => "not_in_gazetteer",
            Self::AmbiguousPlace(_) => "ambiguous_place",
            Self::NoAnchor => "no_anchor",
            Self::NoSuchDay => "no_such_day",
            Self::OtherWeekday => "other_weekday",
            Self::ImplausibleDate => "implausible_date",
            Self::OtherDateline => "other_dateline",
            Self::UnknownSpeaker => "unknown_speaker",
            Self::NoParties => "no_parties",
            Self::OneCase => "one_case",
            Self::Empty => "empty",
            Self::UnreadLanguage => "unread_language",
            Self::BrokenText => "broken_text",
        }
    }
}

/// Reads documents with one body of knowledge.
#[derive(Clone, Copy)]
pub struct Reader<'k> {
    knowledge: &'k Knowledge,
}

impl<'k> Reader<'k> {
    /// A reader that knows what `knowledge` holds.
    pub fn new(knowledge: &'k Knowledge) -> Self {
        Self { knowledge }
    }

    /// Understands one document.
    ///
    /// Takes any text; gives a reading, if only with doubts in it.
    pub fn read(&self, document: &Document) -> Reading {
        let sentences = sentence::read(self.knowledge, document);
        let mentions = mention::find(self.knowledge, document, &sentences);
        let found = claim::find(self.knowledge, document, &sentences, &mentions);
        let doubts = doubts(document, &sentences, &mentions, &found);
        Reading {
            document: document.clone(),
            sentences,
            mentions,
            voices: found.voices,
            claims: found.claims,
            doubts,
        }
    }
}

fn doubts(
    document: &Document,
    sentences: &Sentences,
    mentions: &Mentions,
    found: &Found,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut doubt = |kind: DoubtKind, span: Span| doubts.push(Doubt { kind, span });
    let whole = Span::new(0, document.text.len());
    if sentences.tokens.is_empty() {
        doubt(DoubtKind::Empty, whole);
    } else if sentences.lettering != Lettering::Mixed {
        doubt(DoubtKind::OneCase, whole);
    }
    if let Some(language) = &document.language
        && !language.is_empty()
        && !language.to_lowercase().starts_with("en")
    {
        doubt(DoubtKind::UnreadLanguage, whole);
    }
    for (at, _) in document.text.match_indices('\u{FFFD}') {
        doubt(
            DoubtKind::BrokenText,
            Span::new(at, at + '\u{FFFD}'.len_utf8()),
        );
    }
    for mention in &mentions.places {
        match &mention.place {
            Slot::Unresolved => doubt(DoubtKind::NotInGazetteer, mention.span),
            Slot::Ambiguous(places) => {
                let names = places.iter().map(|place| {
                    let within = place.admin1.as_ref().or(place.country.as_ref());
                    within.map_or(place.name.clone(), |area| {
                        format_smolstr!("{}, {area}", place.name)
                    })
                });
                doubt(DoubtKind::AmbiguousPlace(names.collect()), mention.span);
            }
            _ => {}
        }
    }
    for (kind, span) in doubtful_dates(document, mentions, &found.claims) {
        doubt(kind, span);
    }
    for span in &found.unknown_speakers {
        doubt(DoubtKind::UnknownSpeaker, *span);
    }
    for span in &found.without_parties {
        doubt(DoubtKind::NoParties, *span);
    }
    doubts.sort_by_key(|doubt| (doubt.span, doubt.kind.as_str()));
    doubts
}

/// How many days before publication a dateline may lie, and how many after it, since a day
/// begins earlier in the east.
const DATELINE_BEFORE: i32 = 7;
const DATELINE_AFTER: i32 = 1;
/// How many years ago news cannot be.
const CENTURY: i16 = 100;

/// The dates that cannot be as they are written, or not in such a report.
fn doubtful_dates(
    document: &Document,
    mentions: &Mentions,
    claims: &[Claim],
) -> Vec<(DoubtKind, Span)> {
    let mut found: Vec<(DoubtKind, Span)> = Vec::new();
    for mention in &mentions.times {
        let kind = match mention.fault {
            Some(TimeFault::NoSuchDay) => DoubtKind::NoSuchDay,
            Some(TimeFault::OtherWeekday) => DoubtKind::OtherWeekday,
            None if mention.days == Slot::Unresolved => DoubtKind::NoAnchor,
            None => continue,
        };
        found.push((kind, mention.span));
    }
    if let Some((filed, published)) = mentions.filed.zip(document.published) {
        let late = (filed.day - published).get_days();
        if !(-DATELINE_BEFORE..=DATELINE_AFTER).contains(&late) {
            found.push((DoubtKind::OtherDateline, filed.span));
        }
    }
    for claim in claims.iter().filter(|claim| claim.modality.is_done()) {
        let Some(report) = mentions.report.value() else {
            break;
        };
        let Slot::Said(when) = &claim.when else {
            continue;
        };
        // A year alone is background; nobody tells the day of what is centuries past.
        let implausible = when.days.is_some_and(|days| {
            days.from == days.to && days.from.year() < report.year() - CENTURY
                || (days.from - *report).get_days() > DATELINE_AFTER
        });
        if let Some(span) = when.span.filter(|_| implausible) {
            found.push((DoubtKind::ImplausibleDate, span));
        }
    }
    found.dedup();
    found
}
