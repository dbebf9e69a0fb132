//! How do claims that were found look to people?
//!
//! In come found claims; out comes a block for each, numbered. Invariant: as for readings,
//! whatever a claim leaves unsaid has no line.

use std::fmt::Write as _;

use anstyle::Style;
use jiff::civil::Date;
use marsad::terms::{Interval, LonLat};

use super::{INDENT, Paper, flow::Flow, on_one_line, shortened, words};
use crate::{
    store::{refusal::Refusal, search::Answer, search::Found},
    wire::{
        found::{self, Header},
        stored::{StoredClaim, StoredParty, StoredPlace},
    },
};

/// The most characters of the report that stand for one party.
const LONGEST_NAME: usize = 70;

/// The most characters of the report that stand for one claim.
const LONGEST_CLAUSE: usize = 400;

/// The answer to a search as a page of text.
///
/// # Errors
///
/// When what is stored cannot be read again.
pub(crate) fn print(answer: &Answer, paper: &Paper) -> Result<String, Refusal> {
    let mut out = String::new();
    for (at, found) in answer.found.iter().enumerate() {
        let (header, claim) = found::parts(found)?;
        let block = Block {
            header: &header,
            claim: &claim,
            found,
            paper,
        };
        block.print(at + 1, &mut out);
    }
    if answer.more {
        let faint = paper.palette.faint;
        let shown = answer.found.len();
        let _ = writeln!(
            out,
            "{faint}the first {shown} of more; --limit N shows more of them{faint:#}"
        );
    }
    Ok(out)
}

/// A claim on its way to the page.
struct Block<'f> {
    header: &'f Header,
    claim: &'f StoredClaim,
    found: &'f Found,
    paper: &'f Paper,
}

impl Block<'_> {
    fn print(&self, number: usize, out: &mut String) {
        self.headline(number, out);
        let palette = &self.paper.palette;
        if let Some(place) = self.claim.place.first() {
            let mut flow = Flow::new();
            flow.text(palette.place, &place.text)
                .text(palette.faint, &beyond(place));
            self.part(&flow, "where", out);
        }
        if let Some(days) = days(self.claim) {
            self.part(
                Flow::new().text(palette.time, &words::days(days)),
                "when",
                out,
            );
        }
        let mut says = Flow::new();
        for (at, voice) in self.claim.voices.iter().enumerate() {
            if at > 0 {
                says.joined(palette.faint, ",")
                    .text(palette.faint, "quoting");
            }
            says.text(palette.voice, &voice.name);
        }
        if self.claim.certainty.grade != "stated" {
            let grade = format!("({})", self.claim.certainty.grade);
            says.text(palette.doubt, &grade);
        }
        self.part(&says, "says", out);
        let clause = shortened(&on_one_line(&self.found.words), LONGEST_CLAUSE);
        let quoted = format!("“{clause}”");
        self.part(Flow::new().text(palette.faint, &quoted), "in words", out);
        self.part(&self.report(), "in", out);
        out.push('\n');
    }

    /// Who did what to whom, and in what sense that is meant.
    fn headline(&self, number: usize, out: &mut String) {
        let palette = &self.paper.palette;
        let mut flow = Flow::new();
        if self.claim.actors.is_empty() {
            flow.text(palette.faint, "(nobody named)");
        }
        parties(&self.claim.actors, palette.actor, palette.faint, &mut flow);
        flow.text(palette.deed, &self.claim.action);
        if !self.claim.targets.is_empty() {
            flow.text(palette.faint, "→");
        }
        parties(
            &self.claim.targets,
            palette.target,
            palette.faint,
            &mut flow,
        );
        if self.claim.modality != "asserted" {
            flow.text(palette.doubt, &format!("({})", self.claim.modality));
        }
        let label = format!("{number:>3}");
        flow.pour(out, (palette.title, &label), INDENT, self.paper.width);
    }

    /// Which report it stands in, and by which id the claim can be found again.
    fn report(&self) -> Flow {
        let palette = &self.paper.palette;
        let header = self.header;
        let parts = [
            self.found.given_id.as_deref(),
            header.source.as_deref(),
            header.published.as_deref(),
            header.title.as_deref(),
        ];
        let mut flow = Flow::new();
        for part in parts.into_iter().flatten() {
            flow.text(palette.faint, part).text(palette.faint, "·");
        }
        flow.text(palette.faint, &self.claim.id);
        flow
    }

    fn part(&self, flow: &Flow, label: &str, out: &mut String) {
        self.paper.part(label, flow, out);
    }
}

/// Parties as a list: "A, B and C".
fn parties(parties: &[StoredParty], style: Style, faint: Style, flow: &mut Flow) {
    for (at, party) in parties.iter().enumerate() {
        if at > 0 && at + 1 == parties.len() {
            flow.text(faint, "and");
        } else if at > 0 {
            flow.joined(faint, ",");
        }
        let written = shortened(&on_one_line(&party.text), LONGEST_NAME);
        flow.text(style, &written);
        if let Some(id) = &party.id {
            flow.text(faint, &format!("[{id}]"));
        }
    }
}

/// What the gazetteer knows of a place beyond the words that name it.
fn beyond(place: &StoredPlace) -> String {
    let areas: Vec<&str> = [&place.name, &place.admin1, &place.country]
        .into_iter()
        .filter_map(|area| area.as_deref())
        .collect();
    let point = place
        .lon
        .zip(place.lat)
        .map(|(lon, lat)| LonLat { lon, lat });
    match point {
        Some(at) => format!("· {} · {}", areas.join(", "), words::point(at)),
        None => "(not in the gazetteer)".to_owned(),
    }
}

fn days(claim: &StoredClaim) -> Option<Interval> {
    let day = |written: &Option<String>| written.as_deref()?.parse::<Date>().ok();
    let days = claim.when.as_ref()?;
    Some(Interval {
        from: day(&days.from)?,
        to: day(&days.to)?,
    })
}
