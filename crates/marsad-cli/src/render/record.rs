//! What does all that is known about one event look like to people?
//!
//! In comes an [`Event`] with the reports that tell of it; out come its block, what every report says in its own words, and, for
//! whoever asks why, what holds the event together and which rule gave its grade. Invariant: every claim of the event is there,
//! and words stand as their report has them.

use marsad::{
    claim::Modality,
    event::{Event, Link, Source, Telling},
    knowledge::Knowledge,
};

use super::{INDENT, Paper, event, flow::Flow, shortened, words};
use crate::gather::Papers;

/// The most characters of a report that stand for one claim.
const LONGEST_CLAUSE: usize = 400;

/// The event with what every report says.
pub(crate) fn in_full(
    event: &Event,
    knowledge: &Knowledge,
    papers: &Papers,
    paper: &Paper,
) -> String {
    let mut out = event::print(1, event, knowledge, paper);
    for (number, source) in event.sources.iter().enumerate() {
        let document = papers.of(source);
        let title = document
            .as_deref()
            .and_then(|document| document.title.as_deref());
        let mut flow = Flow::new();
        flow.text(paper.palette.title, &header(source, title));
        flow.text(paper.palette.doubt, &history(source));
        flow.pour(&mut out, (paper.palette.title, ""), INDENT, paper.width);
        for (_, telling) in event.tellings.iter().filter(|(of, _)| *of == number) {
            let text = document
                .as_deref()
                .map_or("", |document| document.text.as_str());
            let mut flow = Flow::new();
            let said = text
                .get(telling.clause.start..telling.clause.end)
                .unwrap_or_default();
            flow.text(
                paper.palette.deed,
                &format!("“{}”", shortened(said, LONGEST_CLAUSE)),
            );
            flow.text(paper.palette.voice, &telling.voice.name);
            flow.text(paper.palette.faint, &told(telling));
            flow.pour(
                &mut out,
                (paper.palette.faint, "       "),
                INDENT + 2,
                paper.width,
            );
        }
        out.push('\n');
    }
    out
}

/// Why the claims of an event are one, and why it has its grade.
pub(crate) fn why(event: &Event, knowledge: &Knowledge, paper: &Paper) -> String {
    let mut out = event::print(1, event, knowledge, paper);
    let palette = &paper.palette;
    let line = |label: &str, text: &str, out: &mut String| {
        let mut flow = Flow::new();
        flow.text(palette.faint, text);
        paper.part(label, &flow, out);
    };
    match event.links.is_empty() {
        true if event.sources.len() < 2 => line("why one", "one report tells of it", &mut out),
        true => line("why one", "joined by hand", &mut out),
        false => {}
    }
    for (at, link) in event.links.iter().enumerate() {
        line(
            if at == 0 { "why one" } else { "" },
            &points(link),
            &mut out,
        );
    }
    let nearest = match &event.rival {
        None => "no other event is anything like it".to_owned(),
        Some((id, points)) => format!("the next likest event is {id}, with {points:.2} points"),
    };
    line("rival", &nearest, &mut out);
    let superseded = event.account.counts.iter().flat_map(|(what, count)| {
        let past = count.said.iter().filter(|number| number.superseded);
        past.map(move |number| {
            let figure = number.least();
            let voice = &event.account.voices[number.voice].name;
            format!(
                "{what}: {} {voice}, given up for a later number ({})",
                words::number(figure),
                number.claim
            )
        })
    });
    for (at, text) in superseded.enumerate() {
        line(if at == 0 { "before" } else { "" }, &text, &mut out);
    }
    let known = &event.account.voices;
    for (at, voice) in known.iter().enumerate() {
        let reports = voice.sources.len();
        let text = format!(
            "{} ({}), in {reports} report{}",
            shortened(&voice.name, 70),
            voice.kind,
            if reports == 1 { "" } else { "s" }
        );
        line(if at == 0 { "voices" } else { "" }, &text, &mut out);
    }
    line(
        "rules",
        &format!(
            "grade {} by {}; weights of {} (data {})",
            event.grade.grade.as_str(),
            event.grade.rule,
            "ontology/likeness.toml",
            knowledge.version()
        ),
        &mut out,
    );
    out.push('\n');
    out
}

fn points(link: &Link) -> String {
    let likeness = &link.likeness;
    let parts = [
        ("day", likeness.day),
        ("place", likeness.place),
        ("deed", likeness.deed),
        ("toll", likeness.toll),
        ("party", likeness.party),
        ("words", likeness.words),
    ];
    let parts: Vec<String> = parts
        .iter()
        .map(|(what, points)| format!("{what} {points:+.2}"))
        .collect();
    format!(
        "{} and {}: {:.2} points ({})",
        link.one,
        link.other,
        likeness.points(),
        parts.join(", ")
    )
}

fn header(source: &Source, title: Option<&str>) -> String {
    let day = source.day.map(|day| day.to_string());
    let parts = [
        source.publisher.as_deref(),
        day.as_deref(),
        title,
        Some(source.document.as_str()),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" · ")
}

fn history(source: &Source) -> String {
    let mut remarks = Vec::new();
    if source.is_copy() {
        remarks.push(format!("copy of {}", source.story));
    }
    if let Some(later) = &source.superseded_by {
        remarks.push(format!("replaced by {later}"));
    }
    match remarks.is_empty() {
        true => String::new(),
        false => format!("({})", remarks.join("; ")),
    }
}

fn told(telling: &Telling) -> String {
    match telling.modality {
        Modality::Asserted => format!("({})", telling.claim),
        sense => format!("({}; {})", sense.as_str(), telling.claim),
    }
}
