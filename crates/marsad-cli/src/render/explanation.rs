//! Why was a claim made?
//!
//! In comes a [`Reading`]; out come its claims, each with the sentences it
//! rests on, the words that count underlined, the rule that spoke, and in words
//! how every part was arrived at. Invariant: nothing is explained that is not
//! in the reading; if it cannot be explained from there, it is not explained.

use std::fmt::Write as _;

use anstyle::Style;
use marsad::{
    claim::{Claim, Judge, Party},
    knowledge::{Knowledge, actor::ActorId},
    mention::ResolvedPlace,
    reading::Reading,
    terms::{Slot, Span},
};

use super::{
    INDENT, Paper,
    flow::Flow,
    on_one_line, table,
    underline::{self, Mark},
    words,
};

/// Which claims are meant: all of them, or one by its id or its place in the document.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// Every claim.
    All,
    /// The one with this id, or at this place, counted from 1.
    One(String),
}

impl Wanted {
    fn includes(&self, number: usize, claim: &Claim) -> bool {
        match self {
            Self::All => true,
            Self::One(wanted) => *wanted == claim.id || *wanted == number.to_string(),
        }
    }
}

/// The explanation of the wanted claims of one document, or `None` when it has none of them.
pub(crate) fn print(
    reading: &Reading,
    knowledge: &Knowledge,
    wanted: &Wanted,
    paper: &Paper,
) -> Option<String> {
    let explanation = Explanation {
        reading,
        knowledge,
        paper,
    };
    let mut claims = String::new();
    for (at, claim) in reading.claims.iter().enumerate() {
        if wanted.includes(at + 1, claim) {
            explanation.claim(at + 1, claim, &mut claims);
        }
    }
    let nothing_wanted = claims.is_empty() && matches!(wanted, Wanted::One(_));
    if nothing_wanted {
        return None;
    }
    let mut out = String::new();
    table::header(reading, paper, &mut out);
    if claims.is_empty() {
        let faint = paper.palette.faint;
        let _ = writeln!(out, "{:INDENT$}{faint}no claims{faint:#}\n", "");
    }
    Some(out + &claims)
}

struct Explanation<'r> {
    reading: &'r Reading,
    knowledge: &'r Knowledge,
    paper: &'r Paper,
}

impl Explanation<'_> {
    fn claim(&self, number: usize, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        let action = self.knowledge.ontology().get(&claim.action);
        let mut headline = Flow::new();
        headline.text(
            palette.deed,
            action.map_or(claim.action.0.as_str(), |action| action.says.as_str()),
        );
        if let Some(sense) = words::modality(claim.modality) {
            headline.text(palette.doubt, &format!("({sense})"));
        }
        if claim.summary {
            headline.text(palette.doubt, words::SUMMARY);
        }
        headline.text(palette.faint, &format!("· {}", claim.id));
        headline.pour(
            out,
            (palette.title, &format!("{number:>3}")),
            INDENT,
            self.paper.width,
        );
        out.push('\n');

        let marks = self.marks(claim);
        for region in self.regions(&marks) {
            underline::draw(
                &self.reading.document.text,
                region,
                &marks,
                INDENT,
                self.paper.width,
                out,
            );
            out.push('\n');
        }

        self.rule(claim, out);
        self.codes(claim, out);
        for party in &claim.actors {
            self.part("actor", palette.actor, party.span, &self.party(party), out);
        }
        for party in &claim.targets {
            self.part(
                "target",
                palette.target,
                party.span,
                &self.party(party),
                out,
            );
        }
        for place in &claim.places {
            let mut arrived = format!("{}: {}", place.relation, arrived(&place.place, site));
            if words::is_beside(place) && place.area().is_some() {
                arrived.push_str(&format!("; meant is {}", words::area(place)));
            }
            if let Some(codes) = place.precision {
                arrived.push_str(&format!(
                    "; precision UCDP {}, ACLED {}",
                    codes.ucdp, codes.acled
                ));
            }
            self.part(
                "place",
                palette.place,
                place.span,
                arrived.trim_start_matches(": "),
                out,
            );
        }
        self.time(claim, out);
        for amount in &claim.amounts {
            self.part(
                "amount",
                palette.amount,
                amount.span,
                &match amount.basis.reason() {
                    Some(reason) => format!("{} (inferred: {reason})", words::amount(amount)),
                    None => words::amount(amount),
                },
                out,
            );
        }
        for (at, voice) in claim.voices.iter().enumerate() {
            let label = if at == 0 { "source" } else { "quoting" };
            let kind = if matches!(voice.kind.as_str(), "" | "unknown") {
                "of unknown kind".to_owned()
            } else {
                format!("as {}", voice.kind)
            };
            let speaker = voice
                .speaker
                .as_ref()
                .map_or(String::new(), |id| format!(" [{}]", id.0));
            let said = format!(
                "{}{speaker}, {kind}",
                if voice.name.is_empty() {
                    "unnamed"
                } else {
                    &voice.name
                }
            );
            let span = voice.source.first().copied().unwrap_or_default();
            self.part(label, palette.voice, span, &said, out);
        }
        self.backing(claim, out);
        out.push('\n');
    }

    /// How far the claim is backed, who bears or disputes it, and what the speaker has at stake.
    fn backing(&self, claim: &Claim, out: &mut String) {
        let style = self.paper.palette.voice;
        let certainty = &claim.certainty;
        if let Some(span) = certainty.span {
            self.part("certainty", style, span, certainty.grade.as_str(), out);
        }
        for borne in &claim.responsibility {
            let said = format!("{} by {}", borne.kind.as_str(), borne.by);
            self.part("doing", style, borne.span, &said, out);
        }
        for dispute in &claim.disputed_by {
            let said = format!("disputed by {}", dispute.by);
            self.part("dispute", style, dispute.span, &said, out);
        }
        let Some(stake) = &claim.stake else { return };
        let sides = stake.allegiances.iter().map(|held| {
            let date = |date: &Option<_>| date.as_deref().unwrap_or("…").to_owned();
            let (from, to) = (date(&held.from), date(&held.to));
            format!(
                "{} is on the side {} of {} ({from} to {to})",
                held.actor.0, held.side, held.war
            )
        });
        let reason = std::iter::once(stake.reason.to_string()).chain(sides);
        let reason = reason.collect::<Vec<_>>().join("; ");
        self.part("stake", style, Span::default(), &reason, out);
    }

    /// The words that the claim rests on, each with its part in it.
    fn marks(&self, claim: &Claim) -> Vec<Mark> {
        let palette = &self.paper.palette;
        let mark = |span, label, style| Mark {
            span,
            label,
            style,
            stroke: '─',
        };
        let mut marks = vec![Mark {
            span: claim.evidence.trigger,
            label: "trigger",
            style: palette.deed,
            stroke: '━',
        }];
        marks.extend(
            claim
                .actors
                .iter()
                .map(|party| mark(party.span, "actor", palette.actor)),
        );
        marks.extend(
            claim
                .targets
                .iter()
                .map(|party| mark(party.span, "target", palette.target)),
        );
        marks.extend(
            claim
                .places
                .iter()
                .map(|place| mark(place.span, "place", palette.place)),
        );
        marks.extend(
            claim
                .when
                .value()
                .and_then(|when| when.span)
                .map(|span| mark(span, "time", palette.time)),
        );
        for amount in &claim.amounts {
            marks.push(mark(amount.span, "amount", palette.amount));
            marks.extend(amount.who.map(|who| mark(who, "counted", palette.amount)));
        }
        for voice in &claim.voices {
            marks.extend(
                voice
                    .source
                    .iter()
                    .map(|&span| mark(span, "source", palette.voice)),
            );
            marks.extend(
                voice
                    .cue
                    .iter()
                    .map(|&span| mark(span, "cue", palette.voice)),
            );
        }
        marks.retain(|mark| !mark.span.is_empty());
        marks
    }

    /// The sentences that hold marks; a mark outside all sentences is shown by itself.
    fn regions(&self, marks: &[Mark]) -> Vec<Span> {
        let sentences = self
            .reading
            .sentences
            .sentences
            .iter()
            .map(|sentence| sentence.span);
        let mut regions: Vec<Span> = sentences
            .filter(|sentence| marks.iter().any(|mark| sentence.overlaps(mark.span)))
            .collect();
        for mark in marks {
            if !regions.iter().any(|region| region.overlaps(mark.span)) {
                regions.push(mark.span);
            }
        }
        regions.sort();
        regions
    }

    fn rule(&self, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        let mut flow = Flow::new();
        flow.text(Style::new(), &claim.evidence.rule);
        flow.text(
            palette.faint,
            &format!("in data {}", claim.evidence.data_version),
        );
        self.paper.part("rule", &flow, out);
    }

    /// What the deed is called in each ontology.
    fn codes(&self, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        let mut flow = Flow::new();
        flow.text(palette.deed, &claim.action.0);
        let coding = &claim.coding;
        let mut codes = Vec::new();
        if let Some(plover) = &coding.plover {
            let parts = [&plover.event, &plover.mode]
                .into_iter()
                .flatten()
                .chain(&plover.context)
                .map(|part| part.as_str());
            codes.push(format!("PLOVER {}", parts.collect::<Vec<_>>().join(" / ")));
        }
        codes.extend(coding.cameo.as_ref().map(|code| format!("CAMEO {code}")));
        let acled = coding.acled.as_ref();
        codes.extend(acled.map(|acled| format!("ACLED {} / {}", acled.event_type, acled.sub_type)));
        codes.extend(coding.ucdp.as_ref().map(|ucdp| format!("UCDP {ucdp}")));
        codes.push(match (coding.judge, coding.confidence) {
            (Judge::Rule, _) | (_, None) => "by the rule".to_owned(),
            (Judge::Learned, Some(likely)) => format!("as learned, {:.0} %", likely * 100.0),
            (Judge::Both, Some(likely)) => {
                format!("by the rule and as learned, {:.0} %", likely * 100.0)
            }
        });
        for code in codes {
            flow.text(palette.faint, &format!("· {code}"));
        }
        self.paper.part("deed", &flow, out);
    }

    /// Who a party is and how that was arrived at.
    fn party(&self, party: &Party) -> String {
        let name = |id: &ActorId| match self.knowledge.actors().get(id) {
            Some(actor) => format!("{} [{}]", actor.name, id.0),
            None => id.0.to_string(),
        };
        let mention = self
            .reading
            .mentions
            .actors
            .iter()
            .find(|mention| mention.span == party.span);
        match (mention.map(|mention| &mention.actor), &party.actor) {
            (Some(slot), Some(id)) if slot.value() == Some(id) => arrived(slot, name),
            (_, Some(id)) => name(id),
            (Some(slot @ (Slot::Unresolved | Slot::Ambiguous(_))), None) => arrived(slot, name),
            (_, None) => "not in the list of actors".to_owned(),
        }
    }

    fn time(&self, claim: &Claim, out: &mut String) {
        let said = arrived(&claim.when, |when| {
            let days = when
                .days
                .map_or_else(|| "no anchor in the calendar".to_owned(), words::days);
            let acled = when.time_precision();
            let acled = acled.map_or_else(String::new, |code| format!(", ACLED {code}"));
            match when.precision {
                Some(precision) => format!("{days}; precision UCDP {precision}{acled}"),
                None => days,
            }
        });
        if !matches!(claim.when, Slot::Unsaid) {
            let span = claim
                .when
                .value()
                .and_then(|when| when.span)
                .unwrap_or_default();
            self.part("time", self.paper.palette.time, span, &said, out);
        }
    }

    fn part(&self, label: &str, style: Style, span: Span, arrived: &str, out: &mut String) {
        let written = on_one_line(span.of(&self.reading.document.text));
        let mut flow = Flow::new();
        if !written.is_empty() {
            flow.text(style, &format!("“{written}”"))
                .text(self.paper.palette.faint, "→");
        }
        flow.text(Style::new(), arrived);
        self.paper.part(label, &flow, out);
    }
}

/// A value and how it was arrived at, in words.
fn arrived<T>(slot: &Slot<T>, name: impl Fn(&T) -> String) -> String {
    match slot {
        Slot::Said(value) => format!("{} (said)", name(value)),
        Slot::Inferred { value, reason } => format!("{} (inferred: {reason})", name(value)),
        Slot::Ambiguous(candidates) => {
            let names: Vec<_> = candidates.iter().map(name).collect();
            format!("ambiguous, likeliest first: {}", names.join("; "))
        }
        Slot::Unresolved => "unresolved".to_owned(),
        Slot::Unsaid => "unsaid".to_owned(),
    }
}

fn site(place: &ResolvedPlace) -> String {
    let id = place
        .geoname_id
        .map_or(String::new(), |id| format!(", GeoNames {id}"));
    format!(
        "{}, {}{id}, {}",
        words::place(place),
        place.kind,
        words::point(place.at)
    )
}
