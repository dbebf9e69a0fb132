//! Which claims speak of the same happening, and what do they agree on?
//!
//! In come the [`Report`]s of any number of documents; out come [`Event`]s, each with the tellings that are judged to
//! concern one happening, the account that they support and its grade. Nothing is merged away: an event holds
//! its tellings, and what they dispute stays disputed. Invariant: every claim is in exactly one event, if only its own, and
//! neither the order nor the repetition of reports changes the events.

mod account;
mod candidates;
mod copies;
mod crowds;
mod face;
mod grade;
mod grouping;
mod hand;
mod likeness;
mod lists;
mod reconcile;
mod report;
mod telling;
mod together;

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::knowledge::Knowledge;

pub use account::{Account, Agreement, Bias, Count, Heard, Number, Told};
pub use copies::Print;
pub use grade::{Grade, Graded};
pub use hand::{Anchor, Correction, Decision, Ruling};
pub use likeness::Likeness;
pub use reconcile::{pairs_compared, reconcile, reconcile_as_decided};
pub use report::{Happening, Report};
pub use telling::{Camp, Interested, Site, Teller, Telling, Toll, Who};

/// Claims that are judged to concern one happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where its earliest report begins to tell of it: the document's id, `@` and the byte at which the claim's trigger starts.
    /// Hence it is independent of arrival order, and any event's id of any time still leads to the event that holds those words.
    pub id: String,
    /// The reports that tell of it, the earliest first.
    pub sources: Vec<Source>,
    /// What they tell, each with the number of its source.
    pub tellings: Vec<(usize, Telling)>,
    /// Whether it is one incident; otherwise it sums up many (UCDP's event clarity 1 and 2).
    pub clarity: Clarity,
    /// What they agree on and what they dispute.
    pub account: Account,
    /// How far it can be trusted.
    pub grade: Graded,
    /// What holds it together: the claims that open two reports' tellings of it, and how alike these are.
    pub links: Vec<Link>,
    /// The event that it was likest to besides, and the points between them.
    pub rival: Option<(String, f32)>,
    /// What analysts have decided about it, in the order in which that acts.
    pub hand: Vec<Decision>,
}

impl Event {
    /// The event that `tellings` are, each with the number of its source, in the order of the sources and of their texts, with what
    /// analysts have decided about it. What holds it together, and its rival, are not known from these alone.
    pub fn of(
        knowledge: &Knowledge,
        sources: Vec<Source>,
        tellings: Vec<(usize, Telling)>,
        hand: Vec<Decision>,
    ) -> Self {
        let account = Account::of(knowledge, &sources, &tellings);
        let id = tellings
            .first()
            .map(|(source, telling)| id(&sources[*source], telling.trigger.start));
        let summary = tellings.iter().all(|(_, telling)| telling.summary);
        let mut event = Self {
            id: id.unwrap_or_default(),
            clarity: if summary {
                Clarity::Summary
            } else {
                Clarity::Incident
            },
            grade: Graded::of(knowledge, &account),
            account,
            sources,
            tellings,
            links: Vec::new(),
            rival: None,
            hand: Vec::new(),
        };
        hand::decide(&mut event, hand);
        event
    }

    /// Whether it counts as something that happened: somebody says so, not all deny it, and no analyst has rejected it.
    pub fn counts(&self) -> bool {
        let denied = self.account.happened == Agreement::Denied;
        self.rejected().is_none() && (!denied || self.confirmed().is_some())
    }

    /// The decision that it did not happen, if an analyst has made it and not decided otherwise later.
    pub fn rejected(&self) -> Option<&Decision> {
        let last = self.judged()?;
        matches!(last.ruling, Ruling::Reject(_)).then_some(last)
    }

    /// The decision that it is certain, likewise.
    pub fn confirmed(&self) -> Option<&Decision> {
        let last = self.judged()?;
        matches!(last.ruling, Ruling::Confirm(_)).then_some(last)
    }

    fn judged(&self) -> Option<&Decision> {
        let judges = |decision: &&Decision| {
            matches!(decision.ruling, Ruling::Reject(_) | Ruling::Confirm(_))
        };
        self.hand.iter().rev().find(judges)
    }
}

/// What holds two reports' tellings of one event together.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The first claim of the one's telling.
    pub one: String,
    /// The first claim of that which it is likest to.
    pub other: String,
    /// How alike they are.
    pub likeness: Likeness,
}

/// A report that tells of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document's id.
    pub document: String,
    /// The document's fingerprint.
    pub fingerprint: SmolStr,
    /// Who published it, where known.
    pub publisher: Option<SmolStr>,
    /// The day from which it is told, where known.
    pub day: Option<Date>,
    /// The first document that printed its story: itself, or that which it is a copy of.
    pub story: String,
    /// The later report of the same publisher that replaced it, where there is one.
    pub superseded_by: Option<String>,
}

impl Source {
    /// Whether another document printed its story before.
    pub fn is_copy(&self) -> bool {
        self.story != self.document
    }
}

/// Whether an event is one incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clarity {
    /// An incident of its own (UCDP's 1).
    Incident,
    /// A summary of many (UCDP's 2).
    Summary,
}

/// Events, and which decisions have found nothing to decide.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The events, in the order of their ids.
    pub events: Vec<Event>,
    /// The numbers of decisions whose claims are in no report.
    pub idle: Vec<u32>,
}

/// The id of the event that begins with a telling whose trigger starts at that byte. It says where in which document, so that it leads to the event that
/// holds those words, whatever else changes.
fn id(source: &Source, trigger: usize) -> String {
    format!("{}@{trigger}", source.document)
}
