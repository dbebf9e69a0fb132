//! What does a reading claim, for people?
//!
//! In comes a [`Reading`]; out comes its header, a block for each claim, and a
//! line that counts the doubts. Invariant: whatever a claim leaves unsaid has
//! no line, so that every line says something.

use std::{collections::BTreeMap, fmt::Write as _};

use anstyle::Style;
use marsad::{
    claim::{Claim, Party},
    knowledge::Knowledge,
    reading::{DoubtKind, Reading},
    terms::{Slot, Span},
};
use unicode_width::UnicodeWidthStr as _;

use super::{INDENT, Paper, flow::Flow, on_one_line, shortened, words};
use crate::kind;

/// The most characters of the report that stand for one party.
const LONGEST_NAME: usize = 70;

/// The most characters of the report that stand for one claim.
const LONGEST_CLAUSE: usize = 400;

/// The reading as a page of text.
pub(crate) fn print(reading: &Reading, knowledge: &Knowledge, paper: &Paper) -> String {
    let mut out = String::new();
    let page = Page {
        text: &reading.document.text,
        knowledge,
        paper,
    };
    page.header(reading, &mut out);
    for (at, claim) in reading.claims.iter().enumerate() {
        if page.is_of_a_known_kind(claim) {
            page.claim(at + 1, claim, &mut out);
        }
    }
    page.beside(reading, &mut out);
    page.doubts(reading, &mut out);
    out.push('\n');
    out
}

/// The line that names a document, as all forms for people begin.
pub(super) fn header(reading: &Reading, paper: &Paper, out: &mut String) {
    let document = &reading.document;
    let palette = &paper.palette;
    let day = document.published.map(|day| day.to_string());
    let parts: Vec<_> = [
        Some(document.id.as_str()),
        document.source.as_deref(),
        day.as_deref(),
    ]
    .into_iter()
    .flatten()
    .map(on_one_line)
    .filter(|part| !part.is_empty())
    .collect();
    let line = format!("── {} ", parts.join(" · "));
    let rest = "─".repeat(paper.width.saturating_sub(line.width()).max(2));
    let faint = palette.faint;
    let _ = writeln!(out, "{faint}{line}{rest}{faint:#}");
    if let Some(title) = &document.title {
        Flow::new()
            .text(palette.title, title)
            .pour(out, (palette.title, ""), 0, paper.width);
    }
    out.push('\n');
}

struct Page<'r> {
    text: &'r str,
    knowledge: &'r Knowledge,
    paper: &'r Paper,
}

impl Page<'_> {
    fn header(&self, reading: &Reading, out: &mut String) {
        header(reading, self.paper, out);
        let known = |claim: &Claim| self.is_of_a_known_kind(claim);
        if !reading.claims.iter().any(known) {
            let faint = self.paper.palette.faint;
            let _ = writeln!(out, "{:INDENT$}{faint}no claims{faint:#}\n", "");
        }
    }

    fn claim(&self, number: usize, claim: &Claim, out: &mut String) {
        self.headline(number, claim, out);
        self.places(claim, out);
        self.time(claim, out);
        self.amounts(claim, out);
        let palette = &self.paper.palette;
        self.part(
            Flow::new().text(palette.voice, &words::voices(claim)),
            "says",
            out,
        );
        let backing = words::backing(claim);
        if !backing.is_empty() {
            self.part(Flow::new().text(palette.voice, &backing), "backing", out);
        }
        let clause = shortened(
            &on_one_line(claim.evidence.span.of(self.text)),
            LONGEST_CLAUSE,
        );
        if !clause.is_empty() {
            self.part(
                Flow::new().text(palette.faint, &format!("“{clause}”")),
                "in words",
                out,
            );
        }
        out.push('\n');
    }

    /// Who did what to whom, and in what sense that is meant.
    fn headline(&self, number: usize, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        let action = self.knowledge.ontology().get(&claim.action);
        let says = action.map_or(claim.action.0.as_str(), |action| action.says.as_str());
        let mut flow = Flow::new();
        if claim.actors.is_empty() {
            flow.text(palette.faint, "(nobody named)");
        }
        self.parties(&claim.actors, palette.actor, &mut flow);
        flow.text(palette.deed, says);
        if !claim.targets.is_empty() {
            flow.text(palette.faint, "→");
        }
        self.parties(&claim.targets, palette.target, &mut flow);
        if let Some(sense) = words::modality(claim.modality) {
            flow.text(palette.doubt, &format!("({sense})"));
        }
        if claim.summary {
            flow.text(palette.doubt, words::SUMMARY);
        }
        flow.pour(
            out,
            (palette.title, &format!("{number:>3}")),
            INDENT,
            self.paper.width,
        );
    }

    /// Parties as a list: "A, B and C".
    fn parties(&self, parties: &[Party], style: Style, flow: &mut Flow) {
        let faint = self.paper.palette.faint;
        for (at, party) in parties.iter().enumerate() {
            if at > 0 && at + 1 == parties.len() {
                flow.text(faint, "and");
            } else if at > 0 {
                flow.joined(faint, ",");
            }
            flow.text(style, &self.party(party));
        }
    }

    /// The words that name somebody, with the known name where it differs.
    fn party(&self, party: &Party) -> String {
        let written = shortened(&on_one_line(party.span.of(self.text)), LONGEST_NAME);
        let known = party
            .actor
            .as_ref()
            .and_then(|id| self.knowledge.actors().get(id));
        match known {
            Some(actor) if written.is_empty() => actor.name.to_string(),
            Some(actor) if !written.to_lowercase().contains(&actor.name.to_lowercase()) => {
                format!("{written} [{}]", actor.name)
            }
            _ => written,
        }
    }

    fn places(&self, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        for (at, place) in claim.places.iter().enumerate() {
            let written = on_one_line(place.span.of(self.text));
            let mut flow = Flow::new();
            // "the western edge of X" says by itself how it lies to X.
            let opening = place.relation.split(' ').next().unwrap_or_default();
            let says_so = written
                .to_lowercase()
                .split(' ')
                .any(|word| word == opening);
            if !says_so {
                flow.text(palette.faint, &place.relation);
            }
            flow.text(palette.place, &written);
            match &place.place {
                Slot::Unresolved => {
                    flow.text(palette.doubt, "(not in the gazetteer)");
                }
                slot => {
                    if let Some(found) = slot.value() {
                        let beyond = words::place_beyond(found, &written);
                        for known in [beyond, words::area(place)]
                            .iter()
                            .filter(|known| !known.is_empty())
                        {
                            flow.text(palette.faint, &format!("· {known}"));
                        }
                    }
                    if let Some(reason) = slot.reason() {
                        flow.text(palette.faint, &format!("(inferred: {reason})"));
                    }
                    if let Slot::Ambiguous(candidates) = slot {
                        let others = candidates.len().saturating_sub(1);
                        flow.text(
                            palette.doubt,
                            &format!(
                                "(or {others} other {})",
                                if others == 1 { "place" } else { "places" }
                            ),
                        );
                    }
                }
            }
            self.part(&flow, if at == 0 { "where" } else { "" }, out);
        }
    }

    fn time(&self, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        let Some(when) = claim.when.value() else {
            if matches!(claim.when, Slot::Unresolved) {
                self.part(
                    Flow::new().text(palette.doubt, "a day that cannot be told"),
                    "when",
                    out,
                );
            }
            return;
        };
        let mut flow = Flow::new();
        if let Some(days) = when.days {
            flow.text(palette.time, &words::days(days));
        }
        if let Some(span) = when.span {
            flow.text(
                palette.faint,
                &format!("“{}”", on_one_line(span.of(self.text))),
            );
        }
        if when.days.is_none() {
            flow.text(palette.doubt, "(no anchor in the calendar)");
        }
        if let Some(precision) = when.precision.and_then(words::precision) {
            flow.text(palette.faint, precision);
        }
        if let Some(reason) = claim.when.reason() {
            flow.text(palette.faint, &format!("(inferred: {reason})"));
        }
        if !flow.is_empty() {
            self.part(&flow, "when", out);
        }
    }

    fn amounts(&self, claim: &Claim, out: &mut String) {
        let palette = &self.paper.palette;
        for (at, amount) in claim.amounts.iter().enumerate() {
            let mut flow = Flow::new();
            flow.text(palette.amount, &words::amount(amount));
            let counted = amount.who.filter(|who| !who.is_empty());
            let span = counted.map_or(amount.span, |who| joined_if_near(amount.span, who));
            let written = on_one_line(span.of(self.text));
            if !written.is_empty() {
                flow.text(
                    palette.faint,
                    &format!("“{}”", shortened(&written, LONGEST_NAME)),
                );
            }
            if let Some(reason) = amount.basis.reason() {
                flow.text(palette.faint, &format!("(inferred: {reason})"));
            }
            self.part(&flow, if at == 0 { "how many" } else { "" }, out);
        }
    }

    fn is_of_a_known_kind(&self, claim: &Claim) -> bool {
        kind::is_known(claim, self.knowledge)
    }

    fn beside(&self, reading: &Reading, out: &mut String) {
        let unknown = reading
            .claims
            .iter()
            .filter(|claim| !self.is_of_a_known_kind(claim));
        let count = unknown.count();
        if count > 0 {
            let deeds = if count == 1 { "deed" } else { "deeds" };
            let line =
                format!("{count} {deeds} of unknown or doubtful kind (--format jsonl tells them)");
            self.part(
                Flow::new().text(self.paper.palette.faint, &line),
                "beside",
                out,
            );
        }
    }

    fn doubts(&self, reading: &Reading, out: &mut String) {
        let mut counts: BTreeMap<&str, (&DoubtKind, usize)> = BTreeMap::new();
        for doubt in &reading.doubts {
            counts
                .entry(doubt.kind.as_str())
                .or_insert((&doubt.kind, 0))
                .1 += 1;
        }
        if !counts.is_empty() {
            let said: Vec<_> = counts
                .values()
                .map(|(kind, count)| words::doubts(kind, *count))
                .collect();
            let palette = &self.paper.palette;
            let mut flow = Flow::new();
            flow.text(palette.doubt, &said.join("; "));
            self.paper.part("in doubt", &flow, out);
        }
    }

    fn part(&self, flow: &Flow, label: &str, out: &mut String) {
        self.paper.part(label, flow, out);
    }
}

/// A number's words and those of what it counts, where they stand together.
fn joined_if_near(number: Span, counted: Span) -> Span {
    let both = number.to(counted);
    if both.len() <= number.len() + counted.len() + 24 {
        both
    } else {
        number
    }
}
