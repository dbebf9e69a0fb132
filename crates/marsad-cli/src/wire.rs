//! What does a reading look like to other programs?
//!
//! In comes a [`Reading`]; out comes [`Record`], one JSON object, version 1,
//! described by `schema/reading.schema.json`. Invariants: these are the only
//! serialised types, so the library may change without breaking a stored file;
//! every key is always there; offsets are Unicode code points into `text`, end
//! exclusive, although the library counts bytes.

/// The candidates for a name, likewise.
pub(crate) mod candidate;
/// Decisions of analysts, likewise.
pub(crate) mod decision;
/// Events, likewise.
pub(crate) mod event;
/// What is found in a store, likewise.
pub(crate) mod found;
mod place;
/// What deserves a look, likewise.
pub(crate) mod review;
/// Situations, likewise.
pub(crate) mod situation;
/// The same form, read again.
pub(crate) mod stored;
mod time;
mod voice;

use jiff::civil::Date;
use marsad::{
    claim::{Claim, ClaimAmount, Party},
    knowledge::Knowledge,
    mention::{ActorMention, Mentions},
    reading::{Doubt, DoubtKind, Reading},
    terms::{Slot, Span},
};
use serde::{Serialize, Serializer};

use crate::offsets::Offsets;
use place::{Place, Scene};
use time::{Moment, ReportDay, Time};
use voice::{Backing, Bearing, Objection, Speech, Stake};

/// The version of the form; raised when a key goes away or changes its meaning.
pub(crate) const VERSION: u32 = 1;

/// One document's reading.
#[derive(Debug, Serialize)]
pub(crate) struct Record<'r> {
    v: u32,
    document: Header<'r>,
    sentences: Vec<Range>,
    places: Vec<Place<'r>>,
    times: Vec<Time<'r>>,
    actors: Vec<Actor<'r>>,
    voices: Vec<Speech<'r>>,
    claims: Vec<Statement<'r>>,
    doubts: Vec<Uncertainty<'r>>,
}

#[derive(Debug, Serialize)]
struct Header<'r> {
    id: &'r str,
    source: Option<&'r str>,
    published: Option<String>,
    report_day: ReportDay<'r>,
    title: Option<&'r str>,
    url: Option<&'r str>,
    language: Option<&'r str>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Range {
    start: usize,
    end: usize,
}

/// The same as a pair, where the form wants `[start, end]`.
#[derive(Clone, Copy, Debug, Serialize)]
struct Pair(usize, usize);

/// A number without needless digits: whole numbers are written whole.
#[derive(Clone, Copy, Debug)]
struct Figure(f64);

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Beyond 2^53 not every whole number is one of these anyway.
        if self.0.fract() == 0.0 && self.0.abs() < 9_007_199_254_740_992.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

/// Where something stands, and its words.
#[derive(Debug, Serialize)]
struct Words<'r> {
    start: usize,
    end: usize,
    text: &'r str,
}

#[derive(Debug, Serialize)]
struct Actor<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    refers_to: Option<Pair>,
    status: &'static str,
    reason: Option<&'r str>,
    id: Option<&'r str>,
    name: Option<&'r str>,
    kind: Option<&'r str>,
    country: Option<&'r str>,
    codes: Codes,
    candidates: Vec<&'r str>,
}

#[derive(Debug, Default, Serialize)]
struct Codes {
    plover: Option<String>,
    cameo: Option<String>,
    acled_inter: Option<u8>,
}

#[derive(Debug, Serialize)]
struct Statement<'r> {
    id: &'r str,
    trigger: Pair,
    span: Pair,
    action: &'r str,
    plover: Plover<'r>,
    cameo: Option<&'r str>,
    acled: Acled<'r>,
    ucdp: Option<&'r str>,
    modality: &'static str,
    summary: bool,
    actors: Vec<Side<'r>>,
    targets: Vec<Side<'r>>,
    place: Vec<Scene<'r>>,
    when: Option<Moment<'r>>,
    amounts: Vec<Count<'r>>,
    voices: Vec<Speech<'r>>,
    certainty: Backing,
    responsibility: Vec<Bearing<'r>>,
    disputed_by: Vec<Objection<'r>>,
    stake: Option<Stake<'r>>,
    evidence: Evidence<'r>,
}

#[derive(Debug, Default, Serialize)]
struct Plover<'r> {
    event: Option<&'r str>,
    mode: Option<&'r str>,
    context: Vec<&'r str>,
}

#[derive(Debug, Default, Serialize)]
struct Acled<'r> {
    event_type: Option<&'r str>,
    sub_event_type: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct Side<'r> {
    #[serde(flatten)]
    words: Words<'r>,
    id: Option<&'r str>,
}

#[derive(Debug, Serialize)]
struct Count<'r> {
    what: &'r str,
    who: Option<&'r str>,
    who_span: Option<Pair>,
    low: Option<Figure>,
    high: Option<Figure>,
    status: &'static str,
    reason: Option<&'static str>,
    part_of: Option<Pair>,
    cumulative: bool,
    #[serde(flatten)]
    words: Words<'r>,
}

#[derive(Debug, Serialize)]
struct Evidence<'r> {
    rule: &'r str,
    judge: &'static str,
    confidence: Option<f64>,
    data_version: &'r str,
}

#[derive(Debug, Serialize)]
struct Uncertainty<'r> {
    kind: &'static str,
    #[serde(flatten)]
    words: Words<'r>,
    candidates: Vec<&'r str>,
}

impl<'r> Record<'r> {
    /// The wire form of a reading that was made with `knowledge`.
    pub(crate) fn new(reading: &'r Reading, knowledge: &'r Knowledge) -> Self {
        let form = Form {
            text: &reading.document.text,
            offsets: Offsets::of(&reading.document.text),
            knowledge,
        };
        Self {
            v: VERSION,
            document: Header {
                id: &reading.document.id,
                source: reading.document.source.as_deref(),
                published: reading.document.published.map(iso),
                report_day: ReportDay::of(&reading.mentions.report),
                title: reading.document.title.as_deref(),
                url: reading.document.url.as_deref(),
                language: reading.document.language.as_deref(),
            },
            sentences: reading
                .sentences
                .sentences
                .iter()
                .map(|sentence| form.range(sentence.span))
                .collect(),
            places: reading
                .mentions
                .places
                .iter()
                .map(|place| form.place(place))
                .collect(),
            times: reading
                .mentions
                .times
                .iter()
                .map(|time| form.time(time))
                .collect(),
            actors: form.actors(&reading.mentions),
            voices: reading
                .voices
                .iter()
                .map(|voice| form.speech(voice))
                .collect(),
            claims: reading
                .claims
                .iter()
                .map(|claim| form.statement(claim))
                .collect(),
            doubts: reading
                .doubts
                .iter()
                .map(|doubt| form.uncertainty(doubt))
                .collect(),
        }
    }

    /// The record as one line of JSON, with its end.
    pub(crate) fn to_line(&self) -> String {
        line(self)
    }
}

/// One line of JSON, with its end.
pub(crate) fn line(record: &impl Serialize) -> String {
    let mut line = serde_json::to_string(record).expect(
        "all records hold strings, numbers, and lists and maps of them, all of which JSON can say",
    );
    line.push('\n');
    line
}

/// What every part of a record needs to be put into form.
struct Form<'r> {
    text: &'r str,
    offsets: Offsets,
    knowledge: &'r Knowledge,
}

impl<'r> Form<'r> {
    fn at(&self, byte: usize) -> usize {
        self.offsets.code_points(self.text, byte)
    }

    fn range(&self, span: Span) -> Range {
        Range {
            start: self.at(span.start),
            end: self.at(span.end),
        }
    }

    fn pair(&self, span: Span) -> Pair {
        Pair(self.at(span.start), self.at(span.end))
    }

    fn pairs(&self, spans: &[Span]) -> Vec<Pair> {
        spans.iter().map(|&span| self.pair(span)).collect()
    }

    fn words(&self, span: Span) -> Words<'r> {
        Words {
            start: self.at(span.start),
            end: self.at(span.end),
            text: span.of(self.text),
        }
    }

    /// Everybody who is named, and the pronouns that stand for them, in text order.
    fn actors(&self, mentions: &'r Mentions) -> Vec<Actor<'r>> {
        let named = mentions.actors.iter().map(|actor| self.actor(actor));
        let pronouns = mentions.references.iter().map(|reference| {
            let named = &mentions.actors[reference.to];
            Actor {
                words: self.words(reference.span),
                refers_to: Some(self.pair(named.span)),
                ..self.actor(named)
            }
        });
        let mut all: Vec<Actor<'r>> = named.chain(pronouns).collect();
        all.sort_by_key(|actor| actor.words.start);
        all
    }

    fn actor(&self, mention: &'r ActorMention) -> Actor<'r> {
        let known = mention
            .actor
            .value()
            .and_then(|id| self.knowledge.actors().get(id));
        let codes = mention.codes(self.knowledge);
        Actor {
            words: self.words(mention.span),
            refers_to: None,
            status: mention.actor.status(),
            reason: mention.actor.reason(),
            id: mention.actor.value().map(|id| id.0.as_str()),
            name: known.map(|actor| actor.name.as_str()),
            kind: Some(mention.role.kind.as_str()).filter(|kind| !kind.is_empty()),
            country: mention.country.as_deref(),
            codes: Codes {
                plover: codes.plover.map(Into::into),
                cameo: codes.cameo.map(Into::into),
                acled_inter: codes.acled_inter,
            },
            candidates: match &mention.actor {
                Slot::Ambiguous(ids) => ids.iter().map(|id| id.0.as_str()).collect(),
                _ => Vec::new(),
            },
        }
    }

    fn statement(&self, claim: &'r Claim) -> Statement<'r> {
        let coding = &claim.coding;
        let (plover, acled) = (coding.plover.as_ref(), coding.acled.as_ref());
        Statement {
            id: &claim.id,
            trigger: self.pair(claim.evidence.trigger),
            span: self.pair(claim.evidence.span),
            action: &claim.action.0,
            plover: plover.map_or_else(Plover::default, |plover| Plover {
                event: plover.event.as_deref(),
                mode: plover.mode.as_deref(),
                context: plover
                    .context
                    .iter()
                    .map(|context| context.as_str())
                    .collect(),
            }),
            cameo: coding.cameo.as_deref(),
            acled: acled.map_or_else(Acled::default, |acled| Acled {
                event_type: Some(&acled.event_type),
                sub_event_type: Some(&acled.sub_type),
            }),
            ucdp: coding.ucdp.as_deref(),
            modality: claim.modality.as_str(),
            summary: claim.summary,
            actors: claim.actors.iter().map(|party| self.side(party)).collect(),
            targets: claim.targets.iter().map(|party| self.side(party)).collect(),
            place: claim.places.iter().map(|place| self.scene(place)).collect(),
            when: self.moment(&claim.when),
            amounts: claim
                .amounts
                .iter()
                .map(|amount| self.count(amount))
                .collect(),
            voices: claim
                .voices
                .iter()
                .map(|voice| self.speech(voice))
                .collect(),
            certainty: self.backing(&claim.certainty),
            responsibility: claim
                .responsibility
                .iter()
                .map(|borne| self.bearing(borne))
                .collect(),
            disputed_by: claim
                .disputed_by
                .iter()
                .map(|dispute| self.objection(dispute))
                .collect(),
            stake: claim.stake.as_ref().map(voice::stake),
            evidence: Evidence {
                rule: &claim.evidence.rule,
                judge: coding.judge.as_str(),
                // Two figures: no more are meant.
                confidence: coding
                    .confidence
                    .map(|likely| rounded(f64::from(likely), 1e2)),
                data_version: &claim.evidence.data_version,
            },
        }
    }

    fn side(&self, party: &'r Party) -> Side<'r> {
        Side {
            words: self.words(party.span),
            id: party.actor.as_ref().map(|id| id.0.as_str()),
        }
    }

    fn count(&self, amount: &'r ClaimAmount) -> Count<'r> {
        let finite = |bound: Option<f64>| bound.filter(|bound| bound.is_finite()).map(Figure);
        Count {
            what: &amount.what,
            who: amount.who.map(|span| span.of(self.text)),
            who_span: amount.who.map(|span| self.pair(span)),
            low: finite(amount.range.low),
            high: finite(amount.range.high),
            status: amount.basis.reason().map_or("said", |_| "inferred"),
            reason: amount.basis.reason(),
            part_of: amount.part_of.map(|span| self.pair(span)),
            cumulative: amount.cumulative,
            words: self.words(amount.span),
        }
    }

    fn uncertainty(&self, doubt: &'r Doubt) -> Uncertainty<'r> {
        Uncertainty {
            kind: doubt.kind.as_str(),
            words: self.words(doubt.span),
            candidates: match &doubt.kind {
                DoubtKind::AmbiguousPlace(names) => {
                    names.iter().map(|name| name.as_str()).collect()
                }
                _ => Vec::new(),
            },
        }
    }
}

fn iso(date: Date) -> String {
    date.to_string()
}

fn rounded(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_would() {
        let written = |value| serde_json::to_string(&Figure(value)).unwrap();
        assert_eq!(
            (written(12.0), written(-3.0), written(11.3)),
            ("12".into(), "-3".into(), "11.3".into())
        );
        assert_eq!(rounded(35.017_501_831_054_69, 1e5), 35.0175);
    }
}
