//! The literate cases: `tests/cases/<stage>/*.md`.
//!
//! A case is prose with a report in a block quote and, behind it, fenced blocks
//! that begin with `claims`. Such a block holds the claims of the last report
//! whose trigger is one of the words behind `claims`, or all of them where no word
//! is given. Blocks that begin with `places` hold the places of that report: the
//! relation in which something lies to each, the other places that it uses, the
//! distance and direction, the area that is meant, and the codes of its precision
//! (UCDP's before ACLED's). `<!-- published: 2017-10-06; source: Somebody; title: Something -->`
//! before a report gives it a day, a publisher and a title. Run with `MARSAD_BLESS=1` to write what comes out
//! into the blocks; the difference is what one reviews. A known wrong answer
//! stands under a heading that begins with TODO, as it is.
#![expect(
    clippy::disallowed_methods,
    reason = "the cases are files, and blessing them is asked for in the environment"
)]

#[path = "support/amounts.rs"]
mod amounts;
mod support;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use marsad::{
    claim::{Bearing, Claim, Grade},
    document::Document,
    mention::PlaceMention,
    reading::{Reader, Reading},
    terms::{Slot, Span},
};

#[test]
fn cases_come_out_as_they_are_written() {
    let bless = env::var("MARSAD_BLESS").is_ok_and(|value| value == "1");
    let files = markdown(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"));
    assert!(!files.is_empty(), "help: tests/cases/ holds no case");
    let mut different = Vec::new();
    let mut blocks = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("a case can be read");
        let (now, count) = filled(&text);
        blocks += count;
        if now == text {
            continue;
        }
        if bless {
            fs::write(&file, &now).expect("a case can be written");
        } else {
            let lines = text.lines().zip(now.lines());
            let first = lines
                .enumerate()
                .find(|(_, (before, after))| before != after);
            let shown = first.map(|(at, (before, after))| {
                format!("line {}:\n  - {before}\n  + {after}", at + 1)
            });
            different.push(format!("{}: {}", file.display(), shown.unwrap_or_default()));
        }
    }
    assert!(blocks > 0, "help: no case has a block");
    assert!(
        different.is_empty(),
        "{}\nhelp: MARSAD_BLESS=1 writes what comes out",
        different.join("\n")
    );
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(&folder).expect("the cases can be listed") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The case with its blocks filled anew, and how many there are.
fn filled(text: &str) -> (String, usize) {
    let reader = Reader::new(support::knowledge());
    let mut out = String::new();
    let mut document = Document::default();
    let mut reading: Option<Reading> = None;
    let mut quote: Vec<&str> = Vec::new();
    let mut blocks = 0;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(words) = line
            .strip_prefix("<!--")
            .and_then(|rest| rest.strip_suffix("-->"))
        {
            document = described(words);
        } else if let Some(words) = line.strip_prefix('>') {
            quote.push(words.strip_prefix(' ').unwrap_or(words));
            reading = None;
        } else if let Some((show, words)) = block(line) {
            if !quote.is_empty() {
                document.text = quote.join("\n");
                document.id = "case".to_owned();
                reading = Some(reader.read(&document));
                quote.clear();
            }
            for old in lines.by_ref() {
                if old == "```" {
                    break;
                }
            }
            if let Some(reading) = &reading {
                out.push_str(&show(reading, words.trim()));
            }
            out.push_str("```\n");
            blocks += 1;
        }
    }
    (out, blocks)
}

/// Fills a block from a reading and the words that narrow it down.
type Show = fn(&Reading, &str) -> String;

/// What a fenced block shows, and the words behind that.
fn block(line: &str) -> Option<(Show, &str)> {
    let shows: [(&str, Show); 3] = [("claims", claims), ("places", places), ("actors", actors)];
    let fence = line.strip_prefix("```")?;
    shows
        .into_iter()
        .find_map(|(name, show)| Some((show, fence.strip_prefix(name)?)))
}

fn described(words: &str) -> Document {
    let mut document = Document::default();
    for part in words.split(';') {
        match part.trim().split_once(": ") {
            Some(("published", day)) => {
                document.published = Some(day.parse().expect("a case's day is YYYY-MM-DD"))
            }
            Some(("source", name)) => document.source = Some(name.to_owned()),
            Some(("title", words)) => document.title = Some(words.to_owned()),
            _ => panic!("help: \"{part}\" is none of published:, source: and title:"),
        }
    }
    document
}

fn claims(reading: &Reading, triggers: &str) -> String {
    let text = &reading.document.text;
    let wanted: Vec<&str> = triggers
        .split(", ")
        .filter(|word| !word.is_empty())
        .collect();
    // A noun stands with the verb that carries it: "carried out strikes".
    let hangs_on = |claim: &Claim, word: &str| claim.evidence.trigger.of(text).ends_with(word);
    let chosen =
        |claim: &&Claim| wanted.is_empty() || wanted.iter().any(|word| hangs_on(claim, word));
    reading
        .claims
        .iter()
        .filter(chosen)
        .map(|claim| shown(text, claim))
        .collect()
}

/// The actors of a report whom marsad knows, or those whose words are given, and how it came to know them.
fn actors(reading: &Reading, words: &str) -> String {
    let text = &reading.document.text;
    let wanted: Vec<&str> = words.split(", ").filter(|word| !word.is_empty()).collect();
    let shown = reading.mentions.actors.iter().filter_map(|actor| {
        let name = actor.span.of(text);
        let is_asked = if wanted.is_empty() {
            actor.actor.value().is_some()
        } else {
            wanted.contains(&name)
        };
        let who = match &actor.actor {
            Slot::Said(id) => id.0.to_string(),
            Slot::Inferred { value, reason } => format!("{}, inferred: {reason}", value.0),
            Slot::Ambiguous(all) => format!("one of {}", all.len()),
            Slot::Unresolved | Slot::Unsaid => "?".to_owned(),
        };
        is_asked.then(|| format!("{name} [{who}]\n"))
    });
    shown.collect()
}

/// The places of a report; of those whose names are given, if any are.
fn places(reading: &Reading, names: &str) -> String {
    let text = &reading.document.text;
    let all = &reading.mentions.places;
    let wanted: Vec<&str> = names.split(", ").filter(|name| !name.is_empty()).collect();
    let mut out = String::new();
    for place in all {
        let name = place.span.of(text);
        if !wanted.is_empty() && !wanted.contains(&name) {
            continue;
        }
        let resolved = |place: &PlaceMention| {
            place
                .place
                .value()
                .map_or("?".to_owned(), |known| known.name.to_string())
        };
        out.push_str(&format!("{name} [{}]", resolved(place)));
        if let Some(codes) = place.precision {
            out.push_str(&format!(" {}/{}", codes.ucdp, codes.acled));
        }
        out.push('\n');
        let Some(relative) = &place.relative else {
            continue;
        };
        out.push_str(&format!(
            "  {}: {}",
            relative.relation,
            relative.span.of(text)
        ));
        for &anchor in &relative.anchors {
            out.push_str(&format!(" + {}", all[anchor].span.of(text)));
        }
        out.push_str("\n ");
        let bound = |bound: Option<f64>| bound.map_or(String::new(), |km| format!("{km:.1}"));
        if let Some(km) = relative.distance_km {
            out.push_str(&format!(" {}..{} km", bound(km.low), bound(km.high)));
        }
        if let Some(degrees) = relative.bearing_deg {
            out.push_str(&format!(" at {degrees} degrees"));
        }
        match relative.at.zip(relative.radius_km) {
            Some((at, km)) => {
                let km = format!("{km:.0} km");
                out.push_str(&format!(" = {:.2} {:.2} within {km}\n", at.lat, at.lon));
            }
            None => out.push_str(" = nowhere\n"),
        }
    }
    out
}

/// One claim on a few lines.
fn shown(text: &str, claim: &Claim) -> String {
    let words = |span: Span| {
        span.of(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let parties = |parties: &[marsad::claim::Party]| {
        let named = parties.iter().map(|party| match &party.actor {
            Some(actor) => format!("{} [{}]", words(party.span), actor.0),
            None => words(party.span),
        });
        named.collect::<Vec<_>>().join(" + ")
    };
    let mut line = format!(
        "{} ({}{}) \"{}\"\n",
        claim.action.0,
        claim.modality.as_str(),
        if claim.summary { ", a summary" } else { "" },
        words(claim.evidence.trigger)
    );
    let mut add = |label: &str, value: String| {
        if !value.is_empty() {
            line.push_str(&format!("  {label:<7} {value}\n"));
        }
    };
    add("who", parties(&claim.actors));
    add("to whom", parties(&claim.targets));
    let places = claim.places.iter().map(|place| {
        let name = match &place.place {
            Slot::Inferred { value, .. } => format!(" [{}?]", value.name),
            other => other
                .value()
                .map(|value| format!(" [{}]", value.name))
                .unwrap_or_default(),
        };
        format!("{}: {}{name}", place.relation, words(place.span))
    });
    add("where", places.collect::<Vec<_>>().join(" + "));
    if let Some(when) = claim.when.value() {
        let said = when.span.map(words).unwrap_or_default();
        let days = when
            .days
            .map(|days| format!(" [{} to {}]", days.from, days.to))
            .unwrap_or_default();
        let mark = if matches!(claim.when, Slot::Inferred { .. }) {
            "?"
        } else {
            ""
        };
        add("when", format!("{said}{mark}{days}"));
    }
    add("amount", amounts::in_short(claim));
    add(
        "says",
        claim
            .voices
            .iter()
            .map(|voice| format!("{} ({})", voice.name, voice.kind))
            .collect::<Vec<_>>()
            .join(" > "),
    );
    add("backed", backing(claim, &words));
    if let Some(stake) = &claim.stake {
        let against = match stake.against_interest {
            Some(true) => "against its interest",
            Some(false) => "in its interest",
            None => "interest unknown",
        };
        let (actor, target) = (stake.to_actor.as_str(), stake.to_target.as_str());
        add("stake", format!("doer {actor}, target {target}: {against}"));
    }
    line
}

/// How far a claim is backed, who bears it and who disputes it; empty where it is just told.
fn backing(claim: &Claim, words: &impl Fn(Span) -> String) -> String {
    let mut parts = Vec::new();
    let certainty = &claim.certainty;
    if certainty.grade != Grade::Stated {
        let said = certainty.span.map(words).unwrap_or_default();
        parts.push(format!("{} \"{said}\"", certainty.grade.as_str()));
    }
    let borne = claim
        .responsibility
        .iter()
        .filter(|borne| borne.kind != Bearing::Attributed);
    parts.extend(borne.map(|borne| format!("{} by {}", borne.kind.as_str(), borne.by)));
    parts.extend(
        claim
            .disputed_by
            .iter()
            .map(|dispute| format!("disputed by {}", dispute.by)),
    );
    parts.join(", ")
}
