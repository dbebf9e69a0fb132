//! Who says it, how far they stand behind it, and what they have at stake.
//!
//! In come a claim's voices and what follows from them; out come the objects of the wire. Invariant: every
//! key is there whether or not anything is known.

use marsad::{
    claim::{self, Voice},
    terms::Range,
};
use serde::Serialize;

use super::{Figure, Form, Pair};

#[derive(Debug, Serialize)]
pub(super) struct Speech<'r> {
    source: Vec<Pair>,
    cue: Vec<Pair>,
    content: Vec<Pair>,
    speaker: Option<&'r str>,
    name: &'r str,
    kind: &'r str,
    number: Option<Number>,
    country: Option<&'r str>,
    manner: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct Number {
    low: Option<Figure>,
    high: Option<Figure>,
}

#[derive(Debug, Serialize)]
pub(super) struct Backing {
    grade: &'static str,
    span: Option<Pair>,
}

#[derive(Debug, Serialize)]
pub(super) struct Bearing<'r> {
    kind: &'static str,
    by: &'r str,
    speaker: Option<&'r str>,
    span: Pair,
}

#[derive(Debug, Serialize)]
pub(super) struct Objection<'r> {
    by: &'r str,
    speaker: Option<&'r str>,
    span: Pair,
}

#[derive(Debug, Serialize)]
pub(super) struct Stake<'r> {
    speaker: &'r str,
    to_actor: &'static str,
    to_target: &'static str,
    against_interest: Option<bool>,
    allegiances: Vec<Allegiance<'r>>,
    reason: &'r str,
}

#[derive(Debug, Serialize)]
struct Allegiance<'r> {
    actor: &'r str,
    war: &'r str,
    side: &'r str,
    from: Option<&'r str>,
    to: Option<&'r str>,
}

impl<'r> Form<'r> {
    pub(super) fn speech(&self, voice: &'r Voice) -> Speech<'r> {
        Speech {
            source: self.pairs(&voice.source),
            cue: self.pairs(&voice.cue),
            content: self.pairs(&voice.content),
            speaker: voice.speaker.as_ref().map(|id| id.0.as_str()),
            name: &voice.name,
            kind: &voice.kind,
            number: voice.number.map(number),
            country: voice.country.as_deref(),
            manner: voice.manner.as_deref(),
        }
    }

    pub(super) fn backing(&self, certainty: &claim::Certainty) -> Backing {
        Backing {
            grade: certainty.grade.as_str(),
            span: certainty.span.map(|span| self.pair(span)),
        }
    }

    pub(super) fn bearing(&self, borne: &'r claim::Responsibility) -> Bearing<'r> {
        Bearing {
            kind: borne.kind.as_str(),
            by: &borne.by,
            speaker: borne.speaker.as_ref().map(|id| id.0.as_str()),
            span: self.pair(borne.span),
        }
    }

    pub(super) fn objection(&self, dispute: &'r claim::Dispute) -> Objection<'r> {
        Objection {
            by: &dispute.by,
            speaker: dispute.speaker.as_ref().map(|id| id.0.as_str()),
            span: self.pair(dispute.span),
        }
    }
}

fn number(range: Range) -> Number {
    let finite = |bound: Option<f64>| bound.filter(|bound| bound.is_finite()).map(Figure);
    Number {
        low: finite(range.low),
        high: finite(range.high),
    }
}

pub(super) fn stake(stake: &claim::Stake) -> Stake<'_> {
    let allegiances = stake.allegiances.iter().map(|held| Allegiance {
        actor: held.actor.0.as_str(),
        war: &held.war,
        side: &held.side,
        from: held.from.as_deref(),
        to: held.to.as_deref(),
    });
    Stake {
        speaker: stake.speaker.0.as_str(),
        to_actor: stake.to_actor.as_str(),
        to_target: stake.to_target.as_str(),
        against_interest: stake.against_interest,
        allegiances: allegiances.collect(),
        reason: &stake.reason,
    }
}
